package conformance

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// hostile sends what a stranger might send to one world.
type hostile struct {
	ctx     context.Context
	a       *asker
	world   *wire.System
	till    *till
	r       *raw
	op      *endpoint
	bare    *wire.Bare
	good    *wire.Bare
	slot    voucher.QR // of a code that is good
	seed    voucher.Digest
	count   uint64
	strange int // answers that were kept
	late    int
	hasty   bool // an answer was kept that does not say when to come again
	began   voucher.Instant
	err     error
}

const (
	lot      = 24 // requests between two readings, all of which have to be refused
	oddLot   = 6  // of requests that may be accepted: one that is ends the comparison
	mostKept = 20 // answers that are no plain ones: what is wrong is shown by then
	mostLate = 2  // requests without an answer in time
)

// Why no answer came, as a record has it.
const (
	noneInTime = "no whole answer in time"
	noneAtAll  = "the connection was closed without an answer"
)

// enterHostile makes a world in which a good request of most operations is accepted.
func enterHostile(ctx context.Context, a *asker, o *endpoint) (*hostile, error) {
	setup := doctorSetup(StoreSetup().At)
	setup.Operators = 1
	if !a.caps.Choices {
		setup.Readings = a.caps.Readings
	}
	world, system, err := a.beginWired(ctx, setup)
	if err != nil {
		return nil, err
	}
	t := &till{ctx: ctx, system: system, keys: voucher.NewDigest().Text(a.transcript.Check).Word(a.opts.Seed)}
	h := &hostile{ctx: ctx, a: a, world: world, till: t, op: o, seed: t.keys}
	h.r = &raw{ctx: ctx, client: a.wire, world: world, t: a.transcript, canary: newCanaries()}
	if a.caps.Programmes&voucher.Food != 0 {
		t.prime(setup)
		t.buy(t.show(), basket())
		h.slot = t.show()
	} else {
		t.advance(setup.At)
	}
	if a.caps.Programmes&voucher.Gas != 0 {
		t.do(voucher.ListOwner, 0, listUpdate(voucher.SocialAssistance))
	}
	a.transcript.Counts[countLeading] = int64(len(system.told.Steps))
	if h.bare, err = a.wire.Bare(o.control()); err != nil {
		return nil, err
	}
	h.good = h.bare
	if o.control() {
		h.good, err = a.wire.Bare(false)
	}
	h.began = system.now
	return h, errors.Join(err, t.err)
}

// askHostile sends every single thing that can be wrong with an operation's request,
// then several at once, as often as the options say.
func askHostile(ctx context.Context, a *asker, c *contract, o *endpoint) error {
	h, err := enterHostile(ctx, a, o)
	if err != nil {
		return err
	}
	defer h.close()
	_, operations := theContract()
	singles := h.shuffled(c.blows(o))
	var strict, odd []*draft
	for i := range singles {
		if d := h.draft(&singles[i]); d.breaks {
			strict = append(strict, d)
		} else {
			odd = append(odd, d)
		}
	}
	h.lots(strict, lot)
	h.lots(odd, oddLot)
	begun, budget := time.Now(), a.opts.Budget/time.Duration(len(operations))
	cases := (a.opts.Cases + len(operations) - 1) / len(operations)
	for n := 0; (a.opts.Cases == 0 || n < cases) && (budget == 0 || time.Since(begun) < budget) && h.goesOn(); n++ {
		h.lots([]*draft{h.several(singles, uint64(n))}, 1)
	}
	return h.err
}

// close lets the connections go.
func (h *hostile) close() {
	h.bare.Close()
	h.good.Close()
}

// goesOn reports whether more is to be sent.
func (h *hostile) goesOn() bool {
	return h.err == nil && h.till.err == nil && h.ctx.Err() == nil && h.strange < mostKept && h.late < mostLate
}

// shuffled are blows in an order of the seed's, of heavy ones only the first.
func (h *hostile) shuffled(all []blow) []blow {
	order := map[string]uint64{}
	for i := range all {
		order[all[i].line] = uint64(h.seed.Text(all[i].line))
	}
	slices.SortStableFunc(all, func(a, b blow) int { return cmp.Compare(order[a.line], order[b.line]) })
	heavy := 0
	return slices.DeleteFunc(all, func(b blow) bool {
		if b.heavy {
			heavy++
		}
		return b.heavy && heavy > 1
	})
}

// lots sends drafts in lots, reads before and after each, and asks for something
// good behind it.
func (h *hostile) lots(drafts []*draft, size int) {
	for chunk := range slices.Chunk(drafts, size) {
		if !h.goesOn() {
			return
		}
		if h.changed(chunk) && len(chunk) > 1 {
			for _, d := range chunk { // which of them was it?
				if h.goesOn() {
					h.changed([]*draft{d})
				}
			}
		}
		h.ask(h.good, h.goodRequest(goodAfterwards.line()))
	}
}

// changed sends a lot, and reports whether something reads otherwise although all of
// it was refused.
func (h *hostile) changed(chunk []*draft) bool {
	w := window{Before: h.look(), Sent: len(chunk)}
	accepted := false
	for _, d := range chunk {
		if !h.goesOn() {
			return false
		}
		accepted = h.send(d) || accepted
	}
	if accepted || h.till.err != nil {
		return false
	}
	w.After = h.look()
	told := h.till.system.told
	w.Reads = len(told.Entries) - w.After
	h.a.transcript.Counts[countCompared]++
	_, _, differ := w.differ(told)
	if !differ { // what is read shows nothing, and is not kept by the thousand
		told.Entries = told.Entries[:w.Before]
		return false
	}
	line := RawAnswer{What: chunk[0].line, Window: &w}
	if len(chunk) == 1 {
		line.Sent, line.By, line.Class = &chunk[0].rough, actorFor(chunk[0].op), chunk[0].class()
	}
	h.a.transcript.Raw = append(h.a.transcript.Raw, line)
	h.strange++
	return true
}

// look reads what no refused request may change, and returns its first entry.
func (h *hostile) look() int {
	first := len(h.till.system.told.Entries)
	body, family := voucher.Actor{Role: voucher.AuthorisedBody}, voucher.Actor{Role: voucher.Citizen, ID: uint32(storeOwner)}
	month := voucher.MonthOf(2026, 2)
	var all []voucher.Query
	if h.a.caps.Programmes&voucher.Food != 0 {
		all = append(all, voucher.Query{Kind: voucher.AskLedger, Month: month, Actor: body},
			voucher.Query{Kind: voucher.AskFoodWallet, Family: storeFamily, Month: month, Actor: family},
			voucher.Query{Kind: voucher.AskStock, Store: storeTill, Goods: listedGoods, Actor: voucher.Actor{Role: voucher.StoreTill, ID: uint32(storeTill)}})
	}
	if h.a.caps.Programmes&voucher.Gas != 0 {
		all = append(all, voucher.Query{Kind: voucher.AskGasWallet, Person: storeOwner, Month: month, Actor: family})
	}
	for i := range all {
		if h.till.err == nil {
			_, h.till.err = h.till.system.Query(h.ctx, &all[i])
		}
	}
	return first
}

// send sends a draft, and reports whether it was accepted.
func (h *hostile) send(d *draft) (accepted bool) {
	a := h.ask(h.bare, d)
	counts := h.a.transcript.Counts
	counts[countInputs]++
	switch {
	case a.Err != "":
		counts[countUnanswered]++
	case a.Status < 400:
		counts[countLetIn]++
		h.tidy(a)
		return true
	default:
		counts[countDenied]++
	}
	return false
}

// ask sends a request over a connection and keeps what is no plain answer.
func (h *hostile) ask(over *wire.Bare, d *draft) *RawAnswer {
	h.count++
	sent := h.filled(&d.rough)
	key := fmt.Sprintf("hostile-%x-%d", uint64(h.seed), h.count)
	actor := actorFor(d.op)
	e, err := h.world.Send(h.ctx, over, actor, key, sent)
	a := &RawAnswer{What: d.line, Class: d.class()}
	if d.good {
		a.Class = classGood
	}
	switch {
	case h.ctx.Err() != nil:
		h.err = h.ctx.Err()
		return a
	case e == nil:
		h.err = err
		return a
	case err != nil && errors.Is(err, context.DeadlineExceeded):
		a.Err = noneInTime
		h.late++
	case err != nil:
		a.Err = noneAtAll
	default:
		kept := h.r.answer(d.line, e)
		kept.Class, kept.Err, kept.Leaks = a.Class, "", nil
		if e.Status >= 400 && insideOf(string(e.ResponseBody)) {
			kept.Leaks = []string{"inside"}
		}
		a = &kept
		a.made = string(e.ResponseBody)
	}
	if a.Err == noneAtAll && sent.Length() >= hugely {
		a.Class = classBroken // so much may be turned away in the middle
	}
	if !plainHostile(a) {
		a.Sent, a.By = &d.rough, actor
		h.a.transcript.Raw = append(h.a.transcript.Raw, *a)
		h.strange++
	} else if putOff(a) && !h.hasty { // the first of many tells all
		h.hasty = true
		a.Sent, a.By = &d.rough, actor
		h.a.transcript.Raw = append(h.a.transcript.Raw, *a)
	}
	return a
}

// tidy takes back what an accepted request has made and later ones would meet.
func (h *hostile) tidy(a *RawAnswer) {
	var made struct {
		World string `json:"world"`
	}
	if h.op.id == "make_world" && json.Unmarshal([]byte(a.made), &made) == nil && made.World != "" {
		_, h.err = h.a.wire.RawControl(h.ctx, http.MethodDelete, "/worlds/"+url.PathEscape(made.World), nil)
	}
}
