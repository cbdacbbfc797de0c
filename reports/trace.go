package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// Trace is one family's life, ready to be told.
type Trace struct {
	scenario string
	trace    *simulator.Trace
}

// NewTrace takes the id of the scenario and what was traced.
func NewTrace(scenario string, trace *simulator.Trace) *Trace {
	return &Trace{scenario: scenario, trace: trace}
}

// WriteText tells the life in words, day by day: what the family is like, what came
// of it, then every draw with the number that was drawn and what it was held
// against, every command with its answer, and what happened with the requirement
// behind it.
func (t *Trace) WriteText(w io.Writer, l Language) error {
	s := newSpeech(l)
	var b strings.Builder
	for _, line := range s.lifeOf(t.trace) {
		b.WriteString(line + "\n")
	}
	b.WriteString(s.say("trace.legend") + "\n")
	var today voucher.Day = -1
	for i := range t.trace.Steps {
		step := &t.trace.Steps[i]
		if d := step.At.Day(); d > today {
			today = d
			b.WriteString("\n" + s.day(d) + "\n")
		}
		fmt.Fprintf(&b, "  %s  %s\n", step.At.Time().Format("15:04:05"), s.step(step))
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// lifeOf tells what a family is like and what came of it.
func (s *speech) lifeOf(t *simulator.Trace) []string {
	l := &t.Life
	pick := func(yes bool, one, other string) string {
		if yes {
			return s.say(one)
		}
		return s.say(other)
	}
	members := s.say("trace.members", "N", fmt.Sprint(l.Segment.Members()))
	if l.Segment.Members() == simulator.LargestFamily {
		members = s.say("trace.members.largest", "N", fmt.Sprint(l.Segment.Members()))
	}
	gas := s.say("trace.gas.none")
	if l.Gas {
		gas = pick(l.Boiler, "trace.gas.boiler", "trace.gas.stove")
	}
	lines := []string{
		s.say("trace.family", "ID", FamilyID(l.ID), "N", fmt.Sprint(t.Ordinal+1), "Block", fmt.Sprint(t.Block.Ordinal+1), "Place", s.place(t.Block.Territory)),
		strings.Join([]string{members, pick(l.Children, "trace.children", "trace.children.none"), pick(l.Segment.Village(), "trace.village", "trace.town"),
			pick(l.Segment.Device(), "trace.device", "trace.device.none"), gas}, ", "),
	}
	if t.Persons > 1 {
		lines = append(lines, s.say("trace.persons", "N", fmt.Sprint(t.Ordinal+1), "First", fmt.Sprint(t.First), "Last", fmt.Sprint(int(t.First)+t.Persons-1)))
	} else {
		lines = append(lines, s.say("trace.person", "First", fmt.Sprint(t.First)))
	}
	for _, p := range []voucher.Programme{voucher.Gas, voucher.Food} {
		if l.Sum(p, simulator.Listed) > 0 {
			lines = append(lines, s.say("trace.sum", "Programme", s.say("programme."+p.String()), "Figures", s.sums(l, p)))
		}
	}
	return lines
}

// sums tells what came of a family in a programme.
func (s *speech) sums(l *simulator.Life, p voucher.Programme) string {
	n := func(m simulator.Metric) string { return s.count(l.Sum(p, m)) }
	months := s.say("trace.sum.months", "Listed", n(simulator.Listed), "Consented", n(simulator.Consented), "Opened", n(simulator.Opened),
		"Activated", n(simulator.Activated), "Used", n(simulator.Used))
	money := s.say("trace.sum.gas", "Charged", s.tenge(l.Sum(p, simulator.Charged)), "Discount", s.tenge(l.Sum(p, simulator.Discount)))
	if p == voucher.Food {
		money = s.say("trace.sum.food", "Credited", s.tenge(l.Sum(p, simulator.Credited)), "Spent", s.tenge(l.Sum(p, simulator.Spent)), "Unused", s.tenge(l.Unused()))
	}
	return months + "; " + money
}

// step tells one step behind its sign.
func (s *speech) step(step *simulator.Step) string {
	switch {
	case step.Draw != nil:
		return "? " + s.draw(step.Draw)
	case step.Command != nil:
		text := s.say("trace.answer", "Sentence", s.sentence(step.Command.Command), "Answer", s.answer(step.Command))
		if no := step.Command.Outcome.Refusal; no != nil {
			text = s.ruled(text, no.Requirement)
		}
		return "> " + text
	}
	text, requirement := s.happened(step.Event)
	return "! " + s.ruled(text, requirement)
}

// ruled puts a requirement behind a text, where there is one.
func (s *speech) ruled(text string, r voucher.RequirementID) string {
	if r == "" {
		return text
	}
	return s.say("trace.rule", "Text", text, "Requirement", string(r))
}

// FamilyID writes the stable id of a family as commands take it: sixteen
// hexadecimal digits.
func FamilyID(id uint64) string { return fmt.Sprintf("%016x", id) }

// WriteJSON writes the life as one JSON document with a step a record: draws by
// purpose, counter and number, commands and answers in the words of a text history,
// events with their fields. It is the same in every language.
func (t *Trace) WriteJSON(w io.Writer) error {
	l := &t.trace.Life
	sums := object{}
	for _, p := range []voucher.Programme{voucher.Gas, voucher.Food} {
		figures := object{}
		for _, m := range simulator.LifeMetrics(p) {
			name := m.String()
			if m.InTiyn() {
				name += "_tiyn"
			}
			figures = append(figures, member{name, l.Sum(p, m)})
		}
		sums = append(sums, member{p.String(), figures})
	}
	steps := []object{}
	for i := range t.trace.Steps {
		steps = append(steps, stepObject(&t.trace.Steps[i]))
	}
	doc := object{
		{"schema_version", SchemaVersion}, {"kind", "trace"}, {"synthetic", true}, {"scenario", t.scenario},
		{"family", FamilyID(l.ID)}, {"territory", t.trace.Block.Territory.String()}, {"block", t.trace.Block.Ordinal + 1}, {"ordinal", t.trace.Ordinal + 1},
		{"first_person", t.trace.First}, {"persons", t.trace.Persons},
		{"members", l.Segment.Members()}, {"children", l.Children}, {"village", l.Segment.Village()}, {"device", l.Segment.Device()},
		{"gas", l.Gas}, {"boiler", l.Boiler}, {"sums", sums}, {"steps", steps},
	}
	text, err := doc.document()
	if err != nil {
		return fmt.Errorf("json: %w", err)
	}
	_, err = w.Write(text)
	return err
}

// stepObject is one step of a life.
func stepObject(step *simulator.Step) object {
	o := object{{"at", step.At.String()}}
	switch {
	case step.Draw != nil:
		d := step.Draw
		return append(o, member{"draw", object{{"purpose", d.Purpose.String()}, {"counter", d.Counter}, {"drawn_ppm", d.PPM}, {"kind", d.Kind.String()},
			{"bound", d.Bound}, {"outcome", d.Outcome}}})
	case step.Command != nil:
		o = append(o, member{"command", entryLine(step.Command)}, member{"answer", answerLines(step.Command)[0]})
		if no := step.Command.Outcome.Refusal; no != nil {
			o = append(o, member{"requirement", no.Requirement})
		}
		return o
	}
	_, requirement := eventRule(step.Event)
	event, err := json.Marshal(step.Event)
	if err != nil {
		panic("reports: event: " + err.Error()) // whole numbers and words alone
	}
	return append(o, member{"event", json.RawMessage(event)}, member{"requirement", requirement})
}
