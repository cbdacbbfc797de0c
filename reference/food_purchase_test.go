package reference_test

import (
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

var february = voucher.MonthOf(2026, 2)

// noon is in a month in which the town has vouchers.
var noon = voucher.At(2026, 2, 10, 12, 0, 0)

// buyWith buys a basket with a code.
func (w *town) buyWith(code voucher.QR, s voucher.StoreID, lines ...voucher.PurchaseLine) voucher.Outcome {
	w.t.Helper()
	return w.do(voucher.StoreTill, uint32(s), &voucher.Purchase{Store: s, Code: code, Lines: lines})
}

func TestFoodPurchaseAnswer(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	o := w.must(w.buy(four, shop, line(flour, 2, 110), line(soap, 1, 500), line(tomato, 1, 115)))
	r := o.Result
	if r.Amount != 33_500 || r.Paid != 50_000 || r.Balance != 1_730_000-33_500 || r.Purchase == 0 {
		t.Errorf("answer %+v, want discount 335.00, paid 500.00, 16,965.00 left\nFOOD-PURCHASE-002, FOOD-STORE-003", r)
	}
	want := []voucher.LineSplit{
		{Goods: flour, Eligible: true, Quantity: 2 * voucher.Unit, Price: 11_000, Cost: 22_000, Discount: 22_000},
		{Goods: soap, Quantity: voucher.Unit, Price: 50_000, Cost: 50_000},
		{Goods: tomato, Eligible: true, Quantity: voucher.Unit, Price: 11_500, Cost: 11_500, Discount: 11_500},
	}
	if !slices.Equal(r.Lines, want) {
		t.Errorf("lines %+v, want %+v\nFOOD-BASKET-001", r.Lines, want)
	}
	if got := kinds(o.Events); !slices.Equal(got, []voucher.EventKind{voucher.Purchased}) {
		t.Errorf("events %v, want the purchase alone\nno price above the ceiling, no stock overdrawn", got)
	}
}

func TestFoodBasketByGoods(t *testing.T) {
	rows := []struct {
		name string
		at   voucher.Instant
		line voucher.PurchaseLine
		want voucher.Money // zero: nothing eligible
		why  string
	}{
		{"listed and marked", noon, line(flour, 1, 100), 10_000, "FOOD-STORE-001"},
		{"not marked", noon, line(bread, 1, 100), 0, "FOOD-STORE-001: the store's mark is missing"},
		{"marked, not on the list", noon, line(soap, 1, 100), 0, "FOOD-STORE-001: a mark gives nothing"},
		{"a near-miss", noon, line(cherry, 1, 100), 0, "FOOD-BASKET-001: cherry tomatoes are excepted"},
		{"tomato on the last day of the short list", voucher.At(2026, 1, 5, 23, 59, 59), line(tomato, 1, 100), 0, "F23"},
		{"tomato on the first day of the long list", voucher.At(2026, 1, 6, 0, 0, 0), line(tomato, 1, 100), 10_000, "F23"},
		{"tomato a second later", voucher.At(2026, 1, 6, 0, 0, 1), line(tomato, 1, 100), 10_000, "F23"},
		{"above the ceiling", noon, line(flour, 1, 200), 11_500, "FOOD-TRACE-002: on the capped price"},
	}
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t)
			w.credit(tt.at)
			o := w.buy(four, shop, tt.line)
			want := ""
			if tt.want == 0 {
				want = "nothing-eligible"
			}
			w.refused(o, want, tt.why)
			if o.Result.Amount != tt.want {
				t.Errorf("discount %s, want %s\n%s", o.Result.Amount, tt.want, tt.why)
			}
		})
	}
}

func TestFoodRefusedPurchaseLeavesTheCode(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	code := w.code(four)
	w.refused(w.buyWith(code, shop, line(soap, 1, 100)), "nothing-eligible", "the till sells it without the voucher")
	w.must(w.buyWith(code, shop, line(flour, 1, 100)))
	w.refused(w.buyWith(code, shop, line(flour, 1, 100)), "code-used", "FOOD-QR-001: used once")
}

func TestFoodPurchaseByReading(t *testing.T) {
	rows := []struct {
		name    string
		choices []string
		want    voucher.Money
		why     string
	}{
		{"purse", nil, 115_000, "F01: the eligible sum"},
		{"capped discount", []string{"F01", "capped_discount"}, 15_000, "F01 capped_discount: 15/115"},
		{"true markup", []string{"F01", "capped_discount", "F02", "true_markup"}, 15_000, "F02: bought for 100, sold for 115"},
	}
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t, with(tt.choices...))
			w.credit(noon)
			if got := w.must(w.buy(four, shop, line(flour, 10, 115))).Result.Amount; got != tt.want {
				t.Errorf("discount %s, want %s\n%s", got, tt.want, tt.why)
			}
		})
	}
}

func TestFoodBalanceRunsOut(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	if o := w.must(w.buy(one, shop, line(flour, 40, 100))); o.Result.Amount != 400_000 || o.Result.Balance != 32_500 {
		t.Errorf("answer %+v, want 4,000.00 and 325.00 left\nFOOD-PURCHASE-002", o.Result)
	}
	if o := w.must(w.buy(one, shop, line(flour, 4, 100), line(potato, 4, 100))); o.Result.Amount != 32_500 || o.Result.Paid != 47_500 ||
		o.Result.Lines[0].Discount != 16_250 || o.Result.Lines[1].Discount != 16_250 {
		t.Errorf("answer %+v, want the rest of 325.00 in two halves\nF16: never declined for a part", o.Result)
	}
	w.refused(w.buy(one, shop, line(flour, 1, 100)), "balance-spent", "FOOD-PURCHASE-002")
	w.refused(w.buy(one, shop, line(soap, 1, 100)), "nothing-eligible", "the first reason in order of precedence")
}

func TestFoodCodes(t *testing.T) {
	shown := noon
	for i, b := range beside {
		t.Run(b.name, func(t *testing.T) {
			w := newTown(t)
			w.credit(shown)
			code := w.code(four)
			w.to(shown.Plus(5*voucher.Minute + b.by))
			w.refused(w.buyWith(code, shop, line(flour, 1, 100)), []string{"", "code-expired", "code-expired"}[i], "FOOD-QR-001: 300 seconds")
		})
	}
	t.Run("replaced", func(t *testing.T) {
		w := newTown(t)
		w.credit(shown)
		older, newer := w.code(four), w.code(four)
		w.refused(w.buyWith(older, shop, line(flour, 1, 100)), "code-replaced", "FOOD-QR-001: a newer code ends the older")
		w.must(w.buyWith(newer, shop, line(flour, 1, 100)))
	})
	t.Run("of two families", func(t *testing.T) {
		w := newTown(t)
		w.credit(shown)
		mine := w.code(four)
		w.code(six)
		w.must(w.buyWith(mine, shop, line(flour, 1, 100)))
	})
	t.Run("guessed", func(t *testing.T) {
		w := newTown(t)
		w.credit(shown)
		code := w.code(four)
		for i := range code {
			guess := code
			guess[i] ^= 1
			w.refused(w.buyWith(guess, shop, line(flour, 1, 100)), "code-unknown", "FOOD-QR-001: unguessable")
		}
		w.refused(w.buyWith(voucher.QR{}, shop, line(flour, 1, 100)), "code-unknown", "FOOD-QR-001: the zero code is none")
		w.must(w.buyWith(code, shop, line(flour, 1, 100)))
	})
	t.Run("of another world", func(t *testing.T) {
		w, other := newTown(t), newTown(t, func(s *voucher.Setup) { s.Secret[0]++ })
		w.credit(shown)
		other.credit(shown)
		w.code(four)
		w.refused(w.buyWith(other.code(four), shop, line(flour, 1, 100)), "code-unknown", "FOOD-QR-001: the world's secret decides")
	})
}

func TestFoodWalletPresentsByDefault(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	code := w.code(four)
	w.refused(w.do(voucher.StoreTill, uint32(shop), &voucher.ShowCode{Store: shop}), "role-not-allowed", "F33 wallet_presents")
	w.refused(w.do(voucher.Citizen, 1, &voucher.ScanCode{Family: four, Code: code}), "role-not-allowed", "F33 wallet_presents")
	w.must(w.buyWith(code, shop, line(flour, 1, 100)))
}

func TestFoodWhoShowsTheCode(t *testing.T) {
	show := func(w *town, p uint32) voucher.Outcome {
		return w.do(voucher.Citizen, p, &voucher.ShowCode{Family: four})
	}
	w := newTown(t)
	w.credit(noon)
	w.refused(show(w, 1), "", "F29: the owner")
	w.refused(show(w, 2), "record-not-own", "F29: the owner alone")
	w.refused(show(w, 5), "record-not-own", "BOTH-ACCESS-001")
	w = newTown(t, with("F29", "delegated_members"))
	w.credit(noon)
	w.refused(show(w, 2), "", "F29 delegated_members")
	w.refused(show(w, 5), "record-not-own", "F29 delegated_members: of this family")
}

func TestFoodStorePresentsUnderF33(t *testing.T) {
	w := newTown(t, with("F33", "store_presents"))
	w.credit(noon)
	w.refused(w.do(voucher.Citizen, 1, &voucher.ShowCode{Family: four}), "role-not-allowed", "F33 store_presents")
	till := func(s voucher.StoreID) voucher.Outcome {
		return w.do(voucher.StoreTill, uint32(s), &voucher.ShowCode{Store: s})
	}
	scan := func(f voucher.FamilyID, q voucher.QR) voucher.Outcome {
		return w.do(voucher.Citizen, uint32(familyMembers[f][0]), &voucher.ScanCode{Family: f, Code: q})
	}
	w.refused(w.do(voucher.StoreTill, uint32(shop), &voucher.ShowCode{Store: market}), "record-not-own", "BOTH-ACCESS-001")
	code := w.must(till(shop)).Result.Code
	w.refused(w.do(voucher.Citizen, 2, &voucher.ScanCode{Family: four, Code: code}), "record-not-own", "F29: the owner")
	w.refused(w.buyWith(code, shop, line(flour, 1, 100)), "code-not-scanned", "F33 store_presents")
	w.must(scan(four, code))
	w.refused(scan(six, code), "code-used", "FOOD-QR-001: used once")
	w.refused(w.buyWith(code, market, line(flour, 1, 100)), "code-unknown", "F33 store_presents: of another till")
	w.must(w.buyWith(code, shop, line(flour, 1, 100)))
	if got := w.wallet(four).Spent; got != 10_000 {
		t.Errorf("spent %s, want 100.00 of the family that scanned\nF33 store_presents", got)
	}
	first := w.must(till(shop)).Result.Code
	for range 63 {
		w.must(till(shop))
	}
	w.refused(till(shop), "limit-exceeded", "a limit of ours: 64 open codes a store")
	w.refused(till(market), "", "the limit is of each store")
	w.must(scan(four, first))
	w.must(w.buyWith(first, shop, line(flour, 1, 100)))
	w.must(till(shop))
	w.to(w.Now().Plus(5 * voucher.Minute))
	w.refused(till(shop), "", "codes out of date are not open")
}

func TestFoodOffline(t *testing.T) {
	buy := func(w *town, tenge int64) voucher.Outcome {
		code := w.code(four)
		w.to(w.Now().Plus(voucher.Hour))
		return w.do(voucher.StoreTill, uint32(shop), &voucher.Purchase{Store: shop, Code: code, Offline: true,
			Lines: []voucher.PurchaseLine{line(flour, tenge/100, 100)}})
	}
	w := newTown(t)
	w.credit(noon)
	w.refused(buy(w, 100), "offline-not-allowed", "F19")
	w = newTown(t, with("F19", "store_and_forward"))
	w.credit(noon)
	w.refused(buy(w, 5_000), "", "F19 store_and_forward: at the floor")
	w.refused(buy(w, 5_100), "floor-exceeded", "F19 store_and_forward")
}

func TestFoodStoresThatMayNotRedeem(t *testing.T) {
	rows := []struct {
		name   string
		spoil  func(*town)
		choice []string
		family voucher.FamilyID
		want   string
		why    string
	}{
		{"in order", func(*town) {}, nil, four, "", "FOOD-PURCHASE-001"},
		{"of another city", func(*town) {}, nil, six, "", "FOOD-PURCHASE-003"},
		{"of another city, own city only", func(*town) {}, []string{"F27", "own_city_only"}, six, "store-of-another-city", "F27 own_city_only"},
		{"left", func(w *town) {
			w.must(w.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: shop, Closed: true}))
		}, nil, four, "store-not-participating", "FOOD-PURCHASE-001"},
		{"suspended", func(w *town) { w.must(w.do(voucher.AuthorisedBody, 0, &voucher.SuspendStore{Store: shop})) }, nil, four, "store-suspended", "F26"},
		{"resumed", func(w *town) {
			w.must(w.do(voucher.AuthorisedBody, 0, &voucher.SuspendStore{Store: shop}))
			w.must(w.do(voucher.AuthorisedBody, 0, &voucher.SuspendStore{Store: shop, Lifted: true}))
		}, nil, four, "", "F26"},
		{"till broken", func(w *town) {
			w.must(w.do(voucher.StoreTill, uint32(shop), &voucher.IntegrateTill{Store: shop, Broken: true}))
		}, nil, four, "till-not-integrated", "FOOD-STORE-002"},
		{"mark taken off", func(w *town) {
			w.must(w.do(voucher.StoreTill, uint32(shop), &voucher.MarkGoods{Store: shop, Goods: flour, Unmarked: true}))
		}, nil, four, "nothing-eligible", "FOOD-STORE-001"},
		{"the city leaves the pilot", func(w *town) {
			w.must(w.do(voucher.AuthorisedBody, 0, &voucher.ChangeParameter{Setting: voucher.Setting{Path: "food.territory",
				Territory: inKokshetau, From: w.Now().Day() + 1, Value: 0}}))
			w.to(w.Now().Day().End())
		}, nil, four, "store-outside-territory", "FOOD-PURCHASE-003, FOOD-ADJUSTMENT-001"},
	}
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t, with(tt.choice...))
			w.credit(noon)
			tt.spoil(w)
			w.refused(w.buy(tt.family, shop, line(flour, 1, 100)), tt.want, tt.why)
		})
	}
}

func TestFoodForeignStore(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	w.refused(w.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: foreign}), "store-outside-territory", "FOOD-PURCHASE-003: it cannot take part")
	w.refused(w.buy(four, foreign, line(flour, 1, 100)), "store-not-participating", "FOOD-PURCHASE-001")
}

func TestFoodTracedStock(t *testing.T) {
	small := func(choices ...string) *town {
		w := newTown(t, with(choices...))
		w.credit(noon)
		w.must(w.do(voucher.StoreTill, uint32(shop), &voucher.SellOutside{Store: shop, Lines: []voucher.PurchaseLine{line(flour, 9_990, 100)}}))
		return w
	}
	left := func(w *town) voucher.Quantity {
		return w.ask(voucher.Query{Kind: voucher.AskStock, Actor: voucher.Actor{Role: voucher.StoreTill, ID: uint32(shop)}, Store: shop, Goods: flour}).Stock.Left
	}
	w := small()
	w.refused(w.buy(four, shop, line(flour, 11, 100)), "stock-exceeded", "FOOD-TRACE-001")
	w.refused(w.buy(four, shop, line(flour, 6, 100), line(flour, 5, 100)), "stock-exceeded", "FOOD-TRACE-001: lines together")
	o := w.must(w.buy(four, shop, line(flour, 10, 100)))
	if left(w) != 0 {
		t.Errorf("%s left, want 0\nFOOD-TRACE-001", left(w))
	}
	w.must(w.do(voucher.StoreTill, uint32(shop), &voucher.Refund{Store: shop, Purchase: o.Result.Purchase, Lines: []voucher.RefundLine{{Line: 0, Quantity: 500}}}))
	if left(w) != 500 {
		t.Errorf("%s left after a return, want 0.500\nF37: a return adds back to stock", left(w))
	}
	out := w.must(w.do(voucher.StoreTill, uint32(shop), &voucher.SellOutside{Store: shop, Lines: []voucher.PurchaseLine{line(flour, 1, 100)}}))
	if got := kinds(out.Events); !slices.Equal(got, []voucher.EventKind{voucher.SoldOutside, voucher.StockOverdrawn}) || out.Events[1].Quantity != 500 {
		t.Errorf("events %v, want the sale and 0.500 overdrawn\nFOOD-TRACE-001: recorded and reported", out.Events)
	}

	w = small("F37", "report")
	over := w.must(w.buy(four, shop, line(flour, 11, 100)))
	if got := kinds(over.Events); !slices.Equal(got, []voucher.EventKind{voucher.Purchased, voucher.StockOverdrawn}) || left(w) != -voucher.Unit {
		t.Errorf("events %v and %s left, want the purchase, one unit overdrawn\nF37 report", got, left(w))
	}
}

func TestFoodMarkupIsReported(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	o := w.must(w.buy(four, shop, line(flour, 1, 115), line(potato, 1, 116), line(bread, 1, 200), line(soap, 1, 900)))
	if o.Result.Amount != 23_000 || o.Result.Paid != 100+20_000+90_000 {
		t.Errorf("answer %+v, want 115.00 twice\nFOOD-TRACE-002: on the capped price", o.Result)
	}
	var got []voucher.GoodsID
	for _, e := range o.Events {
		if e.Kind == voucher.MarkupExceeded {
			got = append(got, e.Goods)
			if e.Balance != 11_500 {
				t.Errorf("%s, want the highest price 115.00\nFOOD-TRACE-002", e.String())
			}
		}
	}
	if !slices.Equal(got, []voucher.GoodsID{potato, bread}) {
		t.Errorf("reported %v, want potato and the bread that is not marked\nFOOD-TRACE-002: goods on the list", got)
	}
	w.must(w.deliver(shop, potato, 1, 101))
	if o := w.must(w.buy(four, shop, line(potato, 1, 116))); o.Result.Amount != 11_600 || len(o.Events) != 1 {
		t.Errorf("answer %+v, %v, want 116.00 and no report\nFOOD-TRACE-002: the latest delivery counts", o.Result, kinds(o.Events))
	}
}

func TestFoodPurchaseValues(t *testing.T) {
	long := make([]voucher.PurchaseLine, 101)
	for i := range long {
		long[i] = line(flour, 1, 1)
	}
	rows := []struct {
		name  string
		actor voucher.StoreID
		store voucher.StoreID
		lines []voucher.PurchaseLine
		want  string
	}{
		{"a hundred lines", shop, shop, long[:100], ""},
		{"a line more", shop, shop, long, "limit-exceeded"},
		{"empty", shop, shop, nil, "value-invalid"},
		{"no such goods", shop, shop, []voucher.PurchaseLine{line(7, 1, 1)}, "record-unknown"},
		{"no such store", 4, 4, long[:1], "record-unknown"},
		{"for another store", market, shop, long[:1], "record-not-own"},
	}
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t)
			w.credit(noon)
			c := &voucher.Purchase{Store: tt.store, Code: w.code(four), Lines: tt.lines}
			w.refused(w.do(voucher.StoreTill, uint32(tt.actor), c), tt.want, "BOTH-ACCESS-001, FOOD-BASKET-001")
		})
	}
}
