package scenarios_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// The pilots' days stand here and in the rules: scenarios may not import those.
func TestPilotsAreThoseOfTheRules(t *testing.T) {
	rules, err := voucher.NewSchedule(append(gas.Parameters(), food.Parameters()...), nil)
	if err != nil {
		t.Fatal(err)
	}
	day := func(p voucher.Parameter) voucher.Day {
		return voucher.Day(rules.At(p, voucher.Country, voucher.Date(2026, 1, 5)))
	}
	for _, tt := range []struct {
		programme voucher.Programme
		from, to  voucher.Parameter
	}{
		{voucher.Gas, voucher.GasPeriodFrom, voucher.GasPeriodTo},
		{voucher.Food, voucher.FoodPeriodFrom, voucher.FoodPeriodTo},
	} {
		first, last := scenarios.Baseline().Pilot(tt.programme)
		if first != day(tt.from) || last != day(tt.to) {
			t.Errorf("%s runs from %s to %s, want %s to %s\nas the rules say", tt.programme, first, last, day(tt.from), day(tt.to))
		}
	}
	s := scenarios.Baseline()
	s.Settings = []voucher.Setting{{Path: voucher.FoodPeriodTo.String(), Value: int64(voucher.Date(2026, 7, 1))}}
	if _, last := s.Pilot(voucher.Food); last != voucher.Date(2026, 7, 1) {
		t.Errorf("moved end of the food pilot = %s, want 2026-07-01\na setting from the beginning replaces the text's day", last)
	}
}
