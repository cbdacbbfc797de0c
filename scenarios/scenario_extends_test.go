package scenarios_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// family writes files of scenarios into a folder of their own: each line of the map
// is what a file says beside kind, id (its name) and title.
func family(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		text := "kind: Scenario\nid: " + name + "\ntitle: " + name + "\n" + body + "\n"
		if err := os.WriteFile(filepath.Join(dir, name+".yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// load reads the file named child of a family.
func load(t *testing.T, files map[string]string) (*scenarios.Scenario, error) {
	t.Helper()
	dir := family(t, files)
	s, err := scenarios.Load(filepath.Join(dir, "child.yaml"))
	if err != nil {
		return nil, &told{strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), "")}
	}
	return s, nil
}

// told is an error without the folder of the test.
type told struct{ text string }

func (t *told) Error() string { return t.text }

func TestExtends(t *testing.T) {
	s, err := load(t, map[string]string{
		"top":   "seed: 5\npopulation: {families: 900}\nset: {food.mrp: 4000, gas.price: {110000000: 50, 150000000: 51}}\nreadings: {G13: standing_consent}",
		"left":  "extends: [top.yaml]\nset: {food.mrp: 4100}\nassumptions: {lists.join: 1}",
		"right": "extends: [top.yaml]\nprogrammes: [gas, food]\nset: {gas.price: {150000000: 52}}",
		"child": "extends: [left.yaml, right.yaml, pilots]\nseed: 7\nset: {gas.window.to_day: 25}",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []voucher.Setting{
		{Path: "gas.price", Territory: 110000000, Value: 50_00},
		{Path: "food.mrp", Value: 4100_00},
		{Path: "gas.price", Territory: 150000000, Value: 52_00},
		{Path: "gas.window.to_day", Value: 25},
	}
	if diff := cmp.Diff(want, s.Settings); diff != "" {
		t.Errorf("settings (-want +got): what one parent only takes over and the other changes is changed\n%s", diff)
	}
	if v, _ := s.Assumptions.Int("lists.join"); v != 1 || s.Seed != 7 || s.Families != 900 || s.ID != "child" || s.Title.En != "child" {
		t.Errorf("lists.join %d, seed %d, families %d, id %s, title %q, want 1, 7, 900 and the child's own name", v, s.Seed, s.Families, s.ID, s.Title.En)
	}
	if s.Readings.Choice(voucher.G13) != "standing_consent" {
		t.Errorf("G13 = %s, want that of the first ancestor", s.Readings.Choice(voucher.G13))
	}
}

// TestDatedValuesLayUpon: a value from a day on leaves what held before, and one
// without a day takes the place of all.
func TestDatedValuesLayUpon(t *testing.T) {
	const top = "set: {food.mrp: [{value: 4000}, {from: 2026-04-01, value: 4400}], gas.price: {110000000: 50}}"
	for _, tt := range []struct {
		name, child string
		want        []voucher.Setting
	}{
		{"from a day between", "set: {food.mrp@2026-03: 4300}", []voucher.Setting{
			{Path: "food.mrp", Value: 4000_00}, {Path: "gas.price", Territory: 110000000, Value: 50_00},
			{Path: "food.mrp", From: voucher.Date(2026, 3, 1), Value: 4300_00},
		}},
		{"from a day behind", "set: {food.mrp@2026-04-02: 4300}", []voucher.Setting{
			{Path: "food.mrp", Value: 4000_00}, {Path: "food.mrp", From: voucher.Date(2026, 4, 1), Value: 4400_00},
			{Path: "gas.price", Territory: 110000000, Value: 50_00}, {Path: "food.mrp", From: voucher.Date(2026, 4, 2), Value: 4300_00},
		}},
		{"from the beginning", "set: {food.mrp: 4300}", []voucher.Setting{
			{Path: "gas.price", Territory: 110000000, Value: 50_00}, {Path: "food.mrp", Value: 4300_00},
		}},
		{"for the country", "set: {gas.price: 60, food.mrp: 1}", []voucher.Setting{
			{Path: "gas.price", Value: 60_00}, {Path: "food.mrp", Value: 1_00},
		}},
		{"two days, in whatever order", "set: {food.mrp@2026-05: 3, food.mrp: 1, food.mrp@2026-04: 2}", []voucher.Setting{
			{Path: "gas.price", Territory: 110000000, Value: 50_00}, {Path: "food.mrp", Value: 1_00},
			{Path: "food.mrp", From: voucher.Date(2026, 4, 1), Value: 2_00}, {Path: "food.mrp", From: voucher.Date(2026, 5, 1), Value: 3_00},
		}},
	} {
		s, err := load(t, map[string]string{"top": top, "child": "extends: [top.yaml]\n" + tt.child})
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, s.Settings); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", tt.name, tt.child, diff)
		}
	}
}

// TestParentsDisagree: where two parents part the child has to decide.
func TestParentsDisagree(t *testing.T) {
	const end = "; decide here, with a line of your own, or extend one of the two"
	for _, tt := range []struct{ name, a, b, child, want string }{
		{"one path", "set: {food.mrp: 1}", "set: {food.mrp: 2}", "", "a (a.yaml:4) says food.mrp = 1.00, and b (b.yaml:4) says food.mrp = 2.00"},
		{"the child decides", "set: {food.mrp: 1}", "set: {food.mrp: 2}", "set: {food.mrp: 2}", ""},
		{"the child decides too late", "set: {food.mrp: 1}", "set: {food.mrp: 2}", "set: {food.mrp@2026-03: 2}", "a (a.yaml:4) says food.mrp = 1.00, and b (b.yaml:4) says food.mrp = 2.00"},
		{"both say the same", "set: {food.mrp: 1}", "set: {food.mrp: 1.00}", "", ""},
		{"two paths", "set: {food.mrp: 1}", "set: {gas.price: 1}", "", ""},
		{"two places", "set: {gas.price: {110000000: 1}}", "set: {gas.price: {150000000: 2}}", "", ""},
		{"a place and the country", "set: {gas.price: {110000000: 1}}", "set: {gas.price: 2}", "", "a (a.yaml:4) says gas.price.110000000 = 1.00, and b (b.yaml:4) says gas.price = 2.00"},
		{"one goes on longer", "set: {food.mrp: [{value: 1}, {from: 2026-03-01, value: 2}]}", "set: {food.mrp: 1}", "", "a (a.yaml:4) says food.mrp = 1.00, and b (b.yaml:4) says food.mrp = 1.00"},
		{"lists alike", "set: {food.mrp: [{value: 1}, {from: 2026-03-01, value: 2}]}", "set: {food.mrp: 1, food.mrp@2026-03: 2}", "", ""},
		{"a seed", "seed: 1", "seed: 2", "", "a (a.yaml:4) says seed = 1, and b (b.yaml:4) says seed = 2"},
		{"a reading", "readings: {G13: monthly}", "readings: {G13: standing_consent}", "", "a (a.yaml:4) says readings.G13 = monthly, and b (b.yaml:4) says readings.G13 = standing_consent"},
		{"an assumption", "assumptions: {lists.join: 1}", "assumptions: {lists.join: 2}", "", "a (a.yaml:4) says lists.join = 1, and b (b.yaml:4) says lists.join = 2"},
		{"a horizon", "horizon: {to: 2026-03-01}", "horizon: {to: 2026-03-02}", "", "a (a.yaml:4) says horizon.to = 2026-03-01, and b (b.yaml:4) says horizon.to = 2026-03-02"},
		{"a place that comes and goes", "change: {food: {add: [350000000]}}", "set: {food.territory: {350000000: false}}", "", "a (a.yaml:4) says change.food.add 350000000 = true, and b (b.yaml:4) says food.territory.350000000 = false"},
		{"programmes", "programmes: [gas]", "programmes: [food]", "", "a (a.yaml:4) says programmes = [gas], and b (b.yaml:4) says programmes = [food]"},
		{"narrowed", "territories: {food: [551010000]}", "territories: {food: [111010000]}", "", "a (a.yaml:4) says territories = [551010000], and b (b.yaml:4) says territories = [111010000]"},
	} {
		_, err := load(t, map[string]string{"a": tt.a, "b": tt.b, "child": "extends: [a.yaml, b.yaml]\n" + tt.child})
		want := "child.yaml:4:19: extends: " + tt.want + end
		inThreeLanguages(t, err)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s:\ngot  %v\nwant %s", tt.name, err, want)
		}
	}
}

func TestProblemsOfExtends(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"a cycle", map[string]string{"child": "extends: [a.yaml]", "a": "extends: [b.yaml]", "b": "seed: 1\nextends: [a.yaml]"},
			"b.yaml:5:11: extends: a.yaml → b.yaml → a.yaml comes back to itself; take one of them out"},
		{"itself", map[string]string{"child": "extends: [child.yaml]"},
			"child.yaml:4:11: extends: child.yaml → child.yaml comes back to itself; take one of them out"},
		{"no such file", map[string]string{"child": "extends: [nobody.yaml]"},
			`child.yaml:4:11: extends: no file "nobody.yaml"; write the name of one beside this file, or an id of the library, which vouch scenarios list names`},
		{"a mistyped id", map[string]string{"child": "extends: [pilot]"},
			`child.yaml:4:11: extends: no "pilot" in the library, did you mean pilots? vouch scenarios list names all; for a file beside this one, write its name with .yaml`},
		{"no scenario", map[string]string{"child": "extends: [a.txt]"},
			`child.yaml:4:11: extends: "a.txt" is no scenario; write an id of the library, or a file with .yaml`},
		{"a parent that is wrong", map[string]string{"child": "extends: [a.yaml]", "a": "seed: 0"},
			"a.yaml:4:7: seed: 0 is below 1; write a whole number from 1 to 9007199254740991"},
		{"an id twice", map[string]string{"child": "extends: [a.yaml]\nset: {food.mrp: 1}", "a": "seed: 1\n---\nkind: Scenario"},
			"a.yaml:5:1: a second document begins; keep one, and put the other into a file of its own"},
		{"no list", map[string]string{"child": "extends: pilots"}, `child.yaml:4:10: extends: write a list of scenarios, not "pilots"`},
		{"a value outside pilots that the child moves", map[string]string{"child": "extends: [a.yaml]\nset: {gas.period.to: 2026-03-31, food.period.to: 2026-03-31}", "a": "set: {food.mrp@2026-04: 1}"},
			"a.yaml:4:7: food.mrp: from 2026-04-01 is outside the pilots, which run from 2025-08-28 to 2026-03-31; a value that holds from the beginning needs no day"},
	} {
		_, err := load(t, tt.files)
		inThreeLanguages(t, err)
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s:\ngot  %v\nwant %s", tt.name, err, tt.want)
		}
	}
	dir := family(t, map[string]string{"child": ""})
	twin := "kind: Scenario\nid: child\ntitle: A\nextends: [child.yaml]\n"
	_, err := scenarios.Read(filepath.Join(dir, "other.yaml"), []byte(twin))
	want := filepath.Join(dir, "other.yaml") + `:2:5: id: "child" is also the id of ` + filepath.Join(dir, "child.yaml") + ":2, which this file extends; give it one of its own"
	if err == nil || err.Error() != want {
		t.Errorf("a child with its parent's id:\ngot  %v\nwant %s", err, want)
	}
}

func TestPlacesComeAndGo(t *testing.T) {
	s := read(t, head+"change: {food: {add: [350000000, {id: 710000000, from: 2026-03-01}], remove: [551010000]}}\n")
	want := []voucher.Setting{
		{Path: "food.territory", Territory: 551010000, Value: 0},
		{Path: "food.territory", Territory: 350000000, Value: 1},
		{Path: "food.territory", Territory: 710000000, From: voucher.Date(2026, 3, 1), Value: 1},
	}
	if diff := cmp.Diff(want, s.Settings); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	s, err := load(t, map[string]string{
		"top":   "territories: {food: [551010000, 111010000]}",
		"child": "extends: [top.yaml]\nchange: {food: {add: [350000000], remove: [551010000]}}",
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.FoodTerritories, []voucher.Territory{111010000, 350000000}) {
		t.Errorf("food runs in %v, want the narrowed list with what came and without what left", s.FoodTerritories)
	}
}

func TestProblemsOfChange(t *testing.T) {
	checkRefused(t, []refused{
		{"not there", "change: {food: {remove: [350000000]}}",
			"4:26: change.food.remove 350000000: the food pilot does not run there; take it out of the list, or name one of 111010000 (Kokshetau), 113220100 (Akkol), 551010000 (Pavlodar)",
			"change: {food: {remove: [551010000]}}"},
		{"there already", "change: {food: {add: [551010000]}}", "4:23: change.food.add 551010000: the food pilot runs there already; take it out of the list", "change: {food: {add: [350000000]}}"},
		{"unknown code", "change: {gas: {remove: [350000001]}}",
			`4:25: change.gas.remove: unknown territory "350000001", did you mean 350000000 (Karaganda region)? write a КАТО code; vouch list territories shows them`, "change: {gas: {remove: [350000000]}}"},
		{"twice", "change: {food: {add: [350000000, 350000000]}}", "4:34: change.food.add: 350000000 stands in this file already (x.yaml:4); keep one", "change: {food: {add: [350000000]}}"},
		{"also under set", "set: {food.territory: {350000000: true}}\nchange: {food: {add: [350000000]}}",
			"5:23: change.food.add: 350000000 stands in this file already (x.yaml:4); keep one", "change: {food: {add: [350000000]}}"},
		{"before the pilot", "change: {food: {add: [{id: 350000000, from: 2025-08-27}]}}",
			"4:23: change.food.add 350000000: from 2025-08-27 is outside the pilots, which run from 2025-08-28 to 2026-06-30; a value that holds from the beginning needs no day",
			"change: {food: {add: [{id: 350000000, from: 2025-08-28}]}}"},
		{"without a code", "change: {food: {add: [{from: 2026-03-01}]}}",
			"4:23: change.food.add: id is missing; write a КАТО code such as 111010000, or {id: 111010000, from: 2026-03-01}", "change: {food: {add: [{id: 350000000}]}}"},
		{"no place left", "territories: {food: [551010000]}\nchange: {food: {remove: [551010000]}}",
			"4:15: territories: no place is left for food; narrow it to another one, or take the programme out", "territories: {food: [551010000, 111010000]}\nchange: {food: {remove: [551010000]}}"},
	})
}

func TestProblemsOfDatedPaths(t *testing.T) {
	checkRefused(t, []refused{
		{"no month", "set: {food.mrp@March: 1}", `4:7: set: "March" is no month or day; write a path such as food.mrp@2026-03 or food.mrp@2026-03-15`, "set: {food.mrp@2026-03: 1}"},
		{"a typo before the day", "set: {food.mpr@2026-03: 1}", `4:7: set: unknown path "food.mpr", did you mean food.mrp? vouch scenarios explain lists the paths`, "set: {food.mrp@2026-03: 1}"},
		{"before the pilot", "set: {food.mrp@2025-08: 1}", "4:7: food.mrp: from 2025-08-01 is outside the pilots, which run from 2025-08-28 to 2026-06-30; a value that holds from the beginning needs no day", "set: {food.mrp@2025-08-28: 1}"},
		{"a list behind a day", "set: {food.mrp@2026-03: [{value: 1}]}", "4:25: food.mrp: the day stands behind the path; write one value, or a list under the path alone", "set: {food.mrp@2026-03: 1}"},
		{"a day twice", "set: {food.mrp@2026-03: 1, food.mrp@2026-03-01: 2}", "4:49: food.mrp: set from the same day on x.yaml:4; keep one", "set: {food.mrp@2026-03: 1, food.mrp@2026-03-02: 2}"},
	})
}

// TestMoneyInEitherUnit: a sum in МРП follows the МРП of its day, and tenge a
// member are turned into МРП.
func TestMoneyInEitherUnit(t *testing.T) {
	january := voucher.Date(2026, 1, 1)
	for _, tt := range []struct {
		set  string
		want []voucher.Setting
		why  string
	}{
		{"food.offline.floor: {mrp: 1.5}", []voucher.Setting{{Path: "food.offline.floor", Value: 5898_00}, {Path: "food.offline.floor", From: january, Value: 6487_50}}, "1.5 times 3932 and 4325"},
		{"food.offline.floor@2026-01: {mrp: 1.5}", []voucher.Setting{{Path: "food.offline.floor", From: january, Value: 6487_50}}, "the МРП changes on that day, not after it"},
		{"food.mrp_per_member: {tenge: 6487.5}", []voucher.Setting{{Path: "food.mrp_per_member", Value: 1_649_924}, {Path: "food.mrp_per_member", From: january, Value: 1_500_000}}, "6487.5 by 3932, halves up, and by 4325"},
		{"food.offline.floor: {mrp: 1}, food.mrp: 4000", []voucher.Setting{{Path: "food.offline.floor", Value: 4000_00}, {Path: "food.mrp", Value: 4000_00}}, "the scenario's own МРП counts"},
		{"gas.price: {110000000: {mrp: 0.01}, 150000000: 50}", []voucher.Setting{
			{Path: "gas.price", Territory: 110000000, Value: 39_32}, {Path: "gas.price", Territory: 110000000, From: january, Value: 43_25},
			{Path: "gas.price", Territory: 150000000, Value: 50_00}}, "by territory too"},
		{"food.offline.floor: {mrp: 1}, food.offline.floor@2025-12: 7", []voucher.Setting{{Path: "food.offline.floor", Value: 3932_00},
			{Path: "food.offline.floor", From: voucher.Date(2025, 12, 1), Value: 7_00}}, "another value took over before the МРП changed"},
	} {
		if diff := cmp.Diff(tt.want, read(t, head+"set: {"+tt.set+"}\n").Settings); diff != "" {
			t.Errorf("%s (-want +got): %s\n%s", tt.set, tt.why, diff)
		}
	}
	checkRefused(t, []refused{
		{"the МРП in МРП", "set: {food.mrp: {mrp: 1}}", "4:17: food.mrp: this is not written in mrp; write a sum in tenge such as 4325.00", "set: {food.mrp: 1}"},
		{"МРП in МРП", "set: {food.mrp_per_member: {mrp: 1}}", "4:28: food.mrp_per_member: this is not written in mrp; write a decimal such as 0.20", "set: {food.mrp_per_member: 1}"},
		{"above the bound", "set: {gas.price: {mrp: 1}}",
			"4:24: gas.price: {mrp: 1} is 3932.00 at an МРП of 3932.00; it lies between 0.00 and 1000.00 (GAS-BILL-002)", "set: {gas.price: {mrp: 0.1}}"},
	})
	var rules []voucher.Dated
	for _, d := range food.Parameters() {
		if d.Parameter == voucher.FoodMRP {
			rules = append(rules, voucher.Dated{Parameter: d.Parameter, From: d.From, Value: d.Value})
		}
	}
	if diff := cmp.Diff(rules, scenarios.MRPRates()); diff != "" {
		t.Errorf("sums are converted by another МРП than that of the rules (-rules +scenarios):\n%s", diff)
	}
}

// TestValuesKnowWhereTheyStand: each with its file and line, and what it replaced.
func TestValuesKnowWhereTheyStand(t *testing.T) {
	dir := family(t, map[string]string{"top": "set:\n  food.mrp: 4000\n  gas.price: {110000000: 50}", "child": "extends: [top.yaml]\nset:\n  food.mrp: 4300"})
	s, err := scenarios.Load(filepath.Join(dir, "child.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	top, child := filepath.Join(dir, "top.yaml"), filepath.Join(dir, "child.yaml")
	want := []scenarios.Value{
		{Group: "set", Path: "gas.price", Territory: 110000000, Text: "50.00", File: top, Line: 6},
		{Group: "set", Path: "food.mrp", Text: "4300.00", File: child, Line: 6, Over: []scenarios.Value{{Group: "set", Path: "food.mrp", Text: "4000.00", File: top, Line: 5}}},
	}
	if diff := cmp.Diff(want, s.Values()); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}
