package food

import "github.com/vouch-kz/vouch/reference/voucher"

var outsidePeriod = voucher.Refuse(voucher.OutsidePeriod, "FOOD-PERIOD-002")

// Running refuses outside the pilot, 5 January to 1 May with both days included
// (FOOD-PERIOD-002). Vouchers die with their month and the last question is of
// 5 April, so that the last purchase is of 30 April without a rule of its own.
func (t *Terms) Running(now voucher.Instant) *voucher.Refusal {
	if now < t.Opens || now >= t.Closes {
		return outsidePeriod
	}
	return nil
}
