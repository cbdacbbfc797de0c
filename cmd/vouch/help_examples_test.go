package main

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
)

// gap parts what is typed from what is said about it.
var gap = regexp.MustCompile(`\s{3,}|\s[|>#&]|\s2>`)

// TestExamplesOfHelpAreTaken: each command that does something has a line on what it is for and an example, and
// whoever types an example meets a command that is there and flags that it has, with values that it takes.
func TestExamplesOfHelpAreTaken(t *testing.T) {
	seen := 0
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
		if cmd.Name() == "help" || cmd.Name() == "completion" || cmd.Parent() != nil && cmd.Parent().Name() == "completion" || !cmd.HasParent() {
			return // the library's, and their own examples
		}
		if cmd.Short == "" || cmd.Example == "" {
			t.Errorf("%s: purpose %q, example %q; want both", cmd.CommandPath(), cmd.Short, cmd.Example)
		}
		for _, line := range strings.Split(cmd.Example, "\n") {
			line = strings.TrimSpace(line)
			if !strings.HasPrefix(line, "vouch ") {
				continue // what is said about the line before
			}
			seen++
			taken(t, cmd, gap.Split(line, 2)[0])
		}
	}
	walk(newRoot(reference.World{}, io.Discard))
	if seen < 60 {
		t.Errorf("%d examples, want those of all commands", seen)
	}
}

// TestHelpFitsATerminal: descriptions, tables and flags stay within 80 columns, also where
// help goes into a file or a pipe; only an example may be longer, since it is copied whole.
func TestHelpFitsATerminal(t *testing.T) {
	var walk func(path []string, cmd *cobra.Command)
	walk = func(path []string, cmd *cobra.Command) {
		_, page, _ := conforming(t, append([]string{"help"}, path...)...)
		before, after, _ := strings.Cut(page, "\nExamples:\n")
		if _, flags, exemplified := strings.Cut(after, "\n\n"); exemplified {
			before += "\n" + flags
		}
		for _, line := range strings.Split(before, "\n") {
			if n := utf8.RuneCountInString(line); n > 80 {
				t.Errorf("vouch help %s: %d columns, want 80 at most: %s", strings.Join(path, " "), n, line)
			}
		}
		if !strings.Contains(page, "Usage:") {
			t.Errorf("vouch help %s: no usage in %q", strings.Join(path, " "), page)
		}
		for _, sub := range cmd.Commands() {
			if sub.Name() != "help" && sub.Name() != "completion" {
				walk(append(slices.Clone(path), sub.Name()), sub)
			}
		}
	}
	walk(nil, newRoot(reference.World{}, io.Discard))
}

// TestDescriptionsAreBrokenAnew: lines of prose run on, and a table keeps its lines.
func TestDescriptionsAreBrokenAnew(t *testing.T) {
	got := brokenAnew("One two\nthree four five.\n\nA table:\n  a  first\n     and more of it\nThen prose.\n", 12)
	want := "One two\nthree four\nfive.\n\nA table:\n  a  first\n     and more of it\nThen prose."
	if got != want {
		t.Errorf("brokenAnew = %q, want %q", got, want)
	}
}

// taken types an example up to the point where it would run.
func taken(t *testing.T, of *cobra.Command, line string) {
	t.Helper()
	words, err := wire.SplitCommand(strings.ReplaceAll(line, " URL", " http://127.0.0.1:8080"))
	if err != nil {
		t.Errorf("help of %s: %q: %v", of.CommandPath(), line, err)
		return
	}
	cmd, rest, err := newRoot(reference.World{}, io.Discard).Find(words[1:])
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err != nil {
		t.Errorf("help of %s: %q is not taken: %v", of.CommandPath(), line, err)
	}
}
