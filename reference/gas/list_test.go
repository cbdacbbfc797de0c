package gas_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestWhenTheListIsOpen(t *testing.T) {
	for _, tt := range []struct {
		name, now, choice string
		deferred          bool
		want              voucher.Reason
		why               string
	}{
		{"first of the month", "2025-10-01 00:00:00", "", false, 0, "GAS-LIST-001: as needed"},
		{"last second of the 14th", "2025-10-14 23:59:59", "", false, 0, "up to and including the 14th"},
		{"first instant of the 15th", "2025-10-15 00:00:00", "", false, voucher.ListClosed, "GAS-LIST-002"},
		{"second after", "2025-10-15 00:00:01", "", false, voucher.ListClosed, "GAS-LIST-002"},
		{"last second of the month", "2025-10-31 23:59:59", "", false, voucher.ListClosed, "GAS-LIST-002"},
		{"first of the next", "2025-11-01 00:00:00", "", false, 0, "to be sent again from the 1st"},
		{"the 15th, deferred", "2025-10-15 00:00:00", "G06=defer", true, 0, "G06 defer keeps it for the next month"},
		{"the 14th, deferred", "2025-10-14 23:59:59", "G06=defer", false, 0, "what is in time is not deferred"},
		{"February", "2026-02-14 23:59:59", "", false, 0, "a short month has a 14th"},
		{"February, a second later", "2026-02-15 00:00:00", "", false, voucher.ListClosed, "GAS-LIST-002"},
		{"the opening list", "2025-08-28 23:59:59", "", false, 0, "GAS-PERIOD-002: handed over up to and including the 28th"},
		{"a second after the opening list", "2025-08-29 00:00:00", "", false, voucher.ListClosed, "GAS-PERIOD-002"},
		{"August, after the 14th", "2025-08-15 00:00:00", "", false, 0, "the opening list is still open"},
		{"weeks before the pilot", "2025-07-20 00:00:00", "", false, 0, "so it is in any month before"},
		{"the last month", "2026-06-14 23:59:59", "", false, 0, "the pilot's last list"},
		{"the pilot's last second", "2026-06-30 23:59:59", "", false, voucher.ListClosed, "the month's list is closed"},
		{"first instant after the pilot", "2026-07-01 00:00:00", "", false, voucher.OutsidePeriod, "GAS-PERIOD-001"},
		{"after the pilot, deferred", "2026-07-01 00:00:00", "G06=defer", false, voucher.OutsidePeriod, "there is no next month"},
	} {
		now := at(t, tt.now)
		terms := termsOn(t, now, read(t, tt.choice))
		deferred, r := terms.Update(now)
		if deferred != tt.deferred || reason(r) != tt.want {
			t.Errorf("%s: Update(%s) = deferred %v, %q, want %v, %q\n%s", tt.name, now, deferred, reason(r), tt.deferred, tt.want, tt.why)
		}
	}
}

func TestRowsOfTheList(t *testing.T) {
	const both = voucher.SocialAssistance | voucher.HousingAssistance
	for _, tt := range []struct {
		name    string
		row     voucher.GasListRow
		inPilot bool
		want    voucher.Reason
		why     string
	}{
		{"social assistance", voucher.GasListRow{Reasons: voucher.SocialAssistance}, true, 0, "GAS-ELIGIBILITY-001"},
		{"housing assistance", voucher.GasListRow{Reasons: voucher.HousingAssistance}, true, 0, "GAS-ELIGIBILITY-001"},
		{"both", voucher.GasListRow{Reasons: both}, true, 0, "one recipient with two grounds (reading G07)"},
		{"neither", voucher.GasListRow{}, true, voucher.NoGround, "nobody else gets anything"},
		{"a ground that does not exist", voucher.GasListRow{Reasons: 4}, true, voucher.ValueInvalid, "no such ground"},
		{"a ground that does not exist beside one that does", voucher.GasListRow{Reasons: both | 8}, true, voucher.ValueInvalid, "no such ground"},
		{"residence outside", voucher.GasListRow{Reasons: both}, false, voucher.OutsideTerritory, "GAS-TERRITORY-002"},
		{"residence outside and no ground", voucher.GasListRow{}, false, voucher.OutsideTerritory, "the first reason is the answer"},
		{"residence outside and no such ground", voucher.GasListRow{Reasons: 4}, false, voucher.ValueInvalid, "the first reason is the answer"},
		{"dropped", voucher.GasListRow{Drop: true}, true, 0, "dropping needs no ground"},
		{"dropped, residence outside", voucher.GasListRow{Drop: true, Reasons: 4}, false, 0, "nor anything else"},
	} {
		if got := reason(gas.CheckRow(&tt.row, tt.inPilot)); got != tt.want {
			t.Errorf("%s: CheckRow = %q, want %q\n%s", tt.name, got, tt.want, tt.why)
		}
	}
}

func TestWhatADropEnds(t *testing.T) {
	for _, tt := range []struct {
		state voucher.VoucherState
		want  bool
		why   string
	}{
		{voucher.NoVoucher, false, "there is none"},
		{voucher.Opened, true, "GAS-LIST-003: a voucher not yet activated is lost"},
		{voucher.Active, false, "GAS-LIST-003: an activated one stays"},
		{voucher.Closed, false, "it has ended already"},
	} {
		if got := gas.Drops(gas.Voucher{State: tt.state}); got != tt.want {
			t.Errorf("dropping ends a voucher that is %s: %v, want %v\n%s", tt.state, got, tt.want, tt.why)
		}
	}
}
