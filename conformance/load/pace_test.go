package load_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
)

// TestPacerFiresNothingEarlyAndAllOfIt: an arrival is never before its instant, and a
// plan is fired whole.
func TestPacerFiresNothingEarlyAndAllOfIt(t *testing.T) {
	p50, p99, due := load.Late(2000, 300*time.Millisecond)
	if p50 <= 0 || p99 < p50 || due < 0.5 {
		t.Errorf("late by %v at p50 and %v at p99, %.0f%% due within the span, want nothing early and most of it in time", p50, p99, 100*due)
	}
}

// BenchmarkLateness tells how late the generator is by itself.
func BenchmarkLateness(b *testing.B) {
	for _, rate := range []float64{5_000, 20_000, 40_000} {
		b.Run(fmt.Sprintf("%.0f", rate), func(b *testing.B) {
			for b.Loop() {
				p50, p99, due := load.Late(rate, time.Second)
				b.ReportMetric(float64(p50.Microseconds()), "p50-µs")
				b.ReportMetric(float64(p99.Microseconds()), "p99-µs")
				b.ReportMetric(due, "due-in-time")
			}
		})
	}
}
