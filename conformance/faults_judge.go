package conformance

import (
	"context"
	"errors"
	"slices"

	faults "github.com/vouch-kz/vouch/conformance/fault"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// once is what a life under faults comes to: what was read and how the clock went, and
// of each command its first arrival at the build, with the answer that was given to
// it at last. at says which entry of the life each one's answer stands in.
func once(told *Told) (h *voucher.History, at []int) {
	h = &voucher.History{Setup: told.Setup}
	arrived := map[voucher.Header]int{}
	answers := map[voucher.Header]int{}
	plain := plainCalls(told)
	for i := range told.Entries {
		e := &told.Entries[i]
		if e.Command == nil {
			if last, here := plain[i]; here {
				h.Entries, at = append(h.Entries, told.Entries[last]), append(at, last)
			}
			continue
		}
		head := *e.Command.Head()
		if _, known := answers[head]; e.Err == "" && !known {
			answers[head] = i
		}
		// A call of which the line says nothing went wrong by itself, and may have arrived.
		if _, before := arrived[head]; !before && (told.Strikes[i].Reached || e.Err == "" || told.Strikes[i] == (Strike{})) {
			arrived[head] = len(h.Entries)
			h.Entries, at = append(h.Entries, *e), append(at, i)
		}
	}
	for head, place := range arrived {
		e := &h.Entries[place]
		if i, known := answers[head]; known {
			e.Outcome, e.Err, at[place] = told.Entries[i].Outcome, "", i
		}
	}
	return h, at
}

// plainCalls are the reads and the moves of the clock, each once: by the entry at which
// it took place, the one in which it was made for the last time. A read takes place when
// it is answered, a move of the clock when it first reaches the build.
func plainCalls(told *Told) map[int]int {
	all := map[int]int{}
	place := -1 // of the call that is being made
	for i := range told.Entries {
		e, s := &told.Entries[i], &told.Strikes[i]
		if e.Command != nil || s.Late {
			continue
		}
		if !s.Retry {
			place = -1
		}
		begun := place >= 0 && e.Query == nil && reached(told, place)
		if place >= 0 && !begun {
			delete(all, place)
		}
		if !begun {
			place = i
		}
		all[place] = i
	}
	return all
}

// reached reports whether the call of an entry came to the build, as far as is known.
func reached(told *Told, i int) bool {
	return told.Strikes[i].Reached || told.Entries[i].Err == ""
}

// judgeStruck holds a life under faults to the same life without them, and to what has
// to be true of it by itself. Where the life is about faults alone, what is wrong
// without them too shows nothing of faults: the check is inconclusive then. A finding
// without a verdict: all is well.
func judgeStruck(w int, told, calm *Told, faultsAlone bool, b *bench) Finding {
	h, at := once(told)
	if f := astray(w, told, calm, h, at, &b.caps); f.Verdict != 0 {
		return f
	}
	if f := saidTwice(w, told); f.Verdict != 0 {
		return f
	}
	broken := untrue(h, b.caps.Reasons)
	for i := range broken {
		one := &broken[i]
		if !faultsAlone || !slices.ContainsFunc(untrue(&calm.History, b.caps.Reasons), one.like) {
			return Finding{Verdict: Fail, Requirement: one.requirement, World: w, Step: at[one.step], Expected: one.expected, Got: one.got, Because: one.because}
		}
	}
	if len(broken) > 0 {
		e := &h.Entries[broken[0].step]
		return Finding{Verdict: Blocked, Why: whyAnyway(&broken[0], e), World: w, Step: at[broken[0].step], inWay: wrongWay(broken[0].requirement, e, broken[0].got)}
	}
	for _, step := range told.Steps {
		if place := answerOf(told, step); place >= 0 && told.Entries[place].Outcome.Refusal != nil {
			e := &told.Entries[place]
			return ledAstray(step+1, e, w, place)
		}
	}
	return Finding{}
}

// wrongIn is something that has to be true of a history by itself and is not.
type wrongIn struct {
	fault
	because voucher.Text
}

// like reports whether another history is wrong in the same way.
func (f *wrongIn) like(other wrongIn) bool {
	return f.requirement == other.requirement && slices.Equal(f.expected, other.expected)
}

// untrue are the invariants that a history breaks, and what it owes at its end.
func untrue(h *voucher.History, reasons bool) (all []wrongIn) {
	for _, f := range faultsOf(h, reasons) {
		all = append(all, wrongIn{fault: f})
	}
	if step, id, want := owed(h); want != "" {
		all = append(all, wrongIn{fault{requirement: id, step: step, expected: []string{want}, got: answerLines(&h.Entries[step])}, whyOwed})
	}
	return all
}

// whyAnyway says that a life is wrong without faults too, in what and where.
func whyAnyway(f *wrongIn, e *voucher.Entry) voucher.Text {
	return filled(voucher.Text{
		En: "without any fault the same life breaks %s too, at %s: nothing is shown of faults before that is mended",
		Ru: "та же история и без сбоев нарушает %s, см. %s: пока это не исправлено, о сбоях ничего не показано",
		Kk: "сол тарих ақаусыз да %s талабын бұзады, қараңыз: %s; ол түзетілгенше ақаулар туралы ештеңе көрсетілмейді",
	}, string(f.requirement), quotation(askedIn(e)))
}

// astray finds the first answer that is not the one of the undisturbed world.
func astray(w int, told, calm *Told, h *voucher.History, at []int, caps *voucher.Capabilities) Finding {
	f, err := newFollower(context.Background(), playback{calm, !caps.Prompt}, &calm.Setup, caps.Reasons)
	if err != nil {
		return Finding{Verdict: HarnessError, Why: whyUnasked(err.Error()), World: w}
	}
	for i := range h.Entries {
		e := &h.Entries[i]
		if i >= len(calm.Entries) || calm.Entries[i].Err != "" {
			return Finding{Verdict: Blocked, Why: whyNoTwin, World: w}
		}
		if e.Err != "" {
			last := at[i]
			if e.Command != nil {
				last = lastCall(told, e.Command)
			}
			return Finding{Verdict: Fail, World: w, Step: last, Expected: answerLines(&calm.Entries[i]),
				Got: []string{notAnswered.line("text", told.Entries[last].Err)}, Because: whyFaults}
		}
		compared := *e
		if !caps.Prompt {
			compared.Record = undated(e.Record)
		}
		d, err := f.step(context.Background(), &compared)
		switch {
		case err != nil:
			return Finding{Verdict: HarnessError, Why: whyUnasked(err.Error()), World: w}
		case d != nil && d.mayApply:
			continue // which of two reasons is told is no matter of faults
		case d != nil:
			return Finding{Verdict: Fail, World: w, Step: at[i], Expected: d.want, Got: d.got, Because: whyFaults, field: d.field}
		}
	}
	return Finding{}
}

// saidTwice finds a command that was answered in two ways under one key.
func saidTwice(w int, told *Told) Finding {
	first := map[voucher.Header]int{}
	for i := range told.Entries {
		e := &told.Entries[i]
		if e.Command == nil || e.Err != "" {
			continue
		}
		before, known := first[*e.Command.Head()]
		if !known {
			first[*e.Command.Head()] = i
			continue
		}
		if want := voucher.AnswerLine(&told.Entries[before].Outcome); want != voucher.AnswerLine(&e.Outcome) {
			return Finding{Verdict: Fail, World: w, Step: i, Expected: []string{want}, Got: answerLines(e), Because: whyFaults}
		}
	}
	return Finding{}
}

// lastCall is the last call of a command that somebody waited for.
func lastCall(told *Told, cmd voucher.Command) (place int) {
	for i := range told.Entries {
		if c := told.Entries[i].Command; c != nil && *c.Head() == *cmd.Head() && !told.Strikes[i].Late {
			place = i
		}
	}
	return place
}

// answerOf is the entry that answers the command of an entry, -1 for none.
func answerOf(told *Told, step int) int {
	for i := step; i < len(told.Entries); i++ {
		if e := &told.Entries[i]; e.Command != nil && e.Err == "" && *e.Command.Head() == *told.Entries[step].Command.Head() {
			return i
		}
	}
	return -1
}

// undated is a record without the instants at which due work was done: a build that is
// not prompt does it when it likes within the day.
func undated(r voucher.Record) voucher.Record {
	r = r.Clone()
	if r.Gas != nil {
		r.Gas.Asked = 0
	}
	if r.Food != nil {
		r.Food.Asked = 0
		for i := range r.Food.Operations {
			if o := &r.Food.Operations[i]; o.Kind == voucher.FoodVoucherAnnulled {
				o.At = 0
			}
		}
	}
	return r
}

// playback is a world that answers what was recorded in another, one entry after the
// other.
type playback struct {
	told    *Told
	undated bool
}

func (p playback) New(context.Context, *voucher.Setup) (voucher.System, error) {
	return &playing{playback: p}, nil
}

// Capabilities are not asked for.
func (playback) Capabilities(context.Context) (voucher.Capabilities, error) {
	return voucher.Capabilities{}, errors.ErrUnsupported
}

type playing struct {
	playback
	next int
}

// entry is the one that comes next.
func (p *playing) entry() *voucher.Entry {
	p.next++
	return &p.told.Entries[p.next-1]
}

func (p *playing) Do(context.Context, voucher.Command) (voucher.Outcome, error) {
	return p.entry().Outcome, nil
}

func (p *playing) Advance(context.Context, voucher.Instant) ([]voucher.Event, error) {
	return p.entry().Outcome.Events, nil
}

func (p *playing) Query(context.Context, *voucher.Query) (voucher.Record, error) {
	r := p.entry().Record
	if p.undated {
		r = undated(r)
	}
	return r, nil
}

// How many calls before a wrong answer are told: those to which something happened,
// and those right before it.
const (
	toldStruck = 8
	toldBefore = 4
)

// shortened shows of a life no more than a screen holds: what went wrong on the way
// before the wrong answer, and what was asked right before it. The record holds all.
func shortened(told *Told, f *Finding) Finding {
	struck := 0
	var places []int
	for i := f.Step; i >= 0; i-- {
		s := &told.Strikes[i]
		happened := s.Kind != faults.None || s.Late || s.Restart
		if i > f.Step-toldBefore || (happened && struck < toldStruck) {
			places = append(places, i)
		}
		if happened {
			struck++
		}
	}
	slices.Reverse(places)
	short := *f
	short.shown = &Told{Label: told.Label, History: voucher.History{Setup: told.Setup}}
	for _, i := range places {
		short.shown.Entries = append(short.shown.Entries, told.Entries[i])
	}
	short.Step, short.Shrunk = len(places)-1, len(told.Entries)
	return short
}

// whyNoTwin says that there is nothing to compare with.
var whyNoTwin = voucher.Text{
	En: "the same life without faults was not asked to its end, so that nothing can be compared",
	Ru: "та же история без сбоев не доведена до конца, сравнивать не с чем",
	Kk: "ақаусыз сол тарих соңына дейін жеткізілмеді, салыстыратын ештеңе жоқ",
}

// whyFaults says why an answer is wrong although something went wrong on the way.
var whyFaults = voucher.Text{
	En: "the same commands, each given once and undisturbed, were answered otherwise: what got lost, came late or came twice must change nothing",
	Ru: "те же команды, поданные по одному разу и без сбоев, получили другой ответ: потеря, опоздание и повтор ничего не должны менять",
	Kk: "сол командалар бір реттен, ақаусыз берілгенде басқаша жауап алды: жоғалу, кешігу және қайталану ештеңені өзгертпеуі тиіс",
}
