package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Marks of what is well and what is not: they are read without colours too.
const (
	good = "✓"
	bad  = "✗"
)

// ConformanceText writes a run for people at a terminal: the build and the plan,
// or in place of all the rest what was in the way of asking, the profiles, how many checks have which verdict, what was not judged and why,
// then known failures, warnings and, last, a screen for each root cause and the
// verdict. No line is wider than asked.
func ConformanceText(w io.Writer, r *conformance.Report, o ConformanceOptions) error {
	o = o.withDefaults()
	t := &judgement{speech: newSpeech(o.Lang), report: r, options: o, brush: brush{o.Colour}}
	if !o.Screens {
		t.run()
	}
	t.warnings()
	t.failures()
	if !o.Screens {
		t.verdictLine()
	}
	if _, err := io.WriteString(w, t.out.String()); err != nil {
		return fmt.Errorf("conformance report: %w", err)
	}
	return nil
}

// run tells what the run as a whole says, before its screens.
func (t *judgement) run() {
	t.heading()
	if t.report.Unasked != nil {
		why, fix := t.hindered(t.report)
		t.line("")
		t.line(t.brush.yellow(t.fit(why, 0)))
		t.line(t.fit(fix, 0))
		return
	}
	t.profiles()
	t.counts()
	for _, k := range []unjudgedKind{unsupported, blocked, harnessErrors} {
		t.unjudged(k)
	}
	t.speed()
	t.known()
}

// judgement tells one conformance run in one language, line by line.
type judgement struct {
	*speech
	report  *conformance.Report
	options ConformanceOptions
	brush   brush
	out     strings.Builder
}

// brush colours a text, or leaves it.
type brush struct{ on bool }

func (b brush) paint(code, text string) string {
	if !b.on || strings.TrimSpace(text) == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (b brush) strong(text string) string { return b.paint("1", text) }
func (b brush) faint(text string) string  { return b.paint("2", text) }
func (b brush) red(text string) string    { return b.paint("31", text) }
func (b brush) green(text string) string  { return b.paint("32", text) }
func (b brush) yellow(text string) string { return b.paint("33", text) }

// line writes lines, the blanks at their ends taken off.
func (t *judgement) line(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		t.out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// fit wraps a text to a width behind an indent; a word that is longer is broken.
func (t *judgement) fit(text string, indent int) string {
	var lines []string
	for _, line := range wrapHard(text, t.options.Width-indent) {
		lines = append(lines, strings.Repeat(" ", indent)+line)
	}
	return strings.Join(lines, "\n")
}

// section begins a part of the report.
func (t *judgement) section(title string) {
	t.line("")
	t.line(t.brush.strong(t.fit("── "+title, 0)))
	t.line("")
}

func (t *judgement) heading() {
	r := t.report
	title := clean(t.say("conformance.title", "Build", t.build(r)))
	t.line(t.brush.strong(t.fit(title, 0)))
	t.line(strings.Repeat("═", min(t.options.Width, longestLine(wrapHard(title, t.options.Width)))))
	t.line("")
	rows := [][]string{
		t.named("conformance.address", clean(masked(r.Address))),
		t.named("conformance.plan", t.plan(r)),
		t.named("conformance.suite", r.Suite),
		t.named("heading.seed", fmt.Sprint(r.Seed)),
	}
	if r.Options != "" {
		rows = append(rows, t.named("conformance.options", clean(r.Options)))
	}
	readings := t.say("heading.readings.default")
	if chosen := t.chosen(&r.Target.Readings); chosen != nil {
		readings = strings.Join(chosen, "; ")
	}
	if r.Unasked == nil { // else nobody has said how it reads them
		rows = append(rows, t.named("heading.readings", readings))
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(aligned(rows, t.options.Width), "\n"), "\n") {
		if runes(line) > t.options.Width { // an address or a hash that no blank breaks
			line = t.fit(line, 0)
		}
		t.line(line)
	}
	if r.Interrupted && r.Unasked == nil {
		t.line("")
		t.line(t.brush.yellow(t.fit(t.say("conformance.interrupted"), 0)))
	}
}

// plan names the plan of a run, with how many checks it has where they were asked.
func (t *judgement) plan(r *conformance.Report) string {
	if r.Unasked != nil {
		return r.PlanHash
	}
	return r.PlanHash + " (" + t.sayCount("conformance.checks", int64(len(r.Results))) + ")"
}

// named makes a row of the words of an id and a value.
func (t *judgement) named(id, value string) []string { return []string{t.say(id), value} }

// profiles tells how each profile stands, a line for each.
func (t *judgement) profiles() {
	if len(t.report.Profiles) == 0 {
		return
	}
	t.section(t.say("conformance.profiles"))
	t.line(t.brush.faint(t.fit(t.say("conformance.counted"), 0)))
	t.line("")
	ids, sums := 0, 0
	for _, p := range t.report.Profiles {
		ids, sums = max(ids, len(p.ID)), max(sums, len(t.passed(&p)))
	}
	for _, p := range askedFirst(t.report) {
		colour := t.colourOf(&p)
		head := fmt.Sprintf("%s %-*s  %*s  ", profileMark(p.Verdict), ids, p.ID, sums, t.passed(&p))
		lines := wrapHard(t.profileOutcome(&p)+" – "+t.in(p.Title), t.options.Width-runes(head))
		if p.Unasked {
			for i := range lines {
				lines[i] = colour(lines[i])
			}
		}
		t.line(colour(head) + strings.Join(lines, "\n"+strings.Repeat(" ", runes(head))))
		t.demands("conformance.broken", p.Failed, runes(head))
		if p.Verdict == conformance.Inconclusive && !p.Unasked {
			t.demands("conformance.untested", p.Untested, runes(head))
		}
	}
}

// demands names as many demands as a line holds, and says how many more there are.
func (t *judgement) demands(id string, all []voucher.RequirementID, indent int) {
	if len(all) == 0 {
		return
	}
	words := idsOf(all)
	for n := len(words); n > 0; n-- {
		named := words[:n:n]
		if n < len(words) {
			named = append(named, t.sayCount("do.more", int64(len(words)-n)))
		}
		line := t.say(id, "Ids", strings.Join(named, ", "))
		if indent+runes(line) <= t.options.Width || t.options.Verbose || n == 1 {
			t.line(t.fit(line, indent))
			return
		}
	}
}

// passed writes how many demands of a profile are kept.
func (t *judgement) passed(p *conformance.ProfileVerdict) string {
	return t.count(int64(p.Passed)) + "/" + t.count(int64(p.Planned))
}

func profileMark(o conformance.ProfileOutcome) string {
	switch o {
	case conformance.Conformant:
		return good
	case conformance.NotConformant:
		return bad
	case conformance.NotApplicable:
		return "–"
	}
	return "?"
}

func (t *judgement) colourOf(p *conformance.ProfileVerdict) func(string) string {
	switch {
	case p.Unasked:
		return t.brush.faint
	case p.Verdict == conformance.Conformant:
		return t.brush.green
	case p.Verdict == conformance.NotConformant:
		return t.brush.red
	}
	return t.brush.yellow
}

// counts tells how many checks have which verdict. That only the no was judged,
// not why, is a verdict of its own.
func (t *judgement) counts() {
	t.section(t.say("conformance.counts"))
	width := 0
	var shown []conformance.Verdict
	for _, v := range conformance.Verdicts() {
		if n := t.report.Count(v); n > 0 || v == conformance.Pass || v == conformance.Fail {
			shown, width = append(shown, v), max(width, runes(t.count(int64(n))))
		}
	}
	for _, v := range shown {
		n := t.count(int64(t.report.Count(v)))
		t.line(t.paintVerdict(v, strings.Repeat(" ", width-runes(n))+n+"  "+t.verdict(v)))
	}
}

func (t *judgement) paintVerdict(v conformance.Verdict, text string) string {
	switch v {
	case conformance.Pass, conformance.PassVerdictOnly:
		return t.brush.green(text)
	case conformance.Fail, conformance.Stale, conformance.HarnessError:
		return t.brush.red(text)
	case conformance.Warn, conformance.Blocked:
		return t.brush.yellow(text)
	}
	return t.brush.faint(text)
}

// some joins the first few of many.
func (t *judgement) some(all []string) string {
	if n := len(all) - fewItems; n > 0 && !t.options.Verbose {
		all = append(slices.Clone(all[:fewItems]), t.sayCount("do.more", int64(n)))
	}
	return strings.Join(all, ", ")
}

// unjudged tells what was not judged, grouped by why.
func (t *judgement) unjudged(k unjudgedKind) {
	groups := groupsOf(t.report, k)
	if len(groups) == 0 {
		return
	}
	t.section(t.unjudgedTitle(k, groups))
	for i := range groups {
		g := &groups[i]
		head := t.count(int64(len(g.checks))) + " × "
		lines := wrapHard(t.groupWhy(g), t.options.Width-runes(head))
		t.line(head + strings.Join(lines, "\n"+strings.Repeat(" ", runes(head))))
		t.line(t.brush.faint(t.fit(t.some(g.checks), runes(head))))
	}
}

// speed tells how much was asked, and how fast.
func (t *judgement) speed() {
	t.section(t.say("conformance.speed"))
	t.line(t.fit(t.asked(&t.report.Figures), 0))
	if rate := t.rate(t.report); rate != "" {
		t.line(t.fit(rate, 0))
	}
	for _, more := range []string{t.raced(t.report), t.tried(t.report), t.assailed(t.report)} {
		if more != "" {
			t.line(t.fit(more, 0))
		}
	}
	if faults := t.faulted(t.report); faults != "" {
		t.line(t.fit(faults, 0))
	}
}
