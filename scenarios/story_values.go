package scenarios

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// The words that stand for a value, see Field.
const (
	noneWord = "none"
	someWord = "some"
)

// idKinds are the ids that a build makes, with the word of what they name.
var idKinds = map[reflect.Type]string{
	reflect.TypeFor[voucher.VoucherID](): "voucher", reflect.TypeFor[voucher.MessageID](): "message",
	reflect.TypeFor[voucher.PurchaseID](): "purchase", reflect.TypeFor[voucher.ReceiptID](): "receipt",
	reflect.TypeFor[voucher.LoanID](): "loan", reflect.TypeFor[voucher.AppealID](): "appeal",
}

// fieldWord is the word of a struct's field in the contract.
func fieldWord(f reflect.StructField) string {
	word, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return word
}

// nested reports whether a field is a record of its own; lists are items.
func nested(t reflect.Type) bool { return t.Kind() == reflect.Struct }

// fieldWords lists the names of a struct's fields that can be expected.
func fieldWords(t reflect.Type, before string) []string {
	var all []string
	for i := range t.NumField() {
		f := t.Field(i)
		switch {
		case f.Type.Kind() == reflect.Slice:
		case nested(f.Type):
			all = append(all, fieldWords(f.Type, before+fieldWord(f)+".")...)
		default:
			all = append(all, before+fieldWord(f))
		}
	}
	return all
}

// fieldType returns the type of a field by its name.
func fieldType(t reflect.Type, name string) (reflect.Type, bool) {
	v, ok := fieldOf(reflect.New(t).Elem(), name)
	if !ok {
		return nil, false
	}
	return v.Type(), true
}

// fieldOf returns a field of a struct by its name.
func fieldOf(v reflect.Value, name string) (reflect.Value, bool) {
	head, rest, deeper := strings.Cut(name, ".")
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if fieldWord(f) != head || f.Type.Kind() == reflect.Slice || nested(f.Type) != deeper {
			continue
		}
		if deeper {
			return fieldOf(v.Field(i), rest)
		}
		return v.Field(i), true
	}
	return reflect.Value{}, false
}

// wanted is an expected value, and how it is compared.
type wanted struct {
	value reflect.Value
	some  bool // anything but zero
	day   bool // any instant of the day at which value begins
}

// parseWanted reads a value as a story writes it, in the type of its field.
func parseWanted(t reflect.Type, text string) (w wanted, err error) {
	w.value = reflect.New(t).Elem()
	switch {
	case text == someWord && mayBeNone(t):
		w.some = true
		return w, nil
	case text == noneWord && mayBeNone(t):
		return w, nil
	}
	switch p := w.value.Addr().Interface().(type) {
	case *voucher.Instant:
		if d, dayErr := voucher.ParseDay(text); dayErr == nil {
			*p, w.day = d.Start(), true
			return w, nil
		}
		*p, err = voucher.ParseInstant(strings.Replace(text, "T", " ", 1))
		if err != nil {
			err = fmt.Errorf("%s is no instant; write a day such as 2025-10-07, an instant such as 2025-10-07T10:00:00, some or none", quote(text))
		}
	case *voucher.Money:
		*p, err = voucher.ParseMoney(text)
	case *voucher.Volume:
		*p, err = voucher.ParseVolume(text)
	case *voucher.Quantity:
		*p, err = voucher.ParseQuantity(text)
	case *voucher.QR:
		err = fmt.Errorf("%s: a story holds no code; write some or none", quote(text))
	case encoding.TextUnmarshaler:
		err = parseText(t, p, text)
	default:
		err = parsePlain(w.value, text)
	}
	return w, err
}

// mayBeNone reports whether a field of the type may be empty.
func mayBeNone(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[voucher.Instant](), reflect.TypeFor[voucher.Day](), reflect.TypeFor[voucher.Month](),
		reflect.TypeFor[voucher.AccountNumber](), reflect.TypeFor[voucher.QR]():
		return true
	}
	return isHandle(t) || isEnum(t) && !slices.Contains(enumWords(t), noneWord)
}

// isHandle reports whether the type numbers records.
func isHandle(t reflect.Type) bool {
	return t.Kind() == reflect.Uint32 && strings.HasSuffix(t.Name(), "ID")
}

// isEnum reports whether the type is a small enumeration with words.
func isEnum(t reflect.Type) bool {
	return t.Kind() == reflect.Uint8 && t.Implements(reflect.TypeFor[fmt.Stringer]())
}

// parseText reads handles by their number, and words of enumerations by nothing
// but the word.
func parseText(t reflect.Type, p encoding.TextUnmarshaler, text string) error {
	if isHandle(t) {
		return parsePlain(reflect.ValueOf(p).Elem(), text)
	}
	if isEnum(t) {
		known := enumWords(t)
		if !slices.Contains(known, text) {
			return say("%s is unknown%s", quote(text), instead(text, known, say("write one of %s", words(known))))
		}
	}
	return p.UnmarshalText([]byte(text))
}

// enumWords lists the words of a small enumeration.
func enumWords(t reflect.Type) []string {
	var all []string
	for i := range 256 {
		v := reflect.New(t).Elem()
		v.SetUint(uint64(i))
		if s, ok := v.Interface().(fmt.Stringer); ok && s.String() != "" {
			all = append(all, s.String())
		}
	}
	return all
}

// parsePlain reads truths and whole numbers.
func parsePlain(v reflect.Value, text string) error {
	switch {
	case v.Kind() == reflect.Bool:
		if text != "true" && text != "false" {
			return fmt.Errorf("%s is neither true nor false", quote(text))
		}
		v.SetBool(text == "true")
	case v.CanUint():
		n, err := strconv.ParseUint(text, 10, v.Type().Bits())
		if err != nil {
			return fmt.Errorf("%s is not a whole number from 0 up", quote(text))
		}
		v.SetUint(n)
	case v.CanInt():
		n, err := strconv.ParseInt(text, 10, v.Type().Bits())
		if err != nil {
			return fmt.Errorf("%s is not a whole number", quote(text))
		}
		v.SetInt(n)
	default:
		panic(fmt.Sprintf("scenarios: no form for a value of %s", v.Type()))
	}
	return nil
}

// meets reports whether a value is the expected one.
func (w wanted) meets(got reflect.Value) bool {
	switch {
	case w.some:
		return !got.IsZero()
	case w.day:
		return !got.IsZero() && got.Interface().(voucher.Instant).Day() == w.value.Interface().(voucher.Instant).Day()
	}
	return got.Equal(w.value)
}

// valueText writes a value as a story writes it.
func valueText(v reflect.Value) string {
	if v.IsZero() && mayBeNone(v.Type()) {
		return noneWord
	}
	switch x := v.Interface().(type) {
	case voucher.Instant:
		return localText(x)
	case voucher.QR:
		return someWord // a code is a secret (BOTH-PRIVACY-001)
	}
	if isHandle(v.Type()) {
		return fmt.Sprint(v.Uint())
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		if text, err := m.MarshalText(); err == nil {
			return string(text)
		}
	}
	return fmt.Sprint(v.Interface())
}

// localText writes an instant in local time: "2025-10-29T23:59:59".
func localText(t voucher.Instant) string { return strings.TrimSuffix(t.String(), "+05:00") }

// decimalText writes a small number in a message.
func decimalText(n int) string { return strconv.Itoa(n) }

// sortedWords sorts names, so that a hint does not depend on a map.
func sortedWords(all []string) []string {
	slices.Sort(all)
	return all
}

// didYouMean is a hint without the list of all that is known.
func didYouMean(word string, known []string) string {
	if near := voucher.Nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}
