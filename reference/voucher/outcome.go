package voucher

// Outcome is the answer to a command: a refusal or a result, and the events
// that the command caused. A repeated command is answered as the first time and
// causes none. Slices in it are valid until the next call.
type Outcome struct {
	Refusal *Refusal `json:"refusal,omitzero"` // nil: accepted
	Result  Result   `json:"result,omitzero"`
	Events  []Event  `json:"events,omitzero"`
}

// Result is what the asker is told. Each command fills the fields its rule
// names; the rest are zero.
type Result struct {
	Voucher  VoucherID   `json:"voucher,omitzero"`
	Purchase PurchaseID  `json:"purchase,omitzero"`
	Receipt  ReceiptID   `json:"receipt,omitzero"`
	Loan     LoanID      `json:"loan,omitzero"`
	Appeal   AppealID    `json:"appeal,omitzero"`
	Row      int         `json:"row,omitzero"`     // 1-based row of a list update that was refused
	Edition  uint32      `json:"edition,omitzero"` // of the offer that is shown
	Account  AccountData `json:"account,omitzero"` // as the provider knows it
	Amount   Money       `json:"amount,omitzero"`  // discount, credit, charge less discount, …
	Paid     Money       `json:"paid,omitzero"`    // what the buyer pays, or gets back
	Balance  Money       `json:"balance,omitzero"` // left on the voucher, or outstanding on the loan
	Code     QR          `json:"code,omitzero"`
	Expires  Instant     `json:"expires,omitzero"`
	Lines    []LineSplit `json:"lines,omitzero"`
}

// AccountData is what a gas provider tells of an account: no name, no address
// (BOTH-PRIVACY-001).
type AccountData struct {
	Provider ProviderID     `json:"provider,omitzero"`
	Number   AccountNumber  `json:"number,omitzero"`
	Class    ApplianceClass `json:"class,omitzero"`
	People   uint8          `json:"people"`
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
	Goods    GoodsID  `json:"goods,omitzero"`
	Eligible bool     `json:"eligible"` // on the list in force and marked by the store
	Quantity Quantity `json:"quantity"`
	Price    Money    `json:"price"` // shelf price of a unit
	Cost     Money    `json:"cost"`  // quantity at the shelf price
	Discount Money    `json:"discount"`
}
