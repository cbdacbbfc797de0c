package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// take lives one part, unless it is there already, and puts it into the store. An error ends the worker.
func (s *serving) take(ctx context.Context, m jetstream.Msg) error {
	e, is := s.errand(m)
	if !is {
		return nil
	}
	s.begin(e)
	defer s.end(e)
	job, err := s.opened(ctx, e.ID)
	switch {
	case errors.Is(err, jetstream.ErrBucketNotFound): // whoever asked has all that was needed
		_ = m.TermWithReason("nobody asks for it any more")
		return nil
	case ctx.Err() != nil:
		return nil // the server is gone, and deals it out again
	case err != nil:
		s.giveBack(ctx, e, m)
		tell(s.Conn, e.ID, word{Worker: s.Name, N: e.N, Refused: err.Error()})
		_ = s.Conn.FlushTimeout(time.Second)
		return err
	}
	err = s.fulfil(ctx, job, e, m)
	var broken *fault
	switch {
	case errors.As(err, &broken):
		s.told("%v", broken)
		return s.report(ctx, job, broken, m)
	case errors.Is(err, jetstream.ErrBucketNotFound), errors.Is(err, jetstream.ErrStreamNotFound):
		_ = m.TermWithReason("nobody asks for it any more")
	case err != nil && ctx.Err() == nil: // the server deals it out again
		s.told("part %d is lost and will be lived again: %v", e.N, err)
	}
	return nil
}

// errand reads what was dealt out. What is no part is thrown away.
func (s *serving) errand(m jetstream.Msg) (e errand, is bool) {
	if err := json.Unmarshal(m.Data(), &e); err != nil || e.ID == "" || e.Patience <= 0 || e.Begun < 0 {
		s.told("what waits in the queue at %s is no part; it is thrown away", m.Subject())
		_ = m.TermWithReason("no part")
		return e, false
	}
	return e, true
}

// begin and end keep account of the parts at work.
func (s *serving) begin(e errand) {
	s.mu.Lock()
	s.at[e.N] = e.ID
	s.mu.Unlock()
	s.speak()
}

func (s *serving) end(e errand) {
	s.mu.Lock()
	delete(s.at, e.N)
	s.mu.Unlock()
	s.speak()
}

// speak has the next beat come at once.
func (s *serving) speak() {
	select {
	case s.now <- struct{}{}:
	default:
	}
}

// opened returns the job of an id: made of the document that the asking side has put into the store, and checked to be
// the very same by this program's own reckoning.
func (s *serving) opened(ctx context.Context, id string) (*opened, error) {
	s.opens.Lock()
	defer s.opens.Unlock()
	if s.open != nil && s.open.id == id {
		return s.open, nil
	}
	from, err := openStore(ctx, s.queue, id)
	if err != nil {
		return nil, err
	}
	document, headers, err := from.get(ctx, documentObject)
	if err == nil && document == nil {
		err = jetstream.ErrBucketNotFound // it is being taken away
	}
	if err != nil {
		return nil, err
	}
	kind := headers.Get(kindHeader)
	job, err := s.Open(kind, document)
	if err != nil {
		return nil, fmt.Errorf("worker %s cannot read what is asked for: %w", s.Name, err)
	}
	if got := job.ID(); got != id {
		return nil, fmt.Errorf("worker %s makes job %.12s of what is asked for, and the asking side %.12s: another program under the same version, or other facts; install the same on both", s.Name, got, id)
	}
	s.told("takes part in %s %.12s, which has %d parts", kind, id, job.Parts())
	s.open = &opened{id, job, from}
	return s.open, nil
}

// fulfil lives a part and puts it into the store. A fault ends the job; after any other error the part is dealt out again.
func (s *serving) fulfil(ctx context.Context, o *opened, e errand, m jetstream.Msg) error {
	there, err := o.store.info(ctx, partName(e.N))
	if err != nil {
		return err
	}
	if there != nil { // its worker was killed before it could say so, or was taken for lost
		s.count(0, 1)
		return s.acknowledge(ctx, m)
	}
	lost, err := e.lost(m)
	if err != nil {
		return err
	}
	if lost >= Tries {
		return &fault{N: e.N, Worker: s.Name, Text: fmt.Sprintf("%d workers have taken it, and none brought it back: each was killed, stood still for longer than %v, or found no way to the store; look what it needs, such as memory", lost, e.Patience)}
	}
	tell(s.Conn, e.ID, word{Worker: s.Name, N: e.N, Begun: true})
	_ = s.Conn.FlushTimeout(time.Second) // a part may kill us at once, and then it is good to know whom
	saved, err := s.live(ctx, o.job, e, m)
	if err != nil {
		return err
	}
	sum := digestOf(saved)
	if there, err = o.store.info(ctx, partName(e.N)); err != nil { // again: it may have taken long
		return err
	}
	if there != nil && there.Digest != sum {
		return differs(e.N, there.Headers.Get(workerHeader), there.Digest, s.Name, sum)
	}
	if there == nil {
		if err := o.store.put(ctx, partName(e.N), saved, map[string]string{workerHeader: s.Name}); err != nil {
			return err
		}
	}
	s.count(1, 0)
	tell(s.Conn, e.ID, word{Worker: s.Name, N: e.N, Sum: sum})
	return s.acknowledge(ctx, m)
}

// giveBack lets a part wait for somebody else that was dealt to this worker and is not begun.
func (s *serving) giveBack(ctx context.Context, e errand, m jetstream.Msg) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	if err := s.queue.putBack(ctx, e, m); err != nil && ctx.Err() == nil {
		s.told("%v; it is dealt out again", err)
	}
}

// acknowledge takes a part out of the queue. Where that does not come through it is dealt out again, and found done.
func (s *serving) acknowledge(ctx context.Context, m jetstream.Msg) error {
	ctx, cancel := once(ctx, s.Conn)
	defer cancel()
	if err := m.DoubleAck(ctx); err != nil && ctx.Err() == nil {
		return fmt.Errorf("done, and not heard by the server: %w", err)
	}
	return nil
}

func (s *serving) count(lived, found int64) {
	s.mu.Lock()
	s.done.Parts += lived
	s.done.Found += found
	s.mu.Unlock()
}

// live lives a part, and tells the server while it gets on that it does. A panic is a fault of the job, and would be one
// wherever it is lived.
func (s *serving) live(ctx context.Context, job Job, e errand, m jetstream.Msg) (saved []byte, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = &fault{N: e.N, Worker: s.Name, Text: fmt.Sprintf("this is a fault of vouch: %v\n%s", panicked, debug.Stack())}
		}
	}()
	began := time.Now()
	var last atomic.Int64
	saved, err = job.Live(ctx, e.N, func() {
		was, now := last.Load(), int64(time.Since(began))
		if now-was > int64(e.Patience)/4 && last.CompareAndSwap(was, now) {
			_ = m.InProgress() // a lost connection is seen elsewhere
		}
	})
	if err != nil && ctx.Err() == nil {
		return nil, &fault{N: e.N, Worker: s.Name, Text: err.Error()}
	}
	return saved, err
}

// report puts a fault into the store, so that the asking side ends, and takes the part out of the queue.
func (s *serving) report(ctx context.Context, o *opened, f *fault, m jetstream.Msg) error {
	data, err := json.Marshal(f)
	if err != nil {
		panic("cluster: " + err.Error())
	}
	if err := o.store.put(ctx, faultObject, data, nil); err != nil {
		s.told("the asking side cannot be told: %v", err)
		return nil
	}
	tell(s.Conn, o.id, word{Worker: s.Name, N: f.N})
	_ = m.TermWithReason("it cannot be lived")
	return nil
}
