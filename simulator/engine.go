package simulator

import (
	"fmt"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// TailMax is the most days that a run goes on after the last day on which
// people act: the bills of a month come in the next, their corrections and the
// last instalments of loans a month after that.
const TailMax = 62

// eve is how long before the first day a world begins: what counts as it stands
// when a day begins can be handed over in time.
const eve = 6 * hour

// The acts. Those of people stand first: none of them happens in the tail.
const (
	actReply act = iota
	actReplyAgain
	actTry
	actEnter
	actContinue
	actConfirm
	actActivate
	actShop
	actPay
	actReuse
	actRepeat
	actReverse
	actReturn
	actRate
	actAppeal
	actSellOutside
	actChangeList
	actSendLists
	actOpenGas
	actOpenFood
	actJoin
	actIntegrate
	actSuspend
	actDeliver
	actStoreComes
	actStoreGoes
	actChainStops
	actChainGoesOn

	// What institutions owe goes on until it is settled.
	actReportDelivered
	actReportLost
	actOutage
	actAcknowledge
	actCharge
	actCorrect
	actResume
	actGrant
	actDisburse
	actRepay
	actAnswer
	actWake

	institutions = actReportDelivered
)

// live lives the block from the first day to the end of its tail. A midnight
// called off by the context ends it with the context's error.
func (b *block) live(daily func(d voucher.Day, familyMonths int64)) error {
	last := int(b.to - b.from)
	settled := b.settledAfter()
	b.turnMonth(b.from)
	b.planOpening()
	for d := 0; d < len(b.agenda.days); d++ {
		if err := b.ctx.Err(); err != nil {
			return err
		}
		if d == last+1 {
			b.tail = [2]int64{b.totals.counts[Commands], b.totals.counts[Events]}
		}
		b.openDay(d)
		for b.err == nil {
			m, ok := b.agenda.take()
			if !ok {
				break
			}
			b.advance()
			b.act(m)
		}
		if b.err != nil {
			return b.err
		}
		if daily != nil {
			daily(b.from+voucher.Day(d), b.totals.counts[FamilyMonths])
		}
		if d > last {
			b.totals.TailDays = d - last
			if d >= settled && b.agenda.waiting == 0 {
				break
			}
		}
	}
	b.totals.counts[TailLeft] += int64(b.agenda.waiting)
	b.close()
	return b.err
}

// settledAfter is the first day of the run on which everything that ends with
// the last month is over: its vouchers, and the report of its last day.
func (b *block) settledAfter() int {
	return int(b.to.Month().Last()-b.from) + 3
}

// openDay begins a day: with the first of a month the bills of the last one are
// planned, what falls due at midnight happens, then the month is planned.
func (b *block) openDay(d int) {
	b.agenda.open(d)
	today := b.from + voucher.Day(d)
	if b.place.gas && today.OfMonth() == 1 && d > 0 {
		b.planCharges(b.month)
	}
	if d > 0 && today.OfMonth() == 1 {
		b.turnMonth(today)
	}
	b.advance()
	if today.OfMonth() == 1 && d > 0 {
		b.planMonth()
	}
}

// turnMonth takes the month's limits.
func (b *block) turnMonth(today voucher.Day) {
	b.month = today.Month()
	b.monthEnd = b.dayStart((b.month + 1).First())
	b.windowEnd = b.monthEnd
	if !b.place.gas {
		return // a build of food alone has no answer
	}
	if n, ok := b.parameter(voucher.GasWindowTo, today); ok {
		b.windowEnd = b.dayStart(b.month.Day(int(n)) + 1)
	}
}

// planOpening plans how the programmes come to the place: the first lists and
// the stores. The food list counts as it stands when a day begins, so that of a
// programme that runs from the first day is handed over on its eve.
func (b *block) planOpening() {
	if d, ok := b.opens(voucher.GasPeriodFrom, b.place.gas, b.place.gasFrom); ok {
		b.agenda.add(b.officeTime(d), actOpenGas, 0)
		b.planOutages(b.month)
	}
	if d, ok := b.opens(voucher.FoodPeriodFrom, b.place.food, b.place.foodFrom); ok {
		b.openStores(b.officeTime(d))
		if d > b.from {
			b.agenda.add(b.officeTime(d-1), actOpenFood, 0) // so that it stands when the month begins
		} else {
			b.openLists(false, true)
		}
		b.foodEnd = b.to
		if n, ok := b.parameter(voucher.FoodPeriodTo, b.to); ok {
			b.foodEnd = min(b.to, voucher.Day(n))
		}
	}
}

// opens returns the day on which a programme is prepared in the place: the
// first of the month in which its pilot begins, or the day from which it runs
// here, if that is later; false where it never runs here or that is after the horizon.
func (b *block) opens(from voucher.Parameter, runs bool, here voucher.Day) (d voucher.Day, ok bool) {
	if !runs {
		return 0, false
	}
	if n, known := b.parameter(from, here); known {
		here = max(here, voucher.Day(n).Month().First())
	}
	return here, here <= b.to
}

// planMonth plans what a month brings, on its first day.
func (b *block) planMonth() {
	if b.inTail() {
		return
	}
	b.planLists(b.month)
	if b.place.gas {
		b.planOutages(b.month)
	}
	for n := range b.stores {
		b.planSuspension(n)
	}
}

// advance moves the clock to the agenda's second; what falls due on the way is
// reacted to.
func (b *block) advance() {
	if b.err != nil {
		return
	}
	if step := b.agenda.now - b.clockAt; step > 0 {
		b.clockAt = b.agenda.now
		b.clock.Advance(time.Duration(step * voucher.Second))
		events, err := b.system.Advance(b.ctx, voucher.Instant(b.clock.Now().UnixNano()))
		if err != nil {
			b.fail(fmt.Errorf("advance: %w", err))
			return
		}
		b.react(events)
	}
}

// wakeAt plans that the clock stops at an instant at which the system is known
// to act, so that what people do about it does not lie in the past.
func (b *block) wakeAt(at voucher.Instant) {
	if second := b.second(at); at != 0 && second > b.agenda.now && second != b.woken {
		b.woken = second
		b.agenda.add(second, actWake, 0)
	}
}

// act lets one thing happen.
func (b *block) act(m moment) {
	if b.tracer != nil {
		b.tracer.begin(b, m)
	}
	switch {
	case m.act <= actActivate:
		b.actOfPerson(m)
	case m.act <= actAppeal:
		b.actOfBuyer(m)
	default:
		b.actOfInstitution(m)
	}
	if b.tracer != nil {
		b.tracer.end()
	}
}

func (b *block) actOfPerson(m moment) {
	switch i := int(m.arg); m.act {
	case actReply:
		b.reply(m.arg)
	case actReplyAgain:
		b.replyAgain(m.arg)
	case actTry:
		b.try(i)
	case actEnter:
		b.enter(i)
	case actContinue:
		b.accept(i)
	case actConfirm:
		b.confirm(i)
	case actActivate:
		b.activate(i)
	}
}

func (b *block) actOfBuyer(m moment) {
	switch m.act {
	case actShop:
		b.shop(m.arg)
	case actPay:
		b.pay(m.arg)
	case actReuse:
		b.reuse(m.arg)
	case actRepeat:
		b.repeat(m.arg)
	case actReverse:
		b.reverse(m.arg)
	case actReturn:
		b.refund(m.arg)
	case actRate:
		b.rate(m.arg)
	case actAppeal:
		b.appeal(int(m.arg))
	}
}

func (b *block) actOfInstitution(m moment) {
	switch n := int(m.arg); m.act {
	case actSellOutside:
		b.sellOutside(n)
	case actChangeList:
		b.changeList(m.arg)
	case actSendLists:
		b.sendLists()
	case actOpenGas:
		b.openLists(true, false)
	case actOpenFood:
		b.openLists(false, true)
	case actOutage:
		b.reportOutage(n == 1)
	case actJoin:
		b.join(n)
	case actIntegrate:
		b.integrate(n)
	case actSuspend:
		b.suspend(n, false)
	case actResume:
		b.suspend(n, true)
	case actDeliver:
		b.deliverAll(n)
	case actStoreComes, actStoreGoes, actChainStops, actChainGoesOn:
		b.actOfStore(m)
	case actReportDelivered:
		b.reportDelivery(m.arg, true)
	case actReportLost:
		b.reportDelivery(m.arg, false)
	default:
		b.actOfLedger(m)
	}
}

// actOfStore is what a scenario's own changes and events do to a store.
func (b *block) actOfStore(m moment) {
	switch n := int(m.arg); m.act {
	case actStoreComes:
		b.comes(n)
	case actStoreGoes:
		b.goes(n)
	case actChainStops:
		b.chainStops(n, true)
	case actChainGoesOn:
		b.chainStops(n, false)
	}
}

func (b *block) actOfLedger(m moment) {
	switch n := int(m.arg); m.act {
	case actAcknowledge:
		b.acknowledge(voucher.Month(m.arg))
	case actCharge:
		b.charge(m.arg)
	case actCorrect:
		b.correct(m.arg)
	case actGrant:
		b.grant(n)
	case actDisburse:
		b.disburse(n)
	case actRepay:
		b.repay(n)
	case actAnswer:
		b.answerAppeal(m.arg)
	case actWake:
	default:
		panic(fmt.Sprintf("simulator: act %d is none", m.act))
	}
}
