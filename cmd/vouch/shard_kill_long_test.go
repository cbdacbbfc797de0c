//go:build long && unix

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
