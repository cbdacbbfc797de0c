package journal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// longLived is a journal on a real disk in which a store was delivered to again and
// again, months ago: many records, of which the state holds little, since keys are
// forgotten once two months have begun in which something was done.
func longLived(t *testing.T, deliveries int) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "journal")
	j, _ := mustOpen(t, path, journal.Options{Setup: town(4), Sync: journal.None})
	l := &life{tb: t, system: j}
	l.open(4)
	for range deliveries {
		l.must(&voucher.Deliver{Store: 1, Goods: 1, Quantity: voucher.Unit, Price: 90}, voucher.StoreTill, 1)
	}
	l.advance(voucher.At(2026, 4, 1, 12, 0, 0))
	goOn(t, j)
	l.advance(voucher.At(2026, 5, 1, 12, 0, 0))
	stock(t, j)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// stock delivers something under one key, the same each time.
func stock(t *testing.T, s voucher.System) {
	t.Helper()
	(&life{tb: t, system: s, keys: 800_000}).must(&voucher.Deliver{Store: 1, Goods: 1, Quantity: voucher.Unit, Price: 90}, voucher.StoreTill, 1)
}

// goOn changes something.
func goOn(t *testing.T, s voucher.System) {
	t.Helper()
	(&life{tb: t, system: s, keys: 900_000}).must(&voucher.Deliver{Store: 1, Goods: 2, Quantity: voucher.Unit, Price: 90}, voucher.StoreTill, 1)
}

// compactly opens a journal so that it is made compact.
func compactly(o journal.Options) journal.Options { return journal.CompactAt(1, nil, o) }

// TestAJournalIsMadeCompact: a start puts the state in the place of the records that have
// come to it. The state, its clock and the answers under keys are the same as those of
// the records, and the life goes on from there, from start to start.
func TestAJournalIsMadeCompact(t *testing.T) {
	path := longLived(t, 3000)
	long, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	plain, before := mustOpen(t, path, journal.Options{Sync: journal.None})
	if before.Saved != 0 || before.Folded != 0 {
		t.Errorf("%+v; a small file is not worth it", before)
	}
	want := digest(t, plain)
	if err := plain.Close(); err != nil {
		t.Fatal(err)
	}
	j, r := mustOpen(t, path, compactly(journal.Options{Sync: journal.None}))
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if r.Saved <= 0 || r.Uncompacted != nil || info.Size() != r.Bytes || info.Size() > int64(len(long))/2 || info.Mode().Perm() != 0o600 {
		t.Fatalf("%+v, %v of %d bytes, %v; want a file of less than half, the owner's alone", r, info.Size(), len(long), info.Mode())
	}
	if got := digest(t, j); got != want || r.Hash != want {
		t.Fatalf("hash %016x, and %016x told; want %016x as before", uint64(got), uint64(r.Hash), uint64(want))
	}
	stock(t, j) // under a key that was used: it has its first answer
	if got := digest(t, j); got != want {
		t.Errorf("keys are forgotten: hash %016x, want %016x", uint64(got), uint64(want))
	}
	goOn(t, j)
	later := digest(t, j)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // records behind a state, and then a state in the place of both
		j, s := mustOpen(t, path, journal.Options{Sync: journal.None})
		if s.Folded != r.Records || s.Records == 0 || s.Cut != 0 || !s.Ended || digest(t, j) != later {
			t.Fatalf("%+v; want %d records folded, the new ones read, and the same state", s, r.Records)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	j, s := mustOpen(t, path, journal.CompactAt(1, nil, journal.Options{Sync: journal.None}))
	if got := digest(t, j); got != later {
		t.Errorf("%+v, hash %016x; want %016x", s, uint64(got), uint64(later))
	}
}

// TestKilledWhileItIsMadeCompact: whatever stands on the disk at the instants between
// its steps, and whatever was left of an unfinished file, a start finds the whole state.
func TestKilledWhileItIsMadeCompact(t *testing.T) {
	path := longLived(t, 1000)
	plain, r := mustOpen(t, path, journal.Options{Sync: journal.None})
	if err := plain.Close(); err != nil {
		t.Fatal(err)
	}
	var left []string // folders as a kill would leave them
	keep := func(string) {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(filepath.Dir(path))); err != nil {
			t.Fatal(err)
		}
		left = append(left, dir)
	}
	keep("begun")
	var steps []string
	j, _ := mustOpen(t, path, journal.CompactAt(1, func(name string) {
		steps = append(steps, name)
		keep(name)
	}, journal.Options{Sync: journal.None}))
	keep("done")
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(steps, []string{"written", "renamed"}) {
		t.Fatalf("steps %q, want both", steps)
	}
	whole, err := os.ReadFile(filepath.Join(left[1], "journal.compact"))
	if err != nil {
		t.Fatal(err)
	}
	for size := 0; size < len(whole); size += 1 + len(whole)/9 { // killed while it was written
		dir := t.TempDir()
		if err := errors.Join(os.CopyFS(dir, os.DirFS(left[0])), os.WriteFile(filepath.Join(dir, "journal.compact"), whole[:size], 0o600)); err != nil {
			t.Fatal(err)
		}
		left = append(left, dir)
	}
	for i, dir := range left {
		for _, o := range []journal.Options{{Sync: journal.None}, compactly(journal.Options{Sync: journal.None})} {
			j, s := mustOpen(t, filepath.Join(dir, "journal"), o)
			if s.Hash != r.Hash || digest(t, j) != r.Hash || s.Cut != 0 {
				t.Errorf("folder %d: %+v; want the hash %016x and nothing cut", i, s, uint64(r.Hash))
			}
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestEveryFlippedBitOfACompactJournal: no bit of header or state can change without a
// word, and what is refused is left as it is: a state that is damaged is no torn end.
func TestEveryFlippedBitOfACompactJournal(t *testing.T) {
	path := longLived(t, 400)
	j, r := mustOpen(t, path, compactly(journal.Options{Sync: journal.None}))
	goOn(t, j)
	want := digest(t, j)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := range int(r.Bytes) {
		flipped := bytes.Clone(whole)
		flipped[at] ^= 1 << (at % 8)
		disk := &journal.TestDisk{Bytes: bytes.Clone(flipped)}
		_, _, err := journal.Open(t.Context(), path, journal.On(disk, journal.Options{}))
		var foreign *journal.Foreign
		if !errors.As(err, &foreign) || !bytes.Equal(disk.Bytes, flipped) {
			t.Fatalf("byte %d of %d: %v, want it refused and left", at, r.Bytes, err)
		}
	}
	for size := r.Bytes; size <= int64(len(whole)); size++ { // a torn end behind the state
		disk := &journal.TestDisk{Bytes: bytes.Clone(whole[:size])}
		j, s, err := journal.Open(t.Context(), path, journal.On(disk, journal.Options{}))
		if err != nil || s.Folded != r.Records || s.Bytes+s.Cut != size {
			t.Fatalf("%d bytes: %+v, %v; want what is torn cut off", size, s, err)
		}
		if size == int64(len(whole)) && digest(t, j) != want {
			t.Error("the whole file has another state")
		}
	}
	for size := range r.Bytes { // a state that is cut off is none
		disk := &journal.TestDisk{Bytes: bytes.Clone(whole[:size])}
		if _, _, err := journal.Open(t.Context(), path, journal.On(disk, journal.Options{})); err == nil {
			t.Fatalf("%d of %d bytes of the state were taken", size, r.Bytes)
		}
	}
}

// TestWhatKeepsItFromBeingCompact is told, and the journal goes on as it is.
func TestWhatKeepsItFromBeingCompact(t *testing.T) {
	path := longLived(t, 3000)
	if err := os.Mkdir(path+".compact", 0o700); err != nil {
		t.Fatal(err)
	}
	j, r := mustOpen(t, path, compactly(journal.Options{Sync: journal.None}))
	if r.Uncompacted == nil || r.Saved != 0 {
		t.Errorf("%+v; want it told that the file could not be made", r)
	}
	goOn(t, j)
	want := digest(t, j)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if j, s := mustOpen(t, path, journal.Options{Sync: journal.None}); digest(t, j) != want {
		t.Errorf("%+v; want what was done since", s)
	}
}
