package study

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// benefit is what a family has of a programme: food money that it was credited, the discount on gas.
func benefit(p voucher.Programme) simulator.Metric {
	if p == voucher.Food {
		return simulator.Credited
	}
	return simulator.Discount
}

// What is counted of the families of a segment in a pair of worlds.
const (
	gain = iota // better off than in the baseline
	lose
	same
	come // of those who gain: nothing in the baseline
	gone // of those who lose: nothing in the world
	gained
	lost

	moves
)

// movers counts, for the programmes in a row and every segment, whom a world leaves better and worse
// off.
type movers [2][moverSegments]segmentMoves

// moverSegments is how many segments of families there are.
const moverSegments = 32

// compare adds the families of a block. Families stand in both lists under the same place; where one
// list is longer, or a world does not have the block, the other has nothing.
func (m *movers) compare(base, world []simulator.Life) {
	for i := range max(len(base), len(world)) {
		var was, is *simulator.Life
		if i < len(base) {
			was = &base[i]
		}
		if i < len(world) {
			is = &world[i]
		}
		m.family(was, is)
	}
}

// family adds one family; nil: it does not live in that world.
func (m *movers) family(was, is *simulator.Life) {
	life := is
	if life == nil {
		life = was
	}
	if was != nil && is != nil && was.ID != is.ID {
		panic("study: two worlds have another family in one place")
	}
	for p, programme := range programmesInRow {
		var before, after int64
		if was != nil {
			before = was.Sum(programme, benefit(programme))
		}
		if is != nil {
			after = is.Sum(programme, benefit(programme))
		}
		if before != 0 || after != 0 {
			m[p][life.Segment].move(before, after)
		}
	}
}

// segmentMoves are the counts of one segment.
type segmentMoves [moves]int64

// move counts a family that has something in one of the worlds at least.
func (m *segmentMoves) move(before, after int64) {
	switch {
	case after > before:
		m[gain]++
		m[gained] += after - before
		if before == 0 {
			m[come]++
		}
	case after < before:
		m[lose]++
		m[lost] += before - after
		if after == 0 {
			m[gone]++
		}
	default:
		m[same]++
	}
}

// add adds the counts of other families.
func (m *movers) add(o *movers) {
	for p := range m {
		for s := range m[p] {
			for i, n := range o[p][s] {
				m[p][s][i] += n
			}
		}
	}
}

// axes are the ways in which families are told apart, with the values of each, in order.
var axes = []struct {
	name   string
	values []string
	of     func(simulator.Segment) int // which value
}{
	{"family_size", []string{"1", "2", "3", "4", "5", "6", "7", "8+"}, func(s simulator.Segment) int { return s.Members() - 1 }},
	{"settlement", []string{"town", "village"}, func(s simulator.Segment) int { return second(s.Village()) }},
	{"device", []string{"yes", "no"}, func(s simulator.Segment) int { return second(!s.Device()) }},
}

// second is 1 where a thing is so.
func second(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// segments returns every segment that cells and movers tell apart, in order.
func segments() (all []Segment) {
	for _, a := range axes {
		for _, v := range a.values {
			all = append(all, Segment{a.name, v})
		}
	}
	return all
}

// told is what the counts of a world say: of everybody, then of each segment, a row for each
// programme in which a family moved or stayed.
func (m *movers) told(world int, runs int64) (all []Mover) {
	for p, programme := range programmesInRow {
		everybody := Mover{World: world, Programme: programme, Runs: runs}
		parts := make([]Mover, len(segments()))
		for i, s := range segments() {
			parts[i] = Mover{World: world, Programme: programme, Segment: s, Runs: runs}
		}
		for _, s := range simulator.Segments() {
			everybody.count(&m[p][s])
			at := 0
			for _, a := range axes {
				parts[at+a.of(s)].count(&m[p][s])
				at += len(a.values)
			}
		}
		if everybody.Families > 0 {
			all = append(append(all, everybody), parts...)
		}
	}
	return all
}

// count adds the counts of a segment.
func (t *Mover) count(m *segmentMoves) {
	t.Families += m[gain] + m[lose] + m[same]
	t.Gain += m[gain]
	t.Lose += m[lose]
	t.Same += m[same]
	t.Come += m[come]
	t.Go += m[gone]
	t.Gained += m[gained]
	t.Lost += m[lost]
}
