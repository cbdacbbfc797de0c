package scenarios_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
)

// sameStep finds in a telling the step that a step of another telling of the
// story is: what a case changes has a name, what has none stands on its line.
func sameStep(t *scenarios.Telling, s *scenarios.StoryStep) *scenarios.StoryStep {
	i := slices.IndexFunc(t.Steps, func(own scenarios.StoryStep) bool {
		return own.Name == s.Name && (own.Name != "" || own.Line == s.Line)
	})
	if i < 0 {
		return nil
	}
	return &t.Steps[i]
}

// isRefused reports whether a no has to be answered.
func isRefused(s *scenarios.StoryStep) bool { return s.Expect != nil && s.Expect.Refused != 0 }

// wordOf is the command or the query that a step gives.
func wordOf(s *scenarios.StoryStep) string {
	word, _, _ := strings.Cut(s.Text, " ")
	return word
}

// acceptsStep reports whether a step is accepted in another telling, as the same
// command or query.
func acceptsStep(t *scenarios.Telling, s *scenarios.StoryStep) bool {
	own := sameStep(t, s)
	return own != nil && wordOf(own) == wordOf(s) && !isRefused(own)
}

// stepsApart counts the steps that two tellings have otherwise or not both; of
// different worlds it is many.
func stepsApart(a, b *scenarios.Telling) (n int) {
	if !reflect.DeepEqual(a.Setup, b.Setup) {
		return len(a.Steps) + len(b.Steps)
	}
	for i := range a.Steps {
		if own := sameStep(b, &a.Steps[i]); own == nil || own.Text != a.Steps[i].Text || own.At != a.Steps[i].At {
			n++
		}
	}
	for i := range b.Steps {
		if sameStep(a, &b.Steps[i]) == nil {
			n++
		}
	}
	return n
}

// acceptedBeside finds the tellings one change away from the i-th in which a step
// of it is accepted: a case and the story as it stands are, and two cases that
// differ in one step.
func acceptedBeside(s *scenarios.Story, i int, step *scenarios.StoryStep) (twins []string) {
	for k := range s.Tellings {
		if k == i || !acceptsStep(&s.Tellings[k], step) {
			continue
		}
		if i == 0 || k == 0 || stepsApart(&s.Tellings[i], &s.Tellings[k]) == 1 {
			twins = append(twins, s.Tellings[k].ID)
		}
	}
	return twins
}

// TestEveryRefusalHasItsAcceptedTwin: a build that refuses everything would pass
// every refusal, so beside each stands the same story, one change away, in which
// that very step has to be accepted. A case that changes something else and keeps
// a refusal of the story as it stands, for the same reason, has that one's twin.
func TestEveryRefusalHasItsAcceptedTwin(t *testing.T) {
	refusals := 0
	for _, s := range scenarios.Stories() {
		for i := range s.Tellings {
			telling := &s.Tellings[i]
			var twins []string
			for j := range telling.Steps {
				step := &telling.Steps[j]
				if !isRefused(step) {
					continue
				}
				refusals++
				beside := acceptedBeside(&s, i, step)
				if base := sameStep(&s.Tellings[0], step); len(beside) == 0 && i > 0 && base != nil && isRefused(base) && base.Expect.Refused == step.Expect.Refused {
					beside = acceptedBeside(&s, 0, base)
				}
				if len(beside) == 0 {
					t.Errorf("%s: %q is %s, and nowhere one change away is it accepted; add a case to %s.yaml", telling.ID, step.Text, step.Expect.Text[0], s.Name)
				}
				twins = append(twins, beside...)
			}
			if twin := s.Twin(i); len(twins) > 0 && !slices.Contains(twins, twin) {
				t.Errorf("%s: its twin is %q, want one of %q, in which what it refuses is accepted", telling.ID, twin, twins)
			}
		}
	}
	if refusals < 400 {
		t.Errorf("%d refusals in all stories, want at least 400: the test has to see them", refusals)
	}
}
