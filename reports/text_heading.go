package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// heading says what was simulated, what of it is not as usual, and what the
// figures are not.
func (t *teller) heading(width int) string {
	var b strings.Builder
	title := clean(fmt.Sprintf("%s (%s)", t.in(t.scenario.Title), t.scenario.ID))
	lines := wrap(title, width)
	b.WriteString(strings.Join(lines, "\n") + "\n" + strings.Repeat("═", min(width, longestLine(lines))) + "\n\n")
	b.WriteString(aligned(append(t.subject(), t.differences()...), width))
	b.WriteString("\n" + Paragraph(t.notice(), width) + "\n\n")
	return b.String()
}

// subject is what was simulated: when, whom and where.
func (t *teller) subject() [][]string {
	rows := [][]string{
		t.fact("heading.period", t.say("heading.span", "From", t.day(t.scenario.From), "To", t.day(t.scenario.To))),
		t.fact("heading.seed", fmt.Sprint(t.scenario.Seed)),
		t.fact("heading.families", t.families()),
	}
	return append(rows, t.places()...)
}

// differences are what of it is not as usual, with what is.
func (t *teller) differences() [][]string {
	rows := [][]string{
		t.fact("heading.readings", t.orElse("heading.readings.default", t.readings())),
		t.fact("heading.settings", t.orElse("heading.unchanged", t.settings())),
		t.fact("heading.assumptions", t.orElse("heading.unchanged", t.assumptions())),
	}
	for _, more := range []struct {
		id   string
		told []string
	}{{"heading.stores", t.storesChanged()}, {"heading.events", t.events()}} {
		if len(more.told) > 0 {
			rows = append(rows, t.fact(more.id, clean(strings.Join(more.told, "; "))))
		}
	}
	return rows
}

// fact makes a line of the words of an id and what is to be said of it.
func (t *teller) fact(id, text string) []string { return []string{t.say(id), text} }

// families says how many families there are and why so many.
func (t *teller) families() string {
	if !t.result.Scaled() {
		return t.sayCount("heading.families.real", t.result.Families)
	}
	text := t.sayCount("heading.families.scaled", t.result.Families, "Real", t.count(t.result.Real))
	if note := t.in(t.scenario.Note); note != "" {
		text += "; " + clean(note)
	}
	return text
}

// places says which programmes run, and in how many territories.
func (t *teller) places() (rows [][]string) {
	for _, p := range t.programmes() {
		n := int64(0)
		for _, where := range t.totals.Territories {
			if t.ranIn(p, where) {
				n++
			}
		}
		text := t.sayCount("heading.territories", n)
		if n == 0 {
			text = t.say("heading.outside")
		}
		rows = append(rows, []string{t.say("programme." + p.String()), text})
	}
	return rows
}

// ranIn reports whether a programme was simulated in a territory, also where the
// horizon was too short for anybody to be listed: its pilot meets the horizon
// and runs there by the facts or by a setting, and the scenario has not narrowed
// it to others.
func (s *Simulation) ranIn(p voucher.Programme, where voucher.Territory) bool {
	if first, last := s.scenario.Pilot(p); first > s.scenario.To || last < s.scenario.From {
		return false
	}
	facts, _ := simulator.DefaultFacts().Territory(uint32(where))
	only, parameter, runs := s.scenario.GasTerritories, voucher.GasTerritory, facts.GasPilot
	if p == voucher.Food {
		only, parameter, runs = s.scenario.FoodTerritories, voucher.FoodTerritory, facts.FoodPilot
	}
	for _, set := range s.scenario.Settings {
		here := set.Path == parameter.String() && (set.Territory == voucher.Country || set.Territory == where)
		switch {
		case !here || set.From > s.scenario.To:
		case set.Value == 1:
			runs = true
		case set.From <= s.scenario.From: // one that leaves later has taken part
			runs = false
		}
	}
	return runs && (only == nil || slices.Contains(only, where))
}

// readings names the open questions that are not answered as by default.
func (t *teller) readings() (chosen []string) {
	for _, r := range voucher.AllReadings() {
		if !t.scenario.Readings.Is(r, voucher.Default) {
			about := t.in(r.Question())
			if why := t.idle(r); why != "" {
				about = t.say("heading.idle", "Question", about, "Why", t.say(why))
			}
			chosen = append(chosen, fmt.Sprintf("%s = %s (%s)", r, t.scenario.Readings.Choice(r), about))
		}
	}
	return chosen
}

// idle returns the id of the words that say why another answer than the default
// changes nothing here, and "" where it may: nobody should take equal figures
// for a finding about a question that the simulated people never put.
func (s *Simulation) idle(r voucher.Reading) string {
	switch r {
	case voucher.G22:
		return "idle.cancel"
	case voucher.G36:
		return "idle.sender"
	case voucher.F19:
		return "idle.offline"
	case voucher.F29:
		return "idle.owner"
	case voucher.F02:
		if s.scenario.Readings.Is(voucher.F01, voucher.Default) {
			return "idle.cap"
		}
	}
	return ""
}

// fewValues is how many values are written out; of more, only the number.
const fewValues = 4

// values tells what a path is set to. A bar parts them, since two of the
// languages have commas inside of numbers.
func (t *teller) values(path string, all []string) string {
	if len(all) > fewValues {
		return path + " (" + t.sayCount("heading.values", int64(len(all))) + ")"
	}
	return path + " = " + strings.Join(all, " | ")
}

// settings names the figures of the rules that the scenario changes.
func (t *teller) settings() (changed []string) {
	var paths []string
	byPath := map[string][]voucher.Setting{}
	for _, set := range t.scenario.Settings {
		if byPath[set.Path] == nil {
			paths = append(paths, set.Path)
		}
		byPath[set.Path] = append(byPath[set.Path], set)
	}
	for _, path := range paths {
		var values []string
		for _, set := range byPath[path] {
			values = append(values, t.setting(set))
		}
		changed = append(changed, t.values(path, values))
	}
	return changed
}

// setting writes the value of a setting as scenario files do, but for the
// decimal sign, with where and from when it holds.
func (t *teller) setting(set voucher.Setting) string {
	text := fmt.Sprint(set.Value)
	if p, ok := voucher.ParseParameter(set.Path); ok {
		text = t.decimals(scenarios.FormatValue(p.Declaration().Unit, set.Value))
	}
	if set.Territory != voucher.Country {
		text += " (" + nameOf(set.Territory, t.language) + ")"
	}
	if set.From != 0 {
		text += " " + t.say("heading.from", "Day", t.day(set.From))
	}
	return text
}

// assumptions names the figures of behaviour that the scenario changes.
func (t *teller) assumptions() (changed []string) {
	for _, f := range t.scenario.Assumptions.All() {
		switch {
		case f.Changed && f.Weights != nil:
			var values []string
			for _, v := range f.Weights {
				values = append(values, fmt.Sprint(v))
			}
			changed = append(changed, t.values(f.Path, values))
		case f.Changed:
			changed = append(changed, fmt.Sprintf("%s = %d %s", f.Path, f.Value, f.Unit))
		}
	}
	return changed
}

// orElse joins what was changed, or says by the words of an id that nothing was.
func (t *teller) orElse(id string, changed []string) string {
	if len(changed) == 0 {
		return t.say(id)
	}
	return clean(strings.Join(changed, "; "))
}

// notice says what a reader must know before any figure: nobody here is real,
// and many figures of behaviour have no source but a model.
func (t *teller) notice() string {
	all, model := int64(0), int64(0)
	for _, f := range t.scenario.Assumptions.All() {
		all++
		if strings.HasPrefix(f.Source, "model") {
			model++
		}
	}
	return t.say("heading.notice", "Model", t.count(model), "All", t.count(all))
}

// aligned writes names and their texts in two columns; a long text goes on
// below its own beginning, and one without room beside its name below that.
func aligned(rows [][]string, width int) string {
	const room = 24 // for a text, so that most of its words stand on a line with another
	names := 0
	for _, row := range rows {
		names = max(names, longestLine(row[:1]))
	}
	beside := width-names-columnGap >= room
	indent := strings.Repeat(" ", columnGap)
	if beside {
		indent += strings.Repeat(" ", names)
	}
	var b strings.Builder
	for _, row := range rows {
		text := strings.Join(wrap(row[1], width-len(indent)), "\n"+indent)
		if beside {
			b.WriteString(row[0] + indent[longestLine(row[:1]):] + text + "\n")
		} else {
			b.WriteString(Paragraph(row[0], width) + "\n" + indent + text + "\n")
		}
	}
	return b.String()
}
