package wire_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// poured is a body that is made while it is sent: a beginning, a middle as often as it
// takes, and an end. It holds no memory that a test would measure.
type poured struct {
	head, again, tail string
	times             int
	part              string
}

// Read gives what comes next.
func (p *poured) Read(b []byte) (n int, err error) {
	for n < len(b) {
		if p.part == "" {
			switch {
			case p.head != "":
				p.part, p.head = p.head, ""
			case p.times > 0:
				p.part = p.again
				p.times--
			case p.tail != "":
				p.part, p.tail = p.tail, ""
			default:
				return n, io.EOF
			}
		}
		k := copy(b[n:], p.part)
		n, p.part = n+k, p.part[k:]
	}
	return n, nil
}

// length is how many bytes come.
func (p *poured) length() int64 {
	return int64(len(p.head) + p.times*len(p.again) + len(p.tail))
}

// send sends a body and returns the status of its answer, 0 where none came.
func (p poured) send(t *testing.T, path, token string, chunked bool) int {
	r := request(t, http.MethodPost, path, token, &p)
	if !chunked {
		r.ContentLength = p.length()
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0 // who is told busy in the middle of a body may meet the end of the connection first
	}
	_ = a.Body.Close() // only the status counts
	return a.StatusCode
}

// largeBodies are of some megabytes, and all of them can be read.
var largeBodies = []struct {
	name string
	body poured
	want int
}{
	{"blanks", poured{head: `{"person":"1","via":"link"`, again: "                ", tail: "}", times: 200_000}, http.StatusOK},
	{"a text in the place of an id", poured{head: `{"person":"`, again: "xxxxxxxxxxxxxxxx", tail: `"}`, times: 200_000}, http.StatusBadRequest},
	{"nulls", poured{head: `{"person":[`, again: "null,", tail: `1]}`, times: 600_000}, http.StatusBadRequest},
}

// TestLargeBodiesLeaveLittleBehind: one large body after the other makes hardly any
// garbage, for memory grows with garbage as it does with what is held: under bodies of
// ten megabytes the process once held five times the room that all bodies have together.
func TestLargeBodiesLeaveLittleBehind(t *testing.T) {
	g := newGate(t)
	close(g.open)
	base, token, _ := limitedServer(t, g, wire.Limits{}, nil)
	for _, tt := range largeBodies {
		t.Run(tt.name, func(t *testing.T) {
			const bodies = 20
			var before, after runtime.MemStats
			path := base + wire.CommandPath + "open_wallet"
			tt.body.send(t, path, token, false) // the first takes its memory
			runtime.ReadMemStats(&before)
			for range bodies {
				if got := tt.body.send(t, path, token, false); got != tt.want {
					t.Fatalf("status %d, want %d", got, tt.want)
				}
			}
			runtime.ReadMemStats(&after)
			each := int64(after.TotalAlloc-before.TotalAlloc) / bodies
			if most := tt.body.length(); each > most {
				t.Errorf("a body of %d bytes takes %d bytes of new memory, want less than its own length: what was read before is used again, and nothing is copied", most, each)
			}
		})
	}
}

// inUse is how much memory the process has, without what it gave back.
func inUse() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}

// TestManyLargeBodiesAreBounded: bodies of three bytes an item, which become forty
// when they are decoded, come from many clients at a time, with a length and in chunks.
// Memory stays within a few times the room of all bodies.
func TestManyLargeBodiesAreBounded(t *testing.T) {
	const room, clients = 32 << 20, 32
	g := newGate(t)
	close(g.open)
	base, _, _ := limitedServer(t, g, wire.Limits{Bodies: room}, nil)
	for _, chunked := range []bool{false, true} {
		t.Run(fmt.Sprintf("chunked %t", chunked), func(t *testing.T) {
			body := poured{head: `{"store":"1","lines":[`, again: "{},", tail: "{}]}", times: 700_000}
			debug.FreeOSMemory()
			before := inUse()
			var peak, refused, busy atomic.Int64
			stop := make(chan struct{})
			var watch, all sync.WaitGroup
			watch.Go(func() {
				tick := time.NewTicker(time.Millisecond)
				defer tick.Stop()
				for {
					select {
					case <-tick.C:
						peak.Store(max(peak.Load(), inUse()-before))
					case <-stop:
						return
					}
				}
			})
			for range clients {
				all.Go(func() {
					for range 3 {
						switch status := body.send(t, base+wire.CommandPath+"purchase", "t-till", chunked); {
						case status == http.StatusServiceUnavailable:
							busy.Add(1)
						case status >= http.StatusBadRequest:
							refused.Add(1)
						}
					}
				})
			}
			all.Wait()
			close(stop)
			watch.Wait()
			t.Logf("%d refused, %d busy, %d MiB at most", refused.Load(), busy.Load(), peak.Load()>>20)
			if refused.Load() == 0 || peak.Load() > 10*room {
				t.Errorf("%d refused, %d busy, %d MiB at most; want some read to their end and at most %d MiB", refused.Load(), busy.Load(), peak.Load()>>20, 10*room>>20)
			}
		})
	}
}

// largeQueue serves a world that a query holds, and sends it one large command more
// than may be under way at a time. leave ends the clients of all of them.
func largeQueue(t *testing.T, l wire.Limits) (g *gate, server *wire.Server, leave context.CancelFunc, answers chan largeAnswer) {
	t.Helper()
	const queued = 3
	g = newGate(t)
	base, token, server := limitedServer(t, g, l, nil)
	answers = make(chan largeAnswer, queued)
	ctx, leave := context.WithCancel(t.Context())
	t.Cleanup(leave)
	ask := func(r *http.Request) (a largeAnswer) {
		response, err := http.DefaultClient.Do(r.WithContext(ctx))
		if err != nil {
			return a // given up
		}
		_ = response.Body.Close() // its head tells
		return largeAnswer{response.StatusCode, response.Header.Get("Retry-After"), response.Header.Get("Content-Type")}
	}
	go ask(request(t, http.MethodGet, base+walletPath, token, nil))
	<-g.entered
	for range queued {
		r := request(t, http.MethodPost, base+wire.CommandPath+"open_wallet", token, &poured{head: `{"person":"1","via":"link"`, again: " ", tail: "}", times: 100_000})
		go func() { answers <- ask(r) }()
	}
	return g, server, leave, answers
}

type largeAnswer struct {
	status       int
	retry, media string
}

// TestALargeBodyDoesNotWaitForGood: two large commands wait for a world that somebody
// holds; a third would wait behind them until its client gives up and does not know
// what came of it. It is told in time that nothing was done, and when to come again.
func TestALargeBodyDoesNotWaitForGood(t *testing.T) {
	g, _, _, answers := largeQueue(t, wire.Limits{Turn: 50 * time.Millisecond})
	select {
	case a := <-answers:
		if a.status != http.StatusServiceUnavailable || a.retry == "" || a.media != wire.ProblemType {
			t.Errorf("one too many: %+v; want 503, when to come again, and a problem", a)
		}
	case <-time.After(20 * time.Second):
		t.Error("no answer in 20 s; want one too many told busy")
	}
	close(g.open)
	for range 2 {
		if a := <-answers; a.status != http.StatusOK {
			t.Errorf("in its turn: %+v; want it served", a)
		}
	}
}

// TestNobodyWaitsForOneWhoIsGone: whose client gave up before its turn leaves the
// queue, and what it held is given back.
func TestNobodyWaitsForOneWhoIsGone(t *testing.T) {
	g, server, leave, answers := largeQueue(t, wire.Limits{Turn: time.Hour})
	defer close(g.open)
	reaches := func(there func(n int64) bool, why string) {
		t.Helper()
		tick, late := time.NewTicker(time.Millisecond), time.After(20*time.Second)
		defer tick.Stop()
		for !there(server.InFlight()) {
			select {
			case <-tick.C:
			case <-late:
				t.Fatalf("%d in flight after 20 s, want %s", server.InFlight(), why)
			}
		}
	}
	reaches(func(n int64) bool { return n == 4 }, "4: a query and three commands")
	leave()
	for range 3 {
		<-answers
	}
	reaches(func(n int64) bool { return n <= 3 }, "3 at most: the query has begun, and of the commands two that have had their turn")
}
