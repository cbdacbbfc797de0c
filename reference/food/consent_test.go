package food_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// asked is the wallet of a family of four in February 2026, with the question
// out.
func asked() *food.Wallet {
	l := food.Listing{Owner: 1, Residence: kokshetau, Members: 4, Listed: true}
	w := food.Ask(1, &l, voucher.MonthOf(2026, 2), voucher.At(2026, 2, 5, 0, 0, 0))
	return &w
}

// credited is the same with the voucher on it.
func credited() *food.Wallet {
	w := asked()
	w.Answer = voucher.Yes
	w.Credit(1, 1_730_000, true)
	return w
}

func TestReply(t *testing.T) {
	noon := voucher.At(2026, 2, 20, 12, 0, 0)
	end := voucher.At(2026, 3, 1, 0, 0, 0)
	refusedBefore := asked()
	refusedBefore.Answer = voucher.No
	final := []string{"F35", "final"}
	inApp := []string{"F36", "in_the_app"}
	rows := []struct {
		name    string
		wallet  *food.Wallet
		listed  bool
		answer  voucher.Answer
		by      voucher.Channel
		at      voucher.Instant
		choices []string
		credit  bool
		want    string
		why     string
	}{
		{"yes", asked(), true, voucher.Yes, voucher.BySMS, noon, nil, true, "", "FOOD-CONSENT-001"},
		{"no", asked(), true, voucher.No, voucher.BySMS, noon, nil, false, "", "FOOD-CONSENT-003: taken, credits nothing"},
		{"malformed", asked(), true, voucher.Malformed, voucher.BySMS, noon, nil, false, "", "changes nothing"},
		{"yes after no", refusedBefore, true, voucher.Yes, voucher.BySMS, noon, nil, true, "", "FOOD-CONSENT-003: a no is not final"},
		{"yes after no, final", refusedBefore, true, voucher.Yes, voucher.BySMS, noon, final, false, "refused-this-month", "F35 final"},
		{"no after no, final", refusedBefore, true, voucher.No, voucher.BySMS, noon, final, false, "", "F35 final: it is a no already"},
		{"yes twice", credited(), true, voucher.Yes, voucher.BySMS, noon, nil, false, "already-credited", "FOOD-CONSENT-001: once"},
		{"no after crediting", credited(), true, voucher.No, voucher.BySMS, noon, nil, false, "", "FOOD-CONSENT-003: changes nothing"},
		{"last second of the month", asked(), true, voucher.Yes, voucher.BySMS, end.Plus(-voucher.Second), nil, true, "", "FOOD-CONSENT-002"},
		{"the month's end", asked(), true, voucher.Yes, voucher.BySMS, end, nil, false, "not-asked", "FOOD-CONSENT-002: the question is over"},
		{"a second after", asked(), true, voucher.Yes, voucher.BySMS, end.Plus(voucher.Second), nil, false, "not-asked", "FOOD-CONSENT-002"},
		{"dropped since", asked(), false, voucher.Yes, voucher.BySMS, noon, nil, true, "", "FOOD-LIST-001: changes count from the next month"},
		{"never asked", nil, true, voucher.Yes, voucher.BySMS, noon, nil, false, "not-asked", "FOOD-NOTICE-002: the owner is asked"},
		{"not on the list", nil, false, voucher.Yes, voucher.BySMS, noon, nil, false, "not-listed", "FOOD-ELIGIBILITY-001"},
		{"in the app", asked(), true, voucher.Yes, voucher.ByMobile, noon, nil, false, "channel-closed", "F36: by SMS"},
		{"in the app, where that is the way", asked(), true, voucher.Yes, voucher.ByMobile, noon, inApp, true, "", "F36 in_the_app"},
		{"by SMS, where the app is the way", asked(), true, voucher.Yes, voucher.BySMS, noon, inApp, false, "channel-closed", "F36 in_the_app"},
		{"at a centre", asked(), true, voucher.Yes, voucher.ByCentre, noon, nil, false, "channel-closed", "F36: by SMS"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			credit, r := termsAt(t, row.at.Day(), row.choices...).Reply(row.wallet, row.listed, row.answer, row.by, row.at)
			if credit != row.credit || reason(r) != row.want {
				t.Errorf("Reply = %t, %q, want %t, %q\n%s", credit, reason(r), row.credit, row.want, row.why)
			}
		})
	}
}

func TestReplyOutsideThePilot(t *testing.T) {
	w := asked()
	w.Until = voucher.At(2026, 6, 1, 0, 0, 0)
	end := voucher.At(2026, 5, 2, 0, 0, 0)
	for at, want := range map[voucher.Instant]string{end.Plus(-voucher.Second): "", end: "outside-period", end.Plus(voucher.Second): "outside-period"} {
		if _, r := termsAt(t, at.Day()).Reply(w, true, voucher.Yes, voucher.BySMS, at); reason(r) != want {
			t.Errorf("Reply at %s = %q, want %q\nFOOD-PERIOD-002: no crediting after 1 May", at, reason(r), want)
		}
	}
}

func TestAnswerThatCounts(t *testing.T) {
	no := asked()
	no.Answer = voucher.No
	for _, row := range []struct {
		name   string
		wallet *food.Wallet
		answer voucher.Answer
		want   voucher.Answer
		why    string
	}{
		{"first no", asked(), voucher.No, voucher.No, "FOOD-CONSENT-003"},
		{"yes after no", no, voucher.Yes, voucher.Yes, "FOOD-CONSENT-003"},
		{"malformed after no", no, voucher.Malformed, voucher.No, "a malformed reply is none"},
		{"no after crediting", credited(), voucher.No, voucher.Yes, "FOOD-CONSENT-003: changes nothing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := food.Counts(row.wallet, row.answer); got != row.want {
				t.Errorf("Counts = %s, want %s\n%s", got, row.want, row.why)
			}
		})
	}
}

func TestActivate(t *testing.T) {
	waiting := asked()
	waiting.Credit(1, 100, false)
	end := voucher.At(2026, 3, 1, 0, 0, 0)
	for _, row := range []struct {
		name   string
		wallet *food.Wallet
		at     voucher.Instant
		want   string
		why    string
	}{
		{"credited", waiting, end.Plus(-voucher.Second), "", "F10 two_step: to the month's end"},
		{"at the month's end", waiting, end, "not-credited", "FOOD-EXPIRY-002: the month is over"},
		{"a second after", waiting, end.Plus(voucher.Second), "not-credited", "FOOD-EXPIRY-002: the month is over"},
		{"active", credited(), end.Plus(-voucher.Second), "already-activated", "once"},
		{"not credited", asked(), end.Plus(-voucher.Second), "not-credited", "FOOD-CONSENT-001: consent comes first"},
		{"no wallet", nil, end.Plus(-voucher.Second), "not-credited", "FOOD-NOTICE-001: never asked"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(termsAt(t, row.at.Day(), "F10", "two_step").Activate(row.wallet, row.at)); got != row.want {
				t.Errorf("Activate = %q, want %q\n%s", got, row.want, row.why)
			}
		})
	}
	if termsAt(t, february, "F10", "two_step").ActiveAtOnce() || !termsAt(t, february).ActiveAtOnce() {
		t.Errorf("a voucher is active at once under two_step, or is not by default\nF10")
	}
}

func TestEnds(t *testing.T) {
	waiting := asked()
	waiting.Credit(1, 100, false)
	spent := credited()
	spent.Spend(spent.Balance)
	for _, row := range []struct {
		name   string
		wallet *food.Wallet
		amount voucher.Money
		why    voucher.Cause
		ok     bool
	}{
		{"not credited", asked(), 0, 0, false},
		{"not activated", waiting, 100, voucher.NeverUsed, true},
		{"unspent", credited(), 1_730_000, voucher.LeftUnused, true},
		{"spent", spent, 0, voucher.LeftUnused, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			amount, why, ok := food.Ends(row.wallet)
			if amount != row.amount || why != row.why || ok != row.ok {
				t.Errorf("Ends = %s, %s, %t, want %s, %s, %t\nFOOD-EXPIRY-002", amount, why, ok, row.amount, row.why, row.ok)
			}
		})
	}
}

func TestAsks(t *testing.T) {
	listed := food.Listing{Owner: 1, Residence: kokshetau, Members: 1, Listed: true}
	february, january := voucher.MonthOf(2026, 2), voucher.MonthOf(2026, 1)
	day := voucher.Date(2026, 2, 5)
	for _, row := range []struct {
		name  string
		terms *food.Terms
		l     food.Listing
		asked voucher.Month
		want  bool
		why   string
	}{
		{"listed", termsAt(t, day), listed, 0, true, "FOOD-NOTICE-001"},
		{"asked last month", termsAt(t, day), listed, january, true, "FOOD-NOTICE-001: every month"},
		{"asked this month", termsAt(t, day), listed, february, false, "FOOD-NOTICE-002: one SMS"},
		{"not listed", termsAt(t, day), food.Listing{}, 0, false, "FOOD-ELIGIBILITY-001"},
		{"city left the pilot", termsIn(t, kostanay, day), listed, 0, false, "FOOD-TERRITORY-001"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.terms.Asks(&row.l, row.asked, february); got != row.want {
				t.Errorf("Asks = %t, want %t\n%s", got, row.want, row.why)
			}
		})
	}
}

func TestReminds(t *testing.T) {
	no, again := asked(), asked()
	no.Answer, again.Reminded = voucher.No, true
	for _, row := range []struct {
		name   string
		wallet *food.Wallet
		want   bool
	}{{"no answer", asked(), true}, {"a no", no, false}, {"credited", credited(), false}, {"reminded", again, false}} {
		if got := food.Reminds(row.wallet); got != row.want {
			t.Errorf("%s: Reminds = %t, want %t\nF31 once", row.name, got, row.want)
		}
	}
}
