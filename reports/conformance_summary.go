package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/vouch-kz/vouch/conformance"
)

// ConformanceSummary writes a run as Markdown, short enough for the step summary
// of a continuous-integration server: the verdict, the profiles, the counts, each
// root cause with its screen folded away, and what was not judged.
func ConformanceSummary(w io.Writer, r *conformance.Report, l Language) error {
	m := &summary{speech: newSpeech(l), report: r}
	m.head()
	if r.Unasked == nil {
		m.profiles()
		m.counts()
	}
	m.causes(conformance.Fail, m.say("summary.failures"))
	m.causes(conformance.Warn, m.say("summary.warnings"))
	for _, k := range []unjudgedKind{blocked, harnessErrors, unsupported} {
		m.unjudged(k)
	}
	m.known()
	m.unjudged(blockedKnown)
	if _, err := io.WriteString(w, m.out.String()); err != nil {
		return fmt.Errorf("summary: %w", err)
	}
	return nil
}

// summary is Markdown in the making.
type summary struct {
	*speech
	report *conformance.Report
	out    strings.Builder
}

func (m *summary) line(format string, args ...any) { fmt.Fprintf(&m.out, format+"\n", args...) }

func (m *summary) head() {
	r := m.report
	mark := "⚠️"
	switch r.Exit {
	case conformance.ExitConforms:
		mark = "✅"
	case conformance.ExitViolation, conformance.ExitFault:
		mark = "❌"
	}
	m.line("## %s %s", mark, markdown(m.outcome(r)+" · "+m.build(r)))
	m.line("")
	checks := m.sayCount("conformance.checks", int64(len(r.Results)))
	if r.Unasked != nil {
		checks = code(masked(r.Address))
	}
	m.line("%s · %s · %s · %s", checks, code(m.say("conformance.short_plan", "Plan", r.PlanHash)),
		code("seed "+fmt.Sprint(r.Seed)), markdown(m.say("conformance.exit", "Exit", fmt.Sprint(r.Exit))))
	for _, more := range []string{m.raced(r), m.tried(r), m.assailed(r)} {
		if more != "" {
			m.line("")
			m.line("%s", markdown(more))
		}
	}
	if faults := m.faulted(r); faults != "" {
		m.line("")
		m.line("%s", markdown(faults))
	}
	if r.Unasked != nil {
		why, fix := m.hindered(r)
		m.line("")
		m.line("**%s**", markdown(why))
		m.line("")
		m.line("%s", markdown(fix))
		return
	}
	if r.Interrupted {
		m.line("")
		m.line("**%s**", markdown(m.say("conformance.interrupted")))
	}
}

func (m *summary) profiles() {
	if len(m.report.Profiles) == 0 {
		return
	}
	m.table(m.say("summary.profile"), m.say("summary.kept"), m.say("summary.verdict"))
	for _, p := range askedFirst(m.report) {
		verdict := m.profileOutcome(&p)
		if len(p.Failed) > 0 {
			words := idsOf(p.Failed)
			if n := len(words) - fewItems; n > 0 {
				words = append(words[:fewItems:fewItems], m.sayCount("do.more", int64(n)))
			}
			verdict += " – " + m.say("conformance.broken", "Ids", strings.Join(words, ", "))
		}
		m.line("| %s %s | %d/%d | %s |", profileMark(p.Verdict), markdown(p.ID+" – "+m.in(p.Title)), p.Passed, p.Planned, markdown(verdict))
	}
	m.line("")
	m.line("%s", markdown(m.say("conformance.counted")))
}

func (m *summary) counts() {
	m.table(m.say("summary.verdict"), m.say("summary.checks"))
	for _, v := range conformance.Verdicts() {
		if n := m.report.Count(v); n > 0 {
			m.line("| %s | %s |", markdown(m.verdict(v)), m.count(int64(n)))
		}
	}
}

// table begins a table whose further columns are numbers or words.
func (m *summary) table(titles ...string) {
	m.line("")
	for i := range titles {
		titles[i] = markdown(titles[i])
	}
	m.line("| %s |", strings.Join(titles, " | "))
	m.line("|%s", strings.Repeat(" --- |", len(titles)))
}

// causes tells each root cause, its screen folded away.
func (m *summary) causes(v conformance.Verdict, title string) {
	causes := causesOf(m.report, v)
	if len(causes) == 0 {
		return
	}
	m.line("")
	m.line("### %s", markdown(title))
	for i := range causes {
		m.line("")
		if i == screensMost {
			m.line("%s", markdown(m.sayCount("conformance.more_causes", int64(len(causes)-i))))
			break
		}
		t := &judgement{speech: m.speech, report: m.report, options: ConformanceOptions{Lang: m.language, Width: Width}}
		t.screen(t.screenOf(&causes[i], m.report, false))
		first := causes[i].results[0]
		m.line("<details><summary>%s <b>%s</b> – %s (%s)</summary>", bad, markup(first.Check), markup(m.in(first.Title)),
			markup(m.sayCount("conformance.checks", int64(len(causes[i].results)))))
		m.line("")
		fence := "```"
		for strings.Contains(t.out.String(), fence) {
			fence += "`"
		}
		m.line("%stext\n%s%s", fence, t.out.String(), fence)
		m.line("")
		m.line("</details>")
	}
}

func (m *summary) unjudged(k unjudgedKind) {
	groups := groupsOf(m.report, k)
	if len(groups) == 0 {
		return
	}
	m.line("")
	m.line("### %s", markdown(m.unjudgedTitle(k, groups)))
	m.line("")
	for i := range groups {
		m.line("- %d × %s", len(groups[i].checks), markdown(m.groupWhy(&groups[i])))
	}
}

func (m *summary) known() {
	if len(m.report.Known) == 0 && m.report.Count(conformance.ExpectedFail) == 0 {
		return
	}
	m.line("")
	m.line("### %s", markdown(m.say("conformance.known", "N", m.count(int64(m.report.Count(conformance.ExpectedFail))))))
	m.line("")
	for _, c := range causesOf(m.report, conformance.ExpectedFail) {
		for _, r := range c.results {
			m.line("- %s: %s", code(r.Check), markdown(m.told(r.Why)))
		}
	}
	for i := range m.report.Known {
		k := &m.report.Known[i]
		m.line("- %s: %s (%s)", code(k.Check), markdown(m.problem(k)), markdown(k.Reason))
	}
}

// problem says what a run found wrong with an entry of known failures.
func (s *speech) problem(k *conformance.KnownFailure) string {
	return s.say("known."+strings.ReplaceAll(k.Problem, "-", "_"), "Expires", fmt.Sprint(k.Expires))
}

// markdown makes a text harmless within a line or a cell of Markdown: no table,
// no element and no emphasis begins in it.
func markdown(text string) string {
	return strings.NewReplacer(
		"\\", "\\\\", "|", "\\|", "<", "&lt;", ">", "&gt;", "&", "&amp;", "*", "\\*", "_", "\\_", "`", "\\`", "[", "\\[", "]", "\\]", "~", "\\~", "$", "\\$", "@", "&#64;",
	).Replace(clean(masked(text)))
}

// markup makes a text harmless within an HTML element of Markdown.
func markup(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;", "|", "&#124;", "`", "&#96;", "*", "&#42;", "_", "&#95;").Replace(clean(masked(text)))
}

// code shows an id or a hash as it is, in a cell too.
func code(text string) string {
	return "`" + strings.NewReplacer("`", "'", "|", "¦").Replace(clean(text)) + "`"
}
