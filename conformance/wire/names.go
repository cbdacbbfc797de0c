package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// names turns the texts that a build has for what it makes itself into handles,
// numbered from 1 in the order in which they are first seen, and back. Vouchers
// of the two programmes are numbered apart, as the vocabulary does.
type names struct {
	own    *OwnIDs // nil: whom a setup numbers is called by the number
	mu     sync.Mutex
	tables [nameTables]nameTable
}

// The tables.
const (
	gasVouchers = iota
	foodVouchers
	messages
	purchases
	receipts
	loans
	appeals
	codes

	nameTables
)

type nameTable struct {
	handles map[string]uint32
	texts   []string
}

// handle returns the handle of a text, a new one for a text not seen before.
func (n *names) handle(table int, text string) (uint32, error) {
	if text == "" {
		return 0, nil
	}
	if err := checkOpaque(text); err != nil {
		return 0, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	t := &n.tables[table]
	if h, ok := t.handles[text]; ok {
		return h, nil
	}
	if t.handles == nil {
		t.handles = map[string]uint32{}
	}
	t.texts = append(t.texts, text)
	t.handles[text] = uint32(len(t.texts))
	return uint32(len(t.texts)), nil
}

// text returns the text of a handle. A handle that no text was seen for is
// nobody's: it gets a text that no build makes, so that it cannot hit a record
// that merely was not seen yet.
func (n *names) text(table int, handle uint32) string {
	if handle == 0 {
		return ""
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if t := &n.tables[table]; handle <= uint32(len(t.texts)) {
		return t.texts[handle-1]
	}
	return fmt.Sprintf("never-made-%d", handle)
}

// codeMark begins a handle of a code, so that a code that was made up is not
// taken for one that a build showed.
var codeMark = []byte("seen-qr:")

// IsHandle reports whether a code is a client's handle for one that a build
// showed, and not the code itself.
func IsHandle(q voucher.QR) bool { return bytes.HasPrefix(q[:], codeMark) }

// code returns the handle of a code's text.
func (n *names) code(text string) (q voucher.QR, err error) {
	h, err := n.handle(codes, text)
	if h != 0 {
		copy(q[:], codeMark)
		binary.BigEndian.PutUint64(q[len(codeMark):], uint64(h))
	}
	return q, err
}

// codeText returns the text of a code's handle; a code that was made up goes out
// as it is.
func (n *names) codeText(q voucher.QR) string {
	h := binary.BigEndian.Uint64(q[len(codeMark):])
	if !bytes.HasPrefix(q[:], codeMark) || h > nobodys {
		return q.String()
	}
	return n.text(codes, uint32(h))
}

// voucherTable is the table of a programme's vouchers.
func voucherTable(p voucher.Programme) int {
	if p == voucher.Gas {
		return gasVouchers
	}
	return foodVouchers
}

// writing returns the options to write handles as the build's texts.
func (n *names) writing() json.Options {
	all := []*json.Marshalers{
		writer[voucher.MessageID](n, messages), writer[voucher.PurchaseID](n, purchases),
		writer[voucher.ReceiptID](n, receipts), writer[voucher.LoanID](n, loans), writer[voucher.AppealID](n, appeals),
		json.MarshalToFunc(func(e *jsontext.Encoder, q voucher.QR) error {
			return e.WriteToken(jsontext.String(n.codeText(q)))
		}),
	}
	if n.own != nil {
		all = append(all, n.own.marshalers()...)
	}
	return json.WithMarshalers(json.JoinMarshalers(all...))
}

// reading returns the options to read the build's texts as handles, vouchers as
// those of a programme.
func (n *names) reading(p voucher.Programme) json.Options {
	all := []*json.Unmarshalers{
		reader[voucher.VoucherID](n, voucherTable(p)),
		reader[voucher.MessageID](n, messages), reader[voucher.PurchaseID](n, purchases),
		reader[voucher.ReceiptID](n, receipts), reader[voucher.LoanID](n, loans), reader[voucher.AppealID](n, appeals),
		json.UnmarshalFromFunc(func(d *jsontext.Decoder, q *voucher.QR) error {
			text, err := readOpaque(d)
			if err == nil {
				*q, err = n.code(text)
			}
			return err
		}),
	}
	if n.own != nil {
		all = append(all, n.own.unmarshalers()...)
	}
	return json.WithUnmarshalers(json.JoinUnmarshalers(all...))
}

func writer[T ~uint32](n *names, table int) *json.Marshalers {
	return json.MarshalToFunc(func(e *jsontext.Encoder, id T) error {
		return e.WriteToken(jsontext.String(n.text(table, uint32(id))))
	})
}

func reader[T ~uint32](n *names, table int) *json.Unmarshalers {
	return json.UnmarshalFromFunc(func(d *jsontext.Decoder, id *T) error {
		text, err := readOpaque(d)
		if err != nil {
			return err
		}
		h, err := n.handle(table, text)
		*id = T(h)
		return err
	})
}

// codec writes commands and reads answers of one system, whichever door they go
// through.
type codec struct {
	names    names
	writing  json.Options
	gas      json.Options
	food     json.Options
	withCode map[string]voucher.Reason // a build's own reason codes
}

func newCodec(foreign map[string]voucher.Reason, own *OwnIDs) *codec {
	c := &codec{withCode: foreign}
	c.names.own = own
	c.writing, c.gas, c.food = c.names.writing(), c.names.reading(voucher.Gas), c.names.reading(voucher.Food)
	return c
}

// options returns the options to read what is about a programme.
func (c *codec) options(p voucher.Programme) json.Options {
	if p == voucher.Gas {
		return c.gas
	}
	return c.food
}

// programmeOf says which programme's vouchers the answer to a command is about.
func programmeOf(cmd voucher.Command) voucher.Programme {
	if r, ok := cmd.(*voucher.Reply); ok {
		return r.Programme
	}
	if cmd.Kind() < voucher.KindUpdateFoodList {
		return voucher.Gas
	}
	return voucher.Food
}

// command writes a command's body.
func (c *codec) command(cmd voucher.Command) ([]byte, error) {
	body, err := json.Marshal(cmd, c.writing)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", cmd.Kind(), err)
	}
	return body, nil
}

// result reads the answer to a command that was carried out.
func (c *codec) result(cmd voucher.Command, data []byte) (voucher.Outcome, error) {
	var a answer
	if err := decode(data, &a, c.options(programmeOf(cmd))); err != nil {
		return voucher.Outcome{}, err
	}
	if len(a.Lines) == 0 {
		a.Lines = nil
	}
	events, err := c.events(a.Events)
	return voucher.Outcome{Result: a.Result, Events: events}, err
}

// events reads events from their wire form.
func (c *codec) events(all []event) ([]voucher.Event, error) {
	if len(all) == 0 {
		return nil, nil
	}
	events := make([]voucher.Event, len(all))
	for i := range all {
		e, err := fromWire(&all[i], func(p voucher.Programme, text voucherText) (voucher.VoucherID, error) {
			h, err := c.names.handle(voucherTable(p), string(text))
			return voucher.VoucherID(h), err
		})
		if err != nil {
			return nil, &malformed{fmt.Sprintf("/events/%d", i), err.Error()}
		}
		events[i] = e
	}
	return events, nil
}

// record reads the answer to a query: exactly the part that it asks for.
func (c *codec) record(k voucher.QueryKind, data []byte) (voucher.Record, error) {
	programme := voucher.Food
	if k == voucher.AskGasWallet || k == voucher.AskProviderList || k == voucher.AskReceipt {
		programme = voucher.Gas
	}
	var parts map[string]jsontext.Value
	if err := decode(data, &parts); err != nil {
		return voucher.Record{}, err
	}
	part := readingOf(k).part
	if _, ok := parts[part]; !ok || len(parts) != 1 {
		return voucher.Record{}, &malformed{"", fmt.Sprintf("write exactly one member, %q", part)}
	}
	var r voucher.Record
	if err := decode(data, &r, c.options(programme)); err != nil {
		return voucher.Record{}, err
	}
	if r.Food != nil && len(r.Food.Operations) == 0 {
		r.Food.Operations = nil // as a system in process has it
	}
	if r.List != nil && len(r.List.Rows) == 0 {
		r.List.Rows = nil
	}
	return r, nil
}

// problem reads a problem. RFC 9457 lets a build add members of its own, so
// unknown ones are passed over.
func (c *codec) problem(data []byte) (*Problem, error) {
	p := &Problem{}
	if err := onlyObject(data); err != nil {
		return nil, err
	}
	err := json.Unmarshal(data, p, c.food)
	if err != nil {
		return nil, explain(err)
	}
	return p, nil
}
