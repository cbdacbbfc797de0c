package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance/load/agents"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/cluster"
	"github.com/vouch-kz/vouch/simulator/study"
)

// childrenSpare is how many workers of this machine may take the place of others: more than a part that kills whoever
// lives it takes with it before it is named.
const childrenSpare = 2 * cluster.Tries

// sharedOut is what the flags say of a job that is shared out to workers over NATS.
type sharedOut struct {
	hall     *hall
	patience time.Duration

	kind     string
	study    *scenarios.Study              // of which workers make the job
	children int                           // workers of this machine
	dir      string                        // for what an embedded server keeps; "": a folder that goes with it
	kept     func(n int64) ([]byte, error) // parts that stand in files already; nil: none do
	again    string                        // how it goes on after an interrupt
	stderr   io.Writer
}

// addSharedOut adds the flags of a job that workers live.
func addSharedOut(cmd *cobra.Command) *sharedOut {
	o := &sharedOut{patience: cluster.DefaultPatience}
	o.hall = addNATS(cmd, "share the work out to every vouch worker at a NATS server", true)
	addDuration(cmd, "patience", "for a part that a worker has taken and of which nothing is heard", &o.patience)
	return o
}

// given reports whether the work is to be shared out over NATS. workers are those of this machine: with a server inside
// this process as many as --workers says, else only where that was asked for.
func (o *sharedOut) given(cmd *cobra.Command, workers int) (bool, error) {
	given, err := o.hall.given(cmd)
	switch {
	case err != nil || !given:
		return false, err
	case cmd.Flags().Changed("shard"):
		return false, misuse("--shard and --nats are two ways to share the work out; keep one")
	case o.hall.address == embeddedNATS || cmd.Flags().Changed("workers"):
		o.children = workers
	}
	return true, nil
}

// gathered is what came of a job beside its parts.
type gathered struct {
	cluster.Progress
	elapsed time.Duration
	slots   int // that were there at a time, at most
	workers int
}

// told says it in a line.
func (g *gathered) told() string {
	lived := g.Folded - g.Found
	again := ""
	if more := g.Begun - lived; more > 0 {
		again = english.Sprintf(", %d of them begun more than once or in vain", more)
	}
	if g.Found > 0 {
		again += english.Sprintf(", %d more found", g.Found)
	}
	return english.Sprintf("%s lived by %s over NATS in %v%s", counted(lived, "part", "parts"), counted(g.workers, "worker", "workers"), g.elapsed.Round(time.Millisecond), again)
}

// live has all parts of a job lived and put together.
func (o *sharedOut) live(ctx context.Context, job cluster.Job, f folding) (*gathered, error) {
	document, err := o.study.Document()
	if err != nil {
		return nil, fault("%w", err)
	}
	remove, err := o.makeDir()
	if err != nil {
		return nil, err
	}
	defer remove()
	m, err := o.hall.open(ctx, agents.Name(), o.dir, 0, o.stderr)
	if err != nil {
		return nil, err
	}
	defer m.close()
	b := newPartBar(o.stderr)
	ask := &cluster.Ask{Conn: m.Conn, Name: agents.Name(), Version: thisBuild().exact(), Job: job, Kind: o.kind, Document: document, Patience: o.patience,
		Kept: o.kept, Progress: b.lives, Told: b.tell}
	asked, err := ask.Open(ctx)
	switch {
	case err != nil && ctx.Err() == nil && m.server == nil:
		return nil, misuse("--nats: %w", err)
	case err != nil:
		return nil, o.wrong(ctx, b, err)
	}
	err = o.gather(ctx, m, asked, f, b)
	b.clear()
	if closing := asked.Close(ctx, err != nil && m.server == nil); closing != nil {
		fmt.Fprintf(o.stderr, "vouch: %v\n", closing)
	}
	if err != nil {
		return nil, o.wrong(ctx, b, err)
	}
	return &b.gathered, nil
}

// gather starts the workers of this machine and folds what all workers bring.
func (o *sharedOut) gather(ctx context.Context, m *meeting, asked *cluster.Asked, f folding, b *partBar) error {
	ctx, over := context.WithCancelCause(ctx)
	defer over(nil)
	if o.children > 0 {
		own, err := startChildren(o.children, m, o.stderr, "--for", workForStudies, "--workers", "1")
		if err != nil {
			return err
		}
		defer own.end()
		own.mind(childrenSpare, b.tell, over)
	}
	return asked.Fold(ctx, func(_ int64, saved []byte) (bool, error) {
		err := f.Add(saved)
		return f.Enough(), err
	})
}

// makeDir makes the folder of an embedded server, and returns what takes it away.
func (o *sharedOut) makeDir() (remove func(), err error) {
	if o.hall.address != embeddedNATS {
		return func() {}, nil
	}
	if o.dir == "" {
		o.dir, err = os.MkdirTemp("", "vouch-nats-")
	} else { // parts that came out of their turn may stand there, and are lived again
		o.dir = filepath.Join(o.dir, "nats")
		err = os.RemoveAll(o.dir)
	}
	if err != nil {
		return nil, fault("--nats: %w", err)
	}
	return func() { _ = os.RemoveAll(o.dir) }, nil
}

// wrong gives an error of a job that workers see its exit status: the server is good, so that the flags are, and what is
// in the way now is a machine.
func (o *sharedOut) wrong(ctx context.Context, b *partBar, err error) error {
	var f *failure
	switch {
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return &failure{exitInterrupted, fmt.Errorf("interrupted after %v: %s; %s", time.Since(b.began).Round(time.Second/10), b.far(), o.again)}
	case errors.As(err, &f):
		return err
	case errors.Is(err, cluster.ErrDiffer):
		return fault("%s: %w\nwhat has come so far is not to be believed: delete the folder of parts, if there is one", o.kind, err)
	}
	return fault("%s: %w", o.kind, err)
}

// shareOut has workers live the study, and puts it together.
func (c *compare) shareOut(ctx context.Context, cmd *cobra.Command, run *study.Run, out *folder) error {
	job, err := run.Job()
	if err != nil {
		return &failure{exitMisuse, err}
	}
	f, err := job.Fold()
	if err != nil {
		return misuse("--out %s: %w", c.out, err)
	}
	o := c.nats
	o.kind, o.study, o.dir, o.kept, o.stderr = kindCompare, run.Study, run.Folder, job.Kept, cmd.ErrOrStderr()
	switch {
	case out != nil:
		o.again = "the same command goes on from there with --resume"
	case o.hall.address == embeddedNATS:
		o.again = "nothing was kept, since no --out was given"
	default:
		o.again = "what was lived stays at NATS, and the same command goes on from there"
	}
	g, err := o.live(ctx, job, f)
	if err != nil {
		return err
	}
	results, err := f.Results(nil)
	if err != nil {
		return fault("%w", err)
	}
	results.Manifest.Workers, results.Manifest.Elapsed = g.slots, g.elapsed.Milliseconds()
	return c.finish(ctx, cmd, run, out, results, english.Sprintf("%d runs of %s: %s", results.Manifest.Runs,
		counted(results.Manifest.Families, "family", "families"), g.told()))
}

// shareOut has workers live the scenario, and puts it together.
func (s *simulate) shareOut(ctx context.Context, cmd *cobra.Command, scenario *scenarios.Scenario, out *folder) error {
	if s.aim.elsewhere() {
		return misuse("workers live on the rules of vouch, so that all of them have the same; leave --target and --exec out, or --nats")
	}
	job, err := (&simulator.Run{Scenario: scenario, World: s.world, Version: programVersion()}).Job(ctx)
	if err != nil {
		return &failure{exitMisuse, err}
	}
	f := job.Fold()
	o := s.nats
	o.kind, o.study, o.stderr = kindSimulate, scenarios.StudyOf(scenario), cmd.ErrOrStderr()
	o.again = "nothing was kept"
	if o.hall.address != embeddedNATS {
		o.again = "what was lived stays at NATS, and the same command goes on from there"
	}
	g, err := o.live(ctx, job, f)
	if err != nil {
		return err
	}
	result, err := f.Result()
	if err != nil {
		return fault("%w", err)
	}
	return s.finish(ctx, cmd, scenario, out, &outcome{Result: result, elapsed: g.elapsed}, english.Sprintf("%s: %s",
		counted(result.Families, "family", "families"), g.told()))
}
