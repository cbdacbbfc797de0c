package gas_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestEveryParameterHasAValue: each declared parameter of the programme has a
// value on every day of the pilot, in bounds and with its source, and no
// parameter of the other programme has one here.
func TestEveryParameterHasAValue(t *testing.T) {
	rows := map[voucher.Parameter]int{}
	for _, d := range gas.Parameters() {
		declared := d.Parameter.Declaration()
		rows[d.Parameter]++
		if declared.Programme != voucher.Gas {
			t.Errorf("%s has a value here, want it in package %s", d.Parameter, declared.Programme)
		}
		if d.Value < declared.Min || d.Value > declared.Max {
			t.Errorf("%s = %d from %s, want between %d and %d", d.Parameter, d.Value, d.From, declared.Min, declared.Max)
		}
		if d.Source == "" {
			t.Errorf("%s = %d from %s has no source\nwho or what set it", d.Parameter, d.Value, d.From)
		}
		if d.Territory != voucher.Country && !declared.Regional {
			t.Errorf("%s has a value for %s, want one for the country", d.Parameter, d.Territory)
		}
		if d.From > voucher.Date(2025, 8, 28) && d.From != voucher.Date(2026, 1, 1) {
			t.Errorf("%s changes on %s, want no change in the pilot but that of the tax", d.Parameter, d.From)
		}
	}
	for _, p := range voucher.AllParameters() {
		if p.Declaration().Programme == voucher.Gas && rows[p] == 0 {
			t.Errorf("%s has no value\nevery declared parameter has one", p)
		}
	}
}

// TestEveryTerritoryHasItsFigures: the seventeen that take part, and no other,
// have a price, a norm and a season of their own.
func TestEveryTerritoryHasItsFigures(t *testing.T) {
	pilot := map[voucher.Territory]bool{}
	for _, d := range gas.Parameters() {
		if d.Parameter == voucher.GasTerritory {
			pilot[d.Territory] = d.Value == 1
		}
	}
	if len(pilot) != 17 {
		t.Errorf("%d territories take part, want 17\nGAS-TERRITORY-001", len(pilot))
	}
	for _, p := range []voucher.Parameter{voucher.GasPrice, voucher.GasNormHeating, voucher.GasHeatingFrom, voucher.GasHeatingTo} {
		has := map[voucher.Territory]bool{}
		for _, d := range gas.Parameters() {
			if d.Parameter == p {
				has[d.Territory] = d.Value > 0
			}
		}
		for territory := range pilot {
			if !has[territory] {
				t.Errorf("%s has no %s\na bill cannot be made there", territory, p)
			}
		}
		if len(has) != len(pilot) {
			t.Errorf("%s has values for %d territories, want those %d that take part", p, len(has), len(pilot))
		}
	}
}

// The prices with the tax of 2026 that are published, by hand; the tax was 12 %
// until the year's end and is 16 % from its first day.
func TestPricesMoveWithTheTax(t *testing.T) {
	published := map[voucher.Territory]string{
		230000000: "13.56", // Atyrau
		150000000: "19.10", // Aktobe
		790000000: "60.07", // Shymkent
		350000000: "54.81", // Karaganda
		710000000: "54.79", // Astana
		750000000: "62.43", // Almaty
	}
	s, err := voucher.NewSchedule(gas.Parameters(), nil)
	if err != nil {
		t.Fatal(err)
	}
	raised := voucher.Date(2026, 1, 1)
	for territory, price := range published {
		before, after := s.At(voucher.GasPrice, territory, raised-1), s.At(voucher.GasPrice, territory, raised)
		if voucher.Money(after) != money(t, price) {
			t.Errorf("in %s a cubic metre costs %s from %s, want %s", territory, voucher.Money(after), raised, price)
		}
		// Both are rounded to a tiyn, so that they agree to within two.
		if d := before*116 - after*112; d < -2*116 || d > 2*116 {
			t.Errorf("in %s the price goes from %s to %s, want the change of the tax alone", territory, voucher.Money(before), voucher.Money(after))
		}
	}
}
