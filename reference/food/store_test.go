package food_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestStoresThatAreNotIn(t *testing.T) {
	in, out := food.Store{In: true}, food.Store{}
	for name, rule := range map[string]func(*food.Store) *voucher.Refusal{"Stop": food.Stop, "Mark": food.Mark} {
		if got := reason(rule(&in)); got != "" {
			t.Errorf("%s of a store that takes part = %q, want accepted\nFOOD-STORE-001", name, got)
		}
		if got := reason(rule(&out)); got != "store-not-participating" {
			t.Errorf("%s of a store that does not = %q, want store-not-participating\nFOOD-STORE-001", name, got)
		}
	}
}

func TestCheckDelivery(t *testing.T) {
	for _, row := range []struct {
		name  string
		q     voucher.Quantity
		price voucher.Money
		want  string
	}{
		{"some", 1, 1, ""},
		{"none", 0, 1, "value-invalid"},
		{"free", 1, 0, ""},
		{"negative price", 1, -1, "value-invalid"},
		{"the most", food.QuantityMax, food.PriceMax, ""},
		{"too much", food.QuantityMax + 1, 1, "value-invalid"},
		{"too dear", 1, food.PriceMax + 1, "value-invalid"},
	} {
		if got := reason(food.CheckDelivery(row.q, row.price)); got != row.want {
			t.Errorf("%s: CheckDelivery = %q, want %q\nFOOD-TRACE-001", row.name, got, row.want)
		}
	}
}

func TestInStock(t *testing.T) {
	rows := []struct {
		name    string
		left    voucher.Quantity
		basket  []voucher.Quantity // lines of the same goods
		change  func(*food.Line)
		choices []string
		want    string
		missing voucher.Quantity // of the last line
		why     string
	}{
		{"the last of it", 1_000, []voucher.Quantity{1_000}, nil, nil, "", 0, "FOOD-TRACE-001: no more than the stock"},
		{"a gram more", 1_000, []voucher.Quantity{1_001}, nil, nil, "stock-exceeded", 1, "FOOD-TRACE-001"},
		{"on two lines", 1_000, []voucher.Quantity{600, 400}, nil, nil, "", 0, "FOOD-TRACE-001: together"},
		{"on two lines, too much", 1_000, []voucher.Quantity{600, 401}, nil, nil, "stock-exceeded", 1, "FOOD-TRACE-001: together"},
		{"reported", 1_000, []voucher.Quantity{1_500}, nil, []string{"F37", "report"}, "", 500, "F37 report"},
		{"overdrawn before", -200, []voucher.Quantity{300}, nil, []string{"F37", "report"}, "", 300, "F37 report: what this line takes"},
		{"not marked", 1_000, []voucher.Quantity{1_500}, func(l *food.Line) { l.Shelf.Marked = false }, nil, "", 500, "FOOD-TRACE-001: a sale outside the programme"},
		{"no food, never delivered", 0, []voucher.Quantity{1_500}, func(l *food.Line) { l.Item = 0 }, nil, "", 0, "not traced"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			var lines []food.Line
			for _, q := range row.basket {
				l := onShelf(1, 100)
				l.Quantity, l.Shelf.Delivered = q, max(0, row.left)
				l.Shelf.Sold = l.Shelf.Delivered - row.left
				if row.change != nil {
					row.change(&l)
				}
				lines = append(lines, l)
			}
			terms := termsAt(t, february, row.choices...)
			terms.Weigh(lines)
			if got := reason(terms.InStock(lines)); got != row.want {
				t.Errorf("InStock = %q, want %q\n%s", got, row.want, row.why)
			}
			if got := food.Missing(lines, len(lines)-1); got != row.missing {
				t.Errorf("Missing = %s, want %s\n%s", got, row.missing, row.why)
			}
		})
	}
}

func TestCeiling(t *testing.T) {
	for bought, want := range map[voucher.Money]voucher.Money{10_000: 11_500, 10_001: 11_501, 1: 1, 0: 0} {
		if got := termsAt(t, february).Ceiling(bought); got != want {
			t.Errorf("Ceiling(%d) = %d, want %d\nFOOD-TRACE-002: purchase price + 15 %%, whole tiyn below", bought, got, want)
		}
	}
}
