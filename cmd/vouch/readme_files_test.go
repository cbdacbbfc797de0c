package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// quoted is what stands between backquotes in a table of Markdown, where a bar is written with a backslash.
var quoted = regexp.MustCompile("`([^`]+)`")

// section returns what a page has below a heading, up to the next of the same rank.
func section(t *testing.T, file, heading string) string {
	t.Helper()
	_, below, ok := strings.Cut(readme(t, file), "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("%s has no heading %q", file, heading)
	}
	below, _, _ = strings.Cut(below, "\n## ")
	return below
}

// TestEveryFileOfAResultIsDescribed: whoever opens a folder of --out finds in reports/README.md what each of its files
// is, and what each column of its figures means.
func TestEveryFileOfAResultIsDescribed(t *testing.T) {
	dir := t.TempDir()
	for _, row := range []struct {
		name   string
		args   []string
		status int
		least  int // files there are at least
	}{
		{"conform", []string{"conform", "FOOD-QR-001", "BOTH-RACE-001", "--suite", "stories,races", "--mutant", "food-code-used-twice"}, exitBroken, 11},
		{"load", []string{"load", "--for", "100ms", "--rate", "50/s", "--families", "20", "--stores", "2"}, -1, 7},
	} {
		told := section(t, "../../reports/README.md", "vouch "+row.name)
		at := filepath.Join(dir, row.name)
		status, _, stderr := conforming(t, append(row.args, "--out", at)...)
		if row.status >= 0 && status != row.status || row.status < 0 && status != exitOK && status != exitInconclusive { // a busy machine makes no load that is trusted
			t.Fatalf("vouch %s: exit status %d: %s", row.name, status, stderr)
		}
		files := 0
		err := filepath.WalkDir(at, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			files++
			inside, _ := filepath.Rel(at, name)
			inside = filepath.ToSlash(inside)
			if folder, _, ok := strings.Cut(inside, "/"); ok {
				inside = folder + "/*" + filepath.Ext(name)
			}
			if !strings.Contains(told, "`"+inside+"`") {
				t.Errorf("vouch %s leaves %s, which reports/README.md does not describe", row.name, inside)
			}
			if filepath.Ext(name) != ".csv" {
				return nil
			}
			heading, _, _ := strings.Cut(strings.TrimPrefix(readme(t, name), "\uFEFF"), "\n")
			for column := range strings.SplitSeq(strings.TrimSpace(heading), ",") {
				if !strings.Contains(told, "`"+column+"`") {
					t.Errorf("%s of vouch %s has the column %s, which reports/README.md does not describe", inside, row.name, column)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if files < row.least {
			t.Errorf("vouch %s left %d files, want %d or more: does the test still see them all?", row.name, files, row.least)
		}
	}
}

// TestReadmeSaysWhereAChangeIsMade: the files that README.md has opened are there, and each command that it has run
// finds tests in its package.
func TestReadmeSaysWhereAChangeIsMade(t *testing.T) {
	rows := 0
	for line := range strings.Lines(section(t, "../../README.md", "How to change a rule")) {
		if !strings.Contains(line, "`go test ") || !strings.HasPrefix(line, "| ") {
			continue
		}
		rows++
		for _, m := range quoted.FindAllStringSubmatch(line, -1) {
			command, ok := strings.CutPrefix(m[1], "go test ./")
			if !ok {
				if strings.Contains(m[1], "/") {
					if _, err := os.Stat("../../" + m[1]); err != nil {
						t.Errorf("README.md has %s opened, which is not there", m[1])
					}
				}
				continue
			}
			folder, pattern, _ := strings.Cut(command, " -run ")
			tests := regexp.MustCompile(`(?m)^func Test\w*(` + strings.ReplaceAll(strings.Trim(pattern, "'"), `\|`, "|") + `)\w*\(`)
			files, err := filepath.Glob("../../" + folder + "/*_test.go")
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, file := range files {
				found = found || tests.MatchString(readme(t, file))
			}
			if !found || pattern == "" {
				t.Errorf("README.md has %q run, which finds no test", m[1])
			}
		}
	}
	if rows < 7 {
		t.Errorf("README.md says of %d kinds of change where they are made, want seven: does the test still read it?", rows)
	}
}
