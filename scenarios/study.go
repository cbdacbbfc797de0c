package scenarios

import (
	"math"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Study is a plan of runs: which worlds are to be compared, over which values and
// how often. Package study lives it through.
type Study struct {
	ID           string
	Title        voucher.Text
	Baseline     *Scenario
	Scenarios    []*Scenario
	Sweeps       []Sweep
	Replications int64 // at most, where there is a stop rule
	Stop         *Stop // nil: none
	Seed         uint64
	Limits       Limits
}

// MaxReplications is how often each world may be lived at most.
const MaxReplications = 100_000

// Limits are what a plan may not go above.
type Limits struct{ Runs, Minutes, Megabytes int64 }

// Sweep is what is varied together.
type Sweep struct {
	Mode   string // grid, zip or lhs
	Policy bool   // else of behaviour
	Points int64  // how many combinations of values there are
	Over   []Swept
}

// Swept is a path with its values.
type Swept struct {
	Path   string
	Values []int64 // in the unit of the lever; of lhs the least and the greatest
}

// Either is what a file holds: one of the two.
type Either struct {
	Scenario *Scenario
	Study    *Study
}

// StudyOf is the study of one scenario: it is lived through once.
func StudyOf(s *Scenario) *Study {
	return &Study{ID: s.ID, Title: s.Title, Baseline: s, Replications: 1, Seed: s.Seed, Limits: usualLimits}
}

// Worlds returns the baseline and the scenarios that are compared with it.
func (s *Study) Worlds() []*Scenario { return append([]*Scenario{s.Baseline}, s.Scenarios...) }

// Runs returns how many lives the study needs: each replication lives the
// baseline and every scenario under each point of behaviour, and the scenarios,
// or the baseline where none is named, under each point of policy. A number that
// does not fit is the greatest that does.
func (s *Study) Runs() int64 {
	policy, behaviour, varied := int64(1), int64(1), int64(len(s.Scenarios))
	for _, sweep := range s.Sweeps {
		if sweep.Policy {
			policy, varied = times(policy, sweep.Points), max(1, varied)
		} else {
			behaviour = times(behaviour, sweep.Points)
		}
	}
	worlds := times(varied, policy)
	if worlds < math.MaxInt64 {
		worlds++
	}
	return times(times(worlds, behaviour), s.Replications)
}

// Lives returns how often every world is lived: under each point of behaviour, in
// each replication.
func (s *Study) Lives() int64 {
	lives := s.Replications
	for _, sweep := range s.Sweeps {
		if !sweep.Policy {
			lives = times(lives, sweep.Points)
		}
	}
	return lives
}

// Replaced is a value of a file that a sweep takes the place of: no world lives under it.
type Replaced struct {
	Scenario string // id
	Value    Value
}

// Replaced returns the values of files that a sweep takes the place of, by scenario, in the order of the
// files: of policy in what is compared with the baseline, of behaviour in the baseline too. Whoever wrote
// such a value may believe that it counts.
func (s *Study) Replaced() (all []Replaced) {
	for w, world := range s.Worlds() {
		for _, v := range world.Values() {
			if v.Group != "set" && v.Group != "assumptions" {
				continue
			}
			for _, sweep := range s.Sweeps {
				reached := w > 0 || !sweep.Policy
				if reached && slices.ContainsFunc(sweep.Over, func(o Swept) bool { return o.Path == v.Path }) {
					all = append(all, Replaced{world.ID, v})
				}
			}
		}
	}
	return all
}

// times multiplies what is not negative; what does not fit is the greatest number.
func times(a, b int64) int64 {
	if a != 0 && b > math.MaxInt64/a {
		return math.MaxInt64
	}
	return a * b
}
