package wire_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// town is a small world in which most commands can be tried.
func town() *voucher.Setup {
	return &voucher.Setup{At: voucher.At(2026, 2, 4, 12, 0, 0), People: []voucher.PersonSetup{{Device: true}, {}}, Families: 1, Operators: 1,
		Providers: []voucher.ProviderSetup{{Territory: 750000000}},
		Accounts:  []voucher.AccountSetup{{Provider: 1, Number: voucher.MakeAccountNumber(12345, 7), Class: voucher.Boiler, People: 4}},
		Stores:    []voucher.StoreSetup{{Territory: 111010000}}, Goods: []voucher.GoodsSetup{{Item: 1}, {}}}
}

// asker sends requests as they are to one world.
type asker struct {
	t      *testing.T
	url    string
	system *wire.System
}

func newAsker(t *testing.T, so wire.ServerOptions) *asker {
	t.Helper()
	client, _, url := serve(t, so, wire.Options{})
	system, err := client.Open(context.Background(), town())
	if err != nil {
		t.Fatal(err)
	}
	return &asker{t, url, system}
}

// as returns the headers with which an actor comes, a key and a media type.
func (a *asker) as(actor voucher.Actor) http.Header {
	h, err := a.system.Header(context.Background(), actor)
	if err != nil {
		a.t.Fatal(err)
	}
	h.Set(wire.KeyHeader, "k-1")
	h.Set("Content-Type", "application/json")
	return h
}

// ask sends a request and returns status, headers and body.
func (a *asker) ask(method, path string, header http.Header, body string) (int, http.Header, []byte) {
	a.t.Helper()
	r, err := http.NewRequest(method, a.url+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	r.Header = header
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		a.t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it is read to its end
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, got
}

// problem demands a problem with a status, a reason and words in its detail.
func (a *asker) problem(status int, header http.Header, body []byte, wantStatus int, reason, pointer, detail string) {
	a.t.Helper()
	var p wire.Problem
	if err := json.Unmarshal(body, &p); err != nil {
		a.t.Fatalf("status %d, %q: %v\nevery no is a problem", status, body, err)
	}
	switch {
	case status != wantStatus || p.Status != status:
		a.t.Errorf("status %d, in the body %d, want %d: %s", status, p.Status, wantStatus, body)
	case header.Get("Content-Type") != "application/problem+json":
		a.t.Errorf("media type %q, want application/problem+json", header.Get("Content-Type"))
	case p.Reason != reason || p.Type != wire.ReasonURN+reason || p.Title == "":
		a.t.Errorf("reason %q, type %q, title %q, want %q with a title", p.Reason, p.Type, p.Title, reason)
	case p.Pointer != pointer || !strings.Contains(p.Detail, detail):
		a.t.Errorf("pointer %q, detail %q, want %q and %q", p.Pointer, p.Detail, pointer, detail)
	case p.Instance == "" || p.Instance != header.Get(wire.RequestHeader):
		a.t.Errorf("instance %q, request id %q, want the same", p.Instance, header.Get(wire.RequestHeader))
	}
}

// TestRequestsThatAreNone: what does not keep the contract is told where it does
// not and what to write, and the values that were sent are not repeated.
func TestRequestsThatAreNone(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	const buy = wire.CommandPath + "purchase"
	till := voucher.Actor{Role: voucher.StoreTill, ID: 1}
	for _, tt := range []struct {
		name, body                  string
		status                      int
		reason, pointer, detailWord string
	}{
		{"nothing", ``, 400, "malformed", "", "nothing was sent"},
		{"no JSON", `store=1`, 400, "malformed", "", "this is no JSON object"},
		{"a list", `[]`, 400, "malformed", "", "this is no JSON object"},
		{"null", `null`, 400, "malformed", "", "this is no JSON object"},
		{"half of it", `{"store":"1"`, 400, "malformed", "", "ends in the middle"},
		{"no value", `{"store":}`, 400, "malformed", "/store", "this is not JSON from byte 10 on"},
		{"bad UTF-8", "{\"store\":\"\xff\"}", 400, "malformed", "/store", "this is not JSON"},
		{"two objects", `{}{}`, 400, "malformed", "", "this is not JSON from byte 3 on"},
		{"an unknown name", `{"shop":"1"}`, 400, "malformed", "/shop", "the name is unknown; the names are code, lines, offline, store"},
		{"a near name", `{"sore":"1"}`, 400, "malformed", "/sore", "did you mean store?"},
		{"another case", `{"Store":"1"}`, 400, "malformed", "/…", "did you mean store?"},
		{"a name that may be an IIN", `{"850101300017":"1"}`, 400, "malformed", "/…", "the name is unknown"},
		{"a name twice", `{"store":"1","store":"1"}`, 400, "malformed", "/store", "stands twice"},
		{"a name twice, written otherwise", `{"store":"1","st\u006fre":"1"}`, 400, "malformed", "/store", "stands twice"},
		{"null inside", `{"lines":[{"goods":null}]}`, 400, "malformed", "/lines/0/goods", "null is not taken"},
		{"a number for an id", `{"store":1}`, 400, "malformed", "/store", `write id of a store of the setup: its position there, from 1, as a text, such as "1"`},
		{"an id that is none", `{"store":"one"}`, 400, "malformed", "/store", "write id of a store"},
		{"an id with a leading zero", `{"store":"01"}`, 400, "malformed", "/store", "write id of a store"},
		{"an id that does not fit", `{"store":"4294967296"}`, 400, "malformed", "/store", "write id of a store"},
		{"a text for a sum", `{"lines":[{"price":"450.00"}]}`, 400, "malformed", "/lines/0/price", "write a sum in whole tiyn"},
		{"a fraction", `{"lines":[{"price":0.5}]}`, 400, "malformed", "/lines/0/price", "write a sum in whole tiyn"},
		{"an exponent", `{"lines":[{"price":1e2}]}`, 400, "malformed", "/lines/0/price", "write a sum in whole tiyn"},
		{"a sum that does not fit", `{"lines":[{"price":9223372036854775808}]}`, 400, "malformed", "/lines/0/price", "write a sum in whole tiyn"},
		{"a word for a truth", `{"offline":"yes"}`, 400, "malformed", "/offline", "write true or false"},
		{"an object for a list", `{"lines":{}}`, 400, "malformed", "/lines", "write a list"},
		{"a code too long", `{"code":"` + strings.Repeat("a", 65) + `"}`, 400, "malformed", "/code", "write payload of a QR code"},
		{"a code with a blank", `{"code":"a b"}`, 400, "malformed", "/code", "write payload of a QR code"},
		{"a header of its own", `{"key":"k"}`, 400, "malformed", "/key", "the name is unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &asker{t, a.url, a.system}
			status, header, body := b.ask(http.MethodPost, buy, b.as(till), tt.body)
			b.problem(status, header, body, tt.status, tt.reason, tt.pointer, tt.detailWord)
			if strings.Contains(string(body), "850101300017") {
				t.Errorf("the problem repeats what may be an IIN: %s\nBOTH-PRIVACY-001", body)
			}
		})
	}
}

// TestIDsOfOthersAreNobodys: an id that the build never made is no record, and
// not malformed, whatever it looks like.
func TestIDsOfOthersAreNobodys(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	local := voucher.Actor{Role: voucher.LocalBody, ID: 110000000}
	for i, tt := range []struct {
		actor              voucher.Actor
		word, body, reason string
		status             int
	}{
		{local, "disburse_loan", `{"loan":"L/2026/17"}`, "record-unknown", 404},
		{local, "disburse_loan", `{"loan":"l999"}`, "record-unknown", 404},
		{voucher.Actor{Role: voucher.StoreTill, ID: 1}, "refund", `{"store":"1","purchase":"ffff-1","lines":[{"line":0,"quantity":1}]}`, "record-unknown", 404},
		{voucher.Actor{Role: voucher.Gateway}, "report_delivery", `{"message":"sms:1"}`, "record-unknown", 404},
		{voucher.Actor{Role: voucher.AuthorisedBody}, "answer_appeal", `{"appeal":"e-otinish-1"}`, "record-unknown", 404},
	} {
		h := a.as(tt.actor)
		h.Set(wire.KeyHeader, fmt.Sprint("k-", i))
		status, header, body := a.ask(http.MethodPost, wire.CommandPath+tt.word, h, tt.body)
		a.problem(status, header, body, tt.status, tt.reason, "", "")
	}
	status, header, body := a.ask(http.MethodGet, wire.RecordPath+"loan?loan=L-17", a.as(local), "")
	a.problem(status, header, body, 404, "record-unknown", "", "")
	status, header, body = a.ask(http.MethodGet, wire.RecordPath+"appeal?appeal="+strings.Repeat("a", 65), a.as(voucher.Actor{Role: voucher.AuthorisedBody}), "")
	a.problem(status, header, body, 400, "malformed", "", "appeal: write id of an appeal")
}

// TestHeadersThatAreNone: who asks, for which world and under which key.
func TestHeadersThatAreNone(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	other := newAsker(t, wire.ServerOptions{})
	set := func(name string, values ...string) func(http.Header) {
		return func(h http.Header) {
			h.Del(name)
			for _, v := range values {
				h.Add(name, v)
			}
		}
	}
	stranger := other.as(citizen).Get("Authorization")
	for _, tt := range []struct {
		name           string
		change         func(http.Header)
		status         int
		reason, detail string
	}{
		{"no token", set("Authorization"), 401, "token-missing", "Authorization: Bearer"},
		{"two tokens", set("Authorization", "Bearer a", "Bearer b"), 401, "token-missing", ""},
		{"another scheme", set("Authorization", "Basic YTpi"), 401, "token-missing", ""},
		{"no scheme", set("Authorization", "t-ABC"), 401, "token-missing", ""},
		{"an empty token", set("Authorization", "Bearer "), 401, "token-missing", ""},
		{"a token that is none", set("Authorization", "Bearer t-NONE"), 401, "token-unknown", ""},
		{"a token of another world", set("Authorization", stranger), 401, "token-unknown", ""},
		{"a token without end", set("Authorization", "Bearer "+strings.Repeat("t", 4000)), 401, "token-missing", ""},
		{"no world", set(wire.WorldHeader), 400, "world-missing", "POST /control/v1/worlds"},
		{"a world that is none", set(wire.WorldHeader, "w-1"), 404, "world-unknown", ""},
		{"two worlds", set(wire.WorldHeader, "w-1", "w-2"), 400, "malformed", "given twice"},
		{"no key", set(wire.KeyHeader), 400, "key-missing", ""},
		{"an empty key", set(wire.KeyHeader, ""), 400, "malformed", "1 to 64 visible ASCII characters"},
		{"a key too long", set(wire.KeyHeader, strings.Repeat("k", 65)), 400, "malformed", "1 to 64 visible ASCII characters"},
		{"a key with a blank", set(wire.KeyHeader, "a b"), 400, "malformed", "1 to 64 visible ASCII characters"},
		{"two keys", set(wire.KeyHeader, "a", "b"), 400, "malformed", "write one header Idempotency-Key"},
		{"a form", set("Content-Type", "application/x-www-form-urlencoded"), 415, "media-type", "Content-Type: application/json"},
		{"no media type", set("Content-Type"), 415, "media-type", ""},
		{"a media type that is none", set("Content-Type", "json; ="), 415, "media-type", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &asker{t, a.url, a.system}
			h := b.as(citizen)
			tt.change(h)
			status, header, body := b.ask(http.MethodPost, wire.CommandPath+"open_wallet", h, `{"person":"1","via":"link"}`)
			b.problem(status, header, body, tt.status, tt.reason, "", tt.detail)
			if status == 401 && header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("WWW-Authenticate %q, want Bearer (RFC 9110)", header.Get("WWW-Authenticate"))
			}
			for _, secret := range []string{stranger, "t-NONE", "t-ABC"} {
				if strings.Contains(string(body), strings.TrimPrefix(secret, "Bearer ")) {
					t.Errorf("the problem repeats a token: %s\nBOTH-PRIVACY-001", body)
				}
			}
		})
	}
	h := a.as(citizen)
	h.Set("Content-Type", "Application/JSON; charset=utf-8")
	if status, _, body := a.ask(http.MethodPost, wire.CommandPath+"open_wallet", h, ` {"person":"1","via":"link"}`+"\n"); status != 200 {
		t.Errorf("status %d, %s, want 200: the twin of all of these is taken", status, body)
	}
}

// TestRolesAreRefusedAtTheDoor: a role that may not call a route is refused
// before its body is looked at, as the system would.
func TestRolesAreRefusedAtTheDoor(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	for _, k := range voucher.CommandKinds() {
		for r := voucher.Citizen; r <= voucher.AuthorisedBody; r++ {
			actor := voucher.Actor{Role: r, ID: 1}
			if r == voucher.LocalBody {
				actor.ID = 110000000
			}
			allowed := false
			for _, may := range wire.Doers(k) {
				allowed = allowed || may == r
			}
			status, header, body := a.ask(http.MethodPost, wire.CommandPath+k.String(), a.as(actor), `?`)
			if allowed {
				a.problem(status, header, body, 400, "malformed", "", "this is no JSON object")
				continue
			}
			a.problem(status, header, body, 403, "role-not-allowed", "", "")
		}
	}
}

// TestRolesAtTheDoorAreThoseOfTheSystem: the table of the wire and that of the
// reference say the same, so that either alone refuses.
func TestRolesAtTheDoorAreThoseOfTheSystem(t *testing.T) {
	m, err := reference.New(town())
	if err != nil {
		t.Fatal(err)
	}
	refused := func(r *voucher.Refusal) bool {
		return r != nil && r.Reason == voucher.RoleNotAllowed && r.Requirement == "BOTH-ACCESS-001"
	}
	for r := voucher.Role(0); r <= voucher.AuthorisedBody; r++ {
		for _, k := range voucher.CommandKinds() {
			c := voucher.NewCommand(k)
			c.Head().Actor.Role = r // without a key: who may is asked for it next
			o, err := m.Do(context.Background(), c)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := contains(wire.Doers(k), r), !refused(o.Refusal); got != want {
				t.Errorf("%s by %s: the wire says %v, the reference %v", k, r, got, want)
			}
		}
		for k := voucher.QueryKind(1); k.String() != ""; k++ {
			record, err := m.Query(context.Background(), &voucher.Query{Kind: k, Actor: voucher.Actor{Role: r}})
			if err != nil {
				t.Fatal(err)
			}
			if got, want := contains(wire.Askers(k), r), !refused(record.Refusal); got != want {
				t.Errorf("%s by %s: the wire says %v, the reference %v", k, r, got, want)
			}
		}
	}
}

func contains(all []voucher.Role, r voucher.Role) bool {
	for _, one := range all {
		if one == r {
			return true
		}
	}
	return false
}

// TestRolesCanBeLeftToTheSystem: a system that is wrong on purpose about roles
// shows it.
func TestRolesCanBeLeftToTheSystem(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{World: yesWorld{}, RolesOpen: true})
	if status, _, body := a.ask(http.MethodPost, wire.CommandPath+"change_parameter", a.as(citizen), `{}`); status != 200 {
		t.Errorf("status %d, %s, want 200: the system lets everybody in", status, body)
	}
	b := newAsker(t, wire.ServerOptions{World: yesWorld{}})
	status, header, body := b.ask(http.MethodPost, wire.CommandPath+"change_parameter", b.as(citizen), `{}`)
	b.problem(status, header, body, 403, "role-not-allowed", "", "")
}

// yesWorld makes systems that say yes to everything, and panic where a person
// with number 2 opens the wallet.
type yesWorld struct{ err error }

func (yesWorld) New(context.Context, *voucher.Setup) (voucher.System, error) { return yes{}, nil }
func (w yesWorld) Capabilities(context.Context) (voucher.Capabilities, error) {
	return voucher.Capabilities{Name: "yes", Programmes: voucher.Both, Parties: []string{}, Worlds: true, Settings: true, Choices: true}, w.err
}

type yes struct{}

func (yes) Do(_ context.Context, c voucher.Command) (voucher.Outcome, error) {
	if o, ok := c.(*voucher.OpenWallet); ok && o.Person == 2 {
		panic("yes: person 2, IIN 850101300017")
	}
	if _, ok := c.(*voucher.Rate); ok {
		return voucher.Outcome{}, errors.New("no connection to db:5432, IIN 850101300017")
	}
	if _, ok := c.(*voucher.FileAppeal); ok {
		return voucher.Outcome{}, errors.ErrUnsupported
	}
	return voucher.Outcome{}, nil
}
func (yes) Advance(context.Context, voucher.Instant) ([]voucher.Event, error) { return nil, nil }
func (yes) Query(context.Context, *voucher.Query) (voucher.Record, error) {
	return voucher.Record{}, errors.ErrUnsupported
}

// TestFaultsBehindTheWire: a panic and an error of the system become problems
// that tell nothing of the inside, and panics are counted.
func TestFaultsBehindTheWire(t *testing.T) {
	client, server, url := serve(t, wire.ServerOptions{World: yesWorld{}}, wire.Options{})
	system, err := client.Open(context.Background(), town())
	if err != nil {
		t.Fatal(err)
	}
	a := &asker{t, url, system}
	h := a.as(citizen)
	status, header, body := a.ask(http.MethodPost, wire.CommandPath+"open_wallet", h, `{"person":"2"}`)
	a.problem(status, header, body, 500, "internal", "", "")
	if server.Panics() != 1 || strings.Contains(string(body), "850101300017") {
		t.Errorf("%d panics counted, body %s\nwant 1, and nothing of the inside told", server.Panics(), body)
	}
	status, header, body = a.ask(http.MethodPost, wire.CommandPath+"rate", h, `{}`)
	a.problem(status, header, body, 500, "internal", "", "")
	if strings.Contains(string(body), "db:5432") {
		t.Errorf("the problem tells of the inside: %s", body)
	}
	status, header, body = a.ask(http.MethodPost, wire.CommandPath+"file_appeal", h, `{}`)
	a.problem(status, header, body, 501, "unsupported", "", "")
	status, header, body = a.ask(http.MethodGet, wire.RecordPath+"messages?person=1", h, "")
	a.problem(status, header, body, 501, "unsupported", "", "")
	if status, _, body = a.ask(http.MethodPost, wire.CommandPath+"open_wallet", h, `{"person":"1"}`); status != 200 {
		t.Errorf("after a panic: %d %s, want 200: the world is free again", status, body)
	}
}

// TestQueriesThatAreNone: the query string is as strict as a body.
func TestQueriesThatAreNone(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	for _, tt := range []struct{ query, detail string }{
		{"persn=1", "a name of the query string is unknown; gas_wallet has person, month"},
		{"person=1&family=1", "a name of the query string is unknown"},
		{"person=1&person=1", "person is given twice; keep one"},
		{"person=1&month=2026-13", `month: write a calendar month, UTC+5, such as "2026-02"`},
		{"person=one", "person: write id of a person"},
		{"person=%zz", "the query string is not one"},
		{"person=1;month=2026-02", "the query string is not one"},
	} {
		status, header, body := a.ask(http.MethodGet, wire.RecordPath+"gas_wallet?"+tt.query, a.as(citizen), "")
		a.problem(status, header, body, 400, "malformed", "", tt.detail)
	}
	if status, _, body := a.ask(http.MethodGet, wire.RecordPath+"gas_wallet?person=1&month=2026-02", a.as(citizen), ""); status != 200 ||
		string(body) != `{"gas":{"state":"none","answer":"none","listed":false,"edition":0}}` {
		t.Errorf("status %d, %s, want the wallet of who has none", status, body)
	}
	status, header, body := a.ask(http.MethodPost, wire.CommandPath+"open_wallet?person=1", a.as(citizen), `{}`)
	a.problem(status, header, body, 400, "malformed", "", "a command has no query string")
}

// TestRoutesThatAreNone: every other path and method is a problem too.
func TestRoutesThatAreNone(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	for _, tt := range []struct {
		method, path  string
		status        int
		reason, allow string
	}{
		{"GET", "/", 404, "route-unknown", ""},
		{"GET", "/v1/commands", 404, "route-unknown", ""},
		{"POST", "/v1/commands/dance", 404, "route-unknown", ""},
		{"POST", "/v1/commands/purchase/", 404, "route-unknown", ""},
		{"POST", "/v1/commands/Purchase", 404, "route-unknown", ""},
		{"POST", "//v1/commands/purchase", 404, "route-unknown", ""},
		{"POST", "/v1/../v1/commands/purchase", 404, "route-unknown", ""},
		{"GET", "/v1/commands/purchase", 405, "method-not-allowed", "POST"},
		{"PUT", "/v1/commands/purchase", 405, "method-not-allowed", "POST"},
		{"POST", "/v1/records/gas_wallet", 405, "method-not-allowed", "GET"},
		{"DELETE", "/openapi.json", 405, "method-not-allowed", "GET"},
		{"PATCH", "/control/v1/worlds/w/clock", 405, "method-not-allowed", "GET, POST"},
		{"GET", "/control/v1/worlds", 405, "method-not-allowed", "POST"},
	} {
		status, header, body := a.ask(tt.method, tt.path, http.Header{}, "")
		a.problem(status, header, body, tt.status, tt.reason, "", "")
		if header.Get("Allow") != tt.allow {
			t.Errorf("%s %s: Allow %q, want %q", tt.method, tt.path, header.Get("Allow"), tt.allow)
		}
	}
	if status, header, body := a.ask("GET", wire.DocumentPath, http.Header{}, ""); status != 200 || header.Get("Content-Type") != "application/json" || !bytes.Equal(body, wire.Document()) {
		t.Errorf("GET %s: %d, %d bytes, want the document", wire.DocumentPath, status, len(body))
	}
}

// TestRequestIDs: one that can be a header is echoed, any other replaced.
func TestRequestIDs(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	for given, echoed := range map[string]bool{"abc-1.2_3~4": true, "": false, "a b": false, strings.Repeat("a", 65): false, `"><script>`: false} {
		status, header, body := a.ask("GET", "/nowhere", http.Header{wire.RequestHeader: {given}}, "")
		a.problem(status, header, body, 404, "route-unknown", "", "")
		if got := header.Get(wire.RequestHeader); (got == given) != echoed || got == "" {
			t.Errorf("request id %q came back as %q, want it echoed: %v", given, got, echoed)
		}
	}
}

// TestBodiesHaveALimit on either plane.
func TestBodiesHaveALimit(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{Limits: wire.Limits{Body: 100, ControlBody: 5000}})
	status, header, body := a.ask(http.MethodPost, wire.CommandPath+"reply", a.as(voucher.Actor{Role: voucher.Gateway}), `{"text":"`+strings.Repeat("x", 100)+`"}`)
	a.problem(status, header, body, 413, "body-too-large", "", "write at most 100 bytes")
	status, header, body = a.ask(http.MethodPost, wire.ControlPath+"/worlds", http.Header{"Content-Type": {"application/json"}}, `{"at":"2026-02-01T00:00:00+05:00","people":[`+strings.Repeat("{},", 3000)+`{}]}`)
	a.problem(status, header, body, 413, "body-too-large", "", "write at most 5000 bytes")
}

// TestRefusalsOnTheWire: a programme's no has its status, reason, requirement
// and row.
func TestRefusalsOnTheWire(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	for _, tt := range []struct {
		actor                     voucher.Actor
		word, key, body           string
		status                    int
		reason, requirement, rows string
	}{
		{voucher.Actor{Role: voucher.ListOwner}, "update_food_list", "a", `{"rows":[{"family":"1","owner":"1","members":["1"],"residence":"111010000"},{"family":"1","drop":true}]}`, 422, "value-invalid", "FOOD-LIST-001", "2"},
		{voucher.Actor{Role: voucher.ListOwner}, "update_gas_list", "b", `{"rows":[{"person":"1","reasons":["social"],"residence":"551010000"}]}`, 409, "outside-territory", "GAS-TERRITORY-002", "1"},
		{citizen, "open_wallet", "c", `{"person":"2","via":"link"}`, 403, "record-not-own", "BOTH-ACCESS-001", ""},
		{citizen, "open_wallet", "d", `{"person":"3","via":"link"}`, 404, "record-unknown", "BOTH-ACCESS-001", ""},
		{citizen, "open_wallet", "e", `{"person":"1"}`, 422, "value-invalid", "GAS-CHANNEL-001", ""},
		{citizen, "open_wallet", "e", `{"person":"1","via":"link"}`, 422, "key-reused", "BOTH-RETRY-001", ""},
	} {
		h := a.as(tt.actor)
		h.Set(wire.KeyHeader, tt.key)
		status, header, body := a.ask(http.MethodPost, wire.CommandPath+tt.word, h, tt.body)
		a.problem(status, header, body, tt.status, tt.reason, "", "")
		var p wire.Problem
		if err := json.Unmarshal(body, &p); err != nil {
			t.Fatal(err)
		}
		if string(p.Requirement) != tt.requirement || (tt.rows != "" && !strings.Contains(string(body), `"row":`+tt.rows)) {
			t.Errorf("%s: requirement %s, %s, want %s and row %q", tt.word, p.Requirement, body, tt.requirement, tt.rows)
		}
	}
}

// TestServersThatCannotBe are refused when they are made.
func TestServersThatCannotBe(t *testing.T) {
	m, err := reference.New(town())
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]wire.ServerOptions{
		"nothing to serve":         {},
		"a build of both modes":    {World: reference.World{}, System: m},
		"one token for two actors": {System: m, Tokens: []wire.Token{{Role: voucher.Citizen, ID: "1", Token: "t"}, {Role: voucher.Citizen, ID: "2", Token: "t"}}},
		"an empty token":           {System: m, Tokens: []wire.Token{{Role: voucher.Citizen, ID: "1"}}},
		"a token of nobody":        {System: m, Tokens: []wire.Token{{Token: "t"}}},
		"an id that is none":       {System: m, Tokens: []wire.Token{{Role: voucher.Citizen, ID: "one", Token: "t"}}},
		"a territory that is none": {System: m, Tokens: []wire.Token{{Role: voucher.LocalBody, ID: "1", Token: "t"}}},
	} {
		if _, err := wire.NewServer(o); err == nil {
			t.Errorf("%s: made, want an error", name)
		}
	}
}

// TestProductionModeHasNoControlPlane: with every path of it 404, and headers of
// test builds without meaning (BOTH-CONTROL-001).
func TestProductionModeHasNoControlPlane(t *testing.T) {
	setup := town()
	m, err := reference.New(setup)
	if err != nil {
		t.Fatal(err)
	}
	now := setup.At
	tokens := wire.MakeTokens(setup)
	server, err := wire.NewServer(wire.ServerOptions{System: m, Tokens: tokens, Now: func() voucher.Instant { return now }})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	defer listener.Close()
	a := &asker{t: t, url: listener.URL}
	doc := document(t)
	for path := range doc.Paths.Map() {
		if !strings.HasPrefix(path, wire.ControlPath) {
			continue
		}
		for _, method := range []string{"GET", "POST", "DELETE"} {
			status, header, body := a.ask(method, strings.ReplaceAll(path, "{world}", "w-1"), http.Header{"Content-Type": {"application/json"}}, `{}`)
			a.problem(status, header, body, 404, "route-unknown", "", "")
		}
	}
	token := func(r voucher.Role) http.Header {
		for _, k := range tokens {
			if k.Role == r {
				return http.Header{"Authorization": {"Bearer " + k.Token}, "Content-Type": {"application/json"}, wire.KeyHeader: {"k"},
					wire.WorldHeader: {"w-1"}, wire.EventsHeader: {"yes"}}
			}
		}
		t.Fatalf("no token of %s", r)
		return nil
	}
	status, _, body := a.ask(http.MethodPost, wire.CommandPath+"update_food_list", token(voucher.ListOwner), `{"rows":[{"family":"1","owner":"1","members":["1"],"residence":"111010000"}]}`)
	if status != 200 || string(body) != "{}" {
		t.Errorf("%d %s, want an empty answer without events", status, body)
	}
	now = voucher.At(2026, 2, 5, 9, 0, 0) // due work is done on the way to the next question
	if err := server.Tick(context.Background()); err != nil {
		t.Fatal(err)
	}
	status, _, body = a.ask(http.MethodGet, wire.RecordPath+"messages?person=1", token(voucher.Gateway), "")
	if status != 200 || !strings.Contains(string(body), `"at":"2026-02-05T00:00:00+05:00"`) {
		t.Errorf("%d %s, want the SMS of the 5th, sent by the clock", status, body)
	}
}
