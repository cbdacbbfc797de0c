package conformance

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// shows lets a family or, under F33, a store show a code, which is then the
// newest.
func (l *country) shows(f voucher.FamilyID, s voucher.StoreID) bool {
	owner := uint32(kin[f-1][0])
	if l.is(voucher.F33) {
		o := l.do(voucher.StoreTill, uint32(s), &voucher.ShowCode{Store: s})
		if o.Refusal != nil {
			return false
		}
		l.codes = append(l.codes, shownCode{o.Result.Code, o.Result.Expires})
		return l.do(voucher.Citizen, owner, &voucher.ScanCode{Family: f, Code: o.Result.Code}).Refusal == nil
	}
	o := l.do(l.role(voucher.Citizen), owner, &voucher.ShowCode{Family: f})
	if o.Refusal == nil {
		l.codes = append(l.codes, shownCode{o.Result.Code, o.Result.Expires})
	}
	return o.Refusal == nil
}

func (l *country) showCode() {
	f, _ := l.family()
	l.shows(f, l.store())
}

func (l *country) scanCode() {
	f, owner := l.family()
	l.do(voucher.Citizen, uint32(owner), &voucher.ScanCode{Family: f, Code: l.code()})
}

// code draws one of the newest codes, or one that is none.
func (l *country) code() voucher.QR {
	i := len(l.codes) - 1 - rapid.IntRange(0, 2).Draw(l.t, "codes ago")
	if i < 0 || l.chance("dangling", 16) {
		return voucher.Slot(1 << 20)
	}
	return l.codes[i].code
}

// around are the offsets at which a boundary is looked at, itself first.
var around = []int64{0, 1, -1}

// basket draws lines, or one that costs about what the family has left, or takes
// about what the store has.
func (l *country) basket(f voucher.FamilyID, s voucher.StoreID) []voucher.PurchaseLine {
	switch rapid.IntRange(0, 7).Draw(l.t, "basket") {
	case 6:
		if left := int64(l.left(f)); left > 0 {
			// At the highest price that a discount is computed on.
			q := left*1000/115_00 + pick(l, "about", 0, 1, -1, int64(9))
			return []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Quantity(max(1, q)), Price: 115_00}}
		}
	case 7:
		if stock := int64(l.stock(s, 1)); stock > 0 {
			return []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Quantity(max(1, stock+pick(l, "about", around...))), Price: 1}}
		}
	}
	lines := make([]voucher.PurchaseLine, 0, 4)
	for range rapid.IntRange(1, 4).Draw(l.t, "lines") {
		lines = append(lines, voucher.PurchaseLine{
			Goods:    l.goods(),
			Quantity: pick(l, "quantity", voucher.Unit, 1, 333, 2_500, 12_000, 20_000, 40_001),
			Price:    pick(l, "price", voucher.Money(100_00), 115_00, 115_01, 110_00, 1, 9_999, 0),
		})
	}
	if l.chance("a line that is none", 16) {
		lines[0].Quantity = 0
	}
	return lines
}

func (l *country) buy() {
	f, _ := l.family()
	s := l.store()
	l.buys(s, &voucher.Purchase{Code: l.code(), Offline: l.chance("offline", 10), Lines: l.basket(f, s)})
}

// buyWhole shows a code and buys with it.
func (l *country) buyWhole() {
	f, _ := l.family()
	s := l.store()
	if !l.shows(f, min(s, 3)) {
		return
	}
	code := l.codes[len(l.codes)-1].code
	if l.chance("a newer code", 12) && l.shows(f, min(s, 3)) && rapid.Bool().Draw(l.t, "the newer") {
		code = l.codes[len(l.codes)-1].code
	}
	l.buys(s, &voucher.Purchase{Code: code, Lines: l.basket(f, s)})
	if l.chance("the same code again", 8) {
		l.buys(s, &voucher.Purchase{Code: code, Lines: l.basket(f, s)})
	}
}

// spendAll buys for more than what is left, then once more.
func (l *country) spendAll() {
	const s, price = voucher.StoreID(1), voucher.Money(110_00)
	f, _ := l.family()
	left := l.left(f)
	if left <= 0 {
		return
	}
	q := voucher.Quantity(int64(left)*1000/int64(price) + 1000)
	l.do(voucher.StoreTill, uint32(s), &voucher.Deliver{Store: s, Goods: 1, Quantity: q + voucher.Unit, Price: 100_00})
	for _, q := range []voucher.Quantity{q, voucher.Unit} {
		if l.shows(f, s) {
			l.buys(s, &voucher.Purchase{Code: l.codes[len(l.codes)-1].code, Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: q, Price: price},
				{Goods: 2, Quantity: 333, Price: 99_99}, {Goods: 1, Quantity: 1, Price: 77_77}}})
		}
	}
}

// spender draws a family that has something left to spend; any where none has.
func (l *country) spender() voucher.FamilyID {
	f, _ := l.family()
	for range kin {
		if l.left(f) > 0 {
			break
		}
		f = f%voucher.FamilyID(len(kin)) + 1
	}
	return f
}

// sellOut buys all that a store has of goods, or a little more.
func (l *country) sellOut() {
	f := l.spender()
	s := pick(l, "store", voucher.StoreID(2), 1)
	stock := l.stock(s, 1)
	if stock > 0 && l.shows(f, s) {
		l.buys(s, &voucher.Purchase{Code: l.codes[len(l.codes)-1].code, Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: stock + pick(l, "beyond", voucher.Quantity(1), 0), Price: 1}}})
	}
}

// buyOverTheMonth shows a code just before the month ends and buys about its
// end.
func (l *country) buyOverTheMonth() {
	end := l.now().Month().Last().End()
	if end > l.now().Plus(2*voucher.DayLength) && !l.chance("far", 3) {
		return
	}
	l.to(max(l.now(), end.Plus(-9*voucher.Second)))
	f, _ := l.family()
	if l.shows(f, 1) {
		l.about(end)
		l.buys(1, &voucher.Purchase{Code: l.codes[len(l.codes)-1].code, Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Unit, Price: 100_00}}})
	}
}

// repeatPurchase sends a purchase again whose answer was lost.
func (l *country) repeatPurchase() {
	if p, ok := l.sold(); ok {
		l.give(p.cmd)
	}
}

// buyLate shows a code and buys with it about when it runs out.
func (l *country) buyLate() {
	f, _ := l.family()
	if !l.shows(f, 1) {
		return
	}
	c := l.codes[len(l.codes)-1]
	l.about(c.until)
	l.buys(1, &voucher.Purchase{Code: c.code, Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Unit, Price: 100_00}}})
}

// buys gives a purchase, and keeps what was sold.
func (l *country) buys(s voucher.StoreID, c *voucher.Purchase) {
	c.Store = s
	o := l.do(l.role(voucher.StoreTill), uint32(s), c)
	if o.Refusal == nil {
		l.sales = append(l.sales, sale{o.Result.Purchase, c.Key, s, l.now().Month(), c.Lines, c})
		l.touch()
	}
}
