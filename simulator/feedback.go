package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

var authorisedBody = voucher.Actor{Role: voucher.AuthorisedBody}

// citizen returns the person who speaks for a family.
func (b *block) citizen(i int) voucher.Actor {
	return voucher.Actor{Role: voucher.Citizen, ID: uint32(b.families[i].person)}
}

// rate rates the service after a purchase.
func (b *block) rate(arg uint32) {
	i, nth := unpack(arg)
	f := &b.families[i]
	c := &b.commands.rate
	c.Person = f.person
	c.Score = uint8(1 + b.choose(b.run.after.stars, ForRatingStars, f.id, b.purchaseNumber(uint8(nth))))
	b.ask(c, b.citizen(i))
}

// planAppeal draws whether a family with a voucher appeals this month: about
// the amount, the goods, the stores.
func (b *block) planAppeal(i int, from int64) {
	f := &b.families[i]
	if b.chance(ForAppeal, f.id, uint64(b.month), b.run.after.appeal) {
		wait := int64(b.below(ForAppeal, f.id, uint64(b.month)|1<<40, uint64(14*day)))
		b.agenda.add(from+wait, actAppeal, uint32(i))
	}
}

// turnedAway is a purchase that was refused; a few appeal.
func (b *block) turnedAway(c *cart) {
	f := &b.families[c.family]
	n := b.purchaseNumber(c.nth)
	if b.err == nil && b.chance(ForAppealSubject, f.id, n, b.run.after.appealAfterRefusal) {
		wait := int64(b.below(ForAppealSubject, f.id, n|1<<40, uint64(3*day)))
		b.agenda.add(b.agenda.now+hour+wait, actAppeal, uint32(c.family))
	}
}

// appeal files an appeal; the answer follows within days, in office hours.
func (b *block) appeal(i int) {
	f := &b.families[i]
	c := &b.commands.appeal
	c.Person = f.person
	if !b.ask(c, b.citizen(i)) {
		return
	}
	id := uint64(b.answer.appeal)
	wait := 1 + b.below(ForAppealAnswer, f.id, id, uint64(b.run.after.answerDays))
	b.agenda.add(b.officeTime(b.dayOf(b.agenda.now)+voucher.Day(wait)), actAnswer, uint32(id))
}

func (b *block) answerAppeal(id uint32) {
	c := &b.commands.answer
	c.Appeal = voucher.AppealID(id)
	b.ask(c, authorisedBody)
}
