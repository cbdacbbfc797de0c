package scenarios

import (
	"github.com/vouch-kz/vouch/reference/voucher"
)

// money is what a sum may be written in beside the parameter's own unit: tenge
// where that is МРП, and МРП where it is tenge. It is "" for the own unit.
type money string

// The two ways to write money.
const (
	inMRP   money = "mrp"
	inTenge money = "tenge"
)

// unit is what the whole number of such a sum counts: millionths of an МРП, or tiyn.
func (m money) unit() voucher.UnitKind {
	if m == inMRP {
		return voucher.InShare
	}
	return voucher.InTiyn
}

func (m money) format(v int64) string { return FormatValue(m.unit(), v) }

// moneyOf is the other way to write the values of a parameter; ok is false for
// what is no sum, and for the МРП itself.
func moneyOf(d voucher.Declaration) (m money, ok bool) {
	switch {
	case d.Path == voucher.FoodMRPPerMember.String():
		return inTenge, true
	case d.Unit == voucher.InTiyn && d.Path != voucher.FoodMRP.String():
		return inMRP, true
	}
	return "", false
}

// mrpRates are the published values of the МРП (MGOROD-MRP), for sums that are
// written in it. A test holds them against those of the rules.
var mrpRates = []voucher.Dated{
	{Parameter: voucher.FoodMRP, From: voucher.Date(2025, 1, 1), Value: 3_932_00},
	{Parameter: voucher.FoodMRP, From: voucher.Date(2026, 1, 1), Value: 4_325_00},
}

const million = 1_000_000

// convert turns sums that are written in the other way into settings in the unit
// of the parameter: one from the day on which the sum holds, and one from each
// day on which the МРП changes while it does. An МРП that the scenario itself
// sets counts. Halves go up.
func convert(all []standing) (settings []voucher.Setting) {
	var rates []voucher.Setting
	for _, s := range all {
		if s.key == "set "+voucher.FoodMRP.String() {
			rates = append(rates, s.setting())
		}
	}
	schedule, err := voucher.NewSchedule(mrpRates, rates)
	if err != nil {
		panic("scenarios: " + err.Error()) // each was checked when it was read
	}
	for _, s := range all {
		switch {
		case !s.sets():
		case s.money == "":
			settings = append(settings, s.setting())
		default:
			settings = append(settings, s.inOwnUnit(schedule, until(all, s.claim))...)
		}
	}
	return settings
}

// until is the day on which the next value takes over from a claim; ok is false
// where none does.
func until(all []standing, c *claim) (end voucher.Day) {
	end = voucher.Date(2200, 12, 31)
	for _, s := range all {
		if s.key == c.key && s.from > c.from && s.covers(&claim{key: c.key, territory: c.territory, from: s.from}) {
			end = min(end, s.from)
		}
	}
	return end
}

// inOwnUnit is the claim's sum in the unit of the parameter, by the МРП of each day
// before the end.
func (c *claim) inOwnUnit(rates *voucher.Schedule, end voucher.Day) (settings []voucher.Setting) {
	for _, day := range append([]voucher.Day{c.from}, changes(rates, c.from, end)...) {
		set := c.setting()
		set.From = day
		rate := rates.At(voucher.FoodMRP, voucher.Country, max(day, mrpRates[0].From))
		switch {
		case c.money == inMRP:
			set.Value = halfUp(c.value, rate, million)
		case rate > 0:
			set.Value = halfUp(c.value, million, rate)
		}
		p, _ := voucher.ParseParameter(set.Path)
		if d := p.Declaration(); set.Value < d.Min || set.Value > d.Max {
			c.fault("%s is %s at an МРП of %s; it lies between %s and %s (%s)", c.written(), FormatValue(d.Unit, set.Value),
				FormatValue(voucher.InTiyn, rate), FormatValue(d.Unit, d.Min), FormatValue(d.Unit, d.Max), d.Requirement)
			return nil
		}
		settings = append(settings, set)
	}
	return settings
}

// changes lists the days after one and before another on which the МРП changes.
func changes(rates *voucher.Schedule, after, before voucher.Day) (days []voucher.Day) {
	for day, ok := rates.NextChange(max(after, mrpRates[0].From)); ok && day < before; day, ok = rates.NextChange(day) {
		days = append(days, day)
	}
	return days
}

// halfUp is a times b by c, where halves go up. None is negative, and the bounds of
// parameters keep the product far below 64 bits.
func halfUp(a, b, c int64) int64 { return (a*b + c/2) / c }
