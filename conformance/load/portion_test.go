package load_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
)

// TestPortionsAreThePlanTogether: what several agents drive is what one would have
// driven with the same seed, each journey once, with the same instants and people.
func TestPortionsAreThePlanTogether(t *testing.T) {
	for _, tt := range []struct {
		word     string
		workload load.Workload
		families int
	}{{"constant", load.Food, 50}, {"spike", load.Food, 1000}, {"month", load.Food, 7}, {"ramp", load.Gas, 3000}} {
		profile, err := load.ParseProfile(tt.word, 500, 4*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		o := load.Options{Workload: tt.workload, Families: tt.families, Hot: 0.8, Seed: 9}
		whole, digest := load.Portion(o, profile, 0, 1)
		for _, of := range []int{2, 3, 7} {
			var together []load.Going
			homes := map[int]int{}
			for index := range of {
				part, passed := load.Portion(o, profile, index, of)
				if passed != digest {
					t.Errorf("%s %s, agent %d of %d: the plan has the digest %x, want %x\nall agents pass all of it", tt.workload, tt.word, index+1, of, passed, digest)
				}
				for _, g := range part {
					if owner, seen := homes[g.Family]; seen && owner != index {
						t.Fatalf("%s %s: family %d goes with agents %d and %d of %d, want one\nits history has to be whole within one agent", tt.workload, tt.word, g.Family, owner+1, index+1, of)
					}
					homes[g.Family] = index
				}
				together = append(together, part...)
			}
			slices.SortFunc(together, func(a, b load.Going) int { return int(a.Number) - int(b.Number) })
			if !slices.Equal(together, whole) {
				t.Errorf("%s %s: %d agents go on %d journeys, want the %d of one, each once, at the same instants", tt.workload, tt.word, of, len(together), len(whole))
			}
		}
	}
}

// TestAPortionSendsOnlyItsOwn: who goes in the place of a family without money belongs
// to the same agent.
func TestAPortionSendsOnlyItsOwn(t *testing.T) {
	for _, families := range []int{3, 10, 11, 12} {
		for number := range uint64(40) {
			for index := range 3 {
				if got := load.Nearest(families, index, 3, number); got%3 != index || got >= families {
					t.Errorf("%d families, journey %d: family %d goes with agent %d of 3, want one of its own", families, number, got, index+1)
				}
				if got := load.Nearest(families, index, 3, number, index, (index+1)%3); got != index {
					t.Errorf("%d families, journey %d: family %d goes with agent %d of 3, want %d, its only one with money", families, number, got, index+1, index)
				}
			}
		}
	}
	if got := fmt.Sprint(load.Nearest(5, 0, 1, 1, 3)); got != "3" {
		t.Errorf("family %s goes where there is one agent, want 3, the only one with money", got)
	}
}
