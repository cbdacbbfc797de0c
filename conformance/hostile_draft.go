package conformance

import (
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// usualFields are the values with which a record is asked for.
var usualFields = map[string]string{
	"person": "1", "family": "1", "store": "1", "goods": "1", "provider": "1", "account": doctorAccount.String(), "month": "2026-02", "day": "2026-02-06",
	"loan": "l1", "appeal": "a1", "parameter": voucher.FoodMRP.String(), "territory": "kz", "after": "0",
}

// draft is the good request with blows dealt to it.
func (h *hostile) draft(blows ...*blow) *draft {
	d := &draft{op: h.op, rough: h.op.rough()}
	if h.op.example != nil {
		d.body = h.op.example.clone()
		for i, name := range d.body.names {
			switch {
			case name == "code" && h.slot != (voucher.QR{}):
				d.body.items[i] = rawNode(`"` + h.slot.String() + `"`)
			case h.op.id == "move_clock" && name == "to":
				d.body.items[i] = rawNode(`"` + h.began.String() + `"`)
			case h.op.id == "set_fault" && name == "kind":
				d.body.items[i] = rawNode(`"none"`) // one that was set would strike good requests
			}
		}
	}
	for i := range h.op.query {
		d.query = append(d.query, [2]string{h.op.query[i].Name, h.op.query[i].Name + "=" + usualFields[h.op.query[i].Name]})
	}
	for _, b := range blows {
		b.do(d)
		d.said = append(d.said, b.word)
	}
	var query []string
	for _, q := range d.query {
		if q[1] != "" {
			query = append(query, q[1])
		}
	}
	if len(query) > 0 {
		d.rough.Target += "?" + strings.Join(query, "&")
	}
	if d.body != nil {
		d.rough.Body = d.body.pieces()
		for _, change := range d.after {
			d.rough.Body = change(d.rough.Body)
		}
	}
	d.line = blows[0].line
	if len(blows) > 1 {
		d.line = badSeveral.line("operation", h.op.id, "blow", strings.Join(d.said, "; "))
	}
	return d
}

// several deals two or three blows at once, none of which undoes another.
func (h *hostile) several(all []blow, n uint64) *draft {
	at := h.seed.Two(n, 1)
	var chosen []*blow
	for i := range uint64(8) {
		b := &all[uint64(at.Two(i, 2))%uint64(len(all))]
		clash := slices.ContainsFunc(chosen, func(other *blow) bool {
			return b.line == other.line || (b.path != "-" && other.path != "-" && (strings.HasPrefix(b.path, other.path) || strings.HasPrefix(other.path, b.path)))
		})
		if !clash && !b.heavy && len(chosen) < 3 {
			chosen = append(chosen, b)
		}
	}
	return h.draft(chosen...)
}

// class is what a draft may come to.
func (d *draft) class() hostileClass {
	switch {
	case d.loose && d.breaks:
		return classBroken
	case d.loose:
		return classOdd
	case d.breaks:
		return classRefuse
	}
	return classAny
}

// filled is a request with a code in the place of its slot.
func (h *hostile) filled(r *wire.Rough) *wire.Rough {
	if h.slot == (voucher.QR{}) {
		return r
	}
	sent := *r
	sent.Body = slices.Clone(r.Body)
	slot, code := h.slot.String(), h.till.system.shown(h.slot).String()
	for i := range sent.Body {
		if sent.Body[i].Times == 0 {
			sent.Body[i].Text = []byte(strings.ReplaceAll(string(sent.Body[i].Text), slot, code))
		}
	}
	return &sent
}

// goodRequest is a request that has to be accepted.
func (h *hostile) goodRequest(line string) *draft {
	_, operations := theContract()
	id, body := "read_parameter", ""
	if h.a.caps.Programmes&voucher.Food != 0 {
		id, body = "rate", rateBody
	}
	at := slices.IndexFunc(operations, func(o endpoint) bool { return o.id == id })
	o := &operations[at]
	d := &draft{op: o, rough: o.rough(), line: line, good: true}
	if body == "" {
		d.rough.Target += "?parameter=" + voucher.GasReminderAfter.String() + "&day=2026-02-06"
	} else {
		d.rough.Body = []wire.Piece{{Text: []byte(body)}}
	}
	return d
}
