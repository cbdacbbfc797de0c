package mutant_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// counter is a small right server: it counts under a key once, refuses who has no
// token and what is no JSON, has a clock that does not go back, and knows a list
// and nothing else.
func counter() http.Handler {
	counted := map[string]bool{}
	mux := http.NewServeMux()
	problem := func(rw http.ResponseWriter, status int, detail string) {
		rw.Header().Set("Content-Type", "application/problem+json")
		rw.WriteHeader(status)
		_, _ = io.WriteString(rw, `{"status":0,"detail":"`+detail+`"}`)
	}
	mux.HandleFunc("POST /v1/commands/count", func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		rw.Header().Set("Request-Id", r.Header.Get("Request-Id"))
		switch key := strings.ToLower(r.Header.Get("Idempotency-Key")); {
		case r.Header.Get("Content-Type") != "application/json":
			problem(rw, http.StatusUnsupportedMediaType, "no JSON")
		case r.Header.Get("Authorization") == "":
			problem(rw, http.StatusUnauthorized, "no token")
		case counted[key]:
			_, _ = io.WriteString(rw, "again")
		default:
			counted[key] = true
			_, _ = io.WriteString(rw, "counted")
		}
	})
	var mu sync.Mutex // bodies may be on their way at one time
	latest := "nothing"
	mux.HandleFunc("POST /v1/commands/echo", func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch text := string(body); {
		case text == "malformed":
			problem(rw, http.StatusBadRequest, "no JSON")
		case strings.HasPrefix(text, "{") && !strings.HasSuffix(text, "}"):
			problem(rw, http.StatusBadRequest, "garbage")
		default:
			mu.Lock()
			before := latest
			latest = text
			mu.Unlock()
			_, _ = io.WriteString(rw, text+", after "+before)
		}
	})
	mux.HandleFunc("GET /v1/records/list", func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(rw, `{"list":{"rows":[{"month":"2026-02","account":"0012345","voucher":"7","activated":"2026-02-07T00:00:00+05:00","sum":12345678901234567}]}}`)
	})
	mux.HandleFunc("POST /control/v1/worlds/w/clock", func(rw http.ResponseWriter, _ *http.Request) {
		problem(rw, http.StatusConflict, "it never goes back")
	})
	mux.HandleFunc("POST /v1/commands/refuse", func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(rw, `{"status":403,"reason":"role-not-allowed","requirement":"BOTH-ACCESS-001"}`)
	})
	mux.HandleFunc("POST /control/v1/guarded", func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer t" {
			problem(rw, http.StatusUnauthorized, "no token")
			return
		}
		_, _ = io.WriteString(rw, "opened")
	})
	mux.HandleFunc("POST /control/v1/worlds/{world}/tokens", func(rw http.ResponseWriter, r *http.Request) {
		kind := "of-"
		if body, _ := io.ReadAll(r.Body); strings.Contains(string(body), "until") {
			kind = "ends-"
		}
		_, _ = io.WriteString(rw, `{"token":"`+kind+r.PathValue("world")+`"}`)
	})
	mux.HandleFunc("GET /v1/records/own", func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer of-"+r.Header.Get("Vouch-World") {
			problem(rw, http.StatusUnauthorized, "another world's token")
			return
		}
		_, _ = io.WriteString(rw, `{"own":"wallet"}`)
	})
	mux.HandleFunc("GET /v1/records/day_report", func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(rw, `{"report":{"day":"2026-02-05","spent":12345678901234567}}`)
	})
	mux.HandleFunc("POST /v1/commands/reverse", func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(rw, `{"voucher":"7","amount":450}`)
	})
	mux.HandleFunc("/", func(rw http.ResponseWriter, _ *http.Request) { problem(rw, http.StatusNotFound, "no such thing") })
	return mux
}

// request is one exchange; its answer holds want under the mutant alone.
type request struct {
	method, path, token, key, body string
	kind                           string // media type; "": that of JSON
	world                          string // "": none is named
}

// TestWireMutants: on the same requests a mutant's answers hold what the right
// server's do not, and a trip is counted where they do.
func TestWireMutants(t *testing.T) {
	const phone, iin, name = "+77770000001", "900101100014", "Family-Name Given-Name"
	count := func(token, key string) request {
		return request{"POST", "/v1/commands/count", token, key, `{"code":"c0de"}`, "", ""}
	}
	const uuid, capitals = "3f0c6a52-9d0e-4a43-8f0e-0a4b1c2d3e4f", "3F0C6A52-9D0E-4A43-8F0E-0A4B1C2D3E4F"
	get := func(path, token string) []request { return []request{{"GET", path, token, "", "", "", ""}} }
	echo := func(body string) request { return request{"POST", "/v1/commands/echo", "t", "k", body, "", ""} }
	body := func(body string) []request { return []request{echo(body)} }
	spelled, form := count("t", "k"), count("t", "k")
	spelled.body, form.kind = `{ "code": "c0de" }`, "text/plain"
	tests := map[string]struct {
		requests []request
		want     string // in the last answer
		why      string
	}{
		"both-iin-in-an-error-body":              {get("/nothing", "t"), iin, "no IIN in error bodies"},
		"both-phone-in-an-error-body":            {get("/nothing", "t"), phone, "no phone in error bodies"},
		"both-error-body-repeats-the-request":    {[]request{count("", "k")}, "c0de", "no QR code in error bodies"},
		"both-phone-in-the-providers-list":       {get("/v1/records/list", "t"), phone, "no phone in lists to providers"},
		"both-key-header-ignored":                {[]request{count("t", "k"), count("t", "k")}, "counted", "the effect happens once"},
		"both-missing-token-accepted":            {[]request{count("t", "k1"), count("", "k2")}, "counted", "who has no token is nobody"},
		"both-control-plane-in-production":       {get("/control/v1/capabilities", ""), "{}", "the control plane is off"},
		"both-request-id-replaced":               {[]request{count("t", "k")}, "of-its-own", "an answer bears the id of its request"},
		"both-any-media-type-read-as-json":       {[]request{form}, "counted", "a body is JSON because its sender says so"},
		"both-letters-of-a-key-count":            {[]request{count("t", uuid), count("t", capitals)}, "counted", "letters of a UUID count the same in either case"},
		"both-bodies-compared-by-bytes":          {[]request{count("t", "k"), spelled}, "key-reused", "a body is compared by what it says"},
		"both-clock-said-to-go-back":             {[]request{{"POST", "/control/v1/worlds/w/clock", "", "", `{"to":"2026-02-01T00:00:00+05:00"}`, "", ""}}, `"now"`, "a clock never goes back"},
		"both-repetition-answered-unavailable":   {[]request{count("t", "k"), count("t", "k")}, "try again", "a repetition is answered as the first time"},
		"both-repetition-answered-with-an-error": {[]request{count("t", "k"), count("t", "k")}, "duplicate row", "a repetition is answered as the first time"},
		"both-refusal-names-another-demand":      {[]request{{"POST", "/v1/commands/refuse", "t", "k", "{}", "", ""}}, "FOOD-LOAN-001", "a refusal names the demand that it keeps"},
		"both-control-plane-without-its-token": {[]request{{"POST", "/control/v1/guarded", "t", "", "{}", "", ""}, {"POST", "/control/v1/guarded", "", "", "{}", "", ""}},
			"opened", "the control plane opens to its own token only"},
		"both-token-of-another-world-accepted": {[]request{{"POST", "/control/v1/worlds/a/tokens", "t", "", `{"role":"citizen"}`, "", ""}, {"GET", "/v1/records/own", "of-a", "", "", "", "b"}},
			"wallet", "a token opens its own world only"},
		"both-ended-token-accepted": {[]request{{"POST", "/control/v1/worlds/a/tokens", "t", "", `{"role":"citizen","until":"2026-02-06T10:00:00+05:00"}`, "", ""}}, "of-a",
			"a token ends when it was said to"},
		"both-iin-in-the-day-report":           {get("/v1/records/day_report", "t"), iin, "no IIN in reports"},
		"both-iin-in-the-metrics":              {get("/metrics", ""), iin, "no IIN in metrics"},
		"both-name-on-the-slip-of-a-return":    {[]request{{"POST", "/v1/commands/reverse", "t", "k", "{}", "", ""}}, `"buyer":"` + name + `"`, "no name in answers to stores"},
		"both-iin-in-the-log":                  {get("/v1/records/list", "t"), iin, "no IIN in logs"},
		"both-put-off-and-not-told-until-when": {body(strings.Repeat("[", 1001)), `"reason":"busy"`, "who is busy says when to come again"},
		"both-deep-nesting-is-a-fault":         {body(strings.Repeat("[", 1001)), "Internal Server Error", "no request is a fault of the build"},
		"both-stack-in-an-error-body":          {get("/nothing", "t"), "goroutine", "a problem shows nothing of the inside"},
		"both-second-of-two-names-counts":      {body(`{"n":7,"n":8}`), `{"n":8}`, "a name stands once"},
		"both-huge-number-wrapped":             {body(`{"n":18446744073709551617}`), `{"n":1}`, "a number is what it says"},
		"both-sign-of-a-number-dropped":        {body(`{"n":-7}`), `{"n":7}`, "a number is what it says"},
		"both-null-taken-for-none":             {body(`{"n":null}`), `{}`, "absent is the one way to say none"},
		"both-refused-body-is-carried-out":     {[]request{echo(`{"n":1}x`), echo(`what was before`)}, `what was before, after {"n":1}`, "what is refused changes nothing"},
		"both-bad-body-without-a-reason":       {body(`malformed`), "Bad Request", "a refusal has a reason"},
	}
	for _, m := range mutant.All() {
		tt, ok := tests[m.ID]
		if m.ID == "both-zero-character-closes-the-line" || m.ID == "both-slow-body-holds-up-all" {
			continue // TestWireMutantsOfTheLine shows them
		}
		if ok != (m.Way == mutant.Wire) {
			t.Errorf("%s: way %s, shown here: %v; want both or neither", m.ID, m.Way, ok)
		}
		w := m.World()
		setup := town(voucher.At(2026, 2, 3, 0, 0, 0))
		setup.People[2] = voucher.PersonSetup{IIN: iin, Phone: phone, Name: name}
		if _, err := w.New(context.Background(), setup); err != nil {
			t.Fatal(err)
		}
		if !ok {
			plain := http.NotFoundHandler()
			if got := m.Wrap(plain, w); got == nil || m.Way == mutant.Wire {
				t.Errorf("%s: Wrap = %v, want the handler itself", m.ID, got)
			}
			continue
		}
		var log strings.Builder // read behind the last answer
		w.LogTo(&log)
		right, wrong := exchange(t, counter(), tt.requests), exchange(t, m.Wrap(counter(), w), tt.requests)
		wrong += log.String()
		if !strings.Contains(wrong, tt.want) || strings.Contains(right, tt.want) || w.Trips() != 1 {
			t.Errorf("%s: answers %q, the right server %q, %d trips; want %q in the first alone and one trip\n%s: %s", m.ID, wrong, right, w.Trips(), tt.want, m.Requirement, tt.why)
		}
		if len(tt.requests) == 2 { // the first of two is right
			first := exchange(t, m.Wrap(counter(), m.World()), tt.requests[:1])
			if want := exchange(t, counter(), tt.requests[:1]); first != want {
				t.Errorf("%s: answers the first request %q, want %q; it is wrong about the second", m.ID, first, want)
			}
		}
		if strings.Contains(right, "sum") && !strings.Contains(wrong, "12345678901234567") {
			t.Errorf("%s: answers %q; what it does not add to stays as it was", m.ID, wrong)
		}
	}
}

// TestWireMutantsOfTheLine: one closes the connection where a right server answers, the
// other serves nobody while a body is on its way.
func TestWireMutantsOfTheLine(t *testing.T) {
	m, _ := mutant.Lookup("both-zero-character-closes-the-line")
	w := m.World()
	post := func(body io.Reader) *http.Request {
		return httptest.NewRequestWithContext(context.Background(), "POST", "/v1/commands/echo", body)
	}
	closed := func(body string) (closed bool) {
		defer func() { closed = recover() == http.ErrAbortHandler }() //nolint:errorlint // the library compares it so
		m.Wrap(counter(), w).ServeHTTP(httptest.NewRecorder(), post(strings.NewReader(body)))
		return false
	}
	if closed(`{"text":"0"}`) || !closed(`{"text":"\u0000"}`) || w.Trips() != 1 {
		t.Errorf("%s: %d trips; want the connection closed for a zero character, and for nothing else", m.ID, w.Trips())
	}

	m, _ = mutant.Lookup("both-slow-body-holds-up-all")
	w = m.World()
	h := m.Wrap(counter(), w)
	slow, rest := io.Pipe()
	over := make(chan struct{}, 2)
	serve := func(body io.Reader) {
		h.ServeHTTP(httptest.NewRecorder(), post(body))
		over <- struct{}{}
	}
	go serve(slow)
	if _, err := rest.Write([]byte("{")); err != nil { // it is being read
		t.Fatal(err)
	}
	go serve(strings.NewReader("{}"))
	for w.Trips() == 0 && len(over) == 0 {
		runtime.Gosched()
	}
	if len(over) > 0 {
		t.Errorf("%s: a second request is answered beside a slow body", m.ID)
	}
	if _, err := rest.Write([]byte("}")); err != nil {
		t.Fatal(err)
	}
	if err := rest.Close(); err != nil {
		t.Fatal(err)
	}
	<-over
	<-over
}

// exchange sends requests to a handler and returns the last answer's request id and
// body.
func exchange(t *testing.T, h http.Handler, requests []request) (body string) {
	t.Helper()
	for _, q := range requests {
		r := httptest.NewRequestWithContext(context.Background(), q.method, q.path, strings.NewReader(q.body))
		if q.token != "" {
			r.Header.Set("Authorization", "Bearer "+q.token)
		}
		if q.key != "" {
			r.Header.Set("Idempotency-Key", q.key)
		}
		if q.world != "" {
			r.Header.Set("Vouch-World", q.world)
		}
		r.Header.Set("Request-Id", "sent")
		r.Header.Set("Content-Type", q.kind)
		if q.kind == "" {
			r.Header.Set("Content-Type", "application/json")
		}
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		body = answer.Header().Get("Request-Id") + " " + answer.Body.String()
	}
	return body
}

// TestAWireMutantLeavesTheRestAlone: an answer that gives no cause goes through
// byte by byte, its status and headers as well.
func TestAWireMutantLeavesTheRestAlone(t *testing.T) {
	h := http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Length", "5")
		rw.Header().Set("X-Other", "stays")
		rw.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(rw, "plain")
	})
	for _, m := range mutant.All() {
		if m.Way != mutant.Wire {
			continue
		}
		w := m.World()
		answer := httptest.NewRecorder()
		m.Wrap(h, w).ServeHTTP(answer, httptest.NewRequestWithContext(context.Background(), "GET", "/v1/records/list", nil))
		if answer.Code != http.StatusTeapot || answer.Body.String() != "plain" || answer.Header().Get("X-Other") != "stays" || answer.Header().Get("Content-Length") != "5" || w.Trips() != 0 {
			t.Errorf("%s: %d %q %v, %d trips; want the answer as it was", m.ID, answer.Code, answer.Body, answer.Header(), w.Trips())
		}
	}
}
