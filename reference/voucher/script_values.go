package voucher

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// readValue reads one field's text into v, by the type of the field.
func readValue(v reflect.Value, s string) (err error) {
	switch p := v.Addr().Interface().(type) {
	case *Money:
		*p, err = ParseMoney(s)
	case *Volume:
		*p, err = ParseVolume(s)
	case *Quantity:
		*p, err = ParseQuantity(s)
	case *Month:
		*p, err = ParseMonth(s)
	case *Day:
		*p, err = ParseDay(s)
	case *Territory:
		*p, err = ParseTerritory(s)
	case *AccountNumber:
		*p, err = ParseAccountNumber(s)
	case *Key:
		*p, err = readKey(s)
	case *QR:
		*p, err = readCode(s)
	case *Programme:
		err = readWord(p, programmeNames[:], s)
	case *Via:
		err = readWord(p, viaNames[:], s)
	case *ApplianceClass:
		err = readWord(p, classNames[:], s)
	case *Purpose:
		err = readWord(p, purposeNames[:], s)
	case *string:
		*p, err = unquote(s)
	case *Reasons:
		*p, err = parseReasons(s)
	case *[]PersonID:
		*p, err = readList(s, " ", readPerson)
	case *[]GasListRow:
		*p, err = readList(s, ";", readGasRow)
	case *[]FoodListRow:
		*p, err = readList(s, ";", readFoodRow)
	case *[]PurchaseLine:
		*p, err = readList(s, " ", readPurchaseLine)
	case *[]RefundLine:
		*p, err = readList(s, " ", readRefundLine)
	default:
		err = readPlain(v, s)
	}
	return err
}

// readPlain reads truths and whole numbers.
func readPlain(v reflect.Value, s string) error {
	switch {
	case v.Kind() == reflect.Bool:
		if s != "true" && s != "false" {
			return fmt.Errorf("%q is neither true nor false", clip(s))
		}
		v.SetBool(s == "true")
	case v.CanUint():
		n, err := strconv.ParseUint(s, 10, v.Type().Bits())
		if err != nil {
			return fmt.Errorf("%q is not a whole number from 0 to %d", clip(s), ^uint64(0)>>(64-v.Type().Bits()))
		}
		v.SetUint(n)
	case v.CanInt():
		n, err := strconv.ParseInt(s, 10, 32)
		if err != nil {
			return fmt.Errorf("%q is not a whole number", clip(s))
		}
		v.SetInt(n)
	default:
		panic(fmt.Sprintf("voucher: no text form for %s", v.Type()))
	}
	return nil
}

// readWord reads a word of an enumeration, or its number, so that a value that
// is none can be shown refused.
func readWord[T ~uint8](p *T, names []string, s string) error {
	if v, ok := parse[T](names, s); ok {
		*p = v
		return nil
	}
	n, err := strconv.ParseUint(s, 10, 8)
	if err != nil {
		return fmt.Errorf("%q is unknown; write one of %s", clip(s), words(names))
	}
	*p = T(n)
	return nil
}

// textOf writes a value as readValue reads it. A QR code is a secret and comes
// out as a slot or as "hidden".
func textOf(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case QR:
		return codeText(x)
	case Key:
		return keyText(x)
	case Instant:
		return stamp(x)
	case string:
		return quote(x)
	case []GasListRow:
		return list(x, "; ", gasRowText)
	case []FoodListRow:
		return list(x, "; ", foodRowText)
	case []PurchaseLine:
		return list(x, " ", purchaseLineText)
	case []RefundLine:
		return list(x, " ", refundLineText)
	case []LineSplit:
		return list(x, "; ", splitText)
	case fmt.Stringer:
		if s := x.String(); s != "" {
			return s
		}
	}
	switch {
	case v.Kind() == reflect.Struct:
		return "[" + fieldsText(v, nil) + "]"
	case v.Kind() == reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	}
	panic(fmt.Sprintf("voucher: no text form for %s", v.Type()))
}

// fieldsText writes the fields of a struct that are not zero, in their order,
// as name=value. A code is written by its number among the codes shown.
func fieldsText(v reflect.Value, codes func(QR) string) string {
	var b strings.Builder
	for i := range v.NumField() {
		f := v.Field(i)
		if f.IsZero() || f.Type() == reflect.TypeFor[Header]() {
			continue
		}
		text := textOf(f)
		if code, ok := f.Interface().(QR); ok && codes != nil {
			text = codes(code)
		}
		fmt.Fprintf(&b, " %s=%s", snake(v.Type().Field(i).Name), text)
	}
	return strings.TrimPrefix(b.String(), " ")
}

// stamp writes an instant in local time: "2026-02-10T18:00:00".
func stamp(t Instant) string {
	s, _, _ := strings.Cut(t.String(), "+")
	return s
}

// readKey reads an idempotency key: "#7" is KeyOf(0, 7), "none" the zero key,
// anything else as ParseKey has it.
func readKey(s string) (Key, error) {
	if s == "none" {
		return Key{}, nil
	}
	if digits, ok := strings.CutPrefix(s, "#"); ok {
		n, err := strconv.ParseUint(digits, 10, 64)
		if err != nil {
			return Key{}, fmt.Errorf("key %q is not a number; write #7", clip(s))
		}
		return KeyOf(0, n), nil
	}
	return ParseKey(s)
}

// keyText writes a key as readKey reads it: by its number, or as a UUID.
func keyText(k Key) string {
	if k == (Key{}) {
		return "none"
	}
	if hi := binary.BigEndian.Uint64(k[:8]); hi == 0 {
		return "#" + strconv.FormatUint(binary.BigEndian.Uint64(k[8:]), 10)
	}
	h := hex.EncodeToString(k[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// A slot is a QR that stands in a script for the n-th code shown in it; slot 0
// is a code that was never shown. Slots are no codes: whoever plays the script
// puts the code itself in their place.
const slotMark = 0x76_6f_75_63_68_20_24_0a

// Slot returns the slot of the n-th code shown, counted from 1: what ParseCommand
// makes of code=$n. A player puts the code itself in its place.
func Slot(n uint64) QR { return QR(KeyOf(slotMark, n)) }

// SlotOf says which slot a QR is; ok is false for a code that is one. Slot 0 is
// a code that was never shown, code=unknown.
func SlotOf(q QR) (n uint64, ok bool) {
	return binary.BigEndian.Uint64(q[8:]), binary.BigEndian.Uint64(q[:8]) == slotMark
}

// readCode reads "$2", the second code shown, or "unknown".
func readCode(s string) (QR, error) {
	if s == "unknown" {
		return Slot(0), nil
	}
	digits, ok := strings.CutPrefix(s, "$")
	n, err := strconv.ParseUint(digits, 10, 64)
	if !ok || err != nil || n == 0 {
		return QR{}, errors.New("a code is named by its number among those shown, $1, or is unknown: a script never holds the code itself")
	}
	return Slot(n), nil
}

// codeText writes a slot as readCode reads it, and any real code as "hidden"
// (BOTH-PRIVACY-001).
func codeText(q QR) string {
	n, ok := SlotOf(q)
	switch {
	case !ok:
		return "hidden"
	case n == 0:
		return "unknown"
	}
	return "$" + strconv.FormatUint(n, 10)
}
