package food

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	offlineNotAllowed = voucher.Refuse(voucher.OfflineNotAllowed, "FOOD-PURCHASE-002")
	nothingEligible   = voucher.Refuse(voucher.NothingEligible, "FOOD-BASKET-001")
	balanceSpent      = voucher.Refuse(voucher.BalanceSpent, "FOOD-PURCHASE-002")
	floorExceeded     = voucher.Refuse(voucher.FloorExceeded, "FOOD-PURCHASE-002")
)

// Sale is all that a purchase is decided on. Code is nil where the till read
// something that is no code of ours, Wallet where nobody has scanned it.
type Sale struct {
	Now      voucher.Instant
	Store    voucher.StoreID
	State    *Store
	Sequence uint32 // of the code
	Code     *Code
	Wallet   *Wallet
	Offline  bool
	Lines    []Line // given; the rest of each line is worked out here
}

// Bill is the answer to a purchase; the lines of the sale hold its split.
type Bill struct {
	Discount voucher.Money
	Paid     voucher.Money // shelf price less discount (FOOD-STORE-003)
	Balance  voucher.Money // left on the voucher
}

// Purchase decides a purchase: the balance is checked, then the fitting
// discount given, never above the balance and never above what the eligible
// lines allow (FOOD-PURCHASE-002). Any balance above zero is good for a part
// (reading F16).
//
// A basket that would earn nothing is refused, so that the till sells it
// without the voucher and the code stays unused. t are the terms of the store's
// territory. Refusals are checked in their order of precedence.
func (t *Terms) Purchase(s *Sale) (Bill, *voucher.Refusal) {
	if r := t.mayRedeem(s); r != nil {
		return Bill{}, r
	}
	cost, most := t.Weigh(s.Lines)
	if r := t.InStock(s.Lines); r != nil {
		return Bill{}, r
	}
	discount := min(s.Wallet.Balance, most)
	switch {
	case most == 0:
		return Bill{}, nothingEligible
	case discount == 0:
		return Bill{}, balanceSpent
	case s.Offline && discount > t.OfflineFloor:
		return Bill{}, floorExceeded
	}
	split(s.Lines, discount)
	return Bill{Discount: discount, Paid: cost - discount, Balance: s.Wallet.Balance - discount}, nil
}

// mayRedeem refuses what is no matter of the basket: period, store, till, code
// and voucher.
func (t *Terms) mayRedeem(s *Sale) *voucher.Refusal {
	if r := t.Running(s.Now); r != nil {
		return r
	}
	if r := t.Redeems(s.State); r != nil {
		return r
	}
	if s.Wallet != nil {
		if r := t.Serves(s.State.Territory, s.Wallet.Residence); r != nil {
			return r
		}
	}
	switch {
	case s.Offline && !t.Readings.Is(voucher.F19, voucher.Option):
		return offlineNotAllowed
	case s.Code == nil:
		return codeUnknown
	}
	if r := s.Code.check(s.Sequence, s.Wallet, s.Store, s.Offline, s.Now); r != nil {
		return r
	}
	return valid(s.Wallet, s.Now)
}
