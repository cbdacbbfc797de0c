package reference_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
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

// wrongRules are the rules, wrong in one way each.
var wrongRules = []struct {
	name   string
	change func(*reference.Rules)
}{
	{"the window opens a second late", window(voucher.Second, 0)},
	{"the window closes a day late", window(0, voucher.DayLength)},
	{"the window closes a second early", window(0, -voucher.Second)},
	{"the list goes a day late", func(r *reference.Rules) {
		r.Gas.DispatchDue = func(t *gas.Terms, m voucher.Month) voucher.Instant { return t.DispatchDue(m).Plus(voucher.DayLength) }
	}},
	{"the question goes out a day late", func(r *reference.Rules) {
		r.Gas.NoticeDue = func(t *gas.Terms, m voucher.Month) voucher.Instant { return t.NoticeDue(m).Plus(voucher.DayLength) }
	}},
	{"the reminder is due a day early", func(r *reference.Rules) {
		r.Gas.ReminderDue = func(t *gas.Terms, sent voucher.Instant) voucher.Instant {
			return t.ReminderDue(sent).Plus(-voucher.DayLength)
		}
	}},
	{"everybody asked is reminded", func(r *reference.Rules) {
		r.Gas.Reminds = func(*gas.Terms, *gas.Claim, voucher.Instant) bool { return true }
	}},
	{"nobody is reminded", func(r *reference.Rules) {
		r.Gas.Reminds = func(*gas.Terms, *gas.Claim, voucher.Instant) bool { return false }
	}},
	{"the list never closes", func(r *reference.Rules) {
		r.Gas.Update = func(*gas.Terms, voucher.Instant) (bool, *voucher.Refusal) { return false, nil }
	}},
	{"any row is taken", func(r *reference.Rules) {
		r.Gas.CheckRow = func(*voucher.GasListRow, bool) *voucher.Refusal { return nil }
	}},
	{"a drop takes no voucher", func(r *reference.Rules) { r.Gas.Drops = func(gas.Voucher) bool { return false } }},
	{"a drop takes an activated voucher", func(r *reference.Rules) { r.Gas.Drops = func(v gas.Voucher) bool { return v.State != voucher.Closed } }},
	{"an update asks nobody", func(r *reference.Rules) { r.Gas.AsksNow = func(*gas.Terms, voucher.Instant) bool { return false } }},
	{"an update asks at any time", func(r *reference.Rules) { r.Gas.AsksNow = func(*gas.Terms, voucher.Instant) bool { return true } }},
	{"people are asked again", func(r *reference.Rules) { r.Gas.MayAsk = func(c *gas.Claim) bool { return c.Listed } }},
	{"a no is not final", reply(func(c *gas.Claim, _ *gas.Voucher, a voucher.Answer) (gas.Effect, bool) {
		return gas.Opens, c.Answer == voucher.No && a == voucher.Yes
	})},
	{"a no closes nothing", reply(func(_ *gas.Claim, _ *gas.Voucher, a voucher.Answer) (gas.Effect, bool) {
		return gas.Nothing, a == voucher.No
	})},
	{"a no after activation closes", reply(func(_ *gas.Claim, v *gas.Voucher, a voucher.Answer) (gas.Effect, bool) {
		return gas.Closes, a == voucher.No && v.State == voucher.Active
	})},
	{"a malformed reply is a yes", reply(func(_ *gas.Claim, v *gas.Voucher, a voucher.Answer) (gas.Effect, bool) {
		return gas.Opens, a == voucher.Malformed && v.State == voucher.NoVoucher
	})},
	{"confirm looks at no duplicate", confirm(func(r voucher.Reason) bool { return r == voucher.AccountTaken })},
	{"confirm looks at no step", confirm(func(r voucher.Reason) bool { return r == voucher.StepOutOfOrder })},
	{"confirm looks at no window", confirm(func(r voucher.Reason) bool { return r == voucher.WindowClosed || r == voucher.WindowNotOpen })},
	{"confirm looks at no consent", confirm(func(r voucher.Reason) bool { return r == voucher.RefusedThisMonth || r == voucher.ConsentMissing })},
	{"any account is known", func(r *reference.Rules) {
		r.Gas.AcceptOffer = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
			a.Account.Known, a.Down = true, false
			return t.AcceptOffer(a)
		}
	}},
	{"a confirmation is undone", func(r *reference.Rules) {
		r.Gas.Cancel = func(_ *gas.Terms, v *gas.Voucher, _ voucher.Instant) *voucher.Refusal {
			if v.State != voucher.Active {
				return voucher.Refuse(voucher.NothingToCancel, "GAS-ACTIVATION-002")
			}
			return nil
		}
	}},
	{"a month is charged before its list", func(r *reference.Rules) {
		r.Gas.MayCharge = func(t *gas.Terms, a *gas.Account, l *gas.List, m voucher.Month, v voucher.Volume, listed, charged bool) *voucher.Refusal {
			return t.MayCharge(a, &gas.List{Acknowledged: 1}, m, v, listed, charged)
		}
	}},
	{"a discount for everybody", func(r *reference.Rules) {
		r.Gas.Charge = func(t *gas.Tariff, v voucher.Volume, _ *gas.Voucher) gas.Bill {
			return t.Charge(v, &gas.Voucher{Class: voucher.Boiler})
		}
	}},

	{"nothing is annulled", func(r *reference.Rules) {
		r.Food.Ends = func(*food.Wallet) (voucher.Money, voucher.Cause, bool) { return 0, 0, false }
	}},
	{"half is annulled", func(r *reference.Rules) {
		r.Food.Ends = func(w *food.Wallet) (voucher.Money, voucher.Cause, bool) {
			amount, why, ok := food.Ends(w)
			return amount / 2, why, ok
		}
	}},
	{"a tiyn more is credited", func(r *reference.Rules) {
		r.Food.Face = func(t *food.Terms, members uint32) voucher.Money { return t.Face(members) + 1 }
	}},
	{"any reply is a yes", func(r *reference.Rules) {
		r.Food.Reply = func(t *food.Terms, w *food.Wallet, listed bool, _ voucher.Answer, by voucher.Channel, now voucher.Instant) (bool, *voucher.Refusal) {
			return t.Reply(w, listed, voucher.Yes, by, now)
		}
	}},
	{"codes live a month", func(r *reference.Rules) {
		r.Food.Purchase = func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal) {
			return purchaseWith(t, s, func(c *food.Code) { c.Until = s.Now + 1 })
		}
	}},
	{"codes are used twice", func(r *reference.Rules) {
		r.Food.Purchase = func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal) {
			return purchaseWith(t, s, func(c *food.Code) { c.Used = false })
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
	{"stores outside take part", func(r *reference.Rules) {
		r.Food.Purchase = func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal) {
			inside := *t
			inside.Pilot = true
			return inside.Purchase(s)
		}
		r.Food.Join = func(*food.Terms) *voucher.Refusal { return nil }
	}},
	{"returns after the month fill the balance", func(r *reference.Rules) {
		r.Food.Refund = func(t *food.Terms, p *food.Sold, w *food.Wallet, s voucher.StoreID, now voucher.Instant) (bool, *voucher.Refusal) {
			_, refusal := t.Refund(p, w, s, now)
			return false, refusal
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
	{"the question goes out twice", func(r *reference.Rules) {
		r.Food.DueAt = func(t *food.Terms, day voucher.Day) food.Due {
			due := t.DueAt(day)
			if day.OfMonth() == 6 && t.Running(day.Start()) == nil {
				due.Notice = day.Month()
			}
			return due
		}
		r.Food.Asks = func(t *food.Terms, l *food.Listing, _, m voucher.Month) bool { return t.Asks(l, 0, m) }
	}},
}

func window(from, to int64) func(*reference.Rules) {
	return func(r *reference.Rules) {
		r.Gas.Window = func(t *gas.Terms, m voucher.Month) (voucher.Instant, voucher.Instant) {
			opens, closes := t.Window(m)
			if opens >= closes {
				return opens, closes
			}
			return opens.Plus(from), closes.Plus(to)
		}
	}
}

// reply answers as the rules do, but for the cases that wrong claims.
func reply(wrong func(*gas.Claim, *gas.Voucher, voucher.Answer) (gas.Effect, bool)) func(*reference.Rules) {
	return func(r *reference.Rules) {
		r.Gas.Reply = func(t *gas.Terms, c *gas.Claim, v *gas.Voucher, a voucher.Answer, by voucher.Channel, now voucher.Instant) (gas.Effect, *voucher.Refusal) {
			effect, refusal := t.Reply(c, v, a, by, now)
			if other, ok := wrong(c, v, a); ok && (refusal == nil || refusal.Reason == voucher.RefusedThisMonth) {
				return other, nil
			}
			return effect, refusal
		}
	}
}

// confirm accepts what the rules refuse for some reasons.
func confirm(passes func(voucher.Reason) bool) func(*reference.Rules) {
	return func(r *reference.Rules) {
		r.Gas.Confirm = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
			if refusal := t.Confirm(a); refusal != nil && !passes(refusal.Reason) {
				return refusal
			}
			return nil
		}
	}
}

// purchaseWith decides a purchase on a changed copy of its code.
func purchaseWith(t *food.Terms, s *food.Sale, change func(*food.Code)) (food.Bill, *voucher.Refusal) {
	if s.Code == nil {
		return t.Purchase(s)
	}
	c, sale := *s.Code, *s
	change(&c)
	sale.Code = &c
	return t.Purchase(&sale)
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
	for _, wrong := range wrongRules {
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
