package voucher_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// throughJSON writes a value and reads it back, strictly both ways.
func throughJSON(t rapid.TB, want any) {
	t.Helper()
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatalf("%T %+v cannot be written: %v", want, want, err)
	}
	got := reflect.New(reflect.TypeOf(want).Elem()).Interface()
	if err := json.Unmarshal(text, got, json.RejectUnknownMembers(true)); err != nil {
		t.Fatalf("%s cannot be read: %v", text, err)
	}
	same := cmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(voucher.Header{}), cmpopts.IgnoreFields(voucher.Setup{}, "Secret")}
	if d := cmp.Diff(want, got, same); d != "" {
		t.Fatalf("%s reads otherwise (- written, + read):\n%s", text, d)
	}
}

// TestCommandsSurviveJSON draws commands of every kind; the header is not part of
// the body.
func TestCommandsSurviveJSON(t *testing.T) {
	for _, k := range voucher.CommandKinds() {
		t.Run(k.String(), rapid.MakeCheck(func(t *rapid.T) {
			c := voucher.NewCommand(k)
			*c.Head() = voucher.Header{Key: drawKey(t, "key"), Actor: drawActor(t)}
			drawAny(t, reflect.ValueOf(c).Elem(), "command")
			throughJSON(t, c)
		}))
	}
}

// TestValuesSurviveJSON draws whatever else goes over the wire or into a file.
func TestValuesSurviveJSON(t *testing.T) {
	for _, v := range []any{&voucher.Query{}, &voucher.Record{}, &voucher.Event{}, &voucher.Setup{}, &voucher.Outcome{}, &voucher.Capabilities{}, &voucher.Setting{}} {
		t.Run(reflect.TypeOf(v).Elem().Name(), rapid.MakeCheck(func(t *rapid.T) {
			fresh := reflect.New(reflect.TypeOf(v).Elem())
			drawAny(t, fresh.Elem(), "value")
			throughJSON(t, fresh.Interface())
		}))
	}
}

// TestEmptyValuesSurviveJSON: zero is written and read too.
func TestEmptyValuesSurviveJSON(t *testing.T) {
	for _, v := range []any{&voucher.Query{}, &voucher.Record{}, &voucher.Event{}, &voucher.Setup{}, &voucher.Outcome{}, &voucher.Capabilities{},
		&voucher.Receipt{}, &voucher.GasWallet{}, &voucher.FoodWallet{}, &voucher.ProviderList{}, &voucher.DayReport{}, &voucher.Ledger{},
		&voucher.AccountData{}, &voucher.Message{}, &voucher.Operation{}, &voucher.Loan{}} {
		throughJSON(t, v)
	}
}

// drawAny fills a value of the vocabulary by its type.
func drawAny(t *rapid.T, v reflect.Value, name string) {
	switch p := v.Addr().Interface().(type) {
	case *voucher.Header:
	case *voucher.Instant:
		*p = voucher.Instant(rapid.Int64Range(0, int64(voucher.At(2200, 12, 31, 0, 0, 0))).Draw(t, name))
	case *voucher.Month:
		*p = rapid.SampledFrom([]voucher.Month{voucher.MonthOf(2000, 1), voucher.MonthOf(2026, 2), voucher.MonthOf(2200, 12)}).Draw(t, name)
	case *voucher.Day:
		*p = rapid.SampledFrom([]voucher.Day{voucher.Date(2000, 1, 1), voucher.Date(2026, 2, 28), voucher.Date(2200, 12, 31)}).Draw(t, name)
	case *voucher.Territory:
		*p = drawTerritory(t, name)
	case *voucher.AccountNumber:
		*p = voucher.MakeAccountNumber(rapid.Uint64Range(0, 99_999).Draw(t, name), rapid.IntRange(5, 12).Draw(t, name+" digits"))
	case *voucher.Key:
		*p = drawKey(t, name)
	case *voucher.QR:
		*p = voucher.QR(drawKey(t, name))
	case *voucher.Item:
		*p = voucher.Item(rapid.SampledFrom([]int{0, 1, 31, 101, 107}).Draw(t, name))
	case *voucher.RequirementID:
		*p = rapid.SampledFrom(voucher.RequirementIDs()).Draw(t, name)
	case *voucher.Reason:
		*p = rapid.SampledFrom(voucher.AllReasons()).Draw(t, name)
	case *voucher.Readings:
		for _, r := range voucher.AllReadings() {
			p[r] = rapid.Uint8Range(0, uint8(len(r.Choices())-1)).Draw(t, r.String())
		}
	case *string:
		*p = strings.ToValidUTF8(rapid.String().Draw(t, name), "?")
	default:
		drawKind(t, v, name)
	}
}

func drawKind(t *rapid.T, v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Name != "Secret" {
				drawAny(t, v.Field(i), f.Name)
			}
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, name+" is there") {
			v.Set(reflect.New(v.Type().Elem()))
			drawAny(t, v.Elem(), name)
		}
	case reflect.Slice:
		n := rapid.IntRange(0, 2).Draw(t, name+" items")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			drawAny(t, v.Index(i), name)
		}
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, name))
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(rapid.Uint64().Draw(t, name) >> (64 - v.Type().Bits()))
	default:
		v.SetInt(rapid.Int64().Draw(t, name))
	}
}

// TestJSONOfValues pins how each kind of value is written: who writes a build has
// seen it so.
func TestJSONOfValues(t *testing.T) {
	for _, tt := range []struct {
		v    any
		want string
	}{
		{&voucher.Purchase{Store: 1, Code: voucher.QR{0xab}, Lines: []voucher.PurchaseLine{{Goods: 2, Quantity: 1500, Price: 43250}}},
			`{"store":"1","code":"ab000000000000000000000000000000","lines":[{"goods":"2","quantity":1500,"price":43250}]}`},
		{&voucher.Purchase{}, `{}`},
		{&voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1, Reasons: 3, Residence: 750000000}, {Person: 2, Drop: true}}},
			`{"rows":[{"person":"1","reasons":["social","housing"],"residence":"750000000"},{"person":"2","drop":true}]}`},
		{&voucher.Reverse{Of: voucher.KeyOf(1, 2)}, `{"of":"00000000-0000-0001-0000-000000000002"}`},
		{&voucher.RegisterAccount{Account: voucher.MakeAccountNumber(345, 7), Class: voucher.Boiler, People: 4}, `{"account":"0000345","class":"boiler","people":4}`},
		{&voucher.ChangeParameter{Setting: voucher.Setting{Path: "food.mrp", Value: -1}}, `{"setting":{"path":"food.mrp","territory":"kz","value":-1}}`},
		{&voucher.ChargeVolume{Month: voucher.MonthOf(2026, 2), Volume: -187500}, `{"month":"2026-02","volume":-187500}`},
		{&voucher.Refusal{Reason: voucher.WindowClosed, Requirement: "GAS-WINDOW-001"}, `{"reason":"window-closed","requirement":"GAS-WINDOW-001"}`},
		{&voucher.AccountData{Provider: 1, Number: voucher.MakeAccountNumber(345, 7)}, `{"provider":"1","number":"0000345","people":0}`},
		{&voucher.Message{ID: 3, At: voucher.At(2026, 2, 5, 0, 0, 0), Programme: voucher.Food, Kind: voucher.Notice, Month: voucher.MonthOf(2026, 2), Link: true},
			`{"id":"m3","at":"2026-02-05T00:00:00+05:00","programme":"food","kind":"notice","month":"2026-02","link":true,"delivered":"unknown"}`},
		{&voucher.GasWallet{}, `{"state":"none","answer":"none","listed":false,"edition":0}`},
		{&voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 0), Secret: [16]byte{1}, Goods: []voucher.GoodsSetup{{Item: 6}, {}}}, `{"at":"2026-02-01T00:00:00+05:00","goods":[{"item":"SZ06"},{}]}`},
		{&voucher.Result{Voucher: 1, Loan: 2, Appeal: 3, Receipt: 4, Purchase: 5}, `{"voucher":"v1","purchase":"p5","receipt":"r4","loan":"l2","appeal":"a3"}`},
	} {
		text, err := json.Marshal(tt.v)
		if err != nil || string(text) != tt.want {
			t.Errorf("%T is written %s, %v\nwant %s", tt.v, text, err, tt.want)
		}
	}
}

// TestJSONThatIsNone: what is no value of its type is refused, with words that
// say what to write.
func TestJSONThatIsNone(t *testing.T) {
	for _, tt := range []struct {
		into       any
		text, want string
	}{
		{new(voucher.Instant), `"2026-02-01"`, "is no instant; write it as 2026-02-10T18:00:00+05:00"},
		{new(voucher.Instant), `"2300-01-01T00:00:00Z"`, "outside the years"},
		{new(voucher.Instant), `1738350000`, ""},
		{new(voucher.Day), `"2026-02-30"`, "write 2026-02-28"},
		{new(voucher.Month), `"2026-2"`, "write 2026-02"},
		{new(voucher.Territory), `"111"`, "КАТО"},
		{new(voucher.AccountNumber), `"123"`, "5 to 12 digits"},
		{new(voucher.AccountNumber), `12345`, ""},
		{new(voucher.Key), `""`, "write 1 to 64"},
		{new(voucher.QR), `"abc"`, "32 hexadecimal digits"},
		{new(voucher.Item), `"SZ32"`, "SZ01 to SZ31"},
		{new(voucher.Digest), `"xyz"`, "16 hexadecimal digits"},
		{new(voucher.Reason), `"because"`, "unknown"},
		{new(voucher.Reasons), `"social"`, "list of words"},
		{new(voucher.Reasons), `["charity"]`, "write social, housing"},
		{new(voucher.Readings), `["G10"]`, "choices by their ids"},
		{new(voucher.Readings), `{"G10":"never"}`, "choose one of"},
		{new(voucher.Readings), `{"G99":"never"}`, "unknown"},
		{new(voucher.Programme), `"petrol"`, ""},
		{new(voucher.Role), `"king"`, ""},
		{new(voucher.Role), `"1"`, "is unknown; write one of citizen"}, // a number for a word would be a second way to say it
		{new(voucher.Via), `"01"`, "is unknown"},
		{new(voucher.PersonID), `"p1"`, "is no id of a person"},
		{new(voucher.PersonID), `"01"`, "is no id of a person"},
		{new(voucher.PersonID), `"4294967296"`, "is no id of a person"},
		{new(voucher.PersonID), `1`, ""},
		{new(voucher.VoucherID), `"1"`, "is no id of a voucher"},
		{new(voucher.LoanID), `"v1"`, "is no id of a loan"},
		{new(voucher.Money), `1.5`, ""},
		{new(voucher.Money), `"450.00"`, ""},
		{new(voucher.Money), `9223372036854775808`, ""},
		{new(voucher.Purchase), `{"key":"k"}`, ""},
		{new(voucher.Purchase), `{"store":"1","store":"1"}`, "duplicate"},
	} {
		err := json.Unmarshal([]byte(tt.text), tt.into, json.RejectUnknownMembers(true))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%T reads %s: %v, want an error with %q", tt.into, tt.text, err, tt.want)
		}
	}
}

// TestCodesAreNotRepeated: the error about a code that cannot be read does not
// tell it (BOTH-PRIVACY-001).
func TestCodesAreNotRepeated(t *testing.T) {
	var q voucher.QR
	const almost = "9b2f6c1e0d5a4b7f8c3e2a1d0f9b8c7"
	if err := q.UnmarshalText([]byte(almost)); err == nil || strings.Contains(err.Error(), almost) {
		t.Errorf("error %v, want one that does not repeat the code", err)
	}
}
