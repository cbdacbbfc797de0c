package reports

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// eventRules are the words of an event and the requirement that it follows. What
// hangs on more than the kind is in eventRule.
var eventRules = map[voucher.EventKind]struct {
	words       string
	requirement voucher.RequirementID
}{
	voucher.GasListed:            {"happened.gas_listed", "GAS-LIST-001"},
	voucher.GasUnlisted:          {"happened.gas_unlisted", "GAS-LIST-001"},
	voucher.GasRowDeferred:       {"happened.gas_row_deferred", "GAS-LIST-002"},
	voucher.MessageSent:          {"happened.message_sent", ""},
	voucher.DeliveryReported:     {"happened.delivery_reported", ""},
	voucher.Replied:              {"happened.replied", ""},
	voucher.GasVoucherOpened:     {"happened.gas_voucher_opened", "GAS-OPENING-001"},
	voucher.GasVoucherClosed:     {"happened.gas_voucher_closed.lapse", "GAS-EXPIRY-001"},
	voucher.WalletOpened:         {"happened.wallet_opened", "GAS-CHANNEL-001"},
	voucher.AccountEntered:       {"happened.account_entered", "GAS-ACCOUNT-002"},
	voucher.OfferAccepted:        {"happened.offer_accepted", "GAS-ACCOUNT-003"},
	voucher.GasVoucherActivated:  {"happened.gas_voucher_activated", "GAS-ACTIVATION-001"},
	voucher.ActivationCancelled:  {"happened.activation_cancelled", "GAS-ACTIVATION-002"},
	voucher.ReceiptIssued:        {"happened.receipt_issued", "GAS-BILL-002"},
	voucher.FoodListed:           {"happened.food_listed", "FOOD-LIST-001"},
	voucher.MemberListed:         {"happened.member_listed", "FOOD-LIST-002"},
	voucher.FoodUnlisted:         {"happened.food_unlisted", "FOOD-LIST-001"},
	voucher.FoodVoucherCredited:  {"happened.food_voucher_credited", "FOOD-CREDIT-001"},
	voucher.FoodVoucherActivated: {"happened.food_voucher_activated", "FOOD-CONSENT-001"},
	voucher.FoodVoucherAnnulled:  {"happened.food_voucher_annulled", "FOOD-EXPIRY-002"},
	voucher.CodeShown:            {"happened.code_shown", "FOOD-QR-001"},
	voucher.CodeScanned:          {"happened.code_scanned", "FOOD-QR-001"},
	voucher.Purchased:            {"happened.purchased", "FOOD-PURCHASE-002"},
	voucher.ReversalBooked:       {"happened.reversal_booked", "FOOD-REVERSAL-001"},
	voucher.Refunded:             {"happened.refunded", "FOOD-REFUND-001"},
	voucher.MarkupExceeded:       {"happened.markup_exceeded", "FOOD-TRACE-002"},
	voucher.StockOverdrawn:       {"happened.stock_overdrawn", "FOOD-TRACE-001"},
	voucher.Rated:                {"happened.rated", "FOOD-FEEDBACK-001"},
	voucher.AppealFiled:          {"happened.appeal_filed", "FOOD-FEEDBACK-002"},
	voucher.AppealAnswered:       {"happened.appeal_answered", "FOOD-FEEDBACK-002"},
}

// eventRule returns the id of an event's words and the requirement that it follows;
// no words for a kind that no family's life has.
func eventRule(e *voucher.Event) (words string, requirement voucher.RequirementID) {
	rule := eventRules[e.Kind]
	words, requirement = rule.words, rule.requirement
	food := e.Programme == voucher.Food
	switch e.Kind {
	case voucher.MessageSent:
		requirement = messageRule(voucher.MessageKind(e.Code), food)
	case voucher.Replied:
		requirement = replyRule(voucher.Answer(e.Code), food)
	case voucher.GasVoucherClosed:
		switch voucher.Cause(e.Code) {
		case voucher.ByRefusal:
			return "happened.gas_voucher_closed.refusal", "GAS-CONSENT-002"
		case voucher.ByDrop:
			return "happened.gas_voucher_closed.drop", "GAS-LIST-003"
		}
	}
	return words, requirement
}

// messageRule returns the requirement by which an SMS is sent.
func messageRule(k voucher.MessageKind, food bool) voucher.RequirementID {
	switch {
	case k == voucher.Help:
		return "GAS-CONSENT-005"
	case k == voucher.Reminder:
		return "GAS-REMINDER-001"
	case food:
		return "FOOD-NOTICE-001"
	}
	return "GAS-NOTICE-002"
}

// replyRule returns the requirement by which an answer counts.
func replyRule(a voucher.Answer, food bool) voucher.RequirementID {
	switch {
	case a == voucher.Malformed:
		return "GAS-CONSENT-005"
	case food && a == voucher.No:
		return "FOOD-CONSENT-003"
	case food:
		return "FOOD-CONSENT-001"
	case a == voucher.No:
		return "GAS-CONSENT-002"
	}
	return "GAS-CONSENT-001"
}

// happened tells an event of a family's life, and the requirement that it follows.
func (s *speech) happened(e *voucher.Event) (string, voucher.RequirementID) {
	words, requirement := eventRule(e)
	if words == "" {
		return e.Kind.String(), requirement
	}
	answer := s.say("trace.silence")
	if a := voucher.Answer(e.Code); e.Kind == voucher.Replied && a != voucher.NoAnswer {
		answer = s.say("value." + a.String())
	}
	kind, delivery := "", s.say("value.done")
	if e.Kind == voucher.MessageSent {
		kind = s.say("value." + voucher.MessageKind(e.Code).String())
	}
	if e.Code == 0 {
		delivery = s.say("value.failed")
	}
	return clean(s.say(words, "Grounds", s.grounds(voucher.Reasons(e.Code)), "Place", s.place(e.Territory), "Message", fmt.Sprint(e.Ref),
		"Kind", kind, "About", s.about(e.Programme), "Delivery", delivery, "Answer", answer, "Month", s.monthOrNone(e.Month),
		"Account", e.Account.String(), "Volume", s.amount(voucher.Volume(e.Quantity).String()), "Charged", s.tenge(int64(e.Amount)),
		"Discount", s.tenge(int64(e.Balance)), "Payable", s.tenge(int64(e.Paid)), "N", eventCount(e), "Person", fmt.Sprint(e.Person),
		"Amount", s.tenge(int64(e.Amount)), "Paid", s.tenge(int64(e.Paid)), "Left", s.tenge(int64(e.Balance)), "Store", fmt.Sprint(e.Store),
		"Goods", fmt.Sprint(e.Goods))), requirement
}

// eventCount is the number that an event is about: members, a score, an appeal.
func eventCount(e *voucher.Event) string {
	switch e.Kind {
	case voucher.Rated:
		return fmt.Sprint(e.Code)
	case voucher.AppealFiled, voucher.AppealAnswered:
		return fmt.Sprint(e.Ref)
	}
	return fmt.Sprint(e.Count)
}
