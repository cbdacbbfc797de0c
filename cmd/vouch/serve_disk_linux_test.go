package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// TestServeEndsWhenItsDiskFails: once a disk says that what was written may not be there,
// or takes nothing more and gives nothing back, memory is ahead of it. The command is
// answered as one whose fate is not known, nothing is answered after it, and the program
// ends by itself with status 4; the next start knows what was acknowledged, and no more
// than was asked for (BOTH-JOURNAL-001).
func TestServeEndsWhenItsDiskFails(t *testing.T) {
	for _, tt := range []struct{ name, device, why string }{
		{"a wait for the disk that fails", "/dev/null", "wait for the disk"},
		{"a full disk that takes nothing back", "/dev/full", "take a record back"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			tokens, file := filepath.Join(dir, "tokens.json"), filepath.Join(dir, "journal")
			args := []string{"--tokens", tokens, "--journal", file, "--log-level", "info", "--clock", "running=2026-02-10T18:00:00+05:00"}
			s := startServe(t, args...)
			d := knock(t, s.address(t, ""), tokens)
			const open = wire.CommandPath + "open_wallet"
			_, first, _ := d.ask(open, "citizen1", "k-1", `{"person":"1","via":"link"}`)
			swapDisk(t, file, tt.device)
			if status, answer, _ := d.ask(open, "citizen2", "k-2", `{"person":"2","via":"link"}`); status != http.StatusServiceUnavailable || !strings.Contains(answer, "unavailable") {
				t.Errorf("%d %s, want 503: whether it was done is not known", status, answer)
			}
			if got := <-s.status; got != exitFault {
				t.Errorf("exit status %d, want %d by itself\n%s", got, exitFault, s.stderr)
			}
			s.status <- exitOK // for the clean-up
			if got := s.stderr.String(); !strings.Contains(got, tt.why) || !strings.Contains(got, "start again") {
				t.Errorf("standard error has %q, want %q and what to do", got, tt.why)
			}
			again := startServe(t, args...)
			d = knock(t, again.address(t, ""), tokens)
			if _, answer, _ := d.ask(open, "citizen1", "k-1", `{"person":"1","via":"link"}`); answer != first {
				t.Errorf("the same key after the next start: %s, want %s", answer, first)
			}
			again.end(t, exitOK)
		})
	}
}

// swapDisk puts a device in the place of a file that this process has open.
func swapDisk(t *testing.T, file, device string) {
	t.Helper()
	const open = "/proc/self/fd"
	all, err := os.ReadDir(open)
	if err != nil {
		t.Fatal(err)
	}
	other, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close() //nolint:errcheck // the copy is used
	for _, entry := range all {
		name := filepath.Join(open, entry.Name())
		if at, err := os.Readlink(name); err != nil || at != file {
			continue
		}
		fd, err := strconv.Atoi(entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		if err := syscall.Dup3(int(other.Fd()), fd, syscall.O_CLOEXEC); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatalf("%s is not open", file)
}
