package food_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var saleTime = voucher.At(2026, 2, 10, 12, 0, 0)

// goodSale is a purchase that is accepted: flour for 1,000 tenge by a family
// with 17,300.
func goodSale() *food.Sale {
	w := credited()
	w.Code = 7
	return &food.Sale{
		Now: saleTime, Store: 1, State: &food.Store{Territory: kokshetau, In: true, Integrated: true},
		Sequence: 7, Code: &food.Code{Wallet: 1, Until: saleTime.Plus(voucher.Minute)}, Wallet: w,
		Lines: []food.Line{onShelf(1, 100_000)},
	}
}

// faults are the refusals of a purchase in order of precedence: what makes each
// happen, under which readings, and its twin is the good sale.
var faults = []struct {
	reason  string
	spoil   func(*food.Sale)
	choices []string
	why     string
}{
	{"outside-period", func(s *food.Sale) { s.Now = voucher.At(2026, 5, 2, 0, 0, 0) }, nil, "FOOD-PERIOD-002"},
	{"store-not-participating", func(s *food.Sale) { s.State.In = false }, nil, "FOOD-PURCHASE-001"},
	{"store-suspended", func(s *food.Sale) { s.State.Suspended = true }, nil, "F26"},
	{"till-not-integrated", func(s *food.Sale) { s.State.Integrated = false }, nil, "FOOD-STORE-002"},
	{"store-of-another-city", func(s *food.Sale) { s.Wallet.Residence = pavlodar }, []string{"F27", "own_city_only"}, "F27 own_city_only"},
	{"offline-not-allowed", func(s *food.Sale) { s.Offline = true }, nil, "F19"},
	{"code-replaced", func(s *food.Sale) { s.Wallet.Code = 8 }, nil, "FOOD-QR-001: a newer code ends the older"},
	{"code-used", func(s *food.Sale) { s.Code.Used = true }, nil, "FOOD-QR-001: used once"},
	{"code-expired", func(s *food.Sale) { s.Code.Until = s.Now }, nil, "FOOD-QR-001: short-lived"},
	{"not-activated", func(s *food.Sale) { s.Wallet.State = voucher.Credited }, nil, "F10 two_step"},
	{"stock-exceeded", func(s *food.Sale) { s.Lines[0].Shelf.Sold = s.Lines[0].Shelf.Delivered }, nil, "FOOD-TRACE-001"},
	{"nothing-eligible", func(s *food.Sale) { s.Lines[0].Price = 0 }, nil, "FOOD-BASKET-001"},
	{"balance-spent", func(s *food.Sale) { s.Wallet.Spend(s.Wallet.Balance) }, nil, "FOOD-PURCHASE-002"},
}

func TestPurchaseRefusals(t *testing.T) {
	for i, f := range faults {
		t.Run(f.reason, func(t *testing.T) {
			terms := termsAt(t, february, f.choices...)
			if _, r := terms.Purchase(goodSale()); r != nil {
				t.Fatalf("the twin is refused: %s, want accepted\n%s", r, f.why)
			}
			s := goodSale()
			f.spoil(s)
			if _, r := terms.Purchase(s); reason(r) != f.reason {
				t.Errorf("Purchase = %s, want %q\n%s", r, f.reason, f.why)
			}
			for _, later := range faults[i+1:] {
				later.spoil(s)
			}
			if _, r := terms.Purchase(s); reason(r) != f.reason {
				t.Errorf("with every later fault too: %s, want %q\nthe first reason in order of precedence is the answer", r, f.reason)
			}
		})
	}
}

func TestPurchaseCodes(t *testing.T) {
	rows := []struct {
		name  string
		spoil func(*food.Sale)
		want  string
		why   string
	}{
		{"no code of ours", func(s *food.Sale) { s.Code, s.Wallet = nil, nil }, "code-unknown", "FOOD-QR-001"},
		{"a till's code, scanned", func(s *food.Sale) { s.Code.Store = 1 }, "", "F33 store_presents"},
		{"a till's code, not scanned", func(s *food.Sale) { s.Code.Store, s.Wallet = 1, nil }, "code-not-scanned", "F33 store_presents"},
		{"another store's code", func(s *food.Sale) { s.Code.Store = 2 }, "code-unknown", "F33 store_presents: of this till"},
		{"last second of the code", func(s *food.Sale) { s.Code.Until = s.Now.Plus(voucher.Second) }, "", "FOOD-QR-001"},
		{"a second after", func(s *food.Sale) { s.Code.Until = s.Now.Plus(-voucher.Second) }, "code-expired", "FOOD-QR-001"},
		{"no voucher", func(s *food.Sale) { s.Wallet.State = voucher.NoVoucher }, "not-credited", "FOOD-CONSENT-001"},
		{"last second of the month", func(s *food.Sale) { s.Wallet.Until = s.Now.Plus(voucher.Second) }, "", "FOOD-EXPIRY-001"},
		{"the month's end", func(s *food.Sale) { s.Wallet.Until = s.Now }, "voucher-expired", "FOOD-EXPIRY-001"},
		{"a second after the month", func(s *food.Sale) { s.Wallet.Until = s.Now.Plus(-voucher.Second) }, "voucher-expired", "FOOD-EXPIRY-001"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := goodSale()
			row.spoil(s)
			if _, r := termsAt(t, february).Purchase(s); reason(r) != row.want {
				t.Errorf("Purchase = %s, want %q\n%s", r, row.want, row.why)
			}
		})
	}
}

func TestPurchaseInAForeignStore(t *testing.T) {
	s := goodSale()
	s.State.Territory = kostanay
	if _, r := termsIn(t, kostanay, february).Purchase(s); reason(r) != "store-outside-territory" {
		t.Errorf("Purchase = %s, want store-outside-territory\nFOOD-PURCHASE-003", r)
	}
	s.State.Territory = pavlodar
	if _, r := termsIn(t, pavlodar, february).Purchase(s); r != nil {
		t.Errorf("Purchase = %s, want accepted\nFOOD-PURCHASE-003: any pilot city", r)
	}
}

func TestPurchaseBill(t *testing.T) {
	rows := []struct {
		name     string
		balance  voucher.Money
		prices   []voucher.Money // negative: not marked
		choices  []string
		discount voucher.Money
		paid     voucher.Money
		why      string
	}{
		{"balance for more", 500, []voucher.Money{300}, nil, 300, 0, "FOOD-PURCHASE-002: never above the eligible part"},
		{"balance exact", 300, []voucher.Money{300}, nil, 300, 0, "FOOD-PURCHASE-002"},
		{"balance for a part", 200, []voucher.Money{300}, nil, 200, 100, "F16: never declined"},
		{"one tiyn", 1, []voucher.Money{300}, nil, 1, 299, "F16: any balance above zero"},
		{"mixed", 500, []voucher.Money{300, -400}, nil, 300, 400, "FOOD-BASKET-001"},
		{"capped", 500, []voucher.Money{1_150, -400}, []string{"F01", "capped_discount"}, 150, 1_400, "F01 capped_discount"},
		{"capped by the balance", 100, []voucher.Money{1_150}, []string{"F01", "capped_discount"}, 100, 1_050, "FOOD-PURCHASE-002"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := goodSale()
			s.Wallet.Spend(s.Wallet.Balance - row.balance)
			s.Lines = nil
			for _, p := range row.prices {
				l := onShelf(1, max(p, -p))
				l.Shelf.Marked = p >= 0
				s.Lines = append(s.Lines, l)
			}
			bill, r := termsAt(t, february, row.choices...).Purchase(s)
			if want := (food.Bill{Discount: row.discount, Paid: row.paid, Balance: row.balance - row.discount}); r != nil || bill != want {
				t.Errorf("Purchase = %+v, %s, want %+v\n%s", bill, r, want, row.why)
			}
		})
	}
}

func TestPurchaseOffline(t *testing.T) {
	forward := []string{"F19", "store_and_forward"}
	rows := []struct {
		name  string
		price voucher.Money
		want  string
		why   string
	}{
		{"at the floor", 500_000, "", "F19 store_and_forward: up to the floor"},
		{"a tiyn above", 500_001, "floor-exceeded", "F19 store_and_forward"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := goodSale()
			s.Offline, s.Lines[0] = true, onShelf(1, row.price)
			s.Code.Until = s.Now.Plus(-voucher.Hour) // forwarded late
			if _, r := termsAt(t, february, forward...).Purchase(s); reason(r) != row.want {
				t.Errorf("Purchase = %s, want %q\n%s", r, row.want, row.why)
			}
		})
	}
	s := goodSale()
	s.Lines[0] = onShelf(1, 500_001)
	if _, r := termsAt(t, february, forward...).Purchase(s); r != nil {
		t.Errorf("Purchase with a line = %s, want accepted\nF19: the floor binds tills without a line", r)
	}
}

func TestPurchaseInTwoSpendsTheSame(t *testing.T) {
	terms := termsAt(t, february)
	rapid.Check(t, func(t *rapid.T) {
		lines := drawBasket(t)
		balance := voucher.Money(rapid.Int64Range(1, 1_730_000).Draw(t, "balance"))
		cut := rapid.IntRange(0, len(lines)).Draw(t, "cut")
		spend := func(baskets ...[]food.Line) (spent voucher.Money) {
			s := goodSale()
			s.Wallet.Spend(s.Wallet.Balance - balance)
			for _, basket := range baskets {
				s.Lines = append([]food.Line(nil), basket...)
				if bill, r := terms.Purchase(s); r == nil {
					s.Wallet.Spend(bill.Discount)
					spent += bill.Discount
				}
			}
			return spent
		}
		if whole, parts := spend(lines), spend(lines[:cut], lines[cut:]); whole != parts {
			t.Fatalf("one purchase spends %d, two spend %d, want the same\nF01 purse", whole, parts)
		}
	})
}

func TestPurchaseDoesNotAllocate(t *testing.T) {
	terms, s := termsAt(t, february), goodSale()
	s.Wallet.Spend(s.Wallet.Balance - 1_001)
	s.Lines = []food.Line{onShelf(1, 1_000), onShelf(2, 700), onShelf(3, 300), onShelf(4, 100)}
	if got := testing.AllocsPerRun(100, func() { _, _ = terms.Purchase(s) }); got != 0 {
		t.Errorf("a purchase allocates %g times, want 0\nit is on the way of every till", got)
	}
}

func BenchmarkPurchaseRule(b *testing.B) {
	terms, s := termsAt(b, february), goodSale()
	s.Wallet.Spend(s.Wallet.Balance - 1_001)
	s.Lines = []food.Line{onShelf(1, 1_000), onShelf(2, 700), onShelf(3, 300), onShelf(4, 100)}
	for b.Loop() {
		if _, r := terms.Purchase(s); r != nil {
			b.Fatal(r)
		}
	}
}
