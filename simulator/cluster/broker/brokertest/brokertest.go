// Package brokertest starts NATS servers for tests, as net/http/httptest does for HTTP. It knows how a server of a test
// is begun and ended; who speaks to it, and what about, it does not know. Only tests import it.
package brokertest

import (
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// ready is how long a server may take to begin: a machine that is full of tests is slow.
const ready = 20 * time.Second

// Serve starts a server on loopback with the options and returns its address, nats://127.0.0.1:PORT. Without a port it
// takes a free one; without JetStream it keeps nothing. It ends with the test, or before by Shutdown and
// WaitForShutdown. A server that does not begin ends the test.
func Serve(t testing.TB, o server.Options) (s *server.Server, address string) {
	t.Helper()
	o.Host, o.NoSigs, o.NoLog = "127.0.0.1", true, true
	if o.Port == 0 {
		o.Port = server.RANDOM_PORT
	}
	s, err := server.NewServer(&o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	if !s.ReadyForConnections(ready) {
		t.Fatal("the server of the test does not start")
	}
	return s, "nats://" + s.Addr().String()
}

// Kept are options of a server that keeps what it is given in a folder of the test.
func Kept(t testing.TB) server.Options { return server.Options{JetStream: true, StoreDir: t.TempDir()} }
