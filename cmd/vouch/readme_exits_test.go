package main

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reports"
)

// headlines are the words in capitals that a report says of a run as a whole, by the exit status that goes with each.
var headlines = map[string][]string{
	"0": {"outcome.conforms", "outcome.no-violation", "outcome.known"},
	"1": {"outcome.violation", "load.money-wrong"},
	"3": {"outcome.inconclusive"},
	"4": {"outcome.fault"},
}

// wordsOf returns the words of the reports in a language.
func wordsOf(t *testing.T, l reports.Language) map[string]any {
	t.Helper()
	text, err := os.ReadFile("../../reports/words/" + string(l) + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]any
	if err := json.Unmarshal(text, &words); err != nil {
		t.Fatal(err)
	}
	return words
}

// TestHeadlinesStandBesideTheirExitStatus: whoever sees a headline finds in each README, in its own language, with which
// status the program ended, and whoever sees a status which headlines there are; vouch conform --help tells it too.
func TestHeadlinesStandBesideTheirExitStatus(t *testing.T) {
	for id := range wordsOf(t, reports.English) {
		if all := slices.Concat(slices.Collect(maps.Values(headlines))...); strings.HasPrefix(id, "outcome.") && !slices.Contains(all, id) {
			t.Errorf("%s is in no row of this test, want each headline beside its status", id)
		}
	}
	for l, file := range map[reports.Language]string{reports.English: "../../README.md", reports.Russian: translated[0], reports.Kazakh: translated[1]} {
		words := wordsOf(t, l)
		for status, ids := range headlines {
			row := regexp.MustCompile(`(?m)^\| ` + status + ` \| .*$`).FindString(readme(t, file))
			for _, id := range ids {
				if word, _ := words[id].(string); word == "" || !strings.Contains(row, "`"+word+"`") {
					t.Errorf("%s: beside exit status %s it does not say `%s` (%s):\n%s", file, status, word, id, row)
				}
			}
		}
	}
}

// TestWhatWaitsIsToldBesideItsStatus: whoever reads that a run which fails as known ends with 0 reads beside it, in the
// words of the report, that what could not be judged for that alone waits: else a green job is taken for a whole one.
func TestWhatWaitsIsToldBesideItsStatus(t *testing.T) {
	_, help, _ := conforming(t, "conform", "--help")
	if row := regexp.MustCompile(`(?s)FAILS AS KNOWN.*?\n  1 `).FindString(help); !strings.Contains(row, "waits for that alone") {
		t.Errorf("vouch conform --help does not say beside FAILS AS KNOWN what waits for that alone: %q", row)
	}
	for _, row := range []struct {
		language    reports.Language
		file, waits string
	}{
		{reports.English, "../../README.md", "waits until"},
		{reports.Russian, translated[0], "ждёт"},
		{reports.Kazakh, translated[1], "күтеді"},
	} {
		if word, _ := wordsOf(t, row.language)["unjudged.known_by"].(string); !strings.Contains(word, row.waits) {
			t.Errorf("the report says %q of what waits, want %q in it: the README tells it in the same word", word, row.waits)
		}
		_, behind, _ := strings.Cut(regexp.MustCompile(`(?m)^\| 0 \| .*$`).FindString(readme(t, row.file)), "--known")
		if !strings.Contains(behind, row.waits) {
			t.Errorf("%s: behind --known, the row of exit status 0 says %q, want what could not be judged for it alone: %q", row.file, behind, row.waits)
		}
	}
}

// TestHelpTellsTheHeadlines: vouch conform --help has a line for each exit status, with its headlines.
func TestHelpTellsTheHeadlines(t *testing.T) {
	status, help, stderr := conforming(t, "conform", "--help")
	if status != exitOK {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	rows := regexp.MustCompile(`(?m)^  (\d+)    ?`).Split(help, -1)
	numbers := regexp.MustCompile(`(?m)^  (\d+)    ?`).FindAllStringSubmatch(help, -1)
	words := wordsOf(t, reports.English)
	for status, ids := range headlines {
		i := slices.IndexFunc(numbers, func(m []string) bool { return m[1] == status })
		if i < 0 {
			t.Errorf("the help has no line for exit status %s:\n%s", status, help)
			continue
		}
		for _, id := range ids {
			if word, _ := words[id].(string); strings.HasPrefix(id, "outcome.") && !strings.Contains(rows[i+1], word) {
				t.Errorf("beside exit status %s the help does not say %s:\n%s", status, word, rows[i+1])
			}
		}
	}
}
