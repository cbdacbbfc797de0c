package load

import "github.com/vouch-kz/vouch/reference/voucher"

// quick reads the answers that a run has most, plain objects with the members of a code
// or a purchase, in a third of the time of the library. It is sure of what it reads or
// reports false, whatever is unusual: another member, one that stands twice, an escape, a
// number that is not whole. The library reads those, and says what is wrong with them.
type quick struct {
	b  []byte
	at int
}

// readQuick reads a reply; ok is false where the library has to.
func readQuick(b []byte, r *reply) (ok bool) {
	q := quick{b: b}
	return q.object(func(name []byte) (bit uint, ok bool) {
		switch string(name) {
		case "voucher":
			_, ok = q.text()
			return 1, ok
		case "code":
			return 2, q.string(&r.Code)
		case "purchase":
			return 4, q.string(&r.Purchase)
		case "amount":
			return 8, q.whole((*int64)(&r.Amount))
		case "paid":
			return 16, q.whole((*int64)(&r.Paid))
		case "balance":
			return 32, q.whole((*int64)(&r.Balance))
		case "expires":
			text, ok := q.text()
			return 64, ok && r.Expires.UnmarshalText(text) == nil
		case "lines":
			return 128, q.lines(&r.Lines)
		}
		return 0, false
	}) && q.next() == 0 && q.at == len(b)
}

func (q *quick) lines(to *[]repliedLine) bool {
	if !q.takes('[') {
		return false
	}
	if q.takes(']') {
		return true
	}
	for {
		var l repliedLine
		var price voucher.Money
		ok := q.object(func(name []byte) (bit uint, ok bool) {
			switch string(name) {
			case "goods":
				return 1, q.string(&l.Goods)
			case "eligible":
				return 2, q.bool(&l.Eligible)
			case "quantity":
				return 4, q.whole((*int64)(&l.Quantity))
			case "price":
				return 8, q.whole((*int64)(&price))
			case "cost":
				return 16, q.whole((*int64)(&l.Cost))
			case "discount":
				return 32, q.whole((*int64)(&l.Discount))
			}
			return 0, false
		})
		if !ok {
			return false
		}
		*to = append(*to, l)
		if q.takes(']') {
			return true
		}
		if !q.takes(',') {
			return false
		}
	}
}

// object reads an object; member reads the value behind a name, and says by a bit which
// one it was.
func (q *quick) object(member func(name []byte) (bit uint, ok bool)) bool {
	if !q.takes('{') {
		return false
	}
	if q.takes('}') {
		return true
	}
	for seen := uint(0); ; {
		name, ok := q.text()
		if !ok || !q.takes(':') {
			return false
		}
		bit, ok := member(name)
		if !ok || seen&bit != 0 {
			return false
		}
		seen |= bit
		if q.takes('}') {
			return true
		}
		if !q.takes(',') {
			return false
		}
	}
}

// next is the next byte that is no blank, 0 at the end.
func (q *quick) next() byte {
	for ; q.at < len(q.b); q.at++ {
		switch c := q.b[q.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

func (q *quick) takes(c byte) bool {
	if q.next() != c {
		return false
	}
	q.at++
	return true
}

// text reads a text of visible ASCII without escapes.
func (q *quick) text() ([]byte, bool) {
	if !q.takes('"') {
		return nil, false
	}
	for begin := q.at; q.at < len(q.b); q.at++ {
		switch c := q.b[q.at]; {
		case c == '"':
			q.at++
			return q.b[begin : q.at-1], true
		case c < ' ' || c > '~' || c == '\\':
			return nil, false
		}
	}
	return nil, false
}

func (q *quick) string(to *string) bool {
	text, ok := q.text()
	*to = string(text)
	return ok
}

func (q *quick) bool(to *bool) bool {
	c := q.next()
	for _, word := range [...]string{"true", "false"} {
		if c == word[0] && q.at+len(word) <= len(q.b) && string(q.b[q.at:q.at+len(word)]) == word {
			q.at += len(word)
			*to = c == 't'
			return true
		}
	}
	return false
}

// wholeMost is how many digits fit into any whole number.
const wholeMost = 18

// whole reads a whole number; what follows it is looked at by who reads on.
func (q *quick) whole(to *int64) bool {
	minus := q.takes('-')
	begin := q.at
	n := int64(0)
	for ; q.at < len(q.b) && '0' <= q.b[q.at] && q.b[q.at] <= '9'; q.at++ {
		n = 10*n + int64(q.b[q.at]-'0')
	}
	digits := q.at - begin
	if digits == 0 || digits > wholeMost || digits > 1 && q.b[begin] == '0' {
		return false
	}
	if minus {
		n = -n
	}
	*to = n
	return true
}
