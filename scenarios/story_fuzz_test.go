package scenarios_test

import (
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
)

// FuzzReadStory gives the reader any bytes. It may refuse them, with one
// printable line for each problem; what it takes must be playable: every step
// parses with what its names could stand for, and every expectation compares.
func FuzzReadStory(f *testing.F) {
	f.Add([]byte(goodStory))
	for _, part := range []string{"steps:\n  - as: a", "cases: [{name: a}]", "setup: |\n  at 2025-10-06", "setup: >-\n", "expect: [ok, none]", "title: {en: a}"} {
		f.Add([]byte("kind: Story\nrequirement: GAS-WINDOW-001\n" + part + "\n"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := scenarios.ReadStory("any.yaml", data)
		if err != nil {
			checkProblems(t, err, data)
			return
		}
		if len(s.Tellings) == 0 || s.Title.En == "" || s.Title.Ru == "" || s.Title.Kk == "" || !s.Requirement.Valid() {
			t.Errorf("ReadStory took a story without title, demand or tellings: %+v", s)
		}
		for i := range s.Tellings {
			checkPlayable(t, &s.Tellings[i])
		}
	})
}

// checkPlayable takes every step as a player would, with something for each name.
func checkPlayable(t *testing.T, told *scenarios.Telling) {
	t.Helper()
	judged := false
	now := told.Setup.At
	bound := map[string]string{}
	resolve := func(name string) (string, bool) {
		v, ok := bound[name]
		return v, ok
	}
	for i := range told.Steps {
		s := &told.Steps[i]
		judged = judged || s.Judged
		if s.At != 0 && s.At < now {
			t.Errorf("%s: step %d goes back to %v", told.ID, i+1, s.At)
		}
		now = max(now, s.At)
		if _, err := s.Command(resolve); err != nil {
			t.Errorf("%s: %q: %v", told.ID, s.Text, err)
		}
		if _, err := s.Query(resolve); err != nil {
			t.Errorf("%s: %q: %v", told.ID, s.Text, err)
		}
		if s.Expect != nil {
			if _, err := s.Expect.Resolve(resolve); err != nil {
				t.Errorf("%s: %q expects %v: %v", told.ID, s.Text, s.Expect.Text, err)
			}
		}
		if bound[s.As] = "1"; s.Makes() == "code" {
			bound[s.As] = "$1"
		}
	}
	if !judged {
		t.Errorf("%s: nothing is judged", told.ID)
	}
}
