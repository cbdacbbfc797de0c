package broker

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// Peer is who takes part in something over NATS: what it says of itself every BeatEvery, to whoever listens.
type Peer struct {
	Name    string          `json:"name"`            // of the machine and process: unique among those that take part
	Version string          `json:"version"`         // of the program
	Doing   json.RawMessage `json:"doing,omitempty"` // whatever those that take part tell each other
	Gone    bool            `json:"gone,omitempty"`  // the last word: it leaves
}

// BeatEvery is how often a peer speaks, and Silence how long one is silent that is taken for gone.
const (
	BeatEvery = time.Second
	Silence   = 5 * BeatEvery
)

// beatSubject is where the peers of one kind, such as worker, speak.
func beatSubject(kind string) string { return "vouch.beat." + strings.ReplaceAll(kind, " ", "-") }

// Beat says what say returns, at once, then every BeatEvery and whenever now yields something (nil: never), until the
// context ends; then it says that the peer is gone. Nobody has to listen. It returns when all is said.
func Beat(ctx context.Context, conn *nats.Conn, kind string, now <-chan struct{}, say func() Peer) {
	every := time.NewTicker(BeatEvery)
	defer every.Stop()
	for {
		publish(conn, kind, say())
		select {
		case <-ctx.Done():
			p := say()
			p.Gone = true
			publish(conn, kind, p)
			_ = conn.FlushTimeout(BeatEvery) // a lost connection says the same
			return
		case <-every.C:
		case <-now:
		}
	}
}

// publish speaks where there is a connection: old beats tell nobody anything.
func publish(conn *nats.Conn, kind string, p Peer) {
	if conn.Status() != nats.CONNECTED {
		return
	}
	said, err := json.Marshal(p)
	if err != nil {
		panic("broker: " + err.Error()) // what a peer does is our own JSON
	}
	_ = conn.Publish(beatSubject(kind), said) // the next beat comes anyway
}

// Roster knows which peers of a kind are there. Its methods may be called by several goroutines.
type Roster struct {
	mine    string
	heard   func(Peer)
	mu      sync.Mutex
	peers   map[string]*seen
	refused []Peer
	listens *nats.Subscription
}

// seen is a peer and when it spoke last.
type seen struct {
	Peer
	at time.Time
}

// Listen begins to count the peers of a kind. Those of another version than the own one are kept apart: they take no
// part. heard is called with every beat of the own version, by one goroutine; it may be nil. The caller closes it.
func Listen(conn *nats.Conn, kind, version string, heard func(Peer)) (*Roster, error) {
	r := &Roster{mine: version, heard: heard, peers: map[string]*seen{}}
	var err error
	r.listens, err = conn.Subscribe(beatSubject(kind), r.hear)
	if err == nil {
		err = conn.FlushTimeout(dialTimeout)
	}
	if err != nil {
		return nil, fmt.Errorf("listening for %ss: %w", kind, err)
	}
	return r, nil
}

// hear notes a beat. What is no beat is passed over: anybody may publish.
func (r *Roster) hear(m *nats.Msg) {
	var p Peer
	if json.Unmarshal(m.Data, &p) != nil || p.Name == "" {
		return
	}
	r.mu.Lock()
	first := r.peers[p.Name] == nil
	if p.Gone {
		delete(r.peers, p.Name)
	} else {
		r.peers[p.Name] = &seen{p, time.Now()}
	}
	if p.Version != r.mine && first && !p.Gone {
		r.refused = append(r.refused, p)
	}
	r.mu.Unlock()
	if p.Version == r.mine && r.heard != nil {
		r.heard(p)
	}
}

// Here lists the peers of the own version that spoke within Silence, by name.
func (r *Roster) Here() []Peer {
	r.mu.Lock()
	defer r.mu.Unlock()
	var here []Peer
	for name, p := range r.peers {
		switch {
		case time.Since(p.at) > Silence:
			delete(r.peers, name)
		case p.Version == r.mine:
			here = append(here, p.Peer)
		}
	}
	slices.SortFunc(here, func(a, b Peer) int { return cmp.Compare(a.Name, b.Name) })
	return here
}

// Refused lists the peers of another version that came since it was last asked, each once for every time it came.
func (r *Roster) Refused() []Peer {
	r.mu.Lock()
	defer r.mu.Unlock()
	came := r.refused
	r.refused = nil
	return came
}

// Close ends the listening.
func (r *Roster) Close() {
	_ = r.listens.Unsubscribe() // of a closed connection there is nothing to take back
}

// Refusal says why a peer of another version takes no part beside the own version.
func (p Peer) Refusal(kind, mine string) string {
	return fmt.Sprintf("%s %s runs vouch %s and takes no part, for this is vouch %s; install the same on both", kind, p.Name, p.Version, mine)
}
