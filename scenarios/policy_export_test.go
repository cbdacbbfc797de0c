package scenarios

import "github.com/vouch-kz/vouch/reference/voucher"

// Place is a territory that a file may name, for the tests.
type Place struct {
	Territory voucher.Territory
	Name      voucher.Text
	Pilots    voucher.Programme
}

// Places lets the tests see the territories that a file may name.
func Places() []Place {
	var all []Place
	for _, p := range places {
		all = append(all, Place{p.territory, p.name, p.pilots})
	}
	return all
}

// Decimals lets the tests see how fine the values of a unit are written.
func Decimals(u voucher.UnitKind) int { return form(u).decimals }

// MRPRates lets the tests see by what sums in МРП are converted.
func MRPRates() []voucher.Dated { return mrpRates }
