package conformance_test

import (
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// properties runs the random lives on a build.
func properties(t *testing.T, w voucher.World, o conformance.Options) *conformance.Report {
	t.Helper()
	o.Suites, o.Oracle = []conformance.Suite{conformance.SuiteProperties}, reference.World{}
	report, err := conformance.Run(t.Context(), conformance.Target{World: w, Address: "in process"}, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestPropertiesFindWrongRules: each rule that is wrong in one way is found
// within the usual number of lives, and shown in few steps.
func TestPropertiesFindWrongRules(t *testing.T) {
	for i := range wrongRules {
		w := &wrongRules[i]
		t.Run(w.name, func(t *testing.T) {
			report := properties(t, w.world(), conformance.Options{})
			failed, own, shortest := 0, false, 1<<30
			for i := range report.Results {
				r := &report.Results[i]
				if r.Failure == nil {
					continue
				}
				failed++
				own = own || r.Failure.Requirement == w.requirement
				shortest = min(shortest, r.Failure.Step+1)
				t.Logf("%s %s (%s): step %d of %d, from %d\nwant %q\ngot  %q", r.Verdict, r.Check, r.Failure.Requirement, r.Failure.Step+1, len(r.Failure.History.Entries), r.Failure.Shrunk, r.Failure.Expected, r.Failure.Got)
			}
			if failed == 0 {
				t.Errorf("%d worlds, and nothing failed; a property that lets this pass does not bite", report.Figures.Worlds)
			}
			t.Logf("SUMMARY %d failed, own=%v, shortest %d, worlds %d, %v", failed, own, shortest, report.Figures.Worlds, report.Figures.Elapsed)
		})
	}
}

// TestReferenceKeepsProperties: no life finds anything wrong with the reference.
func TestReferenceKeepsProperties(t *testing.T) {
	for seed := uint64(1); seed <= 5; seed++ {
		report := properties(t, reference.World{}, conformance.Options{Seed: seed})
		for i := range report.Results {
			if r := &report.Results[i]; r.Verdict != conformance.Pass {
				t.Errorf("seed %d: %s: %s, %s", seed, r.Check, r.Verdict, r.Why.En)
				if f := r.Failure; f != nil {
					t.Logf("step %d\nwant %q\ngot  %q", f.Step+1, f.Expected, f.Got)
				}
			}
		}
		t.Logf("seed %d: %d lives, %d commands, %d queries in %v", seed, report.Figures.Worlds, report.Figures.Commands, report.Figures.Queries, report.Figures.Elapsed)
	}
}
