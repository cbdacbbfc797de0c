package food

import "github.com/vouch-kz/vouch/reference/voucher"

// Due is what falls due at one local midnight, in the order in which it is done
// (BOTH-TIME-003). Zero fields are not due.
type Due struct {
	Annul  voucher.Month // vouchers of this month end (FOOD-EXPIRY-002)
	Report voucher.Day   // the report of this ended day (FOOD-REPORT-001)
	Notice voucher.Month // the question of this month (FOOD-NOTICE-001)
	Remind voucher.Month // the reminder of this month (reading F31 once)
}

// DueAt returns what falls due when the day begins. What closes and is reported
// of a day goes by the terms of that day, what opens by the terms of the next:
// the machine asks before and after new parameters are taken (BOTH-TIME-003).
func (t *Terms) DueAt(day voucher.Day) Due {
	var due Due
	month, before := day.Month(), (day - 1).Month()
	if month != before {
		due.Annul = before
	}
	if t.Reports(day - 1) {
		due.Report = day - 1
	}
	notice := month.Day(t.NoticeDay)
	if t.Running(day.Start()) != nil {
		return due
	}
	switch day {
	case notice:
		due.Notice = month
	case notice + t.ReminderAfter:
		if t.Readings.Is(voucher.F31, voucher.Option) {
			due.Remind = month
		}
	}
	return due
}

// Missed reports whether a correction that takes force when the day begins has
// moved the month's question, from a day that had not come to one that has
// passed: it then goes out at once (FOOD-ADJUSTMENT-001). before is the notice
// day that held until then, zero for none.
func (t *Terms) Missed(before int, day voucher.Day) bool {
	m := day.Month()
	return before != 0 && m.Day(before) >= day && m.Day(t.NoticeDay) < day && t.Running(day.Start()) == nil
}
