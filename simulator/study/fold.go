package study

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// fold adds up the parts of a study in their order. It holds whole numbers only, and no more of them
// after a thousand runs than after one.
type fold struct {
	design *design
	hash   hash.Hash // over the figures of all parts
	run    *part     // what came of the run at work, as far as it is there
	rows   [][]int64 // its figures, by world

	sums        *sums
	movers      []*movers // by world
	loads       []*loads
	stores      []*busyStores
	spreads     []*[]simulator.Histogram
	swings      *swings
	checks      *checks
	leading     []int // indexes of figures that converge and swing
	convergence []Convergence
	stopped     *Stopped

	families     int64 // months, of all worlds
	draws        int64
	bytes        int64 // of all parts
	lived, taken int64 // blocks
}

func newFold(d *design) *fold {
	f := &fold{design: d, hash: sha256.New(), sums: newSums(d.layout, len(d.worlds), d.behaviour.size), checks: newChecks()}
	for range d.worlds {
		histograms := make([]simulator.Histogram, len(simulator.Distributions()))
		f.rows, f.movers = append(f.rows, make([]int64, d.layout.size())), append(f.movers, new(movers))
		f.loads, f.stores = append(f.loads, newLoads(d.layout, d.worlds)), append(f.stores, new(busyStores))
		f.spreads = append(f.spreads, &histograms)
	}
	for _, k := range leadingKeys {
		if i, ok := d.layout.index(k); ok {
			f.leading = append(f.leading, i)
		}
	}
	f.swings = newSwings(d, len(f.leading))
	return f
}

// add adds the part whose turn it is, and reports whether a stop rule ends the study with it.
func (f *fold) add(p *part) (enough bool) {
	f.hash.Write(p.figures[:])
	f.bytes += p.bytes
	if p.Chunk == 0 {
		f.run = p
	} else if err := f.run.add(p); err != nil {
		panic("study: " + err.Error()) // parts of one design have one form
	}
	if p.Chunk < f.design.chunks-1 {
		return false
	}
	f.addRun()
	if f.run.Point < f.design.behaviour.size-1 {
		return false
	}
	f.sums.turn()
	f.converge()
	return f.enough()
}

// addRun adds a run of all worlds.
func (f *fold) addRun() {
	p := f.run
	for w, t := range p.totals {
		f.design.layout.fill(f.rows[w], t)
		f.movers[w].add(p.movers[w])
		f.loads[w].add(t)
		f.stores[w].add(t)
		for i, d := range simulator.Distributions() {
			(*f.spreads[w])[i].Merge(t.Spread(d))
		}
		f.families += t.Count(simulator.FamilyMonths)
		f.draws += t.Count(simulator.Draws)
		f.checks.run(f.design, p, w, t, f.rows[w])
		if w > 0 {
			f.checks.pair(f.design, p, w, f.rows[0], f.rows[w])
		}
	}
	f.sums.add(f.rows)
	f.swings.add(f.design.behaviour.at(p.Point), f.rows, f.leading)
	f.lived += p.lived
	f.taken += p.taken
}

// leadingKeys are the figures that answer most questions.
var leadingKeys = []Key{
	{Programme: voucher.Food, Metric: simulator.Credited.String()},
	{Programme: voucher.Food, Metric: simulator.Spent.String()},
	{Programme: voucher.Food, Metric: unused},
	{Programme: voucher.Food, Metric: simulator.Consented.String()},
	{Programme: voucher.Food, Metric: simulator.Used.String()},
	{Programme: voucher.Gas, Metric: simulator.Discount.String()},
	{Programme: voucher.Gas, Metric: simulator.Consented.String()},
	{Programme: voucher.Gas, Metric: simulator.Activated.String()},
	{Programme: voucher.Gas, Metric: simulator.Used.String()},
}

// alive reports whether a figure is anything but 0 in some world.
func (f *fold) alive(i int) bool {
	return slices.ContainsFunc(f.sums.levels, func(of []moments) bool { return of[i].any() })
}

// deltaOf is what a world differs by; of the baseline it is the figure itself.
func (s *sums) deltaOf(world, i int) *moments {
	if world == 0 {
		return &s.levels[0][i]
	}
	return &s.deltas[world][i]
}

// converge notes how far the leading figures have come: after each of the first 32 replications, then
// sixteen times while their number doubles.
func (f *fold) converge() {
	n := f.sums.replications
	step := int64(1)
	for limit := int64(32); n > limit; limit *= 2 {
		step *= 2
	}
	if n < 2 || n%step != 0 {
		return
	}
	for w := range f.rows {
		for _, i := range f.leading {
			if !f.alive(i) {
				continue
			}
			s := f.sums.deltaOf(w, i).spread(n, f.sums.points)
			f.convergence = append(f.convergence, Convergence{World: w, Key: f.design.layout.key(i), Replications: n, Mean: s.mean, HalfWidth: s.chanceHalf()})
		}
	}
}

// enough reports whether the stop rule ends the study: chance leaves the difference of every world
// from the baseline no wider than asked for, as a share of the greater of the two figures; a study
// of the baseline alone watches the figure itself.
func (f *fold) enough() bool {
	rule := f.design.study.Stop
	if rule == nil {
		return false
	}
	programme, name := rule.Split()
	p, _ := voucher.ParseProgramme(programme)
	i, ok := f.design.layout.index(Key{Programme: p, Metric: name})
	if !ok {
		panic("study: no figure " + rule.Metric)
	}
	widest := int64(0)
	for w := range f.rows {
		if w == 0 && len(f.rows) > 1 {
			continue
		}
		s := f.sums.deltaOf(w, i).spread(f.sums.replications, f.sums.points)
		whole := max(f.sums.levels[0][i].mean(f.sums), f.sums.levels[w][i].mean(f.sums))
		if whole > 0 {
			widest = max(widest, int64(s.chanceHalf()/whole*simulator.Million+0.5))
		}
	}
	n := f.sums.replications
	f.stopped = &Stopped{Metric: rule.Metric, Asked: rule.RelativePPM, Reached: widest, AtMost: rule.AtMost, Achieved: n > 1 && widest <= rule.RelativePPM}
	return n >= rule.AtLeast && f.stopped.Achieved
}

// digest is the hash of the results.
func (f *fold) digest() string { return hex.EncodeToString(f.hash.Sum(nil)) }
