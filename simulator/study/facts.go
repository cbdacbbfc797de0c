package study

import (
	"errors"
	"iter"
)

// Fact is one figure of one world in one run: what Cells gives the mean of.
type Fact struct {
	World       int
	Replication int64 // from 0
	Point       int64 // of behaviour, from 0
	Key
	Unit  Unit
	Value int64
}

// errNotKept says that there are no parts from which facts could be told.
var errNotKept = errors.New("facts of single runs are told from the parts of the study; give the run a folder")

// Facts tells the figures of every run, one after the other: by replication, point, world and then as
// Cells does; those that are 0 are left out. They are read from the parts of the study, so that memory
// does not grow with the runs; the folder of the run has to be there still. An error ends them.
func (r *Results) Facts() iter.Seq2[Fact, error] {
	return func(yield func(Fact, error) bool) {
		if r.parts == nil {
			yield(Fact{}, errNotKept)
			return
		}
		row := make([]int64, r.sums.layout.size())
		for run := range r.sums.replications * r.sums.points {
			p, err := r.runOf(run)
			if err != nil {
				yield(Fact{}, err)
				return
			}
			for w, t := range p.totals {
				r.sums.layout.fill(row, t)
				for i, v := range row {
					fact := Fact{World: w, Replication: p.Replication, Point: p.Point, Unit: r.sums.layout.metric(i).Unit, Value: v}
					if v == 0 {
						continue
					}
					if fact.Key = r.sums.layout.key(i); !yield(fact, nil) {
						return
					}
				}
			}
		}
	}
}

// KeepsFacts reports whether Facts has anything to tell.
func (r *Results) KeepsFacts() bool { return r.parts != nil }

// runOf reads the parts of a run and puts them together.
func (r *Results) runOf(run int64) (*part, error) {
	var whole *part
	for chunk := range r.chunks {
		p, err := r.parts(run*r.chunks + chunk)
		switch {
		case err != nil:
			return nil, err
		case whole == nil:
			whole = p
		default:
			if err := whole.add(p); err != nil {
				return nil, err
			}
		}
	}
	return whole, nil
}
