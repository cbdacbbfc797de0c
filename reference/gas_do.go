package reference

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// decideGas asks the gas rules.
func (m *Machine) decideGas(cmd voucher.Command) *voucher.Refusal {
	switch c := cmd.(type) {
	case *voucher.UpdateGasList:
		return m.updateGasList(c)
	case *voucher.OpenWallet:
		return m.openWallet(c)
	case *voucher.EnterAccount:
		return m.enterAccount(c)
	case *voucher.AcceptOffer:
		return m.acceptOffer(c)
	case *voucher.Confirm:
		return m.confirm(c)
	case *voucher.CancelActivation:
		return m.cancelActivation(c)
	case *voucher.RegisterAccount:
		return m.registerAccount(c)
	case *voucher.ReportOutage:
		return m.reportOutage(c)
	case *voucher.AcknowledgeList:
		return m.acknowledgeList(c)
	case *voucher.ChargeVolume:
		return m.chargeVolume(c)
	case *voucher.CorrectVolume:
		return m.correctVolume(c)
	}
	panic(fmt.Sprintf("reference: no rule for command %T", cmd))
}

// updateGasList takes an update whole or refuses it whole.
func (m *Machine) updateGasList(c *voucher.UpdateGasList) *voucher.Refusal {
	if len(c.Rows) > gas.ListRowsMax {
		return tooManyRows
	}
	deferred, closed := m.rules.Gas.Update(&m.terms, m.state.Now)
	for i := range c.Rows {
		row := &c.Rows[i]
		r := m.person(c.Actor, row.Person)
		if r == nil {
			r = m.rules.Gas.CheckRow(row, m.pilot.has(row.Residence))
		}
		switch {
		case r == nil:
			continue
		case closed != nil && closed.Reason < r.Reason:
			return closed // the first reason is the answer
		}
		m.result = voucher.Result{Row: i + 1}
		return r
	}
	if closed != nil {
		return closed
	}
	for i := range c.Rows {
		row := &c.Rows[i]
		if deferred {
			m.emit(&voucher.Event{Kind: voucher.GasRowDeferred, Programme: voucher.Gas, Person: row.Person,
				Territory: row.Residence, Code: uint8(row.Reasons), Count: uint32(truth(row.Drop))})
			continue
		}
		m.takeRow(row.Person, row.Drop, row.Reasons, row.Residence)
	}
	if deferred {
		m.replan()
	}
	return nil
}

var tooManyRows = voucher.Refuse(voucher.LimitExceeded, "GAS-LIST-001")

// takeRow puts one row of an update into force.
func (m *Machine) takeRow(p voucher.PersonID, drop bool, reasons voucher.Reasons, residence voucher.Territory) {
	if drop {
		m.dropFromGasList(p)
		return
	}
	m.emit(&voucher.Event{Kind: voucher.GasListed, Programme: voucher.Gas, Person: p, Territory: residence, Code: uint8(reasons)})
	if m.rules.Gas.AsksNow(&m.terms, m.state.Now) {
		m.askPerson(p)
	}
}

// dropFromGasList takes a person off the list, and the voucher not yet
// activated with them.
func (m *Machine) dropFromGasList(p voucher.PersonID) {
	c := m.Gas.Claims[p-1].In(m.terms.Month)
	if !c.Listed {
		return
	}
	m.emit(&voucher.Event{Kind: voucher.GasUnlisted, Programme: voucher.Gas, Person: p})
	if c.Voucher != 0 && m.rules.Gas.Drops(*m.Gas.Vouchers.at(uint32(c.Voucher - 1))) {
		m.closeGasVoucher(c.Voucher, voucher.ByDrop)
	}
}

// replyGas takes the answer to the gas question.
func (m *Machine) replyGas(c *voucher.Reply) *voucher.Refusal {
	claim, v := m.claim(c.Person)
	a, by := voucher.ParseAnswer(c.Text), channel(c.Actor.Role)
	effect, r := m.rules.Gas.Reply(&m.terms, claim, v, a, by, m.state.Now)
	if r != nil {
		return r
	}
	month := m.terms.Month
	m.emit(&voucher.Event{Kind: voucher.Replied, Programme: voucher.Gas, Person: c.Person, Month: month,
		Code: uint8(a), Channel: by, Count: uint32(truth(effect == gas.Opens || effect == gas.Closes))})
	switch effect {
	case gas.Helps:
		m.send(&voucher.Event{Programme: voucher.Gas, Person: c.Person, Month: month, Code: uint8(voucher.Help)})
	case gas.Opens:
		m.openGasVoucher(c.Person, claim.Voucher)
	case gas.Closes:
		if v.State == voucher.Opened {
			m.closeGasVoucher(claim.Voucher, voucher.ByRefusal)
		}
	}
	m.result = voucher.Result{Voucher: m.Gas.Claims[c.Person-1].In(month).Voucher}
	return nil
}

// openGasVoucher opens the month's voucher, or the one that a drop or a
// refusal closed: a recipient never has two (GAS-OPENING-002).
func (m *Machine) openGasVoucher(p voucher.PersonID, again voucher.VoucherID) {
	if again == 0 {
		again = voucher.VoucherID(int(m.Gas.Vouchers.Count) + 1)
	}
	m.emit(&voucher.Event{Kind: voucher.GasVoucherOpened, Programme: voucher.Gas, Person: p,
		Month: m.terms.Month, Voucher: again})
}

// closeGasVoucher ends an opened voucher.
func (m *Machine) closeGasVoucher(id voucher.VoucherID, cause voucher.Cause) {
	v := m.Gas.Vouchers.at(uint32(id - 1))
	m.emit(&voucher.Event{Kind: voucher.GasVoucherClosed, Programme: voucher.Gas, Person: v.Person,
		Month: v.Month, Voucher: id, Code: uint8(cause)})
}

// claim copies a person's claim in the present month, and its voucher, to where
// rules may look at them.
func (m *Machine) claim(p voucher.PersonID) (*gas.Claim, *gas.Voucher) {
	c, v := &m.scratch.claim, &m.scratch.voucher
	*c, *v = m.Gas.Claims[p-1].In(m.terms.Month), gas.Voucher{}
	if c.Voucher != 0 {
		*v = *m.Gas.Vouchers.at(uint32(c.Voucher - 1))
	}
	return c, v
}

var viaInvalid = voucher.Refuse(voucher.ValueInvalid, "GAS-CHANNEL-001")

// openWallet shows the voucher of the month, whichever way the person came
// (GAS-CHANNEL-001).
func (m *Machine) openWallet(c *voucher.OpenWallet) *voucher.Refusal {
	if r := m.person(c.Actor, c.Person); r != nil {
		return r
	}
	if c.Via != voucher.ByLink && c.Via != voucher.ByDownload {
		return viaInvalid
	}
	m.emit(&voucher.Event{Kind: voucher.WalletOpened, Programme: voucher.Gas, Person: c.Person, Code: uint8(c.Via)})
	claim, _ := m.claim(c.Person)
	m.result = voucher.Result{Voucher: claim.Voucher}
	return nil
}

// attempt gathers what a step of activation is decided on. With no account
// entered the provider is taken as inside: the step's order is then refused.
func (m *Machine) attempt(h *voucher.Header, p voucher.PersonID, key gas.AccountKey) *gas.Attempt {
	a := &m.scratch.attempt
	claim, v := m.claim(p)
	m.scratch.account = gas.Account{Key: key}
	if place := m.Gas.placeOf(key, claim.Entry); place != 0 {
		m.scratch.account = m.Gas.Accounts[place-1]
	}
	*a = gas.Attempt{Claim: claim, Voucher: v, Account: &m.scratch.account, Person: p, By: channel(h.Actor.Role),
		Now: m.state.Now, Device: m.Setup.People[p-1].Device, InPilot: true}
	if key.Provider != 0 {
		a.InPilot = m.pilot.has(m.Setup.Providers[key.Provider-1].Territory)
		answer := m.Setup.AnswerOf(key.Provider, m.state.Now)
		a.Down = m.Gas.Down[key.Provider-1] || !answer.Usable()
	}
	return a
}

// enterAccount is the first step of activation; its answer shows the offer.
func (m *Machine) enterAccount(c *voucher.EnterAccount) *voucher.Refusal {
	if r := m.person(c.Actor, c.Person); r != nil {
		return r
	}
	if c.Provider == 0 || int(c.Provider) > len(m.Setup.Providers) {
		return recordUnknown
	}
	if c.Account == 0 {
		return accountInvalid
	}
	key := gas.AccountKey{Provider: c.Provider, Number: c.Account}
	a := m.attempt(&c.Header, c.Person, key)
	if r := m.rules.Gas.EnterAccount(&m.terms, a); r != nil {
		return r
	}
	result := voucher.Result{Voucher: a.Claim.Voucher, Edition: m.terms.OfferEdition}
	if m.readings.Is(voucher.G34, voucher.Option) {
		result.Account = a.Account.Data()
	}
	m.emit(&voucher.Event{Kind: voucher.AccountEntered, Programme: voucher.Gas, Person: c.Person,
		Month: m.terms.Month, Provider: c.Provider, Account: c.Account, Channel: a.By})
	m.result = result
	return nil
}

// acceptOffer is "continue"; its answer shows the account's data.
func (m *Machine) acceptOffer(c *voucher.AcceptOffer) *voucher.Refusal {
	if r := m.person(c.Actor, c.Person); r != nil {
		return r
	}
	key := m.Gas.Claims[c.Person-1].In(m.terms.Month).Account
	a := m.attempt(&c.Header, c.Person, key)
	a.Edition = c.Edition
	if r := m.rules.Gas.AcceptOffer(&m.terms, a); r != nil {
		return r
	}
	result := voucher.Result{Voucher: a.Claim.Voucher, Account: a.Account.Data()}
	m.emit(&voucher.Event{Kind: voucher.OfferAccepted, Programme: voucher.Gas, Person: c.Person,
		Month: m.terms.Month, Provider: key.Provider, Account: key.Number, Channel: a.By, Count: c.Edition})
	m.result = result
	return nil
}

// confirm is the last step; its answer is the notice of success.
func (m *Machine) confirm(c *voucher.Confirm) *voucher.Refusal {
	if r := m.person(c.Actor, c.Person); r != nil {
		return r
	}
	key := m.Gas.Claims[c.Person-1].In(m.terms.Month).Account
	a := m.attempt(&c.Header, c.Person, key)
	if r := m.rules.Gas.Confirm(&m.terms, a); r != nil {
		return r
	}
	id := a.Claim.Voucher
	result := voucher.Result{Voucher: id, Account: a.Account.Data()}
	m.emit(&voucher.Event{Kind: voucher.GasVoucherActivated, Programme: voucher.Gas, Person: c.Person,
		Month: m.terms.Month, Voucher: id, Provider: key.Provider, Account: key.Number, Channel: a.By})
	m.result = result
	return nil
}

// cancelActivation undoes a confirmation where reading G22 allows it.
func (m *Machine) cancelActivation(c *voucher.CancelActivation) *voucher.Refusal {
	if r := m.person(c.Actor, c.Person); r != nil {
		return r
	}
	claim, v := m.claim(c.Person)
	if r := m.rules.Gas.Cancel(&m.terms, v, m.state.Now); r != nil {
		return r
	}
	m.emit(&voucher.Event{Kind: voucher.ActivationCancelled, Programme: voucher.Gas, Person: c.Person, Month: v.Month,
		Voucher: claim.Voucher, Provider: v.Account.Provider, Account: v.Account.Number})
	m.result = voucher.Result{Voucher: claim.Voucher}
	if !claim.Listed {
		m.closeGasVoucher(claim.Voucher, voucher.ByDrop) // dropped while it was activated (GAS-LIST-003)
	}
	return nil
}
