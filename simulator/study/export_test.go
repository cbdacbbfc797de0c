package study

import "github.com/vouch-kz/vouch/scenarios"

// Estimated works out the interval of a figure of some replications, each under as many points.
func Estimated(runs [][]int64) (e Estimate, standardError, parameterSD2 float64) {
	s := spreadOf(runs)
	return s.estimate(), s.chance, s.parameter
}

func spreadOf(runs [][]int64) spread {
	m := new(moments)
	for _, replication := range runs {
		for _, v := range replication {
			m.add(v)
		}
		m.turn()
	}
	return m.spread(int64(len(runs)), int64(len(runs[0])))
}

// Relative is half of the interval of a world's difference in per cent of the baseline.
func Relative(base, world [][]int64) float64 {
	var more [][]int64
	for i := range world {
		more = append(more, nil)
		for j := range world[i] {
			more[i] = append(more[i], world[i][j]-base[i][j])
		}
	}
	level, from, delta := spreadOf(world), spreadOf(base), spreadOf(more)
	return level.relative(&from, &delta)
}

// T95 is the quantile of Student's distribution.
func T95(freedom int64) float64 { return t95(freedom) }

// PointValue is one path at one point of behaviour.
type PointValue struct {
	Path             string
	Value, Place, Of int64
}

// Points lists the points of policy or of behaviour.
func Points(s *scenarios.Study, policy bool) (all [][]PointValue) {
	g := newGrid(s, policy)
	for n := range g.size {
		var point []PointValue
		for _, v := range g.at(n) {
			point = append(point, PointValue{v.path, v.value, v.place, v.of})
		}
		all = append(all, point)
	}
	return all
}

// SeedOf is the seed of a replication.
func SeedOf(study uint64, replication int64) uint64 { return seedOf(study, replication) }

// ReadPart reads a saved part and says which one it is.
func ReadPart(data []byte, id string) (name string, err error) {
	p, err := readPart(data, id)
	if err != nil {
		return "", err
	}
	return p.String(), nil
}

// Gain counts a family that had before and has after, and says how many gained, lost, came and went.
func Gain(before, after int64) (gains, losses, comes, goes int64) {
	m := new(segmentMoves)
	m.move(before, after)
	return m[gain], m[lose], m[come], m[gone]
}
