package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// closing is the second of the day at which stores book what they sold outside
// the programme; opening the one at which goods come in.
const (
	opening = 7 * hour
	closing = 22 * hour
)

// reserve is how many usual spans between two deliveries a store stocks up for:
// after the 5th a third of a month is sold in one span, and large families
// carry more than the usual quantity away.
const reserve = 6

// expectSales works out what each store expects to sell between two deliveries:
// the consents of the block's families, their purchases and lines, by the size of
// the store and the popularity of the goods, with and without vouchers.
func (b *block) expectSales() {
	h := &b.run.shops
	var all int64
	for s := range b.own {
		all += h.kinds[b.stores[s].kind].SizeWeight
	}
	// Purchases of the block between two deliveries, in thousandths.
	purchases := int64(len(b.families)) * h.consents / Million * h.perFamily / h.deliveries
	for s := range b.stores {
		weight := int64(1)
		if s < b.own || s >= b.added {
			weight = b.sizeOf(s)
		}
		books := b.booksOf(s)
		for g := range books {
			a := &b.run.shopping.wares[g]
			// Two lines a purchase of twice the usual quantity; shares and purchases
			// are in thousandths.
			units := 4 * purchases * weight / all * a.share / 1000 * a.mean / 1000
			books[g].usual = voucher.Quantity(units*(1000+h.outside)/1000*h.margin/Million) + 4*voucher.Quantity(a.mean)
		}
	}
}

// deliverAll fills a store's shelves up, and plans the next time.
func (b *block) deliverAll(n int) {
	h := &b.run.shops
	shelves, books := b.shelvesOf(n), b.booksOf(n)
	if b.stores[n].gone {
		return
	}
	for g := range shelves {
		s, notes := &shelves[g], &books[g]
		if !b.run.shopping.articles[g].traced {
			continue
		}
		level := reserve * max(notes.usual, (s.gone-notes.atDelivery)*voucher.Quantity(h.margin)/Million/2)
		notes.atDelivery = s.gone
		if s.stock >= level {
			continue
		}
		c := &b.commands.deliver
		c.Store, c.Goods, c.Quantity, c.Price = voucher.StoreID(n)+1, voucher.GoodsID(g+1), level-s.stock, notes.bought
		if b.ask(c, till(n)) {
			s.stock += c.Quantity
		}
	}
	every := 30 * day / h.deliveries
	next := b.agenda.now + every
	next += opening - (next % day) + int64(b.below(ForDeliveryDay, b.stores[n].id, uint64(next/day), uint64(2*hour)))
	b.agenda.add(next, actDeliver, uint32(n))
}

// sellOutside books what a store sold on a day without vouchers: as much of each
// article as it sold with them, times a factor, and no more than it has; on a
// few days by mistake more than that.
func (b *block) sellOutside(n int) {
	h := &b.run.shops
	at := uint64(b.agenda.now / day)
	b.agenda.add(b.agenda.now+day, actSellOutside, uint32(n))
	s := b.run.streams.Of(ForOutsideSale, b.stores[n].id)
	b.draws++
	beyond := Chance(s.At(at<<8|255), h.beyondStock)
	shelves, books := b.shelvesOf(n), b.booksOf(n)
	lines := b.outsideLines[:0]
	for g := range shelves {
		shelf := &shelves[g]
		today := shelf.gone - books[g].atClosing
		if today <= 0 {
			continue
		}
		b.draws++
		// Between half and one and a half times the usual.
		q := today * voucher.Quantity(h.outside) / 1000
		q = q/2 + voucher.Quantity(IntN(s.At(at<<8|uint64(g)), uint64(q)+1))
		if b.run.shopping.articles[g].traced {
			q = min(q, shelf.stock/2) // what is left is for those with vouchers
			if beyond {
				q, beyond = shelf.stock+voucher.Unit, false
			}
			shelf.sell(max(0, q))
		}
		books[g].atClosing = shelf.gone
		if q > 0 && len(lines) < cap(lines) {
			lines = append(lines, voucher.PurchaseLine{Goods: voucher.GoodsID(g + 1), Quantity: q, Price: voucher.Money(shelf.price)})
		}
	}
	if len(lines) > 0 {
		c := &b.commands.outside
		c.Store, c.Lines = voucher.StoreID(n)+1, lines
		b.ask(c, till(n))
	}
}
