package conformance

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// accessReasons are those by which somebody is turned away for who they are: which of
// them is named first is for a build to say.
var accessReasons = []voucher.Reason{voucher.RoleNotAllowed, voucher.RecordNotOwn, voucher.RecordUnknown, voucher.StoreOfAnotherPurchase}

// rank is what a noted step of a world is there for.
type rank uint8

const (
	leading rank = iota // it leads there
	before              // a record, before anything is tried
	turning             // a call that has to be turned away
	after               // a record, after that
	letting             // a call that must not be turned away
)

// stageView is one world as the judge of an operation sees it.
type stageView struct {
	told   *Told
	counts [letting]int // steps of each rank but the last
}

func viewStage(t *Transcript, world int) *stageView {
	v := &stageView{told: t.Worlds[world]}
	n := func(count string) int { return int(t.Counts[in(world, count)]) }
	v.counts = [letting]int{leading: n(countLeading), before: n(countReads), turning: n(countTurned), after: n(countReads)}
	return v
}

// steps are the entries of a rank that were asked.
func (v *stageView) steps(of rank) []int {
	from := 0
	for r := range of {
		from += v.counts[r]
	}
	to := len(v.told.Steps)
	if of < letting {
		to = from + v.counts[of]
	}
	whole := len(v.told.Steps) // a run that broke off has fewer than were planned
	from, to = min(from, whole), min(to, whole)
	return slices.DeleteFunc(slices.Clone(v.told.Steps[from:to]), func(i int) bool { return i >= len(v.told.Entries) })
}

// callerOf is who gave a command or asked.
func callerOf(e *voucher.Entry) voucher.Actor {
	if e.Query != nil {
		return e.Query.Actor
	}
	return e.Command.Head().Actor
}

// refusalIn is the no of an entry, nil for a yes.
func refusalIn(e *voucher.Entry) *voucher.Refusal {
	if e.Query != nil {
		return e.Record.Refusal
	}
	return e.Outcome.Refusal
}

// turnedAway reports whether an entry was refused for who asked.
func turnedAway(e *voucher.Entry) bool {
	r := refusalIn(e)
	return r != nil && slices.Contains(accessReasons, r.Reason)
}

// judgeAccess holds every call of an operation to what its caller may.
func judgeAccess(o operation, t *Transcript, b *bench) Finding {
	if len(t.Worlds) == 0 {
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	}
	found := pass
	for w := range t.Worlds {
		v := viewStage(t, w)
		if f := v.led(o); f != nil {
			f.World = w
			return *f
		}
		f := v.judge(o, b.caps.Reasons)
		f.World = w
		if found = worse(found, f); found.Verdict == Fail {
			return found
		}
	}
	for _, u := range neverLet(t) {
		if u.wrongly() {
			v := viewStage(t, u.world)
			f := v.finding(u.step, Fail, mayCall.line("role", u.who.Role, "operation", o))
			f.World = u.world
			return f
		}
	}
	return found
}

// led is the finding where a step that leads there was refused, nil where none was. Who
// may call the operation and is turned away there already is what is looked for.
func (v *stageView) led(o operation) *Finding {
	f := refusedBefore(v.told, min(v.counts[leading], len(v.told.Steps)))
	if f == nil {
		return nil
	}
	e := &v.told.Entries[f.Step]
	if e.Command != nil && e.Command.Kind() == o.command && turnedAway(e) {
		wrong := Finding{Verdict: Fail, Step: f.Step, Expected: []string{mayCall.line("role", callerOf(e).Role, "operation", o)}, Got: answerLines(e)}
		return &wrong
	}
	return f
}

// worse is the finding of two that says more.
func worse(a, b Finding) Finding {
	weight := func(f Finding) int {
		return slices.Index([]Verdict{Pass, PassVerdictOnly, Warn, Fail}, f.Verdict)
	}
	if weight(b) > weight(a) {
		return b
	}
	return a
}

// judge looks at one world: the calls that have to be turned away, and that nothing
// was changed by them.
func (v *stageView) judge(o operation, reasons bool) Finding {
	found := pass
	for _, i := range v.steps(turning) {
		e := &v.told.Entries[i]
		switch r := refusalIn(e); {
		case e.Err != "": // it could not be tried, which is counted
		case r == nil:
			return v.finding(i, Fail, v.wanted(o, e)...)
		case slices.Contains(accessReasons, r.Reason):
		case r.Reason == 0 && !reasons:
			found = worse(found, Finding{Verdict: PassVerdictOnly, Why: whyVerdictOnly})
		case !slices.Contains(o.roles(), callerOf(e).Role):
			// The role is looked at before any reason of the operation.
			return v.finding(i, Fail, v.wanted(o, e)...)
		default:
			f := v.finding(i, Warn, v.wanted(o, e)...)
			f.Why, f.otherReason = whyReason, true
			found = worse(found, f)
		}
	}
	reads, again := v.steps(before), v.steps(after)
	for n := range min(len(reads), len(again)) {
		was, is := &v.told.Entries[reads[n]], &v.told.Entries[again[n]]
		if was.Err != "" || is.Err != "" || slices.Equal(answerLines(was), answerLines(is)) {
			continue
		}
		f := v.finding(again[n], Fail, append([]string{leftAlone.line("operation", o)}, answerLines(was)...)...)
		f.shown = nil // all that was refused may have done it
		return f
	}
	return found
}

// wanted is what a call that has to be turned away should be answered with.
func (v *stageView) wanted(o operation, e *voucher.Entry) []string {
	who := callerOf(e)
	switch {
	case who.Role == 0:
		return []string{refused(voucher.RoleNotAllowed), nobodyCalls.line("operation", o)}
	case slices.Contains(o.roles(), who.Role):
		return []string{refused(voucher.RecordNotOwn), anothersRecord.line("role", who.Role, "operation", o)}
	}
	return []string{refused(voucher.RoleNotAllowed), notOfTheRole.line("role", who.Role, "operation", o)}
}

// finding tells one call, with what led there and without the other calls.
func (v *stageView) finding(step int, verdict Verdict, want ...string) Finding {
	led := v.told.Entries[:step]
	if first := v.steps(before); len(first) > 0 {
		led = v.told.Entries[:first[0]]
	}
	shown := &Told{Label: v.told.Label, History: voucher.History{Setup: v.told.Setup}}
	shown.Entries = append(slices.Clone(led), v.told.Entries[step])
	return Finding{Verdict: verdict, Step: len(led), shown: shown, Expected: want, Got: answerLines(&v.told.Entries[step])}
}

// unlet is a call of who may, which was turned away.
type unlet struct {
	world, step int
	refusal     *voucher.Refusal
	who         voucher.Actor
}

// neverLet are the calls that must not be turned away and were, in every world.
func neverLet(t *Transcript) (all []unlet) {
	let := map[voucher.Role]bool{}
	for w := range t.Worlds {
		v := viewStage(t, w)
		for _, i := range v.steps(letting) {
			e := &v.told.Entries[i]
			switch {
			case e.Err != "":
			case turnedAway(e):
				all = append(all, unlet{w, i, refusalIn(e), callerOf(e)})
			default:
				let[callerOf(e).Role] = true
			}
		}
	}
	return slices.DeleteFunc(all, func(u unlet) bool { return let[u.who.Role] })
}

// wrongly reports whether it is the demand of access by which the call was turned away:
// a role that may under another reading is turned away by the demand that is read.
func (u *unlet) wrongly() bool {
	return u.refusal.Requirement == "" || u.refusal.Requirement == "BOTH-ACCESS-001"
}

// cellsIn counts what was tried of an operation.
func cellsIn(o operation, t *Transcript) *Cells {
	c := &Cells{}
	untried := func(e *voucher.Entry) { c.Untried = append(c.Untried, callerOf(e).Role.String()+": "+o.String()) }
	for w := range t.Worlds {
		v := viewStage(t, w)
		for _, i := range v.steps(turning) {
			e := &v.told.Entries[i]
			if e.Err != "" {
				untried(e)
				continue
			}
			c.Tried++
			if refusalIn(e) != nil {
				c.Turned++
			}
		}
		for _, i := range v.steps(letting) {
			if e := &v.told.Entries[i]; e.Err == "" && !turnedAway(e) {
				c.Tried++
				c.Let++
			} else if e.Err != "" {
				untried(e)
			}
		}
	}
	for _, u := range neverLet(t) {
		if u.wrongly() {
			c.Tried++
		} else {
			untried(&t.Worlds[u.world].Entries[u.step])
		}
	}
	slices.Sort(c.Untried)
	c.Untried = slices.Compact(c.Untried)
	return c
}
