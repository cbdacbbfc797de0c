package reports_test

import (
	"context"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator/study"
)

// sampleFile is a study of what people ask most: more money, more towns, and both
// over some values.
const sampleFile = `kind: Study
id: sample
title:
  en: What would a more generous food pilot cost?
  ru: Сколько стоил бы более щедрый продовольственный пилот?
  kk: Жомарттау азық-түлік пилоты қанша тұрар еді?
horizon: {from: 2026-01-05, to: 2026-03-31}
scenarios: [food-two-mrp, food-three-cities-more]
sweep: [{mode: grid, over: {food_consent.accept: [450000, 600000]}}]
replications: 4
`

// small is a study of some families, ready to be lived.
func small(t testing.TB, file string, families int64) *study.Run {
	t.Helper()
	run, err := smaller(file, families)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func smaller(file string, families int64) (*study.Run, error) {
	either, err := scenarios.ReadEither("sample.yaml", []byte(file))
	if err != nil {
		return nil, err
	}
	for _, s := range either.Study.Worlds() {
		if err := s.SetFamilies(families); err != nil {
			return nil, err
		}
	}
	return &study.Run{Study: either.Study, World: reference.World{}, Workers: 2}, nil
}

var sampleResults = sync.OnceValues(func() (*study.Results, error) {
	run, err := smaller(sampleFile, 2000)
	if err != nil {
		return nil, err
	}
	r, err := run.Live(context.Background())
	if err != nil {
		return nil, err
	}
	// What calibration adds; a study that is small has none.
	r.Fits = []study.Fit{
		{ID: "food.consent", Programme: voucher.Food, Metric: "consented", Per: "sent", Unit: study.InShare, Target: 522_000, Simulated: 519_500, Tolerance: 10_000, Weight: 1, Source: "DFC-2025", Within: true},
		{ID: "food.spent", Programme: voucher.Food, Metric: "spent", Unit: study.InTiyn, Target: 9_000_000_00, Simulated: 7e8, Tolerance: 500_000_00, Weight: 1, Source: "ALAU-17K", HeldOut: true},
	}
	return r, nil
})

// studied is the sample study, lived once for all tests.
func studied(t *testing.T) *reports.Study {
	t.Helper()
	return reports.NewStudy(results(t), "vouch compare sample.yaml --families 2000 --out report")
}

func results(t *testing.T) *study.Results {
	t.Helper()
	r, err := sampleResults()
	if err != nil {
		t.Fatal(err)
	}
	return r
}
