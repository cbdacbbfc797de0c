package study_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator/study"
)

// TestPointsOfLists: a grid has every value with every other, a zip the first with the first; two
// sweeps multiply.
func TestPointsOfLists(t *testing.T) {
	s := small(t, "sweep: [{mode: grid, over: {lists.join: [1, 2], lists.drop: [3, 4]}}, {mode: zip, over: {food_consent.accept: [5, 6], lists.move: [7, 8]}}]\n").Study
	var got [][4]int64
	for _, p := range study.Points(s, false) {
		var values [4]int64
		for i := range p {
			values[i] = p[i].Value
		}
		got = append(got, values)
	}
	want := [][4]int64{{1, 3, 5, 7}, {1, 3, 6, 8}, {1, 4, 5, 7}, {1, 4, 6, 8}, {2, 3, 5, 7}, {2, 3, 6, 8}, {2, 4, 5, 7}, {2, 4, 6, 8}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
	if n := len(study.Points(s, true)); n != 1 {
		t.Errorf("%d points of policy, want 1: none is swept", n)
	}
}

// TestALatinHypercubeFillsEveryStratum: each path has one draw in every part of its span, in an order
// of its own that the seed alone gives; a path more leaves the others as they are.
func TestALatinHypercubeFillsEveryStratum(t *testing.T) {
	read := func(over, more string) [][]study.PointValue {
		return study.Points(small(t, "sweep: [{mode: lhs, draws: 50, over: {lists.join: {from: 100, to: 1099}"+over+"}}]\n"+more).Study, false)
	}
	one := read("", "")
	strata := map[int64]bool{}
	order := make([]int64, 0, len(one))
	for _, p := range one {
		v := p[0].Value
		if v < 100 || v > 1099 || (v-100)/20 != p[0].Place {
			t.Errorf("%d in stratum %d, want it inside: 20 whole numbers each", v, p[0].Place)
		}
		strata[p[0].Place] = true
		order = append(order, p[0].Place)
	}
	if len(strata) != 50 || slices.IsSorted(order) {
		t.Errorf("%d strata of 50, in the order %v; want all, shuffled", len(strata), order)
	}
	two := read(", lists.drop: {from: 100, to: 1099}", "")
	equal := 0
	for i := range two {
		if two[i][0] != one[i][0] {
			t.Errorf("draw %d: %+v, and %+v with a path more; want the same", i, one[i][0], two[i][0])
		}
		if two[i][1].Place == two[i][0].Place {
			equal++
		}
	}
	if equal > 10 {
		t.Errorf("two paths share their stratum in %d draws of 50, want about 1", equal)
	}
	if cmp.Equal(one, read("", "seed: 7\n")) {
		t.Error("another seed gives the same points")
	}
}

// TestSeedsOfReplications: the first is the study's own, none comes twice, and all can be written.
func TestSeedsOfReplications(t *testing.T) {
	seen := map[uint64]bool{}
	for n := range int64(10_000) {
		seed := study.SeedOf(42, n)
		if seen[seed] || seed == 0 || seed > scenarios.MaxSeed || (n == 0 && seed != 42) {
			t.Fatalf("replication %d has the seed %d", n, seed)
		}
		seen[seed] = true
	}
}

// FuzzReadPart: no bytes are a panic, and none but a whole part is one.
func FuzzReadPart(f *testing.F) {
	f.Add([]byte("vouch study part 1\n"), "id")
	f.Fuzz(func(t *testing.T, data []byte, id string) {
		if name, err := study.ReadPart(data, id); err == nil && name == "" {
			t.Error("a part without a name")
		}
	})
}
