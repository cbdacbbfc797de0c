package voucher

import (
	"cmp"
	"fmt"
	"slices"
)

// Dated is one value of a parameter: from which day on, where, and set by what.
type Dated struct {
	Parameter Parameter
	Territory Territory // Country: everywhere else
	From      Day
	Value     int64
	Source    string // who or what set it; "model" for a figure of ours
	// Ended says that the territory has no value of its own from this day on: that
	// of its region holds, or the country's. Value is then the country's that ended
	// it.
	Ended bool
}

// Setting is a value that a scenario or a command asks for.
type Setting struct {
	Path      string    `json:"path"`
	Territory Territory `json:"territory"`     // Country: everywhere, whatever stood there
	From      Day       `json:"from,omitzero"` // zero in a Setup: from the beginning
	Value     int64     `json:"value"`
}

// Check returns why the setting is not possible, or nil.
func (s *Setting) Check() *Refusal {
	p, ok := ParseParameter(s.Path)
	if !ok {
		return unknownParameter
	}
	d := p.Declaration()
	if s.Value < d.Min || s.Value > d.Max || (s.Territory != Country && !d.Regional) {
		return parameterOutOfBounds
	}
	return nil
}

var (
	unknownParameter     = Refuse(ParameterUnknown, "FOOD-ADJUSTMENT-001")
	parameterOutOfBounds = Refuse(ParameterOutOfBounds, "FOOD-ADJUSTMENT-001")
)

// Schedule holds every parameter's values over time. A territory's own value
// goes before its region's, and that before the country's.
type Schedule struct {
	rows [parameters][]Dated // sorted by territory, then from
}

// NewSchedule makes a schedule of dated values and settings on top of them, one
// after another as by Set.
func NewSchedule(defaults []Dated, settings []Setting) (*Schedule, error) {
	s := &Schedule{}
	for _, d := range defaults {
		s.rows[d.Parameter] = append(s.rows[d.Parameter], d)
	}
	for p := range s.rows {
		slices.SortStableFunc(s.rows[p], byTerritoryAndDay)
	}
	for i := range settings {
		if r := settings[i].Check(); r != nil {
			return nil, fmt.Errorf("setting %s for %s: %s", settings[i].Path, settings[i].Territory, r.Reason.Text().En)
		}
		s.Set(&settings[i])
	}
	return s, nil
}

// Set adds a setting that passes Check. From its day on it is the value of its
// territory: what stood there from that day on is gone, what held before it stays
// as it was. A setting for the whole country does so in every territory, which
// then has no value of its own until one is set.
func (s *Schedule) Set(setting *Setting) {
	p, ok := ParseParameter(setting.Path)
	if !ok {
		panic("voucher: unknown parameter " + setting.Path)
	}
	s.rows[p] = slices.DeleteFunc(s.rows[p], func(d Dated) bool {
		return d.From >= setting.From && (d.Territory == setting.Territory || setting.Territory == Country)
	})
	row := Dated{Parameter: p, Territory: setting.Territory, From: setting.From, Value: setting.Value, Source: "setting"}
	rows := append(s.rows[p], row)
	if setting.Territory == Country {
		for _, t := range territoriesOf(rows) {
			row.Territory, row.Ended = t, true
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, byTerritoryAndDay)
	s.rows[p] = rows
}

// At returns the parameter's value on a day in a territory: the territory's
// own, or its region's, or the country's. A parameter without any value on that
// day is zero.
func (s *Schedule) At(p Parameter, t Territory, d Day) int64 {
	if v, ok := s.own(p, t, d); ok {
		return v
	}
	if v, ok := s.own(p, t.Region(), d); ok {
		return v
	}
	v, _ := s.own(p, Country, d)
	return v
}

// own looks a territory's own value up.
func (s *Schedule) own(p Parameter, t Territory, d Day) (value int64, ok bool) {
	for i := range s.rows[p] {
		row := &s.rows[p][i]
		if row.Territory == t && row.From <= d {
			value, ok = row.Value, !row.Ended
		}
	}
	return value, ok
}

// NextChange returns the first day after d on which any value changes, and
// false where none does.
func (s *Schedule) NextChange(d Day) (next Day, ok bool) {
	for p := range s.rows {
		for i := range s.rows[p] {
			if from := s.rows[p][i].From; from > d && (!ok || from < next) {
				next, ok = from, true
			}
		}
	}
	return next, ok
}

// Rows returns a parameter's values, sorted by territory and day.
func (s *Schedule) Rows(p Parameter) []Dated { return slices.Clone(s.rows[p]) }

// Replace sets all values of a parameter, as Rows returned them.
func (s *Schedule) Replace(p Parameter, rows []Dated) { s.rows[p] = rows }

func byTerritoryAndDay(a, b Dated) int {
	return cmp.Or(cmp.Compare(a.Territory, b.Territory), cmp.Compare(a.From, b.From))
}

// territoriesOf lists the territories that have values of their own, in order.
func territoriesOf(rows []Dated) []Territory {
	var all []Territory
	for i := range rows {
		if t := rows[i].Territory; t != Country && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	slices.Sort(all)
	return all
}
