package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// activationHabits are the figures of how a gas voucher is activated.
type activationHabits struct {
	tries                       int64
	given                       uint32 // of those who consent
	centre                      [2]uint32
	download, wrong, wrongKnown uint32
	retry, left, changed        uint32
	afterWindow                 uint32
	delay, retryDelay, step     *Quantiles
	hours, centreHours          *Choice
	weekdays                    [7]*Choice // days until the visit, by the weekday it is decided on
	perCounter, serviceMinutes  int64
	openMinutes                 [7]int64 // of a counter, from Monday
}

func (f *figures) steps() activationHabits {
	h := activationHabits{
		tries: f.whole("gas_activation.tries", 1, 20), given: f.share("gas_activation.given_consent"),
		centre: [2]uint32{f.share("gas_activation.service_centre_without_device"),
			f.share("gas_activation.service_centre_with_device")},
		download: f.share("gas_activation.own_download"), wrong: f.share("gas_activation.wrong_account"),
		wrongKnown: Million - f.share("gas_activation.wrong_account_unknown"),
		retry:      f.share("gas_activation.retry"), left: f.share("gas_activation.offer_left"),
		changed: f.share("gas_activation.account_changed"), afterWindow: f.share("gas_activation.outside_window"),
		delay: f.spread("gas_activation.delay", minute), retryDelay: f.spread("gas_activation.retry_delay", minute),
		step: f.spread("gas_activation.step", 1), hours: f.choice("gas_activation.hour", 24),
		centreHours:    f.choice("gas_activation.centre_hour", 24),
		perCounter:     f.whole("service_centres.families_per_counter", 1, 1_000_000),
		serviceMinutes: f.whole("service_centres.service_minutes", 1, 600),
	}
	week := f.exactly("service_centres.weekday", 7)
	var hours int64
	for _, weight := range f.exactly("gas_activation.centre_hour", 24) {
		hours += int64(flag(weight > 0))
	}
	for from := range h.weekdays {
		h.openMinutes[from] = hours * hour / minute * int64(flag(week[from] > 0))
		turned := append(append([]int64(nil), week[from:]...), week[:from]...)
		h.weekdays[from] = f.pick("service_centres.weekday", turned)
	}
	return h
}

// monday returns the day of the week, 0 for Monday.
func monday(d voucher.Day) int { return int(d.Weekday()+6) % 7 }

// onOpened plans the first try to activate an opened voucher.
func (b *block) onOpened(e *voucher.Event) {
	i := b.familyOf(e)
	f, h := &b.families[i], &b.run.steps
	at := b.begin(i, voucher.Gas)
	again := at.stage&wasOpened != 0
	if b.asked[0] != e.Month { // reading G13: opened without a question
		b.asked[0] = e.Month
		b.countAll(voucher.Gas)
	}
	if at.stage&saidYes == 0 { // reading G13: a consent of an earlier month holds
		at.stage |= saidYes
		b.count(i, voucher.Gas, e.Month, Consented, 1)
	}
	at.stage |= wasOpened | isOpen
	n := uint64(e.Month)
	if !again {
		b.count(i, voucher.Gas, e.Month, Opened, 1)
	}
	if again || f.account == 0 || !b.chance(ForGasActivation, f.id, n, h.given) {
		return
	}
	visits := b.chance(ForGasChannel, f.id, n, h.centre[flag(f.is(hasDevice))])
	if !visits && !f.is(hasDevice) {
		return
	}
	when := b.second(e.At) + b.amount(h.delay, ForGasActivationDelay, f.id, n)
	if visits {
		at.stage |= atCentre
		when = b.centreTime(f, when)
	} else {
		when = b.appTime(f, when)
	}
	b.planTry(i, when)
}

// appTime moves a time to an hour of its day in which people use the app.
func (b *block) appTime(f *family, at int64) int64 {
	d := b.dayOf(at)
	return max(at, b.hourOf(b.run.steps.hours, d, ForGasActivationDelay, f.id, uint64(d)))
}

// centreTime moves a time to the opening hours of a service centre on one of
// the days that people go there. Whoever would come to a closed one comes in the
// days after it opens again.
func (b *block) centreTime(f *family, at int64) int64 {
	visit := b.centreVisit(f, at)
	for opens, closed := b.reopened(visit); closed; opens, closed = b.reopened(visit) {
		visit = b.centreVisit(f, opens)
	}
	return visit
}

// centreVisit is centreTime where no centre is closed.
func (b *block) centreVisit(f *family, at int64) int64 {
	d := b.dayOf(at)
	wait := b.choose(b.run.steps.weekdays[monday(d)], ForGasActivationDelay, f.id, uint64(d)|1<<42)
	visit := b.hourOf(b.run.steps.centreHours, d+voucher.Day(wait), ForGasActivationDelay, f.id, uint64(d)|1<<43)
	if visit < at {
		wait = b.choose(b.run.steps.weekdays[monday(d+1)], ForGasActivationDelay, f.id, uint64(d)|1<<44)
		visit = b.hourOf(b.run.steps.centreHours, d+1+voucher.Day(wait), ForGasActivationDelay, f.id, uint64(d)|1<<45)
	}
	return visit
}

// planTry puts a try on the agenda. The last day of activation is known to
// everybody; a few try after it all the same.
func (b *block) planTry(i int, at int64) {
	f := &b.families[i]
	if at >= b.windowEnd {
		state := b.begin(i, voucher.Gas)
		late := b.chance(ForGasEarlyLate, f.id, uint64(b.month), b.run.steps.afterWindow)
		if state.stage&didLateTry != 0 || !late {
			return
		}
		state.stage |= didLateTry
		at = max(b.agenda.now, b.windowEnd+int64(b.below(ForGasEarlyLate, f.id, uint64(b.month)|1<<40, uint64(day))))
	}
	if at < b.monthEnd {
		b.agenda.add(at, actTry, uint32(i))
	}
}

// personOf returns who acts for a family: the person, or an operator of the
// centre that the person has come to.
func (b *block) personOf(i int) voucher.Actor {
	if b.families[i].gas.stage&atCentre != 0 {
		return b.operator(i)
	}
	return voucher.Actor{Role: voucher.Citizen, ID: uint32(b.families[i].person)}
}

// operator returns the operator at the counter that a family comes to.
func (b *block) operator(i int) voucher.Actor {
	return voucher.Actor{Role: voucher.Operator, ID: uint32(i%b.operators) + 1}
}

// visit counts a visit to a service centre.
func (b *block) visit() {
	b.totals.daily[b.agenda.day][VisitsOfDay]++
	b.totals.visits[b.agenda.now/hour]++
}

// try begins a try to activate: the person opens the wallet, or comes to a
// counter. A voucher that ended meanwhile is not tried any more.
func (b *block) try(i int) {
	f := &b.families[i]
	if f.gas.stage&(isOpen|wasActivated) != isOpen {
		return
	}
	f.gas.tries++
	if f.gas.stage&atCentre != 0 {
		b.visit()
	} else {
		c := &b.commands.open
		c.Person, c.Via = f.person, voucher.ByLink
		if b.chance(ForGasOpeningWay, f.id, 0, b.run.steps.download) {
			c.Via = voucher.ByDownload
		}
		b.ask(c, b.personOf(i))
	}
	f.entered = b.accountToEnter(i)
	b.next(i, actEnter)
}

// next plans the step after this one.
func (b *block) next(i int, what act) {
	f := &b.families[i]
	n := uint64(b.month)<<16 | uint64(f.gas.tries)<<8 | uint64(what)
	b.agenda.add(b.agenda.now+1+b.amount(b.run.steps.step, ForGasStepTime, f.id, n), what, uint32(i))
}

// accountToEnter draws which account a person enters in a try: mostly the own
// one, at the first try now and then a mistyped number, seldom somebody else's
// on purpose.
func (b *block) accountToEnter(i int) entry {
	f := &b.families[i]
	n := uint64(b.month)
	if f.gas.stage&ownTaken != 0 {
		return secondAccount
	}
	if f.gas.stage&wasForeign == 0 && b.cheats(f, ForFraudForeignAccount, n, ForeignAccount) && b.takenNeighbour(i) >= 0 {
		f.gas.stage |= wasForeign
		return takenAccount
	}
	if f.gas.tries > 1 || !b.chance(ForGasWrongAccount, f.id, n, b.run.steps.wrong) {
		return ownAccount
	}
	if b.chance(ForGasWrongKind, f.id, n, b.run.steps.wrongKnown) && b.neighbour(i) >= 0 {
		return neighbourAccount
	}
	return unknownAccount
}

// neighbour returns the next family with an account of its own that is not this
// family's, -1 for none.
func (b *block) neighbour(i int) int {
	for step := 1; step <= 8 && step < len(b.families); step++ {
		j := (i + step) % len(b.families)
		if g := &b.families[j]; g.account != 0 && g.account != b.families[i].account {
			return j
		}
	}
	return -1
}

// takenNeighbour returns a family near by whose own account carries a voucher
// of this month, -1 for none.
func (b *block) takenNeighbour(i int) int {
	for step := 1; step <= 64 && step < len(b.families); step++ {
		j := (i + step) % len(b.families)
		g := &b.families[j]
		onOwn := g.gas.stage&wasActivated != 0 && g.gas.stage&secondInUse == 0 && g.entered == ownAccount
		if onOwn && g.gas.month == b.families[i].gas.month && g.account != b.families[i].account {
			return j
		}
	}
	return -1
}

// numberOf returns the account behind an entry.
func (b *block) numberOf(i int) voucher.AccountNumber {
	f := &b.families[i]
	switch f.entered {
	case secondAccount:
		return b.accountNumber(2*i + 1)
	case unknownAccount:
		return b.nobodysAccount(i)
	case neighbourAccount:
		return b.families[b.neighbour(i)].account
	case takenAccount:
		return b.families[b.takenNeighbour(i)].account
	}
	return f.account
}

// enter enters the account; the answer shows the offer.
func (b *block) enter(i int) {
	f := &b.families[i]
	if f.entered == takenAccount && b.takenNeighbour(i) < 0 {
		f.entered = ownAccount
	}
	c := &b.commands.enter
	c.Person, c.Provider, c.Account = f.person, 1, b.numberOf(i)
	taken := b.ask(c, b.personOf(i))
	if f.entered == takenAccount {
		b.attempted(ForeignAccount, taken)
	}
	if !taken {
		b.tryAgain(i)
		return
	}
	f.edition = b.answer.edition
	n := uint64(b.month)<<8 | uint64(f.gas.tries)
	switch {
	case b.chance(ForGasOfferLeft, f.id, n, b.run.steps.left):
		return
	case f.gas.stage&changedOnce == 0 && b.chance(ForGasAccountChanged, f.id, n, b.run.steps.changed):
		f.gas.stage |= changedOnce
		if f.is(hasSecond) && f.entered == ownAccount {
			f.entered = secondAccount
		}
		b.next(i, actEnter)
		return
	}
	b.next(i, actContinue)
}

// accept is "continue" under the offer that was shown.
func (b *block) accept(i int) {
	f := &b.families[i]
	c := &b.commands.accept
	c.Person, c.Edition = f.person, f.edition
	if !b.ask(c, b.personOf(i)) {
		b.tryAgain(i)
		return
	}
	b.next(i, actConfirm)
}

// confirm is the last step.
func (b *block) confirm(i int) {
	c := &b.commands.confirm
	c.Person = b.families[i].person
	if !b.ask(c, b.personOf(i)) {
		b.tryAgain(i)
	}
}

// tryAgain plans another try after a refusal that another try may mend.
func (b *block) tryAgain(i int) {
	f, h := &b.families[i], &b.run.steps
	if b.err != nil || int64(f.gas.tries) >= h.tries {
		return
	}
	switch b.answer.reason {
	case voucher.AccountTaken, voucher.AccountUnknown, voucher.AccountOfAnother, voucher.ProviderUnavailable,
		voucher.OfferOutdated, voucher.StepOutOfOrder, voucher.DeviceOwner:
	default:
		return // nothing that the person can mend this month
	}
	if b.answer.reason == voucher.AccountTaken && f.entered == ownAccount {
		if !f.is(hasSecond) {
			return
		}
		f.gas.stage |= ownTaken
	}
	n := uint64(b.month)<<8 | uint64(f.gas.tries)
	if !b.chance(ForGasRetry, f.id, n, h.retry) {
		return
	}
	at := b.agenda.now + b.amount(h.retryDelay, ForGasRetryDelay, f.id, n)
	switch {
	case b.answer.reason == voucher.DeviceOwner:
		f.gas.stage &^= atCentre
		at = b.appTime(f, at)
	case f.gas.stage&atCentre != 0 && at > b.agenda.now+hour:
		at = b.centreTime(f, at)
	}
	b.planTry(i, at)
}

// onActivated counts an activation, and lets the account be charged where it is
// not the home's own.
func (b *block) onActivated(e *voucher.Event) {
	i := b.familyOf(e)
	f := &b.families[i]
	at := b.begin(i, voucher.Gas)
	if at.stage&wasActivated == 0 {
		at.stage |= wasActivated
		b.count(i, voucher.Gas, e.Month, Activated, 1)
		b.count(i, voucher.Gas, e.Month, ByMobile, int64(flag(e.Channel == voucher.ByMobile)))
		b.count(i, voucher.Gas, e.Month, ByCentre, int64(flag(e.Channel == voucher.ByCentre)))
	}
	if f.entered == secondAccount {
		at.stage |= secondInUse
		b.planCharge(i, e.Month, true)
	}
}

// onClosed notes that an opened voucher ended unused.
func (b *block) onClosed(e *voucher.Event) {
	i := b.familyOf(e)
	if at := &b.families[i].gas; at.month == b.indexOf(e.Month) {
		at.stage &^= isOpen
	}
	if voucher.Cause(e.Code) == voucher.ByDrop {
		b.count(i, voucher.Gas, e.Month, Dropped, 1)
	}
	what := Withdrawn
	if voucher.Cause(e.Code) == voucher.ByLapse {
		what = Lapsed
	}
	b.count(i, voucher.Gas, e.Month, what, 1)
}
