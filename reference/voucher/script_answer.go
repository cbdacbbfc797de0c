package voucher

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// String writes the fields that are not zero, in their order. A QR code comes
// out as "hidden"; a Scribe numbers it instead.
func (r *Result) String() string { return fieldsText(reflect.ValueOf(r).Elem(), codeText) }

// Scribe carries out the steps of a script on a System and writes what is
// answered. It numbers the QR codes in the order in which they are shown, so
// that a text can name a code and never holds one (BOTH-PRIVACY-001). The zero
// value is ready; it serves one run.
type Scribe struct {
	// Hide holds kinds of events that are counted, not written: the daily
	// report, a list that is sent again every hour.
	Hide []EventKind

	codes []QR
	now   Instant
}

// Play carries out one step and returns the lines of the answer: "ok" or
// "refused" with what the asker is told, and a line for each event, which bears
// its instant where that is not the one of the command. An error means that the
// system could not be asked, or that the step names a code that was not shown.
func (s *Scribe) Play(ctx context.Context, sys System, step *Step) ([]string, error) {
	switch {
	case step.Query != nil:
		r, err := sys.Query(ctx, step.Query)
		if err != nil {
			return nil, err
		}
		return recordText(&r, step.Query), nil
	case step.Command == nil:
		events, err := sys.Advance(ctx, step.To)
		if err != nil {
			return nil, err
		}
		s.now = step.To
		return append([]string{"ok"}, s.events(events, true)...), nil
	}
	undo, err := s.fill(step.Command)
	if err != nil {
		return nil, err
	}
	defer undo()
	o, err := sys.Do(ctx, step.Command)
	if err != nil {
		return nil, err
	}
	return s.Answer(&o), nil
}

// Answer writes the answer to a command.
func (s *Scribe) Answer(o *Outcome) []string {
	head := "ok"
	if o.Refusal != nil {
		head = "refused " + o.Refusal.String()
	}
	if told := fieldsText(reflect.ValueOf(&o.Result).Elem(), s.number); told != "" {
		head += " " + told
	}
	return append([]string{head}, s.events(o.Events, false)...)
}

// events writes events, one a line, and counts those that are hidden.
func (s *Scribe) events(events []Event, stamped bool) []string {
	var lines []string
	hidden := make([]int, len(s.Hide))
	for i := range events {
		e := &events[i]
		switch n := slices.Index(s.Hide, e.Kind); {
		case n >= 0:
			hidden[n]++
		case stamped || (s.now != 0 && e.At != s.now):
			lines = append(lines, "  "+e.String())
		default:
			lines = append(lines, "  "+e.text())
		}
	}
	for i, n := range hidden {
		if n > 0 {
			lines = append(lines, fmt.Sprintf("  (%d %s)", n, s.Hide[i]))
		}
	}
	return lines
}

// number writes a code as its number among the codes shown.
func (s *Scribe) number(q QR) string {
	n := slices.Index(s.codes, q)
	if n < 0 {
		n = len(s.codes)
		s.codes = append(s.codes, q)
	}
	return codeText(Slot(uint64(n) + 1))
}

// fill puts the code that was shown in the place of its number; undo takes it
// out again, so that the command can be written down.
func (s *Scribe) fill(c Command) (undo func(), err error) {
	var code *QR
	switch c := c.(type) {
	case *Purchase:
		code = &c.Code
	case *ScanCode:
		code = &c.Code
	default:
		return func() {}, nil
	}
	named := *code
	n, ok := SlotOf(named)
	switch {
	case !ok || n == 0:
	case n > uint64(len(s.codes)):
		return nil, fmt.Errorf("code $%d was not shown; %d were so far", n, len(s.codes))
	default:
		*code = s.codes[n-1]
	}
	return func() { *code = named }, nil
}

// recordText writes the answer to a query: the fields of the record on the
// first line, and a line for each entry of its lists.
func recordText(r *Record, q *Query) []string {
	if r.Refusal != nil {
		return []string{"refused " + r.Refusal.String()}
	}
	if r.Parameter != nil {
		return []string{"ok value=" + AmountText(q.Parameter, *r.Parameter)}
	}
	if r.Digest != nil {
		return []string{fmt.Sprintf("ok digest=%016x", uint64(*r.Digest))}
	}
	head, lines := "ok", []string(nil)
	v := reflect.ValueOf(r).Elem()
	for i := range v.NumField() {
		part := reflect.Indirect(v.Field(i))
		switch {
		case !part.IsValid():
		case part.Kind() == reflect.Slice:
			lines = append(lines, entries(part)...)
		case part.Kind() == reflect.Struct:
			plain, lists := partText(part)
			head = strings.TrimSuffix(head+" "+plain, " ")
			lines = append(lines, lists...)
		}
	}
	return append([]string{head}, lines...)
}

// partText writes the fields of a record's part, its lists apart.
func partText(part reflect.Value) (plain string, lists []string) {
	only := reflect.New(part.Type()).Elem()
	only.Set(part)
	for i := range only.NumField() {
		if f := only.Field(i); f.Kind() == reflect.Slice {
			lists = append(lists, entries(f)...)
			f.SetZero()
		}
	}
	return fieldsText(only, nil), lists
}

// entries writes a list, one entry a line.
func entries(v reflect.Value) []string {
	var lines []string
	for i := range v.Len() {
		lines = append(lines, "  "+fieldsText(v.Index(i), nil))
	}
	return lines
}
