package food_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestCount(t *testing.T) {
	events := []voucher.Event{
		{Kind: voucher.FoodVoucherCredited, Amount: 1_000},
		{Kind: voucher.Purchased, Amount: 300, Paid: 50},
		{Kind: voucher.Purchased, Amount: 200, Paid: 10},
		{Kind: voucher.ReversalBooked, Amount: 200},
		{Kind: voucher.ReversalBooked, Amount: 7, Code: 1},
		{Kind: voucher.Refunded, Amount: 100},
		{Kind: voucher.Refunded, Amount: 5, Code: 1},
		{Kind: voucher.FoodVoucherAnnulled, Amount: 900},
		{Kind: voucher.Rated},
		{Kind: voucher.AppealFiled},
	}
	want := voucher.DayReport{
		Credits: 1, Credited: 1_000, Purchases: 2, Discounts: 500, Paid: 60, Reversals: 2, Reversed: 200, Refunds: 2,
		Restored: 100, Recovered: 12, Annulled: 900, Ratings: 1, Appeals: 1,
	}
	var got voucher.DayReport
	for i := range events {
		if !food.Count(&got, &events[i]) {
			t.Errorf("%s counts for nothing\nFOOD-REPORT-001", events[i].Kind)
		}
	}
	if got != want {
		t.Errorf("report %+v, want %+v\nFOOD-REPORT-001", got, want)
	}
	if other := (voucher.Event{Kind: voucher.CodeShown}); food.Count(&got, &other) || got != want {
		t.Errorf("a code that is shown counts, want not\nFOOD-REPORT-001")
	}
}

func TestBooked(t *testing.T) {
	at := voucher.At(2026, 3, 1, 0, 0, 0)
	if got := food.Booked(&voucher.Event{At: at}); got != voucher.Date(2026, 3, 1) {
		t.Errorf("Booked = %s, want 1 March\nFOOD-REPORT-001: the day on which it happens", got)
	}
	if got := food.Booked(&voucher.Event{At: at.Plus(-voucher.Second)}); got != voucher.Date(2026, 2, 28) {
		t.Errorf("Booked = %s, want 28 February\nFOOD-REPORT-001: cut at midnight", got)
	}
	if got := food.Booked(&voucher.Event{At: at, Day: voucher.Date(2026, 2, 28)}); got != voucher.Date(2026, 2, 28) {
		t.Errorf("Booked = %s, want 28 February\nBOTH-TIME-003: an annulment stands on the ending day", got)
	}
}
