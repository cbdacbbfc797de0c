package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// correction is a charge that will be corrected, kept until then.
type correction struct {
	charge, discount voucher.Money
	volume           voucher.Volume
	family           uint16
	month            voucher.Month
	second           bool
}

// planCharges plans the bills of a month that is over, for everybody who was
// listed in it: the household price holds for them all (GAS-BILL-004).
func (b *block) planCharges(m voucher.Month) {
	month := b.indexOf(m)
	for i := range b.families {
		f := &b.families[i]
		if f.gas.month == month && f.gas.stage&wasCounted != 0 && f.account != 0 && !f.is(sharesAccount) {
			b.planCharge(i, m, false)
		}
	}
}

// planCharge plans one account's bill, in the order of the accounts, a second
// apart from three hours after midnight on.
func (b *block) planCharge(i int, m voucher.Month, second bool) {
	at := b.dayStart((m + 1).First()) + b.run.providers.chargeDay*day + 3*hour + int64(i)
	b.agenda.add(at, actCharge, chargeArgument(i, m-b.totals.First, second))
}

func chargeArgument(i int, month voucher.Month, second bool) uint32 {
	return argument(i, uint32(month)<<1|uint32(flag(second)))
}

// charge charges an account's volume of a month. A provider that has not got
// the month's list yet waits a day.
func (b *block) charge(arg uint32) {
	i, with := unpack(arg)
	m, second := b.totals.First+voucher.Month(with>>1), with&1 == 1
	f := &b.families[i]
	c := &b.commands.charge
	c.Provider, c.Account, c.Month, c.Volume = 1, f.account, m, b.volume(f, m, second)
	if second {
		c.Account = b.accountNumber(2*i + 1)
	}
	n := uint64(m)<<1 | uint64(with&1)
	b.charged = i
	if !b.ask(c, provider) {
		if b.err == nil && b.answer.reason == voucher.ListNotReceived {
			b.agenda.add(b.agenda.now+day, actCharge, arg)
		}
		return
	}
	if !b.chance(ForGasCorrection, f.id, n, b.run.providers.corrected) {
		return
	}
	factor := b.amount(b.run.providers.factor, ForGasCorrectionSize, f.id, n)
	wait := 1 + int64(b.below(ForGasCorrectionDelay, f.id, n, uint64(b.run.providers.correctionDays)))
	slot := b.corrections.take()
	*b.corrections.at(slot) = correction{
		charge: b.answer.paid.Plus(b.answer.amount), discount: b.answer.amount,
		volume: c.Volume * voucher.Volume(factor) / Million, family: uint16(i), month: m, second: second,
	}
	b.agenda.add(b.agenda.now+wait*day, actCorrect, slot)
}

// volume returns what a home used in a month, as its meter was read.
func (b *block) volume(f *family, m voucher.Month, second bool) voucher.Volume {
	n := uint64(m)<<1 | uint64(flag(second))
	if b.chance(ForGasNoReading, f.id, n, b.run.providers.noReading) {
		return 0
	}
	share := int64(b.use(f).MonthsPPM[int(m)%12])
	usual := int64(f.volume) * share / Million
	return voucher.Volume(usual * b.amount(b.run.providers.deviation, ForGasVolumeMonth, f.id, n) / Million)
}

// correct corrects a charged volume.
func (b *block) correct(slot uint32) {
	old := *b.corrections.at(slot)
	b.corrections.give(slot)
	f := &b.families[old.family]
	c := &b.commands.correct
	c.Provider, c.Account, c.Month, c.Volume = 1, f.account, old.month, old.volume
	if old.second {
		c.Account = b.accountNumber(2*int(old.family) + 1)
	}
	b.charged = int(old.family)
	if b.ask(c, provider) {
		i := b.charged
		// The new receipt takes the place of the old one, which onReceipt counted.
		b.count(i, voucher.Gas, old.month, Charged, -int64(old.charge))
		b.count(i, voucher.Gas, old.month, Discount, -int64(old.discount))
		b.count(i, voucher.Gas, old.month, Payable, -int64(old.charge-old.discount))
	}
}

// onReceipt counts a receipt for the family whose account is charged: receipts
// answer a charge or its correction.
func (b *block) onReceipt(e *voucher.Event) {
	i := b.charged
	b.count(i, voucher.Gas, e.Month, Charged, int64(e.Amount))
	b.count(i, voucher.Gas, e.Month, Discount, int64(e.Balance))
	b.count(i, voucher.Gas, e.Month, Payable, int64(e.Paid))
	if e.Count > 1 {
		b.count(i, voucher.Gas, e.Month, Corrections, 1)
		return
	}
	b.count(i, voucher.Gas, e.Month, Receipts, 1)
	b.count(i, voucher.Gas, e.Month, VolumeCharged, e.Quantity)
	b.count(i, voucher.Gas, e.Month, Used, int64(flag(e.Balance > 0)))
}
