//go:build long

package mutant_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestEveryDifferenceIsCountedInAllHistories is the whole matrix. Every mutant
// is right in some history, and counts nothing there.
func TestEveryDifferenceIsCountedInAllHistories(t *testing.T) {
	matrix(t, func(*mutant.Mutant, *voucher.Script) bool { return true })
	all := histories(t)
	for _, m := range mutant.All() {
		quiet := false
		for _, h := range all {
			if _, trips, differs := firstDifference(t, &m, h); !differs && trips == 0 {
				quiet = true
				break
			}
		}
		if !quiet {
			t.Errorf("%s: trips in every history; a count that never stays at zero says nothing", m.ID)
		}
	}
}

// TestNoMutantPanicsInManyLives lives many more random lives.
func TestNoMutantPanicsInManyLives(t *testing.T) { manyLives(t, 20) }
