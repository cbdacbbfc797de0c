package reference_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// cash is the food programme's money as the events alone tell it, without a
// look at any record.
type cash struct {
	credited, discounts, reversed, restored, annulled, recovered voucher.Money
}

// spent is net of what came back in the month.
func (c *cash) spent() voucher.Money { return c.discounts - c.reversed - c.restored }

// book adds an event to a sum.
func (c *cash) book(e *voucher.Event) {
	late := e.Code == 1
	switch e.Kind {
	case voucher.FoodVoucherCredited:
		c.credited += e.Amount
	case voucher.Purchased:
		c.discounts += e.Amount
	case voucher.FoodVoucherAnnulled:
		c.annulled += e.Amount
	case voucher.ReversalBooked, voucher.Refunded:
		switch {
		case late:
			c.recovered += e.Amount
		case e.Kind == voucher.Refunded:
			c.restored += e.Amount
		default:
			c.reversed += e.Amount
		}
	}
}

// foodMonths are the months in which a food voucher can be.
var foodMonths = []voucher.Month{voucher.MonthOf(2026, 1), voucher.MonthOf(2026, 2), voucher.MonthOf(2026, 3), voucher.MonthOf(2026, 4)}

// moneyIsConserved compares what the events tell with every wallet, family,
// month, store and day (BOTH-MONEY-001, BOTH-MONEY-002).
func (l *country) moneyIsConserved() {
	l.Helper()
	wallets, months, stores := map[familyMonth]*cash{}, map[voucher.Month]*cash{}, map[voucher.StoreID]*cash{}
	for i := range l.diary.events {
		e := &l.diary.events[i]
		if e.Programme != voucher.Food || e.Month == 0 {
			continue
		}
		put(wallets, familyMonth{e.Family, e.Month}).book(e)
		put(months, e.Month).book(e)
		if e.Store != 0 {
			put(stores, e.Store).book(e)
		}
	}
	for _, m := range foodMonths {
		for f := range kin {
			l.walletAddsUp(f, m, put(wallets, familyMonth{f, m}))
		}
		want := put(months, m)
		g := l.ask(voucher.Query{Kind: voucher.AskLedger, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Month: m}).Ledger
		if g.Credited != want.credited || g.Spent != want.spent() || g.Annulled != want.annulled || g.Recovered != want.recovered || g.Credited != g.Spent+g.Left+g.Annulled {
			l.Fatalf("ledger of %s: %+v, the events: %+v\nBOTH-MONEY-001", m, *g, *want)
		}
	}
	for s := range voucher.StoreID(len(l.setup.Stores)) {
		l.storeAddsUp(s+1, put(stores, s+1))
	}
}

// put returns a map's entry, made where it is missing.
func put[K comparable, V any](m map[K]*V, k K) *V {
	if m[k] == nil {
		m[k] = new(V)
	}
	return m[k]
}

// walletAddsUp compares one wallet.
func (l *country) walletAddsUp(f voucher.FamilyID, m voucher.Month, want *cash) {
	l.Helper()
	owner := voucher.Actor{Role: voucher.Citizen, ID: uint32(kin[f][0])}
	w := l.ask(voucher.Query{Kind: voucher.AskFoodWallet, Actor: owner, Family: f, Month: m}).Food
	if w == nil {
		return // the wallet belongs to another member just now
	}
	if w.Credited != want.credited || w.Spent != want.spent() || w.Annulled != want.annulled || w.Recovered != want.recovered {
		l.Fatalf("wallet of family %d in %s: %+v, the events: %+v\nBOTH-MONEY-001", f, m, *w, *want)
	}
	if w.Left < 0 || w.Spent < 0 || w.Recovered < 0 || w.Recovered > w.Spent || w.Credited != w.Spent+w.Left+w.Annulled {
		l.Fatalf("wallet of family %d in %s: %+v\nBOTH-MONEY-001, -002: credited = spent + left + annulled, none below zero", f, m, *w)
	}
	if now := l.machine.Now(); now.Month() > m && w.Left != 0 {
		l.Fatalf("family %d has %s left of %s at %s\nFOOD-EXPIRY-002", f, w.Left, m, now)
	}
	balance := voucher.Money(0)
	for _, o := range w.Operations {
		if balance = o.Balance; balance < 0 {
			l.Fatalf("family %d went down to %s at %s\nBOTH-MONEY-002: no balance is ever negative", f, balance, o.At)
		}
	}
	if len(w.Operations) > 0 && balance != w.Left {
		l.Fatalf("the history of family %d ends with %s, the wallet says %s\nFOOD-JOURNAL-001", f, balance, w.Left)
	}
}

// storeAddsUp compares one store, over all days.
func (l *country) storeAddsUp(s voucher.StoreID, want *cash) {
	l.Helper()
	var given, returned voucher.Money
	for d := voucher.Date(2026, 1, 5); d <= min(l.machine.Now().Day(), voucher.Date(2026, 5, 31)); d++ {
		o := l.ask(voucher.Query{Kind: voucher.AskStoreDay, Actor: voucher.Actor{Role: voucher.StoreTill, ID: uint32(s)}, Store: s, Day: d}).StoreDay
		given, returned = given+o.Discounts, returned+o.Returned
	}
	if given != want.discounts || given-returned != want.spent()-want.recovered {
		l.Fatalf("store %d gave %s and took %s back, the events: %+v\nBOTH-MONEY-001: per store, discounts less returns are spent there", s, given, returned, *want)
	}
}

// reportsEqualTheJournal adds up the reports of all days (FOOD-REPORT-001).
func (l *country) reportsEqualTheJournal() {
	l.Helper()
	var days, all cash
	purchases, credits := uint32(0), uint32(0)
	for d := voucher.Date(2026, 1, 5); d <= min(l.machine.Now().Day(), voucher.Date(2026, 5, 1)); d++ {
		r := l.ask(voucher.Query{Kind: voucher.AskDayReport, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Day: d}).Report
		if r == nil {
			if d.Start() < l.setup.At {
				continue // before this life began
			}
			l.Fatalf("no report of %s at %s\nFOOD-REPORT-001: days without operations included", d, l.machine.Now())
		}
		days.credited += r.Credited
		days.discounts += r.Discounts
		days.reversed += r.Reversed
		days.restored += r.Restored
		days.annulled += r.Annulled
		days.recovered += r.Recovered
		purchases += r.Purchases
		credits += r.Credits
	}
	for i := range l.diary.events {
		e := &l.diary.events[i]
		all.book(e)
		switch e.Kind {
		case voucher.Purchased:
			purchases--
		case voucher.FoodVoucherCredited:
			credits--
		}
	}
	if days != all || purchases != 0 || credits != 0 {
		l.Fatalf("all daily reports: %+v, the journal: %+v, %d purchases and %d credits apart\nFOOD-REPORT-001: the report equals the journal", days, all, int32(purchases), int32(credits))
	}
}

// TestMoneyIsConserved: credited is spent, left and annulled, seen from the
// events, the wallets, the ledger, the stores and the daily reports.
func TestMoneyIsConserved(t *testing.T) {
	all := seen{}
	often(t, func(t *rapid.T) {
		setup := countrySetup(rapid.SampledFrom([]voucher.Instant{starts[2], starts[3], starts[4]}).Draw(t, "start"))
		for _, r := range []voucher.Reading{voucher.F01, voucher.F02, voucher.F04, voucher.F10, voucher.F19, voucher.F27, voucher.F29, voucher.F33, voucher.F37} {
			setup.Readings[r] = uint8(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, r.String()))
		}
		l := settle(t, setup, reference.StandardRules())
		l.live(t, func(_ *rapid.T, l *country) { l.moneyIsConserved() })
		l.reportsEqualTheJournal()
		l.to(horizon)
		l.moneyIsConserved()
		l.reportsEqualTheJournal()
		all.note(l)
	})
	all.must(t, "food_voucher_credited", "purchased", "refunded", "food_voucher_annulled", "reversal_booked")
}
