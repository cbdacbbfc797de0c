package mutant

import (
	"context"
	"errors"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var foodReturn = []Mutant{
	{
		ID: "food-return-at-another-store", Requirement: "FOOD-REFUND-001",
		Title: voucher.Text{En: "goods are returned to a store that did not sell them", Ru: "товар возвращают не в тот магазин, где он куплен", Kk: "тауар сатпаған дүкенге қайтарылады"},
		build: rule(func(w *World, r *reference.Rules) {
			right := r.Food.Refund
			r.Food.Refund = func(t *food.Terms, p *food.Sold, wallet *food.Wallet, store voucher.StoreID, now voucher.Instant) (bool, *voucher.Refusal) {
				_, refusal := right(t, p, wallet, store, now)
				late, other := right(t, p, wallet, p.Store, now)
				return late, w.choose(refusal, other)
			}
		}),
	},
	{
		ID: "food-return-after-the-month-restores", Requirement: "FOOD-REFUND-001", Also: breaks("FOOD-EXPIRY-001", "BOTH-MONEY-001"),
		Title: voucher.Text{En: "a return after the month fills the old voucher again", Ru: "возврат после месяца снова пополняет старый ваучер", Kk: "айдан кейінгі қайтару ескі ваучерді қайта толтырады"},
		build: returnsDecided(func(_ *food.Terms, _ *food.Sold, _ *food.Wallet, _ voucher.Instant, _ bool, r *voucher.Refusal) (bool, *voucher.Refusal) {
			return false, r
		}),
	},
	{
		ID: "food-return-in-the-month-not-restored", Requirement: "FOOD-REFUND-001",
		Title: voucher.Text{En: "a return in the month does not fill the balance", Ru: "возврат в том же месяце не пополняет остаток", Kk: "сол айдағы қайтару қалдықты толтырмайды"},
		build: returnsDecided(func(_ *food.Terms, _ *food.Sold, _ *food.Wallet, _ voucher.Instant, _ bool, r *voucher.Refusal) (bool, *voucher.Refusal) {
			return r == nil, r
		}),
	},
	{
		ID: "food-returns-close-a-day-late", Requirement: "FOOD-REFUND-001",
		Title: voucher.Text{En: "returns are taken a day longer", Ru: "возвраты принимаются на день дольше", Kk: "қайтару бір күн ұзақ қабылданады"},
		build: more(voucher.FoodRefundDays, 1),
	},
	{
		ID: "food-returns-close-a-day-early", Requirement: "FOOD-REFUND-001",
		Title: voucher.Text{En: "returns are taken a day less", Ru: "возвраты принимаются на день меньше", Kk: "қайтару бір күн аз қабылданады"},
		build: more(voucher.FoodRefundDays, -1),
	},
	{
		ID: "food-returned-twice", Requirement: "FOOD-REFUND-001", Also: breaks("BOTH-MONEY-001"),
		Title: voucher.Text{En: "the same goods are paid back a second time", Ru: "за один и тот же товар деньги возвращаются дважды", Kk: "бір тауар үшін ақша екі рет қайтарылады"},
		build: rule(returnedTwice),
	},
	{
		ID: "food-reversed-twice", Requirement: "FOOD-REVERSAL-001", Also: breaks("BOTH-MONEY-001"),
		Title: voucher.Text{En: "a purchase is reversed a second time", Ru: "покупка отменяется повторно", Kk: "сатып алудың күші екінші рет жойылады"},
		build: rule(reversedTwice),
	},
	{
		ID: "food-reversal-pays-returned-goods-again", Requirement: "FOOD-REVERSAL-001", Also: breaks("BOTH-MONEY-001"),
		Title: voucher.Text{En: "a reversal restores what had been returned before", Ru: "отмена возвращает и то, что уже было возвращено", Kk: "күшін жою бұрын қайтарылғанды да қайтарады"},
		build: rule(reversalOfAll),
	},
	{
		ID: "food-lost-answer-cannot-be-repeated", Requirement: "FOOD-REVERSAL-001", Also: breaks("BOTH-RETRY-001"),
		Title: voucher.Text{En: "a purchase is charged and answered with an error, and its repetition is a new purchase", Ru: "покупка списана, но в ответ пришла ошибка, а повтор считается новой покупкой", Kk: "сатып алу есептен шығарылған, бірақ жауапқа қате келген, ал қайталау жаңа сатып алу деп саналады"},
		build: commanded(answerLost),
	},
	{
		ID: "food-refused-after-it-was-charged", Requirement: "FOOD-REVERSAL-001", Also: breaks("BOTH-RETRY-001", "FOOD-PURCHASE-002"),
		Title: voucher.Text{En: "a purchase is charged, and its repetition under the same key is refused", Ru: "покупка списана, а её повтор с тем же ключом отклоняется", Kk: "сатып алу есептен шығарылған, ал сол кілтпен қайталануы қабылданбайды"},
		build: commanded(repetitionRefused),
	},
}

var foodJournal = []Mutant{
	{
		ID: "food-journal-misses-an-operation", Requirement: "FOOD-JOURNAL-001",
		Title: voucher.Text{En: "the wallet's history misses the first purchase", Ru: "в истории кошелька нет первой покупки", Kk: "әмиян тарихында бірінші сатып алу жоқ"},
		build: wallets(func(f *voucher.FoodWallet) bool {
			for i := range f.Operations {
				if f.Operations[i].Kind == voucher.Purchased {
					f.Operations = append(f.Operations[:i:i], f.Operations[i+1:]...)
					return true
				}
			}
			return false
		}),
	},
	{
		ID: "food-operation-changed-afterwards", Requirement: "FOOD-JOURNAL-001", Also: breaks("BOTH-JOURNAL-001"),
		Title: voucher.Text{En: "a return changes the purchase that the history holds", Ru: "возврат меняет запись о покупке в истории", Kk: "қайтару тарихтағы сатып алу жазбасын өзгертеді"},
		build: wallets(func(f *voucher.FoodWallet) (changed bool) {
			at := map[voucher.PurchaseID]int{}
			for i := range f.Operations {
				o := &f.Operations[i]
				if o.Kind == voucher.Purchased {
					at[o.Purchase] = i
				}
				if o.Kind == voucher.Refunded || o.Kind == voucher.ReversalBooked {
					f.Operations[at[o.Purchase]].Amount -= o.Amount
					changed = true
				}
			}
			return changed
		}),
	},
}

// wallets changes the food wallets that are read.
func wallets(change func(f *voucher.FoodWallet) bool) build {
	return read(func(_ *voucher.Query, r *voucher.Record) bool { return r.Food != nil && change(r.Food) })
}

// returnsDecided changes the decision on a return.
func returnsDecided(change func(t *food.Terms, p *food.Sold, wallet *food.Wallet, now voucher.Instant, late bool, r *voucher.Refusal) (bool, *voucher.Refusal)) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Food.Refund
		r.Food.Refund = func(t *food.Terms, p *food.Sold, wallet *food.Wallet, store voucher.StoreID, now voucher.Instant) (bool, *voucher.Refusal) {
			late, refusal := right(t, p, wallet, store, now)
			otherLate, other := change(t, p, wallet, now, late, refusal)
			w.differs(late != otherLate || !sameRefusal(refusal, other))
			return otherLate, other
		}
	})
}

// bounded keeps what comes back to a wallet within what it has spent, which no
// rule does once goods are paid back twice. most is the bound of the return under
// way.
func bounded(r *reference.Rules) (most *voucher.Money) {
	most = new(voucher.Money)
	refund, reverse, back, rest := r.Food.Refund, r.Food.Reverse, r.Food.Return, r.Food.Rest
	r.Food.Refund = func(t *food.Terms, p *food.Sold, wallet *food.Wallet, store voucher.StoreID, now voucher.Instant) (bool, *voucher.Refusal) {
		*most = wallet.Spent - wallet.Recovered
		return refund(t, p, wallet, store, now)
	}
	r.Food.Reverse = func(t *food.Terms, p *food.Sold, wallet *food.Wallet, now voucher.Instant) (bool, *voucher.Refusal) {
		*most = wallet.Spent - wallet.Recovered
		return reverse(t, p, wallet, now)
	}
	r.Food.Return = func(lines []food.SoldLine, asked []voucher.RefundLine, split []voucher.LineSplit) (voucher.Money, voucher.Money, *voucher.Refusal) {
		discount, paid, refusal := back(lines, asked, split)
		return min(discount, *most), paid, refusal
	}
	r.Food.Rest = func(lines []food.SoldLine) (voucher.Money, voucher.Money) {
		discount, paid := rest(lines)
		return min(discount, *most), paid
	}
	return most
}

// returnedTwice pays goods back that have come back. The goods themselves are not
// booked a second time.
func returnedTwice(w *World, r *reference.Rules) {
	bounded(r)
	back := r.Food.Return
	r.Food.Return = func(lines []food.SoldLine, asked []voucher.RefundLine, split []voucher.LineSplit) (voucher.Money, voucher.Money, *voucher.Refusal) {
		discount, paid, refusal := back(lines, asked, split)
		if refusal == nil || refusal.Reason != voucher.MoreThanBought {
			return discount, paid, refusal
		}
		whole := make([]food.SoldLine, len(lines))
		for i := range lines {
			whole[i] = lines[i]
			whole[i].Returned = 0
		}
		discount, paid, other := back(whole, asked, split)
		if other != nil {
			return 0, 0, refusal
		}
		for i := range split {
			split[i].Quantity = 0
		}
		w.trip()
		return discount, paid, nil
	}
}

// reversedTwice reverses a purchase again, all of it.
func reversedTwice(w *World, r *reference.Rules) {
	most, again := bounded(r), false
	reverse, rest := r.Food.Reverse, r.Food.Rest
	r.Food.Reverse = func(t *food.Terms, p *food.Sold, wallet *food.Wallet, now voucher.Instant) (bool, *voucher.Refusal) {
		_, refusal := reverse(t, p, wallet, now)
		first := *p
		first.Reversed = false
		late, other := reverse(t, &first, wallet, now)
		again = p.Reversed
		return late, w.choose(refusal, other)
	}
	r.Food.Rest = func(lines []food.SoldLine) (voucher.Money, voucher.Money) {
		if !again {
			return rest(lines)
		}
		return whole(lines, *most)
	}
}

// reversalOfAll restores what returns have restored before.
func reversalOfAll(w *World, r *reference.Rules) {
	most := bounded(r)
	rest := r.Food.Rest
	r.Food.Rest = func(lines []food.SoldLine) (voucher.Money, voucher.Money) {
		right, _ := rest(lines)
		discount, paid := whole(lines, *most)
		w.differs(discount != right)
		return discount, paid
	}
}

// whole is everything that was taken for some lines, returned or not.
func whole(lines []food.SoldLine, most voucher.Money) (discount, paid voucher.Money) {
	for i := range lines {
		discount += lines[i].Discount
		paid += lines[i].Paid
	}
	return min(discount, most), paid
}

var errNoAnswer = errors.New("the answer was lost on the way; try again")

// answerLost carries a purchase out, answers its first sending with an error and
// does not know its key afterwards.
func answerLost(_ *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
	known := map[sender]bool{}
	fresh := freshKeys()
	return func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error) {
		who := senderOf(cmd)
		if cmd.Kind() == voucher.KindPurchase && known[who] {
			o, err := under(ctx, inner, cmd, fresh())
			return o, true, err
		}
		o, err := inner.Do(ctx, cmd)
		if err == nil && cmd.Kind() == voucher.KindPurchase && o.Refusal == nil {
			known[who] = true
			return voucher.Outcome{}, true, errNoAnswer
		}
		return o, false, err
	}
}

// repetitionRefused answers a purchase and forgets the answer.
func repetitionRefused(_ *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
	known := map[sender]bool{}
	fresh := freshKeys()
	return func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error) {
		who := senderOf(cmd)
		if cmd.Kind() == voucher.KindPurchase && known[who] {
			o, err := under(ctx, inner, cmd, fresh())
			return o, true, err
		}
		o, err := inner.Do(ctx, cmd)
		known[who] = known[who] || (err == nil && cmd.Kind() == voucher.KindPurchase && o.Refusal == nil)
		return o, false, err
	}
}
