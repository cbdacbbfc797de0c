package simulator_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// TestEveryIdentityIsHeld changes one number at a time of totals that add up, and
// changes it back: each identity is told by what does not add up.
func TestEveryIdentityIsHeld(t *testing.T) {
	totals := live(t, world(t, strings.Replace(together, "families: 900", "families: 200", 1)), 2).Totals
	if err := totals.Check(); err != nil {
		t.Fatal(err)
	}
	tamper := simulator.Tamper{Totals: totals}
	month := func(p voucher.Programme, what simulator.Metric) func(int64) {
		return func(n int64) { tamper.Month(p, what, n) }
	}
	for _, tt := range []struct {
		name   string
		change func(n int64)
		want   string
	}{
		{"credited", month(voucher.Food, simulator.Credited), "is not spent"},
		{"left", month(voucher.Food, simulator.Left), "is not spent"},
		{"unused for a reason", month(voucher.Food, simulator.UnusedPart), "unused for its reasons"},
		{"annulled", month(voucher.Food, simulator.Annulled), "unused for its reasons"},
		{"given by stores", month(voucher.Food, simulator.StoreSpent), "stores gave"},
		{"recovered", func(n int64) { tamper.Month(voucher.Food, simulator.Recovered, n<<40) }, "recovered"},
		{"payable", month(voucher.Gas, simulator.Payable), "receipts of"},
		{"dropped", func(n int64) { tamper.Month(voucher.Gas, simulator.Dropped, n<<20) }, "ended by a drop"},
		{"below zero", func(n int64) { tamper.Month(voucher.Gas, simulator.Refused, -n<<40) }, "refused is -"},
		{"a segment", func(n int64) { tamper.Segment(voucher.Gas, simulator.Opened, n) }, "by segment is not"},
		{"a metric of one month", month(voucher.Gas, simulator.Reminded), "by segment is not"},
		{"money of stores", func(n int64) { tamper.Store(2, n) }, "tiyn spent"},
		{"purchases of stores", func(n int64) { tamper.Store(1, n) }, "by store is not"},
		{"stores", func(n int64) { tamper.Store(0, n) }, "stores: "},
		{"purchases of a day", func(n int64) { tamper.Day(simulator.PurchasesOfDay, n) }, "by day is not"},
		{"visits of a day", func(n int64) { tamper.Day(simulator.VisitsOfDay, n) }, "visits: "},
		{"visits of an hour", tamper.Hour, "visits: "},
		{"messages of a day", func(n int64) { tamper.Day(simulator.MessagesOfDay, n) }, "messages: "},
		{"messages of a kind", tamper.Message, "messages: "},
		{"commands", func(n int64) { tamper.Counter(simulator.Commands, n) }, "commands: "},
		{"family-months", func(n int64) { tamper.Counter(simulator.FamilyMonths, n) }, "family-months: "},
		{"repaid", func(n int64) { tamper.Counter(simulator.Repaid, n) }, "loans: "},
		{"fraud", tamper.Fraud, "attempts were refused"},
	} {
		tt.change(1)
		if err := totals.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("one more %s: %v, want %q in it", tt.name, err, tt.want)
		}
		tt.change(-1)
		if err := totals.Check(); err != nil {
			t.Fatalf("%s put back: %v", tt.name, err)
		}
	}
	for _, d := range []simulator.Distribution{simulator.UnusedOfVoucher, simulator.ReplyToGas, simulator.PurchasesOfStore} {
		totals := live(t, world(t, strings.Replace(together, "families: 900", "families: 200", 1)), 2).Totals
		simulator.Tamper{Totals: totals}.Spread(d, 1)
		if err := totals.Check(); err == nil {
			t.Errorf("one more in the histogram %s, and Check is content", d)
		}
	}
}
