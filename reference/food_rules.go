package reference

import (
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// FoodRules are the decisions of the food programme.
type FoodRules struct {
	DueAt         func(t *food.Terms, day voucher.Day) food.Due
	CheckRow      func(t *food.Terms, row *food.Row) *voucher.Refusal
	Asks          func(t *food.Terms, l *food.Listing, asked, m voucher.Month) bool
	Reminds       func(w *food.Wallet) bool
	Reply         func(t *food.Terms, w *food.Wallet, listed bool, a voucher.Answer, by voucher.Channel, now voucher.Instant) (credit bool, r *voucher.Refusal)
	Face          func(t *food.Terms, members uint32) voucher.Money
	Activate      func(t *food.Terms, w *food.Wallet, now voucher.Instant) *voucher.Refusal
	Ends          func(w *food.Wallet) (amount voucher.Money, why voucher.Cause, ok bool)
	Show          func(t *food.Terms, w *food.Wallet, now voucher.Instant) *voucher.Refusal
	ShowAtTill    func(t *food.Terms, s *food.Store, open int, now voucher.Instant) *voucher.Refusal
	Until         func(t *food.Terms, now voucher.Instant) voucher.Instant
	Scan          func(t *food.Terms, c *food.Code, w *food.Wallet, now voucher.Instant) *voucher.Refusal
	Purchase      func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal)
	Reverse       func(t *food.Terms, p *food.Sold, w *food.Wallet, now voucher.Instant) (late bool, r *voucher.Refusal)
	Rest          func(sold []food.SoldLine) (discount, paid voucher.Money)
	Refund        func(t *food.Terms, p *food.Sold, w *food.Wallet, store voucher.StoreID, now voucher.Instant) (late bool, r *voucher.Refusal)
	Return        func(sold []food.SoldLine, lines []voucher.RefundLine, back []voucher.LineSplit) (discount, paid voucher.Money, r *voucher.Refusal)
	Join          func(t *food.Terms) *voucher.Refusal
	Stop          func(s *food.Store) *voucher.Refusal
	Mark          func(s *food.Store) *voucher.Refusal
	CheckDelivery func(q voucher.Quantity, price voucher.Money) *voucher.Refusal
	Grant         func(body voucher.Territory, s *food.Store, amount voucher.Money, why voucher.Purpose) *voucher.Refusal
	Disburse      func(l *food.Loan, body voucher.Territory, s *food.Store) *voucher.Refusal
	Repay         func(l *food.Loan, amount voucher.Money) *voucher.Refusal
	Rate          func(recipient bool, score uint8) *voucher.Refusal
	File          func(recipient bool) *voucher.Refusal
	Close         func(a *food.Appeal) *voucher.Refusal
}

// standardFoodRules are the rules as they stand in package food.
func standardFoodRules() FoodRules {
	return FoodRules{
		DueAt: (*food.Terms).DueAt, CheckRow: (*food.Terms).CheckRow, Asks: (*food.Terms).Asks, Reminds: food.Reminds,
		Reply: (*food.Terms).Reply, Face: (*food.Terms).Face, Activate: (*food.Terms).Activate, Ends: food.Ends,
		Show: (*food.Terms).Show, ShowAtTill: (*food.Terms).ShowAtTill, Until: (*food.Terms).Until,
		Scan: (*food.Terms).Scan, Purchase: (*food.Terms).Purchase, Reverse: (*food.Terms).Reverse, Rest: food.Rest,
		Refund: (*food.Terms).Refund, Return: food.Return, Join: (*food.Terms).Join, Stop: food.Stop, Mark: food.Mark,
		CheckDelivery: food.CheckDelivery, Grant: food.Grant, Disburse: food.Disburse, Repay: food.Repay,
		Rate: food.Rate, File: food.File, Close: food.Close,
	}
}
