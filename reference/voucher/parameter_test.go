package voucher_test

import (
	"regexp"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestParametersAreDeclared(t *testing.T) {
	form := regexp.MustCompile(`^(gas|food)(\.[a-z][a-z0-9_]*)+$`)
	seen := map[string]bool{}
	for i, p := range voucher.AllParameters() {
		d := p.Declaration()
		if int(p) != i || p.String() != d.Path || !form.MatchString(d.Path) || seen[d.Path] {
			t.Errorf("parameter %d has the path %q, want one of its own such as gas.window.to_day", i, d.Path)
		}
		seen[d.Path] = true
		if got, ok := voucher.ParseParameter(d.Path); !ok || got != p {
			t.Errorf("ParseParameter(%q) = %d, %v, want %d", d.Path, got, ok, p)
		}
		if d.Min > d.Max || d.Max == 0 {
			t.Errorf("%s lies between %d and %d\nbounds are given, and the lower is the lower", d.Path, d.Min, d.Max)
		}
		if d.Unit.String() == "" {
			t.Errorf("%s has no unit", d.Path)
		}
		if d.Label.En == "" || d.Label.Ru == "" || d.Label.Kk == "" || d.Label.Ru == d.Label.Kk {
			t.Errorf("%s is labelled %v, want three languages", d.Path, d.Label)
		}
		if !d.Requirement.Valid() || d.Requirement.Programme() != d.Programme {
			t.Errorf("%s of %s serves %s, want a requirement of its programme", d.Path, d.Programme, d.Requirement)
		}
		if want := d.Path[:3] == "gas"; want != (d.Programme == voucher.Gas) {
			t.Errorf("%s belongs to %s\nthe path begins with the programme", d.Path, d.Programme)
		}
	}
	if len(seen) != voucher.Parameters {
		t.Errorf("%d paths, want %d", len(seen), voucher.Parameters)
	}
	for _, path := range []string{"", "gas", "gas.window", "gas.window.to_day ", "GAS.WINDOW.TO_DAY", "food.window.to_day"} {
		if p, ok := voucher.ParseParameter(path); ok {
			t.Errorf("ParseParameter(%q) = %s, want none", path, p)
		}
	}
}

// Units bound what a parameter may hold: no day of the month above 31, no date
// that cannot be read, no share that is not one.
func TestBoundsFitTheUnit(t *testing.T) {
	first, last := int64(voucher.Date(2000, 1, 1)), int64(voucher.Date(2200, 12, 31))
	bounds := map[voucher.UnitKind][2]int64{
		voucher.InDate: {first, last}, voucher.InDayOfMonth: {1, 31}, voucher.InMonthDay: {101, 1231},
		voucher.InDays: {0, 31}, voucher.InHours: {1, 168}, voucher.InSeconds: {1, 86_400}, voucher.InCount: {0, 100},
		voucher.InTiyn: {0, 100_000_000}, voucher.InShare: {0, 10_000_000}, voucher.InVolume: {0, 100_000_000},
		voucher.InSwitch: {0, 1}, voucher.InEdition: {1, 1000},
	}
	for _, p := range voucher.AllParameters() {
		d := p.Declaration()
		b, ok := bounds[d.Unit]
		if !ok || d.Min < b[0] || d.Max > b[1] {
			t.Errorf("%s lies between %d and %d %s, want inside %v", p, d.Min, d.Max, d.Unit, b)
		}
		if d.Unit == voucher.InSwitch && d.Max != 1 {
			t.Errorf("%s is a switch up to %d, want 1", p, d.Max)
		}
	}
}

func TestDaysOfTheYear(t *testing.T) {
	if got := voucher.MonthDay(10, 15); got != 1015 {
		t.Errorf("MonthDay(10, 15) = %d, want 1015", got)
	}
}

func TestSettingsAreChecked(t *testing.T) {
	const almaty voucher.Territory = 750000000
	for _, tt := range []struct {
		name string
		s    voucher.Setting
		want voucher.Reason
		why  string
	}{
		{"inside", voucher.Setting{Path: "gas.window.to_day", Value: 29}, 0, "a day of the month"},
		{"at the lower bound", voucher.Setting{Path: "gas.window.to_day", Value: 1}, 0, "both bounds are inside"},
		{"below", voucher.Setting{Path: "gas.window.to_day", Value: 0}, voucher.ParameterOutOfBounds, "one less is not"},
		{"at the upper bound", voucher.Setting{Path: "gas.window.to_day", Value: 31}, 0, "both bounds are inside"},
		{"above", voucher.Setting{Path: "gas.window.to_day", Value: 32}, voucher.ParameterOutOfBounds, "one more is not"},
		{"for a territory", voucher.Setting{Path: "gas.price", Territory: almaty, Value: 60_00}, 0, "prices differ by territory"},
		{"for a territory that may not differ", voucher.Setting{Path: "gas.window.to_day", Territory: almaty, Value: 29}, voucher.ParameterOutOfBounds, "the window is the same everywhere"},
		{"for the country", voucher.Setting{Path: "gas.price", Value: 60_00}, 0, "a regional parameter may be set everywhere at once"},
		{"coefficient at its bound", voucher.Setting{Path: "food.coefficient", Value: 1_150_000}, 0, "FOOD-CREDIT-002: at most 1.15"},
		{"coefficient above it", voucher.Setting{Path: "food.coefficient", Value: 1_150_001}, voucher.ParameterOutOfBounds, "FOOD-CREDIT-002"},
		{"coefficient at its lower bound", voucher.Setting{Path: "food.coefficient", Value: 850_000}, 0, "at least 0.85"},
		{"coefficient below it", voucher.Setting{Path: "food.coefficient", Value: 849_999}, voucher.ParameterOutOfBounds, "at least 0.85"},
		{"unknown", voucher.Setting{Path: "gas.window.to", Value: 29}, voucher.ParameterUnknown, "the whole path is the name"},
		{"unknown and out of bounds", voucher.Setting{Path: "", Value: -1}, voucher.ParameterUnknown, "the first reason is the answer"},
	} {
		r := tt.s.Check()
		var got voucher.Reason
		if r != nil {
			got = r.Reason
		}
		if got != tt.want {
			t.Errorf("%s: Check = %s, want %q\n%s", tt.name, r, tt.want, tt.why)
		}
	}
}
