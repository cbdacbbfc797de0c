package conformance

import (
	"fmt"
	"reflect"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// renaming is which id of one system stands for which of another. What systems
// make themselves they number as they like, so two answers are the same when
// one can be renamed into the other, always in the same way.
type renaming struct {
	to, from map[name]uint64
}

// name is an id of one kind.
type name struct {
	kind reflect.Type
	id   uint64
}

func newRenaming() *renaming {
	return &renaming{to: map[name]uint64{}, from: map[name]uint64{}}
}

// made are the types of ids that systems make.
var made = map[reflect.Type]bool{
	reflect.TypeFor[voucher.VoucherID](): true, reflect.TypeFor[voucher.MessageID](): true,
	reflect.TypeFor[voucher.PurchaseID](): true, reflect.TypeFor[voucher.ReceiptID](): true,
	reflect.TypeFor[voucher.LoanID](): true, reflect.TypeFor[voucher.AppealID](): true,
}

var (
	codeType    = reflect.TypeFor[voucher.QR]()
	instantType = reflect.TypeFor[voucher.Instant]()
	headerType  = reflect.TypeFor[voucher.Header]()
)

// idOf returns the id that a value is; ok is false for any other value.
func idOf(v reflect.Value) (n name, ok bool) {
	switch {
	case made[v.Type()]:
		return name{v.Type(), v.Uint()}, true
	case v.Type() == codeType:
		slot, _ := voucher.SlotOf(v.Interface().(voucher.QR))
		return name{codeType, slot}, true
	}
	return name{}, false
}

// dangling is an id that no system gives out: it stands for one whose maker is
// gone.
const dangling = 1<<32 - 1

// rename turns the ids in a command or query of the one system into those of
// the other, in place. An id that was never seen dangles; whether one did, is
// returned.
func (r *renaming) rename(v reflect.Value) (dangles bool) {
	if n, ok := idOf(v); ok {
		if n.id == 0 {
			return false
		}
		id, known := r.to[n]
		if !known {
			dangles, id = true, dangling
		}
		if v.Type() == codeType {
			if !known {
				id = 0
			}
			v.Set(reflect.ValueOf(voucher.Slot(id)))
		} else {
			v.SetUint(id)
		}
		return dangles
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return r.rename(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.Type() != headerType {
				dangles = r.rename(f) || dangles
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			dangles = r.rename(v.Index(i)) || dangles
		}
	}
	return dangles
}

// command returns a command renamed.
func (r *renaming) command(c voucher.Command) (renamed voucher.Command, dangles bool) {
	renamed = cloneCommand(c)
	dangles = r.rename(reflect.ValueOf(renamed))
	return renamed, dangles
}

// query returns a query renamed.
func (r *renaming) query(q *voucher.Query) (renamed *voucher.Query, dangles bool) {
	kept := *q
	dangles = r.rename(reflect.ValueOf(&kept))
	return &kept, dangles
}

// same compares an answer of the one system with the other's and learns which id
// stands for which. It returns the path of the first field that differs, and ""
// where none does.
func (r *renaming) same(a, b reflect.Value, path string) string {
	if n, ok := idOf(a); ok {
		m, _ := idOf(b)
		return r.bind(n, m, path)
	}
	switch a.Kind() {
	case reflect.Pointer:
		switch {
		case a.IsNil() != b.IsNil():
			return path
		case a.IsNil():
			return ""
		}
		return r.same(a.Elem(), b.Elem(), path)
	case reflect.Struct:
		for i := range a.NumField() {
			if at := r.same(a.Field(i), b.Field(i), join(path, fieldName(a.Type().Field(i).Name))); at != "" {
				return at
			}
		}
		return ""
	case reflect.Slice:
		for i := range min(a.Len(), b.Len()) {
			if at := r.same(a.Index(i), b.Index(i), fmt.Sprintf("%s[%d]", path, i)); at != "" {
				return at
			}
		}
		if a.Len() != b.Len() {
			return path
		}
		return ""
	}
	if !a.Equal(b) {
		return path
	}
	return ""
}

// bind holds two ids to stand for each other.
func (r *renaming) bind(a, b name, path string) string {
	if (a.id == 0) != (b.id == 0) {
		return path
	}
	if a.id == 0 {
		return ""
	}
	to, knownTo := r.to[a]
	from, knownFrom := r.from[b]
	switch {
	case !knownTo && !knownFrom:
		r.to[a], r.from[b] = b.id, a.id
		return ""
	case to != b.id || from != a.id:
		return path
	}
	return ""
}

// join writes the path of a field.
func join(path, field string) string {
	if path == "" {
		return field
	}
	return path + "." + field
}
