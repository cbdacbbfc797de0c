package conformance

import (
	"context"
	"slices"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// What a build tells of itself as events: that something is reported, and in
// which order it was done. Only a build that declares events is asked.

// toldCase is one check of events: what is done, and which events have to come of
// it, in this order.
type toldCase struct {
	name        string
	requirement voucher.RequirementID
	programme   voucher.Programme
	at          voucher.Instant // where its world begins
	title       voucher.Text
	ask         func(t *till)
	// wrong looks at all events from the case's first step on, in order, and says
	// what has to be there; "" where they are as they have to be.
	wrong func(all []voucher.Event) string
}

var toldChecks = sync.OnceValue(func() []Check {
	var all []Check
	for i := range toldCases {
		c := &toldCases[i]
		all = append(all, Check{ID: string(c.requirement) + "/told_" + c.name, Suite: SuiteStories, Requirement: c.requirement,
			Level: level(c.requirement, false), Title: c.title, Needs: []Ability{NeedsClock, NeedsWorlds, NeedsEvents}, Programmes: c.programme,
			ask: func(ctx context.Context, a *asker) error {
				setup := doctorSetup(c.at)
				system, err := a.begin(ctx, "", setup)
				if err != nil {
					return err
				}
				t := &till{ctx: ctx, system: system, keys: voucher.NewDigest().Text(c.name).Word(a.opts.Seed)}
				c.ask(t)
				return t.err
			},
			judge: func(t *Transcript, _ *bench) Finding { return judgeTold(c, t) }})
	}
	return all
})

func judgeTold(c *toldCase, t *Transcript) Finding {
	if t.Err != "" || len(t.Worlds) == 0 {
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	}
	told := t.Worlds[0]
	if f := refusedBefore(told, len(told.Steps)); f != nil {
		return *f
	}
	var all []voucher.Event
	for i := range told.Entries {
		all = append(all, told.Entries[i].Outcome.Events...)
	}
	if wrong := c.wrong(all); wrong != "" {
		return Finding{Verdict: Fail, Step: len(told.Entries) - 1, Expected: []string{wrong}, Got: eventWords(all)}
	}
	return pass
}

// eventWords names the last events, for a failure's screen.
func eventWords(all []voucher.Event) []string {
	const shown = 6
	if len(all) == 0 {
		return []string{noEventTold.line()}
	}
	var words []string
	for _, e := range all[max(0, len(all)-shown):] {
		words = append(words, eventTold.line("at", e.At, "kind", e.Kind))
	}
	return words
}

// happens wants an event of a kind that a test accepts.
func happens(all []voucher.Event, k voucher.EventKind, is func(*voucher.Event) bool) bool {
	return slices.ContainsFunc(all, func(e voucher.Event) bool { return e.Kind == k && is(&e) })
}

// february4 is the eve of a food month.
var february4 = StoreSetup().At

// dear is a shelf price above the purchase price and 15 %.
const dear = 2 * shelf

var toldCases = []toldCase{
	{
		"markup_is_reported", "FOOD-TRACE-002", voucher.Food, february4, voucher.Text{
			En: "A shelf price above the highest markup is sold and reported", Ru: "Продажа с надбавкой выше предельной проходит, но о ней сообщается",
			Kk: "Шекті үстемеден жоғары баға сатылады, бірақ ол туралы хабарланады",
		},
		func(t *till) {
			t.prime(doctorSetup(february4))
			t.buy(t.show(), []voucher.PurchaseLine{{Goods: listedGoods, Quantity: voucher.Unit, Price: dear}})
		},
		func(all []voucher.Event) string {
			if happens(all, voucher.MarkupExceeded, func(e *voucher.Event) bool {
				return e.Store == storeTill && e.Goods == listedGoods && e.Amount == dear
			}) {
				return ""
			}
			return eventOfGoods.line("event", voucher.MarkupExceeded, "store", storeTill, "goods", listedGoods, "price", dear)
		},
	},
	{
		"overdraft_is_reported", "FOOD-TRACE-001", voucher.Food, february4, voucher.Text{
			En: "A sale outside the programme beyond the traced stock is reported", Ru: "Продажа вне программы сверх прослеживаемого остатка отражается в отчёте",
			Kk: "Бағдарламадан тыс, қадағаланатын қалдықтан артық сату туралы хабарланады",
		},
		func(t *till) {
			t.prime(doctorSetup(february4))
			t.do(voucher.StoreTill, uint32(storeTill), &voucher.SellOutside{Store: storeTill,
				Lines: []voucher.PurchaseLine{{Goods: listedGoods, Quantity: 101 * voucher.Unit, Price: shelf}}})
		},
		func(all []voucher.Event) string {
			// 100 units were delivered: one is missing.
			if happens(all, voucher.StockOverdrawn, func(e *voucher.Event) bool {
				return e.Store == storeTill && e.Goods == listedGoods && e.Quantity == int64(voucher.Unit)
			}) {
				return ""
			}
			return eventOfGoods.line("event", voucher.StockOverdrawn, "store", storeTill, "goods", listedGoods, "quantity", voucher.Unit)
		},
	},
	{
		"windows_close_before_lists_go", "BOTH-TIME-003", voucher.Gas, october6, voucher.Text{
			En: "At one instant windows close before the lists go to the providers", Ru: "В один момент сначала закрываются окна, затем уходят списки поставщикам",
			Kk: "Бір сәтте алдымен терезелер жабылады, содан кейін тізімдер жеткізушілерге кетеді",
		},
		func(t *till) {
			t.advance(t.system.now)
			t.do(voucher.ListOwner, 0, listUpdate(voucher.SocialAssistance))
			t.advance(voucher.At(2025, 10, 8, 10, 0, 0))
			t.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: 1, Text: "да"})
			t.advance(voucher.At(2025, 10, 30, 0, 0, 0))
		},
		func(all []voucher.Event) string {
			closed := slices.IndexFunc(all, func(e voucher.Event) bool { return e.Kind == voucher.GasVoucherClosed })
			sent := slices.IndexFunc(all, func(e voucher.Event) bool { return e.Kind == voucher.ListSent })
			if closed < 0 || sent < 0 || closed > sent {
				return eventsInOrder.line("event", voucher.GasVoucherClosed, "next", voucher.ListSent)
			}
			return ""
		},
	},
}
