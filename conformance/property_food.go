package conformance

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// foodActions are what families, stores and offices do in the food programme.
func (l *country) foodActions() map[string]func() {
	all := map[string]func(){
		"update food list": l.updateFoodList, "answer food": l.answerFood, "activate food": l.activateFood, "show code": l.showCode,
		"scan code": l.scanCode, "buy": l.buy, "buy whole": l.buyWhole, "buy whole again": l.buyWhole, "buy whole once more": l.buyWhole, "buy late": l.buyLate, "refund": l.refund,
		"reverse": l.reverse, "change store": l.changeStore, "move goods": l.moveGoods, "rate": l.rate, "appeal": l.fileAppeal, "answer appeal": l.answerAppeal,
		"stop and buy": l.stopAndBuy, "return whole": l.returnWhole, "return whole again": l.returnWhole, "answer as asked": l.answerAsAsked,
		"spend all": l.spendAll, "sell out": l.sellOut, "buy over the month": l.buyOverTheMonth, "answer food late": l.answerFoodLate, "list late": l.listLate,
		"relist family":     l.relistFamily,
		"repeat a purchase": l.repeatPurchase, "change what is credited": l.changeCredit,
	}
	if l.plays(scenarios.PartyLocalBody) {
		all["lend"], all["lend whole"] = l.lend, l.lendWhole
	}
	return all
}

// family draws a family and its owner.
func (l *country) family() (voucher.FamilyID, voucher.PersonID) {
	f := rapid.IntRange(1, len(kin)).Draw(l.t, "family")
	return voucher.FamilyID(f), kin[f-1][0]
}

// store draws a store; the first is the one that sells most.
func (l *country) store() voucher.StoreID {
	return pick(l, "store", voucher.StoreID(1), 1, 1, 1, 2, 2, 2, 3, 3, 4)
}

// goods draws goods, rarely some that do not exist.
func (l *country) goods() voucher.GoodsID {
	if l.chance("unknown goods", 24) {
		return voucher.GoodsID(len(l.setup.Goods) + 1)
	}
	return voucher.GoodsID(rapid.IntRange(1, len(l.setup.Goods)).Draw(l.t, "goods"))
}

func (l *country) updateFoodList() {
	f := rapid.IntRange(1, len(kin)+1).Draw(l.t, "family")
	row := voucher.FoodListRow{Family: voucher.FamilyID(f), Drop: l.chance("drop", 4), Residence: pick(l, "residence", inKokshetau, inPavlodar, inKostanay, inAkmola)}
	if f <= len(kin) {
		row.Owner = kin[f-1][0]
		row.Members = append(row.Members, kin[f-1][:rapid.IntRange(0, len(kin[f-1])).Draw(l.t, "members")]...)
	}
	switch {
	case l.chance("stranger", 6):
		row.Members = append([]voucher.PersonID{l.person()}, row.Members...)
	case l.chance("of another family", 6):
		row.Members = append(row.Members, kin[f%len(kin)][0])
	}
	l.do(l.role(voucher.ListOwner), 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{row}})
}

// answerer is who hands a food answer on, by how F36 is read.
func (l *country) answerer(p voucher.PersonID) (voucher.Role, uint32) {
	app := l.is(voucher.F36)
	if l.chance("other channel", 12) {
		app = !app
	}
	if app {
		return voucher.Citizen, uint32(p)
	}
	return voucher.Gateway, 0
}

func (l *country) answerFood() {
	p := l.person()
	if l.chance("an owner", 2) {
		_, p = l.family()
	}
	role, id := l.answerer(p)
	l.do(role, id, &voucher.Reply{Programme: voucher.Food, Person: p, Text: l.text()})
}

func (l *country) activateFood() {
	f, owner := l.family()
	l.do(voucher.Citizen, uint32(owner), &voucher.Activate{Family: f})
}

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

// left is what a family has left, as the oracle has it.
func (l *country) left(f voucher.FamilyID) voucher.Money {
	r := l.peek(voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(kin[f-1][0])}, Family: f})
	if r.Food == nil {
		return 0
	}
	return r.Food.Left
}

// stock is what a store has of goods, as the oracle has it.
func (l *country) stock(s voucher.StoreID, g voucher.GoodsID) voucher.Quantity {
	r := l.peek(voucher.Query{Kind: voucher.AskStock, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Store: s, Goods: g})
	if r.Stock == nil {
		return 0
	}
	return r.Stock.Left
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

// sellOut buys all that a store has of goods, or a little more.
func (l *country) sellOut() {
	f, _ := l.family()
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

// answerFoodLate answers about when the month ends.
func (l *country) answerFoodLate() {
	if l.about(l.now().Month().Last().End()) {
		l.answerAsAsked()
	}
}

// repeatPurchase sends a purchase again whose answer was lost.
func (l *country) repeatPurchase() {
	if p, ok := l.sold(); ok {
		l.give(p.cmd)
	}
}

// changeCredit changes what a voucher is worth from tomorrow, and lets an owner
// confirm tomorrow.
func (l *country) changeCredit() {
	s := pick(l, "setting", voucher.Setting{Path: "food.mrp", Value: 5_000_00}, voucher.Setting{Path: "food.coefficient", Value: 1_100_000}, voucher.Setting{Path: "food.markup", Value: 50_000})
	s.From = l.now().Day() + 1
	l.do(voucher.AuthorisedBody, 0, &voucher.ChangeParameter{Setting: s})
	if l.about(s.From.Start()) {
		l.answerAsAsked()
	}
}

// listLate changes the list about when it is frozen, and lets the family answer
// whose members are others before than after.
func (l *country) listLate() {
	frozen := l.now().Month().Day(noticeDay).Start()
	if !l.about(frozen) {
		return
	}
	if !l.chance("members", 2) {
		l.updateFoodList()
		return
	}
	f, owner := l.family()
	some := kin[f-1][:rapid.IntRange(1, len(kin[f-1])).Draw(l.t, "members")]
	l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: f, Owner: owner, Members: slices.Clone(some), Residence: inKokshetau}}})
	l.to(max(l.now(), frozen))
	role, id := l.answerer(owner)
	l.do(role, id, &voucher.Reply{Programme: voucher.Food, Person: owner, Text: "иә"})
	l.ask(&voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(owner)}, Family: f})
}

// relistFamily drops a family and puts it back, a step too often now and then.
func (l *country) relistFamily() {
	f, owner := l.family()
	enter := voucher.FoodListRow{Family: f, Owner: owner, Members: slices.Clone(kin[f-1]), Residence: inKokshetau}
	drop := voucher.FoodListRow{Family: f, Drop: true}
	for _, rows := range [][]voucher.FoodListRow{{drop}, {drop}, {enter, drop}, {enter}} {
		if len(rows) == 1 || l.chance("in one update", 2) {
			l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: rows})
		}
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

// touch notes that something was booked today.
func (l *country) touch() { l.days[l.now().Day()] = true }

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

// answerAsAsked lets an owner answer on a day on which the question is open.
func (l *country) answerAsAsked() {
	_, owner := l.family()
	role, id := l.answerer(owner)
	for range rapid.IntRange(1, 2).Draw(l.t, "replies") {
		l.do(role, id, &voucher.Reply{Programme: voucher.Food, Person: owner, Text: pick(l, "text", "иә", "нет", "что это?")})
	}
}

// lendWhole takes a loan from its promise to its end, a step too often now and
// then.
func (l *country) lendWhole() {
	s, body := voucher.StoreID(1), pick(l, "body", inKokshetau, inAkmola)
	o := l.do(voucher.LocalBody, uint32(body), &voucher.GrantLoan{Store: s, Amount: 500_00, Purpose: pick(l, "purpose", voucher.ForStock, voucher.ForStock, voucher.ForStock, voucher.ForOtherNeeds)})
	if o.Refusal != nil {
		return
	}
	id := o.Result.Loan
	l.loans = append(l.loans, id)
	repay := func() {
		owed := voucher.Money(0)
		if r := l.peek(voucher.Query{Kind: voucher.AskLoan, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Loan: id}); r.Loan != nil {
			owed = r.Loan.Outstanding
		}
		l.do(voucher.StoreTill, uint32(s), &voucher.RepayLoan{Loan: id, Amount: pick(l, "amount", owed, owed+1, owed-1, 300_00)})
	}
	if l.chance("repaid first", 3) {
		repay()
	}
	for range rapid.IntRange(1, 2).Draw(l.t, "paid out") {
		l.do(voucher.LocalBody, uint32(body), &voucher.DisburseLoan{Loan: id})
	}
	for range rapid.IntRange(1, 3).Draw(l.t, "repaid") {
		repay()
	}
}

// loan draws a loan, the newest first, or one that is none.
func (l *country) loan() voucher.LoanID {
	i := len(l.loans) - 1 - rapid.IntRange(0, 1).Draw(l.t, "loans ago")
	if i < 0 || l.chance("dangling", 16) {
		return dangling
	}
	return l.loans[i]
}

// lend moves a loan on, about what is outstanding as often as not.
func (l *country) lend() {
	s := l.store()
	body := pick(l, "body", inKokshetau, inAkmola, inPavlodar)
	switch rapid.IntRange(0, 2).Draw(l.t, "what") {
	case 0:
		o := l.do(l.role(voucher.LocalBody), uint32(body), &voucher.GrantLoan{Store: s, Amount: pick(l, "amount", voucher.Money(1_000_00), 1, 0, -1), Purpose: pick(l, "purpose", voucher.ForStock, 1, 2)})
		if o.Refusal == nil {
			l.loans = append(l.loans, o.Result.Loan)
		}
	case 1:
		l.do(voucher.LocalBody, uint32(body), &voucher.DisburseLoan{Loan: l.loan()})
	case 2:
		id := l.loan()
		owed := voucher.Money(0)
		if r := l.peek(voucher.Query{Kind: voucher.AskLoan, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Loan: id}); r.Loan != nil {
			owed, s = r.Loan.Outstanding, r.Loan.Store
		}
		l.do(voucher.StoreTill, uint32(s), &voucher.RepayLoan{Loan: id, Amount: pick(l, "amount", owed, owed-1, owed+1, 300_00)})
	}
}

func (l *country) rate() {
	p := l.person()
	l.do(l.role(voucher.Citizen), uint32(p), &voucher.Rate{Person: p, Score: uint8(rapid.IntRange(0, 6).Draw(l.t, "score"))})
	l.touch()
}

func (l *country) fileAppeal() {
	p := l.person()
	if o := l.do(voucher.Citizen, uint32(p), &voucher.FileAppeal{Person: p}); o.Refusal == nil {
		l.appeals = append(l.appeals, o.Result.Appeal)
		l.touch()
	}
}

func (l *country) answerAppeal() {
	i := len(l.appeals) - 1 - rapid.IntRange(0, 1).Draw(l.t, "appeals ago")
	id := voucher.AppealID(dangling)
	if i >= 0 && !l.chance("dangling", 16) {
		id = l.appeals[i]
	}
	l.do(l.role(voucher.AuthorisedBody), 0, &voucher.AnswerAppeal{Appeal: id})
}
