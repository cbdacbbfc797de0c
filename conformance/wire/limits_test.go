package wire_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// gate is a system that holds every read until it is opened, and cannot take
// commands when it is told so.
type gate struct {
	voucher.System
	entered chan bool
	open    chan bool
	full    atomic.Bool
	lost    atomic.Bool
}

// newGate makes a gate in front of the reference.
func newGate(t *testing.T) *gate {
	t.Helper()
	m, err := reference.New(town())
	if err != nil {
		t.Fatal(err)
	}
	return &gate{System: m, entered: make(chan bool, 100), open: make(chan bool)}
}

func (g *gate) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	g.entered <- true
	<-g.open
	return g.System.Query(ctx, q)
}

func (g *gate) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	if g.full.Load() {
		return voucher.Outcome{}, fmt.Errorf("write: %w", voucher.ErrUnavailable)
	}
	return g.System.Do(ctx, cmd)
}

func (g *gate) Durable(context.Context) error {
	if g.lost.Load() {
		return errors.New("the disk is gone")
	}
	return nil
}

// limitedServer serves a gate in production mode over a real socket, with the
// listener of the server's own limits.
func limitedServer(t *testing.T, g *gate, l wire.Limits, observe func(*wire.Served)) (base, token string, server *wire.Server) {
	t.Helper()
	tokens := []wire.Token{{Role: voucher.Citizen, ID: "1", Token: "t-citizen"}, {Role: voucher.StoreTill, ID: "1", Token: "t-till"}}
	server, err := wire.NewServer(wire.ServerOptions{System: g, Tokens: tokens, Durable: g.Durable, Limits: l, Observe: observe})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := server.HTTP(server)
	done := make(chan bool)
	go func() {
		_ = h.Serve(listener) // until it is closed
		close(done)
	}()
	t.Cleanup(func() {
		_ = h.Close() // whatever is open is given up
		<-done
	})
	return "http://" + listener.Addr().String(), "t-citizen", server
}

// request makes a request with a token; a reader is a body of unknown length.
func request(t *testing.T, method, url, token string, body io.Reader) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(wire.KeyHeader, "k-1")
	return r
}

// answered sends a request and returns its status, its Retry-After and the code
// of its problem.
func answered(t *testing.T, r *http.Request) (status int, retry, code string) {
	t.Helper()
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close() //nolint:errcheck // it is read to its end
	text, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), `"reason":"`)
	code, _, _ = strings.Cut(rest, `"`)
	return a.StatusCode, a.Header.Get("Retry-After"), code
}

const walletPath = wire.RecordPath + "gas_wallet?person=1&month=2026-02"

// TestTooManyAtATimeAreTold: one more than the limit is answered busy at once,
// with when to come again, while the others wait for their turn; who comes later
// is served.
func TestTooManyAtATimeAreTold(t *testing.T) {
	const limit = 3
	g := newGate(t)
	base, token, server := limitedServer(t, g, wire.Limits{InFlight: limit}, nil)
	var all sync.WaitGroup
	for range limit {
		r := request(t, http.MethodGet, base+walletPath, token, nil)
		all.Go(func() {
			if status, _, code := answered(t, r); status != http.StatusOK {
				t.Errorf("within the limit: %d %s, want it served when its turn comes", status, code)
			}
		})
	}
	<-g.entered
	for wait := time.Tick(time.Millisecond); server.InFlight() < limit; { // the others wait for the world
		<-wait
	}
	if status, retry, code := answered(t, request(t, http.MethodGet, base+walletPath, token, nil)); status != http.StatusServiceUnavailable || retry == "" || code != "busy" {
		t.Errorf("one too many: %d %s, Retry-After %q, want 503 busy and when to come again", status, code, retry)
	}
	close(g.open)
	all.Wait()
	if status, _, _ := answered(t, request(t, http.MethodGet, base+walletPath, token, nil)); status != http.StatusOK {
		t.Errorf("later: %d, want it served", status)
	}
	if n := server.InFlight(); n != 0 {
		t.Errorf("%d in flight at the end, want none", n)
	}
}

// TestBodiesTogetherAreBounded: bodies that are read and not answered take their
// room from one budget; what does not fit is answered busy, and the room comes
// back. So no number of large bodies makes the memory grow.
func TestBodiesTogetherAreBounded(t *testing.T) {
	const room = 100_000
	g := newGate(t)
	base, token, server := limitedServer(t, g, wire.Limits{Bodies: room}, nil)
	half := `{"person":"1","via":"link"` + strings.Repeat(" ", room*6/10) + "}"
	url := base + wire.CommandPath + "open_wallet"
	for range 3 { // whose buffers are kept: who gets one of them takes room for what it holds, too
		if status, _, code := answered(t, request(t, http.MethodPost, url, token, strings.NewReader(half))); status != http.StatusOK {
			t.Fatalf("alone: %d %s, want it served", status, code)
		}
	}
	pr, pw := io.Pipe()
	r := request(t, http.MethodPost, url, token, pr)
	done := make(chan int, 1)
	go func() {
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Error(err)
			done <- 0
			return
		}
		_ = a.Body.Close() // only the status counts
		done <- a.StatusCode
	}()
	if _, err := io.WriteString(pw, half[:len(half)-1]); err != nil { // all but its end
		t.Fatal(err)
	}
	for wait := time.Tick(time.Millisecond); server.Held() < int64(len(half)-1); { // what is on the way is read
		<-wait
	}
	if status, retry, code := answered(t, request(t, http.MethodPost, url, token, strings.NewReader(half))); status != http.StatusServiceUnavailable || code != "busy" || retry == "" {
		t.Errorf("a second body of 6/10 of the room: %d %s, Retry-After %q, want 503 busy and when to come again", status, code, retry)
	}
	_, err := io.WriteString(pw, "}")
	if err = errors.Join(err, pw.Close()); err != nil {
		t.Fatal(err)
	}
	if status := <-done; status != http.StatusOK {
		t.Errorf("the first body: %d, want it served", status)
	}
	if status, _, code := answered(t, request(t, http.MethodPost, url, token, strings.NewReader(half))); status != http.StatusOK {
		t.Errorf("later: %d %s, want it served: the room comes back", status, code)
	}
}

// TestSlowSendersAreCutOff: who sends headers or a body drop by drop holds a
// connection for so long and no longer.
func TestSlowSendersAreCutOff(t *testing.T) {
	g := newGate(t)
	base, token, _ := limitedServer(t, g, wire.Limits{ReadHeaders: 50 * time.Millisecond, Read: 200 * time.Millisecond}, nil)
	for _, tt := range []struct{ name, begin string }{
		{"headers", "POST /v1/commands/open_wallet HTTP/1.1\r\nHost: x\r\nX-Slow: "},
		{"body", "POST /v1/commands/open_wallet HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token +
			"\r\nContent-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: 100\r\n\r\n{"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close() //nolint:errcheck // it is cut off from the other side
			if _, err := io.WriteString(c, tt.begin); err != nil {
				t.Fatal(err)
			}
			drops := time.NewTicker(20 * time.Millisecond)
			defer drops.Stop()
			begun, ended := time.Now(), make(chan bool)
			go func() {
				_, _ = io.Copy(io.Discard, c) // to its end, whichever that is
				close(ended)
			}()
			for {
				select {
				case <-ended:
					if took := time.Since(begun); took > 10*time.Second {
						t.Errorf("cut off after %s, want soon after the limit", took)
					}
					return
				case <-drops.C:
					_, _ = io.WriteString(c, "x") // the end shows on the other side
				}
			}
		})
	}
}

// TestLargeHeadersAreRefused: above the limit is 431, the twin below is served.
func TestLargeHeadersAreRefused(t *testing.T) {
	g := newGate(t)
	close(g.open)
	base, token, _ := limitedServer(t, g, wire.Limits{Headers: 8 << 10}, nil)
	for size, want := range map[int]int{64 << 10: http.StatusRequestHeaderFieldsTooLarge, 2 << 10: http.StatusOK} {
		r := request(t, http.MethodGet, base+walletPath, token, nil)
		r.Header.Set("X-Large", strings.Repeat("x", size))
		if status, _, _ := answered(t, r); status != want {
			t.Errorf("headers of %d bytes: %d, want %d", size, status, want)
		}
	}
}

// TestConnectionsAreBounded: one connection too many is told 503 and closed at
// once; when one of the others ends there is room again.
func TestConnectionsAreBounded(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var refused atomic.Int64
	listener := wire.LimitConnections(inner, 2, true, &refused)
	h := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })}
	done := make(chan bool)
	go func() {
		_ = h.Serve(listener) // until it is closed
		close(done)
	}()
	defer func() {
		_ = h.Close() // whatever is open is given up
		<-done
	}()
	dial := func() (net.Conn, *bufio.Reader) {
		c, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c, bufio.NewReader(c)
	}
	status := func(c net.Conn, r *bufio.Reader, ask bool) int {
		if ask {
			if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
		}
		a, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = a.Body.Close() // only the status counts
		return a.StatusCode
	}
	var open []net.Conn
	for range 2 {
		c, r := dial()
		if got := status(c, r, true); got != http.StatusNoContent {
			t.Fatalf("within the limit: %d", got)
		}
		open = append(open, c)
	}
	c, r := dial()
	if got := status(c, r, false); got != http.StatusServiceUnavailable || refused.Load() != 1 {
		t.Errorf("one too many: %d and %d counted, want 503 and 1", got, refused.Load())
	}
	if err := open[0].Close(); err != nil {
		t.Fatal(err)
	}
	for range 10_000 { // until the server has seen it
		c, r := dial()
		if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			continue
		}
		if a, err := http.ReadResponse(r, nil); err == nil {
			_ = a.Body.Close() // only the status counts
			if a.StatusCode == http.StatusNoContent {
				return
			}
		}
	}
	t.Error("no room after a connection has ended, want it given back")
}

// TestWhatCannotBeKeptIsTold: a system that cannot take a command is 503 and
// nothing was done; an answer that cannot be made to last is not given, and its
// key may be repeated. Reads are held to the same: what they show must last.
func TestWhatCannotBeKeptIsTold(t *testing.T) {
	g := newGate(t)
	close(g.open)
	var mu sync.Mutex
	var seen []wire.Served
	base, token, server := limitedServer(t, g, wire.Limits{}, func(s *wire.Served) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, *s)
	})
	url := base + wire.CommandPath + "open_wallet"
	command := func() *http.Request {
		return request(t, http.MethodPost, url, token, strings.NewReader(`{"person":"1","via":"link"}`))
	}
	g.full.Store(true)
	if status, retry, code := answered(t, command()); status != http.StatusServiceUnavailable || retry == "" || code != "unavailable" {
		t.Errorf("a full disk: %d %s, Retry-After %q, want 503 unavailable and when to come again", status, code, retry)
	}
	g.full.Store(false)
	g.lost.Store(true)
	for name, r := range map[string]*http.Request{"a command": command(), "a read": request(t, http.MethodGet, base+walletPath, token, nil)} {
		if status, _, code := answered(t, r); status != http.StatusServiceUnavailable || code != "unavailable" {
			t.Errorf("%s whose answer does not last: %d %s, want 503 unavailable", name, status, code)
		}
	}
	g.lost.Store(false)
	if status, _, code := answered(t, command()); status != http.StatusOK {
		t.Errorf("the same key again: %d %s, want the answer", status, code)
	}
	if n := server.Panics(); n != 0 {
		t.Errorf("%d faults, want none", n)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(seen) != 4 || seen[0].Route != wire.CommandPath+"open_wallet" || seen[0].Status != http.StatusServiceUnavailable || seen[0].Reason != "unavailable" || seen[0].ID == "" {
		t.Errorf("observed %+v, want each request once, with its route, status and reason", seen)
	}
}
