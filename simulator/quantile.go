package simulator

import (
	"errors"
	"fmt"
	"math/bits"
)

// quantileCells is the number of equally likely values of a Quantiles table:
// 8 KiB, small enough for several tables in the first-level cache.
const quantileCells = 1024

// Quantiles draws a whole number from any distribution in one look-up: the
// inverse of the cumulative distribution, cut into 1,024 equally likely
// cells, each standing for the mean of its part. It is built with integers
// only, hence the same on every architecture; it is read only once made, and safe for any number
// of goroutines. The rarest values are one in a thousand: extremes beyond are
// averaged into the last cell.
type Quantiles struct {
	cells [quantileCells]int64
}

// At turns a random number into a value. Greater numbers give values that are
// no smaller.
func (q *Quantiles) At(u uint64) int64 { return q.cells[u>>54] }

// logNormal returns the table of a quantity that is always positive and spread
// by factors rather than by differences (delays, volumes, basket sums): half
// of the draws lie below the median, and two thirds between median/f and
// median*f with f = e^sigma. The unit is the median's own; sigma is in
// thousandths, 0 to 3,000. The median is 1 to 10^12.
func logNormal(median, sigmaMilli int64) (*Quantiles, error) {
	if median < 1 || median > 1_000_000_000_000 {
		return nil, fmt.Errorf("median of %d; give 1 to 1000000000000", median)
	}
	if sigmaMilli < 0 || sigmaMilli > 3000 {
		return nil, fmt.Errorf("sigma of %d thousandths; give 0 to 3000", sigmaMilli)
	}
	const part = 2 * len(normalHalf) / quantileCells
	q := new(Quantiles)
	for i := range q.cells {
		var sum int64
		for j := range part {
			sum += timesExp(median, sigmaMilli*normal(i*part+j)/1000)
		}
		q.cells[i] = (sum + int64(part)/2) / int64(part)
	}
	return q, nil
}

// Knot says that a share of all draws (in ppm) lies at or below a value.
type Knot struct {
	PPM   uint32
	Value int64
}

// between returns the table that runs straight from knot to knot: the form in
// which surveys publish ("half spend less than…"). The first knot stands at 0
// ppm, the last at 1,000,000; shares rise, values do not fall, and all lie
// within ±10^12.
func between(knots ...Knot) (*Quantiles, error) {
	if len(knots) < 2 || knots[0].PPM != 0 || knots[len(knots)-1].PPM != Million {
		return nil, errors.New("knots do not run from 0 to 1000000 ppm; give at least these two")
	}
	for i, k := range knots {
		if k.Value < -1_000_000_000_000 || k.Value > 1_000_000_000_000 {
			return nil, fmt.Errorf("knot %d has the value %d; give at most 1000000000000 either way", i+1, k.Value)
		}
		if i > 0 && (k.PPM <= knots[i-1].PPM || k.Value < knots[i-1].Value) {
			return nil, fmt.Errorf("knot %d (%d ppm, %d) does not rise from the one before; sort them", i+1, k.PPM, k.Value)
		}
	}
	q := new(Quantiles)
	next := 1
	for i := range q.cells {
		// The middle of the cell, in parts of 2048 million.
		at := int64(2*i+1) * Million
		for at > int64(knots[next].PPM)*2*quantileCells {
			next++
		}
		q.cells[i] = onLine(knots[next-1], knots[next], at)
	}
	return q, nil
}

// onLine returns the value at a place between two knots, rounded to the
// nearest. The place is in parts of 2,048 million.
func onLine(from, to Knot, at int64) int64 {
	width := uint64(to.PPM-from.PPM) * 2 * quantileCells
	high, low := bits.Mul64(uint64(to.Value-from.Value), uint64(at)-uint64(from.PPM)*2*quantileCells)
	low, carry := bits.Add64(low, width/2, 0)
	step, _ := bits.Div64(high+carry, low, width)
	return from.Value + int64(step)
}

// normal returns the i-th of 4,096 middle quantiles of the standard normal
// distribution, in parts of 2^24.
func normal(i int) int64 {
	if i < len(normalHalf) {
		return -int64(normalHalf[len(normalHalf)-1-i])
	}
	return int64(normalHalf[i-len(normalHalf)])
}

// timesExp returns m * e^x, rounded half-up, for m up to 10^12 and x within
// ±12 in parts of 2^24. math.Exp would do the same almost everywhere, and its
// last bit would differ between architectures.
func timesExp(m, x int64) int64 {
	// e^x = 2^k * e^r with |r| <= ln(2)/2. Everything is in parts of 2^56.
	const (
		fraction = 56
		ln2      = 49946518145322874 // ln(2) * 2^56
	)
	x <<= fraction - 24
	k := (x + ln2/2) / ln2
	if x+ln2/2 < 0 && (x+ln2/2)%ln2 != 0 {
		k--
	}
	r := x - k*ln2

	// The series of e^r: 18 terms leave less than one part in 2^60.
	sum, term := int64(1)<<fraction, int64(1)<<fraction
	for n := int64(1); n <= 18; n++ {
		term = mulFraction(term, r, fraction) / n
		sum += term
	}

	// The product is below 2^97 and loses 39 to 73 bits: the first 36 at once.
	const first = 36
	high, low := bits.Mul64(uint64(m), uint64(sum))
	rest := uint(fraction - k - first)
	return int64((high<<(64-first) | low>>first + 1<<(rest-1)) >> rest)
}

// mulFraction multiplies two numbers in parts of 2^bits, rounding towards zero.
func mulFraction(a, b int64, fraction uint) int64 {
	negative := (a < 0) != (b < 0)
	high, low := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	product := int64(high<<(64-fraction) | low>>fraction)
	if negative {
		return -product
	}
	return product
}
