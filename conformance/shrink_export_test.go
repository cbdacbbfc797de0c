package conformance

import (
	"context"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// What the shrinker's own tests speak of.
type Shrunk = shrunk

// DefaultExecutions is how often a history is carried out at most.
const DefaultExecutions = mostExecutions

// ErrNotReproduced says that a history no longer fails.
var ErrNotReproduced = errNotReproduced

// ShrinkOptions bound the work of Shrink. The zero value will do.
type ShrinkOptions struct {
	Executions int // at most so many; zero: DefaultExecutions
}

// Shrink cuts a history in which a build answers otherwise than the oracle down
// to the fewest steps in which it still answers wrongly in the same way. The
// error is ErrNotReproduced where it does not answer wrongly at all, and says
// otherwise who could not be asked. A context that is called off ends it with
// the best found so far.
func Shrink(ctx context.Context, target, oracle voucher.World, h *voucher.History, o ShrinkOptions) (*Shrunk, error) {
	caps, err := target.Capabilities(ctx)
	if err != nil {
		return nil, fmt.Errorf("capabilities: %w", err)
	}
	s := &shrinker{target: target, oracle: oracle, reasons: caps.Reasons, most: o.Executions, figures: &Figures{}}
	s.from(h)
	first, at, err := s.carryOut(ctx, s.steps, nil)
	switch {
	case err != nil:
		return nil, err
	case at == nil:
		return nil, ErrNotReproduced
	}
	s.sign = at.sign(first)
	s.check = at.check
	return s.run(ctx)
}

// ShrinkFigures say what it took to cut a failing life down, and to how many
// steps.
type ShrinkFigures struct {
	Executions, Steps int
	Took              time.Duration
}

// ShrinkTwice finds a failing life of a build and lets two shrinkers cut it
// down: that of this package and that of rapid, which is given some time. found
// is false where no life fails.
func ShrinkTwice(ctx context.Context, target, oracle voucher.World, within time.Duration) (own, byRapid ShrinkFigures, found bool, err error) {
	caps, err := target.Capabilities(ctx)
	if err != nil {
		return own, byRapid, false, err
	}
	a := &asker{world: target, oracle: oracle, caps: caps, opts: &Options{}, transcript: &Transcript{Counts: map[string]int64{}}}
	for n := range 400 {
		seed := lifeSeed(1, n)
		l, err := liveOnce(ctx, a, a.apart, "", seed)
		if err != nil {
			return own, byRapid, false, err
		}
		if len(l.faults) == 0 || l.faults[0].verdict != Fail {
			continue
		}
		f := l.faults[0]
		sign := f.sign(&l.build.told.History)
		h := l.build.told.History
		h.Entries = h.Entries[:f.step+1]
		begun := time.Now()
		s := &shrinker{target: target, oracle: oracle, reasons: caps.Reasons, figures: &a.figures, check: f.check, sign: sign}
		s.from(&h)
		shrunk, err := s.run(ctx)
		if err != nil {
			return own, byRapid, false, err
		}
		own = ShrinkFigures{shrunk.Executions, shrunk.Step + 1, time.Since(begun)}
		begun = time.Now()
		_ = rapidly(seed, within, func(t *rapid.T) {
			byRapid.Executions++
			setup := drawSetup(t, &a.caps)
			build, err := a.apart(ctx, "", setup)
			if err != nil {
				t.Fatalf("unasked")
			}
			var l *country
			if err := untilParted(func() {
				l = newCountry(ctx, t, a, build, setup, seed)
				l.live()
			}); err != nil {
				return
			}
			if err := untilParted(l.readOut); err != nil {
				return
			}
			for i := range l.faults {
				if l.faults[i].sign(&build.told.History) == sign {
					byRapid.Steps = l.faults[i].step + 1
					t.Fatalf("%s", sign) // the same words each time: rapid compares tracebacks
				}
			}
		})
		byRapid.Took = time.Since(begun)
		return own, byRapid, true, nil
	}
	return own, byRapid, false, nil
}
