package food

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	loanAmount       = voucher.Refuse(voucher.ValueInvalid, "FOOD-LOAN-001")
	loanOfAnother    = voucher.Refuse(voucher.RecordNotOwn, "BOTH-ACCESS-001")
	borrowerNotIn    = voucher.Refuse(voucher.StoreNotParticipating, "FOOD-LOAN-002")
	loanNotForStock  = voucher.Refuse(voucher.LoanNotForStock, "FOOD-LOAN-002")
	loanDisbursed    = voucher.Refuse(voucher.LoanDisbursed, "FOOD-LOAN-001")
	loanNotDisbursed = voucher.Refuse(voucher.LoanNotDisbursed, "FOOD-LOAN-001")
	loanOverpaid     = voucher.Refuse(voucher.LoanOverpaid, "FOOD-LOAN-001")
)

// Loan is one returnable loan for stock.
type Loan struct {
	Store     voucher.StoreID
	Lender    voucher.Territory // the local body that grants it
	Granted   voucher.Money
	Disbursed voucher.Money // zero, or all that was granted
	Repaid    voucher.Money
}

// Outstanding returns what is still to be repaid.
func (l *Loan) Outstanding() voucher.Money { return l.Disbursed - l.Repaid }

// Lends reports whether a local executive body answers for a store: that of its
// city or of its region.
func Lends(body, store voucher.Territory) bool { return body == store || body == store.Region() }

// Grant refuses a loan that the body may not promise: to a store of elsewhere,
// without a sum, to a store that does not take part, or for anything but stock
// (FOOD-LOAN-002).
func Grant(body voucher.Territory, s *Store, amount voucher.Money, why voucher.Purpose) *voucher.Refusal {
	switch {
	case !Lends(body, s.Territory):
		return loanOfAnother
	case amount <= 0 || amount > LoanMax:
		return loanAmount
	case !s.In:
		return borrowerNotIn
	case why != voucher.ForStock:
		return loanNotForStock
	}
	return nil
}

// Disburse refuses to pay a loan out twice, by another body than its lender, or
// to a store that has left since (FOOD-LOAN-001, -002).
func Disburse(l *Loan, body voucher.Territory, s *Store) *voucher.Refusal {
	switch {
	case l.Lender != body:
		return loanOfAnother
	case !s.In:
		return borrowerNotIn
	case l.Disbursed != 0:
		return loanDisbursed
	}
	return nil
}

// Repay refuses a repayment before the loan was paid out, and one above what is
// outstanding: a loan is repaid to zero and never over (FOOD-LOAN-001).
func Repay(l *Loan, amount voucher.Money) *voucher.Refusal {
	switch {
	case amount <= 0 || amount > LoanMax:
		return loanAmount
	case l.Disbursed == 0:
		return loanNotDisbursed
	case amount > l.Outstanding():
		return loanOverpaid
	}
	return nil
}
