package conformance

import (
	"fmt"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// query holds what was read of the food programme to what happened.
func (f *foodDiary) query(w *watch, e *voucher.Entry) {
	r, q := &e.Record, e.Query
	switch q.Kind {
	case voucher.AskFoodWallet:
		month := q.Month
		if month == 0 {
			month = w.now.Month()
		}
		f.walletRead(w, familyMonth{q.Family, month}, r.Food)
	case voucher.AskLedger:
		f.ledger(w, r.Ledger)
	case voucher.AskStoreDay:
		day := q.Day
		if day == 0 {
			day = w.now.Day()
		}
		if want := entryOf(f.till, storeDay{q.Store, day}); *want != *r.StoreDay {
			w.broken(storesAddUp, fmt.Sprintf("purchases=%d discounts=%s paid=%s returned=%s", want.Purchases, want.Discounts, want.Paid, want.Returned), operationsOfDay.line())
		}
	case voucher.AskStock:
		s := entryOf(f.shelf, shelfKey{q.Store, q.Goods})
		if want := (voucher.Stock{Delivered: s.delivered, Sold: s.sold, Left: s.delivered - s.sold, Price: s.price}); want != *r.Stock {
			w.broken(stockAddsUp, fmt.Sprintf("delivered=%s sold=%s left=%s", want.Delivered, want.Sold, want.Left), asAnswered.line())
		}
	case voucher.AskLoan:
		switch want := f.loans[q.Loan]; {
		case want == nil:
			w.broken(loansAddUp, loanUnknown.line())
		case *want != *r.Loan:
			w.broken(loansAddUp, fmt.Sprintf("granted=%s disbursed=%s repaid=%s outstanding=%s", want.Granted, want.Disbursed, want.Repaid, want.Outstanding), asAnswered.line())
		}
	case voucher.AskAppeal:
		if want := f.appeal[q.Appeal]; want == nil || *want != *r.Appeal {
			w.broken(appealsSeen, appealAsFiled.line())
		}
	case voucher.AskDayReport:
		f.report(w, r.Report)
	}
}

// walletRead holds a wallet to the operations before it (BOTH-MONEY-001, -002,
// FOOD-EXPIRY-002, FOOD-JOURNAL-001).
func (f *foodDiary) walletRead(w *watch, who familyMonth, r *voucher.FoodWallet) {
	if min(r.Credited, r.Spent, r.Left, r.Annulled, r.Recovered) < 0 || slices.ContainsFunc(r.Operations, func(o voucher.Operation) bool { return o.Balance < 0 }) {
		w.broken(neverNegative, nothingNegative.line())
	}
	if !addsUp(r.Credited, r.Spent, r.Left, r.Annulled) || r.Recovered > r.Spent {
		w.broken(moneyIsConserved, sumsAddUp.line())
	}
	if w.now.Month() > who.month && r.Left != 0 {
		w.broken(nothingLeft, "left=0.00", monthIsOver.line("month", who.month))
	}
	want := f.wallets[who]
	if want == nil {
		want = &foodWallet{}
	}
	if r.Credited != want.face || r.Spent != want.spent || r.Annulled != want.annulled || r.Recovered != want.recovered {
		w.broken(moneyIsConserved, fmt.Sprintf("credited=%s spent=%s left=%s annulled=%s recovered=%s", want.face, want.spent, want.left(), want.annulled, want.recovered), asAnswered.line())
	}
	if !want.credited && r.Credited != 0 {
		w.broken(withConfirmation, "credited=0.00", noConfirmation.line("month", who.month))
	}
	if f.frozen[who.month] && want.credited && int(r.Members) != len(want.members) {
		w.broken(listOfThe5th, fmt.Sprintf("members=%d", len(want.members)), byTheListOf5th.line("month", who.month))
	}
	var told []voucher.Operation
	for _, o := range r.Operations {
		if o.Kind == voucher.Purchased || o.Kind == voucher.Refunded || o.Kind == voucher.ReversalBooked {
			told = append(told, o)
		}
	}
	if !slices.Equal(told, want.operations) {
		w.broken(everyOperation, everyOperationOf.line("n", len(want.operations), "month", who.month))
	}
}

// ledger holds the sums of a month to all families (BOTH-MONEY-001).
func (f *foodDiary) ledger(w *watch, r *voucher.Ledger) {
	want := voucher.Ledger{Month: r.Month}
	for _, who := range f.inOrder() {
		wallet := f.wallets[who]
		if who.month != r.Month || !wallet.credited {
			continue
		}
		want.Families++
		want.Credited += wallet.face
		want.Spent += wallet.spent
		want.Left += wallet.left()
		want.Annulled += wallet.annulled
		want.Recovered += wallet.recovered
	}
	if want != *r || !addsUp(r.Credited, r.Spent, r.Left, r.Annulled) {
		w.broken(moneyIsConserved, fmt.Sprintf("families=%d credited=%s spent=%s left=%s annulled=%s recovered=%s", want.Families, want.Credited, want.Spent, want.Left, want.Annulled, want.Recovered), allFamilies.line())
	}
}

// report holds a day's report to the operations of the day (FOOD-REPORT-001). A
// day that began before the history did is not known whole.
func (f *foodDiary) report(w *watch, r *voucher.DayReport) {
	if r.Day.Start() < w.h.Setup.At {
		return
	}
	want := *entryOf(f.days, r.Day)
	want.Day, want.Handed = r.Day, r.Handed
	over := w.now >= r.Day.End()
	if r.Day == r.Day.Month().Last() && !over {
		want.Annulled = r.Annulled
	}
	if want != *r {
		w.broken(reportsEqual, fmt.Sprintf("credited=%s discounts=%s paid=%s reversed=%s restored=%s recovered=%s annulled=%s purchases=%d refunds=%d ratings=%d",
			want.Credited, want.Discounts, want.Paid, want.Reversed, want.Restored, want.Recovered, want.Annulled, want.Purchases, want.Refunds, want.Ratings), operationsOfDay.line())
	}
	if (r.Handed != 0) != over && w.now >= r.Day.End().Plus(voucher.DayLength) {
		w.broken(reportsEqual, reportHanded.line("day", r.Day))
	}
}
