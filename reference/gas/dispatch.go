package gas

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	listNotSent     = voucher.Refuse(voucher.ListNotSent, "GAS-DISPATCH-001")
	listNotReceived = voucher.Refuse(voucher.ListNotReceived, "GAS-BILL-001")
)

// DispatchDue returns when a month's lists go to the providers: when the 30th
// begins; a month without a 30th sends on 1 March, stamped February, or on the
// 28th under reading G02 window_to_27 (GAS-DISPATCH-001, -003). Never before
// the window has closed.
func (t *Terms) DispatchDue(m voucher.Month) voucher.Instant {
	_, closes := t.Window(m)
	day := (m + 1).First()
	switch {
	case m.Has(t.DispatchDay):
		day = m.Day(t.DispatchDay)
	case t.Readings.Is(voucher.G02, voucher.Option):
		day = m.Last()
	}
	return max(day.Start(), closes)
}

// List is the list of one month to one provider.
type List struct {
	Provider     voucher.ProviderID
	Month        voucher.Month
	Attempts     uint32
	Rows         uint32
	Sent         voucher.Instant // first sending
	Next         voucher.Instant // next sending while it is not acknowledged
	Acknowledged voucher.Instant // it takes effect here, once
}

// Acknowledge decides on a provider's receipt. A second one changes nothing.
func (l *List) Acknowledge() *voucher.Refusal {
	if l.Sent == 0 {
		return listNotSent
	}
	return nil
}

// Repeat returns when an unacknowledged list is sent again, with the same
// content (GAS-DISPATCH-001).
func (t *Terms) Repeat(now voucher.Instant) voucher.Instant {
	return now.Plus(int64(t.DispatchRetry) * voucher.Hour)
}
