package voucher

// Parameter names one number of the rules. Its values, dated and sourced, stand
// in packages gas and food.
type Parameter uint8

// The parameters.
const (
	GasPeriodFrom Parameter = iota
	GasPeriodTo
	GasTerritory
	GasListLastDay
	GasNoticeDay
	GasReminderAfter
	GasReminderCount
	GasWindowFrom
	GasWindowTo
	GasOfferEdition
	GasDispatchDay
	GasDispatchRetry
	GasPrice
	GasDiscountRate
	GasDiscountCap
	GasNormHeating
	GasNormSummer
	GasNormStove
	GasHeatingFrom
	GasHeatingTo

	FoodPeriodFrom
	FoodPeriodTo
	FoodTerritory
	FoodNoticeDay
	FoodReminderAfter
	FoodMRP
	FoodMRPPerMember
	FoodMembersMax
	FoodCoefficient
	FoodMarkup
	FoodListEdition
	FoodCodeLifetime
	FoodOfflineFloor
	FoodRefundDays

	parameters
)

// Parameters is how many parameters there are.
const Parameters = int(parameters)

// UnitKind says what a parameter's whole number counts.
type UnitKind uint8

// The units.
const (
	InDate       UnitKind = iota + 1 // a calendar day (type Day)
	InDayOfMonth                     // 1 to 31
	InMonthDay                       // month*100 + day: 1015 is 15 October
	InDays
	InHours
	InSeconds
	InCount
	InTiyn
	InShare   // parts of a million
	InVolume  // thousandths of a cubic metre
	InSwitch  // 0 or 1
	InEdition // the number of an edition
)

var unitNames = [...]string{InDate: "date", InDayOfMonth: "day_of_month", InMonthDay: "month_day", InDays: "days",
	InHours: "hours", InSeconds: "seconds", InCount: "count", InTiyn: "tiyn", InShare: "ppm",
	InVolume: "m3/1000", InSwitch: "switch", InEdition: "edition"}

// String returns the unit's word.
func (u UnitKind) String() string { return name(unitNames[:], u) }

// Declaration says what a parameter is, without its value.
type Declaration struct {
	Path      string
	Unit      UnitKind
	Min, Max  int64 // bounds, both inside
	Regional  bool  // may differ by territory
	Label     Text
	Programme Programme
	// Requirement is the demand that the parameter serves.
	Requirement RequirementID
}

// String returns the path, such as "gas.window.to_day".
func (p Parameter) String() string { return p.Declaration().Path }

// Declaration returns what the parameter is.
func (p Parameter) Declaration() Declaration {
	d := declarations[p]
	d.Programme = Gas
	if p >= FoodPeriodFrom {
		d.Programme = Food
	}
	return d
}

// ParseParameter finds a parameter by its path.
func ParseParameter(path string) (Parameter, bool) {
	for p := range declarations {
		if declarations[p].Path == path {
			return Parameter(p), true
		}
	}
	return 0, false
}

// AllParameters returns every parameter, in order.
func AllParameters() []Parameter {
	all := make([]Parameter, Parameters)
	for i := range all {
		all[i] = Parameter(i)
	}
	return all
}

// MonthDay writes a day of the year as a parameter in InMonthDay does: 1015 is
// 15 October.
func MonthDay(month, day int) int { return month*100 + day }

const million = 1_000_000

var (
	firstDate = int64(Date(2000, 1, 1))
	lastDate  = int64(Date(2200, 12, 31))
)

var declarations = [parameters]Declaration{
	GasPeriodFrom:    {Path: "gas.period.from", Unit: InDate, Min: firstDate, Max: lastDate, Label: Text{"first day of the gas pilot", "первый день газового пилота", "газ пилотының бірінші күні"}, Requirement: "GAS-PERIOD-001"},
	GasPeriodTo:      {Path: "gas.period.to", Unit: InDate, Min: firstDate, Max: lastDate, Label: Text{"last day of the gas pilot", "последний день газового пилота", "газ пилотының соңғы күні"}, Requirement: "GAS-PERIOD-001"},
	GasTerritory:     {Path: "gas.territory", Unit: InSwitch, Max: 1, Regional: true, Label: Text{"territory takes part in the gas pilot", "территория участвует в газовом пилоте", "аумақ газ пилотына қатысады"}, Requirement: "GAS-TERRITORY-001"},
	GasListLastDay:   {Path: "gas.list.last_day", Unit: InDayOfMonth, Min: 1, Max: 31, Label: Text{"last day for list updates", "последний день обновления списка", "тізім жаңартудың соңғы күні"}, Requirement: "GAS-LIST-001"},
	GasNoticeDay:     {Path: "gas.notice.day", Unit: InDayOfMonth, Min: 1, Max: 31, Label: Text{"day of the gas SMS", "день отправки SMS о газе", "газ SMS күні"}, Requirement: "GAS-NOTICE-002"},
	GasReminderAfter: {Path: "gas.reminder.after_days", Unit: InDays, Min: 1, Max: 31, Label: Text{"days until the reminder", "дней до напоминания", "еске салуға дейінгі күндер"}, Requirement: "GAS-REMINDER-001"},
	GasReminderCount: {Path: "gas.reminder.count", Unit: InCount, Max: 5, Label: Text{"reminders a month", "напоминаний в месяц", "айына еске салу саны"}, Requirement: "GAS-REMINDER-001"},
	GasWindowFrom:    {Path: "gas.window.from_day", Unit: InDayOfMonth, Min: 1, Max: 31, Label: Text{"first day of activation", "первый день активации", "белсендірудің бірінші күні"}, Requirement: "GAS-WINDOW-001"},
	GasWindowTo:      {Path: "gas.window.to_day", Unit: InDayOfMonth, Min: 1, Max: 31, Label: Text{"last day of activation", "последний день активации", "белсендірудің соңғы күні"}, Requirement: "GAS-WINDOW-001"},
	GasOfferEdition:  {Path: "gas.offer.edition", Unit: InEdition, Min: 1, Max: 1000, Label: Text{"edition of the public offer", "редакция публичной оферты", "жария оферта редакциясы"}, Requirement: "GAS-OFFER-001"},
	GasDispatchDay:   {Path: "gas.dispatch.day", Unit: InDayOfMonth, Min: 1, Max: 31, Label: Text{"day of the list to providers", "день отправки списка поставщикам", "жеткізушілерге тізім күні"}, Requirement: "GAS-DISPATCH-001"},
	GasDispatchRetry: {Path: "gas.dispatch.retry_hours", Unit: InHours, Min: 1, Max: 168, Label: Text{"hours until an unacknowledged list is sent again", "часов до повторной отправки списка", "тізімді қайта жіберу сағаты"}, Requirement: "GAS-DISPATCH-001"},
	GasPrice:         {Path: "gas.price", Unit: InTiyn, Max: 100_000, Regional: true, Label: Text{"household price of a cubic metre", "цена кубометра для населения", "тұрғындарға текше метр бағасы"}, Requirement: "GAS-BILL-002"},
	GasDiscountRate:  {Path: "gas.discount.rate", Unit: InShare, Max: million, Regional: true, Label: Text{"discount rate, at most gas.discount.cap", "ставка скидки, не выше gas.discount.cap", "жеңілдік мөлшерлемесі, gas.discount.cap мәнінен асырылмайды"}, Requirement: "GAS-BILL-003"},
	GasDiscountCap:   {Path: "gas.discount.cap", Unit: InShare, Max: million, Regional: true, Label: Text{"largest share of the charge", "наибольшая доля начисления", "есептеудің ең көп үлесі"}, Requirement: "GAS-BILL-003"},
	GasNormHeating:   {Path: "gas.norm.heating", Unit: InVolume, Max: 100_000_000, Regional: true, Label: Text{"norm volume of a boiler in the heating season", "норма котла в отопительный сезон", "жылыту маусымындағы қазандық нормасы"}, Requirement: "GAS-BILL-003"},
	GasNormSummer:    {Path: "gas.norm.summer", Unit: InVolume, Max: 100_000_000, Regional: true, Label: Text{"norm volume of a boiler outside the season", "норма котла вне сезона", "маусымнан тыс қазандық нормасы"}, Requirement: "GAS-BILL-003"},
	GasNormStove:     {Path: "gas.norm.stove_per_person", Unit: InVolume, Max: 1_000_000, Regional: true, Label: Text{"norm volume of a stove, a person", "норма плиты на человека", "бір адамға плита нормасы"}, Requirement: "GAS-BILL-003"},
	GasHeatingFrom:   {Path: "gas.heating.from", Unit: InMonthDay, Min: 701, Max: 1231, Regional: true, Label: Text{"first day of the heating season", "начало отопительного сезона", "жылыту маусымының басы"}, Requirement: "GAS-BILL-003"},
	GasHeatingTo:     {Path: "gas.heating.to", Unit: InMonthDay, Min: 101, Max: 630, Regional: true, Label: Text{"last day of the heating season", "конец отопительного сезона", "жылыту маусымының соңы"}, Requirement: "GAS-BILL-003"},

	FoodPeriodFrom:    {Path: "food.period.from", Unit: InDate, Min: firstDate, Max: lastDate, Label: Text{"first day of the food pilot", "первый день продовольственного пилота", "азық-түлік пилотының бірінші күні"}, Requirement: "FOOD-PERIOD-002"},
	FoodPeriodTo:      {Path: "food.period.to", Unit: InDate, Min: firstDate, Max: lastDate, Label: Text{"last day of the food pilot", "последний день продовольственного пилота", "азық-түлік пилотының соңғы күні"}, Requirement: "FOOD-PERIOD-002"},
	FoodTerritory:     {Path: "food.territory", Unit: InSwitch, Max: 1, Regional: true, Label: Text{"territory takes part in the food pilot", "территория участвует в продовольственном пилоте", "аумақ азық-түлік пилотына қатысады"}, Requirement: "FOOD-TERRITORY-001"},
	FoodNoticeDay:     {Path: "food.notice.day", Unit: InDayOfMonth, Min: 1, Max: 28, Label: Text{"day of the food SMS", "день отправки продовольственного SMS", "азық-түлік SMS күні"}, Requirement: "FOOD-NOTICE-001"},
	FoodReminderAfter: {Path: "food.reminder.after_days", Unit: InDays, Min: 1, Max: 31, Label: Text{"days until the food reminder (reading F31)", "дней до продовольственного напоминания (F31)", "азық-түлік еске салуына дейінгі күндер (F31)"}, Requirement: "FOOD-NOTICE-002"},
	FoodMRP:           {Path: "food.mrp", Unit: InTiyn, Max: 100_000_00, Label: Text{"monthly calculation index", "месячный расчётный показатель", "айлық есептік көрсеткіш"}, Requirement: "FOOD-CREDIT-001"},
	FoodMRPPerMember:  {Path: "food.mrp_per_member", Unit: InShare, Max: 10 * million, Label: Text{"MRP a member", "МРП на члена семьи", "отбасы мүшесіне АЕК"}, Requirement: "FOOD-CREDIT-001"},
	FoodMembersMax:    {Path: "food.members.max", Unit: InCount, Min: 1, Max: 100, Label: Text{"members counted at most (reading F04)", "наибольшее число учитываемых членов (F04)", "есептелетін мүшелердің ең көп саны (F04)"}, Requirement: "FOOD-CREDIT-001"},
	FoodCoefficient:   {Path: "food.coefficient", Unit: InShare, Min: 850_000, Max: 1_150_000, Regional: true, Label: Text{"regional price coefficient", "коэффициент региональных цен", "өңірлік баға коэффициенті"}, Requirement: "FOOD-CREDIT-002"},
	FoodMarkup:        {Path: "food.markup", Unit: InShare, Max: million, Label: Text{"set maximum trade markup", "предельная торговая надбавка", "шекті сауда үстемесі"}, Requirement: "FOOD-TRACE-002"},
	FoodListEdition:   {Path: "food.list.edition", Unit: InEdition, Min: 19, Max: 31, Label: Text{"edition of the list of goods", "редакция списка товаров", "тауарлар тізімінің редакциясы"}, Requirement: "FOOD-BASKET-001"},
	FoodCodeLifetime:  {Path: "food.code.lifetime_seconds", Unit: InSeconds, Min: 10, Max: 86_400, Label: Text{"life of a QR code", "срок действия QR-кода", "QR-код мерзімі"}, Requirement: "FOOD-QR-001"},
	FoodOfflineFloor:  {Path: "food.offline.floor", Unit: InTiyn, Max: 100_000_000, Label: Text{"discount limit of a till without a line (reading F19)", "предел скидки без связи (F19)", "байланыссыз жеңілдік шегі (F19)"}, Requirement: "FOOD-PURCHASE-002"},
	FoodRefundDays:    {Path: "food.refund.days", Unit: InDays, Max: 31, Label: Text{"days after the month in which goods can be returned", "дней на возврат после месяца", "айдан кейінгі қайтару күндері"}, Requirement: "FOOD-REFUND-001"},
}
