package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/mutant"
)

// shown returns the first block of output in a section of a README.
func shown(t *testing.T, file, heading, fence string) []string {
	t.Helper()
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "\n## "+heading+"\n")
	_, rest, _ = strings.Cut(rest, fence)
	block, _, ok := strings.Cut(rest, "\n```\n")
	if !ok {
		t.Fatalf("%s shows no output under %q", file, heading)
	}
	return strings.Split(block, "\n")
}

// TestReadmeShowsWhatIsPrinted runs the commands whose output a README shows, each in its own language,
// and holds every line of it, the replay hash among them, to what is printed.
func TestReadmeShowsWhatIsPrinted(t *testing.T) {
	const en, ru, kk = "../../README.md", "../../reports/README.ru.md", "../../reports/README.kk.md"
	late := []string{"conform", "GAS-WINDOW-001/window_last_day*", "--suite", "stories", "--mutant", "gas-window-closes-a-day-late"}
	for _, row := range []struct {
		file, heading, fence string
		args                 []string
		status               int
	}{
		{en, "What it prints", "```\n", []string{"simulate"}, exitOK},
		{en, "Judge your build in five steps", "```\n$ vouch ", late, exitBroken},
		{ru, "Что выводится", "```\n", []string{"simulate", "--lang", "ru"}, exitOK},
		{ru, "Проверка системы в пять шагов", "```\n$ vouch ", append(slices.Clone(late), "--lang", "ru"), exitBroken},
		{kk, "Не шығады", "```\n", []string{"simulate", "--lang", "kk"}, exitOK},
		{kk, "Жүйені бес қадаммен тексеру", "```\n$ vouch ", append(slices.Clone(late), "--lang", "kk"), exitBroken},
	} {
		t.Run(filepath.Base(row.file)+"/"+row.args[0], func(t *testing.T) {
			lines := shown(t, row.file, row.heading, row.fence)
			var stdout, stderr bytes.Buffer
			if status := run(t.Context(), row.args, strings.NewReader(""), &stdout, &stderr); status != row.status {
				t.Fatalf("vouch %s ended with %d, want %d: %s", row.args, status, row.status, stderr.String())
			}
			printed := strings.Split(stdout.String(), "\n")
			for _, line := range lines {
				if typed := strings.HasPrefix(line, row.args[0]+" "); !typed && line != "…" && !slices.Contains(printed, line) {
					t.Errorf("%s shows %q, which vouch %s does not print; show what it prints now", row.file, line, row.args)
				}
			}
		})
	}
}

// TestReadmeCountsTheMutants: "some 300" is said of what is a tenth more or less.
func TestReadmeCountsTheMutants(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile(`some (\d+) (builds|mutants)`).FindAllStringSubmatch(string(readme), -1)
	if len(said) != 2 {
		t.Errorf("README.md says %q, want how many mutants there are, where it tells of them and where it tells how fast they are killed", said)
	}
	for _, one := range said {
		n, _ := strconv.Atoi(one[1]) // digits, as found
		if there := len(mutant.All()); 10*max(n-there, there-n) > there {
			t.Errorf("README.md says %q, and there are %d", one[0], there)
		}
	}
	if there := len(mutant.Impostors()); strings.Count(string(readme), "twelve\nimpostors") != 1 || there != 12 {
		t.Errorf("README.md does not say twelve impostors, or there are %d", there)
	}
}
