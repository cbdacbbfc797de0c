package study

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// Calibration fits rates of behaviour to what is known of the world. Every try is lived under the same
// draws, so that a figure goes one way with its rate and halving finds it. The same scenario, targets,
// facts and world give the same rates, whatever the number of workers.
type Calibration struct {
	Scenario *scenarios.Scenario
	Targets  *scenarios.Targets
	Facts    *simulator.Facts // nil: simulator.DefaultFacts
	World    voucher.World    // makes one system a block; must serve Workers goroutines
	Workers  int              // below 1 counts as 1
	// Progress is told of every life that is over; it must be quick. It may be nil.
	Progress func(Tried)
}

// Tried is one life of a calibration.
type Tried struct {
	Lives  int    // so far
	Pass   int    // from 1
	Target string // that is being fitted to
}

// Bound says at which end of a rate the search for it ended.
type Bound string

// The bounds.
const (
	Inside  Bound = ""      // at none: the target was reached
	AtLeast Bound = "least" // even the least rate does not reach the target
	AtMost  Bound = "most"  // even the greatest does not
)

// Rate is an assumption that was fitted.
type Rate struct {
	Path   string       `json:"path"`
	Label  voucher.Text `json:"label"`
	Target string       `json:"target"` // id
	Was    int64        `json:"was_ppm"`
	Is     int64        `json:"is_ppm"`
	Least  int64        `json:"least_ppm"` // that is possible beside the other assumptions
	Most   int64        `json:"most_ppm"`
	Bound  Bound        `json:"bound,omitempty"`
	// Before is the source of the rate that was, Source that of the fitted one: a rate fitted to what
	// was invented stays model.
	Before string `json:"source_before"`
	Source string `json:"source"`
}

// Calibrated is what a calibration found.
type Calibrated struct {
	Scenario *scenarios.Scenario `json:"-"` // with the fitted rates
	Rates    []Rate              `json:"rates"`
	Fits     []Fit               `json:"fits"`
	Missing  []string            `json:"missing"` // targets of which the scenario has nothing
	Families int64               `json:"families"`
	Real     int64               `json:"real"` // that the facts give for it
	Lives    int                 `json:"lives"`
	Passes   int                 `json:"passes"`
}

// Fitted reports whether every target that was fitted to is within its tolerance.
func (c *Calibrated) Fitted() bool { return c.all(false) }

// Whole reports whether every target is within its tolerance, also those that were held out. Only then
// may the world be called calibrated.
func (c *Calibrated) Whole() bool { return c.all(false) && c.all(true) }

func (c *Calibrated) all(heldOut bool) bool {
	return !slices.ContainsFunc(c.Fits, func(f Fit) bool { return f.HeldOut == heldOut && !f.Within })
}

// Miss is the weighted mean of how far the fitted targets are missed, in tolerances.
func (c *Calibrated) Miss() float64 {
	sum, weight := 0.0, 0.0
	for _, f := range c.Fits {
		if !f.HeldOut {
			sum += float64(float64(f.Weight) * math.Abs(f.Simulated-float64(f.Target)) / float64(f.Tolerance))
			weight += float64(f.Weight)
		}
	}
	return sum / max(1, weight)
}

// The bounds of the search.
const (
	mostPasses = 6  // over all rates
	mostHalves = 20 // of one rate in one pass: a million down to one
	closeBy    = 10 // a rate is left alone when its figure is as near as this part of the tolerance
)

// ErrNothingToFit is the error of a calibration whose scenario has nothing of any target that is
// fitted to.
var ErrNothingToFit = errors.New("the scenario has nothing of any target that is fitted to; choose another scenario, or other targets")

// Fit fits the rates in the order of their targets, over and over until none has to be moved. A target
// that no possible rate reaches leaves its rate at the bound that comes nearest. A context that is
// called off ends it with the context's error.
func (c *Calibration) Fit(ctx context.Context) (*Calibrated, error) {
	s := &search{Calibration: c, scenario: c.Scenario, seen: map[string][]Fit{}, told: &Calibrated{}}
	fits, err := s.measure(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range fits {
		if !f.HeldOut {
			s.rate(f.ID)
		}
	}
	if len(s.told.Rates) == 0 {
		return nil, ErrNothingToFit
	}
	for moved := true; moved && s.told.Passes < mostPasses; {
		s.told.Passes++
		moved = false
		for i := range s.told.Rates {
			changed, err := s.fit(ctx, &s.told.Rates[i])
			if err != nil {
				return nil, err
			}
			moved = moved || changed
		}
	}
	if s.told.Fits, err = s.measure(ctx); err != nil {
		return nil, err
	}
	s.told.Scenario = s.scenario
	return s.told, nil
}

// search is a calibration at work.
type search struct {
	*Calibration
	scenario *scenarios.Scenario // with the rates as they are now
	seen     map[string][]Fit    // by the rates
	target   string              // at work
	told     *Calibrated
}

// rate makes ready to fit the assumption of a target.
func (s *search) rate(target string) {
	t := s.find(target)
	for _, f := range s.Scenario.Assumptions.All() {
		if f.Path == t.Fits {
			s.told.Rates = append(s.told.Rates, Rate{Path: f.Path, Label: f.Label, Target: t.ID, Was: f.Value, Is: f.Value,
				Before: f.Source, Source: t.FittedSource()})
		}
	}
}

func (s *search) find(id string) *scenarios.Target {
	i := slices.IndexFunc(s.Targets.All, func(t scenarios.Target) bool { return t.ID == id })
	return &s.Targets.All[i]
}

// measure lives the scenario under the rates as they are now, and holds it against the targets.
func (s *search) measure(ctx context.Context) ([]Fit, error) {
	key := ""
	for _, r := range s.told.Rates {
		key += fmt.Sprint(r.Is, " ")
	}
	if fits, ok := s.seen[key]; ok {
		return fits, nil
	}
	run := &simulator.Run{Scenario: s.scenario, Facts: s.Facts, World: s.World, Workers: s.Workers}
	result, err := run.Simulate(ctx)
	if err != nil {
		return nil, err
	}
	layout := newLayout(result.Totals.Territories, s.scenario.From, s.scenario.To)
	row := make([]int64, layout.size())
	layout.fill(row, result.Totals)
	fits, none := fitAll(s.Targets.All, layout, func(i int) float64 { return float64(row[i]) }, result.Families, result.Real)
	s.seen[key] = fits
	s.told.Families, s.told.Real, s.told.Missing = result.Families, result.Real, none
	s.told.Lives++
	if s.Progress != nil {
		s.Progress(Tried{s.told.Lives, s.told.Passes, s.target})
	}
	return fits, nil
}

// at tells how far the figure of a rate's target is from it under a value of the rate.
func (s *search) at(ctx context.Context, r *Rate, value int64) (off float64, err error) {
	if s.scenario, err = s.scenario.With(r.Path, value); err != nil {
		return 0, err
	}
	r.Is = value
	fits, err := s.measure(ctx)
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(fits, func(f Fit) bool { return f.ID == r.Target })
	if i < 0 {
		return 0, fmt.Errorf("target %s: with %s at %d ppm there is nothing to measure it by; fit another assumption to it, or hold it out", r.Target, r.Path, value)
	}
	return fits[i].Simulated - float64(fits[i].Target), nil
}

// fit fits one rate, and reports whether it had to be moved.
func (s *search) fit(ctx context.Context, r *Rate) (moved bool, err error) {
	s.target = r.Target
	near := float64(s.find(r.Target).Tolerance) / closeBy
	before := r.Is
	off, err := s.at(ctx, r, before)
	if err != nil || math.Abs(off) <= near {
		return false, err
	}
	r.Least, r.Most = s.possible(r.Path, before, 0), s.possible(r.Path, before, simulator.Million)
	atLeast, err := s.at(ctx, r, r.Least)
	if err != nil {
		return false, err
	}
	atMost, err := s.at(ctx, r, r.Most)
	if err != nil {
		return false, err
	}
	r.Bound = Inside
	var best int64
	switch {
	case atLeast*atMost <= 0:
		best, err = s.halve(ctx, r, atMost >= atLeast, near)
	case math.Abs(atLeast) < math.Abs(atMost):
		best, r.Bound = r.Least, AtLeast
	default:
		best, r.Bound = r.Most, AtMost
	}
	if err == nil {
		_, err = s.at(ctx, r, best)
	}
	return best != before, err
}

// halve looks for the rate whose figure is nearest to the target, between two that have it between
// them. Whole families answer, so a small world may step over the target.
func (s *search) halve(ctx context.Context, r *Rate, rising bool, near float64) (best int64, err error) {
	low, high := r.Least, r.Most
	least := math.Inf(1)
	for range mostHalves {
		middle := low + (high-low)/2
		off, err := s.at(ctx, r, middle)
		if err != nil {
			return 0, err
		}
		if math.Abs(off) < least {
			best, least = middle, math.Abs(off)
		}
		switch {
		case least <= near || high-low <= 1:
			return best, nil
		case (off < 0) == rising:
			low = middle
		default:
			high = middle
		}
	}
	return best, nil
}

// possible returns the value of a rate nearest to an end that the other assumptions leave room for,
// from one that is possible: yes and no together are at most everybody.
func (s *search) possible(path string, from, end int64) int64 {
	if s.allows(path, end) {
		return end
	}
	for from-end > 1 || end-from > 1 {
		if middle := from + (end-from)/2; s.allows(path, middle) {
			from = middle
		} else {
			end = middle
		}
	}
	return from
}

// allows reports whether a rate is possible beside the other assumptions.
func (s *search) allows(path string, value int64) bool {
	other, err := s.scenario.With(path, value)
	if err == nil {
		_, err = simulator.NewPlan(other, s.Facts)
	}
	return err == nil
}
