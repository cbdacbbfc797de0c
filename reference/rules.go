package reference

import (
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Rules is one function for each decision. A wrong world replaces an entry
// without touching a rule file.
type Rules struct {
	Gas  GasRules
	Food FoodRules
	// Adjust decides on a correction of the rules of either programme.
	Adjust func(s *voucher.Setting, today voucher.Day) *voucher.Refusal
}

// GasRules are the decisions of the gas programme.
type GasRules struct {
	Window       func(t *gas.Terms, m voucher.Month) (from, to voucher.Instant)
	NoticeDue    func(t *gas.Terms, m voucher.Month) voucher.Instant
	DispatchDue  func(t *gas.Terms, m voucher.Month) voucher.Instant
	ReminderDue  func(t *gas.Terms, sent voucher.Instant) voucher.Instant
	Update       func(t *gas.Terms, now voucher.Instant) (deferred bool, r *voucher.Refusal)
	CheckRow     func(row *voucher.GasListRow, inPilot bool) *voucher.Refusal
	Drops        func(v gas.Voucher) bool
	AsksNow      func(t *gas.Terms, now voucher.Instant) bool
	MayAsk       func(c *gas.Claim) bool
	Reminds      func(t *gas.Terms, c *gas.Claim, now voucher.Instant) bool
	Reply        func(t *gas.Terms, c *gas.Claim, v *gas.Voucher, a voucher.Answer, by voucher.Channel, now voucher.Instant) (gas.Effect, *voucher.Refusal)
	EnterAccount func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal
	AcceptOffer  func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal
	Confirm      func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal
	Cancel       func(t *gas.Terms, v *gas.Voucher, now voucher.Instant) *voucher.Refusal
	Acknowledge  func(l *gas.List) *voucher.Refusal
	MayCharge    func(t *gas.Terms, a *gas.Account, l *gas.List, m voucher.Month, v voucher.Volume, listed, charged bool) *voucher.Refusal
	MayCorrect   func(v voucher.Volume, charged bool) *voucher.Refusal
	Charge       func(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill
}

// StandardRules are the rules of the two programmes as they stand in packages
// gas and food.
func StandardRules() Rules {
	return Rules{
		Gas: GasRules{
			Window: (*gas.Terms).Window, NoticeDue: (*gas.Terms).NoticeDue, DispatchDue: (*gas.Terms).DispatchDue,
			ReminderDue: (*gas.Terms).ReminderDue, Update: (*gas.Terms).Update, CheckRow: gas.CheckRow, Drops: gas.Drops,
			AsksNow: (*gas.Terms).AsksNow, MayAsk: gas.MayAsk, Reminds: (*gas.Terms).Reminds, Reply: (*gas.Terms).Reply,
			EnterAccount: (*gas.Terms).EnterAccount, AcceptOffer: (*gas.Terms).AcceptOffer, Confirm: (*gas.Terms).Confirm,
			Cancel: (*gas.Terms).Cancel, Acknowledge: (*gas.List).Acknowledge, MayCharge: (*gas.Terms).MayCharge,
			MayCorrect: gas.MayCorrect, Charge: (*gas.Tariff).Charge,
		},
		Food:   standardFoodRules(),
		Adjust: food.Adjust,
	}
}
