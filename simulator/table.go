package simulator

import (
	"fmt"
	"math/bits"
)

// Bounds of a Choice. Together they keep total times outcomes below 2^63, so
// that building the table is exact.
const (
	maxOutcomes = 1 << 16
	maxWeight   = 1 << 46
)

// Choice draws one of several outcomes with given weights, in one step
// whatever their number (an alias table). It is made once from data, read only
// afterwards, and safe for any number of goroutines.
type Choice struct {
	slots []slot
}

// slot is one of n equally likely places: below cut its own outcome, from
// cut on the other one.
type slot struct {
	cut   uint64 // share of 2^64
	other uint32
}

// NewChoice builds the table for outcomes 0, 1, 2… with these weights. A
// weight of 0 is never drawn. An error says which weight is negative or too
// great (2^46), or that there is none (or more than 65,536), or that all
// are 0.
func NewChoice(weights []int64) (*Choice, error) {
	if len(weights) == 0 || len(weights) > maxOutcomes {
		return nil, fmt.Errorf("%d weights; give 1 to %d", len(weights), maxOutcomes)
	}
	var total uint64
	for i, w := range weights {
		if w < 0 || w > maxWeight {
			return nil, fmt.Errorf("weight %d of %d is %d; give 0 to %d", i+1, len(weights), w, int64(maxWeight))
		}
		total += uint64(w)
	}
	if total == 0 {
		return nil, fmt.Errorf("all %d weights are 0; give at least one more", len(weights))
	}
	return &Choice{slots: fill(weights, total)}, nil
}

// fill deals the weights out so that each slot holds exactly total/n of
// them, from at most two outcomes: one with less than a slot's measure is topped up by
// one with more. Weights are scaled by n first, so that a slot measures total.
func fill(weights []int64, total uint64) []slot {
	n := uint64(len(weights))
	slots := make([]slot, n)
	left := make([]uint64, n)
	var small, large []uint32
	for i, w := range weights {
		left[i] = uint64(w) * n
		if left[i] < total {
			small = append(small, uint32(i))
		} else {
			large = append(large, uint32(i))
		}
	}
	for len(small) > 0 {
		// Sums are exact, so while something is small something is large.
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		cut, _ := bits.Div64(left[s], 0, total)
		slots[s] = slot{cut: cut, other: l}
		left[l] -= total - left[s]
		if left[l] < total {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, l := range large {
		slots[l] = slot{other: l}
	}
	return slots
}

// Pick turns a random number into an outcome.
func (c *Choice) Pick(u uint64) int {
	// One assignment under the condition compiles to a conditional move; a
	// branch here would be mispredicted half of the time.
	i, rest := bits.Mul64(u, uint64(len(c.slots)))
	s := c.slots[i]
	outcome := uint32(i)
	if rest >= s.cut {
		outcome = s.other
	}
	return int(outcome)
}

// poisson returns the choice of a count 0, 1, 2… of rare independent events
// with a mean in thousandths (1 to 100,000, that is up to a hundred). Counts
// less likely than one in 2^40 of the likeliest are left out.
func poisson(meanMilli int64) (*Choice, error) {
	if meanMilli < 1 || meanMilli > 100_000 {
		return nil, fmt.Errorf("mean of %d thousandths; give 1 to 100000", meanMilli)
	}
	// Weights relative to the likeliest count, so that no exponential is needed:
	// w(k) = w(k-1) * mean / k.
	const top = 1 << 40
	mode := meanMilli / 1000
	weights := make([]int64, mode+1, mode+64)
	weights[mode] = top
	for k := mode; k > 0; k-- {
		weights[k-1] = weights[k] * k * 1000 / meanMilli
	}
	for k := mode + 1; ; k++ {
		w := weights[k-1] * meanMilli / (k * 1000)
		if w == 0 {
			return NewChoice(weights)
		}
		weights = append(weights, w)
	}
}
