package scenarios_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// expect reads an expectation as a story would, for a command or a query.
func expect(t *testing.T, line, kind string, texts ...string) *scenarios.Expectation {
	t.Helper()
	src := "kind: Story\nrequirement: BOTH-MONEY-001\ntitle: {en: A, ru: B, kk: C}\nsetup: |\n  at 2026-02-01\n  people 1\n  provider 750000000\n" +
		"steps:\n  - {do: confirm person=1, as: v}\n  - " + kind + ": " + line + "\n    expect:\n"
	for _, text := range texts {
		src += "      - " + text + "\n"
	}
	story, err := scenarios.ReadStory("x.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return story.Tellings[0].Steps[1].Expect
}

var full = voucher.Outcome{Result: voucher.Result{
	Voucher: 3, Row: 2, Edition: 1, Amount: 135000, Paid: 20000, Code: voucher.Slot(1), Expires: voucher.At(2026, 2, 10, 18, 2, 0),
	Account: voucher.AccountData{Provider: 1, Number: 12345 + 7e12, Class: voucher.Boiler, People: 4},
	Lines: []voucher.LineSplit{
		{Goods: 1, Eligible: true, Quantity: 1500, Price: 45000, Cost: 67500, Discount: 67500},
		{Goods: 2, Quantity: 1000, Price: 100, Cost: 100},
	},
}}

func TestCompare(t *testing.T) {
	full.Result.Account.Number = accountNumber(t, "0012345")
	no := func(r voucher.Reason) voucher.Outcome { return voucher.Outcome{Refusal: &voucher.Refusal{Reason: r}} }
	closed := voucher.Outcome{Refusal: voucher.Refuse(voucher.WindowClosed, "GAS-WINDOW-001"), Result: voucher.Result{Row: 2}}
	for _, tt := range []struct {
		name   string
		expect []string
		answer voucher.Outcome
		want   []string
		why    string
	}{
		{"nothing but a yes", []string{"ok"}, full, nil, "what is not named is not looked at"},
		{"values", []string{"ok amount=1350.00 paid=200.00 balance=0.00 edition=1"}, full, nil, "an absent field is zero"},
		{"another value", []string{"ok amount=1350.01 paid=200.00"}, full, []string{"amount: want 1350.01, got 1350.00"}, "money is compared to the tiyn"},
		{"nested", []string{"ok account.number=0012345 account.class=boiler account.people=4 account.provider=1"}, full, nil, "a record in the result"},
		{
			"nested and wrong", []string{"ok account.number=012345 account.class=stove"}, full,
			[]string{"account.number: want 012345, got 0012345", "account.class: want stove, got boiler"}, "leading zeros are part of the number",
		},
		{"there is one", []string{"ok voucher=some code=some expires=some receipt=none"}, full, nil, "which, is the build's matter"},
		{
			"there is none", []string{"ok voucher=none code=none purchase=some expires=none"}, full,
			[]string{"voucher: want none, got 3", "code: want none, got some", "purchase: want some, got none", "expires: want none, got 2026-02-10T18:02:00"},
			"a code is never written out",
		},
		{"an instant by its day", []string{"ok expires=2026-02-10"}, full, nil, "any instant of the day"},
		{"an instant by another day", []string{"ok expires=2026-02-11"}, full, []string{"expires: want 2026-02-11, got 2026-02-10T18:02:00"}, ""},
		{"an instant", []string{"ok expires=2026-02-10T18:02:00"}, full, nil, ""},
		{"an instant a second off", []string{"ok expires=2026-02-10T18:02:01"}, full, []string{"expires: want 2026-02-10T18:02:01, got 2026-02-10T18:02:00"}, ""},
		{"no instant for a day", []string{"ok expires=2026-02-10"}, voucher.Outcome{}, []string{"expires: want 2026-02-10, got none"}, ""},
		{"lines", []string{"ok", "goods=1 eligible=true quantity=1.500 discount=675.00", "cost=1.00 eligible=false"}, full, nil, "all of them, in order"},
		{
			"another line", []string{"ok", "goods=1 discount=675.01", "goods=3"}, full,
			[]string{"item 1 discount: want 675.01, got 675.00", "item 2 goods: want 3, got 2"}, "",
		},
		{"a line too many", []string{"ok", "goods=1"}, full, []string{"items: want 1, got 2"}, ""},
		{"a line too few", []string{"ok", "goods=1", "goods=2", "goods=3"}, full, []string{"items: want 3, got 2"}, ""},
		{"no lines", []string{"ok", "none"}, full, []string{"items: want 0, got 2"}, ""},
		{"no lines, and there are none", []string{"ok", "none"}, voucher.Outcome{}, nil, ""},
		{"a no for a yes", []string{"ok amount=1.00"}, closed, []string{"answer: want ok, got refused window-closed (GAS-WINDOW-001)"}, "nothing else is comparable"},
		{"a no without a reason for a yes", []string{"ok"}, no(0), []string{"answer: want ok, got refused"}, ""},
		{"a yes for a no", []string{"refused window-closed"}, full, []string{"answer: want refused window-closed, got ok"}, ""},
		{"the right no", []string{"refused window-closed row=2"}, closed, nil, ""},
		{"the right no of another row", []string{"refused window-closed row=1"}, closed, []string{"row: want 1, got 2"}, ""},
		{
			"another reason", []string{"refused window-not-open"}, closed,
			[]string{"reason: want window-not-open, got window-closed (GAS-WINDOW-001)"}, "the reason is checked, not just the no",
		},
		{"no reason", []string{"refused window-closed"}, no(0), nil, "of a target that gives none, the no has to do"},
	} {
		got := differenceTexts(expect(t, "confirm person=1", "do", tt.expect...).Compare(&tt.answer))
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s%s", tt.name, diff, tt.why)
		}
	}
}

func differenceTexts(all []scenarios.Difference) (s []string) {
	for _, d := range all {
		s = append(s, d.String())
	}
	return s
}

func TestCompareRecord(t *testing.T) {
	noon := voucher.At(2026, 2, 7, 12, 0, 0)
	price, digest := int64(432500), voucher.Digest(0xab)
	for _, tt := range []struct {
		name   string
		query  string
		expect []string
		record voucher.Record
		want   []string
	}{
		{
			"fields", "gas_wallet person=1", []string{"state=active answer=yes listed=true asked=2026-02-07 activated=none"},
			voucher.Record{Gas: &voucher.GasWallet{State: voucher.Active, Answer: voucher.Yes, Listed: true, Asked: noon}}, nil,
		},
		{
			"wrong fields", "gas_wallet person=1", []string{"ok state=opened answer=no listed=false asked=2026-02-08"},
			voucher.Record{Gas: &voucher.GasWallet{State: voucher.Active, Answer: voucher.Yes, Listed: true, Asked: noon}},
			[]string{"state: want opened, got active", "answer: want no, got yes", "listed: want false, got true", "asked: want 2026-02-08, got 2026-02-07T12:00:00"},
		},
		{"an empty answer is all zero", "gas_wallet person=1", []string{"state=none voucher=none listed=false"}, voucher.Record{}, nil},
		{"an empty answer is not more", "gas_wallet person=1", []string{"state=opened"}, voucher.Record{}, []string{"state: want opened, got none"}},
		{"an empty answer has no items", "provider_list provider=1 month=2026-02", []string{"ok", "none"}, voucher.Record{}, nil},
		{
			"messages", "messages person=1", []string{"ok", "kind=notice at=2026-02-07 programme=gas link=true delivered=failed", "kind=help"},
			voucher.Record{Messages: []voucher.Message{
				{At: noon, Programme: voucher.Gas, Kind: voucher.Notice, Link: true, Delivered: voucher.DeliveryFailed}, {Kind: voucher.Help},
			}}, nil,
		},
		{"no message", "messages person=1", []string{"ok", "none"}, voucher.Record{Messages: []voucher.Message{{}}}, []string{"items: want 0, got 1"}},
		{"no message at all", "messages person=1", []string{"ok", "none"}, voucher.Record{}, nil},
		{
			"rows", "provider_list provider=1 month=2026-02", []string{"sent=2026-02-07 attempts=2", "account=0012345 month=2026-02 voucher=some"},
			voucher.Record{List: &voucher.ProviderList{Sent: noon, Attempts: 2, Rows: []voucher.ProviderRow{
				{Month: voucher.MonthOf(2026, 2), Account: accountNumber(t, "0012345"), Voucher: 1},
			}}}, nil,
		},
		{
			"operations", "food_wallet family=1 by=citizen:1", []string{"left=0.00 credited=10.00", "kind=purchased amount=10.00 store=1"},
			voucher.Record{Food: &voucher.FoodWallet{Credited: 1000, Operations: []voucher.Operation{{Kind: voucher.Purchased, Amount: 900, Store: 2}}}},
			[]string{"item 1 amount: want 10.00, got 9.00", "item 1 store: want 1, got 2"},
		},
		{"a parameter in its unit", "parameter parameter=food.mrp day=2026-02-01", []string{"value=4325.00"}, voucher.Record{Parameter: &price}, nil},
		{"another value", "parameter parameter=food.mrp day=2026-02-01", []string{"value=3932.00"}, voucher.Record{Parameter: &price}, []string{"value: want 3932.00, got 4325.00"}},
		{"no value", "parameter parameter=food.mrp day=2026-02-01", []string{"value=0.00"}, voucher.Record{}, nil},
		{"a digest", "digest", []string{"value=ab"}, voucher.Record{Digest: &digest}, nil},
		{"another digest", "digest", []string{"value=ac"}, voucher.Record{Digest: &digest}, []string{"value: want ac, got 00000000000000ab"}},
		{
			"refused", "gas_wallet person=1", []string{"refused record-not-own"},
			voucher.Record{Refusal: voucher.Refuse(voucher.RecordNotOwn, "BOTH-ACCESS-001")}, nil,
		},
		{
			"refused for another reason", "gas_wallet person=1", []string{"refused record-not-own"},
			voucher.Record{Refusal: voucher.Refuse(voucher.RoleNotAllowed, "BOTH-ACCESS-001")},
			[]string{"reason: want record-not-own, got role-not-allowed (BOTH-ACCESS-001)"},
		},
		{"shown where it should be refused", "messages person=1", []string{"refused record-not-own"}, voucher.Record{}, []string{"answer: want refused record-not-own, got ok"}},
	} {
		e := expect(t, tt.query, "ask", tt.expect...)
		q, err := voucher.ParseQuery(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, differenceTexts(e.CompareRecord(&tt.record, q))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if got, want := strings.Join(e.Lines(), "\n"), strings.Join(tt.expect, "\n  "); got != want {
			t.Errorf("%s: Lines() = %q, want %q", tt.name, got, want)
		}
	}
}

// TestResolve: an expectation may name what an earlier step made.
func TestResolve(t *testing.T) {
	e := expect(t, "gas_wallet person=1", "ask", "voucher=$v state=opened")
	names := scenarios.Names{"v": "7"}
	seven := voucher.Record{Gas: &voucher.GasWallet{Voucher: 7, State: voucher.Opened}}
	eight := voucher.Record{Gas: &voucher.GasWallet{Voucher: 8, State: voucher.Opened}}
	q := &voucher.Query{Kind: voucher.AskGasWallet}
	r, err := e.Resolve(names.Resolve)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.CompareRecord(&seven, q); got != nil {
		t.Errorf("the voucher of the name differs: %v", got)
	}
	if got, want := differenceTexts(r.CompareRecord(&eight, q)), []string{"voucher: want 7, got 8"}; !cmp.Equal(got, want) {
		t.Errorf("another voucher: %v, want %v", got, want)
	}
	if e.Fields[0].Value != "$v" {
		t.Errorf("Resolve changed the story's own expectation to %v", e.Fields)
	}
	if _, err := e.Resolve(scenarios.Names{}.Resolve); err == nil || !strings.Contains(err.Error(), "voucher=$v") {
		t.Errorf("Resolve without the name = %v, want an error that says which", err)
	}
	rows := expect(t, "provider_list provider=1 month=2026-02", "ask", "ok", "voucher=$v")
	r, err = rows.Resolve(names.Resolve)
	if err != nil || r.Items[0][0].Value != "7" || rows.Items[0][0].Value != "$v" {
		t.Errorf("rows resolve to %v, %v, want voucher 7 in a copy", r, err)
	}
}

// TestEveryFieldCanBeExpected: whatever a result or a record holds has a form in
// which a story writes it, and the form that a difference shows is that one.
func TestEveryFieldCanBeExpected(t *testing.T) {
	for _, of := range []any{
		voucher.Result{}, voucher.LineSplit{}, voucher.GasWallet{}, voucher.FoodWallet{}, voucher.Operation{}, voucher.Message{}, voucher.ProviderList{},
		voucher.ProviderRow{}, voucher.Receipt{}, voucher.StoreDay{}, voucher.Stock{}, voucher.Loan{}, voucher.Appeal{}, voucher.DayReport{}, voucher.Ledger{},
	} {
		v := reflect.New(reflect.TypeOf(of)).Elem()
		for _, name := range scenarios.FieldWords(v.Type()) {
			for _, n := range []int64{0, 1} {
				value, text := scenarios.FieldText(v, name, n)
				switch {
				case value.Type() == reflect.TypeFor[voucher.QR]():
				case !scenarios.FieldMeets(value, text):
					t.Errorf("%T: %s=%s is how %v is shown, and does not meet it", of, name, text, value)
				}
			}
		}
	}
}
