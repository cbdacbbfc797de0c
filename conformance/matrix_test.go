package conformance_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// planted is a build as the matrix is handed it: any world under any name, so
// that what it claims of itself need not be true.
func planted(id string, w voucher.World, breaks voucher.RequirementID, trips int64) conformance.Wrong {
	return conformance.Wrong{ID: id, Requirement: breaks, Trips: func() int64 { return trips },
		Open: func(context.Context) (conformance.Target, func(), error) {
			return conformance.Target{World: w, Address: id}, func() {}, nil
		}}
}

// prove makes a matrix that has to be made.
func prove(t *testing.T, wrongs []conformance.Wrong, o conformance.MatrixOptions) *conformance.Matrix {
	t.Helper()
	o.Oracle, o.Workers = reference.World{}, 2
	m, err := conformance.Prove(t.Context(), wrongs, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestTheGateBites: whatever keeps a matrix from being a proof is a fault of it.
// Each build here is planted with one such thing.
func TestTheGateBites(t *testing.T) {
	late := worldOf(t, "gas-window-closes-a-day-late")
	green := planted("green-impostor", reference.World{}, "", 1)
	green.Impostor = true
	hollow := planted("hollow-that-passes", worldOf(t, "gas-no-ground-needed"), "", 1)
	hollow.Impostor, hollow.Hollow = true, true
	closed := planted("cannot-be-opened", nil, "GAS-WINDOW-001", 1)
	closed.Open = func(context.Context) (conformance.Target, func(), error) {
		return conformance.Target{}, nil, errors.New("no such build")
	}
	racing := planted("needs-a-race", worldOf(t, "both-two-confirm-one-account"), "BOTH-RACE-001", 1)
	racing.Concurrent = true
	harmless := planted("loses-no-race", conformance.Shared(reference.World{}), "BOTH-RACE-001", 1)
	harmless.Concurrent = true
	tests := []struct {
		wrong conformance.Wrong
		fate  conformance.Fate
		fault string // "": none
		why   string
	}{
		{planted("killed", late, "GAS-WINDOW-001", 1), conformance.Killed, "", "a check of its demand fails"},
		{planted("right", reference.World{}, "GAS-WINDOW-001", 1), conformance.Survived, "right: survived; it breaks GAS-WINDOW-001", "nothing fails"},
		{planted("asleep", reference.World{}, "GAS-WINDOW-001", 0), conformance.NotExercised, "asleep: not-exercised; it breaks GAS-WINDOW-001", "its code was never reached"},
		{planted("elsewhere", late, "FOOD-BASKET-001", 1), conformance.Collateral, "elsewhere: collateral; it breaks FOOD-BASKET-001", "checks of other demands fail only"},
		{green, conformance.Survived, "green-impostor: survived", "an impostor may not be green"},
		{hollow, conformance.Killed, "hollow-that-passes: it does nothing, and passes", "what does nothing keeps no MUST"},
		{closed, conformance.NotRun, "cannot-be-opened: no such build", "what was not run proves nothing"},
		{racing, conformance.Killed, "", "it is raced"},
		{harmless, conformance.Survived, "loses-no-race: survived; it breaks BOTH-RACE-001", "it is raced, and nothing fails"},
	}
	wrongs := make([]conformance.Wrong, 0, len(tests))
	for i := range tests {
		wrongs = append(wrongs, tests[i].wrong)
	}
	m := prove(t, wrongs, conformance.MatrixOptions{Cases: 3})
	faults := m.Faults()
	if len(m.Kills) != len(tests) {
		t.Fatalf("%d kills of %d builds", len(m.Kills), len(tests))
	}
	for i := range tests {
		tt, k := &tests[i], &m.Kills[i]
		if k.Wrong.ID != tt.wrong.ID || k.Fate != tt.fate {
			t.Errorf("kill %d is %s: %s; want %s: %s\n%s", i, k.Wrong.ID, k.Fate, tt.wrong.ID, tt.fate, tt.why)
		}
		said := func(fault string) bool {
			return strings.HasPrefix(fault, tt.wrong.ID+": ") && strings.HasPrefix(fault, tt.fault)
		}
		if got := slices.ContainsFunc(faults, said); got != (tt.fault != "") {
			t.Errorf("%s: a fault that begins with %q: %v; the faults are %q\n%s", tt.wrong.ID, tt.fault, got, faults, tt.why)
		}
	}
}

// TestADemandThatNothingBreaksIsAFault: a MUST that can be observed needs a mutant
// that is killed. One that survives does not count.
func TestADemandThatNothingBreaksIsAFault(t *testing.T) {
	m := prove(t, []conformance.Wrong{planted("killed", worldOf(t, "gas-window-closes-a-day-late"), "GAS-WINDOW-001", 1),
		planted("right", reference.World{}, "FOOD-EXPIRY-001", 1)}, conformance.MatrixOptions{Cases: 3})
	bare := func(id voucher.RequirementID) bool {
		return slices.ContainsFunc(m.Faults(), func(f string) bool { return strings.HasPrefix(f, string(id)+": a MUST") })
	}
	for id, want := range map[voucher.RequirementID]bool{"GAS-WINDOW-001": false, "FOOD-EXPIRY-001": true, "FOOD-BASKET-001": true, "FOOD-FORM-001": false} {
		if got := bare(id); got != want {
			t.Errorf("%s is bare: %v, want %v", id, got, want)
		}
	}
}

// TestWhatOnlyARaceKillsIsEvidenceForRacesAlone: that another demand breaks in a race
// too does not show that it is judged, and no other check is less idle for it.
func TestWhatOnlyARaceKillsIsEvidenceForRacesAlone(t *testing.T) {
	racing := planted("needs-a-race", worldOf(t, "both-two-confirm-one-account"), "BOTH-RACE-001", 1)
	racing.Concurrent, racing.Also = true, []voucher.RequirementID{"GAS-ACCOUNT-001"}
	m := prove(t, []conformance.Wrong{racing}, conformance.MatrixOptions{Full: true, Cases: 3})
	if m.Kills[0].Fate != conformance.Killed || slices.Contains(m.Bare, "BOTH-RACE-001") || !slices.Contains(m.Bare, "GAS-ACCOUNT-001") {
		t.Errorf("it is %s; bare are %v; want BOTH-RACE-001 to be shown, and GAS-ACCOUNT-001 not", m.Kills[0].Fate, m.Bare)
	}
	idle := func(check string) bool { return slices.Contains(m.Idle, check) }
	for check, want := range map[string]bool{"BOTH-RACE-001/race_one_account_for_many_people": false, "BOTH-RACE-001/race_one_loan_at_once": true, "GAS-ACCOUNT-001/answers_as_the_oracle": true} {
		if idle(check) != want {
			t.Errorf("%s is idle: %v, want %v", check, idle(check), want)
		}
	}
	for i := range m.Kills[0].By {
		if c := m.Kills[0].By[i]; !strings.HasPrefix(c, "BOTH-RACE-001/race_") {
			t.Errorf("%s kills what only a race shows", c)
		}
	}
}

// TestACheckThatKillsNothingIsAFault, of a full matrix. What impostors fail shows
// nothing: they fail everything.
func TestACheckThatKillsNothingIsAFault(t *testing.T) {
	wrongs := []conformance.Wrong{planted("killed", worldOf(t, "gas-window-closes-a-day-late"), "GAS-WINDOW-001", 1),
		planted("always-yes", worldOf(t, "always-yes"), "", 1)}
	wrongs[1].Impostor = true
	m := prove(t, wrongs, conformance.MatrixOptions{Full: true, Cases: 10})
	var killers []string
	for _, id := range slices.Concat(m.Kills[0].By, m.Kills[0].Others) {
		killers = append(killers, strings.Join(strings.Split(id, "/")[:2], "/"))
	}
	idle, looked := 0, map[conformance.Suite]bool{}
	for _, c := range conformance.Checks() {
		if slices.Contains(m.Unproven(), c.Suite) {
			continue
		}
		looked[c.Suite] = true
		unit := strings.Join(strings.Split(c.ID, "/")[:2], "/")
		want := !slices.Contains(killers, unit)
		if got := slices.Contains(m.Faults(), unit+": it kills nothing"); got != want {
			t.Errorf("%s kills nothing: %v, want %v", unit, got, want)
		}
		if want {
			idle++
		}
	}
	if !looked[conformance.SuiteStories] || !looked[conformance.SuiteProperties] || !looked[conformance.SuiteLife] || !looked[conformance.SuiteRaces] {
		t.Errorf("looked at %v, want at stories, properties, life and races", looked)
	}
	if len(killers) == 0 || idle == 0 {
		t.Errorf("%d checks kill and %d do not; both are needed to tell them apart", len(killers), idle)
	}
	if m = prove(t, wrongs, conformance.MatrixOptions{Cases: 3}); len(m.Idle) > 0 || len(m.Unproven()) != len(conformance.Suites()) {
		t.Errorf("a matrix that leaves a build when it is killed calls %q idle, and looked at all suites but %v; they were not all asked", m.Idle, m.Unproven())
	}
}

// TestAMatrixOfSome says nothing of what the others would have shown.
func TestAMatrixOfSome(t *testing.T) {
	wrongs := []conformance.Wrong{planted("killed", worldOf(t, "gas-window-closes-a-day-late"), "GAS-WINDOW-001", 1),
		planted("right", reference.World{}, "GAS-WINDOW-001", 1)}
	if m := prove(t, wrongs, conformance.MatrixOptions{Only: []string{"killed"}}); len(m.Kills) != 1 || len(m.Faults()) > 0 {
		t.Errorf("%d kills, faults %q; want the one that was asked for, and none", len(m.Kills), m.Faults())
	}
	var unknown *conformance.SelectionError
	if _, err := conformance.Prove(t.Context(), wrongs, conformance.MatrixOptions{Oracle: reference.World{}, Only: []string{"kiled"}}); !errors.As(err, &unknown) {
		t.Errorf("an id that is none: %v, want a SelectionError", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	o := conformance.MatrixOptions{Oracle: reference.World{}, Progress: func(int, int, *conformance.Kill) { cancel() }}
	if m, err := conformance.Prove(ctx, wrongs, o); !errors.Is(err, context.Canceled) || len(m.Kills) != 1 || len(m.Bare) > 0 {
		t.Errorf("called off after the first: %v, %d kills, bare %q; want what was proven by then and nothing said of the rest", err, len(m.Kills), m.Bare)
	}
}

// TestImpostorsAreUnmasked: each is found out in the way that its manner allows,
// and what does nothing passes no MUST.
func TestImpostorsAreUnmasked(t *testing.T) {
	want := map[string]conformance.Fate{
		"always-yes": conformance.Killed, "always-no": conformance.Killed, "echo": conformance.Killed, "last-answer": conformance.Killed,
		"wrong-reason": conformance.Killed, "claims-what-it-lacks": conformance.Killed, "frozen-clock": conformance.Killed, "forgetful": conformance.Killed,
		"denies-what-it-has": conformance.Killed, "no-reasons": conformance.Unmasked, "dies-after-five-commands": conformance.Unmasked,
		"one-world-for-all": conformance.Unmasked,
	}
	var wrongs []conformance.Wrong
	for _, i := range mutant.Impostors() {
		w := i.World()
		one := planted(i.ID, w, "", 0)
		one.Impostor, one.Hollow, one.Trips = true, i.Hollow, w.Trips
		wrongs = append(wrongs, one)
	}
	m := prove(t, wrongs, conformance.MatrixOptions{})
	for i := range m.Kills {
		k := &m.Kills[i]
		if k.Fate != want[k.Wrong.ID] || len(k.Passed) > 0 || (k.Exit == conformance.ExitConforms && k.Fate != conformance.Unmasked) {
			t.Errorf("%s: %s with exit status %d, passes of a MUST that it does not keep: %q; want %s", k.Wrong.ID, k.Fate, k.Exit, k.Passed, want[k.Wrong.ID])
		}
		delete(want, k.Wrong.ID)
	}
	if len(want) > 0 {
		t.Errorf("no impostor is called %v", want)
	}
}

// TestRoundsAreOfSuitesThatThereAre: a build that is asked by a suite that is none is
// asked nothing.
func TestRoundsAreOfSuitesThatThereAre(t *testing.T) {
	for _, w := range []conformance.Wrong{{}, {Wired: true}, {Concurrent: true}, {Restarts: true}, {Impostor: true}} {
		for _, full := range []bool{false, true} {
			for _, round := range conformance.RoundsOf(&conformance.MatrixOptions{Full: full}, &w) {
				for _, s := range round.Suites {
					if !slices.Contains(conformance.Suites(), s) {
						t.Errorf("%+v, full=%t, is asked by the suite %q, which is none", w, full, s)
					}
				}
			}
		}
	}
}
