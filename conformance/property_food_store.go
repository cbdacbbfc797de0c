package conformance

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func (l *country) changeStore() {
	s := l.store()
	on := rapid.Bool().Draw(l.t, "on")
	body, id := voucher.AuthorisedBody, uint32(0)
	if l.chance("by the local body", 4) {
		body, id = voucher.LocalBody, uint32(pick(l, "body", inKokshetau, inAkmola, inPavlodar))
	}
	switch rapid.IntRange(0, 3).Draw(l.t, "what") {
	case 0:
		l.do(l.role(body), id, &voucher.SuspendStore{Store: s, Lifted: on})
	case 1:
		if l.chance("by itself", 8) {
			body, id = voucher.StoreTill, uint32(s)
		}
		l.do(l.role(body), id, &voucher.RegisterStore{Store: s, Closed: !on})
	case 2:
		l.do(l.role(voucher.StoreTill), uint32(s), &voucher.IntegrateTill{Store: s, Broken: !on})
	case 3:
		l.do(voucher.StoreTill, uint32(s), &voucher.MarkGoods{Store: s, Goods: l.goods(), Unmarked: !on})
	}
}

func (l *country) moveGoods() {
	s := l.store()
	if rapid.Bool().Draw(l.t, "delivery") {
		l.do(l.role(voucher.StoreTill), uint32(s), &voucher.Deliver{Store: s, Goods: l.goods(),
			Quantity: pick(l, "quantity", voucher.Quantity(10_000), 1, 0), Price: pick(l, "price", voucher.Money(100_00), 99_99, 0, -1)})
		return
	}
	f, _ := l.family()
	l.do(voucher.StoreTill, uint32(s), &voucher.SellOutside{Store: s, Lines: l.basket(f, s)})
}

// stopAndBuy takes something away from a store that sells, tries to buy there,
// and gives it back.
func (l *country) stopAndBuy() {
	const s = voucher.StoreID(1)
	f, _ := l.family()
	what := rapid.IntRange(0, 3).Draw(l.t, "what")
	change := func(off bool) {
		switch what {
		case 0:
			l.do(voucher.AuthorisedBody, 0, &voucher.SuspendStore{Store: s, Lifted: !off})
		case 1:
			l.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: s, Closed: off})
		case 2:
			l.do(voucher.StoreTill, uint32(s), &voucher.IntegrateTill{Store: s, Broken: off})
		case 3:
			l.do(voucher.StoreTill, uint32(s), &voucher.MarkGoods{Store: s, Goods: 1, Unmarked: off})
		}
	}
	shown := l.shows(f, s)
	change(true)
	if shown {
		l.buys(s, &voucher.Purchase{Code: l.codes[len(l.codes)-1].code, Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Unit, Price: 100_00}}})
	}
	change(false)
}
