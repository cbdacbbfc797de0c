package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/vouch-kz/vouch/conformance"
)

// pageFailure is a root cause on the page.
type pageFailure struct {
	Anchor     string
	State      string
	Word       spoken
	Check      string
	Title      spoken
	Level      spoken
	Demand     pageLink
	Words      spoken
	Source     spoken
	Facts      spoken
	Moments    []pageMoment
	Balance    bool // some moment knows what is left
	Aside      []pageNote
	Notes      []pageNote
	Commands   []pageNote
	Others     []pageLink
	All        []string // ids of its checks
	Count      spoken
	Transcript []pageExchange
	Open       bool
}

// pageMoment is one line of a timeline.
type pageMoment struct {
	Day, Time string
	What      spoken
	Answer    spoken
	Expected  spoken
	Balance   spoken
	Wrong     bool
	NewDay    bool
	Date      spoken
}

// pageNote is a named line.
type pageNote struct {
	Name, Text spoken
	State      string
	Mark       string
}

// pageExchange is one request with its answer.
type pageExchange struct {
	Method, URL string
	Status      int
	State       string
	Milli       int64
	Request     string
	Response    string
	Err         string
}

// failures tells the root causes of a verdict, the first of them open.
func (p *page) failures(kind string, v conformance.Verdict) (all []*pageFailure) {
	for i, c := range causesOf(p.report, v) {
		f := p.failure(&c)
		f.Anchor, f.Open = fmt.Sprintf("%s-%d", kind, i+1), i == 0 && v == conformance.Fail
		all = append(all, f)
	}
	return all
}

// failure tells one root cause in every language, step by step.
func (p *page) failure(c *cause) *pageFailure {
	var screens []*screen
	for _, s := range p.speeches {
		screens = append(screens, s.screenOf(c, p.report, true))
	}
	each := func(tell func(sc *screen) string) spoken {
		all := make(spoken, len(screens))
		for i, sc := range screens {
			all[i] = clean(tell(sc))
		}
		return all
	}
	first := screens[0]
	f := &pageFailure{
		State: verdictState(c.verdict), Word: p.each(func(s *speech) string { return s.verdict(c.verdict) }), Check: clean(first.check),
		Title: each(func(sc *screen) string { return sc.title }), Level: each(func(sc *screen) string { return sc.level }),
		Demand: pageLink{"#" + anchor("demand", first.demand), first.demand}, Words: each(func(sc *screen) string { return sc.words }),
		Source: each(func(sc *screen) string { return sc.source }), Facts: each(func(sc *screen) string { return sc.facts }),
		Count: p.each(func(s *speech) string { return s.sayCount("conformance.checks", int64(len(c.results))) }), Transcript: p.transcript(first.check),
	}
	for _, r := range c.results {
		f.All = append(f.All, r.Check)
	}
	for _, id := range first.others {
		f.Others = append(f.Others, checkLink(id))
	}
	for i := range first.moments {
		m := p.moment(screens, i)
		f.Moments, f.Balance = append(f.Moments, m), f.Balance || first.moments[i].balance != ""
	}
	for i := range first.aside {
		f.Aside = append(f.Aside, pageNote{
			Name: each(func(sc *screen) string { return sc.aside[i][0] }), Text: each(func(sc *screen) string { return sc.aside[i][1] }),
		})
	}
	for i, n := range first.notes {
		note := pageNote{Name: each(func(sc *screen) string { return sc.notes[i].name }), Text: each(func(sc *screen) string { return sc.notes[i].text })}
		switch {
		case n.good:
			note.State, note.Mark = "good", good
		case n.bad:
			note.State, note.Mark = "bad", bad
		}
		f.Notes = append(f.Notes, note)
	}
	for i := range first.commands {
		f.Commands = append(f.Commands, pageNote{
			Name: each(func(sc *screen) string { return sc.commands[i][0] }), Text: each(func(sc *screen) string { return sc.commands[i][1] }),
		})
	}
	return f
}

// moment tells one step in every language.
func (p *page) moment(screens []*screen, i int) pageMoment {
	each := func(tell func(m *moment) string) spoken {
		all := make(spoken, len(screens))
		for n, sc := range screens {
			all[n] = clean(tell(&sc.moments[i]))
		}
		return all
	}
	m := &screens[0].moments[i]
	return pageMoment{
		Day: m.at.Day().String(), Time: m.at.Time().Format(time.TimeOnly), Wrong: m.wrong,
		NewDay: i == 0 || screens[0].moments[i-1].at.Day() != m.at.Day(), Date: p.each(func(s *speech) string { return s.day(m.at.Day()) }),
		What: each(func(m *moment) string { return m.what }), Answer: each(func(m *moment) string { return m.answer }),
		Expected: each(func(m *moment) string { return m.expected }), Balance: each(func(m *moment) string { return m.balance }),
	}
}

// The most of a transcript that a page shows: what leads to the end. The archive
// beside it has all.
const (
	exchangesMost = 40
	bodyMost      = 4 << 10
)

// transcript tells what went over the wire for a check, secrets masked.
func (p *page) transcript(check string) (all []pageExchange) {
	exchanges := p.asked[check]
	exchanges = exchanges[max(0, len(exchanges)-exchangesMost):]
	for _, raw := range exchanges {
		e := raw.Masked()
		shown := pageExchange{
			Method: clean(e.Method), URL: clean(pathOf(e.URL)), Status: e.Status, Milli: milliseconds(e.Duration), State: "quiet",
			Request: shownBody(e.RequestBody), Response: shownBody(e.ResponseBody), Err: clean(errText(e.Err)),
		}
		const fault = 500
		if e.Err != nil || e.Status == 0 || e.Status >= fault {
			shown.State = "bad"
		}
		all = append(all, shown)
	}
	return all
}

// pathOf is a URL without its host, which is the same for all.
func pathOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return text
	}
	return u.RequestURI()
}

// shownBody is a body as a page shows it: JSON a member a line, the rest as it is.
func shownBody(body []byte) string {
	text := bodyText(body)
	var b bytes.Buffer
	if json.Indent(&b, []byte(text), "", "  ") == nil {
		text = b.String()
	}
	if len(text) > bodyMost {
		text = bodyText([]byte(text[:bodyMost])) + "\n…"
	}
	return legible(text)
}
