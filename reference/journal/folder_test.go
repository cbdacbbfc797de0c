package journal_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func mustOpenFolder(t *testing.T, path string, o journal.Options) (*journal.Folder, map[string]journal.Found) {
	t.Helper()
	f, found, err := journal.OpenFolder(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	byName := map[string]journal.Found{}
	for _, w := range found {
		byName[w.Name] = w
	}
	return f, byName
}

func mustMake(t *testing.T, f *journal.Folder, name string, s *voucher.Setup) *journal.Journal {
	t.Helper()
	j, err := f.Make(t.Context(), name, s)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// copied is a folder as somebody would find it who kills the process now.
func copied(t *testing.T, path string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(path)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// names are those of the worlds that a folder has.
func names(found map[string]journal.Found) (all []string) {
	for name := range found {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// TestWorldsOutliveTheProcess: each world is there again with its state, what happened
// in it, what was noted of it and when, and its own secret; a deleted one is not.
func TestWorldsOutliveTheProcess(t *testing.T) {
	for _, policy := range []journal.Policy{journal.Always, journal.Interval, journal.None} {
		path := filepath.Join(t.TempDir(), "worlds")
		f, found := mustOpenFolder(t, path, journal.Options{Sync: policy})
		if len(found) != 0 {
			t.Fatalf("%v in a folder that was not there", found)
		}
		one, two, gone := mustMake(t, f, "w-one", town(2)), mustMake(t, f, "w-two", town(1)), mustMake(t, f, "w-gone", town(1))
		happened := &noting{System: one}
		(&life{tb: t, system: happened}).open(2)
		if err := errors.Join(one.Note([]byte("first")), one.Note(nil)); err != nil {
			t.Fatal(err)
		}
		l := &life{tb: t, system: happened, keys: 1000}
		l.buy(1)
		l.advance(voucher.At(2026, 2, 10, 12, 0, 0))
		if err := errors.Join(two.Note([]byte("other")), f.Drop("w-gone"), f.Drop("w-gone"), f.Drop("w-never")); err != nil {
			t.Fatal(err)
		}
		if err := gone.Note([]byte("late")); !errors.Is(err, voucher.ErrUnavailable) {
			t.Errorf("a world that is deleted takes a note: %v", err)
		}
		if err := f.Err(); err != nil {
			t.Errorf("Err() = %v: a deleted world is no broken one", err)
		}
		_, again := mustOpenFolder(t, copied(t, path), journal.Options{Sync: policy})
		if got := names(again); !slices.Equal(got, []string{"w-one", "w-two"}) {
			t.Fatalf("worlds %v, want those that were not deleted", got)
		}
		w := again["w-one"]
		if got, want := digest(t, w.Journal), digest(t, one); got != want || w.Now != one.Now() {
			t.Errorf("%s: hash %016x at %s, want %016x at %s", policyName(policy), uint64(got), w.Now, uint64(want), one.Now())
		}
		if got := len(w.Events); got != len(happened.events) || got == 0 || fmt.Sprint(w.Events) != fmt.Sprint(happened.events) {
			t.Errorf("%d events, want the %d that happened", got, len(happened.events))
		}
		if len(w.Notes) != 2 || string(w.Notes[0]) != "first" || len(w.Notes[1]) != 0 {
			t.Errorf("notes %q, want the two in their order", w.Notes)
		}
		if n := again["w-two"].Notes; len(n) != 1 || string(n[0]) != "other" {
			t.Errorf("notes of the other world: %q", n)
		}
		if w.Journal.Setup().Secret != one.Setup().Secret || one.Setup().Secret == two.Setup().Secret || one.Setup().Secret == [16]byte{} {
			t.Error("each world has a secret of its own, and keeps it")
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		_, ended := mustOpenFolder(t, path, journal.Options{Sync: policy})
		if w := ended["w-one"]; !w.Ended || w.Cut != 0 {
			t.Errorf("%+v; want a world whose process ended as it should", w.Recovery)
		}
	}
}

func policyName(p journal.Policy) string { return journal.Policies()[p] }

// TestAWorldIsStartedAgain: nothing that was not written is left of it, and it goes on.
func TestAWorldIsStartedAgain(t *testing.T) {
	f, _ := mustOpenFolder(t, filepath.Join(t.TempDir(), "worlds"), journal.Options{Sync: journal.None, Grain: voucher.Second})
	j := mustMake(t, f, "w-one", town(2))
	l := &life{tb: t, system: j}
	l.open(2)
	if err := j.Note([]byte("kept")); err != nil {
		t.Fatal(err)
	}
	want, at := digest(t, j), j.Now()
	l.advance(at.Plus(voucher.Second / 2)) // which is not written
	if err := j.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := digest(t, j); got != want || j.Now() != at {
		t.Errorf("hash %016x at %s, want %016x at %s", uint64(got), j.Now(), uint64(want), at)
	}
	l.buy(1)
	want = digest(t, j)
	if err := j.Restart(t.Context()); err != nil || digest(t, j) != want {
		t.Errorf("a second time: %v, hash %016x, want %016x", err, uint64(digest(t, j)), uint64(want))
	}
}

// hangingUp is a context that is over once it was asked so many times.
type hangingUp struct {
	context.Context
	after int
}

func (h *hangingUp) Err() error {
	if h.after--; h.after < 0 {
		return context.Canceled
	}
	return nil
}

// TestWhoHangsUpKillsNoWorld: a restart whose context ends, before or in the middle, leaves a world that answers as before:
// it is not one that can be kept no longer.
func TestWhoHangsUpKillsNoWorld(t *testing.T) {
	f, _ := mustOpenFolder(t, filepath.Join(t.TempDir(), "worlds"), journal.Options{Sync: journal.None})
	j := mustMake(t, f, "w-one", town(2))
	l := &life{tb: t, system: j}
	l.open(2)
	want := digest(t, j)
	for after := range 3 {
		if err := j.Restart(&hangingUp{t.Context(), after}); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("over after %d looks: %v, want no other error than that", after, err)
		}
		if err := j.Err(); err != nil {
			t.Fatalf("over after %d looks: %v; want a world that is kept as before", after, err)
		}
		if got := digest(t, j); got != want {
			t.Errorf("over after %d looks: hash %016x, want %016x", after, uint64(got), uint64(want))
		}
	}
	l.buy(1)
}

// TestKilledWhileAWorldIsMadeOrDeleted: at every instant between the steps a world is
// there, whole, or not there at all, and a deleted one never comes back.
func TestKilledWhileAWorldIsMadeOrDeleted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "worlds")
	left := map[string]string{}
	f, _ := mustOpenFolder(t, path, journal.Step(func(step string) { left[step] = copied(t, path) }, journal.Options{}))
	mustMake(t, f, "w-other", town(1))
	mustMake(t, f, "w-one", town(1))
	left["made"] = copied(t, path)
	if err := f.Drop("w-one"); err != nil {
		t.Fatal(err)
	}
	left["deleted"] = copied(t, path)
	half := copied(t, left["written"]) // the steps before have no step of their own
	making := filepath.Join(half, "w-one.journal.making")
	if err := errors.Join(os.Truncate(making, 30), os.Rename(making+journal.KeySuffix, making+journal.KeySuffix+".123")); err != nil {
		t.Fatal(err)
	}
	left["half written"] = half
	half = copied(t, left["dropped"])
	if err := os.Remove(filepath.Join(half, "w-one.journal.key")); err != nil {
		t.Fatal(err)
	}
	left["key deleted"] = half
	for step, there := range map[string]bool{"half written": false, "written": false, "key named": false, "named": true, "made": true, "dropped": false, "key deleted": false, "deleted": false} {
		dir := left[step]
		if dir == "" {
			t.Fatalf("%s: no such step", step)
		}
		for range 2 { // the second start finds what the first has left
			f, found := mustOpenFolder(t, dir, journal.Options{})
			want := []string{"w-other"}
			if there {
				want = []string{"w-one", "w-other"}
			}
			if got := names(found); !slices.Equal(got, want) {
				t.Errorf("%s: worlds %v, want %v", step, got, want)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1+2*len(want) {
				t.Errorf("%s: %v, %v; want two files for each world, and the folder's own", step, entries, err)
			}
		}
	}
}

// TestAFolderThatIsNotTaken: nothing of it is changed, and what to do is said; a torn
// end alone is cut off and told.
func TestAFolderThatIsNotTaken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "worlds")
	f, _ := mustOpenFolder(t, path, journal.Options{})
	j := mustMake(t, f, "w-one", town(1))
	(&life{tb: t, system: j}).open(1)
	mustMake(t, f, "w-two", town(1))
	if _, _, err := journal.OpenFolder(t.Context(), path, journal.Options{}); err == nil || !strings.Contains(err.Error(), "another process has it open") {
		t.Errorf("a folder that is open: %v", err)
	}
	if _, err := f.Make(t.Context(), "w-one", town(1)); !errors.Is(err, voucher.ErrUnavailable) {
		t.Errorf("a world that is there: %v, want it refused", err)
	}
	if _, err := f.Make(t.Context(), "../w", town(1)); !errors.Is(err, voucher.ErrUnavailable) {
		t.Errorf("a name that leads elsewhere: %v, want it refused", err)
	}
	unreadable := town(1)
	unreadable.Stores[0].Territory = 1
	if _, err := f.Make(t.Context(), "w-bad", unreadable); err == nil || !strings.Contains(err.Error(), "could not be read again") {
		t.Errorf("a setup that a start would stumble over: %v, want it refused now", err)
	}
	bad := town(1)
	bad.Settings = []voucher.Setting{{Path: "no.such", Value: 1}}
	if _, err := f.Make(t.Context(), "w-bad", bad); err == nil || errors.Is(err, voucher.ErrUnavailable) || strings.Contains(err.Error(), path) {
		t.Errorf("a setup that is none: %v, want it said what is wrong with it, and no path", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, want string
		harm       func(dir string) error
	}{
		{"damaged in the middle", "and whole records follow from byte", func(dir string) error {
			name := filepath.Join(dir, "w-one.journal")
			b := read(t, name)
			b[len(b)/2+100] ^= 1
			return os.WriteFile(name, b, 0o600)
		}},
		{"without a key", "give w-one.journal.key back", func(dir string) error { return os.Remove(filepath.Join(dir, "w-one.journal.key")) }},
		{"a key without its journal", "give the journal back, or delete the key", func(dir string) error { return os.Remove(filepath.Join(dir, "w-one.journal")) }},
		{"of another format", "not of a format that this program reads", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "worlds"), []byte("a folder of worlds of vouch, format 2\n"), 0o600)
		}},
		{"somebody else's", "it is no folder of worlds and not empty", func(dir string) error { return os.Remove(filepath.Join(dir, "worlds")) }},
		{"a file", "not a directory", func(dir string) error { return errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)) }},
	} {
		dir := copied(t, path)
		if err := tt.harm(dir); err != nil {
			t.Fatal(err)
		}
		before := contents(t, dir)
		_, _, err := journal.OpenFolder(t.Context(), dir, journal.Options{})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		if contents(t, dir) != before {
			t.Errorf("%s: the folder was changed", tt.name)
		}
	}
	torn := copied(t, path)
	name := filepath.Join(torn, "w-one.journal")
	if err := os.WriteFile(name, append(read(t, name), 0xff, 0, 0), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, found := mustOpenFolder(t, torn, journal.Options{}); found["w-one"].Cut != 3 || found["w-two"].Cut != 0 {
		t.Errorf("cut %d and %d bytes, want 3 and none", found["w-one"].Cut, found["w-two"].Cut)
	}
}

// contents are all files of a folder.
func contents(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "no folder"
	}
	for _, e := range entries {
		fmt.Fprintf(&b, "%s: %x\n", e.Name(), read(t, filepath.Join(dir, e.Name())))
	}
	return b.String()
}

// TestAWorldOfAFolderIsNeverMadeCompact: what happened in it has to be told to the end,
// and a state tells none of it.
func TestAWorldOfAFolderIsNeverMadeCompact(t *testing.T) {
	path := filepath.Join(t.TempDir(), "worlds")
	f, _ := mustOpenFolder(t, path, journal.Options{})
	(&life{tb: t, system: mustMake(t, f, "w-one", town(1))}).open(1)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		f, found := mustOpenFolder(t, path, compactly(journal.Options{}))
		if w := found["w-one"]; w.Saved != 0 || len(w.Events) == 0 {
			t.Errorf("%d bytes saved, %d events; want none and all", w.Saved, len(w.Events))
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	long := longLived(t, 3000)
	j, r := mustOpen(t, long, compactly(journal.Options{Sync: journal.None}))
	if err := j.Close(); err != nil || r.Saved == 0 {
		t.Fatalf("%v, %+v", err, r)
	}
	for _, suffix := range []string{"", journal.KeySuffix} {
		if err := os.Rename(long+suffix, filepath.Join(path, "w-two.journal"+suffix)); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := journal.OpenFolder(t.Context(), path, journal.Options{}); err == nil || !strings.Contains(err.Error(), "it was made compact") {
		t.Errorf("a journal that was made compact: %v, want it refused", err)
	}
}
