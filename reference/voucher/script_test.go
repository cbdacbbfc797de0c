package voucher_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestParseCommandReadsWhatPeopleWrite(t *testing.T) {
	key, _ := voucher.ParseKey("k1")
	citizen := voucher.Actor{Role: voucher.Citizen, ID: 1}
	account, _ := voucher.ParseAccountNumber("0012345")
	rows := []struct {
		name, line string
		want       voucher.Command
	}{
		{"every form of the head", "enter_account person=1 provider=2 account=0012345 by=operator:2 key=k1", &voucher.EnterAccount{
			Header: voucher.Header{Key: key, Actor: voucher.Actor{Role: voucher.Operator, ID: 2}}, Person: 1, Provider: 2, Account: account}},
		{"the citizen of the person acts", "confirm person=1", &voucher.Confirm{Header: voucher.Header{Actor: citizen}, Person: 1}},
		{"fields in any order", "charge_volume volume=187.500 month=2026-02 account=0012345 provider=3", &voucher.ChargeVolume{
			Header:   voucher.Header{Actor: voucher.Actor{Role: voucher.GasProvider, ID: 3}},
			Provider: 3, Account: account, Month: voucher.MonthOf(2026, 2), Volume: 187_500}},
		{"a text with blanks", `reply programme=gas person=1 text="да, спасибо"`, &voucher.Reply{
			Header: voucher.Header{Actor: voucher.Actor{Role: voucher.Gateway}}, Programme: voucher.Gas, Person: 1, Text: "да, спасибо"}},
		{"rows", "update_gas_list rows=[1 social+housing 750000000; 2 drop]", &voucher.UpdateGasList{
			Header: voucher.Header{Actor: voucher.Actor{Role: voucher.ListOwner}}, Rows: []voucher.GasListRow{
				{Person: 1, Reasons: voucher.SocialAssistance | voucher.HousingAssistance, Residence: 750_000_000}, {Person: 2, Drop: true}}}},
		{"families", "update_food_list rows=[1 owner=2 members=[2 3] 111010000]", &voucher.UpdateFoodList{
			Header: voucher.Header{Actor: voucher.Actor{Role: voucher.ListOwner}}, Rows: []voucher.FoodListRow{
				{Family: 1, Owner: 2, Members: []voucher.PersonID{2, 3}, Residence: 111_010_000}}}},
		{"a basket", "sell_outside store=4 lines=[2:1.000@450.00 3:0.5@1200]", &voucher.SellOutside{
			Header: voucher.Header{Actor: voucher.Actor{Role: voucher.StoreTill, ID: 4}}, Store: 4,
			Lines: []voucher.PurchaseLine{{Goods: 2, Quantity: 1000, Price: 450_00}, {Goods: 3, Quantity: 500, Price: 1200_00}}}},
		{"returned lines", "refund store=4 purchase=9 lines=[0:1.000 2:0.500]", &voucher.Refund{
			Header: voucher.Header{Actor: voucher.Actor{Role: voucher.StoreTill, ID: 4}}, Store: 4, Purchase: 9,
			Lines: []voucher.RefundLine{{Line: 0, Quantity: 1000}, {Line: 2, Quantity: 500}}}},
		{"a value in the unit of its parameter", "change_parameter value=4500.00 path=food.mrp from=2026-03-01", &voucher.ChangeParameter{
			Header:  voucher.Header{Actor: voucher.Actor{Role: voucher.AuthorisedBody}},
			Setting: voucher.Setting{Path: "food.mrp", From: voucher.Date(2026, 3, 1), Value: 4500_00}}},
		{"a local body is named by its territory", "disburse_loan loan=1 by=local_body:110000000", &voucher.DisburseLoan{
			Header: voucher.Header{Actor: voucher.Actor{Role: voucher.LocalBody, ID: 110_000_000}}, Loan: 1}},
		{"the till shows the code under reading F33", "show_code store=1", &voucher.ShowCode{
			Header: voucher.Header{Actor: voucher.Actor{Role: voucher.StoreTill, ID: 1}}, Store: 1}},
		{"what is missing is zero, so that a refusal can be shown", "confirm by=nobody key=none", &voucher.Confirm{}},
	}
	for _, tt := range rows {
		got, err := voucher.ParseCommand(tt.line)
		if err != nil {
			t.Errorf("%s: ParseCommand(%q): %v", tt.name, tt.line, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: ParseCommand(%q) differs (- want, + got):\n%s", tt.name, tt.line, diff)
		}
	}
}

func TestParseCommandSaysWhereAndWhat(t *testing.T) {
	rows := []struct {
		name, line string
		want       string // part of the error
		twin       string // one change away
	}{
		{"an unknown command", "confrim person=1", `column 1: command "confrim" is unknown; did you mean confirm?`, "confirm person=1"},
		{"nothing", "", "column 1: no command", "confirm person=1"},
		{"an unknown field", "confirm persons=1", `column 9: field "persons" is unknown here; did you mean person?`, "confirm person=1"},
		{"a field of another command", "confirm person=1 amount=3", `column 18: field "amount" is unknown here; known are person, by`, "confirm person=1 by=citizen:3"},
		{"a doubled field", "confirm person=1 person=1", `column 18: field "person" stands twice`, "confirm person=1"},
		{"a word that is no field", "confirm 1", `column 9: "1" is not a field; write name=value`, "confirm person=1"},
		{"columns count characters", "reply programme=gas text=да persn=1", `column 29: field "persn"`, "reply programme=gas text=да person=1"},
		{"a number out of range", "confirm person=4294967296", "column 9: person: ", "confirm person=4294967295"},
		{"a score too large for its field", "rate person=1 score=256", "from 0 to 255", "rate person=1 score=255"},
		{"money of three decimals", "repay_loan loan=1 amount=1.005 by=store:1", "column 19: amount: ", "repay_loan loan=1 amount=1.00 by=store:1"},
		{"a month that is none", "acknowledge_list provider=1 month=2026-13", "write 2026-02", "acknowledge_list provider=1 month=2026-12"},
		{"an enumeration", "open_wallet person=1 via=post", "write one of link, download", "open_wallet person=1 via=link"},
		{"a ground", "update_gas_list rows=[1 asp 750000000]", `item 1: ground "asp" is unknown`, "update_gas_list rows=[1 social 750000000]"},
		{"a row of two words", "update_gas_list rows=[1 social]", "write PERSON GROUNDS TERRITORY", "update_gas_list rows=[1 drop]"},
		{"a family row", "update_food_list rows=[1 2 3]", "write FAMILY owner=PERSON", "update_food_list rows=[1 drop]"},
		{"an open bracket", "update_gas_list rows=[1 drop", "has no end", "update_gas_list rows=[1 drop]"},
		{"an open quotation mark", `reply programme=gas person=1 text="да`, "has no end", `reply programme=gas person=1 text="да"`},
		{"a line without a price", "sell_outside store=1 lines=[1:1.000]", "write GOODS:QUANTITY@PRICE", "sell_outside store=1 lines=[1:1.000@5]"},
		{"a code in full", "purchase store=1 code=00112233445566778899aabbccddeeff", "a script never holds the code itself", "purchase store=1 code=unknown"},
		{"code zero", "purchase store=1 code=$0", "$1", "purchase store=1 code=$1"},
		{"an unknown role", "confirm person=1 by=citizn:1", "did you mean citizen?", "confirm person=1 by=citizen:1"},
		{"nobody to act", "activate family=1", "nothing in activate says who acts; write by=citizen:1", "activate family=1 by=citizen:1"},
		{"a key with a letter", "confirm person=1 key=#x", "write #7", "confirm person=1 key=#1"},
		{"a truth", "report_outage provider=1 down=yes", `"yes" is neither true nor false`, "report_outage provider=1 down=true"},
	}
	for _, tt := range rows {
		_, err := voucher.ParseCommand(tt.line)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: ParseCommand(%q) = %v, want an error with %q", tt.name, tt.line, err, tt.want)
		}
		if _, err := voucher.ParseCommand(tt.twin); err != nil {
			t.Errorf("%s: ParseCommand(%q), the twin, = %v, want none", tt.name, tt.twin, err)
		}
	}
}

func TestQueriesReadAndWrite(t *testing.T) {
	for _, line := range []string{
		"gas_wallet person=1 month=2025-10", "gas_wallet person=1 by=operator:2", "food_wallet family=3 by=citizen:1",
		"provider_list provider=2 month=2025-10", "stock store=1 goods=4", "day_report day=2026-02-05",
		"parameter day=2026-02-05 parameter=food.mrp", "loan loan=1 by=store:2", "digest",
	} {
		q, err := voucher.ParseQuery(line)
		if err != nil {
			t.Errorf("ParseQuery(%q): %v", line, err)
			continue
		}
		if got := voucher.FormatQuery(q); got != line {
			t.Errorf("FormatQuery(ParseQuery(%q)) = %q, want the same: the two are inverse", line, got)
		}
	}
	for line, want := range map[string]string{
		"gas_walet person=1": "did you mean gas_wallet?",
		"food_wallet":        "says who asks",
		"loan laon=1":        "did you mean loan?",
		"":                   "no query",
	} {
		if _, err := voucher.ParseQuery(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseQuery(%q) = %v, want an error with %q", line, err, want)
		}
	}
}

func TestEventsSayWhatTheirFieldsMean(t *testing.T) {
	at := voucher.At(2025, 10, 8, 9, 0, 0)
	rows := []struct {
		event voucher.Event
		want  string
	}{
		{voucher.Event{At: at, Kind: voucher.GasVoucherOpened, Programme: voucher.Gas, Person: 1, Month: voucher.MonthOf(2025, 10), Voucher: 2},
			"2025-10-08T09:00:00 gas_voucher_opened person=1 month=2025-10 voucher=2"},
		{voucher.Event{At: at, Kind: voucher.MessageSent, Programme: voucher.Food, Person: 1, Code: uint8(voucher.Notice), Ref: 3},
			"2025-10-08T09:00:00 message_sent programme=food person=1 kind=notice message=3"},
		{voucher.Event{At: at, Kind: voucher.ListSent, Programme: voucher.Gas, Provider: 1, Ref: 1},
			"2025-10-08T09:00:00 list_sent provider=1 attempt=1 rows=0"},
		{voucher.Event{At: at, Kind: voucher.OutageReported, Programme: voucher.Gas, Provider: 1},
			"2025-10-08T09:00:00 outage_reported provider=1 down=false"},
		{voucher.Event{At: at, Kind: voucher.ParameterChanged, Programme: voucher.Food, Ref: uint32(voucher.FoodMRP), Day: voucher.Date(2026, 3, 1), Amount: 4500_00},
			"2025-10-08T09:00:00 parameter_changed programme=food path=food.mrp territory=kz from=2026-03-01 value=4500.00"},
		{voucher.Event{At: at, Kind: voucher.Rated, Programme: voucher.Gas, Person: 1, Code: 5},
			"2025-10-08T09:00:00 rated programme=gas person=1 score=5"},
		{voucher.Event{At: at, Kind: voucher.Purchased, Programme: voucher.Food, Store: 1, Amount: 100,
			Lines: []voucher.LineSplit{{Goods: 1, Eligible: true, Quantity: 500, Price: 200, Cost: 100, Discount: 100}}},
			"2025-10-08T09:00:00 purchased store=1 discount=1.00 balance=0.00 paid=0.00 lines=[1:0.500@2.00 eligible cost=1.00 discount=1.00]"},
	}
	for _, tt := range rows {
		if got := tt.event.String(); got != tt.want {
			t.Errorf("Event.String() = %q\nwant               %q", got, tt.want)
		}
	}
}

func TestEveryEventHasWordsForEachOfItsFields(t *testing.T) {
	for _, k := range voucher.EventKinds() {
		full := voucher.Event{At: 1, Kind: k, Programme: voucher.Both, Code: 1, Channel: voucher.BySMS, Month: voucher.MonthOf(2026, 2),
			Day: voucher.Date(2026, 2, 1), Person: 1, Family: 1, Store: 1, Provider: 1, Goods: 1, Voucher: 1, Ref: 1, Count: 1,
			Account: voucher.MakeAccountNumber(1, 5), Territory: 750_000_000, Amount: 1, Paid: 1, Balance: 1, Quantity: 1, Until: 1,
			Lines: make([]voucher.LineSplit, 1)}
		words := strings.Fields(full.String())
		var names []string
		for _, w := range words {
			if name, _, ok := strings.Cut(w, "="); ok {
				names = append(names, name)
			}
		}
		for i, n := range names {
			if slices.Contains(names[:i], n) {
				t.Errorf("%s writes %q twice: two fields must not have one word", k, n)
			}
		}
		all := reflect.TypeFor[voucher.Event]().NumField() - 2 // the instant and the kind are written without a name
		if k != voucher.ParameterChanged && len(names) != all {
			t.Errorf("%s writes %d fields of %d: %v", k, len(names), all, names)
		}
	}
}

func TestNoTextHoldsACode(t *testing.T) {
	secret, _ := voucher.ParseQR("00112233445566778899aabbccddeeff")
	r := voucher.Result{Voucher: 1, Code: secret}
	for _, text := range []string{
		r.String(),
		voucher.FormatCommand(&voucher.Purchase{Code: secret}),
		voucher.FormatCommand(&voucher.ScanCode{Code: secret}),
		strings.Join((&voucher.Scribe{}).Answer(&voucher.Outcome{Result: r}), "\n"),
	} {
		if strings.Contains(text, secret.String()) || !strings.Contains(text, "code=") {
			t.Errorf("%q shows the code, or that there is one not at all (BOTH-PRIVACY-001)", text)
		}
	}
}

// shower is a system that shows two codes and notes which one comes back.
type shower struct {
	shown byte
	got   voucher.QR
}

func (s *shower) Do(_ context.Context, c voucher.Command) (voucher.Outcome, error) {
	switch c := c.(type) {
	case *voucher.ShowCode:
		s.shown++
		return voucher.Outcome{Result: voucher.Result{Code: voucher.QR{15: s.shown}}}, nil
	case *voucher.Purchase:
		s.got = c.Code
	}
	return voucher.Outcome{}, nil
}

func (s *shower) Advance(context.Context, voucher.Instant) ([]voucher.Event, error) { return nil, nil }

func (s *shower) Query(context.Context, *voucher.Query) (voucher.Record, error) {
	return voucher.Record{}, nil
}

func TestScribeNamesCodesByTheirNumber(t *testing.T) {
	script, err := voucher.ReadScript("codes.txt", []byte(
		"# codes\nsetup\nat 2026-02-05\n\nshow_code family=1 by=citizen:1\nshow_code family=1 by=citizen:1\npurchase store=1 code=$2\npurchase store=1 code=$3\n----\n"))
	if err != nil {
		t.Fatal(err)
	}
	system, scribe := &shower{}, voucher.Scribe{}
	for i, want := range []string{"ok code=$1", "ok code=$2", "ok"} {
		got, err := scribe.Play(t.Context(), system, &script.Steps[i])
		if err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("step %d answers %q, %v; want %q", i+1, got, err, want)
		}
	}
	if system.got[15] != 2 {
		t.Errorf("code=$2 sent %v, want the second code shown", system.got)
	}
	if got := voucher.FormatCommand(script.Steps[2].Command); !strings.Contains(got, "code=$2") {
		t.Errorf("after playing, the command is %q, want it with code=$2: the code itself must not stay", got)
	}
	if _, err := scribe.Play(t.Context(), system, &script.Steps[3]); err == nil {
		t.Error("code=$3 was played although two codes were shown")
	}
}
