package scenarios_test

import (
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

// checkRefused reads each row twice: with its fault, for the exact error, and
// without.
func checkRefused(t *testing.T, rows []refused) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, err := scenarios.Read("x.yaml", []byte(head+row.bad+"\n"))
			if err == nil || err.Error() != "x.yaml:"+row.want {
				t.Errorf("read\n%s\ngot  %v\nwant x.yaml:%s", row.bad, err, row.want)
			}
			inThreeLanguages(t, err)
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
			_, err := scenarios.Read("x.yaml", []byte(row.bad))
			inThreeLanguages(t, err)
			if err == nil || err.Error() != "x.yaml:"+row.want {
				t.Errorf("read\n%s\ngot  %v\nwant x.yaml:%s", row.bad, err, row.want)
			}
		})
	}
}
