package conformance

import (
	"reflect"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// cell is one field of the matrix: who calls an operation, on whose record.
type cell struct {
	actor voucher.Actor
	call  asked
}

// cells are those of an operation that have to be turned away, and those that must not
// be: every role and nobody, on the owner's record, on another's, and on one that is
// guessed.
func (s *stage) cells(o operation) (turned, let []cell) {
	for role := voucher.Role(0); role == 0 || role.String() != ""; role++ {
		if !slices.Contains(o.roles(), role) {
			turned = append(turned, s.cell(o, role, owners, nil))
			continue
		}
		let = append(let, s.cell(o, role, owners, nil))
		probe := o.fields(o.blank())
		own := len(owned(role, probe))
		if own > 0 {
			turned = append(turned, s.cell(o, role, strangersOwn, nil))
		}
		if own > 1 { // a record of another's beside one of one's own
			for n := range own {
				if s.apart(role, o, n) {
					turned = append(turned, s.cell(o, role, strangersOwn, func(f []reflect.Value) { s.mix(role, f, n) }))
				}
			}
		}
		if len(numbered(probe)) > 0 {
			turned = append(turned, s.cell(o, role, owners, func(f []reflect.Value) { s.guess(role, f) }))
		}
	}
	return turned, let
}

// cell makes one. by is which of a role calls: the owner of the records or the
// stranger; change alters what the call says.
func (s *stage) cell(o operation, role voucher.Role, by whose, change func(fields []reflect.Value)) cell {
	call := o.blank()
	fields := o.fields(call)
	own := owned(role, fields)
	for _, f := range fields {
		// Where each side has a field of its own, as for a code that the wallet or the
		// till shows, only one says something.
		if o.command != 0 && len(own) > 0 && s.others(o, role, f) {
			continue
		}
		f.Set(s.value(f.Type(), owners))
	}
	if o.query != 0 && o.query != voucher.AskProviderList && o.query != voucher.AskReceipt {
		call.query.Month = 0 // the present one
	}
	if o.query == voucher.AskParameter {
		call.query.Parameter = voucher.FoodCodeLifetime.String()
	}
	if change != nil {
		change(fields)
	}
	c := cell{actorOf(role, by), call}
	call.by(c.actor)
	return c
}

// others reports whether a field names a record of another role that may call the
// operation, and none of this one.
func (s *stage) others(o operation, role voucher.Role, f reflect.Value) bool {
	if slices.Contains(recordsOf[role], f.Type()) {
		return false
	}
	return slices.ContainsFunc(o.roles(), func(r voucher.Role) bool { return slices.Contains(recordsOf[r], f.Type()) })
}

// apart reports whether all own records of a call but one can be the stranger's.
func (s *stage) apart(role voucher.Role, o operation, n int) bool {
	for i, f := range owned(role, o.fields(o.blank())) {
		if i != n && s.value(f.Type(), owners).Equal(s.value(f.Type(), strangersOwn)) {
			return false // the stranger has none
		}
	}
	return true
}

// mix lets all own records but one be the stranger's.
func (s *stage) mix(role voucher.Role, fields []reflect.Value, n int) {
	for i, f := range owned(role, fields) {
		if i != n {
			f.Set(s.value(f.Type(), strangersOwn))
		}
	}
}

// guess lets the record that a call is about be one that is near those that there
// are.
func (s *stage) guess(role voucher.Role, fields []reflect.Value) {
	about := append(owned(role, fields), numbered(fields)...)
	last := about[0]
	for _, f := range owned(role, fields) {
		last = f
	}
	last.Set(s.value(last.Type(), nobodys))
}

// actorOf is who calls in a role.
func actorOf(role voucher.Role, by whose) voucher.Actor {
	a := voucher.Actor{Role: role}
	switch role {
	case voucher.Citizen, voucher.Operator, voucher.StoreTill, voucher.GasProvider:
		a.ID = uint32(ownerID + by)
	case voucher.LocalBody:
		a.ID = uint32(stageTowns[by].Region())
	}
	return a
}
