package gas_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// fault is one thing that speaks against a step, and the reason for which it is
// refused. Two faults that touch the same thing cannot stand together.
type fault struct {
	name    string
	touches string
	change  func(*gas.Attempt)
	choices []string
	want    voucher.Reason
	id      voucher.RequirementID
}

// general are the faults that speak against every step.
var general = []fault{
	{"after the pilot", "now", moment("2026-07-01 00:00:00"), nil, voucher.OutsidePeriod, "GAS-PERIOD-001"},
	{"before the pilot", "now", moment("2025-08-27 23:59:59"), nil, voucher.OutsidePeriod, "GAS-PERIOD-001"},
	{"provider outside", "provider", func(a *gas.Attempt) { a.InPilot = false }, nil, voucher.OutsideTerritory, "GAS-TERRITORY-002"},
	{"not listed", "list", func(a *gas.Attempt) { a.Claim.Listed = false }, nil, voucher.NotListed, "GAS-ELIGIBILITY-001"},
	{"device owner at a centre", "channel", func(a *gas.Attempt) { a.By = voucher.ByCentre }, []string{"G37=refuse_device_owners"}, voucher.DeviceOwner, "GAS-CHANNEL-002"},
	{"refused after consent", "voucher", func(a *gas.Attempt) { a.Claim.Answer, a.Voucher.State = voucher.No, voucher.Closed }, nil, voucher.RefusedThisMonth, "GAS-CONSENT-002"},
	{"refused", "voucher", func(a *gas.Attempt) { a.Claim.Answer, *a.Voucher = voucher.No, gas.Voucher{} }, nil, voucher.RefusedThisMonth, "GAS-CONSENT-002"},
	{"window not open", "now", moment("2025-10-06 23:59:59"), nil, voucher.WindowNotOpen, "GAS-WINDOW-001"},
	{"window closed", "now", moment("2025-10-30 00:00:00"), nil, voucher.WindowClosed, "GAS-WINDOW-001"},
	{"August skipped", "now", moment("2025-08-29 12:00:00"), []string{"G29=skip_august"}, voucher.WindowNotOpen, "GAS-WINDOW-001"},
	{"no consent", "voucher", func(a *gas.Attempt) { a.Claim.Answer, *a.Voucher = voucher.NoAnswer, gas.Voucher{} }, nil, voucher.ConsentMissing, "GAS-CONSENT-001"},
	{"lapsed", "voucher", func(a *gas.Attempt) { a.Voucher.State = voucher.Closed }, nil, voucher.ConsentMissing, "GAS-CONSENT-001"},
	{"activated already", "voucher list", func(a *gas.Attempt) { a.Voucher.State = voucher.Active }, nil, voucher.AlreadyActivated, "GAS-OPENING-002"},
}

// own are the faults that speak against one step, by the step's place.
var own = [][]fault{
	{
		{"account taken", "account", taken, nil, voucher.AccountTaken, "GAS-ACCOUNT-002"},
		{"no answer of the provider", "line", down, []string{"G34=check_before_offer"}, voucher.ProviderUnavailable, "GAS-ACCOUNT-003"},
		{"account unknown", "registry", unknown, []string{"G34=check_before_offer"}, voucher.AccountUnknown, "GAS-ACCOUNT-003"},
		{"account of another", "owner", another, []string{"G34=check_before_offer", "G20=require_owner_match"}, voucher.AccountOfAnother, "GAS-ACCOUNT-003"},
	},
	{
		{"no account entered", "step", func(a *gas.Attempt) { a.Claim.Step = gas.NotStarted }, nil, voucher.StepOutOfOrder, "GAS-ACTIVATION-001"},
		{"an older offer", "offer", func(a *gas.Attempt) { a.Edition-- }, nil, voucher.OfferOutdated, "GAS-OFFER-001"},
		{"an offer to come", "offer", func(a *gas.Attempt) { a.Edition++ }, nil, voucher.OfferOutdated, "GAS-OFFER-001"},
		{"no answer of the provider", "line", down, nil, voucher.ProviderUnavailable, "GAS-ACCOUNT-003"},
		{"account unknown", "registry", unknown, nil, voucher.AccountUnknown, "GAS-ACCOUNT-003"},
		{"account of another", "owner", another, []string{"G20=require_owner_match"}, voucher.AccountOfAnother, "GAS-ACCOUNT-003"},
	},
	{
		{"no account entered", "step", func(a *gas.Attempt) { a.Claim.Step = gas.NotStarted }, nil, voucher.StepOutOfOrder, "GAS-ACTIVATION-001"},
		{"offer not accepted", "step", func(a *gas.Attempt) { a.Claim.Step = gas.Entered }, nil, voucher.StepOutOfOrder, "GAS-OFFER-001"},
		{"account taken since", "account", taken, nil, voucher.AccountTaken, "GAS-ACCOUNT-001"},
	},
}

func taken(a *gas.Attempt)   { a.Account.By, a.Account.Taken = 9, a.Now.Month() }
func down(a *gas.Attempt)    { a.Down = true }
func unknown(a *gas.Attempt) { a.Account.Known = false }
func another(a *gas.Attempt) { a.Account.Owner = 2 }

// moment puts an attempt to another instant, its claim and voucher with it.
func moment(s string) func(*gas.Attempt) {
	return func(a *gas.Attempt) {
		now, err := voucher.ParseInstant(s)
		if err != nil {
			panic(err)
		}
		if a.Account.Taken == a.Now.Month() {
			a.Account.Taken = now.Month()
		}
		a.Now, a.Claim.Month, a.Voucher.Month = now, now.Month(), now.Month()
	}
}

// judge decides a step with some faults; the faults at another instant come
// last, so that the others move with it.
func judge(t *testing.T, step int, faults ...fault) *voucher.Refusal {
	t.Helper()
	a, _ := steps[step].ready(t, at(t, "2025-10-20 12:00:00"))
	var choices []string
	for _, f := range faults {
		choices = append(choices, f.choices...)
		f.change(a)
	}
	terms := termsOn(t, a.Now, read(t, choices...))
	return steps[step].decide(&terms, a)
}

// TestEachStepAndWhatSpeaksAgainstIt: without a fault a step is accepted, with
// any one of them it is refused for that fault's reason.
func TestEachStepAndWhatSpeaksAgainstIt(t *testing.T) {
	for i, step := range steps {
		if r := judge(t, i); r != nil {
			t.Fatalf("%s without a fault: %s, want accepted\nthe twin of every refusal below", step.name, r)
		}
		for _, f := range append(own[i], general...) {
			if r := judge(t, i, f); r == nil || r.Reason != f.want || r.Requirement != f.id {
				t.Errorf("%s, %s: %s, want %s (%s)", step.name, f.name, r, f.want, f.id)
			}
			// The readings alone, without the fault, refuse nothing.
			if r := judge(t, i, fault{choices: f.choices, change: func(*gas.Attempt) {}}); r != nil {
				t.Errorf("%s under %v alone: %s, want accepted\na twin, one change away", step.name, f.choices, r)
			}
		}
	}
}

// TestTheFirstReasonIsTheAnswer: of any two faults that can stand together, the
// reason that is declared first is the answer.
func TestTheFirstReasonIsTheAnswer(t *testing.T) {
	pairs := 0
	for i, step := range steps {
		all := append(append([]fault{}, own[i]...), general...)
		for x, f := range all {
			for _, g := range all[x+1:] {
				if touch(f, g) {
					continue
				}
				pairs++
				want := min(f.want, g.want)
				if r := judge(t, i, f, g); r == nil || r.Reason != want {
					t.Errorf("%s, %s and %s: %s, want %s\nreasons are checked in the order in which they are declared", step.name, f.name, g.name, r, want)
				}
			}
		}
	}
	if pairs < 150 {
		t.Errorf("%d pairs looked at, want more\na test that looks at nothing passes", pairs)
	}
}

// touch reports whether two faults touch one thing.
func touch(f, g fault) bool {
	for _, pair := range [][2]string{{f.touches, g.touches}, {g.touches, f.touches}} {
		if pair[0] == pair[1] || (pair[0] == "voucher list" && (pair[1] == "voucher" || pair[1] == "list")) {
			return true
		}
	}
	return false
}

// What is refused in one place and accepted one change away.
func TestActivationTwins(t *testing.T) {
	for _, tt := range []struct {
		name   string
		step   int
		change func(*gas.Attempt)
		choice string
		want   voucher.Reason
		why    string
	}{
		{"dropped after activation", 0, func(a *gas.Attempt) { a.Claim.Listed, a.Voucher.State = false, voucher.Active }, "", voucher.AlreadyActivated, "GAS-LIST-003: an activated voucher stays, listed or not"},
		{"a centre serves a device owner", 2, func(a *gas.Attempt) { a.By = voucher.ByCentre }, "", 0, "GAS-CHANNEL-002: no ground for refusal"},
		{"a centre serves whoever has none, G37", 2, func(a *gas.Attempt) { a.By, a.Device = voucher.ByCentre, false }, "G37=refuse_device_owners", 0, "the centre is for them"},
		{"a device owner in the app, G37", 2, func(*gas.Attempt) {}, "G37=refuse_device_owners", 0, "the app is for them"},
		{"taken last month", 0, func(a *gas.Attempt) { a.Account.By, a.Account.Taken = 9, a.Now.Month()-1 }, "", 0, "GAS-ACCOUNT-001: in one month"},
		{"taken last month, confirmed", 2, func(a *gas.Attempt) { a.Account.By, a.Account.Taken = 9, a.Now.Month()-1 }, "", 0, "GAS-ACCOUNT-001: in one month"},
		{"no account by month zero", 0, func(a *gas.Attempt) { a.Account.Taken = a.Now.Month() }, "", 0, "a month without a voucher is no taking"},
		{"taken, continue", 1, taken, "", 0, "GAS-ACTIVATION-001: the duplicate is looked for when the account is entered and at confirm"},
		{"unknown, enter", 0, unknown, "", 0, "G34 after_continue: the provider is not asked yet"},
		{"unknown, confirm", 2, unknown, "", 0, "the provider was asked at continue, and once"},
		{"down, enter", 0, down, "", 0, "G34 after_continue: the provider is not asked yet"},
		{"down, confirm", 2, down, "", 0, "the provider was asked at continue, and once"},
		{"unknown, continue, G34", 1, unknown, "G34=check_before_offer", 0, "it was asked before the offer"},
		{"entered again", 0, func(a *gas.Attempt) { a.Claim.Step = gas.Continued }, "", 0, "GAS-ACTIVATION-002: another account may be entered until confirm"},
		{"continue twice", 1, func(a *gas.Attempt) { a.Claim.Step = gas.Continued }, "", 0, "an account that was checked may be checked again"},
		{"an old offer at confirm", 2, func(a *gas.Attempt) { a.Edition = 0 }, "", 0, "the offer is accepted at continue"},
	} {
		if r := judge(t, tt.step, fault{change: tt.change, choices: []string{tt.choice}}); reason(r) != tt.want {
			t.Errorf("%s, %s: %s, want %q\n%s", steps[tt.step].name, tt.name, r, tt.want, tt.why)
		}
	}
}

func TestUndoingAConfirmation(t *testing.T) {
	for _, tt := range []struct {
		name, now, choice string
		state             voucher.VoucherState
		want              voucher.Reason
		why               string
	}{
		{"by default", "2025-10-20 12:00:00", "", voucher.Active, voucher.NothingToCancel, "GAS-ACTIVATION-002: after confirm nothing is undone"},
		{"G22: in the window", "2025-10-20 12:00:00", "G22=allow_cancel_until_29", voucher.Active, 0, "the option undoes it"},
		{"G22: last second", "2025-10-29 23:59:59", "G22=allow_cancel_until_29", voucher.Active, 0, "to the end of the 29th"},
		{"G22: too late", "2025-10-30 00:00:00", "G22=allow_cancel_until_29", voucher.Active, voucher.NothingToCancel, "the list goes now"},
		{"G22: opened", "2025-10-20 12:00:00", "G22=allow_cancel_until_29", voucher.Opened, voucher.NothingToCancel, "nothing was confirmed"},
		{"G22: closed", "2025-10-20 12:00:00", "G22=allow_cancel_until_29", voucher.Closed, voucher.NothingToCancel, "nothing was confirmed"},
		{"G22: none", "2025-10-20 12:00:00", "G22=allow_cancel_until_29", voucher.NoVoucher, voucher.NothingToCancel, "nothing was confirmed"},
	} {
		now := at(t, tt.now)
		terms := termsOn(t, now, read(t, tt.choice))
		if got := reason(terms.Cancel(&gas.Voucher{State: tt.state}, now)); got != tt.want {
			t.Errorf("%s: Cancel = %q, want %q\n%s", tt.name, got, tt.want, tt.why)
		}
	}
}
