package scenarios

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// EventKind is what may happen for a while. It is no dated assumption: an outage has
// an end and a place, and what was due meanwhile waits or is lost, which no share
// of people says.
type EventKind uint8

// What can happen. Compounds tells what each does and which fields it has.
const (
	CentresClosed EventKind = iota + 1
	SMSOutage
	StoresSuspended
)

var eventWords = [...]string{CentresClosed: "service_centres_closed", SMSOutage: "sms_outage", StoresSuspended: "stores_suspended"}

// String returns the word of a file, such as sms_outage.
func (k EventKind) String() string {
	if k == 0 || int(k) >= len(eventWords) {
		return "no event"
	}
	return eventWords[k]
}

// eventPath is the path of a kind in the registry.
func eventPath(k EventKind) string { return "events." + k.String() }

// Event is something that happens in a scenario's world for a while.
type Event struct {
	Name        string
	Kind        EventKind
	From, To    voucher.Day         // both inside
	Territories []voucher.Territory // ascending; nil: everywhere
	StoreKind   string              // of StoresSuspended; "": all
	Share       int64               // parts of a million: of the messages, those lost; of the stores, those suspended
	DelayHours  int64               // by which messages come late that are not lost
}

// In reports whether it happens in a territory.
func (e *Event) In(t voucher.Territory) bool {
	return e.Territories == nil || slices.Contains(e.Territories, t)
}

// Parts tells the event field by field, also what its file left out, and the path of
// its kind among Compounds.
func (e *Event) Parts() (path string, parts []Part) {
	c := e.compound()
	f := filled{"from": {int64(e.From)}, "to": {int64(e.To)}}
	for _, t := range e.Territories {
		f["territories"] = append(f["territories"], int64(t))
	}
	switch e.Kind {
	case SMSOutage:
		f["lost"], f["delay_hours"] = []int64{e.Share}, []int64{e.DelayHours}
	case StoresSuspended:
		f["stores"], f["share"] = kindNumber(e.StoreKind), []int64{e.Share}
	}
	return c.Path, f.words(c)
}

// compound is the kind of the event in the registry.
func (e *Event) compound() *Compound {
	return &compounds[slices.IndexFunc(compounds, func(c Compound) bool { return c.Path == eventPath(e.Kind) })]
}

// noEvent is what a file writes in place of an event that it takes over and does
// not want.
const noEvent = "none"

// events reads what happens, by name: so what a parent says can be changed or
// taken back, and two parents meet only where they mean the same thing.
func (r *reader) events(l *layer, n ast.Node) {
	entries, _ := r.mapping(n, "events")
	for _, e := range entries {
		at := "events." + e.key
		if !idForm.MatchString(e.key) || len(e.key) > maxIDLength {
			r.fault(e.named, "events", "%s is no name; write small letters a to z, digits and single hyphens, such as outage-of-february", quote(e.key))
			continue
		}
		if v, ok := scalarOf(e.value); ok && v.text == noEvent {
			l.claim(e.value, "events "+e.key, at).word = noEvent
			continue
		}
		c := r.eventKind(e.value, at)
		if c == nil {
			continue
		}
		fields, ok := r.fields(e.value, at, append([]string{"kind"}, c.names()...))
		got, whole := r.compound(e.value, at, c, fields)
		if !ok || !whole {
			continue
		}
		if from, to := got["from"][0], got["to"][0]; from > to {
			r.fault(fields["to"].value, at, "to %v is before from %v; swap them", voucher.Day(to), voucher.Day(from))
			continue
		}
		own := l.claim(e.value, "events "+e.key, at)
		own.compound, own.fields = c, got
	}
}

// eventKind finds out what happens in a mapping; nil where it does not say.
func (r *reader) eventKind(n ast.Node, at string) *Compound {
	m, ok := n.(*ast.MappingNode)
	if !ok {
		r.unexpected(n, at, say("{kind: sms_outage, from: 2026-02-05, to: 2026-02-05}, or %s for one that a parent has", noEvent))
		return nil
	}
	known := eventWords[1:]
	for _, v := range m.Values {
		if v.Key.GetToken().Value != "kind" {
			continue
		}
		word, ok := r.scalar(v.Value, at+".kind", say("one of %s", words(known)))
		if !ok {
			return nil
		}
		for i := range compounds {
			if compounds[i].Path == "events."+word.text {
				return &compounds[i]
			}
		}
		r.fault(v.Value, at+".kind", "unknown kind %s%s", quote(word.text), instead(word.text, known, say("write one of %s", words(known))))
		return nil
	}
	r.fault(n, at, "kind is missing; write one of %s", words(known))
	return nil
}

// event is the claim of one.
func (c *claim) event() Event {
	e := Event{
		Name: strings.TrimPrefix(c.key, "events "), From: voucher.Day(c.fields["from"][0]), To: voucher.Day(c.fields["to"][0]),
		StoreKind: storeKinds[c.field("stores")].Kind,
	}
	e.Kind = EventKind(slices.Index(eventWords[:], strings.TrimPrefix(c.compound.Path, "events.")))
	switch e.Kind {
	case SMSOutage:
		e.Share, e.DelayHours = c.field("lost"), c.field("delay_hours")
	case StoresSuspended:
		e.Share = c.field("share")
	}
	for _, code := range c.fields["territories"] {
		e.Territories = append(e.Territories, voucher.Territory(code))
	}
	return e
}
