package simulator

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// Run is a simulation to be done: a scenario lived through on the systems of a
// world, block by block. The same scenario, facts and world give the same
// totals and hash, whatever the number of workers.
type Run struct {
	Scenario *scenarios.Scenario
	Facts    *Facts        // nil: DefaultFacts
	World    voucher.World // makes one system a block; must serve Workers goroutines
	Workers  int           // blocks lived at a time; below 1 counts as 1
	Version  string        // of the program, part of the id of a Job
	// Progress is called after every simulated day of every block, by one
	// goroutine at a time; it must be quick. It may be nil.
	Progress func(Progress)
}

// Progress says how far a run has come.
type Progress struct {
	Done, Blocks int         // blocks lived to the end, of all
	Day          voucher.Day // simulated last, in one of the blocks at work
	FamilyMonths int64       // so far
}

// Result is what a run tells.
type Result struct {
	Totals *Totals
	// Hash is 64 hexadecimal digits over scenario, commands, answers, events
	// and final states of all blocks, in order; "" for a run that was cut short.
	Hash         string
	Done, Blocks int    // blocks lived to the end, of all planned
	Families     int64  // in the simulated country
	Real         int64  // that the facts give for the real pilots in the same territories
	Size         string // how the two compare, in words
}

// Scaled reports whether the country is a synthetic one, larger or smaller than
// the facts say. Reports have to say so.
func (r *Result) Scaled() bool { return r.Families != r.Real }

// Simulate lives the run through. An assumption that is missing, unknown or out
// of range, a scenario without families and an error of a system end it; the
// error then says where. A context that is called off ends it at a midnight of
// each block at work, with the context's error and with the totals of the
// blocks that were lived to the end: Done of Blocks.
func (r *Run) Simulate(ctx context.Context) (*Result, error) {
	l, err := r.begin(ctx)
	if err != nil {
		return nil, err
	}
	totals, err := l.span(ctx, 0, len(l.plan.blocks))
	result := l.result(totals, l.digests)
	switch {
	case err == nil:
		return result, nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		result.Hash = ""
		return result, fmt.Errorf("simulation called off: %w", err)
	}
	return nil, err
}

// begin makes the run ready.
func (r *Run) begin(ctx context.Context) (*living, error) {
	plan, err := NewPlan(r.Scenario, r.Facts)
	if err != nil {
		return nil, err
	}
	abilities, err := r.World.Capabilities(ctx)
	if err != nil {
		return nil, fmt.Errorf("capabilities: %w", err)
	}
	return newLiving(r, plan, abilities.Digest), nil
}

// newLiving is a run of which nothing was lived.
func newLiving(r *Run, plan *Plan, digest bool) *living {
	blocks := len(plan.blocks)
	return &living{run: r, plan: plan, digest: digest, asked: blocks, digests: make([]voucher.Digest, blocks), months: make([]int64, blocks)}
}

// living is a run at work, shared by its workers.
type living struct {
	run     *Run
	plan    *Plan
	digest  bool
	asked   int    // blocks that are to be lived
	beat    func() // after every simulated day of every block; nil: nobody listens
	done    atomic.Int64
	digests []voucher.Digest // of the blocks of the plan

	mu     sync.Mutex
	months []int64 // family-months of the blocks so far
	sum    int64
}

// span lets the workers live the blocks from one to before another, and adds up those that are lived to
// the end.
func (l *living) span(ctx context.Context, from, to int) (*Totals, error) {
	var next atomic.Int64
	next.Store(int64(from))
	sums := make([]*Totals, min(max(1, l.run.Workers), to-from))
	group, groupCtx := errgroup.WithContext(ctx)
	for w := range sums {
		sums[w] = l.plan.Totals()
		group.Go(func() error {
			worker := l.worker()
			for {
				n := int(next.Add(1)) - 1
				if n >= to {
					return nil
				}
				if err := l.live(groupCtx, worker, n, sums[w]); err != nil {
					return err
				}
			}
		})
	}
	err := group.Wait()
	totals := l.plan.Totals()
	for _, sum := range sums {
		totals.mustAdd(sum)
	}
	return totals, err
}

func (l *living) worker() *Worker { return &Worker{World: l.run.World, Digest: l.digest} }

// live lives a block, and adds it where it is lived to the end.
func (l *living) live(ctx context.Context, w *Worker, n int, sum *Totals) error {
	w.Daily = func(d voucher.Day, months int64) {
		if l.beat != nil {
			l.beat()
		}
		l.report(n, d, months)
	}
	totals, digest, err := w.Live(ctx, l.plan, n)
	if err != nil {
		return err
	}
	sum.mustAdd(totals)
	l.digests[n] = digest
	l.done.Add(1)
	return nil
}

// report tells how far the run has come.
func (l *living) report(n int, d voucher.Day, months int64) {
	if l.run.Progress == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sum += months - l.months[n]
	l.months[n] = months
	l.run.Progress(Progress{Done: int(l.done.Load()), Blocks: l.asked, Day: d, FamilyMonths: l.sum})
}

// result tells what all blocks come to.
func (l *living) result(totals *Totals, digests []voucher.Digest) *Result {
	r := &Result{Totals: totals, Hash: l.plan.hash(digests), Done: int(l.done.Load()), Blocks: len(l.plan.blocks), Size: l.plan.where.size()}
	r.Families, r.Real = l.plan.Families()
	return r
}

// mustAdd adds totals of the same plan, which have one form.
func (t *Totals) mustAdd(o *Totals) {
	if err := t.Add(o); err != nil {
		panic("simulator: " + err.Error())
	}
}
