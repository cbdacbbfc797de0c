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

// TestLifeFindsWrongBuilds: a population meets what is wrong with a build in its
// everyday life, the demand is named, and what led there is cut down to few
// steps and people.
func TestLifeFindsWrongBuilds(t *testing.T) {
	for _, name := range []string{"gas-list-a-day-late", "gas-reminder-after-six-days", "gas-unknown-account-accepted", "gas-norm-ignored",
		"food-one-member-uncounted", "food-code-never-expires", "food-return-in-the-month-not-restored"} {
		w := wrong(t, name)
		t.Run(name, func(t *testing.T) {
			report := life(t, w.World(), conformance.Options{Families: 20})
			blamed := false
			for i := range report.Results {
				f := report.Results[i].Failure
				if f == nil {
					continue
				}
				blamed = blamed || f.Requirement == w.Requirement
				if f.Step+1 > mostSteps || len(f.History.Setup.People) > 5 {
					t.Errorf("%s: shown in %d steps of %d people, want at most %d of 5", report.Results[i].Check, f.Step+1, len(f.History.Setup.People), mostSteps)
				}
				t.Logf("%s (%s): %d steps, cut down from %d", report.Results[i].Check, f.Requirement, f.Step+1, f.Shrunk)
			}
			if !blamed {
				t.Errorf("no population is stopped by %s, want the demand that is broken", w.Requirement)
			}
		})
	}
}
