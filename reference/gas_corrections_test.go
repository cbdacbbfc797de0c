package reference_test

import (
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// october is a country on the eve of October 2025 in which everybody is on the
// gas list.
func october(t *testing.T, choices ...string) *country {
	t.Helper()
	setup := countrySetup(voucher.At(2025, 9, 30, 12, 0, 0))
	for _, c := range choices {
		if err := setup.Readings.Choose(c[:3], c[4:]); err != nil {
			t.Fatal(err)
		}
	}
	m, err := reference.New(setup)
	if err != nil {
		t.Fatal(err)
	}
	// Corrections move dates, which the diary of a country has written out: it
	// looks on without judging.
	l := &country{court: quiet{t}, space: 13, machine: m, setup: setup, diary: newDiary(silent{}, setup)}
	l.to(voucher.At(2025, 10, 1, 0, 0, 0))
	l.everybody(false)
	return l
}

// silent is a court that convicts nobody.
type silent struct{}

func (silent) Helper()               {}
func (silent) Logf(string, ...any)   {}
func (silent) Fatalf(string, ...any) {}

// everybody puts the six people on the gas list, or drops them.
func (l *country) everybody(drop bool) voucher.Outcome {
	rows := make([]voucher.GasListRow, 6)
	for i := range rows {
		rows[i] = voucher.GasListRow{Person: voucher.PersonID(i + 1), Drop: drop, Reasons: voucher.SocialAssistance, Residence: inAlmaty}
	}
	return l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: rows})
}

// corrects changes a parameter from a day of October on.
func (l *country) corrects(path string, day int, value int64) {
	l.Helper()
	s := voucher.Setting{Path: path, From: voucher.Date(2025, 10, day), Value: value}
	if o := l.do(voucher.AuthorisedBody, 0, &voucher.ChangeParameter{Setting: s}); o.Refusal != nil {
		l.Fatalf("correction of %s: %s", path, o.Refusal)
	}
}

// count is how many events of a kind are among some.
func count(events []voucher.Event, k voucher.EventKind) (n int) {
	for i := range events {
		if events[i].Kind == k {
			n++
		}
	}
	return n
}

// TestTheQuestionFollowsACorrection: new parameters are taken before the
// messages of an instant (BOTH-TIME-003), and nobody is asked twice.
func TestTheQuestionFollowsACorrection(t *testing.T) {
	for _, tt := range []struct {
		name       string
		from, day  int
		asked, was int // the day that asks, and how many it asks
		why        string
	}{
		{"not corrected", 0, 7, 7, 6, "GAS-NOTICE-002"},
		{"put off, before its day", 3, 9, 9, 6, "the day in force counts"},
		{"put off, on its day", 7, 9, 9, 6, "the new day is in force when the 7th begins"},
		{"put off, after its day", 8, 9, 7, 6, "everybody was asked already"},
		{"brought forward to its first day", 5, 5, 5, 6, "the new day is the day of the correction"},
		{"brought forward into the past", 6, 5, 6, 6, "the day is over when the correction comes: at once"},
	} {
		l := october(t)
		if tt.from != 0 {
			l.corrects("gas.notice.day", tt.from, int64(tt.day))
		}
		for day := 2; day <= 14; day++ {
			events := l.to(voucher.Date(2025, 10, day).Start())
			want := 0
			if day == tt.asked {
				want = tt.was
			}
			events = slices.DeleteFunc(events, func(e voucher.Event) bool { return e.Code != uint8(voucher.Notice) })
			if got := count(events, voucher.MessageSent); got != want {
				t.Errorf("%s: %d SMS on the %dth, want %d\n%s", tt.name, got, day, want, tt.why)
			}
		}
	}
}

// TestTheWindowFollowsACorrection: a window that a correction ends is closed
// with the day on which the correction holds, and the list keeps its own day.
func TestTheWindowFollowsACorrection(t *testing.T) {
	for _, tt := range []struct {
		name            string
		path            string
		from            int
		value           int64
		lapse, dispatch int // the days
		why             string
	}{
		{"not corrected", "gas.price", 20, 50_00, 30, 30, "GAS-EXPIRY-001, GAS-DISPATCH-001"},
		{"shorter, before its end", "gas.window.to_day", 20, 25, 26, 30, "to the end of the 25th"},
		{"shorter, after its end", "gas.window.to_day", 27, 25, 27, 30, "the end lies in the past: at once"},
		{"the list put off before its day", "gas.dispatch.day", 20, 31, 30, 31, "the day in force counts"},
		{"the list put off on its day", "gas.dispatch.day", 30, 31, 30, 30, "lists go before new parameters are taken (BOTH-TIME-003), and go once"},
	} {
		l := october(t)
		l.to(voucher.At(2025, 10, 8, 0, 0, 0))
		l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: 1, Text: "да"})
		l.corrects(tt.path, tt.from, tt.value)
		for day := 9; day <= 31; day++ {
			sent := 0
			events := l.to(voucher.Date(2025, 10, day).Start())
			for i := range events {
				if events[i].Kind == voucher.ListSent && events[i].Ref == 1 {
					sent++
				}
			}
			lapsed := count(events, voucher.GasVoucherClosed)
			if (lapsed == 1) != (day == tt.lapse) || (sent == 3) != (day == tt.dispatch) {
				t.Errorf("%s: %d vouchers lapse and %d lists go on the %dth, want the lapse on the %dth and three lists on the %dth\n%s",
					tt.name, lapsed, sent, day, tt.lapse, tt.dispatch, tt.why)
			}
		}
	}
}

// TestACommandOfTheFirstInstantLeavesItsWork: what is due at the very instant at
// which a world begins is done by its first advance, whatever is commanded
// before.
func TestACommandOfTheFirstInstantLeavesItsWork(t *testing.T) {
	for _, cmd := range []struct {
		name string
		give func(*country)
	}{
		{"nothing", func(*country) {}},
		{"a list", func(l *country) { l.everybody(false) }},
		{"a correction", func(l *country) { l.corrects("gas.price", 31, 50_00) }},
	} {
		setup := countrySetup(voucher.At(2025, 10, 30, 0, 0, 0))
		m, err := reference.New(setup)
		if err != nil {
			t.Fatal(err)
		}
		l := &country{court: quiet{t}, space: 14, machine: m, setup: setup, diary: newDiary(silent{}, setup)}
		cmd.give(l)
		if got := count(l.to(setup.At), voucher.ListSent); got != 3 {
			t.Errorf("after %s the first advance sends %d lists, want 3\nGAS-DISPATCH-001: an empty list is sent too", cmd.name, got)
		}
	}
}

// TestGasAnswersInOrderOfReasons: where two reasons apply, the first that is
// declared is the answer, across commands and rules.
func TestGasAnswersInOrderOfReasons(t *testing.T) {
	late := voucher.At(2025, 10, 15, 0, 0, 0)
	row := func(p voucher.PersonID, r voucher.Reasons, where voucher.Territory) *voucher.UpdateGasList {
		return &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1, Reasons: 1, Residence: inAlmaty}, {Person: p, Reasons: r, Residence: where}}}
	}
	for _, tt := range []struct {
		name string
		at   voucher.Instant
		role voucher.Role
		id   uint32
		cmd  voucher.Command
		want string
		row  int
		why  string
	}{
		{"in time", late - 1, voucher.ListOwner, 0, row(2, 1, inAlmaty), "", 0, "the twin of the rows below"},
		{"late", late, voucher.ListOwner, 0, row(2, 1, inAlmaty), "list-closed", 0, "GAS-LIST-002"},
		{"late, person unknown", late, voucher.ListOwner, 0, row(7, 1, inAlmaty), "record-unknown", 2, "who, before when"},
		{"late, no such ground", late, voucher.ListOwner, 0, row(2, 4, inAlmaty), "value-invalid", 2, "what, before when"},
		{"late, outside", late, voucher.ListOwner, 0, row(2, 1, pavlodarside), "outside-territory", 2, "where, before when"},
		{"late, no ground", late, voucher.ListOwner, 0, row(2, 0, inAlmaty), "list-closed", 0, "when, before why"},
		{"no ground", late - 1, voucher.ListOwner, 0, row(2, 0, inAlmaty), "no-ground", 2, "GAS-ELIGIBILITY-001"},
		{"account", late, voucher.GasProvider, 1, &voucher.RegisterAccount{Provider: 1, Account: voucher.MakeAccountNumber(9, 8), Class: voucher.Stove}, "", 0, "the twin of the rows below"},
		{"account of nobody, no class", late, voucher.GasProvider, 1, &voucher.RegisterAccount{Provider: 1, Account: voucher.MakeAccountNumber(9, 8), Owner: 7}, "record-unknown", 0, "who, before what"},
		{"account, no class", late, voucher.GasProvider, 1, &voucher.RegisterAccount{Provider: 1, Account: voucher.MakeAccountNumber(9, 8)}, "value-invalid", 0, "what"},
	} {
		l := october(t)
		l.to(tt.at)
		o := l.do(tt.role, tt.id, tt.cmd)
		got := ""
		if o.Refusal != nil {
			got = o.Refusal.Reason.String()
		}
		if got != tt.want || o.Result.Row != tt.row {
			t.Errorf("%s: %q in row %d, want %q in row %d\n%s", tt.name, got, o.Result.Row, tt.want, tt.row, tt.why)
		}
	}
}

// TestAClosedVoucherShowsNoStep: the wallet shows the offer of a voucher that can
// be activated, and of no other.
func TestAClosedVoucherShowsNoStep(t *testing.T) {
	l := october(t)
	l.to(voucher.At(2025, 10, 8, 0, 0, 0))
	a := l.setup.Accounts[0]
	l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: 1, Text: "да"})
	l.do(voucher.Citizen, 1, &voucher.EnterAccount{Person: 1, Provider: a.Provider, Account: a.Number})
	if w := l.gasWallet(1); w.State != voucher.Opened || w.Edition != 1 || w.Account.Number != a.Number {
		t.Errorf("after the account was entered the wallet is %+v, want the offer of edition 1", *w)
	}
	l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: 1, Text: "нет"})
	if w := l.gasWallet(1); w.State != voucher.Closed || w.Edition != 0 || w.Account != (voucher.AccountData{}) || w.Answer != voucher.No {
		t.Errorf("after a refusal the wallet is %+v, want no offer and no account\nGAS-CONSENT-002", *w)
	}
	l.to(voucher.At(2025, 11, 8, 0, 0, 0))
	past := l.ask(voucher.Query{Kind: voucher.AskGasWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}, Person: 1, Month: voucher.MonthOf(2025, 10)}).Gas
	if past.State != voucher.Closed || past.Answer != voucher.No {
		t.Errorf("a month later the wallet of October is %+v, want it refused", *past)
	}
}

// TestUndoneAfterADrop: a person who was dropped while the voucher was active
// has lost it when the confirmation is undone (GAS-LIST-003, reading G22).
func TestUndoneAfterADrop(t *testing.T) {
	for _, tt := range []struct {
		name  string
		drop  bool
		state voucher.VoucherState
	}{
		{"still listed", false, voucher.Opened},
		{"dropped meanwhile", true, voucher.Closed},
	} {
		l := october(t, "G22=allow_cancel_until_29")
		l.to(voucher.At(2025, 10, 8, 0, 0, 0))
		l.activates(1, 0)
		if tt.drop {
			l.everybody(true)
		}
		if w := l.gasWallet(1); w.State != voucher.Active {
			t.Errorf("%s: the voucher is %s, want active\nan activated voucher stays", tt.name, w.State)
		}
		l.do(voucher.Citizen, 1, &voucher.CancelActivation{Person: 1})
		if w := l.gasWallet(1); w.State != tt.state {
			t.Errorf("%s: once undone the voucher is %s, want %s", tt.name, w.State, tt.state)
		}
	}
}
