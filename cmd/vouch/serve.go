package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"syscall"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/journal"
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
	tokensText    []byte // what the file of tokens is to hold; nil: it holds it already
	journal       string
	sync          string
	metrics       string
	logFormat     string
	logLevel      slog.Level
	tlsCert       string
	tlsKey        string
	grace         time.Duration // for what is in flight when the program is told to stop
	limits        wire.Limits
	connections   int
	time          clockwork.Clock

	log     *slog.Logger
	secure  *tls.Config // nil: without TLS
	kept    lasting
	rebuilt string // what was rebuilt of it, and in what time
	figures *figures
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

With --journal FILE production mode outlives the process: every command that changes
something is written to the file before its answer leaves, and the next start
rebuilds the state from it, to the same hash. What --journal-sync says decides what
a loss of power takes along: always, nothing that was answered; interval, a tenth
of a second; none, what the system has not written yet. The end of the process
alone, kill -9 included, takes nothing along under any of them. A torn end is cut
off and told; a file that is damaged before its end, of another world or in use is
refused. A start takes two to ten seconds for a million commands, which take about
120 MB; where they take more than 16 MiB, it puts the state in their place, a quarter
of that for purchases, in a file of its own that then takes the journal's name. The secret of the QR codes stands beside it in FILE.key: keep both, and
let nobody else read them. Time never goes back: the clock goes on where the
journal ends. The file of tokens then stays, and serves the next start too.

With --control, --journal DIR keeps each world that the control plane makes in a file
of that folder, in the same way: its state, clock, tokens, ledger and the faults that
wait are there at the next start. One that is deleted is deleted there too. These are
not made compact.

--metrics opens a listener of its own for /metrics (Prometheus), /healthz and
/readyz, so that nobody who may ask the contract reads them; it has no TLS, so keep
it inside. It answers while the state is rebuilt: alive, and not yet ready.

Each flag can also be set by an environment variable, such as VOUCH_LISTEN or
VOUCH_CONTROL_TOKEN; a flag on the command line wins.

Exit status: 0 stopped, 2 a flag or file is wrong, 4 a fault of vouch or of the
machine it runs on.`

// newServe makes the command. The world is served unless a flag names another.
func newServe(world voucher.World) *cobra.Command {
	s := &serve{world: world, listen: "127.0.0.1:8080", logLevel: slog.LevelWarn, grace: grace, connections: connections, time: clockwork.NewRealClock()}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the reference, or a system wrong on purpose, over HTTP",
		Long:  serveLong,
		Example: `  vouch serve --control                       a build to try a suite on
  vouch serve --control --mutant food-code-used-twice
                                              one that is wrong in one way
  vouch serve --control --journal worlds      one whose worlds outlive the process
  vouch serve --tokens tokens.json            production mode, a small town
  vouch serve --tokens tokens.json --journal town.journal --metrics 127.0.0.1:9090
                                              one that outlives the process
  vouch serve --stdio                         lines of JSON instead of HTTP`,
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.run(cmd) },
	}
	s.addFlags(cmd)
	return cmd
}

func (s *serve) addFlags(cmd *cobra.Command) {
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
	addFlag(cmd, "mutant", "ID", "", "a system that is wrong in one way; vouch list mutants", text(&s.mutant))
	addFlag(cmd, "impostor", "ID", "", "a system that only looks like one; vouch list impostors", text(&s.impostor))
	addSwitch(cmd, "stdio", "lines of JSON on standard input and output, no HTTP", &s.stdio)
	addFlag(cmd, "setup", "FILE", "", "JSON of the one world of production mode", text(&s.setup))
	addFlag(cmd, "tokens", "FILE", "", "where production mode writes who may come with which token", text(&s.tokens))
	addFlag(cmd, "journal", "FILE|DIR", "", "keep production mode's one world in a file, or the control plane's in a folder, and rebuild them at the start", text(&s.journal))
	addChoice(cmd, &s.sync, "journal-sync", "when the disk is waited for: before each answer, every tenth of a second, never", journal.Policies()...)
	addFlag(cmd, "metrics", "ADDRESS", "", "/metrics, /healthz and /readyz on a listener of their own", addressFlag(&s.metrics))
	addChoice(cmd, &s.logFormat, "log-format", "of the log on standard error", "text", "json")
	addFlag(cmd, "log-level", "debug|info|warn|error", "warn", "from which level on; requests are told at info", func(text string) error {
		if err := s.logLevel.UnmarshalText([]byte(text)); err != nil {
			return fmt.Errorf("%q is unknown; choose one of debug, info, warn, error", text)
		}
		return nil
	})
	addFlag(cmd, "tls-cert", "FILE", "", "certificate chain in PEM; with --tls-key", text(&s.tlsCert))
	addFlag(cmd, "tls-key", "FILE", "", "its private key in PEM", text(&s.tlsKey))
	addFlag(cmd, "grace", "TIME", s.grace.String(), "how long what is in flight has at the end", func(text string) (err error) {
		if s.grace, err = time.ParseDuration(text); err != nil || s.grace < 0 {
			return fmt.Errorf("%q is no span of time; write 10s", text)
		}
		return nil
	})
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
		_, port, err := net.SplitHostPort(text)
		if err != nil {
			return fmt.Errorf("%q is no address; write host and port, such as 127.0.0.1:8080 or :0", text)
		}
		if _, err := net.LookupPort("tcp", port); err != nil {
			return fmt.Errorf("%q is no address: there is no port %s; take one from 1 to 65535, or 0 for a free one", text, port)
		}
		*into = text
		return nil
	}
}

// unheard is the error of an address that cannot be listened on. The machine has it
// otherwise than the user thought.
func unheard(flag, address string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fault("%s %s: another program listens there; end that one, or take another port, such as 127.0.0.1:0 for a free one", flag, address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fault("%s %s: this machine does not have that address; take 127.0.0.1 for itself alone, or 0.0.0.0 for all that it has", flag, address)
	case errors.Is(err, syscall.EACCES):
		return fault("%s %s: this user may not listen there; take a port above 1023", flag, address)
	}
	return fault("%s %s: %w", flag, address, err)
}

// isTest reports whether there is a control plane.
func (s *serve) isTest() bool { return s.control || s.controlListen != "" }

// run does what the flags say.
func (s *serve) run(cmd *cobra.Command) error {
	world, wrap, err := s.served()
	if err != nil {
		return err
	}
	if wrong, ok := world.(*mutant.World); ok {
		wrong.LogTo(cmd.ErrOrStderr())
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
	if s.secure, err = s.readCertificate(); err != nil {
		return err
	}
	s.log = s.newLog(cmd.ErrOrStderr())
	s.figures = newFigures()
	closeMetrics, err := s.openMetrics(ctx)
	if err != nil {
		return err
	}
	return errors.Join(s.ask(ctx, cmd, world, wrap), closeMetrics())
}

// ask makes what is served, and serves it until ctx ends.
func (s *serve) ask(ctx context.Context, cmd *cobra.Command, world voucher.World, wrap wrapper) (err error) {
	options := wire.ServerOptions{World: world, ControlToken: s.controlToken, Now: s.now(), RolesOpen: s.mutant+s.impostor != "",
		Restart: restartOf(world), Observe: s.observe, Limits: s.limits}
	defer func() {
		if s.kept == nil {
			return
		}
		if closed := s.kept.Close(); closed != nil && err == nil {
			err = fault("%w", closed)
		}
	}()
	switch {
	case !s.isTest():
		options.World = nil
		err = s.production(ctx, world, &options)
	case s.journal != "":
		err = s.openFolder(ctx, &options)
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return nil // told to stop while the state was rebuilt: the file is as it was
	case err != nil:
		return err
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
	case s.journal != "" && s.mutant+s.impostor != "" && (!s.isTest() || s.behind() == nil):
		return misuse("--journal keeps the reference only, what a mutant answers is not rebuilt; with --control it goes with the mutants " +
			"that forget what they wrote last: both-restart-forgets-the-last-command and both-restart-forgets-the-last-second")
	case s.journal == "" && s.sync != journal.Policies()[0]:
		return misuse("--journal-sync has no journal to keep; add --journal")
	}
	return nil
}

// lines serves the second door.
func (s *serve) lines(ctx context.Context, cmd *cobra.Command, world voucher.World) error {
	if s.isTest() || s.clock+s.setup+s.tokens+s.controlToken+s.journal+s.metrics+s.tlsCert+s.tlsKey != "" {
		return misuse("--stdio goes with --mutant and --impostor only: its worlds are made by lines")
	}
	err := wire.ServeLines(ctx, world, cmd.InOrStdin(), cmd.OutOrStdout())
	if err != nil && !errors.Is(err, context.Canceled) {
		return fault("%w", err)
	}
	return nil
}
