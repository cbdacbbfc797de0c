package simulator

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vouch-kz/vouch/scenarios"
)

// Lengths of time in seconds, the unit of the agenda.
const (
	minute int64 = 60
	hour         = 60 * minute
	day          = 24 * hour
)

// figures turns the assumptions into thresholds and tables, once a run. Faults
// are collected, so that one run names them all.
type figures struct {
	from   *scenarios.Assumptions
	taken  []string
	faults []error
}

// err returns what was wrong: figures that are missing or out of range, and
// figures that nothing reads, which are most likely misspelt.
func (f *figures) err() error {
	for _, figure := range f.from.All() {
		if !slices.Contains(f.taken, figure.Path) && !slices.Contains(shownOnly, figure.Path) {
			f.faults = append(f.faults, fmt.Errorf("assumption %s is unknown: no behaviour reads it", figure.Path))
		}
	}
	return errors.Join(f.faults...)
}

// shownOnly are figures about how people are shown, not about what they do.
var shownOnly = []string{"population.russian"}

// whole reads one whole number within bounds.
func (f *figures) whole(name string, least, most int64) int64 {
	f.taken = append(f.taken, name)
	v, ok := f.from.Int(name)
	switch {
	case !ok:
		f.faults = append(f.faults, fmt.Errorf("assumption %s is missing; give a whole number", name))
		return least
	case v < least || v > most:
		f.faults = append(f.faults, fmt.Errorf("assumption %s is %d; give %d to %d", name, v, least, most))
		return least
	}
	return v
}

// share reads a share in parts per million.
func (f *figures) share(name string) uint32 { return uint32(f.whole(name, 0, Million)) }

// shares reads two shares of one whole: together they may not exceed it.
func (f *figures) shares(a, b string) (first, second uint32) {
	first, second = f.share(a), f.share(b)
	if first+second > Million {
		f.faults = append(f.faults, fmt.Errorf("assumptions %s and %s are %d together; they share one whole of %d", a, b, first+second, Million))
	}
	return first, second
}

// weights reads a list of at least one number.
func (f *figures) weights(name string) []int64 {
	f.taken = append(f.taken, name)
	w, ok := f.from.Weights(name)
	if !ok || len(w) == 0 {
		f.faults = append(f.faults, fmt.Errorf("assumption %s is missing; give a list of whole numbers", name))
		return []int64{1}
	}
	return w
}

// choice reads weights of exactly n outcomes.
func (f *figures) choice(name string, n int) *Choice { return f.pick(name, f.exactly(name, n)) }

// exactly reads weights of exactly n outcomes.
func (f *figures) exactly(name string, n int) []int64 {
	w := f.weights(name)
	if len(w) != n {
		f.faults = append(f.faults, fmt.Errorf("assumption %s has %d numbers; give %d", name, len(w), n))
		w = make([]int64, n)
		w[0] = 1
	}
	return w
}

// pick makes a choice of weights.
func (f *figures) pick(name string, w []int64) *Choice {
	c, err := NewChoice(w)
	if err != nil {
		f.faults = append(f.faults, fmt.Errorf("assumption %s: %w", name, err))
		c, _ = NewChoice([]int64{1})
	}
	return c
}

// spread reads a log-normal quantity: NAME_median, times a unit, and NAME_sigma.
func (f *figures) spread(name string, unit int64) *Quantiles {
	median := f.whole(name+"_median", 1, 1_000_000_000)
	sigma := f.whole(name+"_sigma", 0, 3000)
	return f.logNormal(name+"_median", median*unit, sigma)
}

func (f *figures) logNormal(name string, median, sigma int64) *Quantiles {
	q, err := logNormal(median, sigma)
	if err != nil {
		f.faults = append(f.faults, fmt.Errorf("assumption %s: %w", name, err))
		return new(Quantiles)
	}
	return q
}

// poisson reads a mean count in thousandths.
func (f *figures) poisson(name string) *Choice {
	c, err := poisson(f.whole(name, 1, 100_000))
	if err != nil {
		f.faults = append(f.faults, fmt.Errorf("assumption %s: %w", name, err))
		c, _ = NewChoice([]int64{1})
	}
	return c
}

// curve reads shares at 0, 25, 50, 75 and 100 % of the people.
func (f *figures) curve(name string) *Quantiles {
	w := f.exactly(name, 5)
	knots := make([]Knot, len(w))
	for i, v := range w {
		knots[i] = Knot{PPM: uint32(i * Million / 4), Value: v}
	}
	q, err := between(knots...)
	if err != nil {
		f.faults = append(f.faults, fmt.Errorf("assumption %s: %w", name, err))
		return new(Quantiles)
	}
	return q
}
