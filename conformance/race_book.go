package conformance

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// The suite's own account of what may be answered when commands are done one after
// the other: as much of the programmes as races are about, and no more. It works
// out no discount and no credit: what a family or a till was given alone is what
// it has to be given in a race.

// book is the state of a world of races. Steps copy it: none changes one that it
// was given.
type book struct {
	wallets []raceWallet // of families, in their order
	codes   []raceCode
	sales   []raceSale
	prices  []racePrice
	stocks  []raceStock
	loans   []raceLoan
	counted []voucher.FamilyID // by person: the family that counts them
	asked   []voucher.FamilyID // by person: the family whose owner is asked for it this month
	over    bool               // the month of the race has ended
	gas     []raceGasPerson    // by person
	entered []voucher.AccountNumber
	holders []raceHolder
	bills   []raceBill
	keys    []kept
	face    voucher.Money // what a family alone was credited with; 0: not seen yet
}

// raceGasPerson is a person's month in gas.
type raceGasPerson struct {
	known, listed bool // known: an update of the list named the person
	said, open    bool // said yes; open: the voucher may be activated
}

// dropped reports whether a person was taken off the list.
func (p *raceGasPerson) dropped() bool { return p.known && !p.listed }

// raceWallet is a family's month.
type raceWallet struct {
	open              bool
	credited, balance voucher.Money
	newest            voucher.QR
}

type raceCode struct {
	code   voucher.QR
	family voucher.FamilyID
	used   bool
}

// raceSale is a purchase that was made. Its id is 0 as long as no answer told it.
type raceSale struct {
	key      voucher.Key
	id       voucher.PurchaseID
	family   voucher.FamilyID
	store    voucher.StoreID
	line     voucher.PurchaseLine
	discount voucher.Money
	returned voucher.Quantity
	restored voucher.Money
	reversed bool
}

// racePrice is what one basket earns when it is bought alone.
type racePrice struct {
	line     voucher.PurchaseLine
	discount voucher.Money
}

type raceStock struct {
	store voucher.StoreID
	goods voucher.GoodsID
	left  voucher.Quantity
}

type raceLoan struct {
	id                         voucher.LoanID
	granted, disbursed, repaid voucher.Money
}

// raceHolder is who has a voucher on an account.
type raceHolder struct {
	account voucher.AccountNumber
	person  voucher.PersonID
}

// raceBill is what an account is charged in a month.
type raceBill struct {
	account  voucher.AccountNumber
	month    voucher.Month
	revision uint32
	volume   voucher.Volume
}

// newBook is the state of a world before its first command.
func newBook(s *voucher.Setup) *book {
	n := len(s.People)
	return &book{wallets: make([]raceWallet, s.Families), counted: make([]voucher.FamilyID, n), asked: make([]voucher.FamilyID, n),
		gas: make([]raceGasPerson, n), entered: make([]voucher.AccountNumber, n)}
}

// clone copies the state, for a step.
func (b *book) clone() *book {
	c := *b
	c.wallets, c.codes, c.sales, c.prices = slices.Clone(b.wallets), slices.Clone(b.codes), slices.Clone(b.sales), slices.Clone(b.prices)
	c.stocks, c.loans, c.counted = slices.Clone(b.stocks), slices.Clone(b.loans), slices.Clone(b.counted)
	c.asked, c.gas = slices.Clone(b.asked), slices.Clone(b.gas)
	c.entered, c.holders, c.bills, c.keys = slices.Clone(b.entered), slices.Clone(b.holders), slices.Clone(b.bills), slices.Clone(b.keys)
	return &c
}

// decided reports whether the book knows when a command is refused: the others lead
// there, and whatever is answered to them is no matter of a race.
func decided(c voucher.Command) bool {
	switch c := c.(type) {
	case *voucher.Purchase, *voucher.Refund, *voucher.Reverse, *voucher.DisburseLoan, *voucher.RepayLoan, *voucher.UpdateFoodList, *voucher.UpdateGasList,
		*voucher.Confirm, *voucher.ChargeVolume, *voucher.CorrectVolume:
		return true
	case *voucher.Reply:
		return c.Programme == voucher.Gas
	}
	return false
}

// refuses says why a command has to be refused now; 0 where it has to be accepted.
func (b *book) refuses(c voucher.Command) voucher.Reason {
	switch c := c.(type) {
	case *voucher.Purchase:
		return b.refusesPurchase(c)
	case *voucher.Refund:
		return b.refusesRefund(c)
	case *voucher.Reverse:
		n := b.saleUnder(c.Of, c.Store)
		switch {
		case n < 0:
			return voucher.RecordUnknown
		case b.sales[n].reversed:
			return voucher.PurchaseReversed
		}
	case *voucher.DisburseLoan:
		if l := b.loan(c.Loan); l != nil && l.disbursed != 0 {
			return voucher.LoanDisbursed
		}
	case *voucher.RepayLoan:
		switch l := b.loan(c.Loan); {
		case l == nil:
		case l.disbursed == 0:
			return voucher.LoanNotDisbursed
		case c.Amount > l.disbursed-l.repaid:
			return voucher.LoanOverpaid
		}
	case *voucher.UpdateFoodList:
		return b.refusesList(c)
	case *voucher.Confirm:
		return b.refusesConfirm(c)
	case *voucher.Reply:
		if c.Programme == voucher.Gas && b.gas[c.Person-1].dropped() {
			return voucher.NotListed
		}
	case *voucher.ChargeVolume:
		if b.bill(c.Account, c.Month) >= 0 {
			return voucher.AlreadyCharged
		}
	case *voucher.CorrectVolume:
		if b.bill(c.Account, c.Month) < 0 {
			return voucher.NotCharged
		}
	}
	return 0
}

// owed reports whether a command has to be accepted although the book does not know
// when others of its kind are refused: a family's first yes. Whether one after it is
// refused or changes nothing, a build may choose.
func (b *book) owed(c voucher.Command) bool {
	yes, ok := c.(*voucher.Reply)
	if !ok || yes.Programme != voucher.Food {
		return false
	}
	family := b.counted[yes.Person-1]
	return family != 0 && !b.wallets[family-1].open
}

func (b *book) refusesPurchase(c *voucher.Purchase) voucher.Reason {
	n := b.code(c.Code)
	if n < 0 {
		return voucher.CodeUnknown
	}
	w := &b.wallets[b.codes[n].family-1]
	switch {
	case b.over:
		return voucher.CodeUnknown // or the code or the voucher has expired: any no will do
	case w.newest != c.Code:
		return voucher.CodeReplaced
	case b.codes[n].used:
		return voucher.CodeUsed
	}
	for _, l := range c.Lines {
		if s := b.stock(c.Store, l.Goods); s >= 0 && b.stocks[s].left < l.Quantity {
			return voucher.StockExceeded
		}
	}
	if w.balance == 0 {
		return voucher.BalanceSpent
	}
	return 0
}

func (b *book) refusesRefund(c *voucher.Refund) voucher.Reason {
	n := slices.IndexFunc(b.sales, func(s raceSale) bool { return s.id == c.Purchase })
	if n < 0 {
		return voucher.RecordUnknown
	}
	switch s := &b.sales[n]; {
	case s.reversed:
		return voucher.PurchaseReversed
	case quantityOf(c.Lines) > s.line.Quantity-s.returned:
		return voucher.MoreThanBought
	}
	return 0
}

func (b *book) refusesList(c *voucher.UpdateFoodList) voucher.Reason {
	for i := range c.Rows {
		row := &c.Rows[i]
		for _, p := range row.Members {
			if by := b.counted[p-1]; !row.Drop && by != 0 && by != row.Family {
				return voucher.PersonInTwoFamilies
			}
		}
	}
	return 0
}

func (b *book) refusesConfirm(c *voucher.Confirm) voucher.Reason {
	if b.gas[c.Person-1].dropped() {
		return voucher.NotListed
	}
	for _, h := range b.holders {
		switch {
		case h.person == c.Person:
			return voucher.AlreadyActivated
		case h.account == b.entered[c.Person-1]:
			return voucher.AccountTaken
		}
	}
	return 0
}

func quantityOf(lines []voucher.RefundLine) (q voucher.Quantity) {
	for _, l := range lines {
		q += l.Quantity
	}
	return q
}

func (b *book) code(code voucher.QR) int {
	return slices.IndexFunc(b.codes, func(s raceCode) bool { return s.code == code })
}

func (b *book) saleUnder(key voucher.Key, store voucher.StoreID) int {
	return slices.IndexFunc(b.sales, func(s raceSale) bool { return s.key == key && s.store == store })
}

func (b *book) stock(store voucher.StoreID, goods voucher.GoodsID) int {
	return slices.IndexFunc(b.stocks, func(s raceStock) bool { return s.store == store && s.goods == goods })
}

func (b *book) bill(account voucher.AccountNumber, month voucher.Month) int {
	return slices.IndexFunc(b.bills, func(one raceBill) bool { return one.account == account && one.month == month })
}

// loan returns a loan, nil for none.
func (b *book) loan(id voucher.LoanID) *raceLoan {
	for i := range b.loans {
		if b.loans[i].id == id {
			return &b.loans[i]
		}
	}
	return nil
}
