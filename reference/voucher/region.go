package voucher

import "fmt"

// Territory is a nine-digit КАТО code: a region (110000000), a city of
// republican significance (750000000) or a town (111010000). Zero stands for
// the whole country where a parameter is meant.
type Territory uint32

// Country is the whole country, in parameters and settings.
const Country Territory = 0

// Region returns the code of the region (first two digits) that the territory
// belongs to.
func (t Territory) Region() Territory { return t / 10_000_000 * 10_000_000 }

// String writes nine digits, and "kz" for the whole country.
func (t Territory) String() string {
	if t == Country {
		return "kz"
	}
	return fmt.Sprintf("%09d", uint32(t))
}

// ParseTerritory reads nine digits, or "kz".
func ParseTerritory(s string) (Territory, error) {
	if s == "kz" {
		return Country, nil
	}
	var v uint32
	for _, r := range []byte(s) {
		if r < '0' || r > '9' || len(s) != 9 {
			return 0, fmt.Errorf("territory %q is not a КАТО code; write nine digits such as 111010000", s)
		}
		v = v*10 + uint32(r-'0')
	}
	if v < 100_000_000 {
		return 0, fmt.Errorf("territory %q is not a КАТО code; write nine digits such as 111010000", s)
	}
	return Territory(v), nil
}
