package wire

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// world is one system behind a server, with what the control plane keeps of it.
type world struct {
	name string
	used atomic.Int64 // nanoseconds since the server's beginning, of the last request

	door   sync.RWMutex // guards who may come
	actors map[hashed]admitted
	issued map[voucher.Actor]string // tokens without an end
	tokens share                    // of the control plane
	secret [16]byte                 // under which they are made
	given  uint64                   // how many were

	// Of a world that outlives the process; nil: what is done in it does not.
	durable func(context.Context) error // waits until all that was answered does
	note    func([]byte) error          // writes down what the system does not know

	mu     sync.Mutex // held from the question until its answer is encoded
	system voucher.System
	shared bool // it takes several callers at a time: it is asked without the lock
	now    voucher.Instant
	ledger []voucher.Event // every event so far, in test builds
	cut    bool            // the ledger has ended: events were left out behind it
	events share           // of the ledger
	faults []fault         // of the next commands, the first first
}

func newWorld(name string, system voucher.System, now voucher.Instant) *world {
	return &world{name: name, system: system, now: now, actors: map[hashed]admitted{}, issued: map[voucher.Actor]string{}}
}

// do gives the system a command. The caller holds the world.
func (w *world) do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	if w.shared {
		w.mu.Unlock()
		defer w.mu.Lock()
	}
	return w.system.Do(ctx, cmd)
}

// query reads a record. The caller holds the world.
func (w *world) query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	if w.shared {
		w.mu.Unlock()
		defer w.mu.Lock()
	}
	return w.system.Query(ctx, q)
}

// worlds are the worlds of a test build.
type worlds struct {
	limit  int
	idle   time.Duration
	events shelf // of all ledgers
	tokens shelf

	mu     sync.RWMutex
	byName map[string]*world
	begun  time.Time
}

// find returns a world by its name, nil for none.
func (s *worlds) find(name string) *world {
	s.mu.RLock()
	defer s.mu.RUnlock()
	w := s.byName[name]
	if w != nil {
		w.used.Store(int64(time.Since(s.begun)))
	}
	return w
}

// newName draws a name that no other world has.
func newName() string { return "w-" + rand.Text() }

// add takes a world in, and reports whether there was room. Where the limit is
// reached, a world that nobody has used for long makes room, which is returned: who
// was killed could not delete it.
func (s *worlds) add(w *world) (out *world, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	age := s.age()
	if len(s.byName) >= s.limit {
		if out = s.makeRoom(age); out == nil {
			return nil, false
		}
	}
	w.used.Store(age)
	s.byName[w.name] = w
	return out, true
}

// giveBack takes a world out that was taken in, and puts the one back that was to make room for it: nobody was told of
// the one, and the other is still on the disk.
func (s *worlds) giveBack(out, in *world) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(in)
	s.byName[out.name] = out
}

// age returns how long it is since the first world. The caller holds s.mu.
func (s *worlds) age() int64 {
	if s.byName == nil {
		s.byName, s.begun = map[string]*world{}, time.Now()
	}
	return int64(time.Since(s.begun))
}

// makeRoom takes out and returns the world that was idle longest, where it was idle
// too long.
func (s *worlds) makeRoom(age int64) *world {
	var oldest *world
	for _, w := range s.byName {
		if oldest == nil || w.used.Load() < oldest.used.Load() {
			oldest = w
		}
	}
	if oldest == nil || age-oldest.used.Load() < int64(s.idle) {
		return nil
	}
	s.remove(oldest)
	return oldest
}

// remove takes a world out, and gives back its room. The caller holds s.mu.
func (s *worlds) remove(w *world) {
	delete(s.byName, w.name)
	s.events.clear(&w.events)
	s.tokens.clear(&w.tokens)
}

// drop takes a world out, and reports whether it was there.
func (s *worlds) drop(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.byName[name]
	if ok {
		s.remove(w)
	}
	return ok
}

// follow moves a world to the server's clock, where there is one. The caller
// holds the world.
func (s *Server) follow(ctx context.Context, w *world) error {
	if s.options.Now == nil {
		return nil
	}
	to := s.options.Now()
	if to <= w.now {
		return nil
	}
	_, err := s.advance(ctx, w, to)
	return err
}

// advance moves a world's clock. The caller holds the world.
func (s *Server) advance(ctx context.Context, w *world, to voucher.Instant) ([]voucher.Event, error) {
	events, err := w.system.Advance(ctx, to)
	if err != nil {
		return nil, err
	}
	w.now = to
	s.book(w, events)
	return events, nil
}

// book adds events to the ledger of a test build. Where there is no room for all of
// them it ends before them, for good: a ledger has no gap. The world goes on.
func (s *Server) book(w *world, events []voucher.Event) {
	if s.options.World == nil || w.cut || len(events) == 0 {
		return
	}
	if w.cut = !s.worlds.events.take(&w.events, len(events)); !w.cut {
		if len(w.ledger)+len(events) > cap(w.ledger) {
			w.ledger = slices.Grow(w.ledger, len(w.ledger)+len(events)) // twice: by less, a long one is copied again and again
		}
		w.ledger = append(w.ledger, voucher.CloneEvents(events)...)
		return
	}
	w.writeCut()
}

// worldOf finds the world that a request is for, and answers itself where there
// is none.
func (s *Server) worldOf(w http.ResponseWriter, r *http.Request) *world {
	if s.sole != nil {
		return s.sole
	}
	switch names := r.Header[WorldHeader]; len(names) {
	case 0:
		writeProblem(w, faultWorldMissing.problem("write the world that POST "+ControlPath+"/worlds answered"))
	case 1:
		if found := s.worlds.find(names[0]); found != nil {
			return found
		}
		writeProblem(w, faultWorldUnknown.problem(""))
	default:
		writeProblem(w, faultMalformed.problem(WorldHeader+" is given twice; keep one"))
	}
	return nil
}

// fault is something that goes wrong on purpose after a command was done.
type fault struct {
	Kind         FaultKind `json:"kind"`
	Count        int       `json:"count"`
	Milliseconds int       `json:"milliseconds,omitzero"`
}

// Bounds of a fault.
const (
	faultCountMax = 1_000_000
	faultDelayMax = 10 * 60 * 1000
)

// check says what is wrong with a fault.
func (f *fault) check() error {
	switch {
	case !slices.Contains(faultKinds(), string(f.Kind)):
		return &malformed{"/kind", "write one of " + strings.Join(faultKinds(), ", ")}
	case f.Count < 1 || f.Count > faultCountMax:
		return &malformed{"/count", "write how many commands, from 1 to 1000000"}
	case (f.Kind == Delay) != (f.Milliseconds > 0) || f.Milliseconds > faultDelayMax || f.Milliseconds < 0:
		return &malformed{"/milliseconds", "write 1 to 600000 with delay, and nothing with the others"}
	}
	return nil
}

// expect lets the next commands go wrong.
func (w *world) expect(f fault) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.faults) >= faultsMost {
		return errNoRoom
	}
	if err := w.write(&noted{Fault: &f}); err != nil {
		return err
	}
	w.faults = append(w.faults, f)
	return nil
}

// nextFault takes the fault of the present command off the queue. The caller holds the
// world.
func (w *world) nextFault() (f fault, err error) {
	if len(w.faults) == 0 {
		return f, nil
	}
	if err := w.write(&noted{Struck: true}); err != nil {
		return f, err
	}
	f = w.faults[0]
	w.struck()
	return f, nil
}

// struck is behind one fault of the queue.
func (w *world) struck() {
	if w.faults[0].Count--; w.faults[0].Count == 0 {
		w.faults = w.faults[1:]
	}
}

// strike does what the fault says instead of answering, and reports whether the
// answer is still to be given.
func (f fault) strike(ctx context.Context, w http.ResponseWriter) bool {
	switch f.Kind {
	case DropAnswer:
		panic(http.ErrAbortHandler) // closes the connection without an answer
	case ErrorAfterCommit:
		writeProblem(w, faultInternal.problem("the command was done, and the answer was lost on purpose"))
		return false
	case Delay:
		late := time.NewTimer(time.Duration(f.Milliseconds) * time.Millisecond)
		defer late.Stop()
		select {
		case <-late.C:
		case <-ctx.Done():
		}
	}
	return true
}

// errWorldLimit says that a server has no room for another world.
var errWorldLimit = errors.New("too many worlds at a time")

// errNoRoom says that a shelf is full.
var errNoRoom = errors.New("no room")

// ReadSetup reads a setup as POST /control/v1/worlds does: strictly, with an
// error that says where it is wrong and what to write.
func ReadSetup(text []byte) (*voucher.Setup, error) {
	setup := &voucher.Setup{}
	if err := decode(text, setup); err != nil {
		return nil, err
	}
	if setup.At == 0 {
		return nil, &malformed{"/at", "write the world's first instant, such as 2026-01-05T00:00:00+05:00"}
	}
	return setup, checkCounts(setup)
}

// countMost is how many families and operators a setup may have: they are a number
// there, and one number more must not take all memory (BOTH-INPUT-001).
const countMost = 1 << 20

// checkCounts refuses a setup with more than that.
func checkCounts(s *voucher.Setup) error {
	for _, n := range []struct {
		pointer string
		count   int
	}{{"/families", s.Families}, {"/operators", s.Operators}} {
		if n.count > countMost {
			return &malformed{n.pointer, fmt.Sprintf("write at most %d", countMost)}
		}
	}
	return nil
}

// DrawSecret fills the secret key of a setup, under which its QR codes cannot be
// guessed, from the system's source of randomness, unless a driver has set one.
func DrawSecret(s *voucher.Setup) {
	if s.Secret == [16]byte{} {
		_, _ = rand.Read(s.Secret[:]) // never fails, says its documentation
	}
}
