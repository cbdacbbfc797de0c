package agents_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/conformance/load/agents"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// place is a NATS server, and a build that can be loaded.
type place struct {
	*testing.T
	server *broker.Server
	target load.Target

	mu   sync.Mutex
	said []string
}

func newPlace(t *testing.T) *place {
	t.Helper()
	server, err := broker.Embed(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	build, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(build)
	t.Cleanup(listener.Close)
	client, err := wire.NewClient(listener.URL, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close(context.Background()) })
	return &place{T: t, server: server, target: load.Target{Client: client, URL: listener.URL, Own: true}}
}

func (p *place) dial() *nats.Conn {
	p.Helper()
	conn, err := broker.Dial(p.Context(), p.server.Options())
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(conn.Close)
	return conn
}

// serve lets an agent serve until the test ends or the returned function is called.
func (p *place) serve(name, version string) (conn *nats.Conn, end func()) {
	p.Helper()
	return p.run(agents.Agent{Name: name, Version: version, Say: p.say(name)})
}

func (p *place) run(a agents.Agent) (conn *nats.Conn, end func()) {
	p.Helper()
	conn = p.dial()
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan struct{})
	go func() {
		defer close(over)
		if err := a.Serve(ctx, conn); err != nil {
			p.Errorf("agent %s: %v", a.Name, err)
		}
	}()
	end = func() {
		cancel()
		<-over
	}
	p.Cleanup(end)
	return conn, end
}

// say keeps what somebody says.
func (p *place) say(name string) func(string) {
	return func(text string) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.said = append(p.said, name+": "+text)
	}
}

func (p *place) heard() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.said, "\n")
}

func (p *place) gather(n int, wait time.Duration) (*agents.Crew, error) {
	p.Helper()
	return p.gatherOver(p.dial(), n, wait)
}

func (p *place) gatherOver(conn *nats.Conn, n int, wait time.Duration) (*agents.Crew, error) {
	return agents.Asking{Name: "asking", Version: "1", Agents: n, Wait: wait, Say: p.say("asking")}.Gather(p.Context(), conn)
}

// drive drives a rate for a span by so many agents.
func (p *place) drive(ctx context.Context, n int, rate float64, span time.Duration, watch func(load.Progress)) (*load.Result, error) {
	p.Helper()
	crew, err := p.gather(n, 20*time.Second)
	if err != nil {
		p.Fatal(err)
	}
	defer crew.Release()
	profile, err := load.ParseProfile("constant", rate, span)
	if err != nil {
		p.Fatal(err)
	}
	o := load.Options{Families: 60, Stores: 3, Hot: 0.5, Shares: load.UsualShares(), Seed: 3, Connections: 8, Watch: watch}
	return load.Run(ctx, p.target, o, &load.Course{Profile: profile, Poisson: true, Team: crew.Team()})
}

// wrongs are the assertions that do not hold.
func wrongs(r *load.Result) (all []string) {
	for _, a := range r.Money.Asserted {
		if a.Broken > 0 {
			all = append(all, a.Assertion)
		}
	}
	return all
}

func TestAgentsDriveTogether(t *testing.T) {
	p := newPlace(t)
	for _, name := range []string{"a", "b", "c"} {
		p.serve(name, "1")
	}
	for range 2 { // whoever has driven is free again
		var seconds int
		r, err := p.drive(t.Context(), 3, 150, 1500*time.Millisecond, func(load.Progress) { seconds++ })
		if err != nil {
			t.Fatal(err)
		}
		if got := wrongs(r); len(got) > 0 || !r.Money.Certain() || r.Money.Purchases < 100 || r.Interrupted {
			t.Errorf("assertions %v do not hold, %d purchases, unread %q, want the money right", got, r.Money.Purchases, r.Money.Unread)
		}
		d := &r.Drives[0]
		if len(r.Agents) != 3 || d.Offered != d.Planned || d.Planned < 100 || seconds == 0 || int64(d.Expected) != 225 {
			t.Errorf("%d agents, %d of %d journeys of some %v, told %d times, want all of the plan", len(r.Agents), d.Offered, d.Planned, d.Expected, seconds)
		}
		for i, a := range r.Agents {
			if a.Lost != "" || a.Driven == nil || a.Driven.Digest != d.Digest || a.Uncertain <= 0 || a.Uncertain > time.Second || a.Name == "" || a.Families != 20 {
				t.Errorf("agent %d: %+v, want a third of the families, the plan of all, and a clock that is known", i+1, a.Ended)
			}
		}
	}
}

// TestAnAgentWaitsForWhatComesBeforeTheDrive: others are slow to come, and a large town
// takes minutes to set up. Who is taken stays for as long as the asking side is there.
func TestAnAgentWaitsForWhatComesBeforeTheDrive(t *testing.T) {
	const silence = 3 * time.Second
	p := newPlace(t)
	p.run(agents.LeftAfter(agents.Agent{Name: "early", Version: "1", Say: p.say("early")}, silence))
	conn, whole := p.dial(), make(chan *agents.Crew, 1)
	go func() {
		crew, err := p.gatherOver(conn, 2, time.Minute)
		if err != nil {
			p.Errorf("two agents, one of which is late: %v, want both", err)
		}
		whole <- crew
	}()
	<-time.After(2 * silence) // the late one is on its way
	p.serve("late", "1")
	crew := <-whole
	if crew == nil {
		t.FailNow()
	}
	defer crew.Release()
	<-time.After(2 * silence) // the town is set up
	if strings.Contains(p.heard(), "its run is left") {
		t.Fatalf("the agent left before the drive, want it to wait: the asking side is there\n%s", p.heard())
	}
	profile, err := load.ParseProfile("constant", 50, 300*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	r, err := load.Run(t.Context(), p.target, load.Options{Families: 20, Stores: 2, Seed: 1, Connections: 4}, &load.Course{Profile: profile, Team: crew.Team()})
	if err != nil || r.Drives[0].Completed == 0 {
		t.Errorf("the drive after a long pause: %v, want it driven", err)
	}
}

// TestTooFewAgentsAreTold: how many came, and why others did not: busy, or another version.
func TestTooFewAgentsAreTold(t *testing.T) {
	p := newPlace(t)
	for name, version := range map[string]string{"a": "1", "b": "1", "old": "0"} {
		p.serve(name, version)
	}
	first, err := p.gather(1, 20*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.gather(2, 2500*time.Millisecond)
	var missing *agents.Missing
	if !errors.As(err, &missing) {
		t.Fatalf("two of one free agent: %v, want an error", err)
	}
	for _, want := range []string{"1 of 2 agents came within 2.5s", "vouch worker --for load", "drives for somebody else", "agent old runs vouch 0 and takes no part, for this is vouch 1"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it is told %q, want it to say %q", err, want)
		}
	}
	if heard := p.heard(); !strings.Contains(heard, "old: asking asked for agents of vouch 1, and this is vouch 0") {
		t.Errorf("the agent of another version is told nothing, want why it takes no part\n%s", heard)
	}
	first.Release()
	both, err := p.gather(2, 20*time.Second)
	if err != nil {
		t.Fatalf("after both were released: %v, want two agents\nwho is left is free for others", err)
	}
	both.Release()
}

// TestAnAgentThatDiesIsTold: the run ends, names it, and checks what it can.
func TestAnAgentThatDiesIsTold(t *testing.T) {
	p := newPlace(t)
	doomed, _ := p.serve("doomed", "1")
	p.serve("other", "1")
	var once sync.Once
	begun := time.Now()
	r, err := p.drive(t.Context(), 2, 100, time.Hour, func(q load.Progress) {
		if q.Completed > 20 {
			once.Do(doomed.Close) // as its process would, when it is killed
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("it took %v, want it over soon after the agent died", took)
	}
	why := fmt.Sprint(r.Because)
	if r.Verdict() != load.NotTrusted || !strings.Contains(why, "(doomed), Cause nobody answers for it any more: its process has ended, or has lost NATS, Families 30") {
		t.Errorf("verdict %s because %q, want that it is not trusted, and who was lost", r.Verdict(), why)
	}
	if got := wrongs(r); len(got) > 0 || r.Money.Unbooked != 30 || r.Money.Purchases == 0 || r.Money.Unread != "" {
		t.Errorf("assertions %v do not hold, %d purchases, %d families without books, want the other agent's families right", got, r.Money.Purchases, r.Money.Unbooked)
	}
}

// TestAnAgentThatIsStoppedBringsHomeWhatItHas: its books are whole, and the plan is not.
func TestAnAgentThatIsStoppedBringsHomeWhatItHas(t *testing.T) {
	p := newPlace(t)
	_, end := p.serve("stopped", "1")
	p.serve("other", "1")
	stop := make(chan struct{})
	go func() {
		<-stop
		end()
	}()
	var once sync.Once
	r, err := p.drive(t.Context(), 2, 100, 4*time.Second, func(q load.Progress) {
		if q.Completed > 20 {
			once.Do(func() { close(stop) })
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if why := fmt.Sprint(r.Because); r.Verdict() != load.NotTrusted || !regexp.MustCompile(`agent-stopped of agent \d \(stopped\)`).MatchString(why) {
		t.Errorf("verdict %s because %q, want it said that an agent was stopped", r.Verdict(), why)
	}
	if got := wrongs(r); len(got) > 0 || !r.Money.Certain() {
		t.Errorf("assertions %v do not hold, %d families without books, want all to hold: nothing is lost", got, r.Money.Unbooked)
	}
}

func TestAnInterruptStopsAllAgents(t *testing.T) {
	p := newPlace(t)
	p.serve("a", "1")
	p.serve("b", "1")
	ctx, cancel := context.WithCancel(t.Context())
	r, err := p.drive(ctx, 2, 100, time.Hour, func(q load.Progress) {
		if q.Completed > 20 {
			cancel()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := wrongs(r); r.Verdict() != load.CutShort || !r.Money.Certain() || len(got) > 0 || r.Money.Purchases < 10 {
		t.Errorf("verdict %s, assertions %v do not hold, %d purchases, want an interrupted run whose money is right", r.Verdict(), got, r.Money.Purchases)
	}
	crew, err := p.gather(2, 20*time.Second)
	if err != nil {
		t.Fatalf("after an interrupt: %v, want both agents free again", err)
	}
	crew.Release()
}

// TestAnOrderThatIsNoneBeginsNothing: the agent says what is wrong with it.
func TestAnOrderThatIsNoneBeginsNothing(t *testing.T) {
	p := newPlace(t)
	p.serve("a", "1")
	crew, err := p.gather(1, 20*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer crew.Release()
	heard := func(int, []byte) error { return nil }
	_, err = crew.Team().Drive(t.Context(), [][]byte{slices.Repeat([]byte("no order"), 100_000)}, heard)
	var missing *agents.Missing
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "agent 1 (a) does not take its order: load: no message of a load") {
		t.Errorf("got %v, want that the agent does not take it, and why", err)
	}
}
