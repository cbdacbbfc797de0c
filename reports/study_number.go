package reports

import (
	"math"
	"strconv"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator/study"
)

// scales are the words for large sums, from the least tenge on that each is said of.
var scales = []struct {
	tenge int64
	id    string
}{{1_000_000_000, "number.billion"}, {1_000_000, "number.million"}, {1000, "number.thousand"}}

// compact writes a sum with three or four digits and the word of its scale, such as
// 103.4 mln ₸, rounded half-up.
func (s *speech) compact(tiyn int64) string {
	u, sign := magnitude(tiyn)
	for _, scale := range scales {
		unit := uint64(scale.tenge) * uint64(voucher.Tenge)
		if u+unit/2000 < unit {
			continue
		}
		places, tenths := 0, unit
		for limit := uint64(100); places < 2 && u/unit < limit; limit /= 10 {
			places, tenths = places+1, tenths/10
		}
		return s.say(scale.id, "N", sign+s.fraction(u/tenths+(u%tenths+tenths/2)/tenths, places))
	}
	return sign + s.numbers.Sprintf("%d", (u+uint64(voucher.Tenge)/2)/uint64(voucher.Tenge)) + "\u00a0₸"
}

// fraction writes a number whose last digits are behind the decimal sign.
func (s *speech) fraction(u uint64, places int) string {
	unit := uint64(1)
	for range places {
		unit *= 10
	}
	text := s.numbers.Sprintf("%d", u/unit)
	if places > 0 {
		text += s.decimal + strconv.FormatUint(unit+u%unit, 10)[1:]
	}
	return text
}

// signed puts a plus before what is written of a number above 0; a minus it has.
func signed(n int64, text string) string {
	if n > 0 {
		return "+" + text
	}
	return text
}

// change writes a difference in per cent of the baseline: with one decimal, or none
// where it is large.
func (s *speech) change(percent *float64) string {
	if percent == nil {
		return none
	}
	tenths := nearest(*percent * 10)
	u, sign := magnitude(tenths)
	text := s.fraction(u, 1)
	if u >= 10_000 {
		text = s.fraction((u+5)/10, 0)
	}
	return signed(tenths, s.say("number.percent", "N", sign+text))
}

// ofUnit writes a figure as its unit asks: sums of money compactly.
func (s *speech) ofUnit(unit study.Unit, mean float64) string {
	switch unit {
	case study.InTiyn:
		return s.compact(nearest(mean))
	case study.InMilli:
		return s.say("number.volume", "N", s.count(nearest(mean/1000)))
	}
	return s.mean(mean)
}

// mean writes a count that is a mean: with one decimal where it is below a hundred
// and not whole.
func (s *speech) mean(f float64) string {
	if math.Abs(f) < 100 && math.Abs(f-math.Round(f)) >= 0.05 {
		u, sign := magnitude(nearest(f * 10))
		return sign + s.fraction(u, 1)
	}
	return s.count(nearest(f))
}

// difference writes a difference with its sign.
func (s *speech) difference(c *study.Cell) string {
	if c.Flag == study.Same {
		return s.ofUnit(c.Unit, 0)
	}
	return signed(nearest(c.Delta.Mean), s.ofUnit(c.Unit, c.Delta.Mean))
}

// interval writes the ends of an interval, and none where it is not known. Signs are
// those of a difference where asked for.
func (s *speech) interval(unit study.Unit, e *study.Estimate, difference bool) string {
	if !e.Known {
		return none
	}
	low, high := s.ofUnit(unit, e.Low), s.ofUnit(unit, e.High)
	if difference {
		low, high = signed(nearest(e.Low), low), signed(nearest(e.High), high)
	}
	return s.say("study.interval", "Low", low, "High", high)
}

// share writes parts of a million in per cent.
func (s *speech) share(ppm int64) string { return s.percent(ppm, 1_000_000) }
