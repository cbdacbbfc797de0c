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
			w.broken(codesOnce, "a code that is good for %d seconds", life/voucher.Second)
		}
		if f.codes[r.Code] != nil || r.Code == (voucher.QR{}) {
			w.broken(codesOnce, "a code that was never shown before")
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
		if code == nil || code.used || code.family != 0 || w.now >= code.until {
			w.broken(codesOnce, "refused: the code is unknown, used, scanned or out of date")
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
		w.broken(codesOnce, "refused code-unknown (FOOD-QR-001)")
		return
	}
	if code.used || f.newest[code.family] != c.Code || (code.store != 0 && code.store != c.Store) || (w.now >= code.until && !c.Offline) {
		w.broken(codesOnce, "refused: the code is used, replaced, another store's or out of date (until %s)", code.until)
	}
	code.used = true
	f.seller(w, c)
	who := familyMonth{code.family, w.now.Month()}
	wallet := f.wallet(w, code.family)
	if !wallet.credited || w.now < foodOpens || who.month > foodLast {
		w.broken(itsMonthOnly, "refused: family %d has no voucher of %s", code.family, who.month)
	}
	if wallet.credited && !wallet.active {
		w.broken(itsMonthOnly, "refused not-activated (FOOD-EXPIRY-002)")
	}
	if w.is(voucher.F27) && len(wallet.members) > 0 && f.inPilot(c.Store) && f.setup.Stores[c.Store-1].Territory != wallet.residence {
		w.broken(pilotStores, "refused store-of-another-city (FOOD-PURCHASE-003)")
	}
	base := f.lines(w, c, r)
	f.discount(w, wallet, base, r)
	for _, l := range c.Lines {
		entryOf(f.shelf, shelfKey{c.Store, l.Goods}).sold += l.Quantity
	}
	wallet.spent += r.Amount
	if r.Balance != wallet.left() {
		w.broken(noMoreThanLeft, "balance=%s", wallet.left())
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

// operation notes a line of the wallet's history.
func (f *foodDiary) operation(w *watch, wallet *foodWallet, k voucher.EventKind, s voucher.StoreID, p voucher.PurchaseID, amount voucher.Money) {
	wallet.operations = append(wallet.operations, voucher.Operation{At: w.now, Kind: k, Store: s, Purchase: p, Amount: amount, Balance: wallet.left()})
}

// seller holds a purchase to who may sell (FOOD-PURCHASE-001, -003,
// FOOD-STORE-002).
func (f *foodDiary) seller(w *watch, c *voucher.Purchase) {
	s := entryOf(f.stores, c.Store)
	switch {
	case !s.in || s.suspended || !s.integrated:
		w.broken(participatingStores, "refused: takes part %v, suspended %v, tills integrated %v", s.in, s.suspended, s.integrated)
	case !f.inPilot(c.Store):
		w.broken(pilotStores, "refused store-outside-territory (FOOD-PURCHASE-003)")
	case c.Offline && !w.is(voucher.F19):
		w.broken(participatingStores, "refused offline-not-allowed (FOOD-PURCHASE-002)")
	}
}

// lines holds the split of a basket line by line, and returns the sum on which
// a discount is computed (FOOD-BASKET-001, FOOD-STORE-001, FOOD-TRACE-001, -002).
func (f *foodDiary) lines(w *watch, c *voucher.Purchase, r *voucher.Result) (base voucher.Money) {
	if len(r.Lines) != len(c.Lines) {
		w.broken(linesAddUp, "%d lines", len(c.Lines))
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
			w.broken(linesAddUp, "refused: goods %d are not known", n)
			return 0
		}
		item := int64(f.setup.Goods[s.Goods-1].Item)
		eligible := item >= 1 && item <= edition && shelf.marked
		cost += s.Quantity.At(s.Price)
		discount += l.Discount
		if l.Goods != s.Goods || l.Quantity != s.Quantity || l.Price != s.Price || l.Cost != s.Quantity.At(s.Price) || l.Discount < 0 || l.Discount > l.Cost {
			w.broken(linesAddUp, "line %d costs %s and has a discount of at most that", i+1, s.Quantity.At(s.Price))
		}
		if l.Eligible != eligible || (!eligible && l.Discount != 0) {
			w.broken(listedAndMarked, "line %d eligible: %v", i+1, eligible)
		}
		taken[s.Goods] += s.Quantity
		traced := item != 0 || shelf.delivered != 0
		if eligible && traced && !w.is(voucher.F37) && taken[s.Goods] > shelf.delivered-shelf.sold {
			w.broken(noMoreThanStock, "refused stock-exceeded (FOOD-TRACE-001): %s left of goods %d", shelf.delivered-shelf.sold, s.Goods)
		}
		if eligible {
			base += s.Quantity.At(f.capped(s.Price, shelf, markup))
		}
	}
	if discount != r.Amount || cost != r.Amount+r.Paid || r.Paid < 0 || r.Amount <= 0 {
		w.broken(linesAddUp, "lines that add up to the discount, and paid=%s", cost-discount)
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
		w.broken(noMoreThanLeft, "a discount of at most %s left and %s eligible", wallet.left(), base)
	case !w.is(voucher.F01) && r.Amount != min(wallet.left(), base):
		w.broken(noMoreThanLeft, "amount=%s: %s left, %s eligible", min(wallet.left(), base), wallet.left(), base)
	}
}

// lastReturn is the first instant at which nothing of a month comes back any
// more (FOOD-PERIOD-002, FOOD-REFUND-001).
func lastReturn(m voucher.Month) voucher.Instant {
	return min((m + 1).Day(keptTo).Start(), foodCloses)
}

// refund takes goods that came back (FOOD-REFUND-001).
func (f *foodDiary) refund(w *watch, c *voucher.Refund) {
	s := f.sales[c.Purchase]
	if s == nil || s.store != c.Store || s.reversed || w.now >= lastReturn(s.who.month) {
		w.broken(noMoreThanTaken, "refused: no such purchase of store %d can be returned now", c.Store)
		return
	}
	for _, l := range c.Lines {
		if l.Line < 0 || l.Line >= len(s.lines) || l.Quantity <= 0 {
			w.broken(noMoreThanTaken, "refused: line %d of %s", l.Line, l.Quantity)
			return
		}
		s.back[l.Line] += l.Quantity
		entryOf(f.shelf, shelfKey{c.Store, s.lines[l.Line].Goods}).sold -= l.Quantity
	}
	whole := true
	for i, q := range s.back {
		if q > s.lines[i].Quantity {
			w.broken(noMoreThanTaken, "refused more-than-bought (FOOD-REFUND-001): line %d", i)
		}
		whole = whole && q == s.lines[i].Quantity
	}
	f.cameBack(w, s, voucher.Refunded, c.Purchase)
	if s.amountBack > s.amount || s.paidBack > s.paid || (whole && (s.amountBack != s.amount || s.paidBack != s.paid)) {
		w.broken(noMoreThanTaken, "all returns give back at most %s and %s, and all lines exactly that", s.amount, s.paid)
	}
}

// reverse takes a purchase that was taken back by its key (FOOD-REVERSAL-001).
func (f *foodDiary) reverse(w *watch, c *voucher.Reverse) {
	id := f.under[saleKey{c.Store, c.Of}]
	s := f.sales[id]
	if s == nil || s.reversed || w.now >= lastReturn(s.who.month) {
		w.broken(reversedOnce, "refused: no purchase of store %d under this key can be reversed now", c.Store)
		return
	}
	for i := range s.lines {
		entryOf(f.shelf, shelfKey{c.Store, s.lines[i].Goods}).sold -= s.lines[i].Quantity - s.back[i]
		s.back[i] = s.lines[i].Quantity
	}
	s.reversed = true
	f.cameBack(w, s, voucher.ReversalBooked, id)
	if s.amountBack != s.amount || s.paidBack != s.paid {
		w.broken(reversedOnce, "all that did not come back by returns: %s and %s in all", s.amount, s.paid)
	}
}

// cameBack books what comes back: to the balance in the month, to the programme
// after it.
func (f *foodDiary) cameBack(w *watch, s *saleState, k voucher.EventKind, id voucher.PurchaseID) {
	r := &w.entry.Outcome.Result
	if r.Amount < 0 || r.Paid < 0 {
		w.broken(noMoreThanTaken, "nothing below zero comes back")
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
		w.broken(noMoreThanTaken, "balance=%s", wallet.left())
	}
	f.operation(w, wallet, k, s.store, id, r.Amount)
}

// query holds what was read of the food programme to what happened.
func (f *foodDiary) query(w *watch, e *voucher.Entry) {
	r, q := &e.Record, e.Query
	switch q.Kind {
	case voucher.AskFoodWallet:
		month := q.Month
		if month == 0 {
			month = w.now.Month()
		}
		f.walletRead(w, familyMonth{q.Family, month}, r.Food)
	case voucher.AskLedger:
		f.ledger(w, r.Ledger)
	case voucher.AskStoreDay:
		day := q.Day
		if day == 0 {
			day = w.now.Day()
		}
		if want := entryOf(f.till, storeDay{q.Store, day}); *want != *r.StoreDay {
			w.broken(storesAddUp, "purchases=%d discounts=%s paid=%s returned=%s", want.Purchases, want.Discounts, want.Paid, want.Returned)
		}
	case voucher.AskStock:
		s := entryOf(f.shelf, shelfKey{q.Store, q.Goods})
		if want := (voucher.Stock{Delivered: s.delivered, Sold: s.sold, Left: s.delivered - s.sold, Price: s.price}); want != *r.Stock {
			w.broken(stockAddsUp, "delivered=%s sold=%s left=%s", want.Delivered, want.Sold, want.Left)
		}
	case voucher.AskLoan:
		if want := f.loans[q.Loan]; want == nil || *want != *r.Loan {
			w.broken(loansAddUp, "outstanding = disbursed - repaid, as the answers said")
		}
	case voucher.AskAppeal:
		if want := f.appeal[q.Appeal]; want == nil || *want != *r.Appeal {
			w.broken(appealsSeen, "the appeal as it was filed and answered")
		}
	case voucher.AskDayReport:
		f.report(w, r.Report)
	}
}

// walletRead holds a wallet to the operations before it (BOTH-MONEY-001, -002,
// FOOD-EXPIRY-002, FOOD-JOURNAL-001).
func (f *foodDiary) walletRead(w *watch, who familyMonth, r *voucher.FoodWallet) {
	if min(r.Credited, r.Spent, r.Left, r.Annulled, r.Recovered) < 0 || slices.ContainsFunc(r.Operations, func(o voucher.Operation) bool { return o.Balance < 0 }) {
		w.broken(neverNegative, "no sum and no balance below zero")
	}
	if !addsUp(r.Credited, r.Spent, r.Left, r.Annulled) || r.Recovered > r.Spent {
		w.broken(moneyIsConserved, "credited = spent + left + annulled, recovered at most spent")
	}
	if w.now.Month() > who.month && r.Left != 0 {
		w.broken(nothingLeft, "left=0.00: %s is over", who.month)
	}
	want := f.wallets[who]
	if want == nil {
		want = &foodWallet{}
	}
	if r.Credited != want.face || r.Spent != want.spent || r.Annulled != want.annulled || r.Recovered != want.recovered {
		w.broken(moneyIsConserved, "credited=%s spent=%s left=%s annulled=%s recovered=%s, as the answers before it say", want.face, want.spent, want.left(), want.annulled, want.recovered)
	}
	if !want.credited && r.Credited != 0 {
		w.broken(withConfirmation, "credited=0.00: nobody confirmed for %s", who.month)
	}
	if f.frozen[who.month] && want.credited && int(r.Members) != len(want.members) {
		w.broken(listOfThe5th, "members=%d", len(want.members))
	}
	var told []voucher.Operation
	for _, o := range r.Operations {
		if o.Kind == voucher.Purchased || o.Kind == voucher.Refunded || o.Kind == voucher.ReversalBooked {
			told = append(told, o)
		}
	}
	if !slices.Equal(told, want.operations) {
		w.broken(everyOperation, "the %d purchases, returns and reversals of %s", len(want.operations), who.month)
	}
}

// ledger holds the sums of a month to all families (BOTH-MONEY-001).
func (f *foodDiary) ledger(w *watch, r *voucher.Ledger) {
	want := voucher.Ledger{Month: r.Month}
	for who, wallet := range f.wallets {
		if who.month != r.Month || !wallet.credited {
			continue
		}
		want.Families++
		want.Credited += wallet.face
		want.Spent += wallet.spent
		want.Left += wallet.left()
		want.Annulled += wallet.annulled
		want.Recovered += wallet.recovered
	}
	if want != *r || !addsUp(r.Credited, r.Spent, r.Left, r.Annulled) {
		w.broken(moneyIsConserved, "families=%d credited=%s spent=%s left=%s annulled=%s recovered=%s: all families together", want.Families, want.Credited, want.Spent, want.Left, want.Annulled, want.Recovered)
	}
}

// report holds a day's report to the operations of the day (FOOD-REPORT-001). A
// day that began before the history did is not known whole.
func (f *foodDiary) report(w *watch, r *voucher.DayReport) {
	if r.Day.Start() < w.h.Setup.At {
		return
	}
	want := *entryOf(f.days, r.Day)
	want.Day, want.Handed = r.Day, r.Handed
	over := w.now >= r.Day.End()
	if r.Day == r.Day.Month().Last() && !over {
		want.Annulled = r.Annulled
	}
	if want != *r {
		w.broken(reportsEqual, "credited=%s discounts=%s paid=%s reversed=%s restored=%s recovered=%s annulled=%s, purchases=%d refunds=%d, ratings=%d: the operations of the day",
			want.Credited, want.Discounts, want.Paid, want.Reversed, want.Restored, want.Recovered, want.Annulled, want.Purchases, want.Refunds, want.Ratings)
	}
	if (r.Handed != 0) != over && w.now >= r.Day.End().Plus(voucher.DayLength) {
		w.broken(reportsEqual, "the report of %s, handed over on the next day", r.Day)
	}
}
