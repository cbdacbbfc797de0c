package scenarios

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// unitForm is how people write the values of a unit. Inside, every value is a
// whole number of the unit; no value passes through a binary fraction.
type unitForm struct {
	noun     saying
	example  string
	decimals int // of a number: 10 to this power is one
}

var unitForms = map[voucher.UnitKind]unitForm{
	voucher.InDate:       {say("a day"), "2026-03-01", 0},
	voucher.InDayOfMonth: {say("a day of the month"), "15", 0},
	voucher.InMonthDay:   {say("a month and a day"), "10-15", 0},
	voucher.InDays:       {say("a number of days"), "7", 0},
	voucher.InHours:      {say("a number of hours"), "24", 0},
	voucher.InSeconds:    {say("a number of seconds"), "120", 0},
	voucher.InCount:      {say("a whole number"), "4", 0},
	voucher.InTiyn:       {say("a sum in tenge"), "4325.00", 2},
	voucher.InShare:      {say("a decimal"), "0.20", 6},
	voucher.InVolume:     {say("a volume in cubic metres"), "631.5", 3},
	voucher.InSwitch:     {say("true or false"), "true", 0},
	voucher.InEdition:    {say("the number of an edition"), "31", 0},
}

// form returns how a unit is written.
func form(u voucher.UnitKind) unitForm {
	f, ok := unitForms[u]
	if !ok {
		panic(fmt.Sprintf("scenarios: no form for the unit %v", u))
	}
	return f
}

// ParseValue reads a value as people write it and returns the whole number that
// voucher.Setting holds: a sum in tenge ("4325.00") as tiyn, a share as a
// decimal ("0.20") in parts of a million, a volume in cubic metres ("631.5") in
// thousandths, a switch as true or false, a day as 2026-03-01, the day of a year
// as month and day ("10-15"), and all else as whole numbers. Bounds are the
// parameter's matter and not looked at. An error says what is wrong and how to
// write it.
func ParseValue(u voucher.UnitKind, s string) (int64, error) {
	switch u {
	case voucher.InDate:
		d, err := parseDay(s)
		return int64(d), err
	case voucher.InMonthDay:
		// A leap year, so that 02-29 is a day.
		d, err := voucher.ParseDay("2024-" + s)
		if err != nil {
			return 0, say("%s is no month and day; write one such as 10-15", quote(s))
		}
		month := int64(d.Month()-voucher.MonthOf(2024, 1)) + 1
		return month*100 + int64(d.OfMonth()), nil
	case voucher.InSwitch:
		switch s {
		case "true":
			return 1, nil
		case "false":
			return 0, nil
		}
		return 0, say("%s is no switch; write true or false", quote(s))
	}
	f := form(u)
	v, fault := parseDecimal(s, f.decimals)
	if fault != nil {
		return 0, say("%s %s; write %s such as %s", quote(s), fault, f.noun, f.example)
	}
	return v, nil
}

// parseDay reads a day for a message that says how to write one.
func parseDay(s string) (voucher.Day, error) {
	d, err := voucher.ParseDay(s)
	if err != nil {
		return 0, say("%s is no day of the calendar; write one such as 2026-03-01", quote(s))
	}
	return d, nil
}

// parseDecimal reads a number with at most so many decimals and returns it in
// units of the last of them. Where it cannot, it says why.
func parseDecimal(s string, decimals int) (v int64, fault error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	switch {
	case whole == "" || point && fraction == "" || strings.Trim(whole+fraction, "0123456789") != "":
		return 0, say("is no number in plain digits")
	case len(whole) > 1 && whole[0] == '0':
		return 0, say("begins with a zero too many")
	case point && decimals == 0:
		return 0, say("is no whole number")
	case len(fraction) > decimals:
		return 0, say("has more than %d decimals", decimals)
	}
	v, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	if err != nil {
		return 0, say("is too great a number")
	}
	if negative {
		return -v, nil
	}
	return v, nil
}

// FormatValue writes a value of a setting as ParseValue reads it.
func FormatValue(u voucher.UnitKind, v int64) string {
	switch u {
	case voucher.InDate:
		return voucher.Day(v).String()
	case voucher.InMonthDay:
		return fmt.Sprintf("%02d-%02d", v/100, v%100)
	case voucher.InSwitch:
		return strconv.FormatBool(v != 0)
	}
	f := form(u)
	if f.decimals == 0 {
		return strconv.FormatInt(v, 10)
	}
	sign := ""
	if v < 0 {
		sign = "-"
	}
	digits := strings.TrimPrefix(strconv.FormatInt(v, 10), "-")
	if short := f.decimals + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	whole, fraction := digits[:len(digits)-f.decimals], digits[len(digits)-f.decimals:]
	if u != voucher.InTiyn { // sums keep both decimals, as people write money
		fraction = strings.TrimRight(fraction, "0")
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + whole + fraction
}
