package reports

import (
	"html/template"
	"io"
	"strings"

	"github.com/vouch-kz/vouch/simulator/study"
)

// WritePage writes the report as one HTML file that needs nothing beside it: it works
// from a disk, asks no one for a script, a style, a letter or a picture, and can be
// read without JavaScript. All three languages are in it; l is the one that it begins
// with. The table behind each picture is in it too, to be read and to be saved.
func (s *Study) WritePage(w io.Writer, l Language) error {
	return writeVoices(w, l, "study.report", func(each Language) *voiceModel { return s.in(each).voice() })
}

// voice is the report in the language of the teller.
func (t *studyTeller) voice() *voiceModel {
	m := t.front()
	m.Chapters = t.voiceChapters(t.chapters())
	return m
}

// front is what stands before the chapters, and how the report is come to again.
func (t *studyTeller) front() *voiceModel {
	answers := t.answers()
	m := &voiceModel{
		Name: clean(t.in(t.r.Manifest.Title)), State: answers[0].state, Question: answers[0].question, Sentence: answers[0].sentence,
		Facts: t.identity(), Command: t.command, Manifest: t.manifest(), Caution: t.caution("page"), Alerts: t.alerts(),
	}
	for _, a := range answers[1:] {
		m.Answers = append(m.Answers, voiceAnswer{a.question, a.sentence, a.state})
	}
	m.Tiles = t.tiles(t.first())
	return m
}

// voiceChapters are chapters as a page shows them.
func (s *speech) voiceChapters(all []*chapter) (shown []voiceChapter) {
	for _, c := range all {
		v := voiceChapter{ID: c.id, Title: c.title, Lead: c.lead, Items: c.points}
		for _, e := range c.exhibits {
			v.Exhibits = append(v.Exhibits, s.voiceExhibit(e))
		}
		shown = append(shown, v)
	}
	return shown
}

// mostUnfolded is how many rows a table may have that stands open, for want of a
// picture.
const mostUnfolded = 15

// voiceExhibit is an exhibit as a page shows it.
func (s *speech) voiceExhibit(e *exhibit) voiceExhibit {
	v := voiceExhibit{
		ID: string(s.language) + "-x-" + e.id, Title: e.title, Note: e.note, File: e.id + ".csv",
		Address: template.URL(e.address()), //nolint:gosec // our own bytes in base64
		Folded:  e.draw != nil || len(e.table.rows) > mostUnfolded,
	}
	if e.draw != nil {
		v.Note = e.pictured()
		v.picture(e.draw, e.title+". "+s.say("study.told"))
	}
	for _, c := range e.table.columns {
		v.Columns = append(v.Columns, voiceColumn{c.head, c.kind != ofWords})
	}
	for _, r := range e.table.rows {
		v.Rows = append(v.Rows, e.voiceRow(r, ""))
	}
	if e.table.foot != nil {
		v.Rows = append(v.Rows, e.voiceRow(e.table.foot, "foot"))
	}
	return v
}

// voiceRow is one row as a page shows it; class is that of every cell.
func (e *exhibit) voiceRow(cells []figureCell, class string) (row []voiceCell) {
	for i, c := range cells {
		cell := voiceCell{Text: c.text, Head: i == 0, Class: class}
		switch {
		case i < len(e.table.columns) && e.table.columns[i].kind != ofWords:
			cell.Class = strings.TrimSpace(class + " right")
		case c.strong:
			cell.Class = strings.TrimSpace(class + " strong")
		}
		row = append(row, cell)
	}
	return row
}

// caution is what a reader must know before the first figure: that the country is a
// synthetic one, and that behaviour is invented where nobody knows it. The place says where it is named: page, letter or
// screen.
func (t *studyTeller) caution(place string) string {
	text := ""
	if t.r.Manifest.Scaled() {
		text = t.say("study.caution.scaled") + " "
	}
	text += t.sayCount("study.caution.model", int64(len(t.r.Assumed)))
	if len(t.r.Assumed) > 0 {
		text += " " + t.say("study.caution.where."+place)
	}
	return text
}

// alerts are identities that were broken, and warnings of the engine.
func (t *studyTeller) alerts() []string {
	var all []string
	for _, i := range t.r.Broken() {
		all = append(all, t.say("study.alert.broken", "Identity", t.or("study.identity."+i.ID, i.ID), "First", i.First))
	}
	for _, w := range t.r.Manifest.Warnings {
		if w.ID == study.IdentityBroken {
			continue // told above, with its figures
		}
		var pairs []string
		text := w.ID
		for i, a := range w.Args {
			pairs = append(pairs, "Arg"+string(rune('A'+i)), a)
			text += " " + a
		}
		all = append(all, t.orSay("study.warning."+w.ID, text, pairs...))
	}
	return all
}

// manifest is how the results came about, as pairs of a word and a value.
func (t *studyTeller) manifest() [][2]string {
	m := &t.r.Manifest
	all := [][2]string{
		{t.say("study.run_id"), m.RunID}, {t.say("study.hash"), m.Hash}, {t.say("study.facts"), m.Facts}, {t.say("study.engine"), m.Engine},
		{t.say("study.months_lived"), t.count(m.FamilyMonths)},
	}
	all = append(all, [2]string{t.say("heading.readings"), strings.Join(m.Readings, ", ")})
	if m.Elapsed > 0 {
		speed := t.say("study.speed", "N", t.count(m.PerSecond))
		if m.FloorPPM > 0 {
			speed += ", " + t.say("study.floor", "N", t.share(m.FloorPPM))
		}
		all = append(all, [2]string{t.say("study.time"), t.clock(m.Elapsed)}, [2]string{t.say("study.rate"), speed})
	}
	if stop := m.Stop; stop != nil {
		all = append(all, [2]string{t.say("study.stop"), t.say("study.stop.value", "Metric", t.or("study.metric."+stop.Metric, stop.Metric), "Asked", t.share(stop.Asked), "Reached", t.share(stop.Reached))})
	}
	kept := all[:0]
	for _, pair := range all {
		if pair[1] != "" {
			kept = append(kept, pair)
		}
	}
	return kept
}
