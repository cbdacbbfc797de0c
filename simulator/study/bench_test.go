package study_test

import (
	"runtime"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/study"
)

// BenchmarkStudy lives pairs of the real pilots' population: a change in food, which reaches few
// blocks, and one in gas, which reaches almost all. paired takes over what nothing reaches, unpaired
// lives it; apart lives both worlds by themselves and compares nothing. runs/min is of this machine,
// the ratios are what to look at.
func BenchmarkStudy(b *testing.B) {
	for _, id := range []string{"food-two-mrp", "gas-rate-24"} {
		scenario, err := scenarios.Load(id)
		if err != nil {
			b.Fatal(err)
		}
		lived := func(liveAll bool) func(*testing.B) {
			return func(b *testing.B) {
				var last int64
				for b.Loop() {
					s := scenarios.StudyOf(scenarios.Baseline())
					s.Scenarios, s.Replications = []*scenarios.Scenario{scenario}, 2
					r := &study.Run{Study: s, World: reference.World{}, Workers: runtime.GOMAXPROCS(0), LiveAll: liveAll}
					last = live(b, r).Manifest.Runs
				}
				b.ReportMetric(float64(last)*float64(b.N)/b.Elapsed().Minutes(), "runs/min")
			}
		}
		b.Run(id+"/paired", lived(false))
		b.Run(id+"/unpaired", lived(true))
		b.Run(id+"/apart", func(b *testing.B) {
			runs := 0
			for b.Loop() {
				for n := range int64(2) {
					for _, s := range []*scenarios.Scenario{scenarios.Baseline(), scenario} {
						other := *s
						other.Seed = study.SeedOf(1, n)
						r := &simulator.Run{Scenario: &other, World: reference.World{}, Workers: runtime.GOMAXPROCS(0)}
						if _, err := r.Simulate(b.Context()); err != nil {
							b.Fatal(err)
						}
						runs++
					}
				}
			}
			b.ReportMetric(float64(runs)/b.Elapsed().Minutes(), "runs/min")
		})
	}
}
