package scenarios

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// SameFor reports whether nothing in which two scenarios differ reaches those who
// take part in some programmes alone: they then live alike in both, provided that
// the programmes run in their place from the same day, which is not looked at. What
// is not known to concern another programme counts as reaching.
func (s *Scenario) SameFor(o *Scenario, p voucher.Programme) bool {
	return reflect.DeepEqual(s.reaching(p), o.reaching(p))
}

// reaching is what of a scenario reaches those who take part in some programmes.
func (s *Scenario) reaching(p voucher.Programme) *Scenario {
	r := *s
	// Names decide nothing; who is simulated where is the planner's matter.
	r.ID, r.Title, r.Note, r.values = "", voucher.Text{}, voucher.Text{}, nil
	r.Families, r.Programmes, r.GasTerritories, r.FoodTerritories = 0, 0, nil, nil
	others := func(word string) bool { // gas.price, G13
		switch {
		case strings.HasPrefix(strings.ToLower(word), "g"):
			return p&voucher.Gas == 0
		case strings.HasPrefix(strings.ToLower(word), "f"):
			return p&voucher.Food == 0
		}
		return false
	}
	r.Stores, r.Events = nil, nil
	if p&voucher.Food != 0 {
		r.Stores = append(r.Stores, s.Stores...)
	}
	for _, e := range s.Events {
		if e.compound().Programmes&p != 0 {
			e.Name = ""
			r.Events = append(r.Events, e)
		}
	}
	r.Settings = []voucher.Setting{} // never nil: to compare, none is none
	for _, set := range s.Settings {
		// When a pilot runs decides for all when the world begins and is settled.
		if strings.Contains(set.Path, ".period.") || !others(set.Path) {
			r.Settings = append(r.Settings, set)
		}
	}
	for _, reading := range voucher.AllReadings() {
		if others(reading.String()) {
			r.Readings[reading] = 0
		}
	}
	return &r
}

// Canonical writes all that decides how a scenario is lived, names apart, in one way:
// two scenarios with one text live alike under one seed.
func (s *Scenario) Canonical() string {
	r := s.reaching(voucher.Both)
	r.Seed, r.Families, r.Programmes = 0, s.Families, s.Programmes
	r.GasTerritories, r.FoodTerritories, r.Assumptions = s.GasTerritories, s.FoodTerritories, nil
	var figures strings.Builder
	for i := range s.Assumptions.figures {
		f := s.Assumptions.figures[i]
		f.Source, f.Label, f.Note, f.Changed = "", voucher.Text{}, voucher.Text{}, false
		fmt.Fprintf(&figures, "%+v\n", f)
	}
	return fmt.Sprintf("%+v\n%s", *r, figures.String())
}
