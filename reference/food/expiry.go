package food

import "github.com/vouch-kz/vouch/reference/voucher"

var voucherExpired = voucher.Refuse(voucher.VoucherExpired, "FOOD-EXPIRY-001")

// valid refuses a voucher that cannot be used: none credited, of a month that
// is over (FOOD-EXPIRY-001), or not activated under reading F10 two_step.
func valid(w *Wallet, now voucher.Instant) *voucher.Refusal {
	switch {
	case w.State == voucher.NoVoucher:
		return notCredited
	case now >= w.Until:
		return voucherExpired
	case w.State == voucher.Credited:
		return notActivated
	}
	return nil
}

// Ends says why and with which sum a voucher ends when its month does
// (FOOD-EXPIRY-002); ok is false where there is none. The sum is zero for a
// voucher that is spent.
func Ends(w *Wallet) (amount voucher.Money, why voucher.Cause, ok bool) {
	switch w.State {
	case voucher.Credited:
		return w.Balance, voucher.NeverUsed, true
	case voucher.Active:
		return w.Balance, voucher.LeftUnused, true
	}
	return 0, 0, false
}
