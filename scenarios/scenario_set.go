package scenarios

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// settings reads the changes to the rules. Of one path, the country's values
// come first and those of a territory ascend, each in the order of their days, so
// that set in this order a territory's own value stands.
func (r *reader) settings(l *layer, n ast.Node) {
	l.set = n
	entries, _ := r.mapping(n, "set")
	var order []string
	byPath := map[string][]*claim{}
	for _, e := range entries {
		path, day, dated := strings.Cut(e.key, "@")
		p, ok := voucher.ParseParameter(path)
		if !ok {
			r.fault(e.named, "set", "unknown path %s%s", quote(path), insteadPath(entry{path, e.named, e.value}, paths(), say("vouch scenarios explain lists the paths")))
			continue
		}
		c := &change{r: r, layer: l, declaration: p.Declaration()}
		if dated && !c.since(e.named, day) {
			continue
		}
		c.read(e, path)
		if byPath[path] == nil {
			order = append(order, path)
		}
		byPath[path] = append(byPath[path], c.claims...)
	}
	for _, path := range order {
		l.claims = append(l.claims, r.inTurn(byPath[path])...)
	}
}

// inTurn sorts the claims of one path, and reports a day that two of them name.
func (r *reader) inTurn(all []*claim) []*claim {
	slices.SortStableFunc(all, func(a, b *claim) int {
		return cmp.Or(cmp.Compare(a.territory, b.territory), cmp.Compare(a.from, b.from))
	})
	for i := range all {
		if i > 0 && all[i-1].territory == all[i].territory && all[i-1].from == all[i].from {
			all[i].fault("set from the same day on %s; keep one", all[i-1].place())
		}
	}
	return all
}

// paths returns the path of every parameter.
func paths() []string {
	var all []string
	for _, p := range voucher.AllParameters() {
		all = append(all, p.String())
	}
	return all
}

// change reads what a file sets for one parameter.
type change struct {
	r           *reader
	layer       *layer
	declaration voucher.Declaration
	day         voucher.Day // that stands behind the path; zero without one
	dayNode     ast.Node    // where the day of the value that is read stands
	claims      []*claim
}

// since reads the day or the month behind a path.
func (c *change) since(n ast.Node, day string) bool {
	text := day
	if len(day) == len("2026-03") {
		text += "-01"
	}
	d, err := voucher.ParseDay(text)
	if err != nil {
		c.r.fault(n, "set", "%s is no month or day; write a path such as food.mrp@2026-03 or food.mrp@2026-03-15", quote(day))
	}
	c.day, c.dayNode = d, n
	return err == nil
}

// read reads one value, a list of dated ones, or either by territory.
func (c *change) read(e entry, path string) {
	m, ok := e.value.(*ast.MappingNode)
	switch {
	case !ok || c.isMoney(m):
		c.values(e.value, voucher.Country, path)
		return
	case !c.declaration.Regional:
		c.r.fault(m, path, "this holds for the whole country; write one value, or a list of - {from: 2026-03-01, value: …}")
		return
	}
	entries, _ := c.r.mapping(m, path)
	for _, v := range entries {
		if v.key == "from" || v.key == "value" {
			c.r.fault(v.named, path, "values with a day stand in a list; write - {from: 2026-03-01, value: …}")
			return
		}
		t, ok := voucher.Country, v.key == voucher.Country.String()
		if !ok {
			t, ok = c.r.territory(v.named, v.key, path)
		}
		if ok {
			c.values(v.value, t, below(path, v.key))
		}
	}
}

// values reads the value of a territory, or its values over time.
func (c *change) values(n ast.Node, t voucher.Territory, at string) {
	if _, ok := n.(*ast.SequenceNode); !ok {
		c.value(n, t, c.day, at)
		return
	}
	if c.day != 0 {
		c.r.fault(n, at, "the day stands behind the path; write one value, or a list under the path alone")
		return
	}
	items, _ := c.r.list(n, at, say("values with the day from which each holds"))
	var last voucher.Day
	for i, item := range items {
		if _, ok := item.(*ast.MappingNode); !ok {
			c.r.unexpected(item, at, say("%s", "{from: 2026-03-01, value: …}"))
			continue
		}
		fields, _ := c.r.fields(item, at, keysOf[DatedValue]())
		day, ok := c.from(item, fields, at, i > 0)
		if ok && i > 0 && day <= last {
			c.r.fault(fields["from"].value, at, "%v does not come after %v; put the days in order, each once", day, last)
			ok = false
		}
		last = max(last, day)
		if e, has := fields["value"]; !has {
			c.r.fault(item, at, "value is missing; write {from: 2026-03-01, value: …}")
		} else if ok {
			c.value(e.value, t, day, at)
		}
	}
}

// from reads the day from which a value of a list holds. All but the first must
// have one.
func (c *change) from(item ast.Node, fields map[string]entry, at string, must bool) (voucher.Day, bool) {
	e, has := fields["from"]
	if !has {
		if must {
			c.r.fault(item, at, "from is missing; write {from: 2026-03-01, value: …}")
		}
		return 0, !must
	}
	c.dayNode = e.value
	return c.r.day(e.value, at)
}

// isMoney reports whether a mapping is a sum with its unit: {mrp: 1.5}.
func (c *change) isMoney(m *ast.MappingNode) bool {
	return len(m.Values) == 1 && slices.Contains([]string{string(inMRP), string(inTenge)}, m.Values[0].Key.GetToken().Value)
}

// The bounds of sums in another unit than the parameter's own, in millionths of an
// МРП and in tiyn; whether the parameter can take them is known when the МРП is.
const (
	maxInMRP   = 1000 * million
	maxInTenge = 10_000_000_00
)

// value reads one value in the unit and inside the bounds of the parameter, or a
// sum in the other unit of money.
func (c *change) value(n ast.Node, t voucher.Territory, from voucher.Day, at string) {
	d, unit, least, most := c.declaration, c.declaration.Unit, c.declaration.Min, c.declaration.Max
	var in money
	if m, ok := n.(*ast.MappingNode); ok && c.isMoney(m) {
		word := m.Values[0].Key.GetToken().Value
		if in, ok = moneyOf(d); !ok || string(in) != word {
			c.r.fault(m, at, "this is not written in %s; write %s such as %s", word, form(unit).noun, form(unit).example)
			return
		}
		if n, unit, least, most = m.Values[0].Value, in.unit(), 0, maxInMRP; in == inTenge {
			most = maxInTenge
		}
	}
	if v, ok := c.r.inUnit(n, at, unit, least, most, string(d.Requirement)); ok {
		c.claims = append(c.claims, &claim{layer: c.layer, node: n, day: c.dayNode, at: at, key: "set " + d.Path, territory: t, from: from, value: v, money: in})
	}
}

// inUnit reads one value in a unit and inside bounds; source is what sets these,
// or "".
func (r *reader) inUnit(n ast.Node, at string, unit voucher.UnitKind, least, most int64, source string) (v int64, ok bool) {
	f := form(unit)
	s, ok := r.scalar(n, at, say("%s such as %s", f.noun, f.example))
	if !ok {
		return 0, false
	}
	v, err := ParseValue(unit, s.text)
	limits := say("write %s from %s to %s", f.noun, FormatValue(unit, least), FormatValue(unit, most))
	if source != "" {
		limits = say("%s (%s)", limits, source)
	}
	switch {
	case s.quoted && unit != voucher.InDate && unit != voucher.InMonthDay:
		r.fault(n, at, "%s stands in quotes; take them off", quote(s.text))
	case err != nil:
		r.fault(n, at, "%v", err)
	case v < least:
		r.fault(n, at, "%s is below %s; %s", s.text, FormatValue(unit, least), limits)
	case v > most:
		r.fault(n, at, "%s is above %s; %s", s.text, FormatValue(unit, most), limits)
	default:
		return v, true
	}
	return 0, false
}
