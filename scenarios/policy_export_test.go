package scenarios

import "github.com/vouch-kz/vouch/reference/voucher"

// Decimals lets the tests see how fine the values of a unit are written.
func Decimals(u voucher.UnitKind) int { return form(u).decimals }

// MRPRates lets the tests see by what sums in МРП are converted.
func MRPRates() []voucher.Dated { return mrpRates }
