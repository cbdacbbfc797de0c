package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

// mutants is what the flags of one vouch mutants say.
type mutants struct {
	options          conformance.MatrixOptions
	format, language string
}

// newMutants makes the command that proves that the suite bites.
func newMutants(own voucher.World) *cobra.Command {
	m := &mutants{options: conformance.MatrixOptions{Oracle: own, Workers: runtime.GOMAXPROCS(0)}}
	cmd := &cobra.Command{
		Use:   "mutants [ID…]",
		Short: "Show that the suite catches builds that are wrong on purpose",
		Long: `Run the suite against builds that are wrong in one way each, and against
impostors that only look like a build, and show which check catches which. A
mutant is killed by a check of the requirement that it breaks; collateral, where
only checks of other requirements fail; it survives where nothing does.

Without --full a mutant is left when it is killed, and random lives are drawn only
where no story has killed it. With --full every check is asked of every mutant, and
a story or property that kills nothing is a fault too. That takes two minutes;
with fewer --cases than usual a property may kill nothing for want of lives. What
is killed must not hang on the --seed.

Exit status: 0 every mutant is killed and no impostor that does nothing passes a
MUST; 1 otherwise; 2 an id is wrong; 4 a fault of vouch; 130 interrupted.`,
		Example: `  vouch mutants
  vouch mutants gas-window-closes-a-day-late
  vouch mutants --full --format json > matrix.json`,
		ValidArgsFunction: cobra.FixedCompletions(mutantIDs(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			m.options.Only = args
			return m.run(cmd)
		},
	}
	addSwitch(cmd, "full", "ask every check of every mutant", &m.options.Full)
	addCount(cmd, "cases", "random lives that properties draw", 0, &m.options.Cases)
	addSeed(cmd, &m.options.Seed)
	addCount(cmd, "workers", "mutants proven at a time (default: processors)", 0, &m.options.Workers)
	addChoice(cmd, &m.format, "format", "what is printed", "text", "json")
	addLanguage(cmd, &m.language)
	return cmd
}

// run makes the matrix and tells it.
func (m *mutants) run(cmd *cobra.Command) error {
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	bar := newCheckBar(cmd.ErrOrStderr())
	m.options.Progress = bar.proven
	matrix, err := prove(ctx, m.options)
	bar.clear()
	switch {
	case ctx.Err() != nil:
		return &failure{exitInterrupted, fmt.Errorf("interrupted after %d mutants, no matrix printed", len(matrix.Kills))}
	case err != nil:
		return unjudged(err)
	}
	language := reports.Language(m.language)
	if m.format == "json" {
		err = reports.MatrixJSON(cmd.OutOrStdout(), matrix)
	} else {
		err = reports.MatrixText(cmd.OutOrStdout(), matrix, language, widthOf(cmd.OutOrStdout()))
	}
	found := exitOK
	if len(matrix.Faults()) > 0 {
		found = exitBroken
	}
	if err != nil {
		return unprinted(found, err)
	}
	f := matrix.Figures
	fmt.Fprintln(cmd.ErrOrStderr(), english.Sprintf("%d builds in %v: %d commands and %d queries, %d commands a second", len(matrix.Kills),
		f.Elapsed.Round(time.Millisecond), f.Commands, f.Queries, f.Commands*1000/max(1, f.Elapsed.Milliseconds())))
	if found != exitOK {
		return &failure{found, errSaid}
	}
	return nil
}

// rareCollection is how far the heap may grow, in per cent, before it is looked
// through. Hundreds of builds leave little behind and throw much away: it takes a
// quarter of the time.
const rareCollection = 400

// prove makes the matrix of all mutants and impostors.
func prove(ctx context.Context, o conformance.MatrixOptions) (*conformance.Matrix, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(rareCollection))
	return conformance.Prove(ctx, wrongs(), o)
}

// wrongs are the mutants and impostors as the suite is proven with them.
func wrongs() []conformance.Wrong {
	var all []conformance.Wrong
	for _, m := range append(mutant.All(), mutant.Impostors()...) {
		world := m.World()
		w := conformance.Wrong{ID: m.ID, Title: m.Title, Requirement: m.Requirement, Also: m.Also, Impostor: m.Impostor, Hollow: m.Hollow,
			Concurrent: m.Concurrent, Restarts: m.Restarts, Wired: m.Way == mutant.Wire, Trips: world.Trips,
			Open: func(context.Context) (conformance.Target, func(), error) {
				return mutantTarget(&m, world), func() {}, nil
			}}
		if m.Way == mutant.Wire {
			w.Open = func(ctx context.Context) (conformance.Target, func(), error) { return overLoopback(ctx, &m, world) }
		}
		all = append(all, w)
	}
	return all
}

// mutantTarget is a mutant in process. What it is started again by is there only where
// that is what is wrong with it.
func mutantTarget(m *mutant.Mutant, world *mutant.World) conformance.Target {
	t := conformance.Target{World: world, Address: mutantAddress + m.ID}
	if m.Restarts {
		t.Restart = world.Restart
	}
	return t
}

// overLoopback serves a mutant that is wrong on the wire only, as a test build and
// in production mode, and returns a client of it.
func overLoopback(ctx context.Context, m *mutant.Mutant, world *mutant.World) (t conformance.Target, end func(), err error) {
	log, endLog, err := logOf(world)
	if err != nil {
		return t, nil, err
	}
	test, endTest, err := listening(ctx, m, world, wire.ServerOptions{World: world, RolesOpen: true, ControlToken: guard})
	if err != nil {
		endLog()
		return t, nil, err
	}
	endTest = both(endTest, endLog)
	system, err := world.New(ctx, conformance.StoreSetup())
	if err != nil {
		endTest()
		return t, nil, err
	}
	live, endLive, err := listening(ctx, m, world, wire.ServerOptions{System: system})
	if err != nil {
		endTest()
		return t, nil, err
	}
	client, err := wire.NewClient(test, wire.Options{ControlToken: guard})
	production, bad := wire.NewClient(live, wire.Options{})
	if err = errors.Join(err, bad); err != nil {
		endTest()
		endLive()
		return t, nil, err
	}
	return conformance.Target{World: client, Wire: client, Address: "mutant " + m.ID + " over HTTP", Production: production,
		Logs: []string{log}, Metrics: test + "/metrics"}, both(endTest, endLive), nil
}

// guard is the token of a mutant's control plane: nobody else reaches the loopback's
// port while it is proven, and one that opens without it has to be found.
const guard = "while-it-is-proven"

// both does one thing and then another.
func both(first, then func()) func() { return func() { first(); then() } }

// logOf lets a mutant write its log into a file of its own, and returns its name.
func logOf(world *mutant.World) (name string, end func(), err error) {
	file, err := os.CreateTemp("", "vouch-mutant-*.log")
	if err != nil {
		return "", nil, err
	}
	world.LogTo(file)
	return file.Name(), func() { _, _ = file.Close(), os.Remove(file.Name()) }, nil
}

// listening serves a mutant on a free port of the loopback and returns its
// address.
func listening(ctx context.Context, m *mutant.Mutant, world *mutant.World, o wire.ServerOptions) (address string, end func(), err error) {
	server, err := wire.NewServer(o)
	if err != nil {
		return "", nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	serving := server.HTTP(m.Wrap(server, world))
	ended := make(chan error, 1)
	go func() { ended <- serving.Serve(listener) }()
	return "http://" + listener.Addr().String(), func() {
		// Whoever closes it is not interested in what Serve says.
		_, _ = serving.Close(), <-ended
	}, nil
}
