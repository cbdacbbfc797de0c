package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// translated are the READMEs in other languages, which tell users the same as README.md does.
var translated = []string{"../../reports/README.ru.md", "../../reports/README.kk.md"}

// readme returns the text of a README.
func readme(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks returns what stands between fences of one kind.
func blocks(text, kind string) []string {
	var found []string
	for _, m := range regexp.MustCompile("(?s)\n```"+kind+"\n(.*?)```\n").FindAllStringSubmatch(text, -1) {
		found = append(found, m[1])
	}
	return found
}

// commands returns the lines that a README has its reader type, without what is said of them behind a #.
func commands(text string) []string {
	var typed []string
	for _, block := range blocks(text, "sh") {
		for line := range strings.Lines(block) {
			before, _, _ := strings.Cut(line, " # ")
			typed = append(typed, strings.TrimSpace(before))
		}
	}
	return typed
}

// TestReadmeShowsWhatRuns: the scenario of each README is one that testdata/readme.txtar runs or checks, differs from
// that of README.md in its title alone, and has as many lines as its heading promises.
func TestReadmeShowsWhatRuns(t *testing.T) {
	script, err := txtar.ParseFile("testdata/readme.txtar")
	if err != nil {
		t.Fatal(err)
	}
	title := regexp.MustCompile(`(?m)^title: .*$`)
	ours := blocks(readme(t, "../../README.md"), "yaml")
	for i, file := range append([]string{"../../README.md"}, translated...) {
		shown := blocks(readme(t, file), "yaml")
		if len(shown) < 2 {
			t.Fatalf("%s shows %d files, want a scenario, and what happens for a while", file, len(shown))
		}
		if run := string(script.Files[i].Data); shown[0] != run {
			t.Errorf("%s shows\n%s\nand testdata/readme.txtar runs\n%s", file, shown[0], run)
		}
		if n := strings.Count(shown[0], "\n"); n != 10 {
			t.Errorf("%s shows a scenario of %d lines, want the ten of its heading", file, n)
		}
		if title.ReplaceAllString(shown[0], "") != title.ReplaceAllString(ours[0], "") || shown[1] != ours[1] {
			t.Errorf("%s shows\n%s%s\nwant what README.md has, but for the title", file, shown[0], shown[1])
		}
	}
}

// TestReadmesTellTheSameCommands: what the READMEs in other languages have typed is typed in README.md too, and their
// tables have the commands and the exit statuses of its tables, so that none of them tells of what is gone or is silent
// about what is new.
func TestReadmesTellTheSameCommands(t *testing.T) {
	english := readme(t, "../../README.md")
	typed := commands(english)
	row := regexp.MustCompile("(?m)^\\| (`vouch .*?|\\d+) \\| ")
	word := regexp.MustCompile("`vouch [a-z]+|^\\d+")
	told := func(text string) []string {
		var all []string
		for _, m := range row.FindAllStringSubmatch(text, -1) {
			all = append(all, word.FindAllString(m[1], -1)...)
		}
		return all
	}
	// The table of figures in README.md begins with words, and those of commands and statuses stand above it.
	english, _, _ = strings.Cut(english, "\n## Measured figures\n")
	want := told(english)
	if len(typed) < 10 || len(want) < 25 {
		t.Fatalf("README.md has %d commands to type and tables of %d, want more: does the test still read it?", len(typed), len(want))
	}
	for _, file := range translated {
		text := readme(t, file)
		if got := told(text); !slices.Equal(got, want) {
			t.Errorf("%s has the table rows\n%q\nand README.md\n%q\nwant the same commands and statuses, in one order", file, got, want)
		}
		mine := commands(text)
		if len(mine) < 10 {
			t.Errorf("%s has %d commands to type, want ten or more", file, len(mine))
		}
		for _, line := range mine {
			if !slices.Contains(typed, line) {
				t.Errorf("%s has %q typed, which README.md has not; keep them alike", file, line)
			}
		}
	}
}

// TestReadmesSayThatBehaviourIsNotFitted, and how it is: whoever reads levels out of a run has to know, in each language.
func TestReadmesSayThatBehaviourIsNotFitted(t *testing.T) {
	for file, sentence := range map[string]string{
		"../../README.md":            "**The behaviour that comes along is not fitted.**",
		"../../reports/README.ru.md": "**Поведение, которое поставляется с программой, не подогнано.**",
		"../../reports/README.kk.md": "**Бағдарламамен бірге келетін мінез-құлық бақылауларға сай таңдалмаған.**",
	} {
		text := readme(t, file)
		if !strings.Contains(text, sentence) || !strings.Contains(text, "`extends: [rates.yaml]`") || !slices.Contains(commands(text), "vouch calibrate --out rates.yaml") {
			t.Errorf("%s does not say %q with the command that fits it, and how a scenario lives by that", file, sentence)
		}
	}
}
