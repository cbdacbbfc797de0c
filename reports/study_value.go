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
func (t *studyTeller) valued(path, text string) figureCell {
	lever, _, ok := scenarios.FindLever(path)
	if !ok || lever.Places > 0 {
		return t.text(t.set(text))
	}
	if n, ok := strings.CutPrefix(text, "{mrp: "); ok {
		return t.text(t.say("study.value.mrp", "N", t.decimals(strings.TrimSuffix(n, "}"))))
	}
	unit, whole := lever.Unit, text
	if lever.Policy {
		v, err := scenarios.ParseValue(lever.Parameter.Declaration().Unit, text)
		if err != nil {
			return t.text(t.set(text))
		}
		whole = strconv.FormatInt(v, 10)
	}
	v, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return t.text(t.set(text))
	}
	if lever.Max > million && unit == "ppm" {
		unit = "multiple"
	}
	return t.quantity(unit, v, text)
}

// quantity tells a whole number of a unit; text is what stands where the unit has no form of its own.
func (t *studyTeller) quantity(unit string, v int64, text string) figureCell {
	switch unit {
	case "ppm":
		n, shown := t.shifted(v, 4)
		return figureCell{text: t.say("number.percent", "N", shown), number: n, known: true, kind: ofShare}
	case "multiple":
		n, shown := t.shifted(v, 6)
		return figureCell{text: shown, number: n, known: true}
	case "milli":
		n, shown := t.shifted(v, 3)
		return figureCell{text: shown, number: n, known: true}
	case "m3/1000":
		n, shown := t.shifted(v, 3)
		return figureCell{text: t.say("number.volume", "N", shown), number: n, known: true}
	case "tiyn":
		n, shown := t.shifted(v, 2)
		return figureCell{text: shown + "\u00a0₸", number: n, known: true, kind: ofTenge}
	case "minutes", "seconds", "hours", "days":
		return figureCell{text: t.sayCount("study.value."+unit, v), number: float64(v), known: true}
	case "date":
		return t.text(t.day(voucher.Day(v)))
	case "count":
		return t.number(float64(v))
	case "day_of_month", "edition":
		return figureCell{text: text, number: float64(v), known: true}
	}
	return t.text(t.set(text))
}

// shifted divides by a power of ten, exactly in what is shown: no digit stands there that the value does
// not have.
func (t *studyTeller) shifted(v int64, places int) (number float64, shown string) {
	u, sign := magnitude(v)
	unit := uint64(1)
	for range places {
		unit *= 10
	}
	fraction := strings.TrimRight(strconv.FormatUint(unit+u%unit, 10)[1:], "0")
	shown = sign + t.numbers.Sprintf("%d", u/unit)
	if fraction != "" {
		shown += t.decimal + fraction
	}
	return float64(v) / float64(unit), shown
}
