package cluster_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/vouch-kz/vouch/simulator/cluster"
	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// count is a job whose parts are known beforehand, and which notes every life of each.
type count struct {
	name  string // what is asked for
	parts int64
	// act is called in every life of a part; nil: nothing happens. Its error is that of the part.
	act func(ctx context.Context, n int64, beat func()) error
	// spoilt makes what a part comes to another than it should be.
	spoilt bool

	mu    sync.Mutex
	lives map[int64]int
}

func (c *count) ID() string   { return fmt.Sprintf("%x", sha256.Sum256([]byte(c.name))) }
func (c *count) Parts() int64 { return c.parts }

func (c *count) Live(ctx context.Context, n int64, beat func()) ([]byte, error) {
	c.mu.Lock()
	if c.lives == nil {
		c.lives = map[int64]int{}
	}
	c.lives[n]++
	c.mu.Unlock()
	if c.act != nil {
		if err := c.act(ctx, n, beat); err != nil {
			return nil, err
		}
	}
	return partOf(c.name, n, c.spoilt), ctx.Err()
}

// lived is how often any part was lived.
func (c *count) lived() (all int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range c.lives {
		all += int64(n)
	}
	return all
}

// partOf is what a part of a job comes to: some are longer than a message of the store.
func partOf(name string, n int64, spoilt bool) []byte {
	data := bytes.Repeat(fmt.Appendf(nil, "%s/%d;", name, n), 1+int(n%4)*9000)
	if spoilt {
		data[0]++
	}
	return data
}

// portOf is the port of an address.
func portOf(t *testing.T, address string) int {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func dial(t testing.TB, address string) *nats.Conn {
	t.Helper()
	conn, err := broker.Dial(t.Context(), broker.Options{URL: address, Wait: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn
}

// said is what somebody was told.
type said struct {
	mu    sync.Mutex
	lines []string
}

func (s *said) tell(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, text)
}

func (s *said) has(all ...string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, line := range s.lines {
		found := true
		for _, want := range all {
			found = found && strings.Contains(line, want)
		}
		if found {
			return true
		}
	}
	return false
}

// worker is one that serves until the test ends, or until it is stopped.
type worker struct {
	said
	lived cluster.Lived
	err   error
	stop  func() // waits until it has ended
	over  chan struct{}
}

// work starts a worker that makes job of whatever is asked for.
func work(t *testing.T, address, name, version string, job cluster.Job) *worker {
	t.Helper()
	conn := dial(t, address)
	ctx, cancel := context.WithCancel(t.Context())
	w := &worker{over: make(chan struct{})}
	w.stop = func() {
		cancel()
		<-w.over
	}
	go func() {
		defer close(w.over)
		w.lived, w.err = (&cluster.Worker{Conn: conn, Name: name, Version: version, Told: w.tell,
			Open: func(string, []byte) (cluster.Job, error) { return job, nil }}).Serve(ctx)
	}()
	t.Cleanup(w.stop)
	return w
}

// ask is an asking side with short patience.
func ask(t *testing.T, address string, job cluster.Job) (*cluster.Ask, *said) {
	t.Helper()
	told := &said{}
	return &cluster.Ask{Conn: dial(t, address), Name: "asker", Version: "v1", Job: job, Kind: "count", Document: []byte("what is asked for"),
		Patience: time.Second, Told: told.tell}, told
}

// open opens what is asked.
func open(t *testing.T, a *cluster.Ask) *cluster.Asked {
	t.Helper()
	q, err := a.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = q.Close(context.Background(), false) })
	return q
}

// beating gets on with a part until something happens.
func beating(ctx context.Context, beat func(), until <-chan struct{}) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		beat()
		select {
		case <-until:
			return
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sum folds parts into one digest, and checks that each is the one whose turn it is.
type sum struct {
	name string
	next int64
	hash [sha256.Size]byte
}

func (s *sum) add(n int64, saved []byte) (bool, error) {
	if n != s.next || !bytes.Equal(saved, partOf(s.name, n, false)) {
		return false, fmt.Errorf("the fold got %d bytes as part %d, want part %d of %s", len(saved), n, s.next, s.name)
	}
	s.next++
	s.hash = sha256.Sum256(append(s.hash[:], saved...))
	return false, nil
}

// alone is the digest of a job that one process lives.
func alone(t *testing.T, name string, parts int64) [sha256.Size]byte {
	t.Helper()
	s := &sum{name: name}
	for n := range parts {
		if _, err := s.add(n, partOf(name, n, false)); err != nil {
			t.Fatal(err)
		}
	}
	return s.hash
}

// await asks until something holds, and fails the test where it does not within a time that no load explains.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(60 * time.Second); ; {
		if holds() {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("not within a minute: %s", what)
		}
	}
}

// nothingLeft fails the test where anything of a job is still at the server.
func nothingLeft(t *testing.T, address string) {
	t.Helper()
	js, err := broker.JetStream(t.Context(), dial(t, address))
	if err != nil {
		t.Fatal(err)
	}
	for name := range js.ObjectStoreNames(t.Context()).Name() {
		t.Errorf("the object store %s is left, want none", name)
	}
	queue, err := js.Stream(t.Context(), cluster.QueueOf("v1").Stream)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := queue.Info(t.Context()); err != nil || info.State.Msgs != 0 {
		t.Errorf("%d parts wait in the queue, %v; want none", info.State.Msgs, err)
	}
}

func TestMain(m *testing.M) {
	if address := os.Getenv(workerOfTest); address != "" {
		os.Exit(workApart(address))
	}
	os.Exit(m.Run())
}
