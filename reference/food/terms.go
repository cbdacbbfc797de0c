package food

import "github.com/vouch-kz/vouch/reference/voucher"

// Terms are the parameters in force on a day in a territory, and the readings,
// so that no rule looks a value up.
type Terms struct {
	Opens, Closes voucher.Instant // the pilot runs in [Opens, Closes)
	Pilot         bool            // the territory takes part
	NoticeDay     int
	ReminderAfter voucher.Day // days from the notice
	MRP           voucher.Money
	MRPPerMember  int64 // in parts of a million
	MembersMax    uint32
	Coefficient   int64 // in parts of a million
	Markup        int64 // in parts of a million of the purchase price
	Edition       voucher.Item
	CodeLifetime  int64 // in nanoseconds
	OfflineFloor  voucher.Money
	RefundDays    voucher.Day
	Readings      voucher.Readings
}

// TermsAt reads the terms in force on a day in a territory. Whether a territory
// takes part is asked of the pilot's first day where d lies before it, so that
// lists and stores can be made ready.
func TermsAt(s *voucher.Schedule, r voucher.Readings, t voucher.Territory, d voucher.Day) Terms {
	at := func(p voucher.Parameter) int64 { return s.At(p, t, d) }
	from := voucher.Day(at(voucher.FoodPeriodFrom))
	return Terms{
		Opens: from.Start(), Closes: voucher.Day(at(voucher.FoodPeriodTo)).End(),
		Pilot:     s.At(voucher.FoodTerritory, t, max(d, from)) == 1,
		NoticeDay: int(at(voucher.FoodNoticeDay)), ReminderAfter: voucher.Day(at(voucher.FoodReminderAfter)),
		MRP: voucher.Money(at(voucher.FoodMRP)), MRPPerMember: at(voucher.FoodMRPPerMember),
		MembersMax: uint32(at(voucher.FoodMembersMax)), Coefficient: at(voucher.FoodCoefficient),
		Markup: at(voucher.FoodMarkup), Edition: voucher.Item(at(voucher.FoodListEdition)),
		CodeLifetime: at(voucher.FoodCodeLifetime) * voucher.Second,
		OfflineFloor: voucher.Money(at(voucher.FoodOfflineFloor)),
		RefundDays:   voucher.Day(at(voucher.FoodRefundDays)), Readings: r,
	}
}
