package scenarios_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/vouch-kz/vouch/scenarios"
)

// textsFolder is where the published texts lie beside the project, where they
// are at hand; they are not ours to distribute.
const textsFolder = "../../shared/sources"

// A run of this many words is a quotation, not a wording of one's own.
const quotation = 6

// The catalogue speaks in its own words, so that it can be given to anyone.
func TestStatementsAreOurOwnWords(t *testing.T) {
	runs := map[string]scenarios.Document{}
	for _, doc := range scenarios.Documents() {
		text, err := os.ReadFile(filepath.Join(textsFolder, string(doc)+".txt"))
		if os.IsNotExist(err) {
			t.Skipf("the published text %s is not at hand, so there is nothing to compare with", doc)
		}
		if err != nil {
			t.Fatalf("read the published text: %v", err)
		}
		if got := paragraphs(string(text)); got != doc.Paragraphs() {
			t.Errorf("%s has %d non-empty paragraphs, want %d\nsources cite them by number", doc, got, doc.Paragraphs())
		}
		for _, run := range wordRuns(string(text)) {
			runs[run] = doc
		}
	}
	for _, r := range rows(t) {
		for name, text := range texts(r) {
			for _, s := range []string{text.En, text.Ru, text.Kk} {
				for _, run := range wordRuns(s) {
					if doc, ok := runs[run]; ok {
						t.Errorf("%s: %s has %q, which %s has too, want words of our own\n%d words in a row are a quotation", r.ID, name, run, doc, quotation)
					}
				}
			}
		}
	}
}

func TestWordRuns(t *testing.T) {
	for _, tt := range []struct {
		s    string
		want int
		why  string
	}{
		{"Один, два, три – четыре пять", 0, "five words are no quotation"},
		{"Один, два, три – четыре пять шесть", 1, "six are one run"},
		{"один два три четыре пять шесть семь", 2, "each further word ends one more run"},
	} {
		if got := wordRuns(tt.s); len(got) != tt.want {
			t.Errorf("wordRuns(%q) = %q, want %d of them\n%s", tt.s, got, tt.want, tt.why)
		}
	}
	if a, b := wordRuns("Ещё: раз, два; «три» (четыре) пять!"), wordRuns("еще раз два три четыре пять"); len(a) != 1 || a[0] != b[0] {
		t.Errorf("wordRuns = %q and %q, want the same\nmarks, capitals and dots over a letter hide no quotation", a, b)
	}
}

// wordRuns are all runs of quotation words in s, without marks, in lower case.
func wordRuns(s string) []string {
	s = strings.ReplaceAll(strings.ToLower(s), "ё", "е")
	words := strings.FieldsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	var runs []string
	for i := 0; i+quotation <= len(words); i++ {
		runs = append(runs, strings.Join(words[i:i+quotation], " "))
	}
	return runs
}

// paragraphs counts the lines that are not empty.
func paragraphs(s string) int {
	n := 0
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}
