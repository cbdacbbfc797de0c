package reference

import (
	"slices"
	"sort"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// queryFood reads a record of the food programme. Month or day zero is the
// present one.
func (m *Machine) queryFood(q *voucher.Query) voucher.Record {
	switch q.Kind {
	case voucher.AskFoodWallet:
		return m.askFoodWallet(q)
	case voucher.AskStoreDay:
		return m.askStoreDay(q)
	case voucher.AskStock:
		return m.askStock(q)
	case voucher.AskLoan:
		return m.askLoan(q)
	case voucher.AskAppeal:
		return m.askAppeal(q)
	case voucher.AskDayReport:
		return m.askDayReport(q)
	}
	return m.askLedger(q)
}

// askFoodWallet shows a family's voucher of a month with every operation, the
// oldest first (FOOD-JOURNAL-001), to who owned the wallet in that month: a
// later owner has not lived it.
func (m *Machine) askFoodWallet(q *voucher.Query) voucher.Record {
	f := &m.Food
	if q.Family == 0 || int(q.Family) > len(f.Families) {
		return voucher.Record{Refusal: recordUnknown}
	}
	w := f.ofMonth(q.Family, m.monthOf(q))
	holder := w
	if w == nil {
		holder = f.newest(q.Family)
	}
	if r := m.holds(q.Actor, q.Family, holder); r != nil {
		return voucher.Record{Refusal: r}
	}
	answer := &voucher.FoodWallet{Listed: f.Families[q.Family-1].Now.Listed}
	if w == nil {
		return voucher.Record{Food: answer}
	}
	answer.Voucher, answer.State, answer.Answer, answer.Asked, answer.Members = w.Voucher, w.State, w.Answer, w.Asked, w.Members
	answer.Credited, answer.Spent, answer.Left = w.Face, w.Spent, w.Balance
	answer.Annulled, answer.Recovered = w.Annulled, w.Recovered
	for place := w.Newest; place != 0; {
		o := f.Operations.at(place - 1)
		answer.Operations = append(answer.Operations, voucher.Operation{At: o.At, Kind: o.Kind, Store: o.Store,
			Purchase: o.Purchase, Amount: o.Amount, Balance: o.Balance})
		place = o.Previous
	}
	slices.Reverse(answer.Operations)
	return voucher.Record{Food: answer}
}

// ofMonth returns a family's wallet of a month, nil for none.
func (f *foodState) ofMonth(id voucher.FamilyID, month voucher.Month) *food.Wallet {
	w := f.newest(id)
	for w != nil && w.Month != month {
		w = f.wallet(w.Previous)
	}
	return w
}

// monthOf returns the month that a query is about.
func (m *Machine) monthOf(q *voucher.Query) voucher.Month {
	if q.Month == 0 {
		return m.state.Now.Month()
	}
	return q.Month
}

// dayOf returns the day that a query is about.
func (m *Machine) dayOf(q *voucher.Query) voucher.Day {
	if q.Day == 0 {
		return m.state.Now.Day()
	}
	return q.Day
}

// askStoreDay adds up a store's operations of a day.
func (m *Machine) askStoreDay(q *voucher.Query) voucher.Record {
	if r := m.till(q.Actor, q.Store); r != nil {
		return voucher.Record{Refusal: r}
	}
	day := m.dayOf(q)
	sums := &voucher.StoreDay{}
	chunks := m.Food.Operations.Chunks
	first := sort.Search(len(chunks), func(k int) bool { return chunks[k][len(chunks[k])-1].At >= day.Start() })
	for _, c := range chunks[first:] {
		for i := range c {
			if o := &c[i]; o.Store == q.Store && o.At >= day.Start() && o.At < day.End() {
				m.addToStoreDay(sums, o)
			}
		}
		if c[len(c)-1].At >= day.End() {
			break
		}
	}
	return voucher.Record{StoreDay: sums}
}

// addToStoreDay adds one operation of a store to its day.
func (m *Machine) addToStoreDay(sums *voucher.StoreDay, o *operation) {
	switch o.Kind {
	case voucher.Purchased:
		sums.Purchases++
		sums.Discounts += o.Amount
		for _, l := range m.linesOf(o.Purchase) {
			sums.Paid += l.Cost - l.Discount
		}
	case voucher.ReversalBooked, voucher.Refunded:
		sums.Returned += o.Amount
	}
}

// askStock shows the traced balance of goods in a store to the store, to the
// local body that answers for it and to the authorised body.
func (m *Machine) askStock(q *voucher.Query) voucher.Record {
	r := m.goods(q.Goods)
	if r == nil {
		r = m.supervisor(q.Actor, q.Store)
	}
	if r == nil && q.Actor.Role == voucher.StoreTill {
		r = m.till(q.Actor, q.Store)
	}
	if r != nil {
		return voucher.Record{Refusal: r}
	}
	s := m.shelf(q.Store, q.Goods)
	return voucher.Record{Stock: &voucher.Stock{Delivered: s.Delivered, Sold: s.Sold, Left: s.Left(), Price: s.Bought}}
}

// askLoan shows a loan to its store, its lender and the authorised body
// (FOOD-LOAN-001).
func (m *Machine) askLoan(q *voucher.Query) voucher.Record {
	l := m.loan(q.Loan)
	switch {
	case l == nil:
		return voucher.Record{Refusal: recordUnknown}
	case q.Actor.Role == voucher.StoreTill && q.Actor.ID != uint32(l.Store),
		q.Actor.Role == voucher.LocalBody && voucher.Territory(q.Actor.ID) != l.Lender:
		return voucher.Record{Refusal: recordNotOwn}
	}
	return voucher.Record{Loan: &voucher.Loan{Store: l.Store, Granted: l.Granted, Disbursed: l.Disbursed, Repaid: l.Repaid,
		Outstanding: l.Outstanding()}}
}

// askAppeal shows an appeal to who filed it and to the authorised body
// (FOOD-FEEDBACK-002).
func (m *Machine) askAppeal(q *voucher.Query) voucher.Record {
	if q.Appeal == 0 || int(q.Appeal) > len(m.Food.Appeals) {
		return voucher.Record{Refusal: recordUnknown}
	}
	a := &m.Food.Appeals[q.Appeal-1]
	if q.Actor.Role == voucher.Citizen && q.Actor.ID != uint32(a.Person) {
		return voucher.Record{Refusal: recordNotOwn}
	}
	return voucher.Record{Appeal: &voucher.Appeal{Person: a.Person, Filed: a.Filed, Answered: a.Answered}}
}

// askDayReport shows the report of a day, or the figures so far of the day that
// runs (FOOD-REPORT-001). A day without a report is no record.
func (m *Machine) askDayReport(q *voucher.Query) voucher.Record {
	day := m.dayOf(q)
	for i := len(m.Food.Reports) - 1; i >= 0; i-- {
		if r := m.Food.Reports[i]; r.Day == day {
			return voucher.Record{Report: &r}
		}
	}
	if day == m.state.Now.Day() && m.Food.terms.Reports(day) {
		r := m.Food.figures(day)
		return voucher.Record{Report: &r}
	}
	return voucher.Record{Refusal: recordUnknown}
}

// askLedger adds up the wallets of a month (BOTH-MONEY-001).
func (m *Machine) askLedger(q *voucher.Query) voucher.Record {
	l := &voucher.Ledger{Month: m.monthOf(q)}
	f := &m.Food
	for i := f.firstOf(l.Month); i < f.Wallets.Count && f.Wallets.at(i).Month == l.Month; i++ {
		w := f.Wallets.at(i)
		if w.State == voucher.NoVoucher {
			continue
		}
		l.Families++
		l.Credited = l.Credited.Plus(w.Face)
		l.Spent = l.Spent.Plus(w.Spent)
		l.Left = l.Left.Plus(w.Balance)
		l.Annulled = l.Annulled.Plus(w.Annulled)
		l.Recovered = l.Recovered.Plus(w.Recovered)
	}
	return voucher.Record{Ledger: l}
}
