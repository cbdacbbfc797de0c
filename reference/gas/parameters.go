package gas

import "github.com/vouch-kz/vouch/reference/voucher"

// shareBase is what shares are parts of: a million.
const shareBase = 1_000_000

// Limits. They bound memory and time against absurd input; no rule of the
// texts stands behind them.
const (
	// ListRowsMax is the most rows an update may hold: a region's whole list
	// fits several times over.
	ListRowsMax = 100_000
	// VolumeMax is the largest volume of a month, a hundred thousand cubic
	// metres: some forty times the largest house.
	VolumeMax = 100_000 * voucher.CubicMetre
	// PeopleMax is the largest number of residents of an account.
	PeopleMax = 100
)

// The pilot's territories (GAS-TERRITORY-001).
var pilot = [...]voucher.Territory{
	akmola, aktobe, almatyRegion, atyrau, westKazakhstan, zhambyl, zhetysu, karaganda, kostanay, kyzylorda,
	mangystau, turkistan, ulytau, eastKazakhstan, astana, almatyCity, shymkent,
}

// КАТО codes of the regions that the tables below name.
const (
	akmola         voucher.Territory = 110000000
	aktobe         voucher.Territory = 150000000
	almatyRegion   voucher.Territory = 190000000
	atyrau         voucher.Territory = 230000000
	westKazakhstan voucher.Territory = 270000000
	zhambyl        voucher.Territory = 310000000
	zhetysu        voucher.Territory = 330000000
	karaganda      voucher.Territory = 350000000
	kostanay       voucher.Territory = 390000000
	kyzylorda      voucher.Territory = 430000000
	mangystau      voucher.Territory = 470000000
	turkistan      voucher.Territory = 610000000
	ulytau         voucher.Territory = 620000000
	eastKazakhstan voucher.Territory = 630000000
	astana         voucher.Territory = 710000000
	almatyCity     voucher.Territory = 750000000
	shymkent       voucher.Territory = 790000000
)

var (
	start     = voucher.Date(2025, 1, 1) // values that hold from before the pilot
	vatRaised = voucher.Date(2026, 1, 1) // value added tax goes from 12 % to 16 %
)

// country holds the values that are the same everywhere.
var country = [...]voucher.Dated{
	{Parameter: voucher.GasPeriodFrom, Value: int64(voucher.Date(2025, 8, 28)), Source: "gas ¶23"},
	{Parameter: voucher.GasPeriodTo, Value: int64(voucher.Date(2026, 6, 30)), Source: "gas ¶23"},
	{Parameter: voucher.GasListLastDay, Value: 14, Source: "gas ¶8"},
	{Parameter: voucher.GasNoticeDay, Value: 7, Source: "gas ¶6, ¶9"},
	{Parameter: voucher.GasReminderAfter, Value: 7, Source: "gas ¶10"},
	{Parameter: voucher.GasReminderCount, Value: 1, Source: "gas ¶10"},
	{Parameter: voucher.GasWindowFrom, Value: 7, Source: "gas ¶6"},
	{Parameter: voucher.GasWindowTo, Value: 29, Source: "gas ¶6"},
	{Parameter: voucher.GasOfferEdition, Value: 1, Source: "ours"},
	{Parameter: voucher.GasDispatchDay, Value: 30, Source: "gas ¶21"},
	{Parameter: voucher.GasDispatchRetry, Value: 1, Source: "ours"},
	{Parameter: voucher.GasDiscountRate, Value: 200_000, Source: "found: regional memoranda 2022-2025 (AKSHAM, AKTOBE)"},
	{Parameter: voucher.GasDiscountCap, Value: 240_000, Source: "found: pilot of December 2024 (OILGAZ)"},
	{Parameter: voucher.GasNormSummer, Value: 70_000, Source: "model, after a draft norm (KAZINFORM-AR)"},
	{Parameter: voucher.GasNormStove, Value: 15_000, Source: "model, after the housing norm (INFORM-HOUS)"},
}

// regional holds, by territory: the price of a cubic metre excluding tax in
// hundredths of a tiyn, the norm of a heating month in cubic metres, and
// whether the season is the longer one of the north.
var regional = [...]struct {
	territory  voucher.Territory
	exTax      int64
	priceFrom  string
	norm       voucher.Volume
	normSource string
	north      bool
}{
	{akmola, 4723_05, modelAstana, 833, modelCold, true},
	{aktobe, 1646_69, listPrice, 833, modelCold, true},
	{almatyRegion, 5381_50, modelAlmaty, 631, modelMild, false},
	{atyrau, 1169_20, listPrice, 833, modelCold, true},
	{westKazakhstan, 2964_05, modelAktobe, 833, foundNorm, true},
	{zhambyl, 5178_27, modelShymkent, 631, modelMild, false},
	{zhetysu, 5381_50, modelAlmaty, 631, modelMild, false},
	{karaganda, 4725_00, listPrice, 833, modelCold, true},
	{kostanay, 4725_00, modelKaraganda, 833, modelCold, true},
	{kyzylorda, 4725_00, modelKaraganda, 631, modelMild, false},
	{mangystau, 1729_03, modelAktobe, 631, modelMild, false},
	{turkistan, 5178_27, modelShymkent, 631, modelMild, false},
	{ulytau, 4725_00, modelKaraganda, 833, modelCold, true},
	{eastKazakhstan, 5381_50, modelAlmaty, 833, modelCold, true},
	{astana, 4723_05, listPrice, 833, modelCold, true},
	{almatyCity, 5381_50, listPrice, 631, modelMild, false},
	{shymkent, 5178_27, listPrice, 631, foundNorm, false},
}

// Where the regional figures come from. No price list of the pilot's own months
// was found: the list of 1 August 2026 stands in for it (model), with the tax
// of each date.
const (
	listPrice      = "model: price list of 2026-08-01 (GASCALC) with the tax of the date"
	modelAstana    = "model: as Astana"
	modelAlmaty    = "model: as Almaty"
	modelAktobe    = "model: Aktobe by the ratio of 2022"
	modelShymkent  = "model: as Shymkent"
	modelKaraganda = "model: as Karaganda"
	foundNorm      = "found: pilot of December 2024 (OILGAZ)"
	modelMild      = "model: as Shymkent, mild winter"
	modelCold      = "model: as West Kazakhstan, cold winter"
)

// Heating seasons, as month*100 + day. Akimats set their own; these are model.
const (
	northFrom, northTo = 1015, 415
	southFrom, southTo = 1101, 331
)

// Parameters returns every value of the programme, dated and sourced.
func Parameters() []voucher.Dated {
	all := make([]voucher.Dated, 0, len(country)+len(pilot)+5*len(regional))
	for _, d := range country {
		d.From = start
		all = append(all, d)
	}
	for _, t := range pilot {
		all = append(all, voucher.Dated{Parameter: voucher.GasTerritory, Territory: t, From: start, Value: 1, Source: "gas ¶2"})
	}
	for _, r := range regional {
		from, to := int64(southFrom), int64(southTo)
		if r.north {
			from, to = northFrom, northTo
		}
		row := func(p voucher.Parameter, day voucher.Day, value int64, source string) {
			all = append(all, voucher.Dated{Parameter: p, Territory: r.territory, From: day, Value: value, Source: source})
		}
		row(voucher.GasPrice, start, withTax(r.exTax, 112), r.priceFrom)
		row(voucher.GasPrice, vatRaised, withTax(r.exTax, 116), r.priceFrom)
		row(voucher.GasNormHeating, start, int64(r.norm*voucher.CubicMetre), r.normSource)
		row(voucher.GasHeatingFrom, start, from, "model: season of north or south")
		row(voucher.GasHeatingTo, start, to, "model: season of north or south")
	}
	return all
}

// withTax turns hundredths of a tiyn without tax into tiyn with it, half-up.
func withTax(exTax, percent int64) int64 {
	return int64(voucher.Money(exTax).ShareHalfUp(percent, 100*100))
}
