package scenarios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
)

// leverFile is the table of all that a scenario can change, for people who write
// one.
const leverFile = "levers.md"

// TestLeverTableIsCurrent: the table says what the reader takes.
func TestLeverTableIsCurrent(t *testing.T) {
	var b strings.Builder
	b.WriteString("# All that a scenario can change\n\nMade from `voucher/parameter.go` and `policy/assumptions.yaml`; `vouch scenarios explain PATH` says more.\n")
	for _, policy := range []bool{true, false} {
		heading := "Behaviour, under `assumptions`"
		if policy {
			heading = "Policy, under `set`"
		}
		fmt.Fprintf(&b, "\n## %s\n\n| path | unit | from | to | source | en | ru | kk |\n|---|---|---|---|---|---|---|---|\n", heading)
		for _, l := range scenarios.Levers() {
			if l.Policy == policy {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s | %s |\n", l.Path, l.Unit, l.Write(l.Min), l.Write(l.Max), l.Source, l.Label.En, l.Label.Ru, l.Label.Kk)
			}
		}
	}
	checkCurrent(t, leverFile, []byte(b.String()))
}

// TestLeversAreWhole: each has a unit, bounds, a source and a name in every
// language, and is found by its path.
func TestLeversAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range scenarios.Levers() {
		if l.Unit == "" || l.Min >= l.Max || l.Source == "" || l.Label.En == "" || l.Label.Ru == "" || l.Label.Kk == "" || seen[l.Path] {
			t.Errorf("%+v, want unit, bounds, source, three names and a path of its own", l)
		}
		seen[l.Path] = true
		if got, _, ok := scenarios.FindLever(l.Path); !ok || got.Path != l.Path {
			t.Errorf("FindLever(%s) = %+v, %v", l.Path, got, ok)
		}
	}
	if _, near, ok := scenarios.FindLever("food.mpr"); ok || near != "food.mrp" {
		t.Errorf("FindLever(food.mpr) = %q, %v, want to be told of food.mrp", near, ok)
	}
}
