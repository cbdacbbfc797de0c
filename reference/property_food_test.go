package reference_test

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// foodActions are what families, stores and offices do in the food programme.
func (l *country) foodActions() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"update food list": l.updateFoodList, "answer food": l.answerFood, "activate food": l.activateFood, "show code": l.showCode,
		"scan code": l.scanCode, "buy": l.buy, "buy whole": l.buyWhole, "buy late": l.buyLate, "refund": l.refund, "reverse": l.reverse,
		"change store": l.changeStore, "move goods": l.moveGoods, "lend": l.lend, "speak up": l.speakUp,
	}
}

func (l *country) updateFoodList(t *rapid.T) {
	f := voucher.FamilyID(rapid.IntRange(1, len(kin)+1).Draw(t, "family"))
	members := kin[f]
	row := voucher.FoodListRow{Family: f, Drop: rapid.IntRange(0, 3).Draw(t, "drop") == 3,
		Residence: rapid.SampledFrom([]voucher.Territory{inKokshetau, inPavlodar, inKostanay}).Draw(t, "residence")}
	if n := len(members); n > 0 {
		row.Owner, row.Members = members[0], members[:rapid.IntRange(0, n).Draw(t, "members")]
	}
	if rapid.IntRange(0, 5).Draw(t, "stranger") == 5 {
		row.Members = append([]voucher.PersonID{drawPerson(t)}, row.Members...)
	}
	l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{row}})
}

func (l *country) answerFood(t *rapid.T) {
	role, p := voucher.Gateway, drawPerson(t)
	if l.setup.Readings[voucher.F36] == voucher.Option {
		role = voucher.Citizen
	}
	l.do(role, uint32(p), &voucher.Reply{Programme: voucher.Food, Person: p, Text: drawText(t)})
}

func (l *country) activateFood(t *rapid.T) {
	f, owner := drawOwner(t)
	l.do(voucher.Citizen, uint32(owner), &voucher.Activate{Family: f})
}

// shows lets a family or, under F33, a store show a code, which is then the
// newest.
func (l *country) shows(f voucher.FamilyID, s voucher.StoreID) {
	if l.setup.Readings[voucher.F33] == voucher.Option {
		if o := l.do(voucher.StoreTill, uint32(s), &voucher.ShowCode{Store: s}); o.Refusal == nil {
			l.codes = append(l.codes, o.Result.Code)
			l.do(voucher.Citizen, uint32(kin[f][0]), &voucher.ScanCode{Family: f, Code: o.Result.Code})
		}
		return
	}
	if o := l.do(voucher.Citizen, uint32(kin[f][0]), &voucher.ShowCode{Family: f}); o.Refusal == nil {
		l.codes = append(l.codes, o.Result.Code)
	}
}

func (l *country) showCode(t *rapid.T) {
	f, _ := drawOwner(t)
	l.shows(f, l.drawStore(t))
}

func (l *country) scanCode(t *rapid.T) {
	f, owner := drawOwner(t)
	l.do(voucher.Citizen, uint32(owner), &voucher.ScanCode{Family: f, Code: l.drawCode(t)})
}

// drawCode draws one of the newest codes, or one that is none.
func (l *country) drawCode(t *rapid.T) voucher.QR {
	n := len(l.codes)
	i := n - 1 - rapid.IntRange(0, 2).Draw(t, "codes ago")
	if i < 0 || rapid.IntRange(0, 15).Draw(t, "dangling") == 15 {
		return voucher.QR{1}
	}
	return l.codes[i]
}

func (l *country) buy(t *rapid.T) {
	f, _ := drawOwner(t)
	l.buys(l.drawStore(t), &voucher.Purchase{Code: l.drawCode(t), Offline: rapid.IntRange(0, 9).Draw(t, "offline") == 9, Lines: l.drawBasket(t, f)})
}

// buyWhole shows a code and buys with it.
func (l *country) buyWhole(t *rapid.T) {
	f, _ := drawOwner(t)
	s := l.drawStore(t)
	l.shows(f, s)
	if len(l.codes) > 0 {
		l.buys(s, &voucher.Purchase{Code: l.codes[len(l.codes)-1], Lines: l.drawBasket(t, f)})
	}
}

// buyLate shows a code and buys with it about when it runs out.
func (l *country) buyLate(t *rapid.T) {
	f, _ := drawOwner(t)
	l.shows(f, 1)
	until := l.diary.food.codes[l.diary.food.newest[f]].until
	if until <= l.machine.Now() || len(l.codes) == 0 {
		return
	}
	l.to(max(l.machine.Now(), until.Plus(rapid.SampledFrom(nearBy).Draw(t, "beside"))))
	l.buys(1, &voucher.Purchase{Code: l.codes[len(l.codes)-1], Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Unit, Price: 100_00}}})
}

// buys gives a purchase and holds its answer to the basket.
func (l *country) buys(s voucher.StoreID, c *voucher.Purchase) voucher.Outcome {
	l.Helper()
	c.Store = s
	o := l.do(voucher.StoreTill, uint32(s), c)
	if o.Refusal != nil {
		return o
	}
	l.sales = append(l.sales, sale{o.Result.Purchase, c.Key, s, c.Lines})
	var cost, discount voucher.Money
	for i, line := range o.Result.Lines {
		cost, discount = cost.Plus(line.Cost), discount.Plus(line.Discount)
		if line.Goods != c.Lines[i].Goods || line.Discount < 0 || line.Discount > line.Cost || (!line.Eligible && line.Discount != 0) {
			l.Fatalf("line %d of the basket is split into %+v\nFOOD-BASKET-001: eligible lines only, none beyond its cost", i, line)
		}
	}
	if len(o.Result.Lines) != len(c.Lines) || discount != o.Result.Amount || cost != discount.Plus(o.Result.Paid) || o.Result.Balance < 0 {
		l.Fatalf("a basket of %s with %s off its lines is answered %+v\nFOOD-BASKET-001, FOOD-STORE-003: lines add up exactly", cost, discount, o.Result)
	}
	return o
}

func (l *country) refund(t *rapid.T) {
	if len(l.sales) == 0 {
		return
	}
	p := l.sales[len(l.sales)-1-rapid.IntRange(0, len(l.sales)-1).Draw(t, "sales ago")]
	i := rapid.IntRange(0, len(p.lines)-1).Draw(t, "line")
	q := int64(p.lines[i].Quantity)
	back := rapid.SampledFrom([]int64{q, 1, q - 1, q + 1, q / 2}).Draw(t, "quantity")
	store := p.store
	if rapid.IntRange(0, 15).Draw(t, "other store") == 15 {
		store = p.store%3 + 1
	}
	l.do(voucher.StoreTill, uint32(store), &voucher.Refund{Store: store, Purchase: p.id, Lines: []voucher.RefundLine{{Line: i, Quantity: voucher.Quantity(back)}}})
}

func (l *country) reverse(t *rapid.T) {
	if len(l.sales) == 0 {
		return
	}
	p := l.sales[len(l.sales)-1-rapid.IntRange(0, len(l.sales)-1).Draw(t, "sales ago")]
	l.do(voucher.StoreTill, uint32(p.store), &voucher.Reverse{Store: p.store, Of: p.key})
}

func (l *country) changeStore(t *rapid.T) {
	s := l.drawStore(t)
	on := rapid.Bool().Draw(t, "on")
	switch rapid.IntRange(0, 3).Draw(t, "what") {
	case 0:
		l.do(voucher.AuthorisedBody, 0, &voucher.SuspendStore{Store: s, Lifted: on})
	case 1:
		l.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: s, Closed: !on})
	case 2:
		l.do(voucher.StoreTill, uint32(s), &voucher.IntegrateTill{Store: s, Broken: !on})
	case 3:
		l.do(voucher.StoreTill, uint32(s), &voucher.MarkGoods{Store: s, Goods: voucher.GoodsID(rapid.IntRange(1, 6).Draw(t, "goods")), Unmarked: !on})
	}
}

func (l *country) moveGoods(t *rapid.T) {
	s := l.drawStore(t)
	if rapid.Bool().Draw(t, "delivery") {
		l.do(voucher.StoreTill, uint32(s), &voucher.Deliver{Store: s, Goods: voucher.GoodsID(rapid.IntRange(1, 6).Draw(t, "goods")),
			Quantity: voucher.Quantity(rapid.SampledFrom([]int64{10_000, 1, 0}).Draw(t, "quantity")),
			Price:    voucher.Money(rapid.SampledFrom([]int64{100_00, 99_99, 0, -1}).Draw(t, "price"))})
		return
	}
	f, _ := drawOwner(t)
	l.do(voucher.StoreTill, uint32(s), &voucher.SellOutside{Store: s, Lines: l.drawBasket(t, f)})
}

// lend moves a loan on, about what is outstanding as often as not.
func (l *country) lend(t *rapid.T) {
	s := l.drawStore(t)
	body := rapid.SampledFrom([]voucher.Territory{ofAkmola, inKokshetau, inPavlodar}).Draw(t, "body")
	loan := voucher.LoanID(rapid.IntRange(0, 2).Draw(t, "loan"))
	switch rapid.IntRange(0, 2).Draw(t, "what") {
	case 0:
		l.do(voucher.LocalBody, uint32(body), &voucher.GrantLoan{Store: s, Amount: voucher.Money(rapid.SampledFrom([]int64{1_000_00, 1, 0, -1}).Draw(t, "amount")),
			Purpose: voucher.Purpose(rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "purpose"))})
	case 1:
		l.do(voucher.LocalBody, uint32(body), &voucher.DisburseLoan{Loan: loan})
	case 2:
		owed := int64(0)
		if r := l.ask(voucher.Query{Kind: voucher.AskLoan, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Loan: loan}); r.Loan != nil {
			owed, s = int64(r.Loan.Outstanding), r.Loan.Store
		}
		l.do(voucher.StoreTill, uint32(s), &voucher.RepayLoan{Loan: loan, Amount: voucher.Money(rapid.SampledFrom([]int64{owed, owed - 1, owed + 1, 300_00}).Draw(t, "amount"))})
	}
}

func (l *country) speakUp(t *rapid.T) {
	p := drawPerson(t)
	switch rapid.IntRange(0, 2).Draw(t, "what") {
	case 0:
		l.do(voucher.Citizen, uint32(p), &voucher.Rate{Person: p, Score: uint8(rapid.IntRange(0, 6).Draw(t, "score"))})
	case 1:
		l.do(voucher.Citizen, uint32(p), &voucher.FileAppeal{Person: p})
	case 2:
		l.do(voucher.AuthorisedBody, 0, &voucher.AnswerAppeal{Appeal: voucher.AppealID(rapid.IntRange(0, 2).Draw(t, "appeal"))})
	}
}
