package conformance_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestWhatABuildLacksIsNeverGreen: a MUST that binds a build and that no check of
// a run has shown, for want of an ability, blocks the run and says what to build.
// Where another check shows the demand, nothing can be seen of it, or only the run
// lacks something, it does not.
func TestWhatABuildLacksIsNeverGreen(t *testing.T) {
	noSettings := func(c *voucher.Capabilities) { c.Settings = false }
	for _, row := range []struct {
		name    string
		change  func(*voucher.Capabilities)
		options conformance.Options
		exit    int
		blocked []voucher.RequirementID
		why     string // part of what a blocked check says
	}{
		{"takes and tells all", func(*voucher.Capabilities) {}, conformance.Options{}, conformance.ExitConforms, nil, ""},
		{
			"no settings", noSettings, conformance.Options{}, conformance.ExitInconclusive,
			[]voucher.RequirementID{"GAS-PERIOD-003", "GAS-BILL-002", "GAS-BILL-003", "GAS-BILL-004"}, "take the values of parameters that a setup names, and declare settings",
		},
		{
			"no settings, but random lives show the norm", noSettings, conformance.Options{Oracle: reference.World{}, Cases: 20, Suites: []conformance.Suite{conformance.SuiteStories, conformance.SuiteProperties}},
			conformance.ExitInconclusive, []voucher.RequirementID{"GAS-PERIOD-003", "GAS-BILL-002", "GAS-BILL-004"}, "does not declare the ability “values of rules (settings)”",
		},
		{"no settings, food alone: other checks show it all", func(c *voucher.Capabilities) { noSettings(c); c.Programmes = voucher.Food }, conformance.Options{}, conformance.ExitConforms, nil, ""},
		{
			"no settings, no gas provider: its bills bind somebody else", func(c *voucher.Capabilities) {
				noSettings(c)
				c.Parties = []string{"list", "portal", "wallet"}
			}, conformance.Options{}, conformance.ExitInconclusive, []voucher.RequirementID{"GAS-PERIOD-003"}, "settings",
		},
		{
			"one reading of its own, and no other", func(c *voucher.Capabilities) { c.Choices, c.Readings[voucher.G15] = false, voucher.Option }, conformance.Options{},
			conformance.ExitInconclusive, []voucher.RequirementID{"GAS-CONSENT-004"}, "the build reads G15 as first_reply_wins, and no other check of this run shows this demand: take the readings that a setup names, and declare choices",
		},
		{"the default readings alone", func(c *voucher.Capabilities) { c.Choices = false }, conformance.Options{}, conformance.ExitConforms, nil, ""},
		{"no reasons, events, digest or prompt work", func(c *voucher.Capabilities) { c.Reasons, c.Events, c.Digest, c.Prompt = false, false, false, false }, conformance.Options{}, conformance.ExitConforms, nil, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := row.options
			if o.Suites == nil {
				o.Suites = []conformance.Suite{conformance.SuiteStories, conformance.SuiteWire} // what only a wire shows is asked of nobody here
			}
			report := run(t, narrow{reference.World{}, row.change}, o)
			if report.Exit != row.exit {
				t.Errorf("exit status %d, want %d", report.Exit, row.exit)
			}
			blocked := map[voucher.RequirementID]string{}
			for i := range report.Results {
				if r := &report.Results[i]; r.Verdict == conformance.Blocked {
					blocked[r.Requirement] = r.Why.En
				}
			}
			for _, id := range row.blocked {
				if !strings.Contains(blocked[id], row.why) {
					t.Errorf("%s says %q, want blocked with %q", id, blocked[id], row.why)
				}
				delete(blocked, id)
			}
			for id, why := range blocked {
				t.Errorf("%s is blocked: %s\nwant unsupported: it was shown otherwise, or does not bind", id, why)
			}
		})
	}
}

// TestAllThatLacksIsNamed: who lacks two abilities is told of both, and what to build
// for each, at once and not one after the other.
func TestAllThatLacksIsNamed(t *testing.T) {
	build := says(func(c *voucher.Capabilities) { c.Clock, c.Worlds, c.Settings = false, false, false })
	report := run(t, build, conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories, conformance.SuiteProperties}, Select: []string{"GAS-BILL-001", "GAS-BILL-002"}})
	const bill, want = "GAS-BILL-002/bill_household_price", "the build does not declare the abilities “a clock that tests move (clock)”, “worlds apart (worlds)”, “values of rules (settings)”, and no other check of this run shows this demand: " +
		"let tests move the clock, and declare clock; give each world its own state, and declare worlds; take the values of parameters that a setup names, and declare settings"
	if r := report.Result(bill); r.Verdict != conformance.Blocked || r.Why.En != want {
		t.Errorf("%s: %s: %s\nwant blocked: %s", bill, r.Verdict, r.Why.En, want)
	}
	const oracle, both = "GAS-BILL-001/answers_as_the_oracle", "no oracle was given to compare with; the build does not declare the abilities “a clock that tests move (clock)”, “worlds apart (worlds)”"
	if r := report.Result(oracle); r.Verdict != conformance.Unsupported || r.Why.En != both {
		t.Errorf("%s: %s: %s\nwant unsupported: %s", oracle, r.Verdict, r.Why.En, both)
	}
}
