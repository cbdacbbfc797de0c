package reference

import (
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// askGasWallet shows a person's gas voucher of a month; month zero is the
// present one.
func (m *Machine) askGasWallet(q *voucher.Query) voucher.Record {
	if r := m.person(q.Actor, q.Person); r != nil {
		return voucher.Record{Refusal: r}
	}
	month := q.Month
	if month == 0 {
		month = m.state.Now.Month()
	}
	c := m.Gas.Claims[q.Person-1]
	if c.Month != month && month != m.state.Now.Month() {
		return voucher.Record{Gas: m.pastGasWallet(q.Person, month)}
	}
	c = c.In(month)
	w := &voucher.GasWallet{Voucher: c.Voucher, Answer: c.Answer, Asked: c.Asked, Listed: c.Listed}
	if c.Voucher == 0 {
		return voucher.Record{Gas: w}
	}
	v := m.Gas.Vouchers.at(uint32(c.Voucher - 1))
	w.State, w.Activated = v.State, v.Activated
	switch {
	case v.State == voucher.Active:
		w.Account = voucher.AccountData{Provider: v.Account.Provider, Number: v.Account.Number, Class: v.Class, People: v.People}
	case v.State != voucher.Opened: // closed: no step is open
	case c.Step == gas.Entered:
		w.Account, w.Edition = voucher.AccountData{Provider: c.Account.Provider, Number: c.Account.Number}, m.terms.OfferEdition
	case c.Step == gas.Continued:
		w.Account = m.Gas.account(c.Account).Data()
	}
	return voucher.Record{Gas: w}
}

// pastGasWallet shows the voucher of a month that is over.
func (m *Machine) pastGasWallet(p voucher.PersonID, month voucher.Month) *voucher.GasWallet {
	for i := range int(m.Gas.Vouchers.Count) {
		if v := m.Gas.Vouchers.at(uint32(i)); v.Person == p && v.Month == month {
			answer := voucher.Yes
			if v.Cause == voucher.ByRefusal {
				answer = voucher.No
			}
			return &voucher.GasWallet{Voucher: voucher.VoucherID(i + 1), State: v.State, Answer: answer, Activated: v.Activated,
				Account: voucher.AccountData{Provider: v.Account.Provider, Number: v.Account.Number, Class: v.Class, People: v.People}}
		}
	}
	return &voucher.GasWallet{}
}

// askProviderList shows the list of a month: rows without a name, an IIN or a
// phone (GAS-DISPATCH-002).
func (m *Machine) askProviderList(q *voucher.Query) voucher.Record {
	if r := m.provider(q.Actor, q.Provider); r != nil {
		return voucher.Record{Refusal: r}
	}
	l := m.Gas.list(q.Provider, q.Month)
	if l == nil {
		return voucher.Record{List: &voucher.ProviderList{Month: q.Month}}
	}
	list := &voucher.ProviderList{Month: l.Month, Sent: l.Sent, Attempts: l.Attempts, Acknowledged: l.Acknowledged}
	for i := range int(m.Gas.Vouchers.Count) {
		v := m.Gas.Vouchers.at(uint32(i))
		if v.Month == l.Month && v.State == voucher.Active && v.Account.Provider == l.Provider {
			list.Rows = append(list.Rows, voucher.ProviderRow{Month: v.Month, Account: v.Account.Number,
				Voucher: voucher.VoucherID(i + 1), Activated: v.Activated})
		}
	}
	return voucher.Record{List: list}
}

// askReceipt shows an account's newest receipt of a month. A citizen sees the
// receipts of an account that is their own or carries their voucher.
func (m *Machine) askReceipt(q *voucher.Query) voucher.Record {
	if r := m.provider(q.Actor, q.Provider); r != nil {
		return voucher.Record{Refusal: r}
	}
	a := m.Gas.account(gas.AccountKey{Provider: q.Provider, Number: q.Account})
	if a == nil {
		return voucher.Record{Refusal: recordUnknown}
	}
	id := m.Gas.receiptOf(a, q.Month)
	if q.Actor.Role == voucher.Citizen && !m.mayReadReceipt(q.Actor, a, id) {
		return voucher.Record{Refusal: recordNotOwn}
	}
	if id == 0 {
		return voucher.Record{Receipt: &voucher.Receipt{Month: q.Month}}
	}
	r := m.Gas.Receipts.at(uint32(id - 1))
	return voucher.Record{Receipt: &voucher.Receipt{ID: id, At: r.At, Month: r.Month, Revision: r.Revision, Volume: r.Volume,
		Charge: r.Charge, Discount: r.Discount, Pay: r.Charge.Minus(r.Discount), Voucher: r.Voucher}}
}

// mayReadReceipt reports whether a citizen owns the account, or the voucher
// that served it.
func (m *Machine) mayReadReceipt(who voucher.Actor, a *gas.Account, id voucher.ReceiptID) bool {
	if a.Owner != 0 && uint32(a.Owner) == who.ID {
		return true
	}
	if id == 0 {
		return false
	}
	v := m.Gas.Receipts.at(uint32(id - 1)).Voucher
	return v != 0 && uint32(m.Gas.Vouchers.at(uint32(v-1)).Person) == who.ID
}
