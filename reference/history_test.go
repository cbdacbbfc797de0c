package reference_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var update = flag.Bool("update", false, "write the machine's answers into the histories; read the diff, commit only what you can explain")

// TestHistories plays every history of testdata on a fresh machine. What a
// history expects was written from the requirement that names it.
func TestHistories(t *testing.T) {
	for _, script := range histories(t) {
		t.Run(script.Name, func(t *testing.T) { replayed(t, script, play(t, script)) })
	}
}

// histories reads all histories, in the order of their names.
func histories(t *testing.T) []*voucher.Script {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("histories in testdata: %d, %v; nothing was checked", len(names), err)
	}
	var all []*voucher.Script
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		script, err := voucher.ReadScript(filepath.Base(name), data)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, script)
	}
	return all
}

// run is a machine that a history was played on, with its journal.
type run struct {
	machine *reference.Machine
	journal []reference.Entry
}

// play carries a history out and compares every answer with the expected one.
func play(t *testing.T, script *voucher.Script) run {
	t.Helper()
	m, err := reference.New(&script.Setup)
	if err != nil {
		t.Fatal(err)
	}
	r := run{machine: m}
	m.Record(func(e *reference.Entry) { r.journal = append(r.journal, e.Clone()) })
	scribe := voucher.Scribe{Hide: script.Hide}
	var answers [][]string
	for i := range script.Steps {
		step := &script.Steps[i]
		got, err := scribe.Play(context.Background(), m, step)
		if err != nil {
			t.Fatalf("testdata/%s:%d: %s: %v", script.Name, step.Line, step.Text, err)
		}
		answers = append(answers, got)
		if !slices.Equal(got, step.Expect) && !*update {
			t.Errorf("testdata/%s:%d: %s\nthe answer differs (- expected, + got):\n%s\n%s",
				script.Name, step.Line, step.Text, cmp.Diff(step.Expect, got), script.About)
		}
	}
	if *update {
		if err := os.WriteFile(filepath.Join("testdata", script.Name), script.Rewrite(answers), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// replayed demands that the state of a run follows from its journal without any
// decision, and survives a snapshot (BOTH-JOURNAL-001).
func replayed(t *testing.T, script *voucher.Script, r run) {
	t.Helper()
	want := r.machine.StateDigest()
	again, err := reference.Replay(&script.Setup, r.journal, r.machine.Now())
	if err != nil {
		t.Fatalf("replay of %d journal entries: %v", len(r.journal), err)
	}
	if got := again.StateDigest(); got != want {
		t.Errorf("state digest %016x after replay, want %016x\nthe journal alone rebuilds every state (BOTH-JOURNAL-001)", got, want)
	}
	back, err := reference.Restore(&script.Setup, r.machine.Snapshot())
	if err != nil {
		t.Fatalf("restore: %v", err)
	}
	if got := back.StateDigest(); got != want {
		t.Errorf("state digest %016x after restore, want %016x\na snapshot holds the whole state (BOTH-JOURNAL-001)", got, want)
	}
	fmt.Fprintln(os.Stderr, strings.TrimSpace(""))
}
