package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
)

// saidOf is what is said of an id in a language.
func saidOf(t *testing.T, id, lang string) string {
	t.Helper()
	e := &explainer{lang: lang}
	if !e.explain(id) {
		t.Fatalf("%s, which vouch list shows, is not explained", id)
	}
	return e.text.String()
}

// TestEverythingListedIsExplained: each id of each list, since completion offers them.
func TestEverythingListedIsExplained(t *testing.T) {
	for _, id := range explainable() {
		if saidOf(t, id, "en") == "" {
			t.Errorf("nothing is said of %s", id)
		}
	}
}

// TestReasonsAreExplained: what a reason means, its status, the demand that it keeps, and
// what a caller does, in each language and nothing of it in another.
func TestReasonsAreExplained(t *testing.T) {
	english := regexp.MustCompile(`\((no |a |the |rows|members)|gas commands|food commands|reply for`)
	for _, r := range voucher.AllReasons() {
		for _, l := range reports.Languages() {
			text := r.Text()
			said := saidOf(t, r.String(), string(l))
			for _, want := range []string{text.In(string(l)), "HTTP ", headCaller.In(string(l)), headDemands.In(string(l)), "-00"} {
				if !strings.Contains(said, want) {
					t.Errorf("vouch explain %s --lang %s does not say %q:\n%s", r, l, want, said)
				}
			}
			if word := english.FindString(said); l != "en" && word != "" {
				t.Errorf("vouch explain %s --lang %s says %q in English:\n%s", r, l, word, said)
			}
		}
	}
	said := saidOf(t, "code-used", "en")
	for _, want := range []string{"HTTP 409", "FOOD-QR-001", "POST /v1/commands/purchase", "POST /v1/commands/scan_code", "new QR code"} {
		if !strings.Contains(said, want) {
			t.Errorf("vouch explain code-used does not say %q:\n%s", want, said)
		}
	}
}

// TestChoicesOfReadingsAreTold: a sentence for each choice in each language, and what the
// mark means.
func TestChoicesOfReadingsAreTold(t *testing.T) {
	for _, r := range voucher.AllReadings() {
		for _, l := range reports.Languages() {
			said := saidOf(t, r.String(), string(l))
			for i, choice := range r.Choices() {
				text := r.ChoiceText(i)
				if s := text.In(string(l)); s == "" || !strings.Contains(said, s) || !strings.Contains(said, choice) {
					t.Errorf("vouch explain %s --lang %s has no sentence for %s:\n%s", r, l, choice, said)
				}
			}
			if !strings.Contains(said, legendOfDefault.In(string(l))) {
				t.Errorf("vouch explain %s --lang %s does not say what * is:\n%s", r, l, said)
			}
		}
	}
}

// TestDemandsAreToldByProvenance: each sentence of a mixed demand has its own mark.
func TestDemandsAreToldByProvenance(t *testing.T) {
	said := saidOf(t, "FOOD-QR-001", "en")
	for _, want := range []string{"[MUST · the text says so, it follows from the text] A purchase starts", "[SHOULD · ours] The code is unguessable", "these tests are ours", "wallet_presents *"} {
		if !strings.Contains(said, want) {
			t.Errorf("vouch explain FOOD-QR-001 does not say %q:\n%s", want, said)
		}
	}
}

// TestWordsThatAreNoReasonAreHinted at what was most likely meant.
func TestWordsThatAreNoReasonAreHinted(t *testing.T) {
	for word, want := range map[string]string{
		"insufficient_funds": "did you mean the reason balance-spent", "CODE_USED": "did you mean the reason code-used?", "code-usd": "did you mean code-used?",
	} {
		status, _, stderr := conforming(t, "explain", word)
		demandWords(t, status, exitMisuse, stderr, want)
	}
}

// TestTerritoriesAreListed with their names in all languages, and whose pilot runs there.
func TestTerritoriesAreListed(t *testing.T) {
	status, stdout, _ := conforming(t, "list", "territories", "--lang", "ru")
	demandWords(t, status, exitOK, stdout, "111010000 Kokshetau · город Кокшетау · Көкшетау қаласы · город в области · газовый и продовольственный пилоты", "100000000 Abai region · область Абай · Абай облысы · область · пилота нет")
	if got, want := strings.Count(stdout, "\n"), len(scenarios.Places()); got != want {
		t.Errorf("%d territories are listed, want %d", got, want)
	}
}
