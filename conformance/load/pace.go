package load

import (
	"context"
	"runtime"
	"time"
)

// The grid on which a pacer wakes: everything that is due by then goes at once. One
// wake for each arrival would take half a core at 20,000 a second.
const (
	fineRate   = 2_000  // a second: to here each arrival has a wake of its own
	coarseRate = 50_000 // above it the grid is coarse
	fineGrid   = 100 * time.Microsecond
	coarseGrid = 250 * time.Microsecond
	napMost    = 50 * time.Millisecond // without a look at whether to stop
)

// gridOf is the grid for a rate.
func gridOf(rate float64) time.Duration {
	switch {
	case rate <= fineRate:
		return 0
	case rate <= coarseRate:
		return fineGrid
	}
	return coarseGrid
}

// pace takes a plan and calls fire at each intended instant, or as soon after it as the
// machine lets it, with how late that is. It returns when the plan or ctx is over.
func pace(ctx context.Context, plan *Plan, begin time.Time, fire func(at time.Duration, stretch int, late time.Duration)) {
	over := make(chan struct{})
	go func() {
		defer close(over)
		runtime.LockOSThread() // and never let go: what is set for the thread ends with it
		keep(ctx, newWaiter(), plan, begin, fire)
	}()
	<-over
}

// keep keeps to a plan on a thread of its own.
func keep(ctx context.Context, w waiter, plan *Plan, begin time.Time, fire func(at time.Duration, stretch int, late time.Duration)) {
	woken := time.Duration(0)
	for at, stretch, ok := plan.Next(); ok; at, stretch, ok = plan.Next() {
		s := &plan.profile.Stretch[stretch]
		now := time.Since(begin)
		for due := max(at, woken+gridOf(max(s.From, s.To))); now < at; now = time.Since(begin) {
			if ctx.Err() != nil {
				return
			}
			w.wait(min(due-now, napMost))
			woken = time.Since(begin)
		}
		if ctx.Err() != nil {
			return
		}
		fire(at, stretch, now-at)
	}
}
