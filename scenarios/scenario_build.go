package scenarios

import (
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// build makes the scenario of a file and all that it extends, and reports what
// can be judged only when everything is known.
func (l *layer) build() *Scenario {
	s := &Scenario{ID: l.id, Title: l.title, Seed: pilotSeed, Programmes: voucher.Both, Assumptions: BaseAssumptions()}
	all := l.effective()
	for _, c := range all {
		s.take(c.claim)
	}
	s.narrow(l, all)
	s.Settings = convert(all)
	l.inOrder(all)
	l.insidePilots(all, s)
	// Only now is it known how far the pilots of this world reach.
	s.From, s.To = s.pilots()
	l.horizon(all, s)
	l.inPlace(all, s)
	if days := s.To - s.From; days >= maxDays {
		l.r.fault(l.body, "horizon", "%d days, at most %d are simulated; write a shorter span", days+1, maxDays)
	}
	s.values = valuesOf(all)
	return s
}

// sets reports whether the claim is of a parameter.
func (c *claim) sets() bool { return strings.HasPrefix(c.key, "set ") }

// setting is the claim of a parameter as rules take it.
func (c *claim) setting() voucher.Setting {
	return voucher.Setting{Path: strings.TrimPrefix(c.key, "set "), Territory: c.territory, From: c.from, Value: c.value}
}

// take puts what is not looked at again into its place.
func (s *Scenario) take(c *claim) {
	group, path, _ := strings.Cut(c.key, " ")
	switch {
	case c.key == "seed":
		s.Seed = uint64(c.value)
	case c.key == "population families":
		s.Families = c.value
	case c.key == "population note":
		s.Note = c.text
	case c.key == "programmes":
		s.Programmes = voucher.Programme(c.value)
	case group == "stores":
		s.Stores = append(s.Stores, c.storeChange())
	case group == "events" && c.compound != nil:
		s.Events = append(s.Events, c.event())
	case group == "readings":
		if err := s.Readings.Choose(path, c.word); err != nil {
			panic("scenarios: " + err.Error()) // it was looked up when it was read
		}
	case group == "assumptions":
		f := &s.Assumptions.figures[s.Assumptions.index[path]]
		f.Value, f.Weights, f.Changed = c.value, c.list, true
		if c.word != "" {
			f.Source = c.word
		}
	}
}

// narrow reads to which places each programme is narrowed: the list that counts,
// with what change adds and removes further down.
func (s *Scenario) narrow(l *layer, all []standing) {
	for _, c := range all {
		word, is := strings.CutPrefix(c.key, "territories ")
		if !is {
			continue
		}
		programme, _ := voucher.ParseProgramme(word)
		if !s.Runs(programme) {
			if c.layer == l { // what is taken over from a parent is of no use here, and no mistake
				c.fault("%s is not among the programmes; add it there, or delete it here", word)
			}
			continue
		}
		list := narrowed(c.claim, all)
		if len(list) == 0 {
			c.fault("no place is left for %s; narrow it to another one, or take the programme out", word)
		}
		if programme == voucher.Gas {
			s.GasTerritories = list
		} else {
			s.FoodTerritories = list
		}
	}
}

// narrowed is the list of a claim with what was moved after it, ascending.
func narrowed(c *claim, all []standing) []voucher.Territory {
	var list []voucher.Territory
	for _, code := range c.list {
		list = append(list, voucher.Territory(code))
	}
	word := strings.TrimPrefix(c.key, "territories ")
	for _, m := range all {
		if !m.moved || m.key != "set "+word+".territory" || m.layer.under(c.layer) {
			continue
		}
		i := slices.Index(list, m.territory)
		switch {
		case m.value == 1 && i < 0:
			list = append(list, m.territory)
		case m.value == 0 && i >= 0 && m.from == 0:
			list = slices.Delete(list, i, i+1)
		}
	}
	slices.Sort(list)
	return list
}

// inOrder reports a span whose end is set before its beginning. Only where both
// are set is the span the scenario's own.
func (l *layer) inOrder(all []standing) {
	for _, span := range [][2]voucher.Parameter{
		{voucher.GasPeriodFrom, voucher.GasPeriodTo},
		{voucher.FoodPeriodFrom, voucher.FoodPeriodTo},
		{voucher.GasWindowFrom, voucher.GasWindowTo},
	} {
		var first, last, later *claim
		for _, c := range all {
			if c.from != 0 || c.territory != voucher.Country {
				continue
			}
			switch c.key {
			case "set " + span[0].String():
				first, later = c.claim, c.claim
			case "set " + span[1].String():
				last, later = c.claim, c.claim
			}
		}
		if first != nil && last != nil && first.value > last.value {
			later.fault("%s %s is after %s %s; swap them", span[0], first.written(), span[1], last.written())
		}
	}
}

// insidePilots reports pilots that end before they begin, and values dated before or after all that is simulated: they
// would change nothing, or not what the date says.
func (l *layer) insidePilots(all []standing, s *Scenario) {
	first, last := s.pilots()
	if first > last {
		node := l.set
		if node == nil {
			node = l.body
		}
		l.r.fault(node, "set", "the pilots end on %v, before they begin on %v; mend gas.period or food.period", last, first)
		return
	}
	for _, c := range all {
		if (c.sets() || c.compound != nil) && c.from != 0 && (c.from < first || c.from > last) {
			c.layer.r.fault(c.day, c.at, "from %v is outside the pilots, which run from %v to %v; a value that holds from the beginning needs no day", c.from, first, last)
		}
	}
}

// inPlace reports stores and events of this file where and when no programme is
// that they could strike. What is taken over from a parent is of no use then, and
// no mistake.
func (l *layer) inPlace(all []standing, s *Scenario) {
	for _, c := range all {
		if c.layer != l || c.compound == nil {
			continue
		}
		runs := func(t voucher.Territory) bool {
			return s.Runs(voucher.Gas&c.compound.Programmes) && runsIn(all, voucher.Gas, t) ||
				s.Runs(voucher.Food&c.compound.Programmes) && runsIn(all, voucher.Food, t)
		}
		named := c.fields["territories"]
		if c.territory != voucher.Country {
			named = []int64{int64(c.territory)}
		}
		for _, code := range named {
			if t := voucher.Territory(code); !runs(t) {
				c.fault("no programme that this strikes (%s) runs in %v; name another place", strings.Join(programmeWords(c.compound.Programmes), ", "), t)
			}
		}
		if !s.Runs(voucher.Gas&c.compound.Programmes) && !s.Runs(voucher.Food&c.compound.Programmes) {
			c.fault("no programme that this strikes (%s) is among the programmes; add it there, or delete it here", strings.Join(programmeWords(c.compound.Programmes), ", "))
		}
		first, last := s.pilots()
		if to, ends := c.fields["to"]; ends && (voucher.Day(c.fields["from"][0]) > last || voucher.Day(to[0]) < first) {
			c.fault("this lies outside the pilots, which run from %v to %v", first, last)
		}
	}
}

// horizon puts in the simulated span, which lies inside the pilots.
func (l *layer) horizon(all []standing, s *Scenario) {
	first, last := s.From, s.To
	if first > last {
		return // told before
	}
	var from, to *claim
	for _, c := range all {
		d := voucher.Day(c.value)
		switch {
		case c.key != "horizon from" && c.key != "horizon to":
			continue
		case d < first || d > last:
			c.fault("%v is outside the pilots, which run from %v to %v; write a day inside them, or move them with gas.period and food.period under set", d, first, last)
		case c.key == "horizon from":
			from, s.From = c.claim, d
		default:
			to, s.To = c.claim, d
		}
	}
	switch {
	case s.From <= s.To:
	case to != nil:
		to.layer.r.fault(to.node, "horizon", "to %v is before from %v; swap them", s.To, s.From)
	default:
		from.layer.r.fault(from.node, "horizon", "from %v is after the last day, %v; write an earlier one", s.From, s.To)
	}
}
