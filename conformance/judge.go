package conformance

import (
	"context"
	"fmt"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// bench is what a judge may look at besides the transcript: what the build says
// of itself, and a system that is right.
type bench struct {
	caps    voucher.Capabilities
	oracle  voucher.World // nil: none
	options *Options

	mu    sync.Mutex
	lives map[*Transcript]*livesJudged // of transcripts that several checks judge
}

func newBench(o *Options, caps voucher.Capabilities) *bench {
	return &bench{caps: caps, oracle: o.Oracle, options: o, lives: map[*Transcript]*livesJudged{}}
}

// judge gives the finding on a transcript, whatever it holds.
func (b *bench) judge(_ context.Context, c *Check, t *Transcript) (f Finding) {
	defer func() {
		if panicked := recover(); panicked != nil {
			f = Finding{Verdict: HarnessError, Why: whyUnasked(fmt.Sprint(panicked))}
		}
	}()
	if t.Ours {
		return Finding{Verdict: HarnessError, Why: whyUnasked(t.Err)}
	}
	f = c.judge(t, b)
	// What was seen before it broke off counts first: a violation is never hidden.
	if f.Verdict == Fail || t.Err == "" {
		if c.source != "" {
			return f // one of the checks that share the transcript looks at the money
		}
		return b.money(t, f)
	}
	last := lastEntry(t)
	switch {
	case t.Tokenless: // one check says that of the build (BOTH-CONTRACT-001)
		return Finding{Verdict: Blocked, Why: whyTokenless()}
	case t.Broke:
		return Finding{Verdict: Fail, Why: whyContract(t.Err), World: last.world, Step: last.step,
			Expected: []string{askedAnswer.line()}, Got: []string{contractBroken.line("text", t.Err)}}
	case t.Unsupported:
		return Finding{Verdict: Fail, Why: whyNotServed(t.Err), World: last.world, Step: last.step,
			Expected: []string{askedAnswer.line()}, Got: []string{notServed.line("text", t.Err)}}
	}
	return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
}

// place is an entry of a transcript.
type place struct{ world, step int }

// lastEntry is the last entry that was asked, zero where nothing was.
func lastEntry(t *Transcript) place {
	for w := len(t.Worlds) - 1; w >= 0; w-- {
		if n := len(t.Worlds[w].Entries); n > 0 {
			return place{w, n - 1}
		}
	}
	return place{}
}

// money holds every record of sums against the identity of the food programme,
// in a transcript that has no fault of its own (BOTH-MONEY-001).
func (b *bench) money(t *Transcript, f Finding) Finding {
	if f.Verdict != Pass && f.Verdict != PassVerdictOnly && f.Verdict != Warn {
		return f
	}
	for w, told := range t.Worlds {
		if state, at := moneyOf(&told.History); state == MoneyBroken {
			return Finding{Verdict: Fail, Requirement: "BOTH-MONEY-001", World: w, Step: at, Because: whyMoney,
				Expected: []string{sumsAddUp.line()},
				Got:      voucher.RecordLines(&told.Entries[at].Record, told.Entries[at].Query)}
		}
	}
	return f
}

// moneyOf says whether all sums of a history add up, and where they do not.
func moneyOf(h *voucher.History) (state Money, at int) {
	for i := range h.Entries {
		r := &h.Entries[i].Record
		var credited, spent, left, annulled, recovered voucher.Money
		switch {
		case r.Ledger != nil:
			l := r.Ledger
			credited, spent, left, annulled, recovered = l.Credited, l.Spent, l.Left, l.Annulled, l.Recovered
		case r.Food != nil:
			w := r.Food
			credited, spent, left, annulled, recovered = w.Credited, w.Spent, w.Left, w.Annulled, w.Recovered
		default:
			continue
		}
		state = MoneyAddsUp
		if !addsUp(credited, spent, left, annulled) || min(spent, left, annulled, recovered) < 0 || recovered > spent {
			return MoneyBroken, i
		}
	}
	return state, 0
}

// addsUp compares without a sum that could overflow: a build may answer any
// number.
func addsUp(credited, spent, left, annulled voucher.Money) bool {
	const most = 1 << 60
	for _, m := range []voucher.Money{credited, spent, left, annulled} {
		if m < -most || m > most {
			return false
		}
	}
	return credited == spent+left+annulled
}

// resultOf turns a finding into a result. A broken SHOULD is a warning unless the
// run is strict.
func resultOf(c *Check, t *Transcript, f *Finding, strict bool) Result {
	r := Result{Check: c.ID, Suite: c.Suite, Requirement: c.Requirement, Also: c.Also, Level: c.Level, Title: c.Title,
		Twin: c.Twin, Verdict: f.Verdict, Why: f.Why, inWay: f.inWay, lacks: f.Lacks, refuses: c.refuses, otherReason: f.otherReason, accepted: f.accepted, programme: c.Programmes}
	if f.Verdict == Fail && c.Level == scenarios.Should && !strict && f.Requirement == "" {
		r.Verdict = Warn
	}
	if f.Verdict == Warn && strict {
		r.Verdict = Fail
	}
	if c.Suite == SuiteRaces && t != nil {
		races := racesIn(t)
		r.Races = &races
	}
	if c.operation != (operation{}) && t != nil {
		r.Cells = cellsIn(c.operation, t)
	} else if c.Suite == SuiteAccess && t != nil {
		if n := guessesIn(t); n > 0 {
			r.Cells = &Cells{Guesses: n}
		}
	}
	if c.Suite == SuiteFaults && t != nil {
		all := faultsIn(t)
		if r.Verdict == Pass {
			all.Survived = all.Total()
		}
		r.Faults = &all
	}
	if c.Suite == SuiteHostile && t != nil {
		inputs := inputsIn(t)
		r.Inputs = &inputs
	}
	if r.Verdict != Fail && r.Verdict != Warn {
		return r
	}
	fail := &Failure{Requirement: c.Requirement, Step: f.Step, Expected: f.Expected, Got: f.Got, Because: f.Because, Shrunk: f.Shrunk, Again: f.Again, field: f.field}
	if f.Requirement != "" {
		fail.Requirement = f.Requirement
	}
	if fail.Because == (voucher.Text{}) {
		fail.Because = c.Because
	}
	if t != nil && f.World < len(t.Worlds) {
		fail.History = t.Worlds[f.World].History
		only := *t
		only.Worlds = t.Worlds[f.World : f.World+1]
		if c.Suite == SuiteFaults { // and the same without faults
			only.Worlds = t.Worlds[f.World:min(f.World+2, len(t.Worlds))]
		}
		if f.answer != nil {
			only.Raw = []RawAnswer{*f.answer}
		}
		fail.transcript = &only
		fail.Money, _ = moneyOf(&fail.History)
		if f.shown != nil {
			fail.History, fail.Spans = f.shown.History, f.shown.Spans
		}
	}
	fail.Fingerprint = fingerprint(fail)
	r.Failure = fail
	return r
}
