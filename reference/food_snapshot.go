package reference

import (
	"errors"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var errOtherSetup = errors.New("the snapshot is of another setup")

// walk visits the food records. A restored world has as many families, people,
// stores and shelves as its setup made.
func (f *foodState) walk(w *walker) {
	made := f.size()
	defer func() {
		if w.err == nil && f.size() != made {
			w.err = errOtherSetup
		}
	}()
	each(w, &f.Families, walkFamily)
	each(w, &f.Members, word[voucher.PersonID])
	each(w, &f.People, func(w *walker, p *foodPerson) {
		word(w, &p.Family)
		word(w, &p.Wallet)
		bit(w, &p.Recipient)
	})
	walkSlab(w, &f.Wallets, walkWallet)
	word(w, &f.Vouchers)
	walkSlab(w, &f.Codes, walkCode)
	each(w, &f.Stores, walkStore)
	each(w, &f.Shelves, walkShelf)
	walkSlab(w, &f.Purchases, walkSold)
	walkSlab(w, &f.Lines, walkLine)
	walkSlab(w, &f.Operations, walkOperation)
	each(w, &f.Loans, walkLoan)
	each(w, &f.Appeals, walkAppeal)
	walkDayReport(w, &f.Day)
	each(w, &f.Reports, walkDayReport)
}

// size is how many records the setup makes.
func (f *foodState) size() [4]int {
	return [4]int{len(f.Families), len(f.People), len(f.Stores), len(f.Shelves)}
}

func walkListing(w *walker, l *food.Listing) {
	word(w, &l.Owner)
	word(w, &l.Residence)
	word(w, &l.First)
	word(w, &l.Members)
	bit(w, &l.Listed)
}

func walkFamily(w *walker, f *food.Family) {
	walkListing(w, &f.Now)
	walkListing(w, &f.Before)
	word(w, &f.Changed)
	word(w, &f.Wallet)
}

func walkWallet(w *walker, v *food.Wallet) {
	word(w, &v.Month)
	word(w, &v.Family)
	word(w, &v.Owner)
	word(w, &v.Residence)
	word(w, &v.First)
	word(w, &v.Members)
	word(w, &v.Voucher)
	word(w, &v.Code)
	word(w, &v.Asked)
	word(w, &v.Until)
	word(w, &v.Face)
	word(w, &v.Balance)
	word(w, &v.Spent)
	word(w, &v.Annulled)
	word(w, &v.Recovered)
	word(w, &v.State)
	word(w, &v.Answer)
	bit(w, &v.Reminded)
	word(w, &v.Previous)
	word(w, &v.Newest)
}

func walkCode(w *walker, c *food.Code) {
	word(w, &c.Until)
	word(w, &c.Wallet)
	word(w, &c.Store)
	word(w, &c.Previous)
	bit(w, &c.Used)
}

func walkStore(w *walker, s *food.Store) {
	word(w, &s.Territory)
	bit(w, &s.In)
	bit(w, &s.Suspended)
	bit(w, &s.Integrated)
	word(w, &s.Newest)
}

func walkShelf(w *walker, s *food.Shelf) {
	word(w, &s.Delivered)
	word(w, &s.Sold)
	word(w, &s.Bought)
	bit(w, &s.Marked)
}

func walkSold(w *walker, p *food.Sold) {
	word(w, &p.Wallet)
	word(w, &p.Store)
	word(w, &p.First)
	word(w, &p.Lines)
	bit(w, &p.Reversed)
}

func walkLine(w *walker, l *keptLine) {
	word(w, &l.Goods)
	word(w, &l.Quantity)
	word(w, &l.Price)
	word(w, &l.Returned)
	word(w, &l.Discount)
}

func walkOperation(w *walker, o *operation) {
	word(w, &o.At)
	word(w, &o.Amount)
	word(w, &o.Balance)
	word(w, &o.Store)
	word(w, &o.Purchase)
	word(w, &o.Previous)
	word(w, &o.Kind)
}

func walkLoan(w *walker, l *food.Loan) {
	word(w, &l.Store)
	word(w, &l.Lender)
	word(w, &l.Granted)
	word(w, &l.Disbursed)
	word(w, &l.Repaid)
}

func walkAppeal(w *walker, a *food.Appeal) {
	word(w, &a.Person)
	word(w, &a.Filed)
	word(w, &a.Answered)
}

func walkDayReport(w *walker, r *voucher.DayReport) {
	word(w, &r.Day)
	word(w, &r.Handed)
	word(w, &r.Credits)
	word(w, &r.Credited)
	word(w, &r.Purchases)
	word(w, &r.Discounts)
	word(w, &r.Paid)
	word(w, &r.Reversals)
	word(w, &r.Reversed)
	word(w, &r.Refunds)
	word(w, &r.Restored)
	word(w, &r.Recovered)
	word(w, &r.Annulled)
	word(w, &r.Ratings)
	word(w, &r.Appeals)
}
