package simulator

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime/debug"
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
	facts := r.Facts
	if facts == nil {
		facts = DefaultFacts()
	}
	where, err := newCountry(r.Scenario, facts)
	if err != nil {
		return nil, err
	}
	life, err := newBehaviour(r.Scenario, facts, where)
	if err != nil {
		return nil, err
	}
	abilities, err := r.World.Capabilities(ctx)
	if err != nil {
		return nil, fmt.Errorf("capabilities: %w", err)
	}
	life.digest = abilities.Digest
	return r.work(ctx, where, life)
}

// work lets the workers live the blocks.
func (r *Run) work(ctx context.Context, where *country, life *behaviour) (*Result, error) {
	j := &job{run: r, life: life, blocks: where.blocks, digests: make([]voucher.Digest, len(where.blocks)),
		months: make([]int64, len(where.blocks))}
	totals := newTotals(where.territories(), r.Scenario.From, r.Scenario.To)
	workers := min(max(1, r.Workers), len(where.blocks))
	sums := make([]*Totals, workers)
	group, groupCtx := errgroup.WithContext(ctx)
	for w := range sums {
		sums[w] = newTotals(where.territories(), r.Scenario.From, r.Scenario.To)
		group.Go(func() error { return j.guarded(groupCtx, sums[w]) })
	}
	err := group.Wait()
	for _, sum := range sums {
		if fault := totals.Add(sum); fault != nil {
			panic("simulator: " + fault.Error())
		}
	}
	result := &Result{Totals: totals, Done: int(j.done.Load()), Blocks: len(where.blocks), Families: where.families,
		Real: where.real, Size: where.size()}
	switch {
	case err == nil:
		result.Hash = j.hash()
		return result, nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return result, fmt.Errorf("simulation called off: %w", err)
	}
	return nil, err
}

// job is the work of a run, shared by its workers.
type job struct {
	run     *Run
	life    *behaviour
	blocks  []plot
	next    atomic.Int64
	done    atomic.Int64
	digests []voucher.Digest // of the blocks

	mu     sync.Mutex
	months []int64 // family-months of the blocks so far
	sum    int64
}

// guarded is live with a fault of a program turned into an error: it ends the
// run, not the process, and says where it happened.
func (j *job) guarded(ctx context.Context, sum *Totals) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault of this program: %v\n%s", fault, debug.Stack())
		}
	}()
	return j.live(ctx, sum)
}

// live lives blocks until none is left, and adds each that is lived to the end.
func (j *job) live(ctx context.Context, sum *Totals) error {
	s := j.run.Scenario
	b := &block{run: j.life, totals: newTotals(make([]voucher.Territory, 1), s.From, s.To)}
	for {
		n := int(j.next.Add(1)) - 1
		if n >= len(j.blocks) {
			return nil
		}
		if err := j.liveBlock(ctx, b, n); err != nil {
			return err
		}
		if err := sum.Add(b.totals); err != nil {
			panic("simulator: " + err.Error())
		}
		j.digests[n] = b.digest
		j.done.Add(1)
	}
}

// liveBlock lives one block in a world of its own, which may go when it is over.
func (j *job) liveBlock(ctx context.Context, b *block, n int) error {
	ctx, over := context.WithCancel(ctx)
	defer over()
	b.ctx = ctx
	if err := b.settleIn(j.blocks[n], j.run.Scenario, j.run.World); err != nil {
		return err
	}
	return b.live(func(d int, months int64) { j.report(n, d, months) })
}

// report tells how far the run has come.
func (j *job) report(n, day int, months int64) {
	if j.run.Progress == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sum += months - j.months[n]
	j.months[n] = months
	j.run.Progress(Progress{Done: int(j.done.Load()), Blocks: len(j.blocks), Day: j.run.Scenario.From + voucher.Day(day),
		FamilyMonths: j.sum})
}

// hash combines scenario and blocks.
func (j *job) hash() string {
	s := j.run.Scenario
	d := voucher.NewDigest().Word(s.Seed).Word(uint64(s.Families)).Pair(uint32(s.From), uint32(s.To)).Word(uint64(s.Programmes))
	d = d.Bytes(s.Readings[:]).Word(uint64(len(s.Settings)))
	for i := range s.Settings {
		set := &s.Settings[i]
		d = d.Text(set.Path).Pair(uint32(set.Territory), uint32(set.From)).Word(uint64(set.Value))
	}
	words := make([]byte, 0, 8*(len(j.digests)+1))
	words = binary.BigEndian.AppendUint64(words, uint64(d))
	for _, block := range j.digests {
		words = binary.BigEndian.AppendUint64(words, uint64(block))
	}
	sum := sha256.Sum256(words)
	return hex.EncodeToString(sum[:])
}
