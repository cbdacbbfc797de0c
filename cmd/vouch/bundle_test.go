package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reports"
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

// TestEvidenceIsNeverWrittenOver: a bundle that appears after its maker looked stays as it is, and nothing is left beside
// it; a place in which no file can stand is called that, and not a bundle that is there already.
func TestEvidenceIsNeverWrittenOver(t *testing.T) {
	dir := t.TempDir()
	at, appeared := filepath.Join(dir, "run"), filepath.Join(dir, "run.vouch.tar.gz")
	if status, _, stderr := conforming(t, "conform", "GAS-WINDOW-001/window_last_day", "--suite", "stories", "--out", at); status != exitOK {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	if err := os.WriteFile(appeared, []byte("of another run"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := bundle(&cobra.Command{}, at, appeared); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a bundle that appeared meanwhile: %v, want that it is there", err)
	}
	if content, err := os.ReadFile(appeared); err != nil || string(content) != "of another run" {
		t.Errorf("it holds %d bytes now, %v; want it untouched", len(content), err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".vouch-*")); err != nil || left != nil {
		t.Errorf("%q is left beside it, %v; want nothing", left, err)
	}
	if err := os.Remove(appeared); err != nil {
		t.Fatal(err)
	}
	if err := bundle(&cobra.Command{}, at, appeared); err != nil {
		t.Errorf("where nothing is there: %v, want it written", err)
	}
	status, _, stderr := conforming(t, "bundle", at, "--out", filepath.Join(appeared, "within.tar.gz"))
	demandWords(t, status, exitMisuse, stderr, "nothing can be made in "+appeared+": not a directory; name another place")
}

// TestABundleThatWasMadeUp: whoever packs anew what was changed has checksums that
// fit, and is found out by the manifest, by the record, or by both.
func TestABundleThatWasMadeUp(t *testing.T) {
	at := filepath.Join(t.TempDir(), "run")
	conforming(t, "conform", "GAS-WINDOW-001/window_last_day", "--suite", "stories", "--mutant", wrongByADay, "--out", at)
	if status, _, stderr := conforming(t, "bundle", at); status != exitOK {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	packed, err := os.ReadFile(at + ".vouch.tar.gz")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name, file, old, put string
		status               int
		want                 string
	}{
		{"as it was packed", "", "", "", exitBroken, "the bundle is whole"},
		{"a page that says otherwise", "report.html", "DOES NOT CONFORM", "CONFORMS", exitMisuse, "report.html is missing, or not the one that manifest.json lists"},
		{"a manifest that leaves a file out", "manifest.json", `"report.html"`, `"other.html"`, exitMisuse, "other.html is missing, or not the one that manifest.json lists"},
		{"no manifest", "manifest.json", "{", "[", exitMisuse, "manifest.json: "},
	} {
		files, err := reports.ReadBundle(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		for i := range files {
			if files[i].Name == row.file {
				files[i].Content = bytes.Replace(files[i].Content, []byte(row.old), []byte(row.put), 1)
			}
		}
		var made bytes.Buffer
		name := filepath.Join(t.TempDir(), "made.tgz")
		if err := reports.WriteBundle(&made, files); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, made.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Log(row.name)
		status, _, stderr := conforming(t, "verify", name)
		demandWords(t, status, row.status, stderr, row.want)
	}
}
