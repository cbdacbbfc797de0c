package conformance_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// wrong is the mutant of an ID.
func wrong(t testing.TB, id string) *mutant.Mutant {
	t.Helper()
	m, ok := mutant.Lookup(id)
	if !ok {
		t.Fatalf("no mutant %q", id)
	}
	return &m
}

func worldOf(t testing.TB, id string) *mutant.World {
	t.Helper()
	return wrong(t, id).World()
}

// narrow is a world that says something else of itself than it can.
type narrow struct {
	voucher.World
	change func(*voucher.Capabilities) // nil: it says what it can
}

func (w narrow) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	caps, err := w.World.Capabilities(ctx)
	if w.change != nil {
		w.change(&caps)
	}
	return caps, err
}

// says is the reference, narrow.
func says(change func(*voucher.Capabilities)) narrow { return narrow{reference.World{}, change} }

// changed is the reference with something of it replaced.
type changed struct {
	reference.World
	caps   func(*voucher.Capabilities)
	system func(voucher.System) voucher.System
}

func (c changed) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	return narrow{c.World, c.caps}.Capabilities(ctx)
}

func (c changed) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := c.World.New(ctx, s)
	if err == nil && c.system != nil {
		system = c.system(system)
	}
	return system, err
}

// answering is a system whose commands and queries are answered by functions; a
// nil one lets the system answer itself.
type answering struct {
	voucher.System
	do    func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error)
	query func(ctx context.Context, s voucher.System, q *voucher.Query) (voucher.Record, error)
}

func (a answering) Do(ctx context.Context, c voucher.Command) (voucher.Outcome, error) {
	if a.do == nil {
		return a.System.Do(ctx, c)
	}
	return a.do(ctx, a.System, c)
}

func (a answering) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	if a.query == nil {
		return a.System.Query(ctx, q)
	}
	return a.query(ctx, a.System, q)
}

// do answers commands.
func do(f func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error)) func(voucher.System) voucher.System {
	return func(s voucher.System) voucher.System { return answering{System: s, do: f} }
}

// query answers queries.
func query(f func(ctx context.Context, s voucher.System, q *voucher.Query) (voucher.Record, error)) func(voucher.System) voucher.System {
	return func(s voucher.System) voucher.System { return answering{System: s, query: f} }
}

// mute gives no reasons with its refusals, and says so.
func mute() changed {
	bare := func(r *voucher.Refusal) *voucher.Refusal {
		if r != nil {
			r = &voucher.Refusal{}
		}
		return r
	}
	return changed{caps: func(c *voucher.Capabilities) { c.Reasons = false }, system: func(s voucher.System) voucher.System {
		return answering{
			s,
			func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error) {
				o, err := s.Do(ctx, c)
				o.Refusal = bare(o.Refusal)
				return o, err
			},
			func(ctx context.Context, s voucher.System, q *voucher.Query) (voucher.Record, error) {
				r, err := s.Query(ctx, q)
				r.Refusal = bare(r.Refusal)
				return r, err
			},
		}
	}}
}

// counting calls off a run after so many worlds.
type counting struct {
	voucher.World
	worlds atomic.Int64
	enough int64
	off    context.CancelFunc
}

func (w *counting) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	if w.worlds.Add(1) == w.enough {
		w.off()
	}
	return w.World.New(ctx, s)
}

// nowAndThen answers as the reference in all worlds but some, in which it is a wrong
// build: every so many.
type nowAndThen struct {
	voucher.World
	wrong voucher.World
	every int
	made  *int
}

func (w nowAndThen) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	if *w.made++; *w.made%w.every != 1 {
		return w.World.New(ctx, s)
	}
	return w.wrong.New(ctx, s)
}
