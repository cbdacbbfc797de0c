//go:build unix

package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// put writes a result of one file.
func put(t *testing.T, path string) {
	t.Helper()
	f, err := claimFolder(path, io.Discard)
	if err == nil {
		err = f.add(manifestName, func(w io.Writer) error { _, err := io.WriteString(w, "{}"); return err })
	}
	if err == nil {
		err = f.commit()
	}
	if err != nil {
		t.Fatal(err)
	}
	f.abandon() // as the command does at its end
}

// A new folder is as open as the user's mask has it; one that is replaced stays
// as open as its owner made it.
func TestModesAreTheUsers(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o027))
	path := filepath.Join(t.TempDir(), "out")
	mode := func() os.FileMode {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	if put(t, path); mode() != 0o750 {
		t.Errorf("a new folder has the mode %v, want -rwxr-x--- under the mask 027", mode())
	}
	if err := os.Chmod(path, 0o711); err != nil {
		t.Fatal(err)
	}
	if put(t, path); mode() != 0o711 {
		t.Errorf("a folder replaced has the mode %v, want -rwx--x--x as before", mode())
	}
	if err := os.Chmod(path, 0o511); err != nil {
		t.Fatal(err)
	}
	if _, err := claimFolder(path, io.Discard); err == nil || !strings.Contains(err.Error(), "may not be written") {
		t.Errorf("a folder closed to its owner: %v, want a refusal before the run", err)
	}
	if err := os.Chmod(path, 0o711); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("beside the folder: %v, %v; want nothing", left, err)
	}
}

// A run that is given up has touched nothing: what stood there stands.
func TestGivenUpFolderStands(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	put(t, path)
	f, err := claimFolder(path, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(f.path, f.aside()); err != nil { // in the middle of a commit
		t.Fatal(err)
	}
	f.abandon()
	if _, err := os.Stat(filepath.Join(path, manifestName)); err != nil {
		t.Errorf("the earlier result: %v, want it in its place", err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("beside the folder: %v, %v; want nothing", left, err)
	}
}
