package reference

import "github.com/vouch-kz/vouch/reference/voucher"

// refusalTable numbers the refusals that were given, so that an answer can be
// kept without a pointer. There are a few dozen at most.
type refusalTable []*voucher.Refusal

// index returns a refusal's number, zero for none.
func (t *refusalTable) index(r *voucher.Refusal) uint16 {
	if r == nil {
		return 0
	}
	for i, known := range *t {
		if known == r || *known == *r {
			return uint16(i + 1)
		}
	}
	*t = append(*t, r)
	return uint16(len(*t))
}

// at returns the refusal of a number, nil for zero.
func (t *refusalTable) at(i uint16) *voucher.Refusal {
	if i == 0 {
		return nil
	}
	return (*t)[i-1]
}
