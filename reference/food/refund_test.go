package food_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestRefundTime(t *testing.T) {
	monthEnd := voucher.At(2026, 3, 1, 0, 0, 0)
	closed := voucher.At(2026, 3, 15, 0, 0, 0)
	sold := food.Sold{Store: 1, Lines: 1}
	reversed := sold
	reversed.Reversed = true
	rows := []struct {
		name  string
		sold  food.Sold
		store voucher.StoreID
		at    voucher.Instant
		late  bool
		want  string
		why   string
	}{
		{"in the month", sold, 1, saleTime, false, "", "F20"},
		{"last second of the month", sold, 1, monthEnd.Plus(-voucher.Second), false, "", "F20"},
		{"the month's end", sold, 1, monthEnd, true, "", "F21"},
		{"a second after", sold, 1, monthEnd.Plus(voucher.Second), true, "", "F21"},
		{"last second for returns", sold, 1, closed.Plus(-voucher.Second), true, "", "returns end 14 days after the month"},
		{"closed", sold, 1, closed, true, "refund-closed", "BOTH-TIME-001: the end is outside"},
		{"a second later", sold, 1, closed.Plus(voucher.Second), true, "refund-closed", "returns end 14 days after the month"},
		{"at another store", sold, 2, saleTime, false, "store-of-another-purchase", "F22"},
		{"reversed", reversed, 1, saleTime, false, "purchase-reversed", "FOOD-REVERSAL-001: once"},
		{"reversed, at another store", reversed, 2, saleTime, false, "purchase-reversed", "the first reason in order of precedence"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			late, r := termsAt(t, row.at.Day()).Refund(&row.sold, credited(), row.store, row.at)
			if reason(r) != row.want || (r == nil && late != row.late) {
				t.Errorf("Refund = late %t, %s, want %t, %q\n%s", late, r, row.late, row.want, row.why)
			}
		})
	}
}

func TestLastReturns(t *testing.T) {
	w := credited()
	w.Month, w.Until = voucher.MonthOf(2026, 4), voucher.At(2026, 5, 1, 0, 0, 0)
	end := voucher.At(2026, 5, 2, 0, 0, 0)
	sold := &food.Sold{Store: 1, Lines: 1}
	for _, row := range []struct {
		name string
		at   voucher.Instant
		want string
	}{{"last second of 1 May", end.Plus(-voucher.Second), ""}, {"2 May", end, "outside-period"}, {"a second later", end.Plus(voucher.Second), "outside-period"}} {
		t.Run(row.name, func(t *testing.T) {
			if _, r := termsAt(t, row.at.Day()).Reverse(sold, w, row.at); reason(r) != row.want {
				t.Errorf("Reverse at %s = %s, want %q\nFOOD-PERIOD-002: returns may follow on 1 May", row.at, r, row.want)
			}
		})
	}
}

func TestReturn(t *testing.T) {
	sold := []food.SoldLine{
		{Goods: 1, Eligible: true, Quantity: 3 * voucher.Unit, Discount: 100, Paid: 50},
		{Goods: 2, Quantity: voucher.Unit, Paid: 700},
	}
	one := func(line int, q voucher.Quantity) []voucher.RefundLine {
		return []voucher.RefundLine{{Line: line, Quantity: q}}
	}
	rows := []struct {
		name     string
		returned voucher.Quantity // of the first line, before
		lines    []voucher.RefundLine
		discount voucher.Money
		paid     voucher.Money
		want     string
		why      string
	}{
		{"a third", 0, one(0, voucher.Unit), 33, 16, "", "pro rata, rounded down"},
		{"the second third", voucher.Unit, one(0, voucher.Unit), 33, 17, "", "66 and 33 less what came back"},
		{"the last third", 2 * voucher.Unit, one(0, voucher.Unit), 34, 17, "", "what is left"},
		{"all of it", 0, one(0, 3*voucher.Unit), 100, 50, "", "FOOD-REFUND-001: what was taken"},
		{"named twice", 0, []voucher.RefundLine{{Line: 0, Quantity: voucher.Unit}, {Line: 0, Quantity: voucher.Unit}}, 66, 33, "", "as two thirds"},
		{"a line without discount", 0, one(1, voucher.Unit), 0, 700, "", "the buyer gets back what was paid"},
		{"more than bought", 0, one(0, 3*voucher.Unit+1), 0, 0, "more-than-bought", "FOOD-REFUND-001: never more"},
		{"more than is left", voucher.Unit, one(0, 2*voucher.Unit+1), 0, 0, "more-than-bought", "FOOD-REFUND-001: never more"},
		{"named twice, too much", 0, []voucher.RefundLine{{Line: 1, Quantity: voucher.Unit}, {Line: 1, Quantity: 1}}, 0, 0, "more-than-bought", "FOOD-REFUND-001: never more"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			before := append([]food.SoldLine(nil), sold...)
			before[0].Returned = row.returned
			discount, paid, r := food.Return(before, row.lines, make([]voucher.LineSplit, 2))
			if discount != row.discount || paid != row.paid || reason(r) != row.want {
				t.Errorf("Return = %d, %d, %s, want %d, %d, %q\n%s", discount, paid, r, row.discount, row.paid, row.want, row.why)
			}
		})
	}
}

func TestCheckReturn(t *testing.T) {
	line := voucher.RefundLine{Line: 1, Quantity: 1}
	long := make([]voucher.RefundLine, food.BasketLinesMax+1)
	for i := range long {
		long[i] = line
	}
	rows := []struct {
		name  string
		lines []voucher.RefundLine
		want  string
	}{
		{"one", []voucher.RefundLine{line}, ""},
		{"none", nil, "value-invalid"},
		{"no such line", []voucher.RefundLine{{Line: 2, Quantity: 1}}, "value-invalid"},
		{"a line below the first", []voucher.RefundLine{{Line: -1, Quantity: 1}}, "value-invalid"},
		{"nothing of it", []voucher.RefundLine{{Line: 1}}, "value-invalid"},
		{"as long as can be", long[1:], ""},
		{"too long", long, "limit-exceeded"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(food.CheckReturn(row.lines, 2)); got != row.want {
				t.Errorf("CheckReturn = %q, want %q\nFOOD-REFUND-001", got, row.want)
			}
		})
	}
}

func TestReturningEverythingGivesEverythingBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sold []food.SoldLine
		var taken, paidAll voucher.Money
		for range rapid.IntRange(1, 4).Draw(t, "lines") {
			l := food.SoldLine{
				Quantity: voucher.Quantity(rapid.Int64Range(1, 9_000).Draw(t, "quantity")),
				Discount: voucher.Money(rapid.Int64Range(0, 90_000).Draw(t, "discount")),
				Paid:     voucher.Money(rapid.Int64Range(0, 90_000).Draw(t, "paid")),
			}
			taken += l.Discount
			paidAll += l.Paid
			sold = append(sold, l)
		}
		back := make([]voucher.LineSplit, len(sold))
		var discount, paid voucher.Money
		for range rapid.IntRange(0, 6).Draw(t, "returns") {
			i := rapid.IntRange(0, len(sold)-1).Draw(t, "line")
			if sold[i].Left() == 0 {
				continue
			}
			q := voucher.Quantity(rapid.Int64Range(1, int64(sold[i].Left())).Draw(t, "returned"))
			d, p, r := food.Return(sold, []voucher.RefundLine{{Line: i, Quantity: q}}, back)
			if r != nil || d < 0 || p < 0 {
				t.Fatalf("Return = %d, %d, %s, want sums that are not negative\nFOOD-REFUND-001", d, p, r)
			}
			sold[i].Returned += q
			discount += d
			paid += p
			if discount > taken || paid > paidAll {
				t.Fatalf("%d and %d came back of %d and %d\nFOOD-REFUND-001: never more than was taken", discount, paid, taken, paidAll)
			}
		}
		restDiscount, restPaid := food.Rest(sold)
		if discount+restDiscount != taken || paid+restPaid != paidAll {
			t.Fatalf("%d and %d came back in all, want %d and %d\nreturning everything gives everything back", discount+restDiscount, paid+restPaid, taken, paidAll)
		}
	})
}
