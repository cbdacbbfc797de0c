package wire

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Exchange is one request with its answer, as a transcript shows it.
type Exchange struct {
	Check          string // that asked, from WithCheck; "": none
	Method         string
	URL            string
	RequestHeader  http.Header
	RequestBody    []byte
	Status         int // 0: no answer came
	ResponseHeader http.Header
	ResponseBody   []byte // at most Options.Body of it
	Start          time.Time
	Duration       time.Duration
	Err            error // why no answer came, or why it is none
}

// transcriptMax is how much of a body a transcript keeps.
const transcriptMax = 64 << 10

// Masked returns a copy for a transcript that shares nothing with the exchange:
// tokens, codes, IINs and phone numbers are masked wherever they stand, and bodies
// are cut at 64 KiB (BOTH-PRIVACY-001).
func (e *Exchange) Masked() *Exchange {
	m := *e
	m.URL = maskedURL(e.URL)
	m.RequestHeader, m.ResponseHeader = maskedHeader(e.RequestHeader), maskedHeader(e.ResponseHeader)
	m.RequestBody, m.ResponseBody = maskedBody(e.RequestBody), maskedBody(e.ResponseBody)
	if e.Err != nil {
		m.Err = errors.New(Masked(e.Err.Error()))
	}
	return &m
}

// maskedBody masks the beginning of a body. A cut could go through a secret, which
// looks like none then: what could be a part of one at the end goes too.
func maskedBody(b []byte) []byte {
	const secretMax = 64 // characters of the longest secret that is known by its form
	if len(b) > transcriptMax {
		b = b[:transcriptMax]
		tail := b[len(b)-secretMax:]
		whole := bytes.TrimRightFunc(tail, func(r rune) bool {
			return r == utf8.RuneError || unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("+-() _.", r)
		})
		b = b[:len(b)-len(tail)+len(whole)]
	}
	if len(b) == 0 {
		return nil
	}
	return []byte(Masked(string(b)))
}

// checkKey is the key of a context under which the name of a check stands.
type checkKey struct{}

// WithCheck returns a context whose requests carry the name of a check in their
// User-Agent, so that the logs of a build say what it was asked for.
func WithCheck(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, checkKey{}, name)
}

// checkOf returns the name that WithCheck gave, "" for none.
func checkOf(ctx context.Context) string {
	name, _ := ctx.Value(checkKey{}).(string)
	return name
}

// tapKey is the key of a context under which who looks on stands.
type tapKey struct{}

// WithTap returns a context whose exchanges are shown to a function as they are,
// secrets included, once each is over: by several at a time where several ask. It must
// neither keep nor change them.
func WithTap(ctx context.Context, see func(*Exchange)) context.Context {
	return context.WithValue(ctx, tapKey{}, see)
}

// tapped shows an exchange to who looks on.
func tapped(ctx context.Context, e *Exchange) {
	if see, ok := ctx.Value(tapKey{}).(func(*Exchange)); ok {
		see(e)
	}
}
