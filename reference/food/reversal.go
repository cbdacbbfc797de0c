package food

import "github.com/vouch-kz/vouch/reference/voucher"

// Reverse decides whether a purchase may be taken back by its key now, by the
// store that made it: once, and as long as a return could be made
// (FOOD-REVERSAL-001). late is as in Refund.
func (t *Terms) Reverse(p *Sold, w *Wallet, now voucher.Instant) (late bool, r *voucher.Refusal) {
	return t.Refund(p, w, p.Store, now)
}

// Rest works out a reversal: everything that has not come back by returns.
func Rest(sold []SoldLine) (discount, paid voucher.Money) {
	for i := range sold {
		d, p := sold[i].Back(sold[i].Left())
		discount += d
		paid += p
	}
	return discount, paid
}
