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

// TestARefusalIsOneChangeAway: a refused step breaks exactly one rule. What can be
// seen of that in the file is that up to it at most one command, or the world, is
// otherwise than where it is accepted; beside that commands may only be left out.
// Of a case that keeps a refusal of the story as it stands, that one is looked at.
func TestARefusalIsOneChangeAway(t *testing.T) {
	pairs := 0
	for _, s := range scenarios.Stories() {
		for i := range s.Tellings {
			refusing := &s.Tellings[i]
			k := slices.IndexFunc(s.Tellings, func(other scenarios.Telling) bool { return other.ID == s.Twin(i) })
			if k < 0 {
				continue
			}
			changed := changesUpToTheNo(&s.Tellings[0], refusing, &s.Tellings[k])
			if len(changed) > 1 {
				t.Errorf("%s: it is refused, and accepted in %s, and between them stand %q; let one thing decide", refusing.ID, s.Tellings[k].ID, changed)
			}
			if len(changed) == 1 {
				pairs++
			}
		}
	}
	if pairs < 200 {
		t.Errorf("%d refusals are one changed command away from their twin, want at least 200: the test has to see them", pairs)
	}
}

// changesUpToTheNo names what is otherwise in the twin up to the first step that
// is accepted there; nil where there is none.
func changesUpToTheNo(base, refusing, twin *scenarios.Telling) (changed []string) {
	no := slices.IndexFunc(refusing.Steps, func(step scenarios.StoryStep) bool {
		own := sameStep(base, &step)
		kept := base != refusing && own != nil && isRefused(own) && isRefused(&step) && own.Expect.Refused == step.Expect.Refused
		return isRefused(&step) && !kept && acceptsStep(twin, &step)
	})
	if no < 0 {
		return nil
	}
	if !reflect.DeepEqual(refusing.Setup, twin.Setup) {
		changed = append(changed, "the world")
	}
	for i := range refusing.Steps[:no+1] {
		step := &refusing.Steps[i]
		if own := sameStep(twin, step); own != nil && (i == no || !step.Ask) && (own.Text != step.Text || own.At != step.At) {
			changed = append(changed, step.Name)
		}
	}
	return changed
}
