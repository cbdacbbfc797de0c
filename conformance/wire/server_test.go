package wire_test

import (
	"context"
	"encoding/json"
	"errors"
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
	case p.Reason != reason || p.Type != "urn:vouch:reason:"+reason || p.Title == "":
		a.t.Errorf("reason %q, type %q, title %q, want %q with a title", p.Reason, p.Type, p.Title, reason)
	case p.Pointer != pointer || !strings.Contains(p.Detail, detail):
		a.t.Errorf("pointer %q, detail %q, want %q and %q", p.Pointer, p.Detail, pointer, detail)
	case p.Instance == "" || p.Instance != header.Get(wire.RequestHeader):
		a.t.Errorf("instance %q, request id %q, want the same", p.Instance, header.Get(wire.RequestHeader))
	}
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
