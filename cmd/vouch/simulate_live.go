package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// outcome is a finished run and the time it took; 0: nobody knows, since it was put together.
type outcome struct {
	*simulator.Result
	elapsed time.Duration
	floor   int64 // draws a second on this machine where nothing is decided by them
}

// live simulates the scenario, with a progress bar where stderr is a terminal.
// An interrupted run is an error that says how far it came.
func (s *simulate) live(ctx context.Context, stderr io.Writer, scenario *scenarios.Scenario) (*outcome, error) {
	world := &watched{World: s.world}
	bar := newLifeBar(stderr, scenario)
	run := &simulator.Run{Scenario: scenario, World: world, Workers: s.workers, Progress: bar.lives}
	start := time.Now()
	result, err := run.Simulate(ctx)
	elapsed := time.Since(start)
	bar.clear()
	switch {
	case err == nil:
		return &outcome{result, elapsed, drawsPerSecond(s.workers)}, nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return nil, interrupted(result, elapsed)
	case world.made.Load() && s.aim.elsewhere():
		return nil, &failure{exitInconclusive, fmt.Errorf("simulation: %w", err)}
	case world.made.Load():
		return nil, fault("simulation: %w", err)
	}
	// Before there is a system, only a scenario can be wrong; most errors name it themselves.
	if name := "scenario " + scenario.ID + ": "; !strings.HasPrefix(err.Error(), name) {
		err = fmt.Errorf("%s%w", name, err)
	}
	return nil, &failure{exitMisuse, err}
}

// reach makes the build that the scenario is lived on. One that cannot be lived on
// is an error before anything is asked. end lets it go; it may be called always.
func (s *simulate) reach(ctx context.Context, scenario *scenarios.Scenario) (end func(), err error) {
	if !s.aim.elsewhere() {
		return func() {}, nil
	}
	target, end, err := s.aim.target(ctx, s.world, nil)
	if err != nil {
		return end, err
	}
	can, err := target.World.Capabilities(ctx)
	switch {
	case err != nil:
		err = unasked("nobody was simulated", target.Address, err)
	case !can.Worlds || !can.Clock || !can.Events:
		err = &failure{exitInconclusive, fmt.Errorf("%s declares worlds=%t clock=%t events=%t; people can live only where all three are there",
			target.Address, can.Worlds, can.Clock, can.Events)}
	case scenario.Programmes&^can.Programmes != 0:
		err = &failure{exitInconclusive, fmt.Errorf("%s runs %s alone, and the scenario lives %s; write programmes: [%s] into it",
			target.Address, can.Programmes, scenario.Programmes, can.Programmes)}
	}
	s.world = undigested{target.World}
	return end, err
}

// undigested is a world whose systems are not asked for the digest of their state:
// it holds codes, which no two builds make alike.
type undigested struct{ voucher.World }

// Capabilities leaves the digest out.
func (u undigested) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	can, err := u.World.Capabilities(ctx)
	can.Digest = false
	return can, err
}

// watched is a world that knows whether a system was made in it.
type watched struct {
	voucher.World
	made atomic.Bool
}

// New makes a system, and remembers that there is one.
func (w *watched) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	if err == nil {
		w.made.Store(true)
	}
	return system, err
}

// interrupted says what was done and what was not.
func interrupted(r *simulator.Result, after time.Duration) error {
	return &failure{exitInterrupted, fmt.Errorf("interrupted after %v: %d of %d blocks done, no results printed or written",
		after.Round(time.Second/10), r.Done, r.Blocks)}
}

// english groups the digits of numbers that are talk.
var english = message.NewPrinter(language.English)

// rate is how much was done in a second.
type rate struct {
	What string `json:"what"`
	N    int64  `json:"n"`
}

// perSecond returns the rates of the run.
func (o *outcome) perSecond() []rate {
	rates := []rate{}
	if o.elapsed == 0 {
		return rates
	}
	for _, c := range []simulator.Counter{simulator.FamilyMonths, simulator.Commands, simulator.Events, simulator.Draws} {
		rates = append(rates, rate{c.String(), o.Totals.Count(c) * 1000 / max(1, o.elapsed.Milliseconds())})
	}
	return rates
}

// drawsPerSecond measures, in some 50 ms, how many random draws this machine makes
// in a second on so many goroutines when nothing is decided by them.
func drawsPerSecond(workers int) int64 {
	const enough = 25 * time.Millisecond
	for draws := int64(1 << 16); ; draws *= 2 {
		start := time.Now()
		simulator.DrawOnly(draws, workers)
		if took := time.Since(start); took >= enough {
			return draws * int64(time.Second) / int64(took)
		}
	}
}

// floorPPM is the run's speed as a share of that of its draws alone, in parts per
// million.
func (o *outcome) floorPPM() int64 {
	if o.elapsed == 0 {
		return 0
	}
	drawn := o.Totals.Count(simulator.Draws) * 1000 / max(1, o.elapsed.Milliseconds())
	return drawn * simulator.Million / max(1, o.floor)
}

// rates says how fast the run was.
func (o *outcome) rates() string {
	n := o.perSecond()
	return english.Sprintf("simulated %s in %v\n%d family-months, %d commands and %d events a second\n"+
		"%d.%d%% of the speed that the random draws alone have on this machine now",
		counted(o.Families, "family", "families"), o.elapsed.Round(time.Millisecond), n[0].N, n[1].N, n[2].N, o.floorPPM()/10_000, o.floorPPM()/1000%10)
}
