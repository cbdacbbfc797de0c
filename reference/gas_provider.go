package reference

import (
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// accountInvalid refuses what no registry can hold, or no person enter.
var accountInvalid = voucher.Refuse(voucher.ValueInvalid, "GAS-ACCOUNT-003")

// registerAccount changes the provider's registry.
func (m *Machine) registerAccount(c *voucher.RegisterAccount) *voucher.Refusal {
	if r := m.provider(c.Actor, c.Provider); r != nil {
		return r
	}
	e := voucher.Event{Kind: voucher.AccountRegistered, Programme: voucher.Gas, Provider: c.Provider, Account: c.Account,
		Code: uint8(c.Class), Count: uint32(c.People), Person: c.Owner}
	known := m.Gas.account(gas.AccountKey{Provider: c.Provider, Number: c.Account})
	switch {
	case c.Closed && (known == nil || !known.Known):
		return recordUnknown
	case c.Closed:
		e = voucher.Event{Kind: voucher.AccountClosed, Programme: voucher.Gas, Provider: c.Provider, Account: c.Account}
	case int(c.Owner) > len(m.Setup.People):
		return recordUnknown
	case c.Account == 0 || c.Class < voucher.Stove || c.Class > voucher.Boiler || c.People > gas.PeopleMax:
		return accountInvalid
	}
	m.emit(&e)
	return nil
}

// reportOutage notes that the provider's system went down or came back.
func (m *Machine) reportOutage(c *voucher.ReportOutage) *voucher.Refusal {
	if r := m.provider(c.Actor, c.Provider); r != nil {
		return r
	}
	m.emit(&voucher.Event{Kind: voucher.OutageReported, Programme: voucher.Gas, Provider: c.Provider, Code: truth(c.Down)})
	return nil
}

// acknowledgeList takes the provider's receipt for a list; a second one
// changes nothing.
func (m *Machine) acknowledgeList(c *voucher.AcknowledgeList) *voucher.Refusal {
	if r := m.provider(c.Actor, c.Provider); r != nil {
		return r
	}
	l := m.Gas.list(c.Provider, c.Month)
	if l == nil {
		l = &gas.List{}
	}
	if r := m.rules.Gas.Acknowledge(l); r != nil {
		return r
	}
	if l.Acknowledged == 0 {
		m.emit(&voucher.Event{Kind: voucher.ListAcknowledged, Programme: voucher.Gas, Provider: c.Provider, Month: c.Month})
		m.replan()
	}
	return nil
}

// chargeVolume issues the first receipt of an account and month.
func (m *Machine) chargeVolume(c *voucher.ChargeVolume) *voucher.Refusal {
	if r := m.provider(c.Actor, c.Provider); r != nil {
		return r
	}
	m.scratch.account = gas.Account{}
	charged := false
	if known := m.Gas.account(gas.AccountKey{Provider: c.Provider, Number: c.Account}); known != nil {
		m.scratch.account = *known
		charged = m.Gas.receiptOf(known, c.Month) != 0
	}
	l, id := m.Gas.list(c.Provider, c.Month), m.listed(&m.scratch.account, c.Month)
	if r := m.rules.Gas.MayCharge(&m.terms, &m.scratch.account, l, c.Month, c.Volume, id != 0, charged); r != nil {
		return r
	}
	m.result = m.issueReceipt(&m.scratch.account, c.Month, c.Volume, id, 1)
	return nil
}

// correctVolume issues a new receipt with the same voucher (GAS-BILL-005).
func (m *Machine) correctVolume(c *voucher.CorrectVolume) *voucher.Refusal {
	if r := m.provider(c.Actor, c.Provider); r != nil {
		return r
	}
	m.scratch.account = gas.Account{}
	var before voucher.ReceiptID
	if known := m.Gas.account(gas.AccountKey{Provider: c.Provider, Number: c.Account}); known != nil {
		m.scratch.account = *known
		before = m.Gas.receiptOf(known, c.Month)
	}
	if r := m.rules.Gas.MayCorrect(c.Volume, before != 0); r != nil {
		return r
	}
	first := m.Gas.Receipts.at(uint32(before - 1))
	m.result = m.issueReceipt(&m.scratch.account, c.Month, c.Volume, first.Voucher, first.Revision+1)
	return nil
}

// listed returns the voucher for which the provider's list names the account
// in a month, or zero.
func (m *Machine) listed(a *gas.Account, month voucher.Month) voucher.VoucherID {
	for id := a.By; id != 0; id = m.Gas.Vouchers.at(uint32(id - 1)).Before {
		if m.Gas.Vouchers.at(uint32(id-1)).Month == month {
			return id
		}
	}
	return 0
}

// issueReceipt computes and emits a receipt.
func (m *Machine) issueReceipt(a *gas.Account, month voucher.Month, volume voucher.Volume, id voucher.VoucherID, revision uint32) voucher.Result {
	var listed *gas.Voucher
	if id != 0 {
		m.scratch.voucher = *m.Gas.Vouchers.at(uint32(id - 1))
		listed = &m.scratch.voucher
	}
	m.scratch.tariff = m.tariff(a.Key.Provider, month)
	bill := m.rules.Gas.Charge(&m.scratch.tariff, volume, listed)
	number := voucher.ReceiptID(int(m.Gas.Receipts.Count) + 1)
	m.emit(&voucher.Event{Kind: voucher.ReceiptIssued, Programme: voucher.Gas, Provider: a.Key.Provider,
		Account: a.Key.Number, Month: month, Ref: uint32(number), Quantity: int64(volume), Amount: bill.Charge,
		Balance: bill.Discount, Paid: bill.Pay, Voucher: id, Count: revision})
	return voucher.Result{Receipt: number, Voucher: id, Amount: bill.Discount, Paid: bill.Pay}
}
