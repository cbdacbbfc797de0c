package gas_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestWhenAnUpdateAsksOnTheSpot(t *testing.T) {
	for _, tt := range []struct {
		name, now, choice string
		want              bool
		why               string
	}{
		{"first of the month", "2025-10-01 00:00:00", "", false, "GAS-NOTICE-002: never before the 7th"},
		{"last second of the 6th", "2025-10-06 23:59:59", "", false, "GAS-NOTICE-002: never before the 7th"},
		{"first instant of the 7th", "2025-10-07 00:00:00", "", true, "GAS-NOTICE-001: the 7th is included"},
		{"second after", "2025-10-07 00:00:01", "", true, "GAS-NOTICE-001"},
		{"last second of the 14th", "2025-10-14 23:59:59", "", true, "GAS-NOTICE-001: the 14th is included"},
		{"first instant of the 15th", "2025-10-15 00:00:00", "", false, "the list is closed"},
		{"second after", "2025-10-15 00:00:01", "", false, "the list is closed"},
		{"second before the pilot", "2025-08-27 23:59:59", "", false, "GAS-PERIOD-001"},
		{"first instant of the pilot", "2025-08-28 00:00:00", "", true, "GAS-PERIOD-002: its SMS goes on the 28th"},
		{"last second of the 28th", "2025-08-28 23:59:59", "", true, "GAS-PERIOD-002"},
		{"first instant of the 29th", "2025-08-29 00:00:00", "", false, "the opening list is closed"},
		{"the 28th, August skipped", "2025-08-28 12:00:00", "G29=skip_august", false, "nobody is asked in August"},
		{"the 7th before the pilot", "2025-08-07 12:00:00", "", false, "GAS-PERIOD-001"},
		{"the 7th after the pilot", "2026-07-07 12:00:00", "", false, "GAS-PERIOD-001"},
		{"the last 14th", "2026-06-14 23:59:59", "", true, "the pilot's last list"},
	} {
		now := at(t, tt.now)
		terms := termsOn(t, now, read(t, tt.choice))
		if got := terms.AsksNow(now); got != tt.want {
			t.Errorf("%s: AsksNow(%s) = %v, want %v\n%s", tt.name, now, got, tt.want, tt.why)
		}
	}
}

func TestWhoIsAsked(t *testing.T) {
	for _, tt := range []struct {
		name  string
		claim gas.Claim
		want  bool
		why   string
	}{
		{"listed, not asked", gas.Claim{Listed: true}, true, "GAS-NOTICE-001"},
		{"not listed", gas.Claim{}, false, "GAS-ELIGIBILITY-001: nobody else"},
		{"asked already", gas.Claim{Listed: true, Asked: 1}, false, "GAS-NOTICE-002: never twice in a month"},
		{"with a voucher", gas.Claim{Listed: true, Voucher: 1}, false, "there is nothing left to ask"},
	} {
		if got := gas.MayAsk(&tt.claim); got != tt.want {
			t.Errorf("%s: MayAsk = %v, want %v\n%s", tt.name, got, tt.want, tt.why)
		}
	}
}

func TestANewMonthBeginsWithoutAQuestion(t *testing.T) {
	october, november := voucher.MonthOf(2025, 10), voucher.MonthOf(2025, 11)
	c := gas.Claim{Residence: 750000000, Reasons: voucher.HousingAssistance, Listed: true, Standing: true, Month: october,
		Asked: 1, Answer: voucher.No, Delivery: voucher.DeliveryDone, Reminders: 1, Step: gas.Continued, Voucher: 9,
		Account: gas.AccountKey{Provider: 1, Number: 5}, Entry: 3}
	if got := c.In(october); got != c {
		t.Errorf("in its own month the claim is %+v, want it unchanged", got)
	}
	want := gas.Claim{Residence: 750000000, Reasons: voucher.HousingAssistance, Listed: true, Standing: true, Entry: 3, Month: november}
	if got := c.In(november); got != want {
		t.Errorf("in the next month the claim is %+v, want %+v\nonly the list, a standing consent and where the account stands outlast a month; a refusal, an answer and a voucher are of one month (GAS-EXPIRY-001)", got, want)
	}
}
