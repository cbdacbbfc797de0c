package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// unspent counts what was left of a food voucher when it ended, and why.
func (b *block) unspent(i int, m voucher.Month, left int64, why voucher.Cause) {
	f := &b.families[i]
	reason := UnusedPart
	switch {
	case why == voucher.ByRefusal:
		reason = UnusedRefused
	case why == voucher.ByDrop:
		reason = UnusedGone
	case why == voucher.ByLapse:
		reason = UnusedLapsed
	case f.food.month == b.indexOf(m) && f.food.stage&wasUsed != 0:
	case !f.is(foodListed) || f.moved != 0:
		reason = UnusedGone
	case why == voucher.NeverUsed:
		reason = UnusedNotActivated
	default:
		reason = UnusedNever
	}
	b.unusedBy(i, m, reason, left)
}

// leave counts what is on a wallet when the run ends.
func (b *block) leave(i int, m voucher.Month, left int64) {
	if left != 0 {
		b.count(i, voucher.Food, m, Left, left)
		b.unusedBy(i, m, UnusedOpen, left)
	}
}

// unusedBy counts what was left of a month's voucher for a reason.
func (b *block) unusedBy(i int, m voucher.Month, reason Metric, left int64) {
	if b.totals.cell(voucher.Food, 0, m) == nil {
		return
	}
	b.count(i, voucher.Food, m, reason, left)
	b.totals.spread[UnusedOfVoucher].add(left)
	if credited := b.credited[i]; credited > 0 {
		b.totals.spread[ShareOfVoucher].add((credited - left) * 100 / credited)
	}
}
