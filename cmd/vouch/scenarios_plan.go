package main

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator/study"
)

func newScenariosPlan(world voucher.World) *cobra.Command {
	c := &compare{world: world, families: -1, workers: runtime.GOMAXPROCS(0)}
	cmd := &cobra.Command{
		Use:   "plan [BASELINE] SCENARIO... | STUDY.yaml",
		Short: "Say how many runs a comparison or a study is, how long and how large",
		Long: `Say what vouch compare with the same words and flags would take: worlds with the
points of sweeps, runs, families, family-months, time, disk and memory. The time is
that of this machine as it is now: all worlds are tried out with a few thousand
families, and the rest is reckoned from that. Above the limits of the study, exit
status 2.`,
		Example: `  vouch scenarios plan food-two-mrp                  beside the pilots, ten times each
  vouch scenarios plan food-two-mrp --replications 100 --families 20000
  vouch scenarios plan my-study.yaml`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("name a scenario to compare with the pilots, or a study; vouch scenarios list names those that come with vouch")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c.words = args
			return c.plan(cmd)
		},
	}
	c.addAsked(cmd)
	c.addWorkers(cmd)
	addLanguage(cmd, &c.language)
	return cmd
}

// plan tells what the study takes, and refuses one above its limits.
func (c *compare) plan(cmd *cobra.Command) error {
	asked, err := c.study()
	if err != nil {
		return err
	}
	p := c.newPlan(asked)
	if err := p.countable(); err != nil {
		return err
	}
	if err := p.try(cmd); err != nil {
		return err
	}
	if err := p.count(); err != nil {
		return err
	}
	if err := write(cmd, p.told(c.language)); err != nil {
		return err
	}
	return p.judge()
}

// tried is how many families all worlds are tried out with together, at most: enough
// for a second of work, and little enough that nobody waits; leastTried is that of
// one world where there are many.
const (
	tried      = 24_000
	leastTried = 300
)

// plan is what a study takes.
type plan struct {
	study   *scenarios.Study
	world   voucher.World
	months  float64 // family-months of all runs
	bytes   float64 // of their results
	lived   int64   // family-months that were tried out
	elapsed time.Duration
	sample  int64 // families that were tried out, over all worlds
	each    int64 // families of a world
	real    int64 // that the facts give for it
	workers int   // blocks at a time; 0: as many as there are processors
	parts   int64 // that can be lived apart; 0: not counted
	shards  int64 // among which the work is parted; 0: it is not
}

// newPlan is a plan of the study that is tried out as it would be lived: by so many workers.
func (c *compare) newPlan(s *scenarios.Study) *plan {
	return &plan{study: s, world: c.world, workers: c.workers}
}

// worlds is how many worlds the study has, with those that a sweep of policy makes.
func (p *plan) worlds() int64 { return max(1, p.study.Runs()/max(1, p.study.Lives())) }

// try lives all worlds once, at one point of behaviour and with a part of their families: what nothing
// reaches that differs is then taken over as in the study itself.
func (p *plan) try(cmd *cobra.Command) error {
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	small := *p.study
	base := *small.Baseline
	if most := max(leastTried, tried/p.worlds()); base.Families == 0 || base.Families > most {
		base.Families = most
	}
	small.Baseline, small.Replications, small.Stop = &base, 1, nil
	small.Sweeps = slices.DeleteFunc(slices.Clone(small.Sweeps), func(s scenarios.Sweep) bool { return !s.Policy })
	run := &study.Run{Study: &small, World: p.world, Workers: p.blocks()}
	start := time.Now()
	results, err := run.Live(ctx)
	if ctx.Err() != nil {
		return &failure{exitInterrupted, fmt.Errorf("interrupted while %s was tried out", p.study.ID)}
	}
	if err != nil {
		return &failure{exitMisuse, err}
	}
	p.elapsed = time.Since(start)
	families := p.study.Baseline.Families
	if families == 0 {
		families = results.Manifest.Real
	}
	p.each, p.real = families, results.Manifest.Real
	lives := float64(p.study.Lives())
	p.lived = results.Manifest.FamilyMonths
	p.months = lives * float64(p.lived) * float64(families) / float64(base.Families)
	p.bytes = lives * float64(results.Manifest.PartBytes)
	for _, w := range results.Worlds {
		p.sample += w.Families
	}
	return nil
}

// speed is how many family-months were lived in a second.
func (p *plan) speed() float64 { return float64(p.lived) / max(p.elapsed.Seconds(), 1e-3) }

// seconds is how long all runs take, or those of one shard.
func (p *plan) seconds() float64 {
	return p.months / max(p.speed(), 1) / float64(max(1, p.shards))
}

// megabytes is how much their results take, or those of one shard.
func (p *plan) megabytes() float64 { return p.bytes / 1e6 / float64(max(1, p.shards)) }

// blocks is how many blocks are lived at a time.
func (p *plan) blocks() int {
	if p.workers > 0 {
		return p.workers
	}
	return runtime.GOMAXPROCS(0)
}

// allowed tries the study out and refuses it above its limits.
func (p *plan) allowed(cmd *cobra.Command) error {
	err := p.countable()
	if err == nil {
		err = p.try(cmd)
	}
	if err == nil {
		err = p.judge()
	}
	return err
}

// countable refuses a study of more runs than its limit before any of them is tried.
func (p *plan) countable() error {
	if runs := p.study.Runs(); runs > p.study.Limits.Runs {
		return misuse("%s: limits.runs is %s, and %s are needed; vary less, or raise the limit", p.study.ID, whole(float64(p.study.Limits.Runs)), whole(float64(runs)))
	}
	return nil
}

// judge refuses a plan above the other limits of the study.
func (p *plan) judge() error {
	var above []string
	for _, part := range []struct {
		key    string
		needed float64
		most   int64
	}{
		{"minutes", p.seconds() / 60, p.study.Limits.Minutes},
		{"megabytes", p.megabytes(), p.study.Limits.Megabytes},
	} {
		if part.needed > float64(part.most) {
			above = append(above, english.Sprintf("limits.%s is %d, and %s are needed", part.key, part.most, whole(math.Ceil(part.needed))))
		}
	}
	if len(above) > 0 {
		return misuse("%s: %s; vary less, or raise the limit", p.study.ID, strings.Join(above, "; "))
	}
	return nil
}
