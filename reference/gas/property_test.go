package gas_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// drawTariff draws a tariff inside the bounds of its parameters, the ends among
// them.
func drawTariff(t *rapid.T) gas.Tariff {
	within := func(p voucher.Parameter, name string) int64 {
		d := p.Declaration()
		return rapid.OneOf(rapid.SampledFrom([]int64{d.Min, d.Max, min(d.Max, d.Min+1)}), rapid.Int64Range(d.Min, d.Max)).Draw(t, name)
	}
	days := rapid.IntRange(28, 31).Draw(t, "days")
	return gas.Tariff{
		Price: voucher.Money(within(voucher.GasPrice, "price")), Rate: within(voucher.GasDiscountRate, "rate"), Cap: within(voucher.GasDiscountCap, "cap"),
		Heating: voucher.Volume(within(voucher.GasNormHeating, "heating norm")), Summer: voucher.Volume(within(voucher.GasNormSummer, "summer norm")),
		Stove:  voucher.Volume(within(voucher.GasNormStove, "stove norm")),
		Season: rapid.IntRange(0, days).Draw(t, "heating days"), Days: days, ProRata: rapid.Bool().Draw(t, "pro rata"),
	}
}

// drawVoucher draws what the account was at activation.
func drawVoucher(t *rapid.T) *gas.Voucher {
	return &gas.Voucher{
		Class:  rapid.SampledFrom([]voucher.ApplianceClass{voucher.Boiler, voucher.Stove}).Draw(t, "class"),
		People: rapid.Uint8Range(0, gas.PeopleMax).Draw(t, "people"),
	}
}

// drawVolume draws a volume that may be charged, close to the norm as often as
// not.
func drawVolume(t *rapid.T, norm voucher.Volume, name string) voucher.Volume {
	near := rapid.SampledFrom([]voucher.Volume{0, 1, -1, norm, norm - 1, norm + 1, gas.VolumeMax, -gas.VolumeMax})
	whole := rapid.Custom(func(t *rapid.T) voucher.Volume {
		return voucher.Volume(rapid.Int64Range(int64(-gas.VolumeMax), int64(gas.VolumeMax)).Draw(t, "thousandths"))
	})
	v := rapid.OneOf(near, whole).Draw(t, name)
	return max(-gas.VolumeMax, min(v, gas.VolumeMax))
}

// TestADiscountStaysInItsBounds (GAS-BILL-003): not below zero, not above the
// charge, not above its share of the charge, and not above rate × price × what
// the norm reaches, rounded.
func TestADiscountStaysInItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tariff, listed := drawTariff(t), drawVoucher(t)
		norm := tariff.Norm(listed.Class, listed.People)
		v := drawVolume(t, norm, "volume")
		b := tariff.Charge(v, listed)
		if b.Pay != b.Charge-b.Discount {
			t.Fatalf("%+v: receipt is not charge less discount", b)
		}
		if v <= 0 {
			if b.Discount != 0 || b.Charge > 0 {
				t.Fatalf("%s: %+v, want no discount and nothing to pay", v, b)
			}
			return
		}
		if b.Discount < 0 || b.Discount > b.Charge {
			t.Fatalf("%s: %+v, want a discount between nothing and the charge", v, b)
		}
		if share := b.Charge.ShareDown(tariff.Cap, 1_000_000); b.Discount > share {
			t.Fatalf("%s: %+v, want at most %s, the charge's share of %d", v, b, share, tariff.Cap)
		}
		// In thousandths of a tiyn of a million, where nothing is rounded yet.
		exact := int64(tariff.Price) * int64(min(v, norm))
		if reach := voucher.Money(exact).ShareHalfUp(tariff.Rate, 1_000_000_000); b.Discount > reach {
			t.Fatalf("%s: %+v, want at most %s, the rate on %s", v, b, reach, min(v, norm))
		}
		if b.Charge != v.At(tariff.Price) {
			t.Fatalf("%s: %+v, want a charge of %s", v, b, v.At(tariff.Price))
		}
	})
}

// TestMoreGasNeverPaysLess: charge, discount and receipt grow with the volume,
// or stay.
func TestMoreGasNeverPaysLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tariff, listed := drawTariff(t), drawVoucher(t)
		norm := tariff.Norm(listed.Class, listed.People)
		less, more := drawVolume(t, norm, "volume"), drawVolume(t, norm, "other volume")
		less, more = min(less, more), max(less, more)
		a, b := tariff.Charge(less, listed), tariff.Charge(more, listed)
		if a.Charge > b.Charge || (less > 0 && a.Discount > b.Discount) {
			t.Fatalf("%s: %+v, %s: %+v, want charge and discount to grow with the volume", less, a, more, b)
		}
		// The two roundings may differ by a tiyn each, never by more.
		if a.Pay > b.Pay+1 {
			t.Fatalf("%s: %+v, %s: %+v, want the receipt to grow with the volume", less, a, more, b)
		}
	})
}

// TestAnAccountOffTheListPaysThePriceAlone (GAS-BILL-004), and a listed one
// never pays more than it.
func TestAnAccountOffTheListPaysThePriceAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tariff, listed := drawTariff(t), drawVoucher(t)
		v := drawVolume(t, tariff.Norm(listed.Class, listed.People), "volume")
		plain, with := tariff.Charge(v, nil), tariff.Charge(v, listed)
		if plain.Discount != 0 || plain.Pay != plain.Charge || plain.Charge != with.Charge {
			t.Fatalf("%s off the list: %+v, on it: %+v, want one charge and no discount", v, plain, with)
		}
		if with.Pay > plain.Pay {
			t.Fatalf("%s off the list: %+v, on it: %+v, want the voucher never to cost", v, plain, with)
		}
	})
}

// TestNothingIsActivatedOutsideTheWindowByRule: whatever the instant and the
// readings, an accepted confirmation lies in the window, and a window lies in
// the pilot and between the 7th and the 29th, the opening month apart.
func TestNothingIsActivatedOutsideTheWindowByRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := voucher.Date(2025, 8, 1) + voucher.Day(rapid.Int32Range(0, 370).Draw(t, "day"))
		since := rapid.SampledFrom([]int64{0, 1, voucher.Second, 12 * voucher.Hour, voucher.DayLength - voucher.Second, voucher.DayLength - 1}).Draw(t, "since midnight")
		now := day.Start().Plus(since)
		r := read(t, rapid.SampledFrom([]string{"", "G02=window_to_27", "G10=until_start_of_29", "G29=skip_august"}).Draw(t, "reading"))
		a, _ := steps[2].ready(t, now)
		terms := termsOn(t, now, r)
		if terms.Confirm(a) != nil {
			return
		}
		if now < terms.Opens || now >= terms.Closes || !terms.Running(now) {
			t.Fatalf("activated at %s; the window is %s to %s", now, terms.Opens, terms.Closes)
		}
		from := 7
		if now.Month() == voucher.MonthOf(2025, 8) {
			from = 28
		}
		if n := day.OfMonth(); n < from || n > 29 {
			t.Fatalf("activated on the %dth, at %s", n, now)
		}
	})
}
