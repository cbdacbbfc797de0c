package scenarios

import (
	"reflect"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// FieldWords lets the tests see which fields of a struct can be expected.
func FieldWords(t reflect.Type) []string { return fieldWords(t, "") }

// FieldText sets a field of a struct to a small number, as far as it takes one,
// and returns it with the text that a difference shows.
func FieldText(v reflect.Value, name string, n int64) (field reflect.Value, text string) {
	f, ok := fieldOf(v, name)
	if !ok {
		panic("no field " + name)
	}
	switch {
	case f.Type() == reflect.TypeFor[voucher.AccountNumber]() && n != 0:
		number := must(voucher.ParseAccountNumber("0012345"))
		f.Set(reflect.ValueOf(number))
	case f.Type() == reflect.TypeFor[voucher.Month]() && n != 0:
		f.SetInt(int64(voucher.MonthOf(2026, 2)))
	case f.Kind() == reflect.Bool:
		f.SetBool(n != 0)
	case f.CanUint():
		f.SetUint(uint64(n))
	case f.CanInt() && f.Type().Bits() == 64:
		f.SetInt(n * 1_760_000_000_000_000_000) // an instant of our days; a great sum
	case f.CanInt():
		f.SetInt(n * 20_400) // a day of our days
	}
	return f, valueText(f)
}

// FieldMeets reports whether a value meets what a text expects.
func FieldMeets(v reflect.Value, text string) bool {
	w, err := parseWanted(v.Type(), text)
	return err == nil && w.meets(v)
}
