package study_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/study"
)

// TestEventsAreTold: what happens in a world stands among its provisions with a name
// in each language and field by field; it makes a run of its own, and whom it does
// not reach it leaves alone.
func TestEventsAreTold(t *testing.T) {
	results := live(t, small(t, "scenarios: [food-sms-outage-lost]\n"))
	if got := results.Worlds[1].Provisions; len(got) != 1 || got[0].Path != "events.outage" || got[0].Label.Kk == "" || len(got[0].Parts) != 3 || got[0].Policy {
		t.Errorf("provisions %+v, want the outage with its three fields, and no policy", got)
	}
	for c := range results.Cells() {
		if c.World == 1 && c.Programme == voucher.Gas && c.Metric == simulator.Consented.String() && c.Month == voucher.MonthOf(2026, 1) && c.Flag != study.Same {
			t.Errorf("%+v differs by %v, want 0: the gateway fails in February", c.Key, c.Delta)
		}
	}
	yes, ok := results.At(1, study.Key{Programme: voucher.Food, Metric: simulator.Consented.String()})
	if !ok || yes.Delta.Mean >= 0 {
		t.Errorf("%+v say yes to food, want fewer: one of three months has no question", yes)
	}
	if other := live(t, small(t, "scenarios: [food-sms-outage-late]\n")); other.Manifest.RunID == results.Manifest.RunID {
		t.Error("two studies whose events differ have one run id; their parts would be taken for each other's")
	}
}
