package conformance_test

import (
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// life runs the simulated populations on a build.
func life(t *testing.T, w voucher.World, o conformance.Options) *conformance.Report {
	t.Helper()
	o.Suites, o.Oracle = []conformance.Suite{conformance.SuiteLife}, reference.World{}
	report, err := conformance.Run(t.Context(), conformance.Target{World: w, Address: "in process"}, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestReferenceLives: populations live through the reference beside itself
// without a difference.
func TestReferenceLives(t *testing.T) {
	for seed := uint64(1); seed <= 3; seed++ {
		report := life(t, reference.World{}, conformance.Options{Seed: seed})
		onlyPasses(t, report)
		t.Logf("seed %d: %d commands, %d queries in %v", seed, report.Figures.Commands, report.Figures.Queries, report.Figures.Elapsed)
	}
}

// onlyPasses fails a test for every result that is no pass.
func onlyPasses(t *testing.T, report *conformance.Report) {
	t.Helper()
	for i := range report.Results {
		r := &report.Results[i]
		if r.Verdict == conformance.Pass {
			continue
		}
		t.Errorf("seed %d: %s: %s, %s", report.Seed, r.Check, r.Verdict, r.Why.En)
		if f := r.Failure; f != nil {
			t.Logf("%s, step %d of %d, cut down from %d\nwant %q\ngot  %q", f.Requirement, f.Step+1, len(f.History.Entries), f.Shrunk, f.Expected, f.Got)
		}
	}
}

// TestLifeFindsWrongRules: a population meets what is wrong with most rules, and
// what it meets is cut down to few steps.
func TestLifeFindsWrongRules(t *testing.T) {
	found := 0
	for i := range wrongRules {
		w := &wrongRules[i]
		report := life(t, w.world(), conformance.Options{})
		for i := range report.Results {
			r := &report.Results[i]
			if r.Failure == nil {
				continue
			}
			found++
			t.Logf("%s (%s): %s %s: step %d, from %d\nwant %q\ngot  %q", w.name, w.requirement, r.Check, r.Failure.Requirement, r.Failure.Step+1, r.Failure.Shrunk, r.Failure.Expected, r.Failure.Got)
		}
	}
	t.Logf("%d found", found)
}
