package mutant_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

var kebab = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)

// everything is the whole catalogue, impostors last.
func everything() []mutant.Mutant { return append(mutant.All(), mutant.Impostors()...) }

func TestMutantsAreNamedOnceAndForGood(t *testing.T) {
	seen, titles := map[string]bool{}, map[string]string{}
	for _, m := range everything() {
		if !kebab.MatchString(m.ID) || seen[m.ID] {
			t.Errorf("id %q is no kebab-case or stands twice; an id is permanent and one mutant's", m.ID)
		}
		seen[m.ID] = true
		for _, lang := range [...]string{"en", "ru", "kk"} {
			title := m.Title.In(lang)
			if other := titles[title]; title == "" || strings.TrimSpace(title) != title || other != "" {
				t.Errorf("%s: title %q in %s is empty, padded or that of %s; it says in words what is wrong", m.ID, title, lang, other)
			}
			titles[title] = m.ID
			if cyrillic := regexp.MustCompile(`\p{Cyrillic}`).MatchString(title); cyrillic == (lang == "en") {
				t.Errorf("%s: title %q is not in %s", m.ID, title, lang)
			}
		}
		if m.Way.String() == "" {
			t.Errorf("%s: made in no way", m.ID)
		}
		if got, ok := mutant.Lookup(m.ID); !ok || got.ID != m.ID {
			t.Errorf("Lookup(%q) = %q, %v; want the mutant", m.ID, got.ID, ok)
		}
	}
	if m, ok := mutant.Lookup("gas-window"); ok {
		t.Errorf("Lookup(%q) = %q; part of an id is none", "gas-window", m.ID)
	}
}

func TestMutantsBreakRequirements(t *testing.T) {
	for _, m := range mutant.All() {
		for i, id := range append([]voucher.RequirementID{m.Requirement}, m.Also...) {
			if !id.Valid() {
				t.Errorf("%s: breaks %q, which is no requirement", m.ID, id)
			}
			if i > 0 && (id == m.Requirement || slices.Contains(m.Also[:i-1], id)) {
				t.Errorf("%s: names %s twice", m.ID, id)
			}
		}
		p, _, _ := strings.Cut(m.ID, "-")
		if m.Requirement.Programme().String() != p || m.Impostor {
			t.Errorf("%s: breaks %s, impostor %v; an id begins with its programme, and no mutant is an impostor", m.ID, m.Requirement, m.Impostor)
		}
	}
	for _, m := range mutant.Impostors() {
		if m.Requirement != "" || len(m.Also) > 0 || !m.Impostor {
			t.Errorf("%s: breaks %s; an impostor breaks no one demand", m.ID, m.Requirement)
		}
	}
}

func TestEveryRequirementHasAMutant(t *testing.T) {
	rows, err := scenarios.Requirements()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		broken := slices.ContainsFunc(mutant.All(), func(m mutant.Mutant) bool { return m.Requirement == row.ID })
		if !broken {
			t.Errorf("%s: no mutant breaks it; a demand that nothing breaks is not known to be judged", row.ID)
		}
	}
	if all, fakes := len(mutant.All()), len(mutant.Impostors()); all < 60 || fakes < 8 {
		t.Errorf("%d mutants and %d impostors, want 60 and 8 at least", all, fakes)
	}
}

func TestMutantsStandInTheCataloguesOrder(t *testing.T) {
	place := map[voucher.RequirementID]int{}
	for i, id := range voucher.RequirementIDs() {
		place[id] = i
	}
	all := mutant.All()
	for i := 1; i < len(all); i++ {
		a, b := &all[i-1], &all[i]
		if place[a.Requirement] > place[b.Requirement] || (a.Requirement == b.Requirement && a.ID >= b.ID) {
			t.Errorf("%s (%s) stands before %s (%s); want the order of requirements, then ids", a.ID, a.Requirement, b.ID, b.Requirement)
		}
	}
	all[0].ID = "changed"
	if mutant.All()[0].ID == "changed" {
		t.Errorf("All hands its own list out; the slice is the caller's")
	}
}
