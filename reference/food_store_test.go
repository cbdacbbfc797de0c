package reference_test

import (
	"context"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestFoodStoreAnswers(t *testing.T) {
	local := func(t voucher.Territory) voucher.Actor {
		return voucher.Actor{Role: voucher.LocalBody, ID: uint32(t)}
	}
	till := func(s voucher.StoreID) voucher.Actor { return voucher.Actor{Role: voucher.StoreTill, ID: uint32(s)} }
	rows := []struct {
		name  string
		actor voucher.Actor
		cmd   voucher.Command
		want  string
		why   string
	}{
		{"register by the city", local(inKokshetau), &voucher.RegisterStore{Store: shop}, "", "BOTH-ACCESS-001"},
		{"register by the region", local(ofAkmola), &voucher.RegisterStore{Store: shop}, "", "BOTH-ACCESS-001"},
		{"register by another city", local(inPavlodar), &voucher.RegisterStore{Store: shop}, "record-not-own", "BOTH-ACCESS-001"},
		{"register by the store", till(shop), &voucher.RegisterStore{Store: shop}, "role-not-allowed", "BOTH-ACCESS-001"},
		{"register who is unknown", local(inKokshetau), &voucher.RegisterStore{Store: 9}, "record-unknown", "stores come from the setup"},
		{"suspend who is not in", voucher.Actor{Role: voucher.AuthorisedBody}, &voucher.SuspendStore{Store: foreign}, "store-not-participating", "F26"},
		{"integrate another's till", till(market), &voucher.IntegrateTill{Store: shop}, "record-not-own", "BOTH-ACCESS-001"},
		{"mark", till(shop), &voucher.MarkGoods{Store: shop, Goods: bread}, "", "FOOD-STORE-001"},
		{"mark without taking part", till(foreign), &voucher.MarkGoods{Store: foreign, Goods: bread}, "store-not-participating", "FOOD-STORE-001"},
		{"mark what nobody sells", till(shop), &voucher.MarkGoods{Store: shop, Goods: 7}, "record-unknown", "goods come from the setup"},
		{"mark in another's store", till(market), &voucher.MarkGoods{Store: shop, Goods: bread}, "record-not-own", "BOTH-ACCESS-001"},
		{"mark what nobody sells in another's store", till(market), &voucher.MarkGoods{Store: shop, Goods: 7}, "record-unknown", "unknown goes before another's"},
		{"deliver what nobody sells to another's store", till(market), &voucher.Deliver{Store: shop, Goods: 7, Quantity: 1}, "record-unknown", "unknown goes before another's"},
		{"sell what nobody sells in another's store", till(market), &voucher.SellOutside{Store: shop, Lines: []voucher.PurchaseLine{line(7, 1, 1)}}, "record-unknown", "unknown goes before another's"},
		{"return what was not bought to another's store", till(market), &voucher.Refund{Store: shop, Purchase: 9, Lines: []voucher.RefundLine{{Quantity: 1}}}, "record-unknown", "unknown goes before another's"},
		{"deliver", till(foreign), &voucher.Deliver{Store: foreign, Goods: flour, Quantity: 1, Price: 1}, "", "FOOD-TRACE-001: before it takes part"},
		{"deliver nothing", till(shop), &voucher.Deliver{Store: shop, Goods: flour, Price: 1}, "value-invalid", "FOOD-TRACE-001"},
		{"deliver what nobody sells", till(shop), &voucher.Deliver{Store: shop, Goods: 7, Quantity: 1}, "record-unknown", "goods come from the setup"},
		{"sell outside in another's store", till(market), &voucher.SellOutside{Store: shop, Lines: []voucher.PurchaseLine{line(flour, 1, 1)}}, "record-not-own", "BOTH-ACCESS-001"},
		{"rate for another", voucher.Actor{Role: voucher.Citizen, ID: 2}, &voucher.Rate{Person: 1, Score: 5}, "record-not-own", "BOTH-ACCESS-001"},
		{"rate as a member", voucher.Actor{Role: voucher.Citizen, ID: 2}, &voucher.Rate{Person: 2, Score: 5}, "", "FOOD-FEEDBACK-001"},
		{"rate off the scale", voucher.Actor{Role: voucher.Citizen, ID: 2}, &voucher.Rate{Person: 2, Score: 6}, "value-invalid", "FOOD-FEEDBACK-001"},
		{"rate as a stranger", voucher.Actor{Role: voucher.Citizen, ID: 12}, &voucher.Rate{Person: 12, Score: 5}, "not-recipient", "FOOD-FEEDBACK-001"},
		{"appeal as a stranger", voucher.Actor{Role: voucher.Citizen, ID: 12}, &voucher.FileAppeal{Person: 12}, "not-recipient", "FOOD-FEEDBACK-002"},
		{"answer what was not filed", voucher.Actor{Role: voucher.AuthorisedBody}, &voucher.AnswerAppeal{Appeal: 1}, "record-unknown", "FOOD-FEEDBACK-002"},
	}
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t)
			w.credit(noon)
			w.refused(w.do(tt.actor.Role, tt.actor.ID, tt.cmd), tt.want, tt.why)
		})
	}
}

func TestFoodRepeatingWhatHoldsMakesNoEvent(t *testing.T) {
	w := newTown(t)
	for _, c := range []voucher.Command{&voucher.RegisterStore{Store: shop}, &voucher.SuspendStore{Store: shop, Lifted: true}} {
		if o := w.must(w.do(voucher.AuthorisedBody, 0, c)); len(o.Events) != 0 {
			t.Errorf("%s: events %v, want none\nnothing changed", c.Kind(), kinds(o.Events))
		}
	}
}

func TestFoodLoan(t *testing.T) {
	w := newTown(t)
	body := uint32(ofAkmola)
	o := w.must(w.do(voucher.LocalBody, body, &voucher.GrantLoan{Store: shop, Amount: 1_000_000, Purpose: voucher.ForStock}))
	id := o.Result.Loan
	pay := func(amount voucher.Money) voucher.Outcome {
		return w.do(voucher.StoreTill, uint32(shop), &voucher.RepayLoan{Loan: id, Amount: amount})
	}
	disburse := func(by voucher.Territory) voucher.Outcome {
		return w.do(voucher.LocalBody, uint32(by), &voucher.DisburseLoan{Loan: id})
	}
	w.refused(pay(1), "loan-not-disbursed", "FOOD-LOAN-001")
	w.refused(disburse(inKokshetau), "record-not-own", "BOTH-ACCESS-001: another body's loan")
	w.must(disburse(ofAkmola))
	w.refused(disburse(ofAkmola), "loan-disbursed", "FOOD-LOAN-001: once")
	w.must(pay(400_000))
	w.refused(pay(600_001), "loan-overpaid", "FOOD-LOAN-001: never over")
	if o := w.must(pay(600_000)); o.Result.Balance != 0 {
		t.Errorf("outstanding %s, want 0\nFOOD-LOAN-001: repaid to zero", o.Result.Balance)
	}
	w.refused(pay(1), "loan-overpaid", "FOOD-LOAN-001: nothing is left")
	w.refused(w.do(voucher.StoreTill, uint32(market), &voucher.RepayLoan{Loan: id, Amount: 1}), "record-not-own", "BOTH-ACCESS-001")
	w.refused(w.do(voucher.StoreTill, uint32(shop), &voucher.RepayLoan{Loan: id + 1, Amount: 1}), "record-unknown", "no such loan")
	w.refused(w.do(voucher.LocalBody, body, &voucher.DisburseLoan{Loan: 0}), "record-unknown", "no such loan")
	l := w.ask(voucher.Query{Kind: voucher.AskLoan, Actor: voucher.Actor{Role: voucher.LocalBody, ID: body}, Loan: id}).Loan
	if want := (voucher.Loan{Store: shop, Granted: 1_000_000, Disbursed: 1_000_000, Repaid: 1_000_000}); *l != want {
		t.Errorf("loan %+v, want %+v\nFOOD-LOAN-001", *l, want)
	}
}

func TestFoodGrantRefusals(t *testing.T) {
	w := newTown(t)
	grant := func(body voucher.Territory, s voucher.StoreID, why voucher.Purpose) voucher.Outcome {
		return w.do(voucher.LocalBody, uint32(body), &voucher.GrantLoan{Store: s, Amount: 1_000, Purpose: why})
	}
	w.refused(grant(inKokshetau, shop, voucher.ForStock), "", "FOOD-LOAN-001")
	w.refused(grant(inPavlodar, shop, voucher.ForStock), "record-not-own", "BOTH-ACCESS-001: a store of elsewhere")
	w.refused(grant(inKostanay, foreign, voucher.ForStock), "store-not-participating", "FOOD-LOAN-002")
	w.refused(grant(inKokshetau, shop, voucher.ForOtherNeeds), "loan-not-for-stock", "FOOD-LOAN-002")
	w.refused(grant(inKokshetau, 9, voucher.ForStock), "record-unknown", "stores come from the setup")
}

func TestFoodAppeal(t *testing.T) {
	w := newTown(t)
	w.to(noon)
	id := w.must(w.do(voucher.Citizen, 3, &voucher.FileAppeal{Person: 3})).Result.Appeal
	see := func() *voucher.Appeal {
		return w.ask(voucher.Query{Kind: voucher.AskAppeal, Actor: voucher.Actor{Role: voucher.Citizen, ID: 3}, Appeal: id}).Appeal
	}
	if a := see(); a.Filed != noon || a.Answered != 0 {
		t.Errorf("appeal %+v, want filed at noon and open\nFOOD-FEEDBACK-002", a)
	}
	w.to(noon.Plus(voucher.Hour))
	answer := func() voucher.Outcome {
		return w.do(voucher.AuthorisedBody, 0, &voucher.AnswerAppeal{Appeal: id})
	}
	w.must(answer())
	if a := see(); a.Answered != noon.Plus(voucher.Hour) {
		t.Errorf("appeal %+v, want answered an hour later\nFOOD-FEEDBACK-002: the state is seen", a)
	}
	w.refused(answer(), "appeal-closed", "FOOD-FEEDBACK-002")
}

func TestFoodQueriesOfOthers(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	loan := w.must(w.do(voucher.LocalBody, uint32(inKokshetau), &voucher.GrantLoan{Store: shop, Amount: 1, Purpose: voucher.ForStock})).Result.Loan
	appeal := w.must(w.do(voucher.Citizen, 3, &voucher.FileAppeal{Person: 3})).Result.Appeal
	actor := func(r voucher.Role, id uint32) voucher.Actor { return voucher.Actor{Role: r, ID: id} }
	rows := []struct {
		name string
		q    voucher.Query
		want string
	}{
		{"own wallet", voucher.Query{Kind: voucher.AskFoodWallet, Actor: actor(voucher.Citizen, 1), Family: four}, ""},
		{"another's wallet", voucher.Query{Kind: voucher.AskFoodWallet, Actor: actor(voucher.Citizen, 5), Family: four}, "record-not-own"},
		{"no such family", voucher.Query{Kind: voucher.AskFoodWallet, Actor: actor(voucher.Citizen, 5), Family: 9}, "record-unknown"},
		{"a store asks for a wallet", voucher.Query{Kind: voucher.AskFoodWallet, Actor: actor(voucher.StoreTill, 1), Family: four}, "role-not-allowed"},
		{"own day", voucher.Query{Kind: voucher.AskStoreDay, Actor: actor(voucher.StoreTill, 1), Store: shop}, ""},
		{"another's day", voucher.Query{Kind: voucher.AskStoreDay, Actor: actor(voucher.StoreTill, 2), Store: shop}, "record-not-own"},
		{"own stock", voucher.Query{Kind: voucher.AskStock, Actor: actor(voucher.StoreTill, 1), Store: shop, Goods: flour}, ""},
		{"another's stock", voucher.Query{Kind: voucher.AskStock, Actor: actor(voucher.StoreTill, 2), Store: shop, Goods: flour}, "record-not-own"},
		{"stock, to the region", voucher.Query{Kind: voucher.AskStock, Actor: actor(voucher.LocalBody, uint32(ofAkmola)), Store: shop, Goods: flour}, ""},
		{"stock, to another city", voucher.Query{Kind: voucher.AskStock, Actor: actor(voucher.LocalBody, uint32(inPavlodar)), Store: shop, Goods: flour}, "record-not-own"},
		{"stock of nothing", voucher.Query{Kind: voucher.AskStock, Actor: actor(voucher.AuthorisedBody, 0), Store: shop, Goods: 9}, "record-unknown"},
		{"own loan", voucher.Query{Kind: voucher.AskLoan, Actor: actor(voucher.StoreTill, 1), Loan: loan}, ""},
		{"another's loan", voucher.Query{Kind: voucher.AskLoan, Actor: actor(voucher.StoreTill, 2), Loan: loan}, "record-not-own"},
		{"another lender's loan", voucher.Query{Kind: voucher.AskLoan, Actor: actor(voucher.LocalBody, uint32(ofAkmola)), Loan: loan}, "record-not-own"},
		{"no such loan", voucher.Query{Kind: voucher.AskLoan, Actor: actor(voucher.AuthorisedBody, 0), Loan: loan + 1}, "record-unknown"},
		{"own appeal", voucher.Query{Kind: voucher.AskAppeal, Actor: actor(voucher.Citizen, 3), Appeal: appeal}, ""},
		{"another's appeal", voucher.Query{Kind: voucher.AskAppeal, Actor: actor(voucher.Citizen, 1), Appeal: appeal}, "record-not-own"},
		{"no such appeal", voucher.Query{Kind: voucher.AskAppeal, Actor: actor(voucher.AuthorisedBody, 0), Appeal: appeal + 1}, "record-unknown"},
		{"today so far", voucher.Query{Kind: voucher.AskDayReport, Actor: actor(voucher.AuthorisedBody, 0)}, ""},
		{"a day to come", voucher.Query{Kind: voucher.AskDayReport, Actor: actor(voucher.AuthorisedBody, 0), Day: noon.Day() + 1}, "record-unknown"},
		{"a day before the pilot", voucher.Query{Kind: voucher.AskDayReport, Actor: actor(voucher.AuthorisedBody, 0), Day: voucher.Date(2026, 1, 4)}, "record-unknown"},
		{"ledger", voucher.Query{Kind: voucher.AskLedger, Actor: actor(voucher.AuthorisedBody, 0)}, ""},
		{"ledger, to a citizen", voucher.Query{Kind: voucher.AskLedger, Actor: actor(voucher.Citizen, 1)}, "role-not-allowed"},
	}
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			r, err := w.Query(context.Background(), &tt.q)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if r.Refusal != nil {
				got = r.Refusal.Reason.String()
			}
			if got != tt.want {
				t.Errorf("answer %q, want %q\nBOTH-ACCESS-001", got, tt.want)
			}
		})
	}
}
