package cluster_test

import (
	"context"
	"testing"

	"github.com/vouch-kz/vouch/simulator/cluster"
	"github.com/vouch-kz/vouch/simulator/cluster/broker/brokertest"
)

// bulky is a job whose parts take no time and are as large as those of a study of two worlds.
type bulky struct{ parts int64 }

func (b *bulky) ID() string   { return "b01d" }
func (b *bulky) Parts() int64 { return b.parts }

func (b *bulky) Live(_ context.Context, n int64, _ func()) ([]byte, error) {
	part := make([]byte, 180<<10)
	part[0] = byte(n)
	return part, nil
}

// BenchmarkPart is what the way of one part takes: into the queue, to a worker, into the store and to the asking side.
func BenchmarkPart(b *testing.B) {
	_, address := brokertest.Serve(b, brokertest.Kept(b))
	job := &bulky{int64(b.N)}
	conn, others := dial(b, address), dial(b, address)
	ctx, stop := context.WithCancel(b.Context())
	over := make(chan error, 1)
	go func() {
		_, err := (&cluster.Worker{Conn: others, Name: "a", Version: "v1", Slots: 4, Open: func(string, []byte) (cluster.Job, error) { return job, nil }}).Serve(ctx)
		over <- err
	}()
	q, err := (&cluster.Ask{Conn: conn, Name: "asker", Version: "v1", Job: job, Kind: "bulky", Document: []byte("all")}).Open(ctx)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(180 << 10)
	b.ResetTimer()
	if err := q.Fold(ctx, func(int64, []byte) (bool, error) { return false, nil }); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	if err := q.Close(ctx, false); err != nil {
		b.Fatal(err)
	}
	stop()
	if err := <-over; err != nil {
		b.Fatal(err)
	}
}
