//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// comparing is a small study in a process of its own.
func comparing(t *testing.T, out string, more ...string) (cmd *exec.Cmd, stdout, stderr *bytes.Buffer) {
	t.Helper()
	vouch, err := exec.LookPath("vouch") // put there by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"compare", "food-two-mrp", "--families", "250", "--replications", "30", "--workers", "2", "--format", "json", "--out", out}
	cmd = exec.CommandContext(t.Context(), vouch, append(words, more...)...)
	stdout, stderr = new(bytes.Buffer), new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd, stdout, stderr
}

// hashOfStudy reads the hash of results that were printed.
func hashOfStudy(t *testing.T, stdout *bytes.Buffer) string {
	t.Helper()
	var told struct {
		Manifest struct{ Hash string }
	}
	if err := json.Unmarshal(stdout.Bytes(), &told); err != nil || len(told.Manifest.Hash) != 64 {
		t.Fatalf("no hash in the results: %v\n%.300s", err, stdout)
	}
	return told.Manifest.Hash
}

// TestTwoStudiesDoNotShareParts lives a study into a folder in which another one is at work: it is
// told so, asked for --resume or not, and the first one ends as if nobody had come.
func TestTwoStudiesDoNotShareParts(t *testing.T) {
	out := filepath.Join(t.TempDir(), "report")
	if err := os.Mkdir(out+".parts", 0o700); err != nil {
		t.Fatal(err)
	}
	parts, err := os.Open(out + ".parts")
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(parts.Fd()), syscall.LOCK_EX); err != nil { // as the one at work holds it
		t.Fatal(err)
	}
	for _, more := range [][]string{nil, {"--resume"}} {
		second, _, stderr := comparing(t, out, more...)
		var exit *exec.ExitError
		if err := second.Run(); !errors.As(err, &exit) || exit.ExitCode() != exitMisuse || !strings.Contains(stderr.String(), "another vouch compare is at work there") {
			t.Errorf("%q beside another: %v and %q, want status 2: the first to end takes the parts of both", more, err, stderr)
		}
	}
	if err := parts.Close(); err != nil {
		t.Fatal(err)
	}
	alone, _, stderr := comparing(t, out)
	if err := alone.Run(); err != nil {
		t.Errorf("after the other has ended: %v\n%s", err, stderr)
	}
}
