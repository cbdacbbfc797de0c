package mutant

import (
	"math"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// million is what shares are parts of.
const million = 1_000_000

var gasBill = []Mutant{
	{
		ID: "gas-unused-discount-carried-over", Requirement: "GAS-FORM-001",
		Title: voucher.Text{En: "what a discount did not use up is added to the next month's", Ru: "неиспользованная часть скидки переносится на следующий месяц", Kk: "жеңілдіктің пайдаланылмаған бөлігі келесі айға көшіріледі"},
		build: rule(discountCarried),
	},
	{
		ID: "gas-unlisted-account-discounted", Requirement: "GAS-BILL-001", Also: breaks("GAS-BILL-004"),
		Title: voucher.Text{En: "an account that is not on the list gets the discount", Ru: "скидку получает счёт, которого нет в списке", Kk: "жеңілдікті тізімде жоқ шот алады"},
		build: bills(func(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill {
			if listed == nil {
				listed = &gas.Voucher{Class: voucher.Boiler}
			}
			return t.Charge(v, listed)
		}),
	},
	{
		ID: "gas-charged-before-the-list", Requirement: "GAS-BILL-001",
		Title: voucher.Text{En: "a month is charged before the provider has its list", Ru: "месяц начисляется до получения списка поставщиком", Kk: "ай тізім жеткізушіге жетпей тұрып есептеледі"},
		build: charges(func(l *gas.List, _ *bool) { l.Acknowledged = 1 }),
	},
	{
		ID: "gas-month-charged-twice", Requirement: "GAS-BILL-001",
		Title: voucher.Text{En: "a month is charged a second time", Ru: "месяц начисляется повторно", Kk: "ай екінші рет есептеледі"},
		build: charges(func(_ *gas.List, charged *bool) { *charged = false }),
	},
	{
		ID: "gas-price-a-tiyn-too-high", Requirement: "GAS-BILL-002", Also: breaks("GAS-BILL-004"),
		Title: voucher.Text{En: "a cubic metre costs a tiyn more than the household price", Ru: "кубометр на тиын дороже цены для населения", Kk: "текше метр тұрғындарға арналған бағадан бір тиынға қымбат"},
		build: more(voucher.GasPrice, 1),
	},
	{
		ID: "gas-price-of-last-year", Requirement: "GAS-BILL-002",
		Title: voucher.Text{En: "a new price is not taken: the one before stays", Ru: "новая цена не применяется, действует прежняя", Kk: "жаңа баға қолданылмайды, бұрынғысы қалады"},
		build: every(voucher.GasPrice, func(before, _ int64) int64 { return before }),
	},
	{
		ID: "gas-discount-above-its-cap", Requirement: "GAS-BILL-003",
		Title: voucher.Text{En: "the discount may be above its largest share of the charge", Ru: "скидка превышает предельную долю начисления", Kk: "жеңілдік есептеудің шекті үлесінен асады"},
		build: tariffs(func(t *gas.Tariff) { t.Cap = million }),
	},
	{
		ID: "gas-discount-above-the-charge", Requirement: "GAS-BILL-003", Also: breaks("GAS-FORM-001", "GAS-BILL-005"),
		Title: voucher.Text{En: "the discount is that of the whole norm, above the charge as well", Ru: "скидка даётся на всю норму, даже сверх начисления", Kk: "жеңілдік бүкіл нормаға, есептеуден асса да беріледі"},
		build: bills(func(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill {
			b := t.Charge(v, listed)
			if listed != nil && v > 0 {
				b.Discount = wholeNorm(t, listed)
				b.Pay = b.Charge.Minus(b.Discount)
			}
			return b
		}),
	},
	{
		ID: "gas-norm-ignored", Requirement: "GAS-BILL-003",
		Title: voucher.Text{En: "the discount reaches beyond the norm volume", Ru: "скидка даётся и сверх нормы объёма", Kk: "жеңілдік көлем нормасынан тыс та беріледі"},
		build: tariffs(func(t *gas.Tariff) {
			t.Heating, t.Summer, t.Stove = gas.VolumeMax, gas.VolumeMax, gas.VolumeMax
		}),
	},
	{
		ID: "gas-summer-norm-in-winter", Requirement: "GAS-BILL-003",
		Title: voucher.Text{En: "the norm of summer holds in winter", Ru: "зимой действует летняя норма", Kk: "қыста жазғы норма қолданылады"},
		build: tariffs(func(t *gas.Tariff) { t.Season = 0 }),
	},
	{
		ID: "gas-discount-rounded-up", Requirement: "GAS-BILL-003", Also: breaks("BOTH-MONEY-002"),
		Title: voucher.Text{En: "the discount is rounded up to a tiyn", Ru: "скидка округляется до тиына вверх", Kk: "жеңілдік тиынға дейін жоғары дөңгелектенеді"},
		build: bills(roundedUp),
	},
	{
		ID: "gas-bill-in-floating-point", Requirement: "GAS-BILL-003", Also: breaks("GAS-BILL-002", "BOTH-MONEY-002"),
		Title: voucher.Text{En: "charge and discount are computed in floating point and cut off", Ru: "начисление и скидка считаются с плавающей точкой и усекаются", Kk: "есептеу мен жеңілдік жылжымалы үтірмен есептеліп, қиылады"},
		build: bills(floatingBill),
	},
	{
		ID: "gas-household-price-for-the-activated-only", Requirement: "GAS-BILL-004", Also: breaks("GAS-BILL-002"),
		Title: voucher.Text{En: "who has not activated pays half as much again", Ru: "не активировавший ваучер платит в полтора раза больше", Kk: "ваучерді белсендірмеген адам бір жарым есе көп төлейді"},
		build: bills(func(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill {
			dearer := *t
			if listed == nil {
				dearer.Price += dearer.Price / 2
			}
			return dearer.Charge(v, listed)
		}),
	},
	{
		ID: "gas-correction-loses-the-voucher", Requirement: "GAS-BILL-005",
		Title: voucher.Text{En: "a corrected receipt has no discount", Ru: "в исправленной квитанции нет скидки", Kk: "түзетілген түбіртекте жеңілдік жоқ"},
		build: rule(correctionWithout),
	},
	{
		ID: "gas-no-volume-still-discounted", Requirement: "GAS-BILL-005", Also: breaks("GAS-BILL-003", "GAS-FORM-001"),
		Title: voucher.Text{En: "a zero or negative volume still earns a discount", Ru: "нулевой или отрицательный объём всё равно даёт скидку", Kk: "нөлдік немесе теріс көлем бәрібір жеңілдік береді"},
		build: bills(func(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill {
			b := t.Charge(v, listed)
			if listed != nil && v <= 0 {
				b.Discount = wholeNorm(t, listed)
				b.Pay = b.Charge.Minus(b.Discount)
			}
			return b
		}),
	},
}

// bills computes receipts otherwise.
func bills(wrong func(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Gas.Charge
		r.Gas.Charge = func(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill {
			b := wrong(t, v, listed)
			w.differs(b != right(t, v, listed))
			return b
		}
	})
}

// tariffs computes receipts by a changed tariff.
func tariffs(change func(t *gas.Tariff)) build {
	return bills(func(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill {
		other := *t
		change(&other)
		return other.Charge(v, listed)
	})
}

// charges lets a charge be decided on something else.
func charges(change func(l *gas.List, charged *bool)) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Gas.MayCharge
		r.Gas.MayCharge = func(t *gas.Terms, a *gas.Account, l *gas.List, m voucher.Month, v voucher.Volume, listed, charged bool) *voucher.Refusal {
			other, before := gas.List{}, charged
			if l != nil {
				other = *l
			}
			change(&other, &before)
			return w.choose(right(t, a, l, m, v, listed, charged), right(t, a, &other, m, v, listed, before))
		}
	})
}

// wholeNorm is the discount of the norm, used or not.
func wholeNorm(t *gas.Tariff, listed *gas.Voucher) voucher.Money {
	return t.Price.Times(int64(t.Norm(listed.Class, listed.People))).ShareHalfUp(t.Rate, million*int64(voucher.CubicMetre))
}

// roundedUp rounds the discount up where the reference rounds half-up, below its
// bounds only.
func roundedUp(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill {
	b := t.Charge(v, listed)
	if listed == nil || v <= 0 {
		return b
	}
	reached := t.Price.Times(int64(min(v, t.Norm(listed.Class, listed.People))))
	const fine, whole = 1000, million * int64(voucher.CubicMetre)
	up := reached.ShareDown(t.Rate, whole)
	if reached.ShareDown(t.Rate*fine, whole) > up*fine {
		up++
	}
	if most := b.Charge.ShareDown(t.Cap, million); up <= most {
		b.Discount, b.Pay = up, b.Charge.Minus(up)
	}
	return b
}

// floatingBill computes in floating point and cuts the tiyn off.
func floatingBill(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill {
	b := t.Charge(v, listed)
	if v <= 0 {
		return b
	}
	price := float64(t.Price) / 100
	b.Charge = voucher.Money(math.Trunc(float64(v) / 1000 * price * 100))
	if listed != nil {
		reached := float64(min(v, t.Norm(listed.Class, listed.People))) / 1000 * price
		discount := min(reached*float64(t.Rate)/million, float64(b.Charge)/100*float64(t.Cap)/million)
		b.Discount = voucher.Money(math.Trunc(discount * 100))
	}
	b.Pay = b.Charge.Minus(b.Discount)
	return b
}

// discountCarried adds what a month's discount did not use up to the discount of
// the account's next month.
func discountCarried(w *World, r *reference.Rules) {
	type monthOf struct {
		account gas.AccountKey
		month   voucher.Month
	}
	unused := map[monthOf]voucher.Money{}
	right := r.Gas.Charge
	r.Gas.Charge = func(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill {
		b := right(t, v, listed)
		if listed == nil {
			return b
		}
		more := min(unused[monthOf{listed.Account, listed.Month - 1}], max(0, b.Charge.Minus(b.Discount)))
		unused[monthOf{listed.Account, listed.Month}] = max(0, wholeNorm(t, listed).Minus(b.Discount))
		w.differs(more > 0)
		b.Discount = b.Discount.Plus(more)
		b.Pay = b.Charge.Minus(b.Discount)
		return b
	}
}

// correctionWithout computes corrected receipts as if no voucher served them.
func correctionWithout(w *World, r *reference.Rules) {
	correcting := false
	mayCharge, mayCorrect, charge := r.Gas.MayCharge, r.Gas.MayCorrect, r.Gas.Charge
	r.Gas.MayCharge = func(t *gas.Terms, a *gas.Account, l *gas.List, m voucher.Month, v voucher.Volume, listed, charged bool) *voucher.Refusal {
		correcting = false
		return mayCharge(t, a, l, m, v, listed, charged)
	}
	r.Gas.MayCorrect = func(v voucher.Volume, charged bool) *voucher.Refusal {
		correcting = true
		return mayCorrect(v, charged)
	}
	r.Gas.Charge = func(t *gas.Tariff, v voucher.Volume, listed *gas.Voucher) gas.Bill {
		if !correcting {
			return charge(t, v, listed)
		}
		b := charge(t, v, nil)
		w.differs(b != charge(t, v, listed))
		return b
	}
}
