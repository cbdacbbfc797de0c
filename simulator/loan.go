package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// loanHabits are the figures of loans to stores.
type loanHabits struct {
	stores       uint32
	sum          *Quantiles
	disbursement int64 // days
	instalments  int64
	late         uint32
	lateDays     int64
}

func (f *figures) loans() loanHabits {
	return loanHabits{
		stores: f.share("loans.stores"), sum: f.spread("loans.sum", 1),
		disbursement: f.whole("loans.disbursement", 0, 366), instalments: f.whole("loans.instalments", 1, 36),
		late: f.share("loans.late"), lateDays: f.whole("loans.late_delay", 1, 62),
	}
}

// planLoan draws whether a store that has joined borrows for its stock.
func (b *block) planLoan(n int) {
	s := &b.stores[n]
	if b.chance(ForLoan, s.id, 0, b.run.loans.stores) {
		b.agenda.add(b.officeTime(b.dayOf(b.agenda.now)+1), actGrant, uint32(n))
	}
}

// grant promises a loan, and plans its disbursement.
func (b *block) grant(n int) {
	s, h := &b.stores[n], &b.run.loans
	c := &b.commands.grant
	sum := b.amount(h.sum, ForLoanSum, s.id, 0) * b.run.shops.kinds[s.kind].SizeWeight
	c.Store, c.Purpose = voucher.StoreID(n)+1, voucher.ForStock
	c.Amount = voucher.Money(sum) / voucher.Tenge * voucher.Tenge
	if !b.ask(c, localBody(s)) {
		return
	}
	s.loan = b.answer.loan
	wait := b.below(ForLoanDisbursement, s.id, 0, uint64(h.disbursement)+1)
	b.agenda.add(b.officeTime(b.dayOf(b.agenda.now)+1+voucher.Day(wait)), actDisburse, uint32(n))
}

// disburse pays a loan out, and plans its instalments: equal ones, in equal
// steps, the last before the programme ends.
func (b *block) disburse(n int) {
	s, h := &b.stores[n], &b.run.loans
	c := &b.commands.disburse
	c.Loan = s.loan
	if !b.ask(c, localBody(s)) {
		return
	}
	now := b.dayOf(b.agenda.now)
	left := max(int64(b.foodEnd-now)-1, h.instalments)
	step := min(30, left/h.instalments)
	for k := int64(1); k <= h.instalments; k++ {
		d := now + voucher.Day(k*step)
		if b.chance(ForLoanRepayment, s.id, uint64(k), h.late) {
			d += 1 + voucher.Day(b.below(ForLoanRepayment, s.id, uint64(k)|1<<40, uint64(h.lateDays)))
		}
		b.agenda.add(b.officeTime(d), actRepay, uint32(n))
	}
	s.instalment = (s.owed + voucher.Money(h.instalments) - 1) / voucher.Money(h.instalments)
}

// repay pays an instalment; the last one is what is left.
func (b *block) repay(n int) {
	s := &b.stores[n]
	if s.owed <= 0 {
		return
	}
	c := &b.commands.repay
	c.Loan, c.Amount = s.loan, min(s.instalment, s.owed)
	b.ask(c, till(n))
}

// onLoan keeps the loan book.
func (b *block) onLoan(e *voucher.Event) {
	s, t := &b.stores[e.Store-1], &b.totals.counts
	switch e.Kind {
	case voucher.LoanGranted:
		t[LoansGranted]++
		t[LoanSum] += int64(e.Amount)
	case voucher.LoanPaidOut:
		t[Disbursed] += int64(e.Amount)
		s.owed += e.Amount
	case voucher.LoanRepaid:
		t[Repaid] += int64(e.Amount)
		s.owed = e.Balance
	}
}
