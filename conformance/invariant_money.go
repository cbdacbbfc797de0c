package conformance

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// code takes a QR code that was shown or scanned (FOOD-QR-001).
func (f *foodDiary) code(w *watch, cmd voucher.Command) {
	r := &w.entry.Outcome.Result
	switch c := cmd.(type) {
	case *voucher.ShowCode:
		life := w.number(voucher.FoodCodeLifetime, voucher.Country, w.now.Day()) * voucher.Second
		if r.Expires <= w.now || r.Expires > w.now.Plus(life) {
			w.broken(codesOnce, codeLifetime.line("n", life/voucher.Second))
		}
		if f.codes[r.Code] != nil || r.Code == (voucher.QR{}) {
			w.broken(codesOnce, codeNew.line())
		}
		f.codes[r.Code] = &codeState{family: c.Family, store: c.Store, until: r.Expires}
		if c.Actor.Role == voucher.Citizen {
			f.codes[r.Code].store = 0
			f.newest[c.Family] = r.Code
		} else {
			f.codes[r.Code].family = 0
		}
	case *voucher.ScanCode:
		code := f.codes[c.Code]
		switch {
		case code == nil:
			w.broken(codesOnce, refused(voucher.CodeUnknown))
			return
		case code.used:
			w.broken(codesOnce, refused(voucher.CodeUsed))
			return
		case code.family != 0:
			w.broken(codesOnce, "refused", codeBound.line())
			return
		case w.now >= code.until:
			w.broken(codesOnce, refused(voucher.CodeExpired), codeUntil.line("at", code.until))
			return
		}
		code.family, f.newest[c.Family] = c.Family, c.Code
	}
}

// purchase takes a basket that was sold.
func (f *foodDiary) purchase(w *watch, c *voucher.Purchase) {
	r := &w.entry.Outcome.Result
	code := f.codes[c.Code]
	if code == nil {
		w.broken(codesOnce, refused(voucher.CodeUnknown))
		return
	}
	if wrong := f.unfit(w, c, code); wrong != nil {
		w.broken(codesOnce, wrong...)
	}
	code.used = true
	f.seller(w, c)
	who := familyMonth{code.family, w.now.Month()}
	wallet := f.wallet(w, code.family)
	switch {
	case w.now < foodOpens || who.month > foodLast:
		w.broken(itsMonthOnly, refused(voucher.OutsidePeriod))
	case !wallet.credited:
		w.broken(itsMonthOnly, refused(voucher.NotCredited), voucherOfMonth.line("month", who.month, "family", code.family))
	}
	if wallet.credited && !wallet.active {
		w.broken(itsMonthOnly, refused(voucher.NotActivated))
	}
	if w.is(voucher.F27) && len(wallet.members) > 0 && f.inPilot(c.Store) && f.setup.Stores[c.Store-1].Territory != wallet.residence {
		w.broken(pilotStores, refused(voucher.StoreOfAnotherCity))
	}
	base := f.lines(w, c, r)
	f.discount(w, wallet, base, r)
	for _, l := range c.Lines {
		entryOf(f.shelf, shelfKey{c.Store, l.Goods}).sold += l.Quantity
	}
	wallet.spent += r.Amount
	if r.Balance != wallet.left() {
		w.broken(noMoreThanLeft, "balance="+wallet.left().String(), asAnswered.line())
	}
	f.operation(w, wallet, voucher.Purchased, c.Store, r.Purchase, r.Amount)
	f.sales[r.Purchase] = &saleState{store: c.Store, who: who, lines: slices.Clone(r.Lines), back: make([]voucher.Quantity, len(r.Lines)), amount: r.Amount, paid: r.Paid}
	f.under[saleKey{c.Store, c.Key}] = r.Purchase
	day, till := f.day(w), entryOf(f.till, storeDay{c.Store, w.now.Day()})
	day.Purchases++
	day.Discounts += r.Amount
	day.Paid += r.Paid
	till.Purchases++
	till.Discounts += r.Amount
	till.Paid += r.Paid
}

// unfit is the no to a purchase with a code that is not good for it, nil for one
// that is.
func (f *foodDiary) unfit(w *watch, c *voucher.Purchase, code *codeState) []string {
	switch {
	case code.used:
		return []string{refused(voucher.CodeUsed)}
	case f.newest[code.family] != c.Code:
		return []string{refused(voucher.CodeReplaced)}
	case code.store != 0 && code.store != c.Store:
		return []string{"refused", codeBound.line()}
	case w.now >= code.until && !c.Offline:
		return []string{refused(voucher.CodeExpired), codeUntil.line("at", code.until)}
	}
	return nil
}

// operation notes a line of the wallet's history.
func (f *foodDiary) operation(w *watch, wallet *foodWallet, k voucher.EventKind, s voucher.StoreID, p voucher.PurchaseID, amount voucher.Money) {
	wallet.operations = append(wallet.operations, voucher.Operation{At: w.now, Kind: k, Store: s, Purchase: p, Amount: amount, Balance: wallet.left()})
}

// seller holds a purchase to who may sell (FOOD-PURCHASE-001, -003,
// FOOD-STORE-002).
func (f *foodDiary) seller(w *watch, c *voucher.Purchase) {
	s := entryOf(f.stores, c.Store)
	switch {
	case !s.in:
		w.broken(participatingStores, refused(voucher.StoreNotParticipating))
	case s.suspended:
		w.broken(participatingStores, refused(voucher.StoreSuspended))
	case !s.integrated:
		w.broken(participatingStores, refused(voucher.TillNotIntegrated))
	case !f.inPilot(c.Store):
		w.broken(pilotStores, refused(voucher.StoreOutsideTerritory))
	case c.Offline && !w.is(voucher.F19):
		w.broken(participatingStores, refused(voucher.OfflineNotAllowed))
	}
}

// lines holds the split of a basket line by line, and returns the sum on which
// a discount is computed (FOOD-BASKET-001, FOOD-STORE-001, FOOD-TRACE-001, -002).
func (f *foodDiary) lines(w *watch, c *voucher.Purchase, r *voucher.Result) (base voucher.Money) {
	if len(r.Lines) != len(c.Lines) {
		w.broken(linesAddUp, lineCount.line("n", len(c.Lines)))
		return 0
	}
	edition := w.number(voucher.FoodListEdition, voucher.Country, w.now.Day())
	markup := w.number(voucher.FoodMarkup, voucher.Country, w.now.Day())
	var cost, discount voucher.Money
	taken := map[voucher.GoodsID]voucher.Quantity{}
	for i := range c.Lines {
		l, s := &r.Lines[i], &c.Lines[i]
		shelf := entryOf(f.shelf, shelfKey{c.Store, s.Goods})
		if n := int(s.Goods); n < 1 || n > len(f.setup.Goods) {
			w.broken(linesAddUp, refused(voucher.RecordUnknown), goodsUnknown.line("goods", n))
			return 0
		}
		item := int64(f.setup.Goods[s.Goods-1].Item)
		eligible := item >= 1 && item <= edition && shelf.marked
		cost += s.Quantity.At(s.Price)
		discount += l.Discount
		if l.Goods != s.Goods || l.Quantity != s.Quantity || l.Price != s.Price || l.Cost != s.Quantity.At(s.Price) || l.Discount < 0 || l.Discount > l.Cost {
			w.broken(linesAddUp, lineCost.line("line", i+1, "cost", s.Quantity.At(s.Price)))
		}
		if l.Eligible != eligible || (!eligible && l.Discount != 0) {
			want := lineNotEligible
			if eligible {
				want = lineEligible
			}
			w.broken(listedAndMarked, want.line("line", i+1))
		}
		taken[s.Goods] += s.Quantity
		traced := item != 0 || shelf.delivered != 0
		if eligible && traced && !w.is(voucher.F37) && taken[s.Goods] > shelf.delivered-shelf.sold {
			w.broken(noMoreThanStock, refused(voucher.StockExceeded), stockLeft.line("goods", s.Goods, "left", shelf.delivered-shelf.sold))
		}
		if eligible {
			base += s.Quantity.At(f.capped(s.Price, shelf, markup))
		}
	}
	if discount != r.Amount || cost != r.Amount+r.Paid || r.Paid < 0 || r.Amount <= 0 {
		w.broken(linesAddUp, "paid="+(cost-discount).String(), linesSum.line())
	}
	return base
}

// capped is the price on which a discount is computed: at most the latest
// purchase price and the set markup (FOOD-TRACE-002).
func (f *foodDiary) capped(price voucher.Money, shelf *shelfState, markup int64) voucher.Money {
	if shelf.delivered == 0 {
		return price
	}
	return min(price, shelf.price.ShareDown(ppm+markup, ppm))
}

// discount holds a discount to the balance and to the eligible part of the
// basket (FOOD-PURCHASE-002).
func (f *foodDiary) discount(w *watch, wallet *foodWallet, base voucher.Money, r *voucher.Result) {
	switch {
	case r.Amount > wallet.left() || r.Amount > base:
		w.broken(noMoreThanLeft, discountAtMost.line("left", wallet.left(), "eligible", base))
	case !w.is(voucher.F01) && r.Amount != min(wallet.left(), base):
		w.broken(noMoreThanLeft, "amount="+min(wallet.left(), base).String(), lesserCounts.line("left", wallet.left(), "eligible", base))
	}
}
