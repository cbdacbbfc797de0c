package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// providerHabits are the figures of gas providers.
type providerHabits struct {
	outages              *Choice // a month
	outage               *Quantiles
	missed               uint32
	chargeDay            int64
	deviation, factor    *Quantiles // in ppm
	noReading, corrected uint32
	correctionDays       int64
}

func (f *figures) providers() providerHabits {
	return providerHabits{
		outages: f.poisson("providers.outages"), outage: f.spread("providers.outage", minute),
		missed: f.share("providers.list_missed"), chargeDay: f.whole("providers.charge_day", 0, 28),
		deviation: f.logNormal("providers.month_sigma", Million, f.whole("providers.month_sigma", 0, 3000)),
		factor:    f.spread("providers.correction_factor", 1),
		noReading: f.share("providers.no_reading"), corrected: f.share("providers.correction"),
		correctionDays: f.whole("providers.correction_delay", 1, 60),
	}
}

// provider is the block's own gas provider.
var provider = voucher.Actor{Role: voucher.GasProvider, ID: 1}

// planOutages draws the hours of a month in which the provider does not answer.
func (b *block) planOutages(m voucher.Month) {
	h := &b.run.providers
	n := uint64(m) << 8
	days := uint64(m.Last()-m.First()) + 1
	for k := range b.choose(h.outages, ForGasOutage, b.id, n) {
		n := n | uint64(k+1)<<2
		at := b.dayStart(m.First()) + int64(b.below(ForGasOutage, b.id, n|1, days*uint64(day)))
		if at >= b.agenda.now {
			b.agenda.add(at, actOutage, 1)
			b.agenda.add(at+b.amount(h.outage, ForGasOutage, b.id, n|2), actOutage, 0)
		}
	}
}

// reportOutage says that the provider's system goes down or is back; of two
// outages at a time the end of the later one counts.
func (b *block) reportOutage(down bool) {
	if down {
		b.down++
		b.totals.counts[Outages]++
	} else {
		b.down--
	}
	if b.down == flag(down) { // 0 after an end, 1 after a beginning
		c := &b.commands.outage
		c.Provider, c.Down = 1, down
		b.ask(c, provider)
	}
}

// onListSent lets the provider take a month's list, unless its first delivery
// is missed or its system is down: then it will be sent again.
func (b *block) onListSent(e *voucher.Event) {
	b.totals.counts[ListAttempts]++
	b.totals.counts[ListsSent] += int64(flag(e.Ref == 1))
	b.wakeAt(e.Until)
	if e.Ref == 1 && b.chance(ForGasAck, b.id, uint64(e.Month), b.run.providers.missed) {
		return
	}
	b.agenda.add(b.second(e.At)+systemDelay, actAcknowledge, uint32(e.Month))
}

// acknowledge is the provider's receipt for a list.
func (b *block) acknowledge(m voucher.Month) {
	if b.down > 0 {
		return
	}
	c := &b.commands.acknowledge
	c.Provider, c.Month = 1, m
	b.ask(c, provider)
}
