package reference

import "github.com/vouch-kz/vouch/reference/voucher"

// filter stands between deciding and evolving, nil for none.
type filter func(e voucher.Event, pass func(voucher.Event))

// Filter lets f see every event after it is decided and before it happens, for
// worlds that are wrong on purpose: what f passes on happens, in that order, and
// is told to the caller; an event that it does not pass on never was. f must
// pass on within its call and must not call the machine. A nil f stops it.
//
// A machine evolves by what is passed on without asking a rule: f has to keep
// the records consistent, numbers of vouchers, messages and purchases included.
// Replay sees what was passed on, never the filter.
func (m *Machine) Filter(f func(e voucher.Event, pass func(voucher.Event))) { m.filter = f }

// pass hands the newest event, which has not happened yet, to the filter.
func (m *Machine) pass(e voucher.Event) {
	m.events = m.events[:len(m.events)-1]
	m.filter(e, func(e voucher.Event) {
		if e.At == 0 {
			e.At = m.state.Now
		}
		m.events = append(m.events, e)
		m.evolve(&m.events[len(m.events)-1])
	})
}
