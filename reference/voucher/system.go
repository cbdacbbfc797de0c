package voucher

import (
	"context"
	"errors"
	"sync"
)

// ErrUnavailable is part of the error of a System that cannot take a call now,
// such as one whose disk is full. Do and Advance have then changed nothing: the
// same call may be made again later.
var ErrUnavailable = errors.New("not available now")

// System is a thing that takes commands under a clock that only its driver
// moves: the reference in process, or any build over a wire. An error means
// that it could not be asked; a no of the programme is a refusal in the answer.
type System interface {
	// Do carries out a command at the present instant. The command is the
	// caller's again on return; slices in the outcome are valid until the next
	// call.
	Do(ctx context.Context, cmd Command) (Outcome, error)
	// Advance moves the clock forward and carries out what falls due on the
	// way, in order of time. The events are valid until the next call. A
	// clock never goes back: that is an error.
	Advance(ctx context.Context, to Instant) ([]Event, error)
	// Query reads a record.
	Query(ctx context.Context, q *Query) (Record, error)
}

// World makes fresh systems, each with its own state and clock.
type World interface {
	// New makes a system. A setup that cannot be is an error.
	New(ctx context.Context, s *Setup) (System, error)
	// Capabilities says, as data, what the systems of this world can do.
	Capabilities(ctx context.Context) (Capabilities, error)
}

// Capabilities is what a target declares of itself, as data. A call that it
// lacks the ability for is answered with errors.ErrUnsupported.
type Capabilities struct {
	Name    string `json:"name"`    // of the build
	Version string `json:"version"` // of the build, as it names itself
	// Programmes says which of the two it runs: Gas, Food or Both.
	Programmes Programme `json:"programmes"`
	// Parties are those whose demands bind it: list, portal, wallet, provider,
	// store, local_body, traceability.
	Parties  []string `json:"parties"`
	Readings Readings `json:"readings"` // how it reads the open questions where it lacks Choices

	Clock    bool `json:"clock"`    // Advance moves the system's own clock
	Worlds   bool `json:"worlds"`   // every New is isolated from the others
	Settings bool `json:"settings"` // a setup's settings are taken: values of parameters
	Choices  bool `json:"choices"`  // a setup's readings are taken, whichever they are
	Reasons  bool `json:"reasons"`  // a refusal carries the reason's code, not only a no
	Events   bool `json:"events"`   // outcomes and advances tell the events
	Digest   bool `json:"digest"`   // AskDigest is answered
	// Prompt says that due work is done at its due instant, not only within its
	// day (BOTH-TIME-002): what compares instant by instant needs it.
	Prompt bool `json:"prompt"`
	// Answers says that a setup's answers of the providers' own systems are played.
	Answers bool `json:"answers,omitzero"`
	// Concurrent says that a system takes several callers at a time, and that what it
	// answers lasts. Without it a system in process or behind standard input is asked
	// by one at a time, and nothing races there; over HTTP every build takes several.
	Concurrent bool `json:"concurrent,omitzero"`
	// Expiry says that the control plane gives tokens that end at an instant of the
	// world's clock. It is the server's, not the system's: a system in process has no
	// tokens.
	Expiry bool `json:"expiry,omitzero"`
}

// Serial returns a System that lets one caller in at a time, in front of one
// that serves a single goroutine. What it answers is copied and lasts.
func Serial(s System) System { return &serial{system: s} }

type serial struct {
	mu     sync.Mutex
	system System
}

func (s *serial) Do(ctx context.Context, cmd Command) (Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := s.system.Do(ctx, cmd)
	return o.Clone(), err
}

func (s *serial) Advance(ctx context.Context, to Instant) ([]Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	events, err := s.system.Advance(ctx, to)
	return CloneEvents(events), err
}

func (s *serial) Query(ctx context.Context, q *Query) (Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.system.Query(ctx, q)
	return r.Clone(), err
}
