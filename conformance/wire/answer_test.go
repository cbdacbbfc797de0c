package wire_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestShortAnswersAreThoseOfTheLibrary: whatever is written by hand is, byte by byte,
// what the library writes.
func TestShortAnswersAreThoseOfTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sum := func(name string) voucher.Money {
			return voucher.Money(rapid.OneOf(rapid.Just(int64(0)), rapid.Int64()).Draw(t, name))
		}
		id := rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32Range(1, 1<<32-2))
		r := voucher.Result{Voucher: voucher.VoucherID(id.Draw(t, "voucher")), Purchase: voucher.PurchaseID(id.Draw(t, "purchase")),
			Amount: sum("amount"), Paid: sum("paid"), Balance: sum("balance"),
			Expires: voucher.Instant(rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(1, int64(voucher.At(2200, 1, 1, 0, 0, 0)))).Draw(t, "expires"))}
		copy(r.Code[:], rapid.SliceOfN(rapid.Byte(), 0, len(r.Code)).Draw(t, "code"))
		for range rapid.IntRange(0, 4).Draw(t, "lines") {
			r.Lines = append(r.Lines, voucher.LineSplit{Goods: voucher.GoodsID(id.Draw(t, "goods")), Eligible: rapid.Bool().Draw(t, "eligible"),
				Quantity: voucher.Quantity(sum("quantity")), Price: sum("price"), Cost: sum("cost"), Discount: sum("discount")})
		}
		if r.Lines == nil && rapid.Bool().Draw(t, "no lines, and not nil") {
			r.Lines = []voucher.LineSplit{}
		}
		checkShort(t, &r)
		if _, ok := wire.AppendShort(&r); !ok {
			t.Fatalf("%+v is not written by hand, want it written: tills wait for it", r)
		}
	})
}

// TestShortAnswersLeaveOutNothing: a result with anything else in it is left to the
// library, also with what somebody adds to results one day.
func TestShortAnswersLeaveOutNothing(t *testing.T) {
	for i := range reflect.TypeFor[voucher.Result]().NumField() {
		r := voucher.Result{Amount: 1}
		fill(reflect.ValueOf(&r).Elem().Field(i))
		checkShort(t, &r)
	}
}

// fill puts something above zero into a value and all that is in it.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	default:
		v.SetUint(1)
	}
}

func checkShort(t interface {
	Helper()
	Fatalf(string, ...any)
}, r *voucher.Result) {
	t.Helper()
	want, err := wire.Encode(r)
	if err != nil {
		t.Fatalf("%+v: %v", *r, err)
	}
	if got, ok := wire.AppendShort(r); ok && string(got) != string(want) {
		t.Fatalf("%+v is answered\n%s\nwant\n%s", *r, got, want)
	}
}
