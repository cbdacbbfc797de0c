package broker

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// Server is a NATS server with JetStream inside this process. It listens on loopback alone, at a free port, and lets
// nobody in who does not know the token that Options holds: other users of the machine are strangers.
type Server struct {
	inner *server.Server
	token string
}

// embedReady is how long a server may take to read what it has kept.
const embedReady = time.Minute

// Embed starts a server that keeps everything in a folder, which it makes. The caller shuts it down.
func Embed(dir string) (*Server, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("embedded NATS: %w", err)
	}
	s := &Server{token: rand.Text()}
	var err error
	s.inner, err = server.NewServer(&server.Options{ServerName: "vouch", Host: "127.0.0.1", Port: server.RANDOM_PORT, Authorization: s.token,
		JetStream: true, StoreDir: dir, NoSigs: true, NoLog: true})
	if err != nil {
		return nil, fmt.Errorf("embedded NATS: %w", err)
	}
	s.inner.Start()
	switch {
	case !s.inner.ReadyForConnections(embedReady):
		err = fmt.Errorf("embedded NATS: not ready within %v; is a port of loopback free?", embedReady)
	case !s.inner.JetStreamEnabled():
		err = errors.New("embedded NATS: it cannot keep anything in " + dir + "; is there room, and may we write there?")
	}
	if err != nil {
		s.Shutdown()
		return nil, err
	}
	return s, nil
}

// Options are those with which Dial reaches the server.
func (s *Server) Options() Options { return Options{URL: s.inner.ClientURL(), Token: s.token} }

// Shutdown ends the server and waits until what it keeps is on the disk. A second call does nothing.
func (s *Server) Shutdown() {
	s.inner.Shutdown()
	s.inner.WaitForShutdown()
}
