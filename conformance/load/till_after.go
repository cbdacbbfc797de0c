package load

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// after is what sometimes follows an answered purchase: the till repeats it, sends
// another body under its key, takes it back, or takes goods back; the family looks at
// its wallet.
func (w *worker) after(t *trip, due time.Duration) {
	shares := &w.session.options.Shares
	drawn := func(what uint64, share uint32) bool { return simulator.Chance(w.draw(t, what), share) }
	if drawn(drawRepeat, shares.Repeat) {
		due = w.repeat(t, due)
	}
	if drawn(drawOtherBody, shares.OtherBody) {
		due = w.otherBody(t, due)
	}
	if !t.paid.refused {
		switch u := w.draw(t, drawReturn); {
		case simulator.Chance(u, shares.Reversal):
			due = w.reverse(t, due)
		case simulator.Chance(u, shares.Reversal+shares.Refund) && len(t.paid.Lines) > 0:
			due = w.refund(t, due)
		}
	}
	if drawn(drawWallet, shares.Wallet) {
		w.look(t, due)
	}
}

// repeat sends the purchase again: the answer has to be the first one (BOTH-RETRY-001).
func (w *worker) repeat(t *trip, due time.Duration) time.Duration {
	r := &w.replies[2]
	again := w.ask(w.links[0], Repeat, due, w.request[1], r)
	if again.err == nil {
		w.session.ledger.check(SameAnswer, r.same(&t.paid), "family %d: a purchase answered %s of %s was answered %s of %s under the same key",
			t.family+1, t.paid.word(), t.paid.Amount, r.word(), r.Amount)
	}
	return again.back
}

// otherBody sends another basket under the same key: it has to be refused.
func (w *worker) otherBody(t *trip, due time.Duration) time.Duration {
	s := w.session
	w.writeBasket(t, "0123456789abcdef0123456789abcdef", 1)
	w.request[2] = s.post(w.request[2][:0], s.town.stores[t.store], "purchase", t.key, w.body)
	r := &w.replies[2]
	other := w.ask(w.links[0], OtherBody, due, w.request[2], r)
	if other.err == nil {
		s.ledger.check(SameAnswer, r.refused, "family %d: another basket under a used key was accepted", t.family+1)
	}
	return other.back
}

// reverse takes the purchase back by its key (FOOD-REVERSAL-001).
func (w *worker) reverse(t *trip, due time.Duration) time.Duration {
	s, key := w.session, w.session.keys.Add(1)
	b := append(strconv.AppendInt(append(w.body[:0], `{"store":"`...), int64(t.store+1), 10), `","of":"`+keyPrefix...)
	w.body = append(strconv.AppendUint(b, t.key, 10), `"}`...)
	w.request[2] = s.post(w.request[2][:0], s.town.stores[t.store], "reverse", key, w.body)
	return w.comesBack(t, due, Reversal, &entry{key: key, deed: reversed, most: t.paid.Amount})
}

// refund takes back half of the first line (FOOD-REFUND-001).
func (w *worker) refund(t *trip, due time.Duration) time.Duration {
	s, key := w.session, w.session.keys.Add(1)
	line := &w.lines[0]
	half := max(1, line.quantity/2)
	b := append(strconv.AppendInt(append(w.body[:0], `{"store":"`...), int64(t.store+1), 10), `","purchase":"`...)
	b = append(append(b, t.paid.Purchase...), `","lines":[{"line":0,"quantity":`...)
	w.body = append(strconv.AppendInt(b, int64(half), 10), "}]}"...)
	w.request[2] = s.post(w.request[2][:0], s.town.stores[t.store], "refund", key, w.body)
	return w.comesBack(t, due, Refund, &entry{key: key, deed: refunded, most: t.firstDiscount.ShareDown(int64(half), int64(line.quantity))})
}

// comesBack asks for a return of a purchase and writes it down.
func (w *worker) comesBack(t *trip, due time.Duration, op Op, e *entry) time.Duration {
	r := &w.replies[2]
	asked := w.ask(w.links[0], op, due, w.request[2], r)
	e.call, e.back, e.of, e.store = asked.sent, asked.back, t.place, int32(t.store)
	switch {
	case asked.err != nil && !troubleOf(asked.err).kind.sent():
		return asked.back
	case asked.err != nil:
		e.fate, e.back, e.request = openFate(asked.err), never, slices.Clone(w.request[2])
	case r.refused:
		e.fate, e.reason = refused, r.Reason
		w.session.ledger.check(OncePerKey, r.Reason != voucher.RecordUnknown.String(), "family %d: a purchase that was acknowledged is not known when it comes back", t.family+1)
	default:
		e.amount, e.paid, e.balance = r.Amount, r.Paid, r.Balance
		w.session.ledger.back(t.family+1, e.most, r)
		t.home.left.Store(int64(r.Balance))
	}
	t.home.book.add(e)
	return asked.back
}

// look shows the wallet.
func (w *worker) look(t *trip, due time.Duration) {
	s := w.session
	w.request[2] = s.get(w.request[2][:0], t.home.headers, voucher.AskFoodWallet.String(), s.walletQuery(t.family))
	var asked turn
	asked.sent = w.now()
	a, err := w.links[0].ask(w.drive.ctx, w.request[2])
	asked.back = w.now()
	var record struct {
		Food   walletShown `json:"food"`
		Reason string      `json:"reason"`
	}
	if err == nil {
		err = unanswered(&a)
	}
	if err == nil && json.Unmarshal(a.body, &record) != nil {
		err = &linkError{NotOurs, fmt.Errorf("status %d with a record that cannot be read", a.status)}
	}
	word := "ok"
	if err == nil && a.status >= 400 {
		word = record.Reason
	}
	w.account(Wallet, due, &asked, word, err)
	if err != nil || a.status >= 400 {
		return
	}
	s.ledger.shown(t.family+1, &record.Food)
	t.home.book.add(&entry{call: asked.sent, back: asked.back, deed: looked, balance: record.Food.Left})
}

// shown holds a wallet to what is true of each by itself.
func (l *ledger) shown(family int, w *walletShown) {
	l.check(WalletsEnd, w.Credited == w.Spent+w.Left+w.Annulled, "family %d: %s credited, and %s spent, %s left, %s annulled", family, w.Credited, w.Spent, w.Left, w.Annulled)
	lowest := w.Left
	for i := range w.Operations {
		lowest = min(lowest, w.Operations[i].Balance)
	}
	l.check(NeverBelowZero, lowest >= 0, "family %d: the wallet shows a balance of %s", family, lowest)
}

// expected reports whether a word is a yes, or a no that is no fault of a build: the
// money is spent, somebody else of the family has just shown a newer code, or the code
// waited too long.
func expected(op Op, word string) bool {
	if word == "ok" || word == string(Interrupted) {
		return true
	}
	switch op {
	case Buy, Duplicate, Repeat, Journey:
		return word == voucher.BalanceSpent.String() || word == voucher.CodeReplaced.String() || word == voucher.CodeExpired.String()
	case OtherBody:
		return word == voucher.KeyReused.String()
	}
	return false
}
