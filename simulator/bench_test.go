package simulator_test

import (
	"context"
	"sync"
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

// drawOnly makes as many keyed draws as a run did, each with a look-up in a
// table, on as many goroutines; nothing is decided by them.
func drawOnly(b *testing.B, draws int64, workers int) time.Duration {
	streams := simulator.NewStreams(1)
	table, err := simulator.NewChoice([]int64{3, 3, 4, 4, 5, 8, 14, 10, 9, 8, 7, 7, 8, 10})
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	var group sync.WaitGroup
	var sums [64]int
	for w := range workers {
		group.Go(func() {
			sum := 0
			for n := range uint64(draws) / uint64(workers) {
				sum += table.Pick(streams.Of(simulator.Purpose(n&255), n>>8).At(n))
			}
			sums[8*w] = sum // kept, so that the draws are made
		})
	}
	group.Wait()
	return time.Since(start)
}

// BenchmarkDrawsOnly is the floor of a simulation: its random draws without
// people, rules and messages.
func BenchmarkDrawsOnly(b *testing.B) {
	r := country(b)
	totals, _ := simulate(b, r)
	var took time.Duration
	for b.Loop() {
		took += drawOnly(b, totals.Count(simulator.Draws), r.Workers)
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
		drawn += drawOnly(b, totals.Count(simulator.Draws), r.Workers)
		b.StartTimer()
	}
	per := func(c simulator.Counter) float64 { return float64(totals.Count(c)) * float64(b.N) / lived.Seconds() }
	b.ReportMetric(per(simulator.FamilyMonths), "family-months/s")
	b.ReportMetric(per(simulator.Commands), "commands/s")
	b.ReportMetric(per(simulator.Events), "events/s")
	b.ReportMetric(drawn.Seconds()/lived.Seconds(), "share-of-floor")
}
