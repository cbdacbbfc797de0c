package conformance_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// staged is a system that was set up once, has no clock to move and knows no
// other world, as a store's staging system is. Its operator named so many stores.
type staged struct {
	voucher.World
	system voucher.System
	stores int
}

func (s staged) New(_ context.Context, setup *voucher.Setup) (voucher.System, error) {
	if len(setup.Stores) > s.stores {
		return nil, errors.ErrUnsupported
	}
	return s.system, nil
}

// standing is a staging system of a world, with its test family ready and so many
// stores named.
func standing(t *testing.T, w voucher.World, stores int) voucher.World {
	t.Helper()
	setup := conformance.StoreSetup()
	system, err := w.New(t.Context(), setup)
	if err != nil {
		t.Fatal(err)
	}
	ready(t, system, setup)
	return narrow{staged{w, system, stores}, func(c *voucher.Capabilities) {
		c.Programmes, c.Parties, c.Clock, c.Worlds, c.Settings, c.Choices = voucher.Food, []string{"store", "wallet"}, false, false, false, false
	}}
}

// pos is the verdict of a report on the profile of the store side.
func pos(t *testing.T, r *conformance.Report) conformance.ProfileVerdict {
	t.Helper()
	for _, p := range r.Profiles {
		if p.ID == "pos" {
			return p
		}
	}
	t.Fatal("no verdict on the profile pos")
	return conformance.ProfileVerdict{}
}

// TestAStagingSystemEarnsItsProfile: without clock and worlds the profile of the
// store side is earned by a till's day, as often as it is run, with one seed and on
// one state: nothing is spent by it.
func TestAStagingSystemEarnsItsProfile(t *testing.T) {
	build := standing(t, reference.World{}, 3)
	left := func() voucher.Money {
		system, _ := build.New(t.Context(), &voucher.Setup{})
		r, err := system.Query(t.Context(), &voucher.Query{Kind: voucher.AskFoodWallet, Family: 1, Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}})
		if err != nil || r.Food == nil {
			t.Fatalf("the wallet: %v, %v", r.Refusal, err)
		}
		return r.Food.Left
	}
	before := left()
	for round := range 3 {
		report := run(t, build, conformance.Options{Profile: "pos", Oracle: reference.World{}, Seed: 1})
		if p := pos(t, report); p.Verdict != conformance.Conformant || p.Passed != p.Planned || p.Planned != 11 || report.Exit != conformance.ExitConforms {
			t.Errorf("run %d: %s, %d of %d, exit status %d, untested %v; want conformant, 11 of 11 and 0", round+1, p.Verdict, p.Passed, p.Planned, report.Exit, p.Untested)
		}
		for i := range report.Results {
			if r := &report.Results[i]; r.Suite == conformance.SuiteStore && r.Verdict != conformance.Pass {
				t.Errorf("run %d: %s: %s: %s", round+1, r.Check, r.Verdict, r.Why.En)
			}
		}
		if got := left(); got != before {
			t.Errorf("run %d: %s left, want %s as before: what a run bought it takes back", round+1, got, before)
		}
	}
}

// TestWhoNamesOneStoreIsToldWhatElse: what is about other stores is blocked where
// the operator named none, and says whom to name; the rest is judged.
func TestWhoNamesOneStoreIsToldWhatElse(t *testing.T) {
	report := run(t, standing(t, reference.World{}, 1), conformance.Options{Profile: "pos", Oracle: reference.World{}})
	p := pos(t, report)
	if want := []voucher.RequirementID{"FOOD-PURCHASE-001", "FOOD-PURCHASE-003"}; !slices.Equal(p.Untested, want) || report.Exit != conformance.ExitInconclusive {
		t.Errorf("untested %v, exit status %d; want %v and 3", p.Untested, report.Exit, want)
	}
	for check, want := range map[string]string{"FOOD-PURCHASE-001/store_apart_from_the_programme": "stores 3;", "FOOD-PURCHASE-003/store_in_another_city": "stores 2;"} {
		if r := report.Result(check); r.Verdict != conformance.Blocked || !strings.Contains(r.Why.En, want) {
			t.Errorf("%s: %s: %s; want blocked, with %q", check, r.Verdict, r.Why.En, want)
		}
	}
}

// TestTillsChecksBite: each check of a till's day sees the build that breaks its
// demand, in a world made for it and on what stands there.
func TestTillsChecksBite(t *testing.T) {
	for _, row := range []struct{ mutant, check string }{
		{"food-store-outside-the-programme-redeems", "FOOD-PURCHASE-001/store_apart_from_the_programme"},
		{"food-own-city-only", "FOOD-PURCHASE-003/store_in_another_city"},
		{"food-unconnected-till-redeems", "FOOD-STORE-002/store_till_not_integrated"},
		{"food-buyer-pays-the-shelf-price", "FOOD-STORE-003/store_buyer_pays_the_rest"},
		{"both-store-day-nets-the-returns", "BOTH-MONEY-001/store_day_equals_the_wallet"},
		{"both-balance-in-whole-tenge", "BOTH-MONEY-002/store_whole_tiyn"},
		{"both-balance-below-zero", "BOTH-MONEY-002/store_whole_tiyn"},
	} {
		for where, build := range map[string]voucher.World{"a world": worldOf(t, row.mutant), "staging": standing(t, worldOf(t, row.mutant), 3)} {
			report := run(t, build, conformance.Options{Suites: []conformance.Suite{conformance.SuiteStore}, Select: []string{row.check}})
			if got := report.Result(row.check).Verdict; got != conformance.Fail {
				t.Errorf("%s in %s: %s says %s, want fail", row.mutant, where, row.check, got)
			}
		}
	}
}

// ready gives a staging system its test family with a voucher, and stores of which
// all but the last take part.
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
	for _, store := range []uint32{1, 2} {
		id := voucher.StoreID(store)
		do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: id})
		do(voucher.StoreTill, store, &voucher.IntegrateTill{Store: id})
		do(voucher.StoreTill, store, &voucher.MarkGoods{Store: id, Goods: 1})
		do(voucher.StoreTill, store, &voucher.Deliver{Store: id, Goods: 1, Quantity: 100 * voucher.Unit, Price: 10 * voucher.Tenge})
	}
	do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: 1, Owner: 1, Members: []voucher.PersonID{1}, Residence: setup.Stores[0].Territory}}})
	to(voucher.At(2026, 2, 6, 10, 0, 0))
	do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "да"})
}

// TestNoTwoChecksShareAnID: what stands under an id in a report, a selector or a
// recorded run is one check.
func TestNoTwoChecksShareAnID(t *testing.T) {
	seen := map[string]conformance.Suite{}
	for _, c := range conformance.Checks() {
		if suite, twice := seen[c.ID]; twice {
			t.Errorf("%s is a check of %s and one of %s", c.ID, suite, c.Suite)
		}
		seen[c.ID] = c.Suite
	}
}

// TestAGasBuildHasNoTill: what binds both programmes is shown at a till of food
// alone; a build that runs gas is asked for no till's day, and shows it otherwise.
func TestAGasBuildHasNoTill(t *testing.T) {
	gas := says(func(c *voucher.Capabilities) { c.Programmes = voucher.Gas })
	report := run(t, gas, conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories, conformance.SuiteStore}, Oracle: reference.World{}})
	for i := range report.Results {
		if r := &report.Results[i]; strings.Contains(r.Check, "/store_") && r.Suite == conformance.SuiteStore && r.Verdict != conformance.Unsupported {
			t.Errorf("%s: %s, want unsupported", r.Check, r.Verdict)
		}
	}
	for _, p := range report.Profiles {
		if p.ID == "gas-core" && slices.Contains(p.Untested, "BOTH-PRIVACY-001") {
			t.Errorf("%s lacks %v; want BOTH-PRIVACY-001 shown by a story of gas", p.ID, p.Untested)
		}
	}
	if report.Exit != conformance.ExitConforms {
		t.Errorf("exit status %d, want 0", report.Exit)
	}
}
