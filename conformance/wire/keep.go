package wire

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Lasting is a system that outlives the process.
type Lasting interface {
	voucher.System
	// Durable waits until all that was answered so far outlives the process.
	Durable(ctx context.Context) error
	// Note writes down a text that the server wants to know again after a start. An
	// error that is voucher.ErrUnavailable says that it was not.
	Note(text []byte) error
}

// Keep is how the worlds of a test build outlive the process.
type Keep struct {
	// Found are the worlds that outlived the one before.
	Found []FoundWorld
	// Make makes a world. An error that is voucher.ErrUnavailable says that it could
	// not be kept, any other that no world can be made of the setup.
	Make func(ctx context.Context, name string, s *voucher.Setup) (Lasting, error)
	// Drop deletes a world for good; one that is not there is no error.
	Drop func(name string) error
}

// FoundWorld is a world that outlived a process.
type FoundWorld struct {
	Name   string
	System Lasting
	Setup  *voucher.Setup
	Now    voucher.Instant
	Events []voucher.Event // all that ever happened in it
	Notes  [][]byte        // in the order in which they were written
}

// noted is what a server writes down of a world; one of its fields is set.
type noted struct {
	Token  *tokenAsked `json:"token,omitzero"`  // the next token, and whose it is
	Fault  *fault      `json:"fault,omitzero"`  // that was asked for
	Struck bool        `json:"struck,omitzero"` // the next command takes one
	Ends   *int        `json:"ends,omitzero"`   // the ledger does, behind so many events
}

// write notes something of a world that outlives the process.
func (w *world) write(n *noted) error {
	if w.note == nil {
		return nil
	}
	text, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("note of a world: %w", err)
	}
	return w.note(text)
}

// writeCut notes that the ledger has ended. Where that cannot be written nothing else
// can either, and the ledger of a later start may go on.
func (w *world) writeCut() {
	ends := len(w.ledger)
	_ = w.write(&noted{Ends: &ends})
}

// isGone reports whether a world was deleted while it was in somebody's hands.
func (w *world) isGone() bool { return w.tokens.gone.Load() }

// makeKept makes a world that outlives the process.
func (s *Server) makeKept(ctx context.Context, name string, setup *voucher.Setup) (*world, error) {
	system, err := s.options.Keep.Make(ctx, name, setup)
	if err != nil {
		return nil, err
	}
	return lastingWorld(name, system, setup), nil
}

func lastingWorld(name string, system Lasting, setup *voucher.Setup) *world {
	w := newWorld(name, system, setup.At)
	w.secret, w.durable, w.note = setup.Secret, system.Durable, system.Note
	return w
}

// forget deletes a world where it is kept. It answers nothing from now on, and stays
// in the list of worlds until that takes it out.
func (s *Server) forget(w *world) error {
	if s.options.Keep == nil {
		return nil
	}
	w.tokens.gone.Store(true)
	return s.options.Keep.Drop(w.name)
}

// takeFound takes in the worlds that outlived the process before: more than the limit,
// if there are more, until so many are deleted.
func (s *Server) takeFound() error {
	if s.options.World == nil || s.options.Keep.Make == nil || s.options.Keep.Drop == nil {
		return errors.New("wire: only worlds of a test build are kept, by somebody who makes and drops them")
	}
	for i := range s.options.Keep.Found {
		f := &s.options.Keep.Found[i]
		w := lastingWorld(f.Name, f.System, f.Setup)
		w.now = f.Now
		s.worlds.take(w)
		if err := s.remember(w, f); err != nil {
			return fmt.Errorf("wire: world %s: %w", f.Name, err)
		}
	}
	s.options.Keep.Found = nil // the worlds have them now
	return nil
}

// take takes in a world that was found.
func (s *worlds) take(w *world) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.used.Store(s.age())
	s.byName[w.name] = w
}

// remember puts back what the server knew of a world.
func (s *Server) remember(w *world, f *FoundWorld) error {
	ends := len(f.Events)
	for _, one := range f.Notes {
		var n noted
		if err := json.Unmarshal(one, &n, json.RejectUnknownMembers(true)); err != nil {
			return errors.New("a note of it is none that this program reads; use the program that wrote it")
		}
		switch {
		case n.Ends != nil:
			ends, w.cut = max(0, min(ends, *n.Ends)), true
		case n.Struck && len(w.faults) > 0:
			w.struck()
		case n.Fault != nil:
			w.faults = append(w.faults, *n.Fault)
		case n.Token != nil:
			if err := s.reissue(w, n.Token); err != nil {
				return err
			}
		}
	}
	if !s.worlds.events.take(&w.events, ends) {
		ends, w.cut = 0, true
	}
	w.ledger = slices.Clip(f.Events)
	if ends < len(f.Events) { // what is left out is not kept in memory either
		w.ledger = slices.Clone(f.Events[:ends])
	}
	return nil
}

// reissue makes a token again that was given before.
func (s *Server) reissue(w *world, t *tokenAsked) error {
	a, err := Actor{t.Role, t.ID}.actor()
	if err != nil {
		return fmt.Errorf("a token of it: %w", err)
	}
	s.worlds.tokens.take(&w.tokens, 1) // whether there is room or not: it was given
	w.issue(a, t.Until)
	return nil
}
