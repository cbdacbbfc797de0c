package simulator_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// plan makes a scenario ready.
func plan(t testing.TB, s *scenarios.Scenario) *simulator.Plan {
	t.Helper()
	p, err := simulator.NewPlan(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestBlocksMakeTheRun lives the blocks one by one, backwards and with a worker
// that has lived another horizon before: their totals add up to those of the run.
func TestBlocksMakeTheRun(t *testing.T) {
	s := world(t, winter+"seed: 7")
	want := live(t, s, 2)
	w := &simulator.Worker{World: reference.World{}, Digest: true}
	if _, _, err := w.Live(t.Context(), plan(t, world(t, december+"population: {families: 50}")), 0); err != nil {
		t.Fatal(err)
	}
	p := plan(t, s)
	sum, blocks := p.Totals(), p.Blocks()
	for n := len(blocks) - 1; n >= 0; n-- {
		totals, digest, err := w.Live(t.Context(), p, n)
		if err != nil {
			t.Fatal(err)
		}
		if err := totals.Check(); err != nil || digest == 0 {
			t.Errorf("block %d: digest %d, %v", n, digest, err)
		}
		if got := totals.Count(simulator.Families); got != int64(blocks[n].Families) {
			t.Errorf("block %d has %d families, the plan says %d", n, got, blocks[n].Families)
		}
		if err := sum.Add(totals); err != nil {
			t.Fatal(err)
		}
	}
	if fmt.Sprint(sum) != fmt.Sprint(want.Totals) {
		t.Error("the blocks, lived backwards by one worker, do not add up to the run")
	}
}

// TestObservingChangesNothing holds that who is observed lives as before, and that
// what is told of the families adds up to what is told of all.
func TestObservingChangesNothing(t *testing.T) {
	p := plan(t, world(t, together+"seed: 5"))
	quiet := &simulator.Worker{World: reference.World{}, Digest: true}
	sums := map[string]int64{}
	seen := map[uint64]bool{}
	observing := &simulator.Worker{World: reference.World{}, Digest: true, Observe: func(b simulator.Block, lives []simulator.Life) {
		if len(lives) != b.Families {
			t.Errorf("block %d: %d lives of %d families", b.Ordinal, len(lives), b.Families)
		}
		for i := range lives {
			l := &lives[i]
			if seen[l.ID] {
				t.Errorf("two families have the id %x", l.ID)
			}
			seen[l.ID] = true
			for _, programme := range []voucher.Programme{voucher.Gas, voucher.Food} {
				for _, what := range simulator.LifeMetrics(programme) {
					sums[fmt.Sprint(programme, what)] += l.Sum(programme, what)
				}
			}
			if l.Unused() < 0 || l.Sum(voucher.Gas, simulator.Credited) != 0 || l.Sum(voucher.Food, simulator.Discount) != 0 {
				t.Errorf("family %x: unused %d, credited for gas or discounted for food", l.ID, l.Unused())
			}
		}
	}}
	all := p.Totals()
	for n := range p.Blocks() {
		one, digest, err := quiet.Live(t.Context(), p, n)
		if err != nil {
			t.Fatal(err)
		}
		two, again, err := observing.Live(t.Context(), p, n)
		if err != nil {
			t.Fatal(err)
		}
		if digest != again || fmt.Sprint(one) != fmt.Sprint(two) {
			t.Errorf("block %d is another when it is observed", n)
		}
		if err := all.Add(one); err != nil {
			t.Fatal(err)
		}
	}
	for _, programme := range []voucher.Programme{voucher.Gas, voucher.Food} {
		for _, what := range simulator.LifeMetrics(programme) {
			if got, want := sums[fmt.Sprint(programme, what)], all.Sum(programme, what); got != want || want == 0 {
				t.Errorf("%s %s: %d in the lives, %d in the totals", programme, what, got, want)
			}
		}
	}
}

// TestPolicyLeavesTheFamilies holds that another amount gives the same families in
// the same blocks: they can be compared one by one.
func TestPolicyLeavesTheFamilies(t *testing.T) {
	told := func(body string) (families []string) {
		w := &simulator.Worker{World: reference.World{}, Observe: func(b simulator.Block, lives []simulator.Life) {
			for i := range lives {
				l := &lives[i]
				families = append(families, fmt.Sprint(b, l.ID, l.Segment, l.Children, l.Gas, l.Boiler, l.Heating))
			}
		}}
		p := plan(t, world(t, body))
		for n := range p.Blocks() {
			if _, _, err := w.Live(context.Background(), p, n); err != nil {
				t.Fatal(err)
			}
		}
		return families
	}
	one, two := told(december+"population: {families: 100}"), told(strings.Replace(december, "12-31", "12-20", 1)+
		"population: {families: 100}\nset: {gas.discount.rate: 0.24}")
	if len(one) != 100 || strings.Join(one, "\n") != strings.Join(two, "\n") {
		t.Errorf("%d families, and others under another rate", len(one))
	}
}

// TestSegmentsAreParts names all segments once.
func TestSegmentsAreParts(t *testing.T) {
	names := map[string]bool{}
	for _, s := range simulator.Segments() {
		names[s.String()] = true
		if s.Members() < 1 || s.Members() > 8 {
			t.Errorf("%s has %d members", s, s.Members())
		}
	}
	if len(names) != 32 || !names["8 or more members, village, device"] || !names["1 members, town, no device"] {
		t.Errorf("segments %v, want 8 sizes, in town and village, with device and without", names)
	}
}
