package load

import "time"

// A month of a food programme, as tills would see it: people buy in the evening, more
// on Fridays and Saturdays, most in the days after the vouchers come on the 5th and
// after paydays, and once more before the month ends and what is left is annulled.
// The weights are a model and no published figures.
var (
	hours = [24]float64{0, 0, 0, 0, 0, 0, 0.1, 0.4, 0.7, 0.8, 0.9, 1, 1.1, 1.1, 0.9, 0.9, 1.1, 1.6, 2.2, 2.4, 1.9, 1.2, 0.4, 0.1}
	week  = [7]float64{0.9, 0.9, 0.9, 1, 1.3, 1.5, 1.1}
)

// The days of the modelled month that stand out.
const (
	monthDays  = 28 // four whole weeks: the curve meets itself
	voucherDay = 5
	advanceDay = 10
	payDay     = 25
)

// dayWeight is how a day of the month, from 1, differs from a usual one.
func dayWeight(day int) float64 {
	w := week[(day-1)%len(week)]
	switch {
	case day < voucherDay:
		return 0.2 * w // nothing is credited yet: returns and what is paid without a voucher
	case day < voucherDay+3:
		return 3 * w
	case day == advanceDay, day == payDay, day == payDay+1:
		return 1.6 * w
	case day == monthDays:
		return 2 * w
	}
	return w
}

// monthOf compresses the month into a span, with a mean rate.
func monthOf(rate float64, span time.Duration) (all []Stretch) {
	sum := 0.0
	for day := range monthDays {
		for _, h := range hours {
			sum += dayWeight(day+1) * h
		}
	}
	slots := monthDays * len(hours)
	scale := rate * float64(slots) / sum
	for day := range monthDays {
		for h, weight := range hours {
			begin := span * time.Duration(day*len(hours)+h) / time.Duration(slots)
			end := span * time.Duration(day*len(hours)+h+1) / time.Duration(slots)
			r := scale * weight * dayWeight(day+1)
			all = append(all, Stretch{end - begin, r, r})
		}
	}
	return all
}
