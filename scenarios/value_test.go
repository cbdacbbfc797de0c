package scenarios_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

func TestValues(t *testing.T) {
	for _, row := range []struct {
		unit    voucher.UnitKind
		written string
		value   int64
		back    string // how it is written back; "" as it was
	}{
		{voucher.InDate, "2026-02-28", int64(voucher.Date(2026, 2, 28)), ""},
		{voucher.InDayOfMonth, "29", 29, ""},
		{voucher.InMonthDay, "10-15", 1015, ""},
		{voucher.InMonthDay, "02-29", 229, ""},
		{voucher.InDays, "7", 7, ""},
		{voucher.InHours, "24", 24, ""},
		{voucher.InSeconds, "120", 120, ""},
		{voucher.InCount, "0", 0, ""},
		{voucher.InTiyn, "4325.00", 4325_00, ""},
		{voucher.InTiyn, "4325", 4325_00, "4325.00"},
		{voucher.InTiyn, "0.5", 50, "0.50"},
		{voucher.InTiyn, "0.01", 1, ""},
		{voucher.InTiyn, "-0.01", -1, ""},
		{voucher.InShare, "0.20", 200_000, "0.2"},
		{voucher.InShare, "1", 1_000_000, ""},
		{voucher.InShare, "0.000001", 1, ""},
		{voucher.InShare, "1.15", 1_150_000, ""},
		{voucher.InVolume, "631.5", 631_500, ""},
		{voucher.InVolume, "0.001", 1, ""},
		{voucher.InSwitch, "true", 1, ""},
		{voucher.InSwitch, "false", 0, ""},
		{voucher.InEdition, "31", 31, ""},
	} {
		v, err := scenarios.ParseValue(row.unit, row.written)
		if err != nil || v != row.value {
			t.Errorf("ParseValue(%v, %q) = %d, %v, want %d", row.unit, row.written, v, err, row.value)
		}
		back := row.back
		if back == "" {
			back = row.written
		}
		if got := scenarios.FormatValue(row.unit, row.value); got != back {
			t.Errorf("FormatValue(%v, %d) = %q, want %q", row.unit, row.value, got, back)
		}
	}
}

func TestValuesRefused(t *testing.T) {
	for _, row := range []struct {
		unit          voucher.UnitKind
		written, want string
	}{
		{voucher.InShare, "", `"" is no number in plain digits; write a decimal such as 0.20`},
		{voucher.InShare, "-", `"-" is no number in plain digits; write a decimal such as 0.20`},
		{voucher.InShare, ".5", `".5" is no number in plain digits; write a decimal such as 0.20`},
		{voucher.InShare, "5.", `"5." is no number in plain digits; write a decimal such as 0.20`},
		{voucher.InShare, "1e-1", `"1e-1" is no number in plain digits; write a decimal such as 0.20`},
		{voucher.InShare, "0,2", `"0,2" is no number in plain digits; write a decimal such as 0.20`},
		{voucher.InShare, "1.2.3", `"1.2.3" is no number in plain digits; write a decimal such as 0.20`},
		{voucher.InShare, "٠٫٢", `"٠٫٢" is no number in plain digits; write a decimal such as 0.20`},
		{voucher.InTiyn, "4 325", `"4 325" is no number in plain digits; write a sum in tenge such as 4325.00`},
		{voucher.InTiyn, "4325₸", `"4325₸" is no number in plain digits; write a sum in tenge such as 4325.00`},
		{voucher.InTiyn, "00.5", `"00.5" begins with a zero too many; write a sum in tenge such as 4325.00`},
		{voucher.InTiyn, "92233720368547758.08", `"92233720368547758.08" is too great a number; write a sum in tenge such as 4325.00`},
		{voucher.InCount, "1.0", `"1.0" is no whole number; write a whole number such as 4`},
		{voucher.InDate, "28.08.2025", `"28.08.2025" is no day of the calendar; write one such as 2026-03-01`},
		{voucher.InDate, "1999-12-31", `"1999-12-31" is no day of the calendar; write one such as 2026-03-01`},
		{voucher.InMonthDay, "15-10", `"15-10" is no month and day; write one such as 10-15`},
		{voucher.InSwitch, "True", `"True" is no switch; write true or false`},
	} {
		if v, err := scenarios.ParseValue(row.unit, row.written); err == nil || err.Error() != row.want {
			t.Errorf("ParseValue(%v, %q) = %d, %v\nwant %s", row.unit, row.written, v, err, row.want)
		}
	}
}

// TestValuesComeBack: what a report writes can be read again, for each value
// that a parameter may have.
func TestValuesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SampledFrom(voucher.AllParameters()).Draw(t, "parameter").Declaration()
		v := rapid.Int64Range(d.Min, d.Max).Draw(t, "value")
		if d.Unit == voucher.InMonthDay { // not every number in between is a day
			day := voucher.Date(2024, 1, 1) + voucher.Day(rapid.IntRange(0, 365).Draw(t, "day"))
			v = int64(day.Month()-voucher.MonthOf(2024, 1)+1)*100 + int64(day.OfMonth())
		}
		written := scenarios.FormatValue(d.Unit, v)
		if got, err := scenarios.ParseValue(d.Unit, written); err != nil || got != v {
			t.Fatalf("%s: %d is written %q and read as %d, %v", d.Path, v, written, got, err)
		}
	})
}

func ExampleFormatValue() {
	fmt.Println(scenarios.FormatValue(voucher.InTiyn, 4_325_00), "tenge")
	fmt.Println(scenarios.FormatValue(voucher.InShare, 200_000))
	// Output:
	// 4325.00 tenge
	// 0.2
}
