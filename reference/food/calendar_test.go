package food_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestDueAt(t *testing.T) {
	day := func(m, d int) voucher.Day { return voucher.Date(2026, m, d) }
	month := func(m int) voucher.Month { return voucher.MonthOf(2026, m) }
	rows := []struct {
		name string
		day  voucher.Day
		want food.Due
		why  string
	}{
		{"4 January", day(1, 4), food.Due{}, "FOOD-PERIOD-002: before the pilot"},
		{"5 January", day(1, 5), food.Due{Notice: month(1)}, "FOOD-NOTICE-001; no day has ended yet"},
		{"6 January", day(1, 6), food.Due{Report: day(1, 5)}, "FOOD-REPORT-001: the first report is of the 5th"},
		{"12 January", day(1, 12), food.Due{Report: day(1, 11)}, "F31: no reminder"},
		{"1 February", day(2, 1), food.Due{Annul: month(1), Report: day(1, 31)}, "FOOD-EXPIRY-002"},
		{"5 February", day(2, 5), food.Due{Report: day(2, 4), Notice: month(2)}, "FOOD-NOTICE-001"},
		{"14 February", day(2, 14), food.Due{Report: day(2, 13)}, "the 14th is still open for returns"},
		{"15 February", day(2, 15), food.Due{Report: day(2, 14)}, "a day like any other"},
		{"1 March", day(3, 1), food.Due{Annul: month(2), Report: day(2, 28)}, "FOOD-EXPIRY-002: February ends with the 28th"},
		{"5 April", day(4, 5), food.Due{Report: day(4, 4), Notice: month(4)}, "F14: also on a Sunday"},
		{"1 May", day(5, 1), food.Due{Annul: month(4), Report: day(4, 30)}, "FOOD-PERIOD-002: April's vouchers end in the pilot"},
		{"2 May", day(5, 2), food.Due{Report: day(5, 1)}, "FOOD-PERIOD-002: the report of 1 May is the last act"},
		{"5 May", day(5, 5), food.Due{}, "FOOD-PERIOD-002: no question after 5 April"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := termsAt(t, row.day).DueAt(row.day); got != row.want {
				t.Errorf("DueAt(%s) = %+v, want %+v\n%s", row.day, got, row.want, row.why)
			}
		})
	}
}

func TestReminderDay(t *testing.T) {
	for _, row := range []struct {
		name string
		day  voucher.Day
		want voucher.Month
		why  string
	}{
		{"a day early", voucher.Date(2026, 2, 11), 0, "F31 once: seven days have not run out"},
		{"the day", voucher.Date(2026, 2, 12), voucher.MonthOf(2026, 2), "F31 once: seven days after the 5th"},
		{"a day late", voucher.Date(2026, 2, 13), 0, "F31 once: once"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := termsAt(t, row.day, "F31", "once").DueAt(row.day).Remind; got != row.want {
				t.Errorf("DueAt(%s).Remind = %s, want %s\n%s", row.day, got, row.want, row.why)
			}
		})
	}
}

func TestEveryPilotDayIsReported(t *testing.T) {
	var days []voucher.Day
	for d := voucher.Date(2025, 12, 1); d < voucher.Date(2026, 7, 1); d++ {
		if due := termsAt(t, d).DueAt(d); due.Report != 0 {
			days = append(days, due.Report)
		}
	}
	if len(days) != 117 || days[0] != voucher.Date(2026, 1, 5) || days[116] != voucher.Date(2026, 5, 1) {
		t.Errorf("%d days are reported, %s to %s, want 117 from 5 January to 1 May\nFOOD-REPORT-001", len(days), days[0], days[len(days)-1])
	}
}

func TestMissed(t *testing.T) {
	day := voucher.Date(2026, 2, 8)
	for _, row := range []struct {
		name        string
		before, now int
		want        bool
		why         string
	}{
		{"from later to earlier", 10, 6, true, "neither day has asked"},
		{"from today to earlier", 8, 7, true, "new parameters are taken before the SMS: today does not ask"},
		{"asked already", 7, 6, false, "the 7th has asked"},
		{"to today", 10, 8, false, "today asks by itself"},
		{"to later", 10, 9, false, "the 9th will ask"},
		{"not moved", 5, 5, false, "the 5th has asked"},
		{"no terms before", 0, 5, false, "the world begins here"},
	} {
		t.Run(row.name, func(t *testing.T) {
			terms := termsAt(t, day)
			terms.NoticeDay = row.now
			if got := terms.Missed(row.before, day); got != row.want {
				t.Errorf("Missed(%d) with the notice on the %d. = %t, want %t\n%s", row.before, row.now, got, row.want, row.why)
			}
		})
	}
}
