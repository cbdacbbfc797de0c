package food_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// onShelf is a line of one unit of a listed, marked article that was bought
// dearly enough not to be overpriced.
func onShelf(item voucher.Item, price voucher.Money) food.Line {
	return food.Line{
		Goods: voucher.GoodsID(item), Item: item, Quantity: voucher.Unit, Price: price,
		Shelf: food.Shelf{Delivered: 1_000_000 * voucher.Unit, Bought: price, Marked: true},
	}
}

func TestOnList(t *testing.T) {
	rows := []struct {
		item        voucher.Item
		in19, in31  bool
		description string
	}{
		{0, false, false, "no entry in the classification"},
		{1, true, true, "flour, the first of the short list"},
		{19, true, true, "salt, the last of the short list"},
		{20, false, true, "tomato, the first that only the long list has"},
		{31, false, true, "black tea, the last of the long list"},
		{voucher.CherryTomato, false, false, "cherry tomato: beside tomato"},
		{voucher.Gherkin, false, false, "gherkin: beside cucumber"},
		{voucher.LactoseFreeMilk, false, false, "lactose-free milk: beside milk"},
		{voucher.LactoseFreeKefir, false, false, "lactose-free kefir: beside kefir"},
		{voucher.LactoseFreeSourCream, false, false, "lactose-free sour cream: beside sour cream"},
		{voucher.ExtraSalt, false, false, "salt Extra: beside salt"},
		{voucher.FlavouredMilk, false, false, "flavoured milk: beside milk"},
	}
	for _, row := range rows {
		t.Run(row.description, func(t *testing.T) {
			if in19, in31 := food.OnList(row.item, 19), food.OnList(row.item, 31); in19 != row.in19 || in31 != row.in31 {
				t.Errorf("OnList(%s) = %t by 19 and %t by 31, want %t and %t\nFOOD-BASKET-001", row.item, in19, in31, row.in19, row.in31)
			}
		})
	}
}

func TestWeighLine(t *testing.T) {
	rows := []struct {
		name       string
		day        voucher.Day
		change     func(*food.Line)
		eligible   bool
		overpriced bool
		base       voucher.Money
		why        string
	}{
		{"listed and marked", february, func(*food.Line) {}, true, false, 10_000, "FOOD-STORE-001: both"},
		{"not marked", february, func(l *food.Line) { l.Shelf.Marked = false }, false, false, 0, "FOOD-STORE-001: needs the mark"},
		{"not on the list", february, func(l *food.Line) { l.Item = 0 }, false, false, 0, "FOOD-STORE-001: a mark gives nothing"},
		{"near-miss", february, func(l *food.Line) { l.Item = voucher.ExtraSalt }, false, false, 0, "FOOD-BASKET-001: named exception"},
		{"tomato before the long list", voucher.Date(2026, 1, 5), func(l *food.Line) { l.Item = 20 }, false, false, 0, "F23: the list of the day"},
		{"tomato since the long list", voucher.Date(2026, 1, 6), func(l *food.Line) { l.Item = 20 }, true, false, 10_000, "F23: the list of the day"},
		{"at the ceiling", february, func(l *food.Line) { l.Price = 11_500 }, true, false, 11_500, "FOOD-TRACE-002: 15 % is allowed"},
		{"a tiyn above", february, func(l *food.Line) { l.Price = 11_501 }, true, true, 11_500, "FOOD-TRACE-002: on the capped price"},
		{"above, not marked", february, func(l *food.Line) { l.Price, l.Shelf.Marked = 11_501, false }, false, true, 0, "FOOD-TRACE-002: reported all the same"},
		{"above, off the list", february, func(l *food.Line) { l.Price, l.Item = 11_501, 0 }, false, false, 0, "the cap binds listed goods only"},
		{"never delivered", february, func(l *food.Line) { l.Price, l.Shelf.Delivered = 11_501, 0 }, true, false, 11_501, "no purchase price is known"},
		{"half a unit", february, func(l *food.Line) { l.Quantity = 500 }, true, false, 5_000, "quantity at the price"},
		{"rounded half-up", february, func(l *food.Line) { l.Quantity, l.Price = 1, 500 }, true, false, 1, "0.5 tiyn is one"},
		{"rounded down", february, func(l *food.Line) { l.Quantity, l.Price = 1, 499 }, true, false, 0, "0.499 tiyn is none"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			lines := []food.Line{onShelf(1, 10_000)}
			row.change(&lines[0])
			_, most := termsAt(t, row.day).Weigh(lines)
			if l := &lines[0]; l.Eligible != row.eligible || l.Overpriced != row.overpriced || l.Base != row.base || most != row.base {
				t.Errorf("eligible %t, overpriced %t, base %d, most %d, want %t, %t, %d\n%s",
					l.Eligible, l.Overpriced, l.Base, most, row.eligible, row.overpriced, row.base, row.why)
			}
		})
	}
}

func TestWeighCapped(t *testing.T) {
	capped := []string{"F01", "capped_discount"}
	byMarkup := []string{"F01", "capped_discount", "F02", "true_markup"}
	rows := []struct {
		name    string
		choices []string
		bought  voucher.Money
		price   voucher.Money
		want    voucher.Money
		why     string
	}{
		{"purse", nil, 10_000, 11_500, 11_500, "F01: the whole shelf price"},
		{"capped", capped, 10_000, 11_500, 1_500, "F01 capped_discount: 15/115 of 11,500"},
		{"capped, rounded down", capped, 10_000, 11_499, 1_499, "1,499.87 tiyn"},
		{"capped, above the ceiling", capped, 10_000, 20_000, 1_500, "FOOD-TRACE-002: 15/115 of the ceiling"},
		{"true markup at the maximum", byMarkup, 10_000, 11_500, 1_500, "F02: equal to the maximum"},
		{"true markup below it", byMarkup, 11_000, 11_500, 500, "F02: what the store adds"},
		{"sold below cost", byMarkup, 12_000, 11_500, 0, "F02: no markup, no discount"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			lines := []food.Line{onShelf(1, row.price)}
			lines[0].Shelf.Bought = row.bought
			if _, most := termsAt(t, february, row.choices...).Weigh(lines); most != row.want {
				t.Errorf("most = %d tiyn, want %d\n%s", most, row.want, row.why)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	rows := []struct {
		name     string
		prices   []voucher.Money // a negative price is a line off the list
		discount voucher.Money
		want     []voucher.Money
		why      string
	}{
		{"whole", []voucher.Money{300, 200}, 500, []voucher.Money{300, 200}, "every line in full"},
		{"pro rata", []voucher.Money{300, 100}, 200, []voucher.Money{150, 50}, "F15"},
		{"a tie goes to the earlier line", []voucher.Money{100, 100}, 101, []voucher.Money{51, 50}, "F15: line order"},
		{"largest remainder", []voucher.Money{100, 200, 300}, 100, []voucher.Money{17, 33, 50}, "F15: 16.67, 33.33, 50"},
		{"two left over", []voucher.Money{100, 100, 100}, 200, []voucher.Money{67, 67, 66}, "F15: 66.67 each, ties by line order"},
		{"off the list", []voucher.Money{300, -500, 100}, 200, []voucher.Money{150, 0, 50}, "FOOD-BASKET-001: eligible lines only"},
		{"one tiyn", []voucher.Money{1, 1, 1}, 1, []voucher.Money{1, 0, 0}, "F15: line order"},
		{"a line that costs nothing", []voucher.Money{0, 10}, 3, []voucher.Money{0, 3}, "nothing to take off"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			var lines []food.Line
			for _, p := range row.prices {
				l := onShelf(1, max(p, -p))
				if p < 0 {
					l.Item = 0
				}
				lines = append(lines, l)
			}
			termsAt(t, february).Weigh(lines)
			food.Split(lines, row.discount)
			for i := range lines {
				if lines[i].Discount != row.want[i] {
					t.Errorf("line %d gets %d, want %d of %d\n%s", i+1, lines[i].Discount, row.want[i], row.discount, row.why)
				}
			}
		})
	}
}

// drawBasket draws up to eight lines, some marked, some listed, some too dear.
func drawBasket(t *rapid.T) []food.Line {
	var lines []food.Line
	for range rapid.IntRange(1, 8).Draw(t, "lines") {
		l := onShelf(voucher.Item(rapid.IntRange(0, 40).Draw(t, "item")), voucher.Money(rapid.Int64Range(0, 500_000).Draw(t, "price")))
		l.Quantity = voucher.Quantity(rapid.Int64Range(1, 5_000).Draw(t, "quantity"))
		l.Shelf.Bought = voucher.Money(rapid.Int64Range(0, 500_000).Draw(t, "bought"))
		l.Shelf.Marked = rapid.Bool().Draw(t, "marked")
		lines = append(lines, l)
	}
	return lines
}

func TestSplitIsExactAndFair(t *testing.T) {
	readings := [][]string{nil, {"F01", "capped_discount"}, {"F01", "capped_discount", "F02", "true_markup"}}
	var terms []*food.Terms
	for _, choices := range readings {
		terms = append(terms, termsAt(t, february, choices...))
	}
	rapid.Check(t, func(t *rapid.T) {
		lines := drawBasket(t)
		by := terms[rapid.IntRange(0, len(terms)-1).Draw(t, "reading")]
		_, most := by.Weigh(lines)
		if most == 0 {
			return
		}
		discount := voucher.Money(rapid.Int64Range(1, int64(most)).Draw(t, "discount"))
		food.Split(lines, discount)
		var sum voucher.Money
		for i := range lines {
			l := &lines[i]
			sum += l.Discount
			if l.Discount < 0 || l.Discount > l.Base || l.Base > l.Cost || (!l.Eligible && l.Discount != 0) {
				t.Fatalf("line %d: discount %d, base %d, cost %d, eligible %t\nno line gets more than its eligible cost", i+1, l.Discount, l.Base, l.Cost, l.Eligible)
			}
		}
		if sum != discount {
			t.Fatalf("lines add up to %d, want %d\nF15: exactly", sum, discount)
		}
	})
}

func TestCappedDiscountIsNeverAboveItsShare(t *testing.T) {
	terms := termsAt(t, february, "F01", "capped_discount")
	rapid.Check(t, func(t *rapid.T) {
		lines := drawBasket(t)
		_, most := terms.Weigh(lines)
		var base voucher.Money
		for i := range lines {
			base += lines[i].Base
		}
		if 115*most > 15*base || 115*(most+1) <= 15*base {
			t.Fatalf("most = %d of %d, want 15/115 rounded down\nF01 capped_discount", most, base)
		}
	})
}

func TestCheckLines(t *testing.T) {
	ok := voucher.PurchaseLine{Goods: 1, Quantity: voucher.Unit, Price: 100}
	long := func(n int) []voucher.PurchaseLine {
		lines := make([]voucher.PurchaseLine, n)
		for i := range lines {
			lines[i] = ok
		}
		return lines
	}
	rows := []struct {
		name  string
		lines []voucher.PurchaseLine
		want  string
	}{
		{"one line", long(1), ""},
		{"empty", nil, "value-invalid"},
		{"the longest basket", long(food.BasketLinesMax), ""},
		{"one line too many", long(food.BasketLinesMax + 1), "limit-exceeded"},
		{"nothing of it", []voucher.PurchaseLine{{Goods: 1, Quantity: 0, Price: 100}}, "value-invalid"},
		{"the least", []voucher.PurchaseLine{{Goods: 1, Quantity: 1, Price: 100}}, ""},
		{"the most", []voucher.PurchaseLine{{Goods: 1, Quantity: food.QuantityMax, Price: food.PriceMax}}, ""},
		{"more than the most", []voucher.PurchaseLine{{Goods: 1, Quantity: food.QuantityMax + 1, Price: 100}}, "value-invalid"},
		{"negative price", []voucher.PurchaseLine{{Goods: 1, Quantity: 1, Price: -1}}, "value-invalid"},
		{"free", []voucher.PurchaseLine{{Goods: 1, Quantity: 1, Price: 0}}, ""},
		{"too dear", []voucher.PurchaseLine{{Goods: 1, Quantity: 1, Price: food.PriceMax + 1}}, "value-invalid"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(food.CheckLines(row.lines)); got != row.want {
				t.Errorf("CheckLines = %q, want %q\nFOOD-BASKET-001", got, row.want)
			}
		})
	}
}
