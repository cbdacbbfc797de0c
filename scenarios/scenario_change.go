package scenarios

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// changes reads the places that come to a programme or leave it. Each is a claim
// of the parameter that switches the programme on and off there, so that it meets
// what set and the parents say of the same place.
func (r *reader) changes(l *layer, n ast.Node) {
	fields, _ := r.fields(n, "change", keysOf[Changes]())
	for _, word := range keysOf[Changes]() {
		e, ok := fields[word]
		if !ok {
			continue
		}
		if word == "stores" {
			r.storeChanges(l, e.value)
			continue
		}
		moves, _ := r.fields(e.value, "change."+word, keysOf[PlaceChanges]())
		for value, move := range []string{"remove", "add"} {
			if m, ok := moves[move]; ok {
				r.moves(l, m.value, "change."+word+"."+move, "set "+word+".territory", int64(value))
			}
		}
	}
}

// moves reads one list of places.
func (r *reader) moves(l *layer, n ast.Node, at, key string, value int64) {
	items, _ := r.list(n, at, say("КАТО codes"))
	for _, item := range items {
		t, from, ok := r.move(item, at)
		if !ok {
			continue
		}
		i := slices.IndexFunc(l.claims, func(c *claim) bool { return c.key == key && c.territory == t })
		if i >= 0 {
			r.fault(item, at, "%v stands in this file already (%s); keep one", t, l.claims[i].place())
			continue
		}
		c := l.claim(item, key, at+" "+t.String())
		c.day, c.territory, c.from, c.value, c.moved = item, t, from, value, true
	}
}

// move reads one place, with the day of its change where it has one.
func (r *reader) move(n ast.Node, at string) (t voucher.Territory, from voucher.Day, ok bool) {
	want := say("a КАТО code such as 111010000, or {id: 111010000, from: 2026-03-01}")
	code := n
	if _, is := n.(*ast.MappingNode); is {
		fields, _ := r.fields(n, at, keysOf[DatedPlace]())
		if e, has := fields["from"]; has {
			if from, ok = r.day(e.value, at); !ok {
				return 0, 0, false
			}
		}
		e, has := fields["id"]
		if !has {
			r.fault(n, at, "id is missing; write %s", want)
			return 0, 0, false
		}
		code = e.value
	}
	v, ok := r.scalar(code, at, want)
	if !ok {
		return 0, 0, false
	}
	t, ok = r.territory(code, v.text, at)
	return t, from, ok
}

// movable reports a place that comes where it is already, and one that leaves
// where it is not.
func (l *layer) movable() {
	before := (&layer{line: l.line[:len(l.line)-1]}).effective()
	for _, c := range l.claims {
		if !c.moved {
			continue
		}
		programme := voucher.Gas
		if c.key == "set "+voucher.FoodTerritory.String() {
			programme = voucher.Food
		}
		there := runsIn(before, programme, c.territory)
		switch {
		case c.value == 1 && there:
			c.fault("the %s pilot runs there already; take it out of the list", programme)
		case c.value == 0 && !there:
			c.fault("the %s pilot does not run there; take it out of the list, or name one of %s", programme, runningIn(before, programme))
		}
	}
}

// runsIn reports whether a pilot runs in a place, by the published texts and by
// what a scenario says.
func runsIn(all []standing, p voucher.Programme, t voucher.Territory) bool {
	i := slices.IndexFunc(places, func(known place) bool { return known.territory == t })
	runs := i >= 0 && places[i].pilots&p != 0
	for _, c := range all {
		if c.key == "set "+p.String()+".territory" && (c.territory == t || c.territory == voucher.Country) {
			runs = c.value == 1
		}
	}
	for _, c := range all {
		if c.key == "territories "+p.String() {
			runs = runs && slices.Contains(narrowed(c.claim, all), t)
		}
	}
	return runs
}

// runningIn lists where a pilot runs, for a message.
func runningIn(all []standing, p voucher.Programme) (list voucher.Text) {
	comma := ""
	for _, known := range places {
		if runsIn(all, p, known.territory) {
			list.En += comma + known.territory.String() + " (" + known.name.En + ")"
			list.Ru += comma + known.territory.String() + " (" + known.name.Ru + ")"
			list.Kk += comma + known.territory.String() + " (" + known.name.Kk + ")"
			comma = ", "
		}
	}
	return list
}
