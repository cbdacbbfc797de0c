package reports

import (
	"strconv"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// none stands where there is no figure: a share of nothing, a sum of a
// programme that does not know it.
const none = "–"

// count writes a whole number, grouped as the language does it.
func (s *speech) count(n int64) string {
	u, sign := magnitude(n)
	return sign + s.numbers.Sprintf("%d", u)
}

// money writes tenge with two decimals and without the sign of the currency.
func (s *speech) money(tiyn int64) string {
	u, sign := magnitude(tiyn)
	const tiynInTenge = uint64(voucher.Tenge)
	cents := strconv.FormatUint(tiynInTenge+u%tiynInTenge, 10)[1:]
	return sign + s.numbers.Sprintf("%d", u/tiynInTenge) + s.decimal + cents
}

// tenge writes a sum with the sign of the currency behind it.
func (s *speech) tenge(tiyn int64) string { return s.money(tiyn) + "\u00a0₸" }

// thousands writes tenge in whole thousands, rounded half-up.
func (s *speech) thousands(tiyn int64) string {
	return s.count(int64(voucher.Money(tiyn).ShareHalfUp(1, int64(1000*voucher.Tenge))))
}

// percent writes part of whole in per cent with one decimal, rounded half-up,
// and none where the whole is nothing.
func (s *speech) percent(part, whole int64) string {
	if whole <= 0 {
		return none
	}
	u, sign := magnitude(part)
	perMille := (2000*u + uint64(whole)) / (2 * uint64(whole))
	return s.say("number.percent", "N", sign+s.numbers.Sprintf("%d", perMille/10)+s.decimal+strconv.FormatUint(perMille%10, 10))
}

// magnitude splits a number into its digits and its sign, also for the least
// number there is.
func magnitude(n int64) (u uint64, sign string) {
	if n < 0 {
		return -uint64(n), "−"
	}
	return uint64(n), ""
}

func (s *speech) day(d voucher.Day) string { return d.Start().Time().Format(s.say("date.day")) }

func (s *speech) month(m voucher.Month) string {
	return m.First().Start().Time().Format(s.say("date.month"))
}

// hour writes the hour that begins at an instant, in local time, with its end.
func (s *speech) hour(t voucher.Instant) string {
	return s.minute(t) + "–" + t.Time().Add(time.Hour).Format(s.say("date.clock"))
}

// decimals writes a number as scenario files do with the decimal sign of the
// language.
func (s *speech) decimals(number string) string { return strings.Replace(number, ".", s.decimal, 1) }

// minute writes an instant to the minute, in local time.
func (s *speech) minute(t voucher.Instant) string { return t.Time().Format(s.say("date.minute")) }
