package gas

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	windowNotOpen = voucher.Refuse(voucher.WindowNotOpen, "GAS-WINDOW-001")
	windowClosed  = voucher.Refuse(voucher.WindowClosed, "GAS-WINDOW-001")
)

// Window returns the first instant of activation in a month and the first one
// after it; they are equal or crossed in a month without a window.
//
// The last day is the 29th, or the month's last (GAS-WINDOW-001, -002); the
// pilot's own days narrow it (GAS-PERIOD-001), so that August 2025 has the 28th
// and 29th (GAS-PERIOD-002).
func (t *Terms) Window(m voucher.Month) (from, to voucher.Instant) {
	if t.first(m) && t.Readings.Is(voucher.G29, voucher.Option) {
		return 0, 0 // reading G29 skip_august
	}
	last := m.Day(t.WindowTo)
	if !m.Has(t.DispatchDay) && t.Readings.Is(voucher.G02, voucher.Option) && last == m.Last() {
		last-- // reading G02 window_to_27: the list goes on the 28th
	}
	to = min(last, t.To).End()
	return max(m.Day(t.WindowFrom), t.From).Start(), to
}

// inWindow refuses outside the present month's window.
func (t *Terms) inWindow(now voucher.Instant) *voucher.Refusal {
	switch {
	case t.Opens >= t.Closes || now < t.Opens:
		return windowNotOpen
	case now >= t.Closes:
		return windowClosed
	}
	return nil
}
