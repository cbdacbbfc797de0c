package simulator

import (
	"context"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Trace is the life of one family, step by step in the order in which it came.
type Trace struct {
	Block   Block
	Ordinal int // of the family in the block, from 0; its number to the system is one more
	Life    Life
	First   voucher.PersonID // of the family, who is the recipient of gas and owns the wallet
	Persons int              // whom the system knows, one who may be born included
	Steps   []Step
}

// Step is one thing in a family's life: a draw, a command that was sent for it with
// what was answered, or an event. One of the three is set.
type Step struct {
	At      voucher.Instant
	Draw    *Draw
	Command *voucher.Entry // of a list, the row of the family alone
	Event   *voucher.Event
}

// Draw is one random decision about a family.
type Draw struct {
	Purpose Purpose
	Counter uint64 // of the entity's own time, see Stream.At
	PPM     uint32 // the random number, in parts per million of all numbers
	Kind    DrawKind
	Bound   int64 // what it was held against, see DrawKind; 0 for an amount
	Outcome int64
}

// DrawKind says how a random number became an outcome.
type DrawKind uint8

// The kinds.
const (
	DrawChance DrawKind = iota + 1 // Outcome 1 for yes, below the Bound in ppm
	DrawChoice                     // Outcome is one of Bound outcomes, from 0
	DrawAmount                     // Outcome is the quantity of the distribution at PPM
	DrawNumber                     // Outcome is a number below the Bound
	DrawAnswer                     // Outcome is a voucher.Answer; yes below the Bound in ppm
)

var drawKindNames = [...]string{DrawChance: "chance", DrawChoice: "choice", DrawAmount: "amount", DrawNumber: "number", DrawAnswer: "answer"}

// String returns the word of the kind, such as "chance".
func (k DrawKind) String() string { return word(drawKindNames[:], k) }

// FamilyIn returns the stable id of a family by its ordinal in the block.
func (b *Block) FamilyIn(ordinal int) uint64 { return EntityID(b.ID, KindFamily, uint64(ordinal)) }

// Find returns the place in Blocks and the ordinal of the family with a stable id;
// false where the plan has none such.
func (p *Plan) Find(family uint64) (block, ordinal int, ok bool) {
	for n := range p.blocks {
		for i := range p.blocks[n].Families {
			if p.blocks[n].FamilyIn(i) == family {
				return n, i, true
			}
		}
	}
	return 0, 0, false
}

// Trace lives one block, as Live does, and tells all of one family's life in it.
func (w *Worker) Trace(ctx context.Context, p *Plan, block, ordinal int) (*Trace, error) {
	observe := w.Observe
	t := &tracer{family: p.blocks[block].FamilyIn(ordinal), index: ordinal, subject: -1,
		trace: &Trace{Block: p.blocks[block], Ordinal: ordinal}}
	w.Observe = func(_ Block, lives []Life) { t.trace.Life = lives[ordinal] }
	w.block.tracer = t
	defer func() { w.Observe, w.block.tracer = observe, nil }()
	_, _, err := w.Live(ctx, p, block)
	if err != nil {
		return nil, err
	}
	b := &w.block
	t.trace.First, t.trace.Persons = b.families[ordinal].person, b.room(ordinal)
	return t.trace, nil
}

// tracer keeps what concerns one family of a block.
type tracer struct {
	family   uint64
	index    int
	subject  int // family that the act is about, -1: nobody in particular
	messages []uint32
	appeals  []uint32
	trace    *Trace
}

// drew keeps a draw of the family whose life is traced. Only who has a tracer calls
// it.
func (b *block) drew(p Purpose, entity, n, u uint64, kind DrawKind, bound, outcome int64) {
	t := b.tracer
	if entity != t.family {
		return
	}
	d := Draw{Purpose: p, Counter: n, PPM: uint32(IntN(u, Million)), Kind: kind, Bound: bound, Outcome: outcome}
	t.trace.Steps = append(t.trace.Steps, Step{At: b.present(), Draw: &d})
}

// present is what the clock shows: on the eve of the first day that of the system,
// then that of the agenda.
func (b *block) present() voucher.Instant {
	if b.clockAt < 0 {
		return b.instant(b.clockAt)
	}
	return b.instant(b.agenda.now)
}

// begin notes whom an act is about.
func (t *tracer) begin(b *block, m moment) {
	i, _ := unpack(m.arg)
	switch m.act {
	case actReply, actTry, actEnter, actContinue, actConfirm, actActivate, actShop, actRate, actAppeal, actCharge:
	case actReplyAgain:
		i, _ = unpack(b.repeats.at(m.arg).arg)
	case actPay:
		i = int(b.carts.at(m.arg).family)
	case actReuse, actRepeat, actReverse, actReturn:
		i = int(b.sales.at(m.arg).family)
	case actCorrect:
		i = int(b.corrections.at(m.arg).family)
	case actReportDelivered, actReportLost:
		i = t.index
		if !slices.Contains(t.messages, m.arg) {
			i = -1
		}
	case actAnswer:
		i = t.index
		if !slices.Contains(t.appeals, m.arg) {
			i = -1
		}
	default:
		i = -1
	}
	t.subject = i
}

// end notes that the act is over.
func (t *tracer) end() { t.subject = -1 }

// asked keeps a command for the family and how it was answered.
func (t *tracer) asked(b *block, c voucher.Command, out *voucher.Outcome) {
	cut := t.own(b, c)
	if cut == nil {
		return
	}
	answered := out.Clone()
	answered.Events = nil // they follow as steps of their own
	at := b.present()
	t.trace.Steps = append(t.trace.Steps, Step{At: at, Command: &voucher.Entry{At: at, Command: cut, Outcome: answered}})
}

// own returns a copy of a command that is about the family, of a list its row
// alone; nil for others.
func (t *tracer) own(b *block, c voucher.Command) voucher.Command {
	switch list := c.(type) {
	case *voucher.UpdateGasList:
		for i := range list.Rows {
			if int(b.ownerOf[list.Rows[i].Person-1]) == t.index {
				one := *list
				one.Rows = list.Rows[i : i+1]
				return voucher.CloneCommand(&one)
			}
		}
		return nil
	case *voucher.UpdateFoodList:
		for i := range list.Rows {
			if int(list.Rows[i].Family-1) == t.index {
				one := *list
				one.Rows = list.Rows[i : i+1]
				return voucher.CloneCommand(&one)
			}
		}
		return nil
	}
	if t.subject != t.index {
		return nil
	}
	return voucher.CloneCommand(c)
}

// happened keeps an event about the family.
func (t *tracer) happened(b *block, e *voucher.Event) {
	switch {
	case e.Person != 0:
		if int(b.ownerOf[e.Person-1]) != t.index {
			return
		}
	case e.Family != 0:
		if int(e.Family-1) != t.index {
			return
		}
	case t.subject != t.index:
		return
	}
	switch e.Kind {
	case voucher.MessageSent:
		t.messages = append(t.messages, e.Ref)
	case voucher.AppealFiled:
		t.appeals = append(t.appeals, e.Ref)
	}
	kept := voucher.CloneEvents([]voucher.Event{*e})
	t.trace.Steps = append(t.trace.Steps, Step{At: e.At, Event: &kept[0]})
}

// drewLine keeps the two draws of one line of a basket.
func (b *block) drewLine(entity, n uint64, goods int, q voucher.Quantity, which, howMuch uint64) {
	b.drew(ForBasketGoods, entity, n, which, DrawChoice, int64(len(b.run.shopping.articles)), int64(goods))
	b.drew(ForBasketQuantity, entity, n, howMuch, DrawAmount, 0, int64(q))
}
