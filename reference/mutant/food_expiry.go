package mutant

import (
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var foodExpiry = []Mutant{
	{
		ID: "food-expires-a-second-early", Requirement: "FOOD-EXPIRY-001", Also: breaks("BOTH-TIME-001"),
		Title: voucher.Text{En: "the month's last second does not count", Ru: "последняя секунда месяца уже не считается", Kk: "айдың соңғы секунды есептелмейді"},
		build: rule(func(w *World, r *reference.Rules) { validUntil(w, r, -voucher.Second) }),
	},
	{
		ID: "food-valid-a-day-into-the-next-month", Requirement: "FOOD-EXPIRY-001", Also: breaks("FOOD-EXPIRY-002", "BOTH-TIME-003"),
		Title: voucher.Text{En: "a voucher is good for one day of the next month", Ru: "ваучер действует ещё один день следующего месяца", Kk: "ваучер келесі айдың тағы бір күні жарамды"},
		build: annulled(func(right func(voucher.Day) voucher.Month, d voucher.Day) voucher.Month { return right(d - 1) }, day),
	},
	{
		ID: "food-annulled-a-day-early", Requirement: "FOOD-EXPIRY-002", Also: breaks("FOOD-EXPIRY-001"),
		Title: voucher.Text{En: "what is left is annulled when the month's last day begins", Ru: "остаток аннулируется с началом последнего дня месяца", Kk: "қалдықтың күші айдың соңғы күні басталғанда жойылады"},
		build: annulled(func(right func(voucher.Day) voucher.Month, d voucher.Day) voucher.Month {
			return max(right(d), right(d+1))
		}, 0),
	},
	{
		ID: "food-nothing-annulled", Requirement: "FOOD-EXPIRY-002", Also: breaks("FOOD-FORM-001"),
		Title: voucher.Text{En: "what is left is never annulled", Ru: "остаток никогда не аннулируется", Kk: "қалдықтың күші ешқашан жойылмайды"},
		build: rule(func(w *World, r *reference.Rules) {
			right := r.Food.Ends
			r.Food.Ends = func(wallet *food.Wallet) (voucher.Money, voucher.Cause, bool) {
				_, _, ends := right(wallet)
				w.differs(ends)
				return 0, 0, false
			}
		}),
	},
	{
		ID: "food-balance-carried-over", Requirement: "FOOD-EXPIRY-002", Also: breaks("FOOD-EXPIRY-001", "FOOD-CREDIT-001"),
		Title: voucher.Text{En: "what is left is added to the next month's voucher", Ru: "остаток добавляется к ваучеру следующего месяца", Kk: "қалдық келесі айдың ваучеріне қосылады"},
		build: event(balanceCarried),
	},
	{
		ID: "food-rest-given-as-change", Requirement: "FOOD-FORM-001", Also: breaks("FOOD-PURCHASE-002"),
		Title: voucher.Text{En: "the till gives out in money what is left on the voucher", Ru: "касса выдаёт остаток ваучера деньгами", Kk: "касса ваучердің қалдығын ақшалай береді"},
		build: sold(func(_ *food.Terms, s *food.Sale, b *food.Bill, r *voucher.Refusal) *voucher.Refusal {
			if r != nil || b.Balance == 0 {
				return r
			}
			for i := range s.Lines {
				if l := &s.Lines[i]; l.Eligible {
					l.Discount += b.Balance
					b.Discount, b.Paid, b.Balance = b.Discount+b.Balance, b.Paid-b.Balance, 0
					break
				}
			}
			return nil
		}),
	},
	{
		ID: "food-return-paid-in-cash", Requirement: "FOOD-FORM-001", Also: breaks("FOOD-REFUND-001"),
		Title: voucher.Text{En: "a return pays the discount's part out in cash", Ru: "при возврате часть скидки выдаётся наличными", Kk: "қайтару кезінде жеңілдік бөлігі қолма-қол беріледі"},
		build: rule(returnInCash),
	},
}

// validUntil decides sales and codes on a voucher that is valid longer, or less.
func validUntil(w *World, r *reference.Rules, longer int64) {
	saleDecided(w, r, func(_ *food.Terms, s *food.Sale) {
		if s.Wallet != nil {
			s.Wallet.Until = s.Wallet.Until.Plus(longer)
		}
	})
	show := r.Food.Show
	r.Food.Show = func(t *food.Terms, wallet *food.Wallet, now voucher.Instant) *voucher.Refusal {
		if wallet == nil {
			return show(t, wallet, now)
		}
		other := *wallet
		other.Until = other.Until.Plus(longer)
		return w.choose(show(t, wallet, now), show(t, &other, now))
	}
}

// annulled moves the day on which a month's vouchers are annulled, and the end
// of their validity by as much. They are booked on the day that has just ended.
func annulled(due func(right func(voucher.Day) voucher.Month, d voucher.Day) voucher.Month, longer int64) build {
	b := build{way: Rule, twin: true}
	b.inside = func(w *World, r *reference.Rules, _ *voucher.Setup) filter {
		quiet := &World{} // the twin counts
		if longer != 0 {
			validUntil(quiet, r, longer)
		}
		dueAt := r.Food.DueAt
		r.Food.DueAt = func(t *food.Terms, d voucher.Day) food.Due {
			all := dueAt(t, d)
			all.Annul = due(func(d voucher.Day) voucher.Month { return dueAt(t, d).Annul }, d)
			return all
		}
		return func(e voucher.Event, pass func(voucher.Event)) {
			if e.Kind == voucher.FoodVoucherAnnulled {
				e.Day = e.At.Day() - 1
			}
			pass(e)
		}
	}
	return b
}

// balanceCarried adds what was annulled to the family's next credit.
func balanceCarried(w *World) filter {
	left := map[voucher.FamilyID]voucher.Money{}
	return func(e voucher.Event, pass func(voucher.Event)) {
		switch e.Kind {
		case voucher.FoodVoucherAnnulled:
			left[e.Family] = e.Amount
		case voucher.FoodVoucherCredited:
			w.differs(left[e.Family] > 0)
			e.Amount += left[e.Family]
			left[e.Family] = 0
		}
		pass(e)
	}
}

// returnInCash gives the buyer the discount's part of a return.
func returnInCash(w *World, r *reference.Rules) {
	right := r.Food.Return
	r.Food.Return = func(lines []food.SoldLine, asked []voucher.RefundLine, back []voucher.LineSplit) (discount, paid voucher.Money, refusal *voucher.Refusal) {
		discount, paid, refusal = right(lines, asked, back)
		if refusal != nil {
			return 0, 0, refusal
		}
		for i := range back {
			back[i].Discount = 0
		}
		w.differs(discount > 0)
		return 0, paid + discount, nil
	}
}
