package food

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	deliveryInvalid = voucher.Refuse(voucher.ValueInvalid, "FOOD-TRACE-001")
	stockExceeded   = voucher.Refuse(voucher.StockExceeded, "FOOD-TRACE-001")
)

// Shelf is what is known of one article in one store: its traced stock, what
// the store last paid for it, and the store's mark.
type Shelf struct {
	Delivered voucher.Quantity
	Sold      voucher.Quantity // with and without the programme, returns taken off
	Bought    voucher.Money    // price of a unit in the latest delivery
	Marked    bool             // as socially significant (FOOD-STORE-001)
}

// Left returns the traced balance, below zero where more was sold than
// delivered.
func (s *Shelf) Left() voucher.Quantity { return s.Delivered - s.Sold }

// CheckDelivery refuses a delivery that is none.
func CheckDelivery(q voucher.Quantity, price voucher.Money) *voucher.Refusal {
	if q <= 0 || q > QuantityMax || price < 0 || price > PriceMax {
		return deliveryInvalid
	}
	return nil
}

// Ceiling returns the highest shelf price that the set maximum markup allows on
// a purchase price, rounded down: a shelf price in whole tiyn is above the
// ceiling exactly when it is above the unrounded limit (FOOD-TRACE-002).
func (t *Terms) Ceiling(bought voucher.Money) voucher.Money {
	return bought.ShareDown(shareBase+t.Markup, shareBase)
}

// exceeds reports whether a shelf price is above the ceiling, without a
// division: prices are bounded, so that the products fit.
func (t *Terms) exceeds(price, bought voucher.Money) bool {
	return int64(price)*shareBase > int64(bought)*(shareBase+t.Markup)
}

// Missing returns how much line i of a basket takes beyond the traced stock,
// after the lines before it took theirs; zero for goods that are not traced:
// nothing of the classification of foods, and never delivered.
func Missing(lines []Line, i int) voucher.Quantity {
	l := &lines[i]
	if l.Item == 0 && l.Shelf.Delivered == 0 {
		return 0
	}
	left := l.Shelf.Left()
	for j := range lines[:i] {
		if lines[j].Goods == l.Goods {
			left -= lines[j].Quantity
		}
	}
	return min(l.Quantity, max(0, l.Quantity-left))
}

// InStock refuses a basket in which a line that earns a discount takes more
// than the traced stock (FOOD-TRACE-001). The other lines of the basket are
// sales outside the programme: what they take beyond the stock is reported.
// Reading F37 report lets everything pass.
func (t *Terms) InStock(lines []Line) *voucher.Refusal {
	if t.Readings.Is(voucher.F37, voucher.Option) {
		return nil
	}
	for i := range lines {
		if lines[i].Eligible && Missing(lines, i) > 0 {
			return stockExceeded
		}
	}
	return nil
}
