package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

var raceFoodCases = []raceCase{
	{
		name: "one_code_at_many_tills", programme: voucher.Food, also: []voucher.RequirementID{"FOOD-QR-001"}, title: voucher.Text{
			En: "One QR code at many tills at once pays one purchase", Ru: "Один QR-код на многих кассах одновременно оплачивает одну покупку",
			Kk: "Бір QR-код бірнеше кассада бір мезгілде бір ғана сатып алуды төлейді",
		},
		setup: raceTown(1, 2), run: func(r *racer) {
			r.shop(100)
			r.buy(1, 1)
			for range 2 {
				code := r.show(1)
				r.meet(buys(1, code, 1), buys(2, code, 1), buys(1, code, 1), looks(1), looks(1))
			}
			r.wallet(1)
			r.ledger()
		},
	},
	{
		name: "one_balance_in_and_out", programme: voucher.Food, also: []voucher.RequirementID{"BOTH-MONEY-001", "FOOD-PURCHASE-002"}, title: voucher.Text{
			En: "Purchases and returns at once leave the balance that they leave one after the other",
			Ru: "Одновременные покупки и возвраты оставляют тот же остаток, что и поочерёдные",
			Kk: "Бір мезгілдегі сатып алулар мен қайтарулардан кейінгі қалдық кезекпен жасалғандағыдай",
		},
		setup: raceTown(1, 1), run: func(r *racer) {
			r.shop(100)
			first, _ := r.buy(1, 3)
			_, second := r.buy(1, 1)
			r.meet(buys(1, r.show(1), 1), brings(first, 1), takesBack(second), looks(1), looks(1))
			r.wallet(1)
			r.meet(buys(1, r.show(1), 1), brings(first, 1), brings(first, 1), looks(1))
			r.wallet(1)
			r.ledger()
		},
	},
	{
		name: "one_purchase_returned_at_once", programme: voucher.Food, also: []voucher.RequirementID{"FOOD-REFUND-001", "FOOD-REVERSAL-001"}, title: voucher.Text{
			En: "Returns of one purchase at once give back what was bought, no more", Ru: "Одновременные возвраты одной покупки возвращают купленное, не больше",
			Kk: "Бір сатып алуды бір мезгілде қайтару сатып алынғаннан артық бермейді",
		},
		setup: raceTown(1, 1), run: func(r *racer) {
			r.shop(100)
			bought, _ := r.buy(1, 3)
			r.meet(brings(bought, 2), brings(bought, 2), brings(bought, 2), looks(1), looks(1))
			r.wallet(1)
			_, key := r.buy(1, 3)
			r.meet(takesBack(key), takesBack(key), takesBack(key), looks(1))
			r.wallet(1)
			bought, key = r.buy(1, 3)
			r.meet(takesBack(key), brings(bought, 1), brings(bought, 2), brings(bought, 1))
			r.wallet(1)
			r.ledger()
		},
	},
	{
		name: "one_stock_for_many_families", programme: voucher.Food, also: []voucher.RequirementID{"FOOD-TRACE-001"}, title: voucher.Text{
			En: "Many families at once buy no more than the traced stock", Ru: "Много семей одновременно покупают не больше прослеживаемого остатка",
			Kk: "Көп отбасы бір мезгілде қадағаланатын қордан артық сатып алмайды",
		},
		setup: raceTown(4, 1), run: func(r *racer) {
			r.shop(7)
			r.buy(1, 2)
			var moves []move
			for f := voucher.FamilyID(1); f <= 4; f++ {
				moves = append(moves, buys(1, r.show(f), 2)) // five are left: two of them fit
			}
			r.meet(moves...)
			r.ask(voucher.StoreTill, uint32(storeTill), &voucher.Query{Kind: voucher.AskStock, Store: storeTill, Goods: listedGoods})
			r.ledger()
		},
	},
	{
		name: "one_voucher_asked_for_at_once", programme: voucher.Food, also: []voucher.RequirementID{"FOOD-CONSENT-001", "FOOD-CREDIT-001"}, title: voucher.Text{
			En: "Many answers to one question at once credit one voucher", Ru: "Много одновременных ответов на один вопрос зачисляют один ваучер",
			Kk: "Бір сұраққа бір мезгілде берілген көп жауап бір ваучер есептейді",
		},
		setup: raceTown(2, 1), run: func(r *racer) {
			r.listFamilies()
			r.says(2)
			r.wallet(2) // what a voucher is worth
			yes := func() move { return move{role: voucher.Gateway, cmd: yesTo(voucher.Food, 1)} }
			r.meet(yes(), yes(), yes(), yes())
			r.wallet(1)
			r.ledger()
		},
	},
	{
		name: "one_person_in_many_families", programme: voucher.Food, also: []voucher.RequirementID{"FOOD-LIST-002"}, title: voucher.Text{
			En: "Updates of the list at once count a person in one family", Ru: "Одновременные обновления списка учитывают человека в одной семье",
			Kk: "Тізімді бір мезгілде жаңарту адамды бір отбасында есептейді",
		},
		setup: raceTown(4, 1), run: raceLists,
	},
}

// raceLists puts person 4 into three families at once, and takes the family that
// counts them off the list again.
func raceLists(r *racer) {
	where := r.system.told.Setup.Stores[0].Territory
	update := func(f voucher.FamilyID, drop bool) move {
		p := voucher.PersonID(f)
		return move{role: voucher.ListOwner, cmd: &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: f, Owner: p, Drop: drop,
			Members: []voucher.PersonID{p, 4}, Residence: where}}}}
	}
	for range 2 {
		accepted := r.meet(update(1, false), update(2, false), update(3, false))
		for i, yes := range accepted {
			f := voucher.FamilyID(i + 1)
			r.wallet(f)
			if yes {
				m := update(f, true)
				r.doAs(0, &m)
			}
		}
	}
}
