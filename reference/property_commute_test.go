package reference_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// household is what belongs to one family and to nobody else: people, an
// account, the codes it showed and what it bought.
type household struct {
	family  voucher.FamilyID
	account int // place in the setup
	code    voucher.QR
	bought  sale
}

// deed is one thing that a household does.
type deed func(l *country, h *household) voucher.Outcome

// drawDeed draws a deed. What it draws it draws now, so that two worlds see the
// same deed.
func drawDeed(t *rapid.T, f voucher.FamilyID) deed {
	p := rapid.SampledFrom(kin[f]).Draw(t, "person")
	owner := uint32(kin[f][0])
	switch rapid.IntRange(0, 7).Draw(t, "deed") {
	case 0:
		text := drawText(t)
		return func(l *country, _ *household) voucher.Outcome {
			return l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: text})
		}
	case 1:
		return func(l *country, h *household) voucher.Outcome {
			a := l.setup.Accounts[h.account]
			l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: a.Provider, Account: a.Number})
			l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
			return l.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
		}
	case 2:
		text := drawText(t)
		return func(l *country, _ *household) voucher.Outcome {
			return l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: voucher.PersonID(owner), Text: text})
		}
	case 3, 4, 5:
		lines := []voucher.PurchaseLine{{Goods: voucher.GoodsID(rapid.IntRange(1, 5).Draw(t, "goods")),
			Quantity: voucher.Quantity(rapid.SampledFrom([]int64{1_000, 333, 9_000}).Draw(t, "quantity")),
			Price:    voucher.Money(rapid.SampledFrom([]int64{100_00, 115_01, 1}).Draw(t, "price"))}}
		return func(l *country, h *household) voucher.Outcome { return h.buys(l, lines) }
	case 6:
		return func(l *country, h *household) voucher.Outcome {
			return l.do(voucher.StoreTill, 1, &voucher.Refund{Store: 1, Purchase: h.bought.id, Lines: []voucher.RefundLine{{Quantity: 333}}})
		}
	}
	return func(l *country, h *household) voucher.Outcome {
		return l.do(voucher.StoreTill, 1, &voucher.Reverse{Store: 1, Of: h.bought.key})
	}
}

// buys shows a code and buys with it at the store that both households use.
func (h *household) buys(l *country, lines []voucher.PurchaseLine) voucher.Outcome {
	o := l.do(voucher.Citizen, uint32(kin[h.family][0]), &voucher.ShowCode{Family: h.family})
	if o.Refusal != nil {
		return o
	}
	h.code = o.Result.Code
	c := &voucher.Purchase{Store: 1, Code: h.code, Lines: lines}
	o = l.do(voucher.StoreTill, 1, c)
	if o.Refusal == nil {
		h.bought = sale{o.Result.Purchase, c.Key, 1, lines}
	}
	return o
}

// households are the two families of a country, each with an account.
func households() [2]*household {
	return [2]*household{{family: 1, account: 0}, {family: 2, account: 1}}
}

// standing is what two families and their store have in the end, up to handles.
func standing(l *country) []any {
	var all []any
	for p := voucher.PersonID(1); p <= 5; p++ {
		w := *l.gasWallet(p)
		w.Voucher = 0
		all = append(all, w)
	}
	for f := voucher.FamilyID(1); f <= 2; f++ {
		w := *l.ask(voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(kin[f][0])}, Family: f}).Food
		all = append(all, f, w.State, w.Credited, w.Spent, w.Left, w.Annulled, len(w.Operations))
	}
	day := l.ask(voucher.Query{Kind: voucher.AskStoreDay, Actor: voucher.Actor{Role: voucher.StoreTill, ID: 1}, Store: 1}).StoreDay
	ledger := l.ask(voucher.Query{Kind: voucher.AskLedger, Actor: voucher.Actor{Role: voucher.AuthorisedBody}}).Ledger
	all = append(all, *day, *ledger)
	for g := range voucher.GoodsID(5) {
		all = append(all, *l.ask(voucher.Query{Kind: voucher.AskStock, Actor: voucher.Actor{Role: voucher.StoreTill, ID: 1}, Store: 1, Goods: g + 1}).Stock)
	}
	return all
}

// TestIndependentFamiliesCommute: what two families do at one instant may be
// done in any order: everybody is answered the same and has the same in the
// end.
func TestIndependentFamiliesCommute(t *testing.T) {
	all := seen{}
	often(t, func(t *rapid.T) {
		setup := countrySetup(starts[2])
		worlds := [2]*country{}
		for i := range worlds {
			l := settle(quiet{t}, setup, reference.StandardRules())
			both := []voucher.FoodListRow{{Family: 1, Owner: 1, Members: kin[1], Residence: inKokshetau}, {Family: 2, Owner: 4, Members: kin[2], Residence: inPavlodar}}
			l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: both})
			rows := []voucher.GasListRow{}
			for p := voucher.PersonID(1); p <= 5; p++ {
				rows = append(rows, voucher.GasListRow{Person: p, Reasons: voucher.SocialAssistance, Residence: inAlmaty})
			}
			l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: rows})
			l.to(voucher.At(2026, 1, 7, 0, 0, 0))
			worlds[i] = l
		}
		var deeds [2][]deed
		for i := range deeds {
			f := voucher.FamilyID(i + 1)
			deeds[i] = append(deeds[i], func(l *country, _ *household) voucher.Outcome { // so that there is something to spend
				return l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: kin[f][0], Text: "да"})
			}, func(l *country, _ *household) voucher.Outcome {
				return l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: kin[f][0], Text: "да"})
			})
			for range rapid.IntRange(1, 8).Draw(t, "deeds") {
				deeds[i] = append(deeds[i], drawDeed(t, f))
			}
		}
		// One family after the other, and the two in any merge.
		var answers [2][2][]voucher.Outcome
		for i, h := range households() {
			for _, d := range deeds[i] {
				answers[0][i] = append(answers[0][i], d(worlds[0], h))
			}
		}
		mixed, next := households(), [2]int{}
		for next[0] < len(deeds[0]) || next[1] < len(deeds[1]) {
			i := rapid.IntRange(0, 1).Draw(t, "whose turn")
			if next[i] == len(deeds[i]) {
				i = 1 - i
			}
			answers[1][i] = append(answers[1][i], deeds[i][next[i]](worlds[1], mixed[i]))
			next[i]++
		}
		for i := range deeds {
			for k := range deeds[i] {
				if got, want := answers[1][i][k], answers[0][i][k]; !alike(got, want) {
					t.Fatalf("deed %d of family %d is answered %+v in a merge and %+v one after the other", k+1, i+1, got, want)
				}
			}
		}
		got, want := standing(worlds[1]), standing(worlds[0])
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("in a merge the families have\n%+v, one after the other\n%+v", got, want)
		}
		all.note(worlds[0])
	})
	all.must(t, "purchased", "gas_voucher_activated", "refunded", "reversal_booked")
}

// TestAPurchaseSplitInTwoSpendsTheSame: under the purse reading a basket takes
// the same off the voucher at once or in two parts, whatever is in it and
// however little is left.
func TestAPurchaseSplitInTwoSpendsTheSame(t *testing.T) {
	all := seen{}
	often(t, func(t *rapid.T) {
		var lines []voucher.PurchaseLine
		for range rapid.IntRange(2, 5).Draw(t, "lines") {
			lines = append(lines, voucher.PurchaseLine{Goods: voucher.GoodsID(rapid.IntRange(1, 5).Draw(t, "goods")),
				Quantity: voucher.Quantity(rapid.SampledFrom([]int64{1_000, 1, 333, 40_000, 37_607}).Draw(t, "quantity")),
				Price:    voucher.Money(rapid.SampledFrom([]int64{115_00, 115_01, 99_99, 1, 0}).Draw(t, "price"))})
		}
		cut := rapid.IntRange(1, len(lines)-1).Draw(t, "cut")
		members := kin[2][:rapid.IntRange(1, 2).Draw(t, "members")]
		var spent [2]voucher.Money
		for i, baskets := range [2][][]voucher.PurchaseLine{{lines}, {lines[:cut], lines[cut:]}} {
			l := settle(quiet{t}, countrySetup(starts[2]), reference.StandardRules())
			l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: 2, Owner: 4, Members: members, Residence: inKokshetau}}})
			l.to(voucher.At(2026, 1, 10, 0, 0, 0))
			l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: 4, Text: "да"})
			h := &household{family: 2}
			for _, basket := range baskets {
				h.buys(l, basket)
			}
			spent[i] = l.ask(voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: 4}, Family: 2}).Food.Spent
			all.note(l)
		}
		if spent[0] != spent[1] {
			t.Fatalf("a basket of %d lines spends %s at once and %s cut after %d\nFOOD-PURCHASE-002: min(balance, eligible sum)", len(lines), spent[0], spent[1], cut)
		}
	})
	all.must(t, "purchased", "purchase balance-spent (FOOD-PURCHASE-002)", "purchase nothing-eligible (FOOD-BASKET-001)")
}
