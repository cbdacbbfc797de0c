package agents

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// Agent is a process that drives portions of loads.
type Agent struct {
	Name    string // that Name returns, and no other agent has
	Version string // of the program: it drives for its own version only
	// Say is told what the agent does; nil: nobody.
	Say func(text string)

	gone time.Duration // how long its asking side may be silent; 0: gone
}

// Serve drives portions for whoever asks, one after the other, until ctx ends. A run that
// is under way then is stopped, what was found is kept for the asking side for as long as
// it is there, and Serve returns. The error says why nobody can be served.
func (a Agent) Serve(ctx context.Context, conn *nats.Conn) error {
	if a.Say == nil {
		a.Say = func(string) {}
	}
	a.gone = cmp.Or(a.gone, gone)
	s := &server{Agent: a, conn: conn, base: time.Now(), state: free, changed: make(chan struct{}, 1)}
	listens, err := conn.Subscribe(subjectOf(a.Name), s.asked)
	if err == nil {
		err = conn.Flush()
	}
	if err != nil {
		return fmt.Errorf("agents: %w", err)
	}
	defer func() { _ = listens.Unsubscribe() }() // of a closed connection there is nothing to take back
	beats, end := context.WithCancel(context.WithoutCancel(ctx))
	var all sync.WaitGroup
	all.Go(func() { broker.Beat(beats, conn, kind, s.changed, s.peer) })
	s.watch(ctx)
	end()
	all.Wait()
	return nil
}

// server is an agent at work.
type server struct {
	Agent
	conn    *nats.Conn
	base    time.Time // from which its clock counts
	changed chan struct{}

	mu      sync.Mutex
	state   state
	run     string
	heard   time.Time // when the asking side was heard last
	order   []byte
	agent   *load.Agent
	index   string // of the agent in the run, for what it tells
	stop    context.CancelFunc
	driven  chan struct{} // closed when its drive is over
	brought []piece
}

func (s *server) peer() broker.Peer {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := json.Marshal(doing{s.state, s.run, Host()})
	if err != nil {
		panic("agents: " + err.Error()) // three texts
	}
	return broker.Peer{Name: s.Name, Version: s.Version, Doing: d}
}

// watch waits for the end, and leaves a run whose asking side is gone.
func (s *server) watch(ctx context.Context) {
	tick := time.NewTicker(broker.BeatEvery)
	defer tick.Stop()
	ending := ctx.Done()
	for {
		select {
		case <-ending:
			ending = nil
			s.mu.Lock()
			if s.state == driving {
				s.stop()
			}
			s.mu.Unlock()
		case <-tick.C:
		}
		s.mu.Lock()
		lonely, over := s.state != free && time.Since(s.heard) > s.gone, ending == nil && (s.state == free || s.state == taken)
		s.mu.Unlock()
		if lonely {
			s.Say("the asking side is gone: its run is left")
			s.leave()
		}
		if over {
			return
		}
	}
}

// turn goes over to a state and says so.
func (s *server) turn(to state) {
	s.state = to
	select {
	case s.changed <- struct{}{}:
	default: // it will be said anyway
	}
}

// asked does what the asking side asks.
func (s *server) asked(m *nats.Msg) {
	r := nats.NewMsg(m.Reply)
	err := s.do(m, r)
	if err != nil {
		r.Header.Set(headerError, err.Error())
	}
	if m.Reply != "" {
		_ = m.RespondMsg(r) // who does not hear it asks again
	}
}

func (s *server) do(m, r *nats.Msg) error {
	do, run := m.Header.Get(headerDo), m.Header.Get(headerRun)
	if do == refuse {
		s.Say(string(m.Data))
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case do == claim && (s.state == free || s.run == run):
		if s.state == free {
			s.run, s.heard = run, time.Now()
			s.turn(taken)
			s.Say("taken by " + string(m.Data))
		}
		return nil
	case s.state == free || s.run != run:
		return errors.New("it is not taken by this run")
	}
	s.heard = time.Now()
	switch do {
	case order:
		return s.take(m)
	case clock:
		r.Data = strconv.AppendInt(nil, int64(time.Since(s.base)), 10)
	case begin:
		return s.begin(m)
	case still:
	case stop:
		if s.state == driving {
			s.stop()
		}
	case bring:
		return s.bring(m, r)
	case leave:
		go s.leave()
	default:
		return fmt.Errorf("%q is nothing that an agent does", do)
	}
	return nil
}

// take takes a piece of the order; with the last it has to be one.
func (s *server) take(m *nats.Msg) (err error) {
	n, err := strconv.Atoi(m.Header.Get(headerPiece))
	switch {
	case err != nil || s.state != taken:
		return errors.New("an order at the wrong time")
	case n*pieceBytes > len(s.order):
		return errors.New("a piece of the order is missing")
	}
	s.order = append(s.order[:n*pieceBytes], m.Data...) // the same piece may come twice
	if m.Header.Get(headerWhole) == "" {
		return nil
	}
	if s.agent, err = load.ReadOrder(s.order); err != nil {
		return err
	}
	s.index = m.Header.Get(headerAgent)
	s.Say(s.agent.String())
	return nil
}

// begin drives from an instant of the own clock.
func (s *server) begin(m *nats.Msg) error {
	at, err := strconv.ParseInt(string(m.Data), 10, 64)
	switch {
	case s.state == driving || s.state == done:
		return nil // it was asked already
	case err != nil || s.agent == nil:
		return errors.New("there is no order to drive")
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.stop, s.driven = cancel, make(chan struct{})
	s.turn(driving)
	go s.drive(ctx, s.agent, s.run, s.base.Add(time.Duration(at)), s.driven)
	return nil
}

// drive drives the portion, tells of every second, and keeps what was found.
func (s *server) drive(ctx context.Context, a *load.Agent, run string, at time.Time, driven chan struct{}) {
	defer close(driven)
	a.Drive(ctx, at, func(sealed []byte) {
		m := nats.NewMsg(secondsOf(run))
		m.Header.Set(headerAgent, s.index)
		m.Data = sealed
		_ = s.conn.PublishMsg(m) // the figures that follow hold all of it
	})
	found := pieces(a.Bring()...)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.brought = found
	s.turn(done)
	s.Say("done: it waits for the asking side")
}

// bring answers with a piece of what was found.
func (s *server) bring(m, r *nats.Msg) error {
	n, err := strconv.Atoi(m.Header.Get(headerPiece))
	if err != nil || s.state != done || n < 0 || n >= len(s.brought) {
		return errors.New("there is nothing to bring")
	}
	r.Data = s.brought[n].data
	r.Header.Set(headerPieces, strconv.Itoa(len(s.brought)))
	if s.brought[n].last {
		r.Header.Set(headerWhole, "yes")
	}
	return nil
}

// leave ends what is under way and makes the agent free.
func (s *server) leave() {
	s.mu.Lock()
	driven := s.driven
	if s.stop != nil {
		s.stop()
	}
	s.mu.Unlock()
	if driven != nil {
		<-driven
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.run, s.order, s.agent, s.stop, s.driven, s.brought = "", nil, nil, nil, nil, nil
	s.turn(free)
	s.Say("free")
}
