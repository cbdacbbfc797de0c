package reports_test

import (
	"bytes"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

func TestProbesFitTheTerminal(t *testing.T) {
	text := func(s string) voucher.Text { return voucher.Text{En: s, Ru: s, Kk: s} }
	probes := []conformance.Probe{
		{Name: text("reachable"), Said: text("the gas programme, the food programme"), State: conformance.Healthy},
		{Name: text("token"), Said: text("it is refused"), Fix: text("ask for another one and try again"), State: conformance.Sick},
	}
	for _, tt := range []struct {
		width     int
		want, why string
	}{
		{31, "✓ reachable: the gas programme,\n  the food programme\n✗ token: it is refused\n  → ask for another one and try\n    again\n", "a line longer than 31 goes on below its words"},
		{0, "✓ reachable: the gas programme, the food programme\n✗ token: it is refused\n  → ask for another one and try again\n", "a program finds one probe in one line"},
	} {
		var b bytes.Buffer
		if err := reports.DoctorText(&b, probes, reports.Russian, tt.width); err != nil || b.String() != tt.want {
			t.Errorf("in %d columns: %v\n%s\nwant\n%s\n%s", tt.width, err, b.String(), tt.want, tt.why)
		}
	}
}
