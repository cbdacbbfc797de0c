package food

import "github.com/vouch-kz/vouch/reference/voucher"

// shareBase is what shares are parts of: a million.
const shareBase = 1_000_000

// Limits. They bound memory and time against absurd input; no rule of the texts
// stands behind them.
const (
	// MembersMax is the most members a family may have: several times the
	// largest, and all that the parameter of reading F04 may count.
	MembersMax = 100
	// ListRowsMax is the most rows an update may hold: the families of the pilot
	// towns fit several times over; a longer list comes in parts.
	ListRowsMax = 10_000
	// BasketLinesMax is the most lines of a basket: a month's shopping fits, and
	// the rule that looks for one article on two lines stays fast.
	BasketLinesMax = 100
	// QuantityMax is the most of one article in a line or a delivery, a hundred
	// thousand units: some lorries full. It keeps the cost of a line in 63 bits.
	QuantityMax = 100_000 * voucher.Unit
	// PriceMax is the highest price of a unit, ten million tenge: the same.
	PriceMax = 10_000_000 * voucher.Tenge
	// LoanMax is the largest loan, ten billion tenge: twice the yearly stock
	// credit of a whole region.
	LoanMax = 10_000_000_000 * voucher.Tenge
	// OpenCodesMax is the most codes that a store's tills may show at a time
	// under reading F33 store_presents: a shop has fewer tills.
	OpenCodesMax = 64
)

// The scale of a rating: the five stars of the usual service survey (ours;
// FOOD-FEEDBACK-001 names none).
const (
	ScoreMin = 1
	ScoreMax = 5
)

// КАТО codes of the pilot's cities (FOOD-TERRITORY-001).
const (
	kokshetau voucher.Territory = 111010000
	akkol     voucher.Territory = 113220100
	pavlodar  voucher.Territory = 551010000
)

var (
	always   = voucher.Date(2025, 1, 1) // values that hold from before the pilot
	year2026 = voucher.Date(2026, 1, 1)
	opening  = voucher.Date(2026, 1, 5)
	closing  = voucher.Date(2026, 5, 1)
	// edition31 is the day of the longer list by ng.kz; otyrar.kz says 4 January.
	edition31 = voucher.Date(2026, 1, 6)
)

// Parameters returns every value of the programme, dated and sourced.
func Parameters() []voucher.Dated {
	return []voucher.Dated{
		{Parameter: voucher.FoodPeriodFrom, From: always, Value: int64(opening), Source: "found: in force from 5 January 2026 (KAZZAKON); FOOD-PERIOD-002 derived"},
		{Parameter: voucher.FoodPeriodTo, From: always, Value: int64(closing), Source: "FOOD-PERIOD-001 stated"},
		{Parameter: voucher.FoodTerritory, Territory: kokshetau, From: always, Value: 1, Source: "FOOD-TERRITORY-001 stated"},
		{Parameter: voucher.FoodTerritory, Territory: akkol, From: always, Value: 1, Source: "found: the earlier territory (ALAU-17K); FOOD-TERRITORY-001 stated from 2026"},
		{Parameter: voucher.FoodTerritory, Territory: pavlodar, From: always, Value: 1, Source: "FOOD-TERRITORY-001 stated"},
		{Parameter: voucher.FoodNoticeDay, From: always, Value: 5, Source: "FOOD-NOTICE-001 stated"},
		{Parameter: voucher.FoodReminderAfter, From: always, Value: 7, Source: "ours: as the gas reminder, reading F31 once"},
		{Parameter: voucher.FoodMRP, From: always, Value: int64(3_932 * voucher.Tenge), Source: "found: MGOROD-MRP"},
		{Parameter: voucher.FoodMRP, From: year2026, Value: int64(4_325 * voucher.Tenge), Source: "found: MGOROD-MRP"},
		{Parameter: voucher.FoodMRPPerMember, From: always, Value: shareBase, Source: "FOOD-CREDIT-001 stated"},
		{Parameter: voucher.FoodMembersMax, From: always, Value: 4, Source: "found: the headline of 17,300 is four MRP (ALAU-17K), reading F04 max_members"},
		{Parameter: voucher.FoodCoefficient, From: always, Value: shareBase, Source: "model: the price index of the two regions is about one"},
		{Parameter: voucher.FoodMarkup, From: always, Value: 150_000, Source: "found: ASTANA-NADB"},
		{Parameter: voucher.FoodListEdition, From: always, Value: 19, Source: "found: SPK-ULYTAU"},
		{Parameter: voucher.FoodListEdition, From: edition31, Value: 31, Source: "found: NG-SZPT; OTYRAR has 4 January"},
		{Parameter: voucher.FoodCodeLifetime, From: always, Value: 300, Source: "ours: five minutes at a till"},
		{Parameter: voucher.FoodOfflineFloor, From: always, Value: int64(5_000 * voucher.Tenge), Source: "ours: about one member's voucher, reading F19 store_and_forward"},
		{Parameter: voucher.FoodRefundDays, From: always, Value: 14, Source: "ours: the month is then closed"},
	}
}
