package voucher_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

const (
	mostMoney  voucher.Money = math.MaxInt64
	leastMoney voucher.Money = math.MinInt64
)

// panics runs f and returns what it panicked with, "" where it did not.
func panics(f func()) (said string) {
	defer func() {
		if r := recover(); r != nil {
			said, _ = r.(string)
			if said == "" {
				said = "something that is not a text"
			}
		}
	}()
	f()
	return ""
}

func TestMoneySums(t *testing.T) {
	for _, tt := range []struct {
		name   string
		got    func() voucher.Money
		want   voucher.Money
		panics bool
		why    string
	}{
		{"plus", func() voucher.Money { return voucher.Money(4_325_00).Plus(1) }, 4_325_01, false, "whole tiyn"},
		{"plus a debt", func() voucher.Money { return voucher.Money(100).Plus(-250) }, -150, false, "a sum may be below zero; a balance may not, which is the rules' to hold"},
		{"plus nothing at the top", func() voucher.Money { return mostMoney.Plus(0) }, mostMoney, false, "the last sum that fits"},
		{"plus one at the top", func() voucher.Money { return mostMoney.Plus(1) }, 0, true, "one more does not fit"},
		{"to the top", func() voucher.Money { return (mostMoney - 1).Plus(1) }, mostMoney, false, "one less does"},
		{"minus one at the bottom", func() voucher.Money { return leastMoney.Plus(-1) }, 0, true, "one less does not fit"},
		{"to the bottom", func() voucher.Money { return (leastMoney + 1).Plus(-1) }, leastMoney, false, "one more does"},
		{"minus", func() voucher.Money { return voucher.Money(500).Minus(499) }, 1, false, "whole tiyn"},
		{"minus to a debt", func() voucher.Money { return voucher.Money(499).Minus(500) }, -1, false, "a difference may be below zero"},
		{"minus at the bottom", func() voucher.Money { return leastMoney.Minus(1) }, 0, true, "one less does not fit"},
		{"minus a debt at the top", func() voucher.Money { return mostMoney.Minus(-1) }, 0, true, "one more does not fit"},
		{"minus the bottom", func() voucher.Money { return voucher.Money(0).Minus(leastMoney) }, 0, true, "its opposite does not fit"},
		{"times", func() voucher.Money { return voucher.Money(4_325_00).Times(4) }, 17_300_00, false, "four members at the MRP of 2026"},
		{"times nothing", func() voucher.Money { return mostMoney.Times(0) }, 0, false, "nothing of anything is nothing"},
		{"a debt times", func() voucher.Money { return voucher.Money(-3).Times(3) }, -9, false, "the sign stays"},
		{"times two at the top", func() voucher.Money { return (mostMoney/2 + 1).Times(2) }, 0, true, "one above half of the top"},
		{"times two below the top", func() voucher.Money { return (mostMoney / 2).Times(2) }, mostMoney - 1, false, "half of the top"},
		{"times far beyond", func() voucher.Money { return mostMoney.Times(math.MaxInt64) }, 0, true, "the product needs 126 bits"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got voucher.Money
			said := panics(func() { got = tt.got() })
			if tt.panics != (said != "") {
				t.Fatalf("panicked with %q, want a panic: %v\n%s", said, tt.panics, tt.why)
			}
			if tt.panics && !strings.HasPrefix(said, "voucher: ") {
				t.Errorf("panicked with %q, want the package named first\na fault of ours says where", said)
			}
			if got != tt.want {
				t.Errorf("got %d, want %d\n%s", got, tt.want, tt.why)
			}
		})
	}
}

func TestMoneyShares(t *testing.T) {
	for _, tt := range []struct {
		name       string
		m          voucher.Money
		num, den   int64
		halfUp     voucher.Money
		down       voucher.Money
		overflows  bool
		isNotShare bool
		why        string
	}{
		{"exact", 100, 1, 4, 25, 25, false, false, "nothing to round"},
		{"below the half", 249, 1, 100, 2, 2, false, false, "2.49"},
		{"the half", 250, 1, 100, 3, 2, false, false, "2.5: half-up goes away from zero"},
		{"above the half", 251, 1, 100, 3, 2, false, false, "2.51"},
		{"the half of an odd divisor does not exist", 1, 1, 3, 0, 0, false, false, "0.333"},
		{"above it", 2, 1, 3, 1, 0, false, false, "0.667"},
		{"half a tiyn", 1, 1, 2, 1, 0, false, false, "0.5"},
		{"nothing", 0, 7, 9, 0, 0, false, false, "a share of nothing"},
		{"no share", 12345, 0, 9, 0, 0, false, false, "nothing of something"},
		{"a debt, below the half", -249, 1, 100, -2, -2, false, false, "-2.49"},
		{"a debt, the half", -250, 1, 100, -3, -2, false, false, "-2.5: half-up is symmetrical, down goes towards zero"},
		{"a debt, above the half", -251, 1, 100, -3, -2, false, false, "-2.51"},
		{"20 % of a bill", 1_234_57, 200_000, 1_000_000, 246_91, 246_91, false, false, "246.914"},
		{"15/115 of a shelf price", 1_150_00, 150_000, 1_150_000, 150_00, 150_00, false, false, "reading F01 capped_discount"},
		{"more than all", 100, 3, 2, 150, 150, false, false, "a share may be above one"},
		{"the top", mostMoney, 1, 1, mostMoney, mostMoney, false, false, "the product may need 128 bits as long as the result fits"},
		{"the top by itself", mostMoney, math.MaxInt64, math.MaxInt64, mostMoney, mostMoney, false, false, "the product needs 126 bits"},
		{"above the top", mostMoney, 2, 1, 0, 0, true, false, "twice the top"},
		{"four times the top", mostMoney, 4, 1, 0, 0, true, false, "the product's upper half is the divisor"},
		{"a negative share", 100, -1, 2, 0, 0, false, true, "num must not be negative"},
		{"a share of none", 100, 1, 0, 0, 0, false, true, "den must be positive"},
		{"a share of a debt", 100, 1, -2, 0, 0, false, true, "den must be positive"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var halfUp, down voucher.Money
			saidUp := panics(func() { halfUp = tt.m.ShareHalfUp(tt.num, tt.den) })
			saidDown := panics(func() { down = tt.m.ShareDown(tt.num, tt.den) })
			wantPanic := tt.overflows || tt.isNotShare
			if wantPanic != (saidUp != "") || wantPanic != (saidDown != "") {
				t.Fatalf("panicked with %q and %q, want a panic: %v\n%s", saidUp, saidDown, wantPanic, tt.why)
			}
			if wantPanic && (!strings.HasPrefix(saidUp, "voucher: ") || !strings.HasPrefix(saidDown, "voucher: ")) {
				t.Errorf("panicked with %q and %q, want the package named first\na fault of ours says where", saidUp, saidDown)
			}
			if halfUp != tt.halfUp {
				t.Errorf("%d.ShareHalfUp(%d, %d) = %d, want %d\n%s", tt.m, tt.num, tt.den, halfUp, tt.halfUp, tt.why)
			}
			if down != tt.down {
				t.Errorf("%d.ShareDown(%d, %d) = %d, want %d\n%s", tt.m, tt.num, tt.den, down, tt.down, tt.why)
			}
		})
	}
}

// exactly divides a*b by c in numbers that cannot overflow, half-up or down.
func exactly(a, b, c int64, halfUp bool) *big.Int {
	product := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	sign := product.Sign()
	product.Abs(product)
	if halfUp {
		product.Add(product, new(big.Int).Rsh(big.NewInt(c), 1))
	}
	product.Quo(product, big.NewInt(c))
	if sign < 0 {
		product.Neg(product)
	}
	return product
}

// TestSharesAreExact: a share is the exact quotient rounded as its name says,
// or a panic where that does not fit.
func TestSharesAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := edgy().Draw(t, "amount")
		num := edgy().Filter(func(v int64) bool { return v >= 0 }).Draw(t, "num")
		den := edgy().Filter(func(v int64) bool { return v > 0 }).Draw(t, "den")
		for _, how := range []struct {
			name   string
			halfUp bool
			share  func() voucher.Money
		}{
			{"ShareHalfUp", true, func() voucher.Money { return voucher.Money(amount).ShareHalfUp(num, den) }},
			{"ShareDown", false, func() voucher.Money { return voucher.Money(amount).ShareDown(num, den) }},
		} {
			want := exactly(amount, num, den, how.halfUp)
			fits := want.IsInt64() && want.Int64() != math.MinInt64
			var got voucher.Money
			said := panics(func() { got = how.share() })
			if fits != (said == "") {
				t.Fatalf("%s(%d, %d) of %d panicked with %q; exactly it is %s", how.name, num, den, amount, said, want)
			}
			if fits && int64(got) != want.Int64() {
				t.Fatalf("%s(%d, %d) of %d = %d, want %s", how.name, num, den, amount, got, want)
			}
		}
	})
}

// edgy draws whole numbers of every size, those at the ends of the range among
// them.
func edgy() *rapid.Generator[int64] {
	return rapid.OneOf(
		rapid.Int64Range(-200, 200),
		rapid.SampledFrom([]int64{math.MaxInt64, math.MaxInt64 - 1, math.MinInt64 + 1, math.MinInt64, 1 << 32, 1<<32 - 1, 1_000_000, 1_150_000}),
		rapid.Int64(),
	)
}

// TestSumsFitOrPanic: a sum or difference is exact, or it panics; it never
// wraps around.
func TestSumsFitOrPanic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := edgy().Draw(t, "a"), edgy().Draw(t, "b")
		sum := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		var got voucher.Money
		said := panics(func() { got = voucher.Money(a).Plus(voucher.Money(b)) })
		if sum.IsInt64() != (said == "") || (said == "" && int64(got) != sum.Int64()) {
			t.Fatalf("%d + %d = %d (panic %q), want %s", a, b, got, said, sum)
		}
		difference := new(big.Int).Sub(big.NewInt(a), big.NewInt(b))
		said = panics(func() { got = voucher.Money(a).Minus(voucher.Money(b)) })
		if said == "" && (!difference.IsInt64() || int64(got) != difference.Int64()) {
			t.Fatalf("%d - %d = %d, want %s", a, b, got, difference)
		}
		if said != "" && difference.IsInt64() && b != math.MinInt64 {
			t.Fatalf("%d - %d panicked with %q, want %s", a, b, said, difference)
		}
	})
}

func TestMoneyInWords(t *testing.T) {
	for _, tt := range []struct {
		text string
		m    voucher.Money
		back string
		why  string
	}{
		{"4325.00", 4_325_00, "4325.00", "as String writes it"},
		{"4325", 4_325_00, "4325.00", "decimals may be left out"},
		{"4325.5", 4_325_50, "4325.50", "one decimal is tens of tiyn"},
		{"0.01", 1, "0.01", "the smallest sum"},
		{"0", 0, "0.00", "nothing"},
		{"-0.00", 0, "0.00", "nothing has no sign"},
		{"-0.05", -5, "-0.05", "a sign before a zero counts"},
		{"007.50", 7_50, "7.50", "leading zeros mean nothing in a sum"},
		{"92233720368547758.07", mostMoney, "92233720368547758.07", "the largest sum"},
		{"-92233720368547758.07", -mostMoney, "-92233720368547758.07", "and its opposite"},
	} {
		got, err := voucher.ParseMoney(tt.text)
		if err != nil || got != tt.m {
			t.Errorf("ParseMoney(%q) = %d, %v, want %d\n%s", tt.text, got, err, tt.m, tt.why)
		}
		if got := tt.m.String(); got != tt.back {
			t.Errorf("Money(%d).String() = %q, want %q\n%s", tt.m, got, tt.back, tt.why)
		}
	}
	if got := leastMoney.String(); got != "-92233720368547758.08" {
		t.Errorf("String of the lowest sum = %q, want -92233720368547758.08\nits opposite does not fit, it is written all the same", got)
	}
}

func TestMoneyThatIsNone(t *testing.T) {
	for _, tt := range []struct{ text, why string }{
		{"", "nothing at all"},
		{"-", "a sign without a number"},
		{".", "a dot without a number"},
		{".50", "no whole tenge before the dot"},
		{"50.", "a dot with nothing behind it"},
		{"1.005", "a part of a tiyn"},
		{"1.000", "three decimals, be they zeros"},
		{"+5", "no sum is written with a plus"},
		{"--5", "two signs"},
		{"5 000", "a blank inside"},
		{" 5", "a blank before"},
		{"5,00", "a comma"},
		{"1.2.3", "two dots"},
		{"1e3", "an exponent"},
		{"٣", "a digit of another script"},
		{"92233720368547758.08", "one tiyn more than fits"},
		{"99999999999999999999", "far more than fits"},
	} {
		got, err := voucher.ParseMoney(tt.text)
		if err == nil {
			t.Errorf("ParseMoney(%q) = %d, want an error\n%s", tt.text, got, tt.why)
		} else if !strings.Contains(err.Error(), "4325.00") {
			t.Errorf("ParseMoney(%q): %v, want an example\nan error says how to mend it", tt.text, err)
		}
	}
}

// TestMoneyIsReadBackAsWritten, from the lowest sum but one to the largest: the
// lowest has no opposite and is never read.
func TestMoneyIsReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := voucher.Money(edgy().Filter(func(v int64) bool { return v != math.MinInt64 }).Draw(t, "money"))
		if got, err := voucher.ParseMoney(m.String()); err != nil || got != m {
			t.Fatalf("ParseMoney(%q) = %d, %v, want %d", m.String(), got, err, m)
		}
	})
}
