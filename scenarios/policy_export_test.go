package scenarios

import "github.com/vouch-kz/vouch/reference/voucher"

// Place is a territory that a file may name, for the tests.
type Place struct {
	Territory voucher.Territory
	Name      voucher.Text
}

// Places lets the tests see the territories that a file may name.
func Places() []Place {
	var all []Place
	for _, p := range places {
		all = append(all, Place{p.territory, p.name})
	}
	return all
}

// Form lets the tests see how the values of a unit are written.
func Form(u voucher.UnitKind) (noun, example string, decimals int) {
	f := form(u)
	return f.noun, f.example, f.decimals
}

// Bounds lets the tests see the span of an assumption's unit.
func Bounds(unit string) (least, most int64) {
	b, _ := boundOf(unit)
	return b.least, b.most
}
