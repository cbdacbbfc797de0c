package reference

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// closeGasWindow ends every voucher that was opened and not activated
// (GAS-EXPIRY-001). The month is the one whose window ends now.
func (m *Machine) closeGasWindow() {
	month := (m.state.Now - 1).Month()
	for i := range m.Gas.Claims {
		c := &m.Gas.Claims[i]
		if c.Month == month && c.Voucher != 0 && m.Gas.Vouchers.at(uint32(c.Voucher-1)).State == voucher.Opened {
			m.closeGasVoucher(c.Voucher, voucher.ByLapse)
		}
	}
}

// sendLists sends each provider the list of the month whose window has closed:
// an empty one too (GAS-DISPATCH-001).
func (m *Machine) sendLists() {
	month := (m.state.Now - 1).Month()
	rows := make([]uint32, len(m.Setup.Providers))
	for i := int(m.Gas.Vouchers.Count) - 1; i >= 0 && m.Gas.Vouchers.at(uint32(i)).Month >= month; i-- {
		if v := m.Gas.Vouchers.at(uint32(i)); v.Month == month && v.State == voucher.Active {
			rows[v.Account.Provider-1]++
		}
	}
	for i := range rows {
		if m.Gas.list(voucher.ProviderID(i+1), month) != nil {
			continue // sent already: a correction has put the day off
		}
		m.emit(&voucher.Event{Kind: voucher.ListSent, Programme: voucher.Gas, Provider: voucher.ProviderID(i + 1),
			Month: month, Count: rows[i], Ref: 1, Until: m.terms.Repeat(m.state.Now)})
	}
}

// repeatLists sends unacknowledged lists again, with the same content.
func (m *Machine) repeatLists() {
	for i := range m.Gas.Lists {
		if l := &m.Gas.Lists[i]; l.Acknowledged == 0 && l.Next <= m.state.Now {
			m.emit(&voucher.Event{Kind: voucher.ListSent, Programme: voucher.Gas, Provider: l.Provider, Month: l.Month,
				Count: l.Rows, Ref: l.Attempts + 1, Until: m.terms.Repeat(m.state.Now)})
		}
	}
}

// nextRepeat returns when the next unacknowledged list goes out again.
func (m *Machine) nextRepeat() voucher.Instant {
	next := never
	for i := range m.Gas.Lists {
		if l := &m.Gas.Lists[i]; l.Acknowledged == 0 {
			next = min(next, l.Next)
		}
	}
	return next
}

// takeDeferred puts the rows that came too late last month into force.
func (m *Machine) takeDeferred() {
	rows := slices.Clone(m.Gas.Deferred)
	m.emit(&voucher.Event{Kind: voucher.GasRowsTaken, Programme: voucher.Gas, Count: uint32(len(rows))})
	for i := range rows {
		m.takeRow(rows[i].Person, rows[i].Drop, rows[i].Reasons, rows[i].Residence)
	}
}

// askGas asks everybody on the standing list (GAS-NOTICE-002).
func (m *Machine) askGas() {
	for i := range m.Gas.Claims {
		m.askPerson(voucher.PersonID(i + 1))
	}
}

// askPerson sends the month's question to a person who may be asked, or opens
// the voucher of one who has consented for good (reading G13).
func (m *Machine) askPerson(p voucher.PersonID) {
	claim, _ := m.claim(p)
	if !m.rules.Gas.MayAsk(claim) || !m.pilot.has(claim.Residence) {
		return
	}
	if claim.Standing && m.readings.Is(voucher.G13, voucher.Option) {
		m.openGasVoucher(p, 0)
		return
	}
	m.sendGas(p, voucher.Notice)
}

// sendGas sends a question or a reminder and notes when the next reminder is
// due, if one can be.
func (m *Machine) sendGas(p voucher.PersonID, kind voucher.MessageKind) {
	month := m.terms.Month
	due := m.rules.Gas.ReminderDue(&m.terms, m.state.Now)
	if due.Month() != month {
		due = 0
	}
	m.send(&voucher.Event{Programme: voucher.Gas, Person: p, Month: month, Code: uint8(kind), Until: due})
}

// remindGas sends the repeats that are due to those who have not answered.
func (m *Machine) remindGas() {
	for m.Gas.Reminders.next() <= m.state.Now {
		r := m.Gas.Reminders.pop()
		if claim, _ := m.claim(r.Person); m.rules.Gas.Reminds(&m.terms, claim, m.state.Now) {
			m.sendGas(r.Person, voucher.Reminder)
		}
	}
}
