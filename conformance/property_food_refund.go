package conformance

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// sold draws a purchase, the newest first; false where there is none.
func (l *country) sold() (sale, bool) {
	if len(l.sales) == 0 {
		return sale{}, false
	}
	return l.sales[len(l.sales)-1-rapid.IntRange(0, min(5, len(l.sales)-1)).Draw(l.t, "sales ago")], true
}

func (l *country) refund() {
	p, ok := l.sold()
	if !ok {
		return
	}
	if l.chance("after the month", 6) {
		l.toReturns(p)
	}
	store, id := p.store, p.id
	if l.chance("other store", 8) {
		store = p.store%3 + 1
	}
	if l.chance("dangling", 16) {
		id = dangling
	}
	c := &voucher.Refund{Store: store, Purchase: id}
	for range rapid.IntRange(1, 2).Draw(l.t, "lines") {
		i := rapid.IntRange(0, len(p.lines)-1).Draw(l.t, "line")
		q := p.lines[i].Quantity
		c.Lines = append(c.Lines, voucher.RefundLine{Line: i, Quantity: pick(l, "quantity", q, 1, q-1, q+1, q/2)})
	}
	if l.chance("no such line", 24) {
		c.Lines[0].Line = len(p.lines)
	}
	l.do(voucher.StoreTill, uint32(store), c)
	l.touch()
}

// toReturns goes on to about the end of a purchase's month, or to about the end
// of its returns.
func (l *country) toReturns(p sale) {
	l.about(pick(l, "returns", lastReturn(p.month), p.month.Last().End()))
}

// returnLast brings goods back in the last hour in which they are taken, or in the
// first in which they are not. In April that is the pilot's last day.
func (l *country) returnLast() {
	p, ok := l.sold()
	if !ok {
		return
	}
	at := lastReturn(p.month).Plus(pick(l, "beside", -voucher.Hour, 0, -voucher.Second, voucher.Hour))
	l.to(max(l.now(), min(horizon, at)))
	l.do(voucher.StoreTill, uint32(p.store), &voucher.Refund{Store: p.store, Purchase: p.id, Lines: []voucher.RefundLine{{Line: 0, Quantity: p.lines[0].Quantity}}})
	l.touch()
}

func (l *country) reverse() {
	p, ok := l.sold()
	if !ok {
		return
	}
	if l.chance("after the month", 6) {
		l.toReturns(p)
	}
	of := p.key
	if l.chance("another key", 16) {
		of = voucher.KeyOf(l.space, 1)
	}
	l.do(voucher.StoreTill, uint32(p.store), &voucher.Reverse{Store: p.store, Of: of})
	l.touch()
}

// returnWhole brings a purchase back whole, in parts and once too often, and
// takes it back by its key: in the month, or about when returns end.
func (l *country) returnWhole() {
	p, ok := l.sold()
	if !ok {
		return
	}
	if l.chance("after the month", 2) {
		l.toReturns(p)
	}
	order := rapid.IntRange(0, 2).Draw(l.t, "order")
	for n := range 3 {
		if n == order {
			l.do(voucher.StoreTill, uint32(p.store), &voucher.Reverse{Store: p.store, Of: p.key})
			continue
		}
		c := &voucher.Refund{Store: p.store, Purchase: p.id}
		for i := range p.lines {
			q := p.lines[i].Quantity
			c.Lines = append(c.Lines, voucher.RefundLine{Line: i, Quantity: pick(l, "quantity", q, max(1, q/2), max(1, q-1))})
		}
		l.do(voucher.StoreTill, uint32(p.store), c)
	}
	l.touch()
}
