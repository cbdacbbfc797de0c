//go:build long && unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// A real process, a real signal: within a second or so it says what was done,
// takes back the folder it had begun, and ends with 130.
func TestSignalsStopCleanly(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(signal.String(), func(t *testing.T) {
			dir := t.TempDir()
			vouch, err := exec.LookPath("vouch") // put there by testscript.Main
			if err != nil {
				t.Fatal(err)
			}
			var stdout, stderr bytes.Buffer
			cmd := exec.Command(vouch, "simulate", "stress", "--out", filepath.Join(dir, "out"))
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			waitForEntry(t, dir) // the folder in the making: from now on signals are caught
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // the status says it
			if got := cmd.ProcessState.ExitCode(); got != exitInterrupted {
				t.Errorf("exit status %d, want %d", got, exitInterrupted)
			}
			want := regexp.MustCompile(`^vouch: interrupted after \S+: \d+ of \d+ blocks done, no results printed or written\n$`)
			if !want.MatchString(stderr.String()) || stdout.Len() > 0 {
				t.Errorf("stderr has %q and stdout %d bytes, want a match of %s and none", stderr.String(), stdout.Len(), want)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("beside --out: %v, %v; want nothing", left, err)
			}
		})
	}
}

// waitForEntry waits until a folder is no longer empty.
func waitForEntry(t *testing.T, dir string) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(30 * time.Second)
	for {
		if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
			return
		}
		select {
		case <-tick.C:
		case <-limit:
			t.Fatal("nothing was begun in 30 s")
		}
	}
}
