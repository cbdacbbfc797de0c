package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Figure is one behavioural assumption: how people, stores and providers act,
// which no programme sets.
type Figure struct {
	Path    string       // group.name
	Value   int64        // zero where it is a list
	Weights []int64      // nil where it is one value
	Unit    string       // ppm, count, milli, days, hours, minutes, seconds, tiyn or weights
	Source  string       // "model" where it was invented for want of a source
	Label   voucher.Text // what it is called; may be zero
	Note    voucher.Text // what it is a share of, and why it is what it is; may be empty
	Changed bool         // by a scenario
}

// Assumptions are all figures of behaviour, by path. They are made by
// BaseAssumptions, ReadAssumptions and, with a scenario's own values in their
// places, by Read.
type Assumptions struct {
	figures []Figure
	index   map[string]int
}

// BaseAssumptions returns the embedded assumptions, a copy at each call. It
// panics where the file is wrong, since it is part of the program.
func BaseAssumptions() *Assumptions {
	a := baseAssumptions()
	// The lists and the index are never written to.
	return &Assumptions{figures: slices.Clone(a.figures), index: a.index}
}

var baseAssumptions = sync.OnceValue(func() *Assumptions {
	return must(ReadAssumptions("policy/assumptions.yaml", must(policies.ReadFile("policy/assumptions.yaml"))))
})

// Int returns the figure with one value at a path such as
// "gas_consent.accept_first"; ok is false for an unknown path and for a list.
func (a *Assumptions) Int(path string) (v int64, ok bool) {
	i, ok := a.index[path]
	if !ok || a.figures[i].Weights != nil {
		return 0, false
	}
	return a.figures[i].Value, true
}

// Weights returns the list at a path, also one whose unit is not weights; ok is
// false for an unknown path and for one value. The list must not be changed.
func (a *Assumptions) Weights(path string) (list []int64, ok bool) {
	i, ok := a.index[path]
	if !ok || a.figures[i].Weights == nil {
		return nil, false
	}
	return a.figures[i].Weights, true
}

// Written returns the figure at a path as a file writes it, "" for an unknown one.
func (a *Assumptions) Written(path string) string {
	i, ok := a.index[path]
	switch {
	case !ok:
		return ""
	case a.figures[i].Weights == nil:
		return fmt.Sprint(a.figures[i].Value)
	}
	return strings.ReplaceAll(fmt.Sprint(a.figures[i].Weights), " ", ", ")
}

// All returns every figure in the order of the file. The lists inside must not
// be changed.
func (a *Assumptions) All() []Figure { return slices.Clone(a.figures) }

// paths returns the path of every figure, in the order of the file.
func (a *Assumptions) paths() []string {
	all := make([]string, len(a.figures))
	for i := range a.figures {
		all[i] = a.figures[i].Path
	}
	return all
}

// bound is the span of a unit's values, both ends inside.
type bound struct {
	unit        string
	least, most int64
	source      string // of the figure that is measured; "" in the table
}

// want says what may be written.
func (b bound) want() saying {
	want := say("a whole number from %d to %d", b.least, b.most)
	if b.source != "" {
		return say("%s %s (%s)", want, b.unit, b.source)
	}
	return want
}

// weights is the unit of a list in which only the ratios count.
const weights = "weights"

// bounds are the units of assumptions. The times end at a year, a thousandfold
// factor at a thousand; what is longer or more was meant in another unit.
var bounds = []bound{
	{"ppm", 0, 1_000_000, ""},
	{"count", 0, 1_000_000, ""},
	{"milli", 0, 1_000_000, ""},
	{"days", 0, 366, ""},
	{"hours", 0, 366 * 24, ""},
	{"minutes", 0, 366 * 24 * 60, ""},
	{"seconds", 0, 366 * 24 * 60 * 60, ""},
	{"tiyn", 0, 100_000_000_000_00, ""},
	{weights, 0, 1_000_000_000, ""},
}

// boundOf finds a unit by its word.
func boundOf(unit string) (bound, bool) {
	i := slices.IndexFunc(bounds, func(b bound) bool { return b.unit == unit })
	if i < 0 {
		return bound{}, false
	}
	return bounds[i], true
}

// isSource reports whether a source is named as in policy/assumptions.yaml: how
// the figure came to be and, where there is one, the key of the page.
func isSource(s string) bool {
	how, key, keyed := strings.Cut(s, ":")
	if !keyed {
		return slices.Contains([]string{"model", "own", "seed-gas", "seed-food"}, how)
	}
	return slices.Contains([]string{"found", "derived", "model"}, how) && key != "" &&
		strings.Trim(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+") == ""
}
