package gas_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

const (
	akmola   voucher.Territory = 110000000
	almaty   voucher.Territory = 750000000
	shymkent voucher.Territory = 790000000
)

// tariffOf returns the tariff of a territory in a month written "2025-12".
func tariffOf(t faulty, territory voucher.Territory, month string, choices ...string) gas.Tariff {
	t.Helper()
	s, err := voucher.NewSchedule(gas.Parameters(), nil)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return gas.TariffOf(s, read(t, choices...), territory, at(t, month+"-01").Month())
}

// volume reads cubic metres, money tenge.
func volume(t faulty, s string) voucher.Volume {
	t.Helper()
	v, err := voucher.ParseVolume(s)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return v
}

func money(t faulty, s string) voucher.Money {
	t.Helper()
	m, err := voucher.ParseMoney(s)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return m
}

func TestTariffs(t *testing.T) {
	for _, tt := range []struct {
		name      string
		territory voucher.Territory
		month     string
		price     string
		season    int
		days      int
		why       string
	}{
		{"Almaty, last month of the old tax", almaty, "2025-12", "60.27", 31, 31, "53.815 and 12 %"},
		{"Almaty, first month of the new tax", almaty, "2026-01", "62.43", 31, 31, "53.815 and 16 %, from 1 January 2026"},
		{"Shymkent, last month of the season", shymkent, "2026-03", "60.07", 31, 31, "to 31 March in the south"},
		{"Shymkent, first month after it", shymkent, "2026-04", "60.07", 0, 30, "to 31 March in the south"},
		{"Shymkent, last month before it", shymkent, "2025-10", "58.00", 0, 31, "from 1 November in the south"},
		{"Shymkent, first month of it", shymkent, "2025-11", "58.00", 30, 30, "from 1 November in the south"},
		{"Akmola, the season begins", akmola, "2025-10", "52.90", 17, 31, "from 15 October in the north"},
		{"Akmola, the season ends", akmola, "2026-04", "54.79", 15, 30, "to 15 April in the north"},
		{"Akmola, a month after", akmola, "2026-05", "54.79", 0, 31, "outside the season"},
		{"Akmola, February", akmola, "2026-02", "54.79", 28, 28, "a short month"},
	} {
		got := tariffOf(t, tt.territory, tt.month)
		if got.Price != money(t, tt.price) || got.Season != tt.season || got.Days != tt.days || got.Rate != 200_000 || got.Cap != 240_000 {
			t.Errorf("%s: %+v, want price %s, %d of %d days, 20 %% up to 24 %%\n%s", tt.name, got, tt.price, tt.season, tt.days, tt.why)
		}
	}
}

func TestNorms(t *testing.T) {
	for _, tt := range []struct {
		name      string
		territory voucher.Territory
		month     string
		choice    string
		class     voucher.ApplianceClass
		people    uint8
		want      string
		why       string
	}{
		{"boiler in the season", almaty, "2025-12", "", voucher.Boiler, 4, "631", "mild winters"},
		{"boiler in the season, north", akmola, "2025-12", "", voucher.Boiler, 4, "833", "cold winters"},
		{"boiler outside it", almaty, "2025-09", "", voucher.Boiler, 4, "70", "summer"},
		{"boiler, 17 of 31 days", akmola, "2025-10", "", voucher.Boiler, 4, "833", "G28 majority_of_days"},
		{"boiler, half of the days", akmola, "2026-04", "", voucher.Boiler, 4, "833", "at least half makes a heating month"},
		{"boiler, 17 of 31 days, pro rata", akmola, "2025-10", "G28=pro_rata", voucher.Boiler, 4, "488.419", "(833×17 + 70×14) / 31"},
		{"boiler, all days, pro rata", akmola, "2025-12", "G28=pro_rata", voucher.Boiler, 4, "833", "the same as by majority"},
		{"boiler, no day, pro rata", akmola, "2026-05", "G28=pro_rata", voucher.Boiler, 4, "70", "the same as by majority"},
		{"stove, one person", almaty, "2025-12", "", voucher.Stove, 1, "15", "15 m³ a person"},
		{"stove, four people", almaty, "2025-09", "", voucher.Stove, 4, "60", "in any season"},
		{"stove, four people, pro rata", akmola, "2025-10", "G28=pro_rata", voucher.Stove, 4, "60", "in any season"},
		{"stove, nobody", almaty, "2025-12", "", voucher.Stove, 0, "0", "nobody is registered there"},
	} {
		tariff := tariffOf(t, tt.territory, tt.month, tt.choice)
		if got := tariff.Norm(tt.class, tt.people); got != volume(t, tt.want) {
			t.Errorf("%s: Norm = %s, want %s\n%s", tt.name, got, tt.want, tt.why)
		}
	}
}

func TestBills(t *testing.T) {
	const boiler, stove = voucher.Boiler, voucher.Stove
	plain := gas.Tariff{Price: 60_27, Rate: 200_000, Cap: 240_000, Heating: 631_000, Summer: 70_000, Stove: 15_000, Season: 31, Days: 31}
	with := func(change func(*gas.Tariff)) gas.Tariff {
		tariff := plain
		change(&tariff)
		return tariff
	}
	for _, tt := range []struct {
		name                  string
		tariff                gas.Tariff
		volume                string
		listed                *gas.Voucher
		charge, discount, pay string
		why                   string
	}{
		{"listed", plain, "300", &gas.Voucher{Class: boiler}, "18081.00", "3616.20", "14464.80", "a fifth of the charge"},
		{"not listed", plain, "300", nil, "18081.00", "0", "18081.00", "GAS-BILL-001, -004: listed accounts only, at the same price"},
		{"at the norm", plain, "631", &gas.Voucher{Class: boiler}, "38030.37", "7606.07", "30424.30", "7606.074"},
		{"a thousandth above the norm", plain, "631.001", &gas.Voucher{Class: boiler}, "38030.43", "7606.07", "30424.36", "the discount reaches the norm"},
		{"a thousandth below the norm", plain, "630.999", &gas.Voucher{Class: boiler}, "38030.31", "7606.06", "30424.25", "7606.0619"},
		{"far above the norm", plain, "100000", &gas.Voucher{Class: boiler}, "6027000.00", "7606.07", "6019393.93", "it does not grow"},
		{"a stove", plain, "50", &gas.Voucher{Class: stove, People: 3}, "3013.50", "542.43", "2471.07", "45 m³ of 50"},
		{"a stove of nobody", plain, "50", &gas.Voucher{Class: stove}, "3013.50", "0", "3013.50", "a norm of nothing"},
		{"in summer", with(func(g *gas.Tariff) { g.Season = 0 }), "100", &gas.Voucher{Class: boiler}, "6027.00", "843.78", "5183.22", "70 m³ of 100"},
		{"above the cap", with(func(g *gas.Tariff) { g.Rate = 300_000 }), "100", &gas.Voucher{Class: boiler}, "6027.00", "1446.48", "4580.52", "24 % of the charge, not 30"},
		{"at the cap", with(func(g *gas.Tariff) { g.Rate = 240_000 }), "100", &gas.Voucher{Class: boiler}, "6027.00", "1446.48", "4580.52", "24 % both ways"},
		{"everything", with(func(g *gas.Tariff) { g.Rate, g.Cap = 1_000_000, 1_000_000 }), "100", &gas.Voucher{Class: boiler}, "6027.00", "6027.00", "0", "GAS-BILL-003: never above the charge"},
		{"a rate of nothing", with(func(g *gas.Tariff) { g.Rate = 0 }), "100", &gas.Voucher{Class: boiler}, "6027.00", "0", "6027.00", "never below nothing"},
		{"a cap of nothing", with(func(g *gas.Tariff) { g.Cap = 0 }), "100", &gas.Voucher{Class: boiler}, "6027.00", "0", "6027.00", "never below nothing"},
		{"the charge's half tiyn", with(func(g *gas.Tariff) { g.Price = 1 }), "0.500", nil, "0.01", "0", "0.01", "reading G27: half-up"},
		{"below it", with(func(g *gas.Tariff) { g.Price = 1 }), "0.499", nil, "0", "0", "0", "reading G27: half-up"},
		{"the discount's half tiyn", with(func(g *gas.Tariff) { g.Price, g.Cap = 5, 1_000_000 }), "0.500", &gas.Voucher{Class: boiler}, "0.03", "0.01", "0.02", "0.5 of a tiyn, from 2.5 and not from 3"},
		{"below it", with(func(g *gas.Tariff) { g.Price, g.Cap = 5, 1_000_000 }), "0.499", &gas.Voucher{Class: boiler}, "0.02", "0", "0.02", "0.499 of a tiyn"},
		{"the cap's part of a tiyn", with(func(g *gas.Tariff) { g.Price = 5 }), "0.500", &gas.Voucher{Class: boiler}, "0.03", "0", "0.03", "0.72 of a tiyn: a bound rounds down"},
		{"zero", plain, "0", &gas.Voucher{Class: boiler}, "0", "0", "0", "GAS-BILL-005"},
		{"a thousandth", plain, "0.001", &gas.Voucher{Class: boiler}, "0.06", "0.01", "0.05", "one above zero; 1.2 tiyn"},
		{"a thousandth below zero", plain, "-0.001", &gas.Voucher{Class: boiler}, "-0.06", "0", "-0.06", "GAS-BILL-005: no discount"},
		{"negative", plain, "-10", &gas.Voucher{Class: boiler}, "-602.70", "0", "-602.70", "GAS-BILL-005: no discount"},
	} {
		got := tt.tariff.Charge(volume(t, tt.volume), tt.listed)
		want := gas.Bill{Charge: money(t, tt.charge), Discount: money(t, tt.discount), Pay: money(t, tt.pay)}
		if got != want {
			t.Errorf("%s: Charge(%s) = %+v, want %+v\n%s", tt.name, tt.volume, got, want, tt.why)
		}
	}
}

func TestWhenAMonthIsCharged(t *testing.T) {
	october := voucher.MonthOf(2025, 10)
	received := &gas.List{Provider: 1, Month: october, Sent: at(t, "2025-10-30"), Acknowledged: at(t, "2025-10-30 09:00")}
	sent := &gas.List{Provider: 1, Month: october, Sent: at(t, "2025-10-30")}
	known, unknown := &gas.Account{Known: true}, &gas.Account{}
	for _, tt := range []struct {
		name    string
		account *gas.Account
		list    *gas.List
		month   voucher.Month
		volume  voucher.Volume
		charged bool
		want    voucher.Reason
		why     string
	}{
		{"the list is there", known, received, october, 300_000, false, 0, "GAS-BILL-001"},
		{"nothing used", known, received, october, 0, false, 0, "a receipt over nothing is one"},
		{"a negative volume", known, received, october, -5_000, false, 0, "GAS-BILL-005"},
		{"the largest volume", known, received, october, gas.VolumeMax, false, 0, "the limit is inside"},
		{"above it", known, received, october, gas.VolumeMax + 1, false, voucher.LimitExceeded, "one more is not"},
		{"the largest negative volume", known, received, october, -gas.VolumeMax, false, 0, "the limit is inside"},
		{"below it", known, received, october, -gas.VolumeMax - 1, false, voucher.LimitExceeded, "one less is not"},
		{"a month before the pilot", known, received, voucher.MonthOf(2025, 7), 300_000, false, voucher.OutsidePeriod, "GAS-PERIOD-001"},
		{"the pilot's first month", known, received, voucher.MonthOf(2025, 8), 300_000, false, 0, "GAS-PERIOD-002"},
		{"the pilot's last month", known, received, voucher.MonthOf(2026, 6), 300_000, false, 0, "GAS-PERIOD-003: also when the bill is made in July"},
		{"a month after the pilot", known, received, voucher.MonthOf(2026, 7), 300_000, false, voucher.OutsidePeriod, "GAS-PERIOD-001"},
		{"an unknown account", unknown, received, october, 300_000, false, voucher.AccountUnknown, "there is nothing to charge"},
		{"no list", known, nil, october, 300_000, false, voucher.ListNotReceived, "the discount cannot be computed yet"},
		{"a list on its way", known, sent, october, 300_000, false, voucher.ListNotReceived, "the discount cannot be computed yet"},
		{"charged already", known, received, october, 300_000, true, voucher.AlreadyCharged, "a correction would be the way"},
		{"too much of an unknown month", unknown, nil, voucher.MonthOf(2025, 7), gas.VolumeMax + 1, true, voucher.LimitExceeded, "the first reason is the answer"},
		{"an unknown account outside the pilot", unknown, nil, voucher.MonthOf(2025, 7), 1, true, voucher.OutsidePeriod, "the first reason is the answer"},
		{"an unknown account without a list", unknown, nil, october, 1, true, voucher.AccountUnknown, "the first reason is the answer"},
		{"charged without a list", known, nil, october, 1, true, voucher.ListNotReceived, "the first reason is the answer"},
	} {
		terms := termsOn(t, at(t, "2025-11-03"), voucher.Readings{})
		if got := reason(terms.MayCharge(tt.account, tt.list, tt.month, tt.volume, false, tt.charged)); got != tt.want {
			t.Errorf("%s: MayCharge = %q, want %q\n%s", tt.name, got, tt.want, tt.why)
		}
	}
	terms := termsOn(t, at(t, "2025-11-03"), voucher.Readings{})
	if got := reason(terms.MayCharge(unknown, received, october, 300_000, true, false)); got != 0 {
		t.Errorf("closed since, and on the list: MayCharge = %q, want accepted\nthe discount stays with the account for its month (G21)", got)
	}
}

func TestWhenAVolumeIsCorrected(t *testing.T) {
	for _, tt := range []struct {
		name    string
		volume  voucher.Volume
		charged bool
		want    voucher.Reason
		why     string
	}{
		{"charged", 250_000, true, 0, "GAS-BILL-005"},
		{"to nothing", 0, true, 0, "GAS-BILL-005"},
		{"to the largest volume", gas.VolumeMax, true, 0, "the limit is inside"},
		{"above it", gas.VolumeMax + 1, true, voucher.LimitExceeded, "one more is not"},
		{"to the largest negative volume", -gas.VolumeMax, true, 0, "the limit is inside"},
		{"below it", -gas.VolumeMax - 1, true, voucher.LimitExceeded, "nor is one less"},
		{"not charged", 250_000, false, voucher.NotCharged, "there is nothing to correct"},
		{"not charged and too much", gas.VolumeMax + 1, false, voucher.LimitExceeded, "the first reason is the answer"},
	} {
		if got := reason(gas.MayCorrect(tt.volume, tt.charged)); got != tt.want {
			t.Errorf("%s: MayCorrect = %q, want %q\n%s", tt.name, got, tt.want, tt.why)
		}
	}
}
