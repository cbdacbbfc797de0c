package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// store is one store of a block.
type store struct {
	id         uint64
	territory  voucher.Territory
	kind       uint8 // of the facts
	dishonest  bool  // sells above the set markup, marks what is off the list
	member     bool
	integrated bool
	suspended  bool        // as the system told
	stopped    bool        // by a stop of its own, which is drawn
	chains     uint8       // events that stop it
	gone       bool        // a scenario has it leave; before it comes, too
	joins      voucher.Day // 0: with the programme
	loan       voucher.LoanID
	owed       voucher.Money
	instalment voucher.Money
	joined     bool // was taken into the programme

	purchases, money int64           // as the tills were told
	minute           voucher.Instant // of the last purchase
	inMinute         int64
	peakMinute       voucher.Instant // the busiest
	peak             int64
	day, peakDay     voucher.Day // of the last purchase, and the busiest
	onDay, onPeakDay int64
}

// open reports whether the store can redeem vouchers now.
func (s *store) open() bool { return s.member && s.integrated && !s.suspended }

// shelf is one article in one store.
type shelf struct {
	stock  voucher.Quantity // as traced, by the store's own books
	gone   voucher.Quantity // sold so far
	price  uint32           // tiyn
	marked bool
}

// sell takes goods off the shelf.
func (s *shelf) sell(q voucher.Quantity) {
	s.stock -= q
	s.gone += q
}

// books are what a store notes of an article apart from the shelf, which every
// basket looks at.
type books struct {
	bought     voucher.Money    // price of a unit in deliveries
	usual      voucher.Quantity // expected to be sold between two deliveries
	atDelivery voucher.Quantity // gone by the last delivery
	atClosing  voucher.Quantity // gone by the last closing, sales outside included
}

// shopHabits are the figures of stores.
type shopHabits struct {
	kinds               []StoreKind
	names               []string // of the kinds
	kind                *Choice
	markups             []*Quantiles // by kind, in ppm
	priceSpread         *Quantiles   // in ppm
	families            int64        // to one store
	integrated          uint32
	integrationDays     int64
	suspended           uint32
	suspensionDays      int64
	deliveries          int64 // a month
	margin              int64 // ppm
	outside             int64 // thousandths of what is sold with vouchers
	beyondStock         uint32
	consents, perFamily int64 // for what a store expects to sell
}

func (f *figures) shops(facts *Facts) shopHabits {
	h := shopHabits{
		kinds: facts.StoreKinds, families: f.whole("stores.families_per_store", 1, 1_000_000),
		priceSpread: f.logNormal("food_spending.price_sigma", Million, f.whole("food_spending.price_sigma", 0, 3000)),
		integrated:  f.share("stores.integrated_at_start"), integrationDays: f.whole("stores.integration_delay", 1, 366),
		suspended: f.share("stores.suspended"), suspensionDays: f.whole("stores.suspension", 1, 366),
		deliveries: f.whole("stores.deliveries", 1, 31), margin: f.whole("stores.delivery_margin", 1, 10*Million),
		outside: f.whole("stores.outside_sales", 0, 1_000_000), beyondStock: f.share("stores.outside_beyond_stock"),
		consents:  int64(f.share("food_consent.accept")),
		perFamily: f.whole("food_spending.purchases_with_children", 1, 100_000),
	}
	weights := make([]int64, len(h.kinds))
	for i, k := range h.kinds {
		weights[i] = int64(k.SharePPM)
		h.names = append(h.names, k.Kind)
		h.markups = append(h.markups, f.logNormal("data/stores.csv", int64(k.MarkupMedianPPM), k.MarkupSigmaMilli))
	}
	h.kind = f.pick("data/stores.csv", weights)
	return h
}

// furnish makes the block's stores: its own, one in another pilot town where
// there is one, and one outside the pilot.
func (b *block) furnish() {
	b.stores, b.own, b.away, b.foreign = b.stores[:0], 0, -1, -1
	b.weights, b.added = [2]int64{}, 0
	if !b.place.food {
		return
	}
	b.own = b.run.shops.storesOf(len(b.families))
	for range b.own {
		b.addStore(b.place.territory)
	}
	for _, town := range b.run.foodTowns {
		if town != b.place.territory && b.away < 0 {
			b.away = b.addStore(town)
		}
	}
	if b.run.outside != 0 {
		b.foreign = b.addStore(b.run.outside)
	}
	weights := make([]int64, b.own)
	for s := range weights {
		weights[s] = b.sizeOf(s)
		b.weights[0] += weights[s]
	}
	choice, err := NewChoice(weights)
	if err != nil {
		panic("simulator: weights of stores: " + err.Error())
	}
	b.storeChoice = choice
	b.changeStores()
	b.settleHomes()
}

// addStore draws what a store is like.
func (b *block) addStore(where voucher.Territory) int {
	n := len(b.stores)
	s := store{id: EntityID(b.id, KindStore, uint64(n)), territory: where}
	s.kind = uint8(b.choose(b.run.shops.kind, ForStoreKind, s.id, 0))
	b.enlist(s)
	return n
}

// enlist puts a store of which kind and id are known into the block.
func (b *block) enlist(s store) {
	s.dishonest = b.chance(ForStoreHonesty, s.id, 0, b.run.shops.kinds[s.kind].FraudPPM)
	b.stores = append(b.stores, s)
}

// sizeOf is the capacity of a store.
func (b *block) sizeOf(n int) int64 { return b.run.shops.kinds[b.stores[n].kind].SizeWeight }

// stockShelves puts a price on every article of every store, and what the store
// pays for it: an honest one keeps to the set maximum markup.
func (b *block) stockShelves() {
	h := &b.run.shops
	b.shelves, b.books = b.shelves[:0], b.books[:0]
	for i := range b.stores {
		s := &b.stores[i]
		for g := range b.run.shopping.articles {
			a := &b.run.shopping.articles[g]
			price := b.run.shopping.wares[g].price * int64(b.place.PriceIndexPPM) / Million * b.amount(h.priceSpread, ForGoodsPrice, s.id, uint64(g)) / Million
			price = max(1, (price+int64(voucher.Tenge)/2)/int64(voucher.Tenge)) * int64(voucher.Tenge)
			markup := b.amount(h.markups[s.kind], ForStoreMarkup, s.id, uint64(g))
			if !s.dishonest && b.markup > 0 {
				markup = min(markup, b.markup)
			}
			shelf := shelf{price: uint32(price)}
			shelf.marked = a.listed && b.chance(ForStoreMarking, s.id, uint64(g), h.kinds[s.kind].MarkedPPM)
			if s.dishonest && a.traced && !a.listed {
				shelf.marked = true
			}
			if i == b.foreign {
				shelf.stock = 1 << 40 // what it has is no matter of the programme
			}
			b.shelves = append(b.shelves, shelf)
			b.books = append(b.books, books{bought: voucher.Money((price*Million + Million + markup - 1) / (Million + markup))})
		}
	}
	b.expectSales()
}

// shelvesOf returns the shelves of a store, by article.
func (b *block) shelvesOf(s int) []shelf {
	n := len(b.run.shopping.articles)
	return b.shelves[s*n : (s+1)*n]
}

// booksOf returns the books of a store, by article.
func (b *block) booksOf(s int) []books {
	n := len(b.run.shopping.articles)
	return b.books[s*n : (s+1)*n]
}

// chooseStore draws where a family shops: its usual store, one in another town,
// or any by size; -1 where none is open. The second result says that the family
// tries a suspended store all the same.
func (b *block) chooseStore(f *family, n uint64) (chosen int, suspended bool) {
	h := &b.run.shopping
	s := int(f.home)
	if !b.chance(ForStoreChoice, f.id, n, h.home) {
		s = b.pickStore(ForStoreChoice, f, n|1<<40)
	}
	if b.away >= 0 && b.chance(ForOwnCity, f.id, n, h.otherCity) {
		s = b.away
	}
	if b.stores[s].suspended && b.chance(ForFraudSuspendedStore, f.id, n, b.run.cheats.suspended) {
		return s, true
	}
	for again := uint64(2); again < 8 && !b.stores[s].open(); again++ {
		s = b.pickStore(ForStoreChoice, f, n|again<<40)
	}
	if !b.stores[s].open() {
		s = b.otherStore(s)
	}
	return s, false
}

// otherStore returns another open store, -1 for none.
func (b *block) otherStore(s int) int {
	for step := 1; step < len(b.stores); step++ {
		if other := (s + step) % len(b.stores); b.stores[other].open() {
			return other
		}
	}
	return -1
}

// openStores lets every store of the block join, a minute apart, when the food
// programme comes to its place.
func (b *block) openStores(at int64) {
	for s := range b.stores {
		from := at
		if joins := b.stores[s].joins; joins != 0 {
			from = max(at, b.officeTime(joins))
		}
		b.agenda.add(from+int64(s)*minute, actJoin, uint32(s))
	}
}

// join takes a store into the programme: its till, its marks, its first stock,
// for some a loan. One that is not taken in stays outside.
func (b *block) join(n int) {
	s, h := &b.stores[n], &b.run.shops
	c := &b.commands.register
	c.Store, c.Closed = voucher.StoreID(n)+1, false
	if s.gone || !b.ask(c, localBody(s)) {
		return
	}
	b.totals.counts[Stores] += int64(flag(n != b.away))
	wait := int64(0)
	if !b.chance(ForStoreTill, s.id, 0, h.integrated) {
		wait = 1 + int64(b.below(ForStoreTill, s.id, 1, uint64(h.integrationDays)))
	}
	b.agenda.add(b.agenda.now+1+wait*day, actIntegrate, uint32(n))
	shelves := b.shelvesOf(n)
	for g := range shelves {
		if shelves[g].marked {
			m := &b.commands.mark
			m.Store, m.Goods = voucher.StoreID(n)+1, voucher.GoodsID(g+1)
			b.ask(m, till(n))
		}
	}
	b.stopForChain(n)
	b.deliverAll(n)
	b.planLoan(n)
	b.planSuspension(n)
	b.agenda.add(b.dayStart(b.dayOf(b.agenda.now))+closing, actSellOutside, uint32(n))
}

// localBody returns the local executive body of a store's territory.
func localBody(s *store) voucher.Actor {
	return voucher.Actor{Role: voucher.LocalBody, ID: uint32(s.territory)}
}

// integrate connects a store's tills.
func (b *block) integrate(n int) {
	c := &b.commands.integrate
	c.Store = voucher.StoreID(n) + 1
	b.ask(c, till(n))
}

// planSuspension draws whether a store is suspended this month, and for how
// long.
func (b *block) planSuspension(n int) {
	s, h := &b.stores[n], &b.run.shops
	m := uint64(b.month)
	if !s.member || !b.chance(ForStoreSuspension, s.id, m, h.suspended) {
		return
	}
	days := uint64(b.month.Last()-b.month.First()) + 1
	d := b.month.First() + voucher.Day(b.below(ForStoreSuspensionDay, s.id, m, days))
	from := b.officeTime(d)
	if from < b.agenda.now {
		return
	}
	length := 1 + int64(b.below(ForStoreSuspensionDay, s.id, m|1<<40, uint64(h.suspensionDays)))
	b.agenda.add(from, actSuspend, uint32(n))
	b.agenda.add(from+length*day, actResume, uint32(n))
}

// suspend stops a store, or lifts the stop; while its chain is stopped, that makes
// no difference.
func (b *block) suspend(n int, lifted bool) {
	b.stores[n].stopped = !lifted
	if b.stores[n].chains == 0 {
		b.tellSuspension(n, lifted)
	}
}

// tellSuspension tells the system that a store is stopped, or goes on.
func (b *block) tellSuspension(n int, lifted bool) {
	c := &b.commands.suspend
	c.Store, c.Lifted = voucher.StoreID(n)+1, lifted
	b.ask(c, localBody(&b.stores[n]))
}

// onStore notes where a store stands.
func (b *block) onStore(e *voucher.Event) {
	s := &b.stores[e.Store-1]
	switch e.Kind {
	case voucher.StoreRegistered:
		s.member, s.joined = true, true
	case voucher.StoreLeft:
		s.member = false
	case voucher.StoreStopped:
		s.suspended = true
	case voucher.StoreResumed:
		s.suspended = false
	case voucher.TillIntegrated:
		s.integrated = true
	case voucher.TillBroken:
		s.integrated = false
	}
}
