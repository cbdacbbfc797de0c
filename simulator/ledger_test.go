package simulator_test

import (
	"context"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// keeper is the reference's world, and keeps what it makes.
type keeper struct {
	reference.World
	mu      sync.Mutex
	systems []voucher.System
}

func (k *keeper) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := k.World.New(ctx, s)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.systems = append(k.systems, system)
	return system, err
}

// TestTotalsAreTheLedger compares the totals, which are added up from events,
// with the ledgers that the systems keep themselves.
func TestTotalsAreTheLedger(t *testing.T) {
	k := &keeper{}
	result, err := (&simulator.Run{Scenario: world(t, winter), World: k, Workers: 2}).Simulate(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	spent := int64(0)
	for m := voucher.MonthOf(2026, 1); m <= voucher.MonthOf(2026, 3); m++ {
		var sum voucher.Ledger
		for _, system := range k.systems {
			record, err := system.Query(context.Background(), &voucher.Query{Kind: voucher.AskLedger, Month: m,
				Actor: voucher.Actor{Role: voucher.AuthorisedBody}})
			if err != nil || record.Ledger == nil {
				t.Fatalf("ledger of %s: %v, %v", m, record.Refusal, err)
			}
			sum.Credited += record.Ledger.Credited
			sum.Spent += record.Ledger.Spent
			sum.Left += record.Ledger.Left
			sum.Annulled += record.Ledger.Annulled
			sum.Recovered += record.Ledger.Recovered
		}
		for _, row := range []struct {
			what simulator.Metric
			want voucher.Money
		}{
			{simulator.Credited, sum.Credited}, {simulator.Spent, sum.Spent}, {simulator.StoreSpent, sum.Spent},
			{simulator.Left, sum.Left}, {simulator.Annulled, sum.Annulled}, {simulator.Recovered, sum.Recovered},
		} {
			if got := result.Totals.Of(voucher.Food, m, row.what); got != int64(row.want) {
				t.Errorf("%s %s: %d tiyn in the totals, %d in the ledgers (BOTH-MONEY-001)", m, row.what, got, row.want)
			}
		}
		spent += int64(sum.Spent)
	}
	if spent == 0 {
		t.Error("nothing was spent; the test tests nothing")
	}
}

// TestFraudIsRefused holds that everything forbidden is tried at least once,
// and refused whenever it is tried.
func TestFraudIsRefused(t *testing.T) {
	s := world(t, winter+"assumptions: {fraud.dishonest_family: 400000, fraud.reused_qr: 20000, fraud.foreign_store: 10000,\n"+
		"  fraud.over_stock: 10000, fraud.not_owner: 10000, fraud.foreign_return: 200000, food_after.return: 60000,\n"+
		"  fraud.foreign_account: 100000, stores.suspended: 300000, fraud.suspended_store: 300000}")
	totals := live(t, s, 2).Totals
	for _, f := range simulator.Frauds() {
		if tried, refused := totals.Attempts(f); tried == 0 || refused != tried {
			t.Errorf("%s: %d of %d attempts refused, want all of some", f, refused, tried)
		}
	}
}

// TestVisitsAndPeaks holds the loads against what they are made of.
func TestVisitsAndPeaks(t *testing.T) {
	totals := live(t, world(t, winter), 2).Totals
	var purchases, visits int64
	for d := totals.From; d <= totals.To; d++ {
		purchases += totals.OnDay(d, simulator.PurchasesOfDay)
		visits += totals.OnDay(d, simulator.VisitsOfDay)
	}
	if want := totals.Sum(voucher.Food, simulator.Purchases); purchases != want || want == 0 {
		t.Errorf("the days have %d purchases, the months %d", purchases, want)
	}
	if want := totals.Sum(voucher.Gas, simulator.ByCentre); visits < want || want == 0 {
		t.Errorf("%d visits to service centres, %d activations there; nobody activates there without a visit", visits, want)
	}
	_, ofDay := totals.BusiestDay(simulator.VisitsOfDay)
	hour, ofHour := totals.BusiestHour()
	if ofHour == 0 || ofHour > ofDay {
		t.Errorf("the busiest hour %s has %d visits, the busiest day %d", hour, ofHour, ofDay)
	}
	peak := totals.BusiestMinute()
	if peak.Purchases == 0 || peak.Purchases > totals.OnDay(peak.Minute.Day(), simulator.PurchasesOfDay) || peak.Territory == 0 {
		t.Errorf("the busiest minute is %+v, on a day of %d purchases", peak, totals.OnDay(peak.Minute.Day(), simulator.PurchasesOfDay))
	}
	var funnel []int64
	for _, stage := range simulator.FunnelStages() {
		funnel = append(funnel, totals.Sum(voucher.Gas, stage))
	}
	for i := 1; i < len(funnel); i++ {
		if funnel[i] > funnel[i-1] || funnel[i] == 0 {
			t.Errorf("gas funnel %v: %s is more than %s", funnel, simulator.Metric(i), simulator.Metric(i-1))
		}
	}
}
