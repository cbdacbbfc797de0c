package voucher

import "strings"

// Refusal is a programme's no: the reason and the requirement that demands it.
// It is an answer, never an error. Refusals are made once, as package-level
// values, and compared by their fields.
type Refusal struct {
	Reason      Reason        `json:"reason"`
	Requirement RequirementID `json:"requirement,omitzero"`
	// Foreign is the code that came with a no of a build whose codes are its own and
	// stand for no Reason, which is 0 then. No rule gives one.
	Foreign string `json:"foreign,omitzero"`
}

// Refuse makes a refusal, for package-level tables.
func Refuse(reason Reason, id RequirementID) *Refusal {
	return &Refusal{Reason: reason, Requirement: id}
}

// String writes "window-closed (GAS-WINDOW-001)", "accepted" for nil, and for a no
// without a reason of the vocabulary "foreign:E42" or "without-reason".
func (r *Refusal) String() string {
	switch {
	case r == nil:
		return "accepted"
	case r.Reason == 0 && r.Foreign != "":
		return ForeignMark + strings.ReplaceAll(r.Foreign, " ", "_") // one word
	case r.Reason == 0:
		return "without-reason"
	}
	return r.Reason.String() + " (" + string(r.Requirement) + ")"
}

// ForeignMark begins a code of a build's own in the words of a text history.
const ForeignMark = "foreign:"

// Reason says why. The constants stand in order of precedence: where two
// apply, the first is the answer.
type Reason uint8

// The reasons: first who asks and how, then what, then whether the programme
// allows it now, then whether this record allows it.
const (
	RoleNotAllowed Reason = iota + 1
	KeyMissing
	KeyReused
	RecordUnknown
	RecordNotOwn
	ValueInvalid
	LimitExceeded

	ParameterUnknown
	ParameterOutOfBounds
	ParameterInPast

	OutsidePeriod
	OutsideTerritory
	ListClosed
	NoGround
	OwnerNotMember
	PersonInTwoFamilies
	NotListed
	NotAsked
	ChannelClosed
	DeviceOwner
	RefusedThisMonth
	WindowNotOpen
	WindowClosed
	ConsentMissing
	AlreadyActivated
	StepOutOfOrder
	OfferOutdated
	AccountTaken
	ProviderUnavailable
	AccountUnknown
	AccountOfAnother
	NothingToCancel

	ListNotSent
	ListNotReceived
	AlreadyCharged
	NotCharged

	StoreNotParticipating
	StoreSuspended
	TillNotIntegrated
	StoreOutsideTerritory
	StoreOfAnotherCity
	OfflineNotAllowed
	CodeUnknown
	CodeReplaced
	CodeUsed
	CodeExpired
	CodeNotScanned
	NotCredited
	VoucherExpired
	NotActivated
	AlreadyCredited
	StockExceeded
	NothingEligible
	BalanceSpent
	FloorExceeded

	PurchaseReversed
	StoreOfAnotherPurchase
	RefundClosed
	MoreThanBought

	LoanNotForStock
	LoanDisbursed
	LoanNotDisbursed
	LoanOverpaid
	NotRecipient
	AppealClosed

	reasons
)

type reasonWords struct {
	code string
	text Text
}

// String returns the stable code, such as "window-closed"; "" for no reason.
func (r Reason) String() string {
	if r == 0 || r >= reasons {
		return ""
	}
	return reasonTable[r].code
}

// Text says the reason in words.
func (r Reason) Text() Text {
	if r == 0 || r >= reasons {
		return Text{}
	}
	return reasonTable[r].text
}

// ParseReason reads what String writes.
func ParseReason(s string) (r Reason, ok bool) {
	for i := range reasonTable {
		if reasonTable[i].code == s && s != "" {
			return Reason(i), true
		}
	}
	return 0, false
}

// AllReasons returns every reason in order of precedence.
func AllReasons() []Reason {
	all := make([]Reason, 0, reasons-1)
	for r := Reason(1); r < reasons; r++ {
		all = append(all, r)
	}
	return all
}
