package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// Ask says what is shared out to workers, and by whom.
type Ask struct {
	Conn     *nats.Conn
	Name     string // of who asks
	Version  string // of the program: workers of another one take no part
	Job      Job    // not lived here: its id and parts are asked for
	Kind     string // of the document, for Worker.Open
	Document []byte // of which workers make the job
	// Patience is how long a part may be silent before another worker takes it; 0: DefaultPatience.
	Patience time.Duration
	// Kept returns a part that stands somewhere else already, and nil for one that does not. It may be nil.
	Kept func(n int64) ([]byte, error)
	// Progress is called from time to time, by one goroutine at a time. It may be nil.
	Progress func(Progress)
	// Told is called with what people may want to know, by several goroutines at once. nil: nobody is told.
	Told func(text string)
}

// Progress says how far a job has come.
type Progress struct {
	Parts   int64 // in all, if no stop rule ends it
	Folded  int64 // added up, in their order
	Done    int64 // lived, kept or found: those that are folded and those that wait for others
	Found   int64 // of them: not lived in this life of the job
	Begun   int64 // how often a worker of this life took a part; more than were lived only where some were lost
	Workers int   // there now
	Slots   int   // parts that they live at a time
}

// Asked is a job that workers see. It has to be closed.
type Asked struct {
	*Ask
	queue *queue
	store *store
	left  map[int64]bool // there when it began
	quit  []func()
	claim uint64        // where it stands in the stream of the queue; 0: it does not
	hint  chan struct{} // something came

	mu       sync.Mutex
	workers  *broker.Roster
	ready    map[int64]word // done and not folded yet, or folded lately
	begun    int64
	took     map[int64][]string // workers that took a part of the window
	conflict *fault             // nobody knows which is right

	next, put int64 // to be folded, to be put into the queue
	limit     int64
	found     int64
	nobody    time.Time // since when no worker is there
	said      bool      // that nobody is
}

// Open makes queue and store ready. What an earlier life of this very job has left in the store, by the same version of
// the program, is taken up. The error says what is in the way: no JetStream, or somebody who asks for the very same at
// this moment.
func (a *Ask) Open(ctx context.Context) (*Asked, error) {
	js, err := broker.JetStream(ctx, a.Conn)
	if err != nil {
		return nil, err
	}
	if a.Patience == 0 {
		a.Patience = DefaultPatience
	}
	q := &Asked{Ask: a, queue: &queue{conn: a.Conn, js: js, edition: edition(a.Version)}, hint: make(chan struct{}, 1),
		ready: map[int64]word{}, took: map[int64][]string{}, limit: a.Job.Parts()}
	if err := q.open(ctx); err != nil {
		_ = q.yield(ctx)
		q.hangUp()
		return nil, err
	}
	return q, nil
}

func (q *Asked) open(ctx context.Context) error {
	if err := q.queue.open(ctx); err != nil {
		return err
	}
	if err := q.alone(ctx); err != nil {
		return err
	}
	if _, err := q.queue.consumer(ctx, q.Patience); err != nil {
		return err
	}
	if err := q.openStore(ctx); err != nil {
		return err
	}
	words, err := q.Conn.Subscribe(toldSubjects+runName(q.Job.ID()), q.hear)
	if err != nil {
		return err
	}
	q.quit = append(q.quit, func() { _ = words.Unsubscribe() })
	if q.workers, err = broker.Listen(q.Conn, workerKind, q.Version, nil); err != nil {
		return err
	}
	q.quit = append(q.quit, q.workers.Close)
	q.beat(ctx)
	return nil
}

// openStore makes the store ready, with the document in it and no fault of an earlier life.
func (q *Asked) openStore(ctx context.Context) error {
	s, left, err := makeStore(ctx, q.queue, q.Job.ID())
	if err == nil && left {
		s, err = q.takeUp(ctx, s)
	}
	if err != nil {
		return err
	}
	q.store = s
	return s.put(ctx, documentObject, q.Document, map[string]string{kindHeader: q.Kind, versionHeader: q.Version})
}

// takeUp looks at what an earlier life left. Parts that another program has made are no use, even under the same id.
func (q *Asked) takeUp(ctx context.Context, s *store) (*store, error) {
	document, err := s.info(ctx, documentObject)
	if err != nil {
		return nil, err
	}
	broken, err := s.fault(ctx)
	if err != nil {
		return nil, err
	}
	if document == nil || document.Headers.Get(versionHeader) != q.Version || broken != nil && broken.Differ {
		q.tell("what the object store %s holds is of another version of vouch, or cannot be believed, and is made anew", s.bucket)
		if err := s.remove(ctx); err != nil {
			return nil, err
		}
		s, _, err = makeStore(ctx, q.queue, q.Job.ID())
		return s, err
	}
	if q.left, err = s.parts(ctx); err != nil {
		return nil, err
	}
	if len(q.left) > 0 {
		q.tell("going on from %d parts that an interrupted life of this %s left at NATS", len(q.left), q.Kind)
	}
	if err := s.forget(ctx, faultObject); err != nil {
		return nil, err
	}
	return s, nil
}

// beat lets workers know that somebody asks, and with which version.
func (q *Asked) beat(ctx context.Context) {
	ctx, quiet := context.WithCancel(context.WithoutCancel(ctx))
	var over sync.WaitGroup
	over.Go(func() {
		broker.Beat(ctx, q.Conn, askerKind, nil, func() broker.Peer { return broker.Peer{Name: q.Name, Version: q.Version} })
	})
	q.quit = append(q.quit, func() {
		quiet()
		over.Wait()
	})
}

// hear notes what workers tell.
func (q *Asked) hear(m *nats.Msg) {
	var w word
	if json.Unmarshal(m.Data, &w) != nil {
		return
	}
	if w.Refused != "" {
		q.tell("%s", w.Refused)
		return
	}
	q.mu.Lock()
	switch was, again := q.ready[w.N]; {
	case w.Begun:
		q.begun++
		q.took[w.N] = append(q.took[w.N], w.Worker)
	case w.Sum == "": // a fault, which stands in the store
	case again && was.Sum != "" && was.Sum != w.Sum && q.conflict == nil:
		q.conflict = differs(w.N, was.Worker, was.Sum, w.Worker, w.Sum)
	default:
		q.ready[w.N] = w
	}
	q.mu.Unlock()
	if !w.Begun {
		select {
		case q.hint <- struct{}{}:
		default:
		}
	}
}

func (q *Asked) tell(format string, args ...any) {
	if q.Told != nil {
		q.Told(fmt.Sprintf(format, args...))
	}
}

// closeWithin is how long taking everything away may take, also after an interrupt.
const closeWithin = 10 * time.Second

// Close takes the parts that still wait out of the queue, and the store away too unless it is kept for another life of
// the job; parts that cannot be believed never are. A second call does nothing.
func (q *Asked) Close(ctx context.Context, keep bool) error {
	if q.store == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
	defer cancel()
	err := q.queue.clear(ctx, q.Job.ID())
	if !keep || q.conflicting() != nil {
		err = errors.Join(err, q.store.remove(ctx))
	}
	q.store = nil
	err = errors.Join(err, q.yield(ctx))
	q.hangUp()
	if err != nil {
		return fmt.Errorf("what waits in the queue %s and the object store %s could not be taken away: %w", streamName, bucketName(q.Job.ID()), err)
	}
	return nil
}

// hangUp ends all that listens and speaks.
func (q *Asked) hangUp() {
	for _, quit := range q.quit {
		quit()
	}
	q.quit = nil
}
