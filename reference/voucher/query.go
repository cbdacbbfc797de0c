package voucher

// Query asks for a record and changes nothing.
type Query struct {
	Kind      QueryKind     `json:"kind,omitzero"`
	Actor     Actor         `json:"actor,omitzero"`
	Person    PersonID      `json:"person,omitzero"`
	Family    FamilyID      `json:"family,omitzero"`
	Store     StoreID       `json:"store,omitzero"`
	Provider  ProviderID    `json:"provider,omitzero"`
	Account   AccountNumber `json:"account,omitzero"`
	Month     Month         `json:"month,omitzero"`
	Day       Day           `json:"day,omitzero"`
	Loan      LoanID        `json:"loan,omitzero"`
	Appeal    AppealID      `json:"appeal,omitzero"`
	Goods     GoodsID       `json:"goods,omitzero"`
	Parameter string        `json:"parameter,omitzero"`
	Territory Territory     `json:"territory,omitzero"`
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
	Refusal   *Refusal      `json:"refusal,omitzero"`
	Gas       *GasWallet    `json:"gas,omitzero"`
	Food      *FoodWallet   `json:"food,omitzero"`
	Messages  []Message     `json:"messages,omitzero"`
	List      *ProviderList `json:"list,omitzero"`
	Receipt   *Receipt      `json:"receipt,omitzero"`
	StoreDay  *StoreDay     `json:"store_day,omitzero"`
	Stock     *Stock        `json:"stock,omitzero"`
	Loan      *Loan         `json:"loan,omitzero"`
	Appeal    *Appeal       `json:"appeal,omitzero"`
	Report    *DayReport    `json:"report,omitzero"`
	Ledger    *Ledger       `json:"ledger,omitzero"`
	Parameter *int64        `json:"parameter,omitzero"`
	Digest    *Digest       `json:"digest,omitzero"`
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
	Voucher   VoucherID    `json:"voucher,omitzero"`
	State     VoucherState `json:"state"`
	Answer    Answer       `json:"answer"`
	Asked     Instant      `json:"asked,omitzero"` // zero: no SMS this month
	Listed    bool         `json:"listed"`
	Activated Instant      `json:"activated,omitzero"`
	Account   AccountData  `json:"account,omitzero"` // entered, or fixed by activation
	Edition   uint32       `json:"edition"`          // of the offer that is shown next, zero when none is
}

// FoodWallet is a family's food voucher of a month with its operations.
type FoodWallet struct {
	Voucher    VoucherID    `json:"voucher,omitzero"`
	State      VoucherState `json:"state"`
	Answer     Answer       `json:"answer"`
	Asked      Instant      `json:"asked,omitzero"`
	Listed     bool         `json:"listed"`
	Members    uint32       `json:"members"`
	Credited   Money        `json:"credited"`
	Spent      Money        `json:"spent"` // net of returns in the month
	Left       Money        `json:"left"`
	Annulled   Money        `json:"annulled"`
	Recovered  Money        `json:"recovered"` // returned after the month, to the programme
	Operations []Operation  `json:"operations"`
}

// Operation is one line of a wallet's history.
type Operation struct {
	At       Instant    `json:"at,omitzero"`
	Kind     EventKind  `json:"kind"`
	Store    StoreID    `json:"store,omitzero"`
	Purchase PurchaseID `json:"purchase,omitzero"`
	Amount   Money      `json:"amount"`
	Balance  Money      `json:"balance"`
}

// Message is one SMS to a person: no text, its kind says what it asks.
type Message struct {
	ID        MessageID   `json:"id,omitzero"`
	At        Instant     `json:"at,omitzero"`
	Programme Programme   `json:"programme"`
	Kind      MessageKind `json:"kind"`
	Month     Month       `json:"month,omitzero"`
	Link      bool        `json:"link"` // carries the link to the wallet
	Delivered Delivery    `json:"delivered"`
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
	Month        Month         `json:"month,omitzero"`
	Sent         Instant       `json:"sent,omitzero"` // first sending; zero when none
	Attempts     uint32        `json:"attempts"`
	Acknowledged Instant       `json:"acknowledged,omitzero"` // zero: not yet
	Rows         []ProviderRow `json:"rows"`
}

// ProviderRow is one activated voucher: no name, IIN or phone (GAS-DISPATCH-002).
type ProviderRow struct {
	Month     Month         `json:"month,omitzero"`
	Account   AccountNumber `json:"account,omitzero"`
	Voucher   VoucherID     `json:"voucher,omitzero"`
	Activated Instant       `json:"activated,omitzero"`
}

// Receipt is what a provider asks for one account and month.
type Receipt struct {
	ID       ReceiptID `json:"id,omitzero"`
	At       Instant   `json:"at,omitzero"`
	Month    Month     `json:"month,omitzero"`
	Revision uint32    `json:"revision"` // 1 for the first, 2 after a correction
	Volume   Volume    `json:"volume"`
	Charge   Money     `json:"charge"`
	Discount Money     `json:"discount"`
	Pay      Money     `json:"pay"`
	Voucher  VoucherID `json:"voucher,omitzero"` // zero: no discount
}

// StoreDay is a store's operations of a day.
type StoreDay struct {
	Purchases uint32 `json:"purchases"`
	Discounts Money  `json:"discounts"` // given, returns of the day not taken off
	Paid      Money  `json:"paid"`
	Returned  Money  `json:"returned"` // discounts restored or recovered on the day
}

// Stock is the traced balance of goods in a store.
type Stock struct {
	Delivered Quantity `json:"delivered"`
	Sold      Quantity `json:"sold"` // with and without the programme, returns taken off
	Left      Quantity `json:"left"`
	Price     Money    `json:"price"` // of the latest delivery
}

// Loan is one returnable loan.
type Loan struct {
	Store       StoreID `json:"store,omitzero"`
	Granted     Money   `json:"granted"`
	Disbursed   Money   `json:"disbursed"`
	Repaid      Money   `json:"repaid"`
	Outstanding Money   `json:"outstanding"`
}

// Appeal is one appeal through e-Otinish.
type Appeal struct {
	Person   PersonID `json:"person,omitzero"`
	Filed    Instant  `json:"filed,omitzero"`
	Answered Instant  `json:"answered,omitzero"` // zero: open
}

// DayReport is the food programme's report of one day.
type DayReport struct {
	Day       Day     `json:"day,omitzero"`
	Handed    Instant `json:"handed,omitzero"` // zero: not yet handed over
	Credits   uint32  `json:"credits"`
	Credited  Money   `json:"credited"`
	Purchases uint32  `json:"purchases"`
	Discounts Money   `json:"discounts"`
	Paid      Money   `json:"paid"`
	Reversals uint32  `json:"reversals"`
	Reversed  Money   `json:"reversed"`
	Refunds   uint32  `json:"refunds"`
	Restored  Money   `json:"restored"`  // back to balances
	Recovered Money   `json:"recovered"` // back to the programme
	Annulled  Money   `json:"annulled"`
	Ratings   uint32  `json:"ratings"`
	Appeals   uint32  `json:"appeals"`
}

// Ledger is the food programme's sums over all families of a month.
// Credited = Spent + Left + Annulled at every instant (BOTH-MONEY-001).
type Ledger struct {
	Month     Month  `json:"month,omitzero"`
	Families  uint32 `json:"families"`
	Credited  Money  `json:"credited"`
	Spent     Money  `json:"spent"`
	Left      Money  `json:"left"`
	Annulled  Money  `json:"annulled"`
	Recovered Money  `json:"recovered"`
}
