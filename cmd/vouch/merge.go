package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/cluster/shard"
)

// merge is what the flags of one vouch merge say.
type merge struct {
	world    voucher.World
	dir      string
	out      string
	format   string
	language string
	wait     time.Duration
	shards   *shard.Folder
}

// newMerge makes the command. Nobody is lived on the world; jobs are made with it.
func newMerge(world voucher.World) *cobra.Command {
	m := &merge{world: world}
	cmd := &cobra.Command{
		Use:   "merge DIR",
		Short: "Put the shards of a study or a simulation together",
		Long: `Put together what vouch compare or vouch simulate with --shard has lived into a
folder, maybe on many machines, and print or write the results of the whole.

Nothing but the folder is needed: every shard holds all that was asked for. The
results are those of the same command without --shard, byte for byte: tables,
figures, hash and facts of single runs. What is left out is how long it took and on
how many workers, which no shard keeps.

Before anything is printed all files are read to their ends. A shard that is missing,
half written, torn, there twice, of another study or of another version of vouch is
named, with the command that makes it. With --wait they may still come: the merge may
be started before them, as a cluster does.

Exit status: 0 done, 1 the results break an identity, 2 the shards are not the whole
and nothing was put together, 4 a fault of vouch or of the machine it runs on, 130
interrupted.`,
		Example: `  vouch merge shards                          print what all shards come to
  vouch merge shards --out report             with the report and all tables
  vouch merge shards --format json            for programs
  vouch merge shards --wait 24h               when all of them have come`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return misuse("name one folder with shards; vouch compare and vouch simulate with --shard write them")
			}
			return nameOfFolder(args[0])
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			m.dir = args[0]
			return m.run(cmd)
		},
	}
	addFlag(cmd, "out", "DIR", "", "also write the report and all tables into this folder", func(text string) error {
		m.out = text
		return nameOfFolder(text)
	})
	if err := cmd.MarkFlagDirname("out"); err != nil {
		panic(fmt.Sprintf("vouch: completion of --out: %v", err))
	}
	addFlag(cmd, "wait", "DURATION", "", "wait so long for shards that are still missing, such as 24h", func(text string) (err error) {
		if m.wait, err = time.ParseDuration(text); err != nil || m.wait < 0 {
			return fmt.Errorf("%q is no span of time; write it as 90s, 30m or 24h", text)
		}
		return nil
	})
	addChoice(cmd, &m.format, "format", "how results are printed", "text", "json", "csv", "md")
	addLanguage(cmd, &m.language)
	return cmd
}

// run looks at the folder, puts the shards together, writes and prints.
func (m *merge) run(cmd *cobra.Command) error {
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	err := m.await(ctx, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	if m.shards, err = shard.Look(m.dir); err == nil {
		err = m.shards.Err()
	}
	if err != nil {
		return m.unlike(err)
	}
	order := m.shards.Order
	if order.Version != programVersion() {
		return misuse("the shards in %s are of vouch %s, and this is %s; put them together with that one", m.dir, order.Version, programVersion())
	}
	s, err := scenarios.ReadDocument(order.Document)
	if err != nil {
		return misuse("shards in %s: %w", m.dir, err)
	}
	out, err := claimFolder(m.out, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer out.abandon()
	switch {
	case order.Kind == kindCompare:
		return m.study(ctx, cmd, s, out)
	case order.Kind == kindSimulate && m.format == "md":
		return misuse("%s holds a simulation, which is not printed as md; write text, json or csv", m.dir)
	case order.Kind == kindSimulate:
		return m.simulation(ctx, cmd, s.Baseline, out)
	}
	return misuse("shards in %s: nothing is known of the kind %q; another version of vouch wrote them", m.dir, order.Kind)
}

// unlike gives an error of the folder its exit status: what a disk says goes by, what stands there does not.
func (m *merge) unlike(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return misuse("%s is not there; name the folder into which --shard has written", m.dir)
	case errors.Is(err, syscall.ENOTDIR):
		return misuse("%s is a file; name the folder into which --shard has written", m.dir)
	case ofTheDisk(err):
		return fault("shards in %s: %w", m.dir, err)
	}
	return misuse("%w", err)
}

// study puts a study together.
func (m *merge) study(ctx context.Context, cmd *cobra.Command, s *scenarios.Study, out *folder) error {
	c := &compare{world: m.world, out: m.out, format: m.format, language: m.language, arguments: m.shards.Order.Arguments}
	run := c.newRun(s)
	job, err := run.Job()
	if err != nil {
		return m.another(err)
	}
	fold, err := job.Fold()
	if err != nil {
		return err
	}
	if err := m.fold(ctx, cmd.ErrOrStderr(), job, fold); err != nil {
		return err
	}
	results, err := fold.Results(m.shards.Part)
	if err != nil {
		return fault("%w", err)
	}
	return c.finish(ctx, cmd, run, out, results, english.Sprintf("%d runs of %s put together from %s; %s lived, %d taken over from the baseline",
		results.Manifest.Runs, counted(results.Manifest.Families, "family", "families"), m.told(),
		counted(results.Manifest.Lived, "block", "blocks"), results.Manifest.Taken))
}

// simulation puts a simulation together.
func (m *merge) simulation(ctx context.Context, cmd *cobra.Command, scenario *scenarios.Scenario, out *folder) error {
	s := &simulate{world: m.world, out: m.out, format: m.format, language: m.language, arguments: m.shards.Order.Arguments}
	run := &simulator.Run{Scenario: scenario, World: m.world, Version: programVersion()}
	job, err := run.Job(ctx)
	if err != nil {
		return m.another(err)
	}
	fold := job.Fold()
	if err := m.fold(ctx, cmd.ErrOrStderr(), job, fold); err != nil {
		return err
	}
	result, err := fold.Result()
	if err != nil {
		return fault("%w", err)
	}
	return s.finish(ctx, cmd, scenario, out, &outcome{Result: result}, english.Sprintf("%s put together from %s",
		counted(result.Families, "family", "families"), m.told()))
}

// another is the error of shards of which this program makes another job, although it calls itself by the same
// version.
func (m *merge) another(err error) error {
	return misuse("shards in %s: this vouch would live another study than the one that wrote them (%w); put them together with that one", m.dir, err)
}

func (m *merge) told() string { return counted(m.shards.Of, "shard", "shards") }

// folding takes parts in their order until there are enough.
type folding interface {
	Next() int64
	Enough() bool
	Add(saved []byte) error
}

// fold puts all parts together.
func (m *merge) fold(ctx context.Context, stderr io.Writer, job shard.Job, f folding) error {
	switch {
	case job.ID() != m.shards.Order.ID:
		return m.another(fmt.Errorf("its id is %.12s… and not %.12s…", job.ID(), m.shards.Order.ID))
	case job.Parts() != m.shards.Parts():
		return m.another(fmt.Errorf("it has %d parts and not %d", job.Parts(), m.shards.Parts()))
	}
	b := &bar{drawn: newDrawn(stderr)}
	defer b.clear()
	for !f.Enough() {
		if ctx.Err() != nil {
			return &failure{exitInterrupted, fmt.Errorf("interrupted: %d of %d parts were put together; the shards stay as they are", f.Next(), job.Parts())}
		}
		part, err := m.shards.Part(f.Next())
		if err == nil {
			err = f.Add(part)
		}
		if err != nil {
			return fault("shards in %s: %w", m.dir, err)
		}
		if b.due() {
			b.draw(f.Next(), job.Parts(), english.Sprintf("%d of %d parts", f.Next(), job.Parts()))
		}
	}
	return nil
}

// command is how results are come to again.
func command(arguments []string) string {
	return strings.Join(append([]string{"vouch"}, arguments...), " ")
}
