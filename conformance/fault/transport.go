package fault

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// Transport puts a line before the transport of an HTTP client. Requests that give a
// command, move the clock or read a record meet what the line's plan holds; all others
// go through. What is sent twice
// or later has a body that can be read again, as http.NewRequest makes it of bytes.
func (l *Line) Transport(base http.RoundTripper) http.RoundTripper { return &transport{base, l} }

type transport struct {
	base http.RoundTripper
	line *Line
}

// lateFor is how long a request that was held back may take: nobody waits for it.
const lateFor = 10 * time.Second

// RoundTrip lets a request go through. An answer that is lost is a *LostError.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	route := routeOf(r)
	if route == "" {
		return t.base.RoundTrip(r)
	}
	return carry(t.line, route, &way[*http.Response]{wired: true, drop: discard,
		send: func() (*http.Response, error) {
			again, err := copied(r.Context(), r)
			if err != nil {
				return nil, err
			}
			return t.base.RoundTrip(again)
		},
		keep: func() func() {
			return func() {
				ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), lateFor)
				defer cancel()
				again, err := copied(ctx, r)
				if err != nil {
					return
				}
				if answer, err := t.base.RoundTrip(again); err == nil {
					discard(answer)
				}
			}
		},
		bend: bend(r)})
}

// routeOf is the route of a request, as in process; "" for one that nothing happens to.
func routeOf(r *http.Request) string {
	at := r.URL.Path
	switch _, word, command := strings.Cut(at, wire.CommandPath); {
	case command && r.Method == http.MethodPost:
		return word
	case r.Method == http.MethodGet && strings.Contains(at, wire.RecordPath):
		return reads
	case r.Method == http.MethodPost && strings.Contains(at, "/worlds/") && strings.HasSuffix(at, "/clock"):
		return moves
	}
	return ""
}

// copied is a request that can be sent beside the first.
func copied(ctx context.Context, r *http.Request) (*http.Request, error) {
	again := r.Clone(ctx)
	if r.GetBody == nil {
		return again, nil
	}
	body, err := r.GetBody()
	again.Body = body
	return again, err
}

// discard reads an answer that nobody gets to its end, so that the connection can
// serve again.
func discard(answer *http.Response) {
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
}

// bend does to an answer what a fault says.
func bend(r *http.Request) func(Kind, *http.Response) (*http.Response, error) {
	return func(k Kind, answer *http.Response) (*http.Response, error) {
		switch k {
		case Cut:
			body, err := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if err != nil {
				return nil, err
			}
			answer.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body[:len(body)/2]), cutShort{}))
			return answer, nil
		case BadGateway:
			discard(answer)
			return gateway(r, http.StatusBadGateway), nil
		case Unavailable:
			return gateway(r, http.StatusServiceUnavailable), nil
		case DropAnswer:
			discard(answer)
		}
		return nil, &LostError{k}
	}
}

// cutShort is a connection that ends in the middle of a body.
type cutShort struct{}

func (cutShort) Read([]byte) (int, error) { return 0, &LostError{Cut} }

// gateway is the answer of a gateway that has none of the build's.
func gateway(r *http.Request, status int) *http.Response {
	const text = "no answer of the build"
	return &http.Response{Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/plain"}}, Body: io.NopCloser(strings.NewReader(text)), ContentLength: int64(len(text)), Request: r}
}
