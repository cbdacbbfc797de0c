package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// vouched runs the command in this process.
func vouched(t *testing.T, words ...string) (stdout string) {
	t.Helper()
	var out, stderr bytes.Buffer
	if status := run(t.Context(), words, strings.NewReader(""), &out, &stderr); status != exitOK {
		t.Fatalf("vouch %s: exit status %d\n%s", strings.Join(words, " "), status, &stderr)
	}
	return out.String()
}

// notKept are the fields of a manifest that shards do not keep, and so the only ones that a merge tells otherwise than
// the study in one piece.
var notKept = []string{"workers", "elapsed_ms", "family_months_per_second", "floor_ppm"}

// TestAMergeIsTheStudyInOnePiece: every file of the report has the same bytes, but for the lines that tell how long it
// took and on how many workers, and for the sizes and hashes of the files that hold them.
func TestAMergeIsTheStudyInOnePiece(t *testing.T) {
	dir := t.TempDir()
	shards, merged, single := filepath.Join(dir, "shards"), filepath.Join(dir, "merged"), filepath.Join(dir, "single")
	study := []string{"compare", "food-two-mrp", "gas-rate-24", "--families", "300", "--replications", "5"}
	for i := range 4 {
		vouched(t, append(study, "--shard", fmt.Sprintf("%d/4", i+1), "--out", shards)...)
	}
	printed := vouched(t, "merge", shards, "--out", merged)
	if want := vouched(t, append(study, "--out", single)...); printed != want {
		t.Errorf("printed (-single +merged):\n%s", cmp.Diff(want, printed))
	}
	var differ []string
	err := filepath.WalkDir(single, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(single, path)
		want, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		got, err := os.ReadFile(filepath.Join(merged, name))
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			differ = append(differ, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"index.html", "manifest.json", "report.md", "results.json", "results.xlsx"}, differ); diff != "" {
		t.Errorf("files that tell how long it took (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(resultsWithout(t, single, notKept), resultsWithout(t, merged, notKept)); diff != "" {
		t.Errorf("results.json without what shards do not keep (-single +merged):\n%s", diff)
	}
}

// resultsWithout reads the results of a folder, some fields of the manifest left out.
func resultsWithout(t *testing.T, dir string, fields []string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "results.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	manifest := all["manifest"].(map[string]any)
	for _, field := range fields {
		if _, there := manifest[field]; !there {
			t.Errorf("results.json has no %s", field)
		}
		delete(manifest, field)
	}
	return all
}
