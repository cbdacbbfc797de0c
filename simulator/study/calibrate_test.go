package study_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/study"
)

// calibration is one of a small world with the rates given, towards targets.
func calibration(t *testing.T, targets string, rates map[string]int64) *study.Calibration {
	t.Helper()
	s, err := scenarios.Read("c.yaml", []byte("kind: Scenario\nid: c\ntitle: C\nhorizon: {from: 2026-01-05, to: 2026-02-28}\npopulation: {families: 1500}\nterritories: {gas: [110000000]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for path, v := range rates {
		if s, err = s.With(path, v); err != nil {
			t.Fatal(err)
		}
	}
	read, err := scenarios.ReadTargets("t.yaml", []byte("kind: Targets\nid: t\ntitle: T\ntargets:\n"+targets))
	if err != nil {
		t.Fatal(err)
	}
	return &study.Calibration{Scenario: s, Targets: read, World: reference.World{}, Workers: 2}
}

func fitted(t *testing.T, c *study.Calibration) *study.Calibrated {
	t.Helper()
	got, err := c.Fit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// planted are targets about two rates and one figure that is held out, in parts per million.
func planted(food, gas, spent int64) string {
	return fmt.Sprintf(`  - {id: food, title: F, metric: food.consented, per: food.sent, value: 0.%06d, tolerance: 0.004, source: "found:DFC-2025", fits: food_consent.accept}
  - {id: gas, title: G, metric: gas.consented, per: gas.sent, value: 0.%06d, tolerance: 0.004, source: model, fits: gas_consent.accept_first}
  - {id: spent, title: S, metric: food.spent, per: food.credited, value: 0.%06d, tolerance: 0.02, source: "found:FNS-22", hold_out: true}
`, food, gas, spent)
}

// TestCalibrationFindsPlantedRates makes targets of what a world does whose rates are known, begins
// elsewhere, and wants to come back.
func TestCalibrationFindsPlantedRates(t *testing.T) {
	known := map[string]int64{"food_consent.accept": 610_000, "gas_consent.accept_first": 280_000}
	c := calibration(t, planted(500_000, 500_000, 900_000), known)
	result, err := (&simulator.Run{Scenario: c.Scenario, World: c.World, Workers: 2}).Simulate(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	share := func(of voucher.Programme, metric, per simulator.Metric) int64 {
		return result.Totals.Sum(of, metric) * simulator.Million / result.Totals.Sum(of, per)
	}
	targets := planted(share(voucher.Food, simulator.Consented, simulator.Sent), share(voucher.Gas, simulator.Consented, simulator.Sent), share(voucher.Food, simulator.Spent, simulator.Credited))
	got := fitted(t, calibration(t, targets, map[string]int64{"food_consent.accept": 200_000, "gas_consent.accept_first": 600_000}))
	if !got.Whole() || !got.Fitted() || got.Miss() > 0.2 {
		t.Errorf("fits %+v, a miss of %v tolerances; want all within, and no more than a fifth: the world can do it", got.Fits, got.Miss())
	}
	sources := map[string]string{"food_consent.accept": "derived:DFC-2025", "gas_consent.accept_first": "model"}
	for _, r := range got.Rates {
		// A tolerance of 4000 ppm, a tenth of which is near enough, and 1,500 families.
		if math.Abs(float64(r.Is-known[r.Path])) > 8_000 || r.Bound != study.Inside {
			t.Errorf("%s is %d at the bound %q, want about %d inside: that is what was planted", r.Path, r.Is, r.Bound, known[r.Path])
		}
		if r.Source != sources[r.Path] {
			t.Errorf("%s comes from %q, want %q: what is fitted to an invention stays one", r.Path, r.Source, sources[r.Path])
		}
		if v, _ := got.Scenario.Assumptions.Int(r.Path); v != r.Is {
			t.Errorf("the scenario has %s at %d, want the %d that was found", r.Path, v, r.Is)
		}
	}
}

// TestCalibrationLeavesHeldOutAlone: a figure that is held out moves no rate, however far it is missed.
func TestCalibrationLeavesHeldOutAlone(t *testing.T) {
	near := fitted(t, calibration(t, planted(400_000, 400_000, 900_000), nil))
	far := fitted(t, calibration(t, planted(400_000, 400_000, 100_000), nil))
	if diff := cmp.Diff(near.Rates, far.Rates); diff != "" {
		t.Errorf("rates differ with a figure that is held out (-near +far):\n%s", diff)
	}
	if !far.Fitted() || far.Whole() {
		t.Errorf("fits %+v, whole %t; want what was fitted to met, and no whole calibration: the held-out figure is missed", far.Fits, far.Whole())
	}
}

// TestCalibrationSaysWhatCannotBeReached: yes and no share one whole, and some SMS are lost.
func TestCalibrationSaysWhatCannotBeReached(t *testing.T) {
	got := fitted(t, calibration(t, `  - {id: food, title: F, metric: food.consented, per: food.sent, value: 0.999, tolerance: 0.001, source: model, fits: food_consent.accept}
`, nil))
	r := got.Rates[0]
	if r.Bound != study.AtMost || r.Is != 950_000 || r.Most != 950_000 || got.Fitted() {
		t.Errorf("%+v, fitted %t; want the rate at its most, 950000, beside 50000 who say no, and the target missed", r, got.Fitted())
	}
}

// TestCalibrationIsTheSameOnAnyWorkers: the same draws give the same rates.
func TestCalibrationIsTheSameOnAnyWorkers(t *testing.T) {
	one, many := calibration(t, planted(400_000, 300_000, 900_000), nil), calibration(t, planted(400_000, 300_000, 900_000), nil)
	one.Workers, many.Workers = 1, 5
	a, b := fitted(t, one), fitted(t, many)
	a.Scenario, b.Scenario = nil, nil
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("one worker and five differ (-one +five):\n%s", diff)
	}
}

func TestCalibrationWithNothingToFit(t *testing.T) {
	c := calibration(t, planted(400_000, 300_000, 900_000), nil)
	for i := range c.Targets.All {
		c.Targets.All[i].Fits = ""
	}
	if _, err := c.Fit(context.Background()); !errors.Is(err, study.ErrNothingToFit) {
		t.Errorf("error %v, want that there is nothing to fit", err)
	}
}

// TestStudyHoldsTheBaselineAgainstTargets: the share of a study is that of its runs together, and a
// level is that of the country as it is.
func TestStudyHoldsTheBaselineAgainstTargets(t *testing.T) {
	r := small(t, "scenarios: [food-two-mrp]\nreplications: 2\n")
	r.Targets = calibration(t, planted(400_000, 300_000, 900_000)+`  - {id: level, title: L, metric: food.credited, value: 1.00, tolerance: 0.01, source: model, hold_out: true}
  - {id: january, title: J, metric: food.sent, months: {from: 2026-01, to: 2026-01}, value: 10, tolerance: 1, source: model, hold_out: true}
  - {id: elsewhere, title: E, metric: food.sent, territory: 750000000, value: 10, tolerance: 1, source: model, hold_out: true}
`, nil).Targets
	results := live(t, r)
	var ids []string
	for _, f := range results.Fits {
		ids = append(ids, f.ID)
	}
	if got := strings.Join(ids, " "); got != "food gas spent level january" {
		t.Fatalf("fits of %q, want those of all targets but the one of a territory without food vouchers", got)
	}
	mean := func(metric string) float64 {
		c, _ := results.At(0, study.Key{Programme: voucher.Food, Metric: metric})
		return c.Level.Mean
	}
	if got, want := results.Fits[0].Simulated, mean("consented")/mean("sent")*1e6; math.Abs(got-want) > 1e-6 {
		t.Errorf("food consent %v ppm, want %v: consented of sent", got, want)
	}
	m := results.Manifest
	if got, want := results.Fits[3].Simulated, mean("credited")*float64(m.Real)/float64(m.Families); math.Abs(got-want) > 1 {
		t.Errorf("credited %v, want %v: of %d families, not of %d", got, want, m.Real, m.Families)
	}
	if results.Fits[4].Simulated >= mean("sent")*float64(m.Real)/float64(m.Families) {
		t.Errorf("%v sent in January, want fewer than in all months", results.Fits[4].Simulated)
	}
	limits := fmt.Sprint(results.Limits)
	if strings.Contains(limits, string(study.WithoutCalibration)) || !strings.Contains(limits, string(study.FittedMissed)) || !strings.Contains(limits, string(study.HeldOutMissed)) {
		t.Errorf("limits %v, want both kinds of targets told as missed", results.Limits)
	}
	r.Targets = nil
	if bare := live(t, r); !strings.Contains(fmt.Sprint(bare.Limits), string(study.WithoutCalibration)) || bare.Manifest.Hash != m.Hash {
		t.Errorf("without targets: limits %v, hash %s; want that nothing was held against, and the same hash %s", bare.Limits, bare.Manifest.Hash, m.Hash)
	}
}
