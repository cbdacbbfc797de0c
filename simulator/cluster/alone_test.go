package cluster_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/simulator/cluster"
	"github.com/vouch-kz/vouch/simulator/cluster/broker/brokertest"
)

// Two that ask for the very same at once would take the parts from each other: the second is refused.
func TestTheSameIsAskedForOnce(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	a, _ := ask(t, address, &count{name: "once", parts: 10})
	open(t, a)
	b, _ := ask(t, address, &count{name: "once", parts: 10})
	if _, err := b.Open(t.Context()); err == nil || !strings.Contains(err.Error(), "asker asks for this very count already") {
		t.Errorf("got %v, want that somebody else asks", err)
	}
	c, _ := ask(t, address, &count{name: "another", parts: 10})
	open(t, c)
}

// Of two that come at the same moment one asks, and the other one is told by whom it is done: were both let in, the first
// to end would take the parts away from the other. When it has ended the same may be asked for again.
func TestTheSameIsAskedForOnceAtTheSameMoment(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	a, _ := ask(t, address, nil)
	b, _ := ask(t, address, nil)
	for round := range 20 {
		a.Job = &count{name: fmt.Sprint("moment ", round), parts: 1}
		b.Job = a.Job
		start := make(chan struct{})
		in := make(chan *cluster.Asked, 2)
		for _, one := range []*cluster.Ask{a, b} {
			go func() {
				<-start
				q, err := one.Open(t.Context())
				if err != nil && !strings.Contains(err.Error(), "asker asks for this very count already") {
					t.Errorf("round %d: %v, want that somebody else asks", round, err)
				}
				in <- q
			}()
		}
		close(start)
		first, second := <-in, <-in
		if (first == nil) == (second == nil) {
			t.Fatalf("round %d: both or neither ask for the same at once, want one", round)
		}
		if second != nil {
			first = second
		}
		if err := first.Close(t.Context(), false); err != nil {
			t.Fatal(err)
		}
	}
	again, _ := ask(t, address, &count{name: "moment", parts: 1})
	for range 2 {
		if err := open(t, again).Close(t.Context(), false); err != nil {
			t.Fatal(err)
		}
	}
	nothingLeft(t, address)
}
