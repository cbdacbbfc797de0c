package gas

import "github.com/vouch-kz/vouch/reference/voucher"

var outsidePeriod = voucher.Refuse(voucher.OutsidePeriod, "GAS-PERIOD-001")

// Running reports whether the pilot runs at an instant, both end days included
// (GAS-PERIOD-001).
func (t *Terms) Running(now voucher.Instant) bool {
	return now >= t.From.Start() && now < t.To.End()
}

// Runs reports whether the month has a window of activation: it holds a day of
// the pilot on which activation is possible.
func (t *Terms) Runs(m voucher.Month) bool {
	from, to := t.Window(m)
	return from < to
}

// first reports whether the pilot begins in the month after the month's own
// notice day has passed, as in August 2025 (GAS-PERIOD-002).
func (t *Terms) first(m voucher.Month) bool {
	return t.From.Month() == m && t.From > m.Day(t.NoticeDay)
}
