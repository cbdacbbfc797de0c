package load

import "slices"

// portion is the part of a run that one of several agents drives: every of-th family,
// from index on, and the journeys on which they go. The parts have no family in common
// and are the whole together. The zero value is all of it.
type portion struct{ index, of int }

// all is how many portions there are.
func (p portion) all() int { return max(1, p.of) }

// has reports whether a family, or a recipient of the gas programme, from 0, belongs to
// the portion.
func (p portion) has(i int) bool { return i%p.all() == p.index }

// count is how many of n families belong to the portion.
func (p portion) count(n int) int { return (n - p.index + p.all() - 1) / p.all() }

// after returns the family of the portion that stands so many places behind another of
// it, of n in all; the first follows the last.
func (p portion) after(i, places, n int) int {
	return (i/p.all()+places)%p.count(n)*p.all() + p.index
}

// within returns a family of the portion for one that may be another's: the first of it
// that does not come before.
func (p portion) within(i, n int) int {
	if p.has(i) {
		return i
	}
	i += (p.index - i%p.all() + p.all()) % p.all()
	if i >= n {
		return p.index
	}
	return i
}

// unbooked reports whether the book of a family, or what a recipient was told, went with
// an agent that was lost.
func (s *Session) unbooked(i int) bool {
	return slices.ContainsFunc(s.lost, func(p portion) bool { return p.has(i) })
}

// goes reports whether a journey belongs to the portion: whoever is drawn for it does.
func (s *Session) goes(number uint64) bool {
	if s.town.gas != nil {
		return s.portion.has(int(number-1) % s.portion.all())
	}
	return s.portion.has(s.drawn(number))
}

// drawn is the family that is drawn for a journey, by how hot it is.
func (s *Session) drawn(number uint64) int {
	return pick(s.town.hotHomes, s.draw(number, drawFamily))
}

// weigh finds the part of all journeys that is expected to fall to the portion.
func (s *Session) weigh() {
	s.weight = 1 / float64(s.portion.all())
	if s.town.gas != nil || s.portion.all() == 1 {
		return
	}
	s.weight = 0
	before := 0.0
	for i, sum := range s.town.hotHomes {
		if s.portion.has(i) {
			s.weight += sum - before
		}
		before = sum
	}
}

// unplanned numbers the next journey of a closed model, so that no two portions have one
// number.
func (s *Session) unplanned() uint64 {
	return (s.count.Add(1)-1)*uint64(s.portion.all()) + uint64(s.portion.index) + 1
}

// next is who goes on a journey: the family that is drawn, and where it has no money
// the next one near it that has some. Where nobody near has any, the family tries all
// the same and is refused.
func (s *Session) next(number uint64) int {
	families := s.town.families
	first := s.portion.within(s.drawn(number), len(families))
	for n := range min(probes, s.portion.count(len(families))) {
		if i := s.portion.after(first, n, len(families)); families[i].left.Load() >= poor {
			return i
		}
	}
	return first
}
