package study_test

import (
	"math"
	"testing"

	"github.com/vouch-kz/vouch/simulator/study"
)

// near reports whether two numbers differ by no more than a billionth of the greater.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

// TestIntervalsByHand holds intervals against figures that are worked out on paper.
func TestIntervalsByHand(t *testing.T) {
	const great = int64(4_000_000_000_000_000_000)
	for _, tt := range []struct {
		name                 string
		runs                 [][]int64
		mean, chance, points float64 // variance of the mean by chance, variance from point to point
		half                 float64
		known                bool
		why                  string
	}{
		{"two replications", [][]int64{{10}, {14}}, 12, 4, 0, 12.7062 * 2, true, "(4+4)/1 is the variance, half of it that of the mean; t of one degree"},
		{"three replications", [][]int64{{1}, {2}, {3}}, 2, 1.0 / 3, 0, 4.3027 * math.Sqrt(1.0/3), true, "variance 1, over 3"},
		{"one replication", [][]int64{{7}}, 7, 0, 0, 0, false, "one life says nothing of the spread"},
		{"points alone", [][]int64{{10, 20}}, 15, 0, 50, 1.959964 * math.Sqrt(50), true, "variance of 10 and 20; chance is not known"},
		{"points and replications", [][]int64{{10, 20}, {12, 22}}, 16, 1, 50, math.Sqrt(12.7062*12.7062*1 + 1.959964*1.959964*50), true, "means 15 and 17: variance 2, over 2; inside each 50"},
		{"nothing differs", [][]int64{{5, 5}, {5, 5}}, 5, 0, 0, 0, true, "no spread at all"},
		{"below zero", [][]int64{{-10}, {-14}}, -12, 4, 0, 12.7062 * 2, true, "signs do not matter to a spread"},
		{"great sums", [][]int64{{great}, {great}}, 4e18, 0, 0, 0, true, "squares of 63 bits do not fit into 64"},
	} {
		e, chance, points := study.Estimated(tt.runs)
		if !near(e.Mean, tt.mean) || !near(chance, tt.chance) || !near(points, tt.points) || !near(e.High-e.Mean, tt.half) || !near(e.Mean-e.Low, tt.half) || e.Known != tt.known {
			t.Errorf("%s: %+v, chance %v, points %v; want mean %v ± %v, %v, %v, known %v: %s", tt.name, e, chance, points, tt.mean, tt.half, tt.chance, tt.points, tt.known, tt.why)
		}
	}
}

// TestShareOfTheBaselineByHand: the interval of a difference in per cent is that of the runs' own shares; what a run has
// more of the baseline explains is not uncertain.
func TestShareOfTheBaselineByHand(t *testing.T) {
	for _, tt := range []struct {
		name        string
		base, world [][]int64
		half        float64
		why         string
	}{
		{"always twice as much", [][]int64{{10}, {14}, {30}}, [][]int64{{20}, {28}, {60}}, 0, "each run has 100 % more"},
		{"always the same more", [][]int64{{10}, {14}}, [][]int64{{12}, {16}}, 100.0 / 12 * 12.7062 * 1.0 / 3, "2 less a sixth of 10 and of 14: 1/3 and -1/3, variance 2/9, over 2; the mean of the baseline is 12"},
		{"a baseline that stands still", [][]int64{{10}, {10}}, [][]int64{{11}, {13}}, 100.0 / 10 * 12.7062, "1 and 3: variance 2, over 2"},
		{"two points", [][]int64{{10, 20}, {10, 20}}, [][]int64{{12, 24}, {12, 24}}, 0, "a fifth more at each point"},
	} {
		if got := study.Relative(tt.base, tt.world); math.Abs(got-tt.half) > 1e-4 { // roots of what rounding leaves
			t.Errorf("%s: ± %v %%, want %v: %s", tt.name, got, tt.half, tt.why)
		}
	}
}

// TestStudentsQuantiles holds the quantiles beyond the table against printed ones.
func TestStudentsQuantiles(t *testing.T) {
	for freedom, want := range map[int64]float64{1: 12.7062, 9: 2.2622, 30: 2.0423, 40: 2.0211, 60: 2.0003, 120: 1.9799, 1_000_000: 1.96} {
		if got := study.T95(freedom); math.Abs(got-want) > 0.0005 {
			t.Errorf("%d degrees: %v, want %v", freedom, got, want)
		}
	}
}

// TestWhoMoved: gain and loss, and who comes from nothing or goes to it.
func TestWhoMoved(t *testing.T) {
	for _, tt := range []struct{ before, after, gain, lose, come, gone int64 }{
		{5, 6, 1, 0, 0, 0}, {5, 5, 0, 0, 0, 0}, {5, 4, 0, 1, 0, 0}, {0, 1, 1, 0, 1, 0}, {1, 0, 0, 1, 0, 1},
	} {
		if g, l, c, w := study.Gain(tt.before, tt.after); g != tt.gain || l != tt.lose || c != tt.come || w != tt.gone {
			t.Errorf("%d → %d: %d gain, %d lose, %d come, %d go; want %+v", tt.before, tt.after, g, l, c, w, tt)
		}
	}
}
