package mutant

import (
	"context"
	"encoding/binary"
	"slices"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var foodBasket = []Mutant{
	{
		ID: "food-list-of-nineteen-stays", Requirement: "FOOD-BASKET-001", Also: breaks("FOOD-STORE-001"),
		Title: voucher.Text{En: "the longer list of 31 goods never comes into force", Ru: "расширенный список из 31 товара не вступает в силу", Kk: "31 тауардан тұратын кеңейтілген тізім күшіне енбейді"},
		build: every(voucher.FoodListEdition, func(before, _ int64) int64 { return before }),
	},
	{
		ID: "food-list-of-thirty-one-from-the-first-day", Requirement: "FOOD-BASKET-001", Also: breaks("FOOD-STORE-001"),
		Title: voucher.Text{En: "the longer list of 31 goods holds from the first day", Ru: "расширенный список из 31 товара действует с первого дня", Kk: "31 тауардан тұратын кеңейтілген тізім бірінші күннен қолданылады"},
		build: value(voucher.FoodListEdition, voucher.Country, voucher.Items),
	},
	{
		ID: "food-near-miss-discounted", Requirement: "FOOD-BASKET-001", Also: breaks("FOOD-STORE-001"),
		Title: voucher.Text{En: "goods that only look like listed ones earn the discount", Ru: "скидку получают товары, лишь похожие на товары списка", Kk: "тізімдегіге тек ұқсас тауарларға жеңілдік беріледі"},
		build: sales(func(_ *food.Terms, s *food.Sale) {
			for i := range s.Lines {
				if beside, near := s.Lines[i].Item.NearMiss(); near {
					s.Lines[i].Item = beside
				}
			}
		}),
	},
	{
		ID: "food-split-loses-tiyn", Requirement: "FOOD-BASKET-001", Also: breaks("BOTH-MONEY-002"),
		Title: voucher.Text{En: "the discounts of the lines add up to less than the basket's", Ru: "скидки по строкам в сумме меньше скидки корзины", Kk: "жолдардағы жеңілдіктердің қосындысы себет жеңілдігінен аз"},
		build: sold(splitDown),
	},
}

var foodCode = []Mutant{
	{
		ID: "food-code-used-twice", Requirement: "FOOD-QR-001",
		Title: voucher.Text{En: "a QR code pays more than once", Ru: "одним QR-кодом можно расплатиться повторно", Kk: "бір QR-кодпен қайта төлеуге болады"},
		build: sales(func(_ *food.Terms, s *food.Sale) {
			if s.Code != nil {
				s.Code.Used = false
			}
		}),
	},
	{
		ID: "food-code-never-expires", Requirement: "FOOD-QR-001",
		Title: voucher.Text{En: "a QR code never goes out of date", Ru: "срок действия QR-кода не истекает", Kk: "QR-кодтың мерзімі өтпейді"},
		build: sales(func(_ *food.Terms, s *food.Sale) {
			if s.Code != nil {
				s.Code.Until = never
			}
		}),
	},
	{
		ID: "food-code-lives-a-second-longer", Requirement: "FOOD-QR-001", Also: breaks("BOTH-TIME-001"),
		Title: voucher.Text{En: "a QR code lives a second longer", Ru: "QR-код действует на секунду дольше", Kk: "QR-код бір секунд ұзақ жарамды"},
		build: more(voucher.FoodCodeLifetime, 1),
	},
	{
		ID: "food-code-dies-a-second-early", Requirement: "FOOD-QR-001", Also: breaks("BOTH-TIME-001"),
		Title: voucher.Text{En: "a QR code dies a second early", Ru: "QR-код действует на секунду меньше", Kk: "QR-код бір секунд аз жарамды"},
		build: more(voucher.FoodCodeLifetime, -1),
	},
	{
		ID: "food-older-code-still-pays", Requirement: "FOOD-QR-001",
		Title: voucher.Text{En: "an older QR code still pays after a newer one was shown", Ru: "прежний QR-код действует и после показа нового", Kk: "жаңасы көрсетілген соң да бұрынғы QR-код жарамды"},
		build: sales(func(_ *food.Terms, s *food.Sale) {
			if s.Wallet != nil {
				s.Wallet.Code = s.Sequence
			}
		}),
	},
	{
		ID: "food-code-of-another-till-pays", Requirement: "FOOD-QR-001", Also: breaks("BOTH-ACCESS-001"),
		Title: voucher.Text{En: "a QR code that a till shows pays in another store too", Ru: "QR-код, показанный кассой, годится и в другом магазине", Kk: "касса көрсеткен QR-код басқа дүкенде де жарайды"},
		build: sales(func(_ *food.Terms, s *food.Sale) {
			if s.Code != nil && s.Code.Store != 0 {
				s.Code.Store = s.Store
			}
		}),
	},
	{
		ID: "food-codes-are-counted", Requirement: "FOOD-QR-001",
		Title: voucher.Text{En: "QR codes are counted up, so that the next one can be guessed", Ru: "QR-коды идут по порядку, и следующий можно угадать", Kk: "QR-кодтар рет-ретімен беріліп, келесісін болжауға болады"},
		build: wrapper(codesCounted),
	},
}

var foodPurchase = []Mutant{
	{
		ID: "food-store-outside-the-programme-redeems", Requirement: "FOOD-PURCHASE-001",
		Title: voucher.Text{En: "a store that does not take part redeems vouchers", Ru: "ваучеры принимает магазин, который не участвует", Kk: "ваучерді қатыспайтын дүкен қабылдайды"},
		build: sales(func(_ *food.Terms, s *food.Sale) { s.State.In = true }),
	},
	{
		ID: "food-suspended-store-redeems", Requirement: "FOOD-PURCHASE-001",
		Title: voucher.Text{En: "a suspended store redeems vouchers", Ru: "ваучеры принимает приостановленный магазин", Kk: "ваучерді тоқтатылған дүкен қабылдайды"},
		build: sales(func(_ *food.Terms, s *food.Sale) { s.State.Suspended = false }),
	},
	{
		ID: "food-discount-above-the-balance", Requirement: "FOOD-PURCHASE-002", Also: breaks("BOTH-MONEY-001"),
		Title: voucher.Text{En: "the till is told a discount above the balance", Ru: "кассе сообщается скидка больше остатка", Kk: "кассаға қалдықтан көп жеңілдік айтылады"},
		build: answered(wholeBasket),
	},
	{
		ID: "food-empty-voucher-still-pays", Requirement: "FOOD-PURCHASE-002",
		Title: voucher.Text{En: "a voucher that is used up is accepted", Ru: "принимается уже израсходованный ваучер", Kk: "таусылған ваучер қабылданады"},
		build: sold(func(_ *food.Terms, s *food.Sale, b *food.Bill, r *voucher.Refusal) *voucher.Refusal {
			if r == nil || r.Reason != voucher.BalanceSpent {
				return r
			}
			*b = food.Bill{}
			for i := range s.Lines {
				b.Paid += s.Lines[i].Cost
			}
			return nil
		}),
	},
	{
		ID: "food-basket-above-the-balance-refused", Requirement: "FOOD-PURCHASE-002",
		Title: voucher.Text{En: "a basket above the balance is refused, not discounted in part", Ru: "корзина дороже остатка отклоняется, а не оплачивается частично", Kk: "қалдықтан қымбат себет ішінара төленбей, қабылданбайды"},
		build: sold(func(_ *food.Terms, s *food.Sale, _ *food.Bill, r *voucher.Refusal) *voucher.Refusal {
			var most voucher.Money
			for i := range s.Lines {
				most += s.Lines[i].Base
			}
			if r == nil && most > s.Wallet.Balance {
				return balanceTooSmall
			}
			return r
		}),
	},
	{
		ID: "food-till-without-a-line-redeems", Requirement: "FOOD-PURCHASE-002",
		Title: voucher.Text{En: "a till without a line redeems, so that nobody checks the balance first", Ru: "касса без связи принимает ваучер, не проверив остаток", Kk: "байланыссыз касса қалдықты тексермей ваучер қабылдайды"},
		build: reading(voucher.F19, voucher.Option),
	},
	{
		ID: "food-own-city-only", Requirement: "FOOD-PURCHASE-003",
		Title: voucher.Text{En: "a store of another pilot city refuses the voucher", Ru: "магазин другого города пилота не принимает ваучер", Kk: "пилоттың басқа қаласындағы дүкен ваучерді қабылдамайды"},
		build: reading(voucher.F27, voucher.Option),
	},
	{
		ID: "food-store-outside-the-pilot-joins", Requirement: "FOOD-PURCHASE-003", Also: breaks("FOOD-TERRITORY-001"),
		Title: voucher.Text{En: "a store outside the pilot's cities takes part", Ru: "участвует магазин за пределами городов пилота", Kk: "пилот қалаларынан тыс дүкен қатысады"},
		build: rule(func(w *World, r *reference.Rules) {
			saleDecided(w, r, func(t *food.Terms, _ *food.Sale) { t.Pilot = true })
			right := r.Food.Join
			r.Food.Join = func(t *food.Terms) *voucher.Refusal { return w.choose(right(t), nil) }
		}),
	},
	{
		ID: "food-unmarked-goods-discounted", Requirement: "FOOD-STORE-001", Also: breaks("FOOD-BASKET-001"),
		Title: voucher.Text{En: "listed goods that the store has not marked earn the discount", Ru: "скидку получают товары списка без отметки магазина", Kk: "дүкен белгілемеген тізім тауарларына жеңілдік беріледі"},
		build: sales(func(_ *food.Terms, s *food.Sale) {
			for i := range s.Lines {
				s.Lines[i].Shelf.Marked = true
			}
		}),
	},
	{
		ID: "food-mark-is-enough", Requirement: "FOOD-STORE-001", Also: breaks("FOOD-BASKET-001"),
		Title: voucher.Text{En: "marked goods off the list earn the discount", Ru: "скидку получают отмеченные товары не из списка", Kk: "тізімде жоқ белгіленген тауарларға жеңілдік беріледі"},
		build: sales(func(t *food.Terms, s *food.Sale) {
			for i := range s.Lines {
				if l := &s.Lines[i]; l.Shelf.Marked && (l.Item != 0 || l.Shelf.Delivered > 0) && !food.OnList(l.Item, t.Edition) {
					l.Item = 1
				}
			}
		}),
	},
	{
		ID: "food-unmarking-ignored", Requirement: "FOOD-STORE-001",
		Title: voucher.Text{En: "a mark that was taken off still counts", Ru: "снятая отметка продолжает действовать", Kk: "алынған белгі әлі де есептеледі"},
		build: dropped(func(e *voucher.Event) bool { return e.Kind == voucher.GoodsUnmarked }),
	},
	{
		ID: "food-unconnected-till-redeems", Requirement: "FOOD-STORE-002",
		Title: voucher.Text{En: "a till that is not integrated redeems vouchers", Ru: "ваучеры принимает касса без интеграции", Kk: "ваучерді біріктірілмеген касса қабылдайды"},
		build: sales(func(_ *food.Terms, s *food.Sale) { s.State.Integrated = true }),
	},
	{
		ID: "food-buyer-pays-the-shelf-price", Requirement: "FOOD-STORE-003",
		Title: voucher.Text{En: "the buyer pays the whole shelf price, the discount as well", Ru: "покупатель платит полную цену, включая скидку", Kk: "сатып алушы жеңілдігімен қоса толық бағаны төлейді"},
		build: sold(func(_ *food.Terms, _ *food.Sale, b *food.Bill, r *voucher.Refusal) *voucher.Refusal {
			b.Paid += b.Discount
			return r
		}),
	},
}

var balanceTooSmall = voucher.Refuse(voucher.BalanceSpent, "FOOD-PURCHASE-002")

// sales lets purchases be decided on changed copies of what they are decided on.
func sales(change func(t *food.Terms, s *food.Sale)) build {
	return rule(func(w *World, r *reference.Rules) { saleDecided(w, r, change) })
}

// saleDecided replaces the decision on a purchase. Goods and shelves of the
// lines are put back afterwards: what is reported of them stays right.
func saleDecided(w *World, r *reference.Rules, change func(t *food.Terms, s *food.Sale)) {
	right := r.Food.Purchase
	r.Food.Purchase = func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal) {
		spare, other, terms, state := *s, *s, *t, *s.State
		spare.Lines = slices.Clone(s.Lines)
		rightBill, rightRefusal := right(t, &spare)
		other.State = &state
		if s.Code != nil {
			code := *s.Code
			other.Code = &code
		}
		if s.Wallet != nil {
			wallet := *s.Wallet
			other.Wallet = &wallet
		}
		change(&terms, &other)
		bill, refusal := right(&terms, &other)
		for i := range s.Lines {
			s.Lines[i].Item, s.Lines[i].Shelf = spare.Lines[i].Item, spare.Lines[i].Shelf
		}
		w.differs(bill != rightBill || !sameRefusal(refusal, rightRefusal) || (refusal == nil && !sameLines(s.Lines, spare.Lines)))
		return bill, refusal
	}
}

// sold changes the answer to a purchase, and its lines.
func sold(change func(t *food.Terms, s *food.Sale, b *food.Bill, r *voucher.Refusal) *voucher.Refusal) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Food.Purchase
		r.Food.Purchase = func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal) {
			bill, refusal := right(t, s)
			before, lines := bill, slices.Clone(s.Lines)
			other := change(t, s, &bill, refusal)
			w.differs(bill != before || !sameRefusal(refusal, other) || !sameLines(s.Lines, lines))
			if other != nil {
				bill = food.Bill{}
			}
			return bill, other
		}
	})
}

// splitDown gives every line its share rounded down and forgets the rest.
func splitDown(_ *food.Terms, s *food.Sale, b *food.Bill, r *voucher.Refusal) *voucher.Refusal {
	var whole voucher.Money
	for i := range s.Lines {
		whole += s.Lines[i].Base
	}
	if r != nil || b.Discount == whole {
		return r
	}
	for i := range s.Lines {
		l := &s.Lines[i]
		l.Discount = min(l.Discount, b.Discount.ShareDown(int64(l.Base), int64(whole)))
	}
	return r
}

// wholeBasket tells the till that all eligible goods are paid for where the
// balance covered a part only.
func wholeBasket(cmd voucher.Command, o *voucher.Outcome) (changed bool) {
	if cmd.Kind() != voucher.KindPurchase || o.Refusal != nil || o.Result.Balance != 0 {
		return false
	}
	o.Result.Lines = slices.Clone(o.Result.Lines)
	o.Result.Amount, o.Result.Paid = 0, 0
	for i := range o.Result.Lines {
		l := &o.Result.Lines[i]
		if l.Eligible && l.Discount < l.Cost {
			l.Discount, changed = l.Cost, true
		}
		o.Result.Amount += l.Discount
		o.Result.Paid += l.Cost - l.Discount
	}
	return changed
}

// codesCounted shows codes that count up, in the place of the machine's own.
func codesCounted(w *World, inner voucher.System, _ *voucher.Setup) voucher.System {
	shown, meant := map[voucher.QR]voucher.QR{}, map[voucher.QR]voucher.QR{}
	a := &around{inner: inner}
	a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
		if code := voucher.CodeOf(cmd); code != nil {
			given := *code
			defer func() { *code = given }()
			if own, ok := meant[given]; ok {
				*code = own
			}
		}
		o, err := inner.Do(ctx, cmd)
		if err != nil || o.Result.Code == (voucher.QR{}) {
			return o, err
		}
		counted, known := shown[o.Result.Code]
		if !known {
			binary.BigEndian.PutUint32(counted[12:], uint32(len(shown)+1))
			shown[o.Result.Code], meant[counted] = counted, o.Result.Code
		}
		w.trip()
		o.Result.Code = counted
		return o, nil
	}
	return a
}
