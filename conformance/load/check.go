package load

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Money is what stands in wallets, stores and sums after all drives, beside what the
// client was told.
type Money struct {
	Asserted     []Asserted `json:"assertions"`
	Purchases    int64      `json:"purchases"`     // acknowledged
	Spent        int64      `json:"spent"`         // discounts less what came back, in tiyn
	DoubleSpends int64      `json:"double_spends"` // purchases in wallets beyond one for each acknowledged key
	Lost         int64      `json:"lost"`          // acknowledged purchases that no wallet shows
	Families     int64      `json:"families"`      // that were asked about, each an order of its own
	Linearizable int64      `json:"linearizable"`
	Undecided    int64      `json:"undecided"`   // families whose order was not found in time
	Unknown      int64      `json:"unknown"`     // requests without an answer
	Resolved     int64      `json:"resolved"`    // of them, by repeating the key
	PushedBack   int64      `json:"pushed_back"` // requests that the build put off
	Settled      int64      `json:"settled"`     // of them, when they were asked again
	Confirmed    int64      `json:"confirmed"`   // gas: acknowledged activations
	Unbooked     int64      `json:"unbooked"`    // families and recipients whose books went with an agent: what they were told is not known
	Unread       string     `json:"unread"`      // why records could not be read; "": all were
	Checked      bool       `json:"checked"`     // whether the end was reached at all
	Gas          bool       `json:"gas"`         // of the gas programme
	Took         float64    `json:"took_seconds"`
}

// Asserted is one assertion and what it was held against.
type Asserted struct {
	Assertion   string                `json:"assertion"`
	Requirement voucher.RequirementID `json:"requirement"`
	Checked     int64                 `json:"checked"`
	Broken      int64                 `json:"broken"`
	Samples     []string              `json:"samples,omitempty"`
}

// Right reports whether every assertion holds.
func (m *Money) Right() bool {
	for i := range m.Asserted {
		if m.Asserted[i].Broken > 0 {
			return false
		}
	}
	return true
}

// Certain reports whether everything could be asked: no request is without an answer
// still, every record was read, and an order was looked for to the end.
func (m *Money) Certain() bool {
	return m.Checked && m.Unread == "" && m.Unknown == m.Resolved && m.PushedBack == m.Settled && m.Undecided == 0 && m.Unbooked == 0
}

// Check asks what stands there after all drives, and holds it against the client's own
// books. Requests without an answer are asked again under their keys first. It is not
// an error that money is wrong.
func (s *Session) Check(ctx context.Context) *Money {
	begun := time.Now()
	m := &Money{Gas: s.town.gas != nil}
	check := s.checkFood
	if m.Gas {
		check = s.checkGas
	}
	if err := check(ctx, m); err != nil {
		m.Unread = err.Error()
	}
	m.Checked = m.Unread == ""
	for a := range assertions {
		m.Asserted = append(m.Asserted, Asserted{a.String(), a.Requirement(), s.ledger.checked[a], s.ledger.broken[a], s.ledger.samples[a]})
	}
	m.Took = time.Since(begun).Seconds()
	return m
}

// checkFood is Check for the food programme.
func (s *Session) checkFood(ctx context.Context, m *Money) error {
	if err := s.resolve(ctx, m); err != nil {
		return err
	}
	sums, err := s.readWallets(ctx, m)
	if err != nil {
		return err
	}
	if m.Unknown == m.Resolved && m.PushedBack == m.Settled { // else nobody can say what the sums should be
		if err := s.checkStores(ctx); err != nil {
			return err
		}
		if err := s.checkLedger(ctx, sums); err != nil {
			return err
		}
	}
	s.say("looking for an order that explains what was answered at the same time")
	s.linearize(ctx, m)
	return nil
}

// resolve asks again, under its key, whatever had no answer.
func (s *Session) resolve(ctx context.Context, m *Money) error {
	for _, f := range s.town.families {
		for i := range f.book.entries {
			m.count(f.book.entries[i].fate)
		}
	}
	for i := range s.town.families {
		if s.unbooked(i) {
			m.Unbooked++
		}
	}
	if m.Unknown+m.PushedBack == 0 {
		return nil
	}
	s.say("%d requests had no answer, and %d were pushed back: their keys are repeated", m.Unknown, m.PushedBack)
	return s.eachFamily(ctx, func(l *link, i int, f *family) error {
		for n := range f.book.entries {
			e := &f.book.entries[n]
			was := e.fate
			if !was.open() {
				continue
			}
			if err := s.resolveOne(ctx, l, i, f, e); err != nil {
				return err
			}
			if !e.fate.open() {
				s.ledger.mu.Lock()
				m.settle(was)
				s.ledger.mu.Unlock()
			}
		}
		return nil
	})
}

// count counts what is open.
func (m *Money) count(f fate) {
	switch f {
	case unknown:
		m.Unknown++
	case pushed:
		m.PushedBack++
	}
}

// settle counts what was open and is no more.
func (m *Money) settle(was fate) {
	if was == pushed {
		m.Settled++
	} else {
		m.Resolved++
	}
}

// resolveOne repeats one key. A build that still gives no answer leaves it unknown.
func (s *Session) resolveOne(ctx context.Context, l *link, i int, f *family, e *entry) error {
	var r reply
	err := s.again(ctx, l, e.request, func(a *answer) error { return readReply(a, &r) })
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return nil
	}
	e.back = time.Since(s.opened)
	if r.refused {
		e.fate, e.reason = refused, r.Reason
		return nil
	}
	e.fate, e.amount, e.paid, e.balance = accepted, r.Amount, r.Paid, r.Balance
	if e.deed == bought {
		e.id = r.Purchase
		s.ledger.bill(i+1, e, &r)
		return nil
	}
	s.ledger.back(i+1, e.most, &r)
	return nil
}

// sums are those over all wallets, and over all books.
type sums struct {
	credited, spent, left, annulled voucher.Money // of the wallets
	net                             voucher.Money // of the books: discounts less what came back
}

// readWallets holds each wallet against the family's book.
func (s *Session) readWallets(ctx context.Context, m *Money) (*sums, error) {
	s.say("reading %d wallets", len(s.town.families))
	total := new(sums)
	err := s.eachFamily(ctx, func(l *link, i int, f *family) error {
		w, err := s.wallet(ctx, l, i)
		if err != nil {
			return fmt.Errorf("the wallet of family %d: %w", i+1, err)
		}
		s.ledger.shown(i+1, w)
		net, certain := f.book.net()
		certain = certain && !s.unbooked(i)
		if certain {
			s.ledger.check(WalletsEnd, w.Credited == f.credited && w.Left == f.credited-net,
				"family %d: %s credited and %s spent as acknowledged; the wallet shows %s credited and %s left", i+1, f.credited, net, w.Credited, w.Left)
		}
		kept, doubled, lost := s.once(i+1, f, w, certain)
		s.ledger.mu.Lock()
		defer s.ledger.mu.Unlock()
		m.Purchases, m.DoubleSpends, m.Lost, m.Spent = m.Purchases+kept, m.DoubleSpends+doubled, m.Lost+lost, m.Spent+int64(net)
		total.credited, total.spent, total.left, total.annulled, total.net = total.credited+w.Credited, total.spent+w.Spent, total.left+w.Left, total.annulled+w.Annulled, total.net+net
		return nil
	})
	return total, err
}

// net is what a family spent as far as it was acknowledged; certain is false where a
// request has no answer still.
func (a *account) net() (net voucher.Money, certain bool) {
	certain = true
	for i := range a.entries {
		e := &a.entries[i]
		switch {
		case e.fate.open():
			certain = false
		case e.fate == refused || e.deed == looked:
		case e.deed == bought:
			net += e.amount
		default:
			net -= e.amount
		}
	}
	return net, certain
}

// once holds a wallet's operations to the keys: one for each that was acknowledged,
// with its sum, and none besides (BOTH-RETRY-001).
func (s *Session) once(number int, f *family, w *walletShown, certain bool) (kept, doubled, lost int64) {
	shown := map[string]int{}
	sum := map[string]voucher.Money{}
	purchases, returns := int64(0), int64(0)
	for i := range w.Operations {
		switch o := &w.Operations[i]; o.Kind {
		case voucher.Purchased.String():
			shown[o.Purchase]++
			sum[o.Purchase] = o.Amount
			purchases++
		case voucher.ReversalBooked.String(), voucher.Refunded.String():
			returns++
		}
	}
	back := int64(0)
	for i := range f.book.entries {
		e := &f.book.entries[i]
		switch {
		case e.fate != accepted || e.deed == looked:
			continue
		case e.deed != bought:
			back++
			continue
		}
		kept++
		n := shown[e.id]
		if n == 0 {
			lost++
		}
		s.ledger.check(OncePerKey, n == 1 && sum[e.id] == e.amount,
			"family %d: a purchase acknowledged with %s stands %d times in the wallet, with %s", number, e.amount, n, sum[e.id])
	}
	if !certain {
		return kept, 0, lost
	}
	doubled = max(0, purchases-kept+lost)
	s.ledger.check(OncePerKey, purchases == kept && returns == back,
		"family %d: %d purchases and %d returns were acknowledged, the wallet shows %d and %d", number, kept, back, purchases, returns)
	return kept, doubled, lost
}

// checkLedger holds the sums of the whole programme against the wallets and the books
// (BOTH-MONEY-001).
func (s *Session) checkLedger(ctx context.Context, t *sums) error {
	r, err := s.town.system.Query(ctx, &voucher.Query{Kind: voucher.AskLedger, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Month: s.town.month})
	switch {
	case err != nil:
		return fmt.Errorf("the sums of the month: %w", err)
	case r.Refusal != nil || r.Ledger == nil:
		return errors.New("the sums of the month are refused")
	}
	l := r.Ledger
	s.ledger.check(SumsAgree, l.Credited == l.Spent+l.Left+l.Annulled, "%s credited in all, and %s spent, %s left, %s annulled", l.Credited, l.Spent, l.Left, l.Annulled)
	if len(s.lost) > 0 {
		return nil // nobody knows what all were told, and an agent that is lost may still buy between two looks
	}
	s.ledger.check(SumsAgree, l.Credited == t.credited && l.Spent == t.spent && l.Left == t.left && l.Annulled == t.annulled,
		"the sums say %s credited, %s spent, %s left; the wallets add up to %s, %s, %s", l.Credited, l.Spent, l.Left, t.credited, t.spent, t.left)
	s.ledger.check(SumsAgree, l.Spent == t.net, "the sums say %s spent; %s was acknowledged", l.Spent, t.net)
	return nil
}
