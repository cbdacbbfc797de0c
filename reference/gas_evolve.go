package reference

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// evolveGas changes the gas records by an event.
func (m *Machine) evolveGas(e *voucher.Event) {
	switch e.Kind {
	case voucher.GasListed, voucher.GasUnlisted, voucher.GasRowDeferred, voucher.MessageSent, voucher.DeliveryReported,
		voucher.GasRowsTaken, voucher.Replied, voucher.WalletOpened:
		m.evolveRecipient(e)
	case voucher.GasVoucherOpened, voucher.GasVoucherClosed, voucher.AccountEntered, voucher.OfferAccepted,
		voucher.GasVoucherActivated, voucher.ActivationCancelled:
		m.evolveVoucher(e)
	case voucher.AccountRegistered, voucher.AccountClosed, voucher.OutageReported, voucher.ListSent,
		voucher.ListAcknowledged, voucher.ReceiptIssued:
		m.evolveProvider(e)
	default:
		panic(fmt.Sprintf("reference: gas event %s changes nothing", e.Kind))
	}
}

// inMonth returns a person's claim, turned to the event's month.
func (m *Machine) inMonth(e *voucher.Event) *gas.Claim {
	c := &m.Gas.Claims[e.Person-1]
	if c.Month != e.Month {
		*c = c.In(e.Month)
	}
	return c
}

// evolveRecipient handles lists, messages and replies.
func (m *Machine) evolveRecipient(e *voucher.Event) {
	switch e.Kind {
	case voucher.GasListed:
		c := &m.Gas.Claims[e.Person-1]
		c.Listed, c.Residence, c.Reasons = true, e.Territory, voucher.Reasons(e.Code)
	case voucher.GasUnlisted:
		c := &m.Gas.Claims[e.Person-1]
		c.Listed, c.Reasons = false, 0
	case voucher.GasRowDeferred:
		m.Gas.Deferred = append(m.Gas.Deferred, deferredRow{Person: e.Person, Residence: e.Territory,
			Reasons: voucher.Reasons(e.Code), Drop: e.Count == 1})
	case voucher.GasRowsTaken:
		m.Gas.Deferred = m.Gas.Deferred[:0]
	case voucher.MessageSent:
		m.evolveMessage(e)
	case voucher.DeliveryReported:
		// A word on an SMS of a month that is over says nothing about this one.
		if c := &m.Gas.Claims[e.Person-1]; c.Month == e.Month && m.Messages.at(e.Ref-1).Kind != voucher.Help {
			c.Delivery = delivery(e.Code)
		}
	case voucher.Replied:
		if e.Count == 1 {
			c := m.inMonth(e)
			c.Answer = voucher.Answer(e.Code)
			c.Standing = c.Answer == voucher.Yes
		}
	}
}

// evolveMessage notes that a person was asked or reminded.
func (m *Machine) evolveMessage(e *voucher.Event) {
	c := m.inMonth(e)
	switch voucher.MessageKind(e.Code) {
	case voucher.Notice:
		c.Asked = e.At
	case voucher.Reminder:
		c.Reminders++
	case voucher.Help:
		return
	}
	if e.Until != 0 {
		m.Gas.Reminders.push(reminder{Due: e.Until, Person: e.Person})
		m.plan.remind = m.Gas.Reminders.next()
		m.plan.sum()
	}
}

// evolveVoucher handles a voucher's life.
func (m *Machine) evolveVoucher(e *voucher.Event) {
	c := m.inMonth(e)
	switch e.Kind {
	case voucher.GasVoucherOpened:
		if int(e.Voucher) > int(m.Gas.Vouchers.Count) {
			m.Gas.Vouchers.add(gas.Voucher{Person: e.Person, Month: e.Month})
		}
		v := m.Gas.Vouchers.at(uint32(e.Voucher - 1))
		v.State, v.Cause = voucher.Opened, 0
		c.Voucher, c.Step = e.Voucher, gas.NotStarted
		if c.Standing && c.Asked == 0 {
			c.Asked = e.At // reading G13: opened without a question
		}
	case voucher.GasVoucherClosed:
		v := m.Gas.Vouchers.at(uint32(e.Voucher - 1))
		v.State, v.Cause = voucher.Closed, voucher.Cause(e.Code)
	case voucher.AccountEntered:
		c.Step, c.Account = gas.Entered, gas.AccountKey{Provider: e.Provider, Number: e.Account}
		c.Entry = m.Gas.placeOf(c.Account, c.Entry)
	case voucher.OfferAccepted:
		c.Step = gas.Continued
		if c.Entry == 0 {
			c.Entry = m.Gas.place(c.Account) // registered since it was entered
		}
	case voucher.GasVoucherActivated:
		a := &m.Gas.Accounts[c.Entry-1]
		v := m.Gas.Vouchers.at(uint32(e.Voucher - 1))
		v.State, v.Activated, v.Account, v.Class, v.People = voucher.Active, e.At, c.Account, a.Class, a.People
		v.Before, a.By, a.Taken = a.By, e.Voucher, e.Month
	case voucher.ActivationCancelled:
		v := m.Gas.Vouchers.at(uint32(e.Voucher - 1))
		a := m.Gas.account(v.Account)
		a.By, a.Taken = v.Before, 0
		if v.Before != 0 {
			a.Taken = m.Gas.Vouchers.at(uint32(v.Before - 1)).Month
		}
		v.State, v.Activated, v.Account, v.Before = voucher.Opened, 0, gas.AccountKey{}, 0
		c.Step = gas.NotStarted
	}
}

// evolveProvider handles the provider's side.
func (m *Machine) evolveProvider(e *voucher.Event) {
	g := &m.Gas
	key := gas.AccountKey{Provider: e.Provider, Number: e.Account}
	switch e.Kind {
	case voucher.AccountRegistered:
		a := g.account(key)
		if a == nil {
			g.addAccount(gas.Account{Key: key})
			a = g.account(key)
		}
		a.Known, a.Class, a.People, a.Owner = true, voucher.ApplianceClass(e.Code), uint8(e.Count), e.Person
	case voucher.AccountClosed:
		g.account(key).Known = false
	case voucher.OutageReported:
		g.Down[e.Provider-1] = e.Code == 1
	case voucher.ListSent:
		l := g.list(e.Provider, e.Month)
		if l == nil {
			g.Lists = append(g.Lists, gas.List{Provider: e.Provider, Month: e.Month, Rows: e.Count, Sent: e.At})
			l = &g.Lists[len(g.Lists)-1]
		}
		l.Attempts, l.Next = e.Ref, e.Until
	case voucher.ListAcknowledged:
		g.list(e.Provider, e.Month).Acknowledged = e.At
	case voucher.ReceiptIssued:
		a := g.account(key)
		g.Receipts.add(receipt{At: e.At, Month: e.Month, Revision: e.Count, Account: g.place(key) - 1,
			Previous: a.Receipt, Voucher: e.Voucher, Volume: voucher.Volume(e.Quantity), Charge: e.Amount, Discount: e.Balance})
		a.Receipt = voucher.ReceiptID(e.Ref)
	}
}
