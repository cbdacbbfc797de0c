package reference

import (
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// keptLine is a line of a purchase as it is kept, and what came back of it.
// Lines are most of what a run writes, so they are packed.
type keptLine struct {
	Goods    uint32 // twice the goods, plus one for an eligible line
	Quantity uint32
	Price    uint32 // shelf price of a unit, in tiyn
	Returned uint32
	Discount voucher.Money
}

// What is packed fits: the rules refuse larger quantities and prices.
const (
	_ = uint32(food.QuantityMax)
	_ = uint32(food.PriceMax)
)

// keepLine packs a line.
func keepLine(l *voucher.LineSplit) keptLine {
	return keptLine{Goods: uint32(l.Goods)<<1 | uint32(truth(l.Eligible)), Quantity: uint32(l.Quantity), Price: uint32(l.Price),
		Discount: l.Discount}
}

// goods returns which goods the line is of.
func (l *keptLine) goods() voucher.GoodsID { return voucher.GoodsID(l.Goods >> 1) }

// left returns what has not come back.
func (l *keptLine) left() voucher.Quantity { return voucher.Quantity(l.Quantity - l.Returned) }

// split unpacks the line as it was sold.
func (l *keptLine) split() voucher.LineSplit {
	quantity, price := voucher.Quantity(l.Quantity), voucher.Money(l.Price)
	return voucher.LineSplit{Goods: l.goods(), Eligible: l.Goods&1 == 1, Quantity: quantity, Price: price, Cost: quantity.At(price),
		Discount: l.Discount}
}

// keepLines keeps the lines of a purchase and returns the place of the first.
func (f *foodState) keepLines(lines []voucher.LineSplit) uint32 {
	c := f.Lines.room(len(lines))
	kept := (*c)[len(*c) : len(*c)+len(lines)]
	for i := range kept {
		kept[i] = keepLine(&lines[i])
	}
	*c = (*c)[:len(*c)+len(lines)]
	return f.Lines.last() - uint32(len(lines))
}

// linesOf returns the lines of a purchase as they were sold. They are valid
// until the next call.
func (m *Machine) linesOf(id voucher.PurchaseID) []voucher.LineSplit {
	f := &m.Food
	p := f.Purchases.at(uint32(id) - 1)
	kept := f.Lines.run(p.First, p.Lines)
	splits := f.scratch.splits[:len(kept)]
	for i := range kept {
		splits[i] = kept[i].split()
	}
	return splits
}

// soldLines lays the lines of a purchase out for the rules, with what came back
// of each.
func (m *Machine) soldLines(p *food.Sold) []food.SoldLine {
	f := &m.Food
	f.scratch.sold = f.scratch.sold[:0]
	kept := f.Lines.run(p.First, p.Lines)
	for i := range kept {
		l := kept[i].split()
		f.scratch.sold = append(f.scratch.sold, food.SoldLine{Goods: l.Goods, Eligible: l.Eligible, Quantity: l.Quantity,
			Returned: voucher.Quantity(kept[i].Returned), Discount: l.Discount, Paid: l.Cost - l.Discount})
	}
	return f.scratch.sold
}

// splits turns the lines that the rules worked out into the event's; with the
// programme they carry eligibility and discount.
func (m *Machine) splits(programme bool) []voucher.LineSplit {
	s := &m.Food.scratch
	splits := s.splits[:len(s.lines)]
	for i := range s.lines {
		l, to := &s.lines[i], &splits[i]
		to.Goods, to.Eligible, to.Quantity, to.Price = l.Goods, l.Eligible && programme, l.Quantity, l.Price
		to.Cost, to.Discount = l.Cost, l.Discount
	}
	return splits
}
