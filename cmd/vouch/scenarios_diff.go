package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

func newScenariosDiff() *cobra.Command {
	var language string
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Say in words in what two scenarios differ",
		Long: `Say in words in what the second scenario differs from the first: what each thing
is called, what it was, what it is, and the file and line that says so. What a file
does not name is told as the rules or the assumptions have it.`,
		Example: `  vouch scenarios diff pilots my-question.yaml
  vouch scenarios diff pilots stress --lang kk`,
		Args: exactly(2, "two files or ids"),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, err := openScenario(args[0])
			if err != nil {
				return err
			}
			b, err := openScenario(args[1])
			if err != nil {
				return err
			}
			return write(cmd, differences(a, b, language))
		},
	}
	addLanguage(cmd, &language)
	return cmd
}

// differing words, in each language.
var differing = struct{ none, from, yes, no, all, byRules, heading voucher.Text }{
	none:    voucher.Text{En: "the two do not differ", Ru: "различий нет", Kk: "айырмашылық жоқ"},
	from:    voucher.Text{En: "from", Ru: "с", Kk: "бастап:"},
	yes:     voucher.Text{En: "yes", Ru: "да", Kk: "иә"},
	no:      voucher.Text{En: "no", Ru: "нет", Kk: "жоқ"},
	all:     voucher.Text{En: "all", Ru: "все", Kk: "бәрі"},
	byRules: voucher.Text{En: "unset", Ru: "не задано", Kk: "белгіленбеген"},
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

// differences tells in what b differs from a.
func differences(a, b *scenarios.Scenario, language string) string {
	order, was := slots(a)
	more, is := slots(b)
	for _, at := range more {
		if !slices.Contains(order, at) {
			order = append(order, at)
		}
	}
	var lines strings.Builder
	for _, at := range order {
		before, after := toldAt(at, was[at], a, language), toldAt(at, is[at], b, language)
		if before == after {
			continue
		}
		fmt.Fprintf(&lines, "  %s: %s → %s%s\n", nameOf(at, language), before, after, placeIn(was[at], is[at]))
	}
	if lines.Len() == 0 {
		return differing.none.In(language) + "\n"
	}
	return fmt.Sprintf(differing.heading.In(language), b.ID, a.ID) + "\n" + lines.String()
}

// placeIn says where the second scenario says so, or the first where only it does.
func placeIn(was, is slotValues) string {
	values := is
	if len(values) == 0 {
		values = was
	}
	v := values[len(values)-1]
	return fmt.Sprintf(" (%s:%d)", v.File, v.Line)
}

// nameOf is what a slot is called.
func nameOf(at slot, language string) string {
	name := at.key
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
		return assumed(at.key)
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
