package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// screen is one failure in the words of one language, before it is laid out: a
// terminal, JUnit and the page tell the same.
type screen struct {
	verdict  conformance.Verdict
	check    string
	title    string
	level    string
	demand   string // id of the demand that is broken
	words    string // the demand in words
	source   string // where it stands
	facts    string // seed, steps cut down
	moments  []moment
	aside    [][2]string // what is expected and got where no step shows it
	notes    []note
	commands [][2]string // what to type, with what it is for
	others   []string    // further checks of the same cause
}

// note is a short line beside the timeline.
type note struct {
	name, text string
	good, bad  bool // it speaks for the build, against it
}

// moment is one line of a timeline.
type moment struct {
	at       voucher.Instant
	what     string
	answer   string
	expected string // "" unless the answer is wrong
	balance  string // left on the voucher, where it is known
	wrong    bool
	skipped  int // steps that are left out here; nothing else is set
}

// screenOf tells the first result of a cause of a run.
func (s *speech) screenOf(c *cause, run *conformance.Report, all bool) *screen {
	r := c.results[0]
	sc := &screen{verdict: r.Verdict, check: r.Check, title: masked(s.in(r.Title)), level: s.level(r.Level), demand: string(r.Requirement)}
	for _, other := range c.results[1:] {
		sc.others = append(sc.others, other.Check)
	}
	f := r.Failure
	if f != nil && f.Requirement != "" {
		sc.demand = string(f.Requirement)
	}
	if row, ok := scenarios.LookupRequirement(voucher.RequirementID(sc.demand)); ok {
		sc.words, sc.source = s.in(row.Statement), s.source(&row)
	}
	if why := s.told(r.Why); why != "" {
		sc.notes = append(sc.notes, note{name: s.say("note.why"), text: why})
	}
	if f == nil {
		return sc
	}
	sc.facts = s.circumstances(f, run.Seed)
	sc.moments = s.timeline(f, all)
	if !inHistory(f) {
		expected, _, _ := s.parted(f.Expected, nil)
		sc.aside = [][2]string{{s.say("note.expected"), s.phrase(expected, phrasing{})}, {s.say("note.got"), s.phrase(f.Got, phrasing{})}}
	}
	sc.notes = append(sc.notes, s.notes(r, f)...)
	sc.commands = s.repeating(run, r)
	return sc
}

// repeating are the commands that ask the build again what has failed: the saved
// failure where there is one, and otherwise the check, as this run asked it.
func (s *speech) repeating(run *conformance.Report, r *conformance.Result) [][2]string {
	if file := r.Failure.File; file != "" {
		again := "vouch replay " + file
		if len(run.Reach) > 2 { // more than the address, which is in the file
			again += " " + strings.Join(run.Reach, " ")
		}
		return [][2]string{{s.say("command.reproduce"), again}, {s.say("command.curl"), "vouch replay " + file + " --print curl"}}
	}
	if run.Reach == nil {
		return nil
	}
	words := append([]string{"vouch conform", r.Check}, run.Reach...)
	return [][2]string{{s.say("command.reproduce"), strings.Join(append(words, drawn(run, r)...), " ")}}
}

// drawn are the flags of a run that a check hangs on.
func drawn(run *conformance.Report, r *conformance.Result) (flags []string) {
	wanted := []string{"--seed"}
	switch r.Suite {
	case conformance.SuiteProperties:
		wanted = append(wanted, "--cases", "--budget")
	case conformance.SuiteLife:
		wanted = append(wanted, "--families")
	case conformance.SuiteHostile:
		wanted = append(wanted, "--cases", "--budget")
	case conformance.SuiteRaces, conformance.SuiteFaults:
		wanted = append(wanted, "--rounds", "--budget")
	}
	words := strings.Fields(run.Options)
	for i, word := range words {
		if slices.Contains(wanted, word) && i+1 < len(words) {
			flags = append(flags, word, words[i+1])
		}
	}
	if slices.Contains(words, "--strict") {
		flags = append(flags, "--strict")
	}
	return flags
}

// level says how firmly a demand binds.
func (s *speech) level(l scenarios.Level) string {
	if l == scenarios.Should {
		return s.say("level.should")
	}
	return s.say("level.must")
}

// LevelWord says how firmly a check or a demand binds. l is one of Languages.
func LevelWord(l Language, level scenarios.Level) string { return newSpeech(l).level(level) }

// SentenceHead says how firmly a sentence of a demand binds and where it comes from. l
// is one of Languages.
func SentenceHead(l Language, s *scenarios.Sentence) string {
	speech := newSpeech(l)
	return speech.level(s.Level) + " · " + speech.provenance(s.Provenance)
}

// provenance says where a demand, or a part of one, comes from.
func (s *speech) provenance(all []scenarios.Provenance) string {
	var from []string
	for _, p := range all {
		from = append(from, s.say("provenance."+string(p)))
	}
	return strings.Join(from, ", ")
}

// DemandHead says in a line how firmly a demand binds, whom, where it comes from
// and in which paragraphs it stands. l is one of Languages.
func DemandHead(l Language, r *scenarios.Requirement) string {
	s := newSpeech(l)
	parts := []string{s.level(r.Level), r.Party.Text().In(string(l)), s.provenance(r.Provenance)}
	if len(r.Source) > 0 {
		parts = append(parts, s.source(r))
	}
	return strings.Join(parts, " · ")
}

// source says where a demand stands, or that it is ours.
func (s *speech) source(r *scenarios.Requirement) string {
	if len(r.Source) == 0 {
		return s.say("source.ours")
	}
	return s.cited(r.Source)
}

// cited names paragraphs of the published texts.
func (s *speech) cited(citations []scenarios.Citation) string {
	var all []string
	for _, c := range citations {
		id := "source.gas"
		if c.Document == scenarios.FoodText {
			id = "source.food"
		}
		paragraphs := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(c.Paragraphs)), ", "), "[]")
		all = append(all, s.say(id, "Paragraphs", paragraphs))
	}
	return strings.Join(all, "; ")
}

// WrongStep tells in a language which check a wrong answer fails, what was expected and
// what came: three lines.
func WrongStep(r *conformance.Result, l Language) []string {
	s := newSpeech(l)
	f := r.Failure
	expected, _, names := s.parted(f.Expected, entryOf(f))
	how := phrasing{entry: entryOf(f), with: names}
	return []string{
		bad + " " + strings.ToUpper(s.verdict(r.Verdict)) + "  " + clean(r.Check) + ": " + clean(masked(s.in(r.Title))),
		s.say("note.expected") + ": " + clean(masked(s.phrase(expected, how))),
		s.say("note.got") + ": " + clean(masked(s.phrase(f.Got, how))),
	}
}

// circumstances says how the failure came about.
func (s *speech) circumstances(f *conformance.Failure, seed uint64) string {
	all := []string{s.say("facts.clock")}
	if f.Shrunk > 0 {
		all = append(all, s.say("facts.shrunk", "From", s.count(int64(f.Shrunk)), "To", s.count(int64(len(f.History.Entries)))))
		all = append(all, s.say("facts.seed", "Seed", fmt.Sprint(seed)))
	}
	if f.Again.Flaky() {
		all = append(all, s.say("facts.flaky", "Failed", s.count(int64(f.Again.Failed)), "Times", s.count(int64(f.Again.Times))))
	}
	if f.Spans != nil {
		all = append(all, s.say("facts.race"), s.say("facts.seed", "Seed", fmt.Sprint(seed)))
	}
	for _, r := range s.chosen(&f.History.Setup.Readings) {
		all = append(all, s.say("facts.reading", "Reading", r))
	}
	return strings.Join(all, " · ")
}

// inHistory reports whether a step of the failure's history is the wrong one.
func inHistory(f *conformance.Failure) bool { return f.Step >= 0 && f.Step < len(f.History.Entries) }

// entryOf is the wrong entry of a failure's history, nil where none is.
func entryOf(f *conformance.Failure) *voucher.Entry {
	if !inHistory(f) {
		return nil
	}
	return &f.History.Entries[f.Step]
}

// notes tells what stands beside the timeline: what differs, why the answer expected is right,
// how the twin was answered, whether the money adds up, what it is like.
func (s *speech) notes(r *conformance.Result, f *conformance.Failure) (all []note) {
	if row, ok := scenarios.LookupRequirement(f.Breaks); ok && f.Breaks != f.Requirement {
		all = append(all, note{name: s.say("note.breaks"), text: string(row.ID) + ": " + s.in(row.Statement)})
	}
	if _, differs, _ := s.parted(f.Expected, entryOf(f)); differs != nil {
		all = append(all, note{name: s.say("note.differs"), text: masked(strings.Join(differs, "; "))})
	}
	if because := s.told(f.Because); because != "" && f.Because != r.Title {
		all = append(all, note{name: s.say("note.because"), text: because})
	}
	if r.Twin != "" && f.TwinVerdict != 0 {
		n := note{name: s.say("note.twin"), text: s.say("twin.failed", "Twin", r.Twin, "Verdict", s.verdict(f.TwinVerdict)), bad: true}
		switch f.TwinVerdict {
		case conformance.Pass, conformance.PassVerdictOnly, conformance.Warn:
			n.text, n.good, n.bad = s.say("twin.accepted", "Twin", r.Twin), true, false
		}
		all = append(all, n)
	}
	switch f.Money {
	case conformance.MoneyAddsUp:
		all = append(all, note{name: s.say("note.money"), text: s.say("money.adds_up"), good: true})
	case conformance.MoneyBroken:
		all = append(all, note{name: s.say("note.money"), text: s.say("money.broken"), bad: true})
	}
	if f.Picture != "" {
		all = append(all, note{name: s.say("note.picture"), text: f.Picture})
	}
	if f.Like != "" {
		all = append(all, note{name: s.say("note.like"), text: s.say("like.mutant", "Mutant", f.Like, "Title", masked(s.in(f.LikeTitle)))})
	}
	if mend := s.mend(f); mend != "" {
		all = append(all, note{name: s.say("note.mend"), text: mend})
	}
	if f.Fingerprint != "" {
		all = append(all, note{name: s.say("note.fingerprint"), text: masked(f.Fingerprint)})
	}
	return all
}

// mend says how a reason of the build's own is made known, where one came that is
// none of the contract's; "" where none did.
func (s *speech) mend(f *conformance.Failure) string {
	if !inHistory(f) {
		return ""
	}
	e := &f.History.Entries[f.Step]
	no := e.Outcome.Refusal
	if e.Query != nil {
		no = e.Record.Refusal
	}
	if no == nil || no.Foreign == "" {
		return ""
	}
	if len(f.Expected) > 0 {
		word, ok := strings.CutPrefix(f.Expected[0], "refused ")
		word, _, _ = strings.Cut(word, " ")
		if reason, known := voucher.ParseReason(word); ok && known {
			return masked(s.say("mend.reason", "Code", no.Foreign, "Reason", s.in(reason.Text()), "Line", conformance.ReasonLine(no.Foreign, reason)))
		}
	}
	return masked(s.say("mend.code", "Code", no.Foreign))
}

// The longest timeline that fits a screen: its head, which says who is on the
// list, and what leads to the wrong answer.
const (
	timelineMost = 10
	timelineHead = 2
)

// timeline tells what was asked and answered up to the wrong answer. Where the
// clock only moves on to the next step, that step's time says so.
func (s *speech) timeline(f *conformance.Failure, all bool) []moment {
	entries := f.History.Entries
	if inHistory(f) {
		entries = entries[:f.Step+1]
	}
	var moments []moment
	for i := range entries {
		e := &entries[i]
		wrong := inHistory(f) && i == f.Step
		idle := e.Command == nil && e.Query == nil && len(e.Outcome.Events) == 0 && e.Err == ""
		if idle && !wrong && i < len(entries)-1 {
			continue
		}
		m := s.moment(e, f, wrong)
		m.what = s.inRace(f, i, m.what)
		moments = append(moments, m)
	}
	if all || len(moments) <= timelineMost {
		return moments
	}
	skipped := len(moments) - timelineMost + 1
	short := append(moments[:timelineHead:timelineHead], moment{skipped: skipped})
	return append(short, moments[timelineHead+skipped:]...)
}

// inRace tells beside what was done in a race who did it and when, in microseconds
// from the first call of its window on.
func (s *speech) inRace(f *conformance.Failure, i int, what string) string {
	if i >= len(f.Spans) || f.Spans[i].Window == 0 {
		return what
	}
	own, begun := f.Spans[i], f.Spans[i].Call
	for _, other := range f.Spans {
		if other.Window == own.Window {
			begun = min(begun, other.Call)
		}
	}
	const micro = 1000
	return s.say("race.call", "Client", s.count(int64(own.Client)), "From", s.count((own.Call-begun)/micro), "To", s.count((own.Return-begun)/micro), "What", what)
}

// moment tells one entry of a history.
func (s *speech) moment(e *voucher.Entry, f *conformance.Failure, wrong bool) moment {
	m := moment{at: e.At, wrong: wrong, balance: s.balance(e)}
	switch {
	case e.Command != nil:
		m.what = s.sentence(e.Command)
	case e.Query != nil:
		m.what = s.question(e.Query)
	default:
		m.what = s.say("timeline.clock") // to the time that stands beside it
	}
	if !wrong {
		m.answer = s.answer(e)
		if m.balance != "" {
			m.answer = s.answer(e, "balance", "left")
		}
		return m
	}
	expected, _, names := s.parted(f.Expected, e)
	m.answer = s.answer(e)
	if len(f.Got) > 0 {
		m.answer = s.phrase(f.Got, phrasing{entry: e, with: names})
	}
	m.expected = s.say("timeline.expected", "Answer", s.phrase(expected, phrasing{entry: e, with: names}))
	return m
}

// balance tells what an answer says to be left on a food voucher, "" where it
// says nothing of it.
func (s *speech) balance(e *voucher.Entry) string {
	if e.Err != "" || e.Outcome.Refusal != nil {
		return ""
	}
	switch c := e.Command.(type) {
	case nil:
		if e.Query != nil && e.Record.Food != nil {
			return s.tenge(int64(e.Record.Food.Left))
		}
	case *voucher.Purchase, *voucher.Reverse, *voucher.Refund:
		return s.tenge(int64(e.Outcome.Result.Balance))
	case *voucher.Reply:
		if c.Programme == voucher.Food && e.Outcome.Result.Voucher != 0 {
			return s.tenge(int64(e.Outcome.Result.Balance))
		}
	}
	return ""
}
