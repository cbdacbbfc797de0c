package simulator_test

import (
	"math"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/simulator"
)

func TestLogNormalMoments(t *testing.T) {
	tests := []struct {
		name          string
		median, sigma int64
		tolerance     float64
		why           string
	}{
		{"no spread", 1000, 0, 1e-9, "every draw is the median"},
		{"baskets", 250_000, 600, 0.001, "tiyn"},
		{"gas a year", 3_500_000, 450, 0.001, "thousandths of a cubic metre"},
		{"reply delay", 36_000, 1600, 0.006, "seconds; the heavy tail loses half a per cent"},
		{"greatest", 1_000_000_000_000, 3000, 0.16, "no overflow at the bound; a tail this heavy is cut"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, err := simulator.LogNormal(tt.median, tt.sigma)
			if err != nil {
				t.Fatal(err)
			}
			sigma := float64(tt.sigma) / 1000
			want := float64(tt.median) * math.Exp(sigma*sigma/2)
			mean, variance := moments(table.At)
			if math.Abs(mean-want) > tt.tolerance*want {
				t.Errorf("mean %.2f, want %.2f\n%s", mean, want, tt.why)
			}
			if spread := want * math.Sqrt(math.Exp(sigma*sigma)-1); sigma <= 0.6 && math.Abs(math.Sqrt(variance)-spread) > 0.01*spread+0.5 {
				t.Errorf("deviation %.2f, want %.2f\n%s", math.Sqrt(variance), spread, tt.why)
			}
			if got := table.At(1 << 63); math.Abs(float64(got-tt.median)) > 0.005*sigma*float64(tt.median)+1 {
				t.Errorf("middle draw %d, want about the median %d", got, tt.median)
			}
		})
	}
}

// TestLogNormalCells holds each cell against math.Exp over the normal
// quantiles: integers may differ from it by their rounding only.
func TestLogNormalCells(t *testing.T) {
	const cells, part = 1024, 4
	for _, sigma := range []int64{1, 450, 1000, 2999} {
		table, err := simulator.LogNormal(1_000_000_000, sigma)
		if err != nil {
			t.Fatal(err)
		}
		for i := range cells {
			var want float64
			for j := range part {
				middle := (float64(i*part+j) + 0.5) / (cells * part)
				want += 1e9 * math.Exp(float64(sigma)/1000*math.Sqrt2*math.Erfinv(2*middle-1)) / part
			}
			if got := float64(table.At(uint64(i) << 54)); math.Abs(got-want) > 1+1e-6*want {
				t.Fatalf("sigma %d, cell %d = %.0f, want %.3f", sigma, i, got, want)
			}
		}
	}
}

// TestLogNormalGolden pins values, so that another architecture that
// disagrees is found by running the tests there.
func TestLogNormalGolden(t *testing.T) {
	table, err := simulator.LogNormal(36_000, 1600)
	if err != nil {
		t.Fatal(err)
	}
	var sum uint64
	for i := range uint64(1024) {
		sum = sum*31 + uint64(table.At(i<<54))
	}
	if want := uint64(0x44ccbee9500b5664); sum != want {
		t.Errorf("digest of LogNormal(36000, 1600) = %#x, want %#x\noutcomes of every run hang on it", sum, want)
	}
}

func TestBetweenRunsStraight(t *testing.T) {
	table, err := simulator.Between(
		simulator.Knot{PPM: 0, Value: -100}, simulator.Knot{PPM: 250_000, Value: 0},
		simulator.Knot{PPM: 750_000, Value: 0}, simulator.Knot{PPM: 1_000_000, Value: 1_000_000})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		u    uint64
		want int64
	}{
		{"lowest", 0, -100},
		{"last below the flat part", 255 << 54, 0},
		{"first of the flat part", 256 << 54, 0},
		{"last of the flat part", 767 << 54, 0},
		{"first above", 768 << 54, 1953},
		{"highest", math.MaxUint64, 998_047},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := table.At(tt.u); got != tt.want {
				t.Errorf("At(%#x) = %d, want %d\nthe middle of its cell on the line", tt.u, got, tt.want)
			}
		})
	}
}

func TestQuantilesRefuseBadFigures(t *testing.T) {
	knots := func(k ...simulator.Knot) error { _, err := simulator.Between(k...); return err }
	normal := func(median, sigma int64) error { _, err := simulator.LogNormal(median, sigma); return err }
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"median 0", normal(0, 1), "median of 0;"},
		{"median too great", normal(1_000_000_000_001, 1), "median of 1000000000001;"},
		{"sigma below", normal(1, -1), "sigma of -1 thousandths;"},
		{"sigma above", normal(1, 3001), "sigma of 3001 thousandths;"},
		{"no knots", knots(), "knots do not run"},
		{"first not at 0", knots(simulator.Knot{PPM: 1}, simulator.Knot{PPM: 1_000_000}), "knots do not run"},
		{"last not at the whole", knots(simulator.Knot{}, simulator.Knot{PPM: 999_999}), "knots do not run"},
		{"share twice", knots(simulator.Knot{}, simulator.Knot{}, simulator.Knot{PPM: 1_000_000}), "knot 2 (0 ppm, 0) does not rise"},
		{"value falls", knots(simulator.Knot{Value: 1}, simulator.Knot{PPM: 1_000_000}), "knot 2 (1000000 ppm, 0) does not rise"},
		{"value too great", knots(simulator.Knot{}, simulator.Knot{PPM: 1_000_000, Value: 1 << 60}), "knot 2 has the value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.err == nil || !strings.HasPrefix(tt.err.Error(), tt.want) {
				t.Errorf("error %v, want %q…", tt.err, tt.want)
			}
		})
	}
}

func BenchmarkQuantiles(b *testing.B) {
	table, err := simulator.LogNormal(250_000, 600)
	if err != nil {
		b.Fatal(err)
	}
	var sum, u uint64
	for b.Loop() {
		u += 0x9e3779b97f4a7c15
		sum += uint64(table.At(u))
	}
	sink = sum
}
