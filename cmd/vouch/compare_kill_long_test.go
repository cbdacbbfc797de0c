//go:build long && unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// partsIn counts the parts that stand in a folder.
func partsIn(folder string) int {
	names, _ := filepath.Glob(filepath.Join(folder, "*.part"))
	return len(names)
}

// TestAKilledStudyGoesOn kills a study in the middle, with no chance to say a word, and interrupts
// another: what was done is kept, is not taken up unasked, and the rest gives the same results.
func TestAKilledStudyGoesOn(t *testing.T) {
	whole, stdout, stderr := comparing(t, filepath.Join(t.TempDir(), "whole"))
	if err := whole.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	want := hashOfStudy(t, stdout)
	for name, signal := range map[string]os.Signal{"killed": syscall.SIGKILL, "interrupted": os.Interrupt} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "report")
			cmd, _, stderr := comparing(t, out)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			tick := time.NewTicker(2 * time.Millisecond)
			defer tick.Stop()
			for late := time.After(time.Minute); partsIn(out+".parts") < 3; {
				select {
				case <-tick.C:
				case <-late:
					t.Fatalf("no part after a minute: %s", stderr)
				}
			}
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			err := cmd.Wait()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || (signal == os.Interrupt && exit.ExitCode() != exitInterrupted) {
				t.Fatalf("ended with %v, want it to be stopped, an interrupt by 130\n%s", err, stderr)
			}
			if signal == os.Interrupt && !strings.Contains(stderr.String(), "the same command goes on") {
				t.Errorf("told %q, want to be told how it goes on", stderr)
			}
			if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s: %v, want no folder: half a result is none", out, err)
			}

			unasked, _, stderr := comparing(t, out)
			if err := unasked.Run(); !errors.As(err, &exit) || exit.ExitCode() != exitMisuse || !strings.Contains(stderr.String(), "go on from them with --resume") {
				t.Errorf("without --resume: %v and %q, want status 2 and the way on", err, stderr)
			}
			again, stdout, stderr := comparing(t, out, "--resume")
			if err := again.Run(); err != nil {
				t.Fatalf("%v\n%s", err, stderr)
			}
			if got := hashOfStudy(t, stdout); got != want {
				t.Errorf("hash %s, want %s: of the study that nobody stopped", got, want)
			}
			if !strings.Contains(stderr.String(), "vouch: going on from ") {
				t.Errorf("told %q, want to be told from how many parts it goes on", stderr)
			}
			if _, err := os.Stat(filepath.Join(out, "index.html")); err != nil {
				t.Error(err)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(out), "*")); len(left) != 1 {
				t.Errorf("%q stand there, want the report alone: the parts have done their work", left)
			}
		})
	}
}
