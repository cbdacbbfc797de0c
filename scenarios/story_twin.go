package scenarios

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// Twin returns the id of the telling one change away that is accepted: of a
// refusal, the one in which the very step that is refused is accepted. A
// refusal beside which nothing was accepted shows nothing. i counts Tellings.
//
// Where several are, it is the nearest, and none under another reading where there
// is one under the same: a build that reads in one way only is never asked about
// another. A case that keeps a refusal of the story as it
// stands has its twin. A case that refuses nothing has the story as it stands,
// if that refuses nothing either. "" is none.
func (s *Story) Twin(i int) string {
	t, base := &s.Tellings[i], &s.Tellings[0]
	refused := t.refusals()
	if len(refused) == 0 {
		if i > 0 && len(base.refusals()) == 0 {
			return base.ID
		}
		return ""
	}
	// What the case itself is about stands before what it shares with the story.
	slices.SortStableFunc(refused, func(a, b *StoryStep) int { return cmp.Compare(base.keeps(a), base.keeps(b)) })
	for _, step := range refused {
		if twin := s.accepting(t, step); twin != nil {
			return twin.ID
		}
	}
	for _, step := range refused {
		if base.keeps(step) > 0 {
			if twin := s.accepting(base, step); twin != nil {
				return twin.ID
			}
		}
	}
	return ""
}

// accepting is the telling one change away from t in which the step is accepted,
// the nearest of them; nil for none.
func (s *Story) accepting(t *Telling, step *StoryStep) (twin *Telling) {
	nearest := 0
	for i := range s.Tellings {
		other := &s.Tellings[i]
		if other == t || !other.accepts(step) {
			continue
		}
		// A case is one change away from the story as it stands, whatever that takes.
		far := stepsApart(t, other)
		if base := &s.Tellings[0]; t != base && other != base && (far != 1 || !reflect.DeepEqual(t.Setup, other.Setup)) {
			continue
		}
		if t.Readings != other.Readings {
			far += manySteps
		}
		if twin == nil || far < nearest {
			twin, nearest = other, far
		}
	}
	return twin
}

// manySteps is more than two tellings are ever apart.
const manySteps = 1000

// refusals are the steps that have to be refused, in order.
func (t *Telling) refusals() (all []*StoryStep) {
	for i := range t.Steps {
		if s := &t.Steps[i]; s.refused() {
			all = append(all, s)
		}
	}
	return all
}

// refused reports whether a no has to be answered.
func (s *StoryStep) refused() bool { return s.Expect != nil && s.Expect.Refused != 0 }

// same finds the step of the file that a step of another telling is; nil where it
// is left out.
func (t *Telling) same(s *StoryStep) *StoryStep {
	i := slices.IndexFunc(t.Steps, func(own StoryStep) bool { return own.number == s.number })
	if i < 0 {
		return nil
	}
	return &t.Steps[i]
}

// accepts reports whether the step is there, as the same command or query, and
// has to be accepted.
func (t *Telling) accepts(s *StoryStep) bool {
	own := t.same(s)
	return own != nil && own.word() == s.word() && !own.refused()
}

// word is the command or the query that a step gives, "" for none.
func (s *StoryStep) word() string {
	word, _, _ := strings.Cut(s.Text, " ")
	return word
}

// keeps is 1 where the step is refused here too, for the same reason, else 0.
func (t *Telling) keeps(s *StoryStep) int {
	if own := t.same(s); own != nil && own.refused() && own.Expect.Refused == s.Expect.Refused {
		return 1
	}
	return 0
}

// stepsApart counts the steps that two tellings have otherwise, or not both.
func stepsApart(a, b *Telling) (n int) {
	for i := range a.Steps {
		if own := b.same(&a.Steps[i]); own == nil || own.Text != a.Steps[i].Text || own.At != a.Steps[i].At {
			n++
		}
	}
	for i := range b.Steps {
		if a.same(&b.Steps[i]) == nil {
			n++
		}
	}
	return n
}
