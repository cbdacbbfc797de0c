package gas_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestAcknowledgements(t *testing.T) {
	sent := at(t, "2025-10-30")
	for _, tt := range []struct {
		name string
		list gas.List
		want voucher.Reason
		why  string
	}{
		{"sent", gas.List{Sent: sent, Attempts: 1}, 0, "GAS-DISPATCH-001"},
		{"sent and empty", gas.List{Sent: sent, Attempts: 1, Rows: 0}, 0, "an empty list is sent and acknowledged too"},
		{"sent several times", gas.List{Sent: sent, Attempts: 5}, 0, "one receipt is enough"},
		{"acknowledged", gas.List{Sent: sent, Acknowledged: sent + 1}, 0, "a second receipt is taken and changes nothing"},
		{"not sent", gas.List{}, voucher.ListNotSent, "nobody can have received it"},
	} {
		if got := reason(tt.list.Acknowledge()); got != tt.want {
			t.Errorf("%s: Acknowledge = %q, want %q\n%s", tt.name, got, tt.want, tt.why)
		}
	}
}

func TestListsAreSentAgain(t *testing.T) {
	now := at(t, "2025-10-30")
	terms := termsOn(t, now, voucher.Readings{})
	if got := terms.Repeat(now); got != at(t, "2025-10-30 01:00") {
		t.Errorf("Repeat(%s) = %s, want an hour later\nours (GAS-DISPATCH-001: until acknowledged)", now, got)
	}
	daily := termsOn(t, now, voucher.Readings{}, voucher.Setting{Path: "gas.dispatch.retry_hours", Value: 24})
	if got := daily.Repeat(now); got != at(t, "2025-10-31") {
		t.Errorf("with 24 hours Repeat(%s) = %s, want a day later", now, got)
	}
}
