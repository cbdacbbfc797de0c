package mutant_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestEveryDifferenceIsCounted plays every mutant through the histories of the
// requirements that it breaks: nothing panics, and no answer differs before a
// trip was counted. The tag long plays all histories.
func TestEveryDifferenceIsCounted(t *testing.T) {
	matrix(t, func(m *mutant.Mutant, h *voucher.Script) bool {
		id, _, _ := strings.Cut(h.Name, "_")
		r := voucher.RequirementID(id)
		return r == m.Requirement || slices.Contains(m.Also, r)
	})
}

// matrix plays the chosen histories on every mutant.
func matrix(t *testing.T, chosen func(m *mutant.Mutant, h *voucher.Script) bool) {
	t.Helper()
	all := histories(t)
	for _, m := range mutant.All() {
		for _, h := range all {
			if chosen(&m, h) {
				playMutant(t, &m, h)
			}
		}
	}
}

// playMutant plays a whole history, whatever is answered.
func playMutant(t *testing.T, m *mutant.Mutant, h *voucher.Script) {
	t.Helper()
	w, text := m.World(), ""
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: %s: %s: panic: %v\na mutant is wrong, its records hold together all the same", m.ID, h.Name, text, r)
		}
	}()
	system, err := w.New(context.Background(), &h.Setup)
	if err != nil {
		t.Errorf("%s: %s: %v", m.ID, h.Name, err)
		return
	}
	scribe := voucher.Scribe{Hide: h.Hide}
	for i := range h.Steps {
		step := &h.Steps[i]
		text = step.Text
		answer, err := scribe.Play(context.Background(), system, step)
		if err != nil && !losesAnswers(m, err) {
			t.Errorf("%s: %s: %s: %v", m.ID, h.Name, step.Text, err)
			return
		}
		if want, got, same := apart(step.Expect, answer); !same && w.Trips() == 0 {
			t.Errorf("%s: %s: %s is answered %q, want %q, and no trip was counted", m.ID, h.Name, step.Text, got, want)
			return
		}
	}
}

// losesAnswers reports whether an error is what is wrong, or follows from it: a
// code that no answer has shown cannot be named.
func losesAnswers(m *mutant.Mutant, err error) bool {
	return strings.Contains(err.Error(), "was not shown") || m.ID == "food-lost-answer-cannot-be-repeated"
}
