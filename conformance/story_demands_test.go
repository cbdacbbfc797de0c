package conformance_test

import (
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// noStory are the observable demands that no story can tell, with the reason.
var noStory = map[voucher.RequirementID]string{
	"BOTH-CONTRACT-001": "what a build declares of itself is no step of a story; TestEveryAbilityIsTried",
}

// TestEveryObservableDemandIsTold: what can be observed of a demand is told by a
// story of it, and of what cannot it is said why, in three languages.
func TestEveryObservableDemandIsTold(t *testing.T) {
	rows, err := scenarios.Requirements()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%d demands, %v", len(rows), err)
	}
	for i := range rows {
		row := &rows[i]
		told := slices.ContainsFunc(conformance.Checks(), func(c conformance.Check) bool {
			return c.Suite == conformance.SuiteStories && c.Requirement == row.ID
		})
		if row.Unobservable == (voucher.Text{}) {
			if told == (noStory[row.ID] != "") {
				t.Errorf("%s can be observed, and a story is of it: %v; write one under scenarios/story, or say why none can be", row.ID, told)
			}
			continue
		}
		for _, language := range [...]string{"en", "ru", "kk"} {
			if row.Unobservable.In(language) == "" {
				t.Errorf("%s cannot be observed, and it is not said in %s why", row.ID, language)
			}
		}
	}
}

// TestBothHalvesOfADemandAreTold: where half of a MUST is ours and only a SHOULD,
// a story of each half stands at the level of its half. One at the level of the
// whole would fail a build for what no text demands.
func TestBothHalvesOfADemandAreTold(t *testing.T) {
	rows, err := scenarios.Requirements()
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		row := &rows[i]
		if row.Should == (voucher.Text{}) {
			continue
		}
		for _, level := range scenarios.Levels() {
			if !slices.ContainsFunc(conformance.Checks(), func(c conformance.Check) bool {
				return c.Suite == conformance.SuiteStories && c.Requirement == row.ID && c.Level == level
			}) {
				t.Errorf("%s has a half that is a %s, and no story of that level is of it: %s", row.ID, level, row.Should.En)
			}
		}
	}
}
