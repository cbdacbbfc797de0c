package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// fill fills the basket of a purchase, and says false where nothing in the
// store fits.
func (b *block) fill(c *cart) bool {
	switch c.fraud {
	case UnmarkedGoods, OffListGoods:
		b.fillForbidden(c)
	case OverStock:
		b.fillBeyondStock(c)
	default:
		b.fillHonest(c)
	}
	return len(b.commands.purchase.Lines) > 0
}

// budget is what a family means to spend in this purchase: what it will spend
// at all, over the purchases still to come. Under the capped discount it takes
// a multiple of the discount in goods.
func (b *block) budget(f *family) voucher.Money {
	share := (f.left - f.unused()) / voucher.Money(f.baskets+1)
	if b.run.readings.Is(voucher.F01, voucher.Option) && b.markup > 0 {
		share = share.ShareDown(Million+b.markup, b.markup)
	}
	return share
}

// fillHonest fills a basket with as many lines as the family wants and goods
// for about its budget: what is listed and marked counts, other goods come on
// top, and what the shelf does not hold stays out.
func (b *block) fillHonest(c *cart) {
	f, h := &b.families[c.family], &b.run.shopping
	n := b.purchaseNumber(c.nth)
	goods, amounts := b.run.streams.Of(ForBasketGoods, f.id), b.run.streams.Of(ForBasketQuantity, f.id)
	want := b.choose(h.lines, ForBasketLines, f.id, n) + 1
	budget := b.budget(f)
	shelves := b.shelvesOf(int(c.store))
	lines := b.basket[:0]
	var sum voucher.Money
	for try := range want + 8 {
		full := len(lines) >= want || (try >= want && sum >= budget)
		if (full && sum > 0) || len(lines) == maxLines {
			break
		}
		b.draws += 2
		at := n<<6 | uint64(try)
		g := h.goods.Pick(goods.At(at))
		a, s := &h.articles[g], &shelves[g]
		q := a.quantity(amounts.At(at))
		if b.tracer != nil {
			b.drewLine(f.id, at, g, q, goods.At(at), amounts.At(at))
		}
		if (a.traced && s.stock < q) || inBasket(lines, g) {
			continue
		}
		if a.listed && s.marked {
			cost := voucher.Money(s.price) * voucher.Money(q) / voucher.Money(voucher.Unit)
			if sum > 0 && sum+cost > budget+budget/2 {
				continue
			}
			sum += cost
		} else if len(lines) >= want {
			continue // only something listed is still looked for
		}
		lines = append(lines, voucher.PurchaseLine{Goods: voucher.GoodsID(g + 1), Quantity: q, Price: voucher.Money(s.price)})
	}
	b.commands.purchase.Lines = lines
	switch {
	case sum == 0:
		b.commands.purchase.Lines = lines[:0] // nothing to use the voucher for
	case f.baskets == 0 && f.floor == 0 && sum < budget:
		b.more(c, int64((budget+sum-1)/sum)) // the last purchase takes all that is left
	case sum <= budget/2:
		b.more(c, int64(budget/sum))
	}
}

// more multiplies the quantities of the listed goods of a basket, as far as the
// shelf goes: large families buy more of the same.
func (b *block) more(c *cart, times int64) {
	times = min(times, 24)
	shelves := b.shelvesOf(int(c.store))
	lines := b.commands.purchase.Lines
	for i := range lines {
		g := lines[i].Goods - 1
		if q := lines[i].Quantity * voucher.Quantity(times); b.run.shopping.articles[g].listed && q <= shelves[g].stock {
			lines[i].Quantity = q
		}
	}
}

func inBasket(lines []voucher.PurchaseLine, g int) bool {
	for i := range lines {
		if lines[i].Goods == voucher.GoodsID(g+1) {
			return true
		}
	}
	return false
}

// fillForbidden fills a basket with one or two lines that earn nothing: listed
// goods without the store's mark, or goods off the list. A store that has no
// such goods leaves the basket empty.
func (b *block) fillForbidden(c *cart) {
	f, h := &b.families[c.family], &b.run.shopping
	s := b.run.streams.Of(ForFraudGoods, f.id)
	n := b.purchaseNumber(c.nth)
	shelves := b.shelvesOf(int(c.store))
	lines := b.basket[:0]
	for try := range 24 {
		b.draws += 2
		u := s.At(n<<6 | uint64(try))
		g := h.nearMiss.Pick(u)
		if c.fraud == UnmarkedGoods {
			g = int(IntN(u, uint64(len(h.articles))))
		}
		if b.tracer != nil {
			b.drew(ForFraudGoods, f.id, n<<6|uint64(try), u, DrawChoice, int64(len(h.articles)), int64(g))
		}
		a, shelf := &h.articles[g], &shelves[g]
		forbidden := !a.listed
		if c.fraud == UnmarkedGoods {
			forbidden = a.listed && !shelf.marked
		}
		if !forbidden || inBasket(lines, g) {
			continue
		}
		lines = append(lines, voucher.PurchaseLine{Goods: voucher.GoodsID(g + 1), Price: voucher.Money(shelf.price),
			Quantity: a.quantity(s.At(n<<6 | uint64(try) | 1<<40))})
		if len(lines) == 2 {
			break
		}
	}
	b.commands.purchase.Lines = lines
}

// fillBeyondStock asks for more of one listed and marked article than the store
// has ever had.
func (b *block) fillBeyondStock(c *cart) {
	f, h := &b.families[c.family], &b.run.shopping
	s := b.run.streams.Of(ForFraudGoods, f.id)
	n := b.purchaseNumber(c.nth)
	shelves := b.shelvesOf(int(c.store))
	b.commands.purchase.Lines = b.basket[:0]
	for try := range 24 {
		b.draws++
		g := h.goods.Pick(s.At(n<<6 | uint64(try)))
		if b.tracer != nil {
			b.drew(ForFraudGoods, f.id, n<<6|uint64(try), s.At(n<<6|uint64(try)), DrawChoice, int64(len(h.articles)), int64(g))
		}
		if h.articles[g].listed && shelves[g].marked {
			b.commands.purchase.Lines = append(b.basket[:0], voucher.PurchaseLine{Goods: voucher.GoodsID(g + 1),
				Price: voucher.Money(shelves[g].price), Quantity: max(0, shelves[g].stock) + 1000*voucher.Unit})
			return
		}
	}
}
