package gas

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	chargeOutsidePeriod = voucher.Refuse(voucher.OutsidePeriod, "GAS-BILL-001")
	volumeTooLarge      = voucher.Refuse(voucher.LimitExceeded, "GAS-BILL-001")
	alreadyCharged      = voucher.Refuse(voucher.AlreadyCharged, "GAS-BILL-001")
	notCharged          = voucher.Refuse(voucher.NotCharged, "GAS-BILL-005")
	chargedUnknown      = voucher.Refuse(voucher.AccountUnknown, "GAS-BILL-001")
)

// Tariff is what a month's bill is computed with, as in force on the month's
// first day in the provider's territory.
type Tariff struct {
	Price   voucher.Money // household price of a cubic metre, group 1
	Rate    int64         // discount, parts of a million
	Cap     int64         // largest share of the charge, parts of a million
	Heating voucher.Volume
	Summer  voucher.Volume
	Stove   voucher.Volume // a resident
	Season  int            // heating days of the month
	Days    int            // days of the month
	ProRata bool           // reading G28 pro_rata
}

// TariffOf reads the tariff of a month.
func TariffOf(s *voucher.Schedule, r voucher.Readings, territory voucher.Territory, m voucher.Month) Tariff {
	day := m.First()
	at := func(p voucher.Parameter) int64 { return s.At(p, territory, day) }
	return Tariff{
		Price: voucher.Money(at(voucher.GasPrice)), Rate: at(voucher.GasDiscountRate), Cap: at(voucher.GasDiscountCap),
		Heating: voucher.Volume(at(voucher.GasNormHeating)), Summer: voucher.Volume(at(voucher.GasNormSummer)),
		Stove:  voucher.Volume(at(voucher.GasNormStove)),
		Season: heatingDays(m, int(at(voucher.GasHeatingFrom)), int(at(voucher.GasHeatingTo))),
		Days:   int(m.Last()-day) + 1, ProRata: r.Is(voucher.G28, voucher.Option),
	}
}

// heatingDays counts the month's days in a season given as month*100 + day,
// which begins in autumn and ends in spring.
func heatingDays(m voucher.Month, from, to int) int {
	n := 0
	for d := m.First(); d <= m.Last(); d++ {
		md := voucher.MonthDay(m.OfYear(), d.OfMonth())
		if md >= from || md <= to {
			n++
		}
	}
	return n
}

// Norm returns the volume that the discount reaches, by the class and residents
// held at activation. A month is a heating month when at least half of its days
// are (reading G28), or counts day by day under pro_rata.
func (t *Tariff) Norm(class voucher.ApplianceClass, people uint8) voucher.Volume {
	switch {
	case class == voucher.Stove:
		return t.Stove * voucher.Volume(people)
	case t.ProRata:
		days, season := voucher.Volume(t.Days), voucher.Volume(t.Season)
		return (t.Heating*season + t.Summer*(days-season)) / days
	case 2*t.Season >= t.Days:
		return t.Heating
	}
	return t.Summer
}

// Bill is a receipt's arithmetic: Pay = Charge - Discount.
type Bill struct {
	Charge, Discount, Pay voucher.Money
}

// Charge computes a receipt: volume at the household price (GAS-BILL-002), less
// the discount where the account is listed (GAS-BILL-001, -004). Charge and
// discount are each rounded half-up, once (reading G27); the discount is never
// negative and never above the charge or its set share (GAS-BILL-003). A zero
// or negative volume earns none (GAS-BILL-005).
func (t *Tariff) Charge(v voucher.Volume, listed *Voucher) Bill {
	if v <= 0 {
		charge := -(-v).At(t.Price)
		return Bill{Charge: charge, Pay: charge}
	}
	b := Bill{Charge: v.At(t.Price)}
	if listed != nil {
		// Kept in thousandths of a tiyn until the one rounding.
		reached := t.Price.Times(int64(min(v, t.Norm(listed.Class, listed.People))))
		b.Discount = reached.ShareHalfUp(t.Rate, shareBase*int64(voucher.CubicMetre))
		b.Discount = min(b.Discount, b.Charge.ShareDown(t.Cap, shareBase), b.Charge)
	}
	b.Pay = b.Charge.Minus(b.Discount)
	return b
}

// MayCharge decides whether a month's volume is charged now: once, for a known
// account, after the month's list has reached the provider (GAS-BILL-001). An
// account that the list names is charged also when it was closed since: the
// discount stays with the account for its month (reading G21).
func (t *Terms) MayCharge(a *Account, l *List, m voucher.Month, v voucher.Volume, listed, charged bool) *voucher.Refusal {
	switch {
	case v > VolumeMax || v < -VolumeMax:
		return volumeTooLarge
	case !t.Runs(m):
		return chargeOutsidePeriod
	case !a.Known && !listed:
		return chargedUnknown
	case l == nil || l.Acknowledged == 0:
		return listNotReceived
	case charged:
		return alreadyCharged
	}
	return nil
}

// MayCorrect decides whether a volume is corrected: what was charged can be
// (GAS-BILL-005).
func MayCorrect(v voucher.Volume, charged bool) *voucher.Refusal {
	switch {
	case v > VolumeMax || v < -VolumeMax:
		return volumeTooLarge
	case !charged:
		return notCharged
	}
	return nil
}
