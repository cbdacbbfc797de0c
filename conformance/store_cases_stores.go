package conformance

import (
	"strconv"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// coin is a price with odd tiyn.
const coin = 3*voucher.Tenge + 33

// storeCasesOfStores are the demands on which store may redeem, what its buyer pays
// and how its sums add up. The last one takes the whole balance for a moment.
var storeCasesOfStores = []storeCase{
	{
		name: "apart_from_the_programme", requirement: "FOOD-PURCHASE-001", last: storeApart, title: voucher.Text{
			En: "A store that does not take part redeems nothing", Ru: "Неучаствующий магазин ваучер не принимает", Kk: "Қатыспайтын дүкен ваучерді қабылдамайды",
		},
		ask: func(t *till) {
			t.wallet()
			t.buyAt(storeApart, t.show(), basket())
			t.wallet()
			t.buy(t.show(), basket())
		},
		judge: func(v *tillView) {
			if !v.led(0, 1, 5) {
				return
			}
			// Who was never in is not a participant, who is suspended was one (reading F26).
			v.refused(2, voucher.StoreNotParticipating, voucher.StoreSuspended)
			if v.left(3) != v.left(0) {
				v.wrong(3, "ok left="+v.left(0).String(), refusedTakesNothing.line())
			}
		},
	},
	{
		name: "in_another_city", requirement: "FOOD-PURCHASE-003", last: storeAway, readings: &voucher.Readings{}, title: voucher.Text{
			En: "A store in another city of the pilot takes the voucher too", Ru: "Магазин в другом городе пилота тоже принимает ваучер",
			Kk: "Пилоттың басқа қаласындағы дүкен де ваучерді қабылдайды",
		},
		ask: func(t *till) {
			t.wallet()
			t.buy(t.show(), basket())
			t.buyAt(storeAway, t.show(), basket())
			t.wallet()
		},
		judge: func(v *tillView) {
			if !v.led(0, 1, 2, 3) {
				return
			}
			at, away := &v.entry(2).Outcome, &v.entry(4).Outcome
			switch left := at.Result.Balance - away.Result.Amount; {
			case away.Refusal != nil, away.Result.Amount <= 0:
				v.wrong(4, "ok", everyPilotCity.line())
			case v.left(5) != left:
				v.wrong(5, "ok left="+left.String(), takenAtOnce.line())
			}
		},
	},
	{
		name: "till_not_integrated", requirement: "FOOD-STORE-002", title: voucher.Text{
			En: "A till that is taken off the wallet redeems nothing until it is integrated again",
			Ru: "Касса, отключённая от кошелька, не принимает ваучер, пока её не подключат снова",
			Kk: "Әмияннан ажыратылған касса қайта қосылғанша ваучерді қабылдамайды",
		},
		ask: func(t *till) {
			t.wallet()
			t.integrate(true)
			t.buy(t.show(), basket())
			t.wallet()
			t.integrate(false)
			t.buy(t.show(), basket())
		},
		judge: func(v *tillView) {
			if !v.led(0, 1, 2, 5, 6) {
				return
			}
			switch v.refused(3, voucher.TillNotIntegrated); {
			case v.left(4) != v.left(0):
				v.wrong(4, "ok left="+v.left(0).String(), refusedTakesNothing.line())
			case v.entry(7).Outcome.Refusal != nil:
				v.wrong(7, "ok", tillIntegratedAgain.line())
			}
		},
	},
	{
		name: "buyer_pays_the_rest", requirement: "FOOD-STORE-003", title: voucher.Text{
			En: "The buyer pays the shelf price less the discount", Ru: "Покупатель платит цену на полке за вычетом скидки",
			Kk: "Сатып алушы сөредегі бағадан жеңілдік шегерілген соманы төлейді",
		},
		ask: func(t *till) {
			t.wallet()
			t.buy(t.show(), basket())
			t.buy(t.show(), basket()[:1])
		},
		judge: func(v *tillView) {
			if !v.led(0, 1, 2, 3, 4) {
				return
			}
			for _, sold := range []struct {
				step int
				cost voucher.Money
			}{{2, 2 * shelf}, {4, shelf}} {
				if r := &v.entry(sold.step).Outcome.Result; r.Paid != sold.cost-r.Amount {
					v.wrong(sold.step, "ok paid="+(sold.cost-r.Amount).String(), priceLessDiscount.line())
				}
			}
		},
	},
	{
		name: "day_equals_the_wallet", requirement: "BOTH-MONEY-001", title: voucher.Text{
			En: "What a store gave less what came back is what the family spent there",
			Ru: "Скидки магазина за вычетом возвратов равны тому, что потратила в нём семья",
			Kk: "Дүкен жеңілдіктерінен қайтарулар шегерілсе, отбасының сонда жұмсағаны шығады",
		},
		ask: func(t *till) {
			t.wallet()
			t.storeDay()
			sold := t.buy(t.show(), []voucher.PurchaseLine{{Goods: listedGoods, Quantity: 2 * voucher.Unit, Price: shelf}}).Result.Purchase
			t.do(voucher.StoreTill, uint32(storeTill), &voucher.Refund{Store: storeTill, Purchase: sold, Lines: []voucher.RefundLine{{Line: 0, Quantity: voucher.Unit}}})
			t.wallet()
			t.storeDay()
		},
		judge: judgeStoreDay,
	},
	{
		name: "whole_tiyn", requirement: "BOTH-MONEY-002", title: voucher.Text{
			En: "Balances are kept to the tiyn, and a basket above the balance leaves nothing and not less",
			Ru: "Остаток ведётся до тиына, а корзина дороже остатка не уводит его ниже нуля",
			Kk: "Қалдық тиынға дейін жүргізіледі, ал қалдықтан қымбат себет оны нөлден төмен түсірмейді",
		},
		ask:   askWholeTiyn,
		judge: judgeWholeTiyn,
	},
}

// judgeStoreDay compares a store's day with the family's wallet, before and after a
// purchase of which half comes back.
func judgeStoreDay(v *tillView) {
	if !v.led(0, 2, 3, 4) {
		return
	}
	before, after := v.entry(1).Record.StoreDay, v.entry(6).Record.StoreDay
	switch wallets := [...]*voucher.FoodWallet{v.entry(0).Record.Food, v.entry(5).Record.Food}; {
	case before == nil:
		v.cannot(1)
	case wallets[1] == nil:
		v.wrong(5, balanceIsShown.line())
	case after == nil:
		v.wrong(6, storeDayIsShown.line())
	case after.Purchases <= before.Purchases: // another day has begun, or nothing was counted
		v.wrong(6, "ok purchases="+strconv.FormatUint(uint64(before.Purchases)+1, 10))
	default:
		taken := v.entry(3).Outcome.Result.Amount - v.entry(4).Outcome.Result.Amount
		spent := wallets[1].Spent - wallets[0].Spent
		given := after.Discounts - before.Discounts - after.Returned + before.Returned
		switch {
		case spent != taken:
			v.wrong(5, "ok spent="+(wallets[0].Spent+taken).String(), takenAtOnce.line())
		case given != spent:
			v.wrong(6, discountsLessReturns.line("amount", spent))
		}
	}
}

// askWholeTiyn buys for odd tiyn, then more than the balance covers. Of what the
// shelf lacks for that as much is delivered: once, since all of it comes back.
func askWholeTiyn(t *till) {
	t.wallet()
	t.buy(t.show(), []voucher.PurchaseLine{{Goods: listedGoods, Quantity: voucher.Unit, Price: coin}})
	wallet := t.wallet().Food
	stock := t.look(&voucher.Query{Kind: voucher.AskStock, Store: storeTill, Goods: listedGoods, Actor: voucher.Actor{Role: voucher.StoreTill, ID: uint32(storeTill)}}).Stock
	if wallet == nil || stock == nil {
		return
	}
	more := voucher.Quantity(wallet.Left/shelf+1) * voucher.Unit
	if stock.Left < more {
		t.do(voucher.StoreTill, uint32(storeTill), &voucher.Deliver{Store: storeTill, Goods: listedGoods, Quantity: more - stock.Left, Price: shelf})
	}
	t.buy(t.show(), []voucher.PurchaseLine{{Goods: listedGoods, Quantity: more, Price: shelf}})
	t.wallet()
}

// judgeWholeTiyn holds every balance to the sum that was taken.
func judgeWholeTiyn(v *tillView) {
	if !v.led(0, 1, 2) {
		return
	}
	left := v.left(0)
	for n := 2; n < len(v.steps); n++ {
		e := v.entry(n)
		switch o := &e.Outcome; {
		case e.Query != nil && e.Query.Kind == voucher.AskStock:
			if e.Record.Stock == nil {
				v.cannot(n)
			}
		case e.Query != nil:
			if v.left(n) != left {
				v.wrong(n, "ok left="+left.String(), takenAtOnce.line())
			}
		case o.Refusal != nil:
			v.cannot(n)
		case e.Command.Kind() != voucher.KindPurchase: // nothing is taken
		case o.Result.Amount > left, o.Result.Amount < 0:
			v.wrong(n, "ok balance=0.00", balanceNeverBelow.line())
		default:
			if left -= o.Result.Amount; o.Result.Balance != left {
				v.wrong(n, "ok balance="+left.String())
			}
		}
	}
}
