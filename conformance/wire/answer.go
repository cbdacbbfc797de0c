package wire

import (
	"strconv"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// appendShort writes the answers that are given most often, a code that is shown and a
// purchase, and byte by byte as encode writes them: a library that learns the type by
// reflection takes a fifth of what the whole purchase takes here. ok is false, and
// nothing is written, where something else stands in the result.
func appendShort(b []byte, r *voucher.Result) (_ []byte, ok bool) {
	if r.Receipt != 0 || r.Loan != 0 || r.Appeal != 0 || r.Row != 0 || r.Edition != 0 || r.Account != (voucher.AccountData{}) {
		return b, false
	}
	o := object{b: append(b, '{')}
	o.id(`"voucher":"v`, uint32(r.Voucher))
	o.id(`"purchase":"p`, uint32(r.Purchase))
	o.sum(`"amount":`, r.Amount)
	o.sum(`"paid":`, r.Paid)
	o.sum(`"balance":`, r.Balance)
	if r.Code != (voucher.QR{}) {
		o.member(`"code":"`)
		o.b = append(append(o.b, r.Code.String()...), '"')
	}
	if r.Expires != 0 {
		o.member(`"expires":"`)
		o.b = append(r.Expires.Time().AppendFormat(o.b, time.RFC3339Nano), '"')
	}
	if r.Lines != nil {
		o.member(`"lines":[`)
		for i := range r.Lines {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.b = appendLine(o.b, &r.Lines[i])
		}
		o.b = append(o.b, ']')
	}
	return append(o.b, '}'), true
}

// appendLine writes one line of a basket.
func appendLine(b []byte, l *voucher.LineSplit) []byte {
	o := object{b: append(b, '{')}
	o.id(`"goods":"`, uint32(l.Goods))
	o.member(`"eligible":`)
	o.b = strconv.AppendBool(o.b, l.Eligible)
	for _, n := range [...]struct {
		name  string
		value int64
	}{{`"quantity":`, int64(l.Quantity)}, {`"price":`, int64(l.Price)}, {`"cost":`, int64(l.Cost)}, {`"discount":`, int64(l.Discount)}} {
		o.member(n.name)
		o.b = strconv.AppendInt(o.b, n.value, 10)
	}
	return append(o.b, '}')
}

// object is a JSON object in the making.
type object struct {
	b    []byte
	some bool
}

// member begins the next one with its name and what always follows it.
func (o *object) member(begin string) {
	if o.some {
		o.b = append(o.b, ',')
	}
	o.b, o.some = append(o.b, begin...), true
}

// id and sum leave out what is zero.
func (o *object) id(begin string, n uint32) {
	if n != 0 {
		o.member(begin)
		o.b = append(strconv.AppendUint(o.b, uint64(n), 10), '"')
	}
}

func (o *object) sum(begin string, m voucher.Money) {
	if m != 0 {
		o.member(begin)
		o.b = strconv.AppendInt(o.b, int64(m), 10)
	}
}
