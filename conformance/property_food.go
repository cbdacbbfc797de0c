package conformance

import (
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

// touch notes that something was booked today.
func (l *country) touch() { l.days[l.now().Day()] = true }
