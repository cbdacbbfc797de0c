package conformance

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// scopedKey is an idempotency key of one actor.
type scopedKey struct {
	actor voucher.Actor
	key   voucher.Key
}

// keyed is the first command under a key.
type keyed struct {
	fingerprint voucher.Digest
	at          voucher.Instant
	outcome     *voucher.Outcome
}

// keptTo is to which day of the next month the answer under a key has to be
// kept: until the month is closed for returns.
const keptTo = 15

// repeated holds a command under a key that was used before to the answer of
// the first time, and reports whether it is such a repetition
// (BOTH-RETRY-001). A role that may not ask leaves nothing under its key, and
// neither does a provider that did not answer.
func (w *watch) repeated(e *voucher.Entry) bool {
	h := e.Command.Head()
	refusal := e.Outcome.Refusal
	if h.Key == (voucher.Key{}) {
		if refusal == nil {
			w.broken(aKeyIsNeeded, refused(voucher.KeyMissing))
		}
		return true
	}
	if !mayDo(e.Command.Kind(), h.Actor.Role) {
		return false
	}
	scope := scopedKey{h.Actor, h.Key}
	before, seen := w.keys[scope]
	switch {
	case !seen || e.At >= (before.at.Month()+1).Day(keptTo).Start():
		if refusal == nil || refusal.Reason != voucher.ProviderUnavailable {
			w.keys[scope] = keyed{e.Command.Fingerprint(), e.At, &e.Outcome}
		}
		return false
	case before.fingerprint != e.Command.Fingerprint():
		if refusal == nil || (w.reasons && refusal.Reason != voucher.KeyReused) {
			w.broken(anotherBody, refused(voucher.KeyReused))
		}
	case !sameAnswer(before.outcome, &e.Outcome):
		w.broken(aRepeatedKey, voucher.AnswerLine(before.outcome))
	}
	return true
}

// sameAnswer compares two answers without their events.
func sameAnswer(a, b *voucher.Outcome) bool {
	if (a.Refusal == nil) != (b.Refusal == nil) || (a.Refusal != nil && a.Refusal.Reason != b.Refusal.Reason) {
		return false
	}
	x, y := a.Result, b.Result
	if !slices.Equal(x.Lines, y.Lines) {
		return false
	}
	x.Lines, y.Lines = nil, nil
	return reflect.DeepEqual(x, y)
}

// mayDo reports whether a command is a role's matter.
func mayDo(k voucher.CommandKind, r voucher.Role) bool { return slices.Contains(wire.Doers(k), r) }

// access holds what was accepted to who may ask it, and for whom
// (BOTH-ACCESS-001).
func (w *watch) access(e *voucher.Entry) {
	if e.Outcome.Refusal != nil {
		return
	}
	a := e.Command.Head().Actor
	if !mayDo(e.Command.Kind(), a.Role) {
		w.broken(ownRole, refused(voucher.RoleNotAllowed))
		return
	}
	var person voucher.PersonID
	var store voucher.StoreID
	var provider voucher.ProviderID
	v := reflect.ValueOf(e.Command).Elem()
	for name, into := range map[string]any{"Person": &person, "Store": &store, "Provider": &provider} {
		if f := v.FieldByName(name); f.IsValid() {
			reflect.ValueOf(into).Elem().Set(f)
		}
	}
	if _, isFood := e.Command.(*voucher.ShowCode); isFood && a.Role == voucher.Citizen {
		store = 0
	}
	if stranger(a, person, store, provider) {
		w.broken(ownRecords, refused(voucher.RecordNotOwn))
	}
}

// stranger reports whether an actor with records of its own acts on another's.
func stranger(a voucher.Actor, p voucher.PersonID, s voucher.StoreID, g voucher.ProviderID) bool {
	switch a.Role {
	case voucher.Citizen:
		return p != 0 && uint32(p) != a.ID
	case voucher.StoreTill:
		return s != 0 && uint32(s) != a.ID
	case voucher.GasProvider:
		return g != 0 && uint32(g) != a.ID
	}
	return false
}

// mayRead holds what was shown to who may see it.
func (w *watch) mayRead(e *voucher.Entry) {
	q := e.Query
	if e.Record.Refusal != nil {
		return
	}
	if !slices.Contains(wire.Askers(q.Kind), q.Actor.Role) {
		w.broken(ownRole, refused(voucher.RoleNotAllowed))
		return
	}
	if stranger(q.Actor, q.Person, q.Store, q.Provider) {
		w.broken(ownRecords, refused(voucher.RecordNotOwn))
	}
}

// reading is what a question was answered with the first time.
type reading struct {
	parameter string
	day       voucher.Day
	record    *voucher.Record
}

// readBefore holds what may only grow, or never change, to what was read of it
// before: the first reading is a prefix of the second (BOTH-JOURNAL-001).
func (w *watch) readBefore(e *voucher.Entry) {
	q := *e.Query
	r := reading{record: &e.Record}
	switch q.Kind {
	case voucher.AskParameter:
		if q.Day == 0 {
			return
		}
		r.parameter, r.day = q.Parameter, q.Day
	case voucher.AskMessages:
	case voucher.AskFoodWallet, voucher.AskLedger:
		if q.Month == 0 {
			q.Month = e.At.Month()
		}
	case voucher.AskDayReport:
		if e.Record.Report.Handed == 0 {
			return // the day runs
		}
		q.Day = e.Record.Report.Day
	default:
		return
	}
	q.Actor = voucher.Actor{}
	path := fmt.Sprint(q)
	before, seen := w.first[path]
	w.first[path] = r
	if !seen {
		return
	}
	switch q.Kind {
	case voucher.AskParameter:
		if *before.record.Parameter != *r.record.Parameter {
			w.broken(thePastStays, fmt.Sprintf("value=%d", *before.record.Parameter), asReadBefore.line())
		}
	case voucher.AskMessages:
		if !isPrefix(before.record.Messages, r.record.Messages, sameMessage) {
			w.broken(firstIsPrefix, beginsAsRead.line("n", len(before.record.Messages)))
		}
	case voucher.AskFoodWallet:
		if old := before.record.Food.Operations; !isPrefix(old, r.record.Food.Operations, func(a, b voucher.Operation) bool { return a == b }) {
			w.broken(firstIsPrefix, beginsAsRead.line("n", len(old)))
		}
	case voucher.AskDayReport:
		if *before.record.Report != *r.record.Report {
			w.broken(firstIsPrefix, asReadBefore.line())
		}
	}
}

// sameMessage compares two readings of an SMS; its fate becomes known later.
func sameMessage(a, b voucher.Message) bool {
	a.Delivered, b.Delivered = 0, 0
	return a == b
}

// isPrefix reports whether a list begins with another.
func isPrefix[T any](first, all []T, same func(a, b T) bool) bool {
	return len(first) <= len(all) && slices.EqualFunc(first, all[:len(first)], same)
}
