package scenarios_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

const twoFigures = `# how people act
messages:
  undelivered: {value: 30000, unit: ppm, source: model, note: "of the SMS"}
  hour: {value: [0, 3, 1], unit: weights, source: "found:FNS-22"}
loans:
  sum_median:
    value: 300000000
    unit: tiyn
    source: own
`

func TestAssumptions(t *testing.T) {
	a, err := scenarios.ReadAssumptions("x.yaml", []byte(twoFigures))
	if err != nil {
		t.Fatal(err)
	}
	want := []scenarios.Figure{
		{Path: "messages.undelivered", Value: 30_000, Unit: "ppm", Source: "model", Note: voucher.Text{En: "of the SMS", Ru: "of the SMS", Kk: "of the SMS"}},
		{Path: "messages.hour", Weights: []int64{0, 3, 1}, Unit: "weights", Source: "found:FNS-22"},
		{Path: "loans.sum_median", Value: 300_000_000, Unit: "tiyn", Source: "own"},
	}
	if diff := cmp.Diff(want, a.All()); diff != "" {
		t.Errorf("All (-want +got):\n%s", diff)
	}
	if v, ok := a.Int("messages.undelivered"); v != 30_000 || !ok {
		t.Errorf("Int(messages.undelivered) = %d, %v, want 30000", v, ok)
	}
	if list, ok := a.Weights("messages.hour"); !slices.Equal(list, []int64{0, 3, 1}) || !ok {
		t.Errorf("Weights(messages.hour) = %v, %v, want [0 3 1]", list, ok)
	}
	for _, path := range []string{"messages.hour", "messages", "messages.minute", ""} {
		if v, ok := a.Int(path); ok || v != 0 {
			t.Errorf("Int(%q) = %d, %v, want none: it is no single value", path, v, ok)
		}
	}
	for _, path := range []string{"messages.undelivered", "messages", ""} {
		if list, ok := a.Weights(path); ok || list != nil {
			t.Errorf("Weights(%q) = %v, %v, want none: it is no list", path, list, ok)
		}
	}
}

func TestAssumptionsRefused(t *testing.T) {
	const good = "{value: 30000, unit: ppm, source: model}"
	read := func(figure string) error {
		_, err := scenarios.ReadAssumptions("x.yaml", []byte("messages:\n  malformed: "+figure+"\n"))
		return err
	}
	if err := read(good); err != nil {
		t.Fatalf("the twin of all that follows was refused: %v", err)
	}
	const write = "; write a whole number from 0 to 1000000"
	for _, row := range []struct{ name, bad, want string }{
		{"no value", "{unit: ppm, source: model}", "2:14: messages.malformed: value is missing; write value, unit and source"},
		{"no unit", "{value: 1, source: model}", "2:14: messages.malformed: unit is missing; write value, unit and source"},
		{"no source", "{value: 1, unit: ppm}", "2:14: messages.malformed: source is missing; write value, unit and source"},
		{
			"unknown key", "{value: 1, unit: ppm, source: model, remark: x}",
			`2:51: messages.malformed: unknown key "remark"; write one of value, unit, source, note, label`,
		},
		{
			"unknown unit", "{value: 1, unit: ppn, source: model}",
			`2:31: messages.malformed.unit: unknown unit "ppn", did you mean ppm? write one of ppm, count, milli, days, hours, minutes, seconds, tiyn, weights`,
		},
		{
			"no source at all", "{value: 1, unit: ppm, source: hearsay}",
			`2:44: messages.malformed.source: "hearsay" names no source; write found, derived or model with a key of simulator/data/sources.csv, such as found:DFC-2025, or model, own, seed-gas, seed-food`,
		},
		{
			"a source without its key", `{value: 1, unit: ppm, source: "found:"}`,
			`2:44: messages.malformed.source: "found:" names no source; write found, derived or model with a key of simulator/data/sources.csv, such as found:DFC-2025, or model, own, seed-gas, seed-food`,
		},
		{"negative share", "{value: -1, unit: ppm, source: model}", "2:22: messages.malformed.value: -1 is below 0" + write},
		{"share above everybody", "{value: 1000001, unit: ppm, source: model}", "2:22: messages.malformed.value: 1000001 is above 1000000" + write},
		{"a fraction", "{value: 0.5, unit: ppm, source: model}", `2:22: messages.malformed.value: "0.5" is no whole number` + write},
		{"longer than a year", "{value: 367, unit: days, source: model}", "2:22: messages.malformed.value: 367 is above 366; write a whole number from 0 to 366"},
		{"one weight", "{value: 1, unit: weights, source: model}", `2:22: messages.malformed.value: write a list of weights, not "1"`},
		{"no weights", "{value: [], unit: weights, source: model}", "2:22: messages.malformed.value: the list is empty; name whole numbers in it, or delete the key"},
		{"weights of nothing", "{value: [0, 0], unit: weights, source: model}", "2:22: messages.malformed.value: all weights are 0; write one at least that is more"},
		{"a weight below nothing", "{value: [1, -1], unit: weights, source: model}", "2:26: messages.malformed.value: -1 is below 0; write a whole number from 0 to 1000000000"},
		{"no figure", "30000", `2:14: messages.malformed: write keys with values, such as key: value, not "30000"`},
		{"twice", good + "\n  malformed: " + good, `3:3: messages: the key "malformed" stands twice, first on line 2; keep one`},
		{"a name with a dot", good + "\n  a.b: " + good, `3:3: "a.b" is no name here; write small letters a to z, digits and underscores`},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := read(row.bad)
			var all scenarios.Problems
			inThreeLanguages(t, err)
			if !errors.As(err, &all) || err.Error() != "x.yaml:"+row.want {
				t.Errorf("%s\ngot  %v\nwant x.yaml:%s", row.bad, err, row.want)
			}
		})
	}
	if _, err := scenarios.ReadAssumptions("x.yaml", nil); err == nil ||
		!strings.HasPrefix(err.Error(), "x.yaml:1:1: the file is empty; begin with a line such as messages:") {
		t.Errorf("an empty file gave %v, want to be told how one begins", err)
	}
}

// TestAssumptionsOfAScenario: what a scenario changes is changed for it alone,
// and marked.
func TestAssumptionsOfAScenario(t *testing.T) {
	base := scenarios.BaseAssumptions()
	s := read(t, head+"assumptions: {gas_consent.accept_first: 1, service_centres.weekday: [1, 0, 0, 0, 0, 0, 0]}\n")
	if v, _ := s.Assumptions.Int("gas_consent.accept_first"); v != 1 {
		t.Errorf("changed value = %d, want 1", v)
	}
	if list, _ := s.Assumptions.Weights("service_centres.weekday"); !slices.Equal(list, []int64{1, 0, 0, 0, 0, 0, 0}) {
		t.Errorf("changed list = %v, want all on Monday", list)
	}
	for i, f := range s.Assumptions.All() {
		was := base.All()[i]
		changed := f.Path == "gas_consent.accept_first" || f.Path == "service_centres.weekday"
		if f.Changed != changed || changed == (f.Value == was.Value && slices.Equal(f.Weights, was.Weights)) || f.Unit != was.Unit || f.Source != was.Source {
			t.Errorf("%+v, was %+v: want it changed: %v", f, was, changed)
		}
	}
	if diff := cmp.Diff(base.All(), scenarios.BaseAssumptions().All()); diff != "" {
		t.Errorf("a scenario changed the embedded assumptions:\n%s", diff)
	}
}

// TestEmbeddedAssumptions: every source that a figure names is on the list of
// pages.
func TestEmbeddedAssumptions(t *testing.T) {
	pages, err := os.ReadFile("../simulator/data/sources.csv")
	if err != nil {
		t.Fatal(err)
	}
	figures := scenarios.BaseAssumptions().All()
	if len(figures) == 0 {
		t.Fatal("no assumptions")
	}
	for _, f := range figures {
		if f.Label.En == "" || f.Label.Ru == "" || f.Label.Kk == "" || f.Label.Ru == f.Label.Kk || f.Label.En == f.Label.Ru {
			t.Errorf("%s is called %+v, want three languages", f.Path, f.Label)
		}
		_, found, ok := strings.Cut(f.Source, ":")
		for key := range strings.SplitSeq(found, "+") {
			if ok && !strings.Contains(string(pages), "\n"+key+",") {
				t.Errorf("%s: the source %s is not in simulator/data/sources.csv", f.Path, key)
			}
		}
	}
}
