package conformance_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// toldTo asks a wrong build for all stories and a till's day.
func toldTo(t *testing.T, id string) (m mutant.Mutant, report *conformance.Report) {
	t.Helper()
	m, ok := mutant.Lookup(id)
	if !ok {
		t.Fatalf("no wrong build is called %s", id)
	}
	report, err := conformance.Run(t.Context(), conformance.Target{World: m.World()},
		conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories, conformance.SuiteStore}, Oracle: reference.World{}, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return m, report
}

// foreign are the failing checks of a MUST that are about no demand of the given ones.
func foreign(r *conformance.Report, own ...voucher.RequirementID) (checks []string) {
	for i := range r.Results {
		c := &r.Results[i]
		ids := append(slices.Clone(c.Also), c.Requirement)
		if c.Verdict == conformance.Fail && c.Level == scenarios.Must && !slices.ContainsFunc(ids, func(id voucher.RequirementID) bool { return slices.Contains(own, id) }) {
			checks = append(checks, c.Check)
		}
	}
	return checks
}

// TestACodeThatPaysTwiceIsOneDefect: no story of a purchase, a return or a report hangs on
// a code that is used once, which is a demand of its own.
func TestACodeThatPaysTwiceIsOneDefect(t *testing.T) {
	_, report := toldTo(t, "food-code-used-twice")
	if checks := foreign(report, "FOOD-QR-001"); len(checks) > 0 {
		t.Errorf("a code that pays twice fails %v; want checks that are about codes alone", checks)
	}
	for _, check := range []string{"FOOD-PURCHASE-002/purchase_reading_store_and_forward", "FOOD-REPORT-001/report_of_a_day", "FOOD-REVERSAL-001/reversal_repeated_by_its_key/under_another_key"} {
		if r := report.Result(check); r.Verdict != conformance.Pass {
			t.Errorf("%s\nwant pass: it uses no code twice", r.Text())
		}
	}
	race := report.Result("BOTH-RACE-001/race_two_tills_one_code")
	if race.Failure == nil || race.Failure.Breaks != "FOOD-QR-001" {
		t.Errorf("%s\nwant a failure that names FOOD-QR-001: its rule is the one that is broken", race.Text())
	}
}

// TestWhatTripsIsBlocked: one wrong rule fails checks of its own demand, and stories of
// other demands that come by it say over what they trip. The violation stays.
func TestWhatTripsIsBlocked(t *testing.T) {
	for _, row := range []struct {
		id     string
		most   int // failing checks of other demands: of its chapter, or whose first wrong answer is the one that they judge
		before int // how many failed when each was told on its own
	}{
		{"food-mrp-of-last-year", 14, 177}, {"food-one-member-uncounted", 0, 109}, {"food-first-confirmation-lost", 10, 82}, {"gas-voucher-waits-for-the-wallet", 0, 75},
	} {
		m, report := toldTo(t, row.id)
		if checks := foreign(report, append(slices.Clone(m.Also), m.Requirement)...); len(checks) > row.most {
			t.Errorf("%s fails %d checks of other demands, such as %v; want %d at most, of %d", row.id, len(checks), checks[:3], row.most, row.before)
		}
		own, tripped := 0, 0
		for i := range report.Results {
			switch c := &report.Results[i]; {
			case c.Verdict == conformance.Fail && c.Requirement == m.Requirement:
				own++
			case c.Verdict == conformance.Blocked && strings.HasPrefix(c.Why.En, "it trips over "+string(m.Requirement)):
				tripped++
			}
		}
		if own == 0 || tripped == 0 || report.Exit != conformance.ExitViolation {
			t.Errorf("%s: %d checks of %s fail and %d trip over it, exit status %d; want some of both, and a violation", row.id, own, m.Requirement, tripped, report.Exit)
		}
	}
}

// TestNothingTripsWithoutAnOracle: what is right nobody knows then, and each failure
// stands for itself.
func TestNothingTripsWithoutAnOracle(t *testing.T) {
	m, _ := mutant.Lookup("food-one-member-uncounted")
	report, err := conformance.Run(t.Context(), conformance.Target{World: m.World()}, conformance.Options{Select: []string{"BOTH-MONEY-001/money_months_apart", "FOOD-CREDIT-001"}, Suites: []conformance.Suite{conformance.SuiteStories}})
	if err != nil {
		t.Fatal(err)
	}
	if r := report.Result("BOTH-MONEY-001/money_months_apart"); r.Verdict != conformance.Fail || r.Failure.Breaks != "" {
		t.Errorf("%s; want fail, and no rule named", r.Text())
	}
}

// TestARunWithoutAnOracleIsJudgedWithoutOne: whoever judges its record knows what is
// right, and says no more of it than the run.
func TestARunWithoutAnOracleIsJudgedWithoutOne(t *testing.T) {
	m, _ := mutant.Lookup("food-one-member-uncounted")
	var events bytes.Buffer
	live, err := conformance.Run(t.Context(), conformance.Target{World: m.World()}, conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories}, Workers: 2, Events: &events})
	if err != nil {
		t.Fatal(err)
	}
	again, err := conformance.Judge(t.Context(), &events, conformance.JudgeOptions{Oracle: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	sayTheSame(t, live, again)
}
