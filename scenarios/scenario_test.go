package scenarios_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// read reads a scenario that must be right.
func read(t *testing.T, src string) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Read("x.yaml", []byte(src))
	if err != nil {
		t.Fatalf("Read refused\n%s\n%v", src, err)
	}
	return s
}

// unexported leaves out where the values stand.
var unexported = cmpopts.IgnoreUnexported(scenarios.Scenario{})

// plain leaves the assumptions out of a comparison.
func plain(s *scenarios.Scenario) scenarios.Scenario {
	p := *s
	p.Assumptions = nil
	return p
}

// TestWhatIsLeftOut: a scenario says only what differs from the pilots.
func TestWhatIsLeftOut(t *testing.T) {
	s := read(t, head)
	want := scenarios.Scenario{
		ID: "a", Title: voucher.Text{En: "A", Ru: "A", Kk: "A"}, Seed: 20250828,
		From: voucher.Date(2025, 8, 28), To: voucher.Date(2026, 6, 30), Programmes: voucher.Both,
	}
	if diff := cmp.Diff(want, plain(s), unexported); diff != "" {
		t.Errorf("the shortest scenario is not the pilots (-want +got):\n%s", diff)
	}
	pilots := plain(scenarios.Baseline())
	pilots.ID, pilots.Title = want.ID, want.Title
	if diff := cmp.Diff(pilots, plain(s), unexported); diff != "" {
		t.Errorf("the shortest scenario differs from the baseline by more than its name (-baseline +got):\n%s", diff)
	}
	if diff := cmp.Diff(scenarios.BaseAssumptions().All(), s.Assumptions.All()); diff != "" {
		t.Errorf("its assumptions are not the embedded ones (-want +got):\n%s", diff)
	}
}

func TestEveryKey(t *testing.T) {
	s := read(t, `kind: Scenario
id: two-towns-3
title: {ru: Два города, kk: Екі қала}
seed: 9007199254740991
horizon: {from: 2026-01-01, to: "2026-04-30"}
population: {families: 1000, note: a thousand}
programmes: [food, gas]
territories: {gas: [750000000, 110000000], food: ["111010000"]}
readings: {G10: until_start_of_29, F01: capped_discount}
set:
  food.mrp_per_member: 1.5
  food.territory: {111010000: true}
assumptions: {gas_consent.accept_first: 500000}
`)
	want := scenarios.Scenario{
		ID: "two-towns-3", Title: voucher.Text{En: "Два города", Ru: "Два города", Kk: "Екі қала"}, Seed: 9007199254740991,
		From: voucher.Date(2026, 1, 1), To: voucher.Date(2026, 4, 30),
		Families: 1000, Note: voucher.Text{En: "a thousand", Ru: "a thousand", Kk: "a thousand"},
		Programmes:      voucher.Both,
		GasTerritories:  []voucher.Territory{110000000, 750000000},
		FoodTerritories: []voucher.Territory{111010000},
		Settings: []voucher.Setting{
			{Path: "food.mrp_per_member", Value: 1_500_000},
			{Path: "food.territory", Territory: 111010000, Value: 1},
		},
	}
	want.Readings[voucher.G10] = voucher.Option
	want.Readings[voucher.F01] = voucher.Option
	if diff := cmp.Diff(want, plain(s), unexported); diff != "" {
		t.Errorf("Read (-want +got):\n%s", diff)
	}
	if v, ok := s.Assumptions.Int("gas_consent.accept_first"); v != 500_000 || !ok {
		t.Errorf("the changed assumption is %d, %v, want 500000: it stands in the file", v, ok)
	}
}

// TestSettings: a value by territory stands beside that of the country, whatever
// their order in the file, and values over time follow one another.
func TestSettings(t *testing.T) {
	s := read(t, head+`set:
  gas.price:
    110000000: [{value: 60}, {from: 2026-03-01, value: 61.05}]
    kz: [{from: 2026-02-01, value: 58.5}]
  food.reminder.after_days:
    - from: 2026-02-01
      value: 3
`)
	want := []voucher.Setting{
		{Path: "gas.price", From: voucher.Date(2026, 2, 1), Value: 58_50},
		{Path: "gas.price", Territory: 110000000, Value: 60_00},
		{Path: "gas.price", Territory: 110000000, From: voucher.Date(2026, 3, 1), Value: 61_05},
		{Path: "food.reminder.after_days", From: voucher.Date(2026, 2, 1), Value: 3},
	}
	if diff := cmp.Diff(want, s.Settings); diff != "" {
		t.Errorf("Settings (-want +got):\n%s", diff)
	}
	schedule, err := voucher.NewSchedule([]voucher.Dated{{Parameter: voucher.GasPrice, Value: 50_00}}, s.Settings)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		at   voucher.Territory
		on   voucher.Day
		want int64
		why  string
	}{
		{voucher.Country, voucher.Date(2026, 1, 31), 50_00, "before the day, the rules' own value"},
		{voucher.Country, voucher.Date(2026, 2, 1), 58_50, "from the day on"},
		{110000000, voucher.Date(2026, 2, 28), 60_00, "the territory's own value goes before the country's later one"},
		{110000000, voucher.Date(2026, 3, 1), 61_05, "the territory's second value"},
		{750000000, voucher.Date(2026, 3, 1), 58_50, "no value of its own"},
	} {
		if got := schedule.At(voucher.GasPrice, row.at, row.on); got != row.want {
			t.Errorf("gas.price for %v on %v = %d, want %d: %s", row.at, row.on, got, row.want, row.why)
		}
	}
}

// TestPilotsFollowTheSettings: the span that may be simulated is that of the
// programmes that run, where the scenario has not moved it.
func TestPilotsFollowTheSettings(t *testing.T) {
	day := voucher.Date
	for _, row := range []struct {
		name, more string
		from, to   voucher.Day
	}{
		{"both", "", day(2025, 8, 28), day(2026, 6, 30)},
		{"food alone", "programmes: [food]", day(2026, 1, 5), day(2026, 5, 1)},
		{"gas alone", "programmes: [gas]", day(2025, 8, 28), day(2026, 6, 30)},
		{"food longer than gas", "set: {food.period.to: 2026-12-31}", day(2025, 8, 28), day(2026, 12, 31)},
		{"gas shorter", "programmes: [gas]\nset: {gas.period.to: 2026-03-31}", day(2025, 8, 28), day(2026, 3, 31)},
		{"longer by a decision on a day", "set:\n  gas.period.to: [{from: 2026-05-01, value: 2027-06-30}]", day(2025, 8, 28), day(2027, 6, 30)},
		{"a part", "horizon: {to: 2025-08-28}", day(2025, 8, 28), day(2025, 8, 28)},
	} {
		if s := read(t, head+row.more+"\n"); s.From != row.from || s.To != row.to {
			t.Errorf("%s: %v to %v, want %v to %v", row.name, s.From, s.To, row.from, row.to)
		}
	}
}

func TestRuns(t *testing.T) {
	for _, row := range []struct {
		programmes              string
		wantGas, wantFood, both bool
	}{{"gas", true, false, false}, {"food", false, true, false}, {"gas, food", true, true, true}} {
		s := read(t, head+"programmes: ["+row.programmes+"]\n")
		if gas, food, both := s.Runs(voucher.Gas), s.Runs(voucher.Food), s.Runs(voucher.Both); gas != row.wantGas || food != row.wantFood || both != row.both {
			t.Errorf("programmes [%s]: runs gas %v, food %v, both %v", row.programmes, gas, food, both)
		}
	}
}

// TestFlags: what a command line replaces is held to the same bounds as a file.
func TestFlags(t *testing.T) {
	day := voucher.Date
	horizon := func(from, to voucher.Day) func(*scenarios.Scenario) error {
		return func(s *scenarios.Scenario) error { return s.SetHorizon(from, to) }
	}
	seed := func(n uint64) func(*scenarios.Scenario) error {
		return func(s *scenarios.Scenario) error { return s.SetSeed(n) }
	}
	families := func(n int64) func(*scenarios.Scenario) error {
		return func(s *scenarios.Scenario) error { return s.SetFamilies(n) }
	}
	for _, row := range []struct {
		name string
		set  func(*scenarios.Scenario) error
		want string
	}{
		{"seed 0", seed(0), "seed 0 is none; give one from 1 to 9007199254740991"},
		{"least seed", seed(1), ""},
		{"greatest seed", seed(9007199254740991), ""},
		{"seed too great", seed(9007199254740992), "seed 9007199254740992 is none; give one from 1 to 9007199254740991"},
		{"negative families", families(-1), "-1 families are not possible; give 1 to 50000000, or 0 for as many as in the real pilots"},
		{"families of the facts", families(0), ""},
		{"most families", families(50_000_000), ""},
		{"too many families", families(50_000_001), "50000001 families are not possible; give 1 to 50000000, or 0 for as many as in the real pilots"},
		{"whole", horizon(day(2025, 8, 28), day(2026, 6, 30)), ""},
		{"one day", horizon(day(2026, 1, 1), day(2026, 1, 1)), ""},
		{"a day early", horizon(day(2025, 8, 27), day(2026, 6, 30)), "2025-08-27 to 2026-06-30 is not inside the pilots, which run from 2025-08-28 to 2026-06-30"},
		{"a day late", horizon(day(2025, 8, 28), day(2026, 7, 1)), "2025-08-28 to 2026-07-01 is not inside the pilots, which run from 2025-08-28 to 2026-06-30"},
		{"only the first day given, and past the end", horizon(day(2040, 1, 1), day(2026, 6, 30)), "2040-01-01 to 2026-06-30 is not inside the pilots, which run from 2025-08-28 to 2026-06-30"},
		{"only the last day given, and before the beginning", horizon(day(2025, 8, 28), day(2024, 1, 1)), "2025-08-28 to 2024-01-01 is not inside the pilots, which run from 2025-08-28 to 2026-06-30"},
		{"turned round", horizon(day(2026, 1, 2), day(2026, 1, 1)), "from 2026-01-02 is after to 2026-01-01; swap them"},
	} {
		s := scenarios.Baseline()
		before := plain(s)
		err := row.set(s)
		if got := fmt.Sprint(err); got != row.want && (err != nil || row.want != "") {
			t.Errorf("%s: error %q, want %q", row.name, got, row.want)
		}
		if diff := cmp.Diff(before, plain(s), unexported); err != nil && diff != "" {
			t.Errorf("%s: refused and changed all the same:\n%s", row.name, diff)
		}
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write := func(name, src string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if s, err := scenarios.Load(write("good.yaml", head)); err != nil || s.ID != "a" {
		t.Errorf("Load of a good file = %v, %v", s, err)
	}
	if s, err := scenarios.Load("pilots"); err != nil || s.ID != "pilots" {
		t.Errorf("Load of a library id = %v, %v", s, err)
	}
	bad := write("bad.yaml", head+"seed: 0\n")
	_, err := scenarios.Load(bad)
	var all scenarios.Problems
	if !errors.As(err, &all) || all[0].File != bad || all[0].Line != 4 || all[0].Column != 7 {
		t.Errorf("Load of a bad file = %v, want its path with line 4, column 7", err)
	}
	_, err = scenarios.Load(write("long.yaml", head+strings.Repeat("#", 1<<20)))
	if !errors.As(err, &all) || !strings.Contains(err.Error(), "more than 64 KiB, which is all that is read") {
		t.Errorf("Load of a megabyte = %v, want a refusal of its size", err)
	}
	_, err = scenarios.Load(filepath.Join(dir, "missing.yaml"))
	if !errors.Is(err, os.ErrNotExist) || errors.As(err, &all) {
		t.Errorf("Load of a missing file = %v, want os.ErrNotExist and no Problems", err)
	}
	if _, err = scenarios.Load(dir); err == nil {
		t.Error("Load of a folder gave no error")
	}
	_, err = scenarios.Load("stres")
	if want := `scenario: no "stres" in the library, did you mean stress? vouch scenarios list names all; for a file, give its path with .yaml`; fmt.Sprint(err) != want {
		t.Errorf("Load of a mistyped id\ngot  %v\nwant %s", err, want)
	}
}
