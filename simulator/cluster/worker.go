package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// Worker lives parts of whatever is asked for, one job after the other.
type Worker struct {
	Conn    *nats.Conn
	Name    string // unique among all workers
	Version string // of the program: parts of another one are left to others
	Slots   int    // parts at a time; below 1 counts as 1
	// Open makes a job of its document, which is of one of the kinds that the asking side names. It is called by one
	// goroutine at a time.
	Open func(kind string, document []byte) (Job, error)
	// UntilLost lets the worker end when the server is gone for longer than a moment, instead of waiting for it.
	UntilLost bool
	// Told is called with what people may want to know, by several goroutines at once. nil: nobody is told.
	Told func(text string)
}

// Lived is what a worker has done.
type Lived struct {
	Parts int64 // lived and put into the store
	Found int64 // that somebody else had put there before
}

// lostAfter is for how long a server may be gone before a worker that does not wait for it ends.
const lostAfter = 3 * time.Second

// errLost ends a worker whose server is gone.
var errLost = errors.New("the NATS server is gone")

// Serve takes parts and lives them, until the context ends: then it finishes those at work, takes no more, and returns
// nil. An error says why the worker cannot take part: there is no JetStream, or the program makes another job of what
// is asked for than the asking side. The server being gone for a moment is none.
func (w *Worker) Serve(ctx context.Context) (Lived, error) {
	js, err := broker.JetStream(ctx, w.Conn)
	if err != nil {
		return Lived{}, err
	}
	s := &serving{Worker: w, queue: &queue{conn: w.Conn, js: js, edition: edition(w.Version)}, at: map[int64]string{}, now: make(chan struct{}, 1)}
	if err := s.queue.open(ctx); err != nil {
		return Lived{}, err
	}
	askers, err := broker.Listen(w.Conn, askerKind, w.Version, nil)
	if err != nil {
		return Lived{}, err
	}
	defer askers.Close()
	work, over := context.WithCancelCause(context.WithoutCancel(ctx)) // a stop lets parts at work come to their end
	defer over(nil)
	beats, quiet := context.WithCancel(work)
	var talk sync.WaitGroup
	talk.Go(func() { broker.Beat(beats, w.Conn, workerKind, s.now, s.say) })
	talk.Go(func() { s.watch(beats, askers, over) })
	stopped, stopAll := context.WithCancel(ctx)
	defer stopAll()
	defer context.AfterFunc(work, stopAll)()
	group, stop := errgroup.WithContext(stopped)
	for range max(1, w.Slots) {
		group.Go(func() error { return s.slot(stop, work) })
	}
	err = group.Wait()
	quiet()
	talk.Wait()
	if cause := context.Cause(work); cause != nil && err == nil {
		err = cause
	}
	return s.lived(), err
}

// serving is a worker at work.
type serving struct {
	*Worker
	queue *queue
	now   chan struct{} // says so at once

	mu    sync.Mutex
	done  Lived
	at    map[int64]string // parts at work, and of which job
	opens sync.Mutex
	open  *opened // the job opened last
}

// opened is a job and where its parts go.
type opened struct {
	id    string
	job   Job
	store *store
}

func (s *serving) told(format string, args ...any) {
	if s.Told != nil {
		s.Told(fmt.Sprintf(format, args...))
	}
}

func (s *serving) lived() Lived {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.done
}

// say is what the next beat says.
func (s *serving) say() broker.Peer {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := doing{Slots: max(1, s.Slots), Lived: s.done.Parts}
	for n, id := range s.at {
		d.Run, d.Parts = runName(id), append(d.Parts, n)
	}
	slices.Sort(d.Parts)
	said, err := json.Marshal(d)
	if err != nil {
		panic("cluster: " + err.Error())
	}
	return broker.Peer{Name: s.Name, Version: s.Version, Doing: said}
}

// watch tells of those who ask with another version, and ends a worker whose server is gone if it is not to wait.
func (s *serving) watch(ctx context.Context, askers *broker.Roster, over context.CancelCauseFunc) {
	tick := time.NewTicker(broker.BeatEvery / 2)
	defer tick.Stop()
	gone := time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, p := range askers.Refused() {
			s.told("%s", p.Refusal(askerKind, s.Version))
		}
		switch {
		case s.Conn.IsConnected():
			gone = time.Time{}
		case gone.IsZero():
			gone = time.Now()
		case s.UntilLost && time.Since(gone) > lostAfter, s.Conn.IsClosed():
			over(errLost)
			return
		}
	}
}

// pullFor is how long one look into an empty queue lasts, and so how long a stop may take to be seen.
const pullFor = time.Second

// slot takes one part after the other until it is stopped.
func (s *serving) slot(stop, work context.Context) error {
	var from jetstream.Consumer
	for stop.Err() == nil && work.Err() == nil {
		if from == nil {
			var err error
			if from, err = s.queue.consumer(stop, 0); err != nil {
				if stop.Err() != nil {
					return nil
				}
				if errors.Is(err, jetstream.ErrStreamNotFound) { // taken away while we stood there
					err = s.queue.open(stop)
				}
				if err != nil {
					return err
				}
				continue
			}
		}
		m, err := from.Next(jetstream.FetchMaxWait(pullFor))
		switch {
		case err == nil && stop.Err() != nil:
			if e, is := s.errand(m); is {
				s.giveBack(work, e, m) // for somebody else, now
			}
		case err == nil:
			err = s.take(work, m)
			if err != nil {
				return err
			}
		case errors.Is(err, nats.ErrTimeout):
		default: // lost, deleted, started again: looked for anew
			from = nil
			select {
			case <-stop.Done():
			case <-work.Done():
			case <-time.After(askAgain):
			}
		}
	}
	return nil
}
