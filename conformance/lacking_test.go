package conformance_test

import (
	"context"
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
			conformance.ExitInconclusive, []voucher.RequirementID{"GAS-PERIOD-003", "GAS-BILL-002", "GAS-BILL-004"}, "does not declare the ability settings",
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

// staged is a system that was set up once, has no clock to move and knows no
// other world, as a store's staging system is.
type staged struct {
	voucher.World
	system voucher.System
}

func (s staged) New(context.Context, *voucher.Setup) (voucher.System, error) { return s.system, nil }

// TestAStagingSystemEarnsWhatItsTillShows: without clock and worlds a till's day is
// judged all the same, and what it shows is not held against the build; the rest of
// the profile is named, each with what to build.
func TestAStagingSystemEarnsWhatItsTillShows(t *testing.T) {
	setup := conformance.StoreSetup()
	system, err := reference.World{}.New(t.Context(), setup)
	if err != nil {
		t.Fatal(err)
	}
	ready(t, system, setup)
	build := narrow{staged{reference.World{}, system}, func(c *voucher.Capabilities) {
		c.Programmes, c.Parties, c.Clock, c.Worlds, c.Settings, c.Choices = voucher.Food, []string{"store", "wallet"}, false, false, false, false
	}}
	store := run(t, build, conformance.Options{Suites: []conformance.Suite{conformance.SuiteStore}, Oracle: reference.World{}})
	if store.Exit != conformance.ExitConforms {
		t.Errorf("exit status %d of a till's day alone, want 0: it needs nothing that is missing", store.Exit)
	}
	shown := map[voucher.RequirementID]bool{}
	for i := range store.Results {
		if store.Results[i].Verdict == conformance.Pass {
			shown[store.Results[i].Requirement] = true
		}
	}
	report := run(t, build, conformance.Options{Profile: "pos", Oracle: reference.World{}, Seed: 2})
	blocked := 0
	for i := range report.Results {
		r := &report.Results[i]
		if r.Verdict != conformance.Blocked {
			continue
		}
		blocked++
		if shown[r.Requirement] || !strings.HasSuffix(r.Why.En, "let tests move the clock, and declare clock") {
			t.Errorf("%s is blocked: %s\nwant unsupported where a till's day showed %s, and advice elsewhere", r.Check, r.Why.En, r.Requirement)
		}
	}
	if blocked == 0 || report.Exit != conformance.ExitInconclusive {
		t.Errorf("%d checks are blocked and the exit status is %d, want some and 3: no till's day shows what a store outside the pilot does", blocked, report.Exit)
	}
}

// ready gives a staging system its test family with a voucher, and a store.
func ready(t *testing.T, system voucher.System, setup *voucher.Setup) {
	t.Helper()
	n := uint64(0)
	do := func(role voucher.Role, id uint32, c voucher.Command) {
		n++
		*c.Head() = voucher.Header{Key: voucher.KeyOf(5, n), Actor: voucher.Actor{Role: role, ID: id}}
		if o, err := system.Do(t.Context(), c); err != nil || o.Refusal != nil {
			t.Fatalf("%s: %v, %v", c.Kind(), o.Refusal, err)
		}
	}
	to := func(at voucher.Instant) {
		if _, err := system.Advance(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	to(setup.At)
	do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: 1})
	do(voucher.StoreTill, 1, &voucher.IntegrateTill{Store: 1})
	do(voucher.StoreTill, 1, &voucher.MarkGoods{Store: 1, Goods: 1})
	do(voucher.StoreTill, 1, &voucher.Deliver{Store: 1, Goods: 1, Quantity: 1000 * voucher.Unit, Price: 10 * voucher.Tenge})
	do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: 1, Owner: 1, Members: []voucher.PersonID{1}, Residence: setup.Stores[0].Territory}}})
	to(voucher.At(2026, 2, 6, 10, 0, 0))
	do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "да"})
}
