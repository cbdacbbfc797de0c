package load

import (
	"slices"
	"strconv"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// What one journey draws, each by its place.
const (
	drawFamily = iota
	drawStore
	drawSize
	drawGoods
	drawQuantity
	drawRepeat
	drawDuplicate
	drawOtherBody
	drawReturn
	drawWallet

	drawShift = 4 // bits of a place
)

// Baskets: how many lines, and how much of each, in thousandths.
const (
	linesMax    = 5
	quantityMin = 100
	quantityMax = 600
	// poor is what a family has left that no longer goes shopping.
	poor = 50_00
	// probes is how many houses on the next family is looked for.
	probes = 64
)

// worker is one till or telephone at a time, with connections of its own.
type worker struct {
	session *Session
	drive   *Drive
	meter   *meter
	links   [2]*link
	step    int
	request [3][]byte // to show, to buy, and for what follows
	body    []byte
	replies [3]reply
	lines   []basketLine
}

type basketLine struct {
	goods    int
	quantity voucher.Quantity
}

// turn is one request that was asked: when it was sent, when its answer was there, and
// why there is none.
type turn struct {
	sent, back time.Duration
	err        error
}

// now is the time since the session was opened.
func (w *worker) now() time.Duration { return time.Since(w.session.opened) }

// ask sends a request that was due at an instant, and reads the answer.
func (w *worker) ask(l *link, op Op, due time.Duration, request []byte, r *reply) (t turn) {
	t.sent = w.now()
	a, err := l.ask(w.drive.ctx, request)
	t.back = w.now()
	if err == nil {
		err = readReply(&a, r)
	}
	w.account(op, due, &t, r.word(), err)
	return t
}

// account counts a request.
func (w *worker) account(op Op, due time.Duration, t *turn, word string, err error) {
	w.meter.timed(op, w.step, t.back-due, t.back-t.sent)
	if err != nil {
		word = string(troubleOf(err).kind)
	}
	w.meter.result(op, word, err)
	t.err = err
}

// trip is one family's way to a store.
type trip struct {
	number        uint64
	family        int
	home          *family
	store         int
	most, cost    voucher.Money
	key           uint64
	place         int32 // of the purchase in the family's book
	paid          reply // the answer, without its lines
	firstDiscount voucher.Money
}

func (w *worker) draw(t *trip, what uint64) uint64 { return w.session.draw(t.number, what) }

// draw is one of the draws of a journey.
func (s *Session) draw(number, what uint64) uint64 { return s.stream.At(number<<drawShift | what) }

// shop is a whole journey: a code is shown, a basket paid under it, and sometimes more.
// It reports whether the purchase was answered by a yes or by a no that is no fault.
func (w *worker) shop(due time.Duration, number uint64) bool {
	s := w.session
	t := &trip{number: number, family: s.next(number)}
	t.home = s.town.families[t.family]
	t.store = pick(s.town.hotShops, w.draw(t, drawStore))
	w.fill(t)

	w.body = append(strconv.AppendInt(append(w.body[:0], `{"family":"`...), int64(t.family+1), 10), `"}`...)
	w.request[0] = s.post(w.request[0][:0], t.home.headers, "show_code", s.keys.Add(1), w.body)
	shown := w.ask(w.links[0], Show, due, w.request[0], &w.replies[0])
	if shown.err != nil || w.replies[0].refused {
		return false
	}
	t.key = s.keys.Add(1)
	w.writeBasket(t, w.replies[0].Code, 0)
	w.request[1] = s.post(w.request[1][:0], s.town.stores[t.store], "purchase", t.key, w.body)
	paid := w.pay(t, shown.back)
	w.meter.timed(Journey, w.step, paid.back-due, paid.back-shown.sent)
	if paid.err != nil {
		return false
	}
	w.after(t, paid.back)
	return expected(Buy, t.paid.word())
}

// fill draws the basket: neighbouring articles, at least one of them on the list.
func (w *worker) fill(t *trip) {
	w.lines = w.lines[:0]
	size := 1 + int(simulator.IntN(w.draw(t, drawSize), linesMax))
	first := int(simulator.IntN(w.draw(t, drawGoods), uint64(len(articles))))
	if size == 1 && articles[first].item == 0 {
		first = 0
	}
	quantities := w.draw(t, drawQuantity)
	for i := range size {
		g := (first + i) % len(articles)
		q := voucher.Quantity(quantityMin + simulator.IntN(quantities, quantityMax-quantityMin))
		quantities = quantities<<11 | quantities>>53
		w.lines = append(w.lines, basketLine{g, q})
		cost := q.At(articles[g].cost)
		t.cost += cost
		if articles[g].item != 0 {
			t.most += cost
		}
	}
}

// writeBasket writes the body of a purchase; more is added to the first quantity, so
// that it is another body.
func (w *worker) writeBasket(t *trip, code string, more voucher.Quantity) {
	b := append(strconv.AppendInt(append(w.body[:0], `{"store":"`...), int64(t.store+1), 10), `","code":"`...)
	b = append(append(b, code...), `","lines":[`...)
	for i, l := range w.lines {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, `{"goods":"`...), int64(l.goods+1), 10)
		b = strconv.AppendInt(append(b, `","quantity":`...), int64(l.quantity+more), 10)
		b = strconv.AppendInt(append(b, `,"price":`...), int64(articles[l.goods].cost), 10)
		b, more = append(b, '}'), 0
	}
	w.body = append(b, "]}"...)
}

// pay buys, on two connections at the same time where that is drawn, and writes down
// what came of it.
func (w *worker) pay(t *trip, due time.Duration) turn {
	var second turn
	twice := simulator.Chance(w.draw(t, drawDuplicate), w.session.options.Shares.Duplicate)
	done := make(chan struct{})
	if twice {
		go func() {
			defer close(done)
			second = w.ask(w.links[1], Duplicate, due, w.request[1], &w.replies[1])
		}()
	}
	first := w.ask(w.links[0], Buy, due, w.request[1], &w.replies[0])
	answered, said := first, &w.replies[0]
	if twice {
		<-done
		if first.err == nil && second.err == nil {
			w.session.ledger.check(SameAnswer, said.same(&w.replies[1]),
				"family %d: two requests with one key at the same time were answered %s of %s and %s of %s", t.family+1,
				said.word(), said.Amount, w.replies[1].word(), w.replies[1].Amount)
		}
		if first.err != nil && second.err == nil {
			answered, said = second, &w.replies[1]
		}
		answered.sent, answered.back = min(first.sent, second.sent), earlier(&first, &second)
	}
	w.write(t, &answered, said)
	return answered
}

// earlier is when the first of two answers was there.
func earlier(a, b *turn) time.Duration {
	switch {
	case a.err != nil && b.err == nil:
		return b.back
	case b.err != nil && a.err == nil:
		return a.back
	}
	return min(a.back, b.back)
}

// write puts a purchase into the family's book.
func (w *worker) write(t *trip, asked *turn, r *reply) {
	e := &entry{call: asked.sent, back: asked.back, key: t.key, store: int32(t.store), deed: bought, most: t.most, cost: t.cost}
	switch {
	case asked.err != nil && !troubleOf(asked.err).kind.sent():
		return
	case asked.err != nil:
		e.fate, e.back, e.request = openFate(asked.err), never, slices.Clone(w.request[1])
	case r.refused:
		e.fate, e.reason = refused, r.Reason
	default:
		e.id, e.amount, e.paid, e.balance = r.Purchase, r.Amount, r.Paid, r.Balance
		w.session.ledger.bill(t.family+1, e, r)
		t.home.left.Store(int64(r.Balance))
		if len(r.Lines) > 0 {
			t.firstDiscount = r.Lines[0].Discount
		}
	}
	t.place = t.home.book.add(e)
	t.paid = *r
	t.paid.Lines = slices.Clone(r.Lines)
}
