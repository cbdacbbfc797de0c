package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// sale is a purchase that something still follows: the answer was lost, the
// code is used again, goods are returned.
type sale struct {
	code     voucher.QR
	number   uint64 // of the purchase's key
	purchase voucher.PurchaseID
	month    voucher.Month
	family   uint16
	store    uint16
	nth      uint8
	count    uint8
	lines    [maxLines]voucher.PurchaseLine
}

// bought lays the lines of a sale out.
func (s *sale) bought(to []voucher.PurchaseLine) []voucher.PurchaseLine {
	return append(to[:0], s.lines[:s.count]...)
}

// afterHabits are the figures of what follows a purchase.
type afterHabits struct {
	returns, whole             uint32
	returnDelay                *Quantiles
	rating                     uint32
	stars                      *Choice
	appeal, appealAfterRefusal uint32
	answerDays                 int64
}

func (f *figures) after() afterHabits {
	f.share("food_after.appeal_upheld") // an answer closes the appeal; what it says is not told to the system
	return afterHabits{
		returns: f.share("food_after.return"), whole: f.share("food_after.return_whole_basket"),
		returnDelay: f.spread("food_after.return_delay", minute), rating: f.share("food_after.rating"),
		stars: f.choice("food_after.rating_stars", 5), appeal: f.share("food_after.appeal"),
		appealAfterRefusal: f.share("food_after.appeal_after_refusal"), answerDays: f.whole("food_after.appeal_answer", 1, 60),
	}
}

// afterPurchase draws what follows a purchase.
func (b *block) afterPurchase(c *cart) {
	f, n := &b.families[c.family], b.purchaseNumber(c.nth)
	h, now := &b.run.after, b.agenda.now
	if c.fraud == ReusedCode {
		b.keep(c, actReuse, now+b.amount(b.run.shopping.codeDelay, ForFraudTime, f.id, n))
	}
	if b.chance(ForTillTimeout, f.id, n, b.run.tills.lost) {
		what := actReverse
		if b.chance(ForReversal, f.id, n, b.run.tills.repeated) {
			what = actRepeat
		}
		b.keep(c, what, now+b.run.tills.delay)
		return
	}
	if b.chance(ForReturn, f.id, n, h.returns) {
		b.keep(c, actReturn, now+b.amount(h.returnDelay, ForReturnDelay, f.id, n))
	}
	if b.chance(ForRating, f.id, n, h.rating) {
		b.agenda.add(now+minute+int64(b.below(ForRating, f.id, n|1<<40, uint64(hour))), actRate, argument(int(c.family), uint32(c.nth)))
	}
}

// keep remembers the purchase just made until something follows.
func (b *block) keep(c *cart, what act, at int64) {
	slot := b.sales.take()
	s := b.sales.at(slot)
	*s = sale{code: c.code, number: b.number, purchase: b.answer.purchase, month: b.month, family: c.family,
		store: c.store, nth: c.nth}
	s.count = uint8(copy(s.lines[:], b.commands.purchase.Lines))
	b.agenda.add(at, what, slot)
}

// repeat sends a purchase again under its key, since its answer was lost.
func (b *block) repeat(slot uint32) {
	s := *b.sales.at(slot)
	b.sales.give(slot)
	p := &b.commands.purchase
	p.Store, p.Code, p.Lines = voucher.StoreID(s.store)+1, s.code, s.bought(b.basket[:])
	b.askAs(p, till(int(s.store)), s.number)
}

// reverse takes a purchase back whose answer was lost; the buyer then begins
// anew.
func (b *block) reverse(slot uint32) {
	s := *b.sales.at(slot)
	b.sales.give(slot)
	r := &b.commands.reverse
	r.Store, r.Of = voucher.StoreID(s.store)+1, b.key(s.number)
	if !b.ask(r, till(int(s.store))) {
		return
	}
	b.takenBack(&s, 0, s.count)
	f := &b.families[s.family]
	if s.nth < 64 && s.month == b.month {
		f.baskets++
		b.agenda.add(b.agenda.now+minute, actShop, argument(int(s.family), uint32(s.nth)+64))
	}
}

// takenBack books lines that came back into the shelves, and what the till was
// told of it.
func (b *block) takenBack(s *sale, first, count uint8) {
	shelves := b.shelvesOf(int(s.store))
	for _, l := range s.lines[first : first+count] {
		shelves[l.Goods-1].stock += l.Quantity
	}
	if b.returnedLate {
		return // booked as recovered, the spending stays as it was
	}
	b.gave(s.family, s.store, s.month, -int64(b.answer.amount))
}

// refund returns a whole basket or one line of it. A cheat tries another store
// first.
func (b *block) refund(slot uint32) {
	s := *b.sales.at(slot)
	b.sales.give(slot)
	f, n := &b.families[s.family], uint64(s.month)<<8|uint64(s.nth)
	first, count := uint8(0), s.count
	if !b.chance(ForReturnLines, f.id, n, b.run.after.whole) {
		first, count = uint8(b.below(ForReturnLines, f.id, n|1<<40, uint64(count))), 1
	}
	c := &b.commands.refund
	c.Purchase, c.Lines = s.purchase, b.returned[:0]
	for l := first; l < first+count; l++ {
		c.Lines = append(c.Lines, voucher.RefundLine{Line: int(l), Quantity: s.lines[l].Quantity})
	}
	if other := b.otherStore(int(s.store)); other >= 0 && b.cheats(f, ForFraudForeignReturn, n, ForeignReturn) {
		c.Store = voucher.StoreID(other) + 1
		b.attempted(ForeignReturn, b.ask(c, till(other)))
	}
	c.Store = voucher.StoreID(s.store) + 1
	if b.ask(c, till(int(s.store))) {
		b.takenBack(&s, first, count)
	}
}

// onReturned counts what came back, as the family's wallet tells of it.
func (b *block) onReturned(e *voucher.Event) {
	i, what := int(e.Family-1), Returns
	if e.Kind == voucher.ReversalBooked {
		what = Reversals
	}
	b.count(i, voucher.Food, b.month, what, 1)
	b.count(i, voucher.Food, e.Month, BuyersPaid, -int64(e.Paid))
	b.returnedLate = e.Code == 1
	if b.returnedLate {
		b.count(i, voucher.Food, e.Month, Recovered, int64(e.Amount))
		return
	}
	f := &b.families[i]
	b.count(i, voucher.Food, e.Month, Spent, -int64(e.Balance-f.left))
	f.left = e.Balance
}
