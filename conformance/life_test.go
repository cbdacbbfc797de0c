package conformance_test

import (
	"bytes"
	"context"
	"strings"
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

// TestFewFamiliesShowLittle: a demand that no family ever met was not checked: the
// run says which, and how many families would do, also when it is judged later.
func TestFewFamiliesShowLittle(t *testing.T) {
	var record bytes.Buffer
	report := life(t, reference.World{}, conformance.Options{Families: 1, Seed: 3, Events: &record})
	if report.Exit != conformance.ExitInconclusive {
		t.Errorf("exit status %d, want 3: one family does not meet everything", report.Exit)
	}
	blocked := 0
	for i := range report.Results {
		r := &report.Results[i]
		if r.Verdict != conformance.Blocked {
			continue
		}
		blocked++
		if !strings.Contains(r.Why.En, "1 families never met this") || !strings.HasSuffix(r.Why.En, "run it with --families 40") {
			t.Errorf("%s: %s; want what was missed, and how many families would do", r.Check, r.Why.En)
		}
	}
	if blocked == 0 {
		t.Error("no population is blocked")
	}
	if food := report.Result("FOOD-PURCHASE-002/life_of_a_food_town"); !strings.Contains(food.Why.En, "refund: accepted") {
		t.Errorf("the food town says %s: %s; want that nothing was returned", food.Verdict, food.Why.En)
	}
	again, err := conformance.Judge(t.Context(), &record, conformance.JudgeOptions{Oracle: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range report.Results {
		if got, want := again.Results[i], report.Results[i]; got.Verdict != want.Verdict || got.Why != want.Why {
			t.Errorf("%s, judged later: %s, %s; want %s, %s", want.Check, got.Verdict, got.Why.En, want.Verdict, want.Why.En)
		}
	}
}

// TestDefaultFamiliesMeetEverything: what has to be met is met by the number of
// families that a run has by itself, whatever the seed.
func TestDefaultFamiliesMeetEverything(t *testing.T) {
	for seed := uint64(4); seed <= 13; seed++ {
		onlyPasses(t, life(t, reference.World{}, conformance.Options{Seed: seed}))
	}
}

// TestAPopulationThatNoticesNothingShowsNothing: where a system that is wrong on
// purpose is not told from the oracle, the run says so and is no pass.
func TestAPopulationThatNoticesNothingShowsNothing(t *testing.T) {
	blind := changed{system: query(func(ctx context.Context, s voucher.System, q *voucher.Query) (voucher.Record, error) {
		r, err := s.Query(ctx, q)
		if r.Food != nil {
			r.Food = &voucher.FoodWallet{}
		}
		if r.Gas != nil {
			r.Gas = &voucher.GasWallet{}
		}
		return r, err
	})}
	report := run(t, blind, conformance.Options{Suites: []conformance.Suite{conformance.SuiteLife}, Oracle: blind})
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict != conformance.HarnessError || !strings.Contains(r.Why.En, "wrong on purpose") {
			t.Errorf("%s: %s, %s; want a fault of ours: nobody looks at a wallet", r.Check, r.Verdict, r.Why.En)
		}
	}
	if report.Exit != conformance.ExitFault {
		t.Errorf("exit status %d, want 4", report.Exit)
	}
}
