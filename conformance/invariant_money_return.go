package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// lastReturn is the first instant at which nothing of a month comes back any
// more (FOOD-PERIOD-002, FOOD-REFUND-001).
func lastReturn(m voucher.Month) voucher.Instant {
	return min((m + 1).Day(keptTo).Start(), foodCloses)
}

// closedTo is the no to a store that wants to take a purchase back, zero where
// there is none. A purchase that was never made is nil.
func (s *saleState) closedTo(store voucher.StoreID, now voucher.Instant) voucher.Reason {
	switch {
	case s == nil:
		return voucher.RecordUnknown
	case s.reversed:
		return voucher.PurchaseReversed
	case s.store != store:
		return voucher.StoreOfAnotherPurchase
	case now >= lastReturn(s.who.month):
		return voucher.RefundClosed
	}
	return 0
}

// refund takes goods that came back (FOOD-REFUND-001).
func (f *foodDiary) refund(w *watch, c *voucher.Refund) {
	s := f.sales[c.Purchase]
	if no := s.closedTo(c.Store, w.now); no != 0 {
		w.broken(noMoreThanTaken, refused(no))
		return
	}
	for _, l := range c.Lines {
		if l.Line < 0 || l.Line >= len(s.lines) || l.Quantity <= 0 {
			w.broken(noMoreThanTaken, "refused", noSuchLine.line("line", l.Line+1, "quantity", l.Quantity))
			return
		}
		s.back[l.Line] += l.Quantity
		entryOf(f.shelf, shelfKey{c.Store, s.lines[l.Line].Goods}).sold -= l.Quantity
	}
	whole := true
	for i, q := range s.back {
		if q > s.lines[i].Quantity {
			w.broken(noMoreThanTaken, refused(voucher.MoreThanBought), inLine.line("line", i+1))
		}
		whole = whole && q == s.lines[i].Quantity
	}
	f.cameBack(w, s, voucher.Refunded, c.Purchase)
	if s.amountBack > s.amount || s.paidBack > s.paid || (whole && (s.amountBack != s.amount || s.paidBack != s.paid)) {
		w.broken(noMoreThanTaken, returnsGiveBack.line("amount", s.amount, "paid", s.paid))
	}
}

// reverse takes a purchase that was taken back by its key (FOOD-REVERSAL-001).
func (f *foodDiary) reverse(w *watch, c *voucher.Reverse) {
	id := f.under[saleKey{c.Store, c.Of}]
	s := f.sales[id]
	if no := s.closedTo(c.Store, w.now); no != 0 {
		w.broken(reversedOnce, refused(no))
		return
	}
	for i := range s.lines {
		entryOf(f.shelf, shelfKey{c.Store, s.lines[i].Goods}).sold -= s.lines[i].Quantity - s.back[i]
		s.back[i] = s.lines[i].Quantity
	}
	s.reversed = true
	f.cameBack(w, s, voucher.ReversalBooked, id)
	if s.amountBack != s.amount || s.paidBack != s.paid {
		w.broken(reversedOnce, reversalGivesRest.line("amount", s.amount, "paid", s.paid))
	}
}

// cameBack books what comes back: to the balance in the month, to the programme
// after it.
func (f *foodDiary) cameBack(w *watch, s *saleState, k voucher.EventKind, id voucher.PurchaseID) {
	r := &w.entry.Outcome.Result
	if r.Amount < 0 || r.Paid < 0 {
		w.broken(noMoreThanTaken, nothingNegative.line())
	}
	s.amountBack += r.Amount
	s.paidBack += r.Paid
	wallet := entryOf(f.wallets, s.who)
	day := f.day(w)
	switch late := w.now.Month() > s.who.month; {
	case late:
		wallet.recovered += r.Amount
		day.Recovered += r.Amount
	case k == voucher.Refunded:
		wallet.spent -= r.Amount
		day.Restored += r.Amount
	default:
		wallet.spent -= r.Amount
		day.Reversed += r.Amount
	}
	if k == voucher.Refunded {
		day.Refunds++
	} else {
		day.Reversals++
	}
	entryOf(f.till, storeDay{s.store, w.now.Day()}).Returned += r.Amount
	if r.Balance != wallet.left() {
		w.broken(noMoreThanTaken, "balance="+wallet.left().String(), asAnswered.line())
	}
	f.operation(w, wallet, k, s.store, id, r.Amount)
}
