package fault

import (
	"cmp"
	"slices"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Plan says what goes wrong on a line.
type Plan struct {
	Seed uint64
	// Kinds are those that may happen; empty: none. Kinds that need a wire do not
	// happen in process.
	Kinds []Kind
	// Percent is how many calls of a hundred something happens to.
	Percent uint64
}

// farthest is after how many calls a delayed one comes at the latest.
const farthest = 6

// strike draws what happens to the n-th call, and after how many others it comes
// where it is held back.
func (p *Plan) strike(route string, n uint64) (k Kind, after uint64) {
	if len(p.Kinds) == 0 {
		return None, 0
	}
	draw := voucher.NewDigest().Text(route).Two(p.Seed, n)
	if uint64(draw.Word(1))%100 >= p.Percent {
		return None, 0
	}
	k = p.Kinds[uint64(draw.Word(2))%uint64(len(p.Kinds))]
	switch k {
	case Delay:
		after = 2 + uint64(draw.Word(3))%(farthest-1)
	case Reorder:
		after = 1
	}
	return k, after
}

// The routes of calls that are no command.
const (
	moves = "clock"
	reads = "read"
)

// Passage is one call that came to a line, or one that was held back and has
// reached the build now.
type Passage struct {
	Ordinal uint64 // of the call, from 1
	Route   string // the command's word, "clock" or "read"
	Kind    Kind
	// Reached says that the build was given it in this passage.
	Reached bool
	// Late says that this is the copy of the ordinal's command that was held back.
	Late bool
}

// Line is one way to a build, on which calls go one after the other. It serves
// many goroutines.
type Line struct {
	plan Plan

	mu      sync.Mutex
	resting bool
	sent    uint64
	held    []held
	log     []Passage
}

// held is a call that is held back.
type held struct {
	passage Passage
	due     uint64 // it comes when so many have been sent
	send    func()
}

// NewLine makes a line on which a plan comes true.
func NewLine(p Plan) *Line {
	p.Kinds = slices.Clone(p.Kinds)
	return &Line{plan: p}
}

// Rest lets everything through from now on, or ends that. What is held back stays
// so.
func (l *Line) Rest(yes bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.resting = yes
}

// Flush lets everything go that is held back, in the order in which it was sent.
func (l *Line) Flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.release(true)
}

// Log returns what has happened since a number of passages; the slice is the
// caller's.
func (l *Line) Log(since int) []Passage {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.log[since:])
}

// way is how one call is sent, whatever carries it.
type way[A any] struct {
	send func() (A, error) // gives it to the build
	keep func() func()     // copies it for later; what it returns gives the copy to the build
	drop func(A)           // lets go of an answer that nobody gets; nil: there is nothing to let go
	bend func(Kind, A) (A, error)
	// wired says that bend can do what needs a wire.
	wired bool
}

// carry lets one call go through, as the plan says.
func carry[A any](l *Line, route string, w *way[A]) (answer A, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent++
	k, after := None, uint64(0)
	if !l.resting {
		k, after = l.plan.strike(route, l.sent)
	}
	if k.Wired() && !w.wired {
		k = None
	}
	p := Passage{Ordinal: l.sent, Route: route, Kind: k, Reached: true}
	switch k {
	case DropRequest, Unavailable:
		p.Reached = false
		answer, err = w.bend(k, answer)
	case Delay, Reorder:
		p.Reached = false
		l.held = append(l.held, held{p, l.sent + after, w.keep()})
		answer, err = w.bend(k, answer)
	case DropAnswer, Cut, BadGateway:
		if answer, err = w.send(); err == nil {
			answer, err = w.bend(k, answer)
		}
	case Duplicate:
		first, lost := w.send()
		if lost == nil && w.drop != nil {
			w.drop(first)
		}
		answer, err = w.send()
	default:
		answer, err = w.send()
	}
	l.log = append(l.log, p)
	l.release(false)
	return answer, err
}

// release lets what is due go, or all of it. The caller holds the line.
func (l *Line) release(all bool) {
	slices.SortStableFunc(l.held, func(a, b held) int { return cmp.Compare(a.due, b.due) })
	for len(l.held) > 0 && (all || l.held[0].due <= l.sent) {
		h := l.held[0]
		l.held = l.held[1:]
		h.send()
		h.passage.Late, h.passage.Reached = true, true
		l.log = append(l.log, h.passage)
	}
}
