package scenarios_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

func TestLibrary(t *testing.T) {
	files, err := os.ReadDir("policy")
	if err != nil {
		t.Fatal(err)
	}
	all := scenarios.Library()
	if len(all) != len(files)-2 {
		t.Errorf("%d scenarios from %d files, want each file but assumptions.yaml and targets.yaml", len(all), len(files))
	}
	for _, p := range all {
		s, err := scenarios.Load(p.ID)
		if err != nil || s.ID != p.ID || s.Title != p.Title {
			t.Errorf("Load(%q) = %+v, %v, want the scenario that the library lists", p.ID, s, err)
		}
		if p.Title.En == p.Title.Ru || p.Title.En == p.Title.Kk || p.Title.Ru == p.Title.Kk {
			t.Errorf("%s: title %+v, want its own words in each language", p.ID, p.Title)
		}
	}
}

// TestBaseline: it is the pilots and nothing else.
func TestBaseline(t *testing.T) {
	s := scenarios.Baseline()
	want := scenarios.Scenario{
		ID: "pilots", Title: s.Title, Seed: s.Seed,
		From: voucher.Date(2025, 8, 28), To: voucher.Date(2026, 6, 30), Programmes: voucher.Both,
	}
	if diff := cmp.Diff(want, plain(s), unexported); diff != "" {
		t.Errorf("Baseline (-want +got):\n%s", diff)
	}
	s.Seed, s.Settings = 7, []voucher.Setting{{}}
	if again := scenarios.Baseline(); again.Seed == 7 || again.Settings != nil {
		t.Errorf("a change to one baseline shows in the next: %+v", again)
	}
}

// TestBaselineOf: beside a scenario stand the pilots over its own days, families and
// programmes, as far as the pilots run on those days.
func TestBaselineOf(t *testing.T) {
	for _, row := range []struct {
		body     string
		from, to voucher.Day
	}{
		{"horizon: {from: 2026-01-05, to: 2026-03-31}\nprogrammes: [food]", voucher.Date(2026, 1, 5), voucher.Date(2026, 3, 31)},
		{"horizon: {from: 2025-12-01, to: 2026-03-31}\nprogrammes: [gas]", voucher.Date(2025, 12, 1), voucher.Date(2026, 3, 31)},
		{"horizon: {from: 2026-01-05, to: 2026-09-30}\nprogrammes: [food]\nset: {food.period.to: 2026-09-30}", voucher.Date(2026, 1, 5), voucher.Date(2026, 5, 1)},
	} {
		s, err := scenarios.Read("my.yaml", []byte("kind: Scenario\nid: my\ntitle: Mine\nseed: 7\npopulation: {families: 300}\n"+row.body))
		if err != nil {
			t.Fatal(err)
		}
		b := scenarios.BaselineOf(s)
		if b.ID != "pilots" || b.Seed != 7 || b.Families != 300 || b.Programmes != s.Programmes || b.From != row.from || b.To != row.to || len(b.Settings) != 0 {
			t.Errorf("%s\ngot %s, seed %d, %d families, %v, %v to %v, %d settings, want the pilots from %v to %v with the scenario's frame",
				row.body, b.ID, b.Seed, b.Families, b.Programmes, b.From, b.To, len(b.Settings), row.from, row.to)
		}
	}
}

// TestStress: each family is in both programmes, from the first day to the last,
// and the title says that this is no forecast.
func TestStress(t *testing.T) {
	s, err := scenarios.Load("stress")
	if err != nil {
		t.Fatal(err)
	}
	if s.Families != 2_000_000 || s.Programmes != voucher.Both || !strings.Contains(s.Title.En, "no forecast") {
		t.Errorf("%d families in %v, title %q, want two million in both and a word of caution", s.Families, s.Programmes, s.Title.En)
	}
	if !slices.Equal(s.GasTerritories, s.FoodTerritories) || len(s.GasTerritories) != 17 {
		t.Errorf("gas in %v, food in %v, want the same 17", s.GasTerritories, s.FoodTerritories)
	}
	schedule, err := voucher.NewSchedule(nil, s.Settings)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range s.GasTerritories {
		for _, on := range []voucher.Day{s.From, s.To} {
			if schedule.At(voucher.GasTerritory, at, on) != 1 || schedule.At(voucher.FoodTerritory, at, on) != 1 {
				t.Errorf("%v is not in both programmes on %v", at, on)
			}
		}
	}
	from, to := schedule.At(voucher.FoodPeriodFrom, voucher.Country, s.From), schedule.At(voucher.FoodPeriodTo, voucher.Country, s.From)
	if voucher.Day(from) != s.From || voucher.Day(to) != s.To {
		t.Errorf("food runs %v to %v, want as long as all", voucher.Day(from), voucher.Day(to))
	}
}

// pilotsOf reads two columns of the facts.
func pilotsOf(gas, food string) (p voucher.Programme) {
	if gas == "1" {
		p |= voucher.Gas
	}
	if food == "1" {
		p |= voucher.Food
	}
	return p
}

// TestStoreKindsAreThoseOfTheFacts: a kind of store can be named when the simulator
// has facts about it, and is called the same.
func TestStoreKindsAreThoseOfTheFacts(t *testing.T) {
	facts, err := os.ReadFile("../simulator/data/stores.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(facts)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var want []scenarios.StoreKind
	name := slices.Index(rows[0], "name_en")
	for _, row := range rows[1:] {
		want = append(want, scenarios.StoreKind{Word: row[0], Kind: row[0], Name: voucher.Text{En: row[name], Ru: row[name+1], Kk: row[name+2]}})
	}
	if diff := cmp.Diff(want, scenarios.StoreKinds()[1:]); diff != "" {
		t.Errorf("kinds of store (-facts +reader):\n%s", diff)
	}
}

// TestPlacesAreThoseOfTheFacts: a territory can be named when the simulator has
// facts about it, it is called the same, and the same pilots run there.
func TestPlacesAreThoseOfTheFacts(t *testing.T) {
	facts, err := os.ReadFile("../simulator/data/territories.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(facts)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int {
		i := slices.Index(rows[0], name)
		if i < 0 {
			t.Fatalf("territories.csv has no column %s", name)
		}
		return i
	}
	var want []scenarios.Place
	for _, row := range rows[1:] {
		code, err := voucher.ParseTerritory(row[column("kato")])
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, scenarios.Place{
			Territory: code,
			Name:      voucher.Text{En: row[column("name_en")], Ru: row[column("name_ru")], Kk: row[column("name_kk")]},
			Named:     pilotsOf(row[column("gas_pilot")], row[column("food_pilot")]),
		})
	}
	slices.SortFunc(want, func(a, b scenarios.Place) int { return int(a.Territory) - int(b.Territory) })
	got := scenarios.Places()
	for i := range got {
		got[i].Kind, got[i].Pilots = voucher.Text{}, 0 // which follow from the code
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("territories (-facts +reader):\n%s", diff)
	}
}

// TestPlacesSayWhatTheyAre: the kind follows from the code, and in a town whose region is
// in the gas pilot that pilot runs too.
func TestPlacesSayWhatTheyAre(t *testing.T) {
	at := map[voucher.Territory]scenarios.Place{}
	for _, p := range scenarios.Places() {
		at[p.Territory] = p
		if p.Kind == (voucher.Text{}) {
			t.Errorf("%v is of no kind", p.Territory)
		}
	}
	for _, row := range []struct {
		code   voucher.Territory
		kind   string
		pilots voucher.Programme
	}{
		{110000000, "region", voucher.Gas}, {111010000, "town in a region", voucher.Both}, {551010000, "town in a region", voucher.Food},
		{710000000, "city of republican significance", voucher.Gas}, {101010000, "town in a region", 0}, {100000000, "region", 0},
	} {
		if p := at[row.code]; p.Kind.En != row.kind || p.Pilots != row.pilots {
			t.Errorf("%v is a %s with the pilots %v; want a %s with %v", row.code, p.Kind.En, p.Pilots, row.kind, row.pilots)
		}
	}
}
