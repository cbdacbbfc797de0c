package study_test

import (
	"context"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator/study"
)

// TestKnownQuestionsKeepTheirAnswers asks five questions whose answers can be reasoned out
// beforehand: pairs under the same draws give them within a narrow span, even of few families.
func TestKnownQuestionsKeepTheirAnswers(t *testing.T) {
	r := small(t, "scenarios: [food-half-mrp, food-two-mrp, gas-rate-24, food-capped-discount, gas-standing-consent]\nreplications: 2\n")
	results, err := r.Live(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		world       int
		programme   voucher.Programme
		metric      string
		least, most float64 // per cent
		why         string
	}{
		{1, voucher.Food, "credited", -51, -49, "half the amount to the same families"},
		{2, voucher.Food, "credited", 99, 101, "twice the amount to the same families"},
		{3, voucher.Gas, "discount", 15, 20.1, "24 % in place of 20 %, of the same charge; a cap may bind"},
		{4, voucher.Food, "spent", -80, -10, "a discount is used up by buying several times as much"},
		{5, voucher.Gas, "opened", 0, 120, "a yes of one month counts in the next ones, and none is lost"},
	} {
		c, _ := results.At(tt.world, study.Key{Programme: tt.programme, Metric: tt.metric})
		if c.Percent == nil || *c.Percent < tt.least || *c.Percent > tt.most {
			t.Errorf("%s: %s %v (%+v), want %v to %v %%: %s", results.Worlds[tt.world].ID, tt.metric, c.Percent, c.Delta, tt.least, tt.most, tt.why)
		}
	}
	other := map[voucher.Programme]voucher.Programme{voucher.Food: voucher.Gas, voucher.Gas: voucher.Food}
	for world, changed := range map[int]voucher.Programme{1: voucher.Food, 2: voucher.Food, 3: voucher.Gas, 4: voucher.Food, 5: voucher.Gas} {
		for c := range results.Cells() {
			if c.World == world && c.Programme == other[changed] && c.Flag != study.Same {
				t.Errorf("%s: %s %s in %s is not the same, want it to be: the other programme was changed", results.Worlds[world].ID, c.Programme, c.Metric, c.Territory)
			}
		}
	}
}
