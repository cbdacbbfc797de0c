package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// cart is a purchase between the code that was shown and the till.
type cart struct {
	code   voucher.QR
	family uint16
	store  uint16
	nth    uint8 // of the family's purchases in the month
	fraud  Fraud // honest: none
}

// honest is no fraud.
const honest = frauds

// tillHabits are the figures of tills that get no answer.
type tillHabits struct {
	lost, repeated uint32
	delay          int64
}

func (f *figures) tills() tillHabits {
	return tillHabits{
		lost: f.share("tills.answer_lost"), repeated: f.share("tills.lost_repeated"),
		delay: f.whole("tills.repeat_delay", 1, 3600),
	}
}

// purchaseNumber is the counter of a family's draws for one purchase.
func (b *block) purchaseNumber(nth uint8) uint64 { return uint64(b.month)<<8 | uint64(nth) }

// shop begins a purchase: the family chooses a store and shows its code there,
// as long as there is something left that it means to spend.
func (b *block) shop(arg uint32) {
	i, k := unpack(arg)
	f := &b.families[i]
	if f.baskets > 0 {
		f.baskets--
	}
	if f.left <= f.unused() {
		return
	}
	n := b.purchaseNumber(uint8(k))
	c := cart{family: uint16(i), nth: uint8(k), fraud: b.temptation(f, n)}
	store, suspended := b.chooseStore(f, n)
	switch {
	case c.fraud == ForeignStore:
		store = b.foreign
	case suspended:
		c.fraud = SuspendedStore
	}
	if store < 0 {
		return
	}
	c.store = uint16(store)
	if b.run.readings.Is(voucher.F33, voucher.Option) {
		b.showAtTill(c)
		return
	}
	b.showOnPhone(c)
}

// owner returns the citizen who presents a family's wallet: its owner, or, in
// fraud, the neighbour.
func (b *block) presenter(c *cart) voucher.Actor {
	i := int(c.family)
	if c.fraud == NotOwner {
		i = (i + 1) % len(b.families)
	}
	return voucher.Actor{Role: voucher.Citizen, ID: uint32(b.families[i].person)}
}

// showOnPhone shows the wallet's code.
func (b *block) showOnPhone(c cart) {
	show := &b.commands.show
	show.Family, show.Store = voucher.FamilyID(c.family)+1, 0
	taken := b.ask(show, b.presenter(&c))
	if c.fraud == NotOwner {
		b.attempted(NotOwner, taken)
		return
	}
	if !taken {
		b.turnedAway(&c)
		return
	}
	c.code = b.answer.code
	b.queueAtTill(c, b.answer.expires)
}

// queueAtTill plans when the till reads the code: soon, or too late.
func (b *block) queueAtTill(c cart, expires voucher.Instant) {
	f, n := &b.families[c.family], b.purchaseNumber(c.nth)
	at := b.agenda.now + 1 + b.amount(b.run.shopping.codeDelay, ForQRDelay, f.id, n)
	if c.fraud == ExpiredCode {
		at = b.second(expires) + int64(b.below(ForFraudTime, f.id, n, uint64(hour)))
	}
	slot := b.carts.take()
	*b.carts.at(slot) = c
	b.agenda.add(at, actPay, slot)
}

// showAtTill shows the till's code under reading F33; the buyer then scans it.
func (b *block) showAtTill(c cart) {
	show := &b.commands.show
	show.Family, show.Store = 0, voucher.StoreID(c.store)+1
	taken := b.ask(show, till(int(c.store)))
	if !taken {
		if c.fraud == ForeignStore || c.fraud == SuspendedStore {
			b.attempted(c.fraud, taken)
		}
		b.turnedAway(&c)
		return
	}
	c.code = b.answer.code
	expires := b.answer.expires
	scan := &b.commands.scan
	scan.Family, scan.Code = voucher.FamilyID(c.family)+1, c.code
	taken = b.ask(scan, b.presenter(&c))
	switch {
	case c.fraud == NotOwner:
		b.attempted(NotOwner, taken)
	case !taken:
		b.turnedAway(&c)
	default:
		b.queueAtTill(c, expires)
	}
}

// till returns the till of a store, counted from 0.
func till(store int) voucher.Actor {
	return voucher.Actor{Role: voucher.StoreTill, ID: uint32(store) + 1}
}

// pay brings the basket to the till.
func (b *block) pay(slot uint32) {
	c := *b.carts.at(slot)
	b.carts.give(slot)
	if !b.fill(&c) {
		return
	}
	p := &b.commands.purchase
	p.Store, p.Code = voucher.StoreID(c.store)+1, c.code
	taken := b.ask(p, till(int(c.store)))
	switch c.fraud {
	case honest, ReusedCode:
	default:
		b.attempted(c.fraud, taken)
	}
	if b.err != nil {
		return
	}
	if !taken {
		b.turnedAway(&c)
		return
	}
	b.sold(&c)
	b.afterPurchase(&c)
}

// sold books a purchase out of the store's shelves, and as the till was told.
func (b *block) sold(c *cart) {
	b.gave(c.family, c.store, b.month, int64(b.answer.amount))
	b.stores[c.store].purchases++
	shelves := b.shelvesOf(int(c.store))
	for _, l := range b.commands.purchase.Lines {
		shelves[l.Goods-1].sell(l.Quantity)
	}
}

// gave counts what a store gave for a voucher, as its till was told.
func (b *block) gave(family, store uint16, m voucher.Month, money int64) {
	b.count(int(family), voucher.Food, m, StoreSpent, money)
	b.stores[store].money += money
}

// onPurchased counts a purchase as the family's wallet tells of it.
func (b *block) onPurchased(e *voucher.Event) {
	i := int(e.Family - 1)
	f := &b.families[i]
	at := b.begin(i, voucher.Food)
	if at.stage&wasUsed == 0 {
		at.stage |= wasUsed
		b.count(i, voucher.Food, e.Month, Used, 1)
	}
	b.count(i, voucher.Food, e.Month, Spent, int64(f.left-e.Balance))
	b.count(i, voucher.Food, e.Month, BuyersPaid, int64(e.Paid))
	b.count(i, voucher.Food, e.Month, Purchases, 1)
	b.count(i, voucher.Food, e.Month, LinesBought, int64(len(e.Lines)))
	f.left = e.Balance
	today := &b.totals.daily[b.agenda.day]
	today[PurchasesOfDay]++
	today[MoneyOfDay] += int64(e.Amount)
	b.countMinute(int(e.Store-1), e.At)
}

// countMinute keeps the busiest minute and the days of a store.
func (b *block) countMinute(s int, at voucher.Instant) {
	store := &b.stores[s]
	if minute := at - at%voucher.Instant(voucher.Minute); minute != store.minute {
		store.minute, store.inMinute = minute, 0
	}
	store.inMinute++
	if store.inMinute > store.peak {
		store.peakMinute, store.peak = store.minute, store.inMinute
	}
	if today := b.from + voucher.Day(b.agenda.day); today != store.day {
		b.closeStoreDay(store)
		store.day, store.onDay = today, 0
	}
	store.onDay++
}

// onAnnulled ends a voucher with its month.
func (b *block) onAnnulled(e *voucher.Event) {
	i := int(e.Family - 1)
	f := &b.families[i]
	f.left -= e.Amount
	f.baskets = 0
	b.count(i, voucher.Food, e.Month, Annulled, int64(e.Amount))
	b.unspent(i, e.Month, int64(e.Amount), voucher.Cause(e.Code))
	if f.food.month == b.indexOf(e.Month) && f.food.stage&wasUsed == 0 {
		b.count(i, voucher.Food, e.Month, Lapsed, 1)
	}
}
