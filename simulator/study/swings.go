package study

import (
	"github.com/vouch-kz/vouch/scenarios"
)

// swings are the leading figures where an assumption that is varied is least and where it is
// greatest: sums over the runs there, by path, world, figure and end.
type swings struct {
	paths []sweptPath
	ends  []swingEnd // by path, world and figure
	world int        // worlds
	keys  int        // figures
}

// sweptPath is an assumption that is varied.
type sweptPath struct {
	path        string
	least, most int64 // of lists the values; of a Latin hypercube the ends of its span
	drawn       bool
}

// swingEnd is a figure's difference from the baseline, of the baseline the figure itself, summed up at
// both ends.
type swingEnd struct {
	sum  [2]int64
	runs [2]int64
}

func newSwings(d *design, keys int) *swings {
	s := &swings{world: len(d.worlds), keys: keys}
	for _, sweep := range d.behaviour.sweeps {
		for _, over := range sweep.Over {
			p := sweptPath{path: over.Path, least: over.Values[0], most: over.Values[0], drawn: sweep.Mode == "lhs"}
			for _, v := range over.Values {
				p.least, p.most = min(p.least, v), max(p.most, v)
			}
			s.paths = append(s.paths, p)
		}
	}
	s.ends = make([]swingEnd, len(s.paths)*s.world*keys)
	return s
}

// end says at which end of its path a value stands: 0, 1, or -1 for between.
func (p *sweptPath) end(v valueAt) int {
	switch {
	case p.drawn && v.place*5 < v.of, !p.drawn && v.value == p.least:
		return 0
	case p.drawn && v.place*5 >= v.of*4, !p.drawn && v.value == p.most:
		return 1
	}
	return -1
}

// add adds a run at a point of behaviour.
func (s *swings) add(point []valueAt, rows [][]int64, leading []int) {
	for i := range s.paths {
		end := s.paths[i].end(point[i])
		if end < 0 || s.paths[i].least == s.paths[i].most {
			continue
		}
		for w, row := range rows {
			for k, index := range leading {
				v := row[index]
				if w > 0 {
					v -= rows[0][index]
				}
				e := &s.ends[(i*s.world+w)*s.keys+k]
				e.sum[end] += v
				e.runs[end]++
			}
		}
	}
}

// told lists the bars of the figures that are anything.
func (s *swings) told(l *layout, leading []int, alive func(int) bool) (all []Swing) {
	for i := range s.paths {
		p := &s.paths[i]
		lever, _, _ := scenarios.FindLever(p.path)
		for w := range s.world {
			for k, index := range leading {
				e := &s.ends[(i*s.world+w)*s.keys+k]
				if e.runs[0] == 0 || e.runs[1] == 0 || !alive(index) {
					continue
				}
				all = append(all, Swing{World: w, Key: l.key(index), Path: p.path, Label: lever.Label, Source: lever.Source,
					Least: lever.Write(p.least), Most: lever.Write(p.most),
					AtLeast: float64(e.sum[0]) / float64(e.runs[0]), AtMost: float64(e.sum[1]) / float64(e.runs[1])})
			}
		}
	}
	return all
}
