package cluster_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/simulator/cluster"
	"github.com/vouch-kz/vouch/simulator/cluster/broker/brokertest"
)

// A part that workers have given back without beginning it is as good as new, however many they were: the first worker
// that makes the very job lives it.
func TestAPartThatIsGivenBackIsNotLost(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	job := &count{name: "given back", parts: 1}
	a, told := ask(t, address, job)
	q := open(t, a)
	done := make(chan error, 1)
	go func() { done <- q.Fold(t.Context(), (&sum{name: "given back"}).add) }()
	for n := range cluster.Tries + 2 {
		name := fmt.Sprint("wrong-", n)
		work(t, address, name, "v1", &count{name: "another", parts: 1})
		await(t, name+" is told of", func() bool { return told.has("worker " + name + " makes job") })
	}
	work(t, address, "right", "v1", job)
	if err := <-done; err != nil {
		t.Fatalf("got %v, want the results: nobody has begun the part before", err)
	}
	if job.lived() != 1 {
		t.Errorf("the part was lived %d times, want once", job.lived())
	}
}

// Its twin: lives that were begun and never came back count, also those before a part was given back.
func TestAPartThatIsGivenBackKeepsItsLives(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	free := make(chan struct{})
	defer close(free)
	job := &count{name: "lives", parts: 1, act: func(context.Context, int64, func()) error {
		<-free
		return nil
	}}
	a, _ := ask(t, address, job)
	a.Patience = 300 * time.Millisecond
	q := open(t, a)
	done := make(chan error, 1)
	go func() { done <- q.Fold(t.Context(), (&sum{name: "lives"}).add) }()
	for n := range cluster.Tries {
		if n == 2 {
			<-work(t, address, "wrong", "v1", &count{name: "another", parts: 1}).over
		}
		work(t, address, fmt.Sprint("still-", n), "v1", job)
		await(t, fmt.Sprintf("worker %d has begun", n), func() bool { return job.lived() == int64(n+1) })
	}
	work(t, address, "last", "v1", job)
	if err := <-done; err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%d workers have taken it, and none brought it back", cluster.Tries)) {
		t.Errorf("got %v, want that %d workers have taken it", err, cluster.Tries)
	}
	if job.lived() != cluster.Tries {
		t.Errorf("the part was begun %d times, want %d", job.lived(), cluster.Tries)
	}
}
