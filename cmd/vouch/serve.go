package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// serve is what the flags of one vouch serve say.
type serve struct {
	world         voucher.World
	listen        string
	control       bool
	controlListen string
	controlToken  string
	clock         string // manual, real, running=INSTANT; "": by the mode
	began         voucher.Instant
	mutant        string
	impostor      string
	stdio         bool
	setup         string
	tokens        string
	tokensText    []byte // what the file of tokens holds
	time          clockwork.Clock
}

const serveLong = `Serve the contract over HTTP in front of the reference, or of a system that is
wrong on purpose. The first line on standard output is the address; all talk goes
to standard error. A signal to stop ends it when what is in flight is answered.

With --control it is a test build: whoever holds the control plane makes worlds,
moves their clocks and gets tokens, under /control/v1 of the same listener, or on
one of its own with --control-listen. Without, it is production mode: one world,
made of --setup or of a small town that comes with vouch, on the real clock, its
tokens in the file that --tokens names, which is deleted at the end; every path of
the control plane answers 404.

Each flag can also be set by an environment variable, such as VOUCH_LISTEN or
VOUCH_CONTROL_TOKEN; a flag on the command line wins.

Exit status: 0 stopped, 2 a flag or file is wrong, 4 a fault of vouch or of the
machine it runs on.`

// newServe makes the command. The world is served unless a flag names another.
func newServe(world voucher.World) *cobra.Command {
	s := &serve{world: world, listen: "127.0.0.1:8080", time: clockwork.NewRealClock()}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the reference, or a system wrong on purpose, over HTTP",
		Long:  serveLong,
		Example: `  vouch serve --control                       a build to try a suite on
  vouch serve --control --mutant food-code-used-twice
                                              one that is wrong in one way
  vouch serve --tokens tokens.json            production mode, a small town
  vouch serve --stdio                         lines of JSON instead of HTTP`,
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.run(cmd) },
	}
	s.addFlags(cmd)
	return cmd
}

func (s *serve) addFlags(cmd *cobra.Command) {
	cmd.Flags().SortFlags = false
	text := func(into *string) func(string) error {
		return func(text string) error {
			if text == "" {
				return errors.New("write something")
			}
			*into = text
			return nil
		}
	}
	addFlag(cmd, "listen", "ADDRESS", s.listen, "host and port; port 0 takes a free one", addressFlag(&s.listen))
	addSwitch(cmd, "control", "with the control plane under /control/v1: a test build", &s.control)
	addFlag(cmd, "control-listen", "ADDRESS", "", "the control plane on a listener of its own", addressFlag(&s.controlListen))
	addFlag(cmd, "control-token", "TOKEN", "", "the bearer token that the control plane demands", text(&s.controlToken))
	addFlag(cmd, "clock", "manual|real|running=INSTANT", "", "which clock worlds follow (default: manual with the control plane, else real)", s.readClock)
	addFlag(cmd, "mutant", "NAME", "", "a system that is wrong in one way; vouch list mutants", text(&s.mutant))
	addFlag(cmd, "impostor", "NAME", "", "a system that only looks like one; vouch list impostors", text(&s.impostor))
	addSwitch(cmd, "stdio", "lines of JSON on standard input and output, no HTTP", &s.stdio)
	addFlag(cmd, "setup", "FILE", "", "JSON of the one world of production mode", text(&s.setup))
	addFlag(cmd, "tokens", "FILE", "", "where production mode writes who may come with which token", text(&s.tokens))
	var mutants, impostors []string
	for _, m := range mutant.All() {
		mutants = append(mutants, cobra.CompletionWithDesc(m.ID, m.Title.En))
	}
	for _, m := range mutant.Impostors() {
		impostors = append(impostors, cobra.CompletionWithDesc(m.ID, m.Title.En))
	}
	complete(cmd, "mutant", mutants)
	complete(cmd, "impostor", impostors)
}

// addressFlag reads host and port.
func addressFlag(into *string) func(string) error {
	return func(text string) error {
		if _, _, err := net.SplitHostPort(text); err != nil {
			return fmt.Errorf("%q is no address; write host and port, such as 127.0.0.1:8080 or :0", text)
		}
		*into = text
		return nil
	}
}

// isTest reports whether there is a control plane.
func (s *serve) isTest() bool { return s.control || s.controlListen != "" }

// run does what the flags say.
func (s *serve) run(cmd *cobra.Command) error {
	world, wrap, err := s.served()
	if err != nil {
		return err
	}
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	if s.stdio {
		return s.lines(ctx, cmd, world)
	}
	if err := s.check(); err != nil {
		return err
	}
	options := wire.ServerOptions{World: world, ControlToken: s.controlToken, Now: s.now(), RolesOpen: s.mutant+s.impostor != ""}
	if !s.isTest() {
		options.World = nil
		if err := s.production(ctx, world, &options); err != nil {
			return err
		}
	}
	server, err := wire.NewServer(options)
	if err != nil {
		return fault("%w", err)
	}
	return s.serve(ctx, cmd, server, wrap)
}

// check refuses flags that do not go together.
func (s *serve) check() error {
	switch {
	case s.isTest() && s.setup != "":
		return misuse("--setup is for production mode; with the control plane worlds are made by POST /control/v1/worlds")
	case s.isTest() && s.tokens != "":
		return misuse("--tokens is for production mode; with the control plane tokens are made by POST /control/v1/worlds/{world}/tokens")
	case !s.isTest() && s.clock == "manual":
		return misuse("--clock manual stands still for ever without the control plane; add --control, or take real or running=INSTANT")
	case !s.isTest() && s.tokens == "":
		return misuse("production mode needs --tokens, else nobody could come; add --control for a test build")
	case !s.isTest() && s.controlToken != "":
		return misuse("--control-token has no control plane to guard; add --control")
	}
	return nil
}

// lines serves the second door.
func (s *serve) lines(ctx context.Context, cmd *cobra.Command, world voucher.World) error {
	if s.isTest() || s.clock != "" || s.setup != "" || s.tokens != "" || s.controlToken != "" {
		return misuse("--stdio goes with --mutant and --impostor only: its worlds are made by lines")
	}
	err := wire.ServeLines(ctx, world, cmd.InOrStdin(), cmd.OutOrStdout())
	if err != nil && !errors.Is(err, context.Canceled) {
		return fault("%w", err)
	}
	return nil
}

// tick is how often production mode looks for work that falls due although
// nobody asks.
const tick = time.Second

// grace is how long what is in flight has when the program is told to stop.
const grace = 10 * time.Second

// door is one address with what is behind it.
type door struct {
	address  string
	handler  http.Handler
	what     string // that stands before the address on standard output
	listener net.Listener
}

// serve listens until it is told to stop, and then until what is in flight is
// answered.
func (s *serve) serve(ctx context.Context, cmd *cobra.Command, server *wire.Server, wrap func(http.Handler) http.Handler) error {
	doors := []door{{address: s.listen, handler: server}}
	if s.controlListen != "" {
		doors = []door{{address: s.listen, handler: server.Data()}, {address: s.controlListen, handler: server.Control(), what: "control "}}
	}
	defer shut(doors)
	for i := range doors {
		d := &doors[i]
		var err error
		if d.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", d.address); err != nil {
			return fault("listen on %s: %w", d.address, err)
		}
	}
	if err := s.writeTokens(); err != nil {
		return err
	}
	defer s.dropTokens()
	group, ctx := errgroup.WithContext(ctx)
	for i := range doors {
		d := &doors[i]
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%shttp://%s\n", d.what, d.listener.Addr()); err != nil {
			return fault("standard output: %w", err)
		}
		open(ctx, group, server.HTTP(wrap(d.handler)), d.listener)
	}
	fmt.Fprintln(cmd.ErrOrStderr(), s.greeting())
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

// open serves a listener until ctx ends, and then what is in flight.
func open(ctx context.Context, group *errgroup.Group, h *http.Server, l net.Listener) {
	group.Go(func() error {
		if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fault("serve on %s: %w", l.Addr(), err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		if err := h.Shutdown(ending); err != nil {
			return fault("stop: what was in flight is not answered after %s: %w", grace, err)
		}
		return nil
	})
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
			if err := server.Tick(ctx); err != nil && ctx.Err() == nil {
				return fault("due work: %w", err)
			}
		}
	}
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
	if s.isTest() {
		return "vouch: serving " + what + " as a test build, with the control plane; Ctrl-C stops"
	}
	return "vouch: serving " + what + " in production mode, tokens in " + s.tokens + "; Ctrl-C stops"
}

// writeTokens writes who may come to a file that nobody else can read.
func (s *serve) writeTokens() error {
	if len(s.tokensText) == 0 {
		return nil
	}
	f, err := os.OpenFile(s.tokens, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return misuse("--tokens: %s is there already; name another file, or delete it", s.tokens)
	}
	if err != nil {
		return misuse("--tokens: %w", err)
	}
	_, err = f.Write(s.tokensText)
	if err := errors.Join(err, f.Close()); err != nil {
		s.dropTokens()
		return fault("--tokens: %w", err)
	}
	return nil
}

// dropTokens deletes the file: its tokens open nothing any more.
func (s *serve) dropTokens() {
	if len(s.tokensText) > 0 {
		_ = os.Remove(s.tokens)
	}
}
