package voucher

import "reflect"

// ParseQuery reads a query from one line of text: its word, then its fields as
// name=value, as in ParseCommand: "gas_wallet person=1 month=2026-02". by says
// who asks; absent, it is who naturally would, and nobody where the fields do
// not tell.
func ParseQuery(line string) (*Query, error) {
	tokens, err := split(line)
	switch {
	case err != nil:
		return nil, err
	case len(tokens) == 0 || tokens[0].named:
		return nil, at(1, "no query; write one such as gas_wallet person=1")
	}
	kind, ok := ParseQueryKind(tokens[0].value)
	if !ok {
		return nil, at(tokens[0].column, "query %q is unknown; %s", clip(tokens[0].value), hint(tokens[0].value, queryNames[1:]))
	}
	q := &Query{Kind: kind}
	v := reflect.ValueOf(q).Elem()
	actor, _, err := readFields(v, tokens[1:], nil)
	if err != nil {
		return nil, err
	}
	if actor != nil {
		q.Actor = *actor
	} else if q.Actor, ok = actorFor(asking[kind], v, nil); !ok {
		return nil, at(tokens[0].column, "nothing in %s says who asks; write by=citizen:1", kind)
	}
	return q, nil
}

// FormatQuery writes a query as ParseQuery reads it; the two are inverse.
func FormatQuery(q *Query) string {
	bare := *q
	bare.Kind, bare.Actor = 0, Actor{}
	v := reflect.ValueOf(&bare).Elem()
	text := q.Kind.String()
	if fields := fieldsText(v, nil); fields != "" {
		text += " " + fields
	}
	if actor, ok := actorFor(asking[q.Kind%queryKinds], v, nil); !ok || actor != q.Actor {
		text += " by=" + actorText(q.Actor)
	}
	return text
}
