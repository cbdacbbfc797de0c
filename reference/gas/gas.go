// Package gas knows the rules of the gas vouchers: one file a chapter, pure
// functions on values, every number in parameters.go.
//
// It must not know a clock, a store of records, the order in which commands
// come, or who calls it: the machine hands in the values that a decision needs
// and keeps what is decided.
package gas

import "github.com/vouch-kz/vouch/reference/voucher"

// Claim is what the programme knows of one person: the standing entry on the
// list, and how far the person has come in one month.
type Claim struct {
	Residence voucher.Territory // on the status date
	Reasons   voucher.Reasons
	Listed    bool
	Standing  bool // has consented for good, under reading G13 standing_consent
	// Entry is the place in the registry, plus one, of the account entered
	// last, in this month or an earlier one; zero: not known when entered.
	Entry uint32

	// The month that the fields below speak of; in any other month they are
	// void, see In.
	Month     voucher.Month
	Asked     voucher.Instant // the month's SMS; zero: none
	Answer    voucher.Answer  // the valid answer that counts
	Delivery  voucher.Delivery
	Reminders uint8
	Step      Step
	Voucher   voucher.VoucherID
	Account   AccountKey // entered last
}

// AccountKey is a gas account: numbers are unique for one provider only.
type AccountKey struct {
	Provider voucher.ProviderID
	Number   voucher.AccountNumber
}

// Step is how far the activation of an opened voucher has come.
type Step uint8

// The steps.
const (
	NotStarted Step = iota
	Entered         // account entered, offer shown
	Continued       // offer accepted, account known to its provider, data shown
)

// In returns the claim as it stands in a month: a new month begins without a
// question, an answer and a voucher, and keeps the entry on the list.
func (c Claim) In(m voucher.Month) Claim {
	if c.Month == m {
		return c
	}
	return Claim{Residence: c.Residence, Reasons: c.Reasons, Listed: c.Listed, Standing: c.Standing, Entry: c.Entry, Month: m}
}

// Voucher is one recipient's voucher of one month.
type Voucher struct {
	Person    voucher.PersonID
	Month     voucher.Month
	State     voucher.VoucherState // Opened, Active or Closed
	Cause     voucher.Cause        // why it is Closed
	Class     voucher.ApplianceClass
	People    uint8 // residents of the account, as at activation (reading G28)
	Activated voucher.Instant
	Account   AccountKey
	Before    voucher.VoucherID // activated on the same account before this one
}

// Account is an entry of a provider's registry.
type Account struct {
	Key    AccountKey
	Class  voucher.ApplianceClass
	People uint8
	Known  bool // false: closed, or never registered
	Owner  voucher.PersonID
	// Taken is the last month in which a voucher was activated on the account,
	// By the voucher (GAS-ACCOUNT-001).
	Taken   voucher.Month
	By      voucher.VoucherID
	Receipt voucher.ReceiptID // newest, of any month; zero: none
}

// Data is what the provider tells of the account (GAS-ACCOUNT-004).
func (a Account) Data() voucher.AccountData {
	return voucher.AccountData{Provider: a.Key.Provider, Number: a.Key.Number, Class: a.Class, People: a.People}
}
