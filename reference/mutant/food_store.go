package mutant

import (
	"context"
	"slices"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var foodLoan = []Mutant{
	{
		ID: "food-loan-paid-out-twice", Requirement: "FOOD-LOAN-001",
		Title: voucher.Text{En: "a loan is paid out a second time", Ru: "заём выдаётся повторно", Kk: "қарыз екінші рет беріледі"},
		build: disbursed(func(l *food.Loan, _ *food.Store) { l.Disbursed = 0 }),
	},
	{
		ID: "food-loan-overpaid", Requirement: "FOOD-LOAN-001",
		Title: voucher.Text{En: "more is repaid than is outstanding", Ru: "возвращается больше остатка долга", Kk: "қарыз қалдығынан көп қайтарылады"},
		build: repaid(func(l *food.Loan, amount voucher.Money) { l.Repaid = min(l.Repaid, l.Disbursed-amount) }),
	},
	{
		ID: "food-loan-repaid-before-it-is-paid-out", Requirement: "FOOD-LOAN-001",
		Title: voucher.Text{En: "a loan is repaid before it was paid out", Ru: "заём возвращается до его выдачи", Kk: "қарыз берілмей тұрып қайтарылады"},
		build: repaid(func(l *food.Loan, _ voucher.Money) {
			if l.Disbursed == 0 {
				l.Disbursed = l.Granted
			}
		}),
	},
	{
		ID: "food-repayments-not-taken-off", Requirement: "FOOD-LOAN-001",
		Title: voucher.Text{En: "the outstanding sum does not fall with repayments", Ru: "остаток долга не уменьшается после возврата", Kk: "қарыз қалдығы қайтарудан кейін азаймайды"},
		build: read(func(_ *voucher.Query, r *voucher.Record) bool {
			if r.Loan == nil || r.Loan.Repaid == 0 {
				return false
			}
			r.Loan.Outstanding = r.Loan.Disbursed
			return true
		}),
	},
	{
		ID: "food-loan-for-other-needs", Requirement: "FOOD-LOAN-002",
		Title: voucher.Text{En: "a loan is granted for something else than stock", Ru: "заём выдаётся не на товарные запасы", Kk: "қарыз тауар қорынан басқаға беріледі"},
		build: granted(func(_ *food.Store, why *voucher.Purpose) { *why = voucher.ForStock }),
	},
	{
		ID: "food-loan-to-any-store", Requirement: "FOOD-LOAN-002",
		Title: voucher.Text{En: "a loan is granted to a store that does not take part", Ru: "заём выдаётся неучаствующему магазину", Kk: "қарыз қатыспайтын дүкенге беріледі"},
		build: granted(func(s *food.Store, _ *voucher.Purpose) { s.In = true }),
	},
}

var foodTrace = []Mutant{
	{
		ID: "food-sold-more-than-delivered", Requirement: "FOOD-TRACE-001",
		Title: voucher.Text{En: "a voucher purchase of more than the traced stock is accepted", Ru: "принимается покупка по ваучеру сверх прослеживаемого остатка", Kk: "қадағаланатын қордан артық ваучерлік сатып алу қабылданады"},
		build: reading(voucher.F37, voucher.Option),
	},
	{
		ID: "food-overdraft-not-reported", Requirement: "FOOD-TRACE-001",
		Title: voucher.Text{En: "a sale beyond the traced stock is not reported", Ru: "о продаже сверх прослеживаемого остатка не сообщается", Kk: "қадағаланатын қордан артық сату туралы хабарланбайды"},
		build: dropped(func(e *voucher.Event) bool { return e.Kind == voucher.StockOverdrawn }),
	},
	{
		ID: "food-returned-goods-stay-sold", Requirement: "FOOD-TRACE-001",
		Title: voucher.Text{En: "returned goods do not come back to the traced stock", Ru: "возвращённый товар не восстанавливается в прослеживаемом остатке", Kk: "қайтарылған тауар қадағаланатын қорға қосылмайды"},
		build: watched(returnsStaySold),
	},
	{
		ID: "food-markup-not-reported", Requirement: "FOOD-TRACE-002",
		Title: voucher.Text{En: "a price above the set maximum markup is not reported", Ru: "о цене выше предельной надбавки не сообщается", Kk: "шекті үстемеден жоғары баға туралы хабарланбайды"},
		build: dropped(func(e *voucher.Event) bool { return e.Kind == voucher.MarkupExceeded }),
	},
	{
		ID: "food-markup-not-capped", Requirement: "FOOD-TRACE-002", Also: breaks("FOOD-PURCHASE-002"),
		Title: voucher.Text{En: "the discount is computed on a price above the set maximum markup", Ru: "скидка считается с цены выше предельной надбавки", Kk: "жеңілдік шекті үстемеден жоғары бағадан есептеледі"},
		build: rule(markupUncapped),
	},
	{
		ID: "food-overpriced-sale-stopped", Requirement: "FOOD-TRACE-002",
		Title: voucher.Text{En: "a price above the set maximum markup stops the sale", Ru: "цена выше предельной надбавки останавливает продажу", Kk: "шекті үстемеден жоғары баға сатуды тоқтатады"},
		build: sold(func(_ *food.Terms, s *food.Sale, _ *food.Bill, r *voucher.Refusal) *voucher.Refusal {
			if r == nil && slices.ContainsFunc(s.Lines, func(l food.Line) bool { return l.Overpriced }) {
				return nothingFits
			}
			return r
		}),
	},
	{
		ID: "food-purchase-price-of-the-first-delivery", Requirement: "FOOD-TRACE-002",
		Title: voucher.Text{En: "the price of the first delivery counts, not of the latest", Ru: "берётся цена первой поставки, а не последней", Kk: "соңғы емес, бірінші жеткізілім бағасы алынады"},
		build: event(firstPriceStays),
	},
}

var nothingFits = voucher.Refuse(voucher.NothingEligible, "FOOD-BASKET-001")

var foodFeedback = []Mutant{
	{
		ID: "food-anybody-rates", Requirement: "FOOD-FEEDBACK-001",
		Title: voucher.Text{En: "who was never a recipient rates the service", Ru: "услугу оценивает тот, кто никогда не был получателем", Kk: "қызметті ешқашан алушы болмаған адам бағалайды"},
		build: rule(func(w *World, r *reference.Rules) {
			right := r.Food.Rate
			r.Food.Rate = func(recipient bool, score uint8) *voucher.Refusal {
				return w.choose(right(recipient, score), right(true, score))
			}
		}),
	},
	{
		ID: "food-any-score-taken", Requirement: "FOOD-FEEDBACK-001",
		Title: voucher.Text{En: "a score off the scale is taken", Ru: "принимается оценка вне шкалы", Kk: "шкаладан тыс баға қабылданады"},
		build: rule(func(w *World, r *reference.Rules) {
			right := r.Food.Rate
			r.Food.Rate = func(recipient bool, score uint8) *voucher.Refusal {
				return w.choose(right(recipient, score), right(recipient, food.ScoreMax))
			}
		}),
	},
	{
		ID: "food-ratings-refused", Requirement: "FOOD-FEEDBACK-001",
		Title: voucher.Text{En: "nobody may rate the service", Ru: "оценить услугу нельзя никому", Kk: "қызметті ешкім бағалай алмайды"},
		build: rule(func(w *World, r *reference.Rules) {
			right := r.Food.Rate
			r.Food.Rate = func(recipient bool, score uint8) *voucher.Refusal {
				return w.choose(right(recipient, score), right(false, score))
			}
		}),
	},
	{
		ID: "food-anybody-appeals", Requirement: "FOOD-FEEDBACK-002",
		Title: voucher.Text{En: "who was never a recipient files an appeal", Ru: "обращение подаёт тот, кто никогда не был получателем", Kk: "өтінішті ешқашан алушы болмаған адам береді"},
		build: rule(func(w *World, r *reference.Rules) {
			right := r.Food.File
			r.Food.File = func(recipient bool) *voucher.Refusal { return w.choose(right(recipient), right(true)) }
		}),
	},
	{
		ID: "food-appeal-state-hidden", Requirement: "FOOD-FEEDBACK-002",
		Title: voucher.Text{En: "an answered appeal still shows as open", Ru: "рассмотренное обращение показывается как открытое", Kk: "қаралған өтініш ашық болып көрсетіледі"},
		build: read(func(_ *voucher.Query, r *voucher.Record) bool {
			if r.Appeal == nil || r.Appeal.Answered == 0 {
				return false
			}
			r.Appeal.Answered = 0
			return true
		}),
	},
	{
		ID: "food-appeal-answered-twice", Requirement: "FOOD-FEEDBACK-002",
		Title: voucher.Text{En: "an appeal is answered a second time", Ru: "на обращение отвечают повторно", Kk: "өтінішке екінші рет жауап беріледі"},
		build: rule(func(w *World, r *reference.Rules) {
			right := r.Food.Close
			r.Food.Close = func(a *food.Appeal) *voucher.Refusal { return w.choose(right(a), nil) }
		}),
	},
}

// disbursed lets the paying out of a loan be decided on something else.
func disbursed(change func(l *food.Loan, s *food.Store)) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Food.Disburse
		r.Food.Disburse = func(l *food.Loan, body voucher.Territory, s *food.Store) *voucher.Refusal {
			loan, store := *l, *s
			change(&loan, &store)
			return w.choose(right(l, body, s), right(&loan, body, &store))
		}
	})
}

// repaid lets a repayment be decided on something else.
func repaid(change func(l *food.Loan, amount voucher.Money)) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Food.Repay
		r.Food.Repay = func(l *food.Loan, amount voucher.Money) *voucher.Refusal {
			loan := *l
			change(&loan, amount)
			return w.choose(right(l, amount), right(&loan, amount))
		}
	})
}

// granted lets a loan be granted as if to another store, or for something else.
func granted(change func(s *food.Store, why *voucher.Purpose)) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Food.Grant
		r.Food.Grant = func(body voucher.Territory, s *food.Store, amount voucher.Money, why voucher.Purpose) *voucher.Refusal {
			store, other := *s, why
			change(&store, &other)
			return w.choose(right(body, s, amount, why), right(body, &store, amount, other))
		}
	})
}

// returnsStaySold shows a stock to which nothing comes back.
func returnsStaySold(*World, voucher.System, *voucher.Setup) watcher {
	type shelf struct {
		store voucher.StoreID
		goods voucher.GoodsID
	}
	back := map[shelf]voucher.Quantity{}
	bought := map[uint32]map[voucher.GoodsID]voucher.Quantity{}
	return watcher{
		saw: func(e *voucher.Event) {
			switch e.Kind {
			case voucher.Purchased:
				left := map[voucher.GoodsID]voucher.Quantity{}
				for _, l := range e.Lines {
					left[l.Goods] += l.Quantity
				}
				bought[e.Ref] = left
			case voucher.Refunded:
				for _, l := range e.Lines {
					back[shelf{e.Store, l.Goods}] += l.Quantity
					if left := bought[e.Ref]; left != nil {
						left[l.Goods] -= l.Quantity
					}
				}
			case voucher.ReversalBooked:
				for goods, left := range bought[e.Ref] {
					back[shelf{e.Store, goods}] += left
				}
			}
		},
		read: func(_ context.Context, q *voucher.Query, r *voucher.Record) bool {
			n := back[shelf{q.Store, q.Goods}]
			if r.Stock == nil || n == 0 {
				return false
			}
			r.Stock.Sold += n
			r.Stock.Left -= n
			return true
		},
	}
}

// markupUncapped computes the discount on the shelf price where the ceiling is
// lower. What is above the ceiling is reported all the same.
func markupUncapped(w *World, r *reference.Rules) {
	saleDecided(w, r, func(_ *food.Terms, s *food.Sale) {
		for i := range s.Lines {
			s.Lines[i].Shelf.Bought = max(s.Lines[i].Shelf.Bought, s.Lines[i].Price)
		}
	})
	uncapped := r.Food.Purchase
	r.Food.Purchase = func(t *food.Terms, s *food.Sale) (food.Bill, *voucher.Refusal) {
		bill, refusal := uncapped(t, s)
		for i := range s.Lines {
			l := &s.Lines[i]
			if ceiling := t.Ceiling(l.Shelf.Bought); food.OnList(l.Item, t.Edition) && l.Shelf.Delivered > 0 && l.Price > ceiling {
				l.Overpriced, l.Ceiling = true, ceiling
			}
		}
		return bill, refusal
	}
}

// firstPriceStays books every delivery at the price of the first.
func firstPriceStays(w *World) filter {
	type shelf struct {
		store voucher.StoreID
		goods voucher.GoodsID
	}
	first := map[shelf]voucher.Money{}
	return func(e voucher.Event, pass func(voucher.Event)) {
		if e.Kind == voucher.Delivered {
			price, known := first[shelf{e.Store, e.Goods}]
			if !known {
				price = e.Amount
				first[shelf{e.Store, e.Goods}] = price
			}
			w.differs(price != e.Amount)
			e.Amount = price
		}
		pass(e)
	}
}
