package main

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

func newScenariosPlan(world voucher.World) *cobra.Command {
	return &cobra.Command{
		Use:   "plan FILE",
		Short: "Say how many runs a study or a scenario is, how long and how large",
		Long: `Say what a study or a scenario will take: runs, family-months, time and disk. The
time is that of this machine as it is now: each world is tried out with a few
thousand families, and the rest is reckoned from that. Above the limits of the
study, exit status 2. Studies are planned; vouch does not run them yet.`,
		Example: `  vouch scenarios plan stress
  vouch scenarios plan my-study.yaml`,
		Args: exactly(1, "one file or id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := openEither(args[0])
			if err != nil {
				return err
			}
			study := d.Study
			if study == nil {
				study = scenarios.StudyOf(d.Scenario)
			}
			p := &plan{study: study, world: world}
			if err := p.try(cmd); err != nil {
				return err
			}
			if err := write(cmd, p.String()); err != nil {
				return err
			}
			return p.judge()
		},
	}
}

// tried is how many families a world is tried out with, at most: enough for a
// second's part of work, and little enough that nobody waits.
const tried = 12_000

// plan is what a study takes.
type plan struct {
	study   *scenarios.Study
	world   voucher.World
	months  float64 // family-months of all runs
	bytes   float64 // of their results
	lived   int64   // family-months that were tried out
	elapsed time.Duration
	sample  int64 // families that were tried out, over all worlds
}

// try lives through a small part of every world.
func (p *plan) try(cmd *cobra.Command) error {
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	for i, s := range p.study.Worlds() {
		small := *s
		if small.Families == 0 || small.Families > tried {
			small.Families = tried
		}
		run := &simulator.Run{Scenario: &small, World: p.world, Workers: runtime.GOMAXPROCS(0)}
		start := time.Now()
		result, err := run.Simulate(ctx)
		if ctx.Err() != nil {
			return &failure{exitInterrupted, fmt.Errorf("interrupted while scenario %s was tried out", s.ID)}
		}
		if err != nil {
			return &failure{exitMisuse, err}
		}
		p.elapsed += time.Since(start)
		lived := result.Totals.Count(simulator.FamilyMonths)
		families := s.Families
		if families == 0 {
			families = result.Real
		}
		var size counted
		if err := reports.NewSimulation(&small, result).WriteJSON(&size); err != nil {
			return fault("results of %s: %w", s.ID, err)
		}
		share := float64(p.study.Share(i))
		p.months += share * float64(lived) * float64(families) / float64(small.Families)
		p.bytes += share * float64(size)
		p.lived += lived
		p.sample += small.Families
	}
	return nil
}

// counted is a writer that keeps the number of bytes alone.
type counted int64

// Write counts.
func (c *counted) Write(p []byte) (int, error) {
	*c += counted(len(p))
	return len(p), nil
}

var _ io.Writer = (*counted)(nil)

// speed is how many family-months were lived in a second.
func (p *plan) speed() float64 { return float64(p.lived) / max(p.elapsed.Seconds(), 1e-3) }

// minutes is how long all runs take.
func (p *plan) minutes() float64 { return p.months / max(p.speed(), 1) / 60 }

// megabytes is how much their results take.
func (p *plan) megabytes() float64 { return p.bytes / 1e6 }

// String tells the plan.
func (p *plan) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: worlds %d, runs %s\n", p.study.ID, len(p.study.Worlds()), whole(float64(p.study.Runs())))
	fmt.Fprintf(&b, "family-months  %s\n", whole(p.months))
	fmt.Fprintf(&b, "time           about %s min, at %s family-months a second\n", fraction(p.minutes()), whole(p.speed()))
	fmt.Fprintf(&b, "disk           about %s MB of results\n", fraction(p.megabytes()))
	b.WriteString(english.Sprintf("measured just now: %d families of all worlds lived through in %v on %d processors; the load on this machine counts\n",
		p.sample, p.elapsed.Round(time.Millisecond), runtime.GOMAXPROCS(0)))
	return b.String()
}

// whole writes a number without its fraction.
func whole(f float64) string {
	if f >= math.MaxInt64 {
		return "more than can be counted"
	}
	return english.Sprintf("%d", int64(f))
}

// fraction writes a number with one decimal.
func fraction(f float64) string { return english.Sprintf("%.1f", f) }

// judge refuses a plan above the limits of the study.
func (p *plan) judge() error {
	var above []string
	for _, part := range []struct {
		key    string
		needed float64
		most   int64
	}{
		{"runs", float64(p.study.Runs()), p.study.Limits.Runs},
		{"minutes", p.minutes(), p.study.Limits.Minutes},
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
