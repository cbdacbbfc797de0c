// Package scripttest reads the text histories of a folder for tests, which package voucher, whose rules touch nothing
// outside themselves, reads one by one. It knows how their files are called; what they show, and who plays them, it
// does not know. Only tests import it.
package scripttest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Read returns the histories of a folder in the order of their names, each of which is a requirement and what is shown:
// GAS-WINDOW-001_words.txt. One that cannot be read ends the test, and so does a folder without any: a wrong name must
// not pass for a folder whose histories all hold.
func Read(t testing.TB, dir string) (all []*voucher.Script) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*_*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatalf("histories in %s: %d, %v; nothing was checked", dir, len(names), err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		script, err := voucher.ReadScript(filepath.Base(name), data)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, script)
	}
	return all
}
