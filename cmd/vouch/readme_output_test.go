package main

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestReadmeShowsWhatIsPrinted runs the README's main command and holds every
// line of the output shown there, the replay hash among them, to what it prints.
func TestReadmeShowsWhatIsPrinted(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "\n## What it prints\n")
	_, rest, _ = strings.Cut(rest, "```\n")
	shown, _, ok := strings.Cut(rest, "\n```\n")
	if !ok {
		t.Fatal("README.md shows no output under \"What it prints\"")
	}
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), []string{"simulate"}, strings.NewReader(""), &stdout, &stderr); status != exitOK {
		t.Fatalf("vouch simulate ended with %d: %s", status, stderr.String())
	}
	printed := strings.Split(stdout.String(), "\n")
	for _, line := range strings.Split(shown, "\n") {
		if line != "…" && !slices.Contains(printed, line) {
			t.Errorf("README.md shows %q, which vouch simulate does not print; show what it prints now", line)
		}
	}
}
