package study

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// provisions lists what a world says otherwise than the baseline: what the study sets at its point of
// policy, then what its files say, one for each path and territory that differs; of the baseline, all
// that its files say. What a sweep varies is not among the values of files: each point replaces them.
// Values are as files write them, so that every language can tell them.
func (d *design) provisions(number int, rules func(voucher.Parameter) []voucher.Dated) (all []Provision) {
	base, world := d.worlds[0], d.worlds[number]
	was := base.Values()
	for _, at := range d.told[number].Point {
		all = append(all, swept(base, world, &at, rules))
	}
	for _, v := range world.Values() {
		if d.varies(number, &v) {
			continue
		}
		at := slices.IndexFunc(was, func(o scenarios.Value) bool { return samePlace(&o, &v) })
		if number > 0 && (at >= 0 && was[at].Text == v.Text || sameFrame(base, world, v.Group)) {
			continue
		}
		p := describe(&v)
		switch {
		case number > 0 && at >= 0:
			p.Was = was[at].Text
		case p.Policy && v.Group == "set":
			p.Was, p.By = ruled(&v, world.From, rules)
		case v.Group == "assumptions":
			p.Was = scenarios.BaseAssumptions().Written(v.Path)
			if number > 0 && p.Was == p.Is { // written down, and nothing else than the baseline has
				continue
			}
		}
		all = append(all, p)
	}
	return all
}

// varies reports whether the study varies what a value of a world's file says.
func (d *design) varies(number int, v *scenarios.Value) bool {
	is := func(path string) bool { return path == v.Path && (v.Group == "set" || v.Group == "assumptions") }
	return slices.ContainsFunc(d.told[number].Point, func(at Setting) bool { return is(at.Path) }) ||
		slices.ContainsFunc(d.behaviour.paths(), func(over scenarios.Swept) bool { return is(over.Path) })
}

// swept tells one value of a point of policy like one of a file: beside what the baseline has for the whole country.
func swept(base, world *scenarios.Scenario, at *Setting, rules func(voucher.Parameter) []voucher.Dated) Provision {
	v := scenarios.Value{Group: "set", Path: at.Path, Territory: voucher.Country, Text: at.Text}
	p := describe(&v)
	p.Swept = true
	p.Was, p.By = ruled(&v, world.From, rules)
	for _, o := range base.Values() {
		if samePlace(&o, &v) {
			p.Was, p.By = o.Text, ""
		}
	}
	return p
}

// sameFrame reports whether a value is of the frame that both worlds have alike,
// whatever their files say: one study has one seed, and one number of families.
func sameFrame(base, world *scenarios.Scenario, group string) bool {
	switch group {
	case "seed", "population":
		return true
	case "horizon":
		return base.From == world.From && base.To == world.To
	case "programmes":
		return base.Programmes == world.Programmes
	}
	return false
}

// samePlace reports whether two values are of the same thing from the same day.
func samePlace(a, b *scenarios.Value) bool {
	return a.Group == b.Group && a.Path == b.Path && a.Territory == b.Territory && a.From == b.From
}

// describe says what a value is about.
func describe(v *scenarios.Value) Provision {
	p := Provision{Path: v.Key(), Territory: v.Territory, From: v.From, Is: v.Text, File: v.File, Line: v.Line}
	if lever, _, ok := scenarios.FindLever(p.Path); ok {
		p.Label, p.Policy, p.Unit, p.Source = lever.Label, lever.Policy, lever.Unit, lever.Source
		if lever.Policy {
			if row, ok := scenarios.LookupRequirement(voucher.RequirementID(lever.Source)); ok {
				p.Law = row.Source
			}
		}
		return p
	}
	if c, ok := scenarios.FindCompound(v.Compound); ok {
		p.Label, p.Policy, p.Source, p.Parts = c.Label, v.Group == "stores", c.Source, v.Parts
	}
	for _, r := range voucher.AllReadings() {
		if r.String() == p.Path {
			p.Label, p.Policy, p.Was = r.Question(), true, r.Choices()[0]
		}
	}
	return p
}

// ruled is what the rules themselves say of a policy on a day, and who set that.
func ruled(v *scenarios.Value, on voucher.Day, rules func(voucher.Parameter) []voucher.Dated) (text, by string) {
	lever, _, _ := scenarios.FindLever(v.Path)
	if rules == nil {
		return "", ""
	}
	if v.From != 0 {
		on = v.From
	}
	own := rules(lever.Parameter)
	schedule, err := voucher.NewSchedule(own, nil)
	if err != nil || len(own) == 0 {
		return "", ""
	}
	var from voucher.Day
	for _, d := range own {
		if d.From <= on && d.From >= from && (d.Territory == v.Territory || d.Territory == voucher.Country) {
			from, by = d.From, d.Source
		}
	}
	return lever.Write(schedule.At(lever.Parameter, v.Territory, on)), by
}
