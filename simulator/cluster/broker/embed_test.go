package broker_test

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// embed starts an embedded server that ends with the test.
func embed(t *testing.T, dir string) *broker.Server {
	t.Helper()
	s, err := broker.Embed(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Shutdown)
	return s
}

func dial(t *testing.T, o broker.Options) *nats.Conn {
	t.Helper()
	conn, err := broker.Dial(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn
}

// What an embedded server was given stands in its folder, and the next one there has it.
func TestAnEmbeddedServerKeepsWhatItWasGiven(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "by it")
	keep := func(s *broker.Server, do func(jetstream.JetStream)) {
		conn := dial(t, s.Options())
		js, err := broker.JetStream(t.Context(), conn)
		if err != nil {
			t.Fatal(err)
		}
		do(js)
		conn.Close()
		s.Shutdown()
	}
	keep(embed(t, dir), func(js jetstream.JetStream) {
		kept, err := js.CreateObjectStore(t.Context(), jetstream.ObjectStoreConfig{Bucket: "kept"})
		if err == nil {
			_, err = kept.PutString(t.Context(), "part", "of a study")
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	keep(embed(t, dir), func(js jetstream.JetStream) {
		kept, err := js.ObjectStore(t.Context(), "kept")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := kept.GetString(t.Context(), "part"); got != "of a study" || err != nil {
			t.Errorf("after a restart %q, %v; want what was put", got, err)
		}
	})
}

// Nobody from another machine reaches an embedded server, and nobody on this one without its token.
func TestAnEmbeddedServerIsForItsOwnAlone(t *testing.T) {
	s := embed(t, t.TempDir())
	u, err := url.Parse(s.Options().URL)
	if err != nil {
		t.Fatal(err)
	}
	if ip := net.ParseIP(u.Hostname()); !ip.IsLoopback() {
		t.Errorf("it listens at %s, want loopback", u.Host)
	}
	if _, err := broker.Dial(t.Context(), broker.Options{URL: s.Options().URL}); err == nil || !strings.Contains(err.Error(), "wants to know who asks") {
		t.Errorf("without the token: %v, want that it is refused", err)
	}
	if a, b := s.Options().Token, embed(t, t.TempDir()).Options().Token; len(a) < 20 || a == b {
		t.Errorf("tokens %q and %q, want long ones that differ", a, b)
	}
}

// A folder that cannot be written is told, and no server is left behind.
func TestAnEmbeddedServerWithoutAFolderIsTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "no folder")
	if s, err := broker.Embed(filepath.Join(file, "below")); err == nil {
		s.Shutdown()
		t.Error("it started below a file, want why it cannot")
	}
	if _, err := os.Stat(file); err != nil {
		t.Errorf("the file: %v, want it left alone", err)
	}
}
