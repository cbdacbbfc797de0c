package fault

import (
	"context"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// System puts a line before a system in process, or behind standard input. Commands,
// moves of the clock and reads meet what the line's plan holds. What it answers is
// copied and lasts.
func (l *Line) System(inner voucher.System) voucher.System { return &system{inner, l} }

type system struct {
	inner voucher.System
	line  *Line
}

// Do lets a command go through. An answer that is lost is a *LostError.
func (s *system) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	kept := voucher.CloneCommand(cmd) // a copy that comes late must not change with its first
	return pass(ctx, s.line, cmd.Kind().String(), func(ctx context.Context) (voucher.Outcome, error) {
		o, err := s.inner.Do(ctx, voucher.CloneCommand(kept))
		return o.Clone(), err
	})
}

// Advance lets a move of the clock go through. A copy that comes late finds the clock
// where it is to be or beyond, and changes nothing.
func (s *system) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	return pass(ctx, s.line, moves, func(ctx context.Context) ([]voucher.Event, error) {
		events, err := s.inner.Advance(ctx, to)
		return voucher.CloneEvents(events), err
	})
}

// Query lets a read go through.
func (s *system) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	kept := *q
	return pass(ctx, s.line, reads, func(ctx context.Context) (voucher.Record, error) {
		one := kept
		r, err := s.inner.Query(ctx, &one)
		return r.Clone(), err
	})
}

// pass lets one call go through that a function makes.
func pass[A any](ctx context.Context, l *Line, route string, call func(context.Context) (A, error)) (A, error) {
	return carry(l, route, &way[A]{
		send: func() (A, error) { return call(ctx) },
		keep: func() func() {
			late := context.WithoutCancel(ctx)
			return func() { _, _ = call(late) } // nobody waits for what it answers
		},
		bend: func(k Kind, _ A) (none A, err error) { return none, &LostError{k} },
	})
}
