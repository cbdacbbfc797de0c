package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// messageHabits are the figures of SMS and of how people answer any of them.
type messageHabits struct {
	undelivered, duplicate   uint32
	malformed, mended        uint32
	noAfterYes, yesAfterNo   uint32
	delay, mend, second      *Quantiles
	toCentre                 uint32 // of those without a delivered SMS, under reading G16
	delivery, reply, replyAt [2]Purpose
	unclear, text            [2]Purpose
	again, againAt           [2]Purpose
	reminded, remindedAt     [2]Purpose
}

func (f *figures) messages() messageHabits {
	return messageHabits{
		undelivered: f.share("messages.undelivered"), duplicate: f.share("messages.duplicate_reply"),
		malformed: f.share("messages.malformed"), mended: f.share("messages.malformed_mended"),
		noAfterYes: f.share("messages.no_after_yes"), yesAfterNo: f.share("messages.yes_after_no"),
		delay: f.spread("messages.reply_delay", minute), mend: f.spread("messages.mend_delay", minute),
		second:   f.spread("messages.second_delay", minute),
		toCentre: f.share("gas_activation.service_centre_without_device"),
		delivery: [2]Purpose{ForGasDelivery, ForFoodDelivery},
		reply:    [2]Purpose{ForGasReplyKind, ForFoodReplyKind},
		replyAt:  [2]Purpose{ForGasReplyDelay, ForFoodReplyDelay},
		unclear:  [2]Purpose{ForGasReplyMalformed, ForFoodReplyMalformed},
		text:     [2]Purpose{ForGasReplyText, ForFoodReplyText},
		again:    [2]Purpose{ForGasSecondReply, ForFoodSecondReply},
		againAt:  [2]Purpose{ForGasSecondDelay, ForFoodSecondDelay},

		reminded:   [2]Purpose{ForGasReminderReply, ForFoodReminderReply},
		remindedAt: [2]Purpose{ForGasReminderDelay, ForFoodReminderDelay},
	}
}

// Seconds in which the network brings an SMS, and in which an institution's
// system answers another: what computers do, not people.
const (
	networkLeast, networkMost = 5, 60
	systemDelay               = 60
)

// onMessage lets a message reach the phone and be answered.
func (b *block) onMessage(e *voucher.Event) {
	p := int(e.Programme - voucher.Gas)
	kind := voucher.MessageKind(e.Code)
	b.totals.messages[p][kind]++
	b.totals.daily[b.agenda.day][MessagesOfDay]++
	if !b.inTail() {
		b.wakeAt(e.Until)
	}
	i := b.familyOf(e)
	reminder := uint8(0)
	switch kind {
	case voucher.Notice:
		if b.asked[p] != e.Month {
			b.asked[p] = e.Month
			b.countAll(e.Programme)
		}
		b.countListed(i, e.Programme) // who was asked was on the list that counts, also under reading F07
		b.begin(i, e.Programme).asked = uint16(b.second(e.At) / hour)
		b.count(i, e.Programme, e.Month, Sent, 1)
	case voucher.Reminder:
		reminder = b.begin(i, e.Programme).reminder()
		b.count(i, e.Programme, e.Month, Reminded, 1)
	}
	arrives, ok := b.deliver(e, i, p, reminder)
	if !ok {
		b.unreached(e, i, p)
		return
	}
	switch kind {
	case voucher.Notice:
		b.answerNotice(i, p, arrives)
	case voucher.Reminder:
		b.answerReminder(i, p, reminder, arrives)
	case voucher.Help:
		b.mend(i, p, arrives)
	}
}

// familyOf returns the number of the family that an event is about.
func (b *block) familyOf(e *voucher.Event) int {
	if e.Family != 0 {
		return int(e.Family - 1)
	}
	return int(b.ownerOf[e.Person-1])
}

// deliver draws whether and when a message reaches the phone; the gateway
// reports either.
func (b *block) deliver(e *voucher.Event, i, p int, reminder uint8) (at int64, ok bool) {
	f := &b.families[i]
	why, n := b.run.messages.delivery[p], uint64(e.Month)<<8|uint64(e.Code)<<4|uint64(reminder&15)
	at = b.second(e.At) + networkLeast + int64(b.below(why, f.id, n|1<<40, networkMost-networkLeast))
	unreached := b.chance(why, f.id, n, b.run.messages.undelivered)
	lost, delay := b.struck(i, p, b.second(e.At), n)
	at += delay
	ok = !lost && f.is(phoneKnown) && !unreached
	report := actReportLost
	if ok {
		report = actReportDelivered
	}
	b.agenda.add(at, report, e.Ref)
	return at, ok
}

// reportDelivery is the gateway's word on one SMS.
func (b *block) reportDelivery(message uint32, delivered bool) {
	c := &b.commands.delivery
	c.Message, c.Delivered = voucher.MessageID(message), delivered
	b.ask(c, gateway)
}

// onDelivered counts who was reached.
func (b *block) onDelivered(e *voucher.Event) {
	if e.Code == 0 || e.Month != b.month {
		return
	}
	i := b.familyOf(e)
	at := b.begin(i, e.Programme)
	if at.stage&wasDelivered == 0 {
		at.stage |= wasDelivered
		b.count(i, e.Programme, b.month, Delivered, 1)
	}
}

// unreached lets a person without a delivered SMS consent at a service centre,
// where reading G16 lets a centre take a consent.
func (b *block) unreached(e *voucher.Event, i, p int) {
	f := &b.families[i]
	if e.Programme != voucher.Gas || voucher.MessageKind(e.Code) != voucher.Notice || !b.run.readings.Is(voucher.G16, voucher.Option) {
		return
	}
	if b.intent(i, p) == voucher.Yes && b.chance(ForGasChannel, f.id, uint64(b.month)|1<<40, b.run.messages.toCentre) {
		if at := b.centreTime(f, b.second(e.At)+networkMost); at < b.monthEnd {
			b.agenda.add(at, actReply, replyArgument(i, p, voucher.Yes, true))
		}
	}
}
