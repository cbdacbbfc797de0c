package food_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// The pilot's cities and places outside.
const (
	kokshetau voucher.Territory = 111010000
	akkol     voucher.Territory = 113220100
	pavlodar  voucher.Territory = 551010000
	akmola    voucher.Territory = 110000000
	kostanay  voucher.Territory = 391010000
)

// termsAt returns the standard terms of Kokshetau on a day, under readings
// chosen by id and word, in pairs.
func termsAt(t testing.TB, d voucher.Day, choices ...string) *food.Terms {
	t.Helper()
	return termsIn(t, kokshetau, d, choices...)
}

// termsIn returns the standard terms of a territory.
func termsIn(t testing.TB, in voucher.Territory, d voucher.Day, choices ...string) *food.Terms {
	t.Helper()
	s, err := voucher.NewSchedule(food.Parameters(), nil)
	if err != nil {
		t.Fatalf("NewSchedule: %v", err)
	}
	var r voucher.Readings
	for i := 0; i < len(choices); i += 2 {
		if err := r.Choose(choices[i], choices[i+1]); err != nil {
			t.Fatalf("Choose: %v", err)
		}
	}
	terms := food.TermsAt(s, r, in, d)
	return &terms
}

// reason is the code of an answer, "" for accepted.
func reason(r *voucher.Refusal) string {
	if r == nil {
		return ""
	}
	return r.Reason.String()
}

var february = voucher.Date(2026, 2, 10)

func TestParametersMatchTheirDeclarations(t *testing.T) {
	valued := map[voucher.Parameter]bool{}
	for _, d := range food.Parameters() {
		declared := d.Parameter.Declaration()
		valued[d.Parameter] = true
		switch {
		case declared.Programme != voucher.Food:
			t.Errorf("%s has a value in package food, want one of the food programme only\na parameter has one home", d.Parameter)
		case d.Value < declared.Min || d.Value > declared.Max:
			t.Errorf("%s = %d, want %d to %d\na value stays in its declared bounds", d.Parameter, d.Value, declared.Min, declared.Max)
		case d.Source == "":
			t.Errorf("%s = %d has no source\nevery number says who set it", d.Parameter, d.Value)
		case d.Territory != voucher.Country && !declared.Regional:
			t.Errorf("%s has a value for %s, want one for the country\nit is not declared as regional", d.Parameter, d.Territory)
		}
	}
	for _, p := range voucher.AllParameters() {
		if p.Declaration().Programme == voucher.Food && !valued[p] {
			t.Errorf("%s is declared and has no value\nevery declared parameter has one", p)
		}
	}
}

func TestTermsByDate(t *testing.T) {
	rows := []struct {
		name string
		day  voucher.Day
		mrp  voucher.Money
		list voucher.Item
		why  string
	}{
		{"last day of 2025", voucher.Date(2025, 12, 31), 393_200, 19, "found: MRP of 2025, list of 19"},
		{"first day of 2026", voucher.Date(2026, 1, 1), 432_500, 19, "found: MRP of 2026"},
		{"last day of the short list", voucher.Date(2026, 1, 5), 432_500, 19, "found: the longer list is in force from 6 January (ng.kz)"},
		{"first day of the long list", voucher.Date(2026, 1, 6), 432_500, 31, "found: the same"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			terms := termsAt(t, row.day)
			if terms.MRP != row.mrp || terms.Edition != row.list {
				t.Errorf("on %s MRP %s and edition %d, want %s and %d\n%s", row.day, terms.MRP, terms.Edition, row.mrp, row.list, row.why)
			}
		})
	}
}

func TestPilotTerritories(t *testing.T) {
	opening := voucher.Date(2026, 1, 5)
	rows := []struct {
		name string
		in   voucher.Territory
		day  voucher.Day
		want string
		why  string
	}{
		{"Kokshetau", kokshetau, opening, "", "FOOD-TERRITORY-001: one of the three cities"},
		{"Akkol", akkol, opening, "", "FOOD-TERRITORY-001: one of the three cities"},
		{"Pavlodar", pavlodar, opening, "", "FOOD-TERRITORY-001: one of the three cities"},
		{"Akmola region", akmola, opening, "outside-territory", "FOOD-TERRITORY-001: the city is in, its region is not"},
		{"Kostanay", kostanay, opening, "outside-territory", "FOOD-TERRITORY-001: the set is closed"},
		{"Kokshetau the day before", kokshetau, opening - 1, "", "the list is made before the pilot opens"},
		{"Akkol the year before", akkol, voucher.Date(2025, 6, 1), "", "found: Akkol took part earlier"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(termsIn(t, row.in, row.day).Home()); got != row.want {
				t.Errorf("Home() in %s = %q, want %q\n%s", row.in, got, row.want, row.why)
			}
		})
	}
}

func TestStoresSeat(t *testing.T) {
	if got := reason(termsIn(t, pavlodar, february).Join()); got != "" {
		t.Errorf("Join() in Pavlodar = %q, want accepted\nFOOD-PURCHASE-003: any pilot city", got)
	}
	if got := reason(termsIn(t, kostanay, february).Join()); got != "store-outside-territory" {
		t.Errorf("Join() in Kostanay = %q, want store-outside-territory\nFOOD-PURCHASE-003: no store outside the pilot", got)
	}
}

func TestServesOtherCities(t *testing.T) {
	if got := reason(termsAt(t, february).Serves(pavlodar, kokshetau)); got != "" {
		t.Errorf("Serves(Pavlodar, Kokshetau) = %q, want accepted\nF27: any pilot territory", got)
	}
	own := termsAt(t, february, "F27", "own_city_only")
	if got := reason(own.Serves(pavlodar, kokshetau)); got != "store-of-another-city" {
		t.Errorf("Serves(Pavlodar, Kokshetau) = %q, want store-of-another-city\nF27 own_city_only", got)
	}
	if got := reason(own.Serves(pavlodar, pavlodar)); got != "" {
		t.Errorf("Serves(Pavlodar, Pavlodar) = %q, want accepted\nF27 own_city_only: it is the own city", got)
	}
}

func TestPeriod(t *testing.T) {
	opens, closes := voucher.At(2026, 1, 5, 0, 0, 0), voucher.At(2026, 5, 2, 0, 0, 0)
	rows := []struct {
		name string
		at   voucher.Instant
		want string
		why  string
	}{
		{"a second before 5 January", opens.Plus(-voucher.Second), "outside-period", "FOOD-PERIOD-002: nothing before the 5th"},
		{"5 January 00:00", opens, "", "FOOD-PERIOD-002: the 5th is in"},
		{"a second later", opens.Plus(voucher.Second), "", "FOOD-PERIOD-002: the 5th is in"},
		{"last second of 1 May", closes.Plus(-voucher.Second), "", "FOOD-PERIOD-002: 1 May is in"},
		{"2 May 00:00", closes, "outside-period", "BOTH-TIME-001: the end is outside"},
		{"a second into 2 May", closes.Plus(voucher.Second), "outside-period", "FOOD-PERIOD-002: after the pilot"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(termsAt(t, row.at.Day()).Running(row.at)); got != row.want {
				t.Errorf("Running(%s) = %q, want %q\n%s", row.at, got, row.want, row.why)
			}
		})
	}
}

func TestAdjust(t *testing.T) {
	today := voucher.Date(2026, 2, 10)
	rows := []struct {
		name    string
		setting voucher.Setting
		want    string
		why     string
	}{
		{"from tomorrow", voucher.Setting{Path: "food.markup", From: today + 1, Value: 100_000}, "", "FOOD-ADJUSTMENT-001: a change for the future"},
		{"from today", voucher.Setting{Path: "food.markup", From: today, Value: 100_000}, "parameter-in-past", "FOOD-ADJUSTMENT-001: today has begun"},
		{"from yesterday", voucher.Setting{Path: "food.markup", From: today - 1, Value: 100_000}, "parameter-in-past", "FOOD-ADJUSTMENT-001: the past stays"},
		{"largest coefficient", voucher.Setting{Path: "food.coefficient", Territory: pavlodar, From: today + 1, Value: 1_150_000}, "", "FOOD-CREDIT-002: 1.15 is in"},
		{"a part too much", voucher.Setting{Path: "food.coefficient", Territory: pavlodar, From: today + 1, Value: 1_150_001}, "parameter-out-of-bounds", "FOOD-CREDIT-002: at most 1.15"},
		{"smallest coefficient", voucher.Setting{Path: "food.coefficient", Territory: pavlodar, From: today + 1, Value: 850_000}, "", "FOOD-CREDIT-002: 0.85 is in"},
		{"a part too little", voucher.Setting{Path: "food.coefficient", Territory: pavlodar, From: today + 1, Value: 849_999}, "parameter-out-of-bounds", "FOOD-CREDIT-002: at least 0.85"},
		{"unknown", voucher.Setting{Path: "food.nothing", From: today + 1}, "parameter-unknown", "FOOD-ADJUSTMENT-001: no such parameter"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(food.Adjust(&row.setting, today)); got != row.want {
				t.Errorf("Adjust(%+v) = %q, want %q\n%s", row.setting, got, row.want, row.why)
			}
		})
	}
}
