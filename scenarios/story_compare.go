package scenarios

import (
	"fmt"
	"reflect"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Difference is one thing that was answered otherwise than expected.
type Difference struct {
	// Field is the name of a field; "item 2 kind" is a field of the second item,
	// "items" their number, "answer" whether it was a yes or a no, and "reason"
	// why it was a no.
	Field     string
	Want, Got string
}

// String writes "paid: want 200.00, got 215.00".
func (d Difference) String() string {
	return fmt.Sprintf("%s: want %s, got %s", d.Field, d.Want, d.Got)
}

// Compare holds an answer against the expectation and returns every difference,
// nil for none. It looks only at what the expectation names, compares by value,
// and calls nothing. Where the answer is a no instead of a yes, or the other way
// round, that is the only difference. A refusal without a reason, of a target
// that gives none, meets any reason. Names have to be resolved before; an
// expectation that no reader would take panics.
func (e *Expectation) Compare(o *voucher.Outcome) []Difference {
	all, done := e.verdict(o.Refusal)
	if done {
		return all
	}
	all = append(all, differences("", e.Fields, reflect.ValueOf(o.Result))...)
	return append(all, itemDifferences(e.Items, reflect.ValueOf(o.Result.Lines))...)
}

// CompareRecord is Compare for the answer to a query. A part that the record
// lacks counts as one in which all is zero.
func (e *Expectation) CompareRecord(r *voucher.Record, q *voucher.Query) []Difference {
	all, done := e.verdict(r.Refusal)
	if done || r.Refusal != nil {
		return all
	}
	switch q.Kind {
	case voucher.AskParameter:
		return e.parameterDifferences(pointed(r.Parameter), q.Parameter)
	case voucher.AskDigest:
		return differences("", e.Fields, reflect.ValueOf(single[voucher.Digest]{pointed(r.Digest)}))
	}
	part := reflect.ValueOf(r).Elem().FieldByName(recordParts[q.Kind])
	if !part.IsValid() {
		panic(fmt.Sprintf("scenarios: no record for the query %v", q.Kind))
	}
	if part.Kind() == reflect.Slice {
		return itemDifferences(e.Items, part)
	}
	if part.IsNil() {
		part = reflect.New(part.Type().Elem())
	}
	part = part.Elem()
	all = differences("", e.Fields, part)
	for i := range part.NumField() {
		if f := part.Field(i); f.Kind() == reflect.Slice {
			all = append(all, itemDifferences(e.Items, f)...)
		}
	}
	return all
}

// parameterDifferences compares the value of a parameter, in its unit.
func (e *Expectation) parameterDifferences(got int64, path string) []Difference {
	var all []Difference
	for _, f := range e.Fields {
		want, err := voucher.ParseAmount(path, f.Value)
		if err != nil {
			panic(fmt.Sprintf("scenarios: %s=%s: %v", f.Name, f.Value, err))
		}
		if want != got {
			all = append(all, Difference{f.Name, f.Value, voucher.AmountText(path, got)})
		}
	}
	return all
}

// pointed returns what is pointed to, zero for nil.
func pointed[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// verdict compares the yes or no. done means that nothing else is comparable.
func (e *Expectation) verdict(got *voucher.Refusal) (all []Difference, done bool) {
	want := "ok"
	if e.Refused != 0 {
		want = "refused " + e.Refused.String()
	}
	switch {
	case e.Refused == 0 && got == nil:
		return nil, false
	case got == nil:
		return []Difference{{"answer", want, "ok"}}, true
	case e.Refused == 0 && got.Reason == 0:
		return []Difference{{"answer", want, "refused"}}, true
	case e.Refused == 0:
		return []Difference{{"answer", want, "refused " + got.String()}}, true
	case got.Reason != 0 && got.Reason != e.Refused:
		return []Difference{{"reason", e.Refused.String(), got.String()}}, false
	}
	return nil, false
}

// differences compares fields with those of a struct.
func differences(before string, fields []Field, of reflect.Value) []Difference {
	var all []Difference
	for _, f := range fields {
		got, ok := fieldOf(of, f.Name)
		if !ok {
			panic(fmt.Sprintf("scenarios: %s has no field %q", of.Type(), f.Name))
		}
		w, err := parseWanted(got.Type(), f.Value)
		if err != nil {
			panic(fmt.Sprintf("scenarios: %s=%s: %v", f.Name, f.Value, err))
		}
		if !w.meets(got) {
			all = append(all, Difference{before + f.Name, f.Value, valueText(got)})
		}
	}
	return all
}

// itemDifferences compares items one by one, and their number.
func itemDifferences(items [][]Field, of reflect.Value) []Difference {
	if items == nil {
		return nil
	}
	var all []Difference
	if len(items) != of.Len() {
		all = append(all, Difference{"items", decimalText(len(items)), decimalText(of.Len())})
	}
	for i := range min(len(items), of.Len()) {
		all = append(all, differences(fmt.Sprintf("item %d ", i+1), items[i], of.Index(i))...)
	}
	return all
}
