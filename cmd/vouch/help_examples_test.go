package main

import (
	"io"
	"regexp"
	"strings"
	"testing"

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
