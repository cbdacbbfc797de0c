package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// storeCases are the demands that a till can see on any day.
var storeCases = []storeCase{
	{
		"discount_within_balance", "FOOD-PURCHASE-002", voucher.Text{
			En: "A purchase takes no more than the balance and the eligible goods",
			Ru: "Покупка списывает не больше остатка и не больше суммы подходящих товаров",
			Kk: "Сатып алу қалдықтан да, сәйкес тауарлар сомасынан да артық алмайды",
		},
		func(t *till) { t.wallet(); t.buy(t.show(), basket()); t.wallet() },
		func(v *tillView) {
			if !v.led(0, 1) {
				return
			}
			before, o := v.left(0), &v.entry(2).Outcome
			switch r := &o.Result; {
			case o.Refusal != nil:
				v.wrong(2, "ok, with a discount of at most %s", shelf)
			case r.Amount <= 0 || r.Amount > shelf || r.Amount > before:
				v.wrong(2, "ok amount=… above zero, at most %s of eligible goods and %s of balance", shelf, before)
			case r.Paid != 2*shelf-r.Amount:
				v.wrong(2, "ok paid=%s: the shelf price less the discount", 2*shelf-r.Amount)
			case r.Balance != before-r.Amount:
				v.wrong(2, "ok balance=%s", before-r.Amount)
			case v.left(3) != before-r.Amount:
				v.wrong(3, "ok left=%s: what was taken is gone at once", before-r.Amount)
			}
		},
	},
	{
		"lines_add_up", "FOOD-BASKET-001", voucher.Text{
			En: "The discount stands on eligible lines only and adds up",
			Ru: "Скидка стоит только в подходящих строках и сходится в сумме",
			Kk: "Жеңілдік тек сәйкес жолдарда тұрады және қосындысы дәл келеді",
		},
		func(t *till) { t.wallet(); t.buy(t.show(), basket()) },
		func(v *tillView) {
			if !v.led(0, 1, 2) {
				return
			}
			r := &v.entry(2).Outcome.Result
			var sum voucher.Money
			for i := range r.Lines {
				l := &r.Lines[i]
				if l.Discount < 0 || l.Discount > l.Cost || (!l.Eligible && l.Discount != 0) || l.Eligible != (l.Goods == listedGoods) || l.Cost != shelf {
					v.wrong(2, "ok lines=[…]: the discount of a line is at most its cost, and nothing where it is not eligible")
				}
				sum = sum.Plus(max(-shelf, min(l.Discount, 2*shelf)))
			}
			if len(r.Lines) != 2 || sum != r.Amount {
				v.wrong(2, "ok amount=%s: two lines whose discounts add up to it", sum)
			}
		},
	},
	{
		"code_used_once", "FOOD-QR-001", voucher.Text{
			En: "A QR code pays one purchase", Ru: "QR-код оплачивает одну покупку", Kk: "QR-код бір ғана сатып алуға жарайды",
		},
		func(t *till) { t.wallet(); code := t.show(); t.buy(code, basket()); t.buy(code, basket()) },
		func(v *tillView) {
			if v.led(0, 1, 2) {
				v.refused(3, voucher.CodeUsed)
			}
		},
	},
	{
		"newer_code_ends_the_older", "FOOD-QR-001", voucher.Text{
			En: "A newer QR code ends the older one", Ru: "Новый QR-код отменяет прежний", Kk: "Жаңа QR-код ескісін жояды",
		},
		func(t *till) {
			t.wallet()
			older := t.show()
			newer := t.show()
			t.buy(older, basket())
			t.buy(newer, basket())
		},
		func(v *tillView) {
			if v.led(0, 1, 2) {
				v.refused(3, voucher.CodeReplaced)
				if v.entry(4).Outcome.Refusal != nil {
					v.wrong(4, "ok: the newer code is good")
				}
			}
		},
	},
	{
		"unknown_code", "FOOD-QR-001", voucher.Text{
			En: "A code that was never shown pays nothing", Ru: "Код, который не показывали, ничего не оплачивает",
			Kk: "Ешқашан көрсетілмеген кодпен ештеңе төлеуге болмайды",
		},
		func(t *till) { t.wallet(); t.buy(voucher.Slot(0), basket()); t.wallet() },
		func(v *tillView) {
			if !v.led(0) {
				return
			}
			if v.refused(1, voucher.CodeUnknown); v.left(2) != v.left(0) {
				v.wrong(2, "ok left=%s: a refused purchase takes nothing", v.left(0))
			}
		},
	},
	{
		"nothing_eligible", "FOOD-STORE-001", voucher.Text{
			En: "Goods that are not eligible earn no discount", Ru: "Неподходящие товары скидки не дают",
			Kk: "Сәйкес емес тауарларға жеңілдік берілмейді",
		},
		func(t *till) { t.wallet(); t.buy(t.show(), basket()[1:]); t.buy(t.show(), basket()) },
		func(v *tillView) {
			if v.led(0, 1, 3) {
				v.refused(2, voucher.NothingEligible)
				if v.entry(4).Outcome.Refusal != nil {
					v.wrong(4, "ok: with eligible goods in the basket")
				}
			}
		},
	},
	{
		"same_key_same_answer", "BOTH-RETRY-001", voucher.Text{
			En: "A repeated purchase is answered the same and done once", Ru: "Повтор покупки даёт тот же ответ и выполняется один раз",
			Kk: "Қайталанған сатып алу бірдей жауап береді және бір рет орындалады",
		},
		func(t *till) {
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
		func(v *tillView) {
			if !v.led(0, 1, 2) {
				return
			}
			first, again := &v.entry(2).Outcome, &v.entry(3).Outcome
			switch {
			case answerLines(v.entry(2))[0] != answerLines(v.entry(3))[0]:
				v.wrong(3, "%s: the same as the first time", answerLines(v.entry(2))[0])
			case again.Result.Balance != first.Result.Balance, v.left(4) != first.Result.Balance:
				v.wrong(4, "ok left=%s: the repetition takes nothing", first.Result.Balance)
			}
			v.refused(5, voucher.KeyReused)
		},
	},
	{
		"lost_answer_is_asked_again", "FOOD-REVERSAL-001", voucher.Text{
			En: "A purchase whose answer was lost is repeated by its key and done once",
			Ru: "Покупка, ответ на которую потерян, повторяется по ключу и выполняется один раз",
			Kk: "Жауабы жоғалған сатып алу кілтімен қайталанады және бір рет орындалады",
		},
		func(t *till) {
			t.wallet()
			t.insist(voucher.StoreTill, uint32(storeTill), &voucher.Purchase{Store: storeTill, Code: t.show(), Lines: basket()})
			t.wallet()
		},
		func(v *tillView) {
			if !v.led(0, 1) {
				return
			}
			switch o := &v.entry(2).Outcome; {
			case o.Refusal != nil:
				v.wrong(2, "ok: the repetition is answered as the purchase was")
			case v.left(3) != v.left(0)-o.Result.Amount:
				v.wrong(3, "ok left=%s: it is taken once", v.left(0)-o.Result.Amount)
			}
		},
	},
	{
		"reversal_by_key", "FOOD-REVERSAL-001", voucher.Text{
			En: "A purchase is reversed by its key, once", Ru: "Покупка отменяется по её ключу, один раз",
			Kk: "Сатып алу өз кілтімен бір рет жойылады",
		},
		func(t *till) {
			t.wallet()
			t.buy(t.show(), basket())
			key := voucher.KeyOf(uint64(t.keys), t.count)
			store := uint32(storeTill)
			t.do(voucher.StoreTill, store, &voucher.Reverse{Store: storeTill, Of: key})
			t.wallet()
			t.do(voucher.StoreTill, store, &voucher.Reverse{Store: storeTill, Of: key})
			t.wallet()
		},
		func(v *tillView) {
			if !v.led(0, 1, 2) {
				return
			}
			before := v.left(0)
			switch {
			case v.entry(3).Outcome.Refusal != nil:
				v.wrong(3, "ok: the purchase is taken back")
			case v.left(4) != before:
				v.wrong(4, "ok left=%s: as before the purchase", before)
			case v.left(6) != before:
				v.wrong(6, "ok left=%s: a second reversal gives nothing", before)
			}
		},
	},
	{
		"refund_restores", "FOOD-REFUND-001", voucher.Text{
			En: "Returned goods restore the balance, never more than was taken", Ru: "Возврат восстанавливает остаток, не больше списанного",
			Kk: "Қайтару қалдықты қалпына келтіреді, алынғаннан артық емес",
		},
		func(t *till) {
			t.wallet()
			bought := t.buy(t.show(), basket()).Result.Purchase
			store := uint32(storeTill)
			line := []voucher.RefundLine{{Line: 0, Quantity: voucher.Unit}}
			t.do(voucher.StoreTill, store, &voucher.Refund{Store: storeTill, Purchase: bought, Lines: line})
			t.wallet()
			t.do(voucher.StoreTill, store, &voucher.Refund{Store: storeTill, Purchase: bought, Lines: line})
		},
		func(v *tillView) {
			if !v.led(0, 1, 2) {
				return
			}
			before := v.left(0)
			switch {
			case v.entry(3).Outcome.Refusal != nil:
				v.wrong(3, "ok: the goods go back")
			case v.left(4) != before:
				v.wrong(4, "ok left=%s: as before the purchase", before)
			}
			v.refused(5, voucher.MoreThanBought)
		},
	},
}
