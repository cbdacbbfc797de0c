package scenarios

import (
	"fmt"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// With returns the scenario with one value of policy or behaviour in the place of
// all that it says of the path, for the whole country and from the beginning. The
// scenario itself is not changed. The value is in the unit of the lever; an error
// says which values there are.
func (s *Scenario) With(path string, v int64) (*Scenario, error) {
	lever, near, ok := FindLever(path)
	switch {
	case !ok:
		return nil, say("unknown path %s%s", quote(path), instead(path, []string{near}, say("vouch scenarios explain lists the paths")))
	case lever.Places > 0:
		return nil, fmt.Errorf("%s is a list; write a scenario for each list", path)
	case v < lever.Min || v > lever.Max:
		return nil, fmt.Errorf("%s: %s is not between %s and %s", path, lever.Write(v), lever.Write(lever.Min), lever.Write(lever.Max))
	}
	other := *s
	if lever.Policy {
		other.Settings = slices.DeleteFunc(slices.Clone(s.Settings), func(set voucher.Setting) bool { return set.Path == path })
		other.Settings = append(other.Settings, voucher.Setting{Path: path, Territory: voucher.Country, Value: v})
		return &other, nil
	}
	a := &Assumptions{figures: slices.Clone(s.Assumptions.figures), index: s.Assumptions.index}
	f := &a.figures[a.index[path]]
	f.Value, f.Changed = v, true
	other.Assumptions = a
	return &other, nil
}
