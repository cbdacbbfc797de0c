//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// asProcess prepares vouch as a process of its own, with a limit in kilobytes on the
// files that it writes; 0: none.
func asProcess(ctx context.Context, t *testing.T, limit string, args ...string) *exec.Cmd {
	t.Helper()
	vouch, err := exec.LookPath("vouch") // put there by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	if limit == "" {
		return exec.CommandContext(ctx, vouch, args...)
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell that could set a limit")
	}
	return exec.CommandContext(ctx, shell, append([]string{"-c", `ulimit -f "$1" && shift && exec "$@"`, "sh", limit, vouch}, args...)...)
}

// names lists a folder, hidden names included.
func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// earlierRun makes an earlier result, and returns its folder and its manifest.
func earlierRun(t *testing.T) (out string, manifest []byte) {
	t.Helper()
	out = filepath.Join(t.TempDir(), "run")
	if status, _, stderr := conforming(t, "conform", "GAS-WINDOW-001/*", "--suite", "stories", "--out", out); status != exitOK {
		t.Fatalf("the run before: exit status %d, %s", status, stderr)
	}
	manifest, err := os.ReadFile(filepath.Join(out, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	return out, manifest
}

// stands holds the earlier result to be as it was, with nothing beside it.
func stands(t *testing.T, out string, manifest []byte) {
	t.Helper()
	if now, err := os.ReadFile(filepath.Join(out, manifestName)); err != nil || !bytes.Equal(now, manifest) {
		t.Errorf("the earlier result: %v, changed %t; want it as it was", err, !bytes.Equal(now, manifest))
	}
	if left := names(t, filepath.Dir(out)); !slices.Equal(left, []string{"run"}) {
		t.Errorf("beside the earlier result stand %q, want nothing half-written", left)
	}
}

// A disk on which nothing more goes takes neither the verdict away nor the earlier
// result, and hides no violation: 1 > 4. The limit on file sizes of a real process
// stands for the disk.
func TestFullDiskTakesNoVerdictAway(t *testing.T) {
	for _, tt := range []struct {
		name, limit string
		args        []string
		want        int
		verdict     string
	}{
		{"a violation", "16", []string{"--mutant", wrongByADay}, exitBroken, "DOES NOT CONFORM"},
		{"none", "16", nil, exitFault, "NO VIOLATION FOUND"},
		{"none, and enough place", "", nil, exitOK, "NO VIOLATION FOUND"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, manifest := earlierRun(t)
			cmd := asProcess(t.Context(), t, tt.limit, append([]string{"conform", "GAS-WINDOW-001/*", "--suite", "stories", "--out", out}, tt.args...)...)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			_ = cmd.Run() // the status says it
			if got := cmd.ProcessState.ExitCode(); got != tt.want {
				t.Errorf("exit status %d, want %d\n%s", got, tt.want, stderr.String())
			}
			if !strings.Contains(stdout.String(), tt.verdict) {
				t.Errorf("stdout has %q, want the verdict %q all the same", stdout.String(), tt.verdict)
			}
			if tt.want == exitOK {
				return
			}
			if !strings.Contains(stderr.String(), "--out "+out+": ") || !strings.Contains(stderr.String(), syscall.EFBIG.Error()) {
				t.Errorf("stderr has %q, want which folder was not written and why", stderr.String())
			}
			stands(t, out, manifest)
		})
	}
}

// Where the verdict itself cannot be printed, a violation is still one: 1 > 4.
func TestFullStandardOutputHidesNoViolation(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("no /dev/full here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close() //nolint:errcheck // nothing can be written to it
	saved := filepath.Join(t.TempDir(), "run")
	if status, _, stderr := conforming(t, "conform", "GAS-WINDOW-001/*", "--suite", "stories", "--mutant", wrongByADay, "--out", saved); status != exitBroken {
		t.Fatalf("the run that is judged again: exit status %d, %s", status, stderr)
	}
	for _, tt := range []struct {
		args []string
		want int
		why  string
	}{
		{[]string{"conform", "GAS-WINDOW-001/*", "--suite", "stories", "--mutant", wrongByADay}, exitBroken, "a violation is never hidden"},
		{[]string{"conform", "GAS-WINDOW-001/*", "--suite", "stories", "--mutant", wrongByADay, "--format", "json"}, exitBroken, "in no format"},
		{[]string{"conform", "GAS-WINDOW-001/*", "--suite", "stories"}, exitFault, "its twin: nothing was found, and nothing was said"},
		{[]string{"judge", saved}, exitBroken, "judged again it is the same"},
		{[]string{"replay", "GAS-WINDOW-001/window_last_day/first_instant_after", "--from", saved, "--mutant", wrongByADay}, exitBroken, "it still fails"},
		{[]string{"replay", "GAS-WINDOW-001/window_last_day/first_instant_after", "--from", saved, "--exec", "vouch serve --stdio"}, exitFault, "it is fixed, and that was not said"},
	} {
		var stderr bytes.Buffer
		got := run(t.Context(), tt.args, strings.NewReader(""), full, &stderr)
		if got != tt.want || !strings.Contains(stderr.String(), syscall.ENOSPC.Error()) {
			t.Errorf("vouch %s: exit status %d, want %d: %s\nstderr has %q, want that nothing could be printed", strings.Join(tt.args, " "), got, tt.want, tt.why, stderr.String())
		}
	}
}

// halting is a build that answers nothing more after its first commands, and tells
// when that is.
func halting(t *testing.T) (address string, reached <-chan struct{}) {
	t.Helper()
	at := make(chan struct{})
	var once sync.Once
	address = right(t, onCommands(func(_ http.ResponseWriter, r *http.Request) {
		once.Do(func() { close(at) })
		if _, err := io.Copy(io.Discard, r.Body); err == nil {
			<-r.Context().Done()
		}
	}))
	return address, at
}

// A run that is interrupted in its middle says what it has judged, keeps it, and
// leaves nothing beside it. One that is killed leaves the earlier result, and a
// folder that the next run takes away.
func TestSignalsLeaveNothingHalf(t *testing.T) {
	for _, tt := range []struct {
		name   string
		signal syscall.Signal
		want   int // -1: ended by the signal
	}{
		{"interrupted", syscall.SIGINT, exitInterrupted},
		{"killed", syscall.SIGKILL, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, manifest := earlierRun(t)
			address, reached := halting(t)
			cmd := asProcess(t.Context(), t, "", "conform", "GAS-WINDOW-001/*", "--suite", "stories", "--out", out, "--target", address)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			<-reached
			if err := cmd.Process.Signal(tt.signal); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // the status says it
			if got := cmd.ProcessState.ExitCode(); got != tt.want {
				t.Errorf("exit status %d, want %d\n%s", got, tt.want, stderr.String())
			}
			if tt.want == exitInterrupted {
				wholeRecord(t, out)
				return
			}
			if now, err := os.ReadFile(filepath.Join(out, manifestName)); err != nil || !bytes.Equal(now, manifest) {
				t.Errorf("the earlier result of a killed run: %v, changed %t; want it as it was", err, !bytes.Equal(now, manifest))
			}
			if left := names(t, filepath.Dir(out)); len(left) != 2 || !strings.HasPrefix(left[0], workshopPrefix) {
				t.Errorf("beside the earlier result stand %q, want one folder %s…: by that it is known", left, workshopPrefix)
			}
			status, _, said := conforming(t, "conform", "GAS-WINDOW-001/*", "--suite", "stories", "--out", out)
			if status != exitOK || !strings.Contains(said, "vouch: took away ") {
				t.Errorf("the next run: exit status %d and %q, want 0, and that it took away what was left", status, said)
			}
			wholeRecord(t, out)
		})
	}
}

// wholeRecord holds a folder to be a whole result with nothing beside it.
func wholeRecord(t *testing.T, out string) {
	t.Helper()
	if _, err := replaceable(out); err != nil {
		t.Errorf("the record: %v, want what its manifest lists, as it was written", err)
	}
	if left := names(t, filepath.Dir(out)); !slices.Equal(left, []string{"run"}) {
		t.Errorf("beside the record stand %q, want nothing", left)
	}
	if status, _, stderr := conforming(t, "judge", out); status == exitMisuse {
		t.Errorf("judged again: exit status %d, %s; want a record that can be read", status, stderr)
	}
}

// A run that was killed while it replaced a result has put that aside: the next one
// puts it back, or lets it go where the new one stands.
func TestSweepPutsBackWhatWasAside(t *testing.T) {
	for _, replaced := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "out")
		put(t, path)
		dead, err := claimFolder(path, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path, dead.aside()); err != nil {
			t.Fatal(err)
		}
		if replaced {
			if err := os.Rename(dead.making(), path); err != nil {
				t.Fatal(err)
			}
		}
		var said bytes.Buffer
		(&folder{path: path}).sweep(&said)
		if left := names(t, filepath.Dir(path)); !slices.Contains(left, filepath.Base(dead.workshop)) || said.Len() > 0 {
			t.Errorf("while the run lives: %q and %q, want its folder left alone", left, said.String())
		}
		if err := dead.mark.Close(); err != nil { // it dies
			t.Fatal(err)
		}
		(&folder{path: path}).sweep(&said)
		if left := names(t, filepath.Dir(path)); !slices.Equal(left, []string{"out"}) || !strings.Contains(said.String(), "took away") {
			t.Errorf("replaced %t: %q and %q, want the result alone, and that the rest was taken away", replaced, left, said.String())
		}
		if _, err := os.Stat(filepath.Join(path, manifestName)); (err == nil) == replaced {
			t.Errorf("replaced %t: the manifest of the earlier result: %v", replaced, err)
		}
	}
}
