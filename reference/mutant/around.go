package mutant

import (
	"context"
	"reflect"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// around is a system that does some calls otherwise; a nil function does as the
// inner system does.
type around struct {
	inner   voucher.System
	do      func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error)
	advance func(ctx context.Context, to voucher.Instant) ([]voucher.Event, error)
	query   func(ctx context.Context, q *voucher.Query) (voucher.Record, error)
}

func (a *around) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	if a.do == nil || cmd == nil || cmd.Head() == nil {
		return a.inner.Do(ctx, cmd)
	}
	return a.do(ctx, cmd)
}

func (a *around) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	if a.advance == nil {
		return a.inner.Advance(ctx, to)
	}
	return a.advance(ctx, to)
}

func (a *around) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	if a.query == nil || q == nil {
		return a.inner.Query(ctx, q)
	}
	return a.query(ctx, q)
}

// answered changes the answers to commands that were carried out, and says which
// ones it has changed.
func answered(change func(cmd voucher.Command, o *voucher.Outcome) bool) build {
	return wrapper(func(w *World, inner voucher.System, _ *voucher.Setup) voucher.System {
		a := &around{inner: inner}
		a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			o, err := inner.Do(ctx, cmd)
			if err == nil {
				w.differs(change(cmd, &o))
			}
			return o, err
		}
		return a
	})
}

// read changes records that were read, and says which ones it has changed.
func read(change func(q *voucher.Query, r *voucher.Record) bool) build {
	return watched(func(*World, voucher.System, *voucher.Setup) watcher {
		return watcher{read: func(_ context.Context, q *voucher.Query, r *voucher.Record) bool { return change(q, r) }}
	})
}

// watcher sees everything that happens, and changes what is read. A nil function
// does nothing.
type watcher struct {
	saw  func(e *voucher.Event)
	told func(events []voucher.Event) bool // may change what the clock's advance tells
	read func(ctx context.Context, q *voucher.Query, r *voucher.Record) bool
}

// watched puts a watcher around the machine.
func watched(with func(w *World, inner voucher.System, s *voucher.Setup) watcher) build {
	return wrapper(func(w *World, inner voucher.System, s *voucher.Setup) voucher.System {
		a, by := &around{inner: inner}, with(w, inner, s)
		see := func(events []voucher.Event) {
			for i := range events {
				if by.saw != nil {
					by.saw(&events[i])
				}
			}
		}
		a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			o, err := inner.Do(ctx, cmd)
			see(o.Events)
			return o, err
		}
		a.advance = func(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
			events, err := inner.Advance(ctx, to)
			see(events)
			if by.told != nil {
				events = slices.Clone(events)
				w.differs(by.told(events))
			}
			return events, err
		}
		a.query = func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
			r, err := inner.Query(ctx, q)
			if err == nil && by.read != nil {
				w.differs(by.read(ctx, q, &r))
			}
			return r, err
		}
		return a
	})
}

// twin is a wrong machine with a right one beside it that is asked the same, so
// that a difference is counted when it shows.
type twin struct {
	world        *World
	wrong, right voucher.System
}

func (t *twin) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := t.wrong.Do(ctx, cmd)
	other, otherErr := t.right.Do(ctx, cmd)
	t.world.differs((err == nil) != (otherErr == nil) || !sameOutcome(&o, &other))
	return o, err
}

func (t *twin) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	events, err := t.wrong.Advance(ctx, to)
	others, otherErr := t.right.Advance(ctx, to)
	t.world.differs((err == nil) != (otherErr == nil) || !sameEvents(events, others))
	return events, err
}

func (t *twin) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	r, err := t.wrong.Query(ctx, q)
	other, otherErr := t.right.Query(ctx, q)
	t.world.differs((err == nil) != (otherErr == nil) || (q.Kind != voucher.AskDigest && !reflect.DeepEqual(r, other)))
	return r, err
}

// sameOutcome compares two answers by what they say.
func sameOutcome(a, b *voucher.Outcome) bool {
	if !sameRefusal(a.Refusal, b.Refusal) || !sameEvents(a.Events, b.Events) || !slices.Equal(a.Result.Lines, b.Result.Lines) {
		return false
	}
	x, y := a.Result, b.Result
	x.Lines, y.Lines = nil, nil
	return reflect.DeepEqual(x, y)
}

// sameEvents compares events by their digests, which hold every field.
func sameEvents(a, b []voucher.Event) bool {
	return slices.EqualFunc(a, b, func(x, y voucher.Event) bool {
		return x.Digest(voucher.NewDigest()) == y.Digest(voucher.NewDigest())
	})
}

// taken says that a wrapper has answered a command in its own way.
type taken bool

// commanded answers commands in its own way, asking the inner system or not; by
// says which ones it has answered otherwise than that would.
func commanded(with func(w *World, inner voucher.System) func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error)) build {
	return wrapper(func(w *World, inner voucher.System, _ *voucher.Setup) voucher.System {
		by := with(w, inner)
		a := &around{inner: inner}
		a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			o, wrong, err := by(ctx, cmd)
			w.differs(bool(wrong))
			return o, err
		}
		return a
	})
}
