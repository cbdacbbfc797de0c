package conformance_test

import (
	"net/http"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
)

// assailed asks a build for hostile input alone.
func assailed(t *testing.T, target conformance.Target, o conformance.Options) *conformance.Report {
	t.Helper()
	o.Suites = []conformance.Suite{conformance.SuiteHostile}
	report, err := conformance.Run(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// someOperations are asked in every test run; the tag long asks all of them.
var someOperations = []string{
	"BOTH-INPUT-001/hostile_purchase", "BOTH-INPUT-001/hostile_deliver", "BOTH-INPUT-001/hostile_rate", "BOTH-INPUT-001/hostile_read_stock",
	"BOTH-INPUT-001/hostile_make_token", "BOTH-INPUT-001/hostile_move_clock", "BOTH-INPUT-001/hostile_slow_bodies",
}

// TestTheReferenceWithstandsHostileInput: whatever the seed, every operation refuses
// what breaks the contract, and nothing that it refuses changes anything.
func TestTheReferenceWithstandsHostileInput(t *testing.T) {
	report := assailed(t, overHTTP(t, reference.World{}, nil), conformance.Options{Workers: 2, Seed: 3, Select: someOperations})
	onlyPasses(t, report)
	all := report.Inputs()
	if all.Sent < 1_000 || all.Refused < all.Sent*8/10 || all.Accepted == 0 || all.Compared < 50 {
		t.Errorf("%+v; want thousands of inputs of which most are refused and some may be accepted, with what is read compared", all)
	}
	t.Logf("%+v in %v", all, report.Figures.Elapsed)
}

// TestHostileMutantsAreKilled: each build that is wrong about one kind of input is found
// over a socket, by a check of that demand.
func TestHostileMutantsAreKilled(t *testing.T) {
	n := 0
	for _, m := range mutant.All() {
		if m.Requirement != "BOTH-INPUT-001" {
			continue
		}
		n++
		w := m.World()
		report := assailed(t, overHTTP(t, w, func(h http.Handler) http.Handler { return m.Wrap(h, w) }), conformance.Options{Workers: 2, StopAtFailure: true, Select: someOperations})
		if report.Exit != conformance.ExitViolation || w.Trips() == 0 {
			t.Errorf("%s: exit status %d, %d trips, %+v; want a violation", m.ID, report.Exit, w.Trips(), report.Inputs())
			continue
		}
		for i := range report.Results {
			if r := &report.Results[i]; r.Verdict == conformance.Fail {
				t.Logf("%s: %s: want %q, got %q", m.ID, r.Check, r.Failure.Expected, r.Failure.Got)
			}
		}
	}
	if n < 8 {
		t.Errorf("%d mutants break BOTH-INPUT-001, want some of each kind", n)
	}
}

// TestHostileInputNeedsAWire: in process nothing malformed can be asked, and that is
// said and holds nothing up.
func TestHostileInputNeedsAWire(t *testing.T) {
	report := assailed(t, conformance.Target{World: reference.World{}}, conformance.Options{})
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict != conformance.Unsupported || r.Inputs != nil {
			t.Errorf("%s: %s, %+v; want unsupported in process, and no figures", r.Check, r.Verdict, r.Inputs)
		}
	}
}
