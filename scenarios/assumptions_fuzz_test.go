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
