package reference

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// evolveFood changes the food records by an event.
func (m *Machine) evolveFood(e *voucher.Event) {
	f := &m.Food
	switch e.Kind {
	case voucher.Purchased:
		m.evolvePurchase(e)
	case voucher.CodeShown:
		f.evolveCode(e)
	case voucher.CodeScanned:
		place := f.Families[e.Family-1].Wallet
		f.Codes.at(e.Ref - 1).Wallet = place
		f.wallet(place).Code = e.Ref
	case voucher.FoodListed, voucher.FoodUnlisted, voucher.MemberListed:
		f.evolveList(e)
	case voucher.MessageSent:
		f.evolveMessage(e)
	case voucher.DeliveryReported: // the fate of an SMS changes nothing here
	case voucher.Replied, voucher.FoodVoucherCredited, voucher.FoodVoucherActivated, voucher.FoodVoucherAnnulled:
		f.evolveVoucher(e)
	case voucher.ReversalBooked, voucher.Refunded:
		m.evolveReturn(e)
	case voucher.DayReported:
		report := f.figures(e.Day)
		report.Handed = e.At
		f.Reports = append(f.Reports, report)
	default:
		m.evolveStore(e)
	}
	f.count(e)
}

// count adds an event to the figures of the day it is booked on.
func (f *foodState) count(e *voucher.Event) {
	day := food.Booked(e)
	if f.Day.Day == day {
		food.Count(&f.Day, e)
		return
	}
	fresh := voucher.DayReport{Day: day}
	if food.Count(&fresh, e) {
		f.Day = fresh
	}
}

// figures returns what was counted on a day that has just ended, or is running.
func (f *foodState) figures(d voucher.Day) voucher.DayReport {
	if f.Day.Day == d {
		return f.Day
	}
	return voucher.DayReport{Day: d}
}

// evolveList handles the standing list. Ranges of members are only ever
// appended, so that what was frozen stays.
func (f *foodState) evolveList(e *voucher.Event) {
	family := &f.Families[e.Family-1]
	switch e.Kind {
	case voucher.FoodListed:
		f.release(e.Family)
		family.Change(food.Listing{Owner: e.Person, Residence: e.Territory, First: uint32(len(f.Members)), Members: e.Count,
			Listed: true}, e.At.Month())
	case voucher.MemberListed:
		f.Members = append(f.Members, e.Person)
		p := &f.People[e.Person-1]
		p.Family, p.Recipient = e.Family, true
	case voucher.FoodUnlisted:
		f.release(e.Family)
		l := family.Now // who owned the wallet may still read it
		l.Listed = false
		family.Change(l, e.At.Month())
	}
}

// release takes the members of a family's present entry out of it.
func (f *foodState) release(id voucher.FamilyID) {
	l := &f.Families[id-1].Now
	for _, p := range f.members(l.First, l.Members) {
		if f.People[p-1].Family == id {
			f.People[p-1].Family = 0
		}
	}
}

// evolveMessage makes the month's wallet when the question goes out, with what
// is frozen then.
func (f *foodState) evolveMessage(e *voucher.Event) {
	family := &f.Families[e.Family-1]
	if voucher.MessageKind(e.Code) == voucher.Reminder {
		f.wallet(family.Wallet).Reminded = true
		return
	}
	l := f.terms.Frozen(family, e.Month)
	w := food.Ask(e.Family, &l, e.Month, e.At)
	w.Previous = family.Wallet
	family.Wallet = f.Wallets.add(w) + 1
	f.People[e.Person-1].Wallet = family.Wallet
}

// evolveVoucher handles the answer and a voucher's life.
func (f *foodState) evolveVoucher(e *voucher.Event) {
	w := f.newest(e.Family)
	switch e.Kind {
	case voucher.Replied:
		w.Answer = food.Counts(w, voucher.Answer(e.Code))
		return
	case voucher.FoodVoucherCredited:
		w.Credit(e.Voucher, e.Amount, e.Code == 1)
		f.Vouchers = uint32(e.Voucher)
	case voucher.FoodVoucherActivated:
		w.State = voucher.Active
	case voucher.FoodVoucherAnnulled:
		w.Annul()
	}
	f.note(e, w)
}

// note writes an operation into the journal of its wallet.
func (f *foodState) note(e *voucher.Event, w *food.Wallet) {
	place := f.Operations.add(operation{At: e.At, Amount: e.Amount, Balance: w.Balance, Store: e.Store,
		Purchase: voucher.PurchaseID(e.Ref), Previous: w.Newest, Kind: e.Kind})
	w.Newest = place + 1
}

// evolveCode notes a code that is shown.
func (f *foodState) evolveCode(e *voucher.Event) {
	c := food.Code{Until: e.Until, Store: e.Store}
	if e.Store != 0 {
		s := &f.Stores[e.Store-1]
		c.Previous, s.Newest = s.Newest, e.Ref
	} else {
		c.Wallet = f.Families[e.Family-1].Wallet
		f.wallet(c.Wallet).Code = e.Ref
	}
	f.Codes.add(c)
}

// evolvePurchase takes the discount off the wallet, the goods off the shelves
// and the code out of use.
func (m *Machine) evolvePurchase(e *voucher.Event) {
	f := &m.Food
	c := f.Codes.at(e.Count - 1)
	c.Used = true
	w := f.wallet(c.Wallet)
	w.Spend(e.Amount)
	for i := range e.Lines {
		m.shelf(e.Store, e.Lines[i].Goods).Sold += e.Lines[i].Quantity
	}
	f.Purchases.add(food.Sold{Wallet: c.Wallet, Store: e.Store, First: f.keepLines(e.Lines), Lines: uint32(len(e.Lines))})
	f.note(e, w)
}

// evolveReturn books what comes back: goods to the shelves, the discount to the
// balance or, after the month, to the programme.
func (m *Machine) evolveReturn(e *voucher.Event) {
	f := &m.Food
	p := f.Purchases.at(e.Ref - 1)
	lines := f.Lines.run(p.First, p.Lines)
	for i := range lines {
		l := &lines[i]
		back := l.left()
		if e.Kind == voucher.Refunded {
			back = e.Lines[i].Quantity
		}
		l.Returned += uint32(back)
		m.shelf(e.Store, l.goods()).Sold -= back
	}
	p.Reversed = e.Kind == voucher.ReversalBooked
	w := f.wallet(p.Wallet)
	if e.Code == 1 {
		w.Recover(e.Amount)
	} else {
		w.Restore(e.Amount)
	}
	f.note(e, w)
}

// evolveStore handles stores, stock, loans and feedback.
func (m *Machine) evolveStore(e *voucher.Event) {
	f := &m.Food
	switch e.Kind {
	case voucher.StoreRegistered, voucher.StoreLeft:
		f.Stores[e.Store-1].In = e.Kind == voucher.StoreRegistered
	case voucher.StoreStopped, voucher.StoreResumed:
		f.Stores[e.Store-1].Suspended = e.Kind == voucher.StoreStopped
	case voucher.TillIntegrated, voucher.TillBroken:
		f.Stores[e.Store-1].Integrated = e.Kind == voucher.TillIntegrated
	case voucher.GoodsMarked, voucher.GoodsUnmarked:
		m.shelf(e.Store, e.Goods).Marked = e.Kind == voucher.GoodsMarked
	case voucher.Delivered:
		s := m.shelf(e.Store, e.Goods)
		s.Delivered += voucher.Quantity(e.Quantity)
		s.Bought = e.Amount
	case voucher.SoldOutside:
		for i := range e.Lines {
			m.shelf(e.Store, e.Lines[i].Goods).Sold += e.Lines[i].Quantity
		}
	case voucher.MarkupExceeded, voucher.StockOverdrawn, voucher.Rated: // reported only
	case voucher.LoanGranted:
		f.Loans = append(f.Loans, food.Loan{Store: e.Store, Lender: e.Territory, Granted: e.Amount})
	case voucher.LoanPaidOut:
		f.Loans[e.Ref-1].Disbursed = e.Amount
	case voucher.LoanRepaid:
		f.Loans[e.Ref-1].Repaid += e.Amount
	case voucher.AppealFiled:
		f.Appeals = append(f.Appeals, food.Appeal{Person: e.Person, Filed: e.At})
	case voucher.AppealAnswered:
		f.Appeals[e.Ref-1].Answered = e.At
	default:
		panic(fmt.Sprintf("reference: food event %s changes nothing", e.Kind))
	}
}
