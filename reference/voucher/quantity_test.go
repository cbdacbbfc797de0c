package voucher_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestVolumeCosts(t *testing.T) {
	for _, tt := range []struct {
		name   string
		volume voucher.Volume
		price  voucher.Money
		want   voucher.Money
		why    string
	}{
		{"a cubic metre", voucher.CubicMetre, 53_81, 53_81, "the price itself"},
		{"nothing", 0, 53_81, 0, "nothing costs nothing"},
		{"for nothing", 187_500, 0, 0, "a price of zero"},
		{"below the half tiyn", 499, 1, 0, "0.499 tiyn"},
		{"the half tiyn", 500, 1, 1, "0.5 tiyn goes up (reading G27)"},
		{"above the half tiyn", 501, 1, 1, "0.501 tiyn"},
		{"a month of a boiler", 312_345, 62_43, 1949_970, "19499.698 tenge, to a tiyn"},
		{"the largest that fits", math.MaxInt64, 1000, math.MaxInt64, "the product needs more than 63 bits, the cost does not"},
	} {
		if got := tt.volume.At(tt.price); got != tt.want {
			t.Errorf("%s: Volume(%d).At(%d) = %d, want %d\n%s", tt.name, tt.volume, tt.price, got, tt.want, tt.why)
		}
		// The two units are alike; goods are priced by the same arithmetic.
		if got := voucher.Quantity(tt.volume).At(tt.price); got != tt.want {
			t.Errorf("%s: Quantity(%d).At(%d) = %d, want %d\n%s", tt.name, tt.volume, tt.price, got, tt.want, tt.why)
		}
	}
	for _, tt := range []struct {
		name string
		cost func()
		why  string
	}{
		{"a negative volume", func() { voucher.Volume(-1).At(100) }, "the caller has to turn the sign round (GAS-BILL-005)"},
		{"a negative quantity", func() { voucher.Quantity(-1).At(100) }, "no basket holds less than nothing"},
		{"a cost that does not fit", func() { voucher.Volume(math.MaxInt64).At(2000) }, "sums are checked"},
	} {
		if panics(tt.cost) == "" {
			t.Errorf("%s did not panic\n%s", tt.name, tt.why)
		}
	}
}

func TestQuantitiesInWords(t *testing.T) {
	for _, tt := range []struct {
		text  string
		value int64
		back  string
		why   string
	}{
		{"187.500", 187_500, "187.500", "as String writes it"},
		{"187.5", 187_500, "187.500", "decimals may be left out"},
		{"187", 187_000, "187.000", "all of them"},
		{"0.001", 1, "0.001", "the smallest"},
		{"-12", -12_000, "-12.000", "a corrected volume may be negative"},
	} {
		v, err := voucher.ParseVolume(tt.text)
		if err != nil || int64(v) != tt.value || v.String() != tt.back {
			t.Errorf("ParseVolume(%q) = %d, %v, written %q, want %d, written %q\n%s", tt.text, v, err, v, tt.value, tt.back, tt.why)
		}
		q, err := voucher.ParseQuantity(tt.text)
		if err != nil || int64(q) != tt.value || q.String() != tt.back {
			t.Errorf("ParseQuantity(%q) = %d, %v, written %q, want %d, written %q\n%s", tt.text, q, err, q, tt.value, tt.back, tt.why)
		}
	}
	for _, text := range []string{"", "1.0005", "1,5", "m3", "9223372036854775.808"} {
		_, volume := voucher.ParseVolume(text)
		_, quantity := voucher.ParseQuantity(text)
		if volume == nil || !strings.Contains(volume.Error(), "187.500") {
			t.Errorf("ParseVolume(%q): %v, want an error with an example\nan error says how to mend it", text, volume)
		}
		if quantity == nil || !strings.Contains(quantity.Error(), "0.650") {
			t.Errorf("ParseQuantity(%q): %v, want an error with an example\nan error says how to mend it", text, quantity)
		}
	}
}

func TestQuantitiesAreReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := edgy().Filter(func(v int64) bool { return v != math.MinInt64 }).Draw(t, "thousandths")
		if got, err := voucher.ParseVolume(voucher.Volume(n).String()); err != nil || int64(got) != n {
			t.Fatalf("ParseVolume(%q) = %d, %v, want %d", voucher.Volume(n), got, err, n)
		}
		if got, err := voucher.ParseQuantity(voucher.Quantity(n).String()); err != nil || int64(got) != n {
			t.Fatalf("ParseQuantity(%q) = %d, %v, want %d", voucher.Quantity(n), got, err, n)
		}
	})
}

// TestACostGrowsWithTheVolume: more gas never costs less, and two parts never
// cost more than a tiyn beside the whole.
func TestACostGrowsWithTheVolume(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		price := voucher.Money(rapid.Int64Range(0, 100_000).Draw(t, "price"))
		a := voucher.Volume(rapid.Int64Range(0, 100_000_000).Draw(t, "a"))
		b := voucher.Volume(rapid.Int64Range(0, 100_000_000).Draw(t, "b"))
		whole, parts := (a + b).At(price), a.At(price)+b.At(price)
		if whole < a.At(price) {
			t.Fatalf("%s costs %s, less than %s of it", a+b, whole, a)
		}
		if d := parts - whole; d < -1 || d > 1 {
			t.Fatalf("%s and %s cost %s apart and %s together", a, b, parts, whole)
		}
	})
}
