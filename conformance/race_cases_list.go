package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// What comes from two sides at once: the owner of a list and those who are on it, the
// clock and the tills.

var raceListCases = []raceCase{
	{
		name: "list_against_gas_replies", programme: voucher.Gas, also: []voucher.RequirementID{"GAS-LIST-001", "GAS-CONSENT-001", "GAS-OPENING-002"}, title: voucher.Text{
			En: "Updates of the gas list and replies at once: neither is lost, and nobody who was dropped has an open voucher",
			Ru: "Обновления списка по газу и ответы одновременно: ничто не теряется, и у исключённых нет открытого ваучера",
			Kk: "Газ тізімін жаңарту мен жауаптар бір мезгілде: ештеңе жоғалмайды, тізімнен шыққандарда ашық ваучер жоқ",
		},
		setup: gasTown(4), run: func(r *racer) {
			r.listGas(1, 2, 3, 4)
			r.advance(raceGas)
			r.meet(saysYes(voucher.Gas, 1), saysYes(voucher.Gas, 2), saysYes(voucher.Gas, 3), r.drops(1, 2), r.drops(4))
			r.gasWallets([]voucher.PersonID{1, 2, 3, 4})
			r.meet(r.lists(1, 4), saysYes(voucher.Gas, 4), r.drops(3))
			r.gasWallets([]voucher.PersonID{1, 2, 3, 4})
		},
	},
	{
		name: "confirmation_against_the_list", programme: voucher.Gas, also: []voucher.RequirementID{"GAS-LIST-001", "GAS-ACTIVATION-001"}, title: voucher.Text{
			En: "A confirmation and the drop of its person from the list at once: one comes first, and the voucher is active or closed by that",
			Ru: "Подтверждение и исключение человека из списка одновременно: одно происходит первым, и от этого ваучер активен или закрыт",
			Kk: "Растау мен адамды тізімнен шығару бір мезгілде: біреуі бірінші болады, ваучер соған қарай белсенді не жабық",
		},
		setup: func() *voucher.Setup {
			s := gasTown(2)()
			s.Accounts = append(s.Accounts, voucher.AccountSetup{Provider: 1, Number: faultAccounts[1], Class: voucher.Boiler, People: 2})
			return s
		},
		run: func(r *racer) {
			people := r.enter(faultAccounts[0], faultAccounts[1])
			r.meet(confirms(1), confirms(2), r.drops(1), r.drops(2))
			r.gasWallets(people)
		},
	},
	{
		name: "list_against_food_replies", programme: voucher.Food, also: []voucher.RequirementID{"FOOD-LIST-001", "FOOD-CONSENT-001", "FOOD-CREDIT-001"}, title: voucher.Text{
			En: "Updates of the food list and replies at once: neither is lost, and this month is credited all the same",
			Ru: "Обновления продовольственного списка и ответы одновременно: ничто не теряется, и этот месяц всё равно зачисляется",
			Kk: "Азық-түлік тізімін жаңарту мен жауаптар бір мезгілде: ештеңе жоғалмайды, осы айға бәрібір есептеледі",
		},
		setup: raceTown(4, 1), run: func(r *racer) {
			r.listFamilies()
			r.says(4)
			r.wallet(4) // what a voucher is worth
			r.meet(saysYes(voucher.Food, 1), saysYes(voucher.Food, 2), r.dropsFamily(1), r.dropsFamily(2), r.dropsFamily(3))
			for f := voucher.FamilyID(1); f <= 3; f++ {
				r.wallet(f)
			}
			r.ledger()
		},
	},
	{
		name: "refund_against_reversal", programme: voucher.Food, also: []voucher.RequirementID{"FOOD-REFUND-001", "FOOD-REVERSAL-001", "BOTH-MONEY-001"}, title: voucher.Text{
			En: "A return and the reversal of one purchase at once give back what was bought, once", Ru: "Возврат и отмена одной покупки одновременно возвращают купленное один раз",
			Kk: "Бір сатып алуды қайтару мен күшін жою бір мезгілде сатып алынғанды бір рет қайтарады",
		},
		setup: raceTown(1, 1), run: func(r *racer) {
			r.shop(100)
			for range 2 {
				bought, key := r.buy(1, 2)
				r.meet(brings(bought, 2), takesBack(key), brings(bought, 1), takesBack(key))
				r.wallet(1)
			}
			r.ledger()
		},
	},
	{
		name: "purchase_against_the_month_end", programme: voucher.Food, also: []voucher.RequirementID{"FOOD-EXPIRY-001", "FOOD-EXPIRY-002", "BOTH-MONEY-001"}, title: voucher.Text{
			En: "Purchases while the month ends are charged before it or refused after it, and what is left is annulled",
			Ru: "Покупки в миг окончания месяца списываются до него или отклоняются после, а остаток аннулируется",
			Kk: "Ай аяқталған сәттегі сатып алулар соған дейін есептен шығарылады не одан кейін қабылданбайды, қалдық жойылады",
		},
		setup: raceTown(3, 1), run: func(r *racer) {
			r.shop(100)
			r.buy(1, 1)
			r.advance(foodLastSecond)
			moves := []move{{to: foodLastSecond.Plus(voucher.Second)}}
			for f := voucher.FamilyID(1); f <= 3; f++ {
				moves = append(moves, buys(1, r.show(f), 1))
			}
			r.meet(moves...)
			for f := voucher.FamilyID(1); f <= 3; f++ {
				r.ask(voucher.Citizen, uint32(f), &voucher.Query{Kind: voucher.AskFoodWallet, Family: f, Month: raceMonth})
			}
			r.ledger()
		},
	},
}

// saysYes is a move in which a person answers yes.
func saysYes(p voucher.Programme, who voucher.PersonID) move {
	return move{role: voucher.Gateway, cmd: yesTo(p, who)}
}

// gasRows are rows of the gas list.
func (r *racer) gasRows(drop bool, people []voucher.PersonID) *voucher.UpdateGasList {
	c := &voucher.UpdateGasList{}
	for _, p := range people {
		row := voucher.GasListRow{Person: p, Drop: drop}
		if !drop {
			row.Reasons, row.Residence = voucher.SocialAssistance, r.system.told.Setup.Providers[0].Territory
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

// listGas puts people on the gas list.
func (r *racer) listGas(people ...voucher.PersonID) {
	r.do(voucher.ListOwner, 0, r.gasRows(false, people))
}

// lists and drops are moves that put people on the gas list, or take them off it.
func (r *racer) lists(people ...voucher.PersonID) move {
	return move{role: voucher.ListOwner, cmd: r.gasRows(false, people)}
}

func (r *racer) drops(people ...voucher.PersonID) move {
	return move{role: voucher.ListOwner, cmd: r.gasRows(true, people)}
}

// dropsFamily is a move that takes a family off the food list.
func (r *racer) dropsFamily(f voucher.FamilyID) move {
	return move{role: voucher.ListOwner, cmd: &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: f, Drop: true}}}}
}
