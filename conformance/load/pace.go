package load

import (
	"context"
	"sync/atomic"
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

// due is one arrival whose instant has come.
type due struct {
	at      time.Duration // intended
	late    time.Duration // by which it was seen
	number  uint64        // of the plan
	stretch int64
}

// pace takes a plan and calls fire at each intended instant, or as soon after it as the
// machine lets it. It returns when the plan or ctx is over; the plan is its own until then.
func pace(ctx context.Context, plan *Plan, begin time.Time, fire func(*due)) {
	var over atomic.Bool // which a pacer asks without a lock
	defer context.AfterFunc(ctx, func() { over.Store(true) })()
	across(func(tell func([]due)) { keep(&over, plan, begin, tell) }, fire)
}

// dueMost is how many arrivals are told at a time.
const dueMost = 256

// keeper keeps to a plan. What is due is told together, wake by wake.
type keeper struct {
	over   *atomic.Bool
	plan   *Plan
	begin  time.Time
	tell   func([]due)
	waiter waiter
	all    []due // that are to be told
	woken  time.Duration
}

// keep keeps to a plan until it or the time for it is over.
func keep(over *atomic.Bool, plan *Plan, begin time.Time, tell func([]due)) {
	k := &keeper{over: over, plan: plan, begin: begin, tell: tell, all: make([]due, 0, dueMost)}
	k.waiter.begin()
	at, stretch, ok := plan.Next()
	for ok && k.until(at, stretch) {
		at, stretch, ok = plan.Next()
	}
	k.told()
}

// until waits for an arrival; false: there is no time left for it.
func (k *keeper) until(at time.Duration, stretch int) bool {
	now := time.Since(k.begin)
	if now < at || len(k.all) == dueMost {
		k.told()
	}
	s := &k.plan.profile.Stretch[stretch]
	for next := max(at, k.woken+gridOf(max(s.From, s.To))); now < at && !k.over.Load(); now = time.Since(k.begin) {
		k.waiter.wait(min(next-now, napMost))
		k.woken = time.Since(k.begin)
	}
	if k.over.Load() {
		return false
	}
	k.all = append(k.all, due{at, now - at, k.plan.Number(), int64(stretch)})
	return true
}

// told tells what is due.
func (k *keeper) told() {
	if len(k.all) > 0 {
		k.tell(k.all)
		k.all = k.all[:0]
	}
}
