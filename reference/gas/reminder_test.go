package gas_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestWhenTheReminderIsDue(t *testing.T) {
	for _, tt := range []struct {
		name, choice, sent, due string
		why                     string
	}{
		{"sent with the 7th", "", "2025-10-07 00:00:00", "2025-10-14 00:00:00", "7×24 hours"},
		{"sent by day", "", "2025-10-09 15:30:20", "2025-10-16 15:30:20", "to the second"},
		{"sent in the last second", "", "2025-10-14 23:59:59", "2025-10-21 23:59:59", "to the second"},
		{"sent across a month's end", "", "2025-08-28 00:00:00", "2025-09-04 00:00:00", "due in the next month, where it is not sent"},
		{"start of day 8, sent with the 7th", "G04=start_of_day_8", "2025-10-07 00:00:00", "2025-10-15 00:00:00", "seven whole days after the day of the SMS"},
		{"start of day 8, sent by day", "G04=start_of_day_8", "2025-10-09 15:30:20", "2025-10-17 00:00:00", "the hour does not count"},
		{"start of day 8, last second", "G04=start_of_day_8", "2025-10-09 23:59:59", "2025-10-17 00:00:00", "the hour does not count"},
		{"start of day 8, a second later", "G04=start_of_day_8", "2025-10-10 00:00:00", "2025-10-18 00:00:00", "another day"},
		{"start of day 7, sent with the 7th", "G04=start_of_day_7", "2025-10-07 00:00:00", "2025-10-14 00:00:00", "the day of the SMS counts"},
		{"start of day 7, sent by day", "G04=start_of_day_7", "2025-10-09 15:30:20", "2025-10-16 00:00:00", "the hour does not count"},
		{"start of day 7, last second", "G04=start_of_day_7", "2025-10-09 23:59:59", "2025-10-16 00:00:00", "the hour does not count"},
	} {
		sent := at(t, tt.sent)
		terms := termsOn(t, sent, read(t, tt.choice))
		if got := terms.ReminderDue(sent); got != at(t, tt.due) {
			t.Errorf("%s: the reminder of %s is due %s, want %s\n%s", tt.name, sent, got, tt.due, tt.why)
		}
	}
	sooner := termsOn(t, at(t, "2025-10-07"), voucher.Readings{}, voucher.Setting{Path: "gas.reminder.after_days", Value: 3})
	if got := sooner.ReminderDue(at(t, "2025-10-07 08:00")); got != at(t, "2025-10-10 08:00") {
		t.Errorf("with 3 days the reminder is due %s, want 2025-10-10 08:00\nthe days are a parameter", got)
	}
}

func TestWhoIsReminded(t *testing.T) {
	for _, tt := range []struct {
		name, now, choice string
		change            func(*gas.Claim)
		want              bool
		why               string
	}{
		{"no answer", "2025-10-14 00:00:00", "", func(*gas.Claim) {}, true, "GAS-REMINDER-001"},
		{"malformed reply", "2025-10-14 00:00:00", "", func(c *gas.Claim) { c.Answer = voucher.NoAnswer }, true, "GAS-CONSENT-005: it counts as no answer"},
		{"consented", "2025-10-14 00:00:00", "", func(c *gas.Claim) { c.Answer = voucher.Yes }, false, "none after a valid answer"},
		{"refused", "2025-10-14 00:00:00", "", func(c *gas.Claim) { c.Answer = voucher.No }, false, "none after a valid answer"},
		{"opened without a question", "2025-10-14 00:00:00", "", func(c *gas.Claim) { c.Voucher = 1 }, false, "a standing consent needs no reminder (reading G13)"},
		{"reminded already", "2025-10-21 00:00:00", "", func(c *gas.Claim) { c.Reminders = 1 }, false, "exactly one"},
		{"not asked", "2025-10-14 00:00:00", "", func(c *gas.Claim) { c.Asked = 0 }, false, "a repeat repeats something"},
		{"no longer listed", "2025-10-14 00:00:00", "", func(c *gas.Claim) { c.Listed = false }, false, "none for a person no longer listed"},
		{"last second of the window", "2025-10-29 23:59:59", "", func(*gas.Claim) {}, true, "the window is still open"},
		{"the window has closed", "2025-10-30 00:00:00", "", func(*gas.Claim) {}, false, "none after the window"},
		{"answers have closed", "2025-10-29 00:00:00", "G10=until_start_of_29", func(*gas.Claim) {}, false, "nobody could answer it"},
		{"answers are about to close", "2025-10-28 23:59:59", "G10=until_start_of_29", func(*gas.Claim) {}, true, "a second before"},
	} {
		now := at(t, tt.now)
		terms := termsOn(t, now, read(t, tt.choice))
		c := gas.Claim{Listed: true, Month: now.Month(), Asked: at(t, "2025-10-07")}
		tt.change(&c)
		if got := terms.Reminds(&c, now); got != tt.want {
			t.Errorf("%s: Reminds at %s = %v, want %v\n%s", tt.name, now, got, tt.want, tt.why)
		}
	}
}

// TestAReminderIsDueNoSoonerThanSevenDays, and no later than the eighth day's
// end, whichever of the three readings holds; by the calendar's days under all
// of them.
func TestAReminderIsDueNoSoonerThanSevenDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		choice := rapid.SampledFrom([]string{"after_168_hours", "start_of_day_8", "start_of_day_7"}).Draw(t, "G04")
		sent := voucher.Date(2025, 8, 28).Start().Plus(rapid.Int64Range(0, 300*voucher.DayLength).Draw(t, "after the pilot's start"))
		terms := termsOn(t, sent, read(t, "G04="+choice))
		due := terms.ReminderDue(sent)
		days := due.Day() - sent.Day()
		if days < 7 || days > 8 {
			t.Fatalf("an SMS of %s is repeated on %s, %d days later", sent, due, days)
		}
		if full := due >= sent.Plus(7*voucher.DayLength); !full && choice != "start_of_day_7" {
			t.Fatalf("an SMS of %s is repeated at %s, before seven days have run out", sent, due)
		}
	})
}
