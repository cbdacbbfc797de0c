package reports

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator/study"
)

// provisions tells what each scenario changes, with the act behind it and the file that says so. What a
// sweep of policy sets stands once, with all its values; what is varied in every world, the baseline too,
// stands last: it is no difference, and takes the place of what files say.
func (t *studyTeller) provisions() *exhibit {
	e := &exhibit{id: "provisions", title: t.say("study.provisions"), note: t.say("study.provisions.note")}
	for _, id := range []string{"study.world", "study.provision", "study.where", "study.from", "study.was", "study.is", "study.law", "study.file"} {
		e.column(t.say(id), ofWords)
	}
	for w := 1; w < len(t.r.Worlds); w++ {
		world := &t.r.Worlds[w]
		if w > 1 && world.Scenario == t.r.Worlds[w-1].Scenario {
			continue // another point of the scenario before, told with it
		}
		for i := range world.Provisions {
			t.provision(e, w, &world.Provisions[i])
		}
	}
	for _, v := range t.r.Varied {
		cells := make([]figureCell, len(v.Values))
		for i, text := range v.Values {
			cells[i] = t.valued(v.Path, text)
		}
		label := t.in(v.Label)
		if label == "" {
			label = v.Path
		}
		e.row(t.text(t.say("study.every_world")), t.text(label), t.text(t.say("study.everywhere")), t.text(t.say("study.from_beginning")),
			t.text(none), t.ranged(cells, v.Drawn), t.text(t.sourced(v.Source)), t.text(t.say("study.by_sweep", "Study", t.r.Manifest.Study)))
	}
	if e.says("МРП", "MRP", "АЕК") {
		e.note += " " + t.say("study.terms.mrp")
	}
	return e
}

// says reports whether a cell of the table has one of some words.
func (e *exhibit) says(words ...string) bool {
	return slices.ContainsFunc(e.table.rows, func(row []figureCell) bool {
		return slices.ContainsFunc(row, func(c figureCell) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(c.text, w) })
		})
	})
}

// provision is the row of one provision.
func (t *studyTeller) provision(e *exhibit, w int, p *study.Provision) {
	label := t.in(p.Label)
	if label == "" {
		label = p.Path
	}
	from, where, file := t.say("study.from_beginning"), t.say("study.everywhere"), p.File
	is := t.valued(p.Path, p.Is)
	switch {
	case len(p.Parts) > 0:
		is = t.text(t.parts(p.Parts))
	case p.Swept:
		is, file = t.points(w, p.Path), t.say("study.by_sweep", "Study", t.r.Manifest.Study)
	}
	is.strong = true
	if p.From != 0 {
		from = t.day(p.From)
	}
	if p.Territory != voucher.Country {
		where = t.named(p.Territory, t.speech)
	}
	if p.Line > 0 {
		file += ":" + strconv.Itoa(p.Line)
	}
	e.row(t.text(t.scenarioName(w)), t.text(label), t.text(where), t.text(from), t.valued(p.Path, p.Was), is, t.text(t.orNone(t.law(p))), t.text(file))
}

// points tells what a path has at all points of policy of a world's scenario.
func (t *studyTeller) points(w int, path string) figureCell {
	var all []study.Setting
	for i := range t.r.Worlds {
		for _, at := range t.r.Worlds[i].Point {
			if t.r.Worlds[i].Scenario == t.r.Worlds[w].Scenario && at.Path == path && !slices.Contains(all, at) {
				all = append(all, at)
			}
		}
	}
	slices.SortFunc(all, func(a, b study.Setting) int { return cmp.Compare(a.Value, b.Value) })
	cells := make([]figureCell, len(all))
	for i, at := range all {
		cells[i] = t.valued(at.Path, at.Text)
	}
	return t.ranged(cells, false)
}

// mostListed is how many values of a sweep are listed one by one; of more the ends are told.
const mostListed = 8

// ranged tells all values that a sweep takes, or of many, and of drawn ones, the ends.
func (t *studyTeller) ranged(values []figureCell, drawn bool) figureCell {
	switch n := len(values); {
	case n == 0:
		return t.text(none)
	case n == 1:
		return values[0]
	case drawn:
		return t.heading(t.say("study.span", "From", values[0].text, "To", values[n-1].text))
	case n > mostListed:
		return t.heading(t.sayCount("study.span.of", int64(n), "From", values[0].text, "To", values[n-1].text))
	}
	var all []string
	for _, v := range values {
		all = append(all, v.text)
	}
	return t.heading(strings.Join(all, "; "))
}

// scenarioName is how a world is called without the values of its point.
func (t *studyTeller) scenarioName(w int) string { return clean(t.in(t.r.Worlds[w].Title)) }

// set tells a value as a reader knows it: yes and no in words.
func (s *speech) set(text string) string {
	switch text {
	case "true":
		return s.say("study.yes")
	case "false":
		return s.say("study.no")
	}
	return s.orNone(s.decimals(text))
}

// law says who or what set the value that was, and where the rule behind it stands.
func (t *studyTeller) law(p *study.Provision) string {
	by := p.By
	if strings.HasPrefix(by, p.Source) {
		by = "" // it is told at the end
	}
	source := p.Source
	if !p.Policy {
		source = t.sourced(p.Source)
	}
	var all []string
	for _, part := range []string{by, t.cited(p.Law), source} {
		if part != "" {
			all = append(all, part)
		}
	}
	return strings.Join(all, "; ")
}

// sourced tells what an assumption comes from: whether it was found, derived from what was found, or is
// of the model, and of the model beside which publication.
func (s *speech) sourced(source string) string {
	kind, page, _ := strings.Cut(source, ":")
	word := s.or("study.source."+kind, kind)
	if page == "" {
		return word
	}
	return s.say("study.source.page", "Kind", word, "Page", page)
}

func (s *speech) orNone(text string) string {
	if text == "" {
		return none
	}
	return text
}
