package simulator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Job is a run as work in numbered parts: some blocks each. A part gives the same bytes wherever and
// however often it is lived, and the parts, put together in their order by a Fold, give the result and
// hash of Simulate.
type Job struct {
	living *living
	blocks int // of a part
	id     string
}

// mostParts is how many parts a run has at most. One block is a part until there are more blocks: less
// work than a second's is not worth being sent.
const mostParts = 1024

// Job makes the run ready to be lived part by part. Errors are those of Simulate.
func (r *Run) Job(ctx context.Context) (*Job, error) {
	l, err := r.begin(ctx)
	if err != nil {
		return nil, err
	}
	j := &Job{living: l, blocks: max(1, (l.asked+mostParts-1)/mostParts)}
	facts := r.Facts
	if facts == nil {
		facts = DefaultFacts()
	}
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%s%s\n%s\nseed %d digest %t parts of %d\n%s", partMagic, r.Version, facts.Digest(), r.Scenario.Seed, l.digest, j.blocks,
		r.Scenario.Canonical()) // a hash takes everything
	j.id = hex.EncodeToString(h.Sum(nil))
	return j, nil
}

// ID is the run id: 64 hexadecimal digits over the scenario, the facts and the version.
func (j *Job) ID() string { return j.id }

// Parts is how many parts there are.
func (j *Job) Parts() int64 { return int64((len(j.living.plan.blocks) + j.blocks - 1) / j.blocks) }

// fresh is the run as if nothing of it was lived.
func (j *Job) fresh() *living { return newLiving(j.living.run, j.living.plan, j.living.digest) }

// span returns the blocks of a part.
func (j *Job) span(n int64) (from, to int) {
	return int(n) * j.blocks, min(int(n+1)*j.blocks, len(j.living.plan.blocks))
}

// Live lives one part, by its number from 0, on all workers of the run, and returns its saved form.
// beat is called after every simulated day of every block, by several goroutines at once; it must be
// quick, and may be nil. Errors are those of Simulate.
func (j *Job) Live(ctx context.Context, n int64, beat func()) (saved []byte, err error) {
	if err := j.within(n, n+1); err != nil {
		return nil, err
	}
	from, to := j.span(n)
	l := j.fresh()
	l.asked, l.beat = to-from, beat
	totals, err := l.span(ctx, from, to)
	if err != nil {
		return nil, err
	}
	return savePart(j.id, n, l.digests[from:to], totals), nil
}

// LiveSpan lives the parts from one number to before another, as many at a time as the run has workers,
// and hands out each in its saved form, in their order and one at a time. An error of keep ends it and
// is returned.
func (j *Job) LiveSpan(ctx context.Context, from, to int64, keep func(n int64, saved []byte) error) error {
	if err := j.within(from, to); err != nil {
		return err
	}
	l := j.fresh()
	first, _ := j.span(from)
	_, last := j.span(max(from, to-1))
	l.asked = last - first
	workers := max(1, l.run.Workers)
	turns := make(chan chan []byte, workers) // one for each part that is begun: none is begun far before those not kept yet
	group, ctx := errgroup.WithContext(ctx)
	lives, livesCtx := errgroup.WithContext(ctx)
	lives.SetLimit(workers)
	group.Go(func() error {
		defer close(turns)
		for n := from; n < to; n++ {
			done := make(chan []byte, 1)
			select {
			case turns <- done:
			case <-livesCtx.Done():
				return lives.Wait()
			}
			lives.Go(func() error { return j.deliver(livesCtx, l, n, done) })
		}
		return lives.Wait()
	})
	group.Go(func() error { return inTurn(ctx, from, turns, keep) })
	return group.Wait()
}

// deliver lives a part on one worker.
func (j *Job) deliver(ctx context.Context, l *living, n int64, done chan<- []byte) error {
	totals, w := l.plan.Totals(), l.worker()
	from, to := j.span(n)
	for block := from; block < to; block++ {
		if err := l.live(ctx, w, block, totals); err != nil {
			return err
		}
	}
	done <- savePart(j.id, n, l.digests[from:to], totals)
	return nil
}

// inTurn keeps parts in the order in which they were begun, and none any more once it is called off, however many are
// there already.
func inTurn(ctx context.Context, n int64, turns <-chan chan []byte, keep func(n int64, saved []byte) error) error {
	for done := range turns {
		select {
		case saved := <-done:
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := keep(n, saved); err != nil {
				return err
			}
			n++
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// within returns why there are no such parts, or nil.
func (j *Job) within(from, to int64) error {
	if from < 0 || from > to || to > j.Parts() {
		return fmt.Errorf("scenario %s: no parts %d to %d; it has %d", j.living.run.Scenario.ID, from, to, j.Parts())
	}
	return nil
}

// Check returns why bytes are not the saved form of a part of this run, or nil: they are torn, of
// another run, of another part.
func (j *Job) Check(n int64, saved []byte) error {
	_, _, err := j.read(n, saved)
	return err
}

func (j *Job) read(n int64, saved []byte) ([]voucher.Digest, *Totals, error) {
	if err := j.within(n, n+1); err != nil {
		return nil, nil, err
	}
	digests, totals, err := readPart(saved, j.id, n)
	if from, to := j.span(n); err == nil && (len(digests) != to-from || j.living.plan.Totals().Add(totals) != nil) {
		err = errForeignPart
	}
	if err != nil {
		return nil, nil, fmt.Errorf("part %d: %w", n, err)
	}
	return digests, totals, nil
}

// Fold puts the parts of a run together, in their order.
type Fold struct {
	job     *Job
	next    int64
	totals  *Totals
	digests []voucher.Digest
}

// Fold begins to put parts together.
func (j *Job) Fold() *Fold { return &Fold{job: j, totals: j.living.plan.Totals()} }

// Next is the number of the part whose turn it is.
func (f *Fold) Next() int64 { return f.next }

// Enough reports whether all parts are there.
func (f *Fold) Enough() bool { return f.next >= f.job.Parts() }

// Add adds the saved form of the part whose turn it is. The error says why these bytes are not that
// part; nothing is added then.
func (f *Fold) Add(saved []byte) error {
	digests, totals, err := f.job.read(f.next, saved)
	if err != nil {
		return err
	}
	f.next++
	f.digests = append(f.digests, digests...)
	f.totals.mustAdd(totals)
	return nil
}

// Result tells what all parts come to; an error says that there are not enough of them.
func (f *Fold) Result() (*Result, error) {
	if !f.Enough() {
		return nil, fmt.Errorf("scenario %s: %d of %d parts are there", f.job.living.run.Scenario.ID, f.next, f.job.Parts())
	}
	r := f.job.living.result(f.totals, f.digests)
	r.Done = r.Blocks
	return r, nil
}
