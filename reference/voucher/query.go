package voucher

// Query asks for a record and changes nothing.
type Query struct {
	Kind      QueryKind
	Actor     Actor
	Person    PersonID
	Family    FamilyID
	Store     StoreID
	Provider  ProviderID
	Account   AccountNumber
	Month     Month
	Day       Day
	Loan      LoanID
	Appeal    AppealID
	Goods     GoodsID
	Parameter string
	Territory Territory
}

// QueryKind numbers the queries: the closed list.
type QueryKind uint8

// The queries, with the fields they read.
const (
	AskGasWallet    QueryKind = iota + 1 // Person, Month: the gas voucher of a month
	AskFoodWallet                        // Family, Month: balance and operations
	AskMessages                          // Person: SMS to a person, oldest first
	AskProviderList                      // Provider, Month
	AskReceipt                           // Provider, Account, Month: the newest receipt
	AskStoreDay                          // Store, Day
	AskStock                             // Store, Goods: traced balance
	AskLoan                              // Loan
	AskAppeal                            // Appeal
	AskDayReport                         // Day
	AskLedger                            // Month: sums of the food programme
	AskParameter                         // Parameter, Territory, Day
	AskDigest                            // the state's digest, for replay

	queryKinds
)

var queryNames = [queryKinds]string{AskGasWallet: "gas_wallet", AskFoodWallet: "food_wallet",
	AskMessages: "messages", AskProviderList: "provider_list", AskReceipt: "receipt", AskStoreDay: "store_day",
	AskStock: "stock", AskLoan: "loan", AskAppeal: "appeal", AskDayReport: "day_report", AskLedger: "ledger",
	AskParameter: "parameter", AskDigest: "digest"}

// String returns the query's word, such as "gas_wallet".
func (k QueryKind) String() string { return name(queryNames[:], k) }

// ParseQueryKind reads what String writes.
func ParseQueryKind(s string) (k QueryKind, ok bool) { return parse[QueryKind](queryNames[:], s) }

// Record answers a query: the part that its kind asks for is set, the others
// are nil. Slices are valid until the next call of the system.
type Record struct {
	Refusal   *Refusal
	Gas       *GasWallet
	Food      *FoodWallet
	Messages  []Message
	List      *ProviderList
	Receipt   *Receipt
	StoreDay  *StoreDay
	Stock     *Stock
	Loan      *Loan
	Appeal    *Appeal
	Report    *DayReport
	Ledger    *Ledger
	Parameter *int64
	Digest    *Digest
}

// VoucherState is where a voucher stands.
type VoucherState uint8

// The states.
const (
	NoVoucher VoucherState = iota
	Opened                 // gas: waits for activation
	Credited               // food: on the wallet, not active under the two-step reading
	Active                 // activated
	Closed                 // ended unused: refused, dropped or lapsed
	Annulled               // food: the month is over
)

var stateNames = [...]string{NoVoucher: "none", Opened: "opened", Credited: "credited", Active: "active",
	Closed: "closed", Annulled: "annulled"}

// String returns the state's word.
func (s VoucherState) String() string { return name(stateNames[:], s) }

// GasWallet is a person's gas voucher of a month.
type GasWallet struct {
	Voucher   VoucherID
	State     VoucherState
	Answer    Answer
	Asked     Instant // zero: no SMS this month
	Listed    bool
	Activated Instant
	Account   AccountData // entered, or fixed by activation
	Edition   uint32      // of the offer that is shown next, zero when none is
}

// FoodWallet is a family's food voucher of a month with its operations.
type FoodWallet struct {
	Voucher    VoucherID
	State      VoucherState
	Answer     Answer
	Asked      Instant
	Listed     bool
	Members    uint32
	Credited   Money
	Spent      Money // net of returns in the month
	Left       Money
	Annulled   Money
	Recovered  Money // returned after the month, to the programme
	Operations []Operation
}

// Operation is one line of a wallet's history.
type Operation struct {
	At       Instant
	Kind     EventKind
	Store    StoreID
	Purchase PurchaseID
	Amount   Money
	Balance  Money
}

// Message is one SMS to a person: no text, its kind says what it asks.
type Message struct {
	ID        MessageID
	At        Instant
	Programme Programme
	Kind      MessageKind
	Month     Month
	Link      bool // carries the link to the wallet
	Delivered Delivery
}

// Delivery is the fate of an SMS.
type Delivery uint8

// The fates.
const (
	DeliveryUnknown Delivery = iota
	DeliveryDone
	DeliveryFailed
)

// ProviderList is the list of a month to one provider.
type ProviderList struct {
	Month        Month
	Sent         Instant // first sending; zero when none
	Attempts     uint32
	Acknowledged Instant // zero: not yet
	Rows         []ProviderRow
}

// ProviderRow is one activated voucher: no name, IIN or phone (GAS-DISPATCH-002).
type ProviderRow struct {
	Month     Month
	Account   AccountNumber
	Voucher   VoucherID
	Activated Instant
}

// Receipt is what a provider asks for one account and month.
type Receipt struct {
	ID       ReceiptID
	At       Instant
	Month    Month
	Revision uint32 // 1 for the first, 2 after a correction
	Volume   Volume
	Charge   Money
	Discount Money
	Pay      Money
	Voucher  VoucherID // zero: no discount
}

// StoreDay is a store's operations of a day.
type StoreDay struct {
	Purchases uint32
	Discounts Money // given, returns of the day not taken off
	Paid      Money
	Returned  Money // discounts restored or recovered on the day
}

// Stock is the traced balance of goods in a store.
type Stock struct {
	Delivered Quantity
	Sold      Quantity // with and without the programme, returns taken off
	Left      Quantity
	Price     Money // of the latest delivery
}

// Loan is one returnable loan.
type Loan struct {
	Store       StoreID
	Granted     Money
	Disbursed   Money
	Repaid      Money
	Outstanding Money
}

// Appeal is one appeal through e-Otinish.
type Appeal struct {
	Person   PersonID
	Filed    Instant
	Answered Instant // zero: open
}

// DayReport is the food programme's report of one day.
type DayReport struct {
	Day       Day
	Handed    Instant // zero: not yet handed over
	Credits   uint32
	Credited  Money
	Purchases uint32
	Discounts Money
	Paid      Money
	Reversals uint32
	Reversed  Money
	Refunds   uint32
	Restored  Money // back to balances
	Recovered Money // back to the programme
	Annulled  Money
	Ratings   uint32
	Appeals   uint32
}

// Ledger is the food programme's sums over all families of a month.
// Credited = Spent + Left + Annulled at every instant (BOTH-MONEY-001).
type Ledger struct {
	Month     Month
	Families  uint32
	Credited  Money
	Spent     Money
	Left      Money
	Annulled  Money
	Recovered Money
}
