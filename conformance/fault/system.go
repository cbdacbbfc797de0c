package fault

import (
	"context"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// System puts a line before a system in process, or behind standard input. Commands
// meet what the line's plan holds; the clock and what is read do not. Its answers to
// commands are copies and last.
func (l *Line) System(inner voucher.System) voucher.System { return &system{inner, l} }

type system struct {
	voucher.System
	line *Line
}

// Do lets a command go through. An answer that is lost is a *LostError.
func (s *system) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	send := func() (voucher.Outcome, error) {
		o, err := s.System.Do(ctx, cmd)
		return o.Clone(), err
	}
	return carry(s.line, cmd.Kind().String(), &way[voucher.Outcome]{
		send: send,
		keep: func() func() {
			kept, late := voucher.CloneCommand(cmd), context.WithoutCancel(ctx)
			return func() { _, _ = s.System.Do(late, kept) } // nobody waits for what it answers
		},
		bend: func(k Kind, _ voucher.Outcome) (voucher.Outcome, error) { return voucher.Outcome{}, &LostError{k} },
	})
}
