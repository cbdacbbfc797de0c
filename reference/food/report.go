package food

import "github.com/vouch-kz/vouch/reference/voucher"

// late is the code of a reversal or return after the month of the voucher.
const late = 1

// Reports reports whether a day has a daily report: every day of the pilot, both
// ends included, with or without operations (FOOD-REPORT-001).
func (t *Terms) Reports(d voucher.Day) bool { return d.Start() >= t.Opens && d.Start() < t.Closes }

// Booked returns the day that an event counts for: the day it happens on, or
// the one it is booked on, as an annulment on the day that ends with the month.
func Booked(e *voucher.Event) voucher.Day {
	if e.Day != 0 {
		return e.Day
	}
	return e.At.Day()
}

// Count adds an event to the figures of its day, and reports whether the event
// has any. Discounts and Paid are what was sold; reversals and returns stand
// beside them, on the day on which they happen, so that the sums of all days
// make the ledger: spent is Discounts - Reversed - Restored.
func Count(r *voucher.DayReport, e *voucher.Event) bool {
	switch e.Kind {
	case voucher.FoodVoucherCredited:
		r.Credits++
		r.Credited += e.Amount
	case voucher.Purchased:
		r.Purchases++
		r.Discounts += e.Amount
		r.Paid += e.Paid
	case voucher.ReversalBooked:
		r.Reversals++
		comeBack(r, e, &r.Reversed)
	case voucher.Refunded:
		r.Refunds++
		comeBack(r, e, &r.Restored)
	case voucher.FoodVoucherAnnulled:
		r.Annulled += e.Amount
	case voucher.Rated:
		r.Ratings++
	case voucher.AppealFiled:
		r.Appeals++
	default:
		return false
	}
	return true
}

// comeBack books a discount that comes back: in the month to balances, under
// its own heading, after it to the programme.
func comeBack(r *voucher.DayReport, e *voucher.Event, inMonth *voucher.Money) {
	if e.Code == late {
		r.Recovered += e.Amount
		return
	}
	*inMonth += e.Amount
}
