package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// UnaskedError says that a build could not be asked anything at all: the run is
// inconclusive, and nothing was judged.
type UnaskedError struct {
	Address string
	Err     error
}

// Error says who did not answer, and why.
func (e *UnaskedError) Error() string { return fmt.Sprintf("%s: %v", e.Address, e.Err) }

// Unwrap returns why.
func (e *UnaskedError) Unwrap() error { return e.Err }

// Run asks a build what the options choose and judges what it answers. The error
// is a *SelectionError where nothing is chosen and an *UnaskedError where the build
// does not even say what it can do, beside a report that says so to whoever reads no
// errors; everything else is in the report. A context that is called off ends the run with
// what was judged by then; the rest is blocked.
func Run(ctx context.Context, t Target, o Options) (*Report, error) {
	o = o.withDefaults()
	checks, err := plan(&o)
	if err != nil {
		return nil, err
	}
	report := &Report{Suite: Version, Address: t.Address, Seed: o.Seed, Options: optionsText(&o), Profile: o.Profile, PlanHash: planHash(checks), rounds: o.Rounds}
	caps, err := capabilities(ctx, &t, o.Timeout)
	if err != nil {
		if ctx.Err() != nil { // not the build's doing
			err = context.Cause(ctx)
		}
		report.Unasked, report.Exit, report.Interrupted = Unasked(err), ExitInconclusive, ctx.Err() != nil
		return report, &UnaskedError{t.Address, err}
	}
	report.Target = caps
	r := &run{target: t, logs: logFiles(t.Logs), options: o, caps: caps, checks: checks, bench: newBench(&o, caps), begun: time.Now(),
		results: make([]Result, len(checks)), ready: make([]*Transcript, len(checks))}
	if r.events, err = beginEvents(o.Events, &runHead{Address: t.Address, Target: caps, Seed: o.Seed, Options: report.Options,
		Chosen: choiceOf(&o, &t), Plan: report.PlanHash, Planned: len(checks)}); err != nil {
		return nil, err
	}
	r.work(ctx)
	report.Results, report.Figures, report.Interrupted = r.results, r.figures, ctx.Err() != nil
	report.Figures.Elapsed = time.Since(r.begun)
	if err := r.events.end(report); err != nil {
		return nil, err
	}
	// What is like what is looked up even when the run was called off.
	tally(context.WithoutCancel(ctx), report, &t, &o)
	return report, nil
}

// Version is the version of the suite's checks.
const Version = "1"

// capabilities asks a build what it can do, and does not wait for ever.
func capabilities(ctx context.Context, t *Target, within time.Duration) (voucher.Capabilities, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	type answer struct {
		caps voucher.Capabilities
		err  error
	}
	done := make(chan answer, 1) // the build may answer when nobody waits any more
	go func() {
		var a answer
		a.err = guard(func() (err error) {
			a.caps, err = t.World.Capabilities(ctx)
			return err
		})
		done <- a
	}()
	var a answer
	select {
	case a = <-done:
	case <-ctx.Done():
		return voucher.Capabilities{}, fmt.Errorf("capabilities: no answer within %s", within)
	}
	if a.err == nil {
		a.err = knownParties(&a.caps)
	}
	if a.err != nil {
		return voucher.Capabilities{}, a.err
	}
	return a.caps, nil
}

// knownParties returns an error for a party that is none: the demands on whoever
// was meant would silently bind nobody.
func knownParties(caps *voucher.Capabilities) error {
	var known []string
	for _, p := range scenarios.Parties() {
		if p != scenarios.PartyAny {
			known = append(known, string(p))
		}
	}
	for _, p := range caps.Parties {
		if slices.Contains(known, p) {
			continue
		}
		meant := "one of " + strings.Join(known, ", ")
		if near := voucher.Nearest(p, known); near != "" {
			meant = fmt.Sprintf("%q, or another of %s", near, strings.Join(known, ", "))
		}
		return fmt.Errorf("capabilities: the build plays the party %q, which is none; declare %s", p, meant)
	}
	return nil
}

// run is a run at work.
type run struct {
	target  Target
	logs    []logFile // as they were when the run began
	options Options
	caps    voucher.Capabilities
	checks  []Check
	bench   *bench
	begun   time.Time
	events  *eventWriter

	next        atomic.Int64
	unreachable atomic.Int64 // checks in a row that could not be asked
	stopped     atomic.Bool

	mu      sync.Mutex
	results []Result
	ready   []*Transcript // judged, and not written down yet
	judged  []bool
	written int
	figures Figures
}

// inARow is after how many checks that could not be asked, one after the other, a
// build counts as gone.
const inARow = 5

// work lets the workers ask checks until none is left.
func (r *run) work(ctx context.Context) {
	r.judged = make([]bool, len(r.checks))
	workers := r.options.Workers
	if !r.caps.Worlds {
		workers = 1 // what is asked of one state is asked one after the other
	}
	together := sources(r.checks)
	var group sync.WaitGroup
	for range min(workers, len(together)) {
		group.Go(func() {
			for {
				n := int(r.next.Add(1)) - 1
				if n >= len(together) {
					return
				}
				r.source(ctx, together[n])
			}
		})
	}
	group.Wait()
}

// sources are the places of the checks that are asked together, in the order of
// their first.
func sources(checks []Check) [][]int {
	var all [][]int
	at := map[string]int{}
	for i := range checks {
		id := checks[i].asked()
		n, seen := at[id]
		if !seen {
			n = len(all)
			at[id] = n
			all = append(all, nil)
		}
		all[n] = append(all[n], i)
	}
	return all
}

// source asks once and judges every check that looks at what is answered.
func (r *run) source(ctx context.Context, places []int) {
	var transcript *Transcript
	for _, n := range places {
		c := &r.checks[n]
		begun := time.Now()
		f := r.before(ctx, c, transcript != nil)
		if f.Verdict != 0 {
			r.conclude(n, c, nil, &f, begun, nil)
			continue
		}
		var fresh *Transcript // what is to be written down
		if transcript == nil {
			var figures Figures
			transcript, figures = r.ask(ctx, c)
			fresh = transcript
			r.watch(transcript)
			r.mu.Lock()
			r.figures.add(&figures)
			r.mu.Unlock()
		}
		f = r.bench.judge(ctx, c, transcript)
		r.conclude(n, c, transcript, &f, begun, fresh)
	}
	if transcript != nil {
		r.bench.forget(transcript)
	}
}

// before says why a check is not asked: a finding without a verdict where it is.
// What was asked already is judged in any case.
func (r *run) before(ctx context.Context, c *Check, asked bool) Finding {
	f := obstacle(c, &r.target, &r.caps, r.options.Oracle != nil)
	switch {
	case f.Verdict != 0:
		return f
	case asked:
	case ctx.Err() != nil:
		return Finding{Verdict: Blocked, Why: whyCalledOff}
	case r.stopped.Load():
		return Finding{Verdict: Blocked, Why: whyStopped}
	case r.unreachable.Load() >= inARow:
		return Finding{Verdict: Blocked, Why: whyUnreachable}
	}
	return Finding{}
}

// conclude makes the result of a finding.
func (r *run) conclude(n int, c *Check, t *Transcript, f *Finding, begun time.Time, fresh *Transcript) {
	result := resultOf(c, t, f, r.options.Strict)
	result.Elapsed = time.Since(begun)
	if result.Verdict == Fail && r.options.StopAtFailure {
		r.stopped.Store(true)
	}
	r.settle(n, &result, fresh)
}

// watch counts the checks in a row that found nobody there. Who has answered
// something is there, unless it hangs for ever then.
func (r *run) watch(t *Transcript) {
	if t.Err != "" && !t.Broke && !t.Unsupported && (t.late || !answered(t)) {
		r.unreachable.Add(1)
		return
	}
	r.unreachable.Store(0)
}

// answered reports whether a command or a query of a transcript was answered.
func answered(t *Transcript) bool {
	return slices.ContainsFunc(t.Worlds, func(told *Told) bool {
		return slices.ContainsFunc(told.Entries, func(e voucher.Entry) bool {
			return e.Err == "" && (e.Command != nil || e.Query != nil)
		})
	})
}

// settle keeps a result and writes down, in the order of the plan, what is ready.
func (r *run) settle(n int, result *Result, t *Transcript) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.results[n], r.ready[n], r.judged[n] = *result, t, true
	for r.written < len(r.judged) && r.judged[r.written] {
		if t := r.ready[r.written]; t != nil {
			r.events.transcript(t)
			r.ready[r.written] = nil
		}
		r.written++
		if r.options.Progress != nil {
			r.options.Progress(r.written, len(r.checks), &r.results[r.written-1])
		}
	}
}

// add sums figures up.
func (f *Figures) add(g *Figures) {
	f.Worlds += g.Worlds
	f.Commands += g.Commands
	f.Queries += g.Queries
	f.Advances += g.Advances
	f.Accepted += g.Accepted
	f.Refused += g.Refused
}

// grace is how long a check that is out of time may take to notice.
const grace = 2 * time.Second

// patience is how many time-outs of one check a suite of many lives has.
const patience = 10

// ask asks one check. It comes back in time, also where a system hangs: what was
// exchanged until then is in the transcript.
func (r *run) ask(ctx context.Context, c *Check) (*Transcript, Figures) {
	within := r.options.Timeout
	if c.Suite == SuiteProperties || c.Suite == SuiteLife || c.Suite == SuiteRaces || c.Suite == SuiteFaults || c.Suite == SuiteHostile {
		within = max(patience*within, r.options.Budget+within)
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel() // the worlds of the check may go
	ctx = wire.WithCheck(ctx, c.ID)
	a := &asker{world: r.target.World, wire: r.target.Wire, production: r.target.Production, caps: r.caps, oracle: r.options.Oracle, opts: &r.options,
		restarts: r.target.Restart, logs: r.logs, metrics: r.target.Metrics, transcript: &Transcript{Check: c.asked(), Counts: map[string]int64{}}, desk: &desk{}}
	done := make(chan error, 1)
	go func() { done <- guardOurs(func() error { return c.ask(ctx, a) }) }()
	select {
	case err := <-done:
		return a.closed(err)
	case <-ctx.Done():
	}
	// It may notice that it is out of time. Where it is at work itself and not waiting
	// for the build, it has as long again.
	tick := time.NewTicker(grace)
	defer tick.Stop()
	for range 2 {
		select {
		case err := <-done:
			return a.closed(err)
		case <-tick.C:
			if t, figures := a.stock(within); t != nil {
				return t, figures
			}
		}
	}
	return &Transcript{Check: c.asked(), Err: tooLate(within), late: true}, Figures{Worlds: 1}
}

// closed returns the transcript of a check that has ended.
func (a *asker) closed(err error) (*Transcript, Figures) {
	a.transcript.close(err)
	return a.transcript, a.figures
}

// close notes how asking ended.
func (t *Transcript) close(err error) {
	if err == nil {
		return
	}
	t.Err = err.Error()
	var ours *ownFault
	t.Ours = errors.As(err, &ours)
	t.Broke = broke(err)
	t.Unsupported = errors.Is(err, errors.ErrUnsupported)
	t.Tokenless = errors.Is(err, wire.ErrNoTokens)
}
