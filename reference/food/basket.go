package food

import (
	"math/bits"

	"github.com/vouch-kz/vouch/reference/voucher"
)

var (
	basketEmpty   = voucher.Refuse(voucher.ValueInvalid, "FOOD-BASKET-001")
	lineInvalid   = voucher.Refuse(voucher.ValueInvalid, "FOOD-BASKET-001")
	basketTooLong = voucher.Refuse(voucher.LimitExceeded, "FOOD-BASKET-001")
)

// Line is one line of a basket: what the till says, what is known of the goods
// and the store's shelf, and what the rules work out.
type Line struct {
	Goods    voucher.GoodsID
	Item     voucher.Item
	Quantity voucher.Quantity
	Price    voucher.Money // shelf price of a unit
	Shelf    Shelf

	Eligible   bool          // on the list in force and marked by the store
	Overpriced bool          // above the ceiling (FOOD-TRACE-002)
	Cost       voucher.Money // at the shelf price
	Base       voucher.Money // what a discount is computed on, zero where not eligible
	Ceiling    voucher.Money // set where Overpriced
	Discount   voucher.Money

	weight    voucher.Money // share of the line in a discount
	remainder uint64
}

// CheckLines refuses a basket that is none: empty, too long, or with a line
// that costs and moves nothing sensible. It covers sales outside the programme
// too.
func CheckLines(lines []voucher.PurchaseLine) *voucher.Refusal {
	if len(lines) == 0 {
		return basketEmpty
	}
	for i := range lines {
		l := &lines[i]
		if l.Quantity <= 0 || l.Quantity > QuantityMax || l.Price < 0 || l.Price > PriceMax {
			return lineInvalid
		}
	}
	if len(lines) > BasketLinesMax {
		return basketTooLong
	}
	return nil
}

// OnList reports whether an item is on the list of an edition: edition n lists
// the first n entries of the classification. A near-miss never is, and neither
// is what has no entry (FOOD-BASKET-001).
func OnList(i, edition voucher.Item) bool { return i != 0 && i <= edition }

// Weigh works out what every line costs, whether it earns a discount, and on
// which sum: the cost at the shelf price, or at the ceiling where that is
// lower (FOOD-TRACE-002). It returns the cost of the basket and the most that a
// discount may be.
//
// A discount needs both, the list in force today and the store's mark
// (FOOD-STORE-001). Prices and quantities must have passed CheckLines: sums
// then fit.
func (t *Terms) Weigh(lines []Line) (cost, most voucher.Money) {
	capped := t.Readings.Is(voucher.F01, voucher.Option)
	byLine := capped && t.Readings.Is(voucher.F02, voucher.Option)
	for i := range lines {
		l := &lines[i]
		t.price(l)
		l.weight = l.Base
		if byLine {
			l.weight = t.trueMarkup(l)
		}
		cost += l.Cost
		most += l.weight
	}
	if capped && !byLine {
		most = t.share(most)
	}
	return cost, most
}

// price works out one line.
func (t *Terms) price(l *Line) {
	listed := OnList(l.Item, t.Edition)
	l.Cost = l.Quantity.At(l.Price)
	l.Eligible = listed && l.Shelf.Marked
	l.Overpriced = listed && l.Shelf.Delivered > 0 && t.exceeds(l.Price, l.Shelf.Bought)
	l.Base, l.Ceiling, l.Discount = 0, 0, 0
	if l.Overpriced {
		l.Ceiling = t.Ceiling(l.Shelf.Bought)
	}
	switch {
	case l.Eligible && l.Overpriced:
		l.Base = l.Quantity.At(l.Ceiling)
	case l.Eligible:
		l.Base = l.Cost
	}
}

// share returns the largest discount on a sum under reading F01
// capped_discount: the markup's part of the shelf price, 15/115, rounded down.
func (t *Terms) share(of voucher.Money) voucher.Money {
	return of.ShareDown(t.Markup, shareBase+t.Markup)
}

// trueMarkup returns the largest discount on a line under reading F02
// true_markup: what the store really adds to its purchase price, and no more
// than the set maximum. Goods without a delivery have no known markup: the set
// maximum holds.
func (t *Terms) trueMarkup(l *Line) voucher.Money {
	most := t.share(l.Base)
	if l.Shelf.Delivered > 0 {
		most = max(0, min(most, l.Base-l.Quantity.At(l.Shelf.Bought)))
	}
	return most
}

// split shares a discount out over the lines of a weighed basket, pro rata and
// exactly: every line gets its share rounded down, and the tiyn that are left
// go to the largest remainders, at equal remainders to the earlier line
// (reading F15). No line gets more than its own limit, because the discount is
// not above what Weigh allowed.
func split(lines []Line, discount voucher.Money) {
	var whole voucher.Money
	for i := range lines {
		whole += lines[i].weight
	}
	if discount == whole {
		for i := range lines {
			lines[i].Discount = lines[i].weight
		}
		return
	}
	left := discount
	for i := range lines {
		l := &lines[i]
		hi, lo := bits.Mul64(uint64(discount), uint64(l.weight))
		share, remainder := bits.Div64(hi, lo, uint64(whole))
		l.Discount, l.remainder = voucher.Money(share), remainder
		left -= l.Discount
	}
	for ; left > 0; left-- {
		l := largestRemainder(lines)
		l.Discount++
		l.remainder = 0
	}
}

// largestRemainder finds the line that gets the next tiyn.
func largestRemainder(lines []Line) *Line {
	best := &lines[0]
	for i := range lines {
		if lines[i].remainder > best.remainder {
			best = &lines[i]
		}
	}
	return best
}
