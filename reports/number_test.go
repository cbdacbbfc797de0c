package reports_test

import (
	"math"
	"testing"

	"github.com/vouch-kz/vouch/reports"
)

const nbsp = "\u00a0" // a number is never broken at the end of a line

func TestMoneyIsExact(t *testing.T) {
	for _, tt := range []struct {
		name       string
		tiyn       int64
		en, ru, kk string
		why        string
	}{
		{"nothing", 0, "0.00", "0,00", "0,00", "both decimals always stand"},
		{"one tiyn", 1, "0.01", "0,01", "0,01", "a leading zero of the tiyn stays"},
		{"below a tenge", 99, "0.99", "0,99", "0,99", ""},
		{"a tenge", 100, "1.00", "1,00", "1,00", ""},
		{"a thousand less a tiyn", 999_99, "999.99", "999,99", "999,99", "no group yet"},
		{"a thousand", 1000_00, "1,000.00", "1" + nbsp + "000,00", "1" + nbsp + "000,00", "groups of three"},
		{"an MRP", 4325_00, "4,325.00", "4" + nbsp + "325,00", "4" + nbsp + "325,00", ""},
		{"less than nothing", -5, "−0.05", "−0,05", "−0,05", "the sign is a minus, not a hyphen"},
		{
			"what a float loses", 123456789012345678, "1,234,567,890,123,456.78",
			"1" + nbsp + "234" + nbsp + "567" + nbsp + "890" + nbsp + "123" + nbsp + "456,78",
			"1" + nbsp + "234" + nbsp + "567" + nbsp + "890" + nbsp + "123" + nbsp + "456,78", "every tiyn counts",
		},
		{
			"the least", math.MinInt64, "−92,233,720,368,547,758.08",
			"−92" + nbsp + "233" + nbsp + "720" + nbsp + "368" + nbsp + "547" + nbsp + "758,08",
			"−92" + nbsp + "233" + nbsp + "720" + nbsp + "368" + nbsp + "547" + nbsp + "758,08", "its magnitude fits no int64",
		},
	} {
		for l, want := range map[reports.Language]string{reports.English: tt.en, reports.Russian: tt.ru, reports.Kazakh: tt.kk} {
			if got := reports.Money(l, tt.tiyn); got != want {
				t.Errorf("%s: Money(%s, %d) = %q, want %q\n%s", tt.name, l, tt.tiyn, got, want, tt.why)
			}
		}
	}
}

func TestThousandsAreRoundedHalfUp(t *testing.T) {
	for _, tt := range []struct {
		tiyn int64
		want string
		why  string
	}{
		{499_99, "0", "below half"},
		{500_00, "1", "half goes up"},
		{1499_99, "1", ""},
		{1_234_567_89, "1,235", ""},
		{-500_00, "−1", "half goes away from zero"},
	} {
		if got := reports.Thousands(reports.English, tt.tiyn); got != tt.want {
			t.Errorf("Thousands(%d) = %q, want %q\n%s", tt.tiyn, got, tt.want, tt.why)
		}
	}
}

func TestPercentIsRoundedHalfUp(t *testing.T) {
	for _, tt := range []struct {
		part, whole int64
		en, ru, kk  string
		why         string
	}{
		{0, 7, "0.0%", "0,0" + nbsp + "%", "0,0%", "Russian parts the sign, Kazakh does not"},
		{7, 7, "100.0%", "100,0" + nbsp + "%", "100,0%", ""},
		{1, 3, "33.3%", "33,3" + nbsp + "%", "33,3%", ""},
		{2, 3, "66.7%", "66,7" + nbsp + "%", "66,7%", ""},
		{1, 2000, "0.1%", "0,1" + nbsp + "%", "0,1%", "half goes up"},
		{1, 2001, "0.0%", "0,0" + nbsp + "%", "0,0%", "below half"},
		{30, 20, "150.0%", "150,0" + nbsp + "%", "150,0%", "a later stage can be greater than the list"},
		{5, 0, "–", "–", "–", "a share of nothing is no number"},
		{90_071_992_547_409, 90_071_992_547_410, "100.0%", "100,0" + nbsp + "%", "100,0%", "large numbers do not overflow"},
	} {
		for l, want := range map[reports.Language]string{reports.English: tt.en, reports.Russian: tt.ru, reports.Kazakh: tt.kk} {
			if got := reports.Percent(l, tt.part, tt.whole); got != want {
				t.Errorf("Percent(%s, %d, %d) = %q, want %q\n%s", l, tt.part, tt.whole, got, want, tt.why)
			}
		}
	}
}

func TestSpreadsheetsSeeNoFormula(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Akmola region": "Akmola region", "=1+1": "'=1+1", "+7": "'+7", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1",
	} {
		if got := reports.Defused(text); got != want {
			t.Errorf("Defused(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTerminalsSeeNoControlCharacters(t *testing.T) {
	for text, want := range map[string]string{
		"Оба пилота": "Оба пилота", "a\x1b[31mb": "a?[31mb", "a\r\nb": "a??b", "a\u0085b": "a?b", "a\u202eb": "a?b", "4 325 ₸": "4 325 ₸",
	} {
		if got := reports.Clean(text); got != want {
			t.Errorf("Clean(%q) = %q, want %q", text, got, want)
		}
	}
}
