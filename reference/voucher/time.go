package voucher

import (
	"fmt"
	"time"
)

// Instant is a moment in nanoseconds since 1970-01-01T00:00:00Z. All limits are
// local time, UTC+5 without daylight saving (reading S01), so the zone is a
// constant and no time-zone data is read.
type Instant int64

// Day is a local calendar day, counted from 1970-01-01.
type Day int32

// Month is a local calendar month: year*12 + month - 1.
type Month int32

// Durations, as steps between instants.
const (
	Second = int64(time.Second)
	Minute = int64(time.Minute)
	Hour   = int64(time.Hour)
	// DayLength is a local day, every one of them: there is no summer time.
	DayLength = 24 * Hour

	zoneOffset = 5 * Hour
)

var zone = time.FixedZone("UTC+5", 5*60*60)

// At returns the instant of a local date and time of day. Days and hours out
// of range overflow into their neighbours, as in time.Date.
func At(year, month, day, hour, minute, second int) Instant {
	return Instant(time.Date(year, time.Month(month), day, hour, minute, second, 0, zone).UnixNano())
}

// Plus returns the instant a number of nanoseconds later: t.Plus(7 * 24 * Hour).
func (t Instant) Plus(nanoseconds int64) Instant { return t + Instant(nanoseconds) }

// Day returns the local day that holds the instant.
func (t Instant) Day() Day {
	local := int64(t) + zoneOffset
	d := local / DayLength
	if local%DayLength < 0 {
		d--
	}
	return Day(d)
}

// Month returns the local month that holds the instant.
func (t Instant) Month() Month { return t.Day().Month() }

// SinceMidnight returns the nanoseconds since the local day began.
func (t Instant) SinceMidnight() int64 { return int64(t - t.Day().Start()) }

// Time returns the instant as a time.Time in UTC+5.
func (t Instant) Time() time.Time { return time.Unix(0, int64(t)).In(zone) }

// String writes RFC 3339 in local time: "2026-02-10T18:00:00+05:00".
func (t Instant) String() string { return t.Time().Format(time.RFC3339Nano) }

// ParseInstant reads RFC 3339, or a local date with an optional time of day
// ("2026-02-28", "2026-02-28 23:59:59"), which is taken as UTC+5.
func ParseInstant(s string) (Instant, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			if y := t.Year(); y < 2000 || y > 2200 {
				return 0, fmt.Errorf("instant %q: year %d is outside 2000 to 2200", s, y)
			}
			return Instant(t.UnixNano()), nil
		}
	}
	return 0, fmt.Errorf("instant %q is not one; write 2026-02-28T23:59:59+05:00 or 2026-02-28 23:59:59", s)
}

// Date returns the day of a calendar date. The month must be 1 to 12; days out
// of range overflow.
func Date(year, month, day int) Day {
	// Years count from March, as in civil.
	if month < 3 {
		year, month = year-1, month+12
	}
	era := year / 400
	yearOfEra := year - era*400
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	return Day(era*fourCenturies + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - fromMarch)
}

// The calendar counts from 1 March of year 0, so that the leap day is a year's
// last day.
const fromMarch, fourCenturies = 719468, 146097

// Start returns the day's first instant, 00:00 local time.
func (d Day) Start() Instant { return Instant(int64(d)*DayLength - zoneOffset) }

// End returns the first instant after the day: "to the 29th" ends here, and
// this instant is outside (BOTH-TIME-001).
func (d Day) End() Instant { return (d + 1).Start() }

// Month returns the month that holds the day.
func (d Day) Month() Month {
	y, m, _ := d.civil()
	return Month(y*12 + m - 1)
}

// OfMonth returns the day's number in its month, 1 to 31.
func (d Day) OfMonth() int {
	_, _, n := d.civil()
	return n
}

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return time.Weekday(((int64(d)+4)%7 + 7) % 7) }

// String writes "2026-02-28".
func (d Day) String() string {
	y, m, n := d.civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, n)
}

// ParseDay reads "2026-02-28".
func ParseDay(s string) (Day, error) {
	t, err := time.ParseInLocation("2006-01-02", s, zone)
	if err != nil || t.Year() < 2000 || t.Year() > 2200 {
		return 0, fmt.Errorf("day %q is not one; write 2026-02-28", s)
	}
	return Instant(t.UnixNano()).Day(), nil
}

// civil splits a day into year, month and day of month in the proleptic
// Gregorian calendar, by integers only: it runs on every command.
func (d Day) civil() (year, month, day int) {
	n := int(d) + fromMarch
	era := n / fourCenturies
	if n < 0 {
		era = (n - fourCenturies + 1) / fourCenturies
	}
	dayOfEra := n - era*fourCenturies
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	marchMonth := (5*dayOfYear + 2) / 153
	day = dayOfYear - (153*marchMonth+2)/5 + 1
	month = marchMonth + 3
	year = yearOfEra + era*400
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

// MonthOf returns the month of a year: MonthOf(2026, 2).
func MonthOf(year, month int) Month { return Month(year*12 + month - 1) }

// First returns the month's first day.
func (m Month) First() Day { return Date(int(m)/12, int(m)%12+1, 1) }

// Last returns the month's last day.
func (m Month) Last() Day { return (m + 1).First() - 1 }

// Day returns the month's n-th day, or its last one where the month is shorter
// (reading G01).
func (m Month) Day(n int) Day { return min(m.First()+Day(n)-1, m.Last()) }

// OfYear returns the month's number in its year, 1 to 12.
func (m Month) OfYear() int { return int(m)%12 + 1 }

// Has reports whether the month has an n-th day.
func (m Month) Has(n int) bool { return n >= 1 && m.First()+Day(n)-1 <= m.Last() }

// String writes "2026-02".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", int(m)/12, int(m)%12+1) }

// ParseMonth reads "2026-02".
func ParseMonth(s string) (Month, error) {
	d, err := ParseDay(s + "-01")
	if err != nil {
		return 0, fmt.Errorf("month %q is not one; write 2026-02", s)
	}
	return d.Month(), nil
}
