package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestABundleStandsBesideItsFolder: however the folder is called, the bundle does not
// go into it, where it would be a part of the next one.
func TestABundleStandsBesideItsFolder(t *testing.T) {
	at := filepath.Join(t.TempDir(), "run")
	if status, _, stderr := conforming(t, "conform", "GAS-WINDOW-001/window_last_day", "--suite", "stories", "--out", at); status != exitOK {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	t.Chdir(at)
	for _, called := range []string{".", "../run", "../run//", at + "/", at + "/."} {
		status, _, stderr := conforming(t, "bundle", called)
		if status != exitOK {
			t.Errorf("bundle %s: exit status %d: %s", called, status, stderr)
		}
		if err := os.Remove(at + ".vouch.tar.gz"); err != nil {
			t.Errorf("bundle %s: %v, want the bundle beside the folder", called, err)
		}
	}
	status, _, stderr := conforming(t, "bundle", "/")
	demandWords(t, status, exitMisuse, stderr, "name the bundle with --out")
}
