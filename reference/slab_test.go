package reference

import (
	"testing"

	"pgregory.net/rapid"
)

// The slab is the machine's own; this test stands inside the package because
// nothing outside can see one.
func TestASlabGivesBackWhatItWasGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s slab[int]
		next := 0
		for range rapid.IntRange(1, 3).Draw(t, "lives") {
			s.reset()
			type kept struct {
				place uint32
				first int
				n     int
			}
			var all []kept
			for range rapid.IntRange(0, 12).Draw(t, "runs") {
				// Runs of every sort: single elements, small ones, ones that
				// fill a chunk to the last place.
				n := rapid.SampledFrom([]int{1, 2, 7, 511, 512, slabChunk - 1, slabChunk}).Draw(t, "n")
				run := make([]int, n)
				for i := range run {
					next++
					run[i] = next
				}
				if n == 1 {
					all = append(all, kept{s.add(run[0]), run[0], n})
				} else {
					all = append(all, kept{s.addRun(run), run[0], n})
				}
			}
			for _, k := range all {
				got := s.run(k.place, uint32(k.n))
				for i := range got {
					if got[i] != k.first+i {
						t.Fatalf("run of %d at place %d: element %d = %d, want %d", k.n, k.place, i, got[i], k.first+i)
					}
				}
			}
		}
	})
}
