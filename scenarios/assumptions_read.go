package scenarios

import (
	"regexp"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// ReadAssumptions reads a file of assumptions strictly: groups of named figures,
// each with value, unit, source and, where there is something to say, note and label.
// The name stands for the file in messages. An error is always Problems.
func ReadAssumptions(name string, data []byte) (*Assumptions, error) {
	r := &reader{name: name, opening: "messages: {undelivered: {value: 30000, unit: ppm, source: model}}"}
	body := r.parse(data)
	if body == nil {
		return nil, r.err()
	}
	a := &Assumptions{index: map[string]int{}}
	groups, _ := r.mapping(body, "")
	for _, group := range groups {
		if !r.named(group) {
			continue
		}
		names, _ := r.mapping(group.value, group.key)
		for _, e := range names {
			if !r.named(e) {
				continue
			}
			f := r.figure(e.value, group.key+"."+e.key)
			a.index[f.Path] = len(a.figures)
			a.figures = append(a.figures, f)
		}
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return a, nil
}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// named checks the word of a group or a figure, which must leave the dot of a
// path alone.
func (r *reader) named(e entry) bool {
	ok := nameForm.MatchString(e.key)
	if !ok {
		r.fault(e.named, "", "%s is no name here; write small letters a to z, digits and underscores", quote(e.key))
	}
	return ok
}

var figureKeys = []string{"value", "unit", "source", "note", "label"}

// figure reads one figure.
func (r *reader) figure(n ast.Node, path string) Figure {
	f := Figure{Path: path}
	fields, ok := r.fields(n, path, figureKeys)
	if !ok {
		return f
	}
	for _, key := range figureKeys[:3] {
		if _, has := fields[key]; !has {
			r.fault(n, path, "%s is missing; write value, unit and source", key)
		}
	}
	if e, has := fields["source"]; has {
		v, ok := r.scalar(e.value, path+".source", say("where the figure comes from"))
		if ok && !isSource(v.text) {
			r.fault(e.value, path+".source", "%s names no source; write found, derived or model with a key of simulator/data/sources.csv, such as found:DFC-2025, or model, own, seed-gas, seed-food", quote(v.text))
		}
		f.Source = v.text
	}
	if e, has := fields["note"]; has {
		f.Note = r.wording(e.value, path+".note")
	}
	if e, has := fields["label"]; has {
		f.Label = r.wording(e.value, path+".label")
	}
	unit, ok := r.unit(fields, path)
	if e, has := fields["value"]; has && ok {
		f.Unit = unit.unit
		f.Value, f.Weights = r.measure(e.value, path+".value", unit)
	}
	return f
}

// unit reads the unit of a figure.
func (r *reader) unit(fields map[string]entry, path string) (bound, bool) {
	e, has := fields["unit"]
	if !has {
		return bound{}, false
	}
	known := make([]string, len(bounds))
	for i, b := range bounds {
		known[i] = b.unit
	}
	v, ok := r.scalar(e.value, path+".unit", say("one of %s", words(known)))
	if !ok {
		return bound{}, false
	}
	unit, ok := boundOf(v.text)
	if !ok {
		r.fault(e.value, path+".unit", "unknown unit %s%s", quote(v.text), instead(v.text, known, say("write one of %s", words(known))))
	}
	return unit, ok
}

// measure reads one value, or a list of them, inside the bounds of a unit.
// Weights are always a list, with one at least that is not zero.
func (r *reader) measure(n ast.Node, at string, unit bound) (value int64, list []int64) {
	if _, ok := n.(*ast.SequenceNode); !ok {
		if unit.unit == weights {
			r.unexpected(n, at, say("a list of %s", say("weights")))
			return 0, nil
		}
		return r.wholeIn(n, at, unit), nil
	}
	items, _ := r.list(n, at, say("whole numbers"))
	for _, item := range items {
		list = append(list, r.wholeIn(item, at, unit))
	}
	if unit.unit == weights && len(list) > 0 && slices.Max(list) == 0 {
		r.fault(n, at, "all weights are 0; write one at least that is more")
	}
	return 0, list
}

// assumptions reads the values that a scenario gives to known figures. They are
// written in the same unit, and a list keeps its length, since the places in it
// have meanings.
func (r *reader) assumptions(l *layer, n ast.Node) {
	base := baseAssumptions()
	entries, _ := r.mapping(n, "assumptions")
	for _, e := range entries {
		i, ok := base.index[e.key]
		if !ok {
			r.fault(e.named, "assumptions", "unknown assumption %s%s", quote(e.key), insteadPath(e, base.paths(), say("vouch scenarios explain lists them")))
			continue
		}
		f := &base.figures[i]
		unit, _ := boundOf(f.Unit)
		unit.source = f.Source
		var source string
		if e.value, source, ok = r.sourced(e); !ok {
			continue
		}
		items, isList := e.value.(*ast.SequenceNode)
		switch {
		case isList && f.Weights == nil:
			r.unexpected(e.value, e.key, unit.want())
		case f.Weights != nil && (!isList || len(items.Values) != len(f.Weights)):
			r.fault(e.value, e.key, "write a list of %d whole numbers, as in policy/assumptions.yaml", len(f.Weights))
		default:
			c := l.claim(e.value, "assumptions "+e.key, e.key)
			c.word = source
			c.value, c.list = r.measure(e.value, e.key, unit)
		}
	}
}

// sourced parts the value of an assumption from where it comes from, if the file says that too: a
// fitted figure is no longer that of the page that the first one came from.
func (r *reader) sourced(e entry) (value ast.Node, source string, ok bool) {
	m, both := e.value.(*ast.MappingNode)
	if !both || !slices.ContainsFunc(m.Values, func(v *ast.MappingValueNode) bool { return v.Key.GetToken().Value == "source" }) {
		return e.value, "", true
	}
	fields, _ := r.fields(e.value, e.key, keysOf[SourcedValue]())
	v, has := fields["value"]
	if !has {
		r.fault(e.value, e.key, "value is missing; write {value: …, source: …}")
		return nil, "", false
	}
	s, ok := r.scalar(fields["source"].value, e.key+".source", say("where the figure comes from"))
	if ok && !isSource(s.text) {
		r.fault(fields["source"].value, e.key+".source", "%s names no source; write one such as derived:DFC-2025, or model where the figure was invented", quote(s.text))
		ok = false
	}
	return v.value, s.text, ok
}
