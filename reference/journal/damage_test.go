package journal_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestTornAtEveryByte: wherever a file ends, the state is that of the last whole
// record before, what was torn is told, and the life goes on from there.
func TestTornAtEveryByte(t *testing.T) {
	path, whole, ends, hashes := lived(t)
	for size := ends[0]; size <= len(whole); size++ {
		disk := &journal.TestDisk{Bytes: bytes.Clone(whole[:size])}
		j, r, err := journal.Open(t.Context(), path, journal.On(disk, journal.Options{}))
		if err != nil {
			t.Fatalf("%d of %d bytes: %v", size, len(whole), err)
		}
		n, _ := slices.BinarySearch(ends, size+1)
		n--
		if r.Records != uint64(n) || r.Bytes != int64(ends[n]) || r.Cut != int64(size-ends[n]) || len(disk.Bytes) != ends[n] {
			t.Fatalf("%d of %d bytes: %+v, want %d records, %d bytes, %d cut", size, len(whole), r, n, ends[n], size-ends[n])
		}
		if got := digest(t, j); got != hashes[n] {
			t.Fatalf("%d of %d bytes: hash %016x, want %016x of the state after record %d", size, len(whole), uint64(got), uint64(hashes[n]), n)
		}
		(&life{tb: t, system: j, keys: 900}).must(&voucher.RegisterStore{Store: 1}, voucher.LocalBody, uint32(kokshetau))
	}
	t.Logf("%d sizes, %d records", len(whole)-ends[0]+1, len(ends)-1)
}

// TestEveryFlippedBit: no bit of a journal can change without a word. In the
// header or before another record it is refused, with the place, and nothing is
// touched; in the last record it is a torn end.
func TestEveryFlippedBit(t *testing.T) {
	path, whole, ends, hashes := lived(t)
	last := len(ends) - 2 // records before the last one
	for bit := range 8 * len(whole) {
		flipped := bytes.Clone(whole)
		flipped[bit/8] ^= 1 << (bit % 8)
		disk := &journal.TestDisk{Bytes: bytes.Clone(flipped)}
		j, r, err := journal.Open(t.Context(), path, journal.On(disk, journal.Options{}))
		at := bit / 8
		var damaged *journal.Damaged
		var foreign *journal.Foreign
		switch {
		case at < ends[0]:
			if !errors.As(err, &foreign) {
				t.Fatalf("bit %d of the header: %v, want it refused", bit, err)
			}
		case at < ends[last]:
			n, _ := slices.BinarySearch(ends, at+1)
			if !errors.As(err, &damaged) || damaged.Offset != int64(ends[n-1]) || damaged.Next != int64(ends[n]) {
				t.Fatalf("bit %d in record %d: %v, want it damaged at byte %d, and whole again at %d", bit, n, err, ends[n-1], ends[n])
			}
		default:
			if err != nil || r.Cut != int64(ends[last+1]-ends[last]) || digest(t, j) != hashes[last] {
				t.Fatalf("bit %d of the last record: %+v, %v, want that record cut and told", bit, r, err)
			}
			continue
		}
		if !bytes.Equal(disk.Bytes, flipped) {
			t.Fatalf("bit %d: the file was changed, want it left as it is", bit)
		}
	}
	t.Logf("%d bits", 8*len(whole))
}

// TestAnotherProgramIsTold: records that are whole and give another answer than
// they once did are refused at the record, so that no state is believed that
// nobody has seen.
func TestAnotherProgramIsTold(t *testing.T) {
	path, whole, ends, _ := lived(t)
	for n := 1; n < len(ends); n++ {
		disk := &journal.TestDisk{Bytes: journal.WithAnswer(bytes.Clone(whole), ends[n-1], ends[n])}
		_, _, err := journal.Open(t.Context(), path, journal.On(disk, journal.Options{}))
		var other *journal.Other
		if !errors.As(err, &other) || other.Record != uint64(n) || other.Offset != int64(ends[n-1]) {
			t.Errorf("record %d says that answers were other ones: %v, want that record named", n, err)
		}
	}
}

// FuzzOpen: no bytes behind the header of the journal that is checked in make the
// reader panic, and it takes no record that was never written. What it takes, it
// takes again.
func FuzzOpen(f *testing.F) {
	whole, err := os.ReadFile(kept)
	if err != nil {
		f.Fatal(err)
	}
	head := journal.HeaderOf(whole)
	f.Add(whole[len(head):])
	f.Fuzz(func(t *testing.T, tail []byte) {
		disk := &journal.TestDisk{Bytes: append(bytes.Clone(head), tail...)}
		j, r, err := journal.Open(t.Context(), kept, journal.On(disk, journal.Options{}))
		if err != nil {
			return
		}
		if !bytes.HasPrefix(whole, disk.Bytes) {
			t.Fatalf("%d bytes were taken that no journal has written", len(disk.Bytes))
		}
		again, s, err := journal.Open(t.Context(), kept, journal.On(disk, journal.Options{}))
		if err != nil || s.Cut != 0 || s.Hash != r.Hash || digest(t, again) != digest(t, j) {
			t.Fatalf("a second time: %+v, %v, want %+v and nothing cut", s, err, r)
		}
	})
}

// FuzzOpenFile: whatever a file holds, it is read without a panic, and what is
// refused is left as it is.
func FuzzOpenFile(f *testing.F) {
	whole, err := os.ReadFile(kept)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Fuzz(func(t *testing.T, data []byte) {
		disk := &journal.TestDisk{Bytes: bytes.Clone(data)}
		if _, _, err := journal.Open(t.Context(), kept, journal.On(disk, journal.Options{})); err != nil && !bytes.Equal(disk.Bytes, data) {
			t.Fatalf("%v, and the file was changed", err)
		}
	})
}
