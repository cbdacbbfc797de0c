package reference_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// wholeLife is a machine with a record of every sort: lists, messages, both
// vouchers, receipts, rows that wait, codes, returns, loans, appeals, reports.
func wholeLife(t *testing.T) *country {
	setup := countrySetup(voucher.At(2026, 1, 4, 20, 0, 0))
	setup.Readings[voucher.G06] = voucher.Option
	l := settle(quiet{t}, setup, reference.StandardRules())
	rows := []voucher.GasListRow{}
	for p := voucher.PersonID(1); p <= 6; p++ {
		rows = append(rows, voucher.GasListRow{Person: p, Reasons: voucher.HousingAssistance, Residence: inAlmaty})
	}
	l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: rows})
	l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: 1, Owner: 1, Members: kin[1], Residence: inKokshetau}}})
	l.to(voucher.At(2026, 1, 7, 0, 0, 0))
	l.consents()
	l.activates(1, 0)
	l.shows(1, 1)
	l.buys(1, &voucher.Purchase{Code: l.codes[0], Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: 2 * voucher.Unit, Price: 110_00}}})
	l.do(voucher.StoreTill, 1, &voucher.Refund{Store: 1, Purchase: 1, Lines: []voucher.RefundLine{{Quantity: voucher.Unit}}})
	l.do(voucher.LocalBody, uint32(inKokshetau), &voucher.GrantLoan{Store: 1, Amount: 1_000_00, Purpose: voucher.ForStock})
	l.do(voucher.Citizen, 1, &voucher.FileAppeal{Person: 1})
	l.do(voucher.GasProvider, 2, &voucher.ReportOutage{Provider: 2, Down: true})
	l.to(voucher.At(2026, 1, 20, 0, 0, 0))
	l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 6, Drop: true}}})
	l.to(voucher.At(2026, 1, 30, 9, 0, 0))
	l.do(voucher.GasProvider, 1, &voucher.AcknowledgeList{Provider: 1, Month: voucher.MonthOf(2026, 1)})
	a := setup.Accounts[0]
	l.do(voucher.GasProvider, 1, &voucher.ChargeVolume{Provider: 1, Account: a.Number, Month: voucher.MonthOf(2026, 1), Volume: 300_000})
	// February's question is out, its reminders are to come, and the rows that
	// come too late wait for March.
	l.to(voucher.At(2026, 2, 7, 12, 0, 0))
	l.to(voucher.At(2026, 2, 13, 12, 0, 0))
	l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 6, Reasons: voucher.SocialAssistance, Residence: inAlmaty}}})
	l.to(voucher.At(2026, 2, 15, 0, 0, 0))
	l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 5, Drop: true}}})
	return l
}

// follows are the fields that no snapshot keeps, because they follow from the
// setup or from what is kept.
var follows = []string{
	".Setup",     // given again when a machine is restored
	".Schedule",  // visited by value: see TestParametersAreInTheSnapshot
	".keys.slot", // the index over the keys
}

// TestEveryFieldOfEveryRecordIsInTheSnapshot changes each field of one record of
// each sort: the digest, which shares its walk with the snapshot, has to notice.
func TestEveryFieldOfEveryRecordIsInTheSnapshot(t *testing.T) {
	l := wholeLife(t)
	state, keys := l.machine.Records()
	before := l.machine.StateDigest()
	visited := map[string]bool{}
	look := func(path string, field reflect.Value) {
		visited[path] = true
		undo := change(field)
		after := l.machine.StateDigest()
		undo()
		if after == before {
			t.Errorf("%s changes no digest\na field that the snapshot's walk does not visit is lost by a restore", path)
		}
		if again := l.machine.StateDigest(); again != before {
			t.Fatalf("%s was not put back", path)
		}
	}
	eachRecord(t, "", reflect.ValueOf(state).Elem(), false, look)
	eachRecord(t, ".keys", reflect.ValueOf(keys).Elem(), true, look)
	if len(visited) < 130 {
		t.Errorf("%d fields were looked at, want all of every record", len(visited))
	}
	for _, want := range []string{".Gas.Claims[].Standing", ".Gas.Vouchers.Chunks[][].Before", ".Gas.Lists[].Next", ".Gas.Receipts.Chunks[][].Previous",
		".Gas.Deferred[].Drop", ".Gas.Reminders[].Due", ".Messages.Chunks[][].Delivery", ".Food.Wallets.Chunks[][].Recovered", ".Food.Codes.Chunks[][].Used",
		".Food.Loans[].Repaid", ".Food.Reports[].Appeals", ".keys.months[].closes"} {
		if !visited[want] {
			t.Errorf("%s was not looked at; what was: %d fields", want, len(visited))
		}
	}
}

// eachRecord visits every number and truth of a value: all fields of a struct,
// one element of a list. Unexported fields of a state follow from the others,
// but for the keys', which are all unexported.
func eachRecord(t *testing.T, path string, v reflect.Value, all bool, look func(string, reflect.Value)) {
	t.Helper()
	for _, f := range follows {
		if strings.HasPrefix(path, f) {
			return
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() || (all && f.Name != "spare") { // spare memory is no record
				eachRecord(t, path+"."+f.Name, v.Field(i), all, look)
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Len() == 0 {
			t.Errorf("%s is empty\na record that is not there is not looked at", path)
			return
		}
		eachRecord(t, path+"[]", v.Index(0), all, look)
	case reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if path != ".keys.now" { // which of the two months is visited first
			look(path, open(v))
		}
	default:
		t.Errorf("%s is a %s\nrecords hold numbers and truths only", path, v.Type())
	}
}

// open makes a field of another package settable.
func open(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
}

// change changes a number or truth and returns what puts it back.
func change(v reflect.Value) (undo func()) {
	switch v.Kind() {
	case reflect.Bool:
		was := v.Bool()
		v.SetBool(!was)
		return func() { v.SetBool(was) }
	case reflect.Int, reflect.Int32, reflect.Int64:
		was := v.Int()
		v.SetInt(was + 1)
		return func() { v.SetInt(was) }
	}
	was := v.Uint()
	v.SetUint(was ^ 1)
	return func() { v.SetUint(was) }
}

// TestParametersAreInTheSnapshot: a correction survives a restore, and a
// schedule that differs anywhere is another state.
func TestParametersAreInTheSnapshot(t *testing.T) {
	l := wholeLife(t)
	before := l.machine.StateDigest()
	for i, s := range []voucher.Setting{
		{Path: "gas.price", Territory: inAlmaty, From: voucher.Date(2026, 3, 1), Value: 1_00},
		{Path: "gas.price", From: voucher.Date(2026, 4, 1), Value: 2_00},
		{Path: "food.markup", From: voucher.Date(2026, 4, 1), Value: 3},
	} {
		l.do(voucher.AuthorisedBody, 0, &voucher.ChangeParameter{Setting: s})
		again, err := reference.Restore(l.setup, l.machine.Snapshot())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := again.StateDigest(), l.machine.StateDigest(); got != want || got == before {
			t.Errorf("correction %d: restored state %016x, want %016x and not %016x", i, uint64(got), uint64(want), uint64(before))
		}
		for _, day := range []voucher.Day{s.From - 1, s.From} {
			q := &voucher.Query{Kind: voucher.AskParameter, Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}, Parameter: s.Path, Territory: inAlmaty, Day: day}
			got, err := again.Query(t.Context(), q)
			if want := l.ask(*q); err != nil || *got.Parameter != *want.Parameter {
				t.Errorf("%s on %s = %d after a restore, want %d", s.Path, day, *got.Parameter, *want.Parameter)
			}
		}
		before = l.machine.StateDigest()
	}
}

// TestTornSnapshotsAreErrors: a snapshot that ends too early or too late is
// refused, and none of its cuts brings the machine down.
func TestTornSnapshotsAreErrors(t *testing.T) {
	l := wholeLife(t)
	whole := l.machine.Snapshot()
	if _, err := reference.Restore(l.setup, whole); err != nil {
		t.Fatalf("Restore: %v, want none\nthe twin of every cut below", err)
	}
	step := max(1, len(whole)/200)
	for n := 0; n < len(whole); n += step {
		if _, err := reference.Restore(l.setup, whole[:n]); err == nil {
			t.Fatalf("a snapshot cut to %d of %d bytes is accepted", n, len(whole))
		}
	}
	for _, more := range []int{1, 8} {
		if _, err := reference.Restore(l.setup, append(slices.Clone(whole), make([]byte, more)...)); err == nil {
			t.Errorf("a snapshot with %d bytes too many is accepted", more)
		}
	}
	other := countrySetup(l.setup.At)
	other.People = other.People[:5]
	other.Accounts = other.Accounts[:3]
	if _, err := reference.Restore(other, whole); err == nil {
		t.Error("the snapshot of six people is accepted for five\na snapshot belongs to its setup")
	}
}
