package voucher

// Outcome is the answer to a command: a refusal or a result, and the events
// that the command caused. A repeated command is answered as the first time and
// causes none. Slices in it are valid until the next call.
type Outcome struct {
	Refusal *Refusal // nil: accepted
	Result  Result
	Events  []Event
}

// Result is what the asker is told. Each command fills the fields its rule
// names; the rest are zero.
type Result struct {
	Voucher  VoucherID
	Purchase PurchaseID
	Receipt  ReceiptID
	Loan     LoanID
	Appeal   AppealID
	Row      int         // 1-based row of a list update that was refused
	Edition  uint32      // of the offer that is shown
	Account  AccountData // as the provider knows it
	Amount   Money       // discount, credit, charge less discount, …
	Paid     Money       // what the buyer pays, or gets back
	Balance  Money       // left on the voucher, or outstanding on the loan
	Code     QR
	Expires  Instant
	Lines    []LineSplit
}

// AccountData is what a gas provider tells of an account: no name, no address
// (BOTH-PRIVACY-001).
type AccountData struct {
	Provider ProviderID
	Number   AccountNumber
	Class    ApplianceClass
	People   uint8
}

// ApplianceClass says what burns the gas: it decides the norm.
type ApplianceClass uint8

// The classes.
const (
	Stove  ApplianceClass = iota + 1 // a flat with a stove
	Boiler                           // a house heated by gas
)

// LineSplit is one line of a basket with its share of the discount.
type LineSplit struct {
	Goods    GoodsID
	Eligible bool // on the list in force and marked by the store
	Quantity Quantity
	Price    Money // shelf price of a unit
	Cost     Money // quantity at the shelf price
	Discount Money
}
