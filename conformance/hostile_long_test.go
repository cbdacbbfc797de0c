//go:build long

package conformance_test

import (
	"net/http"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
)

// TestTheReferenceWithstandsAllHostileInput asks every operation, under several seeds.
func TestTheReferenceWithstandsAllHostileInput(t *testing.T) {
	for seed := uint64(1); seed <= 3; seed++ {
		report := assailed(t, overHTTP(t, reference.World{}, nil), conformance.Options{Workers: 2, Seed: seed, Cases: 1000})
		onlyPasses(t, report)
		if all := report.Inputs(); all.Sent < 10_000 {
			t.Errorf("seed %d: %+v; want more than ten thousand inputs", seed, all)
		}
		t.Logf("seed %d: %+v in %v", seed, report.Inputs(), report.Figures.Elapsed)
	}
}

// TestHostileMutantsAreKilled: each build that is wrong about one kind of input is found
// over a socket, by a check of that demand; one that breaks a SHOULD by a strict run.
func TestHostileMutantsAreKilled(t *testing.T) {
	n := 0
	for _, m := range mutant.All() {
		if m.Requirement != "BOTH-INPUT-001" {
			continue
		}
		n++
		w := m.World()
		report := assailed(t, overHTTP(t, w, func(h http.Handler) http.Handler { return m.Wrap(h, w) }), conformance.Options{Workers: 2, StopAtFailure: true, Strict: true, Select: someOperations})
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
