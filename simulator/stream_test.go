package simulator_test

import (
	"fmt"
	"math"
	"math/bits"
	"os"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/simulator"
)

func ExampleNewStream() {
	akkol := simulator.EntityID(0, simulator.KindTerritory, 113220100)
	block := simulator.EntityID(akkol, simulator.KindBlock, 0)
	family := simulator.EntityID(block, simulator.KindFamily, 16)

	reply := simulator.NewStream(2026, simulator.ForFoodReplyKind, family)
	for month := range uint64(4) {
		fmt.Println(simulator.Chance(reply.At(month), 520_000), simulator.IntN(reply.At(month), 100))
	}
	// Output:
	// false 58
	// false 56
	// true 8
	// true 6
}

// TestStreamGolden pins the generator: every outcome of every run hangs on
// these numbers.
func TestStreamGolden(t *testing.T) {
	tests := []struct {
		name    string
		seed    uint64
		purpose simulator.Purpose
		entity  uint64
		n       uint64
		want    uint64
	}{
		{"first", 42, 1, 1, 0, 0xc8be070d56a62d5e},
		{"second", 42, 1, 1, 1, 0x5067821748c8c066},
		{"another decision", 42, 2, 1, 0, 0x7fd9c4df91276f84},
		{"another entity", 42, 1, 2, 0, 0x70067f5aa207411},
		{"seed zero", 0, 1, 1, 0, 0x6f0586900ac1a603},
		{"all zero", 0, 0, 0, 0, 0xbfef8030ddc2d772},
		{"all greatest", math.MaxUint64, math.MaxUint16, math.MaxUint64, math.MaxUint64, 0xf2feee6e3907f401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := simulator.NewStream(tt.seed, tt.purpose, tt.entity).At(tt.n); got != tt.want {
				t.Errorf("NewStream(%d, %d, %d).At(%d) = %#x, want %#x", tt.seed, tt.purpose, tt.entity, tt.n, got, tt.want)
			}
		})
	}
}

func TestEntityIDGolden(t *testing.T) {
	pavlodar := simulator.EntityID(0, simulator.KindTerritory, 551010000)
	block := simulator.EntityID(pavlodar, simulator.KindBlock, 3)
	tests := []struct {
		name string
		got  uint64
		want uint64
	}{
		{"territory", pavlodar, 0xdd0aea12f90172fb},
		{"block", block, 0xc54c48fb5efd42b4},
		{"family", simulator.EntityID(block, simulator.KindFamily, 0), 0xfe6358eab01176af},
		{"store beside it", simulator.EntityID(block, simulator.KindStore, 0), 0x67e7a15228179600},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("EntityID of the %s = %#x, want %#x\nids are for ever", tt.name, tt.got, tt.want)
		}
	}
}

// TestPurposesAreForEver: a number once given means the same decision for
// ever, so the list may only grow. Numbers are compared as written in
// testdata/purposes.txt.
func TestPurposesAreForEver(t *testing.T) {
	var have strings.Builder
	streams := simulator.NewStreams(1)
	for _, p := range simulator.Purposes() {
		fmt.Fprintf(&have, "%d %s\n", p, p)
		if got, want := streams.Of(p, 7), simulator.NewStream(1, p, 7); got != want {
			t.Errorf("Streams.Of(%v) = %#x, NewStream = %#x\nthe purpose is out of range", p, got, want)
		}
	}
	const file = "testdata/purposes.txt"
	if *update {
		if err := os.WriteFile(file, []byte(have.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if have.String() != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("purposes differ from %s\nadd lines with -update; never change or reuse one", file)
	}
	if got := simulator.Purpose(9999).String(); got != "purpose 9999" {
		t.Errorf("unknown purpose is called %q", got)
	}
}

// TestChanceBounds shows both sides of each end of the scale.
func TestChanceBounds(t *testing.T) {
	const half = 1 << 63
	tests := []struct {
		name string
		u    uint64
		ppm  uint32
		want bool
		why  string
	}{
		{"never, lowest draw", 0, 0, false, "a share of 0 has no luck"},
		{"rarest, lowest draw", 0, 1, true, ""},
		{"rarest, last draw that counts", 18_446_744_073_709, 1, true, "2^64 / 10^6, rounded down"},
		{"rarest, first draw that does not", 18_446_744_073_710, 1, false, ""},
		{"half, below", half - 1, 500_000, true, ""},
		{"half, from the middle on", half, 500_000, false, ""},
		{"nearly always, highest draw", math.MaxUint64, 999_999, false, ""},
		{"always, highest draw", math.MaxUint64, 1_000_000, true, "a share of 1 has no bad luck"},
		{"above the whole", math.MaxUint64, 1_000_001, true, "readers refuse it before"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := simulator.Chance(tt.u, tt.ppm); got != tt.want {
				t.Errorf("Chance(%d, %d) = %v, want %v\n%s", tt.u, tt.ppm, got, tt.want, tt.why)
			}
		})
	}
}

// TestNeighboursAreUnlike: ids, months and purposes differ by little, their
// numbers must not.
func TestNeighboursAreUnlike(t *testing.T) {
	const n = 1 << 16
	tests := []struct {
		name  string
		value func(i uint64) uint64
	}{
		{"next in a stream", func(i uint64) uint64 { return simulator.NewStream(1, 1, 1).At(i) }},
		{"next entity", func(i uint64) uint64 { return simulator.NewStream(1, 1, i).At(0) }},
		{"next seed", func(i uint64) uint64 { return simulator.NewStream(i, 1, 1).At(0) }},
		{"next ordinal", func(i uint64) uint64 { return simulator.EntityID(1, simulator.KindFamily, i) }},
		{"next parent", func(i uint64) uint64 { return simulator.EntityID(i, simulator.KindFamily, 1) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var flips int
			var buckets [256]float64
			var product float64
			seen := make(map[uint64]bool, n)
			for i := range uint64(n) {
				a, b := tt.value(i), tt.value(i+1)
				flips += bits.OnesCount64(a ^ b)
				buckets[a>>56]++
				product += (float64(a>>11)/(1<<53) - 0.5) * (float64(b>>11)/(1<<53) - 0.5)
				seen[a] = true
			}
			var chi2 float64
			for _, c := range buckets {
				chi2 += (c - n/256) * (c - n/256) / (n / 256)
			}
			correlation := product / n * 12
			if mean := float64(flips) / n; math.Abs(mean-32) > 0.1 {
				t.Errorf("%.3f of 64 bits differ between neighbours, want 32 ± 0.1", mean)
			}
			if chi2 < 150 || chi2 > 360 {
				t.Errorf("chi-square of the top byte = %.1f, want 150 to 360 (255 expected)", chi2)
			}
			if math.Abs(correlation) > 0.02 {
				t.Errorf("correlation of neighbours = %.4f, want within 0.02", correlation)
			}
			if len(seen) != n {
				t.Errorf("%d different numbers of %d", len(seen), n)
			}
		})
	}
}

// TestEveryBitOfTheKeyMatters: flipping one bit of seed, entity or counter
// flips about half of the answer.
func TestEveryBitOfTheKeyMatters(t *testing.T) {
	draw := func(key [3]uint64) uint64 {
		return simulator.NewStream(key[0], simulator.ForGasReplyKind, key[1]).At(key[2])
	}
	for part, name := range []string{"seed", "entity", "counter"} {
		for bit := range 64 {
			var flips int
			const n = 512
			for i := range uint64(n) {
				key := [3]uint64{i, i * 77, i * 13}
				before := draw(key)
				key[part] ^= 1 << bit
				flips += bits.OnesCount64(before ^ draw(key))
			}
			if mean := float64(flips) / n; math.Abs(mean-32) > 1.2 {
				t.Errorf("bit %d of the %s flips %.2f of 64 bits, want 32 ± 1.2", bit, name, mean)
			}
		}
	}
}

func BenchmarkStream(b *testing.B) {
	var sum, family uint64
	for b.Loop() {
		family++
		sum += simulator.NewStream(42, simulator.ForGasReplyKind, family).At(3)
	}
	sink = sum
}

func BenchmarkStreamsOf(b *testing.B) {
	streams := simulator.NewStreams(42)
	var sum, family uint64
	for b.Loop() {
		family++
		sum += streams.Of(simulator.ForGasReplyKind, family).At(3)
	}
	sink = sum
}

// BenchmarkFamilyMonth is the floor of a simulation: ten draws for a family in
// a month, of the kinds that behaviour makes.
func BenchmarkFamilyMonth(b *testing.B) {
	streams := simulator.NewStreams(42)
	delay, err := simulator.LogNormal(36_000, 1600)
	if err != nil {
		b.Fatal(err)
	}
	size, err := simulator.NewChoice([]int64{2, 5, 9, 15, 23, 21, 13, 7, 3, 2})
	if err != nil {
		b.Fatal(err)
	}
	var sum, family uint64
	for b.Loop() {
		family++
		for _, p := range [...]simulator.Purpose{simulator.ForGasDelivery, simulator.ForGasReplyKind, simulator.ForGasReplyMalformed, simulator.ForGasChannel} {
			if simulator.Chance(streams.Of(p, family).At(3), 520_000) {
				sum++
			}
		}
		for _, p := range [...]simulator.Purpose{simulator.ForGasReplyDelay, simulator.ForGasActivationDelay, simulator.ForGasVolumeMonth} {
			sum += uint64(delay.At(streams.Of(p, family).At(3)))
		}
		for _, p := range [...]simulator.Purpose{simulator.ForFamilySize, simulator.ForPurchaseCount, simulator.ForBasketLines} {
			sum += uint64(size.Pick(streams.Of(p, family).At(3)))
		}
	}
	sink = sum
}
