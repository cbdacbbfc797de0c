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
// Where several are, the story as it stands comes first, and none under another
// reading where there is one under the same: a build that reads in one way only
// is never asked about another. A case that keeps a refusal of the story as it
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
// nil for none.
func (s *Story) accepting(t *Telling, step *StoryStep) (twin *Telling) {
	for i := range s.Tellings {
		other := &s.Tellings[i]
		if other == t || !other.accepts(step) || !(i == 0 || t == &s.Tellings[0] || oneStepApart(t, other)) {
			continue
		}
		if twin == nil || twin.Readings != t.Readings && other.Readings == t.Readings {
			twin = other
		}
	}
	return twin
}

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

// oneStepApart reports whether two cases ask the same of the same world but for
// one step, which is another or is left out: they are one change away from each
// other, as each is from the story as it stands.
func oneStepApart(a, b *Telling) bool {
	if !reflect.DeepEqual(a.Setup, b.Setup) {
		return false
	}
	apart := 0
	for _, pair := range [...][2]*Telling{{a, b}, {b, a}} {
		for i := range pair[0].Steps {
			own := &pair[0].Steps[i]
			switch other := pair[1].same(own); {
			case other == nil:
				apart++
			case pair[0] == a && (other.Text != own.Text || other.At != own.At):
				apart++
			}
		}
	}
	return apart == 1
}
