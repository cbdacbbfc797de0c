package main

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
)

// shown returns the first block of output in a section of the README.
func shown(t *testing.T, heading, fence string) []string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "\n## "+heading+"\n")
	_, rest, _ = strings.Cut(rest, fence)
	block, _, ok := strings.Cut(rest, "\n```\n")
	if !ok {
		t.Fatalf("README.md shows no output under %q", heading)
	}
	return strings.Split(block, "\n")
}

// TestReadmeShowsWhatIsPrinted runs the commands whose output the README shows,
// and holds every line of it, the replay hash among them, to what is printed.
func TestReadmeShowsWhatIsPrinted(t *testing.T) {
	for _, row := range []struct {
		heading, fence string
		args           []string
		status         int
	}{
		{"What it prints", "```\n", []string{"simulate"}, exitOK},
		{"Judge your build in five steps", "```\n$ vouch ", []string{"conform", "GAS-WINDOW-001/window_last_day*", "--suite", "stories",
			"--mutant", "gas-window-closes-a-day-late"}, exitBroken},
	} {
		t.Run(row.args[0], func(t *testing.T) {
			lines := shown(t, row.heading, row.fence)
			var stdout, stderr bytes.Buffer
			if status := run(t.Context(), row.args, strings.NewReader(""), &stdout, &stderr); status != row.status {
				t.Fatalf("vouch %s ended with %d, want %d: %s", row.args, status, row.status, stderr.String())
			}
			printed := strings.Split(stdout.String(), "\n")
			for _, line := range lines {
				if typed := strings.HasPrefix(line, row.args[0]+" "); !typed && line != "…" && !slices.Contains(printed, line) {
					t.Errorf("README.md shows %q, which vouch %s does not print; show what it prints now", line, row.args[0])
				}
			}
		})
	}
}
