package reports

import (
	"io"
	"strconv"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/reports/chart"
)

// LoadPage writes a load as one HTML file that needs nothing beside it and can be read
// without JavaScript: how it ended, latency by percentile and over time as pictures,
// and the tables that LoadText tells. All three languages are in it; l is the one that
// it begins with.
func LoadPage(w io.Writer, r *load.Result, l Language) error {
	return writeVoices(w, l, "load.page.report", func(each Language) *voiceModel {
		return (&loadTold{speech: newSpeech(each), result: r, width: loadWidth}).voice()
	})
}

// voice is the report in the language of the teller.
func (t *loadTold) voice() *voiceModel {
	r := t.result
	title := t.say("load.title", "Build", clean(r.Build))
	m := &voiceModel{Name: title, Question: title, Sentence: t.sentence(), State: t.state(), Facts: t.facts(), Tiles: t.tiles()}
	for _, why := range r.Because {
		m.Alerts = append(m.Alerts, t.distrust(why))
	}
	if c := t.goals(); c.Items != nil {
		m.Chapters = append(m.Chapters, c)
	}
	for i := range r.Drives {
		m.Chapters = append(m.Chapters, t.driveChapter(i))
	}
	if agents, last := t.agents(), len(m.Chapters)-1; agents != nil {
		m.Chapters[last].Exhibits = append(m.Chapters[last].Exhibits, t.tableExhibit(string(t.language)+"-agents", agents))
	}
	if r.Money != nil {
		m.Chapters = append(m.Chapters, t.moneyChapter())
	}
	return m
}

// sentence says how the run ended.
func (t *loadTold) sentence() string {
	if word := verdictWords[t.result.Verdict()]; word != "" {
		return t.say(word)
	}
	return t.say("load.page.not-trusted")
}

// state says at a glance how the run ended.
func (t *loadTold) state() string {
	switch t.result.Verdict() {
	case load.Reached:
		return "good"
	case load.MoneyWrong:
		return "bad"
	}
	return "open"
}

// tiles are the figures that are read first: of the last drive, which is the only one
// where nothing was looked for.
func (t *loadTold) tiles() (all []voiceTile) {
	r := t.result
	if len(r.Drives) == 0 {
		return nil
	}
	d := &r.Drives[len(r.Drives)-1]
	whole, _, _ := d.Whole(load.Journey)
	all = []voiceTile{
		{t.say("load.page.answered"), t.count(d.Completed), t.say("load.page.planned", "N", t.count(d.Planned)), "quiet", figureCell{}},
		{t.say("load.page.rate"), t.number(d.Rate(), 1), clean(d.Profile), "quiet", figureCell{}},
		{t.say("load.page.errors"), t.percent(d.Errors, d.Requests), t.say("load.page.requests", "N", t.count(d.Requests)), "quiet", figureCell{}},
		{"p50", t.lasted(whole.P50), t.say("load.page.due"), "quiet", figureCell{}},
		{"p99", t.lasted(whole.P99), t.say("load.page.due"), "quiet", figureCell{}},
	}
	if r.Money != nil {
		var held, broken int64
		for i := range r.Money.Asserted {
			held, broken = held+r.Money.Asserted[i].Checked, broken+r.Money.Asserted[i].Broken
		}
		state := "good"
		if broken > 0 {
			state = "bad"
		}
		all = append(all, voiceTile{t.say("load.page.broken"), t.count(broken), t.say("load.page.compared", "N", t.count(held)), state, figureCell{}})
	}
	return all
}

// goals are the objectives, and the highest rate that keeps them.
func (t *loadTold) goals() voiceChapter {
	c := voiceChapter{ID: "goals", Title: t.say("load.page.goals")}
	if t.result.Highest != nil {
		c.Items = append(c.Items, t.highest())
	}
	for i := range t.result.Objectives {
		c.Items = append(c.Items, t.objective(&t.result.Objectives[i]))
	}
	return c
}

// driveChapter is one drive.
func (t *loadTold) driveChapter(i int) voiceChapter {
	d := &t.result.Drives[i]
	c := voiceChapter{ID: "drive-" + strconv.Itoa(i+1), Title: t.say("load.page.drive", "Profile", clean(d.Profile))}
	for _, pair := range t.driven(d) {
		c.Items = append(c.Items, pair[0]+": "+pair[1])
	}
	c.Items = append(c.Items, t.causes(d)...)
	id := string(t.language) + "-" + c.ID
	for _, one := range []struct {
		id    string
		title string
		note  string
		draw  *chart.Series
	}{
		{"percentiles", "load.page.percentiles", t.say("load.page.percentiles.note"), t.byPercentile(d)},
		{"time", "load.page.time", t.slotNote(d), t.overTime(d)},
		{"rate", "load.page.rate", "", t.rateOverTime(d)},
	} {
		if one.draw == nil {
			continue
		}
		e := voiceExhibit{ID: id + "-" + one.id, Title: t.say(one.title), Note: one.note}
		e.picture(one.draw.Draw, e.Title+". "+t.say("load.page.told"))
		c.Exhibits = append(c.Exhibits, e)
	}
	c.Exhibits = append(c.Exhibits, t.tableExhibit(id+"-timings", t.timings(d)), t.tableExhibit(id+"-outcomes", t.outcomes(d)))
	return c
}

// moneyChapter is what was held against what afterwards, and what contradicts it.
func (t *loadTold) moneyChapter() voiceChapter {
	table := t.moneyTable()
	c := voiceChapter{ID: "money", Title: table.Title, Lead: t.moneyLine()}
	for i := range t.result.Money.Asserted {
		for _, sample := range t.result.Money.Asserted[i].Samples {
			c.Items = append(c.Items, bad+" "+clean(sample))
		}
	}
	e := t.tableExhibit(string(t.language)+"-money-table", table)
	e.Title = t.say("load.assertion")
	c.Exhibits = append(c.Exhibits, e)
	return c
}

// tableExhibit shows a table. A column without a title holds marks, which stand before
// the words of the next: a head without words names nothing.
func (t *loadTold) tableExhibit(id string, table *Table) voiceExhibit {
	e := voiceExhibit{ID: id, Title: table.Title, Note: table.Note}
	for _, c := range table.Columns {
		if c.Title != "" {
			e.Columns = append(e.Columns, voiceColumn{c.Title, c.Right && e.Columns != nil}) // the first is what rows are called
		}
	}
	for _, row := range table.Rows {
		var cells []voiceCell
		mark := ""
		for i, text := range row {
			if table.Columns[i].Title == "" {
				mark = text + " "
				continue
			}
			cell := voiceCell{Text: mark + text, Head: len(cells) == 0}
			if table.Columns[i].Right {
				cell.Class = "right"
			}
			cells, mark = append(cells, cell), ""
		}
		e.Rows = append(e.Rows, cells)
	}
	return e
}
