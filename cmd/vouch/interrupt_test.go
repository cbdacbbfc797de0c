package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A context that is called off is a Ctrl-C seen from inside: the run says how
// far it came, prints no results, leaves no files and ends with 130.
func TestInterruptedRunLeavesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	status := run(ctx, []string{"simulate", "--families", "500", "--out", filepath.Join(dir, "out")}, strings.NewReader(""), &stdout, &stderr)
	if status != exitInterrupted {
		t.Errorf("exit status %d, want %d", status, exitInterrupted)
	}
	if stdout.Len() > 0 {
		t.Errorf("stdout has %q, want nothing: half a result is none", stdout.String())
	}
	want := regexp.MustCompile(`^vouch: interrupted after \S+: 0 of \d+ blocks done, no results printed or written\n$`)
	if !want.MatchString(stderr.String()) {
		t.Errorf("stderr has %q, want a match of %s", stderr.String(), want)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("beside --out: %v, %v; want nothing: what was begun is taken back", left, err)
	}
}

// A reader that hangs up, as head does, is no error.
func TestBrokenPipeIsQuiet(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }() // its other end is gone already
	var stderr bytes.Buffer
	if status := run(t.Context(), []string{"help"}, strings.NewReader(""), w, &stderr); status != exitOK || stderr.Len() > 0 {
		t.Errorf("help into a closed pipe: status %d and %q, want 0 and silence", status, stderr.String())
	}
	status := run(t.Context(), []string{"simulate", "--families", "100"}, strings.NewReader(""), w, &stderr)
	if status != exitOK || stderr.Len() > 0 {
		t.Errorf("simulate into a closed pipe: status %d and %q, want 0 and silence", status, stderr.String())
	}
}

// A panic is told as our fault, with its own status, so that nobody looks for
// it in a scenario.
func TestPanicIsOurFault(t *testing.T) {
	var stderr bytes.Buffer
	if status := tellFault(&stderr, "voucher: does not fit"); status != exitFault {
		t.Errorf("exit status %d, want %d", status, exitFault)
	}
	if !strings.HasPrefix(stderr.String(), "vouch: this is a fault of vouch, not yours: voucher: does not fit\n") {
		t.Errorf("stderr begins with %.80q", stderr.String())
	}
}
