package voucher_test

import (
	"context"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// single is a system that serves one goroutine: it counts its calls without a
// lock of its own, so that two callers at once lose a count and race.
type single struct {
	inside, calls int
	t             *testing.T
}

func (s *single) enter() {
	if s.inside++; s.inside != 1 {
		s.t.Errorf("%d callers inside, want one\nSerial lets one in at a time", s.inside)
	}
	s.calls++
	s.inside--
}

func (s *single) Do(_ context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	s.enter()
	return voucher.Outcome{Result: voucher.Result{Amount: voucher.Money(cmd.Kind())}}, nil
}

func (s *single) Advance(_ context.Context, to voucher.Instant) ([]voucher.Event, error) {
	s.enter()
	return []voucher.Event{{At: to}}, nil
}

func (s *single) Query(_ context.Context, q *voucher.Query) (voucher.Record, error) {
	s.enter()
	d := voucher.Digest(q.Person)
	return voucher.Record{Digest: &d}, nil
}

// TestSerialLetsOneCallerInAtATime, and hands every call and answer through.
// Under -race it fails for a system that is not guarded.
func TestSerialLetsOneCallerInAtATime(t *testing.T) {
	const callers, calls = 8, 200
	inner := &single{t: t}
	system := voucher.Serial(inner)
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for n := range calls {
				ctx := context.Background()
				if o, err := system.Do(ctx, &voucher.Confirm{}); err != nil || o.Result.Amount != voucher.Money(voucher.KindConfirm) {
					t.Errorf("Do = %+v, %v", o, err)
				}
				if events, err := system.Advance(ctx, voucher.Instant(n)); err != nil || len(events) != 1 || events[0].At != voucher.Instant(n) {
					t.Errorf("Advance(%d) = %+v, %v", n, events, err)
				}
				if r, err := system.Query(ctx, &voucher.Query{Person: voucher.PersonID(n)}); err != nil || *r.Digest != voucher.Digest(n) {
					t.Errorf("Query(%d) = %+v, %v", n, r, err)
				}
			}
		})
	}
	wg.Wait()
	if want := 3 * callers * calls; inner.calls != want {
		t.Errorf("%d calls came through, want %d", inner.calls, want)
	}
}

func TestClonesLast(t *testing.T) {
	lines := []voucher.LineSplit{{Goods: 1, Discount: 5}}
	events := []voucher.Event{{Kind: voucher.Purchased, Lines: lines}}
	o := voucher.Outcome{Result: voucher.Result{Lines: lines}, Events: events}
	clone, copied := o.Clone(), voucher.CloneEvents(events)
	lines[0].Discount, events[0].Kind = 9, voucher.Refunded
	for name, got := range map[string]voucher.Event{"outcome": clone.Events[0], "events": copied[0]} {
		if got.Kind != voucher.Purchased || got.Lines[0].Discount != 5 {
			t.Errorf("the clone of the %s changed to %+v\na clone outlives the system's next call", name, got)
		}
	}
	if clone.Result.Lines[0].Discount != 5 {
		t.Errorf("the clone's result changed to %+v", clone.Result)
	}
	if empty := (voucher.Outcome{}).Clone(); empty.Events != nil || empty.Result.Lines != nil {
		t.Errorf("the clone of nothing is %+v, want nothing", empty)
	}
}
