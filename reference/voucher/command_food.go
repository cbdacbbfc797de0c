package voucher

// FoodListRow puts one family on the food list, changes the entry, or drops it.
type FoodListRow struct {
	Family    FamilyID   `json:"family,omitzero"`
	Drop      bool       `json:"drop,omitzero"`    // true: the family leaves the list; the rest is ignored
	Owner     PersonID   `json:"owner,omitzero"`   // who owns the wallet, one of Members
	Members   []PersonID `json:"members,omitzero"` // who receives ASP in this family (FOOD-CREDIT-001)
	Residence Territory  `json:"residence,omitzero"`
}

// UpdateFoodList is the list owner's update of the standing list of families.
// It is taken whole or refused whole; Result.Row names the first row refused.
type UpdateFoodList struct {
	Header `json:"-"`
	Rows   []FoodListRow `json:"rows,omitzero"`
}

// Activate is the second step of the two-step reading F10; under the default a
// voucher is active when it is credited.
type Activate struct {
	Header `json:"-"`
	Family FamilyID `json:"family,omitzero"`
}

// ShowCode asks for a fresh QR code. By default the wallet shows it and the
// store scans it; under reading F33 store_presents the till shows it.
type ShowCode struct {
	Header `json:"-"`
	Family FamilyID `json:"family,omitzero"` // whose wallet, where the wallet presents
	Store  StoreID  `json:"store,omitzero"`  // whose till, where the store presents
}

// ScanCode is the buyer who scans the till's code, under reading F33
// store_presents only.
type ScanCode struct {
	Header `json:"-"`
	Family FamilyID `json:"family,omitzero"`
	Code   QR       `json:"code,omitzero"`
}

// CodeOf returns where a command holds a QR code, so that a wrapper can put
// another in its place; nil where it holds none.
func CodeOf(c Command) *QR {
	switch c := c.(type) {
	case *Purchase:
		return &c.Code
	case *ScanCode:
		return &c.Code
	}
	return nil
}

// PurchaseLine is one line of a basket.
type PurchaseLine struct {
	Goods    GoodsID  `json:"goods,omitzero"`
	Quantity Quantity `json:"quantity,omitzero"` // above zero
	Price    Money    `json:"price,omitzero"`    // shelf price of one unit, not negative
}

// Purchase is a basket at a till that read a QR code. The answer is the
// discount, split by line.
type Purchase struct {
	Header  `json:"-"`
	Store   StoreID        `json:"store,omitzero"`
	Code    QR             `json:"code,omitzero"`
	Offline bool           `json:"offline,omitzero"` // stored by a till without a line and forwarded (reading F19)
	Lines   []PurchaseLine `json:"lines,omitzero"`
}

// Reverse takes a purchase back by the key it was sent under, for a till that
// never got the answer (FOOD-REVERSAL-001).
type Reverse struct {
	Header `json:"-"`
	Store  StoreID `json:"store,omitzero"`
	Of     Key     `json:"of,omitzero"` // idempotency key of the purchase
}

// RefundLine returns goods of one line of a purchase.
type RefundLine struct {
	Line     int      `json:"line,omitzero"` // position in the purchase, from 0
	Quantity Quantity `json:"quantity,omitzero"`
}

// Refund returns goods of a purchase to the store that sold them.
type Refund struct {
	Header   `json:"-"`
	Store    StoreID      `json:"store,omitzero"`
	Purchase PurchaseID   `json:"purchase,omitzero"`
	Lines    []RefundLine `json:"lines,omitzero"`
}

// RegisterStore takes a store into the programme, or out of it.
type RegisterStore struct {
	Header `json:"-"`
	Store  StoreID `json:"store,omitzero"`
	Closed bool    `json:"closed,omitzero"` // true: the store leaves the programme
}

// SuspendStore stops a store's authorisations, or lifts the stop (reading F26).
type SuspendStore struct {
	Header `json:"-"`
	Store  StoreID `json:"store,omitzero"`
	Lifted bool    `json:"lifted,omitzero"`
}

// IntegrateTill says that the store's tills are integrated with the wallet, or
// no longer are (FOOD-STORE-002).
type IntegrateTill struct {
	Header `json:"-"`
	Store  StoreID `json:"store,omitzero"`
	Broken bool    `json:"broken,omitzero"`
}

// MarkGoods is a store's mark of goods as socially significant (FOOD-STORE-001).
type MarkGoods struct {
	Header   `json:"-"`
	Store    StoreID `json:"store,omitzero"`
	Goods    GoodsID `json:"goods,omitzero"`
	Unmarked bool    `json:"unmarked,omitzero"` // true: the mark is taken off
}

// Deliver books goods into a store's traced stock (FOOD-TRACE-001).
type Deliver struct {
	Header   `json:"-"`
	Store    StoreID  `json:"store,omitzero"`
	Goods    GoodsID  `json:"goods,omitzero"`
	Quantity Quantity `json:"quantity,omitzero"`
	Price    Money    `json:"price,omitzero"` // what the store paid for one unit (FOOD-TRACE-002)
}

// SellOutside books a sale outside the programme out of the traced stock.
type SellOutside struct {
	Header `json:"-"`
	Store  StoreID        `json:"store,omitzero"`
	Lines  []PurchaseLine `json:"lines,omitzero"`
}

// Purpose is what a loan is for.
type Purpose uint8

// The purposes.
const (
	ForStock      Purpose = iota + 1 // stock of goods, the only one allowed (FOOD-LOAN-002)
	ForOtherNeeds                    // anything else
)

// GrantLoan is a local executive body's promise of a returnable loan.
type GrantLoan struct {
	Header  `json:"-"`
	Store   StoreID `json:"store,omitzero"`
	Amount  Money   `json:"amount,omitzero"`
	Purpose Purpose `json:"purpose,omitzero"`
}

// DisburseLoan pays a granted loan out, once.
type DisburseLoan struct {
	Header `json:"-"`
	Loan   LoanID `json:"loan,omitzero"`
}

// RepayLoan books a repayment by the store.
type RepayLoan struct {
	Header `json:"-"`
	Loan   LoanID `json:"loan,omitzero"`
	Amount Money  `json:"amount,omitzero"`
}

// Rate is a recipient's rating of the service, 1 to 5.
type Rate struct {
	Header `json:"-"`
	Person PersonID `json:"person,omitzero"`
	Score  uint8    `json:"score,omitzero"`
}

// FileAppeal is an appeal through e-Otinish.
type FileAppeal struct {
	Header `json:"-"`
	Person PersonID `json:"person,omitzero"`
}

// AnswerAppeal is the authorised body's answer, which closes the appeal.
type AnswerAppeal struct {
	Header `json:"-"`
	Appeal AppealID `json:"appeal,omitzero"`
}

// ChangeParameter corrects a rule for the future (FOOD-ADJUSTMENT-001).
type ChangeParameter struct {
	Header  `json:"-"`
	Setting Setting `json:"setting,omitzero"`
}

// Kind says KindUpdateFoodList.
func (*UpdateFoodList) Kind() CommandKind { return KindUpdateFoodList }

// Kind says KindActivate.
func (*Activate) Kind() CommandKind { return KindActivate }

// Kind says KindShowCode.
func (*ShowCode) Kind() CommandKind { return KindShowCode }

// Kind says KindScanCode.
func (*ScanCode) Kind() CommandKind { return KindScanCode }

// Kind says KindPurchase.
func (*Purchase) Kind() CommandKind { return KindPurchase }

// Kind says KindReverse.
func (*Reverse) Kind() CommandKind { return KindReverse }

// Kind says KindRefund.
func (*Refund) Kind() CommandKind { return KindRefund }

// Kind says KindRegisterStore.
func (*RegisterStore) Kind() CommandKind { return KindRegisterStore }

// Kind says KindSuspendStore.
func (*SuspendStore) Kind() CommandKind { return KindSuspendStore }

// Kind says KindIntegrateTill.
func (*IntegrateTill) Kind() CommandKind { return KindIntegrateTill }

// Kind says KindMarkGoods.
func (*MarkGoods) Kind() CommandKind { return KindMarkGoods }

// Kind says KindDeliver.
func (*Deliver) Kind() CommandKind { return KindDeliver }

// Kind says KindSellOutside.
func (*SellOutside) Kind() CommandKind { return KindSellOutside }

// Kind says KindGrantLoan.
func (*GrantLoan) Kind() CommandKind { return KindGrantLoan }

// Kind says KindDisburseLoan.
func (*DisburseLoan) Kind() CommandKind { return KindDisburseLoan }

// Kind says KindRepayLoan.
func (*RepayLoan) Kind() CommandKind { return KindRepayLoan }

// Kind says KindRate.
func (*Rate) Kind() CommandKind { return KindRate }

// Kind says KindFileAppeal.
func (*FileAppeal) Kind() CommandKind { return KindFileAppeal }

// Kind says KindAnswerAppeal.
func (*AnswerAppeal) Kind() CommandKind { return KindAnswerAppeal }

// Kind says KindChangeParameter.
func (*ChangeParameter) Kind() CommandKind { return KindChangeParameter }
