package scenarios

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// dated is a day from which something is set, with its place in the file.
type dated struct {
	node ast.Node
	at   string
	day  voucher.Day
}

// settings reads the changes to the rules. Of one path, the country's values
// come first and those of a territory ascend, so that set in this order a
// territory's own value stands. The days from which values hold are returned
// for a later look.
func (r *reader) settings(n ast.Node) ([]voucher.Setting, []dated) {
	entries, _ := r.mapping(n, "set")
	var all []voucher.Setting
	var dates []dated
	undated := map[string]int64{}
	for _, e := range entries {
		p, ok := voucher.ParseParameter(e.key)
		if !ok {
			r.fault(e.named, "set", "unknown path %s%s", quote(e.key), insteadPath(e, paths(), "scenario.schema.json lists the paths"))
			continue
		}
		c := &change{r: r, declaration: p.Declaration()}
		c.read(e)
		slices.SortStableFunc(c.settings, func(a, b voucher.Setting) int { return cmp.Compare(a.Territory, b.Territory) })
		all, dates = append(all, c.settings...), append(dates, c.dates...)
		if len(c.settings) > 0 && c.settings[0].Territory == voucher.Country && c.settings[0].From == 0 {
			undated[e.key] = c.settings[0].Value
		}
		r.inOrder(e, undated)
	}
	return all, dates
}

// paths returns the path of every parameter.
func paths() []string {
	var all []string
	for _, p := range voucher.AllParameters() {
		all = append(all, p.String())
	}
	return all
}

// inOrder reports a span whose end is set before its beginning. Only where both
// are set is the span the scenario's own.
func (r *reader) inOrder(e entry, undated map[string]int64) {
	for _, span := range [][2]voucher.Parameter{
		{voucher.GasPeriodFrom, voucher.GasPeriodTo},
		{voucher.FoodPeriodFrom, voucher.FoodPeriodTo},
		{voucher.GasWindowFrom, voucher.GasWindowTo},
	} {
		from, to := span[0].String(), span[1].String()
		first, hasFirst := undated[from]
		last, hasLast := undated[to]
		if (e.key == from || e.key == to) && hasFirst && hasLast && first > last {
			unit := span[0].Declaration().Unit
			r.fault(e.value, e.key, "%s %s is after %s %s; swap them", from, FormatValue(unit, first), to, FormatValue(unit, last))
		}
	}
}

// change reads what a file sets for one parameter.
type change struct {
	r           *reader
	declaration voucher.Declaration
	settings    []voucher.Setting
	dates       []dated
}

// read reads one value, a list of dated ones, or either by territory.
func (c *change) read(e entry) {
	m, ok := e.value.(*ast.MappingNode)
	switch {
	case !ok:
		c.values(e.value, voucher.Country, e.key)
		return
	case !c.declaration.Regional:
		c.r.fault(m, e.key, "this holds for the whole country; write one value, or a list of - {from: 2026-03-01, value: …}")
		return
	}
	entries, _ := c.r.mapping(m, e.key)
	for _, v := range entries {
		if v.key == "from" || v.key == "value" {
			c.r.fault(v.named, e.key, "values with a day stand in a list; write - {from: 2026-03-01, value: …}")
			return
		}
		t, ok := voucher.Country, v.key == voucher.Country.String()
		if !ok {
			t, ok = c.r.territory(v.named, v.key, e.key)
		}
		if ok {
			c.values(v.value, t, fmt.Sprintf("%s for %s", e.key, v.key))
		}
	}
}

// values reads the value of a territory, or its values over time.
func (c *change) values(n ast.Node, t voucher.Territory, at string) {
	if _, ok := n.(*ast.SequenceNode); !ok {
		c.value(n, t, 0, at)
		return
	}
	items, _ := c.r.list(n, at, "values with the day from which each holds")
	var last voucher.Day
	for i, item := range items {
		if _, ok := item.(*ast.MappingNode); !ok {
			c.r.unexpected(item, at, "{from: 2026-03-01, value: …}")
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
	day, ok := c.r.day(e.value, at)
	if ok {
		c.dates = append(c.dates, dated{e.value, at, day})
	}
	return day, ok
}

// value reads one value in the unit and inside the bounds of the parameter.
func (c *change) value(n ast.Node, t voucher.Territory, from voucher.Day, at string) {
	d := c.declaration
	f := form(d.Unit)
	s, ok := c.r.scalar(n, at, f.noun+" such as "+f.example)
	if !ok {
		return
	}
	v, err := ParseValue(d.Unit, s.text)
	limits := fmt.Sprintf("write %s from %s to %s", f.noun, FormatValue(d.Unit, d.Min), FormatValue(d.Unit, d.Max))
	switch {
	case s.quoted && d.Unit != voucher.InDate && d.Unit != voucher.InMonthDay:
		c.r.fault(n, at, "%s stands in quotes; take them off", quote(s.text))
	case err != nil:
		c.r.fault(n, at, "%v", err)
	case v < d.Min:
		c.r.fault(n, at, "%s is below %s; %s", s.text, FormatValue(d.Unit, d.Min), limits)
	case v > d.Max:
		c.r.fault(n, at, "%s is above %s; %s", s.text, FormatValue(d.Unit, d.Max), limits)
	default:
		c.settings = append(c.settings, voucher.Setting{Path: d.Path, Territory: t, From: from, Value: v})
	}
}

// insidePilots reports pilots that end before they begin, and values dated before or after all that is simulated: they
// would change nothing, or not what the date says.
func (r *reader) insidePilots(set ast.Node, dates []dated, s *Scenario) {
	first, last := s.pilots()
	if first > last {
		r.fault(set, "set", "the pilots end on %v, before they begin on %v; mend gas.period or food.period", last, first)
		return
	}
	for _, d := range dates {
		if d.day < first || d.day > last {
			r.fault(d.node, d.at, "from %v is outside the pilots, which run from %v to %v; a value that holds from the beginning needs no day", d.day, first, last)
		}
	}
}
