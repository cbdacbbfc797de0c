package agents

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// Asking says who asks for agents, and for how many.
type Asking struct {
	Name    string // that Name returns
	Version string // of the program: agents of another are refused
	Agents  int
	Wait    time.Duration // for so many to be there and free
	// Say is told who comes and who is refused; nil: nobody.
	Say func(text string)
}

// Crew is so many agents that are taken for a run.
type Crew struct {
	conn   *nats.Conn
	run    string
	say    func(string)
	roster *broker.Roster
	hush   func() // ends what lets agents know that the asking side is there

	mu    sync.Mutex
	hands []*hand
}

// hand is one of the agents.
type hand struct {
	name, host string
	offset     time.Duration // of its clock, counted from its base, to that of the asking side
	uncertain  time.Duration
	drift      time.Duration

	heard time.Time // when its last word came
	state state
	bye   bool // it said that it leaves
	lost  string
	home  bool // all that it found is here
}

// gatherEvery is how often is looked who has come.
const gatherEvery = 100 * time.Millisecond

// Gather takes as many free agents as are asked for. The caller releases them. The error
// is *Missing where there are too few, and says who was refused and why.
func (a Asking) Gather(ctx context.Context, conn *nats.Conn) (*Crew, error) {
	if a.Say == nil {
		a.Say = func(string) {}
	}
	c := &Crew{conn: conn, run: rand.Text(), say: a.Say}
	var err error
	if c.roster, err = broker.Listen(conn, kind, a.Version, c.beat); err != nil {
		return nil, fmt.Errorf("agents: %w", err)
	}
	c.hush = c.breathe() // from now on: who is taken waits for the others, and then for the town
	if err := c.gather(ctx, &a); err != nil {
		c.Release()
		return nil, err
	}
	return c, nil
}

func (c *Crew) gather(ctx context.Context, a *Asking) error {
	late := time.NewTimer(a.Wait)
	defer late.Stop()
	look := time.NewTicker(gatherEvery)
	defer look.Stop()
	var refused []string
	busy := map[string]string{}
	for {
		for _, p := range c.roster.Refused() {
			why := p.Refusal(kind, a.Version)
			refused = append(refused, why)
			c.say(why)
			_ = c.conn.PublishMsg(asked(p.Name, c.run, refuse, []byte(fmt.Sprintf("%s asked for agents of vouch %s, and this is vouch %s: it takes no part", a.Name, a.Version, p.Version))))
		}
		for _, p := range c.roster.Here() {
			if len(c.hands) == a.Agents {
				break
			}
			if d := doingOf(p.Doing); d.State != free {
				if d.Run != c.run {
					busy[p.Name] = "it drives for somebody else"
				}
				continue
			}
			delete(busy, p.Name)
			if c.of(p.Name) != nil {
				continue
			}
			if _, err := askOnce(ctx, c.conn, asked(p.Name, c.run, claim, []byte(a.Name))); err != nil {
				busy[p.Name] = reason(err)
				continue
			}
			c.take(&p)
		}
		if len(c.hands) == a.Agents {
			return nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-late.C:
			return c.tooFew(a, refused, busy)
		case <-look.C:
		}
	}
}

func (c *Crew) take(p *broker.Peer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hands = append(c.hands, &hand{name: p.Name, host: doingOf(p.Doing).Host, heard: time.Now(), state: taken})
	c.say(fmt.Sprintf("agent %d: %s", len(c.hands), p.Name))
}

func (c *Crew) tooFew(a *Asking, refused []string, busy map[string]string) error {
	text := fmt.Sprintf("%d of %d agents came within %v; start vouch worker --for load on as many machines, with the same --nats", len(c.hands), a.Agents, a.Wait)
	for name, why := range busy {
		text += fmt.Sprintf("\nagent %s: %s", name, why)
	}
	return missing("%s", strings.Join(append([]string{text}, refused...), "\n"))
}

// of returns the agent with a name; nil: it is none of the crew.
func (c *Crew) of(name string) *hand {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, h := range c.hands {
		if h.name == name {
			return h
		}
	}
	return nil
}

// beat notes what an agent says of itself.
func (c *Crew) beat(p broker.Peer) {
	h := c.of(p.Name)
	if h == nil {
		return
	}
	d := doingOf(p.Doing)
	c.mu.Lock()
	defer c.mu.Unlock()
	if d.Run == c.run {
		h.state, h.heard = d.State, time.Now()
	}
	h.bye = h.bye || p.Gone
}

// Release lets all agents go.
func (c *Crew) Release() {
	c.roster.Close()
	c.hush()
	for _, h := range c.hands {
		_ = c.conn.PublishMsg(asked(h.name, c.run, leave, nil)) // who does not hear it notices by itself that nobody is there
	}
	_ = c.conn.FlushTimeout(answerWithin)
}

// ask asks one of the crew until it answers, says no, or is lost.
func (c *Crew) ask(ctx context.Context, h *hand, do string, data []byte, headers ...string) (*nats.Msg, error) {
	var nobody time.Time
	for {
		m := asked(h.name, c.run, do, data)
		for i := 0; i+1 < len(headers); i += 2 {
			m.Header.Set(headers[i], headers[i+1])
		}
		r, err := askOnce(ctx, c.conn, m)
		if err == nil {
			c.mu.Lock()
			h.heard = time.Now()
			c.mu.Unlock()
			return r, nil
		}
		var no *said
		switch {
		case errors.As(err, &no), ctx.Err() != nil:
			return nil, err
		case !errors.Is(err, nats.ErrNoResponders):
			nobody = time.Time{}
		case nobody.IsZero():
			nobody = time.Now()
		case time.Since(nobody) > unanswered:
			return nil, err
		}
		if c.silent(h) > gone {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(gatherEvery):
		}
	}
}

// silent is for how long nothing was heard of an agent.
func (c *Crew) silent(h *hand) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Since(h.heard)
}

// clockRounds is how often a clock is asked; the shortest way tells it best.
const clockRounds = 24

// clockOf finds by how much an agent's clock is ahead of ours, counted from base, give or
// take half of the shortest round trip.
func (c *Crew) clockOf(ctx context.Context, h *hand, base time.Time) (offset, uncertain time.Duration, err error) {
	uncertain = time.Hour
	for range clockRounds {
		sent := time.Since(base)
		r, err := c.ask(ctx, h, clock, nil)
		back := time.Since(base)
		if err != nil {
			return 0, 0, err
		}
		there, err := strconv.ParseInt(string(r.Data), 10, 64)
		if err != nil {
			return 0, 0, fmt.Errorf("it says that the time is %q", r.Data)
		}
		if half := (back - sent) / 2; half < uncertain {
			offset, uncertain = time.Duration(there)-sent-half, half
		}
	}
	return offset, uncertain, nil
}
