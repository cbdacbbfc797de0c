package food

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	refundEmpty      = voucher.Refuse(voucher.ValueInvalid, "FOOD-REFUND-001")
	refundLineWrong  = voucher.Refuse(voucher.ValueInvalid, "FOOD-REFUND-001")
	refundTooLong    = voucher.Refuse(voucher.LimitExceeded, "FOOD-REFUND-001")
	purchaseReversed = voucher.Refuse(voucher.PurchaseReversed, "FOOD-REVERSAL-001")
	storeOfAnother   = voucher.Refuse(voucher.StoreOfAnotherPurchase, "FOOD-REFUND-001")
	refundClosed     = voucher.Refuse(voucher.RefundClosed, "FOOD-REFUND-001")
	moreThanBought   = voucher.Refuse(voucher.MoreThanBought, "FOOD-REFUND-001")
)

// Sold is a purchase that was made, without its lines.
type Sold struct {
	Wallet   uint32 // place of the wallet that was charged
	Store    voucher.StoreID
	First    uint32 // place of the first line
	Lines    uint32
	Reversed bool
}

// SoldLine is one line of a purchase that was made, and what came back of it.
type SoldLine struct {
	Goods    voucher.GoodsID
	Eligible bool
	Quantity voucher.Quantity
	Returned voucher.Quantity
	Paid     voucher.Money // of the whole line, discount taken off
	Discount voucher.Money // of the whole line
}

// Back is what returning a quantity on top of what came back before gives:
// the discount's part and the buyer's.
//
// Both are rounded down on the sum of all returns so far, and the step between
// two such sums is given. So a line that comes back in any number of parts and
// in any order gives back what was taken, exactly and never more.
func (l *SoldLine) Back(q voucher.Quantity) (discount, paid voucher.Money) {
	before, after := int64(l.Returned), int64(l.Returned+q)
	discount = l.Discount.ShareDown(after, int64(l.Quantity)) - l.Discount.ShareDown(before, int64(l.Quantity))
	paid = l.Paid.ShareDown(after, int64(l.Quantity)) - l.Paid.ShareDown(before, int64(l.Quantity))
	return discount, paid
}

// Left returns what has not come back.
func (l *SoldLine) Left() voucher.Quantity { return l.Quantity - l.Returned }

// CheckReturn refuses a list of returned lines that is none; sold is how many
// lines the purchase has.
func CheckReturn(lines []voucher.RefundLine, sold int) *voucher.Refusal {
	if len(lines) == 0 {
		return refundEmpty
	}
	for _, l := range lines {
		if l.Line < 0 || l.Line >= sold || l.Quantity <= 0 || l.Quantity > QuantityMax {
			return refundLineWrong
		}
	}
	if len(lines) > BasketLinesMax {
		return refundTooLong
	}
	return nil
}

// Closed returns the first instant at which nothing of a month can be returned
// any more: some days after the month (ours), and never after the pilot
// (FOOD-PERIOD-002).
func (t *Terms) Closed(m voucher.Month) voucher.Instant {
	return min((m.Last() + t.RefundDays).End(), t.Closes)
}

// Refund decides whether goods of a purchase may be returned at a store now.
// Within the month of the voucher the balance is restored; after it (late) the
// discount's part goes back to the programme (reading F21). A suspended store
// takes returns all the same (reading F26).
func (t *Terms) Refund(p *Sold, w *Wallet, store voucher.StoreID, now voucher.Instant) (late bool, r *voucher.Refusal) {
	if r := t.Running(now); r != nil {
		return false, r
	}
	switch {
	case p.Reversed:
		return false, purchaseReversed
	case p.Store != store:
		return false, storeOfAnother
	case now < w.Until:
		return false, nil
	case now >= t.Closed(w.Month):
		return false, refundClosed
	}
	return true, nil
}

// Return works out a refund by line. back holds one entry for each line of the
// purchase, in order, and is filled with what comes back of it: quantity, cost
// and discount, zero where nothing does. Lines may be named more than once.
func Return(sold []SoldLine, lines []voucher.RefundLine, back []voucher.LineSplit) (discount, paid voucher.Money, r *voucher.Refusal) {
	for i := range back {
		back[i] = voucher.LineSplit{Goods: sold[i].Goods, Eligible: sold[i].Eligible}
	}
	for _, l := range lines {
		back[l.Line].Quantity += l.Quantity
	}
	for i := range back {
		b := &back[i]
		if b.Quantity > sold[i].Left() {
			return 0, 0, moreThanBought
		}
		if b.Quantity == 0 {
			continue
		}
		ofDiscount, ofPaid := sold[i].Back(b.Quantity)
		b.Discount, b.Cost = ofDiscount, ofDiscount+ofPaid
		discount += ofDiscount
		paid += ofPaid
	}
	return discount, paid, nil
}
