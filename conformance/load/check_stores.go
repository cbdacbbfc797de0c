package load

import (
	"context"
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// storeDay is a store's operations, of a day or of all.
type storeDay struct {
	Purchases int64         `json:"purchases"`
	Discounts voucher.Money `json:"discounts"`
	Paid      voucher.Money `json:"paid"`
	Returned  voucher.Money `json:"returned"`
}

// checkStores holds what each store took and gave back, over the days of the run,
// against the books (FOOD-STORE-003).
func (s *Session) checkStores(ctx context.Context) error {
	want := make([]storeDay, len(s.town.stores))
	for _, f := range s.town.families {
		for i := range f.book.entries {
			e := &f.book.entries[i]
			if e.fate != accepted || e.deed == looked {
				continue
			}
			d := &want[e.store]
			if e.deed == bought {
				d.Purchases, d.Discounts, d.Paid = d.Purchases+1, d.Discounts+e.amount, d.Paid+e.paid
				continue
			}
			d.Returned += e.amount
		}
	}
	l := &link{dialer: s.dialer}
	defer l.close()
	first, last := s.began.Day(), s.began.Plus(int64(s.clock.reached())).Day()
	for i, headers := range s.town.stores {
		var got storeDay
		for day := first; day <= last; day++ {
			var record struct {
				Day storeDay `json:"store_day"`
			}
			request := s.get(nil, headers, voucher.AskStoreDay.String(), fmt.Sprintf("store=%d&day=%s", i+1, day))
			if err := s.patiently(ctx, l, request, &record); err != nil {
				return fmt.Errorf("store %d on %s: %w", i+1, day, err)
			}
			got.Purchases += record.Day.Purchases
			got.Discounts, got.Paid, got.Returned = got.Discounts+record.Day.Discounts, got.Paid+record.Day.Paid, got.Returned+record.Day.Returned
		}
		w := &want[i]
		if len(s.lost) > 0 { // others bought there too
			s.ledger.check(StoresCredited, got.Purchases >= w.Purchases && got.Discounts >= w.Discounts && got.Paid >= w.Paid && got.Returned >= w.Returned,
				"store %d: %d purchases with %s off and %s paid, %s given back, as acknowledged to agents that came back; its record has less: %d, %s, %s, %s",
				i+1, w.Purchases, w.Discounts, w.Paid, w.Returned, got.Purchases, got.Discounts, got.Paid, got.Returned)
			continue
		}
		s.ledger.check(StoresCredited, got == *w, "store %d: %d purchases with %s off and %s paid, %s given back, as acknowledged; its record says %d, %s, %s, %s",
			i+1, w.Purchases, w.Discounts, w.Paid, w.Returned, got.Purchases, got.Discounts, got.Paid, got.Returned)
	}
	return nil
}
