package food_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestSide(t *testing.T) {
	for _, row := range []struct {
		name    string
		till    bool
		choices []string
		want    string
	}{
		{"wallet by default", false, nil, ""},
		{"till by default", true, nil, "role-not-allowed"},
		{"wallet under store_presents", false, []string{"F33", "store_presents"}, "role-not-allowed"},
		{"till under store_presents", true, []string{"F33", "store_presents"}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(termsAt(t, february, row.choices...).Side(row.till)); got != row.want {
				t.Errorf("Side(till %t) = %q, want %q\nF33", row.till, got, row.want)
			}
		})
	}
}

func TestShow(t *testing.T) {
	end := voucher.At(2026, 3, 1, 0, 0, 0)
	waiting := asked()
	waiting.Credit(1, 100, false)
	empty := credited()
	empty.Spend(empty.Balance)
	rows := []struct {
		name   string
		wallet *food.Wallet
		at     voucher.Instant
		want   string
		why    string
	}{
		{"credited", credited(), saleTime, "", "FOOD-QR-001"},
		{"empty", empty, saleTime, "", "a return may fill it"},
		{"never asked", nil, saleTime, "not-credited", "FOOD-CONSENT-001"},
		{"no answer", asked(), saleTime, "not-credited", "FOOD-CONSENT-001"},
		{"not activated", waiting, saleTime, "not-activated", "F10 two_step"},
		{"last second of the month", credited(), end.Plus(-voucher.Second), "", "FOOD-EXPIRY-001"},
		{"the month's end", credited(), end, "not-credited", "FOOD-EXPIRY-001: none of this month"},
		{"a second after", credited(), end.Plus(voucher.Second), "not-credited", "FOOD-EXPIRY-001: none of this month"},
		{"after the pilot", credited(), voucher.At(2026, 5, 2, 0, 0, 0), "outside-period", "FOOD-PERIOD-002"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(termsAt(t, row.at.Day()).Show(row.wallet, row.at)); got != row.want {
				t.Errorf("Show = %q, want %q\n%s", got, row.want, row.why)
			}
		})
	}
}

func TestShowAtTill(t *testing.T) {
	in := food.Store{Territory: kokshetau, In: true, Integrated: true}
	out := in
	out.Suspended = true
	rows := []struct {
		name  string
		store food.Store
		open  int
		at    voucher.Instant
		want  string
	}{
		{"none open", in, 0, saleTime, ""},
		{"one below the most", in, food.OpenCodesMax - 1, saleTime, ""},
		{"the most", in, food.OpenCodesMax, saleTime, "limit-exceeded"},
		{"suspended", out, 0, saleTime, "store-suspended"},
		{"after the pilot", in, 0, voucher.At(2026, 5, 2, 0, 0, 0), "outside-period"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(termsAt(t, row.at.Day(), "F33", "store_presents").ShowAtTill(&row.store, row.open, row.at)); got != row.want {
				t.Errorf("ShowAtTill = %q, want %q\nF33 store_presents", got, row.want)
			}
		})
	}
}

func TestScan(t *testing.T) {
	code := food.Code{Store: 1, Until: saleTime.Plus(voucher.Second)}
	used, scanned, late, walletCode := code, code, code, code
	used.Used, scanned.Wallet, late.Until, walletCode.Store = true, 1, saleTime, 0
	rows := []struct {
		name   string
		code   *food.Code
		wallet *food.Wallet
		want   string
	}{
		{"a till's code in its last second", &code, credited(), ""},
		{"no code of ours", nil, credited(), "code-unknown"},
		{"a wallet's code", &walletCode, credited(), "code-unknown"},
		{"used", &used, credited(), "code-used"},
		{"scanned by another", &scanned, credited(), "code-used"},
		{"out of date", &late, credited(), "code-expired"},
		{"no voucher", &code, asked(), "not-credited"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(termsAt(t, february, "F33", "store_presents").Scan(row.code, row.wallet, saleTime)); got != row.want {
				t.Errorf("Scan = %q, want %q\nF33 store_presents", got, row.want)
			}
		})
	}
}

func TestCodeLifetime(t *testing.T) {
	if got, want := termsAt(t, february).Until(saleTime), saleTime.Plus(5*voucher.Minute); got != want {
		t.Errorf("Until = %s, want %s\nFOOD-QR-001: 300 seconds, ours", got, want)
	}
}
