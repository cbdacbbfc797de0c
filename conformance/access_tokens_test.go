package conformance_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// asking is a handler that changes the requests for tokens before a build reads them.
func asking(change func(body map[string]any)) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/tokens") {
				text, err := io.ReadAll(r.Body)
				var body map[string]any
				if err == nil && json.Unmarshal(text, &body) == nil {
					change(body)
					text, _ = json.Marshal(body) // it was read from JSON
				}
				r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
			}
			h.ServeHTTP(w, r)
		})
	}
}

// later moves the end of a token by some seconds.
func later(seconds int64) func(map[string]any) {
	return func(body map[string]any) {
		if text, ok := body["until"].(string); ok {
			at, err := voucher.ParseInstant(text)
			if err == nil {
				body["until"] = at.Plus(seconds * voucher.Second).String()
			}
		}
	}
}

// answers changes what a build answers.
func answers(change func(path string, body []byte) []byte) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := httptest.NewRecorder()
			h.ServeHTTP(answer, r)
			answer.Header().Del("Content-Length")
			for name, values := range answer.Header() {
				w.Header()[name] = values
			}
			w.WriteHeader(answer.Code)
			_, _ = w.Write(change(r.URL.Path, answer.Body.Bytes()))
		})
	}
}

// TestTokensEndToTheSecond: a build whose tokens live a second longer, a second shorter or
// for ever fails; one that has forgotten a token by the time it ends keeps the contract.
func TestTokensEndToTheSecond(t *testing.T) {
	const id = "BOTH-ACCESS-001/access_token_expired"
	for _, tt := range []struct {
		name   string
		around func(http.Handler) http.Handler
		want   conformance.Verdict
		say    string
	}{
		{"right", nil, conformance.Pass, ""},
		{"forgets ended tokens", answers(func(_ string, body []byte) []byte {
			return bytes.ReplaceAll(body, []byte("token-expired"), []byte("token-unknown"))
		}), conformance.Pass, ""},
		{"for ever", asking(func(body map[string]any) { delete(body, "until") }), conformance.Fail, "with a token that ended at"},
		{"a second longer", asking(later(1)), conformance.Fail, "with a token that ended at"},
		{"a second shorter", asking(later(-1)), conformance.Fail, "with a token that ends a second later"},
		{"does not say that it can", answers(func(path string, body []byte) []byte {
			if strings.HasSuffix(path, "/capabilities") {
				return bytes.Replace(body, []byte(`"expiry":true`), []byte(`"expiry":false`), 1)
			}
			return body
		}), conformance.Unsupported, "tokens that end"},
	} {
		// Beside it stands one that shows the demand too, so that what is unsupported is not blocked.
		r := trying(t, overHTTP(t, reference.World{}, tt.around), id, "BOTH-ACCESS-001/access_token_missing").Result(id)
		if r.Verdict != tt.want || !strings.Contains(r.Text()+r.Why.En, tt.say) {
			t.Errorf("%s: %s, want %s and %q told\n%s\nBOTH-ACCESS-001, BOTH-TIME-001", tt.name, r.Verdict, tt.want, tt.say, r.Text())
		}
	}
}

// TestTokensThatEndAreDeclaredTruly: who declares expiry and gives tokens without an end
// breaks its word; who serves it and says nothing is warned.
func TestTokensThatEndAreDeclaredTruly(t *testing.T) {
	serves, declares := declared(t, overHTTP(t, reference.World{}, nil))
	if serves.Verdict != conformance.Pass || declares.Verdict != conformance.Pass {
		t.Errorf("a right build: %s, %s\n%s%s", serves.Verdict, declares.Verdict, serves.Text(), declares.Text())
	}
	serves, _ = declared(t, overHTTP(t, reference.World{}, asking(func(body map[string]any) { delete(body, "until") })))
	if serves.Verdict != conformance.Fail || !strings.Contains(serves.Text(), "expiry") {
		t.Errorf("tokens without an end: %s, want fail for expiry\n%s", serves.Verdict, serves.Text())
	}
	_, declares = declared(t, overHTTP(t, reference.World{}, answers(func(path string, body []byte) []byte {
		if strings.HasSuffix(path, "/capabilities") {
			return bytes.Replace(body, []byte(`"expiry":true`), []byte(`"expiry":false`), 1)
		}
		return body
	})))
	if declares.Verdict != conformance.Warn || !strings.Contains(declares.Text()+declares.Why.En, "expiry") {
		t.Errorf("served and not declared: %s, want a warning for expiry\n%s", declares.Verdict, declares.Text())
	}
}
