package conformance_test

import (
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
)

// TestLivesOverHTTP: over the wire random lives and populations pass on the
// reference, and a build that is wrong is cut down there too.
func TestLivesOverHTTP(t *testing.T) {
	o := conformance.Options{Suites: []conformance.Suite{conformance.SuiteProperties, conformance.SuiteLife}, Oracle: reference.World{}, Cases: 8, Families: 5}
	ask := func(target conformance.Target) *conformance.Report {
		report, err := conformance.Run(t.Context(), target, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d worlds, %d commands, %d queries in %v", report.Figures.Worlds, report.Figures.Commands, report.Figures.Queries, report.Figures.Elapsed)
		return report
	}
	onlyPasses(t, ask(overHTTP(t, reference.World{}, nil)))
	report := ask(overHTTP(t, worldOf(t, "food-one-member-uncounted"), nil))
	shortest := 1 << 30
	for i := range report.Results {
		if f := report.Results[i].Failure; f != nil {
			shortest = min(shortest, f.Step+1)
		}
	}
	if shortest > mostSteps {
		t.Errorf("shown in %d steps, want at most %d", shortest, mostSteps)
	}
}
