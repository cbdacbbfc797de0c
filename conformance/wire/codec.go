package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// malformed says where a JSON text breaks the contract and what to write there.
// It never repeats a value that was sent, since one may be an IIN, a phone
// number or a code (BOTH-PRIVACY-001).
type malformed struct {
	pointer string // RFC 6901, names that are none of ours left out
	say     string
}

// Error says both.
func (m *malformed) Error() string {
	if m.pointer == "" {
		return m.say
	}
	return "at " + m.pointer + ": " + m.say
}

// decode reads one JSON object strictly: unknown and doubled names, null, and
// anything behind the object are refused. The error is *malformed.
func decode(data []byte, into any, options ...json.Options) error {
	if err := onlyObject(data); err != nil {
		return err
	}
	options = append(options, json.RejectUnknownMembers(true))
	if err := json.Unmarshal(data, into, options...); err != nil {
		return explain(err)
	}
	return nil
}

// onlyObject refuses what is no object, and null wherever it stands: absent is
// the one way to say none.
func onlyObject(data []byte) error {
	trimmed := data
	for len(trimmed) > 0 && (trimmed[0] == ' ' || trimmed[0] == '\t' || trimmed[0] == '\r' || trimmed[0] == '\n') {
		trimmed = trimmed[1:]
	}
	switch {
	case len(trimmed) == 0:
		return &malformed{"", "nothing was sent; write a JSON object, {} at least"}
	case trimmed[0] != '{':
		return &malformed{"", "this is no JSON object; write {…}"}
	case !bytes.Contains(trimmed, []byte("null")):
		return nil
	}
	d := jsontext.NewDecoder(bytes.NewBuffer(data)) // which is read where it stands
	for {
		token, err := d.ReadToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return explain(err)
		case token.Kind() == 'n':
			return &malformed{safePointer(d.StackPointer()), "null is not taken; leave the member out"}
		}
	}
}

// explain turns an error of the JSON library into words of ours.
func explain(err error) *malformed {
	if ours, ok := errors.AsType[*malformed](err); ok {
		return ours
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at := safePointer(syntax.JSONPointer)
		switch {
		case errors.Is(err, jsontext.ErrDuplicateName):
			return &malformed{at, "the name stands twice in one object; keep one"}
		case errors.Is(err, io.ErrUnexpectedEOF):
			return &malformed{at, "the JSON text ends in the middle; send all of it"}
		}
		return &malformed{at, fmt.Sprintf("this is not JSON from byte %d on", syntax.ByteOffset+1)}
	}
	semantic, ok := errors.AsType[*json.SemanticError](err)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &malformed{"", "the JSON text ends in the middle; send all of it"}
	case !ok:
		return &malformed{"", "this cannot be read as JSON"}
	case errors.Is(err, json.ErrUnknownName):
		return &malformed{safePointer(semantic.JSONPointer), unknownName(semantic)}
	}
	return &malformed{safePointer(semantic.JSONPointer), "write " + hint(semantic.GoType)}
}

// unknownName says that a name is none, and which one may be meant. Only our own
// names are written.
func unknownName(e *json.SemanticError) string {
	known := memberNames(e.GoType)
	if near := voucher.Nearest(e.JSONPointer.LastToken(), known); near != "" {
		return "the name is unknown; did you mean " + near + "?"
	}
	if len(known) == 0 {
		return "the name is unknown; nothing may stand here"
	}
	return "the name is unknown; the names are " + strings.Join(known, ", ")
}

// memberNames lists the JSON names of a struct, embedded ones included.
func memberNames(t reflect.Type) (names []string) {
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	for _, f := range reflect.VisibleFields(t) {
		if name := memberName(&f); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// ourToken is what a name of ours or a position in a list looks like.
var ourToken = regexp.MustCompile(`^([a-z][a-z_]{0,30}|[0-9]{1,6})$`)

// safePointer is a pointer in which every name that cannot be ours is left out:
// whoever swaps name and value must not find an IIN in an error.
func safePointer(p jsontext.Pointer) string {
	var b strings.Builder
	for token := range p.Tokens() {
		if !ourToken.MatchString(token) {
			token = "…"
		}
		b.WriteString("/" + token)
	}
	return b.String()
}

// decodeBody reads a request of the data plane or a setup. Ids that a system
// makes are opaque: one that is not of our form is nobody's, and not malformed.
func decodeBody(data []byte, into any) error {
	err := decode(data, into)
	if err == nil {
		return nil
	}
	reflect.ValueOf(into).Elem().SetZero()
	if decode(data, into, strangers) == nil {
		return nil
	}
	return err // of the first reading: its words are about our types
}

// strangers reads ids and codes that no system of this vocabulary has made as
// handles that are nobody's.
var strangers = json.WithUnmarshalers(json.JoinUnmarshalers(
	stranger((*voucher.VoucherID).UnmarshalText), stranger((*voucher.MessageID).UnmarshalText),
	stranger((*voucher.PurchaseID).UnmarshalText), stranger((*voucher.ReceiptID).UnmarshalText),
	stranger((*voucher.LoanID).UnmarshalText), stranger((*voucher.AppealID).UnmarshalText),
	json.UnmarshalFromFunc(func(d *jsontext.Decoder, q *voucher.QR) error {
		text, err := readOpaque(d)
		if err == nil && q.UnmarshalText([]byte(text)) != nil {
			*q = voucher.QR(bytes.Repeat([]byte{math.MaxUint8}, len(q)))
		}
		return err
	}),
))

// nobodys is a handle that no system ever makes: its numbers begin with 1.
const nobodys = math.MaxUint32

func stranger[T ~uint32](read func(*T, []byte) error) *json.Unmarshalers {
	return json.UnmarshalFromFunc(func(d *jsontext.Decoder, id *T) error {
		text, err := readOpaque(d)
		if err == nil && read(id, []byte(text)) != nil {
			*id = nobodys
		}
		return err
	})
}

// opaqueMax is how long an id or a code may be.
const opaqueMax = 64

// readOpaque reads an id or a code: up to 64 visible ASCII characters.
func readOpaque(d *jsontext.Decoder) (string, error) {
	if d.PeekKind() != '"' {
		if _, err := d.ReadToken(); err != nil {
			return "", err
		}
		return "", errNotOpaque
	}
	token, err := d.ReadToken()
	if err != nil {
		return "", err
	}
	text := token.String()
	return text, checkOpaque(text)
}

var errNotOpaque = errors.New("an id is a text of 1 to 64 visible ASCII characters")

// checkOpaque says whether a text can be an id or a code.
func checkOpaque(text string) error {
	if !isVisible(text, opaqueMax) {
		return errNotOpaque
	}
	return nil
}

// isVisible reports whether a text is of visible ASCII characters, so many at
// most: what can stand in a header, a path or a query as it is.
func isVisible(text string, most int) bool {
	return len(text) <= most && !strings.ContainsFunc(text, func(r rune) bool { return r < '!' || r > '~' })
}

// encode writes a value as JSON.
func encode(b *bytes.Buffer, v any, options ...json.Options) error {
	return json.MarshalWrite(b, v, options...)
}

// hint says what has to stand where a value of a type is read, with an example.
func hint(t reflect.Type) string {
	if t == nil {
		return "a value of the contract"
	}
	if s, ok := shapes[t]; ok {
		return s.hint()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return hint(t.Elem())
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a text"
	case reflect.Slice:
		return "a list, [ … ]"
	case reflect.Struct, reflect.Map:
		return "an object, { … }"
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "a whole number from 0 to " + strconv.FormatUint(math.MaxUint64>>(64-t.Bits()), 10)
	}
	return "a whole number"
}
