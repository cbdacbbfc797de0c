package reference

import (
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// till checks that a store exists and speaks for itself.
func (m *Machine) till(a voucher.Actor, s voucher.StoreID) *voucher.Refusal {
	switch {
	case s == 0 || int(s) > len(m.Food.Stores):
		return recordUnknown
	case a.ID != uint32(s):
		return recordNotOwn
	}
	return nil
}

// tillWith is till for a command that names goods: what does not exist is unknown
// before it can be somebody else's, in the order of the reasons.
func (m *Machine) tillWith(a voucher.Actor, s voucher.StoreID, g voucher.GoodsID) *voucher.Refusal {
	r := m.till(a, s)
	if r != recordUnknown && m.goods(g) != nil {
		return recordUnknown
	}
	return r
}

// supervisor checks that a store exists and that a local body answers for it.
func (m *Machine) supervisor(a voucher.Actor, s voucher.StoreID) *voucher.Refusal {
	switch {
	case s == 0 || int(s) > len(m.Food.Stores):
		return recordUnknown
	case a.Role == voucher.LocalBody && !food.Lends(voucher.Territory(a.ID), m.Food.Stores[s-1].Territory):
		return recordNotOwn
	}
	return nil
}

// goods checks that an article exists.
func (m *Machine) goods(g voucher.GoodsID) *voucher.Refusal {
	if g == 0 || int(g) > len(m.Setup.Goods) {
		return recordUnknown
	}
	return nil
}

// atStore returns the terms of a store's territory, now.
func (m *Machine) atStore(s voucher.StoreID) *food.Terms {
	return &m.Food.cities[m.Food.byStore[s-1]].terms
}

// change emits a store's change where it is one: repeating what holds already
// is accepted and makes no event.
func (m *Machine) change(holds bool, yes, no voucher.EventKind, want bool, e voucher.Event) {
	if holds == want {
		return
	}
	e.Kind, e.Programme = no, voucher.Food
	if want {
		e.Kind = yes
	}
	m.emit(&e)
}

// registerStore takes a store in, or lets it go.
func (m *Machine) registerStore(c *voucher.RegisterStore) *voucher.Refusal {
	if r := m.supervisor(c.Actor, c.Store); r != nil {
		return r
	}
	s := &m.Food.Stores[c.Store-1]
	if !c.Closed {
		if r := m.rules.Food.Join(m.atStore(c.Store)); r != nil {
			return r
		}
	}
	m.change(s.In, voucher.StoreRegistered, voucher.StoreLeft, !c.Closed, voucher.Event{Store: c.Store, Territory: s.Territory})
	return nil
}

// suspendStore stops a store's authorisations or lifts the stop (reading F26).
func (m *Machine) suspendStore(c *voucher.SuspendStore) *voucher.Refusal {
	if r := m.supervisor(c.Actor, c.Store); r != nil {
		return r
	}
	s := &m.Food.Stores[c.Store-1]
	if r := m.rules.Food.Stop(s); r != nil {
		return r
	}
	m.change(s.Suspended, voucher.StoreStopped, voucher.StoreResumed, !c.Lifted, voucher.Event{Store: c.Store})
	return nil
}

// integrateTill notes that the tills are connected, or no longer are
// (FOOD-STORE-002).
func (m *Machine) integrateTill(c *voucher.IntegrateTill) *voucher.Refusal {
	if r := m.till(c.Actor, c.Store); r != nil {
		return r
	}
	s := &m.Food.Stores[c.Store-1]
	m.change(s.Integrated, voucher.TillIntegrated, voucher.TillBroken, !c.Broken, voucher.Event{Store: c.Store})
	return nil
}

// markGoods puts a store's mark on goods or takes it off (FOOD-STORE-001).
func (m *Machine) markGoods(c *voucher.MarkGoods) *voucher.Refusal {
	if r := m.tillWith(c.Actor, c.Store, c.Goods); r != nil {
		return r
	}
	if r := m.rules.Food.Mark(&m.Food.Stores[c.Store-1]); r != nil {
		return r
	}
	m.change(m.shelf(c.Store, c.Goods).Marked, voucher.GoodsMarked, voucher.GoodsUnmarked, !c.Unmarked,
		voucher.Event{Store: c.Store, Goods: c.Goods})
	return nil
}

// deliver books goods into the traced stock (FOOD-TRACE-001). Any store may:
// stock is there before the store takes part.
func (m *Machine) deliver(c *voucher.Deliver) *voucher.Refusal {
	if r := m.tillWith(c.Actor, c.Store, c.Goods); r != nil {
		return r
	}
	if r := m.rules.Food.CheckDelivery(c.Quantity, c.Price); r != nil {
		return r
	}
	m.emit(&voucher.Event{Kind: voucher.Delivered, Programme: voucher.Food, Store: c.Store, Goods: c.Goods,
		Quantity: int64(c.Quantity), Amount: c.Price})
	return nil
}

// grantLoan promises a loan (FOOD-LOAN-001).
func (m *Machine) grantLoan(c *voucher.GrantLoan) *voucher.Refusal {
	if c.Store == 0 || int(c.Store) > len(m.Food.Stores) {
		return recordUnknown
	}
	body := voucher.Territory(c.Actor.ID)
	if r := m.rules.Food.Grant(body, &m.Food.Stores[c.Store-1], c.Amount, c.Purpose); r != nil {
		return r
	}
	id := uint32(len(m.Food.Loans) + 1)
	m.emit(&voucher.Event{Kind: voucher.LoanGranted, Programme: voucher.Food, Store: c.Store, Ref: id, Amount: c.Amount, Territory: body})
	m.result = voucher.Result{Loan: voucher.LoanID(id), Amount: c.Amount}
	return nil
}

// loan returns a loan, nil for none.
func (m *Machine) loan(id voucher.LoanID) *food.Loan {
	if id == 0 || int(id) > len(m.Food.Loans) {
		return nil
	}
	return &m.Food.Loans[id-1]
}

// disburseLoan pays a loan out, once.
func (m *Machine) disburseLoan(c *voucher.DisburseLoan) *voucher.Refusal {
	l := m.loan(c.Loan)
	if l == nil {
		return recordUnknown
	}
	if r := m.rules.Food.Disburse(l, voucher.Territory(c.Actor.ID), &m.Food.Stores[l.Store-1]); r != nil {
		return r
	}
	m.emit(&voucher.Event{Kind: voucher.LoanPaidOut, Programme: voucher.Food, Store: l.Store, Ref: uint32(c.Loan), Amount: l.Granted})
	m.result = voucher.Result{Loan: c.Loan, Amount: l.Granted, Balance: l.Outstanding()}
	return nil
}

// repayLoan books a repayment.
func (m *Machine) repayLoan(c *voucher.RepayLoan) *voucher.Refusal {
	l := m.loan(c.Loan)
	if l == nil {
		return recordUnknown
	}
	if r := m.till(c.Actor, l.Store); r != nil {
		return r
	}
	if r := m.rules.Food.Repay(l, c.Amount); r != nil {
		return r
	}
	m.emit(&voucher.Event{Kind: voucher.LoanRepaid, Programme: voucher.Food, Store: l.Store, Ref: uint32(c.Loan), Amount: c.Amount,
		Balance: l.Outstanding() - c.Amount})
	m.result = voucher.Result{Loan: c.Loan, Amount: c.Amount, Balance: l.Outstanding()}
	return nil
}

// rate takes a rating (FOOD-FEEDBACK-001).
func (m *Machine) rate(c *voucher.Rate) *voucher.Refusal {
	if r := m.person(c.Actor, c.Person); r != nil {
		return r
	}
	if r := m.rules.Food.Rate(m.Food.People[c.Person-1].Recipient, c.Score); r != nil {
		return r
	}
	m.emit(&voucher.Event{Kind: voucher.Rated, Programme: voucher.Food, Person: c.Person, Code: c.Score})
	return nil
}

// fileAppeal takes an appeal (FOOD-FEEDBACK-002).
func (m *Machine) fileAppeal(c *voucher.FileAppeal) *voucher.Refusal {
	if r := m.person(c.Actor, c.Person); r != nil {
		return r
	}
	if r := m.rules.Food.File(m.Food.People[c.Person-1].Recipient); r != nil {
		return r
	}
	id := uint32(len(m.Food.Appeals) + 1)
	m.emit(&voucher.Event{Kind: voucher.AppealFiled, Programme: voucher.Food, Person: c.Person, Ref: id})
	m.result = voucher.Result{Appeal: voucher.AppealID(id)}
	return nil
}

func (m *Machine) answerAppeal(c *voucher.AnswerAppeal) *voucher.Refusal {
	if c.Appeal == 0 || int(c.Appeal) > len(m.Food.Appeals) {
		return recordUnknown
	}
	a := &m.Food.Appeals[c.Appeal-1]
	if r := m.rules.Food.Close(a); r != nil {
		return r
	}
	m.emit(&voucher.Event{Kind: voucher.AppealAnswered, Programme: voucher.Food, Person: a.Person, Ref: uint32(c.Appeal)})
	return nil
}
