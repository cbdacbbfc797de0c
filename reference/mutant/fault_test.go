package mutant_test

import (
	"context"
	"errors"
	"testing"

	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// struck is a life that a mutant of faults lives wrongly. tell says what came of it;
// right is what the reference tells.
type struck struct {
	live  func(l *living)
	tell  func(l *living) uint64
	right uint64
	why   string
}

// messagesOf counts the SMS of a kind to person 1.
func (l *living) messagesOf(kind voucher.MessageKind) (n uint64) {
	r := l.read(&voucher.Query{Kind: voucher.AskMessages, Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}, Person: 1})
	for i := range r.Messages {
		if m := &r.Messages[i]; m.Programme == voucher.Gas && m.Kind == kind {
			n++
		}
	}
	return n
}

// read reads a record.
func (l *living) read(q *voucher.Query) voucher.Record {
	l.t.Helper()
	r, err := l.system.Query(context.Background(), q)
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

// stockOf is what lies on the first shelf.
func (l *living) stockOf() uint64 {
	r := l.read(&voucher.Query{Kind: voucher.AskStock, Actor: voucher.Actor{Role: voucher.StoreTill, ID: 1}, Store: 1, Goods: 1})
	return uint64(r.Stock.Left / voucher.Unit)
}

// attempts is how often the list of October was sent.
func (l *living) attempts() uint64 {
	r := l.read(&voucher.Query{Kind: voucher.AskProviderList, Actor: voucher.Actor{Role: voucher.GasProvider, ID: 1}, Provider: 1, Month: voucher.MonthOf(2025, 10)})
	return uint64(r.List.Attempts)
}

// handed is 1 where the report of 6 February was handed over.
func (l *living) handed() uint64 {
	r := l.read(&voucher.Query{Kind: voucher.AskDayReport, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Day: voucher.Date(2026, 2, 6)})
	if r.Report == nil || r.Report.Handed == 0 {
		return 0
	}
	return 1
}

// shelved adds ten units to the first shelf, under a key.
func shelved(key uint64) voucher.Command {
	return signed(voucher.StoreTill, 1, key, &voucher.Deliver{Store: 1, Goods: 1, Quantity: 10 * voucher.Unit, Price: 400_00})
}

// restart starts the system again, where the mutant's world can.
func (l *living) restart() {
	l.t.Helper()
	if err := l.world.Restart(context.Background(), l.system); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		l.t.Fatal(err)
	}
}

// listsGas puts person 1 on the gas list, under a key.
func listsGas(key uint64) voucher.Command {
	return signed(voucher.ListOwner, 0, key, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1, Reasons: voucher.SocialAssistance, Residence: 750000000}}})
}

// outage says that provider 1 is down, or back.
func outage(key uint64, down bool) voucher.Command {
	return signed(voucher.GasProvider, 1, key, &voucher.ReportOutage{Provider: 1, Down: down})
}

var (
	october6 = voucher.At(2025, 10, 6, 12, 0, 0)
	october9 = voucher.At(2025, 10, 9, 12, 0, 0)
	midmonth = voucher.At(2025, 10, 20, 12, 0, 0)
	lists    = voucher.At(2025, 10, 30, 5, 30, 0)
)

// strikes holds a life for every mutant of faults that histories cannot show.
var strikes = map[string]struck{
	"both-only-the-last-key-is-kept": {func(l *living) { l.give(shelved(9001), shelved(9002), shelved(9001)) }, (*living).stockOf, 20, "the third is the first, come late"},
	"gas-repeated-update-cancels-the-reminder": {
		func(l *living) { l.give(listsGas(9001), listsGas(9001)); l.to(midmonth) },
		func(l *living) uint64 { return l.messagesOf(voucher.Reminder) }, 1, "nobody has answered",
	},
	"gas-outage-ends-the-sending": {
		func(l *living) { l.give(listsGas(9001), outage(9002, true), outage(9003, false)); l.to(lists) }, (*living).attempts, 6, "every hour from midnight on",
	},
	"both-restart-forgets-the-last-command": {func(l *living) { l.give(shelved(9001), shelved(9002)); l.restart() }, (*living).stockOf, 20, "both were acknowledged"},
	"both-restart-forgets-the-last-second":  {func(l *living) { l.give(shelved(9001), shelved(9002)); l.restart() }, (*living).stockOf, 20, "both were acknowledged"},
	"both-restart-forgets-the-keys": {
		func(l *living) { l.give(shelved(9001)); l.restart(); l.give(shelved(9001), shelved(9001)) }, (*living).stockOf, 10, "it is one command",
	},
	"gas-restart-forgets-the-reminders": {
		func(l *living) { l.give(listsGas(9001)); l.to(october9); l.restart(); l.to(midmonth) },
		func(l *living) uint64 { return l.messagesOf(voucher.Reminder) }, 1, "nobody has answered",
	},
	"food-restart-forgets-the-reports": {
		func(l *living) {
			l.to(voucher.At(2026, 2, 4, 12, 0, 0))
			l.restart()
			l.to(voucher.At(2026, 2, 8, 12, 0, 0))
		}, (*living).handed, 1, "every day is reported",
	},
	"gas-restart-forgets-the-unacknowledged-list": {
		func(l *living) { l.give(listsGas(9001)); l.to(october9); l.restart(); l.to(lists) }, (*living).attempts, 6, "every hour from midnight on",
	},
}

// give gives commands one after the other.
func (l *living) give(all ...voucher.Command) {
	l.t.Helper()
	for _, c := range all {
		if _, err := l.system.Do(context.Background(), c); err != nil {
			l.t.Fatal(err)
		}
	}
}

// struckLife lives a life on a mutant, and says what came of it.
func struckLife(t *testing.T, m *mutant.Mutant, s *struck) (told uint64, trips int64) {
	t.Helper()
	w := m.World()
	l := &living{t: t, m: m, world: w, now: october6}
	var err error
	if l.system, err = w.New(t.Context(), town(l.now)); err != nil {
		t.Fatal(err)
	}
	l.give(signed(voucher.AuthorisedBody, 0, 8001, &voucher.RegisterStore{Store: 1}), signed(voucher.StoreTill, 1, 8002, &voucher.IntegrateTill{Store: 1}),
		signed(voucher.StoreTill, 1, 8003, &voucher.MarkGoods{Store: 1, Goods: 1}))
	s.live(l)
	return s.tell(l), w.Trips()
}

// TestFaultsAreTooMuchForTheirMutants: where something comes late or twice, after an
// outage or a restart, a mutant tells otherwise than the reference, and trips.
func TestFaultsAreTooMuchForTheirMutants(t *testing.T) {
	for _, m := range mutant.All() {
		s, ok := strikes[m.ID]
		if m.Restarts && !ok {
			t.Errorf("%s: no life shows that it is wrong after a restart", m.ID)
		}
		if !ok {
			continue
		}
		if right, trips := struckLife(t, &mutant.Mutant{}, &s); right != s.right || trips != 0 {
			t.Errorf("%s: the reference tells %d with %d trips, want %d\n%s", m.ID, right, trips, s.right, s.why)
		}
		if wrong, trips := struckLife(t, &m, &s); wrong == s.right || trips == 0 {
			t.Errorf("%s: tells %d with %d trips, want another number than %d and some trips\n%s", m.ID, wrong, trips, s.right, s.why)
		}
	}
}

// TestOnlyWhatCanBeStartedAgainIs: other mutants say that they cannot.
func TestOnlyWhatCanBeStartedAgainIs(t *testing.T) {
	for _, m := range mutant.All() {
		w := m.World()
		s, err := w.New(t.Context(), town(october6))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Restart(t.Context(), s); (err == nil) != m.Restarts || (err != nil && !errors.Is(err, errors.ErrUnsupported)) {
			t.Errorf("%s: restarted with %v, it restarts: %v", m.ID, err, m.Restarts)
		}
	}
}
