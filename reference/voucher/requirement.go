package voucher

import (
	"slices"
	"strings"
)

// RequirementID is the permanent id of one demand of the programmes:
// programme, chapter and number, as in "FOOD-EXPIRY-001". Ids are never
// renumbered and never reused, so a refusal, a case and a report of any year
// mean the same demand by the same id. What an id demands, in words, stands in
// the catalogue scenarios/requirements.yaml, in this order.
type RequirementID string

// Programme returns the programme that the id belongs to, Both for the demands
// on either, and 0 for a text that begins with none of the three names. It
// looks at the form only: whether the id exists, Valid says.
func (id RequirementID) Programme() Programme {
	name, _, _ := strings.Cut(string(id), "-")
	switch name {
	case "GAS":
		return Gas
	case "FOOD":
		return Food
	case "BOTH":
		return Both
	}
	return 0
}

// Chapter returns the chapter word of the id in lower case, as it names files
// and folders: "window" for "GAS-WINDOW-001". It is empty for a text that has
// not the three parts of an id; whether the id exists, Valid says.
func (id RequirementID) Chapter() string {
	parts := strings.Split(string(id), "-")
	if len(parts) != 3 {
		return ""
	}
	return strings.ToLower(parts[1])
}

// Valid reports whether the id is one of RequirementIDs, letter by letter:
// lower case and blanks make another text, not the same id.
func (id RequirementID) Valid() bool {
	return slices.Contains(requirementIDs[:], id)
}

// RequirementIDs returns every requirement id once, gas before food before
// both, chapters and numbers in the order of the catalogue. The slice is a
// fresh copy: the caller may keep and change it.
func RequirementIDs() []RequirementID {
	return slices.Clone(requirementIDs[:])
}

// requirementIDs is the closed list. A new demand takes the next free number of
// its chapter, and a dropped one leaves a gap.
var requirementIDs = [...]RequirementID{
	"GAS-PERIOD-001", "GAS-PERIOD-002", "GAS-PERIOD-003",
	"GAS-TERRITORY-001", "GAS-TERRITORY-002",
	"GAS-ELIGIBILITY-001", "GAS-ELIGIBILITY-002",
	"GAS-LIST-001", "GAS-LIST-002", "GAS-LIST-003",
	"GAS-NOTICE-001", "GAS-NOTICE-002",
	"GAS-REMINDER-001",
	"GAS-CONSENT-001", "GAS-CONSENT-002", "GAS-CONSENT-003", "GAS-CONSENT-004", "GAS-CONSENT-005",
	"GAS-OPENING-001", "GAS-OPENING-002",
	"GAS-EXPIRY-001",
	"GAS-FORM-001",
	"GAS-CHANNEL-001", "GAS-CHANNEL-002",
	"GAS-WINDOW-001", "GAS-WINDOW-002",
	"GAS-ACCOUNT-001", "GAS-ACCOUNT-002", "GAS-ACCOUNT-003", "GAS-ACCOUNT-004",
	"GAS-OFFER-001",
	"GAS-ACTIVATION-001", "GAS-ACTIVATION-002",
	"GAS-DISPATCH-001", "GAS-DISPATCH-002", "GAS-DISPATCH-003",
	"GAS-BILL-001", "GAS-BILL-002", "GAS-BILL-003", "GAS-BILL-004", "GAS-BILL-005",

	"FOOD-PERIOD-001", "FOOD-PERIOD-002",
	"FOOD-TERRITORY-001",
	"FOOD-ELIGIBILITY-001", "FOOD-ELIGIBILITY-002",
	"FOOD-LIST-001", "FOOD-LIST-002",
	"FOOD-NOTICE-001", "FOOD-NOTICE-002",
	"FOOD-CONSENT-001", "FOOD-CONSENT-002", "FOOD-CONSENT-003",
	"FOOD-CREDIT-001", "FOOD-CREDIT-002",
	"FOOD-EXPIRY-001", "FOOD-EXPIRY-002",
	"FOOD-FORM-001",
	"FOOD-BASKET-001",
	"FOOD-QR-001",
	"FOOD-PURCHASE-001", "FOOD-PURCHASE-002", "FOOD-PURCHASE-003",
	"FOOD-REFUND-001",
	"FOOD-REVERSAL-001",
	"FOOD-JOURNAL-001",
	"FOOD-STORE-001", "FOOD-STORE-002", "FOOD-STORE-003",
	"FOOD-LOAN-001", "FOOD-LOAN-002",
	"FOOD-TRACE-001", "FOOD-TRACE-002",
	"FOOD-FEEDBACK-001", "FOOD-FEEDBACK-002",
	"FOOD-REPORT-001",
	"FOOD-ADJUSTMENT-001",

	"BOTH-TIME-001", "BOTH-TIME-002", "BOTH-TIME-003",
	"BOTH-MONEY-001", "BOTH-MONEY-002",
	"BOTH-RETRY-001",
	"BOTH-RACE-001",
	"BOTH-ACCESS-001",
	"BOTH-PRIVACY-001",
	"BOTH-JOURNAL-001",
	"BOTH-CONTROL-001",
	"BOTH-CONTRACT-001",
	"BOTH-INPUT-001",
}
