package study_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator/study"
)

// live lives a study through.
func live(t testing.TB, r *study.Run) *study.Results {
	t.Helper()
	results, err := r.Live(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// varied is a study with policy, behaviour and replications.
const varied = `scenarios: [food-two-mrp, gas-reminder-3-days]
sweep: [{mode: lhs, draws: 3, over: {food_consent.accept: {from: 400000, to: 600000}, gas_consent.accept_first: {from: 300000, to: 500000}}}]
replications: 3
`

// same compares what two lives of one study told, but for how they came about.
func same(t *testing.T, what string, a, b *study.Results) {
	t.Helper()
	if a.Manifest.Hash != b.Manifest.Hash {
		t.Errorf("%s: hash %s, want %s", what, b.Manifest.Hash, a.Manifest.Hash)
	}
	x, y := *a, *b
	for _, m := range []*study.Manifest{&x.Manifest, &y.Manifest} {
		m.Workers, m.Resumed, m.Lived, m.Taken = 0, 0, 0, 0
	}
	if diff := cmp.Diff(&x, &y, cmpopts.IgnoreUnexported(study.Results{})); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
	if diff := cmp.Diff(slices.Collect(a.Cells()), slices.Collect(b.Cells())); diff != "" {
		t.Errorf("%s, cells (-want +got):\n%s", what, diff)
	}
}

// TestWorkersChangeNothing: any number of workers gives the same results, and so does living those
// blocks too that nothing reaches in which worlds differ.
func TestWorkersChangeNothing(t *testing.T) {
	one := small(t, varied)
	one.Workers = 1
	want := live(t, one)
	if want.Manifest.Taken == 0 || want.Manifest.Lived == 0 {
		t.Errorf("%d blocks lived and %d taken over, want some of each: gas blocks of a change in food, food blocks of one in gas", want.Manifest.Lived, want.Manifest.Taken)
	}
	for _, workers := range []int{2, 7} {
		r := small(t, varied)
		r.Workers = workers
		same(t, "other workers", want, live(t, r))
	}
	all := small(t, varied)
	all.LiveAll = true
	got := live(t, all)
	if got.Manifest.Taken != 0 || got.Manifest.Lived != want.Manifest.Lived+want.Manifest.Taken {
		t.Errorf("%d lived and %d taken over, want all %d lived", got.Manifest.Lived, got.Manifest.Taken, want.Manifest.Lived+want.Manifest.Taken)
	}
	same(t, "all lived", want, got)
}

// TestNothingChangedNothingDiffers: a world that says what the baseline says differs by exactly 0 in
// every figure, and leaves every family as it is.
func TestNothingChangedNothingDiffers(t *testing.T) {
	r := small(t, "scenarios: [stress]\nreplications: 2\n")
	again := *r.Study.Baseline
	again.ID = "again"
	r.Study.Scenarios = []*scenarios.Scenario{&again}
	r.LiveAll = true // else it would be taken over, and not compared
	results := live(t, r)
	cells, families := 0, int64(0)
	for c := range results.Cells() {
		cells++
		if c.World == 1 && (c.Flag != study.Same || c.Delta != (study.Estimate{Known: true})) {
			t.Errorf("%+v: %v, %s; want the same, by exactly 0", c.Key, c.Delta, c.Flag)
		}
	}
	for _, m := range results.Movers {
		families += m.Same
		if m.Gain != 0 || m.Lose != 0 || m.Gained != 0 || m.Lost != 0 {
			t.Errorf("%+v, want nobody to move", m)
		}
	}
	if cells == 0 || families == 0 {
		t.Errorf("%d cells and %d families, want some: else nothing was compared", cells, families)
	}
}

// TestMoreIsNeverLess: where each member gets more, no family is credited less, under the same draws.
func TestMoreIsNeverLess(t *testing.T) {
	results := live(t, small(t, "scenarios: [food-one-and-a-half-mrp, food-two-mrp]\nreplications: 3\n"))
	for _, m := range results.Movers {
		if m.Programme == voucher.Food && m.Segment == (study.Segment{}) && (m.Lose != 0 || m.Gain == 0 || m.Gain != m.Families) {
			t.Errorf("%s: %d of %d families gain and %d lose, want all to gain", results.Worlds[m.World].ID, m.Gain, m.Families, m.Lose)
		}
	}
	half, _ := results.At(1, study.Key{Programme: voucher.Food, Metric: "credited"})
	whole, _ := results.At(2, study.Key{Programme: voucher.Food, Metric: "credited"})
	if whole.Delta.Mean <= half.Delta.Mean {
		t.Errorf("two МРП cost %.0f tiyn more, one and a half %.0f; want more for more", whole.Delta.Mean, half.Delta.Mean)
	}
}

// TestATerritoryMoreChangesNoOtherFigure: what a world adds elsewhere leaves every figure of the
// territories that it does not touch as it is.
func TestATerritoryMoreChangesNoOtherFigure(t *testing.T) {
	r := small(t, "scenarios: [stress]\nreplications: 2\n")
	more, err := scenarios.Read("more.yaml", []byte("kind: Scenario\nid: more\ntitle: More\nextends: [pilots]\nchange: {food: {add: [100000000]}}\n"+
		"horizon: {from: 2026-01-05, to: 2026-03-31}\n"))
	if err != nil {
		t.Fatal(err)
	}
	r.Study.Scenarios = []*scenarios.Scenario{more}
	r.LiveAll = true
	results := live(t, r)
	added := 0
	for c := range results.Cells() {
		switch {
		case c.World == 0 || c.Territory == voucher.Country:
		case c.Territory == 100000000:
			added++
		case c.Flag != study.Same:
			t.Errorf("%+v differs by %v, want 0: it is not touched", c.Key, c.Delta)
		}
	}
	if added == 0 {
		t.Error("the territory has no figure of its own, want some")
	}
}

// TestAStudyGoesOn: a study that was called off goes on from its parts, on another number of
// workers, and comes to the same results; one that asks for more replications goes on from there.
func TestAStudyGoesOn(t *testing.T) {
	want := live(t, small(t, varied))
	dir := t.TempDir()
	broken := small(t, varied)
	broken.Folder = dir
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	broken.Progress = func(p study.Progress) {
		if p.Done*2 > p.Blocks {
			stop()
		}
	}
	if _, err := broken.Live(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("called off half way: %v, want the context's error", err)
	}
	again := small(t, varied)
	again.Folder, again.Workers = dir, 7
	found, err := again.Inspect()
	if err != nil || len(found.Whole) == 0 || found.Missing == 0 || int64(len(found.Whole))+found.Missing != 9 {
		t.Fatalf("%+v, %v; want some of the 9 parts", found, err)
	}
	got := live(t, again)
	if got.Manifest.Resumed == 0 {
		t.Error("nothing was taken up from the parts")
	}
	same(t, "gone on", want, got)

	longer := small(t, strings.Replace(varied, "replications: 3", "replications: 4", 1))
	fresh := live(t, longer)
	longer.Folder = dir
	on := live(t, longer)
	if on.Manifest.Resumed <= got.Manifest.Resumed {
		t.Errorf("%d blocks from files, want those of all three replications, more than the %d before", on.Manifest.Resumed, got.Manifest.Resumed)
	}
	same(t, "made longer", fresh, on)
}

// TestPartsThatAreWrongAreNamed: a torn part is lived again; one of another study, one under
// another name and one twice are told by name, and nothing is lived.
func TestPartsThatAreWrongAreNamed(t *testing.T) {
	const body = "scenarios: [food-two-mrp]\nreplications: 3\n"
	dir := t.TempDir()
	kept := small(t, body)
	kept.Folder = dir
	want := live(t, kept)
	path := func(name string) string { return filepath.Join(dir, name) }
	first, err := os.ReadFile(path("r0-p0-c0.part"))
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(path(name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("r0-p0-c0.part", first[:len(first)-1])
	write("r9-p0-c0.part.half", first)
	if err := os.Remove(path("r1-p0-c0.part")); err != nil {
		t.Fatal(err)
	}
	found, err := kept.Inspect()
	if err != nil || !slices.Equal(found.Torn, []string{"r0-p0-c0.part"}) || found.Missing != 2 || found.Err() != nil {
		t.Errorf("%+v, %v; want one torn part, and two missing", found, err)
	}
	same(t, "mended", want, live(t, kept))
	if left, _ := filepath.Glob(path("*.half")); len(left) > 0 {
		t.Errorf("%q are left half written", left)
	}

	write("r0-p0-c0 (1).part", first)
	if _, err := kept.Live(context.Background()); err == nil || !strings.Contains(err.Error(), "r0-p0-c0 (1).part: their part stands there twice") {
		t.Errorf("a part twice: %v, want it named", err)
	}
	if err := os.Remove(path("r0-p0-c0 (1).part")); err != nil {
		t.Fatal(err)
	}
	other := small(t, "scenarios: [food-half-mrp]\nreplications: 3\n")
	other.Folder = dir
	if _, err := other.Live(context.Background()); err == nil || !strings.Contains(err.Error(), "r0-p0-c0.part, r1-p0-c0.part, r2-p0-c0.part: of another study") {
		t.Errorf("parts of another study: %v, want all three named", err)
	}
}

// TestAStudyStopsWhenItKnowsEnough: as early as its rule allows, never before the least number, and
// at the greatest where it still does not know enough; that number it says.
func TestAStudyStopsWhenItKnowsEnough(t *testing.T) {
	const body = "scenarios: [food-two-mrp]\nstop: {metric: food.credited, relative_half_width: "
	for _, tt := range []struct {
		rule        string
		least, most int64
		achieved    bool
		why         string
	}{
		{"0.5, at_least: 2, at_most: 30}", 2, 20, true, "half of it is soon known"},
		{"0.5, at_least: 6, at_most: 30}", 6, 20, true, "six are lived in any case"},
		{"0.0001, at_least: 2, at_most: 4}", 4, 4, false, "four do not tell a ten-thousandth"},
	} {
		results := live(t, small(t, body+tt.rule+"\n"))
		m := &results.Manifest
		if m.Replications < tt.least || m.Replications > tt.most || m.Stop == nil || m.Stop.Achieved != tt.achieved {
			t.Errorf("%s: %d replications, %+v; want %d to %d, achieved: %v: %s", tt.rule, m.Replications, m.Stop, tt.least, tt.most, tt.achieved, tt.why)
		}
		if slices.Contains(results.Limits, study.StopRuleNotAchieved) == tt.achieved {
			t.Errorf("%s: limits %v, want the rule among them only where it did not achieve", tt.rule, results.Limits)
		}
	}
	for _, metric := range scenarios.StopMetrics {
		s := scenarios.Stop{Metric: metric}
		if programme, name := s.Split(); programme == "" || !slices.ContainsFunc(study.Metrics(), func(m study.Metric) bool { return m.Name == name }) {
			t.Errorf("%s may be watched, and is no figure", metric)
		}
	}
}

// TestFactsAreWhatCellsAreMeansOf: the figures of single runs, read from the parts, have the means
// that cells tell, and a part that is gone is named.
func TestFactsAreWhatCellsAreMeansOf(t *testing.T) {
	r := small(t, varied)
	r.Folder = t.TempDir()
	results := live(t, r)
	type figure struct {
		world int
		key   study.Key
	}
	sums := map[figure]int64{}
	last := int64(-1)
	for f, err := range results.Facts() {
		if err != nil {
			t.Fatal(err)
		}
		if run := f.Replication*3 + f.Point; run < last {
			t.Fatalf("run %d comes after run %d, want them in order", run, last)
		} else {
			last = run
		}
		sums[figure{f.World, f.Key}] += f.Value
	}
	cells := 0
	for c := range results.Cells() {
		cells++
		if got := float64(sums[figure{c.World, c.Key}]) / 9; got != c.Level.Mean {
			t.Errorf("%+v: mean of facts %v, of the cell %v", c.Key, got, c.Level.Mean)
		}
	}
	if last != 8 || cells == 0 {
		t.Errorf("%d runs and %d cells, want 9 runs", last+1, cells)
	}
	if err := os.Remove(filepath.Join(r.Folder, "r1-p1-c0.part")); err != nil {
		t.Fatal(err)
	}
	told := ""
	for _, err := range results.Facts() {
		if err != nil {
			told = err.Error()
		}
	}
	if !strings.Contains(told, "r1-p1-c0.part: the part is missing") {
		t.Errorf("a part that is gone: %q, want it named", told)
	}
}
