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
	// food says that the vouchers at hand are those of the food programme: each
	// programme numbers its own.
	food bool
}

// name is an id of one kind.
type name struct {
	kind reflect.Type
	food bool
	id   uint64
}

// about sets whose vouchers the next answer speaks of.
func (r *renaming) about(e *voucher.Entry) {
	switch {
	case e.Query != nil:
		r.food = e.Query.Kind == voucher.AskFoodWallet
	case e.Command != nil:
		reply, ok := e.Command.(*voucher.Reply)
		r.food = e.Command.Kind() >= voucher.KindUpdateFoodList || ok && reply.Programme == voucher.Food
	}
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
	voucherType = reflect.TypeFor[voucher.VoucherID]()
	headerType  = reflect.TypeFor[voucher.Header]()
)

// idOf returns the id that a value is; ok is false for any other value.
func (r *renaming) idOf(v reflect.Value) (n name, ok bool) {
	switch {
	case made[v.Type()]:
		return name{v.Type(), r.food && v.Type() == voucherType, v.Uint()}, true
	case v.Type() == codeType:
		slot, _ := voucher.SlotOf(v.Interface().(voucher.QR))
		return name{codeType, false, slot}, true
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
	if n, ok := r.idOf(v); ok {
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

func (r *renaming) command(c voucher.Command) (renamed voucher.Command, dangles bool) {
	renamed = voucher.CloneCommand(c)
	dangles = r.rename(reflect.ValueOf(renamed))
	return renamed, dangles
}

func (r *renaming) query(q *voucher.Query) (renamed *voucher.Query, dangles bool) {
	kept := *q
	dangles = r.rename(reflect.ValueOf(&kept))
	return &kept, dangles
}

// same compares an answer of the one system with the other's and learns which id
// stands for which. It returns the path of the first field that differs, and ""
// where none does.
func (r *renaming) same(a, b reflect.Value, path string) string {
	at, differs := r.differ(a, b)
	if !differs {
		return ""
	}
	return join(path, at)
}

// differ is same with the path written only where there is a difference: most
// answers are equal.
func (r *renaming) differ(a, b reflect.Value) (at string, differs bool) {
	if n, ok := r.idOf(a); ok {
		m, _ := r.idOf(b)
		return "", !r.bind(n, m)
	}
	switch a.Kind() {
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return "", a.IsNil() != b.IsNil()
		}
		return r.differ(a.Elem(), b.Elem())
	case reflect.Struct:
		for i := range a.NumField() {
			if at, differs := r.differ(a.Field(i), b.Field(i)); differs {
				return join(fieldName(a.Type().Field(i).Name), at), true
			}
		}
		return "", false
	case reflect.Slice:
		for i := range min(a.Len(), b.Len()) {
			if at, differs := r.differ(a.Index(i), b.Index(i)); differs {
				return join(fmt.Sprintf("[%d]", i), at), true
			}
		}
		return "", a.Len() != b.Len()
	}
	return "", !a.Equal(b)
}

// bind holds two ids to stand for each other, and reports whether they do.
func (r *renaming) bind(a, b name) bool {
	if a.id == 0 || b.id == 0 {
		return a.id == b.id
	}
	to, knownTo := r.to[a]
	from, knownFrom := r.from[b]
	if !knownTo && !knownFrom {
		r.to[a], r.from[b] = b.id, a.id
		return true
	}
	return to == b.id && from == a.id
}

// inverse is the renaming the other way round; it learns what this one learns.
func (r *renaming) inverse() *renaming { return &renaming{to: r.from, from: r.to} }

// learn takes from two answers to one question which id stands for which,
// whatever else differs, and where one of the two was known before, nothing.
func (r *renaming) learn(a, b reflect.Value) {
	if n, ok := r.idOf(a); ok {
		if m, _ := r.idOf(b); n.id != 0 && m.id != 0 {
			r.bind(n, m)
		}
		return
	}
	switch a.Kind() {
	case reflect.Pointer:
		if !a.IsNil() && !b.IsNil() {
			r.learn(a.Elem(), b.Elem())
		}
	case reflect.Struct:
		for i := range a.NumField() {
			r.learn(a.Field(i), b.Field(i))
		}
	case reflect.Slice:
		for i := range min(a.Len(), b.Len()) {
			r.learn(a.Index(i), b.Index(i))
		}
	}
}

// join writes the path of a field.
func join(path, field string) string {
	if path == "" || field == "" || field[0] == '[' {
		return path + field
	}
	return path + "." + field
}
