package simulator_test

import (
	"math"
	"testing"

	"github.com/vouch-kz/vouch/simulator"
)

// draws returns n evenly spread random numbers, the fairest sample there is:
// what a table gives for them is its distribution, without luck.
func draws(n int) func(func(uint64)) {
	return func(yield func(uint64)) {
		step := math.MaxUint64/uint64(n) + 1
		for i := range uint64(n) {
			yield(i*step + step/2)
		}
	}
}

func TestChoiceFollowsItsWeights(t *testing.T) {
	tests := []struct {
		name    string
		weights []int64
		why     string
	}{
		{"one outcome", []int64{7}, "nothing to choose"},
		{"equal", []int64{1, 1, 1}, "no slot is topped up"},
		{"family sizes", []int64{2, 5, 9, 15, 23, 21, 13, 7, 3, 2}, "domain table"},
		{"zeros", []int64{0, 5, 0, 0, 1, 0}, "a weight of 0 is never drawn"},
		{"rare", []int64{999_999, 1}, "one in a million"},
		{"greatest", []int64{1 << 46, 1 << 46, 1 << 45}, "no overflow at the bound"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			choice, err := simulator.NewChoice(tt.weights)
			if err != nil {
				t.Fatal(err)
			}
			const n = 1 << 21
			counts := make([]int64, choice.Len())
			draws(n)(func(u uint64) { counts[choice.Pick(u)]++ })
			var total float64
			for _, w := range tt.weights {
				total += float64(w)
			}
			for i, w := range tt.weights {
				want := float64(w) / total * n
				if w == 0 && counts[i] != 0 || math.Abs(float64(counts[i])-want) > float64(2*len(counts)) {
					t.Errorf("outcome %d drawn %d times of %d, want %.1f\n%s", i, counts[i], n, want, tt.why)
				}
			}
		})
	}
}

func TestChoiceRefusesBadWeights(t *testing.T) {
	tests := []struct {
		name    string
		weights []int64
		want    string
	}{
		{"none", nil, "0 weights; give 1 to 65536"},
		{"too many", make([]int64, 65_537), "65537 weights; give 1 to 65536"},
		{"negative", []int64{3, -1}, "weight 2 of 2 is -1; give 0 to 70368744177664"},
		{"too great", []int64{1<<46 + 1}, "weight 1 of 1 is 70368744177665; give 0 to 70368744177664"},
		{"all zero", []int64{0, 0}, "all 2 weights are 0; give at least one more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := simulator.NewChoice(tt.weights)
			if err == nil || err.Error() != tt.want {
				t.Errorf("NewChoice = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestPoissonMoments(t *testing.T) {
	for _, meanMilli := range []int64{1, 50, 999, 1000, 4_500, 17_000, 100_000} {
		choice, err := simulator.Poisson(meanMilli)
		if err != nil {
			t.Fatal(err)
		}
		mean, variance := moments(func(u uint64) int64 { return int64(choice.Pick(u)) })
		want := float64(meanMilli) / 1000
		if math.Abs(mean-want) > 0.002*want+1e-5 || math.Abs(variance-want) > 0.01*want+1e-4 {
			t.Errorf("Poisson(%d): mean %.4f, variance %.4f, want %.4f both\na Poisson count has them equal", meanMilli, mean, variance, want)
		}
	}
	for _, bad := range []int64{-1, 0, 100_001} {
		if _, err := simulator.Poisson(bad); err == nil {
			t.Errorf("Poisson(%d) = nil error, want one\noutside 1 to 100000", bad)
		}
	}
}

func moments(value func(uint64) int64) (mean, variance float64) {
	const n = 1 << 20
	var sum, squares float64
	draws(n)(func(u uint64) {
		v := float64(value(u))
		sum += v
		squares += v * v
	})
	mean = sum / n
	return mean, squares/n - mean*mean
}

func BenchmarkChoice(b *testing.B) {
	weights := make([]int64, 64)
	for i := range weights {
		weights[i] = int64(i*i%17 + 1)
	}
	choice, err := simulator.NewChoice(weights)
	if err != nil {
		b.Fatal(err)
	}
	var sum, u uint64
	for b.Loop() {
		u += 0x9e3779b97f4a7c15
		sum += uint64(choice.Pick(u))
	}
	sink = sum
}

// sink keeps what benchmarks compute.
var sink uint64
