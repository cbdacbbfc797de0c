package main

import (
	"fmt"
	"strings"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
)

// differing words, in each language.
var differing = struct{ none, from, yes, no, all, byRules, nothing, place, heading voucher.Text }{
	none:    voucher.Text{En: "the two do not differ", Ru: "различий нет", Kk: "айырмашылық жоқ"},
	from:    voucher.Text{En: "from", Ru: "с", Kk: "бастап:"},
	yes:     voucher.Text{En: "yes", Ru: "да", Kk: "иә"},
	no:      voucher.Text{En: "no", Ru: "нет", Kk: "жоқ"},
	all:     voucher.Text{En: "all", Ru: "все", Kk: "бәрі"},
	byRules: voucher.Text{En: "unset", Ru: "не задано", Kk: "белгіленбеген"},
	nothing: voucher.Text{En: "none", Ru: "нет", Kk: "жоқ"},
	place:   voucher.Text{En: "for", Ru: "для", Kk: "үшін:"},
	heading: voucher.Text{En: "%s differs from %s:", Ru: "Чем %s отличается от %s:", Kk: "%s сценарийінің %s сценарийінен айырмашылығы:"},
}

// keyNames are what the keys beside parameters, readings and assumptions are
// called.
var keyNames = map[string]voucher.Text{
	"seed":                {En: "seed of all that is random", Ru: "начальное число случайности", Kk: "кездейсоқтықтың бастапқы саны"},
	"population.families": {En: "families", Ru: "семей", Kk: "отбасылар"},
	"population.note":     {En: "note on the families", Ru: "примечание о семьях", Kk: "отбасылар туралы ескертпе"},
	"programmes":          {En: "programmes", Ru: "программы", Kk: "бағдарламалар"},
	"territories.gas":     {En: "territories that gas is narrowed to", Ru: "территории, которыми ограничен газ", Kk: "газ шектелген аумақтар"},
	"territories.food":    {En: "territories that food is narrowed to", Ru: "территории, которыми ограничены продукты", Kk: "азық-түлік шектелген аумақтар"},
	"horizon.from":        {En: "first day", Ru: "первый день", Kk: "бірінші күн"},
	"horizon.to":          {En: "last day", Ru: "последний день", Kk: "соңғы күн"},
}

// slot is one thing that can differ: a key in a territory.
type slot struct {
	key       string
	territory voucher.Territory
}

// slotValues is what a scenario says of a slot: its values over time.
type slotValues []scenarios.Value

// slots sorts the values of a scenario, in the order in which they first stand.
func slots(s *scenarios.Scenario) (order []slot, by map[slot]slotValues) {
	by = map[slot]slotValues{}
	for _, v := range s.Values() {
		at := slot{v.Key(), v.Territory}
		if _, ok := by[at]; !ok {
			order = append(order, at)
		}
		by[at] = append(by[at], v)
	}
	return order, by
}

// keyOf is the key of a value with its territory and its day.
func keyOf(v *scenarios.Value, language string) string {
	key := v.Key()
	if v.From != 0 {
		key += "@" + v.From.String()
	}
	if v.Territory != voucher.Country {
		key += " " + differing.place.In(language) + " " + v.Territory.String()
	}
	return key
}

// nameOf is what a slot is called that has these values.
func nameOf(at slot, values slotValues, language string) string {
	name := at.key
	for _, v := range values {
		if c, ok := scenarios.FindCompound(v.Compound); ok {
			name = c.Label.In(language) + " [" + at.key + "]"
		}
	}
	lever, _, isLever := scenarios.FindLever(at.key)
	if t, ok := keyNames[at.key]; ok {
		name = t.In(language)
	} else if isLever {
		name = lever.Label.In(language) + " [" + at.key + "]"
	}
	for _, r := range voucher.AllReadings() {
		if r.String() == at.key {
			question := r.Question()
			name = question.In(language) + " [" + at.key + "]"
		}
	}
	if at.territory != voucher.Country {
		name += ", " + placeName(at.territory, language)
	}
	return name
}

// placeName is the name of a territory, with its code.
func placeName(t voucher.Territory, language string) string {
	name, ok := scenarios.PlaceName(t)
	if !ok {
		return t.String()
	}
	return name.In(language) + " (" + t.String() + ")"
}

// toldAt tells what a scenario has in a slot: what its files say, or what stands
// where they say nothing.
func toldAt(at slot, s slotValues, world *scenarios.Scenario, language string) string {
	lever, _, isLever := scenarios.FindLever(at.key)
	if len(s) > 0 {
		var parts []string
		if isLever && lever.Policy && s[0].From != 0 {
			parts = append(parts, ruled(&lever, at.territory, world, language))
		}
		for _, v := range s {
			part := inWords(&lever, isLever, v.Text, language)
			switch {
			case len(v.Parts) > 0:
				parts = append(parts, reports.Parts(v.Parts, reports.Language(language))) // the day is among them
				continue
			case v.Group == "events": // taken back
				part = differing.nothing.In(language)
			}
			if v.From != 0 {
				part = differing.from.In(language) + " " + v.From.String() + " " + part
			}
			parts = append(parts, part)
		}
		return strings.Join(parts, "; ")
	}
	switch {
	case isLever && lever.Policy:
		return ruled(&lever, at.territory, world, language)
	case isLever:
		return scenarios.BaseAssumptions().Written(at.key)
	case strings.HasPrefix(at.key, "events.") || strings.HasPrefix(at.key, "stores."):
		return differing.nothing.In(language)
	}
	switch at.key {
	case "seed":
		return fmt.Sprint(world.Seed)
	case "population.families":
		return fmt.Sprint(world.Families)
	case "horizon.from":
		return world.From.String()
	case "horizon.to":
		return world.To.String()
	case "programmes":
		return "[gas, food]"
	case "territories.gas", "territories.food":
		return differing.all.In(language)
	}
	for _, r := range voucher.AllReadings() {
		if r.String() == at.key {
			return r.Choices()[0]
		}
	}
	return differing.byRules.In(language)
}

// ruled is what a policy is on the scenario's days where no file names the slot:
// what another slot of the path says, or the rules.
func ruled(l *scenarios.Lever, t voucher.Territory, world *scenarios.Scenario, language string) string {
	schedule, err := voucher.NewSchedule(ruleValues(l.Parameter), nil)
	if err == nil {
		for i := range world.Settings {
			if set := &world.Settings[i]; set.Path == l.Path && set.Territory != t {
				schedule.Set(set)
			}
		}
	}
	if err != nil || len(schedule.Rows(l.Parameter)) == 0 {
		return differing.byRules.In(language)
	}
	day, parts := world.From, []string{inWords(l, true, l.Write(schedule.At(l.Parameter, t, world.From)), language)}
	for next, ok := schedule.NextChange(day); ok && next <= world.To; next, ok = schedule.NextChange(day) {
		if v := schedule.At(l.Parameter, t, next); v != schedule.At(l.Parameter, t, day) {
			parts = append(parts, differing.from.In(language)+" "+next.String()+" "+inWords(l, true, l.Write(v), language))
		}
		day = next
	}
	return strings.Join(parts, "; ")
}

// inWords writes a value for people: sums with their sign, switches as yes and no.
func inWords(l *scenarios.Lever, isLever bool, text, language string) string {
	if !isLever || !l.Policy || strings.HasPrefix(text, "{") {
		return text
	}
	switch l.Parameter.Declaration().Unit {
	case voucher.InTiyn:
		return text + " ₸"
	case voucher.InVolume:
		return text + " м³"
	case voucher.InSwitch:
		if text == "true" {
			return differing.yes.In(language)
		}
		return differing.no.In(language)
	}
	return text
}

// ruleValues are the values of the rules, dated and sourced.
func ruleValues(p voucher.Parameter) (all []voucher.Dated) {
	for _, d := range append(gas.Parameters(), food.Parameters()...) {
		if d.Parameter == p {
			all = append(all, d)
		}
	}
	return all
}
