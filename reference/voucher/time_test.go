package voucher_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestTheCalendarIsTheCivilOne: every day from 1900 to 2300 has the date, the
// weekday and the bounds that package time gives it in UTC+5.
func TestTheCalendarIsTheCivilOne(t *testing.T) {
	zone := time.FixedZone("UTC+5", 5*60*60)
	first := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 86_400
	last := time.Date(2300, 12, 31, 0, 0, 0, 0, time.UTC).Unix() / 86_400
	for n := first; n <= last; n++ {
		d := voucher.Day(n)
		civil := time.Unix(n*86_400, 0).UTC()
		year, month, day := civil.Date()
		if got := voucher.Date(year, int(month), day); got != d {
			t.Fatalf("Date(%d, %d, %d) = %d, want %d\nthe calendar is the proleptic Gregorian one", year, month, day, got, d)
		}
		if d.OfMonth() != day || d.Month() != voucher.MonthOf(year, int(month)) || d.Weekday() != civil.Weekday() {
			t.Fatalf("day %d is number %d of %s, a %s, want %d of %d-%d, a %s\nthe calendar is the civil one",
				n, d.OfMonth(), d.Month(), d.Weekday(), day, year, month, civil.Weekday())
		}
		if got, want := d.String(), civil.Format("2006-01-02"); got != want {
			t.Fatalf("day %d is written %q, want %q", n, got, want)
		}
		// Instants in nanoseconds reach from 1678 to 2262.
		if year < 2262 {
			midnight := time.Date(year, month, day, 0, 0, 0, 0, zone)
			if got := d.Start(); int64(got) != midnight.UnixNano() {
				t.Fatalf("%s starts at %d, want %d\nmidnight is UTC+5, always (reading S01)", d, got, midnight.UnixNano())
			}
		}
	}
}

func TestADayIsHalfOpen(t *testing.T) {
	day := voucher.Date(2026, 2, 28)
	for _, tt := range []struct {
		name string
		at   voucher.Instant
		day  voucher.Day
		why  string
	}{
		{"second before", day.Start().Plus(-voucher.Second), day - 1, "00:00 begins the day"},
		{"last nanosecond before", day.Start() - 1, day - 1, "00:00 begins the day"},
		{"first instant", day.Start(), day, "00:00 is inside"},
		{"second after", day.Start().Plus(voucher.Second), day, "inside"},
		{"last second", day.End().Plus(-voucher.Second), day, "inside"},
		{"last nanosecond", day.End() - 1, day, "inside"},
		{"end", day.End(), day + 1, "BOTH-TIME-001: the end is outside"},
		{"second after the end", day.End().Plus(voucher.Second), day + 1, "outside"},
		{"before 1970", voucher.At(1969, 12, 31, 23, 59, 59), -1, "days before the first count downwards"},
		{"at the epoch in UTC", 0, 0, "05:00 of 1 January 1970"},
		{"midnight in UTC+5", -5 * voucher.Instant(voucher.Hour), 0, "the day began five hours before the epoch"},
		{"a nanosecond before it", -5*voucher.Instant(voucher.Hour) - 1, -1, "still 31 December 1969"},
	} {
		if got := tt.at.Day(); got != tt.day {
			t.Errorf("%s: %s is on %s, want %s\n%s", tt.name, tt.at, got, tt.day, tt.why)
		}
		if got := tt.at.Month(); got != tt.day.Month() {
			t.Errorf("%s: %s is in %s, want %s\n%s", tt.name, tt.at, got, tt.day.Month(), tt.why)
		}
		if got, want := tt.at.SinceMidnight(), int64(tt.at-tt.day.Start()); got != want || got < 0 || got >= voucher.DayLength {
			t.Errorf("%s: %s is %d ns after midnight, want %d\n%s", tt.name, tt.at, got, want, tt.why)
		}
	}
}

func TestInstantsOfADate(t *testing.T) {
	for _, tt := range []struct {
		name string
		got  voucher.Instant
		want string
		why  string
	}{
		{"plain", voucher.At(2026, 2, 10, 18, 0, 0), "2026-02-10T18:00:00+05:00", "local time, UTC+5"},
		{"a day too many", voucher.At(2026, 2, 29, 0, 0, 0), "2026-03-01T00:00:00+05:00", "days overflow"},
		{"an hour too many", voucher.At(2026, 1, 31, 24, 0, 0), "2026-02-01T00:00:00+05:00", "hours overflow"},
		{"a second too few", voucher.At(2026, 3, 1, 0, 0, -1), "2026-02-28T23:59:59+05:00", "and fall short"},
		{"in what was summer time", voucher.At(2025, 8, 28, 0, 0, 0), "2025-08-28T00:00:00+05:00", "there is no summer time"},
		{"before the zones were one", voucher.At(2024, 2, 29, 12, 0, 0), "2024-02-29T12:00:00+05:00", "the zone is a constant, whatever a table of zones says of Almaty then"},
		{"seven days on", voucher.At(2025, 9, 7, 10, 30, 0).Plus(7 * voucher.DayLength), "2025-09-14T10:30:00+05:00", "seven times 24 hours are seven days"},
		{"a fraction of a second", voucher.At(2025, 9, 7, 10, 30, 0).Plus(1_500_000), "2025-09-07T10:30:00.0015+05:00", "down to nanoseconds"},
	} {
		if got := tt.got.String(); got != tt.want {
			t.Errorf("%s: %q, want %q\n%s", tt.name, got, tt.want, tt.why)
		}
	}
}

func TestMonths(t *testing.T) {
	for _, tt := range []struct {
		month      string
		days       int
		has29      bool
		has30      bool
		day29      string
		day30      string
		first      string
		ofYear     int
		whyTheyAre string
	}{
		{"2025-08", 31, true, true, "2025-08-29", "2025-08-30", "2025-08-01", 8, "a month of 31 days"},
		{"2025-09", 30, true, true, "2025-09-29", "2025-09-30", "2025-09-01", 9, "a month of 30 days"},
		{"2025-12", 31, true, true, "2025-12-29", "2025-12-30", "2025-12-01", 12, "the year's last"},
		{"2026-01", 31, true, true, "2026-01-29", "2026-01-30", "2026-01-01", 1, "the year's first"},
		{"2026-02", 28, false, false, "2026-02-28", "2026-02-28", "2026-02-01", 2, "reading G01: the last day stands for those that are not there"},
		{"2028-02", 29, true, false, "2028-02-29", "2028-02-29", "2028-02-01", 2, "a leap year"},
		{"2100-02", 28, false, false, "2100-02-28", "2100-02-28", "2100-02-01", 2, "a century is no leap year"},
		{"2000-02", 29, true, false, "2000-02-29", "2000-02-29", "2000-02-01", 2, "every fourth century is"},
	} {
		m, err := voucher.ParseMonth(tt.month)
		if err != nil {
			t.Fatalf("ParseMonth(%q): %v", tt.month, err)
		}
		if m.String() != tt.month || m.OfYear() != tt.ofYear {
			t.Errorf("%s is written %s and is number %d of its year, want %d\n%s", tt.month, m, m.OfYear(), tt.ofYear, tt.whyTheyAre)
		}
		if got := int(m.Last()-m.First()) + 1; got != tt.days {
			t.Errorf("%s has %d days, want %d\n%s", m, got, tt.days, tt.whyTheyAre)
		}
		if m.Has(29) != tt.has29 || m.Has(30) != tt.has30 || m.Has(0) || !m.Has(1) || m.Has(32) {
			t.Errorf("%s has 29th: %v, 30th: %v, 0th: %v, 1st: %v, 32nd: %v, want %v, %v, false, true, false\n%s",
				m, m.Has(29), m.Has(30), m.Has(0), m.Has(1), m.Has(32), tt.has29, tt.has30, tt.whyTheyAre)
		}
		if m.Day(29).String() != tt.day29 || m.Day(30).String() != tt.day30 || m.First().String() != tt.first {
			t.Errorf("%s: 29th %s, 30th %s, first %s, want %s, %s, %s\n%s", m, m.Day(29), m.Day(30), m.First(), tt.day29, tt.day30, tt.first, tt.whyTheyAre)
		}
	}
	if got := voucher.MonthOf(2025, 12) + 1; got != voucher.MonthOf(2026, 1) {
		t.Errorf("the month after 2025-12 is %s, want 2026-01\nmonths count through the years", got)
	}
}

// The days of the pilots' months, from the calendar of the domain notes.
func TestWeekdaysOfThePilots(t *testing.T) {
	for _, tt := range []struct {
		month    string
		d5, d7   time.Weekday
		d14, d29 time.Weekday
	}{
		{"2025-08", time.Tuesday, time.Thursday, time.Thursday, time.Friday},
		{"2025-10", time.Sunday, time.Tuesday, time.Tuesday, time.Wednesday},
		{"2026-01", time.Monday, time.Wednesday, time.Wednesday, time.Thursday},
		{"2026-03", time.Thursday, time.Saturday, time.Saturday, time.Sunday},
		{"2026-06", time.Friday, time.Sunday, time.Sunday, time.Monday},
	} {
		m, err := voucher.ParseMonth(tt.month)
		if err != nil {
			t.Fatal(err)
		}
		got := [4]time.Weekday{m.Day(5).Weekday(), m.Day(7).Weekday(), m.Day(14).Weekday(), m.Day(29).Weekday()}
		if want := [4]time.Weekday{tt.d5, tt.d7, tt.d14, tt.d29}; got != want {
			t.Errorf("the 5th, 7th, 14th and 29th of %s are %v, want %v\nSMS go out on whatever day it is (reading F14)", tt.month, got, want)
		}
	}
}

func TestInstantsInWords(t *testing.T) {
	for _, tt := range []struct {
		text string
		want voucher.Instant
		why  string
	}{
		{"2026-02-28T23:59:59+05:00", voucher.At(2026, 2, 28, 23, 59, 59), "RFC 3339 in local time"},
		{"2026-02-28T18:59:59Z", voucher.At(2026, 2, 28, 23, 59, 59), "RFC 3339 in UTC"},
		{"2026-03-01T00:59:59+06:00", voucher.At(2026, 2, 28, 23, 59, 59), "RFC 3339 in another zone: the day is the local one"},
		{"2026-02-28T23:59:59.999999999+05:00", voucher.Date(2026, 2, 28).End() - 1, "down to nanoseconds"},
		{"2026-02-28 23:59:59", voucher.At(2026, 2, 28, 23, 59, 59), "a date and a time are local"},
		{"2026-02-28 23:59", voucher.At(2026, 2, 28, 23, 59, 0), "seconds may be left out"},
		{"2026-02-28", voucher.Date(2026, 2, 28).Start(), "so may the time: the day's first instant"},
		{"2000-01-01", voucher.Date(2000, 1, 1).Start(), "the first year"},
		{"2200-12-31 23:59:59", voucher.At(2200, 12, 31, 23, 59, 59), "the last year"},
	} {
		if got, err := voucher.ParseInstant(tt.text); err != nil || got != tt.want {
			t.Errorf("ParseInstant(%q) = %s, %v, want %s\n%s", tt.text, got, err, tt.want, tt.why)
		}
	}
	for _, tt := range []struct{ text, why string }{
		{"", "nothing"},
		{"2026-02-29", "no such day"},
		{"2026-02-28 24:00:00", "a day ends before 24:00"},
		{"2026-13-01", "no such month"},
		{"28.02.2026", "another way to write dates"},
		{"2026-02-28T23:59:59", "RFC 3339 without a zone"},
		{"1999-12-31", "a year before the first"},
		{"2201-01-01", "a year after the last"},
		{"9999-01-01T00:00:00Z", "a year that nanoseconds do not reach"},
		{"today", "no date at all"},
	} {
		if got, err := voucher.ParseInstant(tt.text); err == nil {
			t.Errorf("ParseInstant(%q) = %s, want an error\n%s", tt.text, got, tt.why)
		} else if !strings.HasPrefix(err.Error(), "instant ") {
			t.Errorf("ParseInstant(%q): %v, want what it is named first", tt.text, err)
		}
	}
}

func TestDaysAndMonthsInWords(t *testing.T) {
	if got, err := voucher.ParseDay("2026-02-28"); err != nil || got != voucher.Date(2026, 2, 28) {
		t.Errorf("ParseDay(2026-02-28) = %s, %v", got, err)
	}
	for _, text := range []string{"", "2026-02-29", "2026-2-28", "28", "1999-12-31", "2201-01-01", "2026-02-28 00:00"} {
		if got, err := voucher.ParseDay(text); err == nil {
			t.Errorf("ParseDay(%q) = %s, want an error with an example", text, got)
		}
	}
	for _, text := range []string{"", "2026", "2026-00", "2026-13", "2026-2", "2026-02-01", "1999-12", "2201-01", "February"} {
		if got, err := voucher.ParseMonth(text); err == nil {
			t.Errorf("ParseMonth(%q) = %s, want an error with an example", text, got)
		}
	}
}

// instants draws instants of the years that can be read, those at the edges of
// days among them.
func instants() *rapid.Generator[voucher.Instant] {
	first, last := voucher.Date(2000, 1, 1), voucher.Date(2200, 12, 31)
	return rapid.Custom(func(t *rapid.T) voucher.Instant {
		day := voucher.Day(rapid.Int32Range(int32(first), int32(last)).Draw(t, "day"))
		since := rapid.OneOf(rapid.SampledFrom([]int64{0, 1, voucher.Second, voucher.DayLength - voucher.Second, voucher.DayLength - 1}),
			rapid.Int64Range(0, voucher.DayLength-1)).Draw(t, "since midnight")
		return day.Start().Plus(since)
	})
}

func TestInstantsAreReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := instants().Draw(t, "at")
		if got, err := voucher.ParseInstant(at.String()); err != nil || got != at {
			t.Fatalf("ParseInstant(%q) = %s, %v", at, got, err)
		}
		if got, err := voucher.ParseDay(at.Day().String()); err != nil || got != at.Day() {
			t.Fatalf("ParseDay(%q) = %s, %v", at.Day(), got, err)
		}
		if got, err := voucher.ParseMonth(at.Month().String()); err != nil || got != at.Month() {
			t.Fatalf("ParseMonth(%q) = %s, %v", at.Month(), got, err)
		}
	})
}

// TestEveryInstantIsInOneDayAndOneMonth: days and months cut time without gap
// and without overlap, whatever the machine's own zone is.
func TestEveryInstantIsInOneDayAndOneMonth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := instants().Draw(t, "at")
		d := at.Day()
		if at < d.Start() || at >= d.End() || d.End() != (d+1).Start() {
			t.Fatalf("%s is not inside %s, from %s to before %s", at, d, d.Start(), d.End())
		}
		m := at.Month()
		if d < m.First() || d > m.Last() || m.Last()+1 != (m+1).First() {
			t.Fatalf("%s is not inside %s, from %s to %s", d, m, m.First(), m.Last())
		}
		if got := m.Day(d.OfMonth()); got != d {
			t.Fatalf("number %d of %s is %s, want %s", d.OfMonth(), m, got, d)
		}
		if got := at.Time(); got.UnixNano() != int64(at) || got.Hour() != int(at.SinceMidnight()/voucher.Hour) {
			t.Fatalf("%s as a time is %s", at, got)
		}
	})
}
