package study_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/study"
)

// small is a study of a few hundred families: the pilots, and scenarios beside them.
func small(t testing.TB, body string) *study.Run {
	t.Helper()
	either, err := scenarios.ReadEither("small.yaml", []byte("kind: Study\nid: small\ntitle: A small study\nhorizon: {from: 2026-01-05, to: 2026-03-31}\n"+body))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range either.Study.Worlds() {
		if err := s.SetFamilies(400); err != nil {
			t.Fatal(err)
		}
	}
	return &study.Run{Study: either.Study, World: reference.World{}, Workers: 2}
}

func Example() {
	either, err := scenarios.ReadEither("amounts.yaml", []byte(`kind: Study
id: amounts
title: What does half as much again cost?
horizon: {from: 2026-01-05, to: 2026-02-28}
scenarios: [food-one-and-a-half-mrp]
replications: 4
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range either.Study.Worlds() {
		s.Programmes, s.Families = voucher.Food, 300
	}
	run := &study.Run{Study: either.Study, World: reference.World{}, Workers: 2}
	results, err := run.Live(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	credited, _ := results.At(1, study.Key{Programme: voucher.Food, Metric: simulator.Credited.String()})
	fmt.Printf("%s: %+.0f %% credited, %s\n", results.Worlds[1].ID, *credited.Percent, credited.Flag)
	// Output: food-one-and-a-half-mrp: +50 % credited, clear
}

// TestASmallStudy: figures of the country are those of its territories, and a world that pays more
// differs where it should and nowhere else.
func TestASmallStudy(t *testing.T) {
	results, err := small(t, "scenarios: [food-two-mrp]\nreplications: 3\n").Live(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	cells := 0
	for c := range results.Cells() {
		cells++
		if c.World == 1 && c.Programme == voucher.Gas && c.Flag != study.Same {
			t.Errorf("gas %s in %s differs by %v, want exactly 0: food alone was changed", c.Metric, c.Territory, c.Delta)
		}
	}
	if cells == 0 {
		t.Error("no cell at all")
	}
	country, _ := results.At(1, study.Key{Programme: voucher.Food, Metric: "credited"})
	var sum float64
	for _, where := range results.Territories() {
		for _, m := range results.Months() {
			c, _ := results.At(1, study.Key{Programme: voucher.Food, Territory: where, Month: m, Metric: "credited"})
			sum += c.Level.Mean
		}
	}
	if diff := sum - country.Level.Mean; diff > 1 || diff < -1 || sum == 0 {
		t.Errorf("territories and months sum up to %.0f tiyn, the country has %.0f", sum, country.Level.Mean)
	}
	if country.Percent == nil || *country.Percent < 99 || *country.Percent > 101 {
		t.Errorf("two МРП in place of one credit %v %% more, want 100", country.Percent)
	}
}
