package scenarios

import (
	"slices"
	"strconv"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Lever is one number that a scenario can change, of policy or of behaviour. The
// JSON Schema, the tables and every message about a value are made from it.
type Lever struct {
	Path string
	// Policy tells what a programme sets, under set, from how people act, under
	// assumptions.
	Policy bool
	// Parameter is that of a policy.
	Parameter voucher.Parameter
	Unit      string // what the whole number inside counts: ppm, tiyn, days
	Min, Max  int64  // in that unit, both inside
	Places    int    // in a list that has as many values; 0: it is one value
	Regional  bool   // may differ by territory
	Label     voucher.Text
	Source    string       // the requirement of a policy; found, derived or model with the page of an assumption
	Note      voucher.Text // what the value is a share of; may be empty
}

// Levers returns all of them, policy first, each in the order of its declaration.
func Levers() []Lever {
	var all []Lever
	for _, p := range voucher.AllParameters() {
		d := p.Declaration()
		all = append(all, Lever{Path: d.Path, Policy: true, Parameter: p, Unit: d.Unit.String(), Min: d.Min, Max: d.Max, Regional: d.Regional,
			Label: d.Label, Source: string(d.Requirement)})
	}
	base := baseAssumptions()
	for i := range base.figures {
		f := &base.figures[i]
		unit, _ := boundOf(f.Unit)
		all = append(all, Lever{Path: f.Path, Unit: f.Unit, Min: unit.least, Max: unit.most, Places: len(f.Weights),
			Label: f.Label, Source: f.Source, Note: f.Note})
	}
	return all
}

// FindLever finds a lever by its path. Where there is none, near is the known path
// that was most likely meant, or "".
func FindLever(path string) (lever Lever, near string, ok bool) {
	all := Levers()
	i := slices.IndexFunc(all, func(l Lever) bool { return l.Path == path })
	if i >= 0 {
		return all[i], "", true
	}
	known := make([]string, len(all))
	for i := range all {
		known[i] = all[i].Path
	}
	return Lever{}, voucher.Nearest(path, known), false
}

// Write tells a value as a file writes it: of a policy in the form of its unit, of
// an assumption as a whole number.
func (l *Lever) Write(v int64) string {
	if l.Policy {
		return FormatValue(l.Parameter.Declaration().Unit, v)
	}
	return strconv.FormatInt(v, 10)
}

// Written says how values of the lever are written: what they are, and one as an
// example.
func (l *Lever) Written() (noun, example string) {
	if l.Policy {
		f := form(l.Parameter.Declaration().Unit)
		return f.noun.Error(), f.example
	}
	if l.Places > 0 {
		return "a list of " + strconv.Itoa(l.Places) + " whole numbers", ""
	}
	return "a whole number", strconv.FormatInt((l.Min+l.Max)/2, 10)
}

// Money is the other way in which a sum may be written, such as mrp in {mrp: 1.5};
// "" where there is none.
func (l *Lever) Money() string {
	if !l.Policy {
		return ""
	}
	m, _ := moneyOf(l.Parameter.Declaration())
	return string(m)
}
