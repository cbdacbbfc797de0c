package cluster_test

import (
	"context"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/simulator/cluster"
	"github.com/vouch-kz/vouch/simulator/cluster/broker"
	"github.com/vouch-kz/vouch/simulator/cluster/broker/brokertest"
)

// patienceOf is how long the server waits for a part that was taken, for all studies of a version.
func patienceOf(t *testing.T, address string) time.Duration {
	t.Helper()
	js, err := broker.JetStream(t.Context(), dial(t, address))
	if err != nil {
		t.Fatal(err)
	}
	queue := cluster.QueueOf("v1")
	c, err := js.Consumer(t.Context(), queue.Stream, queue.Consumer)
	if err != nil {
		t.Fatal(err)
	}
	return c.CachedInfo().Config.AckWait
}

// All studies of a version have one queue, and so one patience: a study with less of it does not take parts away from one
// with more that is at work. Its twins, a study with more and one that comes when nothing is at work, have their own.
func TestTheImpatientTakeNoPartsAway(t *testing.T) {
	t.Parallel()
	_, address := brokertest.Serve(t, brokertest.Kept(t))
	begun, free := make(chan struct{}), make(chan struct{})
	job := &count{name: "patient", parts: 1, act: func(ctx context.Context, _ int64, beat func()) error {
		close(begun)
		beating(ctx, beat, free)
		return nil
	}}
	w := work(t, address, "a", "v1", job)
	patient, _ := ask(t, address, job)
	patient.Patience = time.Minute
	q := open(t, patient)
	done := make(chan error, 1)
	go func() { done <- q.Fold(t.Context(), (&sum{name: "patient"}).add) }()
	<-begun
	comes := func(name string, patience time.Duration) {
		a, _ := ask(t, address, &count{name: name, parts: 1})
		a.Patience = patience
		open(t, a)
	}
	for _, tt := range []struct {
		name           string
		patience, want time.Duration
		why            string
	}{
		{"less", time.Second, time.Minute, "a part of a study with a minute is at work"},
		{"more", 2 * time.Minute, 2 * time.Minute, "more patience takes nothing away"},
	} {
		if comes(tt.name, tt.patience); patienceOf(t, address) != tt.want {
			t.Errorf("a study with a patience of %v comes: the queue has %v, want %v: %s", tt.patience, patienceOf(t, address), tt.want, tt.why)
		}
	}
	close(free)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	w.stop() // it has taken the part out of the queue by then
	if comes("alone", time.Second); patienceOf(t, address) != time.Second {
		t.Errorf("a study with a patience of a second comes when nothing is at work: the queue has %v, want its own", patienceOf(t, address))
	}
}
