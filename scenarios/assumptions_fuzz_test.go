package scenarios_test

import (
	"os"
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
)

// FuzzReadAssumptions gives the reader of assumptions any bytes, as FuzzRead does.
func FuzzReadAssumptions(f *testing.F) {
	whole, err := os.ReadFile("policy/assumptions.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole[:min(len(whole), 2048)])
	for _, text := range []string{"", "[", "a: b", "&a [*a]", "\xff", "assumptions: [{}]", "kind: Assumptions\nid: a\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := scenarios.ReadAssumptions("any.yaml", data); err != nil {
			checkProblems(t, err, data)
		}
	})
}

// FuzzReadProfiles gives the reader of profiles any bytes, as FuzzRead does.
func FuzzReadProfiles(f *testing.F) {
	for _, text := range []string{"", "[", "profiles: [{id: a}]", "&a [*a]", "\xff", "- id: a\n  title: {en: A, ru: А, kk: А}\n  requirements: [GAS-WINDOW-001]\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := scenarios.ReadProfiles("any.yaml", data); err != nil {
			checkProblems(t, err, data)
		}
	})
}

// FuzzReadTargets gives the reader of known figures any bytes, as FuzzRead does. What it
// takes has a source, a tolerance, a weight and months in their order.
func FuzzReadTargets(f *testing.F) {
	whole, err := os.ReadFile("policy/targets.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	for _, text := range []string{"", "[", "kind: Targets\n", "&a [*a]", "\xff", "kind: Targets\nid: a\ntitle: A\ntargets: [{}]\n", "kind: Targets\nid: a\ntitle: A\ntargets: {a: 1}\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		known, err := scenarios.ReadTargets("any.yaml", data)
		if err != nil {
			checkProblems(t, err, data)
			return
		}
		for _, target := range known.All {
			if target.Source == "" || target.Tolerance < 0 || target.Weight < 1 || target.To < target.From {
				t.Errorf("ReadTargets took a target that cannot be held against anything: %+v", target)
			}
		}
	})
}
