package voucher_test

import (
	"math/bits"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// The digest is part of what a run prints and of what is stored beside keys:
// these vectors pin it. They change only with every hash of every run.
func TestDigestIsPinned(t *testing.T) {
	d := voucher.NewDigest()
	for _, tt := range []struct {
		name string
		got  voucher.Digest
		want voucher.Digest
	}{
		{"nothing", d, 0x2d358dccaa6c78a5},
		{"a word", d.Word(1), 0x28fac5a7d09fef1c},
		{"the word zero", d.Word(0), 0x656fcd21eed69255},
		{"two words, one after the other", d.Word(1).Word(2), 0x87a9c70e2399bb84},
		{"two words in one step", d.Two(1, 2), 0x6fdbae6791c6a224},
		{"a pair", d.Pair(1, 2), 0xca00ea8b4695e345},
		{"no bytes", d.Bytes(nil), 0x656fcd21eed69255},
		{"three bytes", d.Bytes([]byte("abc")), 0xb249e0d013c97e83},
		{"nine bytes", d.Bytes([]byte("abcdefghi")), 0xe07ac861f2258905},
		{"a text", d.Text("иә"), 0xaa183db82ebdac03},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %#x, want %#x\nthe same words have the same digest on every machine and in every release", tt.name, uint64(tt.got), uint64(tt.want))
		}
	}
}

func TestDigestTellsApart(t *testing.T) {
	d := voucher.NewDigest()
	seen := map[voucher.Digest]string{}
	for _, tt := range []struct {
		name string
		got  voucher.Digest
	}{
		{"nothing", d},
		{"the word zero", d.Word(0)},
		{"the word zero twice", d.Word(0).Word(0)},
		{"one, two", d.Word(1).Word(2)},
		{"two, one", d.Word(2).Word(1)},
		{"one, two in one step", d.Two(1, 2)},
		{"two, one in one step", d.Two(2, 1)},
		{"one, one in one step", d.Two(1, 1)},
		{"two, two in one step", d.Two(2, 2)},
		{"a pair", d.Pair(1, 2)},
		{"a pair turned round", d.Pair(2, 1)},
		{"a zero byte", d.Bytes([]byte{0})},
		{"two zero bytes", d.Bytes([]byte{0, 0})},
		{"eight zero bytes", d.Bytes(make([]byte, 8))},
		{"nine zero bytes", d.Bytes(make([]byte, 9))},
		{"ab, c", d.Text("ab").Text("c")},
		{"a, bc", d.Text("a").Text("bc")},
		{"abc", d.Text("abc")},
		{"abc, nothing", d.Text("abc").Text("")},
	} {
		if other, ok := seen[tt.got]; ok {
			t.Errorf("%q and %q have the digest %#x\norder and length count", tt.name, other, uint64(tt.got))
		}
		seen[tt.got] = tt.name
	}
}

func TestTextAndBytesAreTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		d := voucher.Digest(rapid.Uint64().Draw(t, "before"))
		if d.Text(s) != d.Bytes([]byte(s)) {
			t.Fatalf("Text(%q) = %#x, Bytes = %#x", s, d.Text(s), d.Bytes([]byte(s)))
		}
	})
}

// TestSmallNumbersDoNotCollide: handles, months and sums are small numbers, so
// all short runs of them have digests of their own.
func TestSmallNumbersDoNotCollide(t *testing.T) {
	seen := make(map[voucher.Digest][2]uint64, 1<<17)
	start := voucher.NewDigest()
	for a := range uint64(256) {
		for b := range uint64(256) {
			for _, d := range [...]voucher.Digest{start.Word(a).Word(b), start.Two(a, b)} {
				if other, ok := seen[d]; ok {
					t.Fatalf("%d, %d and %d, %d have the digest %#x", a, b, other[0], other[1], uint64(d))
				}
				seen[d] = [2]uint64{a, b}
			}
		}
	}
}

// TestADigestTurnsOnEveryBit: one bit of a word changes about half of the bits,
// and never none.
func TestADigestTurnsOnEveryBit(t *testing.T) {
	flips, n := 0, 0
	for _, word := range []uint64{0, 1, 4_325_00, 1 << 40, ^uint64(0)} {
		for bit := range 64 {
			before, after := voucher.NewDigest().Word(word), voucher.NewDigest().Word(word^1<<bit)
			if before == after {
				t.Fatalf("bit %d of %#x changes nothing", bit, word)
			}
			flips += bits.OnesCount64(uint64(before ^ after))
			n++
		}
	}
	if mean := flips / n; mean < 24 || mean > 40 {
		t.Errorf("a bit changes %d bits of the digest on average, want about 32", mean)
	}
}
