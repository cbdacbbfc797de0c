package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// lend takes a step of a loan (FOOD-LOAN-001).
func (f *foodDiary) lend(w *watch, cmd voucher.Command) {
	r := &w.entry.Outcome.Result
	switch c := cmd.(type) {
	case *voucher.GrantLoan:
		switch {
		case c.Amount <= 0:
			w.broken(loansForStock, refused(voucher.ValueInvalid))
		case !entryOf(f.stores, c.Store).in:
			w.broken(loansForStock, refused(voucher.StoreNotParticipating))
		case c.Purpose != voucher.ForStock:
			w.broken(loansForStock, refused(voucher.LoanNotForStock))
		}
		f.loans[r.Loan] = &voucher.Loan{Store: c.Store, Granted: c.Amount}
	case *voucher.DisburseLoan:
		l := f.loans[c.Loan]
		switch {
		case l == nil:
			w.broken(loansAddUp, refused(voucher.RecordUnknown))
			return
		case l.Disbursed != 0:
			w.broken(loansAddUp, refused(voucher.LoanDisbursed))
			return
		}
		l.Disbursed, l.Outstanding = l.Granted, l.Granted
	case *voucher.RepayLoan:
		f.repay(w, c)
	}
}

// repay takes what a store pays back (FOOD-LOAN-001).
func (f *foodDiary) repay(w *watch, c *voucher.RepayLoan) {
	l := f.loans[c.Loan]
	no := voucher.Reason(0)
	switch {
	case l == nil:
		no = voucher.RecordUnknown
	case c.Amount <= 0:
		no = voucher.ValueInvalid
	case l.Disbursed == 0:
		no = voucher.LoanNotDisbursed
	case c.Amount > l.Outstanding:
		no = voucher.LoanOverpaid
	}
	if no != 0 {
		w.broken(loansAddUp, refused(no))
		return
	}
	l.Repaid += c.Amount
	l.Outstanding -= c.Amount
	if w.entry.Outcome.Result.Balance != l.Outstanding {
		w.broken(loansAddUp, "balance="+l.Outstanding.String(), asAnswered.line())
	}
}
