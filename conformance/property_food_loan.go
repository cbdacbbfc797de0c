package conformance

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// lendWhole takes a loan from its promise to its end, a step too often now and
// then.
func (l *country) lendWhole() {
	s, body := voucher.StoreID(1), pick(l, "body", inKokshetau, inAkmola)
	o := l.do(voucher.LocalBody, uint32(body), &voucher.GrantLoan{Store: s, Amount: 500_00, Purpose: pick(l, "purpose", voucher.ForStock, voucher.ForStock, voucher.ForStock, voucher.ForOtherNeeds)})
	if o.Refusal != nil {
		return
	}
	id := o.Result.Loan
	l.loans = append(l.loans, id)
	repay := func() {
		owed := voucher.Money(0)
		if r := l.peek(voucher.Query{Kind: voucher.AskLoan, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Loan: id}); r.Loan != nil {
			owed = r.Loan.Outstanding
		}
		l.do(voucher.StoreTill, uint32(s), &voucher.RepayLoan{Loan: id, Amount: pick(l, "amount", owed, owed+1, owed-1, 300_00)})
	}
	if l.chance("repaid first", 3) {
		repay()
	}
	for range rapid.IntRange(1, 2).Draw(l.t, "paid out") {
		l.do(voucher.LocalBody, uint32(body), &voucher.DisburseLoan{Loan: id})
	}
	for range rapid.IntRange(1, 3).Draw(l.t, "repaid") {
		repay()
	}
}

// loan draws a loan, the newest first, or one that is none.
func (l *country) loan() voucher.LoanID {
	i := len(l.loans) - 1 - rapid.IntRange(0, 1).Draw(l.t, "loans ago")
	if i < 0 || l.chance("dangling", 16) {
		return dangling
	}
	return l.loans[i]
}

// lend moves a loan on, about what is outstanding as often as not.
func (l *country) lend() {
	s := l.store()
	body := pick(l, "body", inKokshetau, inAkmola, inPavlodar)
	switch rapid.IntRange(0, 2).Draw(l.t, "what") {
	case 0:
		o := l.do(l.role(voucher.LocalBody), uint32(body), &voucher.GrantLoan{Store: s, Amount: pick(l, "amount", voucher.Money(1_000_00), 1, 0, -1), Purpose: pick(l, "purpose", voucher.ForStock, 1, 2)})
		if o.Refusal == nil {
			l.loans = append(l.loans, o.Result.Loan)
		}
	case 1:
		l.do(voucher.LocalBody, uint32(body), &voucher.DisburseLoan{Loan: l.loan()})
	case 2:
		id := l.loan()
		owed := voucher.Money(0)
		if r := l.peek(voucher.Query{Kind: voucher.AskLoan, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Loan: id}); r.Loan != nil {
			owed, s = r.Loan.Outstanding, r.Loan.Store
		}
		l.do(voucher.StoreTill, uint32(s), &voucher.RepayLoan{Loan: id, Amount: pick(l, "amount", owed, owed-1, owed+1, 300_00)})
	}
}
