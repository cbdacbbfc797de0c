package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// consentHabits are the figures of the answers to one programme's question.
type consentHabits struct {
	accept, refuse                 uint32 // of the delivered first SMS
	acceptReminder, refuseReminder uint32 // of those who get the first reminder
	later                          uint32 // of these shares with each reminder more
}

func (f *figures) consent() [2]consentHabits {
	var gas, food consentHabits
	gas.accept, gas.refuse = f.shares("gas_consent.accept_first", "gas_consent.refuse_first")
	gas.acceptReminder, gas.refuseReminder = f.shares("gas_consent.accept_reminder", "gas_consent.refuse_reminder")
	food.accept, food.refuse = f.shares("food_consent.accept", "food_consent.refuse")
	// There is no food reminder but under reading F31; people then answer it as
	// they answer that of gas.
	food.acceptReminder, food.refuseReminder = gas.acceptReminder, gas.refuseReminder
	gas.later = f.share("gas_consent.later_reminder_factor")
	food.later = gas.later
	return [2]consentHabits{gas, food}
}

var (
	gateway = voucher.Actor{Role: voucher.Gateway}

	yesTexts     = [...]string{"1", "Да", "да", "иә", "Иә", "1 ", "yes", "ДА"}
	noTexts      = [...]string{"2", "нет", "Нет", "жоқ", "0", "no"}
	unclearTexts = [...]string{"?", "кто это", "R", "не понял", "бұл не", "да нет", "12", "спасибо", "ок да", ""}
)

// intent is what a person means to answer to the month's first SMS: most follow
// a lasting leaning, the others make up their mind anew each month.
func (b *block) intent(i, p int) voucher.Answer {
	f := &b.families[i]
	h := &b.run.consent[p]
	n := uint64(b.month)
	why := ForConsentHabit
	u := b.draw(why, f.id, 0)
	if !b.chance(ForConsentHabit, f.id, n, b.run.homes.habit) {
		why = b.run.messages.reply[p]
		u = b.draw(why, f.id, n)
	}
	return b.decide(why, f, n, u, h.accept, h.refuse)
}

// replyArgument packs a reply: whose, to which programme, what, by the person
// at a centre or by SMS.
func replyArgument(i, p int, a voucher.Answer, centre bool) uint32 {
	return argument(i, uint32(p)|uint32(a)<<1|uint32(flag(centre))<<3)
}

// answerNotice plans the answer to the month's question.
func (b *block) answerNotice(i, p int, arrives int64) {
	a := b.intent(i, p)
	if a == voucher.NoAnswer {
		return
	}
	f, h := &b.families[i], &b.run.messages
	at := arrives + b.amount(h.delay, h.replyAt[p], f.id, uint64(b.month))
	if b.chance(h.unclear[p], f.id, uint64(b.month), h.malformed) {
		a = voucher.Malformed
	}
	b.planReply(i, p, a, at)
}

// planReply puts an answer on the agenda, unless the month ends before it:
// nobody answers a question of a month gone by.
func (b *block) planReply(i, p int, a voucher.Answer, at int64) {
	if b.bySMS(p) {
		lost, delay := b.struck(i, p, at, uint64(b.month)<<8|uint64(a)<<4|15)
		if lost {
			return // and nobody knows: whoever is asked once more, answers once more
		}
		at += delay
	}
	if at < b.monthEnd {
		b.begin(i, voucher.Programme(p+1)).stage |= willAnswer
		b.agenda.add(at, actReply, replyArgument(i, p, a, false))
	}
}

// reminded returns the shares of yes and of no after a reminder; 0 is the first
// of a month, and of the silent fewer answer each that follows.
func (h *consentHabits) reminded(reminder uint8) (accept, refuse uint32) {
	accept, refuse = h.acceptReminder, h.refuseReminder
	for range reminder {
		accept = uint32(uint64(accept) * uint64(h.later) / Million)
		refuse = uint32(uint64(refuse) * uint64(h.later) / Million)
	}
	return accept, refuse
}

// answerReminder plans the answer to a reminder, where none is on its way. Each
// reminder of a month has a draw of its own: with the first one's, whoever was
// silent once would be silent always.
func (b *block) answerReminder(i, p int, reminder uint8, arrives int64) {
	if b.begin(i, voucher.Programme(p+1)).stage&willAnswer != 0 {
		return
	}
	f, h := &b.families[i], &b.run.messages
	n := uint64(b.month) | uint64(reminder)<<40
	accept, refuse := b.run.consent[p].reminded(reminder)
	a := b.decide(h.reminded[p], f, n, b.draw(h.reminded[p], f.id, n), accept, refuse)
	if a != voucher.NoAnswer {
		b.planReply(i, p, a, arrives+b.amount(h.delay, h.remindedAt[p], f.id, n))
	}
}

// mend plans the right answer after a help SMS, as it was meant before.
func (b *block) mend(i, p int, arrives int64) {
	f, h := &b.families[i], &b.run.messages
	n := uint64(b.month) | 1<<40
	if a := b.intent(i, p); a != voucher.NoAnswer && b.chance(h.unclear[p], f.id, n, h.mended) {
		b.planReply(i, p, a, arrives+b.amount(h.mend, h.replyAt[p], f.id, n))
	}
}

// reply sends an answer, and plans what may follow: the gateway hands it on
// twice, or the person changes their mind.
func (b *block) reply(arg uint32) {
	i, with := unpack(arg)
	p, a, centre := int(with&1), voucher.Answer(with>>1&3), with>>3&1 == 1
	f, h := &b.families[i], &b.run.messages
	n := uint64(b.month)
	b.begin(i, voucher.Programme(p+1)).stage &^= willAnswer
	b.number++
	taken := b.sendReply(i, p, a, centre, b.number)
	if !centre && b.chance(ForReplyDuplicate, f.id, n<<1|uint64(p), h.duplicate) {
		wait := networkLeast + int64(b.below(ForReplyDuplicate, f.id, 1<<40|n<<1|uint64(p), networkMost))
		slot := b.repeats.take()
		*b.repeats.at(slot) = repeated{number: b.number, arg: arg}
		b.agenda.add(b.agenda.now+wait, actReplyAgain, slot)
	}
	at := b.begin(i, voucher.Programme(p+1))
	if !taken || a == voucher.Malformed || at.stage&settledTwice != 0 {
		return
	}
	turns, other := h.noAfterYes, voucher.No
	if a == voucher.No {
		turns, other = h.yesAfterNo, voucher.Yes
	}
	if b.chance(h.again[p], f.id, n, turns) {
		at.stage |= settledTwice
		b.planReply(i, p, other, b.agenda.now+b.amount(h.second, h.againAt[p], f.id, n))
	}
}

// sendReply sends an answer under the key of a number, by the way that the
// programme's question takes.
func (b *block) sendReply(i, p int, a voucher.Answer, centre bool, number uint64) bool {
	f := &b.families[i]
	c := &b.commands.reply
	c.Programme, c.Person = voucher.Programme(p+1), f.person
	texts := unclearTexts[:]
	switch a {
	case voucher.Yes:
		texts = yesTexts[:]
	case voucher.No:
		texts = noTexts[:]
	}
	c.Text = texts[b.below(b.run.messages.text[p], f.id, uint64(b.month)<<2|uint64(a), uint64(len(texts)))]
	who := gateway
	switch {
	case centre:
		who = b.operator(i)
		b.visit()
	case p > 0 && b.run.readings.Is(voucher.F36, voucher.Option): // in the app
		who = voucher.Actor{Role: voucher.Citizen, ID: uint32(f.person)}
	}
	return b.askAs(c, who, number)
}

// repeated is a reply that the gateway will hand over a second time.
type repeated struct {
	number uint64 // of its key
	arg    uint32
}

// replyAgain hands a reply over a second time, under its first key.
func (b *block) replyAgain(slot uint32) {
	r := *b.repeats.at(slot)
	b.repeats.give(slot)
	i, with := unpack(r.arg)
	b.sendReply(i, int(with&1), voucher.Answer(with>>1&3), false, r.number)
}

// onReplied counts an answer: the first one that is valid, once a month.
func (b *block) onReplied(e *voucher.Event) {
	p := e.Programme
	i := b.familyOf(e)
	at := b.begin(i, p)
	a := voucher.Answer(e.Code)
	switch {
	case a == voucher.Malformed:
		b.count(i, p, e.Month, Unclear, 1)
		return
	case at.stage&wasAnswered == 0:
		at.stage |= wasAnswered
		b.count(i, p, e.Month, Answered, 1)
		b.totals.spread[ReplyToGas+Distribution(p-voucher.Gas)].add(int64(uint16(b.second(e.At)/hour) - at.asked))
		b.count(i, p, e.Month, Refused, int64(flag(a == voucher.No)))
	}
	if a == voucher.Yes && at.stage&saidYes == 0 {
		at.stage |= saidYes
		b.count(i, p, e.Month, Consented, 1)
		b.count(i, p, e.Month, ByMobile, int64(flag(p == voucher.Food && e.Channel == voucher.ByMobile)))
	}
}
