package reports

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// page holds the templates, the style and the script of the page.
//
//go:embed page
var pageFiles embed.FS

// ConformancePage writes a run as one HTML file that needs nothing beside it: it
// works offline, asks no one for a script, a style or a picture, and can be read
// without JavaScript. All three languages are in it; l is the one that it begins
// with. Of the transcript, what belongs to checks that did not pass is shown.
func ConformancePage(w io.Writer, r *conformance.Report, l Language, transcript []*wire.Exchange) error {
	p := newPage(l)
	p.report, p.asked = r, map[string][]*wire.Exchange{}
	for _, e := range transcript {
		p.asked[e.Check] = append(p.asked[e.Check], e)
	}
	model, err := p.model()
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	text, err := filled("page", p.say, model)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	_, err = w.Write(text)
	return err
}

type page struct {
	report   *conformance.Report
	begin    Language
	speeches []*speech // in the order of Languages
	asked    map[string][]*wire.Exchange
}

// newPage makes a page ready in every language.
func newPage(begin Language) *page {
	p := &page{begin: begin}
	for _, each := range Languages() {
		p.speeches = append(p.speeches, newSpeech(each))
	}
	return p
}

// choices are the languages to choose from, each in its own words.
func (p *page) choices() (all []pageChoice) {
	for _, l := range Languages() {
		all = append(all, pageChoice{Value: string(l), Word: spoken{languageNames[l]}, Checked: l == p.begin})
	}
	return all
}

// spoken is a text in every language, of which the page shows one.
type spoken []string

// HTML marks each wording with its language; a text that is the same in all
// stands once.
func (t spoken) HTML() template.HTML {
	same := true
	for _, text := range t {
		same = same && text == t[0]
	}
	if same {
		return template.HTML(template.HTMLEscapeString(t[0])) //nolint:gosec // escaped on the spot
	}
	var b strings.Builder
	for i, l := range Languages() {
		fmt.Fprintf(&b, `<span lang="%s">%s</span>`, l, template.HTMLEscapeString(t[i]))
	}
	return template.HTML(b.String()) //nolint:gosec // every text is escaped on the spot
}

// each tells something in every language.
func (p *page) each(tell func(s *speech) string) spoken {
	all := make(spoken, len(p.speeches))
	for i, s := range p.speeches {
		all[i] = clean(tell(s))
	}
	return all
}

// say is what the templates say: the words of an id in every language.
func (p *page) say(id string, pairs ...string) template.HTML {
	return p.each(func(s *speech) string { return s.say(id, pairs...) }).HTML()
}

// text is a text of the vocabulary or of a build in every language, masked.
func (p *page) text(t voucher.Text) spoken {
	return p.each(func(s *speech) string { return masked(s.in(t)) })
}

// told is a text of the suite in every language, with what it quotes told too.
func (p *page) told(t voucher.Text) spoken {
	return p.each(func(s *speech) string { return s.told(t) })
}

// number is a count in every language.
func (p *page) number(n int) spoken {
	return p.each(func(s *speech) string { return s.count(int64(n)) })
}

// pageModel is what the templates are filled with.
type pageModel struct {
	Lang      string
	Languages []pageChoice
	Title     string
	Titles    map[string]string // by language, for the script
	Policy    string            // Content-Security-Policy
	Style     template.CSS
	Script    template.JS
	Data      json.RawMessage

	Outcome     spoken
	State       string // good, bad or open
	Build       spoken
	Address     string
	Plan        string
	Suite       string
	Seed        string
	Options     string
	Exit        int
	Interrupted bool
	Unasked     []spoken // why nothing could be asked, and what to do about it; nil where something could
	Readings    []spoken
	Speed       spoken
	Raced       spoken // empty where nothing was raced
	Tried       spoken // empty where no role tried anything
	Faulted     spoken // empty where nothing went wrong on the way
	Assailed    spoken // empty where no hostile input was sent
	Asked       spoken

	Profiles []pageProfile
	Tiles    []pageTile
	Failures []*pageFailure
	Warnings []*pageFailure
	Unjudged []pageUnjudged
	Known    []pageKnown
	Chapters []pageChapter
	Rows     []pageRow
	Suites   []pageChoice
	Kinds    []pageChoice // programmes
}

// pageChoice is one of several that a reader chooses from.
type pageChoice struct {
	Value   string
	Word    spoken
	Checked bool
}

// pageProfile is a profile with how much of it is kept; Bar is of 1000.
type pageProfile struct {
	ID, State, Mark string
	Title, Outcome  spoken
	Passed, Planned int
	Bar             int
	Failed          []pageLink
	Untested        []pageLink
}

// pageTile is a verdict with its count.
type pageTile struct {
	Verdict, State string
	Word, N        spoken
}

// pageLink leads to another place of the page.
type pageLink struct{ Href, Text string }

// pageUnjudged is a verdict other than a judgement, grouped by why.
type pageUnjudged struct {
	Title  spoken
	State  string
	Groups []pageGroup
}

type pageGroup struct {
	N      int
	Why    spoken
	Checks []pageLink
}

// pageKnown is a known failure, or an entry that no longer says what is.
type pageKnown struct {
	Check   pageLink
	Why     spoken
	Problem spoken
	State   string
}

// model gathers what the page shows.
func (p *page) model() (*pageModel, error) {
	r := p.report
	data, err := documentText(r, "")
	if err != nil {
		return nil, err
	}
	style, err := joined("page/page.css")
	if err != nil {
		return nil, err
	}
	script, err := joined("page/choices.js", "page/page.js")
	if err != nil {
		return nil, err
	}
	m := &pageModel{
		Lang: string(p.begin), Titles: map[string]string{}, Style: template.CSS(style), Script: template.JS(script), //nolint:gosec // our own files
		Policy: policy(style, script), Languages: p.choices(),
		Data: json.RawMessage(data), Outcome: p.each(func(s *speech) string { return s.outcome(r) }), State: stateOf(r),
		Build: p.each(func(s *speech) string { return s.build(r) }), Address: masked(r.Address), Plan: r.PlanHash, Suite: r.Suite,
		Seed: fmt.Sprint(r.Seed), Options: r.Options, Exit: r.Exit, Interrupted: r.Interrupted,
		Asked:    p.each(func(s *speech) string { return s.asked(&r.Figures) }),
		Speed:    p.each(func(s *speech) string { return s.rate(r) }),
		Raced:    p.each(func(s *speech) string { return s.raced(r) }),
		Tried:    p.each(func(s *speech) string { return s.tried(r) }),
		Faulted:  p.each(func(s *speech) string { return s.faulted(r) }),
		Assailed: p.each(func(s *speech) string { return s.assailed(r) }),
	}
	for i, l := range Languages() {
		m.Titles[string(l)] = m.Outcome[i] + " · " + m.Build[i]
	}
	m.Title = m.Titles[string(p.begin)]
	for i := range p.speeches[0].chosen(&r.Target.Readings) {
		m.Readings = append(m.Readings, p.each(func(s *speech) string { return s.chosen(&r.Target.Readings)[i] }))
	}
	if r.Unasked != nil {
		m.Unasked = []spoken{
			p.each(func(s *speech) string { why, _ := s.hindered(r); return why }),
			p.each(func(s *speech) string { _, fix := s.hindered(r); return fix }),
		}
	}
	p.overview(m)
	m.Failures = p.failures("failure", conformance.Fail)
	m.Warnings = p.failures("warning", conformance.Warn)
	for _, k := range []unjudgedKind{blocked, harnessErrors, blockedKnown, unsupported} {
		if groups := groupsOf(r, k); groups != nil {
			m.Unjudged = append(m.Unjudged, pageUnjudged{
				Title: p.each(func(s *speech) string { return s.unjudgedTitle(k, groups) }), State: verdictState(k.verdict), Groups: p.groups(groups),
			})
		}
	}
	m.Known = p.known()
	m.Rows = p.rows(m.Failures, m.Warnings)
	m.Chapters, err = p.chapters()
	return m, err
}

// joined are files of the page as one.
func joined(names ...string) (all []byte, err error) {
	for _, name := range names {
		part, err := pageFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
	}
	return all, nil
}

// policy allows a page its own style and script, pictures within it, and nothing else.
func policy(style, script []byte) string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'", digest(style), digest(script))
}

// languageNames are the languages in their own words.
var languageNames = map[Language]string{English: "English", Russian: "Русский", Kazakh: "Қазақша"}

// digest is the source expression by which a policy allows one style or script.
func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// stateOf says at a glance how a run came out.
func stateOf(r *conformance.Report) string {
	switch r.Exit {
	case conformance.ExitConforms:
		return "good"
	case conformance.ExitViolation, conformance.ExitFault:
		return "bad"
	}
	return "open"
}

func verdictState(v conformance.Verdict) string {
	switch v {
	case conformance.Pass, conformance.PassVerdictOnly:
		return "good"
	case conformance.Fail, conformance.Stale, conformance.HarnessError:
		return "bad"
	case conformance.Warn, conformance.Blocked:
		return "open"
	}
	return "quiet"
}

// anchor is the place of a check or a demand on the page.
func anchor(kind, id string) string {
	return kind + "-" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '-'
	}, id)
}

func checkLink(id string) pageLink { return pageLink{"#" + anchor("check", id), clean(id)} }
