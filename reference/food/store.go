package food

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	storeNotIn       = voucher.Refuse(voucher.StoreNotParticipating, "FOOD-PURCHASE-001")
	markerNotIn      = voucher.Refuse(voucher.StoreNotParticipating, "FOOD-STORE-001")
	storeSuspended   = voucher.Refuse(voucher.StoreSuspended, "FOOD-PURCHASE-001")
	tillNotConnected = voucher.Refuse(voucher.TillNotIntegrated, "FOOD-STORE-002")
)

// Store is where a store stands with the programme.
type Store struct {
	Territory  voucher.Territory
	In         bool   // takes part
	Suspended  bool   // its authorisations are stopped (reading F26)
	Integrated bool   // its tills are connected with the wallet
	Newest     uint32 // sequence of the code its tills showed last, 0: none
}

// Join refuses a store that wants to take part; t are the terms of its
// territory (FOOD-PURCHASE-003).
func (t *Terms) Join() *voucher.Refusal { return t.Seat() }

// Stop refuses to suspend or resume a store that does not take part.
func Stop(s *Store) *voucher.Refusal {
	if !s.In {
		return storeNotIn
	}
	return nil
}

// Mark refuses a mark by a store that does not take part (FOOD-STORE-001). Any
// goods may be marked: off the list in force a mark gives nothing.
func Mark(s *Store) *voucher.Refusal {
	if !s.In {
		return markerNotIn
	}
	return nil
}

// Redeems refuses a store that may not redeem vouchers: it does not take part
// (FOOD-PURCHASE-001), is suspended, has no integrated till (FOOD-STORE-002) or
// lies outside the pilot (FOOD-PURCHASE-003). t are the terms of its territory.
func (t *Terms) Redeems(s *Store) *voucher.Refusal {
	switch {
	case !s.In:
		return storeNotIn
	case s.Suspended:
		return storeSuspended
	case !s.Integrated:
		return tillNotConnected
	}
	return t.Seat()
}
