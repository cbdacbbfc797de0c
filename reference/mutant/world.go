package mutant

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// World makes systems that are wrong in one way: a voucher.World. Several
// goroutines may make systems and read Trips; a system serves one goroutine,
// unless the mutant is Concurrent.
type World struct {
	mutant Mutant
	trips  atomic.Int64

	mu     sync.Mutex
	people []voucher.PersonSetup // of the newest system
	first  voucher.System        // of a world that has one system only
	log    io.Writer             // nil: it writes none
}

var _ voucher.World = (*World)(nil)

// Trips returns how often the wrong code made a difference so far, over all
// systems of this world; the mutant's Way says what is counted. Zero means that
// nothing has reached the wrong code: nothing is proven by such a run.
func (w *World) Trips() int64 { return w.trips.Load() }

// LogTo lets a mutant that is wrong in its log write that to w; without it nothing is
// logged. It is called before the first request.
func (w *World) LogTo(log io.Writer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log = log
}

// New makes a system. The setup must not be changed afterwards.
func (w *World) New(_ context.Context, s *voucher.Setup) (voucher.System, error) {
	w.mu.Lock()
	w.people = s.People
	w.mu.Unlock()
	b := &w.mutant.build
	wrong, err := w.machine(s)
	if err != nil {
		return nil, fmt.Errorf("mutant %s: %w", w.mutant.ID, err)
	}
	var system voucher.System = wrong
	if b.twin {
		right, err := reference.New(s)
		if err != nil {
			return nil, fmt.Errorf("mutant %s: %w", w.mutant.ID, err)
		}
		system = &twin{world: w, wrong: wrong, right: right}
	}
	switch {
	case b.racing != nil:
		return b.racing(w, wrong, s), nil
	case b.restarting != nil:
		return b.restarting(w, wrong, s), nil
	case b.around != nil:
		return b.around(w, system, s), nil
	}
	return system, nil
}

// machine makes the machine, with the mutant's setup, rules and filter.
func (w *World) machine(s *voucher.Setup) (*reference.Machine, error) {
	b := &w.mutant.build
	if b.setup != nil {
		changed := *s
		changed.Settings, changed.Answers = slices.Clone(s.Settings), slices.Clone(s.Answers)
		b.setup(&changed)
		s = &changed
	}
	rules := reference.StandardRules()
	var f filter
	if b.inside != nil {
		f = b.inside(w, &rules, s)
	}
	m, err := reference.NewWith(s, rules)
	if err != nil {
		return nil, err
	}
	m.Filter(f)
	return m, nil
}

// Capabilities are those of the reference, under the mutant's name; an impostor
// may claim others.
func (w *World) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	c, err := reference.World{}.Capabilities(ctx)
	c.Concurrent = w.mutant.Concurrent
	if w.mutant.ID != "" {
		c.Name = "vouch mutant " + w.mutant.ID
	}
	if w.mutant.build.claims != nil {
		w.mutant.build.claims(&c)
	}
	return c, err
}

// trip counts a difference.
func (w *World) trip() { w.trips.Add(1) }

// differs counts where it is true, and returns it.
func (w *World) differs(d bool) bool {
	if d {
		w.trip()
	}
	return d
}

// choose returns the wrong decision, and counts it where it differs.
func (w *World) choose(right, wrong *voucher.Refusal) *voucher.Refusal {
	w.differs(!sameRefusal(right, wrong))
	return wrong
}

// sameRefusal compares refusals by their fields, nil for accepted.
func sameRefusal(a, b *voucher.Refusal) bool {
	return a == b || (a != nil && b != nil && *a == *b)
}
