package scenarios

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// scenario reads the whole file. Where something is wrong, the defaults stand
// in its place, so that the rest can be judged.
func (r *reader) scenario(body ast.Node) *Scenario {
	s := &Scenario{Seed: pilotSeed, Programmes: voucher.Both}
	fields, ok := r.fields(body, "", keysOf[File]())
	if !ok {
		return s
	}
	r.kind(body, fields, "Scenario")
	s.ID = r.id(body, fields)
	if e, ok := fields["title"]; ok {
		s.Title = r.wording(e.value, "title")
	} else {
		r.fault(body, "", "title is missing; say in one line what the scenario is about")
	}
	if e, ok := fields["seed"]; ok {
		s.Seed = uint64(r.whole(e.value, "seed", 1, MaxSeed))
	}
	if e, ok := fields["population"]; ok {
		r.population(e.value, s)
	}
	if e, ok := fields["programmes"]; ok {
		s.Programmes = r.programmes(e.value)
	}
	if e, ok := fields["territories"]; ok {
		r.territories(e.value, s)
	}
	if e, ok := fields["readings"]; ok {
		r.readings(e.value, &s.Readings)
	}
	s.Assumptions = BaseAssumptions()
	if e, ok := fields["assumptions"]; ok {
		r.assumptions(e.value, s.Assumptions)
	}
	if e, ok := fields["set"]; ok {
		var dates []dated
		s.Settings, dates = r.settings(e.value)
		r.insidePilots(e.value, dates, s)
	}
	// Only now is it known how far the pilots of this world reach.
	s.From, s.To = s.pilots()
	if e, ok := fields["horizon"]; ok {
		r.horizon(e.value, s)
	}
	if days := s.To - s.From; days >= maxDays {
		r.fault(body, "horizon", "%d days, at most %d are simulated; write a shorter span", days+1, maxDays)
	}
	return s
}

// kind reads the word that tells a file of this kind from others.
func (r *reader) kind(body ast.Node, fields map[string]entry, word string) {
	e, ok := fields["kind"]
	if !ok {
		r.fault(body, "", "kind is missing; begin with kind: %s", word)
		return
	}
	if v, ok := r.scalar(e.value, "kind", word); ok && v.text != word {
		r.fault(e.value, "kind", "%s is not read here; write %s", quote(v.text), word)
	}
}

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// id reads the scenario's short name.
func (r *reader) id(body ast.Node, fields map[string]entry) string {
	const want = "a short name such as food-two-towns"
	e, ok := fields["id"]
	if !ok {
		r.fault(body, "", "id is missing; write %s", want)
		return ""
	}
	v, ok := r.scalar(e.value, "id", want)
	if ok && (!idForm.MatchString(v.text) || len(v.text) > maxIDLength) {
		r.fault(e.value, "id", "%s is none; write small letters a to z, digits and single hyphens, %d at most, such as food-two-towns", quote(v.text), maxIDLength)
	}
	return v.text
}

// wording reads one line for all languages, or one for each. A language that is
// missing takes the first of the others.
func (r *reader) wording(n ast.Node, at string) voucher.Text {
	m, ok := n.(*ast.MappingNode)
	if !ok {
		line := r.line(n, at)
		return voucher.Text{En: line, Ru: line, Kk: line}
	}
	languages := []string{"en", "ru", "kk"}
	fields, _ := r.fields(n, at, languages)
	if len(m.Values) == 0 {
		r.fault(n, at, "no text; write one line, or one each for en, ru and kk")
	}
	first := ""
	lines := map[string]string{}
	for _, lang := range languages {
		if e, ok := fields[lang]; ok {
			lines[lang] = r.line(e.value, at+"."+lang)
			first = cmp.Or(first, lines[lang])
		}
	}
	return voucher.Text{En: cmp.Or(lines["en"], first), Ru: cmp.Or(lines["ru"], first), Kk: cmp.Or(lines["kk"], first)}
}

// maxLine is the length of a wording in characters: what a heading can hold.
const maxLine = 200

// line reads one printable line.
func (r *reader) line(n ast.Node, at string) string {
	v, ok := r.scalar(n, at, "one line of text")
	if !ok {
		return ""
	}
	s := strings.TrimSpace(v.text)
	switch {
	case s == "":
		r.fault(n, at, "the text is empty; write one line")
	case strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsPrint(c) }):
		r.fault(n, at, "the text has a line break or a character that does not print; write one line")
	case len([]rune(s)) > maxLine:
		r.fault(n, at, "the text has %d characters; write one line of at most %d", len([]rune(s)), maxLine)
	}
	return s
}

// whole reads a whole number between bounds, both inside. It is the lower bound
// where the file is wrong.
func (r *reader) whole(n ast.Node, at string, least, most int64) int64 {
	want := fmt.Sprintf("a whole number from %d to %d", least, most)
	s, ok := r.scalar(n, at, want)
	if !ok {
		return least
	}
	v, fault := parseDecimal(s.text, 0)
	switch {
	case s.quoted:
		r.fault(n, at, "%s stands in quotes; take them off", quote(s.text))
	case fault != "":
		r.fault(n, at, "%s %s; write %s", quote(s.text), fault, want)
	case v < least:
		r.fault(n, at, "%d is below %d; write %s", v, least, want)
	case v > most:
		r.fault(n, at, "%d is above %d; write %s", v, most, want)
	default:
		return v
	}
	return least
}

// population reads the number of families and the note on it.
func (r *reader) population(n ast.Node, s *Scenario) {
	fields, _ := r.fields(n, "population", keysOf[Population]())
	if e, ok := fields["families"]; ok {
		s.Families = r.whole(e.value, "population.families", 0, MaxFamilies)
	}
	if e, ok := fields["note"]; ok {
		s.Note = r.wording(e.value, "population.note")
	}
}

// programmes reads which programmes run. Both do where the file is wrong.
func (r *reader) programmes(n ast.Node) voucher.Programme {
	known := []string{voucher.Gas.String(), voucher.Food.String()}
	items, ok := r.list(n, "programmes", "programmes (gas, food)")
	var all voucher.Programme
	for _, item := range items {
		v, ok := r.scalar(item, "programmes", "gas or food")
		if !ok {
			continue
		}
		p, _ := voucher.ParseProgramme(v.text)
		switch {
		case !slices.Contains(known, v.text):
			r.fault(item, "programmes", "unknown programme %s%s", quote(v.text), instead(v.text, known, "write one of "+words(known)))
		case all&p != 0:
			r.fault(item, "programmes", "%s stands twice; keep one", v.text)
		}
		all |= p
	}
	if !ok || all == 0 {
		return voucher.Both
	}
	return all
}

// territories reads the places to which each programme is narrowed.
func (r *reader) territories(n ast.Node, s *Scenario) {
	fields, _ := r.fields(n, "territories", keysOf[Territories]())
	for _, part := range []struct {
		programme voucher.Programme
		into      *[]voucher.Territory
	}{{voucher.Gas, &s.GasTerritories}, {voucher.Food, &s.FoodTerritories}} {
		word := part.programme.String()
		e, ok := fields[word]
		if !ok {
			continue
		}
		*part.into = r.places(e.value, "territories."+word)
		if !s.Runs(part.programme) {
			r.fault(e.named, "territories", "%s is not among the programmes; add it there, or delete it here", word)
		}
	}
}

// places reads a list of territories and sorts it.
func (r *reader) places(n ast.Node, at string) []voucher.Territory {
	items, _ := r.list(n, at, "КАТО codes")
	var all []voucher.Territory
	for _, item := range items {
		v, ok := r.scalar(item, at, "a КАТО code such as 111010000")
		if !ok {
			continue
		}
		t, ok := r.territory(item, v.text, at)
		if ok && slices.Contains(all, t) {
			r.fault(item, at, "%v stands twice; keep one", t)
		} else if ok {
			all = append(all, t)
		}
	}
	slices.Sort(all)
	return all
}

// readings reads the answers to open questions.
func (r *reader) readings(n ast.Node, into *voucher.Readings) {
	entries, _ := r.mapping(n, "readings")
	all := voucher.AllReadings()
	known := make([]string, len(all))
	for i, id := range all {
		known[i] = id.String()
	}
	for _, e := range entries {
		i := slices.Index(known, e.key)
		if i < 0 {
			r.fault(e.named, "readings", "unknown reading %s%s", quote(e.key), instead(e.key, known, "write one of "+words(known)))
			continue
		}
		choices, at := all[i].Choices(), "readings."+e.key
		v, ok := r.scalar(e.value, at, "one of "+words(choices))
		if ok && into.Choose(e.key, v.text) != nil {
			r.fault(e.value, at, "unknown choice %s%s", quote(v.text), instead(v.text, choices, "write one of "+words(choices)))
		}
	}
}

// horizon reads the simulated span, which lies inside the pilots.
func (r *reader) horizon(n ast.Node, s *Scenario) {
	fields, _ := r.fields(n, "horizon", keysOf[Horizon]())
	first, last := s.From, s.To
	for _, part := range []struct {
		key  string
		into *voucher.Day
	}{{"from", &s.From}, {"to", &s.To}} {
		e, ok := fields[part.key]
		if !ok {
			continue
		}
		at := "horizon." + part.key
		d, ok := r.day(e.value, at)
		switch {
		case !ok:
		case d < first || d > last:
			r.fault(e.value, at, "%v is outside the pilots, which run from %v to %v; write a day inside them, or move them with gas.period and food.period under set", d, first, last)
		default:
			*part.into = d
		}
	}
	if e, ok := fields["to"]; ok && s.From > s.To {
		r.fault(e.value, "horizon", "to %v is before from %v; swap them", s.To, s.From)
	} else if s.From > s.To {
		r.fault(n, "horizon", "from %v is after the last day, %v; write an earlier one", s.From, s.To)
	}
}

// day reads a day of the calendar.
func (r *reader) day(n ast.Node, at string) (voucher.Day, bool) {
	v, ok := r.scalar(n, at, "a day such as 2026-03-01")
	if !ok {
		return 0, false
	}
	d, err := parseDay(v.text)
	if err != nil {
		r.fault(n, at, "%v", err)
	}
	return d, err == nil
}
