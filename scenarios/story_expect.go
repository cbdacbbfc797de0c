package scenarios

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Expectation is what has to be answered: whether it is a yes or a no, and of
// what is told only what matters.
type Expectation struct {
	Refused voucher.Reason // 0: accepted
	Fields  []Field        // of the result or the record
	Items   [][]Field      // lines, messages, rows or operations, in order and all of them; nil: not looked at; empty: none
	Text    []string       // as written
}

// Field is one value that is expected. The name is a field's word in the
// contract; "account.number" reaches into a nested record. The value is
// written as in a text history, or is
//
//	a day    for an instant: any instant of that local day
//	none     for an instant, a day, a month, an id, a code, an account or a word: there is none
//	some     for the same: there is one, whichever
//	$name    for an id: the one that an earlier step made
//
// The value of a parameter is written as voucher.ParseAmount reads it.
type Field struct{ Name, Value string }

// Lines writes the expectation as the story has it: the verdict with its fields,
// then one indented line an item.
func (e *Expectation) Lines() []string {
	lines := slices.Clone(e.Text)
	for i := range lines {
		if i > 0 {
			lines[i] = "  " + lines[i]
		}
	}
	return lines
}

// asked is what an answer is made of: the type of its fields, and of its items.
type asked struct {
	what      string // in messages
	fields    reflect.Type
	items     reflect.Type // nil: none
	query     bool
	parameter string // its path, where the answer is its value
}

func answerOf() asked {
	return asked{what: "a result", fields: reflect.TypeFor[voucher.Result](), items: reflect.TypeFor[voucher.LineSplit]()}
}

// recordParts names the field of a record that each query fills.
var recordParts = map[voucher.QueryKind]string{
	voucher.AskGasWallet: "Gas", voucher.AskFoodWallet: "Food", voucher.AskMessages: "Messages",
	voucher.AskProviderList: "List", voucher.AskReceipt: "Receipt", voucher.AskStoreDay: "StoreDay",
	voucher.AskStock: "Stock", voucher.AskLoan: "Loan", voucher.AskAppeal: "Appeal", voucher.AskDayReport: "Report",
	voucher.AskLedger: "Ledger", voucher.AskParameter: "Parameter", voucher.AskDigest: "Digest",
}

// single is the record of a query that answers one value.
type single[T any] struct {
	Value T `json:"value"`
}

// recordOf is the answer to a query.
func recordOf(q *voucher.Query) asked {
	a := asked{what: "the record of " + q.Kind.String(), query: true}
	switch q.Kind {
	case voucher.AskParameter:
		a.fields, a.parameter = reflect.TypeFor[single[int64]](), q.Parameter
		return a
	case voucher.AskDigest:
		a.fields = reflect.TypeFor[single[voucher.Digest]]()
		return a
	}
	f, ok := reflect.TypeFor[voucher.Record]().FieldByName(recordParts[q.Kind])
	if !ok {
		panic(fmt.Sprintf("scenarios: no record for the query %v", q.Kind))
	}
	if f.Type.Kind() == reflect.Slice {
		a.fields, a.items = reflect.TypeFor[struct{}](), f.Type.Elem()
		return a
	}
	a.fields = f.Type.Elem()
	for i := range a.fields.NumField() {
		if t := a.fields.Field(i).Type; t.Kind() == reflect.Slice {
			a.items = t.Elem()
		}
	}
	return a
}

// expectation reads what is expected of a step; nil where nothing is written,
// or what is written is wrong.
func (w *teller) expectation(texts []phrase, a asked, at string) (e *Expectation, judged bool) {
	if texts == nil {
		return nil, false
	}
	at += ".expect"
	e = &Expectation{}
	for i, p := range texts {
		e.Text = append(e.Text, p.text)
		if i == 0 {
			w.head(e, p, a, at)
			continue
		}
		w.item(e, p, a, at, len(texts))
	}
	return e, true
}

// head reads the first text: the verdict, then fields.
func (w *teller) head(e *Expectation, p phrase, a asked, at string) {
	tokens := strings.Fields(p.text)
	switch {
	case tokens[0] == "ok":
		tokens = tokens[1:]
	case tokens[0] == "refused":
		if len(tokens) < 2 {
			w.complain(p.node, at, "no reason; write refused window-closed")
			return
		}
		reason, ok := voucher.ParseReason(tokens[1])
		if !ok {
			w.complain(p.node, at, "unknown reason %s%s", quote(tokens[1]), instead(tokens[1], reasonWords(), say("the reasons stand in reference/voucher/reason.go")))
			return
		}
		e.Refused, tokens = reason, tokens[2:]
		if a.query && len(tokens) > 0 {
			w.complain(p.node, at, "a query that is refused shows no fields; delete %s", quote(tokens[0]))
			return
		}
	case !a.query || !strings.Contains(tokens[0], "="):
		w.complain(p.node, at, "begin with ok or refused REASON, not %s%s", quote(tokens[0]), didYouMean(tokens[0], []string{"ok", "refused"}))
		return
	}
	e.Fields = w.fieldList(tokens, p, a, a.fields, at)
}

// item reads one entry that follows the first text.
func (w *teller) item(e *Expectation, p phrase, a asked, at string, texts int) {
	switch {
	case e.Refused != 0:
		w.complain(p.node, at, "a refusal has no items; delete %s", quote(p.text))
		return
	case a.items == nil:
		w.complain(p.node, at, "%s has no items; write its fields behind ok", a.what)
		return
	case p.text == "none" && texts == 2:
		e.Items = [][]Field{}
		return
	case p.text == "none":
		w.complain(p.node, at, "none stands alone behind ok; delete it, or the items")
		return
	}
	e.Items = append(e.Items, w.fieldList(strings.Fields(p.text), p, a, a.items, at))
}

// fieldList reads fields of a type.
func (w *teller) fieldList(tokens []string, p phrase, a asked, t reflect.Type, at string) []Field {
	var all []Field
	for _, token := range tokens {
		name, value, ok := strings.Cut(token, "=")
		if !ok {
			w.complain(p.node, at, "%s is not a field; write name=value", quote(token))
			continue
		}
		if slices.ContainsFunc(all, func(f Field) bool { return f.Name == name }) {
			w.complain(p.node, at, "field %s stands twice", quote(name))
			continue
		}
		ft, ok := fieldType(t, name)
		if !ok {
			known := fieldWords(t, "")
			if len(known) == 0 {
				w.complain(p.node, at, "%s has no fields; write [ok, %s] to look at its items", a.what, token)
				continue
			}
			w.complain(p.node, at, "field %s is not of %s%s", quote(name), a.what, instead(name, known, say("it has %s", words(known))))
			continue
		}
		if f, ok := w.field(Field{name, value}, p, a, ft, at); ok {
			all = append(all, f)
		}
	}
	return all
}

// field checks the value of one field.
func (w *teller) field(f Field, p phrase, a asked, t reflect.Type, at string) (Field, bool) {
	if name, named := strings.CutPrefix(f.Value, "$"); named {
		made, isID := idKinds[t]
		if !isID {
			w.complain(p.node, at, "%s is no id, so %s cannot stand for it; write the value", f.Name, quote(f.Value))
			return f, false
		}
		return f, w.isBound(p, made, name, at)
	}
	if a.parameter != "" {
		_, err := voucher.ParseAmount(a.parameter, f.Value)
		if err != nil {
			w.complain(p.node, at, "%s: %v", f.Name, err)
		}
		return f, err == nil
	}
	if _, isID := idKinds[t]; isID && f.Value != noneWord && f.Value != someWord {
		w.complain(p.node, at, "%s=%s: another build has other ids; write $NAME of the step that makes it, some or none", f.Name, f.Value)
		return f, false
	}
	if _, err := parseWanted(t, f.Value); err != nil {
		w.complain(p.node, at, "%s: %v", f.Name, err)
		return f, false
	}
	return f, true
}

// reasonWords lists the codes of all reasons.
func reasonWords() []string {
	var all []string
	for _, r := range voucher.AllReasons() {
		all = append(all, r.String())
	}
	return all
}

var namedValue = regexp.MustCompile(`^\$([a-z][a-z0-9_]*)$`)

// Resolve returns the expectation with what stands for each $name in its place,
// as StoryStep.Command does; e itself where there is none.
func (e *Expectation) Resolve(resolve func(name string) (string, bool)) (*Expectation, error) {
	var missing error
	fill := func(fields []Field) []Field {
		filled := slices.Clone(fields)
		for i, f := range filled {
			m := namedValue.FindStringSubmatch(f.Value)
			if m == nil {
				continue
			}
			v, ok := resolve(m[1])
			if !ok {
				missing = fmt.Errorf("%s=%s stands for nothing: the step that makes it was not accepted, or made none", f.Name, f.Value)
			}
			filled[i].Value = v
		}
		return filled
	}
	c := *e
	c.Fields, c.Items = fill(e.Fields), slices.Clone(e.Items)
	for i := range c.Items {
		c.Items[i] = fill(c.Items[i])
	}
	return &c, missing
}
