package voucher_test

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestCommandsSurviveBeingWrittenAndRead draws commands of every kind.
func TestCommandsSurviveBeingWrittenAndRead(t *testing.T) {
	for _, k := range voucher.CommandKinds() {
		t.Run(k.String(), rapid.MakeCheck(func(t *rapid.T) {
			c := voucher.NewCommand(k)
			if change, ok := c.(*voucher.ChangeParameter); ok {
				change.Setting = drawSetting(t)
			} else {
				drawFields(t, reflect.ValueOf(c).Elem())
			}
			*c.Head() = voucher.Header{Key: drawKey(t, "key"), Actor: drawActor(t)}
			roundTrip(t, c)
		}))
	}
}

// TestQueriesSurviveBeingWrittenAndRead draws queries of every kind.
func TestQueriesSurviveBeingWrittenAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := &voucher.Query{}
		drawFields(t, reflect.ValueOf(want).Elem())
		want.Kind = voucher.QueryKind(rapid.IntRange(int(voucher.AskGasWallet), int(voucher.AskDigest)).Draw(t, "kind"))
		want.Actor = drawActor(t)
		text := voucher.FormatQuery(want)
		got, err := voucher.ParseQuery(text)
		if err != nil || *got != *want {
			t.Fatalf("%q reads as %+v, %v; was written from %+v", text, got, err, want)
		}
	})
}

// drawFields fills a struct, field by field, by the type of each.
func drawFields(t *rapid.T, v reflect.Value) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch p := f.Addr().Interface().(type) {
		case *voucher.Header, *voucher.Actor, *voucher.QueryKind:
		case *voucher.Month:
			*p = rapid.SampledFrom([]voucher.Month{0, voucher.MonthOf(2000, 1), voucher.MonthOf(2026, 2), voucher.MonthOf(2200, 12)}).Draw(t, name)
		case *voucher.Day:
			*p = rapid.SampledFrom([]voucher.Day{0, voucher.Date(2000, 1, 1), voucher.Date(2026, 2, 28), voucher.Date(2200, 12, 31)}).Draw(t, name)
		case *voucher.Territory:
			*p = drawTerritory(t, name)
		case *voucher.AccountNumber:
			*p = voucher.MakeAccountNumber(rapid.Uint64Range(0, 99_999).Draw(t, name), rapid.IntRange(5, 12).Draw(t, name+" digits"))
		case *voucher.Key:
			*p = drawKey(t, name)
		case *voucher.QR:
			*p = drawCode(t)
		case *string:
			*p = rapid.String().Draw(t, name)
		case *[]voucher.GasListRow:
			*p = drawSome(t, name, drawGasRow)
		case *[]voucher.FoodListRow:
			*p = drawSome(t, name, drawFoodRow)
		case *[]voucher.PurchaseLine:
			*p = drawSome(t, name, drawLine)
		case *[]voucher.RefundLine:
			*p = drawSome(t, name, drawReturn)
		default:
			drawNumber(t, f, name)
		}
	}
}

func drawNumber(t *rapid.T, f reflect.Value, name string) {
	switch {
	case f.Kind() == reflect.Bool:
		f.SetBool(rapid.Bool().Draw(t, name))
	case f.CanUint():
		f.SetUint(rapid.Uint64Range(0, 1<<f.Type().Bits()-1).Draw(t, name))
	case f.Kind() == reflect.Int:
		f.SetInt(int64(rapid.Int32().Draw(t, name)))
	default: // money, volume, quantity: all but the one that has no opposite
		f.SetInt(rapid.Int64Range(-1<<63+1, 1<<63-1).Draw(t, name))
	}
}

func drawSome[T any](t *rapid.T, name string, draw func(*rapid.T) T) []T {
	var all []T
	for range rapid.IntRange(0, 3).Draw(t, name) {
		all = append(all, draw(t))
	}
	return all
}

func drawGasRow(t *rapid.T) voucher.GasListRow {
	r := voucher.GasListRow{Person: voucher.PersonID(rapid.Uint32().Draw(t, "person")), Drop: rapid.Bool().Draw(t, "drop")}
	if !r.Drop {
		r.Reasons, r.Residence = voucher.Reasons(rapid.Uint8().Draw(t, "reasons")), drawTerritory(t, "residence")
	}
	return r
}

func drawFoodRow(t *rapid.T) voucher.FoodListRow {
	r := voucher.FoodListRow{Family: voucher.FamilyID(rapid.Uint32().Draw(t, "family")), Drop: rapid.Bool().Draw(t, "drop")}
	if !r.Drop {
		r.Owner = voucher.PersonID(rapid.Uint32().Draw(t, "owner"))
		r.Members = drawSome(t, "members", func(t *rapid.T) voucher.PersonID { return voucher.PersonID(rapid.Uint32().Draw(t, "member")) })
		r.Residence = drawTerritory(t, "residence")
	}
	return r
}

func drawLine(t *rapid.T) (l voucher.PurchaseLine) {
	drawFields(t, reflect.ValueOf(&l).Elem())
	return l
}

func drawReturn(t *rapid.T) (l voucher.RefundLine) {
	drawFields(t, reflect.ValueOf(&l).Elem())
	return l
}

func drawTerritory(t *rapid.T, name string) voucher.Territory {
	return voucher.Territory(rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32Range(100_000_000, 999_999_999)).Draw(t, name))
}

func drawKey(t *rapid.T, name string) voucher.Key {
	return voucher.KeyOf(rapid.OneOf(rapid.Just(uint64(0)), rapid.Uint64()).Draw(t, name+" high"), rapid.Uint64().Draw(t, name+" low"))
}

// drawCode draws none, or a code by its number: what a script can hold.
func drawCode(t *rapid.T) voucher.QR {
	word := rapid.SampledFrom([]string{"", " code=unknown", fmt.Sprintf(" code=$%d", rapid.Uint64Min(1).Draw(t, "code"))}).Draw(t, "which")
	c, err := voucher.ParseCommand("scan_code by=citizen:1" + word)
	if err != nil {
		t.Fatalf("a code by its number: %v", err)
	}
	return c.(*voucher.ScanCode).Code
}

func drawActor(t *rapid.T) voucher.Actor {
	a := voucher.Actor{Role: voucher.Role(rapid.Uint8Range(0, uint8(voucher.AuthorisedBody)).Draw(t, "role"))}
	switch a.Role {
	case 0:
	case voucher.LocalBody:
		a.ID = uint32(drawTerritory(t, "body"))
	default:
		a.ID = rapid.Uint32().Draw(t, "actor")
	}
	return a
}

// drawSetting draws a value that its unit can write.
func drawSetting(t *rapid.T) (s voucher.Setting) {
	drawFields(t, reflect.ValueOf(&s).Elem())
	if p := voucher.Parameter(rapid.IntRange(0, voucher.Parameters).Draw(t, "parameter")); int(p) < voucher.Parameters {
		d := p.Declaration()
		s.Path = d.Path
		s.Value = rapid.Int64Range(d.Min, d.Max).Draw(t, "value")
	}
	return s
}
