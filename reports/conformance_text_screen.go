package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// known tells of failures that the file of known failures foresees, apart from
// the others, and of entries that no longer say what is.
func (t *judgement) known() {
	expected := causesOf(t.report, conformance.ExpectedFail)
	if len(expected) == 0 && len(t.report.Known) == 0 {
		return
	}
	t.section(t.say("conformance.known", "N", t.count(countChecks(expected))))
	for _, c := range expected {
		for _, r := range c.results {
			t.line(t.fit(r.Check, 0))
			t.line(t.brush.faint(t.fit(t.told(r.Why), timelineIndent)))
		}
	}
	for i := range t.report.Known {
		k := &t.report.Known[i]
		mark, paint := bad, t.brush.red
		if k.Problem == conformance.ProblemNotRun {
			mark, paint = none, t.brush.faint
		}
		text := mark + " " + k.Check + ": " + t.problem(k)
		t.line(paint(t.fit(clean(text), 0)))
		t.line(t.brush.faint(t.fit(clean(masked(k.Reason)), timelineIndent)))
	}
	t.unjudged(blockedKnown)
}

// warnings tells of broken SHOULDs, in short.
func (t *judgement) warnings() {
	causes := causesOf(t.report, conformance.Warn)
	if len(causes) == 0 {
		return
	}
	t.section(t.say("conformance.warnings", "Causes", t.count(int64(len(causes))), "Checks", t.count(countChecks(causes))))
	for i := range causes {
		sc := t.screenOf(&causes[i], t.report, t.options.Verbose)
		if t.options.Verbose {
			t.screen(sc)
			continue
		}
		t.line(t.brush.yellow(t.fit("! "+sc.check, 0)))
		t.line(t.fit(clean(sc.title), timelineIndent))
		if n := len(sc.moments); n > 0 && sc.moments[n-1].wrong {
			t.line(t.fit(clean(t.say("note.got")+": "+sc.moments[n-1].answer), timelineIndent))
			t.line(t.fit(clean(sc.moments[n-1].expected), timelineIndent))
		}
		for _, pair := range sc.aside {
			t.line(t.fit(pair[0]+": "+clean(pair[1]), timelineIndent))
		}
	}
}

// screensMost is how many root causes are told in full: who has more begins with
// these.
const screensMost = 20

// failures tells each root cause on a screen of its own.
func (t *judgement) failures() {
	causes := causesOf(t.report, conformance.Fail)
	for i := range causes {
		if i == screensMost && !t.options.Verbose {
			break
		}
		t.line("")
		t.screen(t.screenOf(&causes[i], t.report, t.options.Verbose))
	}
	if stale := causesOf(t.report, conformance.Stale); len(stale) > 0 {
		t.line("")
		for _, c := range stale {
			t.line(t.brush.red(t.fit(t.say("conformance.stale", "Check", c.results[0].Check), 0)))
		}
	}
	if len(causes) == 0 {
		return
	}
	t.line("")
	if hidden := len(causes) - screensMost; hidden > 0 && !t.options.Verbose {
		t.line(t.fit(t.sayCount("conformance.more_causes", int64(hidden)), 0))
	}
	var each []string
	for _, c := range causes {
		each = append(each, c.label()+" ×"+t.count(int64(len(c.results))))
	}
	t.line(t.fit(t.say("conformance.failures", "Causes", t.sayCount("conformance.causes", int64(len(causes))),
		"Checks", t.sayCount("conformance.checks", countChecks(causes)), "Each", t.some(each)), 0))
}

// timelineIndent is how far what belongs to a failure stands in.
const timelineIndent = 6

// screen lays one failure out.
func (t *judgement) screen(sc *screen) {
	word := strings.ToUpper(t.verdict(sc.verdict))
	head, level := word+"  "+clean(sc.check), sc.level
	lines := wrapHard(head, t.options.Width)
	if last := lines[len(lines)-1]; runes(last)+2+runes(level) <= t.options.Width {
		lines[len(lines)-1] = last + strings.Repeat(" ", t.options.Width-runes(last)-runes(level)) + level
	} else {
		lines = append(lines, strings.Repeat(" ", t.options.Width-runes(level))+level)
	}
	t.line(t.paintVerdict(sc.verdict, strings.Join(lines, "\n")))
	t.line(t.brush.strong(t.fit(clean(sc.title), timelineIndent)))
	if sc.words != "" {
		t.line("")
		t.line(t.fit(sc.demand+" ("+sc.source+"): "+sc.words, timelineIndent))
	}
	if sc.facts != "" {
		t.line("")
		t.line(t.brush.faint(t.fit(sc.facts, timelineIndent)))
	}
	t.timelineLines(sc.moments)
	for _, pair := range sc.aside {
		t.line(t.fit(pair[0]+": "+clean(pair[1]), timelineIndent))
	}
	t.line("")
	t.noteLines(sc)
}

// noteLines tells the notes, what to type, and who shares the cause.
func (t *judgement) noteLines(sc *screen) {
	var rows [][2]string
	for _, n := range sc.notes {
		text := clean(n.text)
		switch {
		case n.good:
			text += " " + good
		case n.bad:
			text += " " + bad
		}
		rows = append(rows, [2]string{n.name, text})
	}
	if len(sc.others) > 0 {
		rows = append(rows, [2]string{t.say("note.others"), t.sayCount("others.checks", int64(len(sc.others)), "Checks", t.some(sc.others))})
	}
	names := 0
	for _, row := range append(rows[:len(rows):len(rows)], sc.commands...) {
		names = max(names, runes(row[0]))
	}
	indent := timelineIndent + names + columnGap
	head := func(name string) string {
		return strings.Repeat(" ", timelineIndent) + padded(name, names+columnGap)
	}
	for _, row := range rows {
		t.line(head(row[0]) + strings.Join(wrapHard(row[1], t.options.Width-indent), "\n"+strings.Repeat(" ", indent)))
	}
	for _, row := range sc.commands {
		if command := clean(row[1]); runes(command) <= t.options.Width-indent {
			t.line(head(row[0]) + command)
		} else {
			t.line(head(row[0]) + "\n" + continued(command, t.options.Width))
		}
	}
}

// continued breaks a command as a shell takes it back: behind a backslash, and
// without blanks before what goes on.
func continued(command string, width int) string {
	var lines []string
	for rest := []rune(command); ; {
		if len(rest) <= width {
			return strings.Join(append(lines, string(rest)), "\n")
		}
		cut := width - 1
		if blank := slices.Index(rest[width/2:cut], ' '); blank >= 0 { // rather there than within a word
			cut = width/2 + blank + 1
		}
		lines, rest = append(lines, string(rest[:cut])+"\\"), rest[cut:]
	}
}

// timelineLines lays the moments out in columns: the time, what was done, the
// answer and, where any step knows it, what is left on the voucher. A day is told
// once.
func (t *judgement) timelineLines(moments []moment) {
	const clock = 8 // 23:59:59
	balance, answers := 0, 0
	for _, m := range moments {
		balance, answers = max(balance, runes(m.balance)), max(answers, runes(m.answer), runes(m.expected))
	}
	room := t.options.Width - timelineIndent - clock - 2*columnGap - len("✗ ")
	title := ""
	if balance > 0 {
		title = t.say("timeline.left")
		balance = max(balance, runes(title))
		room -= balance + columnGap
	}
	answer := min(answers, room/2)
	what := room - answer
	day := voucher.Day(0)
	if len(moments) > 0 {
		t.line("")
	}
	for i, m := range moments {
		if m.skipped > 0 {
			t.line(t.brush.faint(t.fit(t.sayCount("timeline.skipped", int64(m.skipped)), timelineIndent+clock+columnGap)))
			continue
		}
		if d := m.at.Day(); d != day || i == 0 {
			day = d
			head := strings.Repeat(" ", timelineIndent-columnGap) + t.day(d)
			if title != "" {
				head += strings.Repeat(" ", t.options.Width-runes(head)-runes(title)) + title
				title = ""
			}
			t.line(t.brush.faint(head))
		}
		t.momentLines(&m, what, answer, balance)
	}
}

// momentLines lays one moment out within its columns.
func (t *judgement) momentLines(m *moment, what, answer, balance int) {
	left, right := wrapHard(clean(m.what), what), wrapHard(clean(m.answer), answer)
	if m.expected != "" {
		right = append(right, wrapHard(clean(m.expected), answer)...)
	}
	for n := range max(len(left), len(right)) {
		at, mark, a, b := "", "  ", "", ""
		if n == 0 {
			at = m.at.Time().Format(time.TimeOnly)
			if m.wrong {
				mark = bad + " "
			}
		}
		if n < len(left) {
			a = left[n]
		}
		if n < len(right) {
			b = right[n]
		}
		line := fmt.Sprintf("%*s%-8s  %s  ", timelineIndent, "", at, padded(a, what))
		answered := mark + padded(b, answer)
		if m.wrong {
			answered = t.brush.red(answered)
		}
		line = t.brush.faint(line[:timelineIndent+8]) + line[timelineIndent+8:] + answered
		if n == 0 && m.balance != "" {
			line += strings.Repeat(" ", columnGap+balance-runes(m.balance)) + m.balance
		}
		t.line(line)
	}
}

// verdictLine is the last word: how each profile stands, the plan, and the exit
// status, on a line that programs may look for.
func (t *judgement) verdictLine() {
	paint := t.brush.yellow
	switch t.report.Exit {
	case conformance.ExitConforms:
		paint = t.brush.green
	case conformance.ExitViolation:
		paint = t.brush.red
	}
	var all []string
	for i := range t.report.Profiles {
		p := &t.report.Profiles[i]
		if p.Unasked {
			continue // they stand above, with what that means
		}
		all = append(all, p.ID+" "+profileMark(p.Verdict)+" "+t.passed(p))
	}
	plan := t.report.PlanHash
	const enough = 12 // digits to tell plans apart by eye
	if len(plan) > enough {
		plan = plan[:enough]
	}
	all = append(all, t.say("conformance.short_plan", "Plan", plan), t.say("conformance.exit", "Exit", fmt.Sprint(t.report.Exit)))
	if n := knownBlocked(t.report); n > 0 {
		all = append([]string{t.say("conformance.known_blocked", "N", t.count(int64(t.report.Count(conformance.ExpectedFail))), "Blocked", t.count(n))}, all...)
	}
	t.line("")
	t.line(paint(t.fit(t.outcome(t.report)+" · "+strings.Join(all, " · "), 0)))
}

func runes(text string) int { return utf8.RuneCountInString(text) }

// padded fills a text up with blanks.
func padded(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-runes(text)))
}

// wrapHard is wrap for what has to fit: a word that is too long is broken, behind
// a stroke where it has one.
func wrapHard(text string, width int) (lines []string) {
	width = max(width, 1)
	for line := range strings.SplitSeq(Paragraph(text, width), "\n") {
		for runes(line) > width {
			cut := []rune(line)[:width]
			at := len(string(cut))
			if stroke := strings.LastIndexByte(string(cut), '/'); stroke > at/2 {
				at = stroke + 1
			}
			lines, line = append(lines, line[:at]), line[at:]
		}
		lines = append(lines, line)
	}
	return lines
}

// seconds writes a duration in seconds with one decimal.
func (s *speech) seconds(d time.Duration) string {
	tenths := int64((d + 50*time.Millisecond) / (100 * time.Millisecond))
	return s.count(tenths/10) + s.decimal + fmt.Sprint(tenths%10)
}

// perSecond is a rate in whole numbers.
func perSecond(n int64, d time.Duration) int64 {
	milliseconds := max(int64(d/time.Millisecond), 1)
	return n * 1000 / milliseconds
}
