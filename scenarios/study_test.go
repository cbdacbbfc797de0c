package scenarios_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"

	"github.com/vouch-kz/vouch/scenarios"
)

const studySchemaFile = "study.schema.json"

// studyHead is the least that a study has but for what it compares; a row begins on
// line 4.
const studyHead = "kind: Study\nid: s\ntitle: S\n"

func readStudy(t *testing.T, body string) (*scenarios.Study, error) {
	t.Helper()
	d, err := scenarios.ReadEither("s.yaml", []byte(studyHead+body+"\n"))
	return d.Study, err
}

func TestStudy(t *testing.T) {
	s, err := readStudy(t, `baseline: pilots
scenarios: [stress]
sweep:
  - {mode: grid, over: {food.mrp_per_member: [1, 1.25, 1.5], gas.reminder.after_days: [3, 5]}}
  - {mode: lhs, draws: 8, over: {gas_consent.accept_first: {from: 300000, to: 500000}}}
replications: 5
seed: 3
horizon: {from: 2026-01-05, to: 2026-03-31}
limits: {runs: 400}`)
	if err != nil {
		t.Fatal(err)
	}
	if s.Baseline.ID != "pilots" || len(s.Scenarios) != 1 || s.Scenarios[0].ID != "stress" || s.Seed != 3 || s.Scenarios[0].To.String() != "2026-03-31" {
		t.Errorf("read %+v, want pilots and stress until the end of March", s)
	}
	want := []scenarios.Sweep{
		{Mode: "grid", Policy: true, Points: 6, Over: []scenarios.Swept{
			{Path: "food.mrp_per_member", Values: []int64{1_000_000, 1_250_000, 1_500_000}}, {Path: "gas.reminder.after_days", Values: []int64{3, 5}}}},
		{Mode: "lhs", Points: 8, Over: []scenarios.Swept{{Path: "gas_consent.accept_first", Values: []int64{300_000, 500_000}}}},
	}
	if diff := cmp.Diff(want, s.Sweeps); diff != "" {
		t.Errorf("sweeps (-want +got):\n%s", diff)
	}
	if s.Limits != (scenarios.Limits{Runs: 400, Minutes: 60, Megabytes: 1000}) {
		t.Errorf("limits %+v, want that of the file and the usual ones", s.Limits)
	}
	if s.Runs() != 280 || s.Lives() != 40 {
		t.Errorf("%d runs and %d lives of each world, want 280 = 40 × (1 + 6), and 40 = 5 × 8", s.Runs(), s.Lives())
	}
}

func TestRunsOfStudies(t *testing.T) {
	for _, tt := range []struct {
		body string
		want int64
		why  string
	}{
		{"scenarios: [stress]", 2, "both, once"},
		{"scenarios: [stress]\nreplications: 20", 40, "each time both"},
		{"sweep: [{mode: grid, over: {food.mrp_per_member: [1, 1.5]}}]", 3, "the baseline, and what it becomes"},
		{"sweep: [{mode: zip, over: {lists.join: [1, 2], lists.drop: [1, 2]}}]", 2, "behaviour alone: the baseline at each point"},
		{"sweep: [{mode: lhs, draws: 100000, over: {lists.join: {from: 1, to: 2}}}, {mode: lhs, draws: 100000, over: {lists.drop: {from: 1, to: 2}}}, {mode: lhs, draws: 100000, over: {lists.move: {from: 1, to: 2}}}]\nreplications: 100000", 1<<63 - 1, "more than can be counted"},
	} {
		s, err := readStudy(t, tt.body)
		if err != nil {
			t.Fatalf("%s: %v", tt.body, err)
		}
		if got := s.Runs(); got != tt.want {
			t.Errorf("%s: %d runs, want %d: %s", tt.body, got, tt.want, tt.why)
		}
	}
}

func TestProblemsOfStudies(t *testing.T) {
	grid := func(over string) string { return "sweep: [{mode: grid, over: {" + over + "}}]" }
	for _, tt := range []struct{ name, bad, want, good string }{
		{"nothing compared", "seed: 1", "1:1: nothing is compared; name scenarios, or a sweep", "scenarios: [stress]"},
		{"an unknown key", "scenarios: [stress]\nreplicatons: 2", `5:1: unknown key "replicatons", did you mean replications? write one of kind, id, title, baseline, scenarios, sweep, replications, stop, seed, horizon, limits`, "scenarios: [stress]\nreplications: 2"},
		{"an unknown path", grid("food.mpr: [1]"), `4:29: sweep.over: unknown path "food.mpr", did you mean food.mrp? vouch scenarios explain lists the paths`, grid("food.mrp: [1]")},
		{"out of bounds", grid("gas.discount.rate: [0.2, 1.2]"), "4:54: gas.discount.rate: 1.2 is above 1; write a decimal from 0 to 1 (GAS-BILL-003)", grid("gas.discount.rate: [0.2, 1]")},
		{"behaviour out of bounds", grid("lists.join: [1000001]"), "4:42: lists.join: 1000001 is above 1000000; write a whole number from 0 to 1000000 ppm (model:BAQ-ASP12)", grid("lists.join: [1000000]")},
		{"two sorts", grid("food.mrp: [1], lists.join: [1]"), "4:44: sweep.over: lists.join is of another sort than food.mrp; policy and behaviour are varied in entries of their own", grid("food.mrp: [1]")},
		{"a list", grid("lists.update_day: [1]"), "4:29: sweep.over: lists.update_day is a list; write a scenario for each list that is to be compared", grid("lists.join: [1]")},
		{"a value twice", grid("food.mrp: [1, 1.00]"), "4:43: food.mrp: 1.00 stands twice; keep one", grid("food.mrp: [1, 1.01]")},
		{"a zip of two lengths", "sweep: [{mode: zip, over: {food.mrp: [1, 2], food.refund.days: [1]}}]", "4:64: sweep.over: food.refund.days has 1 values and food.mrp has 2; a zip takes one of each at a time, so write as many", "sweep: [{mode: zip, over: {food.mrp: [1, 2], food.refund.days: [1, 2]}}]"},
		{"varied twice", "sweep: [{mode: zip, over: {food.mrp: [1]}}, {mode: zip, over: {food.mrp: [2]}}]", "4:64: sweep.over: food.mrp is varied already, on line 4; keep one", grid("food.mrp: [1]")},
		{"an unknown mode", "sweep: [{mode: grdi, over: {food.mrp: [1]}}]", `4:16: sweep.mode: unknown mode "grdi", did you mean grid? write one of grid, zip, lhs`, grid("food.mrp: [1]")},
		{"no draws", "sweep: [{mode: lhs, over: {lists.join: {from: 1, to: 2}}}]", "4:9: sweep: draws is missing; say how many points a Latin hypercube has, such as draws: 64", "sweep: [{mode: lhs, draws: 2, over: {lists.join: {from: 1, to: 2}}}]"},
		{"draws of a grid", "sweep: [{mode: grid, draws: 2, over: {food.mrp: [1]}}]", "4:22: sweep: only lhs has draws; a grid has the values of its lists", grid("food.mrp: [1]")},
		{"turned round", "sweep: [{mode: lhs, draws: 2, over: {lists.join: {from: 2, to: 1}}}]", "4:57: lists.join: 2 is not below 1; write {from: least, to: greatest}", "sweep: [{mode: lhs, draws: 2, over: {lists.join: {from: 1, to: 2}}}]"},
		{"the baseline again", "scenarios: [pilots]", `4:13: scenarios: policy/pilots.yaml has the id "pilots", which policy/pilots.yaml has too; a report could not tell them apart`, "scenarios: [stress]"},
		{"outside the pilots", "scenarios: [stress]\nhorizon: {to: 2027-01-01}", "5:10: horizon: of pilots: 2025-08-28 to 2027-01-01 is not inside the pilots, which run from 2025-08-28 to 2026-06-30\n" +
			"s.yaml:5:10: horizon: of stress: 2025-08-28 to 2027-01-01 is not inside the pilots, which run from 2025-08-28 to 2026-06-30", "scenarios: [stress]\nhorizon: {to: 2026-06-30}"},
		{"a stop and a number", "scenarios: [stress]\nreplications: 2\nstop: {metric: food.used, relative_half_width: 0.01}", "5:1: stop: stop says at_least and at_most; take replications out", "scenarios: [stress]\nstop: {metric: food.used, relative_half_width: 0.01}"},
		{"a stop by nothing", "scenarios: [stress]\nstop: {metric: food.used}", "5:7: stop: metric or relative_half_width is missing; write {metric: food.credited, relative_half_width: 0.005}", "scenarios: [stress]\nstop: {metric: food.used, relative_half_width: 0.5}"},
		{"a figure nobody counts", "scenarios: [stress]\nstop: {metric: food.usd, relative_half_width: 0.01}", `5:16: stop.metric: unknown figure "food.usd", did you mean food.used? write one of food.credited, food.spent, food.consented, food.used, gas.discount, gas.consented, gas.activated, gas.used`, "scenarios: [stress]\nstop: {metric: gas.used, relative_half_width: 0.01, at_least: 2, at_most: 2}"},
		{"a stop too wide", "scenarios: [stress]\nstop: {metric: food.used, relative_half_width: 0.6}", "5:48: stop.relative_half_width: 0.6 is outside; write a decimal from 0.0001 to 0.5", "scenarios: [stress]\nstop: {metric: food.used, relative_half_width: 0.0001}"},
		{"a stop turned round", "scenarios: [stress]\nstop: {metric: food.used, relative_half_width: 0.1, at_least: 9, at_most: 8}", "5:7: stop: at_least 9 is above at_most 8; swap them, or raise at_most", "scenarios: [stress]\nstop: {metric: food.used, relative_half_width: 0.1, at_least: 9, at_most: 9}"},
		{"no runs", "scenarios: [stress]\nreplications: 0", "5:15: replications: 0 is below 1; write a whole number from 1 to 100000", "scenarios: [stress]\nreplications: 1"},
		{"no such scenario", "scenarios: [nobody.yaml]", `4:13: scenarios: no file "nobody.yaml"; write the name of one beside this file, or an id of the library, which vouch scenarios list names`, "scenarios: [stress]"},
	} {
		_, err := readStudy(t, tt.bad)
		inThreeLanguages(t, err)
		if err == nil || err.Error() != "s.yaml:"+tt.want {
			t.Errorf("%s:\ngot  %v\nwant s.yaml:%s", tt.name, err, tt.want)
		}
		if _, err := readStudy(t, tt.good); err != nil {
			t.Errorf("%s: the twin was refused: %v", tt.name, err)
		}
	}
}

// TestEither: the file says which of the two it is.
func TestEither(t *testing.T) {
	d, err := scenarios.ReadEither("x.yaml", []byte(head))
	if err != nil || d.Scenario == nil || d.Study != nil {
		t.Errorf("a scenario is read as %+v, %v", d, err)
	}
	name := filepath.Join(t.TempDir(), "s.yaml")
	if err := os.WriteFile(name, []byte(studyHead+"scenarios: [stress]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err = scenarios.LoadEither(name); err != nil || d.Study == nil || d.Scenario != nil {
		t.Errorf("a study is read as %+v, %v", d, err)
	}
	if d, err = scenarios.LoadEither("stress"); err != nil || d.Scenario == nil {
		t.Errorf("an id of the library is read as %+v, %v", d, err)
	}
}

func TestStudySchemaIsCurrent(t *testing.T) {
	checkCurrent(t, studySchemaFile, generateSchema(t, reflect.TypeFor[scenarios.StudyFile](), "vouch study", jsonschema.Definitions{
		"wording": wordingSchema(), "day": daySchema(),
	}))
}

// sweptSchema takes for each path a list of values, or the ends of a span.
func sweptSchema() *jsonschema.Schema {
	all := object()
	for _, l := range scenarios.Levers() {
		if l.Places > 0 {
			continue
		}
		value := &jsonschema.Schema{Type: "integer", Minimum: number(l.Min), Maximum: number(l.Max)}
		if l.Policy {
			value = valueSchema(&l)
		}
		span := object()
		span.Properties.Set("from", value)
		span.Properties.Set("to", value)
		span.Required = []string{"from", "to"}
		all.Properties.Set(l.Path, &jsonschema.Schema{Description: inAll(l.Label), AnyOf: []*jsonschema.Schema{
			{Type: "array", Items: value, MinItems: new(uint64(1))}, span,
		}})
	}
	return all
}
