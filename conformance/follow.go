package conformance

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// difference is where an answer of a history is not the one that another system
// gives.
type difference struct {
	step      int
	field     string // path of the first field that differs; "" where one refuses and the other does not, or both refuse
	want, got []string
	// mayApply says that both refuse, and that the reason given comes after the
	// one wanted in the order of precedence: it may apply as well.
	mayApply bool
}

// follower carries the entries of a history out on a system of its own, one by
// one, and compares the answers.
type follower struct {
	system  voucher.System
	names   *renaming // from the history's ids to the system's
	reasons bool      // the build that answered gives reasons
	// verdictsOnly counts the refusals of which only the no could be compared.
	verdictsOnly int
	// wanted and shown are what the system answered last, to a command and to
	// a query.
	wanted voucher.Outcome
	shown  voucher.Record
	events []voucher.Event // what fell due in the last advance
}

// follow carries a whole history out on a fresh system of a world. It returns
// the first difference, nil for none. A history is followed to the entry that
// could not be asked: what happened there is not known.
func follow(ctx context.Context, w voucher.World, h *voucher.History, reasons bool) (d *difference, verdictsOnly int, err error) {
	f, d, err := followed(ctx, w, h, reasons)
	if err != nil {
		return nil, 0, err
	}
	return d, f.verdictsOnly, nil
}

// followed is follow, and the follower as it stands at the difference.
func followed(ctx context.Context, w voucher.World, h *voucher.History, reasons bool) (f *follower, d *difference, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the world may go
	if f, err = newFollower(ctx, w, &h.Setup, reasons); err != nil {
		return nil, nil, err
	}
	for i := range h.Entries {
		if h.Entries[i].Err != "" {
			break
		}
		d, err := f.step(ctx, &h.Entries[i])
		if err != nil {
			return nil, nil, fmt.Errorf("entry %d: %w", i+1, err)
		}
		if d != nil {
			d.step = i
			return f, d, nil
		}
	}
	return f, nil, nil
}

// newFollower makes a follower on a fresh system of a world.
func newFollower(ctx context.Context, w voucher.World, setup *voucher.Setup, reasons bool) (*follower, error) {
	own := *setup
	r, err := recordWorld(ctx, w, "", &own, &Figures{})
	if err != nil {
		return nil, err
	}
	return &follower{system: r, names: newRenaming(), reasons: reasons}, nil
}

// step carries out one entry and compares.
func (f *follower) step(ctx context.Context, e *voucher.Entry) (*difference, error) {
	f.names.about(e)
	switch {
	case e.Command != nil:
		cmd, _ := f.names.command(e.Command)
		want, err := f.system.Do(ctx, cmd)
		if err != nil {
			return nil, err
		}
		f.wanted = want
		return f.outcome(&e.Outcome, &want), nil
	case e.Query != nil:
		q, _ := f.names.query(e.Query)
		want, err := f.system.Query(ctx, q)
		if err != nil {
			return nil, err
		}
		f.shown = want
		return f.record(&e.Record, &want, e.Query), nil
	}
	events, err := f.system.Advance(ctx, e.At)
	f.events = events
	return nil, err
}

// outcome compares the answer to a command. Events are no answer: what a build
// tells of its inside is its own.
func (f *follower) outcome(got, want *voucher.Outcome) *difference {
	d := f.outcomeDifference(got, want)
	if d != nil { // only then is it written out
		d.want, d.got = []string{voucher.AnswerLine(want)}, []string{voucher.AnswerLine(got)}
	}
	return d
}

func (f *follower) outcomeDifference(got, want *voucher.Outcome) *difference {
	d := &difference{}
	if equal, settled := f.refusal(got.Refusal, want.Refusal, d); settled {
		if equal && got.Result.Row != want.Result.Row {
			equal, d.field = false, "row"
		}
		if equal {
			return nil
		}
		return d
	}
	if d.field = f.names.same(reflect.ValueOf(&got.Result).Elem(), reflect.ValueOf(&want.Result).Elem(), ""); d.field == "" {
		return nil
	}
	return d
}

// record compares what was read.
func (f *follower) record(got, want *voucher.Record, q *voucher.Query) *difference {
	d := f.recordDifference(got, want)
	if d != nil {
		d.want, d.got = voucher.RecordLines(want, q), voucher.RecordLines(got, q)
	}
	return d
}

func (f *follower) recordDifference(got, want *voucher.Record) *difference {
	d := &difference{}
	if equal, settled := f.refusal(got.Refusal, want.Refusal, d); settled {
		if equal {
			return nil
		}
		return d
	}
	g, w := *got, *want
	g.Refusal, w.Refusal = nil, nil
	if d.field = f.names.same(reflect.ValueOf(&g).Elem(), reflect.ValueOf(&w).Elem(), ""); d.field == "" {
		return nil
	}
	return d
}

// refusal compares two noes. Nothing is settled where both accept.
func (f *follower) refusal(got, want *voucher.Refusal, d *difference) (equal, settled bool) {
	switch {
	case got == nil && want == nil:
		return false, false
	case got == nil || want == nil:
		return false, true
	case got.Reason == want.Reason:
		return true, true
	case got.Reason == 0 && !f.reasons:
		f.verdictsOnly++
		return true, true
	}
	// The reasons stand in order of precedence and the first that applies is the
	// answer: one that comes before it does not apply.
	d.mayApply = got.Reason > want.Reason
	return false, true
}

// fieldName turns the name of a Go field into the word of the contract.
func fieldName(s string) string {
	var b strings.Builder
	lower := false
	for _, r := range s {
		if unicode.IsUpper(r) && lower {
			b.WriteByte('_')
		}
		lower = !unicode.IsUpper(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
