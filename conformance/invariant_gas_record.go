package conformance

import (
	"cmp"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

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
			w.broken(discountBounded, discountBounds.line())
		}
	}
}

// wallet holds a wallet to consents and activations (GAS-CONSENT-001,
// GAS-ACTIVATION-001, GAS-EXPIRY-001).
func (g *gasDiary) wallet(w *watch, p voucher.PersonID, month voucher.Month, r *voucher.GasWallet) {
	m := g.month(p, month)
	if _, to := w.gasWindow(month); r.State == voucher.Opened && w.now >= to {
		w.broken(lapses, "state=closed", windowEnded.line("at", to))
	}
	if (r.State == voucher.Opened || r.State == voucher.Active) && !m.active && !g.consented(w, p, month) {
		w.broken(withConsent, noConsentOf.line("month", month))
	}
	switch active := r.State == voucher.Active; {
	case m.active && !active:
		w.broken(noStepSkipped, "state=active", wasConfirmed.line("month", month))
	case !m.active && active:
		w.broken(noStepSkipped, wasNotConfirmed.line("month", month))
	}
}

// dispatched holds a list to the activations of its month (GAS-DISPATCH-001 to
// -003).
func (g *gasDiary) dispatched(w *watch, who providerMonth, r *voucher.ProviderList) {
	_, due := w.gasWindow(who.month)
	l := entryOf(g.lists, who)
	switch {
	case due == 0 && (r.Sent != 0 || len(r.Rows) > 0):
		w.broken(listIsActivations, noListOf.line("month", who.month))
		return
	case r.Sent == 0 && due != 0 && due >= w.h.Setup.At && w.now >= due.Day().End():
		w.broken(listIsActivations, listDue.line("month", who.month, "day", due.Day()))
		return
	case r.Sent == 0:
		return
	case r.Sent < due || r.Sent >= due.Day().End(), l.sent != 0 && l.sent != r.Sent:
		w.broken(listIsActivations, listOnce.line("month", who.month, "day", due.Day()))
	}
	l.sent = r.Sent
	var want []voucher.ProviderRow
	for at, m := range g.months {
		if at.month == who.month && m.active && m.account.provider == who.provider {
			want = append(want, voucher.ProviderRow{Month: who.month, Account: m.account.number, Voucher: m.voucher, Activated: m.activated})
		}
	}
	got := slices.Clone(r.Rows)
	byVoucher := func(a, b voucher.ProviderRow) int {
		return cmp.Or(cmp.Compare(a.Voucher, b.Voucher), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Activated, b.Activated))
	}
	slices.SortFunc(want, byVoucher)
	slices.SortFunc(got, byVoucher)
	if !slices.Equal(got, want) {
		w.broken(listIsActivations, listRows.line("n", len(want), "month", who.month))
	}
}

// charge takes a receipt: for an account of the list, after the list
// (GAS-BILL-001, -004).
func (g *gasDiary) charge(w *watch, c *voucher.ChargeVolume) {
	if l := g.lists[providerMonth{c.Provider, c.Month}]; l == nil || !l.acknowledged {
		w.broken(listedAccountsOnly, refused(voucher.ListNotReceived))
	}
	var held voucher.VoucherID
	if p := g.holder(account{c.Provider, c.Account}, c.Month); p != 0 {
		held = g.month(p, c.Month).voucher
	}
	r := &w.entry.Outcome.Result
	switch {
	case held == 0 && (r.Voucher != 0 || r.Amount != 0):
		w.broken(listedAccountsOnly, noDiscountWithout.line("month", c.Month))
	case r.Voucher != held:
		w.broken(listedAccountsOnly, discountForActivation.line("month", c.Month))
	}
	g.bill(w, c.Volume)
}

// bill holds the discount of an answer to its bounds (GAS-BILL-003, -005).
func (g *gasDiary) bill(w *watch, v voucher.Volume) {
	r := &w.entry.Outcome.Result
	if r.Amount < 0 || (v > 0 && r.Paid < 0) || (v <= 0 && r.Amount != 0) {
		w.broken(discountBounded, discountBounds.line())
	}
}
