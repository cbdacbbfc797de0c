package reports_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reports"
)

// TestEveryColumnIsDescribed: README.md of this folder has a row for every table of a
// result, and names in it every column or metric that the files have, so that nobody
// has to guess what a figure is or in what unit.
func TestEveryColumnIsDescribed(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	described := func(of, rows string, words ...string) {
		for _, word := range words {
			if !strings.Contains(rows, "`"+word+"`") {
				t.Errorf("README.md does not describe %s of %s", word, of)
			}
		}
	}
	row := func(name string) (rows string) {
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "| `"+name+"`") {
				rows += line
			}
		}
		return rows
	}
	for name, content := range filesOf(t, simulated(t), reports.English, ".csv") {
		rows := records(t, name, content)
		described(name, string(text), rows[0]...)
		for _, r := range rows[1:] {
			described(name, row(r[0]), r[6])
			described(name, string(text), r[7])
		}
	}
	var document map[string]json.RawMessage
	if err := json.Unmarshal(filesOf(t, simulated(t), reports.English, ".json")["report.json"], &document); err != nil {
		t.Fatal(err)
	}
	for key := range document {
		described("report.json", string(text), key)
	}
	for name, content := range filesOf(t, studied(t), reports.English, ".csv") {
		table := strings.TrimSuffix(path.Base(name), ".csv")
		described(name, row(table), append(records(t, name, content)[0], table)...)
	}
}

// TestEveryLoadOfAStudyIsShown: what is asked of stores, service centres and the SMS gateway
// day by day has its picture; one was asked for by another name than it has.
func TestEveryLoadOfAStudyIsShown(t *testing.T) {
	r, err := small(t, "kind: Study\nid: load\ntitle: Load\nhorizon: {from: 2026-01-05, to: 2026-01-31}\nscenarios: [gas-rate-24]\n", 400).Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	pictures := filesOf(t, reports.NewStudy(r, ""), reports.English, ".png")
	seen := map[string]bool{}
	for _, l := range r.Loads {
		if l.Mean > 0 && !seen[l.What] && pictures["charts/load-"+l.What+".png"] == nil {
			t.Errorf("the study knows the load %q, and the report does not show it", l.What)
		}
		seen[l.What] = seen[l.What] || l.Mean > 0
	}
	if len(seen) < 4 {
		t.Errorf("the study knows the loads %v, want four", seen)
	}
}

// records are the lines of a CSV file, its mark apart.
func records(t *testing.T, name string, content []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\uFEFF")))).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s: %d lines, %v", name, len(rows), err)
	}
	return rows
}
