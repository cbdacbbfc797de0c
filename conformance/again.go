package conformance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// SaveFailure writes the failure of a result as a recorded run of its own, for
// Replay. A result without one is an error.
func SaveFailure(w io.Writer, r *Report, result *Result) error {
	f := result.Failure
	if f == nil || f.transcript == nil {
		return fmt.Errorf("%s has no failure that could be saved", result.Check)
	}
	events, err := beginEvents(w, &runHead{Address: r.Address, Target: r.Target, Seed: r.Seed, Options: r.Options,
		Chosen: choice{Suites: []Suite{result.Suite}, Select: []string{result.Check}, Oracle: true, Rounds: f.rounds(r.rounds)},
		Plan:   planHash([]Check{{ID: result.Check}}), Planned: 1})
	if err != nil {
		return err
	}
	events.transcript(f.transcript)
	return events.end(&Report{})
}

// rounds is how often a thing has to be raced for so that a failure is met again: as
// often as its run did, or under a budget at least until the round in which it was met.
func (f *Failure) rounds(asked int) int {
	var met int
	for _, told := range f.transcript.Worlds {
		if n := roundOf(told); told.Strikes != nil {
			met = max(met, n*faultsPerRace)
		} else {
			met = max(met, n)
		}
	}
	return max(asked, met)
}

// ReplayState is what a saved failure does when it is asked again.
type ReplayState string

// The states.
const (
	Fixed      ReplayState = "FIXED"       // the build answers right now
	StillFails ReplayState = "STILL FAILS" // in the same way
	FailsAnew  ReplayState = "FAILS ANEW"  // in another way
	CannotRun  ReplayState = "CANNOT RUN"  // it could not be asked or judged
)

// Replayed is a saved failure, asked again.
type Replayed struct {
	State  ReplayState
	Before Result // as it was saved
	Now    Result
	Report *Report // of the build now, with this check alone
}

// Replay asks a build again what a saved failure holds. A story, a till's day and
// the wire's checks are told anew; a random life is asked step by step, with the
// ids that the build gives now; of hostile input the very requests are sent that were
// answered wrongly. With an *UnaskedError it is said to be CannotRun; any
// other error is of the file.
func Replay(ctx context.Context, t Target, with JudgeOptions, saved io.Reader) (*Replayed, error) {
	old, err := readFailure(ctx, with, saved)
	if err != nil {
		return nil, err
	}
	check, o := old.check, old.options
	out := &Replayed{State: CannotRun, Before: old.result}
	o.Select = []string{check.ID}
	switch {
	case check.Suite == SuiteProperties || check.Suite == SuiteLife:
		out.Report, err = askAgain(ctx, t, check, old.transcript, &o, (*asker).repeatAll)
	case check.Suite == SuiteHostile && sentAgain(old.transcript) && t.Wire != nil:
		out.Report, err = askAgain(ctx, t, check, old.transcript, &o, (*asker).hostileAgain)
	default:
		out.Report, err = Run(ctx, t, o)
	}
	var nobody *UnaskedError
	switch {
	case errors.As(err, &nobody):
		out.Now.Check = check.ID
		return out, err
	case err != nil:
		return nil, err
	}
	out.Now = out.Report.Results[0]
	switch now := &out.Now; {
	case now.Verdict == Pass, now.Verdict == PassVerdictOnly:
		out.State = Fixed
	case now.Failure == nil:
	case out.Before.Failure != nil && now.Failure.Fingerprint == out.Before.Failure.Fingerprint:
		out.State = StillFails
	default:
		out.State = FailsAnew
	}
	return out, nil
}

// savedFailure is a saved failure as it is read, and judged without the build.
type savedFailure struct {
	check      *Check
	transcript *Transcript
	options    Options
	result     Result
}

// readFailure reads a saved failure, and judges what it holds.
func readFailure(ctx context.Context, with JudgeOptions, saved io.Reader) (*savedFailure, error) {
	rec, err := readEvents(saved)
	if err != nil {
		return nil, err
	}
	if len(rec.transcripts) != 1 {
		return nil, fmt.Errorf("%d checks; a saved failure holds one, vouch judge reads a whole run", len(rec.transcripts))
	}
	f := &savedFailure{options: Options{Oracle: with.Oracle, Suspects: with.Suspects, Seed: rec.head.Seed, Rounds: rec.head.Chosen.Rounds}.withDefaults()}
	for _, transcript := range rec.transcripts {
		f.transcript = transcript
	}
	id := f.transcript.Check // of a life, several checks share what was asked
	if len(rec.head.Chosen.Select) == 1 {
		id = rec.head.Chosen.Select[0]
	}
	for _, c := range Checks() {
		if c.ID == id {
			f.check = &c
		}
	}
	if f.check == nil {
		return nil, fmt.Errorf("%s is no check of this suite; vouch list checks shows them", id)
	}
	found := newBench(&f.options, rec.head.Target).judge(ctx, f.check, f.transcript)
	f.result = resultOf(f.check, f.transcript, &found, false)
	return f, nil
}

// JudgeSaved judges a saved failure without the build. The error is of the file: it
// holds no failure, or more than one.
func JudgeSaved(ctx context.Context, with JudgeOptions, saved io.Reader) (*Result, error) {
	f, err := readFailure(ctx, with, saved)
	if err != nil {
		return nil, err
	}
	return &f.result, nil
}

// Place is where in the entries of a world the wrong answer stands, -1 where none of
// them is it: a race is told in another order than it was asked in. What was sent twice
// and answered alike stands there twice, and of the two only the step that failed is it.
func (f *Failure) Place(entries []voucher.Entry) int {
	if f.Step < 0 || f.Step >= len(f.History.Entries) {
		return -1
	}
	is := func(e voucher.Entry) bool { return reflect.DeepEqual(e, f.History.Entries[f.Step]) }
	if f.Spans == nil && f.Step < len(entries) && is(entries[f.Step]) {
		return f.Step
	}
	return slices.IndexFunc(entries, is)
}

// askAgain asks what was saved, in a way of its own, and judges what comes back.
func askAgain(ctx context.Context, t Target, c *Check, old *Transcript, o *Options, again func(a *asker, ctx context.Context, old *Transcript) error) (*Report, error) {
	caps, err := capabilities(ctx, &t, o.Timeout)
	if err != nil {
		return nil, &UnaskedError{t.Address, err}
	}
	a := &asker{world: t.World, wire: t.Wire, caps: caps, oracle: o.Oracle, opts: o,
		transcript: &Transcript{Check: c.asked(), Counts: maps.Clone(old.Counts)}}
	if err := again(a, ctx, old); err != nil {
		a.transcript.close(err)
	}
	f := newBench(o, caps).judge(ctx, c, a.transcript)
	report := &Report{Suite: Version, Address: t.Address, Target: caps, Seed: o.Seed, Options: optionsText(o),
		PlanHash: planHash([]Check{*c}), Figures: a.figures, Results: []Result{resultOf(c, a.transcript, &f, false)}}
	tally(ctx, report, &t, o)
	return report, nil
}

// repeatAll asks every step of every world again.
func (a *asker) repeatAll(ctx context.Context, old *Transcript) error {
	for _, told := range old.Worlds {
		if err := a.repeat(ctx, told); err != nil {
			return err
		}
	}
	return nil
}

// repeat asks every step of a world again in a new one.
func (a *asker) repeat(ctx context.Context, told *Told) error {
	system, err := a.begin(ctx, told.Label, &told.Setup)
	if err != nil {
		return err
	}
	system.told.Steps, system.told.Cut = told.Steps, told.Cut
	names := newRenaming()
	for i := range told.Entries {
		e := &told.Entries[i]
		err := names.again(ctx, system, e)
		if err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
	}
	return nil
}

// ReadSaved returns how the build of a saved failure, or of any recorded run, was
// reached, and the worlds in it, in the order of the file's checks.
func ReadSaved(saved io.Reader) (address string, all []*Told, err error) {
	rec, err := readEvents(saved)
	if err != nil {
		return "", nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(rec.transcripts)) {
		t := rec.transcripts[id]
		if len(t.Worlds) > 0 {
			t.Worlds[0].roughs = roughsOf(t)
		}
		all = append(all, t.Worlds...)
	}
	return rec.head.Address, all, nil
}

// again asks a system what an entry asked, with the ids that the system gives itself,
// and learns those of its answer.
func (r *renaming) again(ctx context.Context, system voucher.System, e *voucher.Entry) error {
	r.about(e)
	switch {
	case e.Command != nil:
		cmd, _ := r.command(e.Command)
		o, err := system.Do(ctx, cmd)
		if err == nil {
			r.learn(reflect.ValueOf(&e.Outcome.Result).Elem(), reflect.ValueOf(&o.Result).Elem())
		}
		return err
	case e.Query != nil:
		q, _ := r.query(e.Query)
		record, err := system.Query(ctx, q)
		if err == nil {
			r.learn(reflect.ValueOf(&e.Record).Elem(), reflect.ValueOf(&record).Elem())
		}
		return err
	}
	_, err := system.Advance(ctx, e.At)
	return err
}
