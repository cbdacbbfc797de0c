package wire

import "sync/atomic"

// What a test build keeps for its worlds grows with what is asked of it: events of
// ledgers, tokens, faults that wait. Each is bounded over all worlds or in each, and
// what is beyond a bound is told and never left out in silence (BOTH-INPUT-001).

// shelf has room for so many things of one kind, of all worlds together.
type shelf struct {
	most int64
	held atomic.Int64
}

// share is what one world has on a shelf.
type share struct {
	held atomic.Int64
	gone atomic.Bool // the world is deleted, and keeps nothing
}

// take puts things of a world on the shelf, and reports whether there was room for all
// of them. One that comes while its world is deleted goes with it, whoever is first.
func (s *shelf) take(w *share, n int) bool {
	if s.held.Add(int64(n)) > s.most {
		s.held.Add(int64(-n))
		return false
	}
	w.held.Add(int64(n))
	if w.gone.Load() {
		s.clear(w)
	}
	return true
}

// giveBack takes things of a world off the shelf again.
func (s *shelf) giveBack(w *share, n int) {
	if !w.gone.Load() { // else clear has taken them
		w.held.Add(int64(-n))
		s.held.Add(int64(-n))
	}
}

// clear takes everything of a deleted world off the shelf.
func (s *shelf) clear(w *share) {
	w.gone.Store(true)
	s.held.Add(-w.held.Swap(0))
}

// faultsMost is how many kinds of faults may wait in one world: each may strike a
// million times, so that more only fills memory.
const faultsMost = 1_000
