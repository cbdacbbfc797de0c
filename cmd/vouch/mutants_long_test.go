//go:build long

package main

import (
	"runtime"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
)

// TestTheMatrixIsWhole is what vouch mutants --full says: every mutant is killed
// by a check of the demand that it breaks, every impostor is found out, and every
// story and property kills something.
func TestTheMatrixIsWhole(t *testing.T) {
	m, err := prove(t.Context(), conformance.MatrixOptions{Oracle: reference.World{}, Full: true, Workers: runtime.GOMAXPROCS(0)})
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range m.Faults() {
		t.Error(fault)
	}
	if want := len(mutant.All()) + len(mutant.Impostors()); len(m.Kills) != want {
		t.Errorf("%d builds were proven, want all %d", len(m.Kills), want)
	}
	f := &m.Figures
	t.Logf("%d builds in %v: %d commands and %d queries", len(m.Kills), f.Elapsed, f.Commands, f.Queries)
}
