package reference_test

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// diary follows a country from outside: what was commanded and what was told.
// It holds the demands of the gas programme in their plainest form, with the
// dates written out, so that it shares no number with the rules it watches.
type diary struct {
	court
	setup  *voucher.Setup
	now    voucher.Instant
	events []voucher.Event
	listed map[voucher.PersonID]bool
	since  map[voucher.PersonID]voucher.Instant // on the list from then on
	known  map[[2]uint64]bool                   // accounts, by provider and number
	down   map[voucher.ProviderID]bool
	// standing holds who has consented for good (reading G13).
	standing map[voucher.PersonID]bool
	months   map[personMonth]*claim
	lists    map[listMonth]*list
	sent     map[voucher.MessageID]voucher.Event
	food     foodDiary
}

// retryHours is after how many hours a list goes out again in a country: no
// multiple of a day.
const retryHours = 101

type personMonth struct {
	person voucher.PersonID
	month  voucher.Month
}

type listMonth struct {
	provider voucher.ProviderID
	month    voucher.Month
}

// claim is one person's month as the diary saw it.
type claim struct {
	asked, reminded voucher.Instant
	entered         [2]uint64       // the account entered last
	accepted        bool            // and the offer for it
	answered        voucher.Instant // the first valid answer
	offList         []voucher.Instant
	yes, refused    bool
	opened, active  bool
	voucher         voucher.VoucherID
	account         [2]uint64
	activated       voucher.Instant
}

// list is one provider's list as the diary saw it.
type list struct {
	sent, last   voucher.Instant
	attempts     uint32
	rows         uint32
	acknowledged bool
}

func newDiary(c court, s *voucher.Setup) *diary {
	d := &diary{court: c, setup: s, now: s.At, listed: map[voucher.PersonID]bool{}, standing: map[voucher.PersonID]bool{},
		since: map[voucher.PersonID]voucher.Instant{}, known: map[[2]uint64]bool{}, down: map[voucher.ProviderID]bool{},
		months: map[personMonth]*claim{}, lists: map[listMonth]*list{}, sent: map[voucher.MessageID]voucher.Event{}, food: newFoodDiary()}
	for _, a := range s.Accounts {
		d.known[[2]uint64{uint64(a.Provider), uint64(a.Number)}] = true
	}
	return d
}

// is reports whether a reading has its first option.
func (d *diary) is(r voucher.Reading) bool { return d.setup.Readings[r] == voucher.Option }

// window is the first instant of activation in a month of the pilot and the
// first one after it, by hand; both are zero in a month without one.
func (d *diary) window(m voucher.Month) (from, to voucher.Instant) {
	year, month := int(m)/12, int(m)%12+1
	first, last := 7, 29
	switch {
	case m < voucher.MonthOf(2025, 8) || m > voucher.MonthOf(2026, 6):
		return 0, 0
	case m == voucher.MonthOf(2025, 8):
		if d.is(voucher.G29) {
			return 0, 0
		}
		first = 28
	case month == 2:
		last = 28
		if d.is(voucher.G02) {
			last = 27
		}
	}
	return voucher.At(year, month, first, 0, 0, 0), voucher.At(year, month, last+1, 0, 0, 0)
}

// month returns a person's month.
func (d *diary) month(p voucher.PersonID, m voucher.Month) *claim {
	c := d.months[personMonth{p, m}]
	if c == nil {
		c = &claim{}
		d.months[personMonth{p, m}] = c
	}
	return c
}

// command notes a command and its answer.
func (d *diary) command(at voucher.Instant, cmd voucher.Command, o *voucher.Outcome) {
	d.Helper()
	if o.Refusal != nil && len(o.Events) != 0 {
		d.Fatalf("%s was refused, %s, with %d events\na refusal changes nothing", cmd.Kind(), o.Refusal, len(o.Events))
	}
	if r := o.Refusal; r != nil && (r.Reason == voucher.WindowNotOpen || r.Reason == voucher.WindowClosed) {
		if from, to := d.window(at.Month()); at >= from && at < to && cmd.Kind() != voucher.KindReply {
			d.Fatalf("%s is refused at %s, %s\nGAS-WINDOW-001: the window is from %s to before %s", cmd.Kind(), at, r, from, to)
		}
	}
	if o.Refusal == nil {
		switch c := cmd.(type) {
		case *voucher.Reply:
			if c.Programme == voucher.Gas {
				d.reply(at, c)
			} else {
				d.food.reply(at, c)
			}
		case *voucher.UpdateGasList:
			d.update(at, c, len(o.Events))
		case *voucher.ChargeVolume:
			if l := d.lists[listMonth{c.Provider, c.Month}]; l == nil || !l.acknowledged {
				d.Fatalf("%s of account %s is charged before the list has arrived\nGAS-BILL-001", c.Month, c.Account)
			}
		}
	}
	d.tell(at, at, o.Events)
}

// update holds an accepted update of the list to its days and grounds.
func (d *diary) update(at voucher.Instant, c *voucher.UpdateGasList, events int) {
	d.Helper()
	last := 14
	if at.Month() == voucher.MonthOf(2025, 8) {
		last = 28
	}
	late := at.Day().OfMonth() > last
	if at >= voucher.At(2026, 7, 1, 0, 0, 0) || (late && !d.is(voucher.G06)) {
		d.Fatalf("an update of the list is taken at %s\nGAS-LIST-001, -002", at)
	}
	for i := range c.Rows {
		if r := &c.Rows[i]; !r.Drop && (r.Reasons == 0 || r.Reasons > 3 || r.Residence == pavlodarside) {
			d.Fatalf("the row %+v is taken\nGAS-ELIGIBILITY-001, GAS-TERRITORY-002", *r)
		}
	}
	if late && events != len(c.Rows) {
		d.Fatalf("a late update of %d rows makes %d events\nreading G06 defer keeps every row, and does nothing else", len(c.Rows), events)
	}
}

// reply notes an accepted answer to the gas question, as the texts read it.
func (d *diary) reply(at voucher.Instant, r *voucher.Reply) {
	c := d.month(r.Person, at.Month())
	a := voucher.ParseAnswer(r.Text)
	if a == voucher.Malformed || c.active {
		return
	}
	if c.answered == 0 {
		c.answered = at
	}
	switch {
	case a == voucher.Yes && c.refused && !d.is(voucher.G12):
		d.Fatalf("a yes of person %d at %s was taken after a no\nGAS-CONSENT-002: a refusal is final for the month", r.Person, at)
	case a == voucher.Yes:
		c.yes, c.refused, d.standing[r.Person] = true, false, true
	case c.opened && d.is(voucher.G15): // the first reply stays
	default:
		c.refused, d.standing[r.Person] = true, false
	}
}

// advanced notes what fell due on the way to an instant, and what should have.
func (d *diary) advanced(to voucher.Instant, events []voucher.Event) {
	d.Helper()
	d.tell(d.now, to, events)
	d.missing()
}

// tell notes events between two instants.
func (d *diary) tell(from, to voucher.Instant, events []voucher.Event) {
	d.Helper()
	for i := range events {
		e := &events[i]
		if e.At < d.now || e.At < from || e.At > to {
			d.Fatalf("%s at %s, told between %s and %s after %s\nthe clock never goes back", e.Kind, e.At, from, to, d.now)
		}
		d.now = e.At
		if e.Programme == voucher.Gas {
			d.gas(e)
		} else {
			d.food.event(d, e)
		}
		d.events = append(d.events, *e)
	}
	d.now = to
}

// gas notes an event of the gas programme and holds it to its demands.
func (d *diary) gas(e *voucher.Event) {
	d.Helper()
	switch e.Kind {
	case voucher.GasListed:
		if !d.listed[e.Person] {
			d.since[e.Person] = e.At
		}
		d.listed[e.Person] = true
	case voucher.GasUnlisted:
		d.listed[e.Person] = false
		d.month(e.Person, e.At.Month()).offList = append(d.month(e.Person, e.At.Month()).offList, e.At)
	case voucher.MessageSent:
		d.message(e)
	case voucher.GasVoucherOpened:
		d.opened(e)
	case voucher.GasVoucherClosed:
		d.closed(e)
	case voucher.GasVoucherActivated:
		d.activated(e)
	case voucher.AccountEntered, voucher.OfferAccepted, voucher.AccountRegistered, voucher.AccountClosed, voucher.OutageReported:
		d.registry(e)
	case voucher.ActivationCancelled:
		c := d.month(e.Person, e.Month)
		if !d.is(voucher.G22) || !c.active {
			d.Fatalf("the confirmation of person %d was undone at %s\nGAS-ACTIVATION-002: after confirm nothing is undone", e.Person, e.At)
		}
		c.active, c.account, c.accepted = false, [2]uint64{}, false
	case voucher.ListSent:
		d.listSent(e)
	case voucher.ListAcknowledged:
		d.lists[listMonth{e.Provider, e.Month}].acknowledged = true
	}
}

// registry notes accounts, and the steps that look at them.
func (d *diary) registry(e *voucher.Event) {
	d.Helper()
	account := [2]uint64{uint64(e.Provider), uint64(e.Account)}
	switch e.Kind {
	case voucher.AccountRegistered:
		d.known[account] = true
	case voucher.AccountClosed:
		d.known[account] = false
	case voucher.OutageReported:
		d.down[e.Provider] = e.Code == 1
	case voucher.AccountEntered:
		c := d.month(e.Person, e.Month)
		c.entered, c.accepted = account, false
		if d.is(voucher.G34) && (!d.known[account] || d.down[e.Provider]) {
			d.Fatalf("person %d entered an account that is not known at %s\nGAS-ACCOUNT-003, reading G34 check_before_offer", e.Person, e.At)
		}
	case voucher.OfferAccepted:
		c := d.month(e.Person, e.Month)
		if c.entered != account || (!d.is(voucher.G34) && (!d.known[account] || d.down[e.Provider])) {
			d.Fatalf("person %d continued at %s with an account that is not the one entered, or not known\nGAS-OFFER-001, GAS-ACCOUNT-003", e.Person, e.At)
		}
		c.accepted = true
	}
}

// message holds an SMS to its day.
func (d *diary) message(e *voucher.Event) {
	d.Helper()
	d.sent[voucher.MessageID(e.Ref)] = *e
	c := d.month(e.Person, e.Month)
	from, to := d.window(e.Month)
	if e.At.Month() != e.Month || e.At < from || e.At >= to || from == 0 {
		d.Fatalf("an SMS to person %d about %s at %s\nGAS-PERIOD-001, GAS-NOTICE-002: none outside the window", e.Person, e.Month, e.At)
	}
	switch voucher.MessageKind(e.Code) {
	case voucher.Notice:
		if c.asked != 0 || !d.listed[e.Person] || e.At.Day().OfMonth() > 28 || (e.Month != voucher.MonthOf(2025, 8) && e.At.Day().OfMonth() > 14) {
			d.Fatalf("person %d, listed: %v, asked at %s, is asked at %s\nGAS-NOTICE-001, -002: whoever is listed, once, from the 7th to the 14th",
				e.Person, d.listed[e.Person], c.asked, e.At)
		}
		c.asked = e.At
	case voucher.Reminder:
		if c.asked == 0 || c.reminded != 0 || c.answered != 0 || !d.listed[e.Person] || e.At != d.reminderDue(c.asked) {
			d.Fatalf("person %d, listed: %v, asked at %s, answered at %s, reminded at %s, is reminded at %s\nGAS-REMINDER-001: one repeat, after seven days without a valid answer",
				e.Person, d.listed[e.Person], c.asked, c.answered, c.reminded, e.At)
		}
		c.reminded = e.At
	}
}

// reminderDue is when the repeat of an SMS is due, by the three ways to read it.
func (d *diary) reminderDue(asked voucher.Instant) voucher.Instant {
	switch d.setup.Readings[voucher.G04] {
	case voucher.Option:
		return (asked.Day() + 8).Start()
	case voucher.Option2:
		return (asked.Day() + 7).Start()
	}
	return asked.Plus(7 * 24 * voucher.Hour)
}

// opened holds an opening to a consent.
func (d *diary) opened(e *voucher.Event) {
	d.Helper()
	c := d.month(e.Person, e.Month)
	consent := c.yes || (d.is(voucher.G13) && d.standing[e.Person])
	if !consent || c.refused || (c.asked == 0 && !d.is(voucher.G13)) || !d.listed[e.Person] || c.opened || c.active {
		d.Fatalf("a voucher of %s opens for person %d at %s: yes %v, refused %v, listed %v, open %v, active %v\nGAS-CONSENT-001, -002, GAS-OPENING-002",
			e.Month, e.Person, e.At, c.yes, c.refused, d.listed[e.Person], c.opened, c.active)
	}
	if c.voucher != 0 && c.voucher != e.Voucher {
		d.Fatalf("person %d has the vouchers %d and %d in %s\nGAS-OPENING-002: never two", e.Person, c.voucher, e.Voucher, e.Month)
	}
	c.opened, c.voucher = true, e.Voucher
}

// closed holds the end of an unused voucher to its cause.
func (d *diary) closed(e *voucher.Event) {
	d.Helper()
	c := d.month(e.Person, e.Month)
	_, to := d.window(e.Month)
	because := map[voucher.Cause]bool{voucher.ByRefusal: c.refused, voucher.ByDrop: !d.listed[e.Person], voucher.ByLapse: e.At == to}
	if !c.opened || c.active || !because[voucher.Cause(e.Code)] {
		d.Fatalf("the voucher of person %d in %s ends by %s at %s: open %v, active %v\nGAS-CONSENT-002, GAS-LIST-003, GAS-EXPIRY-001",
			e.Person, e.Month, voucher.Cause(e.Code), e.At, c.opened, c.active)
	}
	c.opened = false
}

// activated holds an activation to window, consent and account.
func (d *diary) activated(e *voucher.Event) {
	d.Helper()
	from, to := d.window(e.Month)
	if e.At < from || e.At >= to || e.At.Month() != e.Month {
		d.Fatalf("person %d activates a voucher of %s at %s\nGAS-WINDOW-001: from %s to before %s", e.Person, e.Month, e.At, from, to)
	}
	c := d.month(e.Person, e.Month)
	account := [2]uint64{uint64(e.Provider), uint64(e.Account)}
	if c.entered != account || !c.accepted {
		d.Fatalf("person %d confirms at %s without the steps before\nGAS-ACTIVATION-001: no step is skipped or swapped", e.Person, e.At)
	}
	if !c.opened || c.refused || c.active || c.voucher != e.Voucher {
		d.Fatalf("person %d activates voucher %d of %s at %s: open %v, refused %v, active %v\nGAS-CONSENT-001 to -003", e.Person, e.Voucher, e.Month, e.At, c.opened, c.refused, c.active)
	}
	for who, other := range d.months {
		if who.month == e.Month && other.active && other.account == account {
			d.Fatalf("persons %d and %d activate on one account in %s\nGAS-ACCOUNT-001: at most one", who.person, e.Person, e.Month)
		}
	}
	if e.Provider == pavlodarGas {
		d.Fatalf("person %d activates with a provider outside the pilot\nGAS-TERRITORY-002", e.Person)
	}
	c.active, c.account, c.activated = true, account, e.At
}

// listSent holds a list to its day and to the activations.
func (d *diary) listSent(e *voucher.Event) {
	d.Helper()
	l := d.lists[listMonth{e.Provider, e.Month}]
	_, closes := d.window(e.Month)
	due := closes // the 30th; February's on 1 March, or on the 28th under G02 window_to_27
	if l == nil {
		l = &list{sent: e.At, rows: uint32(len(d.activations(e.Provider, e.Month)))}
		d.lists[listMonth{e.Provider, e.Month}] = l
		if e.At != due || e.Ref != 1 {
			d.Fatalf("the list of %s goes to provider %d at %s, attempt %d, want the first at %s\nGAS-DISPATCH-001, -003", e.Month, e.Provider, e.At, e.Ref, due)
		}
	} else if l.acknowledged || e.Ref != l.attempts+1 || e.At != l.last.Plus(retryHours*voucher.Hour) {
		d.Fatalf("the list of %s goes to provider %d again at %s, attempt %d after %d at %s, acknowledged %v\nGAS-DISPATCH-001: repeated until acknowledged",
			e.Month, e.Provider, e.At, e.Ref, l.attempts, l.last, l.acknowledged)
	}
	if e.Count != l.rows {
		d.Fatalf("the list of %s to provider %d has %d rows, want %d\nGAS-DISPATCH-001: all activated vouchers, only them, each once, each time", e.Month, e.Provider, e.Count, l.rows)
	}
	l.attempts, l.last = e.Ref, e.At
}

// activations are the activated vouchers of a month on a provider's accounts.
func (d *diary) activations(p voucher.ProviderID, m voucher.Month) []voucher.ProviderRow {
	var rows []voucher.ProviderRow
	for who, c := range d.months {
		if who.month == m && c.active && c.account[0] == uint64(p) {
			rows = append(rows, voucher.ProviderRow{Month: m, Account: voucher.AccountNumber(c.account[1]), Voucher: c.voucher, Activated: c.activated})
		}
	}
	slices.SortFunc(rows, func(a, b voucher.ProviderRow) int { return int(a.Voucher) - int(b.Voucher) })
	return rows
}

// missing looks for what should have happened by now and did not: reminders,
// lapses and lists.
func (d *diary) missing() {
	d.Helper()
	for who, c := range d.months {
		due := d.reminderDue(c.asked)
		_, to := d.window(who.month)
		answersEnd := to
		if d.is(voucher.G10) {
			answersEnd = to.Plus(-24 * voucher.Hour)
		}
		owed := c.asked != 0 && due <= d.now && due.Month() == who.month && due < answersEnd && (c.answered == 0 || c.answered >= due) && c.voucher == 0
		if owed && c.reminded == 0 && d.listed[who.person] && len(c.offList) == 0 {
			d.Fatalf("person %d was asked at %s and not reminded at %s; now it is %s\nGAS-REMINDER-001: exactly one", who.person, c.asked, due, d.now)
		}
		if c.opened && !c.active && (d.now >= to || !d.listed[who.person] || c.refused) {
			d.Fatalf("the voucher of person %d in %s is still open at %s\nGAS-EXPIRY-001, GAS-LIST-003, GAS-CONSENT-002: it ends with the window, a drop or a refusal", who.person, who.month, d.now)
		}
	}
	d.unasked()
	for m := d.setup.At.Month(); m <= d.now.Month(); m++ {
		_, closes := d.window(m)
		for p := range d.setup.Providers {
			if closes > d.setup.At && closes <= d.now && d.lists[listMonth{voucher.ProviderID(p + 1), m}] == nil {
				d.Fatalf("no list of %s for provider %d at %s\nGAS-DISPATCH-001: an empty list is sent too", m, p+1, d.now)
			}
		}
	}
}

// unasked looks for people who should have been asked by now and were not.
func (d *diary) unasked() {
	d.Helper()
	from, to := d.window(d.now.Month())
	if from == 0 || d.now < from || d.now >= to || from < d.setup.At {
		return
	}
	for p, listed := range d.listed {
		c := d.month(p, d.now.Month())
		if listed && c.asked == 0 && c.voucher == 0 {
			d.Fatalf("person %d is on the list since %s and not asked at %s\nGAS-NOTICE-001, -002", p, d.since[p], d.now)
		}
	}
}
