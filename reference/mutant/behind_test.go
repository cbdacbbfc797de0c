package mutant_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/reference/mutant"
)

// TestADiskThatIsBehind: what a kill leaves of a file lacks the last write, or those of
// the last second; a process that ends as it should has written all, what was taken back
// is gone, and what is written over is.
func TestADiskThatIsBehind(t *testing.T) {
	now := time.Unix(0, 0)
	for _, tt := range []struct {
		id   string
		left [4]string // behind each write, and after the end
	}{
		{"both-restart-forgets-the-last-command", [4]string{"", "one", "onetwo", "onetwothree"}},
		{"both-restart-forgets-the-last-second", [4]string{"", "", "onetwo", "onetwothree"}},
	} {
		m, ok := mutant.Lookup(tt.id)
		if !ok {
			t.Fatalf("no mutant %s", tt.id)
		}
		name := filepath.Join(t.TempDir(), "journal")
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		d := m.Behind(func() time.Time { return now })(f)
		left := func(step int, what string) {
			t.Helper()
			if got, err := os.ReadFile(name); err != nil || string(got) != tt.left[step] {
				t.Errorf("%s: %s the file holds %q, %v; want %q", tt.id, what, got, err, tt.left[step])
			}
		}
		at := int64(0)
		for i, text := range []string{"one", "two", "three"} {
			if i == 2 {
				now = now.Add(time.Second) // the last of the second
			}
			if _, err := d.WriteAt([]byte(text), at); err != nil {
				t.Fatal(err)
			}
			left(i, "after "+text)
			at += int64(len(text))
		}
		if err := errors.Join(d.Sync(), d.Truncate(at-1), d.Truncate(at-2)); err != nil {
			t.Fatal(err)
		}
		left(2, "with the last taken back in part, and said to be safe,")
		if _, err := d.WriteAt([]byte("ee"), at-2); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		left(3, "after the end")
	}
	plain := mutant.Mutant{}
	if plain.Behind(time.Now) != nil {
		t.Error("a mutant that keeps nothing back has a disk of its own")
	}
}
