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
	plan, err := NewPlan(r.Scenario, r.Facts)
	if err != nil {
		return nil, err
	}
	abilities, err := r.World.Capabilities(ctx)
	if err != nil {
		return nil, fmt.Errorf("capabilities: %w", err)
	}
	return r.work(ctx, plan, abilities.Digest)
}

// work lets the workers live the blocks.
func (r *Run) work(ctx context.Context, plan *Plan, digest bool) (*Result, error) {
	blocks := len(plan.blocks)
	j := &job{run: r, plan: plan, digest: digest, digests: make([]voucher.Digest, blocks), months: make([]int64, blocks)}
	totals := plan.Totals()
	sums := make([]*Totals, min(max(1, r.Workers), blocks))
	group, groupCtx := errgroup.WithContext(ctx)
	for w := range sums {
		sums[w] = plan.Totals()
		group.Go(func() error { return j.live(groupCtx, sums[w]) })
	}
	err := group.Wait()
	for _, sum := range sums {
		if fault := totals.Add(sum); fault != nil {
			panic("simulator: " + fault.Error())
		}
	}
	result := &Result{Totals: totals, Done: int(j.done.Load()), Blocks: blocks, Size: plan.where.size()}
	result.Families, result.Real = plan.Families()
	switch {
	case err == nil:
		result.Hash = plan.hash(j.digests)
		return result, nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return result, fmt.Errorf("simulation called off: %w", err)
	}
	return nil, err
}

// job is the work of a run, shared by its workers.
type job struct {
	run     *Run
	plan    *Plan
	digest  bool
	next    atomic.Int64
	done    atomic.Int64
	digests []voucher.Digest // of the blocks

	mu     sync.Mutex
	months []int64 // family-months of the blocks so far
	sum    int64
}

// live lives blocks until none is left, and adds each that is lived to the end.
func (j *job) live(ctx context.Context, sum *Totals) error {
	w := &Worker{World: j.run.World, Digest: j.digest}
	for {
		n := int(j.next.Add(1)) - 1
		if n >= len(j.plan.blocks) {
			return nil
		}
		if j.run.Progress != nil {
			w.Daily = func(d voucher.Day, months int64) { j.report(n, d, months) }
		}
		totals, digest, err := w.Live(ctx, j.plan, n)
		if err != nil {
			return err
		}
		if err := sum.Add(totals); err != nil {
			panic("simulator: " + err.Error())
		}
		j.digests[n] = digest
		j.done.Add(1)
	}
}

// report tells how far the run has come.
func (j *job) report(n int, d voucher.Day, months int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sum += months - j.months[n]
	j.months[n] = months
	j.run.Progress(Progress{Done: int(j.done.Load()), Blocks: len(j.plan.blocks), Day: d, FamilyMonths: j.sum})
}
