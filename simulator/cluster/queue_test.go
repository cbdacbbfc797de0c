package cluster_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/vouch-kz/vouch/simulator/cluster"
	"github.com/vouch-kz/vouch/simulator/cluster/broker"
	"github.com/vouch-kz/vouch/simulator/cluster/broker/brokertest"
)

// Parts are folded in their order, whoever lives them, and come to what one process comes to; each is lived once, and
// nothing stays behind.
func TestAJobIsLivedOnceAndLeavesNothing(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	const parts = 60
	job := &count{name: "plain", parts: parts}
	workers := []*worker{work(t, address, "a", "v1", job), work(t, address, "b", "v1", job), work(t, address, "c", "v1", job)}
	a, _ := ask(t, address, job)
	var last cluster.Progress
	a.Progress = func(p cluster.Progress) { last = p }
	q := open(t, a)
	got := &sum{name: "plain"}
	if err := q.Fold(t.Context(), got.add); err != nil {
		t.Fatal(err)
	}
	if got.hash != alone(t, "plain", parts) || got.next != parts {
		t.Errorf("%d parts come to another digest than in one process", got.next)
	}
	if err := q.Close(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, address)
	var all int64
	for _, w := range workers {
		w.stop()
		all += w.lived.Parts
		if w.err != nil {
			t.Errorf("a worker that was stopped: %v, want no error", w.err)
		}
	}
	if all != parts || job.lived() != parts {
		t.Errorf("%d parts were lived and %d counted, want %d: nothing failed", job.lived(), all, parts)
	}
	if last.Folded != parts || last.Done != parts || last.Parts != parts || last.Begun != parts {
		t.Errorf("told at the end: %+v, want %d folded, done and begun", last, parts)
	}
}

// A stop rule ends the job with the part that is enough; no more than the window ahead of it was begun.
func TestEnoughIsEnough(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	job := &count{name: "enough", parts: 1000}
	w := work(t, address, "a", "v1", job)
	a, _ := ask(t, address, job)
	q := open(t, a)
	folded := int64(0)
	if err := q.Fold(t.Context(), func(n int64, _ []byte) (bool, error) {
		folded++
		return n == 20, nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := q.Close(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	w.stop()
	if lived := job.lived(); folded != 21 || lived > 21+8 {
		t.Errorf("%d parts folded and %d lived, want 21 and not more than the 8 that one worker has ahead", folded, lived)
	}
	nothingLeft(t, address)
}

// A worker of another version takes no part, and both sides are told why. Its twin of the same version does the work.
func TestAnotherVersionIsRefused(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	job := &count{name: "versions", parts: 10}
	stranger := work(t, address, "stranger", "v2", job)
	a, told := ask(t, address, job)
	q := open(t, a)
	done := make(chan error, 1)
	go func() { done <- q.Fold(t.Context(), (&sum{name: "versions"}).add) }()
	await(t, "both sides are told", func() bool {
		return told.has("worker stranger runs vouch v2", "this is vouch v1") && stranger.has("asking side asker runs vouch v1", "this is vouch v2")
	})
	await(t, "nobody is there who counts", func() bool { return told.has("no worker is there") })
	if job.lived() != 0 {
		t.Errorf("the stranger has lived %d parts, want none", job.lived())
	}
	work(t, address, "twin", "v1", job)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// A worker whose program makes another job of what is asked for, another seed or other facts, ends, and both sides are
// told; its part is lived by one that agrees.
func TestAnotherJobIsRefused(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	job, other := &count{name: "seed 1", parts: 10}, &count{name: "seed 2", parts: 10}
	wrong := work(t, address, "wrong", "v1", other)
	a, told := ask(t, address, job)
	q := open(t, a)
	done := make(chan error, 1)
	go func() { done <- q.Fold(t.Context(), (&sum{name: "seed 1"}).add) }()
	<-wrong.over
	if wrong.err == nil || !strings.Contains(wrong.err.Error(), "install the same on both") {
		t.Errorf("the worker ended with %v, want why it takes no part", wrong.err)
	}
	await(t, "the asking side is told", func() bool { return told.has("worker wrong makes job", "install the same") })
	work(t, address, "right", "v1", job)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if other.lived() != 0 {
		t.Errorf("%d parts of another job were lived, want none", other.lived())
	}
}

// A document that cannot be read is told on both sides.
func TestWhatCannotBeReadIsTold(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	a, told := ask(t, address, &count{name: "torn", parts: 1})
	q := open(t, a)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- q.Fold(ctx, (&sum{name: "torn"}).add) }()
	_, err := (&cluster.Worker{Conn: dial(t, address), Name: "a", Version: "v1", Open: func(kind string, document []byte) (cluster.Job, error) {
		if kind != "count" || string(document) != "what is asked for" {
			t.Errorf("a worker gets %q of kind %q, want what was asked for", document, kind)
		}
		return nil, errors.New("line 1: no study")
	}}).Serve(t.Context())
	if err == nil || !strings.Contains(err.Error(), "line 1: no study") {
		t.Errorf("the worker ended with %v, want why", err)
	}
	await(t, "the asking side is told", func() bool { return told.has("line 1: no study") })
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v, want that", err)
	}
}

// A part that cannot be lived, or in which the program breaks, ends the job, and the error names it.
func TestAPartThatCannotBeLivedEndsTheJob(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		act  func(n int64) error
		want string
	}{
		{"an error", func(n int64) error {
			if n == 5 {
				return errors.New("block 3: the system refused day 7")
			}
			return nil
		}, "part 5: block 3: the system refused day 7; so says worker a"},
		{"a panic", func(n int64) error {
			if n == 5 {
				panic("simulator: no such day")
			}
			return nil
		}, "part 5: this is a fault of vouch: simulator: no such day"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, address := brokertest.Serve(t, brokertest.Kept(t))
			job := &count{name: tt.name, parts: 10, act: func(_ context.Context, n int64, _ func()) error { return tt.act(n) }}
			w := work(t, address, "a", "v1", job)
			a, _ := ask(t, address, job)
			q := open(t, a)
			if err := q.Fold(t.Context(), (&sum{name: tt.name}).add); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			select {
			case <-w.over:
				t.Errorf("the worker has ended with %v, want it to be there for the next job", w.err)
			default:
			}
		})
	}
}

// A worker that stands still for too long loses its part to another one. When it comes back with the same bytes nothing
// happens; with other bytes a machine is at fault, and the error names both.
func TestAPartThatIsLivedTwice(t *testing.T) {
	t.Parallel()
	for _, spoilt := range []bool{false, true} {
		t.Run(fmt.Sprintf("spoilt %t", spoilt), func(t *testing.T) {
			_, address := brokertest.Serve(t, brokertest.Kept(t))
			stood, wake, back := make(chan struct{}), make(chan struct{}), make(chan struct{})
			var once sync.Once
			slow := &count{name: "twice", parts: 20, spoilt: spoilt, act: func(context.Context, int64, func()) error {
				once.Do(func() { close(stood) })
				<-wake
				return nil
			}}
			quick := &count{name: "twice", parts: 20, act: func(ctx context.Context, n int64, beat func()) error {
				if n == 19 { // gets on, and lets the slow one come back while the job lasts
					beating(ctx, beat, back)
				}
				return nil
			}}
			stopped := work(t, address, "slow", "v1", slow)
			a, _ := ask(t, address, quick)
			var last cluster.Progress
			a.Progress = func(p cluster.Progress) { last = p }
			q := open(t, a)
			done := make(chan error, 1)
			go func() {
				got := &sum{name: "twice"}
				done <- q.Fold(t.Context(), got.add)
			}()
			<-stood
			work(t, address, "quick", "v1", quick)
			await(t, "the other worker has lived the part, too", func() bool { return quick.lived() == 20 })
			close(wake)
			stopped.stop()
			close(back)
			err := <-done
			if !spoilt {
				if err != nil {
					t.Fatal(err)
				}
				if all := slow.lived() + quick.lived(); all != 21 || last.Begun > 21 {
					t.Errorf("%d lives of 20 parts and %d told, want 21: one part was lost for a while", all, last.Begun)
				}
				return
			}
			if !errors.Is(err, cluster.ErrDiffer) || !strings.Contains(err.Error(), "workers quick and slow came to other bytes") {
				t.Errorf("got %v, want that both are named", err)
			}
			if err := q.Close(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			nothingLeft(t, address)
		})
	}
}

// An asking side that was killed left parts at the server. The next one says so, and goes on with them: no part is lived
// again.
func TestAnAskingSideComesBack(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	const parts = 40
	job := &count{name: "back", parts: parts}
	work(t, address, "a", "v1", job)
	first, _ := ask(t, address, job)
	q := open(t, first)
	killed := errors.New("killed")
	if err := q.Fold(t.Context(), func(n int64, _ []byte) (bool, error) {
		if n == 10 {
			first.Conn.Close() // as a killed process does, before it could take anything away
			return false, killed
		}
		return false, nil
	}); !errors.Is(err, killed) {
		t.Fatal(err)
	}
	second, told := ask(t, address, job)
	var last cluster.Progress
	second.Progress = func(p cluster.Progress) { last = p }
	got := &sum{name: "back"}
	if err := open(t, second).Fold(t.Context(), got.add); err != nil {
		t.Fatal(err)
	}
	if got.hash != alone(t, "back", parts) {
		t.Error("the parts come to another digest than in one process")
	}
	if lived := job.lived(); lived != parts || last.Found < 10 || !told.has("going on from", "left at NATS") {
		t.Errorf("%d parts were lived for %d, and %d found; want each once, and at least 10 found, and that it is told", lived, parts, last.Found)
	}
}

// What another version has left under the same id is not taken up: a build from a changed folder may call itself alike
// and come to other figures.
func TestPartsOfAnotherVersionAreNotTakenUp(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	job := &count{name: "versions left", parts: 12, spoilt: true}
	old := work(t, address, "old", "v1", job)
	first, _ := ask(t, address, job)
	q := open(t, first)
	if err := q.Fold(t.Context(), func(int64, []byte) (bool, error) { return false, nil }); err != nil {
		t.Fatal(err)
	}
	if err := q.Close(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	old.stop()
	next := &count{name: "versions left", parts: 12}
	work(t, address, "new", "v2", next)
	second, told := ask(t, address, next)
	second.Version = "v2"
	if err := open(t, second).Fold(t.Context(), (&sum{name: "versions left"}).add); err != nil {
		t.Fatal(err)
	}
	if next.lived() != 12 || !told.has("another version of vouch") {
		t.Errorf("%d parts lived, want all 12 anew, and that it is told", next.lived())
	}
}

// Parts that stand elsewhere already, as files of the asking side, are not asked for.
func TestWhatIsKeptIsNotLived(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	job := &count{name: "kept", parts: 30}
	work(t, address, "a", "v1", job)
	a, _ := ask(t, address, job)
	a.Kept = func(n int64) ([]byte, error) {
		if n%3 == 0 {
			return partOf("kept", n, false), nil
		}
		return nil, nil
	}
	got := &sum{name: "kept"}
	if err := open(t, a).Fold(t.Context(), got.add); err != nil {
		t.Fatal(err)
	}
	if got.hash != alone(t, "kept", 30) || job.lived() != 20 {
		t.Errorf("%d parts lived, want 20, and the digest of one process", job.lived())
	}
}

// The server is started again in the midst, with what it had kept: both sides go on, and each part is lived once.
func TestTheServerIsStartedAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, address := brokertest.Serve(t, server.Options{JetStream: true, StoreDir: dir})
	const parts = 40
	var begun atomic.Int64
	stood, wake := make(chan struct{}), make(chan struct{})
	job := &count{name: "server", parts: parts, act: func(context.Context, int64, func()) error {
		if begun.Add(1) == 12 {
			close(stood)
			<-wake
		}
		return nil
	}}
	work(t, address, "a", "v1", job)
	a, _ := ask(t, address, job)
	a.Patience = 20 * time.Second // longer than the server is away: what is at work stays at work
	q := open(t, a)
	got := &sum{name: "server"}
	done := make(chan error, 1)
	go func() { done <- q.Fold(t.Context(), got.add) }()
	<-stood
	s.Shutdown()
	s.WaitForShutdown()
	close(wake)
	_, again := brokertest.Serve(t, server.Options{JetStream: true, StoreDir: dir, Port: portOf(t, address)})
	if again != address {
		t.Fatalf("the server is at %s now, want %s", again, address)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := q.Close(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, address)
	if got.hash != alone(t, "server", parts) || job.lived() > parts+1 {
		t.Errorf("%d parts lived for %d, want each once, or one twice whose word was lost", job.lived(), parts)
	}
}

// A server without JetStream cannot keep parts: both sides say so at once.
func TestBothSidesNeedJetStream(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, server.Options{})
	a, _ := ask(t, address, &count{name: "without", parts: 1})
	if _, err := a.Open(t.Context()); err == nil || !strings.Contains(err.Error(), "nats-server -js") {
		t.Errorf("asked: %v, want how JetStream is turned on", err)
	}
	if _, err := (&cluster.Worker{Conn: dial(t, address), Name: "a", Version: "v1"}).Serve(t.Context()); err == nil || !strings.Contains(err.Error(), "nats-server -js") {
		t.Errorf("worked: %v, want how JetStream is turned on", err)
	}
}

// A worker that is told to end with its server does so soon; what it leaves is dealt out again.
func TestAWorkerEndsWithItsServer(t *testing.T) {
	t.Parallel()
	s, err := broker.Embed(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	conn, err := broker.Dial(t.Context(), s.Options())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	ended := make(chan error, 1)
	go func() {
		_, err := (&cluster.Worker{Conn: conn, Name: "a", Version: "v1", UntilLost: true}).Serve(t.Context())
		ended <- err
	}()
	roster, err := broker.Listen(conn, "worker", "v1", nil)
	if err != nil {
		t.Fatal(err)
	}
	await(t, "the worker is there", func() bool { return len(roster.Here()) == 1 })
	s.Shutdown()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "is gone") {
		t.Errorf("ended with %v, want that the server is gone", err)
	}
}
