package scenarios

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// layer reads the whole file: what it says of each key, and the nodes that name
// what it extends. Where something is wrong the claim is left out, so that the
// rest can be judged.
func (r *reader) layer(body ast.Node) (l *layer, extends []ast.Node) {
	l = &layer{r: r, body: body, idNode: body}
	fields, ok := r.fields(body, "", keysOf[File]())
	if !ok {
		return l, nil
	}
	r.kind(body, fields, "Scenario")
	l.id = r.id(body, fields)
	if e, ok := fields["id"]; ok {
		l.idNode = e.value
	}
	if e, ok := fields["title"]; ok {
		l.title = r.wording(e.value, "title")
	} else {
		r.fault(body, "", "title is missing; say in one line what the scenario is about")
	}
	if e, ok := fields["extends"]; ok {
		extends, _ = r.list(e.value, "extends", say("scenarios"))
	}
	for _, part := range []struct {
		key  string
		read func(*layer, ast.Node)
	}{
		{"seed", r.seed}, {"population", r.population}, {"programmes", r.programmes}, {"territories", r.territories},
		{"readings", r.answers}, {"assumptions", r.assumptions}, {"set", r.settings}, {"change", r.changes}, {"events", r.events}, {"horizon", r.horizon},
	} {
		if e, ok := fields[part.key]; ok {
			part.read(l, e.value)
		}
	}
	return l, extends
}

// seed reads from what is drawn.
func (r *reader) seed(l *layer, n ast.Node) {
	l.claim(n, "seed", "seed").value = r.whole(n, "seed", 1, MaxSeed)
}

// kind reads the word that tells a file of this kind from others.
func (r *reader) kind(body ast.Node, fields map[string]entry, word string) {
	e, ok := fields["kind"]
	if !ok {
		r.fault(body, "", "kind is missing; begin with kind: %s", word)
		return
	}
	v, ok := r.scalar(e.value, "kind", say("%s", word))
	switch elsewhere := readersOf[v.text]; {
	case !ok || v.text == word:
	case elsewhere != "":
		r.problems = nil // keys of that kind are no mistakes
		r.fault(e.value, "kind", "%s is not read here, but by %s; name a file of kind %s", quote(v.text), elsewhere, word)
		r.foreign = true
	default:
		r.fault(e.value, "kind", "%s is not read here; write %s", quote(v.text), word)
	}
}

// readersOf are the commands that read the kinds of files that people write.
var readersOf = map[string]string{"Scenario": "vouch simulate", "Study": "vouch compare", "Targets": "vouch calibrate"}

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// id reads the scenario's short name.
func (r *reader) id(body ast.Node, fields map[string]entry) string {
	want := say("a short name such as food-two-towns")
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
	v, ok := r.scalar(n, at, say("one line of text"))
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
	return r.wholeIn(n, at, bound{least: least, most: most})
}

// wholeIn is whole for a figure, of which messages name unit and source too.
func (r *reader) wholeIn(n ast.Node, at string, in bound) int64 {
	least, most, want := in.least, in.most, in.want()
	s, ok := r.scalar(n, at, want)
	if !ok {
		return least
	}
	v, fault := parseDecimal(s.text, 0)
	switch {
	case s.quoted:
		r.fault(n, at, "%s stands in quotes; take them off", quote(s.text))
	case fault != nil:
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
func (r *reader) population(l *layer, n ast.Node) {
	fields, _ := r.fields(n, "population", keysOf[Population]())
	if e, ok := fields["families"]; ok {
		l.claim(e.value, "population families", "population.families").value = r.whole(e.value, "population.families", 0, MaxFamilies)
	}
	if e, ok := fields["note"]; ok {
		l.claim(e.value, "population note", "population.note").text = r.wording(e.value, "population.note")
	}
}

// programmes reads which programmes run.
func (r *reader) programmes(l *layer, n ast.Node) {
	known := []string{voucher.Gas.String(), voucher.Food.String()}
	items, _ := r.list(n, "programmes", say("programmes (gas, food)"))
	var all voucher.Programme
	for _, item := range items {
		v, ok := r.scalar(item, "programmes", say("gas or food"))
		if !ok {
			continue
		}
		p, _ := voucher.ParseProgramme(v.text)
		switch {
		case !slices.Contains(known, v.text):
			r.fault(item, "programmes", "unknown programme %s%s", quote(v.text), instead(v.text, known, say("write one of %s", words(known))))
		case all&p != 0:
			r.fault(item, "programmes", "%s stands twice; keep one", v.text)
		}
		all |= p
	}
	if all != 0 {
		l.claim(n, "programmes", "programmes").value = int64(all)
	}
}

// territories reads the places to which each programme is narrowed.
func (r *reader) territories(l *layer, n ast.Node) {
	fields, _ := r.fields(n, "territories", keysOf[Territories]())
	for _, word := range keysOf[Territories]() {
		e, ok := fields[word]
		if !ok {
			continue
		}
		var list []int64
		for _, t := range r.places(e.value, "territories."+word) {
			list = append(list, int64(t))
		}
		if list != nil {
			l.claim(e.named, "territories "+word, "territories").list = list
		}
	}
}

// places reads a list of territories and sorts it.
func (r *reader) places(n ast.Node, at string) []voucher.Territory {
	items, _ := r.list(n, at, say("КАТО codes"))
	var all []voucher.Territory
	for _, item := range items {
		v, ok := r.scalar(item, at, say("a КАТО code such as 111010000"))
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
	r.choices(n, func(e entry, _, word string) {
		if err := into.Choose(e.key, word); err != nil {
			panic("scenarios: " + err.Error()) // both were looked up
		}
	})
}

// answers reads the answers of a scenario to open questions.
func (r *reader) answers(l *layer, n ast.Node) {
	r.choices(n, func(e entry, at, word string) { l.claim(e.value, "readings "+e.key, at).word = word })
}

// choices gives each reading with the word of a choice that it has.
func (r *reader) choices(n ast.Node, give func(e entry, at, word string)) {
	entries, _ := r.mapping(n, "readings")
	all := voucher.AllReadings()
	known := make([]string, len(all))
	for i, id := range all {
		known[i] = id.String()
	}
	for _, e := range entries {
		i := slices.Index(known, e.key)
		if i < 0 {
			r.fault(e.named, "readings", "unknown reading %s%s", quote(e.key), instead(e.key, known, say("write one of %s", words(known))))
			continue
		}
		choices, at := all[i].Choices(), "readings."+e.key
		v, ok := r.scalar(e.value, at, say("one of %s", words(choices)))
		switch {
		case ok && slices.Contains(choices, v.text):
			give(e, at, v.text)
		case ok:
			r.fault(e.value, at, "unknown choice %s%s", quote(v.text), instead(v.text, choices, say("write one of %s", words(choices))))
		}
	}
}

// horizon reads the simulated span.
func (r *reader) horizon(l *layer, n ast.Node) {
	fields, _ := r.fields(n, "horizon", keysOf[Horizon]())
	for _, key := range keysOf[Horizon]() {
		e, ok := fields[key]
		if !ok {
			continue
		}
		if d, ok := r.day(e.value, "horizon."+key); ok {
			l.claim(e.value, "horizon "+key, "horizon."+key).value = int64(d)
		}
	}
}

// day reads a day of the calendar.
func (r *reader) day(n ast.Node, at string) (voucher.Day, bool) {
	v, ok := r.scalar(n, at, say("a day such as 2026-03-01"))
	if !ok {
		return 0, false
	}
	d, err := parseDay(v.text)
	if err != nil {
		r.fault(n, at, "%v", err)
	}
	return d, err == nil
}
