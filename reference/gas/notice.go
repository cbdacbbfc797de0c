package gas

import "github.com/vouch-kz/vouch/reference/voucher"

// NoticeDue returns when the standing list is asked: when the 7th begins
// (GAS-NOTICE-002), or with the pilot where it begins later in its month
// (GAS-PERIOD-002).
func (t *Terms) NoticeDue(m voucher.Month) voucher.Instant {
	day := m.Day(t.NoticeDay)
	if t.first(m) {
		day = t.From
	}
	return day.Start()
}

// AsksNow reports whether a person whom an update has just put on the list is
// asked on the spot: from the month's notice day to the list's last
// (GAS-NOTICE-001). Before, the notice day will ask.
func (t *Terms) AsksNow(now voucher.Instant) bool {
	m := now.Month()
	return t.Runs(m) && now >= t.NoticeDue(m) && now < t.ListCloses(m)
}

// MayAsk reports whether the person is asked at all this month: listed, and not
// asked yet. c must be the claim in the present month.
func MayAsk(c *Claim) bool { return c.Listed && c.Asked == 0 && c.Voucher == 0 }
