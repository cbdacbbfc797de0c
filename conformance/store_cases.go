package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// storeCases are the demands that a till can see on any day.
var storeCases = []storeCase{
	{
		name: "discount_within_balance", requirement: "FOOD-PURCHASE-002", title: voucher.Text{
			En: "A purchase takes no more than the balance and the eligible goods",
			Ru: "Покупка списывает не больше остатка и не больше суммы подходящих товаров",
			Kk: "Сатып алу қалдықтан да, сәйкес тауарлар сомасынан да артық алмайды",
		},
		ask: func(t *till) { t.wallet(); t.buy(t.show(), basket()); t.wallet() },
		judge: func(v *tillView) {
			if !v.led(0, 1) {
				return
			}
			before, o := v.left(0), &v.entry(2).Outcome
			switch r := &o.Result; {
			case o.Refusal != nil:
				v.wrong(2, "ok", discountFromEligible.line("eligible", shelf, "left", before))
			case r.Amount <= 0 || r.Amount > shelf || r.Amount > before:
				v.wrong(2, discountFromEligible.line("eligible", shelf, "left", before))
			case r.Paid != 2*shelf-r.Amount:
				v.wrong(2, "ok paid="+(2*shelf-r.Amount).String(), priceLessDiscount.line())
			case r.Balance != before-r.Amount:
				v.wrong(2, "ok balance="+(before-r.Amount).String())
			case v.left(3) != before-r.Amount:
				v.wrong(3, "ok left="+(before-r.Amount).String(), takenAtOnce.line())
			}
		},
	},
	{
		name: "lines_add_up", requirement: "FOOD-BASKET-001", title: voucher.Text{
			En: "The discount stands on eligible lines only and adds up",
			Ru: "Скидка стоит только в подходящих строках и сходится в сумме",
			Kk: "Жеңілдік тек сәйкес жолдарда тұрады және қосындысы дәл келеді",
		},
		ask: func(t *till) { t.wallet(); t.buy(t.show(), basket()) },
		judge: func(v *tillView) {
			if !v.led(0, 1, 2) {
				return
			}
			r := &v.entry(2).Outcome.Result
			var sum voucher.Money
			for i := range r.Lines {
				l := &r.Lines[i]
				if l.Discount < 0 || l.Discount > l.Cost || (!l.Eligible && l.Discount != 0) || l.Eligible != (l.Goods == listedGoods) || l.Cost != shelf {
					v.wrong(2, linesOfDiscount.line())
				}
				sum = sum.Plus(max(-shelf, min(l.Discount, 2*shelf)))
			}
			if len(r.Lines) != 2 || sum != r.Amount {
				v.wrong(2, "ok amount="+sum.String(), twoLinesSum.line())
			}
		},
	},
	{
		name: "code_used_once", requirement: "FOOD-QR-001", title: voucher.Text{
			En: "A QR code pays one purchase", Ru: "QR-код оплачивает одну покупку", Kk: "QR-код бір ғана сатып алуға жарайды",
		},
		ask: func(t *till) { t.wallet(); code := t.show(); t.buy(code, basket()); t.buy(code, basket()) },
		judge: func(v *tillView) {
			if v.led(0, 1, 2) {
				v.refused(3, voucher.CodeUsed)
			}
		},
	},
	{
		name: "newer_code_ends_the_older", requirement: "FOOD-QR-001", title: voucher.Text{
			En: "A newer QR code ends the older one", Ru: "Новый QR-код отменяет прежний", Kk: "Жаңа QR-код ескісін жояды",
		},
		ask: func(t *till) {
			t.wallet()
			older := t.show()
			newer := t.show()
			t.buy(older, basket())
			t.buy(newer, basket())
		},
		judge: func(v *tillView) {
			if v.led(0, 1, 2) {
				v.refused(3, voucher.CodeReplaced)
				if v.entry(4).Outcome.Refusal != nil {
					v.wrong(4, "ok", newerCodeGood.line())
				}
			}
		},
	},
	{
		name: "unknown_code", requirement: "FOOD-QR-001", title: voucher.Text{
			En: "A code that was never shown pays nothing", Ru: "Код, который не показывали, ничего не оплачивает",
			Kk: "Ешқашан көрсетілмеген кодпен ештеңе төлеуге болмайды",
		},
		ask: func(t *till) { t.wallet(); t.buy(voucher.Slot(0), basket()); t.wallet() },
		judge: func(v *tillView) {
			if !v.led(0) {
				return
			}
			if v.refused(1, voucher.CodeUnknown); v.left(2) != v.left(0) {
				v.wrong(2, "ok left="+v.left(0).String(), refusedTakesNothing.line())
			}
		},
	},
	{
		name: "nothing_eligible", requirement: "FOOD-STORE-001", title: voucher.Text{
			En: "Goods that are not eligible earn no discount", Ru: "Неподходящие товары скидки не дают",
			Kk: "Сәйкес емес тауарларға жеңілдік берілмейді",
		},
		ask: func(t *till) { t.wallet(); t.buy(t.show(), basket()[1:]); t.buy(t.show(), basket()) },
		judge: func(v *tillView) {
			if v.led(0, 1, 3) {
				v.refused(2, voucher.NothingEligible)
				if v.entry(4).Outcome.Refusal != nil {
					v.wrong(4, "ok", eligibleInBasket.line())
				}
			}
		},
	},
	{
		name: "same_key_same_answer", requirement: "BOTH-RETRY-001", title: voucher.Text{
			En: "A repeated purchase is answered the same and done once", Ru: "Повтор покупки даёт тот же ответ и выполняется один раз",
			Kk: "Қайталанған сатып алу бірдей жауап береді және бір рет орындалады",
		},
		ask: func(t *till) {
			t.wallet()
			code := t.show()
			cmd := voucher.Purchase{Store: storeTill, Code: code, Lines: basket()}
			t.do(voucher.StoreTill, uint32(storeTill), &cmd)
			t.again(voucher.StoreTill, uint32(storeTill), &cmd, t.count)
			t.wallet()
			other := cmd
			other.Lines = basket()[:1]
			t.again(voucher.StoreTill, uint32(storeTill), &other, t.count)
		},
		judge: func(v *tillView) {
			if !v.led(0, 1, 2) {
				return
			}
			first, again := &v.entry(2).Outcome, &v.entry(3).Outcome
			switch {
			case answerLines(v.entry(2))[0] != answerLines(v.entry(3))[0]:
				v.wrong(3, answerLines(v.entry(2))[0], asTheFirstTime.line())
			case again.Result.Balance != first.Result.Balance, v.left(4) != first.Result.Balance:
				v.wrong(4, "ok left="+first.Result.Balance.String(), repetitionTakesNothing.line())
			}
			v.refused(5, voucher.KeyReused)
		},
	},
	{
		name: "lost_answer_is_asked_again", requirement: "FOOD-REVERSAL-001", title: voucher.Text{
			En: "A purchase whose answer was lost is repeated by its key and done once",
			Ru: "Покупка, ответ на которую потерян, повторяется по ключу и выполняется один раз",
			Kk: "Жауабы жоғалған сатып алу кілтімен қайталанады және бір рет орындалады",
		},
		ask: func(t *till) {
			t.wallet()
			t.insist(voucher.StoreTill, uint32(storeTill), &voucher.Purchase{Store: storeTill, Code: t.show(), Lines: basket()})
			t.wallet()
		},
		judge: func(v *tillView) {
			if !v.led(0, 1) {
				return
			}
			switch o := &v.entry(2).Outcome; {
			case o.Refusal != nil:
				v.wrong(2, "ok", repetitionAnswered.line())
			case v.left(3) != v.left(0)-o.Result.Amount:
				v.wrong(3, "ok left="+(v.left(0)-o.Result.Amount).String(), takenOnce.line())
			}
		},
	},
	{
		name: "reversal_by_key", requirement: "FOOD-REVERSAL-001", title: voucher.Text{
			En: "A purchase is reversed by its key, once", Ru: "Покупка отменяется по её ключу, один раз",
			Kk: "Сатып алу өз кілтімен бір рет жойылады",
		},
		ask: func(t *till) {
			t.wallet()
			t.buy(t.show(), basket())
			key := voucher.KeyOf(uint64(t.keys), t.count)
			store := uint32(storeTill)
			t.do(voucher.StoreTill, store, &voucher.Reverse{Store: storeTill, Of: key})
			t.wallet()
			t.do(voucher.StoreTill, store, &voucher.Reverse{Store: storeTill, Of: key})
			t.wallet()
		},
		judge: func(v *tillView) {
			if !v.led(0, 1, 2) {
				return
			}
			before := v.left(0)
			switch {
			case v.entry(3).Outcome.Refusal != nil:
				v.wrong(3, "ok", takenBack.line())
			case v.left(4) != before:
				v.wrong(4, "ok left="+before.String(), asBeforePurchase.line())
			case v.left(6) != before:
				v.wrong(6, "ok left="+before.String(), secondGivesNothing.line())
			}
		},
	},
	{
		name: "refund_restores", requirement: "FOOD-REFUND-001", title: voucher.Text{
			En: "Returned goods restore the balance, never more than was taken", Ru: "Возврат восстанавливает остаток, не больше списанного",
			Kk: "Қайтару қалдықты қалпына келтіреді, алынғаннан артық емес",
		},
		ask: func(t *till) {
			t.wallet()
			bought := t.buy(t.show(), basket()).Result.Purchase
			store := uint32(storeTill)
			line := []voucher.RefundLine{{Line: 0, Quantity: voucher.Unit}}
			t.do(voucher.StoreTill, store, &voucher.Refund{Store: storeTill, Purchase: bought, Lines: line})
			t.wallet()
			t.do(voucher.StoreTill, store, &voucher.Refund{Store: storeTill, Purchase: bought, Lines: line})
		},
		judge: func(v *tillView) {
			if !v.led(0, 1, 2) {
				return
			}
			before := v.left(0)
			switch {
			case v.entry(3).Outcome.Refusal != nil:
				v.wrong(3, "ok", goodsGoBack.line())
			case v.left(4) != before:
				v.wrong(4, "ok left="+before.String(), asBeforePurchase.line())
			}
			v.refused(5, voucher.MoreThanBought)
		},
	},
}
