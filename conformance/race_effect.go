package conformance

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// What a command that was accepted does to the book of races, and what a record has
// to show of it.

// done books a command that was accepted. r is what was answered, nil where
// nothing was; want says what had to be answered where r is not that.
func (b *book) done(c voucher.Command, r *voucher.Result) (want string) {
	switch c := c.(type) {
	case *voucher.Reply:
		return b.replied(c, r)
	case *voucher.ShowCode:
		if r != nil {
			b.codes = append(b.codes, raceCode{code: r.Code, family: c.Family})
			b.wallets[c.Family-1].newest = r.Code
		}
	case *voucher.Purchase:
		return b.bought(c, r)
	case *voucher.Refund:
		return b.refunded(c, r)
	case *voucher.Reverse:
		return b.reversed(c, r)
	case *voucher.Deliver:
		if n := b.stock(c.Store, c.Goods); n < 0 {
			b.stocks = append(b.stocks, raceStock{c.Store, c.Goods, c.Quantity})
		} else {
			b.stocks[n].left += c.Quantity
		}
	case *voucher.GrantLoan:
		if r != nil {
			b.loans = append(b.loans, raceLoan{id: r.Loan, granted: c.Amount})
		}
	case *voucher.DisburseLoan:
		if l := b.loan(c.Loan); l != nil {
			l.disbursed = l.granted
			return owes(l, r)
		}
	case *voucher.RepayLoan:
		if l := b.loan(c.Loan); l != nil {
			l.repaid += c.Amount
			return owes(l, r)
		}
	case *voucher.UpdateFoodList:
		b.list(c)
	case *voucher.UpdateGasList:
		b.gasList(c)
	case *voucher.EnterAccount:
		b.entered[c.Person-1] = c.Account
	case *voucher.ChargeVolume:
		b.bills = append(b.bills, raceBill{c.Account, c.Month, 1, c.Volume})
	case *voucher.CorrectVolume:
		if n := b.bill(c.Account, c.Month); n >= 0 {
			b.bills[n].revision, b.bills[n].volume = b.bills[n].revision+1, c.Volume
		}
	case *voucher.Confirm:
		b.holders = append(b.holders, raceHolder{b.entered[c.Person-1], c.Person})
	}
	return ""
}

// owes wants the sum that is outstanding.
func owes(l *raceLoan, r *voucher.Result) string {
	if left := l.disbursed - l.repaid; r != nil && r.Balance != left {
		return fmt.Sprintf("ok balance=%s", left)
	}
	return ""
}

// replied credits a family's month, once.
func (b *book) replied(c *voucher.Reply, r *voucher.Result) string {
	if c.Programme == voucher.Gas {
		b.gas[c.Person-1].said, b.gas[c.Person-1].open = true, true
		return ""
	}
	family := b.asked[c.Person-1] // a list that changes after the 5th counts from the next month (FOOD-LIST-001)
	if family == 0 {
		return ""
	}
	w := &b.wallets[family-1]
	first := !w.open
	w.open = true
	if !first {
		return ""
	}
	if b.face == 0 && r != nil {
		b.face = r.Amount
	}
	w.credited, w.balance = b.face, b.face
	// A build may answer before it credits; the wallet tells then.
	if r != nil && r.Amount != 0 && (r.Amount != w.credited || r.Balance != w.balance) {
		return fmt.Sprintf("ok amount=%s balance=%s", w.credited, w.balance)
	}
	return ""
}

// bought charges a purchase.
func (b *book) bought(c *voucher.Purchase, r *voucher.Result) string {
	n := b.code(c.Code)
	if n < 0 || len(c.Lines) == 0 {
		return ""
	}
	b.codes[n].used = true
	w := &b.wallets[b.codes[n].family-1]
	line := c.Lines[0]
	at := slices.IndexFunc(b.prices, func(p racePrice) bool { return p.line == line })
	if at < 0 && r != nil { // it is bought alone
		at = len(b.prices)
		b.prices = append(b.prices, racePrice{line, r.Amount})
	}
	discount := voucher.Money(0)
	if at >= 0 {
		discount = min(w.balance, b.prices[at].discount)
	}
	w.balance -= discount
	for _, l := range c.Lines {
		if s := b.stock(c.Store, l.Goods); s >= 0 {
			b.stocks[s].left -= l.Quantity
		}
	}
	s := raceSale{key: c.Head().Key, family: b.codes[n].family, store: c.Store, line: line, discount: discount}
	if r != nil {
		s.id = r.Purchase
	}
	b.sales = append(b.sales, s)
	slices.SortFunc(b.sales, func(x, y raceSale) int { return bytes.Compare(x.key[:], y.key[:]) })
	if r != nil && (r.Amount != discount || r.Balance != w.balance) {
		return fmt.Sprintf("ok amount=%s balance=%s", discount, w.balance)
	}
	return ""
}

// back is what a quantity on top of what was returned gives back. A build may
// round otherwise on the way; in the end it has given back what was taken.
func (s *raceSale) back(q voucher.Quantity) voucher.Money {
	return s.discount.ShareDown(int64(s.returned+q), int64(s.line.Quantity)) - s.restored
}

// refunded restores the discount's part.
func (b *book) refunded(c *voucher.Refund, r *voucher.Result) string {
	n := slices.IndexFunc(b.sales, func(s raceSale) bool { return s.id == c.Purchase })
	if n < 0 {
		return ""
	}
	s := &b.sales[n]
	q := quantityOf(c.Lines)
	amount := s.back(q)
	whole := s.returned+q == s.line.Quantity
	if r != nil && !whole && r.Amount >= 0 && r.Amount <= s.discount-s.restored {
		amount = r.Amount
	}
	s.returned += q
	return b.restore(s, q, amount, r)
}

// reversed restores what has not come back.
func (b *book) reversed(c *voucher.Reverse, r *voucher.Result) string {
	n := b.saleUnder(c.Of, c.Store)
	if n < 0 {
		return ""
	}
	s := &b.sales[n]
	s.reversed = true
	return b.restore(s, s.line.Quantity-s.returned, s.discount-s.restored, r)
}

// restore gives an amount back to a wallet, and goods to the shelf.
func (b *book) restore(s *raceSale, q voucher.Quantity, amount voucher.Money, r *voucher.Result) string {
	w := &b.wallets[s.family-1]
	s.restored += amount
	w.balance += amount
	if n := b.stock(s.store, s.line.Goods); n >= 0 {
		b.stocks[n].left += q
	}
	if r != nil && (r.Amount != amount || r.Balance != w.balance) {
		return fmt.Sprintf("ok amount=%s balance=%s", amount, w.balance)
	}
	return ""
}

// list counts people in families.
func (b *book) list(c *voucher.UpdateFoodList) {
	for i := range c.Rows {
		row := &c.Rows[i]
		for p := range b.counted {
			if b.counted[p] == row.Family {
				b.counted[p] = 0
			}
		}
		for _, p := range row.Members {
			if !row.Drop {
				b.counted[p-1] = row.Family
			}
		}
		if !row.Drop && b.asked[row.Owner-1] == 0 {
			b.asked[row.Owner-1] = row.Family
		}
	}
}

// gasList lists people. A voucher that is not activated is closed when its person is
// dropped, and stays so (GAS-LIST-001).
func (b *book) gasList(c *voucher.UpdateGasList) {
	for i := range c.Rows {
		one := &b.gas[c.Rows[i].Person-1]
		one.known, one.listed = true, !c.Rows[i].Drop
		one.open = one.open && one.listed
	}
}

// ends ends the month: what is left is annulled (FOOD-EXPIRY-002).
func (b *book) ends() { b.over = true }

// showsWallet is shows for a family's wallet. The first that is read tells what is
// credited, where no answer has.
func (b *book) showsWallet(family voucher.FamilyID, f *voucher.FoodWallet) string {
	w := &b.wallets[family-1]
	if w.open && w.credited == 0 {
		b.face = max(b.face, f.Credited)
		w.credited, w.balance = b.face, b.face
	}
	if b.over {
		if f.Credited != w.credited || f.Left != 0 || f.Spent != w.credited-w.balance || f.Annulled != w.balance {
			return fmt.Sprintf("ok credited=%s spent=%s annulled=%s", w.credited, w.credited-w.balance, w.balance)
		}
		return ""
	}
	if f.Credited != w.credited || f.Left != w.balance || f.Spent != w.credited-w.balance {
		return fmt.Sprintf("ok credited=%s spent=%s left=%s", w.credited, w.credited-w.balance, w.balance)
	}
	if listed := slices.Contains(b.counted, family); f.Listed != listed {
		return fmt.Sprintf("ok listed=%t", listed)
	}
	return ""
}

// shows says what a record had to show where it does not. What the book does not
// know it does not look at.
func (b *book) shows(q *voucher.Query, r *voucher.Record) (want string) {
	switch {
	case r.Food != nil && q.Family != 0:
		return b.showsWallet(q.Family, r.Food)
	case r.Ledger != nil:
		var credited, left voucher.Money
		for i := range b.wallets {
			credited, left = credited+b.wallets[i].credited, left+b.wallets[i].balance
		}
		if l := r.Ledger; b.over && (l.Credited != credited || l.Annulled != left || l.Spent != credited-left) {
			return fmt.Sprintf("ok credited=%s spent=%s annulled=%s", credited, credited-left, left)
		} else if b.over {
			return ""
		}
		if l := r.Ledger; l.Credited != credited || l.Left != left || l.Spent != credited-left {
			return fmt.Sprintf("ok credited=%s spent=%s left=%s", credited, credited-left, left)
		}
	case r.Stock != nil:
		if n := b.stock(q.Store, q.Goods); n >= 0 && r.Stock.Left != b.stocks[n].left {
			return fmt.Sprintf("ok left=%s", b.stocks[n].left)
		}
	case r.Loan != nil:
		if l := b.loan(q.Loan); l != nil && (r.Loan.Disbursed != l.disbursed || r.Loan.Repaid != l.repaid || r.Loan.Outstanding != l.disbursed-l.repaid) {
			return fmt.Sprintf("ok disbursed=%s repaid=%s outstanding=%s", l.disbursed, l.repaid, l.disbursed-l.repaid)
		}
	case r.Receipt != nil:
		if n := b.bill(q.Account, q.Month); n >= 0 && (r.Receipt.Revision != b.bills[n].revision || r.Receipt.Volume != b.bills[n].volume) {
			return fmt.Sprintf("ok volume=%s revision=%d", b.bills[n].volume, b.bills[n].revision)
		}
	case r.Gas != nil && q.Person != 0:
		return b.showsGas(q.Person, r.Gas)
	}
	return ""
}

// showsGas is shows for a person's gas wallet.
func (b *book) showsGas(p voucher.PersonID, g *voucher.GasWallet) string {
	one := &b.gas[p-1]
	active := slices.ContainsFunc(b.holders, func(h raceHolder) bool { return h.person == p })
	switch {
	case active != (g.State == voucher.Active), one.known && !active && one.open != (g.State == voucher.Opened):
		switch {
		case active:
			return "ok state=active"
		case one.open, !one.known:
			return "ok state=opened"
		}
		return "ok state=closed"
	case !one.known:
	case one.listed != g.Listed:
		return fmt.Sprintf("ok listed=%t", one.listed)
	case one.said != (g.Answer == voucher.Yes):
		return fmt.Sprintf("ok answer=%s", map[bool]voucher.Answer{true: voucher.Yes, false: voucher.NoAnswer}[one.said])
	}
	return ""
}
