package conformance

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// A history is cut down by carrying parts of it out again, on fresh worlds, and
// keeping what fails in the same way. It is made of symbolic steps: what a step
// made is known by the step, not by its id, so that steps can go and the rest
// still means the same. It takes some tens of executions where rapid's shrinker
// of random bits takes hundreds or thousands and leaves ten times the steps
// (TestShrinkersCompared prints both), so that it serves over a wire too; and it
// is bounded by executions, not by time, so that a seed gives the same record on
// any machine. rapid's own is therefore off.

// shrunk is a history cut down to what matters.
type shrunk struct {
	History voucher.History
	// Step is the entry whose answer is wrong; Expected and Got are the answers.
	Step          int
	Expected, Got []string
	// From is how many steps the history had.
	From int
	// Executions is how often a part of it was carried out.
	Executions int
	// Reproduced is how often of some rounds the result failed again: every time for a
	// build that is deterministic.
	Reproduced int
}

// mostExecutions is how often a history is carried out at most to cut it
// down: several times what a long life takes.
const mostExecutions = 800

// rounds is how often a history is lived again: before it is cut down, until it
// fails, and when it is, to see whether it comes and goes.
const rounds = 3

// errNotReproduced says that a history no longer fails: the build answers as the
// oracle does.
var errNotReproduced = errors.New("the build answers the history as the oracle does")

// shrinker cuts one history down.
type shrinker struct {
	target, oracle voucher.World
	reasons        bool
	most           int   // executions
	desk           *desk // of the check that it works for; nil: none
	figures        *Figures

	check, sign string // of the fault that has to stay
	setup       voucher.Setup
	steps       []step
	original    int

	executions int
	best       *voucher.History
	fault      fault
}

// step is one step of a history with the answer that it got there: the ids in
// both are those of that history.
type step struct {
	voucher.Entry
	needs []name // ids that it speaks of and that a step before it made
	makes []name // ids that its answer shows
}

// from takes the steps of a history.
func (s *shrinker) from(h *voucher.History) {
	if s.most == 0 {
		s.most = mostExecutions
	}
	s.setup, s.original = h.Setup, len(h.Entries)
	known := map[name]bool{}
	names := newRenaming()
	s.steps = nil
	for i := range h.Entries {
		st := step{Entry: h.Entries[i]}
		names.about(&st.Entry)
		switch {
		case st.Command != nil:
			st.needs = names.ids(reflect.ValueOf(st.Command), nil)
			st.makes = names.ids(reflect.ValueOf(&st.Outcome.Result), nil)
		case st.Query != nil:
			st.needs = names.ids(reflect.ValueOf(st.Query), nil)
			st.makes = names.ids(reflect.ValueOf(&st.Record), nil)
		}
		// What nobody made dangles, and may go on dangling.
		st.needs = slices.DeleteFunc(st.needs, func(n name) bool { return !known[n] })
		for _, n := range st.makes {
			known[n] = true
		}
		s.steps = append(s.steps, st)
	}
}

// ids adds the ids in a value to a list.
func (r *renaming) ids(v reflect.Value, all []name) []name {
	if n, ok := r.idOf(v); ok {
		if n.id != 0 {
			all = append(all, n)
		}
		return all
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return r.ids(v.Elem(), all)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.Type() != headerType {
				all = r.ids(f, all)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			all = r.ids(v.Index(i), all)
		}
	}
	return all
}

// whole leaves out the steps that speak of what no step before them makes any
// more.
func whole(steps []step) []step {
	known := map[name]bool{}
	kept := make([]step, 0, len(steps))
	for i := range steps {
		if slices.ContainsFunc(steps[i].needs, func(n name) bool { return !known[n] }) {
			continue
		}
		for _, n := range steps[i].makes {
			known[n] = true
		}
		kept = append(kept, steps[i])
	}
	return kept
}

// carryOut carries steps out on a fresh world of the build, and beside it on the
// oracle where the fault is a difference. It returns what was answered, to the
// fault where the same or, without a sign, any is met; nil where none is.
func (s *shrinker) carryOut(ctx context.Context, steps []step, setup *voucher.Setup) (*voucher.History, *fault, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the worlds may go
	if setup == nil {
		setup = &s.setup
	}
	own := *setup
	s.executions++
	s.figures.Worlds++
	r, err := recordWorld(ctx, s.target, "", &own, s.figures)
	if err != nil {
		return nil, nil, err
	}
	r.desk = s.desk
	if s.check != "" && !isOracleCheck(s.check) {
		return s.alone(ctx, r, steps)
	}
	model, err := newFollower(ctx, s.oracle, &own, s.reasons)
	if err != nil {
		return nil, nil, &ownFault{"the oracle: " + err.Error()}
	}
	names := newRenaming() // from the ids of the steps to those of this world
	h := &r.told.History
	for i := range steps {
		if err := give(ctx, r, names, &steps[i]); err != nil && !broke(err) {
			return nil, nil, err
		}
		last := len(h.Entries) - 1
		if last < 0 {
			continue
		}
		broken := h.Entries[last].Err != ""
		f, err := oracleFault(ctx, h, last, model)
		switch {
		case err != nil:
			return nil, nil, &ownFault{"the oracle: " + err.Error()}
		case f != nil && s.same(f, h):
			return h, f, nil
		case broken, f != nil && f.verdict == Fail:
			return h, nil, nil // it ended, or slipped to another fault
		}
	}
	return h, nil, nil
}

// alone carries steps out beside no oracle and holds the history to the
// invariants.
func (s *shrinker) alone(ctx context.Context, r *recorder, steps []step) (*voucher.History, *fault, error) {
	names := newRenaming() // from the ids of the steps to those of this world
	h := &r.told.History
	for i := range steps {
		if err := give(ctx, r, names, &steps[i]); err != nil && !broke(err) {
			return nil, nil, err
		}
		if last := len(h.Entries) - 1; last >= 0 && h.Entries[last].Err != "" {
			break
		}
	}
	for _, f := range faultsOf(h, s.reasons) {
		if s.same(&f, h) {
			h.Entries = h.Entries[:f.step+1]
			return h, &f, nil
		}
	}
	return h, nil, nil
}

// same reports whether a fault is the one that has to stay.
func (s *shrinker) same(f *fault, h *voucher.History) bool {
	if s.sign == "" {
		return f.verdict == Fail
	}
	return f.check == s.check && f.sign(h) == s.sign
}

// give carries one step out, and learns which of its ids stands for which.
func give(ctx context.Context, r *recorder, names *renaming, st *step) error {
	names.about(&st.Entry)
	switch {
	case st.Command != nil:
		cmd, _ := names.command(st.Command)
		o, err := r.Do(ctx, cmd)
		if err == nil {
			names.learn(reflect.ValueOf(&st.Outcome.Result).Elem(), reflect.ValueOf(&o.Result).Elem())
		}
		return err
	case st.Query != nil:
		q, _ := names.query(st.Query)
		record, err := r.Query(ctx, q)
		if err == nil {
			names.learn(reflect.ValueOf(&st.Record).Elem(), reflect.ValueOf(&record).Elem())
		}
		return err
	case st.At < r.now:
		return nil // a step before it went further
	}
	_, err := r.Advance(ctx, st.At)
	return err
}

// try keeps a candidate that fails in the same way. What it answered becomes
// the history whose ids the steps speak in.
func (s *shrinker) try(ctx context.Context, steps []step, setup *voucher.Setup) bool {
	if s.executions >= s.most || ctx.Err() != nil {
		return false
	}
	h, f, err := s.carryOut(ctx, steps, setup)
	if err != nil || f == nil {
		return false
	}
	s.keep(h, f)
	return true
}

// keep takes a history as the best so far.
func (s *shrinker) keep(h *voucher.History, f *fault) {
	original := s.original
	h.Entries = h.Entries[:f.step+1]
	s.from(h)
	s.original, s.best, s.fault = original, h, *f
}

// run cuts the steps down, then makes what is left simpler.
func (s *shrinker) run(ctx context.Context) (*shrunk, error) {
	var h *voucher.History
	var f *fault
	for round := 0; f == nil; round++ {
		var err error
		if h, f, err = s.carryOut(ctx, s.steps, nil); err != nil {
			return nil, err
		}
		if f == nil && round+1 == rounds {
			return nil, errNotReproduced
		}
	}
	s.keep(h, f)
	s.drop(ctx)
	for round := 0; round < 3; round++ {
		before := len(s.steps)
		if !s.simplify(ctx) {
			break
		}
		s.drop(ctx)
		if len(s.steps) == before && round > 0 {
			break
		}
	}
	result := &shrunk{History: *s.best, Step: s.fault.step, Expected: s.fault.expected, Got: s.fault.got, From: s.original}
	for range rounds {
		if _, f, err := s.carryOut(ctx, s.steps, nil); err == nil && f != nil {
			result.Reproduced++
		}
	}
	result.Executions = s.executions
	return result, nil
}

// drop leaves out chunks of steps, from large to single ones, from the end to the
// beginning. The last step, which fails, stays.
func (s *shrinker) drop(ctx context.Context) {
	for size := max(1, len(s.steps)/2); size >= 1; {
		removed := false
		for at := len(s.steps) - 1 - size; at > -size; at -= size {
			from, to := max(0, at), at+size
			if to > len(s.steps)-1 {
				continue
			}
			candidate := whole(slices.Concat(s.steps[:from], s.steps[to:]))
			if len(candidate) == 0 || len(candidate) >= len(s.steps) {
				continue
			}
			if s.try(ctx, candidate, nil) {
				removed = true
			}
		}
		if size == 1 && !removed {
			return
		}
		if size > 1 {
			size /= 2
		}
		if s.executions >= s.most || ctx.Err() != nil {
			return
		}
	}
}

// cutDown adds the fewest steps of a life in which a fault stays the same. Of one
// that does not fail again it says so, and keeps it whole.
func (a *asker) cutDown(ctx context.Context, told *Told, f *fault) {
	s := &shrinker{target: a.world, oracle: a.oracle, reasons: a.caps.Reasons, figures: &a.figures, desk: a.desk, check: f.check, sign: f.sign(&told.History)}
	h := told.History
	h.Entries = h.Entries[:f.step+1]
	s.from(&h)
	s.original = len(told.Entries)
	least, err := s.run(ctx)
	switch {
	case errors.Is(err, errNotReproduced):
		told.Again = &Again{Times: rounds}
	case err == nil:
		a.transcript.Worlds = append(a.transcript.Worlds, &Told{Label: told.Label + ", shrunk", Cut: least.From, Again: &Again{rounds, least.Reproduced}, History: least.History})
	}
	a.transcript.Counts[countExecutions] += int64(s.executions)
}
