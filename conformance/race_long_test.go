//go:build long

package conformance_test

import (
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/mutant"
)

// TestEveryRaceIsLostByAMutant: each check finds a build that is wrong only where calls
// overlap, and each such build is found.
func TestEveryRaceIsLostByAMutant(t *testing.T) {
	killing := map[string]bool{}
	for _, m := range mutant.All() {
		if !m.Concurrent {
			continue
		}
		report := racing(t, conformance.Target{World: m.World(), Address: m.ID}, conformance.Options{Workers: 2})
		killed := false
		for i := range report.Results {
			if r := &report.Results[i]; r.Verdict == conformance.Fail {
				killing[r.Check], killed = true, true
			}
		}
		if !killed {
			t.Errorf("%s: %s\nno race was lost: %+v", m.ID, m.Title.En, report.Races())
		}
	}
	for _, c := range conformance.Checks() {
		if c.Suite == conformance.SuiteRaces && !killing[c.ID] {
			t.Errorf("%s: every mutant passes it; a check that finds nothing shows nothing", c.ID)
		}
	}
}
