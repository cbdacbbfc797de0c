package simulator_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// question is a scenario of the library with what its main figure must come to,
// in per cent of the pilots': wide, since behaviour is a model, and reasoned.
type question struct {
	id          string
	figure      simulator.Metric
	least, most int64 // per cent of the pilots
	why         string
}

// TestLibraryAnswersMakeSense: the sign and the order of each answer are those
// that can be reasoned out beforehand.
func TestLibraryAnswersMakeSense(t *testing.T) {
	answered := map[string]bool{"pilots": true, "stress": true}
	for _, programme := range []struct {
		of        voucher.Programme
		families  int64
		questions []question
	}{
		{voucher.Food, 0, []question{
			{"food-akkol-alone", simulator.Credited, 1, 5, "36 of 1,384 families live in Akkol"},
			{"food-three-cities-more", simulator.Credited, 500, 1000, "8,780 families more beside 1,384, and people answer alike"},
			{"food-national", simulator.Credited, 2500, 5000, "some 54,000 families in place of 1,384"},
			{"food-half-mrp", simulator.Credited, 49, 51, "the amount is half, and a yes does not hang on it"},
			{"food-one-and-a-half-mrp", simulator.Credited, 149, 151, "the amount is half as much again"},
			{"food-two-mrp", simulator.Credited, 199, 201, "the amount is twice as much"},
			{"food-capped-discount", simulator.Spent, 25, 85, "using a discount up takes purchases several times the discount"},
			{"food-regional-prices", simulator.Credited, 97, 100, "the three towns are a little cheaper than the country"},
			{"food-reminder", simulator.Consented, 101, 190, "some of the silent say yes when asked again, and nobody says no instead of yes"},
			{"food-fewer-stores", simulator.Credited, 100, 100, "what is credited does not hang on stores"},
		}},
		{voucher.Gas, 4000, []question{
			{"gas-reminder-3-days", simulator.Consented, 98, 115, "asked earlier, more of those who say yes late do so inside the window"},
			{"gas-reminder-5-days", simulator.Consented, 98, 115, "the same, less so"},
			{"gas-reminder-10-days", simulator.Consented, 85, 102, "asked later, fewer answers come in time"},
			{"gas-window-to-25", simulator.Activated, 80, 100, "four days fewer to activate"},
			{"gas-window-from-1", simulator.Activated, 95, 125, "six days more to activate, and the SMS six days earlier"},
			{"gas-standing-consent", simulator.Opened, 101, 200, "a yes of one month counts in the next ones"},
			{"gas-rate-24", simulator.Discount, 101, 120, "the rate is a fifth higher, and what it is taken of does not change"},
			{"gas-norm-of-stoves", simulator.Discount, 100, 150, "the discount is of no more than the norm, and some cook with more"},
			{"gas-price-rise", simulator.Charged, 101, 110, "a tenth more in six of ten months, and volumes stay"},
		}},
	} {
		base := livePolicy(t, "pilots", programme.of, programme.families)
		for _, q := range programme.questions {
			answered[q.id] = true
			was, is := base.Totals.Sum(programme.of, q.figure), livePolicy(t, q.id, programme.of, programme.families).Totals.Sum(programme.of, q.figure)
			if is*100 < was*q.least || is*100 > was*q.most {
				t.Errorf("%s: %v is %d, the pilots' %d; want %d to %d %% of it\n%s", q.id, q.figure, is, was, q.least, q.most, q.why)
			}
		}
	}
	for _, p := range scenarios.Library() {
		if !answered[p.ID] {
			t.Errorf("%s stands in the library, and nothing is asked of its answer", p.ID)
		}
	}
}

// livePolicy lives one programme of a scenario of the library, over its pilot.
func livePolicy(t *testing.T, id string, p voucher.Programme, families int64) *simulator.Result {
	t.Helper()
	s, err := scenarios.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	s.Programmes = p
	from, to := s.Pilot(p)
	if err := s.SetHorizon(from, to); err != nil {
		t.Fatal(err)
	}
	if err := s.SetFamilies(families); err != nil {
		t.Fatal(err)
	}
	return live(t, s, 2)
}
