package gas_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// faulty is what stops a test or a property.
type faulty interface {
	Helper()
	Fatalf(format string, args ...any)
}

// at reads an instant such as "2025-10-07 00:00:00".
func at(t faulty, s string) voucher.Instant {
	t.Helper()
	i, err := voucher.ParseInstant(s)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return i
}

// read makes readings of choices written "G10=until_start_of_29".
func read(t faulty, choices ...string) (r voucher.Readings) {
	t.Helper()
	for _, c := range choices {
		if c == "" {
			continue
		}
		if err := r.Choose(c[:3], c[4:]); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return r
}

// termsOn returns the terms in force at an instant, as the machine takes them.
func termsOn(t faulty, now voucher.Instant, r voucher.Readings, settings ...voucher.Setting) gas.Terms {
	t.Helper()
	s, err := voucher.NewSchedule(gas.Parameters(), settings)
	if err != nil {
		t.Fatalf("%v", err)
	}
	terms := gas.TermsAt(s, r, now.Day())
	terms.Opens, terms.Closes = terms.Window(terms.Month)
	return terms
}

// reason is the reason of a refusal, zero for none.
func reason(r *voucher.Refusal) voucher.Reason {
	if r == nil {
		return 0
	}
	return r.Reason
}

func TestTermsOfADay(t *testing.T) {
	now := at(t, "2026-02-10 12:00")
	for _, tt := range []struct {
		name     string
		settings []voucher.Setting
		want     gas.Terms
		why      string
	}{
		{"as they stand", nil, gas.Terms{
			From: voucher.Date(2025, 8, 28), To: voucher.Date(2026, 6, 30), ListLastDay: 14, NoticeDay: 7, ReminderAfter: 7,
			ReminderCount: 1, WindowFrom: 7, WindowTo: 29, DispatchDay: 30, DispatchRetry: 1, OfferEdition: 1,
			Month: voucher.MonthOf(2026, 2), Opens: at(t, "2026-02-07"), Closes: at(t, "2026-03-01"),
		}, "every figure of the text, by hand"},
		{"with one changed from today", []voucher.Setting{{Path: "gas.window.to_day", From: now.Day(), Value: 20}}, gas.Terms{
			From: voucher.Date(2025, 8, 28), To: voucher.Date(2026, 6, 30), ListLastDay: 14, NoticeDay: 7, ReminderAfter: 7,
			ReminderCount: 1, WindowFrom: 7, WindowTo: 20, DispatchDay: 30, DispatchRetry: 1, OfferEdition: 1,
			Month: voucher.MonthOf(2026, 2), Opens: at(t, "2026-02-07"), Closes: at(t, "2026-02-21"),
		}, "a change holds from its day"},
		{"with one changed from tomorrow", []voucher.Setting{{Path: "gas.window.to_day", From: now.Day() + 1, Value: 20}}, gas.Terms{
			From: voucher.Date(2025, 8, 28), To: voucher.Date(2026, 6, 30), ListLastDay: 14, NoticeDay: 7, ReminderAfter: 7,
			ReminderCount: 1, WindowFrom: 7, WindowTo: 29, DispatchDay: 30, DispatchRetry: 1, OfferEdition: 1,
			Month: voucher.MonthOf(2026, 2), Opens: at(t, "2026-02-07"), Closes: at(t, "2026-03-01"),
		}, "and not before"},
	} {
		if got := termsOn(t, now, voucher.Readings{}, tt.settings...); got != tt.want {
			t.Errorf("%s: terms of %s =\n%+v, want\n%+v\n%s", tt.name, now, got, tt.want, tt.why)
		}
	}
}

func TestTerritoriesOfThePilot(t *testing.T) {
	s, err := voucher.NewSchedule(gas.Parameters(), nil)
	if err != nil {
		t.Fatal(err)
	}
	// All twenty regions and cities of the country, by hand (GAS-TERRITORY-001).
	country := map[voucher.Territory]bool{
		100000000: false, // Abai
		110000000: true,  // Akmola
		150000000: true,  // Aktobe
		190000000: true,  // Almaty region
		230000000: true,  // Atyrau
		270000000: true,  // West Kazakhstan
		310000000: true,  // Zhambyl
		330000000: true,  // Zhetysu
		350000000: true,  // Karaganda
		390000000: true,  // Kostanay
		430000000: true,  // Kyzylorda
		470000000: true,  // Mangystau
		550000000: false, // Pavlodar
		590000000: false, // North Kazakhstan
		610000000: true,  // Turkistan
		620000000: true,  // Ulytau
		630000000: true,  // East Kazakhstan
		710000000: true,  // Astana
		750000000: true,  // Almaty
		790000000: true,  // Shymkent
	}
	n := 0
	for territory, want := range country {
		if want {
			n++
		}
		for _, day := range []voucher.Day{voucher.Date(2025, 8, 28), voucher.Date(2026, 6, 30)} {
			if got := gas.InPilot(s, territory, day); got != want {
				t.Errorf("%s takes part on %s: %v, want %v\nexactly seventeen territories do (GAS-TERRITORY-001)", territory, day, got, want)
			}
		}
	}
	if n != 17 || len(country) != 20 {
		t.Fatalf("%d of %d territories by hand, want 17 of 20", n, len(country))
	}
	for _, tt := range []struct {
		territory voucher.Territory
		want      bool
		why       string
	}{
		{voucher.Country, false, "the pilot is not the country's"},
		{999999999, false, "no such code"},
		{111010000, true, "a town lies in its region, and Akmola takes part"},
		{551010000, false, "a town lies in its region, and Pavlodar does not take part"},
	} {
		if got := gas.InPilot(s, tt.territory, voucher.Date(2025, 9, 1)); got != tt.want {
			t.Errorf("%s takes part: %v, want %v\n%s (GAS-TERRITORY-001)", tt.territory, got, tt.want, tt.why)
		}
	}
}
