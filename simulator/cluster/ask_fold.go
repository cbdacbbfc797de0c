package cluster

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// How many parts are ahead in the queue: enough that no worker waits for another, few enough that a stop rule leaves
// little lived in vain.
const (
	aheadLeast = 8
	aheadTimes = 3 // the slots of all workers
)

// lookEvery is how often the store is looked at even if nobody says that something came: words get lost.
const lookEvery = time.Second

// Fold shares all parts out and hands them over in their order, until the last one or until enough. An error is that of
// fold, of the context, or says which part cannot be lived and why; the store then keeps what is there.
func (q *Asked) Fold(ctx context.Context, fold func(n int64, saved []byte) (enough bool, err error)) error {
	for q.next < q.limit {
		saved, err := q.await(ctx)
		if err != nil {
			return err
		}
		enough, err := fold(q.next, saved)
		if err != nil {
			return fmt.Errorf("part %d: %w", q.next, err)
		}
		if q.next++; enough {
			q.limit = q.next
		}
		q.mu.Lock()
		delete(q.ready, q.next-1-aheadTimes*aheadLeast) // long enough for a second worker that was slow
		delete(q.took, q.next-1)
		q.mu.Unlock()
		q.progress()
	}
	if err := q.conflicting(); err != nil {
		return err
	}
	return q.faulty(ctx)
}

// await returns the part whose turn it is, when it is there.
func (q *Asked) await(ctx context.Context) ([]byte, error) {
	waited := time.Now()
	look := true
	for {
		if err := q.fill(ctx); err != nil {
			return nil, err
		}
		if err := q.conflicting(); err != nil {
			return nil, err
		}
		saved, err := q.look(ctx, look)
		if saved != nil || err != nil {
			return saved, err
		}
		if look && time.Since(waited) > 2*q.Patience+lookEvery {
			if err := q.again(ctx); err != nil {
				return nil, err
			}
			waited = time.Now()
		}
		q.progress()
		q.attend()
		tick := time.NewTimer(lookEvery)
		select {
		case <-ctx.Done():
			tick.Stop()
			return nil, fmt.Errorf("called off: %w", context.Cause(ctx))
		case <-q.hint:
			look = false
		case <-tick.C:
			look = true
		}
		tick.Stop()
	}
}

// look fetches the part whose turn it is, where somebody has said that it is there, or in any case. A fault in the store
// is the error.
func (q *Asked) look(ctx context.Context, anyway bool) ([]byte, error) {
	q.mu.Lock()
	_, said := q.ready[q.next]
	q.mu.Unlock()
	if q.Kept != nil && q.next < q.put {
		if saved, err := q.Kept(q.next); saved != nil || err != nil {
			return saved, err
		}
	}
	if said || anyway || q.left[q.next] {
		saved, _, err := q.store.get(ctx, partName(q.next))
		if saved != nil || err != nil {
			return saved, err
		}
	}
	if said {
		return nil, nil
	}
	return nil, q.faulty(ctx)
}

// faulty is the fault that a worker has put into the store.
func (q *Asked) faulty(ctx context.Context) error {
	f, err := q.store.fault(ctx)
	if f == nil || err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if took := q.took[f.N]; len(took) > 1 && !f.Differ {
		f.Text += "; taken by " + strings.Join(took, ", ")
	}
	if f.Differ {
		q.conflict = f
	}
	return f
}

// conflicting is the error of a part that came to two different results.
func (q *Asked) conflicting() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.conflict != nil {
		return q.conflict
	}
	return nil
}

// fill puts parts into the queue, as far ahead as workers need.
func (q *Asked) fill(ctx context.Context) error {
	_, slots := q.there()
	ahead := q.next + int64(max(aheadLeast, aheadTimes*slots))
	for ; q.put < min(ahead, q.limit); q.put++ {
		found := q.left[q.put]
		if !found && q.Kept != nil {
			saved, err := q.Kept(q.put)
			if err != nil {
				return err
			}
			found = saved != nil
		}
		if found {
			q.found++
			q.mu.Lock()
			q.ready[q.put] = word{N: q.put}
			q.mu.Unlock()
			continue
		}
		if err := q.queue.put(ctx, errand{ID: q.Job.ID(), N: q.put, Patience: q.Patience}); err != nil {
			return err
		}
	}
	return nil
}

// again puts the part whose turn it is into the queue once more, if it is neither there nor in the store: a server that
// lost its disk has lost it too.
func (q *Asked) again(ctx context.Context) error {
	waits, err := q.queue.waits(ctx, q.Job.ID(), q.next)
	if err != nil || waits {
		return err
	}
	if there, err := q.store.info(ctx, partName(q.next)); err != nil || there != nil {
		return err // it came meanwhile
	}
	q.tell("part %d is neither in the queue nor in the store; it is asked for again", q.next)
	return q.queue.put(ctx, errand{ID: q.Job.ID(), N: q.next, Patience: q.Patience})
}

// there is how many workers are there, and how many parts they live at a time.
func (q *Asked) there() (workers, slots int) {
	for _, p := range q.workers.Here() {
		var d doing
		if json.Unmarshal(p.Doing, &d) == nil {
			workers++
			slots += max(1, d.Slots)
		}
	}
	return workers, slots
}

// attend tells of workers that take no part, and of none being there.
func (q *Asked) attend() {
	for _, p := range q.workers.Refused() {
		q.tell("%s", p.Refusal(workerKind, q.Version))
	}
	workers, _ := q.there()
	switch {
	case workers > 0:
		q.nobody, q.said = time.Time{}, false
	case q.nobody.IsZero():
		q.nobody = time.Now()
	case !q.said && time.Since(q.nobody) > broker.Silence:
		q.said = true
		q.tell("no worker is there, and nothing goes on until one comes; start vouch worker with the same --nats on any machine")
	}
}

// progress says how far it is.
func (q *Asked) progress() {
	if q.Progress == nil {
		return
	}
	p := Progress{Parts: q.limit, Folded: q.next, Done: q.next, Found: q.found}
	p.Workers, p.Slots = q.there()
	q.mu.Lock()
	p.Begun = q.begun
	for n := range q.ready {
		if n >= q.next {
			p.Done++
		}
	}
	q.mu.Unlock()
	q.Progress(p)
}
