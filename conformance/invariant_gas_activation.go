package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

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
