package wire

import (
	"bytes"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// ForgetDoers lets a command's roles be forgotten, and returns what puts them
// back.
func ForgetDoers(k voucher.CommandKind) (restore func()) {
	roles := doers[k]
	delete(doers, k)
	return func() { doers[k] = roles }
}

// ForgetAskers is ForgetDoers for a query.
func ForgetAskers(k voucher.QueryKind) (restore func()) {
	row := readingOf(k)
	roles := row.roles
	row.roles = nil
	return func() { row.roles = roles }
}

// AppendShort writes a result as a purchase is answered; ok is false where it does not.
func AppendShort(r *voucher.Result) (text []byte, ok bool) { return appendShort(nil, r) }

// Encode writes a result as every other is.
func Encode(r *voucher.Result) ([]byte, error) {
	var b bytes.Buffer
	err := encode(&b, &answer{Result: *r})
	return b.Bytes(), err
}

// Held is how many bytes the bodies of all requests have taken together.
func (s *Server) Held() int64 { return s.held.Load() }

// Faults are all that can be wrong with a request.
var Faults = faults
