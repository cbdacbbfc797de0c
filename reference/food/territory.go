package food

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	residenceOutside = voucher.Refuse(voucher.OutsideTerritory, "FOOD-TERRITORY-001")
	storeOutside     = voucher.Refuse(voucher.StoreOutsideTerritory, "FOOD-PURCHASE-003")
	storeElsewhere   = voucher.Refuse(voucher.StoreOfAnotherCity, "FOOD-PURCHASE-003")
)

// Home refuses a residence outside the pilot's cities; t are the terms of the
// residence. A city is in, its region is not (FOOD-TERRITORY-001).
func (t *Terms) Home() *voucher.Refusal {
	if !t.Pilot {
		return residenceOutside
	}
	return nil
}

// Seat refuses a store outside the pilot's cities; t are the terms of the
// store's territory (FOOD-PURCHASE-003).
func (t *Terms) Seat() *voucher.Refusal {
	if !t.Pilot {
		return storeOutside
	}
	return nil
}

// Serves refuses a store for a family of another city, under reading F27
// own_city_only alone: by default every pilot city serves every family.
func (t *Terms) Serves(store, residence voucher.Territory) *voucher.Refusal {
	if store != residence && t.Readings.Is(voucher.F27, voucher.Option) {
		return storeElsewhere
	}
	return nil
}
