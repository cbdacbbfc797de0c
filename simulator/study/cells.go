package study

import (
	"iter"
	"math"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// sums are the moments of all figures of all worlds: of the figures themselves and, but for the
// baseline, of what they differ by from the baseline's in the same run.
type sums struct {
	layout       *layout
	levels       [][]moments // by world and index
	deltas       [][]moments
	replications int64
	points       int64
}

func newSums(l *layout, worlds int, points int64) *sums {
	s := &sums{layout: l, points: points, levels: make([][]moments, worlds), deltas: make([][]moments, worlds)}
	for w := range worlds {
		s.levels[w] = make([]moments, l.size())
		if w > 0 {
			s.deltas[w] = make([]moments, l.size())
		}
	}
	return s
}

// add adds one run of every world, all under the same draws. Runs come in the order of their
// replications.
func (s *sums) add(rows [][]int64) {
	for w, row := range rows {
		for i, v := range row {
			if v != 0 {
				s.levels[w][i].add(v)
			}
		}
		if w == 0 {
			continue
		}
		for i, v := range row {
			if d := v - rows[0][i]; d != 0 {
				s.deltas[w][i].add(d)
			}
		}
	}
}

// turn ends a replication.
func (s *sums) turn() {
	s.replications++
	for _, all := range slices.Concat(s.levels, s.deltas) {
		for i := range all {
			if all[i].now != 0 {
				all[i].turn()
			}
		}
	}
}

// cell works out the figure of a world at an index.
func (s *sums) cell(world, i int) Cell {
	level := s.levels[world][i].spread(s.replications, s.points)
	base := s.levels[0][i].spread(s.replications, s.points)
	c := Cell{World: world, Key: s.layout.key(i), Unit: s.layout.metric(i).Unit, Runs: s.replications * s.points,
		Level: level.estimate(), Baseline: base.mean, Flag: Same}
	if world == 0 {
		c.Delta.Known = true
		return c
	}
	m := &s.deltas[world][i]
	delta := m.spread(s.replications, s.points)
	c.Delta = delta.estimate()
	c.StandardError, c.ParameterSD = math.Sqrt(delta.chance), math.Sqrt(delta.parameter)
	if base.mean != 0 {
		percent := 100 * delta.mean / base.mean
		c.Percent = &percent
		if delta.known {
			half := level.relative(&base, &delta)
			low, high := percent-half, percent+half
			c.PercentLow, c.PercentHigh = &low, &high
		}
	}
	if all := delta.chance + delta.parameter; all > 0 {
		c.ParameterPPM = int64(math.Round(delta.parameter / all * simulator.Million))
		c.MonteCarloPPM = simulator.Million - c.ParameterPPM
	}
	switch {
	case !m.any():
		c.Delta.Known = true
	case !delta.known:
		c.Flag = Unknown
	case c.Delta.Low <= 0 && c.Delta.High >= 0:
		c.Flag = WithinNoise
	default:
		c.Flag = Clear
	}
	return c
}

// Cells tells every figure of every world, in order: by world, programme, territory, month, segment
// and metric. Figures that are 0 in all runs of both the world and the baseline are left out.
func (r *Results) Cells() iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		s := r.sums
		for w := range s.levels {
			for i := range s.levels[w] {
				if (s.levels[w][i].any() || s.levels[0][i].any()) && !yield(s.cell(w, i)) {
					return
				}
			}
		}
	}
}

// At tells one figure of a world; false for a world, territory, month or metric that the study does
// not have.
func (r *Results) At(world int, k Key) (Cell, bool) {
	i, ok := r.sums.layout.index(k)
	if !ok || world < 0 || world >= len(r.sums.levels) {
		return Cell{}, false
	}
	return r.sums.cell(world, i), true
}

// Territories returns the territories of the study, ascending as the facts have them.
func (r *Results) Territories() []voucher.Territory {
	return slices.Clone(r.sums.layout.territories[1:])
}

// Months returns the months of the study, in order.
func (r *Results) Months() (all []voucher.Month) {
	for i := range r.sums.layout.months - 1 {
		all = append(all, r.sums.layout.first+voucher.Month(i))
	}
	return all
}

// LeadingKeys are the figures that answer most questions: for each programme that is simulated its
// money first, then whom it reaches.
func (r *Results) LeadingKeys() (all []Key) {
	for _, k := range leadingKeys {
		i, ok := r.sums.layout.index(k)
		if ok && slices.ContainsFunc(r.sums.levels, func(of []moments) bool { return of[i].any() }) {
			all = append(all, k)
		}
	}
	return all
}
