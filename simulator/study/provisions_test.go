package study_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
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

// TestWhatIsSaidTwiceIsNoProvision: a rate that is written down as it is anyway differs in
// nothing, and does not stand among what a world changes.
func TestWhatIsSaidTwiceIsNoProvision(t *testing.T) {
	is := scenarios.BaseAssumptions().Written("food_consent.accept")
	for written, want := range map[string]int{is: 0, "600000": 1} {
		world := filepath.Join(t.TempDir(), "said-twice.yaml")
		text := "kind: Scenario\nid: said-twice\ntitle: A rate as it is\nassumptions: {food_consent.accept: " + written + "}\n"
		if err := os.WriteFile(world, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		either, err := scenarios.LoadEither(world)
		if err != nil {
			t.Fatal(err)
		}
		s := scenarios.StudyOf(scenarios.BaselineOf(either.Scenario))
		s.Scenarios, s.Replications = []*scenarios.Scenario{either.Scenario}, 1
		for _, w := range s.Worlds() {
			if err := w.SetFamilies(200); err != nil {
				t.Fatal(err)
			}
		}
		if got := live(t, &study.Run{Study: s, World: reference.World{}, Workers: 2}).Worlds[1].Provisions; len(got) != want {
			t.Errorf("accept %s, which is %s anyway: provisions %+v, want %d", written, is, got, want)
		}
	}
}
