package voucher

// FoodListRow puts one family on the food list, changes the entry, or drops it.
type FoodListRow struct {
	Family    FamilyID
	Drop      bool       // true: the family leaves the list; the rest is ignored
	Owner     PersonID   // who owns the wallet, one of Members
	Members   []PersonID // who receives ASP in this family (FOOD-CREDIT-001)
	Residence Territory
}

// UpdateFoodList is the list owner's update of the standing list of families.
// It is taken whole or refused whole; Result.Row names the first row refused.
type UpdateFoodList struct {
	Header
	Rows []FoodListRow
}

// Activate is the second step of the two-step reading F10; under the default a
// voucher is active when it is credited.
type Activate struct {
	Header
	Family FamilyID
}

// ShowCode asks for a fresh QR code. By default the wallet shows it and the
// store scans it; under reading F33 store_presents the till shows it.
type ShowCode struct {
	Header
	Family FamilyID // whose wallet, where the wallet presents
	Store  StoreID  // whose till, where the store presents
}

// ScanCode is the buyer who scans the till's code, under reading F33
// store_presents only.
type ScanCode struct {
	Header
	Family FamilyID
	Code   QR
}

// PurchaseLine is one line of a basket.
type PurchaseLine struct {
	Goods    GoodsID
	Quantity Quantity // above zero
	Price    Money    // shelf price of one unit, not negative
}

// Purchase is a basket at a till that read a QR code. The answer is the
// discount, split by line.
type Purchase struct {
	Header
	Store   StoreID
	Code    QR
	Offline bool // stored by a till without a line and forwarded (reading F19)
	Lines   []PurchaseLine
}

// Reverse takes a purchase back by the key it was sent under, for a till that
// never got the answer (FOOD-REVERSAL-001).
type Reverse struct {
	Header
	Store StoreID
	Of    Key // idempotency key of the purchase
}

// RefundLine returns goods of one line of a purchase.
type RefundLine struct {
	Line     int // position in the purchase, from 0
	Quantity Quantity
}

// Refund returns goods of a purchase to the store that sold them.
type Refund struct {
	Header
	Store    StoreID
	Purchase PurchaseID
	Lines    []RefundLine
}

// RegisterStore takes a store into the programme, or out of it.
type RegisterStore struct {
	Header
	Store  StoreID
	Closed bool // true: the store leaves the programme
}

// SuspendStore stops a store's authorisations, or lifts the stop (reading F26).
type SuspendStore struct {
	Header
	Store  StoreID
	Lifted bool
}

// IntegrateTill says that the store's tills are integrated with the wallet, or
// no longer are (FOOD-STORE-002).
type IntegrateTill struct {
	Header
	Store  StoreID
	Broken bool
}

// MarkGoods is a store's mark of goods as socially significant (FOOD-STORE-001).
type MarkGoods struct {
	Header
	Store    StoreID
	Goods    GoodsID
	Unmarked bool // true: the mark is taken off
}

// Deliver books goods into a store's traced stock (FOOD-TRACE-001).
type Deliver struct {
	Header
	Store    StoreID
	Goods    GoodsID
	Quantity Quantity
	Price    Money // what the store paid for one unit (FOOD-TRACE-002)
}

// SellOutside books a sale outside the programme out of the traced stock.
type SellOutside struct {
	Header
	Store StoreID
	Lines []PurchaseLine
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
	Header
	Store   StoreID
	Amount  Money
	Purpose Purpose
}

// DisburseLoan pays a granted loan out, once.
type DisburseLoan struct {
	Header
	Loan LoanID
}

// RepayLoan books a repayment by the store.
type RepayLoan struct {
	Header
	Loan   LoanID
	Amount Money
}

// Rate is a recipient's rating of the service, 1 to 5.
type Rate struct {
	Header
	Person PersonID
	Score  uint8
}

// FileAppeal is an appeal through e-Otinish.
type FileAppeal struct {
	Header
	Person PersonID
}

// AnswerAppeal is the authorised body's answer, which closes the appeal.
type AnswerAppeal struct {
	Header
	Appeal AppealID
}

// ChangeParameter corrects a rule for the future (FOOD-ADJUSTMENT-001).
type ChangeParameter struct {
	Header
	Setting Setting
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
