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
	"time"
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

// grown waits until a shard in the making holds some parts.
func grown(t *testing.T, dir, share string, stderr *bytes.Buffer) {
	t.Helper()
	i, of, _ := strings.Cut(share, "/")
	half := filepath.Join(dir, "shard-000"+i+"-of-000"+of+".part.half")
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(time.Minute); ; {
		if info, err := os.Stat(half); err == nil && info.Size() > 60<<10 {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("%s holds nothing after a minute: %s", half, stderr)
		}
	}
}

// TestAKilledShardGoesOn kills a shard in the middle of its file, with no chance to say a word, and interrupts another,
// while a third is lived into the same folder: what was lived is kept, merge says what is missing, the same commands go
// on, and all together are the study in one piece.
func TestAKilledShardGoesOn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "shards")
	third, thirdStderr := sharded(t, dir, "3/3")
	if err := third.Start(); err != nil {
		t.Fatal(err)
	}
	for share, signal := range map[string]os.Signal{"1/3": syscall.SIGKILL, "2/3": os.Interrupt} {
		cmd, stderr := sharded(t, dir, share)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		grown(t, dir, share, stderr)
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		var exit *exec.ExitError
		if err := cmd.Wait(); !errors.As(err, &exit) || (signal == os.Interrupt && exit.ExitCode() != exitInterrupted) {
			t.Fatalf("%s ended with %v, want it to be stopped, an interrupt by 130\n%s", share, err, stderr)
		}
		if signal == os.Interrupt && !strings.Contains(stderr.String(), "the same command goes on from there") {
			t.Errorf("told %q, want to be told how it goes on", stderr)
		}
	}
	if err := third.Wait(); err != nil {
		t.Fatalf("the third: %v\n%s", err, thirdStderr)
	}
	early, stderr := process(t, "merge", dir)
	var exit *exec.ExitError
	if err := early.Run(); !errors.As(err, &exit) || exit.ExitCode() != exitMisuse ||
		!strings.Contains(stderr.String(), "shard 1/3 is half written; make it: vouch compare food-two-mrp --families=250 --replications=24 --workers=2 --shard 1/3 --out "+dir) {
		t.Errorf("too early: %v and %q, want status 2 and the command that makes it", err, stderr)
	}
	for _, share := range []string{"1/3", "2/3"} {
		again, stderr := sharded(t, dir, share)
		if err := again.Run(); err != nil || !strings.Contains(stderr.String(), "vouch: going on from ") {
			t.Errorf("%s again: %v, told %q; want it to go on from what was lived", share, err, stderr)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 3 {
		t.Errorf("%q stand there, want three shards and nothing else", left)
	}
	if got, want := mergedHash(t, dir), hashInOnePiece(t); got != want {
		t.Errorf("hash %s, want %s: of the study in one piece", got, want)
	}
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
