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

// TestSoak: it attacks the reference until its time is up, says how far it is and what
// it holds, and finds nothing.
func TestSoak(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), []string{"soak", "--for", "4s", "--every", "1s", "--suite", "races"}, strings.NewReader(""), &stdout, &stderr); status != exitOK {
		t.Fatalf("exit status %d, want 0\n%s%s", status, stdout.String(), stderr.String())
	}
	line := regexp.MustCompile(`(?m)^\ds: rounds [\d,]+, suites run [\d,]+, worlds [\d,]+, commands [\d,]+, races [\d,]+, overlapping pairs [\d,]+, faults 0, restarts 0, hostile inputs 0, violations 0, (resident memory|memory of the Go runtime) [1-9]\d* MiB$`)
	if n := len(line.FindAllString(stderr.String(), -1)); n < 2 {
		t.Errorf("%d lines on standard error say how far it is, want one a second:\n%s", n, stderr.String())
	}
	if !line.MatchString(stdout.String()) || !strings.Contains(stdout.String(), "of vouch: ") || !strings.Contains(stdout.String(), "growth") {
		t.Errorf("it ends with %q, want what was done, and the memory at the start and at the end", stdout.String())
	}
}

// TestSoakEndsAtAViolation: its screen is printed, the failure is kept, and the command
// that repeats it stands there.
func TestSoakEndsAtAViolation(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), []string{"soak", "--for", "1m", "--suite", "races", "--mutant", "both-last-writer-wins", "--out", out}, strings.NewReader(""), &stdout, &stderr)
	if status != exitBroken || !strings.Contains(stdout.String(), "violations ") || !strings.Contains(stdout.String(), "vouch replay ") {
		t.Errorf("exit status %d, want 1, and how to repeat it\n%s%s", status, stdout.String(), stderr.String())
	}
	if kept, err := filepath.Glob(filepath.Join(out, failuresName, "*.ndjson")); err != nil || len(kept) == 0 {
		t.Errorf("kept are %v, %v; want the failure", kept, err)
	}
}

// TestSoakInterrupted says what was done, keeps nothing and ends as an interrupt.
func TestSoakInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	status := run(ctx, []string{"soak", "--for", "1m", "--out", filepath.Join(dir, "out")}, strings.NewReader(""), &stdout, &stderr)
	if status != exitInterrupted || !strings.Contains(stdout.String(), "rounds 0") {
		t.Errorf("exit status %d, want %d and what was done\n%s%s", status, exitInterrupted, stdout.String(), stderr.String())
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("beside --out: %v, %v; want nothing", left, err)
	}
}

// TestMemoryThatIsNotTold: where the system does not say what a process holds, nothing is
// claimed of a build, and of vouch what its runtime knows.
func TestMemoryThatIsNotTold(t *testing.T) {
	if got := residentOf("0"); got != 0 {
		t.Errorf("a process that is none holds %d bytes, want 0 for not known", got)
	}
	if got := takenByRuntime(); got < 1<<20 {
		t.Errorf("the runtime has taken %d bytes, want what it really has", got)
	}
	if got := (held{own: 5 << 20, runtime: true}).String(); got != "memory of the Go runtime 5 MiB" {
		t.Errorf("%q, want it said whose figure it is", got)
	}
}
