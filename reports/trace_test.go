package reports_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// traced lives some families of a city in which both programmes run.
func traced(t *testing.T, families int) (lives []*simulator.Trace) {
	t.Helper()
	s, err := scenarios.Read("test.yaml", []byte("kind: Scenario\nid: test\ntitle: test\nseed: 5\nhorizon: {from: 2025-12-01, to: 2026-03-31}\n"+
		"population: {families: 300}\nterritories: {gas: [790000000], food: [790000000]}\nset: {food.territory: {790000000: true}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := simulator.NewPlan(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &simulator.Worker{World: reference.World{}}
	for ordinal := range families {
		life, err := w.Trace(t.Context(), plan, 0, ordinal)
		if err != nil {
			t.Fatal(err)
		}
		lives = append(lives, life)
	}
	return lives
}

// TestEveryStepOfALifeHasWords tells lives in every language: no draw and no event
// is left with the word of the code, and every requirement named is one.
func TestEveryStepOfALifeHasWords(t *testing.T) {
	all, err := scenarios.Requirements()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range all {
		known[string(r.ID)] = true
	}
	cited := regexp.MustCompile(`\[([A-Z]+-[A-Z]+-[0-9]+)\]\n`)
	code := regexp.MustCompile(`[a-z]+_[a-z_]+|<no value>|\{\{`)
	var purposes []string
	for _, p := range simulator.Purposes() {
		purposes = append(purposes, p.String())
	}
	unsaid := map[string]bool{}
	for _, life := range traced(t, 12) {
		for _, l := range reports.Languages() {
			var b bytes.Buffer
			if err := reports.NewTrace("test", life).WriteText(&b, l); err != nil {
				t.Fatal(err)
			}
			text := b.String()
			for _, found := range code.FindAllString(text, -1) {
				unsaid[found] = true
			}
			for _, m := range cited.FindAllStringSubmatch(text, -1) {
				if !known[m[1]] {
					t.Errorf("requirement %s is cited and is none", m[1])
				}
			}
			for line := range strings.Lines(text) {
				if _, after, ok := strings.Cut(line, "? "); ok && l != reports.English {
					what, _, _ := strings.Cut(after, ":")
					if slices.Contains(purposes, what) {
						unsaid[what] = true
					}
				}
			}
			if lines := strings.Count(text, "\n"); lines < len(life.Steps) {
				t.Errorf("%d lines for %d steps", lines, len(life.Steps))
			}
		}
	}
	for word := range unsaid {
		t.Errorf("%q is the code's word, not a language's", word)
	}
}

// TestALifeAsJSON holds that the document is whole and the same steps.
func TestALifeAsJSON(t *testing.T) {
	life := traced(t, 1)[0]
	var b bytes.Buffer
	if err := reports.NewTrace("test", life).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Kind, Family, Scenario string
		Steps                  []struct {
			At, Command, Answer string
			Draw                *struct{ Purpose, Kind string }
			Event               json.RawMessage
		}
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatalf("%v\n%s", err, b.Bytes())
	}
	if doc.Kind != "trace" || doc.Scenario != "test" || doc.Family != reports.FamilyID(life.Life.ID) || len(doc.Steps) != len(life.Steps) {
		t.Errorf("document %q of %q, family %q, %d steps, want %d", doc.Kind, doc.Scenario, doc.Family, len(doc.Steps), len(life.Steps))
	}
	for i, s := range doc.Steps {
		one := 0
		for _, is := range []bool{s.Draw != nil, s.Command != "" && s.Answer != "", s.Event != nil} {
			if is {
				one++
			}
		}
		if one != 1 || s.At == "" {
			t.Errorf("step %d is %d things at %q, want one", i, one, s.At)
		}
	}
}
