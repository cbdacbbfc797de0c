package reports

import (
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// million is how many parts a share has.
const million = 1_000_000

// valued tells what a file has of a lever as its readers know it: shares in per cent, sums in tenge,
// spans of time with their word, days as days. A multiple, such as МРП a member, stays a number. What is
// no number, such as a list, stays as files write it.
func (s *speech) valued(path, text string) figureCell {
	lever, _, ok := scenarios.FindLever(path)
	if !ok || lever.Places > 0 {
		return s.text(s.set(text))
	}
	if n, ok := strings.CutPrefix(text, "{mrp: "); ok {
		return s.text(s.say("study.value.mrp", "N", s.decimals(strings.TrimSuffix(n, "}"))))
	}
	unit, whole := lever.Unit, text
	if lever.Policy {
		v, err := scenarios.ParseValue(lever.Parameter.Declaration().Unit, text)
		if err != nil {
			return s.text(s.set(text))
		}
		whole = strconv.FormatInt(v, 10)
	}
	v, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return s.text(s.set(text))
	}
	if lever.Max > million && unit == "ppm" {
		unit = "multiple"
	}
	return s.quantity(unit, v, text)
}

// quantity tells a whole number of a unit; text is what stands where the unit has no form of its own.
func (s *speech) quantity(unit string, v int64, text string) figureCell {
	switch unit {
	case "ppm":
		n, shown := s.shifted(v, 4)
		return figureCell{text: s.say("number.percent", "N", shown), number: n, known: true, kind: ofShare}
	case "multiple":
		n, shown := s.shifted(v, 6)
		return figureCell{text: shown, number: n, known: true}
	case "milli":
		n, shown := s.shifted(v, 3)
		return figureCell{text: shown, number: n, known: true}
	case "m3/1000":
		n, shown := s.shifted(v, 3)
		return figureCell{text: s.say("number.volume", "N", shown), number: n, known: true}
	case "tiyn":
		n, shown := s.shifted(v, 2)
		return figureCell{text: shown + "\u00a0₸", number: n, known: true, kind: ofTenge}
	case "minutes", "seconds", "hours", "days":
		return figureCell{text: s.sayCount("study.value."+unit, v), number: float64(v), known: true}
	case "date":
		return s.text(s.day(voucher.Day(v)))
	case "count":
		return s.counted(v)
	case "day_of_month", "edition":
		return figureCell{text: text, number: float64(v), known: true}
	}
	return s.text(s.set(text))
}

// shifted divides by a power of ten, exactly in what is shown: no digit stands there that the value does
// not have.
func (s *speech) shifted(v int64, places int) (number float64, shown string) {
	u, sign := magnitude(v)
	unit := uint64(1)
	for range places {
		unit *= 10
	}
	fraction := strings.TrimRight(strconv.FormatUint(unit+u%unit, 10)[1:], "0")
	shown = sign + s.numbers.Sprintf("%d", u/unit)
	if fraction != "" {
		shown += s.decimal + fraction
	}
	return float64(v) / float64(unit), shown
}
