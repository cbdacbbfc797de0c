package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSummaryBites(t *testing.T) {
	const (
		pass    = `{"Action":"pass","Package":"p","Test":"TestA"}` + "\n"
		sub     = `{"Action":"pass","Package":"p","Test":"TestA/row"}` + "\n"
		fail    = `{"Action":"output","Package":"p","Test":"TestB","Output":"why\n"}` + "\n" + `{"Action":"fail","Package":"p","Test":"TestB"}` + "\n"
		pkgFail = `{"Action":"fail","Package":"p"}` + "\n"
		skip    = `{"Action":"skip","Package":"p","Test":"TestC/row"}` + "\n"
		noTests = `{"Action":"skip","Package":"p"}` + "\n"
	)
	for _, tt := range []struct {
		name, events, skips string
		status              int
		results, says       string
	}{
		{"a test passed", pass, "", 0, "passed p.TestA", ""},
		{"rows are not counted", sub + pass, "", 0, "passed p.TestA", ""},
		{"a test failed, and its package with it", pass + fail + pkgFail, "", 1, "passed p.TestA\nfailed p.TestB", "why"},
		{"a package did not build", pass + pkgFail, "", 1, "passed p.TestA\nfailed p.", "failed: p."},
		{"nothing ran", noTests, "", 1, "", "no test ran"},
		{"a package without tests is no skip", pass + noTests, "", 0, "passed p.TestA", ""},
		{"a test was skipped", pass + skip, "", 1, "passed p.TestA\nskipped p.TestC/row", "p.TestC/row was skipped"},
		{"a known skip", pass + skip, "p.TestC/row needs a planet\n", 0, "passed p.TestA\nskipped p.TestC/row", ""},
		{"a known skip without a reason", pass + skip, "p.TestC/row\n", 2, "", "has no reason"},
		{"a crash past the framework is shown", "fatal: all is lost\n" + pass, "", 0, "passed p.TestA", "all is lost"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			skips, results := filepath.Join(dir, "skips"), filepath.Join(dir, "results")
			if err := os.WriteFile(skips, []byte("# known\n"+tt.skips), 0o600); err != nil {
				t.Fatal(err)
			}
			var said strings.Builder
			status := run([]string{"-skips", skips, "-results", results}, strings.NewReader(tt.events), &said, &said)
			got, _ := os.ReadFile(results)
			if status != tt.status || strings.TrimSpace(string(got)) != tt.results || !strings.Contains(said.String(), tt.says) {
				t.Errorf("status %d, results %q, said %q; want status %d, results %q, said %q", status, got, said.String(), tt.status, tt.results, tt.says)
			}
		})
	}
}
