package load

import (
	"sync"
	"time"
)

// arrival is one planned journey.
type arrival struct {
	at     time.Duration // intended
	step   int
	number uint64 // of the journey, from which all is drawn that happens on it
}

// queue holds arrivals that wait for a free connection, first come first served: what
// they wait is part of their answer's time. It is never full: an arrival takes 24
// bytes, and what waits too long is skipped and counted by who takes it.
type queue struct {
	mu     sync.Mutex
	some   sync.Cond
	all    []arrival
	first  int
	closed bool
}

func newQueue() *queue {
	q := new(queue)
	q.some.L = &q.mu
	return q
}

// put adds one and returns how many wait.
func (q *queue) put(a arrival) int {
	q.mu.Lock()
	q.all = append(q.all, a)
	n := len(q.all) - q.first
	q.mu.Unlock()
	q.some.Signal()
	return n
}

// take returns the next; ok is false when the queue is closed.
func (q *queue) take() (a arrival, left int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.first == len(q.all) && !q.closed {
		q.some.Wait()
	}
	if q.first == len(q.all) || q.closed {
		return a, 0, false
	}
	a = q.all[q.first]
	q.first++
	if q.first == len(q.all) {
		q.all, q.first = q.all[:0], 0
	}
	return a, len(q.all) - q.first, true
}

// close ends the queue and returns how many were left.
func (q *queue) close() int {
	q.mu.Lock()
	q.closed = true
	n := len(q.all) - q.first
	q.mu.Unlock()
	q.some.Broadcast()
	return n
}

// waiting is how many wait.
func (q *queue) waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.all) - q.first
}
