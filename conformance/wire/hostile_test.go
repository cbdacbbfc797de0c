package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// bad is a build that behaves on everything but the control plane as its handler
// says.
func bad(t *testing.T, o wire.Options, handler http.HandlerFunc) (*wire.System, string) {
	t.Helper()
	good, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			_, _ = io.Copy(io.Discard, r.Body) // only then a server sees that the asker has gone
			handler(w, r)
			return
		}
		good.ServeHTTP(w, r)
	}))
	t.Cleanup(listener.Close)
	client, err := wire.NewClient(listener.URL, o)
	if err != nil {
		t.Fatal(err)
	}
	system, err := client.Open(context.Background(), &voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 0), People: make([]voucher.PersonSetup, 1)})
	if err != nil {
		t.Fatal(err)
	}
	return system, listener.URL
}

var (
	citizen = voucher.Actor{Role: voucher.Citizen, ID: 1}
	opening = &voucher.OpenWallet{Header: voucher.Header{Key: voucher.KeyOf(1, 1), Actor: citizen}, Person: 1, Via: voucher.ByLink}
	wallet  = &voucher.Query{Kind: voucher.AskGasWallet, Person: 1, Actor: citizen}
)

func says(status int, mediaType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", mediaType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// TestAnswersThatAreNone: whatever a build sends instead of an answer of the
// contract is told as what came and what should have: a violation where it
// answered, unreachable where no whole answer came in time.
func TestAnswersThatAreNone(t *testing.T) {
	const problem, plain = "application/problem+json", "application/json"
	page := "<html><body>It works! " + strings.Repeat("x", 3000) + "</body></html>"
	for _, tt := range []struct {
		name      string
		handler   http.HandlerFunc
		violation bool
		want      []string // in the message
	}{
		{"a page", says(200, "text/html; charset=utf-8", page), true, []string{"POST http://127.0.0.1:", "/v1/commands/open_wallet: answered with status 200: text/html that begins <html><body>It works!", "the contract demands application/json, the result of the command"}},
		{"a page as JSON", says(200, plain, page), true, []string{"status 200", "this is no JSON object"}},
		{"nothing at all", says(200, plain, ""), true, []string{"an empty body", "nothing was sent"}},
		{"no media type", says(200, "", "{}"), true, []string{"no media type that begins {}"}},
		{"a list", says(200, plain, "[]"), true, []string{"this is no JSON object"}},
		{"an unknown name", says(200, plain, `{"voucher":"v1","vouchers":1}`), true, []string{"at /vouchers: the name is unknown; did you mean voucher?"}},
		{"a name twice", says(200, plain, `{"voucher":"v1","voucher":"v2"}`), true, []string{"at /voucher: the name stands twice"}},
		{"null", says(200, plain, `{"voucher":null}`), true, []string{"at /voucher: null is not taken"}},
		{"more behind it", says(200, plain, `{} {}`), true, []string{"this is not JSON from byte 4 on"}},
		{"half an object", says(200, plain, `{"voucher":"v1`), true, []string{"ends in the middle"}},
		{"a number for a text", says(200, plain, `{"voucher":7}`), true, []string{"at /voucher: write id of a voucher"}},
		{"a fraction of a tiyn", says(200, plain, `{"amount":1.5}`), true, []string{"at /amount: write a sum in whole tiyn"}},
		{"an id too long", says(200, plain, `{"voucher":"`+strings.Repeat("v", 65)+`"}`), true, []string{"at /voucher: write id of a voucher"}},
		{"an event of another kind", says(200, plain, `{"events":[{"at":"2026-02-01T00:00:00+05:00","kind":"purchased","score":5}]}`), true, []string{`at /events/0: an event purchased has no member "score"`}},
		{"another success", says(201, plain, "{}"), true, []string{"answered with status 201", "the contract demands 200, or a problem"}},
		{"no content", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, true, []string{"answered with status 204: an empty body"}},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) }, true, []string{"answered with status 302"}},
		{"a no as a page", says(409, "text/html", page), true, []string{"answered with status 409: text/html"}},
		{"a no that is no problem", says(409, problem, "{"), true, []string{"answered with status 409", "ends in the middle"}},
		{"a route that is none", says(404, problem, `{"type":"urn:vouch:reason:route-unknown","reason":"route-unknown","title":"no such route","status":404}`), true, []string{"answered with status 404: route-unknown no such route"}},
		{"malformed", says(400, problem, `{"reason":"malformed","title":"no","detail":"write person as a number"}`), true, []string{"malformed no; write person as a number"}},
		{"a fault", says(500, problem, `{"title":"oops"}`), true, []string{"answered with status 500: oops"}},
		{"a fault in words", says(500, "text/plain", "panic: nil pointer"), true, []string{"answered with status 500: text/plain that begins panic: nil pointer"}},
		{"a token that it gave itself", says(401, problem, `{"reason":"token-unknown"}`), true, []string{"answered with status 401: token-unknown"}},
		{"a gateway without its build", says(502, "text/html", "<h1>Bad Gateway</h1>"), false, []string{"answered with status 502: text/html that begins <h1>Bad Gateway</h1>"}},
		{"a busy gateway", says(503, "text/plain", "try later"), false, []string{"answered with status 503"}},
		{"it hangs", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, false, []string{"no whole answer within 250ms"}},
		{"it hangs in the body", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", plain)
			_, _ = io.WriteString(w, `{"vou`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, false, []string{"no whole answer within 250ms"}},
		{"it closes without an answer", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false, []string{"the connection was closed without an answer"}},
		{"it closes in mid-body", raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"vou"), false, []string{"the answer ended in the middle"}},
		{"it does not speak HTTP", raw("220 mail.example ESMTP\r\n"), false, []string{"malformed HTTP"}},
		{"headers without end", raw("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"), false, []string{"headers"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			limit := 20 * time.Second
			if strings.HasPrefix(tt.name, "it hangs") {
				limit = 250 * time.Millisecond
			}
			system, _ := bad(t, wire.Options{Timeout: limit}, tt.handler)
			begun := time.Now()
			_, err := system.Do(context.Background(), opening)
			if took := time.Since(begun); took > 10*time.Second {
				t.Errorf("it took %s\nnothing hangs past the time limit", took)
			}
			demandKind(t, err, tt.violation, tt.want)
		})
	}
}

// raw answers with bytes and closes the connection.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, b, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close() //nolint:errcheck // that is the point
		_, _ = b.WriteString(answer)
		_ = b.Flush()
	}
}

// demandKind demands an error of one of the two kinds, with words.
func demandKind(t *testing.T, err error, violation bool, words []string) {
	t.Helper()
	var v *wire.Violation
	var u *wire.Unreachable
	if errors.As(err, &v) != violation || errors.As(err, &u) == violation {
		t.Errorf("error %T %v, want a violation: %v, else unreachable", err, err, violation)
	}
	for _, want := range words {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v\nwant it to say %q", err, want)
		}
	}
	if err != nil && (len(err.Error()) > 1000 || strings.ContainsAny(err.Error(), "\r\n")) {
		t.Errorf("error of %d characters, %q\na message is one line that can be read", len(err.Error()), err)
	}
}

// TestAHugeBodyIsNotRead: 1 GiB of answer costs neither memory nor time.
func TestAHugeBodyIsNotRead(t *testing.T) {
	const gib = 1 << 30
	for _, length := range []string{"", fmt.Sprint(gib)} {
		var sent atomic.Int64
		system, _ := bad(t, wire.Options{Timeout: 20 * time.Second}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if length != "" {
				w.Header().Set("Content-Length", length)
			}
			chunk := []byte(strings.Repeat(" ", 1<<20))
			for sent.Load() < gib {
				if n, err := w.Write(chunk); err != nil || n == 0 {
					return
				}
				sent.Add(int64(len(chunk)))
			}
		})
		_, err := system.Do(context.Background(), opening)
		demandKind(t, err, true, []string{"answered with status 200", "8388608 bytes", "the contract demands a shorter one"})
		if got := sent.Load(); got > 64<<20 {
			t.Errorf("%d bytes were read of a body that is no answer, want little more than 8 MiB", got)
		}
	}
}

// TestABuildThatIsDown: nobody listens.
func TestABuildThatIsDown(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	client, err := wire.NewClient("http://"+address, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.New(context.Background(), &voucher.Setup{At: 1})
	demandKind(t, err, false, []string{"GET http://" + address + "/control/v1/capabilities", "connection refused"})
	client, err = wire.NewClient("http://no-such-host.invalid", wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Capabilities(context.Background())
	demandKind(t, err, false, []string{"no-such-host.invalid"})
}

// TestAddressesThatAreNone are refused before anything is asked.
func TestAddressesThatAreNone(t *testing.T) {
	for _, base := range []string{"", "127.0.0.1:8080", "ftp://127.0.0.1", "http://", "http://127.0.0.1/?x=1", "http://127.0.0.1/#x", "http://[", "/v1"} {
		if _, err := wire.NewClient(base, wire.Options{}); err == nil || !strings.Contains(err.Error(), "write it as http://127.0.0.1:8080") {
			t.Errorf("NewClient(%q) = %v, want an error that says how to write it", base, err)
		}
	}
	if _, err := wire.NewClient("http://127.0.0.1", wire.Options{Control: "off"}); err == nil {
		t.Error("a build without a control plane is taken without capabilities and tokens")
	}
	if _, err := wire.NewClient("http://127.0.0.1", wire.Options{CAFile: "hostile_test.go"}); err == nil || !strings.Contains(err.Error(), "BEGIN CERTIFICATE") {
		t.Errorf("a file without certificates: %v, want what is missing", err)
	}
	if _, err := wire.NewClient("http://127.0.0.1", wire.Options{CAFile: "none.pem"}); err == nil {
		t.Error("a file that does not exist is taken")
	}
}

// TestRecordsThatAreNone: a record holds exactly the part that was asked for.
func TestRecordsThatAreNone(t *testing.T) {
	for _, tt := range []struct{ body, want string }{
		{`{}`, `write exactly one member, "gas"`},
		{`{"food":{}}`, `write exactly one member, "gas"`},
		{`{"gas":{},"food":{}}`, `write exactly one member, "gas"`},
		{`{"refusal":{"reason":"not-listed"}}`, `write exactly one member, "gas"`},
		{`{"gas":{"state":"closed","vouchr":"v"}}`, "at /gas/vouchr: the name is unknown; did you mean voucher?"},
		{`{"gas":{"state":"burnt"}}`, "at /gas/state: write one of none, opened"},
	} {
		system, _ := bad(t, wire.Options{}, says(200, "application/json", tt.body))
		_, err := system.Query(context.Background(), wallet)
		demandKind(t, err, true, []string{tt.want})
	}
}

// TestNoWithoutACode: what a build says instead of our codes is kept as a plain
// no, one of its own codes stands for ours where a table says so.
func TestNoWithoutACode(t *testing.T) {
	foreign := map[string]voucher.Reason{"E-417": voucher.WindowClosed, "malformed": voucher.ValueInvalid}
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   voucher.Refusal
	}{
		{"a code of ours", 409, `{"reason":"window-closed","requirement":"GAS-WINDOW-001"}`, voucher.Refusal{Reason: voucher.WindowClosed, Requirement: "GAS-WINDOW-001"}},
		{"a code in the type", 409, `{"type":"urn:vouch:reason:window-closed"}`, voucher.Refusal{Reason: voucher.WindowClosed}},
		{"a code of ours with another status", 400, `{"reason":"window-closed"}`, voucher.Refusal{Reason: voucher.WindowClosed}},
		{"a code of its own", 422, `{"reason":"E-417","timestamp":"now","path":"/x"}`, voucher.Refusal{Reason: voucher.WindowClosed}},
		{"a code of its own that is one of ours", 400, `{"reason":"malformed"}`, voucher.Refusal{Reason: voucher.ValueInvalid}},
		{"a code that nobody knows", 409, `{"reason":"E-418"}`, voucher.Refusal{Foreign: "E-418"}},
		{"no code", 403, `{"title":"Forbidden"}`, voucher.Refusal{}},
		{"an outage", 503, `{"reason":"provider-unavailable"}`, voucher.Refusal{Reason: voucher.ProviderUnavailable}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			system, _ := bad(t, wire.Options{Reasons: foreign}, says(tt.status, "application/problem+json", tt.body))
			o, err := system.Do(context.Background(), opening)
			if err != nil || o.Refusal == nil || *o.Refusal != tt.want {
				t.Errorf("Do = %v, %v, want the refusal %v", o.Refusal, err, &tt.want)
			}
			if wire.NoCode(o.Refusal) != (tt.want.Reason == 0) {
				t.Errorf("NoCode(%v) = %v", o.Refusal, wire.NoCode(o.Refusal))
			}
			r, err := system.Query(context.Background(), wallet)
			if err != nil || r.Refusal == nil || *r.Refusal != tt.want {
				t.Errorf("Query = %v, %v, want the refusal %v", r.Refusal, err, &tt.want)
			}
		})
	}
	if wire.NoCode(nil) {
		t.Error("an acceptance is no no")
	}
}

// TestAMissingAbility is errors.ErrUnsupported, for a judge to tell from a fault.
func TestAMissingAbility(t *testing.T) {
	system, _ := bad(t, wire.Options{}, says(501, "application/problem+json", `{"reason":"unsupported"}`))
	if _, err := system.Do(context.Background(), opening); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("Do = %v, want errors.ErrUnsupported", err)
	}
	if _, err := system.Query(context.Background(), wallet); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("Query = %v, want errors.ErrUnsupported", err)
	}
}

// TestCertificatesAreChecked: a build behind TLS is believed with its
// certificate only.
func TestCertificatesAreChecked(t *testing.T) {
	listener := httptest.NewTLSServer(says(200, "application/json", `{"name":"x","programmes":"gas","parties":[]}`))
	defer listener.Close()
	listener.Config.ErrorLog = nil
	client, err := wire.NewClient(listener.URL, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Capabilities(context.Background())
	demandKind(t, err, false, []string{"certificate"})
}
