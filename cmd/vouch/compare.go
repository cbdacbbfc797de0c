package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/cluster/shard"
	"github.com/vouch-kz/vouch/simulator/study"
)

// compare is what the flags of one vouch compare say.
type compare struct {
	world        voucher.World
	words        []string // files and ids
	seed         uint64   // 0: as the study says
	families     int64    // below 0: as the baseline says
	replications int64    // 0: as the study says
	workers      int
	out          string
	format       string
	language     string
	resume       bool
	share        shard.Share // zero: all of it
	nats         *sharedOut
	arguments    []string // with which vouch repeats it
}

// usualReplications is how often worlds are lived that no study names: enough for an interval, and
// nobody waits long.
const usualReplications = 10

// newCompare makes the command. Worlds are lived on systems of the world.
func newCompare(world voucher.World) *cobra.Command {
	c := &compare{world: world, families: -1, workers: runtime.GOMAXPROCS(0)}
	var ids []string
	for _, p := range scenarios.Library() {
		ids = append(ids, cobra.CompletionWithDesc(p.ID, p.Title.En))
	}
	cmd := &cobra.Command{
		Use:   "compare [BASELINE] SCENARIO... | STUDY.yaml",
		Short: "Live through several worlds under the same draws and tell in what they differ",
		Long: `Live through a baseline and one or more scenarios, each several times, and tell in
what they differ: the funnel, money, what stays unused, who gains and who misses,
each difference with its interval of 95 %.

A single scenario is compared with the pilots as they are, over its own days,
families and programmes; of two or more, the first is the baseline. A study is a file that names worlds, values that are varied
and how often each world is lived through; vouch scenarios plan says what it takes.

All worlds are lived under the same draws, family by family: what two worlds do not
differ in is equal to the tiyn. The same worlds and seed give the same results on
any number of workers.

With --out, parts are kept in DIR.parts while the study runs. A study that was
interrupted, or killed, goes on from there with --resume. At the end DIR holds the
report, index.html, the workbook results.xlsx, the letter report.md, and everything
behind them, and the parts go.

With --shard 3/16 the third of sixteen shards is lived alone and nothing is printed:
DIR, the same for all sixteen, wherever they run, gets one file, and vouch merge DIR
makes of all files what the study gives in one piece. A shard that was interrupted
goes on by itself when it is asked for again. A stop rule is looked at by vouch merge
alone: the shards live all replications that it allows.

With --nats, parts are lived by every vouch worker at a NATS server, or by --workers
processes of this machine: the results are the same, byte for byte. A worker that is
killed loses a part, which another one lives; parts stand at the server until the study
has ended, so that the same command goes on after the asking side was killed.

Exit status: 0 done, 1 the results break an identity, 2 a flag, a file or a limit is
in the way and nothing ran, 4 a fault of vouch or of the machine it runs on, 130
interrupted.`,
		Example: `  vouch compare food-two-mrp                  two МРП (monthly calculation indices) a member
  vouch compare pilots my.yaml other.yaml --out report
                                              two worlds beside a baseline, with a report
  vouch compare my-study.yaml --out report --resume
                                              a study, taken up where it was interrupted
  vouch compare my-study.yaml --shard 1/2 --out shards
                                              one half here, the other elsewhere; then vouch merge shards
  vouch compare my-study.yaml --nats embedded --workers 2
                                              over a queue, on this machine
  vouch compare my-study.yaml --nats nats://10.0.0.5:4222
                                              on all machines where vouch worker runs
  vouch compare food-two-mrp --format md --lang ru
                                              as a letter, in Russian`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("name a scenario to compare with the pilots, or a study; vouch scenarios list names those that come with vouch")
			}
			return nil
		},
		ValidArgsFunction: cobra.FixedCompletions(ids, cobra.ShellCompDirectiveDefault),
		RunE: func(cmd *cobra.Command, args []string) error {
			c.words, c.arguments = args, arguments(cmd, args)
			return c.run(cmd)
		},
	}
	c.addFlags(cmd)
	return cmd
}

// addFlags declares the flags.
func (c *compare) addFlags(cmd *cobra.Command) {
	c.addAsked(cmd)
	c.addWorkers(cmd)
	addFlag(cmd, "out", "DIR", "", "also write the report and all tables into this folder", func(text string) error {
		c.out = text
		return nameOfFolder(text)
	})
	if err := cmd.MarkFlagDirname("out"); err != nil {
		panic(fmt.Sprintf("vouch: completion of --out: %v", err))
	}
	cmd.Flags().BoolVar(&c.resume, "resume", false, "go on from the parts that an interrupted life of the study left")
	addShard(cmd, &c.share)
	c.nats = addSharedOut(cmd)
	addChoice(cmd, &c.format, "format", "how results are printed", "text", "json", "csv", "md")
	addLanguage(cmd, &c.language)
}

// addWorkers declares how many blocks are simulated at a time.
func (c *compare) addWorkers(cmd *cobra.Command) {
	addFlag(cmd, "workers", "NUMBER", "", "blocks simulated at a time (default: processors)", func(text string) (err error) {
		if c.workers, err = strconv.Atoi(text); err != nil || c.workers < 1 {
			return fmt.Errorf("%q is not possible; give 1 or more", text)
		}
		return nil
	})
}

// addAsked declares the flags of what is asked: they make another study of it.
func (c *compare) addAsked(cmd *cobra.Command) {
	addNumber(cmd, "replications", fmt.Sprintf("live every world so often, each time under other draws (default: %d; of a study, as its file says)", usualReplications), 1, scenarios.MaxReplications, &c.replications)
	addNumber(cmd, "families", "so many families in the baseline; 0: as in the real pilots", 0, scenarios.MaxFamilies, &c.families)
	addFlag(cmd, "seed", "NUMBER", "", "draw everything random from this seed", func(text string) (err error) {
		if c.seed, err = strconv.ParseUint(text, 10, 64); err != nil || c.seed == 0 || c.seed > scenarios.MaxSeed {
			return fmt.Errorf("%q is no seed; give a whole number from 1 to %d", text, uint64(scenarios.MaxSeed))
		}
		return nil
	})
}

// study reads what is to be compared, and applies the flags.
func (c *compare) study() (*scenarios.Study, error) {
	s, err := c.read()
	if err != nil {
		return nil, err
	}
	if c.seed != 0 {
		s.Seed = c.seed
	}
	if c.families >= 0 {
		for _, scenario := range s.Worlds() { // the baseline's scale is that of all
			if err := scenario.SetFamilies(c.families); err != nil {
				return nil, &failure{exitMisuse, err}
			}
		}
	}
	if c.replications != 0 {
		s.Replications, s.Stop = c.replications, nil
	}
	return s, nil
}

// read reads a study, or makes one of scenarios.
func (c *compare) read() (*scenarios.Study, error) {
	var all []*scenarios.Scenario
	for _, word := range c.words {
		d, err := openEither(word)
		switch {
		case err != nil:
			return nil, err
		case d.Study != nil && len(c.words) > 1:
			return nil, misuse("%s is a study, which names its own worlds; give it alone", word)
		case d.Study != nil:
			return d.Study, nil
		}
		all = append(all, d.Scenario)
	}
	if len(all) == 1 {
		all = append([]*scenarios.Scenario{scenarios.BaselineOf(all[0])}, all...)
	}
	for i := range all {
		for _, other := range all[:i] {
			if all[i].ID == other.ID {
				return nil, misuse("two worlds have the id %s, and a report could not tell them apart; name another scenario, or give one of them another id", other.ID)
			}
		}
	}
	s := scenarios.StudyOf(all[0])
	s.ID, s.Title, s.Scenarios, s.Replications = all[1].ID, all[1].Title, all[1:], usualReplications
	return s, nil
}

// run plans, lives, writes and prints.
func (c *compare) run(cmd *cobra.Command) error {
	s, err := c.study()
	if err != nil {
		return err
	}
	overNATS, err := c.nats.given(cmd, c.workers)
	if err != nil {
		return err
	}
	if c.resume && c.out == "" {
		return misuse("--resume goes on from the parts beside a folder; name the folder with --out")
	}
	if c.share.Of > 0 {
		return c.shard(cmd, s)
	}
	stderr := cmd.ErrOrStderr()
	out, err := claimFolder(c.out, stderr)
	if err != nil {
		return err
	}
	defer out.abandon()
	p := c.newPlan(s)
	if err := p.allowed(cmd); err != nil {
		return err
	}
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	run := c.newRun(s)
	release, err := c.openParts(run, out, stderr)
	if err != nil {
		return err
	}
	defer release()
	if overNATS {
		return c.shareOut(ctx, cmd, run, out)
	}
	results, err := c.live(ctx, run, stderr)
	if err != nil {
		return err
	}
	results.Manifest.FloorPPM = studyFloorPPM(&results.Manifest)
	return c.finish(ctx, cmd, run, out, results, studyRates(results))
}

// finish writes and prints the results, and then tells how they came about.
func (c *compare) finish(ctx context.Context, cmd *cobra.Command, run *study.Run, out *folder, results *study.Results, told string) error {
	report := reports.NewStudy(results, command(c.arguments))
	if out != nil {
		if err := c.file(ctx, run, out, results, report); err != nil {
			return err
		}
	}
	wrong := brokenStudy(results)
	if err := c.print(cmd.OutOrStdout(), results, report); err != nil {
		return unprinted(exitStatus(wrong), err)
	}
	fmt.Fprintln(cmd.ErrOrStderr(), told)
	if out != nil {
		fmt.Fprintln(cmd.ErrOrStderr(), out.told("index.html"))
	}
	return wrong
}

// brokenStudy is the error of results that do not add up; nil where they do.
func brokenStudy(r *study.Results) error {
	broken := r.Broken()
	if len(broken) == 0 {
		return nil
	}
	lines := []string{"the results do not add up:"}
	for _, i := range broken {
		lines = append(lines, english.Sprintf("%s: broken %d times of %d, first in %s", i.ID, i.Broken, i.Checked, strings.ReplaceAll(i.First, "\n", "; ")))
	}
	return &failure{exitBroken, errors.New(strings.Join(lines, "\n"))}
}

// counted is a number and what it counts, in the singular where there is one.
func counted[N int | int64](n N, one, many string) string {
	if n == 1 {
		many = one
	}
	return english.Sprintf("%d ", n) + many
}

// studyRates says how fast the study was.
func studyRates(r *study.Results) string {
	m := &r.Manifest
	return english.Sprintf("%d runs of %s lived through in %v, %d family-months a second; %s lived, %d taken over from the baseline\n"+
		"%d.%d%% of the speed that the random draws alone have on this machine now",
		m.Runs, counted(m.Families, "family", "families"), (time.Duration(m.Elapsed) * time.Millisecond).String(), m.PerSecond, counted(m.Lived, "block", "blocks"), m.Taken, m.FloorPPM/10_000, m.FloorPPM/1000%10)
}

// studyFloorPPM is the study's speed as a share of that of its draws alone, in parts per million.
func studyFloorPPM(m *study.Manifest) int64 {
	drawn := float64(m.PerSecond) * float64(m.Draws) / float64(max(1, m.FamilyMonths))
	return int64(drawn * simulator.Million / float64(max(1, drawsPerSecond(m.Workers))))
}

// programVersion is what of this program the parts of a study hang on.
func programVersion() string {
	b := thisBuild()
	return fmt.Sprintf("%s %s modified=%t", b.version, b.revision, b.modified)
}
