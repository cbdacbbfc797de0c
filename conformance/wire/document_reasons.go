package wire

import (
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// kept is a demand that a refusal for a reason keeps, and the operations that
// refuse for it, words between blanks; "": all of them.
type kept struct {
	demand voucher.RequirementID
	in     string
}

// demandsOf says which demand a refusal names. A test holds it to the refusals of
// the rules and to what all histories are answered.
var demandsOf = map[voucher.Reason][]kept{
	voucher.RoleNotAllowed: {{"BOTH-ACCESS-001", ""}, {"FOOD-QR-001", "show_code scan_code (the side that shows no codes under reading F33)"}},
	voucher.RecordUnknown:  {{"BOTH-ACCESS-001", ""}, {"FOOD-REVERSAL-001", "reverse (no purchase under the key)"}},
	voucher.RecordNotOwn:   {{"BOTH-ACCESS-001", ""}},
	voucher.KeyMissing:     {{"BOTH-RETRY-001", ""}},
	voucher.KeyReused:      {{"BOTH-RETRY-001", ""}},
	voucher.ValueInvalid: {
		{"BOTH-ACCESS-001", "reply (no programme)"}, {"GAS-ELIGIBILITY-001", "update_gas_list"}, {"GAS-CHANNEL-001", "open_wallet"},
		{"GAS-ACCOUNT-003", "enter_account register_account"}, {"FOOD-LIST-001", "update_food_list (a family twice)"},
		{"FOOD-LIST-002", "update_food_list (a member twice)"}, {"FOOD-BASKET-001", "purchase sell_outside"}, {"FOOD-REFUND-001", "refund"},
		{"FOOD-TRACE-001", "deliver"}, {"FOOD-LOAN-001", "grant_loan repay_loan"}, {"FOOD-FEEDBACK-001", "rate"},
	},
	voucher.LimitExceeded: {
		{"GAS-LIST-001", "update_gas_list"}, {"GAS-BILL-001", "charge_volume correct_volume"}, {"FOOD-LIST-001", "update_food_list (rows)"},
		{"FOOD-CREDIT-001", "update_food_list (members)"}, {"FOOD-BASKET-001", "purchase sell_outside"}, {"FOOD-REFUND-001", "refund"}, {"FOOD-QR-001", "show_code"},
	},
	voucher.ParameterUnknown:     {{"FOOD-ADJUSTMENT-001", ""}},
	voucher.ParameterOutOfBounds: {{"FOOD-ADJUSTMENT-001", ""}},
	voucher.ParameterInPast:      {{"FOOD-ADJUSTMENT-001", ""}},
	voucher.OutsidePeriod: {
		{"GAS-BILL-001", "charge_volume"}, {"GAS-PERIOD-001", "all other gas commands, reply for gas"}, {"FOOD-PERIOD-002", "all food commands, reply for food"},
	},
	voucher.OutsideTerritory:    {{"GAS-TERRITORY-002", "gas commands"}, {"FOOD-TERRITORY-001", "update_food_list"}},
	voucher.ListClosed:          {{"GAS-LIST-002", ""}},
	voucher.NoGround:            {{"GAS-ELIGIBILITY-001", "update_gas_list"}, {"FOOD-ELIGIBILITY-001", "update_food_list"}},
	voucher.OwnerNotMember:      {{"FOOD-NOTICE-002", ""}},
	voucher.PersonInTwoFamilies: {{"FOOD-LIST-002", ""}},
	voucher.NotListed: {
		{"GAS-ELIGIBILITY-001", "gas commands, reply for gas"}, {"FOOD-ELIGIBILITY-001", "reply for food"}, {"FOOD-LIST-001", "update_food_list"},
	},
	voucher.NotAsked:         {{"GAS-CONSENT-001", "reply for gas"}, {"FOOD-CONSENT-002", "reply for food"}},
	voucher.ChannelClosed:    {{"GAS-CONSENT-001", "reply for gas"}, {"FOOD-CONSENT-001", "reply for food"}},
	voucher.DeviceOwner:      {{"GAS-CHANNEL-002", ""}},
	voucher.RefusedThisMonth: {{"GAS-CONSENT-002", "gas commands, reply for gas"}, {"FOOD-CONSENT-003", "reply for food"}},
	voucher.WindowNotOpen:    {{"GAS-WINDOW-001", ""}},
	voucher.WindowClosed:     {{"GAS-CONSENT-003", "reply"}, {"GAS-WINDOW-001", "all other gas commands"}},
	voucher.ConsentMissing:   {{"GAS-CONSENT-001", ""}},
	voucher.AlreadyActivated: {{"GAS-OPENING-002", "gas commands"}, {"FOOD-EXPIRY-002", "activate"}},
	voucher.StepOutOfOrder:   {{"GAS-ACTIVATION-001", "accept_offer confirm (no account)"}, {"GAS-OFFER-001", "confirm (the offer is not accepted)"}},
	voucher.OfferOutdated:    {{"GAS-OFFER-001", ""}},
	voucher.AccountTaken:     {{"GAS-ACCOUNT-002", "enter_account"}, {"GAS-ACCOUNT-001", "accept_offer confirm"}},

	voucher.ProviderUnavailable: {{"GAS-ACCOUNT-003", ""}},
	voucher.AccountUnknown:      {{"GAS-BILL-001", "charge_volume"}, {"GAS-ACCOUNT-003", "enter_account accept_offer"}},
	voucher.AccountOfAnother:    {{"GAS-ACCOUNT-003", ""}},
	voucher.NothingToCancel:     {{"GAS-ACTIVATION-002", ""}},
	voucher.ListNotSent:         {{"GAS-DISPATCH-001", ""}},
	voucher.ListNotReceived:     {{"GAS-BILL-001", ""}},
	voucher.AlreadyCharged:      {{"GAS-BILL-001", ""}},
	voucher.NotCharged:          {{"GAS-BILL-005", ""}},

	voucher.StoreNotParticipating: {
		{"FOOD-PURCHASE-001", "purchase show_code suspend_store"}, {"FOOD-STORE-001", "mark_goods"}, {"FOOD-LOAN-002", "grant_loan disburse_loan"},
	},
	voucher.StoreSuspended:        {{"FOOD-PURCHASE-001", ""}},
	voucher.TillNotIntegrated:     {{"FOOD-STORE-002", ""}},
	voucher.StoreOutsideTerritory: {{"FOOD-PURCHASE-003", ""}},
	voucher.StoreOfAnotherCity:    {{"FOOD-PURCHASE-003", ""}},
	voucher.OfflineNotAllowed:     {{"FOOD-PURCHASE-002", ""}},
	voucher.CodeUnknown:           {{"FOOD-QR-001", ""}},
	voucher.CodeReplaced:          {{"FOOD-QR-001", ""}},
	voucher.CodeUsed:              {{"FOOD-QR-001", ""}},
	voucher.CodeExpired:           {{"FOOD-QR-001", ""}},
	voucher.CodeNotScanned:        {{"FOOD-QR-001", ""}},
	voucher.NotCredited:           {{"FOOD-CONSENT-001", ""}},
	voucher.VoucherExpired:        {{"FOOD-EXPIRY-001", ""}},
	voucher.NotActivated:          {{"FOOD-EXPIRY-002", ""}},
	voucher.AlreadyCredited:       {{"FOOD-CONSENT-001", ""}},
	voucher.StockExceeded:         {{"FOOD-TRACE-001", ""}},
	voucher.NothingEligible:       {{"FOOD-BASKET-001", ""}},
	voucher.BalanceSpent:          {{"FOOD-PURCHASE-002", ""}},
	voucher.FloorExceeded:         {{"FOOD-PURCHASE-002", ""}},

	voucher.PurchaseReversed:       {{"FOOD-REVERSAL-001", ""}},
	voucher.StoreOfAnotherPurchase: {{"FOOD-REFUND-001", ""}},
	voucher.RefundClosed:           {{"FOOD-REFUND-001", ""}},
	voucher.MoreThanBought:         {{"FOOD-REFUND-001", ""}},
	voucher.LoanNotForStock:        {{"FOOD-LOAN-002", ""}},
	voucher.LoanDisbursed:          {{"FOOD-LOAN-001", ""}},
	voucher.LoanNotDisbursed:       {{"FOOD-LOAN-001", ""}},
	voucher.LoanOverpaid:           {{"FOOD-LOAN-001", ""}},
	voucher.NotRecipient:           {{"FOOD-FEEDBACK-001", "rate"}, {"FOOD-FEEDBACK-002", "file_appeal"}},
	voucher.AppealClosed:           {{"FOOD-FEEDBACK-002", ""}},
}

// ReasonDemand is a demand that a refusal keeps. In names, in English, the operations
// that refuse for it; "": all that refuse for the reason.
type ReasonDemand struct {
	Requirement voucher.RequirementID
	In          string
}

// OfReason says of a reason of the contract which status its answer has, and which
// demands it may name.
func OfReason(r voucher.Reason) (status int, demands []ReasonDemand) {
	for _, k := range demandsOf[r] {
		demands = append(demands, ReasonDemand{k.demand, k.in})
	}
	return statusOf(r), demands
}

// reasonsText is the table of reasons for people.
func reasonsText() string {
	var rows [][]string
	for _, r := range voucher.AllReasons() {
		var demands []string
		for _, k := range demandsOf[r] {
			if k.in == "" {
				demands = append(demands, string(k.demand))
				continue
			}
			demands = append(demands, string(k.demand)+" in "+k.in)
		}
		rows = append(rows, []string{"`" + r.String() + "`", strconv.Itoa(statusOf(r)), r.Text().En, strings.Join(demands, "; ")})
	}
	return table([]string{"code", "status", "meaning", "demand"}, rows)
}

// faultsText is the table of what is no programme's no.
func faultsText() string {
	var rows [][]string
	for _, f := range faults() {
		rows = append(rows, []string{"`" + f.Code + "`", strconv.Itoa(f.Status), f.Title})
	}
	return table([]string{"code", "status", "meaning"}, rows)
}

// reasonTable is the table of reasons for programs, in three languages, and after
// it that of faults.
func reasonTable() (rows []any) {
	for _, r := range voucher.AllReasons() {
		var demands []any
		for _, k := range demandsOf[r] {
			demands = append(demands, map[string]any{"requirement": string(k.demand), "in": k.in})
		}
		t := r.Text()
		rows = append(rows, map[string]any{"code": r.String(), "status": statusOf(r), "en": t.En, "ru": t.Ru, "kk": t.Kk, "demands": demands})
	}
	for _, f := range faults() {
		rows = append(rows, map[string]any{"code": f.Code, "status": f.Status, "en": f.Title, "transport": true})
	}
	return rows
}
