package scenarios_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// oursAlone are the figures that no text gives, by what shows that a story
// depends on them. Another build has figures of its own, so that a story has to
// set them where it expects what follows from them.
var oursAlone = []struct {
	paths   []string
	depends func(s *scenarios.StoryStep) bool
	why     string
}{
	{
		[]string{
			"gas.price", "gas.discount.rate", "gas.discount.cap", "gas.norm.heating", "gas.norm.summer", "gas.norm.stove_per_person",
			"gas.heating.from", "gas.heating.to",
		},
		func(s *scenarios.StoryStep) bool {
			word := wordOf(s)
			return (word == "charge_volume" || word == "correct_volume") && s.Expect != nil && expects(s, "amount", "paid")
		},
		"GAS-BILL-003: the size of a discount is a parameter, the text does not fix it",
	},
	{
		[]string{"food.code.lifetime_seconds"},
		func(s *scenarios.StoryStep) bool {
			return s.Expect != nil && (s.Expect.Refused == voucher.CodeExpired || expects(s, "expires"))
		},
		"FOOD-QR-001: a code is short-lived, and how short is not demanded",
	},
	{
		[]string{"food.offline.floor"},
		func(s *scenarios.StoryStep) bool { return s.Expect != nil && s.Expect.Refused == voucher.FloorExceeded },
		"reading F19: the floor is a parameter",
	},
	{
		[]string{"food.refund.days"},
		func(s *scenarios.StoryStep) bool { return s.Expect != nil && s.Expect.Refused == voucher.RefundClosed },
		"FOOD-REFUND-001: until when goods go back is not demanded",
	},
}

// expects reports whether one of the fields is expected.
func expects(s *scenarios.StoryStep, names ...string) bool {
	return slices.ContainsFunc(s.Expect.Fields, func(f scenarios.Field) bool { return slices.Contains(names, f.Name) })
}

// TestStoriesSetTheFiguresThatAreOurs: a story that expects what only our own
// figures lead to would fail every build that has others.
func TestStoriesSetTheFiguresThatAreOurs(t *testing.T) {
	for _, s := range scenarios.Stories() {
		for i := range s.Tellings {
			telling := &s.Tellings[i]
			for j := range telling.Steps {
				step := &telling.Steps[j]
				for _, figures := range oursAlone {
					if !figures.depends(step) {
						continue
					}
					for _, path := range figures.paths {
						if !sets(&telling.Setup, path, territoryOf(telling, step)) {
							t.Errorf("%s: %q depends on %s, which the setup does not give; add a line: setting %s …\n%s", telling.ID, step.Text, path, path, figures.why)
						}
					}
				}
			}
		}
	}
}

// territoryOf is where the provider is whom a step names, 0 for the country.
func territoryOf(t *scenarios.Telling, s *scenarios.StoryStep) voucher.Territory {
	for i := range t.Setup.Providers {
		if slices.Contains(strings.Fields(s.Text), "provider="+strconv.Itoa(i+1)) {
			return t.Setup.Providers[i].Territory
		}
	}
	return 0
}

// sets reports whether a world gives a figure for the territory or the country.
func sets(s *voucher.Setup, path string, in voucher.Territory) bool {
	return slices.ContainsFunc(s.Settings, func(given voucher.Setting) bool {
		return given.Path == path && (given.Territory == in || given.Territory == 0)
	})
}
