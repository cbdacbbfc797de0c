package conformance

import (
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
	down    map[voucher.ProviderID]bool // by report, until it is back
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
		lists: map[providerMonth]*sentList{}, down: map[voucher.ProviderID]bool{}}
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
			w.broken(noStepSkipped, refused(voucher.StepOutOfOrder), noAccountEntered.line("month", w.now.Month()))
		}
		g.verified(w, c, m.entered.provider)
		m.continued = true
	case *voucher.Confirm:
		g.confirm(w, c)
	case *voucher.CancelActivation:
		m := g.month(c.Person, w.now.Month())
		if _, to := w.gasWindow(w.now.Month()); !w.is(voucher.G22) || !m.active || w.now >= to {
			w.broken(nothingUndone, refused(voucher.NothingToCancel))
		}
		m.active, m.account, m.entered, m.continued = false, account{}, account{}, false
	case *voucher.ReportOutage:
		g.down[c.Provider] = c.Down
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
		w.broken(lateUpdates, refused(voucher.ListClosed), lastListDay.line("day", last))
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		if !r.Drop && (r.Reasons == 0 || r.Reasons > voucher.SocialAssistance|voucher.HousingAssistance) {
			w.broken(groundsOnly, refused(voucher.NoGround), inRow.line("row", i+1))
		}
		if !r.Drop && !inGasPilot(r.Residence) {
			w.broken(pilotPlaces, refused(voucher.OutsideTerritory), inRow.line("row", i+1))
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
		w.broken(refusalEnds, refused(voucher.RefusedThisMonth))
	case a == voucher.Yes:
		m.yes, m.no, g.consent[c.Person] = true, false, true
	case held && !m.no && w.is(voucher.G15): // the first reply stays
	default:
		m.yes, m.no, g.consent[c.Person] = false, true, false
	}
}
