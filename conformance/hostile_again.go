package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// sentAgain reports whether a transcript of hostile input holds every request with
// which something was found. A lot that changed something only as a whole, and bodies
// that take their time, have to be sent as the check sends them.
func sentAgain(t *Transcript) bool {
	found := false
	for i := range t.Raw {
		a := &t.Raw[i]
		switch {
		case a.Class == classBeside:
			return false
		case a.Window == nil || a.Sent != nil:
			found = found || a.Sent != nil
		}
	}
	return found
}

// hostileAgain sends the requests of a saved failure once more, each to the world in
// which it was sent, with a good request behind it.
func (a *asker) hostileAgain(ctx context.Context, old *Transcript) error {
	_, operations := theContract()
	_, id, _ := strings.Cut(old.Check, "/hostile_")
	at := slices.IndexFunc(operations, func(o endpoint) bool { return o.id == id })
	if at < 0 {
		return fmt.Errorf("%s is of no operation of the contract", old.Check)
	}
	clear(a.transcript.Counts)
	if a.transcript.Counts == nil {
		a.transcript.Counts = map[string]int64{}
	}
	h, err := enterHostile(ctx, a, &operations[at])
	if err != nil {
		return err
	}
	defer h.close()
	for i := range old.Raw {
		saved := &old.Raw[i]
		if saved.Sent == nil || !h.goesOn() {
			continue
		}
		d := &draft{op: h.op, rough: *saved.Sent, line: saved.What, good: saved.Class == classGood,
			breaks: saved.Class == classRefuse || saved.Class == classBroken, loose: saved.Class == classBroken || saved.Class == classOdd}
		if d.good { // nobody takes a good request for one of the operation that is spoiled
			h.ask(h.good, h.goodRequest(saved.What))
			continue
		}
		h.changed([]*draft{d})
		h.ask(h.good, h.goodRequest(goodAfterwards.line()))
	}
	return h.err
}

// roughsOf are the requests of a transcript that were answered wrongly, each behind
// the entries that were asked before it.
func roughsOf(t *Transcript) (all []wire.RoughAsk) {
	for i := range t.Raw {
		a := &t.Raw[i]
		if a.Sent == nil {
			continue
		}
		ask := wire.RoughAsk{Rough: a.Sent, Actor: a.By, Behind: len(t.Worlds[0].Entries), What: plainly([]string{a.What})[0]}
		if a.Window != nil {
			ask.Behind = a.Window.After
		}
		all = append(all, ask)
	}
	return all
}
