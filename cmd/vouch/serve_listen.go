package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// tick is how often production mode looks for work that falls due although
// nobody asks.
const tick = time.Second

// grace is how long what is in flight usually has when the program is told to
// stop; a connection that was opened and says nothing has it too.
const grace = 10 * time.Second

// connections is how many there may be at a time: more than requests, since most
// wait for the next.
const connections = 4096

// door is one address with what is behind it.
type door struct {
	flag     string // that names its address
	address  string
	handler  http.Handler
	what     string // that stands before the address on standard output
	listener net.Listener
}

// serve listens until it is told to stop, and then until what is in flight is
// answered.
func (s *serve) serve(ctx context.Context, cmd *cobra.Command, server *wire.Server, wrap wrapper) error {
	doors := []door{{flag: "--listen", address: s.listen, handler: server}}
	if s.controlListen != "" {
		doors = []door{{flag: "--listen", address: s.listen, handler: server.Data()}, {flag: "--control-listen", address: s.controlListen, handler: server.Control(), what: "control "}}
	}
	defer shut(doors)
	for i := range doors {
		d := &doors[i]
		var err error
		if d.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", d.address); err != nil {
			return unheard(d.flag, d.address, err)
		}
	}
	if err := s.writeTokens(); err != nil {
		return err
	}
	defer s.dropTokens()
	s.figures.serve(server)
	group, ctx := errgroup.WithContext(ctx)
	for i := range doors {
		d := &doors[i]
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s%s://%s\n", d.what, s.scheme(), d.listener.Addr()); err != nil {
			return fault("standard output: %w", err)
		}
		s.open(ctx, group, server.HTTP(wrap(d.handler)), d.listener)
	}
	if s.metrics != "" {
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "metrics http://%s\n", s.metrics); err != nil {
			return fault("standard output: %w", err)
		}
	}
	s.greet(cmd)
	s.figures.ready.Store(true)
	context.AfterFunc(ctx, func() { s.figures.ready.Store(false) })
	if !s.isTest() {
		group.Go(func() error { return s.tick(ctx, server) })
	}
	err := group.Wait()
	if n := server.Panics(); n > 0 && err == nil {
		return fault("%d requests ended in a fault of vouch", n)
	}
	return err
}

// shut closes the listeners that were not served to their end.
func shut(doors []door) {
	for _, d := range doors {
		if d.listener != nil {
			_ = d.listener.Close() // closed already where it was served
		}
	}
}

// open serves a listener until ctx ends, and then what is in flight. What is not
// answered in time is cut off, so that the end is bounded.
func (s *serve) open(ctx context.Context, group *errgroup.Group, h *http.Server, l net.Listener) {
	l = wire.LimitConnections(l, s.connections, s.secure == nil, &s.figures.refused)
	if s.secure != nil {
		l = tls.NewListener(l, s.secure)
	}
	h.ErrorLog = slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)
	group.Go(func() error {
		if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fault("serve on %s: %w", l.Addr(), err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.grace)
		defer cancel()
		if err := h.Shutdown(ending); err != nil {
			return errors.Join(fault("stop: what was in flight is not answered after %s: %w", s.grace, err), h.Close())
		}
		return nil
	})
}

// scheme is how an address of a listener begins.
func (s *serve) scheme() string {
	if s.secure != nil {
		return "https"
	}
	return "http"
}

// readCertificate reads the pair for TLS, nil where none was given.
func (s *serve) readCertificate() (*tls.Config, error) {
	switch {
	case s.tlsCert == "" && s.tlsKey == "":
		return nil, nil
	case s.tlsCert == "" || s.tlsKey == "":
		return nil, misuse("--tls-cert and --tls-key go together; give both, or none")
	}
	pair, err := tls.LoadX509KeyPair(s.tlsCert, s.tlsKey)
	if err != nil {
		return nil, misuse("--tls-cert %s with --tls-key %s: %w", s.tlsCert, s.tlsKey, err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}, nil
}

// tick lets what falls due happen on time.
func (s *serve) tick(ctx context.Context, server *wire.Server) error {
	ticker := s.time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.Chan():
			err := server.Tick(ctx)
			if s.kept != nil && s.kept.Err() != nil {
				return fault("%w", s.kept.Err()) // memory is ahead of the disk: only a new start knows what is true
			}
			switch {
			case err == nil || ctx.Err() != nil:
			case errors.Is(err, voucher.ErrUnavailable):
				s.log.Warn("due work waits", "why", err.Error())
			default:
				return fault("due work: %w", err)
			}
		}
	}
}

// greet says what was rebuilt and what is served. A log that is read by programs has
// what was rebuilt already, in fields, and gets the other as a line of its own.
func (s *serve) greet(cmd *cobra.Command) {
	if s.logFormat == "json" {
		s.log.Info(s.greeting())
		return
	}
	if s.rebuilt != "" {
		fmt.Fprintln(cmd.ErrOrStderr(), "vouch: "+s.rebuilt)
	}
	fmt.Fprintln(cmd.ErrOrStderr(), "vouch: "+s.greeting())
}

// greeting says what is served.
func (s *serve) greeting() string {
	what := "the reference"
	switch {
	case s.mutant != "":
		what = "the mutant " + s.mutant
	case s.impostor != "":
		what = "the impostor " + s.impostor
	}
	if s.kept != nil {
		what += " from " + s.journal
	}
	if s.isTest() {
		return "serving " + what + " as a test build, with the control plane; Ctrl-C stops"
	}
	return "serving " + what + " in production mode, tokens in " + s.tokens + "; Ctrl-C stops"
}
