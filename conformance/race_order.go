package conformance

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Whether some order of what was asked at the same time explains what was answered
// (BOTH-RACE-001): each world is one partition, small enough to be searched.

// kept is an idempotency key that a command was carried out under (BOTH-RETRY-001).
type kept struct {
	head    voucher.Header
	body    voucher.Digest
	refused bool // by the first answer, which a repetition may give again
	told    bool // an answer has told the result
	result  voucher.Result
}

// step is what has to be true of one entry when it is the next to be done: the
// state after it, and in words what had to be answered where it was not that.
func (b *book) step(e *voucher.Entry) (after *book, want string) {
	after = b.clone()
	switch {
	case e.Query != nil:
		if e.Err == "" && e.Record.Refusal == nil {
			want = after.shows(e.Query, &e.Record)
		}
		return after, want
	case e.Command == nil:
		if e.At >= (raceMonth + 1).First().Start() {
			after.ends()
		}
		return after, ""
	}
	head, body := *e.Command.Head(), e.Command.Fingerprint()
	n := slices.IndexFunc(after.keys, func(k kept) bool { return k.head == head })
	switch {
	case n < 0:
		return after.first(e)
	case after.keys[n].refused && (e.Err != "" || e.Outcome.Refusal == nil):
		after.keys = slices.Delete(after.keys, n, n+1)
		return after.first(e)
	case after.keys[n].refused:
		return after, ""
	case after.keys[n].body != body:
		if e.Err == "" && e.Outcome.Refusal == nil {
			return after, "refused " + voucher.KeyReused.String()
		}
		return after, ""
	}
	want = after.again(n, e)
	return after, want
}

// first decides a command under a key that nothing was carried out under. Nothing
// known of its answer, it may still be carried out.
func (b *book) first(e *voucher.Entry) (after *book, want string) {
	no := b.refuses(e.Command)
	known := e.Err == ""
	refused := e.Outcome.Refusal != nil
	if decided(e.Command) && known && refused != (no != 0) {
		if no != 0 {
			return b, "refused " + no.String()
		}
		return b, "ok"
	}
	if known && refused && b.owed(e.Command) {
		return b, "ok"
	}
	if (known && refused) || (!known && no != 0) {
		b.keep(kept{head: *e.Command.Head(), body: e.Command.Fingerprint(), refused: true})
		return b, ""
	}
	k := kept{head: *e.Command.Head(), body: e.Command.Fingerprint(), told: known}
	var r *voucher.Result
	if known {
		r, k.result = &e.Outcome.Result, e.Outcome.Result
	}
	b.keep(k)
	want = b.done(e.Command, r)
	return b, want
}

// keep notes a key, in an order that is the same whoever came first.
func (b *book) keep(k kept) {
	b.keys = append(b.keys, k)
	slices.SortFunc(b.keys, func(x, y kept) int { return bytes.Compare(x.head.Key[:], y.head.Key[:]) })
}

// again holds a repeated command to its first answer, and learns from it what no
// answer has told yet.
func (b *book) again(n int, e *voucher.Entry) (want string) {
	k := &b.keys[n]
	switch {
	case e.Err != "":
		return ""
	case e.Outcome.Refusal != nil:
		return voucher.AnswerLine(&voucher.Outcome{Result: k.result})
	case k.told:
		if !reflect.DeepEqual(k.result, e.Outcome.Result) {
			return voucher.AnswerLine(&voucher.Outcome{Result: k.result})
		}
		return ""
	}
	k.told, k.result = true, e.Outcome.Result
	r := &k.result
	switch c := e.Command.(type) {
	case *voucher.Purchase:
		s := &b.sales[b.saleUnder(c.Head().Key, c.Store)]
		s.id = r.Purchase
		if r.Amount != s.discount {
			return fmt.Sprintf("ok amount=%s", s.discount)
		}
	case *voucher.ShowCode, *voucher.GrantLoan:
		return b.done(e.Command, r)
	}
	return ""
}

// same reports whether two states are the same.
func same(a, b any) bool { return reflect.DeepEqual(a, b) }

// hashOf is a hash of what differs most between states.
func hashOf(state any) uint64 {
	b := state.(*book)
	d := voucher.NewDigest().Two(uint64(len(b.keys)), uint64(len(b.holders)))
	for i := range b.wallets {
		d = d.Word(uint64(b.wallets[i].balance))
	}
	for i := range b.sales {
		d = d.Two(uint64(b.sales[i].returned), uint64(b.sales[i].restored))
	}
	return uint64(d)
}

// orderModel is the book as porcupine asks for it.
func orderModel(s *voucher.Setup) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return newBook(s) },
		Step: func(state, in, _ any) (bool, any) {
			after, want := state.(*book).step(in.(*voucher.Entry))
			return want == "", after
		},
		Equal: same, Hash: hashOf,
		DescribeOperation: func(in, _ any) string {
			e := in.(*voucher.Entry)
			return describeStep(e) + " → " + strings.Join(entryAnswer(e), "; ")
		},
		DescribeState: func(state any) string { return state.(*book).describe() },
	}
}

// describeStep writes what was asked, without the time, which stands still.
func describeStep(e *voucher.Entry) string {
	switch {
	case e.Command != nil:
		return voucher.FormatCommand(e.Command)
	case e.Query != nil:
		return "ask " + voucher.FormatQuery(e.Query)
	}
	return voucher.FormatAdvance(e.At)
}

// describe writes a state in short, for the picture.
func (b *book) describe() string {
	var words []string
	for i := range b.wallets {
		if w := &b.wallets[i]; w.open {
			words = append(words, fmt.Sprintf("family %d left %s", i+1, w.balance))
		}
	}
	for i := range b.sales {
		if s := &b.sales[i]; s.returned > 0 || s.reversed {
			words = append(words, fmt.Sprintf("purchase %d returned %s", i+1, s.restored))
		}
	}
	for _, s := range b.stocks {
		words = append(words, fmt.Sprintf("stock %s", s.left))
	}
	for _, l := range b.loans {
		words = append(words, fmt.Sprintf("loan owes %s", l.disbursed-l.repaid))
	}
	for _, one := range b.bills {
		words = append(words, fmt.Sprintf("account %s charged %s, revision %d", one.account, one.volume, one.revision))
	}
	for _, h := range b.holders {
		words = append(words, fmt.Sprintf("account %s of person %d", h.account, h.person))
	}
	return strings.Join(words, ", ")
}

// ordered is what the search for an order came to.
type ordered struct {
	result porcupine.CheckResult
	step   int    // the entry that no order explains
	want   string // what had to be answered to it
	info   porcupine.LinearizationInfo
}

// How long an order is looked for in one world, and in those after one of which
// nothing is known. A world takes milliseconds; one that takes longer is inconclusive,
// never a pass.
const (
	searchFor     = 5 * time.Second
	searchBriefly = 200 * time.Millisecond
)

// order looks for an order of the entries of a world that explains every answer.
func order(told *Told, within time.Duration) ordered {
	operations := make([]porcupine.Operation, 0, len(told.Entries))
	var places []int
	for i := range told.Entries {
		e, span := &told.Entries[i], &told.Spans[i]
		if e.Command == nil && e.Query == nil && span.Window == 0 && e.Err == "" && e.At < (raceMonth+1).First().Start() {
			continue // it leads there
		}
		o := porcupine.Operation{ClientId: span.Client, Input: e, Call: span.Call, Return: span.Return}
		if e.Err != "" {
			if e.Query != nil {
				continue // it changes nothing, and tells nothing
			}
			o.Return = math.MaxInt64 // it may be carried out at any time from now on
		}
		operations, places = append(operations, o), append(places, i)
	}
	model := orderModel(&told.Setup)
	found := ordered{}
	found.result, found.info = porcupine.CheckOperationsVerbose(model, operations, within)
	if found.result == porcupine.Illegal {
		found.step, found.want = unexplained(told, places, found.info.PartialLinearizations())
	}
	return found
}

// unexplained finds the entry at which the longest order ends: of those that it
// does not hold the one that was answered first, and what had to be answered to
// it there.
func unexplained(told *Told, places []int, partial [][][]int) (step int, want string) {
	var longest []int
	for _, orders := range partial {
		for _, one := range orders {
			if c := cmp.Compare(len(one), len(longest)); c > 0 || (c == 0 && slices.Compare(one, longest) < 0) {
				longest = one
			}
		}
	}
	state := newBook(&told.Setup)
	for _, id := range longest {
		state, _ = state.step(&told.Entries[places[id]])
	}
	step = -1
	for id, at := range places {
		if slices.Contains(longest, id) {
			continue
		}
		_, w := state.step(&told.Entries[at])
		if w != "" && (step < 0 || told.Spans[at].Return < told.Spans[step].Return) {
			step, want = at, w
		}
	}
	if step < 0 {
		return len(told.Entries) - 1, ""
	}
	return step, want
}
