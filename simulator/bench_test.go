package simulator_test

import (
	"context"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// country is the world of the benchmarks: families of the stress scenario, each
// in both programmes, on two workers.
func country(b *testing.B) *simulator.Run {
	s, err := scenarios.Load("stress")
	if err != nil {
		b.Fatal(err)
	}
	if err := s.SetFamilies(20_000); err != nil {
		b.Fatal(err)
	}
	return &simulator.Run{Scenario: s, World: reference.World{}, Workers: 2}
}

// simulate lives the world once.
func simulate(b *testing.B, r *simulator.Run) (*simulator.Totals, time.Duration) {
	start := time.Now()
	result, err := r.Simulate(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	return result.Totals, time.Since(start)
}

// drawOnly times as many draws as a run made, on as many goroutines.
func drawOnly(draws int64, workers int) time.Duration {
	start := time.Now()
	simulator.DrawOnly(draws, workers)
	return time.Since(start)
}

// BenchmarkDrawsOnly is the floor of a simulation: its random draws without
// people, rules and messages.
func BenchmarkDrawsOnly(b *testing.B) {
	r := country(b)
	totals, _ := simulate(b, r)
	var took time.Duration
	for b.Loop() {
		took += drawOnly(totals.Count(simulator.Draws), r.Workers)
	}
	b.ReportMetric(float64(totals.Count(simulator.FamilyMonths))*float64(b.N)/took.Seconds(), "family-months/s")
	b.ReportMetric(float64(totals.Count(simulator.Draws))*float64(b.N)/took.Seconds(), "draws/s")
}

// BenchmarkSimulation lives the same families through the reference, and
// tells which share of the floor's speed is left: both in one run, turn by turn,
// so that they meet the same machine.
func BenchmarkSimulation(b *testing.B) {
	r := country(b)
	var totals *simulator.Totals
	var lived, drawn time.Duration
	for b.Loop() {
		var took time.Duration
		totals, took = simulate(b, r)
		lived += took
		b.StopTimer()
		drawn += drawOnly(totals.Count(simulator.Draws), r.Workers)
		b.StartTimer()
	}
	per := func(c simulator.Counter) float64 { return float64(totals.Count(c)) * float64(b.N) / lived.Seconds() }
	b.ReportMetric(per(simulator.FamilyMonths), "family-months/s")
	b.ReportMetric(per(simulator.Commands), "commands/s")
	b.ReportMetric(per(simulator.Events), "events/s")
	b.ReportMetric(drawn.Seconds()/lived.Seconds(), "share-of-floor")
}

// BenchmarkObserving lives the blocks of the benchmark's world with and without an
// observer of the families, turn by turn, and tells how much longer the lives take
// where they are observed.
func BenchmarkObserving(b *testing.B) {
	plan, err := simulator.NewPlan(country(b).Scenario, nil)
	if err != nil {
		b.Fatal(err)
	}
	var took [2]time.Duration
	seen := 0
	workers := [2]*simulator.Worker{{World: reference.World{}}, {World: reference.World{},
		Observe: func(_ simulator.Block, lives []simulator.Life) { seen += len(lives) }}}
	for b.Loop() {
		for n := range plan.Blocks() {
			for which, w := range workers {
				start := time.Now()
				if _, _, err := w.Live(b.Context(), plan, n); err != nil {
					b.Fatal(err)
				}
				took[which] += time.Since(start)
			}
		}
	}
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "observed/quiet")
}
