package reference_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// seen counts what happened in the lives of a test: what never happened was
// not checked.
type seen map[string]int

// note counts every answer and event of a life.
func (s seen) note(l *country) {
	for i := range l.steps {
		s[l.steps[i].cmd.Kind().String()+" "+l.steps[i].out.Refusal.String()]++
	}
	for i := range l.diary.events {
		s[l.diary.events[i].Kind.String()]++
	}
}

// must fails a test in which something did not happen once.
func (s seen) must(t *testing.T, what ...string) {
	t.Helper()
	for _, w := range what {
		if s[w] == 0 {
			t.Errorf("%q in no life\nwhat never happened was not checked", w)
		}
	}
}

// lives lets countries live at random under an invariant, the diary's demands
// included, and looks at each when its life is over.
func lives(t *testing.T, always, finally func(t *rapid.T, l *country)) seen {
	t.Helper()
	all := seen{}
	often(t, func(t *rapid.T) {
		l := newCountry(t, t, reference.StandardRules())
		l.live(t, always)
		finally(t, l)
		all.note(l)
	})
	return all
}

// often checks a property some hundreds of times: a hundred lives, which is a
// check's usual number, see too little of a month.
func often(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	for range 5 {
		rapid.Check(t, property)
	}
}

// live begins with something to act on, then lets anything happen.
func (l *country) live(t *rapid.T, always func(*rapid.T, *country)) {
	l.prime(t)
	actions := l.actions(t)
	actions[""] = func(t *rapid.T) { always(t, l) }
	t.Repeat(actions)
}

// prime walks the ordinary way for a while: lists, then consents, then
// activations and purchases. It shrinks away.
func (l *country) prime(t *rapid.T) {
	n := min(3, rapid.IntRange(0, 9).Draw(t, "primed")) // small numbers are drawn more often
	if n == 0 {
		return
	}
	rows := make([]voucher.GasListRow, 6)
	for i := range rows {
		rows[i] = voucher.GasListRow{Person: voucher.PersonID(i + 1), Reasons: voucher.SocialAssistance, Residence: inAlmaty}
	}
	l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: rows})
	families := make([]voucher.FoodListRow, len(kin))
	for i := range families {
		f := voucher.FamilyID(i + 1)
		families[i] = voucher.FoodListRow{Family: f, Owner: kin[f][0], Members: kin[f], Residence: inKokshetau}
	}
	l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: families})
	if n == 1 {
		return
	}
	for _, due := range []voucher.Instant{l.soon(5), l.soon(7)} {
		l.to(max(l.machine.Now(), due))
		l.consents()
	}
	if n == 2 {
		return
	}
	l.activates(1, 0)
	l.activates(2, 1)
	l.activates(3, 2)
	for f := range voucher.FamilyID(len(kin)) {
		l.shows(f+1, 1)
		if len(l.codes) > 0 {
			l.buys(1, &voucher.Purchase{Code: l.codes[len(l.codes)-1], Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Unit, Price: 110_00}}})
		}
	}
}

// soon is the next n-th of a month, or the pilot's first day where that is
// sooner.
func (l *country) soon(n int) voucher.Instant {
	now := l.machine.Now()
	day := now.Month().Day(n).Start()
	if day < now {
		day = (now.Month() + 1).Day(n).Start()
	}
	if first := voucher.At(2025, 8, 28, 0, 0, 0); now <= first {
		day = first
	}
	return day
}

// consents lets everybody say yes to both programmes.
func (l *country) consents() {
	for p := voucher.PersonID(1); p <= 6; p++ {
		l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: "да"})
		role := voucher.Gateway
		if l.setup.Readings[voucher.F36] == voucher.Option {
			role = voucher.Citizen
		}
		l.do(role, uint32(p), &voucher.Reply{Programme: voucher.Food, Person: p, Text: "иә"})
	}
	for f, members := range kin {
		l.do(voucher.Citizen, uint32(members[0]), &voucher.Activate{Family: f})
	}
}

// actions are everything that can happen, less what this life leaves out. The
// clock is never left out.
func (l *country) actions(t *rapid.T) map[string]func(*rapid.T) {
	all := l.gasActions()
	maps.Copy(all, l.foodActions())
	all["repeat a command"] = l.repeat
	all["change a parameter"] = l.changeParameter
	off := drawMask(t, slices.Sorted(maps.Keys(all)))
	maps.DeleteFunc(all, func(name string, _ func(*rapid.T)) bool { return off[name] })
	wait := func(t *rapid.T) { l.to(l.drawInstant(t)) }
	all["wait"], all["wait again"], all["wait on"] = wait, wait, wait
	return all
}

// changeParameter corrects something that moves no date of the diary.
func (l *country) changeParameter(t *rapid.T) {
	s := rapid.SampledFrom([]voucher.Setting{
		{Path: "gas.price", Value: 55_00}, {Path: "gas.price", Territory: inAlmaty, Value: 0}, {Path: "gas.discount.rate", Value: 300_000},
		{Path: "food.markup", Value: 100_000}, {Path: "food.list.edition", Value: 19}, {Path: "food.code.lifetime_seconds", Value: 10},
		{Path: "gas.price", Value: -1}, {Path: "gas.prize"},
	}).Draw(t, "setting")
	s.From = l.machine.Now().Day() + voucher.Day(rapid.IntRange(0, 2).Draw(t, "days ahead"))
	l.do(voucher.AuthorisedBody, 0, &voucher.ChangeParameter{Setting: s})
}

// repeat gives an earlier command again, as a caller does who never got the
// answer.
func (l *country) repeat(t *rapid.T) {
	now := l.machine.Now()
	s := l.steps[len(l.steps)-1-rapid.IntRange(0, len(l.steps)-1).Draw(t, "steps ago")]
	if closes := (s.at.Month() + 1).Day(15).Start(); now >= closes || notKept(s.out.Refusal) {
		return
	}
	before := l.machine.StateDigest()
	again := l.give(s.cmd)
	want := s.out
	want.Events = nil
	if !same(again, want) {
		l.Fatalf("%s of %s, given again at %s, is answered %+v, want %+v and no events\nBOTH-RETRY-001: the same answer", s.cmd.Kind(), s.at, now, again, want)
	}
	other := *s.cmd.Head()
	changed := &voucher.OpenWallet{Header: other, Person: 99}
	if changed.Fingerprint() != s.cmd.Fingerprint() && other.Actor.Role == voucher.Citizen {
		if o := l.give(changed); o.Refusal == nil || o.Refusal.Reason != voucher.KeyReused {
			l.Fatalf("another body under the key of %s is answered %s\nBOTH-RETRY-001: it is refused", s.cmd.Kind(), o.Refusal)
		}
	}
	if after := l.machine.StateDigest(); after != before {
		l.Fatalf("repeating %s changed the state\nBOTH-RETRY-001: it changes nothing", s.cmd.Kind())
	}
}

// notKept reports whether an answer is not kept under its key: who may not ask
// leaves nothing, and an outage is no answer.
func notKept(r *voucher.Refusal) bool {
	return r != nil && slices.Contains([]voucher.Reason{voucher.RoleNotAllowed, voucher.KeyMissing, voucher.KeyReused, voucher.ProviderUnavailable}, r.Reason)
}

func nothing(*rapid.T, *country) {}

// The diary holds every life to these three; each of them looks at the state as
// well.

func TestNothingIsActivatedOutsideTheWindow(t *testing.T) {
	lives(t, func(t *rapid.T, l *country) {
		from, to := l.diary.window(l.machine.Now().Month())
		for p := voucher.PersonID(1); p <= 6; p++ {
			w := l.gasWallet(p)
			if w.State == voucher.Active && (w.Activated < from || w.Activated >= to) {
				t.Fatalf("person %d has a voucher activated at %s\nGAS-WINDOW-001: from %s to before %s", p, w.Activated, from, to)
			}
			if now := l.machine.Now(); w.State == voucher.Opened && (now >= to || from == 0) {
				t.Fatalf("person %d has an open voucher at %s\nGAS-EXPIRY-001: it lapses at %s", p, now, to)
			}
		}
	}, nothing).must(t, "gas_voucher_activated", "gas_voucher_closed", "confirm window-closed (GAS-WINDOW-001)")
}

func TestNoVoucherWithoutConsent(t *testing.T) {
	lives(t, func(_ *rapid.T, l *country) { l.vouchersHaveConsent() }, nothing).must(t, "gas_voucher_opened", "replied", "reply refused-this-month (GAS-CONSENT-002)")
}

// vouchersHaveConsent compares every wallet of the month with the diary.
func (l *country) vouchersHaveConsent() {
	l.Helper()
	month := l.machine.Now().Month()
	for p := voucher.PersonID(1); p <= 6; p++ {
		w, c := l.gasWallet(p), l.diary.month(p, month)
		alive, standing := w.State == voucher.Opened || w.State == voucher.Active, l.diary.is(voucher.G13)
		if alive != (c.opened || c.active) || (alive && !c.yes && !standing) || (alive && c.refused) || (alive && w.Answer == voucher.No) {
			l.Fatalf("person %d has a voucher %s in %s and has answered %s; the diary: %+v\nGAS-CONSENT-001 to -004", p, w.State, month, w.Answer, *c)
		}
	}
}

func TestAtMostOneReminder(t *testing.T) {
	lives(t, func(*rapid.T, *country) {}, func(t *rapid.T, l *country) {
		count := map[personMonth]int{}
		for _, m := range l.messages() {
			if m.Programme == voucher.Gas && m.Kind == voucher.Reminder {
				count[personMonth{l.diary.sent[m.ID].Person, m.Month}]++
			}
		}
		for who, n := range count {
			if n > 1 {
				t.Fatalf("person %d got %d reminders in %s\nGAS-REMINDER-001: exactly one", who.person, n, who.month)
			}
		}
	}).must(t, "message_sent")
}

func TestAtMostOneActivatedVoucherPerAccountAndMonth(t *testing.T) {
	lives(t, func(t *rapid.T, l *country) {
		accounts := map[voucher.AccountData]voucher.PersonID{}
		for p := voucher.PersonID(1); p <= 6; p++ {
			w := l.gasWallet(p)
			if w.State != voucher.Active {
				continue
			}
			key := voucher.AccountData{Provider: w.Account.Provider, Number: w.Account.Number}
			if other, ok := accounts[key]; ok {
				t.Fatalf("persons %d and %d have activated on account %s\nGAS-ACCOUNT-001: at most one", other, p, key.Number)
			}
			accounts[key] = p
		}
	}, nothing).must(t, "gas_voucher_activated", "enter_account account-taken (GAS-ACCOUNT-002)")
}

// TestListsHoldExactlyTheActivations: every list, at any time after it was
// sent, holds the activated vouchers of its month on its provider's accounts,
// each once, and is never sent to anybody else.
func TestListsHoldExactlyTheActivations(t *testing.T) {
	lives(t, func(t *rapid.T, l *country) {
		for who, sent := range l.diary.lists {
			if sent.sent == 0 || who.month < l.machine.Now().Month()-1 {
				continue
			}
			got := l.list(who.provider, who.month)
			want := l.diary.activations(who.provider, who.month)
			slices.SortFunc(got.Rows, func(a, b voucher.ProviderRow) int { return int(a.Voucher) - int(b.Voucher) })
			if !slices.Equal(got.Rows, want) || got.Attempts != sent.attempts || (got.Acknowledged != 0) != sent.acknowledged {
				t.Fatalf("list of %s to provider %d: %+v, want rows %+v after %d attempts\nGAS-DISPATCH-001, -002: all of them, only them, each once", who.month, who.provider, got, want, sent.attempts)
			}
		}
	}, nothing).must(t, "list_sent", "list_acknowledged")
}

func TestARepeatedKeyChangesNothing(t *testing.T) {
	often(t, func(t *rapid.T) {
		l := newCountry(t, t, reference.StandardRules())
		l.live(t, nothing)
		for range 10 {
			l.repeat(t)
		}
	})
}

func TestTheClockNeverGoesBack(t *testing.T) {
	lives(t, nothing, func(t *rapid.T, l *country) {
		now, before := l.machine.Now(), l.machine.StateDigest()
		back := rapid.SampledFrom([]int64{1, voucher.Second, voucher.DayLength, 400 * voucher.DayLength}).Draw(t, "back")
		if events, err := l.machine.Advance(context.Background(), now.Plus(-back)); err == nil || len(events) != 0 {
			t.Fatalf("Advance from %s to %s: %d events and no error\nthe clock goes forward only", now, now.Plus(-back), len(events))
		}
		if l.machine.Now() != now || l.machine.StateDigest() != before {
			t.Fatalf("Advance to an earlier instant changed the state")
		}
		if events, err := l.machine.Advance(context.Background(), now); err != nil || len(events) != 0 {
			t.Fatalf("Advance to the present instant: %d events, %v\nwhat is due now has been done", len(events), err)
		}
		if due, ok := l.machine.NextDue(); ok && due <= now {
			t.Fatalf("at %s work is due at %s\nan advance does what falls due on the way, its end included", now, due)
		}
	})
}

// gasWallet is a person's gas voucher of the present month.
func (l *country) gasWallet(p voucher.PersonID) *voucher.GasWallet {
	return l.ask(voucher.Query{Kind: voucher.AskGasWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}, Person: p}).Gas
}

// list is a provider's list of a month.
func (l *country) list(p voucher.ProviderID, m voucher.Month) *voucher.ProviderList {
	return l.ask(voucher.Query{Kind: voucher.AskProviderList, Actor: voucher.Actor{Role: voucher.GasProvider, ID: uint32(p)}, Provider: p, Month: m}).List
}

// messages are all SMS to everybody.
func (l *country) messages() (all []voucher.Message) {
	for p := voucher.PersonID(1); p <= 6; p++ {
		all = append(all, l.ask(voucher.Query{Kind: voucher.AskMessages, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}, Person: p}).Messages...)
	}
	return all
}
