package gas

import "github.com/vouch-kz/vouch/reference/voucher"

// Terms are the country-wide parameters in force on a day, and the readings.
type Terms struct {
	From, To      voucher.Day // the pilot's first and last day
	ListLastDay   int
	NoticeDay     int
	ReminderAfter int // days
	ReminderCount int
	WindowFrom    int
	WindowTo      int
	DispatchDay   int
	DispatchRetry int // hours
	OfferEdition  uint32
	Readings      voucher.Readings

	// Month is the present month; Opens and Closes its window of activation,
	// as Window gives it.
	Month         voucher.Month
	Opens, Closes voucher.Instant
}

// TermsAt reads the terms in force on a day, all but Opens and Closes.
func TermsAt(s *voucher.Schedule, r voucher.Readings, d voucher.Day) Terms {
	at := func(p voucher.Parameter) int { return int(s.At(p, voucher.Country, d)) }
	return Terms{
		From: voucher.Day(at(voucher.GasPeriodFrom)), To: voucher.Day(at(voucher.GasPeriodTo)),
		ListLastDay: at(voucher.GasListLastDay), NoticeDay: at(voucher.GasNoticeDay),
		ReminderAfter: at(voucher.GasReminderAfter), ReminderCount: at(voucher.GasReminderCount),
		WindowFrom: at(voucher.GasWindowFrom), WindowTo: at(voucher.GasWindowTo),
		DispatchDay: at(voucher.GasDispatchDay), DispatchRetry: at(voucher.GasDispatchRetry),
		OfferEdition: uint32(at(voucher.GasOfferEdition)), Readings: r, Month: d.Month(),
	}
}

// InPilot reports whether a territory takes part on a day (GAS-TERRITORY-001).
func InPilot(s *voucher.Schedule, t voucher.Territory, d voucher.Day) bool {
	return s.At(voucher.GasTerritory, t, d) == 1
}
