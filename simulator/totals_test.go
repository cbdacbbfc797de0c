package simulator_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

const december = "horizon: {from: 2025-12-01, to: 2025-12-31}\nprogrammes: [gas]\n"

func TestTotalsAddUp(t *testing.T) {
	part := live(t, world(t, december+"territories: {gas: [620000000]}"), 1).Totals
	whole := live(t, world(t, december+"territories: {gas: [620000000, 790000000]}"), 1).Totals
	ulytau := part.Territories[0]
	before, other := whole.In(voucher.Gas, ulytau, simulator.Charged), whole.In(voucher.Gas, shymkent, simulator.Charged)
	commands, peak := whole.Count(simulator.Commands), whole.BusiestMinute()
	if err := whole.Add(part); err != nil {
		t.Fatal(err)
	}
	if got := whole.In(voucher.Gas, ulytau, simulator.Charged); got != 2*before || before == 0 {
		t.Errorf("charged %d tiyn in the territory that was added, want twice %d", got, before)
	}
	if got := whole.In(voucher.Gas, shymkent, simulator.Charged); got != other {
		t.Errorf("charged %d tiyn in the other territory, want %d as before", got, other)
	}
	if got, want := whole.Count(simulator.Commands), commands+part.Count(simulator.Commands); got != want {
		t.Errorf("%d commands, want %d", got, want)
	}
	if got := whole.BusiestMinute(); got != peak {
		t.Errorf("busiest minute %+v, want %+v as before", got, peak)
	}
	if err := whole.Check(); err != nil {
		t.Errorf("sums that hold apart have to hold together: %v", err)
	}
	if err := part.Add(whole); err == nil || !strings.Contains(err.Error(), "790000000") {
		t.Errorf("error %v, want one that names the territory that the totals lack", err)
	}
	shorter := live(t, world(t, strings.Replace(december, "12-31", "12-30", 1)+"territories: {gas: [620000000]}"), 1).Totals
	if err := part.Add(shorter); err == nil || !strings.Contains(err.Error(), "2025-12-30") {
		t.Errorf("error %v, want one that names the other horizon", err)
	}
}

// TestTotalsOutside holds that asking for what a run does not have answers 0.
func TestTotalsOutside(t *testing.T) {
	totals := live(t, world(t, december+"territories: {gas: [620000000]}"), 1).Totals
	where := totals.Territories[0]
	for name, got := range map[string]int64{
		"another territory": totals.At(voucher.Gas, almaty, totals.First, simulator.Listed),
		"the month before":  totals.At(voucher.Gas, where, totals.First-1, simulator.Listed),
		"the month after":   totals.At(voucher.Gas, where, totals.First+1, simulator.Listed),
		"both programmes":   totals.At(voucher.Both, where, totals.First, simulator.Listed),
		"the day before":    totals.OnDay(totals.From-1, simulator.CommandsOfDay),
		"a day far away":    totals.OnDay(totals.To+1000, simulator.CommandsOfDay),
	} {
		if got != 0 {
			t.Errorf("%s: %d, want 0", name, got)
		}
	}
	if totals.At(voucher.Gas, where, totals.First, simulator.Listed) == 0 {
		t.Error("nobody is listed in the month itself; the test tests nothing")
	}
}

// TestWordsAreOnce holds that every figure has one word of its own: exports and
// reports name columns by them.
func TestWordsAreOnce(t *testing.T) {
	var words []string
	for _, m := range simulator.Metrics() {
		words = append(words, "metric "+m.String())
	}
	for _, c := range simulator.AllCounters() {
		words = append(words, "counter "+c.String())
	}
	for _, f := range simulator.Frauds() {
		words = append(words, "fraud "+f.String())
	}
	slices.Sort(words)
	for i, w := range words {
		if strings.HasSuffix(w, " ") || (i > 0 && w == words[i-1]) {
			t.Errorf("word %q is empty or stands twice", w)
		}
	}
	var funnel []string
	for _, stage := range simulator.FunnelStages() {
		funnel = append(funnel, stage.String())
	}
	if got := strings.Join(funnel, " "); got != "listed sent delivered answered consented opened activated used" {
		t.Errorf("funnel %q; its order is the way of a voucher", got)
	}
}
