package broker_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// await asks until something holds, and fails the test where it does not within a time that no load explains.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(30 * time.Second); ; {
		if holds() {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("not within 30 s: %s", what)
		}
	}
}

// Who beats is counted, with what it does; who leaves is not; another version is named, and never counted.
func TestPeersAreCountedAndStrangersNamed(t *testing.T) {
	s := embed(t, t.TempDir())
	told := make(chan broker.Peer, 100)
	roster, err := broker.Listen(dial(t, s.Options()), "worker", "v1", func(p broker.Peer) { told <- p })
	if err != nil {
		t.Fatal(err)
	}
	defer roster.Close()
	join := func(kind, name, version string) (leave func()) {
		ctx, cancel := context.WithCancel(t.Context())
		conn, over := dial(t, s.Options()), make(chan struct{})
		go func() {
			defer close(over)
			broker.Beat(ctx, conn, kind, nil, func() broker.Peer {
				return broker.Peer{Name: name, Version: version, Doing: json.RawMessage(`{"part":7}`)}
			})
		}()
		return func() {
			cancel()
			<-over
		}
	}
	leave := join("worker", "b", "v1")
	defer join("worker", "a", "v1")()
	defer join("worker", "c", "v2")()
	defer join("agent", "d", "v1")()
	var strangers []broker.Peer
	await(t, "two workers of this version, one of another", func() bool {
		strangers = append(strangers, roster.Refused()...)
		return len(roster.Here()) == 2 && len(strangers) == 1
	})
	if here := roster.Here(); here[0].Name != "a" || here[1].Name != "b" || string(here[0].Doing) != `{"part":7}` {
		t.Errorf("%+v, want a and b with what they do", here)
	}
	said := strangers[0].Refusal("worker", "v1")
	for _, want := range []string{"worker c", "v2", "v1", "install the same"} {
		if !strings.Contains(said, want) {
			t.Errorf("of the stranger is said %q, want %q in it", said, want)
		}
	}
	leave()
	await(t, "b is gone as soon as it says so, not after a silence", func() bool { return len(roster.Here()) == 1 })
	if more := roster.Refused(); len(more) > 0 {
		t.Errorf("%+v are named again, want each once", more)
	}
	for len(told) > 0 {
		if p := <-told; p.Version != "v1" {
			t.Errorf("%+v was told, want those of the own version", p)
		}
	}
}

// What anybody else publishes where peers speak harms nobody.
func TestWhatIsNoBeatIsPassedOver(t *testing.T) {
	s := embed(t, t.TempDir())
	conn := dial(t, s.Options())
	roster, err := broker.Listen(conn, "worker", "v1", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer roster.Close()
	for _, said := range []string{"", "{", "[]", `{"name":7}`, `{"version":"v1"}`, `{"name":"a","version":"v1"}`} {
		if err := conn.Publish("vouch.beat.worker", []byte(said)); err != nil {
			t.Fatal(err)
		}
	}
	await(t, "the one beat among them counts", func() bool { return len(roster.Here()) == 1 })
}
