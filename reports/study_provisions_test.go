package reports_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reports"
)

// sweptFile varies what its scenario sets, and how many agree.
const sweptFile = `kind: Study
id: swept
title: What if the amount is varied?
horizon: {from: 2026-01-05, to: 2026-01-31}
scenarios: [food-two-mrp]
sweep:
  - {mode: grid, over: {food.mrp_per_member: [1, 1.5, 3]}}
  - {mode: grid, over: {food_consent.accept: [450000, 600000]}}
`

// TestASweepStandsAmongProvisions: one row has all values of a sweep, beside what the baseline has; what the scenario's
// file says, and no world lives under, stands nowhere. Shares are told in per cent, in each language.
func TestASweepStandsAmongProvisions(t *testing.T) {
	run := small(t, sweptFile, 400)
	r, err := run.Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := reports.NewStudy(r, "")
	for _, tt := range []struct {
		language reports.Language
		policy   string
		varied   string
	}{
		{reports.English, "| What if a member gets two МРП? | MRP a member | everywhere | from the beginning | – | 1; 1.5; 3 |", "| every world, the baseline too | yes to the food SMS | everywhere | from the beginning | – | 45%; 60% | model; see DFC-2025 |"},
		{reports.Russian, "| 1; 1,5; 3 |", "| 45\u00a0%; 60\u00a0% | модель; см. DFC-2025 |"},
		{reports.Kazakh, "| 1; 1,5; 3 |", "| 45%; 60% | модель; DFC-2025 қараңыз |"},
	} {
		letter := string(filesOf(t, s, tt.language, ".md")["report.md"])
		for _, want := range []string{tt.policy, tt.varied} {
			if !strings.Contains(letter, want) {
				t.Errorf("the letter in %s does not say %q", tt.language, want)
			}
		}
		if strings.Contains(letter, "food-two-mrp.yaml") {
			t.Errorf("the letter in %s names the file whose value every point replaces", tt.language)
		}
		if strings.Contains(letter, "450000") {
			t.Errorf("the letter in %s tells a share in parts of a million", tt.language)
		}
	}
}
