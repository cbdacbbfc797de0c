package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

// soak is what the flags of one vouch soak say.
type soak struct {
	own      voucher.World
	aim      *aim
	chosen   conform // its suites
	span     time.Duration
	every    time.Duration
	seed     uint64
	workers  int
	pid      int
	out      string
	language string
	command  *cobra.Command

	mu      sync.Mutex
	done    soaked
	begun   time.Time
	first   held // memory at the start
	skipped []string
}

// soaked is what was done so far.
type soaked struct {
	rounds, runs, violations int
	races                    conformance.Races
	inputs                   conformance.Inputs
	faults, restarts         int64
	figures                  conformance.Figures
}

// soakSuites are the suites of a soak, in the order in which they take turns; those
// that there are.
var soakSuites = []conformance.Suite{conformance.SuiteRaces, conformance.SuiteFaults, conformance.SuiteAccess, conformance.SuitePrivacy, conformance.SuiteHostile, conformance.SuiteProperties}

const soakLong = `Attack a build for a while: the suites races, faults, access, privacy, hostile and
properties take turns, each with new seeds, until the time is up. Without --target,
--exec or --mutant the reference is attacked, over HTTP on the loopback.

Every minute a line on standard error says what was done and how much memory is
resident: of vouch, and of the build where it is on this machine and --pid or --exec
says which process it is. Where the system does not tell, it is what the Go runtime
has taken, and the line says so. The reference lives in the process of vouch.

The first violation ends it: its screen is printed and, with --out, the failure is
kept for vouch replay.

Exit status: 0 the time is up and nothing was found; 1 a violation; 2 a flag is wrong;
3 the build could not be asked, or a MUST not be judged; 4 a fault of vouch;
130 interrupted.

` + reachHelp

// newSoak makes the command.
func newSoak(own voucher.World) *cobra.Command {
	s := &soak{own: own, span: time.Hour, every: time.Minute}
	cmd := &cobra.Command{
		Use:   "soak",
		Short: "Attack a build for an hour, and watch its memory",
		Long:  soakLong,
		Example: `  vouch soak --for 1h                                  the reference
  vouch soak --for 8h --target http://127.0.0.1:8080 --pid 4711 --out night
  vouch soak --for 10m --suite races,hostile --exec 'node adapter.js'`,
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s.command = cmd
			return s.run(cmd)
		},
	}
	s.aim = addAim(cmd)
	addDuration(cmd, "for", "how long", &s.span)
	addDuration(cmd, "every", "how often a line says how far it is", &s.every)
	addFlag(cmd, "suite", "NAME", "", "only these suites; repeatable, or parted by commas", s.chosen.readSuites).repeats = true
	var names []string
	for _, suite := range s.suites() {
		names = append(names, string(suite))
	}
	complete(cmd, "suite", names)
	addSeed(cmd, &s.seed)
	addCount(cmd, "workers", "checks asked at a time", 2, &s.workers)
	addCount(cmd, "pid", "process of the build, whose memory is watched", 0, &s.pid)
	addText(cmd, "out", "DIR", "keep the first failure in this folder", &s.out)
	addLanguage(cmd, &s.language)
	return cmd
}

// suites are those that take turns.
func (s *soak) suites() []conformance.Suite {
	if s.chosen.options.Suites != nil {
		return s.chosen.options.Suites
	}
	var all []conformance.Suite
	for _, suite := range soakSuites {
		if slices.Contains(conformance.Suites(), suite) {
			all = append(all, suite)
		}
	}
	return all
}

// run attacks until the time is up, a violation is found or somebody stops it.
func (s *soak) run(cmd *cobra.Command) error {
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	out, err := claimFolder(s.out, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	if out != nil {
		defer out.abandon()
	}
	target, end, err := s.target(ctx)
	if err != nil {
		return err
	}
	defer end()
	s.begun, s.first = time.Now(), s.memory()
	s.seed = cmp.Or(s.seed, 1)
	timed, cancel := context.WithTimeout(ctx, s.span)
	defer cancel()
	told := make(chan struct{})
	go s.tellEvery(timed, cmd.ErrOrStderr(), told)
	report, err := s.attack(timed, target)
	cancel()
	<-told
	if _, unasked := errors.AsType[*conformance.UnaskedError](err); !unasked || s.asked() {
		s.tellEnd(cmd.OutOrStdout()) // of a build that nobody reached there is nothing to tell
	}
	switch {
	case report != nil && report.Exit == conformance.ExitViolation:
		return s.violation(cmd, out, report)
	case ctx.Err() != nil:
		return &failure{exitInterrupted, errors.New("interrupted: no violation until then")}
	case err != nil:
		return unjudged(err)
	case report != nil:
		if err := reports.ConformanceText(cmd.OutOrStdout(), report, reports.ConformanceOptions{Lang: reports.Language(s.language), Width: widthOf(cmd.OutOrStdout())}); err != nil {
			return unprinted(report.Exit, err)
		}
		return &failure{report.Exit, errSaid}
	}
	return nil
}

// target makes what is attacked: without a flag the reference, over HTTP, so that
// nothing is left out for want of a wire.
func (s *soak) target(ctx context.Context) (conformance.Target, func(), error) {
	if s.aim.elsewhere() {
		target, end, err := s.aim.target(ctx, s.own, nil)
		s.pid = cmp.Or(s.pid, s.aim.pid)
		return target, end, err
	}
	address, end, err := listening(ctx, &mutant.Mutant{}, nil, wire.ServerOptions{World: s.own, Restart: restartOf(s.own)})
	if err != nil {
		return conformance.Target{}, end, err
	}
	client, err := wire.NewClient(address, wire.Options{Timeout: s.aim.timeout, ControlTimeout: clockMoves * s.aim.timeout})
	if err != nil {
		return conformance.Target{}, end, err
	}
	return conformance.Target{World: client, Wire: client, Address: address}, func() {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.aim.timeout)
		defer cancel()
		_ = client.Close(late) // the server goes too
		end()
	}, nil
}

// attack lets the suites take turns. A report comes back where it ends before its
// time: of a violation, or of what could not be judged.
func (s *soak) attack(ctx context.Context, target conformance.Target) (*conformance.Report, error) {
	suites := s.suites()
	for round := uint64(0); ctx.Err() == nil; round++ {
		asked := false
		for _, suite := range suites {
			report, err := conformance.Run(ctx, target, conformance.Options{Oracle: s.own, Suites: []conformance.Suite{suite}, Seed: s.seed + round,
				Workers: max(1, s.workers), StopAtFailure: true, Timeout: max(conformance.DefaultTimeout, 6*s.aim.timeout)})
			if ctx.Err() != nil && (err != nil || report.Exit != conformance.ExitViolation) {
				if err == nil {
					s.note(report)
				}
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			s.note(report)
			switch {
			case report.Count(conformance.Unsupported) == len(report.Results):
				s.leaveOut(suite)
				continue
			case report.Exit != conformance.ExitConforms:
				report.Reach = reach(s.command)
				return report, nil
			}
			asked = true
		}
		if !asked {
			return nil, &conformance.UnaskedError{Address: target.Address, Err: errors.New("it can be asked none of the suites " + strings.Trim(fmt.Sprint(suites), "[]"))}
		}
		s.mu.Lock()
		s.done.rounds++
		s.mu.Unlock()
	}
	return nil, nil
}

// asked reports whether any suite was run.
func (s *soak) asked() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.done.runs > 0
}

// note sums up a run.
func (s *soak) note(r *conformance.Report) {
	races, inputs := r.Races(), r.Inputs()
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &s.done
	d.runs++
	d.violations += r.Count(conformance.Fail)
	d.races.Tried += races.Tried
	d.races.Overlap += races.Overlap
	d.inputs.Sent += inputs.Sent
	faults := r.Faults()
	d.faults += faults.Total()
	d.restarts += faults.Restarts
	d.figures.Worlds += r.Figures.Worlds
	d.figures.Commands += r.Figures.Commands
}

// leaveOut notes a suite that the build cannot be asked through this door.
func (s *soak) leaveOut(suite conformance.Suite) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.skipped, string(suite)) {
		s.skipped = append(s.skipped, string(suite))
	}
}

// tellEvery says from time to time how far it is.
func (s *soak) tellEvery(ctx context.Context, w io.Writer, told chan<- struct{}) {
	defer close(told)
	tick := time.NewTicker(s.every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			fmt.Fprintln(w, s.line())
		case <-ctx.Done():
			return
		}
	}
}

// line says what was done and what is held.
func (s *soak) line() string {
	s.mu.Lock()
	d := s.done
	s.mu.Unlock()
	return english.Sprintf("%v: rounds %d, suites run %d, worlds %d, commands %d, races %d, overlapping pairs %d, faults %d, restarts %d, hostile inputs %d, violations %d, %s",
		time.Since(s.begun).Round(time.Second), d.rounds, d.runs, d.figures.Worlds, d.figures.Commands, d.races.Tried, d.races.Overlap, d.faults, d.restarts, d.inputs.Sent, d.violations, s.memory())
}

// growthFrom is how long a run has to be before its growth is told by the hour: what
// the first minutes take is no trend.
const growthFrom = 10 * time.Minute

// tellEnd says how it went, with the memory at the start and at the end.
func (s *soak) tellEnd(w io.Writer) {
	took, last := time.Since(s.begun), s.memory()
	fmt.Fprintln(w, s.line())
	for _, m := range []struct {
		whose       string
		first, last int64
	}{{"vouch", s.first.own, last.own}, {"the build", s.first.build, last.build}} {
		if m.first > 0 && m.last > 0 {
			text := english.Sprintf("resident memory of %s: %d KiB at the start, %d KiB at the end, growth %d KiB", m.whose, m.first>>10, m.last>>10, (m.last-m.first)>>10)
			if took >= growthFrom {
				text += english.Sprintf(", %d KiB an hour", int64(float64(m.last-m.first)/took.Hours())>>10)
			}
			fmt.Fprintln(w, text)
		}
	}
	if len(s.skipped) > 0 {
		fmt.Fprintln(w, "left out, since the build cannot be asked them through this door: "+strings.Join(s.skipped, ", "))
	}
}

// violation prints the failure and keeps it.
func (s *soak) violation(cmd *cobra.Command, out *folder, r *conformance.Report) error {
	if out != nil {
		err := saveFailures(out, s.out, r)
		if err == nil {
			err = out.add(manifestName, func(w io.Writer) error {
				return writeIndented(w, &judgedManifest{madeBy: made(arguments(cmd, nil)), Address: r.Address, PlanHash: r.PlanHash, Exit: r.Exit,
					Elapsed: time.Since(s.begun).Milliseconds(), Files: out.files})
			})
		}
		if err == nil {
			err = out.commit()
		}
		if err != nil {
			fmt.Fprintf(cmd.ErrOrStderr(), "--out %s: %v\n", s.out, err)
		}
	}
	if err := reports.ConformanceText(cmd.OutOrStdout(), r, reports.ConformanceOptions{Lang: reports.Language(s.language), Width: widthOf(cmd.OutOrStdout()),
		Colour: coloured(cmd.OutOrStdout())}); err != nil {
		return unprinted(exitBroken, err)
	}
	return &failure{exitBroken, errSaid}
}
