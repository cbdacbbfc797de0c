package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// stepOf holds any step of activation to window, list and consent, and returns
// the month (GAS-WINDOW-001, GAS-ELIGIBILITY-001, GAS-CONSENT-001 to -003).
func (g *gasDiary) stepOf(w *watch, p voucher.PersonID) *gasMonth {
	month := w.now.Month()
	m := g.month(p, month)
	if from, to := w.gasWindow(month); w.now < from || w.now >= to || from == 0 {
		w.broken(insideWindow, outOfWindow(month, w.now, from, to)...)
	}
	if l := g.list[p]; l == nil || !l.on {
		w.broken(groundsOnly, refused(voucher.NotListed))
	}
	if !g.consented(w, p, month) {
		if m.no {
			w.broken(refusalEnds, refused(voucher.RefusedThisMonth))
		} else {
			w.broken(withConsent, refused(voucher.ConsentMissing))
		}
	}
	if m.active {
		w.broken(oneVoucherAMonth, refused(voucher.AlreadyActivated))
	}
	return m
}

// outOfWindow is the no to a step of activation outside of the window, which is
// zero in a month without one.
func outOfWindow(month voucher.Month, now, from, to voucher.Instant) []string {
	switch {
	case from == 0:
		return []string{refused(voucher.OutsidePeriod)}
	case now < from:
		return []string{refused(voucher.WindowNotOpen), windowIs.line("month", month, "from", from, "to", to)}
	}
	return []string{refused(voucher.WindowClosed), windowIs.line("month", month, "from", from, "to", to)}
}

// consented reports whether a person's consent holds for a month.
func (g *gasDiary) consented(w *watch, p voucher.PersonID, month voucher.Month) bool {
	m := g.month(p, month)
	return !m.no && (m.yes || (w.is(voucher.G13) && g.consent[p]))
}

// enter takes an account that was entered.
func (g *gasDiary) enter(w *watch, c *voucher.EnterAccount) {
	m := g.stepOf(w, c.Person)
	g.verified(w, c, c.Provider)
	m.entered, m.continued = account{c.Provider, c.Account}, false
	if n := int(c.Provider); n >= 1 && n <= len(w.h.Setup.Providers) && !inGasPilot(w.h.Setup.Providers[n-1].Territory) {
		w.broken(pilotPlaces, refused(voucher.OutsideTerritory), providerOutside.line())
	}
	if p := g.holder(m.entered, w.now.Month()); p != 0 {
		w.broken(takenIsRefused, refused(voucher.AccountTaken), accountHeldBy.line("person", p))
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
		w.broken(noStepSkipped, refused(voucher.StepOutOfOrder))
	}
	if p := g.holder(m.entered, w.now.Month()); p != 0 && p != c.Person {
		w.broken(oneVoucherAnAccount, refused(voucher.AccountTaken), accountHeldBy.line("person", p))
	}
	m.active, m.account, m.activated, m.voucher = true, m.entered, w.now, w.entry.Outcome.Result.Voucher
	m.entered, m.continued = account{}, false
}

// asksProvider reports whether a step is the one at which the provider is asked
// (reading G34).
func asksProvider(w *watch, step voucher.Command) bool {
	_, before := step.(*voucher.EnterAccount)
	return before == w.is(voucher.G34)
}

// mute reports whether a provider gives no answer that counts: its outage is
// reported, or its system answers too late, in words nobody can read, or not at all.
func (g *gasDiary) mute(w *watch, p voucher.ProviderID) bool {
	answer := w.h.Setup.AnswerOf(p, w.now)
	return g.down[p] || !answer.Usable()
}

// verified holds a step that was accepted to an answer of the provider.
func (g *gasDiary) verified(w *watch, step voucher.Command, p voucher.ProviderID) {
	if asksProvider(w, step) && g.mute(w, p) {
		w.broken(verifiedOnly, refused(voucher.ProviderUnavailable), noAnswer.line("provider", p))
	}
}

// refused looks at the no to a step at which the provider is asked: without its answer
// an account is neither known nor unknown, and with one the provider is no reason.
func (g *gasDiary) refused(w *watch, e *voucher.Entry) {
	var p voucher.ProviderID
	switch c := e.Command.(type) {
	case *voucher.EnterAccount:
		p = c.Provider
	case *voucher.AcceptOffer:
		p = g.month(c.Person, w.now.Month()).entered.provider
	}
	if p == 0 || !w.reasons || !asksProvider(w, e.Command) {
		return
	}
	silent := g.mute(w, p)
	switch e.Outcome.Refusal.Reason {
	case voucher.AccountUnknown, voucher.AccountOfAnother:
		if silent {
			w.broken(verifiedOnly, refused(voucher.ProviderUnavailable), noAnswer.line("provider", p))
		}
	case voucher.ProviderUnavailable:
		if !silent {
			w.broken(verifiedOnly, answers.line("provider", p))
		}
	}
}
