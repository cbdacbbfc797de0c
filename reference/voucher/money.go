package voucher

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Money is a sum in whole tiyn, 1/100 of a tenge. Sums are checked: one that
// does not fit in 63 bits is a fault of this program and panics.
type Money int64

// Tenge is 100 tiyn.
const Tenge Money = 100

// Plus returns m + n.
func (m Money) Plus(n Money) Money {
	s := m + n
	if (s > m) != (n > 0) && n != 0 {
		panic(fmt.Sprintf("voucher: %d + %d tiyn does not fit", m, n))
	}
	return s
}

// Minus returns m - n.
func (m Money) Minus(n Money) Money {
	if n == math.MinInt64 {
		panic(fmt.Sprintf("voucher: %d - %d tiyn does not fit", m, n))
	}
	return m.Plus(-n)
}

// Times returns m * n.
func (m Money) Times(n int64) Money { return Money(mulDiv(int64(m), n, 1, roundDown)) }

// ShareHalfUp returns m * num / den rounded to the nearest tiyn, a half away
// from zero. Use it once per bill or credit (reading G27). den must be
// positive and num not negative.
func (m Money) ShareHalfUp(num, den int64) Money {
	return Money(mulDiv(int64(m), num, den, roundHalfUp))
}

// ShareDown returns m * num / den rounded towards zero, for a share that must
// never exceed its bound. den must be positive and num not negative.
func (m Money) ShareDown(num, den int64) Money { return Money(mulDiv(int64(m), num, den, roundDown)) }

// String writes the sum in tenge with two decimals: "4325.00".
func (m Money) String() string { return decimal(int64(m), 2) }

// ParseMoney reads tenge with at most two decimals, as String writes them.
func ParseMoney(s string) (Money, error) {
	v, err := parseDecimal(s, 2)
	if err != nil {
		return 0, fmt.Errorf("money %q: %w; write tenge such as 4325.00", s, err)
	}
	return Money(v), nil
}

type rounding uint8

const (
	roundDown rounding = iota
	roundHalfUp
)

// mulDiv returns a*b/c with a 128-bit product. b must be ≥ 0 and c > 0.
func mulDiv(a, b, c int64, how rounding) int64 {
	if b < 0 || c <= 0 {
		panic(fmt.Sprintf("voucher: share %d/%d is not a share", b, c))
	}
	u := uint64(a)
	if a < 0 {
		u = -u
	}
	hi, lo := bits.Mul64(u, uint64(b))
	if how == roundHalfUp {
		var carry uint64
		lo, carry = bits.Add64(lo, uint64(c)/2, 0)
		hi += carry
	}
	if hi >= uint64(c) {
		panic(fmt.Sprintf("voucher: %d * %d / %d does not fit", a, b, c))
	}
	q, _ := bits.Div64(hi, lo, uint64(c))
	if q > math.MaxInt64 {
		panic(fmt.Sprintf("voucher: %d * %d / %d does not fit", a, b, c))
	}
	if a < 0 {
		return -int64(q)
	}
	return int64(q)
}

// decimal writes v / 10^places with all its places.
func decimal(v int64, places int) string {
	u, sign := uint64(v), ""
	if v < 0 {
		u, sign = -u, "-"
	}
	s := strconv.FormatUint(u, 10)
	if len(s) <= places {
		s = strings.Repeat("0", places+1-len(s)) + s
	}
	return sign + s[:len(s)-places] + "." + s[len(s)-places:]
}

// parseDecimal reads a decimal number with at most the given places.
func parseDecimal(s string, places int) (int64, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, frac, dotted := strings.Cut(digits, ".")
	if whole == "" || (dotted && frac == "") {
		return 0, fmt.Errorf("not a number")
	}
	if len(frac) > places {
		return 0, fmt.Errorf("more than %d decimals", places)
	}
	all := whole + frac + strings.Repeat("0", places-len(frac))
	var v int64
	for _, r := range []byte(all) {
		if r < '0' || r > '9' {
			return 0, fmt.Errorf("not a number")
		}
		d := int64(r - '0')
		if v > (math.MaxInt64-d)/10 {
			return 0, fmt.Errorf("too large")
		}
		v = v*10 + d
	}
	if negative {
		v = -v
	}
	return v, nil
}
