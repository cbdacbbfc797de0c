package chart

import (
	"math"
	"math/bits"
)

// scale maps values onto a stretch of the drawing.
type scale struct {
	from, to      int64
	start, length px // length may be negative: upwards
}

// at is where a value lies; one outside the scale lies at its end.
func (s scale) at(v int64) px {
	v = min(max(v, s.from), s.to)
	l := s.length
	if l < 0 {
		return s.start - px(portion(uint64(v)-uint64(s.from), uint64(s.to)-uint64(s.from), uint64(-l)))
	}
	return s.start + px(portion(uint64(v)-uint64(s.from), uint64(s.to)-uint64(s.from), uint64(l)))
}

// portion is length·part/whole, rounded to the nearest; part is at most whole.
func portion(part, whole, length uint64) uint64 {
	if whole == 0 {
		return 0
	}
	high, low := bits.Mul64(part, length)
	low, carry := bits.Add64(low, whole/2, 0)
	high += carry
	if high >= whole {
		return length
	}
	q, _ := bits.Div64(high, low, whole)
	return min(q, length)
}

// ticks returns round values that cover a span with about so many steps, nothing
// outside of the first and the last being in the span.
func ticks(from, to int64, steps int) []int64 {
	if to <= from {
		to = from + 1
	}
	span := uint64(to) - uint64(from)
	step := int64(1)
	for uint64(step)*uint64(steps) < span && step < math.MaxInt64/20 {
		if leading(step) == 2 {
			step = step / 2 * 5
		} else {
			step *= 2
		}
	}
	first := from / step * step
	if first > from {
		first -= step
	}
	list := []int64{first}
	for list[len(list)-1] < to && len(list) < 4*steps {
		list = append(list, list[len(list)-1]+step)
	}
	return list
}

// leading is the first digit of a number.
func leading(n int64) int64 {
	for n >= 10 {
		n /= 10
	}
	return n
}

// spanned makes a scale over round values.
func spanned(marks []int64, start, length px) scale {
	return scale{from: marks[0], to: marks[len(marks)-1], start: start, length: length}
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}
