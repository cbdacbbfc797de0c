//go:build long

package conformance_test

import (
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
)

// TestTheReferenceWithstandsAllHostileInput asks every operation, under several seeds.
func TestTheReferenceWithstandsAllHostileInput(t *testing.T) {
	for seed := uint64(1); seed <= 3; seed++ {
		report := assailed(t, overHTTP(t, reference.World{}, nil), conformance.Options{Workers: 2, Seed: seed, Cases: 1000})
		onlyPasses(t, report)
		if all := report.Inputs(); all.Sent < 10_000 {
			t.Errorf("seed %d: %+v; want more than ten thousand inputs", seed, all)
		}
		t.Logf("seed %d: %+v in %v", seed, report.Inputs(), report.Figures.Elapsed)
	}
}
