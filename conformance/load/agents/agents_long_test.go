//go:build long

package agents_test

import (
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
)

// TestWhoIsLeftAloneIsFreeAgain: an asking side that dies says nothing; its agents notice,
// end what they drive, and serve the next one.
func TestWhoIsLeftAloneIsFreeAgain(t *testing.T) {
	p := newPlace(t)
	p.serve("a", "1")
	lost := p.dial()
	crew, err := p.gatherOver(lost, 1, 20*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	profile, err := load.ParseProfile("constant", 50, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	dead := make(chan struct{})
	go func() { // it is over for this side when its connection is, whatever it finds
		defer close(dead)
		told := func(load.Progress) { lost.Close() }
		_, _ = load.Run(t.Context(), p.target, load.Options{Families: 20, Stores: 2, Seed: 1, Connections: 4, Watch: told}, &load.Course{Profile: profile, Team: crew.Team()})
	}()
	next, err := p.gather(1, time.Minute)
	if err != nil {
		t.Fatalf("%v, want the agent that was left alone\n%s", err, p.heard())
	}
	next.Release()
	if !strings.Contains(p.heard(), "a: the asking side is gone: its run is left") {
		t.Errorf("the agent does not say why it is free\n%s", p.heard())
	}
	<-dead
}
