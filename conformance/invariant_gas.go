package conformance

import (
	"cmp"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// gasDiary is what the gas programme's history leads to.
type gasDiary struct {
	list    map[voucher.PersonID]*listed
	later   []voucher.GasListRow // rows that wait for the next month (reading G06 defer)
	months  map[personMonth]*gasMonth
	consent map[voucher.PersonID]bool // for good (reading G13)
	lists   map[providerMonth]*sentList
}

type personMonth struct {
	person voucher.PersonID
	month  voucher.Month
}

type providerMonth struct {
	provider voucher.ProviderID
	month    voucher.Month
}

// listed is a person's standing on the list, with the instants of all changes.
type listed struct {
	on      bool
	since   voucher.Instant // of the present standing
	dropped []voucher.Instant
}

// gasMonth is one person's month.
type gasMonth struct {
	yes, no   bool
	answered  voucher.Instant // first valid answer
	entered   account
	continued bool
	active    bool
	account   account
	voucher   voucher.VoucherID
	activated voucher.Instant
}

// account is a gas account.
type account struct {
	provider voucher.ProviderID
	number   voucher.AccountNumber
}

// sentList is a provider's list of a month.
type sentList struct {
	acknowledged bool
	sent         voucher.Instant // as it was read first
}

func (g *gasDiary) begin() {
	*g = gasDiary{list: map[voucher.PersonID]*listed{}, months: map[personMonth]*gasMonth{}, consent: map[voucher.PersonID]bool{},
		lists: map[providerMonth]*sentList{}}
}

// entryOf returns a map's entry, made where it is missing.
func entryOf[K comparable, V any](m map[K]*V, k K) *V {
	if m[k] == nil {
		m[k] = new(V)
	}
	return m[k]
}

func (g *gasDiary) month(p voucher.PersonID, m voucher.Month) *gasMonth {
	return entryOf(g.months, personMonth{p, m})
}

// gasPilot are the months of the pilot, gasTerritories its places
// (GAS-PERIOD-001, GAS-TERRITORY-001).
var (
	gasFirst, gasLast = voucher.MonthOf(2025, 8), voucher.MonthOf(2026, 6)
	gasTerritories    = []voucher.Territory{710000000, 750000000, 790000000, 110000000, 150000000, 190000000, 230000000, 630000000,
		310000000, 330000000, 270000000, 350000000, 390000000, 430000000, 470000000, 610000000, 620000000}
)

// gasWindow is the first instant at which a month's voucher can be activated,
// and the first at which it no longer can; zero in a month without.
func (w *watch) gasWindow(m voucher.Month) (from, to voucher.Instant) {
	first, last := 7, 29
	switch {
	case m < gasFirst || m > gasLast:
		return 0, 0
	case m == gasFirst && w.is(voucher.G29):
		return 0, 0
	case m == gasFirst:
		first = 28
	case m.OfYear() == 2 && w.is(voucher.G02):
		last = 27
	}
	return m.Day(first).Start(), m.Day(last).End()
}

// inGasPilot reports whether a place takes part.
func inGasPilot(t voucher.Territory) bool { return slices.Contains(gasTerritories, t.Region()) }

// pass puts deferred rows in force when a month begins.
func (g *gasDiary) pass(from, to voucher.Instant) {
	if to.Month() == from.Month() || len(g.later) == 0 {
		return
	}
	at := (from.Month() + 1).First().Start()
	for i := range g.later {
		g.take(&g.later[i], at)
	}
	g.later = nil
}

// take puts a row of the list in force.
func (g *gasDiary) take(r *voucher.GasListRow, at voucher.Instant) {
	l := entryOf(g.list, r.Person)
	switch {
	case r.Drop && l.on:
		l.on, l.since = false, at
		l.dropped = append(l.dropped, at)
	case !r.Drop && !l.on:
		l.on, l.since = true, at
	}
}

// command takes an accepted command.
func (g *gasDiary) command(w *watch, cmd voucher.Command) {
	switch c := cmd.(type) {
	case *voucher.UpdateGasList:
		g.update(w, c)
	case *voucher.EnterAccount:
		g.enter(w, c)
	case *voucher.AcceptOffer:
		m := g.stepOf(w, c.Person)
		if m.entered == (account{}) {
			w.broken(noStepSkipped, "refused: no account was entered in %s", w.now.Month())
		}
		m.continued = true
	case *voucher.Confirm:
		g.confirm(w, c)
	case *voucher.CancelActivation:
		m := g.month(c.Person, w.now.Month())
		if _, to := w.gasWindow(w.now.Month()); !w.is(voucher.G22) || !m.active || w.now >= to {
			w.broken(nothingUndone, "refused nothing-to-cancel (GAS-ACTIVATION-002)")
		}
		m.active, m.account, m.entered, m.continued = false, account{}, account{}, false
	case *voucher.AcknowledgeList:
		entryOf(g.lists, providerMonth{c.Provider, c.Month}).acknowledged = true
	case *voucher.ChargeVolume:
		g.charge(w, c)
	case *voucher.CorrectVolume:
		g.bill(w, c.Volume)
	}
}

// update takes an update of the list (GAS-LIST-001, -002, GAS-TERRITORY-002).
func (g *gasDiary) update(w *watch, c *voucher.UpdateGasList) {
	last := 14
	if w.now.Month() == gasFirst {
		last = 28
	}
	late := w.now.Day().OfMonth() > last && w.now.Month() >= gasFirst
	if late && !w.is(voucher.G06) {
		w.broken(lateUpdates, "refused list-closed (GAS-LIST-002): the last day is the %d", last)
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		if !r.Drop && (r.Reasons == 0 || r.Reasons > voucher.SocialAssistance|voucher.HousingAssistance) {
			w.broken(groundsOnly, "refused: row %d has no ground", i+1)
		}
		if !r.Drop && !inGasPilot(r.Residence) {
			w.broken(pilotPlaces, "refused outside-territory (GAS-TERRITORY-002): row %d lives in %s", i+1, r.Residence)
		}
		if late {
			g.later = append(g.later, *r)
			continue
		}
		g.take(r, w.now)
	}
}

// reply takes an accepted answer (GAS-CONSENT-001, -002, -004).
func (g *gasDiary) reply(w *watch, c *voucher.Reply) {
	m := g.month(c.Person, w.now.Month())
	a := voucher.ParseAnswer(c.Text)
	if a == voucher.Malformed || m.active {
		return
	}
	if m.answered == 0 {
		m.answered = w.now
	}
	held := m.yes || (w.is(voucher.G13) && g.consent[c.Person])
	switch {
	case a == voucher.Yes && m.no && !w.is(voucher.G12):
		w.broken(refusalEnds, "refused refused-this-month (GAS-CONSENT-002)")
	case a == voucher.Yes:
		m.yes, m.no, g.consent[c.Person] = true, false, true
	case held && !m.no && w.is(voucher.G15): // the first reply stays
	default:
		m.yes, m.no, g.consent[c.Person] = false, true, false
	}
}

// stepOf holds any step of activation to window, list and consent, and returns
// the month (GAS-WINDOW-001, GAS-ELIGIBILITY-001, GAS-CONSENT-001 to -003).
func (g *gasDiary) stepOf(w *watch, p voucher.PersonID) *gasMonth {
	month := w.now.Month()
	m := g.month(p, month)
	if from, to := w.gasWindow(month); w.now < from || w.now >= to || from == 0 {
		w.broken(insideWindow, "refused: the window of %s is from %s to before %s", month, from, to)
	}
	if l := g.list[p]; l == nil || !l.on {
		w.broken(groundsOnly, "refused not-listed (GAS-ELIGIBILITY-001)")
	}
	if !g.consented(w, p, month) {
		if m.no {
			w.broken(refusalEnds, "refused refused-this-month (GAS-CONSENT-002)")
		} else {
			w.broken(withConsent, "refused consent-missing (GAS-CONSENT-001)")
		}
	}
	if m.active {
		w.broken(oneVoucherAMonth, "refused already-activated (GAS-OPENING-002)")
	}
	return m
}

// consented reports whether a person's consent holds for a month.
func (g *gasDiary) consented(w *watch, p voucher.PersonID, month voucher.Month) bool {
	m := g.month(p, month)
	return !m.no && (m.yes || (w.is(voucher.G13) && g.consent[p]))
}

// enter takes an account that was entered.
func (g *gasDiary) enter(w *watch, c *voucher.EnterAccount) {
	m := g.stepOf(w, c.Person)
	m.entered, m.continued = account{c.Provider, c.Account}, false
	if n := int(c.Provider); n >= 1 && n <= len(w.h.Setup.Providers) && !inGasPilot(w.h.Setup.Providers[n-1].Territory) {
		w.broken(pilotPlaces, "refused outside-territory (GAS-TERRITORY-002): the provider lies outside")
	}
	if p := g.holder(m.entered, w.now.Month()); p != 0 {
		w.broken(takenIsRefused, "refused account-taken (GAS-ACCOUNT-002): person %d has activated on it", p)
	}
}

// holder returns who activated on an account in a month, the first by number, zero
// for nobody.
func (g *gasDiary) holder(a account, month voucher.Month) voucher.PersonID {
	var holder voucher.PersonID
	for who, m := range g.months {
		if who.month == month && m.active && m.account == a && (holder == 0 || who.person < holder) {
			holder = who.person
		}
	}
	return holder
}

// confirm takes an activation (GAS-ACTIVATION-001, GAS-ACCOUNT-001).
func (g *gasDiary) confirm(w *watch, c *voucher.Confirm) {
	m := g.stepOf(w, c.Person)
	if m.entered == (account{}) || !m.continued {
		w.broken(noStepSkipped, "refused step-out-of-order (GAS-ACTIVATION-001)")
	}
	if p := g.holder(m.entered, w.now.Month()); p != 0 && p != c.Person {
		w.broken(oneVoucherAnAccount, "refused account-taken (GAS-ACCOUNT-001): person %d has activated on it", p)
	}
	m.active, m.account, m.activated, m.voucher = true, m.entered, w.now, w.entry.Outcome.Result.Voucher
	m.entered, m.continued = account{}, false
}

// charge takes a receipt: for an account of the list, after the list
// (GAS-BILL-001, -004).
func (g *gasDiary) charge(w *watch, c *voucher.ChargeVolume) {
	if l := g.lists[providerMonth{c.Provider, c.Month}]; l == nil || !l.acknowledged {
		w.broken(listedAccountsOnly, "refused list-not-received (GAS-BILL-001)")
	}
	var held voucher.VoucherID
	if p := g.holder(account{c.Provider, c.Account}, c.Month); p != 0 {
		held = g.month(p, c.Month).voucher
	}
	r := &w.entry.Outcome.Result
	if r.Voucher != held || (held == 0 && r.Amount != 0) {
		w.broken(listedAccountsOnly, "voucher=%d and a discount for it alone: the activation of %s", held, c.Month)
	}
	g.bill(w, c.Volume)
}

// bill holds the discount of an answer to its bounds (GAS-BILL-003, -005).
func (g *gasDiary) bill(w *watch, v voucher.Volume) {
	r := &w.entry.Outcome.Result
	if r.Amount < 0 || (v > 0 && r.Paid < 0) || (v <= 0 && r.Amount != 0) {
		w.broken(discountBounded, "a discount of at least 0 and at most the charge, 0 for a volume of %s", v)
	}
}

// messages holds the SMS to a person to their days (GAS-NOTICE-001, -002,
// GAS-REMINDER-001).
func (g *gasDiary) messages(w *watch, e *voucher.Entry) {
	p := e.Query.Person
	asked, reminded := map[voucher.Month]voucher.Instant{}, map[voucher.Month]voucher.Instant{}
	for i := range e.Record.Messages {
		s := &e.Record.Messages[i]
		if s.Programme != voucher.Gas || s.Kind == voucher.Help {
			continue
		}
		from, to := w.gasWindow(s.Month)
		if from == 0 || s.At < from || s.At >= to || s.At.Month() != s.Month {
			w.broken(askedOnce, "no SMS outside of the window of %s", s.Month)
		}
		if l := g.list[p]; l == nil {
			w.broken(groundsOnly, "no SMS to a person who was never listed")
		}
		switch {
		case s.Kind == voucher.Notice && asked[s.Month] != 0:
			w.broken(askedOnce, "one question of %s", s.Month)
		case s.Kind == voucher.Notice:
			asked[s.Month] = s.At
			if s.Month != gasFirst && s.At.Day().OfMonth() > 14 {
				w.broken(askedOnce, "no question of %s after the 14th", s.Month)
			}
		case reminded[s.Month] != 0:
			w.broken(oneReminder, "one reminder of %s", s.Month)
		default:
			reminded[s.Month] = s.At
			g.reminder(w, p, s, asked[s.Month])
		}
	}
	g.silent(w, p, asked, reminded)
}

// reminder holds a reminder to the question and the answers before it.
func (g *gasDiary) reminder(w *watch, p voucher.PersonID, s *voucher.Message, asked voucher.Instant) {
	m := g.month(p, s.Month)
	due := w.reminderDue(asked)
	switch {
	case asked == 0 || s.At < due || s.At >= due.Day().End():
		w.broken(oneReminder, "a reminder on the day of %s, seven days after the question", due)
	case m.answered != 0 && m.answered < s.At:
		w.broken(oneReminder, "no reminder: the person answered at %s", m.answered)
	}
}

// reminderDue is when the repeat of a question is due, by the three ways to
// read it.
func (w *watch) reminderDue(asked voucher.Instant) voucher.Instant {
	switch w.readings[voucher.G04] {
	case voucher.Option:
		return (asked.Day() + 8).Start()
	case voucher.Option2:
		return (asked.Day() + 7).Start()
	}
	return asked.Plus(7 * voucher.DayLength)
}

// silent looks for what should have been sent by now and was not.
func (g *gasDiary) silent(w *watch, p voucher.PersonID, asked, reminded map[voucher.Month]voucher.Instant) {
	l := g.list[p]
	month := w.now.Month()
	from, to := w.gasWindow(month)
	if l == nil || !l.on || from == 0 {
		return
	}
	due := max(from, l.since)
	tooLate := l.since >= from && due.Day().OfMonth() > 14 && month != gasFirst // put on the list when nobody is asked any more
	if asked[month] == 0 && from >= w.h.Setup.At && w.now >= due.Day().End() && w.now < to && !w.is(voucher.G13) && !tooLate {
		w.broken(askedOnce, "a question of %s on %s", month, due.Day())
	}
	remind := w.reminderDue(asked[month])
	m := g.month(p, month)
	if w.is(voucher.G10) {
		to = to.Plus(-voucher.DayLength) // no answer is taken after that
	}
	if asked[month] == 0 || reminded[month] != 0 || month == gasFirst || remind >= to || w.now < remind.Day().End() || m.answered != 0 {
		return
	}
	if l.since <= asked[month] && !slices.ContainsFunc(l.dropped, func(at voucher.Instant) bool { return at >= asked[month] }) {
		w.broken(oneReminder, "a reminder on %s: there was no answer", remind.Day())
	}
}

// query holds what was read of wallets, lists and receipts.
func (g *gasDiary) query(w *watch, e *voucher.Entry) {
	switch q := e.Query; q.Kind {
	case voucher.AskGasWallet:
		month := q.Month
		if month == 0 {
			month = w.now.Month()
		}
		g.wallet(w, q.Person, month, e.Record.Gas)
	case voucher.AskProviderList:
		g.dispatched(w, providerMonth{q.Provider, q.Month}, e.Record.List)
	case voucher.AskReceipt:
		r := e.Record.Receipt
		if r.Discount < 0 || r.Pay != r.Charge-r.Discount || (r.Volume > 0 && r.Discount > r.Charge) || (r.Volume <= 0 && r.Discount != 0) ||
			(r.Voucher == 0 && r.Discount != 0) {
			w.broken(discountBounded, "0 <= discount <= charge, pay = charge - discount, none without a voucher or a volume")
		}
	}
}

// wallet holds a wallet to consents and activations (GAS-CONSENT-001,
// GAS-ACTIVATION-001, GAS-EXPIRY-001).
func (g *gasDiary) wallet(w *watch, p voucher.PersonID, month voucher.Month, r *voucher.GasWallet) {
	m := g.month(p, month)
	if _, to := w.gasWindow(month); r.State == voucher.Opened && w.now >= to {
		w.broken(lapses, "state closed: the window ended at %s", to)
	}
	if (r.State == voucher.Opened || r.State == voucher.Active) && !m.active && !g.consented(w, p, month) {
		w.broken(withConsent, "no voucher: there is no consent for %s", month)
	}
	if (r.State == voucher.Active) != m.active {
		w.broken(noStepSkipped, "active: %v, as the confirmations of %s say", m.active, month)
	}
}

// dispatched holds a list to the activations of its month (GAS-DISPATCH-001 to
// -003).
func (g *gasDiary) dispatched(w *watch, who providerMonth, r *voucher.ProviderList) {
	_, due := w.gasWindow(who.month)
	l := entryOf(g.lists, who)
	switch {
	case due == 0 && (r.Sent != 0 || len(r.Rows) > 0):
		w.broken(listIsActivations, "no list of %s", who.month)
		return
	case r.Sent == 0 && due != 0 && due >= w.h.Setup.At && w.now >= due.Day().End():
		w.broken(listIsActivations, "a list of %s, sent on %s; an empty one too", who.month, due.Day())
		return
	case r.Sent == 0:
		return
	case r.Sent < due || r.Sent >= due.Day().End(), l.sent != 0 && l.sent != r.Sent:
		w.broken(listIsActivations, "the list of %s sent on %s, once", who.month, due.Day())
	}
	l.sent = r.Sent
	var want []voucher.ProviderRow
	for at, m := range g.months {
		if at.month == who.month && m.active && m.account.provider == who.provider {
			want = append(want, voucher.ProviderRow{Month: who.month, Account: m.account.number, Voucher: m.voucher, Activated: m.activated})
		}
	}
	got := slices.Clone(r.Rows)
	byVoucher := func(a, b voucher.ProviderRow) int { return cmp.Compare(a.Voucher, b.Voucher) }
	slices.SortFunc(want, byVoucher)
	slices.SortFunc(got, byVoucher)
	if !slices.Equal(got, want) {
		w.broken(listIsActivations, "the %d activations of %s on this provider's accounts, each once", len(want), who.month)
	}
}
