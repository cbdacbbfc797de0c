package study

import (
	"fmt"
	"hash/fnv"
	"math/bits"

	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// grid is the points of some sweeps: the sweeps multiply, the last one runs fastest.
type grid struct {
	sweeps []scenarios.Sweep
	orders [][][]int64 // by sweep and path: which stratum each draw of a Latin hypercube takes; nil for lists
	seed   uint64
	size   int64
}

// newGrid prepares the points of the sweeps of policy or of behaviour.
func newGrid(s *scenarios.Study, policy bool) *grid {
	g := &grid{seed: s.Seed, size: 1}
	for _, sweep := range s.Sweeps {
		if sweep.Policy != policy {
			continue
		}
		g.sweeps = append(g.sweeps, sweep)
		g.size *= sweep.Points
		var orders [][]int64
		for i := range sweep.Over {
			if sweep.Mode == "lhs" {
				orders = append(orders, g.shuffled(sweep.Over[i].Path, sweep.Points))
			}
		}
		g.orders = append(g.orders, orders)
	}
	return g
}

// paths are all that is varied, in the order of the study.
func (g *grid) paths() (all []scenarios.Swept) {
	for i := range g.sweeps {
		all = append(all, g.sweeps[i].Over...)
	}
	return all
}

// told tells what is varied as files write it.
func (g *grid) told() (all []Varied) {
	for _, sweep := range g.sweeps {
		for _, over := range sweep.Over {
			lever, _, _ := scenarios.FindLever(over.Path)
			v := Varied{Path: over.Path, Label: lever.Label, Source: lever.Source, Drawn: sweep.Mode == "lhs"}
			for _, value := range over.Values {
				v.Values = append(v.Values, lever.Write(value))
			}
			all = append(all, v)
		}
	}
	return all
}

// valueAt is what one path has at a point: its value, and where that stands among all values of the
// path, from 0 to of-1.
type valueAt struct {
	path      string
	value     int64
	place, of int64
}

// at returns the values of a point, in the order of the study.
func (g *grid) at(point int64) []valueAt {
	parts := make([]int64, len(g.sweeps))
	for i := len(g.sweeps) - 1; i >= 0; i-- {
		parts[i] = point % g.sweeps[i].Points
		point /= g.sweeps[i].Points
	}
	var all []valueAt
	for i := range g.sweeps {
		all = append(all, g.part(i, parts[i])...)
	}
	return all
}

// part returns the values of one point of one sweep.
func (g *grid) part(i int, point int64) []valueAt {
	sweep := &g.sweeps[i]
	all := make([]valueAt, len(sweep.Over))
	for j := len(sweep.Over) - 1; j >= 0; j-- {
		over := &sweep.Over[j]
		n := int64(len(over.Values))
		at := point
		switch sweep.Mode {
		case "grid":
			at, point = point%n, point/n
		case "lhs":
			all[j] = g.drawn(over, g.orders[i][j][point], point, sweep.Points)
			continue
		}
		all[j] = valueAt{over.Path, over.Values[at], at, n}
	}
	return all
}

// drawn is one value of a Latin hypercube: somewhere inside its stratum. Each of the whole numbers
// between the ends is as likely as another.
func (g *grid) drawn(over *scenarios.Swept, stratum, point, of int64) valueAt {
	low, high := over.Values[0], over.Values[1]
	inside := simulator.NewStream(g.seed, simulator.ForParameter, entityOf(over.Path)).At(1<<32|uint64(point)) >> 32
	up, down := bits.Mul64(uint64(stratum)<<32|inside, uint64(high-low)+1)
	offset, _ := bits.Div64(up, down, uint64(of)<<32)
	return valueAt{over.Path, low + int64(offset), stratum, of}
}

// shuffled deals the strata of a path out to the draws, each once, by a stream of the path's own: a
// path more in the study leaves the others as they are.
func (g *grid) shuffled(path string, n int64) []int64 {
	stream := simulator.NewStream(g.seed, simulator.ForParameter, entityOf(path))
	order := make([]int64, n)
	for i := range order {
		order[i] = int64(i)
	}
	for i := n - 1; i > 0; i-- {
		j := int64(simulator.IntN(stream.At(uint64(i)), uint64(i)+1))
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// entityOf is the id of a path in draws.
func entityOf(path string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(path))
	return h.Sum64()
}

// under puts the values of a point into a scenario.
func under(s *scenarios.Scenario, point []valueAt) (*scenarios.Scenario, error) {
	for _, v := range point {
		other, err := s.With(v.path, v.value)
		if err != nil {
			return nil, fmt.Errorf("scenario %s: %w", s.ID, err)
		}
		s = other
	}
	return s, nil
}

// seedOf is the seed of a replication. The first one lives under the study's own, so that vouch
// simulate shows the same life.
func seedOf(study uint64, replication int64) uint64 {
	if replication == 0 {
		return study
	}
	return max(1, simulator.EntityID(study, simulator.KindReplica, uint64(replication))&scenarios.MaxSeed)
}
