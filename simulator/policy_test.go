package simulator_test

import (
	"fmt"
	"strings"
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
// that can be reasoned out beforehand. Where a scenario has more families than are
// lived here, each stands for as many as the facts have.
func TestLibraryAnswersMakeSense(t *testing.T) {
	answered := map[string]bool{"pilots": true, "stress": true}
	for _, programme := range []struct {
		of        voucher.Programme
		families  int64
		questions []question
	}{
		{voucher.Food, 1384, []question{
			{"food-akkol-alone", simulator.Credited, 1, 5, "36 of 1,384 families live in Akkol"},
			{"food-three-cities-more", simulator.Credited, 500, 1000, "8,780 families more beside 1,384, and people answer alike"},
			{"food-regional-centres", simulator.Credited, 650, 1050, "10,922 families more beside 1,384, and people answer alike"},
			{"food-national", simulator.Credited, 2500, 5000, "54,395 families in place of 1,384"},
			{"food-half-mrp", simulator.Credited, 49, 51, "the amount is half, and a yes does not hang on it"},
			{"food-one-and-a-half-mrp", simulator.Credited, 149, 151, "the amount is half as much again"},
			{"food-two-mrp", simulator.Credited, 199, 201, "the amount is twice as much"},
			{"food-capped-discount", simulator.Spent, 25, 85, "using a discount up takes purchases several times the discount"},
			{"food-regional-prices", simulator.Credited, 97, 100, "the three towns are a little cheaper than the country"},
			{"food-reminder", simulator.Consented, 101, 190, "some of the silent say yes when asked again, and nobody says no instead of yes"},
			{"food-fewer-stores", simulator.Credited, 100, 100, "what is credited does not hang on stores"},
			{"food-fewer-stores", simulator.Spent, 80, 101, "families go to the stores that stay, whose shelves empty sooner"},
			{"food-chain-suspended", simulator.Credited, 100, 100, "the same"},
			{"food-chain-suspended", simulator.Spent, 90, 101, "the same, in one month of four"},
			{"food-sms-outage-lost", simulator.Consented, 65, 85, "one month of four has no question, hence no yes"},
			{"food-sms-outage-late", simulator.Consented, 97, 100, "a day later most answer all the same, a few only when the month is over"},
		}},
		{voucher.Gas, 1500, []question{
			{"gas-reminder-3-days", simulator.Consented, 98, 115, "asked earlier, more of those who say yes late do so inside the window"},
			{"gas-reminder-5-days", simulator.Consented, 98, 115, "the same, less so"},
			{"gas-reminder-10-days", simulator.Consented, 85, 102, "asked later, fewer answers come in time"},
			{"gas-second-reminder", simulator.Consented, 101, 115, "some of those who were silent twice say yes, fewer than the first time"},
			{"gas-window-to-25", simulator.Activated, 80, 100, "four days fewer to activate"},
			{"gas-window-from-1", simulator.Activated, 95, 125, "six days more to activate, and the SMS six days earlier"},
			{"gas-standing-consent", simulator.Opened, 101, 200, "a yes of one month counts in the next ones"},
			{"gas-rate-20", simulator.Discount, 100, 100, "that is the rate of the pilots: a reform of nothing changes nothing"},
			{"gas-rate-24", simulator.Discount, 101, 120, "the rate is a fifth higher, and what it is taken of does not change"},
			{"gas-norm-of-stoves", simulator.Discount, 100, 150, "the discount is of no more than the norm, and some cook with more"},
			{"gas-norm-of-boilers", simulator.Discount, 75, 99, "the same, a fifth less of it, and most boilers burn more than the norm"},
			{"gas-price-rise", simulator.Charged, 101, 110, "a tenth more in six of ten months, and volumes stay"},
			{"gas-centres-closed", simulator.ByCentre, 85, 99, "the last two of the three weeks of one window in ten, and most come in the first"},
			{"gas-centres-closed", simulator.ByMobile, 99, 100, "nobody turns to a phone instead; on a shared account the other may be first now"},
		}},
	} {
		base, pilots := livePolicy(t, "pilots", programme.of, programme.families)
		lived, many := map[string]*simulator.Totals{}, map[string]int64{}
		for _, q := range programme.questions {
			answered[q.id] = true
			if lived[q.id] == nil {
				lived[q.id], many[q.id] = livePolicy(t, q.id, programme.of, programme.families)
			}
			was := base.Sum(programme.of, q.figure)
			is := lived[q.id].Sum(programme.of, q.figure) * many[q.id] / pilots
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

// TestNationalNoteSaysHowMany: the number of families in the note of the national
// roll-out is the one that is simulated, in each language.
func TestNationalNoteSaysHowMany(t *testing.T) {
	s, err := scenarios.Load("food-national")
	if err != nil {
		t.Fatal(err)
	}
	s.Programmes = voucher.Food
	families, _ := plan(t, s).Families()
	for _, note := range []string{s.Note.En, s.Note.Ru, s.Note.Kk} {
		if !strings.Contains(strings.NewReplacer(",", "", " ", "", "\u00a0", "").Replace(note), fmt.Sprint(families)) {
			t.Errorf("%q does not say that %d families are meant", note, families)
		}
	}
}

// livePolicy lives one programme of a scenario of the library, over its pilot, with
// so many families; the second answer is how many the facts give.
func livePolicy(t *testing.T, id string, p voucher.Programme, families int64) (totals *simulator.Totals, facts int64) {
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
	result := live(t, s, 2)
	return result.Totals, result.Real
}
