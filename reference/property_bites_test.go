package reference_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// collector is a court that keeps the first violation instead of failing.
type collector struct{}

// violation is what stops a life before a collector.
type violation string

func (collector) Helper()             {}
func (collector) Logf(string, ...any) {}
func (collector) Fatalf(format string, args ...any) {
	panic(violation(fmt.Sprintf(format, args...)))
}

// brokenLife draws a life under other rules and returns the first violation, or
// what the rules themselves panicked with; "" for none.
func brokenLife(change func(*reference.Rules)) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) (found string) {
		defer func() {
			switch r := recover().(type) {
			case nil:
			case violation:
				found = string(r)
			case string:
				found = r
			case error:
				found = r.Error()
			default:
				panic(r) // rapid's own
			}
		}()
		rules := reference.StandardRules()
		change(&rules)
		l := newCountry(t, collector{}, rules)
		l.live(t, func(_ *rapid.T, l *country) {
			l.moneyIsConserved()
			l.vouchersHaveConsent()
		})
		l.to(max(l.machine.Now(), (l.machine.Now().Month() + 1).Day(2).Start()))
		l.moneyIsConserved()
		return ""
	})
}

// wrongMutants are mutants of the catalogue that lives alone stop, without a word
// of what has to be answered.
var wrongMutants = []string{
	"gas-provider-must-be-of-the-residence", "gas-residence-unchecked", "gas-anybody-may-consent", "gas-no-ground-needed",
	"gas-list-closes-a-second-early", "gas-list-closes-a-second-late", "gas-drop-leaves-the-voucher", "gas-drop-takes-an-activated-voucher",
	"gas-update-asks-again", "gas-update-asks-nobody", "gas-asks-before-the-7th", "gas-question-to-the-dropped", "gas-standing-list-forgotten",
	"gas-reminder-after-an-answer", "gas-reminder-to-the-dropped", "gas-consent-before-the-question", "gas-consent-after-the-29th",
	"gas-consent-closes-a-second-late", "gas-second-activation-in-the-month", "gas-window-closes-a-second-early",
	"gas-window-closes-a-second-late", "gas-window-opens-a-second-late", "gas-february-runs-into-march", "gas-two-vouchers-on-one-account",
	"gas-outage-counts-as-known", "gas-unknown-account-accepted", "gas-offer-skipped",
	"gas-list-a-day-early", "gas-list-a-day-late", "gas-february-list-before-the-window-closes", "gas-charged-before-the-list",
	"gas-unlisted-account-discounted", "gas-no-volume-still-discounted", "food-question-twice", "food-half-after-a-no",
	"food-one-member-uncounted", "food-valid-a-day-into-the-next-month", "food-annulled-a-day-early", "food-nothing-annulled",
	"food-rest-given-as-change", "food-code-never-expires", "food-code-used-twice", "food-store-outside-the-pilot-joins",
	"food-return-after-the-month-restores", "food-return-in-the-month-not-restored", "food-buyer-pays-the-shelf-price",
	"both-list-an-hour-early", "both-reminder-an-hour-early", "both-reminder-on-the-day-after",
}

// wrongRule decides wrongly in one way.
type wrongRule struct {
	name   string
	change func(*reference.Rules)
}

// wrongRules are wrong in ways that no mutant has.
var wrongRules = []wrongRule{
	{"people are asked again", func(r *reference.Rules) { r.Gas.MayAsk = func(c *gas.Claim) bool { return c.Listed } }},
	{"half is annulled", func(r *reference.Rules) {
		r.Food.Ends = func(w *food.Wallet) (voucher.Money, voucher.Cause, bool) {
			amount, why, ok := food.Ends(w)
			return amount / 2, why, ok
		}
	}},
	{"the balance is not looked at", func(r *reference.Rules) {
		r.Food.Purchase = func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal) {
			if s.Wallet != nil {
				w := *s.Wallet
				w.Balance += 1_000_000_00
				sale := *s
				sale.Wallet = &w
				return t.Purchase(&sale)
			}
			return t.Purchase(s)
		}
	}},
	{"a purchase is reversed twice", func(r *reference.Rules) {
		r.Food.Reverse = func(t *food.Terms, p *food.Sold, w *food.Wallet, now voucher.Instant) (bool, *voucher.Refusal) {
			again := *p
			again.Reversed = false
			return t.Reverse(&again, w, now)
		}
		r.Food.Rest = func(sold []food.SoldLine) (discount, paid voucher.Money) {
			for i := range sold {
				discount += sold[i].Discount
				paid += sold[i].Paid
			}
			return discount, paid
		}
	}},
	{"more comes back than was bought", func(r *reference.Rules) {
		r.Food.Return = func(sold []food.SoldLine, lines []voucher.RefundLine, back []voucher.LineSplit) (voucher.Money, voucher.Money, *voucher.Refusal) {
			discount, paid, refusal := food.Return(sold, lines, back)
			return 2 * discount, paid, refusal
		}
	}},
}

// TestLivesBite judges the judge: under a rule that is wrong in one way a life
// of the country is soon stopped; under the right ones, never.
func TestLivesBite(t *testing.T) {
	const most = 1500
	for seed := range 100 {
		if found := brokenLife(func(*reference.Rules) {}).Example(seed); found != "" {
			t.Fatalf("life %d under the right rules was stopped: %s", seed, found)
		}
	}
	all := slices.Clone(wrongRules)
	for _, id := range wrongMutants {
		m, _ := mutant.Lookup(id)
		if _, ok := m.Rules(); !ok {
			t.Fatalf("%s is no mutant of the way Rule", id)
		}
		all = append(all, wrongRule{id, func(r *reference.Rules) { *r, _ = m.Rules() }})
	}
	for _, wrong := range all {
		t.Run(wrong.name, func(t *testing.T) {
			life := brokenLife(wrong.change)
			for seed := range most {
				if found := life.Example(seed); found != "" {
					t.Logf("life %d: %s", seed, found)
					return
				}
			}
			t.Errorf("no life of %d was stopped\na property that lets this pass does not bite", most)
		})
	}
}
