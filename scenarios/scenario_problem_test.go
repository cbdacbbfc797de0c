package scenarios_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
)

// head is the least that a scenario has; what a row adds begins on line 4.
const head = "kind: Scenario\nid: a\ntitle: A\n"

// refused is a file that is refused for one fault, the whole error, and the same
// file without the fault, which has to be read.
type refused struct {
	name string
	bad  string // after head
	want string // without the name of the file
	good string // after head
}

const keys = "kind, id, title, extends, seed, horizon, population, programmes, territories, readings, set, change, assumptions, events"

func TestProblemsOfKeys(t *testing.T) {
	checkRefused(t, []refused{
		{
			"unknown key", "sed: 1", `4:1: unknown key "sed", did you mean seed? write one of ` + keys, "seed: 1",
		},
		{
			"unknown key near nothing", "weather: cold", `4:1: unknown key "weather"; write one of ` + keys, "",
		},
		{
			"a sweep is not part of a scenario", "sweep: {seed: {from: 1, to: 1000000}}",
			`4:1: unknown key "sweep"; write one of ` + keys, "seed: 1000000",
		},
		{
			"unknown key inside", "horizon: {form: 2026-01-01}",
			`4:11: horizon: unknown key "form", did you mean from? write one of from, to`, "horizon: {from: 2026-01-01}",
		},
		{
			"a territory added under territories", "territories: {add: [710000000]}",
			`4:15: territories: unknown key "add"; write one of gas, food; to add to those of the pilots, write change: {food: {add: [710000000]}}`,
			"change: {food: {add: [710000000]}}",
		},
		{
			"a territory taken away under territories", "territories: {remove: [551010000]}",
			`4:15: territories: unknown key "remove"; write one of gas, food; to take some away, write change: {food: {remove: [551010000]}}`,
			"change: {food: {remove: [551010000]}}",
		},
		{
			"unknown key of population", "population: {familes: 5}",
			`4:14: population: unknown key "familes", did you mean families? write one of families, note`, "population: {families: 5}",
		},
		{
			"unknown key of a dated value", "set:\n  food.mrp: [{form: 2026-01-01, value: 4325}]",
			`5:15: food.mrp: unknown key "form", did you mean from? write one of from, value`,
			"set:\n  food.mrp: [{from: 2026-01-01, value: 4325}]",
		},
		{
			"duplicate key", "seed: 1\nseed: 2", `5:1: the key "seed" stands twice, first on line 4; keep one`, "seed: 2",
		},
		{
			"duplicate path", "set: {food.mrp: 1, food.mrp: 2}",
			`4:20: set: the key "food.mrp" stands twice, first on line 4; keep one`, "set: {food.mrp: 2}",
		},
		{
			"an assumption nested as in the file of all", "assumptions: {gas_consent: {accept_first: 5}}",
			`4:15: assumptions: unknown assumption "gas_consent"; write it dotted: gas_consent.accept_first`,
			"assumptions: {gas_consent.accept_first: 5}",
		},
		{
			"a path nested", "set: {gas: {discount: {rate: 0.3}}}", `4:7: set: unknown path "gas"; write it dotted: gas.discount.rate`,
			"set: {gas.discount.rate: 0.3}",
		},
		{
			"a path nested, with values by territory", "set: {gas: {price: {110000000: 60}}}", `4:7: set: unknown path "gas"; write it dotted: gas.price`,
			"set: {gas.price: {110000000: 60}}",
		},
		{
			"a group nested without a known name", "assumptions: {gas_consent: {acept: 5}}",
			`4:15: assumptions: unknown assumption "gas_consent"; write it dotted, such as gas_consent.accept_first`,
			"assumptions: {gas_consent.accept_first: 5}",
		},
		{
			"a group and nothing in it", "assumptions: {gas_consent: {}}",
			`4:15: assumptions: unknown assumption "gas_consent"; write it dotted, such as gas_consent.accept_first`,
			"assumptions: {gas_consent.accept_first: 5}",
		},
		{"a key that is no word", "set: {.inf: 2}", `4:7: set: unknown path ".inf"; vouch scenarios explain lists the paths`, "set: {food.mrp: 2}"},
	})
}

func TestProblemsOfSimpleValues(t *testing.T) {
	checkRefused(t, []refused{
		{"seed 0", "seed: 0", "4:7: seed: 0 is below 1; write a whole number from 1 to 9007199254740991", "seed: 1"},
		{
			"seed too great for a spreadsheet", "seed: 9007199254740992",
			"4:7: seed: 9007199254740992 is above 9007199254740991; write a whole number from 1 to 9007199254740991", "seed: 9007199254740991",
		},
		{
			"seed in words", "seed: lucky",
			`4:7: seed: "lucky" is no number in plain digits; write a whole number from 1 to 9007199254740991`, "seed: 8",
		},
		{"seed in quotes", `seed: "8"`, `4:7: seed: "8" stands in quotes; take them off`, "seed: 8"},
		{"seed as a list", "seed: [8]", "4:7: seed: write a whole number from 1 to 9007199254740991, not a list", "seed: 8"},
		{"seed left empty", "seed:", "4:7: seed: nothing stands here; write a whole number from 1 to 9007199254740991", "seed: 8"},
		{
			"a hexadecimal number", "seed: 0x10",
			`4:7: seed: "0x10" is no number in plain digits; write a whole number from 1 to 9007199254740991`, "seed: 16",
		},
		{
			"an octal number", "seed: 010",
			`4:7: seed: "010" begins with a zero too many; write a whole number from 1 to 9007199254740991`, "seed: 10",
		},
		{
			"a number past 64 bits", "seed: 99999999999999999999",
			`4:7: seed: "99999999999999999999" is too great a number; write a whole number from 1 to 9007199254740991`, "seed: 10",
		},
		{
			"negative families", "population: {families: -1}",
			"4:24: population.families: -1 is below 0; write a whole number from 0 to 50000000", "population: {families: 0}",
		},
		{
			"more families than people", "population: {families: 50000001}",
			"4:24: population.families: 50000001 is above 50000000; write a whole number from 0 to 50000000", "population: {families: 50000000}",
		},
		{
			"unknown programme", "programmes: [fod]",
			`4:14: programmes: unknown programme "fod", did you mean food? write one of gas, food`, "programmes: [food]",
		},
		{
			"both is two words", "programmes: [both]", `4:14: programmes: unknown programme "both"; write one of gas, food`, "programmes: [gas, food]",
		},
		{"programme twice", "programmes: [gas, gas]", "4:19: programmes: gas stands twice; keep one", "programmes: [gas]"},
		{"programme without a list", "programmes: gas", `4:13: programmes: write a list of programmes (gas, food), not "gas"`, "programmes: [gas]"},
		{"no programme", "programmes: []", "4:13: programmes: the list is empty; name programmes (gas, food) in it, or delete the key", "programmes: [gas]"},
		{
			"unknown reading", "readings: {G99: monthly}",
			`4:12: readings: unknown reading "G99", did you mean G29? write one of G02, G04, G06, G10, G12, G13, G15, G16, G20, G22, G28, G29, G34, G36, G37, ` +
				"F01, F02, F04, F07, F10, F19, F27, F29, F31, F33, F35, F36, F37", "readings: {G13: monthly}",
		},
		{
			"unknown choice", "readings: {G13: standing}",
			`4:17: readings.G13: unknown choice "standing", did you mean standing_consent? write one of monthly, standing_consent`,
			"readings: {G13: standing_consent}",
		},
		{"note without text", "population: {note: {}}", "4:20: population.note: no text; write one line, or one each for en, ru and kk", "population: {note: x}"},
	})
}

func TestProblemsOfTerritories(t *testing.T) {
	checkRefused(t, []refused{
		{
			"unknown territory", "territories: {food: [551010001]}",
			`4:22: territories.food: unknown territory "551010001", did you mean 551010000 (Pavlodar)? write a КАТО code; scenario.schema.json lists them`,
			"territories: {food: [551010000]}",
		},
		{
			"a name for a code", "territories: {food: [Кокшетау]}",
			`4:22: territories.food: unknown territory "Кокшетау", did you mean 111010000 (Kokshetau)? write a КАТО code; scenario.schema.json lists them`,
			"territories: {food: [111010000]}",
		},
		{
			"near nothing", "territories: {food: [abroad]}",
			`4:22: territories.food: unknown territory "abroad"; write a КАТО code; scenario.schema.json lists them`, "",
		},
		{"territory twice", "territories: {food: [111010000, \"111010000\"]}", "4:33: territories.food: 111010000 stands twice; keep one", "territories: {food: [111010000]}"},
		{
			"no territory", "territories: {food: []}", "4:21: territories.food: the list is empty; name КАТО codes in it, or delete the key",
			"territories: {food: [111010000]}",
		},
		{
			"of a programme that does not run", "programmes: [gas]\nterritories: {food: [111010000]}",
			"5:15: territories: food is not among the programmes; add it there, or delete it here", "programmes: [gas, food]\nterritories: {food: [111010000]}",
		},
		{
			"the whole country is no narrowing", "territories: {gas: [kz]}",
			`4:21: territories.gas: unknown territory "kz"; write a КАТО code; scenario.schema.json lists them`, "",
		},
		{
			"unknown territory of a value", "set:\n  gas.price: {110000001: 58.00}",
			`5:15: gas.price: unknown territory "110000001", did you mean 110000000 (Akmola region)? write a КАТО code; scenario.schema.json lists them`,
			"set:\n  gas.price: {110000000: 58.00}",
		},
		{
			"value by territory of what is the same everywhere", "set:\n  food.mrp: {110000000: 4325}",
			"5:13: food.mrp: this holds for the whole country; write one value, or a list of - {from: 2026-03-01, value: …}", "set:\n  food.mrp: 4325",
		},
	})
}

func TestProblemsOfDays(t *testing.T) {
	const reach = "which run from 2025-08-28 to 2026-06-30"
	checkRefused(t, []refused{
		{
			"before the pilots", "horizon: {from: 2025-08-27}",
			"4:17: horizon.from: 2025-08-27 is outside the pilots, " + reach + "; write a day inside them, or move them with gas.period and food.period under set",
			"horizon: {from: 2025-08-28}",
		},
		{
			"after the pilots", "horizon: {to: 2026-07-01}",
			"4:15: horizon.to: 2026-07-01 is outside the pilots, " + reach + "; write a day inside them, or move them with gas.period and food.period under set",
			"horizon: {to: 2026-06-30}",
		},
		{
			"after pilots that were moved", "set: {gas.period.to: 2026-12-31}\nhorizon: {to: 2027-01-01}",
			"5:15: horizon.to: 2027-01-01 is outside the pilots, which run from 2025-08-28 to 2026-12-31; write a day inside them, or move them with gas.period and food.period under set",
			"set: {gas.period.to: 2026-12-31}\nhorizon: {to: 2026-12-31}",
		},
		{
			"before the food pilot, which runs alone", "programmes: [food]\nhorizon: {from: 2026-01-04}",
			"5:17: horizon.from: 2026-01-04 is outside the pilots, which run from 2026-01-05 to 2026-05-01; write a day inside them, or move them with gas.period and food.period under set",
			"programmes: [food]\nhorizon: {from: 2026-01-05}",
		},
		{
			"from after to", "horizon: {from: 2026-03-02, to: 2026-03-01}", "4:33: horizon: to 2026-03-01 is before from 2026-03-02; swap them",
			"horizon: {from: 2026-03-01, to: 2026-03-01}",
		},
		{
			"no day of the calendar", "horizon: {from: 2026-02-29}", `4:17: horizon.from: "2026-02-29" is no day of the calendar; write one such as 2026-03-01`,
			"horizon: {from: 2026-02-28}",
		},
		{
			"more than ten years", "set: {gas.period.to: 2035-09-05}", "1:1: horizon: 3661 days, at most 3660 are simulated; write a shorter span",
			"set: {gas.period.to: 2035-09-04}",
		},
		{
			"a pilot turned round", "programmes: [gas]\nset: {gas.period.to: 2025-08-27}",
			"5:6: set: the pilots end on 2025-08-27, before they begin on 2025-08-28; mend gas.period or food.period",
			"programmes: [gas]\nset: {gas.period.to: 2025-08-28}",
		},
		{
			"period from after its to", "set:\n  food.period.from: 2026-03-02\n  food.period.to: 2026-03-01",
			"6:19: food.period.to: food.period.from 2026-03-02 is after food.period.to 2026-03-01; swap them",
			"set:\n  food.period.from: 2026-03-01\n  food.period.to: 2026-03-01",
		},
		{
			"window from after its to", "set:\n  gas.window.to_day: 9\n  gas.window.from_day: 10",
			"6:24: gas.window.from_day: gas.window.from_day 10 is after gas.window.to_day 9; swap them",
			"set:\n  gas.window.to_day: 10\n  gas.window.from_day: 10",
		},
		{
			"a value dated outside", "set:\n  food.mrp: [{from: 2026-07-01, value: 4500}]",
			"5:21: food.mrp: from 2026-07-01 is outside the pilots, " + reach + "; a value that holds from the beginning needs no day",
			"set:\n  food.mrp: [{from: 2026-06-30, value: 4500}]",
		},
		{
			"dated values out of order", "set:\n  food.mrp: [{from: 2026-03-01, value: 1}, {from: 2026-03-01, value: 2}]",
			"5:51: food.mrp: 2026-03-01 does not come after 2026-03-01; put the days in order, each once",
			"set:\n  food.mrp: [{from: 2026-03-01, value: 1}, {from: 2026-03-02, value: 2}]",
		},
		{
			"a later value without a day", "set:\n  food.mrp: [{value: 1}, {value: 2}]",
			"5:26: food.mrp: from is missing; write {from: 2026-03-01, value: …}",
			"set:\n  food.mrp: [{value: 1}, {from: 2026-03-01, value: 2}]",
		},
		{
			"a day without a value", "set:\n  food.mrp: [{from: 2026-03-01}]",
			"5:14: food.mrp: value is missing; write {from: 2026-03-01, value: …}", "set:\n  food.mrp: [{from: 2026-03-01, value: 2}]",
		},
		{
			"a bare value in a list", "set:\n  food.mrp: [4325]", `5:14: food.mrp: write {from: 2026-03-01, value: …}, not "4325"`, "set:\n  food.mrp: 4325",
		},
		{
			"a dated value without its list", "set:\n  gas.price: {from: 2026-03-01, value: 60}",
			"5:15: gas.price: values with a day stand in a list; write - {from: 2026-03-01, value: …}",
			"set:\n  gas.price: [{from: 2026-03-01, value: 60}]",
		},
	})
}

func TestProblemsOfParameters(t *testing.T) {
	checkRefused(t, []refused{
		{
			"unknown path", "set:\n  gas.windw.to_day: 25",
			`5:3: set: unknown path "gas.windw.to_day", did you mean gas.window.to_day? vouch scenarios explain lists the paths`, "set:\n  gas.window.to_day: 25",
		},
		{
			"half a path", "set:\n  mrp: 4325", `5:3: set: unknown path "mrp", did you mean food.mrp? vouch scenarios explain lists the paths`, "set:\n  food.mrp: 4325",
		},
		{
			"a path near nothing", "set:\n  weather.cold: 1", `5:3: set: unknown path "weather.cold"; vouch scenarios explain lists the paths`, "",
		},
		{
			"negative share", "set:\n  gas.discount.rate: -0.01", "5:22: gas.discount.rate: -0.01 is below 0; write a decimal from 0 to 1 (GAS-BILL-003)",
			"set:\n  gas.discount.rate: 0",
		},
		{
			"share above 1", "set:\n  gas.discount.rate: 1.000001", "5:22: gas.discount.rate: 1.000001 is above 1; write a decimal from 0 to 1 (GAS-BILL-003)",
			"set:\n  gas.discount.rate: 1.000000",
		},
		{
			"share finer than a millionth", "set:\n  gas.discount.rate: 0.2000001",
			`5:22: gas.discount.rate: "0.2000001" has more than 6 decimals; write a decimal such as 0.20`, "set:\n  gas.discount.rate: 0.200001",
		},
		{
			"share in per cent", "set:\n  gas.discount.rate: 20%",
			`5:22: gas.discount.rate: "20%" is no number in plain digits; write a decimal such as 0.20`, "set:\n  gas.discount.rate: 0.20",
		},
		{
			"share in quotes", "set:\n  gas.discount.rate: '0.2'", `5:22: gas.discount.rate: "0.2" stands in quotes; take them off`, "set:\n  gas.discount.rate: 0.2",
		},
		{
			"half a tiyn", "set:\n  gas.price: 58.005", `5:14: gas.price: "58.005" has more than 2 decimals; write a sum in tenge such as 4325.00`,
			"set:\n  gas.price: 58.01",
		},
		{
			"sum above its bound", "set:\n  gas.price: {110000000: 1000.01}",
			"5:26: gas.price for 110000000: 1000.01 is above 1000.00; write a sum in tenge from 0.00 to 1000.00 (GAS-BILL-002)", "set:\n  gas.price: {110000000: 1000.00}",
		},
		{
			"volume finer than a litre", "set:\n  gas.norm.heating: 631.0005",
			`5:21: gas.norm.heating: "631.0005" has more than 3 decimals; write a volume in cubic metres such as 631.5`, "set:\n  gas.norm.heating: 631.005",
		},
		{
			"half a day", "set:\n  gas.reminder.after_days: 3.5",
			`5:28: gas.reminder.after_days: "3.5" is no whole number; write a number of days such as 7`, "set:\n  gas.reminder.after_days: 3",
		},
		{
			"day 32", "set:\n  gas.window.to_day: 32", "5:22: gas.window.to_day: 32 is above 31; write a day of the month from 1 to 31 (GAS-WINDOW-001)", "set:\n  gas.window.to_day: 31",
		},
		{
			"no day of any year", "set:\n  gas.heating.from: 11-31", `5:21: gas.heating.from: "11-31" is no month and day; write one such as 10-15`,
			"set:\n  gas.heating.from: 11-30",
		},
		{
			"a heating season that begins in spring", "set:\n  gas.heating.from: 06-30",
			"5:21: gas.heating.from: 06-30 is below 07-01; write a month and a day from 07-01 to 12-31 (GAS-BILL-003)", "set:\n  gas.heating.from: 07-01",
		},
		{
			"no switch", "set:\n  food.territory: {110000000: yes}", `5:31: food.territory for 110000000: "yes" is no switch; write true or false`,
			"set:\n  food.territory: {110000000: true}",
		},
		{
			"nothing set", "set:\n  food.mrp:", "5:13: food.mrp: nothing stands here; write a sum in tenge such as 4325.00", "set:\n  food.mrp: 1",
		},
		{
			"unknown assumption", "assumptions: {gas_consent.acept_first: 1}",
			`4:15: assumptions: unknown assumption "gas_consent.acept_first", did you mean gas_consent.accept_first? vouch scenarios explain lists them`,
			"assumptions: {gas_consent.accept_first: 1}",
		},
		{
			"assumption above everybody", "assumptions: {gas_consent.accept_first: 1000001}",
			"4:41: gas_consent.accept_first: 1000001 is above 1000000; write a whole number from 0 to 1000000 ppm (model:DFC-2025)", "assumptions: {gas_consent.accept_first: 1000000}",
		},
		{
			"assumption in another unit", "assumptions: {gas_consent.accept_first: 0.5}",
			`4:41: gas_consent.accept_first: "0.5" is no whole number; write a whole number from 0 to 1000000 ppm (model:DFC-2025)`, "assumptions: {gas_consent.accept_first: 500000}",
		},
		{
			"a list for one value", "assumptions: {gas_consent.accept_first: [1]}",
			"4:41: gas_consent.accept_first: write a whole number from 0 to 1000000 ppm (model:DFC-2025), not a list", "assumptions: {gas_consent.accept_first: 1}",
		},
		{
			"a list that is too short", "assumptions: {service_centres.weekday: [1, 1]}",
			"4:40: service_centres.weekday: write a list of 7 whole numbers, as in policy/assumptions.yaml", "assumptions: {service_centres.weekday: [1, 1, 1, 1, 1, 1, 1]}",
		},
		{
			"weights of nothing", "assumptions: {service_centres.weekday: [0, 0, 0, 0, 0, 0, 0]}",
			"4:40: service_centres.weekday: all weights are 0; write one at least that is more", "assumptions: {service_centres.weekday: [0, 0, 0, 1, 0, 0, 0]}",
		},
	})
}

// checkRefused reads each row twice: with its fault, for the exact error, and
// without.
func checkRefused(t *testing.T, rows []refused) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if _, err := scenarios.Read("x.yaml", []byte(head+row.bad+"\n")); err == nil || err.Error() != "x.yaml:"+row.want {
				t.Errorf("read\n%s\ngot  %v\nwant x.yaml:%s", row.bad, err, row.want)
			}
			if _, err := scenarios.Read("x.yaml", []byte(head+row.good+"\n")); err != nil {
				t.Errorf("the twin was refused\n%s\n%v", row.good, err)
			}
		})
	}
}

func TestProblemsOfTheHead(t *testing.T) {
	for _, row := range []struct{ name, bad, want string }{
		{"no kind", "id: a\ntitle: A\n", "1:1: kind is missing; begin with kind: Scenario"},
		{"another kind", "kind: Study\nid: a\ntitle: A\n", `1:7: kind: "Study" is not read here, but by vouch compare; name a file of kind Scenario`},
		{"no id", "kind: Scenario\ntitle: A\n", "1:1: id is missing; write a short name such as food-two-towns"},
		{
			"an id that makes no file name", "kind: Scenario\nid: Two Towns\ntitle: A\n",
			`2:5: id: "Two Towns" is none; write small letters a to z, digits and single hyphens, 64 at most, such as food-two-towns`,
		},
		{
			"an id that is too long", "kind: Scenario\nid: " + strings.Repeat("a", 65) + "\ntitle: A\n",
			`2:5: id: "` + strings.Repeat("a", 40) + `…" is none; write small letters a to z, digits and single hyphens, 64 at most, such as food-two-towns`,
		},
		{"no title", "kind: Scenario\nid: a\n", "1:1: title is missing; say in one line what the scenario is about"},
		{"a blank title", "kind: Scenario\nid: a\ntitle: '  '\n", "3:8: title: the text is empty; write one line"},
		{"a title left empty", "kind: Scenario\nid: a\ntitle:\n", "3:8: title: nothing stands here; write one line of text"},
		{"a title in no language", "kind: Scenario\nid: a\ntitle: {de: A}\n", "3:9: title: unknown key \"de\"; write one of en, ru, kk"},
		{
			"a title of two lines", "kind: Scenario\nid: a\ntitle: |\n  A\n  B\n",
			"3:8: title: the text has a line break or a character that does not print; write one line",
		},
		{
			"a title that is too long", "kind: Scenario\nid: a\ntitle: " + strings.Repeat("ы", 201) + "\n",
			"3:8: title: the text has 201 characters; write one line of at most 200",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := scenarios.Read("x.yaml", []byte(row.bad)); err == nil || err.Error() != "x.yaml:"+row.want {
				t.Errorf("read\n%s\ngot  %v\nwant x.yaml:%s", row.bad, err, row.want)
			}
		})
	}
}

func TestProblemsOfBytes(t *testing.T) {
	const more = "; a scenario says what differs, it does not list runs"
	for _, row := range []struct{ name, bad, want string }{
		{"empty", "", "1:1: the file is empty; begin with a line such as kind: Scenario"},
		{"blank", " \n\n", "1:1: the file is empty; begin with a line such as kind: Scenario"},
		{"only comments", "# one\n# two\n", "1:1: nothing but comments; begin with a line such as kind: Scenario"},
		{"only a mark", "---\n", "1:1: nothing but comments; begin with a line such as kind: Scenario"},
		{"a list", "- 1\n", "1:1: write keys with values, such as key: value, not a list"},
		{"a word", "pilots\n", `1:1: write keys with values, such as key: value, not "pilots"`},
		{"not UTF-8", head + "# \xd0\xcf\n", "4:3: the byte 0xd0 is not UTF-8; save the file as UTF-8"},
		{"UTF-16", "\xff\xfek\x00", "1:1: the byte 0xff is not UTF-8; save the file as UTF-8"},
		{"byte order mark", "\ufeff" + head, "1:1: a byte order mark; save the file as UTF-8 without one"},
		{"control character", head + "# \x1b[31m\n", "4:3: the control character U+001B; delete it"},
		{"line separator", head + "# \u2028\n", "4:3: the control character U+2028; delete it"},
		{"tab", "set:\n\tfood.mrp: 1\n", "2:1: a tab in the indentation; use spaces"},
		{"tabs on two lines", "set:\n  \tfood.mrp: 1\n\tgas.price: 1\n", "2:3: a tab in the indentation; use spaces\nx.yaml:3:1: a tab in the indentation; use spaces"},
		{"second document", head + "---\n" + head, "4:1: a second document begins; keep one, and put the other into a file of its own"},
		{
			"unclosed bracket", head + "programmes: [gas\n",
			"4:13: this is not YAML: sequence end token ']' not found; look for a bracket, a quote, a colon or an indentation that is wrong here or just above",
		},
		{"anchor", head + "seed: &s 1\n", "4:7: an anchor (&) is not read here; write out what is meant"},
		{"tag", head + "seed: !!int 1\n", "4:7: a tag (!) is not read here; write out what is meant"},
		{"question mark", head + "? seed\n: 1\n", "4:1: a key with a question mark (?) is not read here; write out what is meant"},
		{
			"alias bomb", head + "seed: &a [1, 1]\nset: &b [*a, *a]\nreadings: [*b, *b]\n",
			"4:7: an anchor (&) is not read here; write out what is meant\n" +
				"x.yaml:5:6: an anchor (&) is not read here; write out what is meant\n" +
				"x.yaml:6:11: readings: write keys with values, such as key: value, not a list\n" +
				"x.yaml:6:12: an alias (*) is not read here; write out what is meant\n" +
				"x.yaml:6:16: an alias (*) is not read here; write out what is meant",
		},
		{"merge key", head + "<<: {seed: 1}\n", "4:1: a merge key (<<) is not read here; write out what is meant"},
		{"nested flow", head + "set: " + strings.Repeat("[", 21), "4:26: nested more than 20 deep; nothing here needs that"},
		{"nested dashes", head + "set:\n  " + strings.Repeat("- ", 21) + "1\n", "5:43: nested more than 20 deep; nothing here needs that"},
		{
			"a thousand and one territories", head + "territories: {gas: [" + strings.Repeat("1,", 1001) + "]}\n",
			"4:20: 1001 entries, at most 1000 are read",
		},
		{
			"a sweep of ten thousand runs", head + "sweep: [" + strings.Repeat("1,", 10_000) + "]\n",
			"4:19997: more than 20000 words and signs" + more,
		},
		{
			"a sweep of a million runs", head + "sweep: [" + strings.Repeat("1,", 1_000_000) + "]\n",
			"1:1: more than 64 KiB, which is all that is read" + more,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := scenarios.Read("x.yaml", []byte(row.bad)); err == nil || err.Error() != "x.yaml:"+row.want {
				t.Errorf("got  %v\nwant x.yaml:%s", err, row.want)
			}
		})
	}
}

// TestProblemsComeTogether: whoever mends a file should not have to run it once
// for each fault.
func TestProblemsComeTogether(t *testing.T) {
	_, err := scenarios.Read("mine.yaml", []byte("kind: Scenario\r\nid: a\r\ntitle: Қала\r\nseed: 0\r\nset:\r\n"+
		"  # комментарий\r\n  gas.price: {Алматы: 60, 750000000: -1}\r\nhorizon: {to: 2027-01-01}\r\n"))
	want := `mine.yaml:4:7: seed: 0 is below 1; write a whole number from 1 to 9007199254740991
mine.yaml:7:15: gas.price: unknown territory "Алматы", did you mean 750000000 (Almaty city)? write a КАТО code; scenario.schema.json lists them
mine.yaml:7:38: gas.price for 750000000: -1 is below 0.00; write a sum in tenge from 0.00 to 1000.00 (GAS-BILL-002)
mine.yaml:8:15: horizon.to: 2027-01-01 is outside the pilots, which run from 2025-08-28 to 2026-06-30; write a day inside them, or move them with gas.period and food.period under set`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// TestProblemsAreBounded: a file of nonsense must not fill a terminal.
func TestProblemsAreBounded(t *testing.T) {
	for _, n := range []int{50, 51, 400} {
		var b strings.Builder
		b.WriteString(head)
		for i := range n {
			fmt.Fprintf(&b, "k%d: 1\n", i)
		}
		_, err := scenarios.Read("x.yaml", []byte(b.String()))
		var all scenarios.Problems
		if !errors.As(err, &all) || len(all) != min(n, 51) {
			t.Fatalf("%d faults gave %d problems, want %d", n, len(all), min(n, 51))
		}
		if got, want := all[len(all)-1].Message, fmt.Sprintf("%d more problems from here on; mend those above first", n-50); n > 50 && got != want {
			t.Errorf("the last of %d faults says %q, want %q", n, got, want)
		}
	}
}

// TestProblemIsOneLine: the name of a file and what it holds may be anything.
func TestProblemIsOneLine(t *testing.T) {
	_, err := scenarios.Read("a\nb\x1b.yaml", []byte(head+"\"s\\nee\\u202ed\\e\": 1\n"))
	want := `a?b?.yaml:4:1: unknown key "s\nee\u202ed\x1b"; write one of ` + keys
	if err == nil || err.Error() != want {
		t.Errorf("got  %q\nwant %q", err, want)
	}
}
