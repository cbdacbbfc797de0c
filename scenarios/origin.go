package scenarios

import (
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Value is one value of a scenario as a file writes it, with the place where it
// stands and those whose place it took.
type Value struct {
	// Group is seed, population, programmes, territories, readings, set, assumptions,
	// stores, events or horizon.
	Group string
	// Path is the key below the group: a parameter's path, a reading's id; "" where
	// the group is the key.
	Path      string
	Territory voucher.Territory // voucher.Country: everywhere
	From      voucher.Day       `json:",omitzero"` // zero: from the beginning
	Text      string            // such as 4325.00, {mrp: 1.5} or [1, 2]
	Compound  string            // the path of what it is among Compounds; "" for one value
	Parts     []Part            // of a compound, in the order of its fields
	File      string
	Line      int
	Over      []Value // what a parent says and this replaces, the nearest first
}

// Part is one field of a compound as a file writes it.
type Part struct {
	Name  string       `json:"name"`
	Unit  string       `json:"unit"` // as that of the CompoundField
	Label voucher.Text `json:"label"`
	Text  string       `json:"text"`
}

// Key is the group and the path, in one word as the file has them: food.mrp,
// G13, horizon.from.
func (v *Value) Key() string {
	switch {
	case v.Path == "":
		return v.Group
	case v.Group == "set" || v.Group == "assumptions" || v.Group == "readings":
		return v.Path
	}
	return v.Group + "." + v.Path
}

// Values lists what the scenario's files say, in the order in which it counts:
// what is extended first. What no file names is as in the rules and in the
// embedded assumptions, and not listed; nor is what a Set method replaced.
func (s *Scenario) Values() []Value { return s.values }

// valuesOf tells the claims that count.
func valuesOf(all []standing) []Value {
	values := make([]Value, len(all))
	for i, c := range all {
		values[i] = c.told()
		for _, o := range c.over {
			values[i].Over = append(values[i].Over, o.told())
		}
	}
	return values
}

// told is a claim as others see it.
func (c *claim) told() Value {
	v := Value{Territory: c.territory, From: c.from, Text: c.written(), File: c.layer.r.name}
	v.Group, v.Path, _ = strings.Cut(c.key, " ")
	v.Line, _ = placeOf(c.node)
	if c.compound != nil {
		v.Compound, v.Parts = c.compound.Path, c.fields.words(c.compound)
	}
	return v
}
