package wire

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"time"
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

// secretMembers finds members of JSON whose values are secrets or name a person.
var secretMembers = regexp.MustCompile(`("(?:token|code|iin|phone)"\s*:\s*)"(?:[^"\\]|\\.)*"`)

// transcriptMax is how much of a body a transcript keeps.
const transcriptMax = 64 << 10

// Masked returns a copy for a transcript: bearer tokens, codes, IINs and phone
// numbers are masked, and bodies are cut at 64 KiB.
func (e *Exchange) Masked() *Exchange {
	m := *e
	m.RequestHeader, m.ResponseHeader = maskedHeader(e.RequestHeader), maskedHeader(e.ResponseHeader)
	m.RequestBody, m.ResponseBody = maskedBody(e.RequestBody), maskedBody(e.ResponseBody)
	return &m
}

func maskedHeader(h http.Header) http.Header {
	h = h.Clone()
	for name := range h {
		switch strings.ToLower(name) {
		case "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key":
			h[name] = []string{"***"}
		}
	}
	return h
}

func maskedBody(b []byte) []byte {
	b = secretMembers.ReplaceAll(b, []byte(`$1"***"`)) // before the cut, which could go through a secret
	return b[:min(len(b), transcriptMax)]
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
