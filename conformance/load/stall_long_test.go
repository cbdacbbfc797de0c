//go:build long

package load_test

import (
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
)

// The stalls: nothing is answered for half a second, every four.
const (
	stall = 500 * time.Millisecond
	cycle = 4 * time.Second
)

// stalling freezes every request while its server stalls, and keeps how long each stall
// really was: until it let the last request go.
type stalling struct {
	http.Handler
	mu    sync.Mutex
	begin time.Time // zero: not yet
	ends  map[int64]time.Duration
}

func (s *stalling) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	since := time.Since(s.begin)
	if s.begin.IsZero() {
		since = stall
	}
	s.mu.Unlock()
	if in := since % cycle; in < stall {
		<-time.After(stall - in)
		s.mu.Lock()
		n := int64(since / cycle)
		s.ends[n] = max(s.ends[n], time.Since(s.begin)-time.Duration(n)*cycle)
		s.mu.Unlock()
	}
	s.Handler.ServeHTTP(w, r)
}

// waited returns what the q-th part of customers who come evenly over a span waits at
// most: the closed form, for stalls as long as they were.
func (s *stalling) waited(span time.Duration, q float64) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	const parts = 100_000
	all := make([]time.Duration, parts)
	for i := range all {
		at := span * time.Duration(i) / parts
		if end := s.ends[int64(at/cycle)]; at%cycle < end {
			all[i] = end - at%cycle
		}
	}
	slices.Sort(all)
	return all[min(int(math.Ceil(q*parts)), parts)-1]
}

// TestWaitingWhileABuildStallsIsReported: who comes while nothing is answered waits,
// and the wait is in the percentiles, within a tenth of the closed form. A client that
// counts from sending, or that waits for its answers before it asks again, hides it.
func TestWaitingWhileABuildStallsIsReported(t *testing.T) {
	const span = 3 * cycle
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	frozen := &stalling{Handler: server, ends: map[int64]time.Duration{}}
	listener := httptest.NewServer(frozen)
	defer listener.Close()
	o := load.Options{Families: 1500, Stores: 5, Seed: 1, Connections: 24} // fewer than arrive during a stall
	s, err := load.Open(t.Context(), target(t, listener.URL), o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := load.ParseProfile("constant", 100, span) // few enough that what has waited is served at once
	if err != nil {
		t.Fatal(err)
	}
	frozen.mu.Lock()
	frozen.begin = time.Now()
	frozen.mu.Unlock()
	d := s.Drive(t.Context(), p, false).Figures()
	got, service, _ := d.Whole(load.Journey)
	// Of those who come beside a stall, seven eighths of all, most are answered within
	// this: a millisecond, or what else goes on on the machine.
	usual := time.Duration(d.Histograms[0].Response.ValueAtPercentile(80))
	for _, tt := range []struct {
		word string
		got  time.Duration
		want time.Duration
	}{{"p90", got.P90, frozen.waited(span, 0.9)}, {"p99", got.P99, frozen.waited(span, 0.99)}} {
		if tenth := tt.want / 10; tt.got < tt.want-tenth || tt.got > tt.want+tenth+usual {
			t.Errorf("%s is %v, want %v within a tenth, and %v more that an answer takes here now", tt.word, tt.got, tt.want, usual)
		}
		t.Logf("%s %v, closed form %v, an answer beside stalls %v", tt.word, tt.got, tt.want, usual)
	}
	if service.P90 > got.P90/2 {
		t.Errorf("from sending p90 is %v, want less than half of %v: most of those who wait have not been sent", service.P90, got.P90)
	}
	if m := s.Check(t.Context()); !m.Right() || !m.Certain() {
		t.Errorf("the money after the stalls: %v do not hold, want all to hold\n%s", broken(m), samples(m))
	}
	if d.BacklogMost < 20 {
		t.Errorf("at most %d waited for a connection, want the fifty of a stall, less the connections", d.BacklogMost)
	}
	closed := o
	closed.Closed = 24
	if hidden := closedP90(t, listener.URL, closed, span); hidden > frozen.waited(span, 0.9)/2 {
		t.Errorf("a closed model reports p90 %v, want it far below %v: that is what it hides", hidden, frozen.waited(span, 0.9))
	}
}

// closedP90 drives the same build by clients who wait for their answers.
func closedP90(t *testing.T, url string, o load.Options, span time.Duration) time.Duration {
	t.Helper()
	s, err := load.Open(t.Context(), target(t, url), o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := load.ParseProfile("constant", 1, span)
	if err != nil {
		t.Fatal(err)
	}
	d := s.Drive(t.Context(), p, false).Figures()
	response, _, _ := d.Whole(load.Journey)
	return response.P90
}
