package wire

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// What a build does in the background shows later than it was answered. Where
// Options.Settle allows for that, the build is asked to finish before the next
// call; one without such a call is given the time itself, and a query that knows
// what it waits for is asked again until it sees it.

// Wait is what a query waits for where effects may still be on their way.
type Wait struct {
	// Seen says whether a record shows what is waited for; nil: nothing is
	// looked for, and a build that cannot be asked to settle gets all its time.
	Seen func(*voucher.Record) bool
	// Took is how long the effect was waited for; zero: nothing was on its way, or
	// the build has said that it is done. The query sets it.
	Took time.Duration
}

// waitKey is the key of a context under which a Wait stands.
type waitKey struct{}

// WithWait returns a context whose queries wait for something.
func WithWait(ctx context.Context, w *Wait) context.Context {
	return context.WithValue(ctx, waitKey{}, w)
}

// waitOf returns what WithWait gave, or one that looks for nothing.
func waitOf(ctx context.Context) *Wait {
	if w, ok := ctx.Value(waitKey{}).(*Wait); ok {
		return w
	}
	return &Wait{}
}

// The pauses between two looks at a record: short, for a build that is nearly
// done, then longer.
const (
	firstPause = 5 * time.Millisecond
	lastPause  = 250 * time.Millisecond
)

// disturbed notes that effects may come later than the answer.
func (s *System) disturbed() {
	s.mu.Lock()
	s.stale, s.since = true, time.Now()
	s.mu.Unlock()
}

// disturbs reports whether a command's effects may come later than its answer.
func disturbs(k voucher.CommandKind) bool {
	switch k {
	case voucher.KindReply, voucher.KindUpdateGasList, voucher.KindUpdateFoodList:
		return true
	}
	return false
}

// settle lets the build finish what is on its way, where something may be. What
// it answered for, such as a purchase, has to show without it.
func (s *System) settle(ctx context.Context) error {
	until, err := s.pending(ctx)
	if err != nil {
		return err
	}
	return pause(ctx, time.Until(until))
}

// pending asks the build to finish what is on its way, and returns until when a
// build that has no such call is given; zero where nothing is on its way.
func (s *System) pending(ctx context.Context) (until time.Time, err error) {
	limit := s.client.options.Settle
	if limit == 0 || s.world == "" {
		return until, nil
	}
	s.mu.Lock()
	stale, since := s.stale, s.since
	s.stale = false
	s.mu.Unlock()
	if !stale {
		return until, nil
	}
	if !s.client.unsettled.Load() {
		err := s.client.callControlWithin(ctx, limit, http.MethodPost, s.path("settle"), nil, http.StatusNoContent, nil)
		if !isMissing(err) {
			return until, err
		}
		s.client.unsettled.Store(true)
	}
	until = since.Add(limit)
	if time.Now().Before(until) { // one effect that is seen says nothing of another
		s.mu.Lock()
		if !s.stale {
			s.stale, s.since = true, since
		}
		s.mu.Unlock()
	}
	return until, nil
}

// isMissing reports whether the build has not the call that was made.
func isMissing(err error) bool {
	v, ok := errors.AsType[*Violation](err)
	return errors.Is(err, errors.ErrUnsupported) || (ok && (v.Status == http.StatusNotFound || v.Status == http.StatusMethodNotAllowed))
}

// shown reads a record when what is on its way has had its time, or as soon as it
// shows what is waited for.
func (s *System) shown(ctx context.Context, read func() (voucher.Record, error)) (voucher.Record, error) {
	until, err := s.pending(ctx)
	if err != nil {
		return voucher.Record{}, err
	}
	wait, begun := waitOf(ctx), time.Now()
	if !begun.Before(until) {
		return read()
	}
	if wait.Seen == nil {
		if err := pause(ctx, until.Sub(begun)); err != nil {
			return voucher.Record{}, err
		}
		wait.Took = time.Since(begun)
		return read()
	}
	for next := firstPause; ; next = min(2*next, lastPause) {
		record, err := read()
		wait.Took = time.Since(begun)
		if err != nil || wait.Seen(&record) || !time.Now().Before(until) {
			return record, err
		}
		if err := pause(ctx, min(next, time.Until(until))); err != nil {
			return voucher.Record{}, err
		}
	}
}

// pause waits for a while, or until the context ends.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &Unreachable{"the build", ctx.Err()}
	}
}
