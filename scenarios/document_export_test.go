package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// DecodeDocument reads a document without asking whether a file could have said the same.
func DecodeDocument(data []byte) (*Study, error) { return decodeDocument(data) }

// SameStudy compares two studies to their last field. The index of assumptions follows from the figures.
func SameStudy(a, b *Study) bool {
	plain := func(s *Study) *Study {
		p := *s
		p.Baseline, p.Scenarios = nil, nil
		for _, world := range s.Worlds() {
			w := *world
			w.Assumptions = &Assumptions{figures: w.Assumptions.figures}
			p.Scenarios = append(p.Scenarios, &w)
		}
		return &p
	}
	return reflect.DeepEqual(plain(a), plain(b))
}

// EachField changes one thing of a study after the other, down to the last field of the last struct,
// also those that only this package sees, and calls back while it is changed. Fields of a struct that
// the study holds none of are returned.
func EachField(s *Study, changed func(path string)) (unseen []string) {
	w := &walk{changed, map[string]bool{}}
	w.types(reflect.TypeOf(*s))
	for _, world := range s.Worlds() { // the lists are those of the program
		for i := range world.Assumptions.figures {
			f := &world.Assumptions.figures[i]
			f.Weights = slices.Clone(f.Weights)
		}
	}
	w.each("study", reflect.ValueOf(s).Elem())
	for field, seen := range w.fields {
		if !seen {
			unseen = append(unseen, field)
		}
	}
	return unseen
}

// listFigure is the place of a figure that is a list.
var listFigure = slices.IndexFunc(baseAssumptions().figures, func(f Figure) bool { return f.Weights != nil })

// walk knows which fields of which structs it has changed.
type walk struct {
	changed func(path string)
	fields  map[string]bool
}

// types lists the fields of all structs.
func (w *walk) types(t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		w.types(t.Elem())
	case reflect.Struct:
		for f := range t.Fields() {
			key := t.Name() + "." + f.Name
			if _, known := w.fields[key]; !known && f.Name != "index" {
				w.fields[key] = false
				w.types(f.Type)
			}
		}
	}
}

func (w *walk) each(path string, v reflect.Value) {
	v = reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem() //nolint:gosec // to see every field is the point
	before := reflect.New(v.Type()).Elem()
	before.Set(v)
	switch of := v.Addr().Interface().(type) {
	case *voucher.Readings:
		w.readings(path, of)
		return
	case *voucher.Day:
		*of = max(*of, voucher.Date(2026, 1, 1)) + 1
		w.changed(path)
		v.Set(before)
		return
	case *voucher.Territory:
		*of = max(*of, 350_000_000) + 1
		w.changed(path)
		v.Set(before)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "index" {
				w.fields[v.Type().Name()+"."+name] = true
				w.each(path+"."+name, v.Field(i))
			}
		}
		return
	case reflect.Pointer:
		w.each(path, v.Elem())
		return
	case reflect.Slice:
		for i := range v.Len() {
			if v.Len() > 100 && i != 0 && i != listFigure { // the other figures are like these two
				continue
			}
			w.each(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
		if v.Len() == 0 { // what structs hold is seen where there are some, or told as unseen
			return
		}
		v.SetLen(v.Len() - 1)
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(v.Uint() + 1)
	default:
		v.SetInt(v.Int() + 1)
	}
	w.changed(path)
	v.Set(before)
}

func (w *walk) readings(path string, r *voucher.Readings) {
	before := *r
	for _, id := range voucher.AllReadings() {
		if err := r.Choose(id.String(), id.Choices()[1]); err != nil {
			panic(err)
		}
		w.changed(path + "." + id.String())
		*r = before
	}
}
