package simulator_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// quarter is the pilots of a few families and a few months, in which both run.
func quarter(t *testing.T) *scenarios.Scenario {
	t.Helper()
	s := scenarios.Baseline()
	if err := s.SetHorizon(voucher.Date(2026, 1, 5), voucher.Date(2026, 2, 20)); err != nil {
		t.Fatal(err)
	}
	if err := s.SetFamilies(700); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestWhatNothingReachesLivesAlike turns every lever of policy to both its ends, and every reading to
// each of its answers: blocks that are said to be out of reach live exactly as before.
func TestWhatNothingReachesLivesAlike(t *testing.T) {
	base := plan(t, quarter(t))
	w := &simulator.Worker{World: reference.World{}}
	lived := map[int]string{}
	told := func(p *simulator.Plan, n int) string {
		totals, _, err := w.Live(t.Context(), p, n)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(*totals)
	}
	compare := func(name string, s *scenarios.Scenario) (alike int) {
		other, err := simulator.NewPlanBeside(s, nil, base)
		if err != nil {
			return 0 // where nobody is left, nothing is compared
		}
		for n, m := range other.Alike(base) {
			if m < 0 {
				continue
			}
			alike++
			if lived[m] == "" {
				lived[m] = told(base, m)
			}
			if told(other, n) != lived[m] {
				t.Errorf("%s: %s lives otherwise, and was said to be out of reach", name, other.Blocks()[n].Territory)
			}
		}
		return alike
	}
	var some [3]int
	for _, l := range scenarios.Levers() {
		if !l.Policy {
			continue
		}
		for _, v := range []int64{l.Min, l.Max} {
			s, err := quarter(t).With(l.Path, v)
			if err != nil {
				t.Fatal(err)
			}
			some[slices.Index([]byte("gf"), l.Path[0])] += compare(l.Path+"="+l.Write(v), s)
		}
	}
	for _, r := range voucher.AllReadings() {
		for choice := range r.Choices() {
			s := quarter(t)
			s.Readings[r] = uint8(choice)
			some[2] += compare(r.String(), s)
		}
	}
	if slices.Contains(some[:], 0) {
		t.Errorf("blocks out of reach: %v of gas levers, food levers and readings, want some of each: else nothing was compared", some)
	}
	if alike := plan(t, quarter(t)).Alike(base); slices.Contains(alike, -1) {
		t.Errorf("%v, want all alike: nothing differs", alike)
	}
}

// TestATerritoryMoreChangesNoOther: beside another plan, the scale is that one's.
func TestATerritoryMoreChangesNoOther(t *testing.T) {
	s := quarter(t)
	base := plan(t, s)
	more, err := scenarios.Read("more.yaml", []byte("kind: Scenario\nid: more\ntitle: More\nextends: [pilots]\nchange: {food: {add: [100000000]}}\n"+
		"horizon: {from: 2026-01-05, to: 2026-02-20}\n"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := simulator.NewPlanBeside(more, nil, base)
	if err != nil {
		t.Fatal(err)
	}
	families := map[uint64]int{}
	for _, b := range other.Blocks() {
		families[b.ID] = b.Families
	}
	for _, b := range base.Blocks() {
		if families[b.ID] != b.Families {
			t.Errorf("%s has %d families, and %d where Abai region is there too, want as many: its own estimate is the same", b.Territory, b.Families, families[b.ID])
		}
	}
	was, wasReal := base.Families()
	is, isReal := other.Families()
	if is <= was || is*wasReal-was*isReal > 20*wasReal || was*isReal-is*wasReal > 20*wasReal {
		t.Errorf("%d of %d families beside %d of %d, want the same share, rounded a territory", is, isReal, was, wasReal)
	}
}

// TestASeedAlone: a plan under another seed is the plan of the scenario with that seed.
func TestASeedAlone(t *testing.T) {
	s := quarter(t)
	again := plan(t, s).WithSeed(99)
	s.Seed = 99
	made := plan(t, s)
	w := &simulator.Worker{World: reference.World{}, Digest: true}
	for n := range made.Blocks() {
		_, got, err := w.Live(t.Context(), again, n)
		if err != nil {
			t.Fatal(err)
		}
		if _, want, err := w.Live(t.Context(), made, n); err != nil || got != want {
			t.Errorf("block %d: digest %x under the seed put in, %x under the scenario's, %v; want the same life", n, got, want, err)
		}
	}
}
