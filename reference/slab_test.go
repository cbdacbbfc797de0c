package reference

import "testing"

func TestSlabPlaces(t *testing.T) {
	var s slab[uint32]
	for i := range uint32(5 * slabChunk) {
		if place := s.add(i); place != i || *s.at(place) != i {
			t.Fatalf("element %d is at place %d and reads %d\nplaces count on over every end of a chunk", i, place, *s.at(place))
		}
	}
	if s.Count != 5*slabChunk {
		t.Errorf("%d elements, want %d", s.Count, 5*slabChunk)
	}
}

func TestSlabRuns(t *testing.T) {
	var s slab[uint32]
	var places []uint32
	run := []uint32{0, 1, 2, 3, 4, 5, 6}
	for range 3 * slabChunk {
		run[0]++
		places = append(places, s.addRun(run))
	}
	for i, place := range places {
		if got := s.run(place, 7); got[0] != uint32(i+1) || got[6] != 6 {
			t.Fatalf("run %d at place %d reads %v\na run stays together, whatever chunk it went to", i, place, got)
		}
	}
}
