package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// verdictsOf are the verdicts of the run in a folder, by check.
func verdictsOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Results []struct{ Check, Verdict string } `json:"results"`
	}
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, r := range document.Results {
		all[r.Check] = r.Verdict
	}
	return all
}

// partitions is how many partitions of the search a picture draws.
func partitions(t *testing.T, picture string) int {
	t.Helper()
	page, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	const begins = "const data = "
	_, after, _ := strings.Cut(string(page), begins)
	var data struct{ Partitions []json.RawMessage }
	if err := json.NewDecoder(strings.NewReader(after)).Decode(&data); err != nil {
		t.Fatalf("%s: nothing to draw behind %q: %v", picture, begins, err)
	}
	return len(data.Partitions)
}

// TestOnlyALostRaceIsDrawn: a run with many rounds of many races keeps a picture of each
// check that failed, of the one round that was lost; of races that were won it keeps
// none (BOTH-RACE-001).
func TestOnlyALostRaceIsDrawn(t *testing.T) {
	out := filepath.Join(t.TempDir(), "run")
	status, _, stderr := conforming(t, "conform", "--suite", "races", "--mutant", "both-two-tills-charge-one-balance", "--out", out)
	if status != exitBroken {
		t.Fatalf("exit status %d, want %d: two tills charge one balance\n%s", status, exitBroken, stderr)
	}
	won := 0
	var want []string
	for check, verdict := range verdictsOf(t, out) {
		switch verdict {
		case "fail":
			want = append(want, strings.ReplaceAll(check, "/", "__")+".html")
		case "pass":
			won++
		}
	}
	slices.Sort(want)
	drawn, err := filepath.Glob(filepath.Join(out, "failures", "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, picture := range drawn {
		got = append(got, filepath.Base(picture))
		if n := partitions(t, picture); n != 1 {
			t.Errorf("%s draws %d partitions, want the one that failed", picture, n)
		}
	}
	if !slices.Equal(got, want) || len(want) == 0 || won == 0 {
		t.Errorf("pictures of %q, want those of %q, which were lost, and none of %d that were won", got, want, won)
	}
}
