package reports

import (
	"fmt"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// heading says what was simulated, what of it is not as usual, and what the
// figures are not.
func (t *teller) heading(width int) string {
	var b strings.Builder
	title := clean(fmt.Sprintf("%s (%s)", t.in(t.scenario.Title), t.scenario.ID))
	lines := wrap(title, width)
	b.WriteString(strings.Join(lines, "\n") + "\n" + strings.Repeat("═", min(width, longestLine(lines))) + "\n\n")
	rows := [][]string{
		t.named("heading.period", t.say("heading.span", "From", t.day(t.scenario.From), "To", t.day(t.scenario.To))),
		t.named("heading.seed", fmt.Sprint(t.scenario.Seed)),
		t.named("heading.families", t.families()),
	}
	rows = append(rows, t.places()...)
	rows = append(rows,
		t.named("heading.readings", t.orElse("heading.readings.default", t.readings())),
		t.named("heading.settings", t.orElse("heading.unchanged", t.settings())),
		t.named("heading.assumptions", t.orElse("heading.unchanged", t.assumptions())),
	)
	b.WriteString(aligned(rows, width))
	b.WriteString("\n" + paragraph(t.notice(), width) + "\n\n")
	return b.String()
}

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
		n := int64(len(t.territoriesOf(p)))
		rows = append(rows, []string{t.say("programme." + p.String()), t.sayCount("heading.territories", n)})
	}
	return rows
}

// readings names the open questions that are not answered as by default.
func (t *teller) readings() (chosen []string) {
	for _, r := range voucher.AllReadings() {
		if !t.scenario.Readings.Is(r, voucher.Default) {
			chosen = append(chosen, fmt.Sprintf("%s = %s (%s)", r, t.scenario.Readings.Choice(r), t.in(r.Question())))
		}
	}
	return chosen
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
		sets := byPath[path]
		if len(sets) > 1 {
			changed = append(changed, path+" ("+t.sayCount("heading.values", int64(len(sets)))+")")
			continue
		}
		text := path + " = " + settingText(sets[0])
		if sets[0].Territory != voucher.Country {
			text += " (" + nameOf(sets[0].Territory, t.language) + ")"
		}
		if sets[0].From != 0 {
			text += " " + t.say("heading.from", "Day", t.day(sets[0].From))
		}
		changed = append(changed, text)
	}
	return changed
}

// settingText writes the value of a setting as scenario files do.
func settingText(set voucher.Setting) string {
	p, ok := voucher.ParseParameter(set.Path)
	if !ok {
		return fmt.Sprint(set.Value)
	}
	return scenarios.FormatValue(p.Declaration().Unit, set.Value)
}

// assumptions names the figures of behaviour that the scenario changes.
func (t *teller) assumptions() (changed []string) {
	for _, f := range t.scenario.Assumptions.All() {
		switch {
		case f.Changed && f.Weights != nil:
			changed = append(changed, f.Path)
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
	return clean(strings.Join(changed, ", "))
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
// below its own beginning.
func aligned(rows [][]string, width int) string {
	names := 0
	for _, row := range rows {
		names = max(names, longestLine(row[:1]))
	}
	var b strings.Builder
	for _, row := range rows {
		indent := strings.Repeat(" ", names+columnGap)
		text := strings.Join(wrap(row[1], max(width-len(indent), narrowest)), "\n"+indent)
		b.WriteString(row[0] + indent[longestLine(row[:1]):] + text + "\n")
	}
	return b.String()
}
