package gas

import "github.com/vouch-kz/vouch/reference/voucher"

// ReminderDue returns when the repeat of an SMS sent at an instant is due:
// when 7 calendar days have run out, t + 7×24 h (reading G04).
func (t *Terms) ReminderDue(sent voucher.Instant) voucher.Instant {
	days := voucher.Day(t.ReminderAfter)
	switch t.Readings[voucher.G04] {
	case voucher.Option:
		return (sent.Day() + days + 1).Start() // start_of_day_8
	case voucher.Option2:
		return (sent.Day() + days).Start() // start_of_day_7
	}
	return sent.Plus(int64(days) * voucher.DayLength)
}

// Reminds decides at the due instant: exactly one repeat, none after a valid
// answer, none outside the window, none for a person no longer listed
// (GAS-REMINDER-001). A malformed reply is no answer (GAS-CONSENT-005). c must
// be the claim in the present month.
func (t *Terms) Reminds(c *Claim, now voucher.Instant) bool {
	return c.Listed && c.Asked != 0 && c.Answer == voucher.NoAnswer && c.Voucher == 0 &&
		int(c.Reminders) < t.ReminderCount && now < t.AnswersClose()
}
