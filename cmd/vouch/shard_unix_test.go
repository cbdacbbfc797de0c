//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// sharded is one shard of a small study in a process of its own.
func sharded(t *testing.T, dir, share string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	return process(t, "compare", "food-two-mrp", "--families", "250", "--replications", "24", "--workers", "2", "--shard", share, "--out", dir)
}

// process is vouch as a process of its own.
func process(t *testing.T, words ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	vouch, err := exec.LookPath("vouch") // put there by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	cmd, stderr = exec.CommandContext(t.Context(), vouch, words...), new(bytes.Buffer)
	cmd.Stderr = stderr
	return cmd, stderr
}

// mergedHash is the hash of what stands in a folder of shards.
func mergedHash(t *testing.T, dir string) string {
	t.Helper()
	cmd, stderr := process(t, "merge", dir, "--format", "json")
	stdout := new(bytes.Buffer)
	cmd.Stdout = stdout
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	return hashOfStudy(t, stdout)
}

// hashInOnePiece is the hash of the same study that nobody parted.
func hashInOnePiece(t *testing.T) string {
	t.Helper()
	cmd, stderr := process(t, "compare", "food-two-mrp", "--families", "250", "--replications", "24", "--format", "json")
	stdout := new(bytes.Buffer)
	cmd.Stdout = stdout
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	return hashOfStudy(t, stdout)
}

// TestAShardIsMadeByOne: a second process that would make the same shard at the same time is told so; one that makes
// another shard is let in.
func TestAShardIsMadeByOne(t *testing.T) {
	dir := t.TempDir()
	half, err := os.Create(filepath.Join(dir, "shard-0001-of-0002.part.half"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(half.Fd()), syscall.LOCK_EX); err != nil { // as the one at work holds it
		t.Fatal(err)
	}
	second, stderr := sharded(t, dir, "1/2")
	var exit *exec.ExitError
	if err := second.Run(); !errors.As(err, &exit) || exit.ExitCode() != exitFault || !strings.Contains(stderr.String(), "another vouch makes this shard now; wait until it has ended") {
		t.Errorf("beside another: %v and %q, want status 4: a job of Kubernetes gives a shard up for good after 2", err, stderr)
	}
	other, stderr := sharded(t, dir, "2/2")
	if err := other.Run(); err != nil {
		t.Errorf("the other shard: %v\n%s", err, stderr)
	}
	if err := half.Close(); err != nil {
		t.Fatal(err)
	}
	alone, stderr := sharded(t, dir, "1/2")
	if err := alone.Run(); err != nil {
		t.Errorf("after the other has ended: %v\n%s", err, stderr)
	}
}

// TestAShardOnAFullDisk: a file that may not grow any more ends the shard with status 4 and the reason, and the same
// command goes on from what was written when there is room again.
func TestAShardOnAFullDisk(t *testing.T) {
	dir := t.TempDir()
	vouch, err := exec.LookPath("vouch")
	if err != nil {
		t.Fatal(err)
	}
	full := exec.CommandContext(t.Context(), "sh", "-c", "ulimit -f 200 && exec "+vouch+" compare food-two-mrp --families 250 --replications 24 --workers 2 --shard 1/1 --out "+dir)
	stderr := new(bytes.Buffer)
	full.Stderr = stderr
	var exit *exec.ExitError
	if err := full.Run(); !errors.As(err, &exit) || exit.ExitCode() != exitFault || !strings.Contains(stderr.String(), "the parts that were written are kept") {
		t.Fatalf("without room: %v and %q, want status 4 and the reason", err, stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, "shard-0001-of-0001.part")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v, want no shard under its name", err)
	}
	again, stderr := sharded(t, dir, "1/1")
	if err := again.Run(); err != nil || !strings.Contains(stderr.String(), "vouch: going on from ") {
		t.Errorf("with room: %v, told %q; want it to go on", err, stderr)
	}
	if got, want := mergedHash(t, dir), hashInOnePiece(t); got != want {
		t.Errorf("hash %s, want %s: of the study in one piece", got, want)
	}
}
