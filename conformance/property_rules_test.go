package conformance_test

import (
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// wrongRule is a reference that decides wrongly in one way.
type wrongRule struct {
	name        string
	requirement voucher.RequirementID // that it breaks
	change      func(*reference.Rules)
}

// world makes worlds that decide by the wrong rule.
func (w *wrongRule) world() voucher.World {
	rules := reference.StandardRules()
	w.change(&rules)
	return reference.World{Rules: &rules}
}

var refuseNothing = func(reason voucher.Reason) func(*voucher.Refusal) *voucher.Refusal {
	return func(r *voucher.Refusal) *voucher.Refusal {
		if r != nil && r.Reason == reason {
			return nil
		}
		return r
	}
}

// wrongRules are wrong in one way each, over the chapters of both programmes.
var wrongRules = []wrongRule{
	{"the window opens a second late", "GAS-WINDOW-001", moved(voucher.Second, 0)},
	{"the window closes a second early", "GAS-WINDOW-001", moved(0, -voucher.Second)},
	{"the window closes a day late", "GAS-WINDOW-001", moved(0, voucher.DayLength)},
	{"the list goes a day late", "GAS-DISPATCH-001", func(r *reference.Rules) {
		r.Gas.DispatchDue = func(t *gas.Terms, m voucher.Month) voucher.Instant { return t.DispatchDue(m).Plus(voucher.DayLength) }
	}},
	{"the question goes out a day late", "GAS-NOTICE-002", func(r *reference.Rules) {
		r.Gas.NoticeDue = func(t *gas.Terms, m voucher.Month) voucher.Instant { return t.NoticeDue(m).Plus(voucher.DayLength) }
	}},
	{"the reminder comes after six days", "GAS-REMINDER-001", func(r *reference.Rules) {
		r.Gas.ReminderDue = func(t *gas.Terms, sent voucher.Instant) voucher.Instant {
			return t.ReminderDue(sent).Plus(-voucher.DayLength)
		}
	}},
	{"whoever answered is reminded", "GAS-REMINDER-001", func(r *reference.Rules) {
		r.Gas.Reminds = func(t *gas.Terms, c *gas.Claim, _ voucher.Instant) bool {
			return c.Asked != 0 && int(c.Reminders) < t.ReminderCount
		}
	}},
	{"the list stays open", "GAS-LIST-002", func(r *reference.Rules) {
		r.Gas.Update = func(*gas.Terms, voucher.Instant) (bool, *voucher.Refusal) { return false, nil }
	}},
	{"a drop takes an activated voucher", "GAS-LIST-003", func(r *reference.Rules) {
		r.Gas.Drops = func(v gas.Voucher) bool { return v.State != voucher.Closed }
	}},
	{"a no is not final", "GAS-CONSENT-002", answered(func(c *gas.Claim, _ *gas.Voucher, a voucher.Answer) (gas.Effect, bool) {
		return gas.Opens, c.Answer == voucher.No && a == voucher.Yes
	})},
	{"a no closes nothing", "GAS-CONSENT-002", answered(func(_ *gas.Claim, _ *gas.Voucher, a voucher.Answer) (gas.Effect, bool) {
		return gas.Nothing, a == voucher.No
	})},
	{"a malformed reply is a yes", "GAS-CONSENT-005", answered(func(_ *gas.Claim, v *gas.Voucher, a voucher.Answer) (gas.Effect, bool) {
		return gas.Opens, a == voucher.Malformed && v.State == voucher.NoVoucher
	})},
	{"a taken account is not looked at when entered", "GAS-ACCOUNT-002", func(r *reference.Rules) {
		r.Gas.EnterAccount = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
			return refuseNothing(voucher.AccountTaken)(t.EnterAccount(a))
		}
	}},
	{"a taken account is confirmed", "GAS-ACCOUNT-001", func(r *reference.Rules) {
		r.Gas.Confirm = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
			return refuseNothing(voucher.AccountTaken)(t.Confirm(a))
		}
	}},
	{"the offer is skipped", "GAS-OFFER-001", func(r *reference.Rules) {
		r.Gas.Confirm = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
			return refuseNothing(voucher.StepOutOfOrder)(t.Confirm(a))
		}
	}},
	{"any account is known", "GAS-ACCOUNT-003", func(r *reference.Rules) {
		r.Gas.AcceptOffer = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
			a.Account.Known, a.Down = true, false
			return t.AcceptOffer(a)
		}
	}},
	{"a month is charged before its list", "GAS-BILL-001", func(r *reference.Rules) {
		r.Gas.MayCharge = func(t *gas.Terms, a *gas.Account, l *gas.List, m voucher.Month, v voucher.Volume, listed, charged bool) *voucher.Refusal {
			return refuseNothing(voucher.ListNotReceived)(t.MayCharge(a, l, m, v, listed, charged))
		}
	}},
	{"a discount for everybody", "GAS-BILL-003", func(r *reference.Rules) {
		r.Gas.Charge = func(t *gas.Tariff, v voucher.Volume, _ *gas.Voucher) gas.Bill {
			return t.Charge(v, &gas.Voucher{Class: voucher.Boiler})
		}
	}},
	{"nothing is annulled", "FOOD-EXPIRY-002", func(r *reference.Rules) {
		r.Food.Ends = func(*food.Wallet) (voucher.Money, voucher.Cause, bool) { return 0, 0, false }
	}},
	{"a tiyn more is credited", "FOOD-CREDIT-001", func(r *reference.Rules) {
		r.Food.Face = func(t *food.Terms, members uint32) voucher.Money { return t.Face(members) + 1 }
	}},
	{"a fifth member does not count", "FOOD-CREDIT-001", func(r *reference.Rules) {
		r.Food.Face = func(t *food.Terms, members uint32) voucher.Money { return t.Face(min(members, 4)) }
	}},
	{"any reply is a yes", "FOOD-CONSENT-001", func(r *reference.Rules) {
		r.Food.Reply = func(t *food.Terms, w *food.Wallet, listed bool, _ voucher.Answer, by voucher.Channel, now voucher.Instant) (bool, *voucher.Refusal) {
			return t.Reply(w, listed, voucher.Yes, by, now)
		}
	}},
	{"codes never run out", "FOOD-QR-001", sold(func(s *food.Sale, c *food.Code) { c.Until = s.Now + 1 })},
	{"codes are used twice", "FOOD-QR-001", sold(func(_ *food.Sale, c *food.Code) { c.Used = false })},
	{"suspended stores sell", "FOOD-PURCHASE-001", func(r *reference.Rules) {
		r.Food.Purchase = func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal) {
			state, sale := *s.State, *s
			state.Suspended = false
			sale.State = &state
			bill, refusal := t.Purchase(&sale)
			return bill, refusal
		}
	}},
	{"the ceiling is not looked at", "FOOD-TRACE-002", func(r *reference.Rules) {
		r.Food.Purchase = func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal) {
			free := *t
			free.Markup = 1_000_000_000
			return free.Purchase(s)
		}
	}},
	{"returns are taken a day too long", "FOOD-REFUND-001", func(r *reference.Rules) {
		r.Food.Refund = func(t *food.Terms, p *food.Sold, w *food.Wallet, s voucher.StoreID, now voucher.Instant) (bool, *voucher.Refusal) {
			longer := *t
			longer.RefundDays++
			return longer.Refund(p, w, s, now)
		}
	}},
	{"more comes back than was bought", "FOOD-REFUND-001", func(r *reference.Rules) {
		r.Food.Return = func(sold []food.SoldLine, lines []voucher.RefundLine, back []voucher.LineSplit) (voucher.Money, voucher.Money, *voucher.Refusal) {
			discount, paid, refusal := food.Return(sold, lines, back)
			return 2 * discount, paid, refusal
		}
	}},
	{"the question goes out twice", "FOOD-NOTICE-002", func(r *reference.Rules) {
		r.Food.DueAt = func(t *food.Terms, day voucher.Day) food.Due {
			due := t.DueAt(day)
			if day.OfMonth() == 6 && t.Running(day.Start()) == nil {
				due.Notice = day.Month()
			}
			return due
		}
		r.Food.Asks = func(t *food.Terms, l *food.Listing, _, m voucher.Month) bool { return t.Asks(l, 0, m) }
	}},
	{"a loan is paid out twice", "FOOD-LOAN-001", func(r *reference.Rules) {
		r.Food.Disburse = func(l *food.Loan, body voucher.Territory, s *food.Store) *voucher.Refusal {
			return refuseNothing(voucher.LoanDisbursed)(food.Disburse(l, body, s))
		}
	}},
	{"a tiyn too much is repaid", "FOOD-LOAN-001", func(r *reference.Rules) {
		r.Food.Repay = func(l *food.Loan, amount voucher.Money) *voucher.Refusal {
			if amount == l.Outstanding()+1 {
				return nil
			}
			return food.Repay(l, amount)
		}
	}},
	{"anybody rates", "FOOD-FEEDBACK-001", func(r *reference.Rules) {
		r.Food.Rate = func(_ bool, score uint8) *voucher.Refusal { return food.Rate(true, score) }
	}},
	{"the past is corrected", "FOOD-ADJUSTMENT-001", func(r *reference.Rules) {
		r.Adjust = func(s *voucher.Setting, today voucher.Day) *voucher.Refusal { return food.Adjust(s, today-1) }
	}},
}

// moved moves the ends of the window.
func moved(from, to int64) func(*reference.Rules) {
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

// answered answers as the rules do, but for the cases that wrong claims.
func answered(wrong func(*gas.Claim, *gas.Voucher, voucher.Answer) (gas.Effect, bool)) func(*reference.Rules) {
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

// sold decides a purchase on a changed copy of its code.
func sold(change func(*food.Sale, *food.Code)) func(*reference.Rules) {
	return func(r *reference.Rules) {
		r.Food.Purchase = func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal) {
			if s.Code == nil {
				return t.Purchase(s)
			}
			c, sale := *s.Code, *s
			change(&sale, &c)
			sale.Code = &c
			return t.Purchase(&sale)
		}
	}
}
