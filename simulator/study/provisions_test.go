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

// TestAPointTakesThePlaceOfAFile: what the study varies is told with the value of the world's own point, beside that of
// the baseline; the value of a file, which no world lives under, is not told at all. A reader who sees it believes it.
func TestAPointTakesThePlaceOfAFile(t *testing.T) {
	results := live(t, small(t, `scenarios: [food-two-mrp]
sweep:
  - {mode: grid, over: {food.mrp_per_member: [1.5, 3]}}
  - {mode: grid, over: {food_consent.accept: [450000, 600000]}}
`))
	for w, want := range []string{"", "1.5", "3"} {
		var got []string
		for _, p := range results.Worlds[w].Provisions {
			if p.Path == "food.mrp_per_member" {
				got = append(got, p.Is)
				if !p.Swept || p.File != "" || p.Was != "1" && p.Was != "" {
					t.Errorf("%s: %+v, want a value of the study beside that of the baseline, and no file", results.Worlds[w].ID, p)
				}
			}
		}
		if want != "" && (len(got) != 1 || got[0] != want) {
			t.Errorf("%s has %q МРП a member among its provisions, want %s alone", results.Worlds[w].ID, got, want)
		}
	}
	if v := results.Varied; len(v) != 1 || v[0].Path != "food_consent.accept" || len(v[0].Values) != 2 || v[0].Values[1] != "600000" || v[0].Drawn {
		t.Errorf("varied in every world: %+v, want the consent with its two values", v)
	}
}
