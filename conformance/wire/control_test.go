package wire_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestWorldsHaveALimit, are isolated, and go when they are deleted.
func TestWorldsHaveALimit(t *testing.T) {
	client, _, url := serve(t, wire.ServerOptions{Limits: wire.Limits{Worlds: 2}}, wire.Options{})
	ctx := context.Background()
	var systems []*wire.System
	for range 2 {
		s, err := client.Open(ctx, town())
		if err != nil {
			t.Fatal(err)
		}
		systems = append(systems, s)
	}
	_, err := client.Open(ctx, town())
	demandKind(t, err, false, []string{"answered with status 429", "world-limit too many worlds at a time; delete the worlds that are no longer needed; there may be 2"})
	for range 2 {
		if err := systems[0].Close(ctx); err != nil {
			t.Errorf("Close() = %v, want nil, also the second time", err)
		}
	}
	if _, err := systems[0].Query(ctx, wallet); err == nil || !strings.Contains(err.Error(), "world-unknown") {
		t.Errorf("a query to a world that is gone: %v, want world-unknown", err)
	}
	if systems[0], err = client.Open(ctx, town()); err != nil {
		t.Fatalf("there is room again: %v", err)
	}
	if _, err := systems[1].Do(ctx, opening); err != nil {
		t.Fatal(err)
	}
	if events, _, err := systems[0].Ledger(ctx, 0); err != nil || len(events) != 0 {
		t.Errorf("%d events in a world in which nothing was done, %v\nworlds are isolated", len(events), err)
	}
	a := &asker{t: t, url: url}
	status, header, body := a.ask(http.MethodDelete, wire.ControlPath+"/worlds/w-none", http.Header{}, "")
	a.problem(status, header, body, 404, "world-unknown", "", "")
}

// TestIdleWorldsMakeRoom: who was killed could not delete theirs.
func TestIdleWorldsMakeRoom(t *testing.T) {
	client, _, _ := serve(t, wire.ServerOptions{Limits: wire.Limits{Worlds: 1, WorldIdle: time.Nanosecond}}, wire.Options{})
	ctx := context.Background()
	old, err := client.Open(ctx, town())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Open(ctx, town()); err != nil {
		t.Errorf("an idle world does not make room: %v", err)
	}
	if _, err := old.Query(ctx, wallet); err == nil || !strings.Contains(err.Error(), "world-unknown") {
		t.Errorf("the idle world: %v, want world-unknown", err)
	}
	if err := old.Close(ctx); err == nil || !strings.Contains(err.Error(), "world-unknown") {
		t.Errorf("deleting what is gone: %v, want world-unknown", err)
	}
}

// TestSetupsThatAreNone are told where they are wrong.
func TestSetupsThatAreNone(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	for _, tt := range []struct {
		body            string
		status          int
		reason, pointer string
		detail          string
	}{
		{`{}`, 400, "malformed", "/at", "write the world's first instant"},
		{`{"at":"2026-02-01"}`, 400, "malformed", "/at", "write an instant, RFC 3339"},
		{`{"at":"2026-02-01T00:00:00"}`, 400, "malformed", "/at", "write an instant, RFC 3339"},
		{`{"at":"1969-01-01T00:00:00Z"}`, 400, "malformed", "/at", "write an instant"},
		{`{"at":"2026-02-01T00:00:00+05:00","persons":[]}`, 400, "malformed", "/persons", "the names are accounts, at, families"},
		{`{"at":"2026-02-01T00:00:00+05:00","stores":[{"territory":"Kokshetau"}]}`, 400, "malformed", "/stores/0/territory", "nine-digit КАТО code"},
		{`{"at":"2026-02-01T00:00:00+05:00","goods":[{"item":"SZ32"}]}`, 400, "malformed", "/goods/0/item", "write one of other, SZ01"},
		{`{"at":"2026-02-01T00:00:00+05:00","readings":{"G10":"never"}}`, 400, "malformed", "/readings", "choices of readings by their ids"},
		{`{"at":"2026-02-01T00:00:00+05:00","readings":{"G99":"never"}}`, 400, "malformed", "/readings", "choices of readings by their ids"},
		{`{"at":"2026-02-01T00:00:00+05:00","settings":[{"path":"food.mrq","value":1}]}`, 422, "setup-impossible", "", "no such parameter"},
		{`{"at":"2026-02-01T00:00:00+05:00","settings":[{"path":"food.mrp","value":-1}]}`, 422, "setup-impossible", "", "bounds"},
		{`{"at":"2026-02-01T00:00:00+05:00","accounts":[{"provider":"7","number":"0012345","class":"stove"}]}`, 422, "setup-impossible", "", ""},
	} {
		status, header, body := a.ask(http.MethodPost, wire.ControlPath+"/worlds", http.Header{"Content-Type": {"application/json"}}, tt.body)
		a.problem(status, header, body, tt.status, tt.reason, tt.pointer, tt.detail)
	}
}

// TestTheClock moves forward and to where it stands, and never back.
func TestTheClock(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	world := a.as(voucher.Actor{}).Get(wire.WorldHeader)
	path := wire.ControlPath + "/worlds/" + world + "/clock"
	asJSON := http.Header{"Content-Type": {"application/json"}}
	for _, tt := range []struct {
		to      string
		status  int
		want    string
		pointer string
	}{
		{`{"to":"2026-02-04T11:59:59+05:00"}`, 409, "clock-backwards", ""},
		{`{"to":"2026-02-04T07:00:00Z"}`, 200, `{"now":"2026-02-04T12:00:00+05:00","events":[]}`, ""},
		{`{"to":"2026-02-05T00:00:00+05:00"}`, 200, `"day_reported"`, ""},
		{`{"to":"2026-02-04T23:59:59+05:00"}`, 409, "clock-backwards", ""},
		{`{"to":"noon"}`, 400, "malformed", "/to"},
		{`{}`, 400, "malformed", "/to"},
		{`{"by":"P1D"}`, 400, "malformed", "/by"},
	} {
		status, header, body := a.ask(http.MethodPost, path, asJSON, tt.to)
		if status == 200 {
			if tt.status != 200 || !strings.Contains(string(body), tt.want) {
				t.Errorf("%s: %d %s, want %d %s", tt.to, status, body, tt.status, tt.want)
			}
			continue
		}
		a.problem(status, header, body, tt.status, tt.want, tt.pointer, "")
	}
	if status, _, body := a.ask(http.MethodGet, path, http.Header{}, ""); status != 200 || string(body) != `{"now":"2026-02-05T00:00:00+05:00"}` {
		t.Errorf("the clock: %d %s, want where it was moved: a refusal changes nothing", status, body)
	}
	if _, err := a.system.Advance(context.Background(), town().At); err == nil || !strings.Contains(err.Error(), "clock-backwards") {
		t.Errorf("Advance back: %v, want the build's clock-backwards", err)
	}
}

// TestAClockThatLies: a build whose clock does not come to where it was sent, or
// that makes worlds at another instant, breaks the contract.
func TestAClockThatLies(t *testing.T) {
	answers := map[string]string{
		"/capabilities":         `{"name":"liar","programmes":"both","parties":[],"clock":true,"worlds":true}`,
		"/worlds":               `{"world":"w","now":"2026-02-01T00:00:00+05:00"}`,
		"/worlds/w/clock":       `{"now":"2026-01-31T00:00:00+05:00"}`,
		"/worlds/w/tokens":      `{"token":"not visible"}`,
		"/worlds/w/ledger":      `{"events":[{"at":"2026-02-01T00:00:00+05:00","kind":"rated","cause":"drop"}],"next":1}`,
		"/worlds/w/settle":      ``,
		"/worlds/w/faults":      ``,
		"/worlds/w/nonexistent": ``,
	}
	listener := newListener(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == wire.ControlPath+"/worlds" {
			w.WriteHeader(http.StatusCreated)
		}
		fmt.Fprint(w, answers[strings.TrimPrefix(r.URL.Path, wire.ControlPath)])
	})
	client, err := wire.NewClient(listener, wire.Options{Settle: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	_, err = client.Open(ctx, &voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 1)})
	demandKind(t, err, true, []string{"a clock at 2026-02-01T00:00:00+05:00", "the setup's first instant, 2026-02-01T00:00:01+05:00"})
	system, err := client.Open(ctx, &voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = system.Advance(ctx, voucher.At(2026, 2, 2, 0, 0, 0))
	demandKind(t, err, true, []string{"a clock at 2026-01-31T00:00:00+05:00", "a clock at 2026-02-02T00:00:00+05:00"})
	_, err = system.Query(ctx, wallet) // settles first, since the clock was moved
	demandKind(t, err, true, []string{"/settle: answered with status 200: an empty body; the contract demands status 204"})
	_, err = system.Query(ctx, wallet)
	demandKind(t, err, true, []string{"token of citizen 1", "no token that can be a header"})
	_, _, err = system.Ledger(ctx, 0)
	demandKind(t, err, true, []string{`an event rated has no member "cause"`})
	_, err = client.Open(ctx, &voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 0), Settings: []voucher.Setting{{Path: "food.mrp"}}})
	if !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("settings that the build does not take: %v, want errors.ErrUnsupported", err)
	}
	var other voucher.Readings
	other[voucher.G10] = voucher.Option
	if _, err = client.Open(ctx, &voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 0), Readings: other}); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("readings that the build does not have: %v, want errors.ErrUnsupported", err)
	}
}

// TestABuildWithoutControlPlane: capabilities and tokens are given, and there is
// one system.
func TestABuildWithoutControlPlane(t *testing.T) {
	listener := newListener(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get(wire.WorldHeader)+r.Header.Get(wire.EventsHeader) != "" || r.Header.Get("Authorization") != "Bearer own-1" {
			t.Errorf("headers %v, want the actor's own token and none of test builds", r.Header)
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{}`)
	})
	client, err := wire.NewClient(listener, wire.Options{Control: "off", Capabilities: &voucher.Capabilities{Name: "staging"},
		Token: func(_ context.Context, a voucher.Actor) (string, error) { return fmt.Sprint("own-", a.ID), nil }})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	system, err := client.Open(ctx, town())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := system.Do(ctx, opening); err != nil {
		t.Errorf("Do: %v", err)
	}
	if _, err := system.Advance(ctx, town().At); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("Advance: %v, want errors.ErrUnsupported", err)
	}
	if err := system.Close(ctx); err != nil {
		t.Errorf("Close: %v, want nil: there is nothing to delete", err)
	}
}

// TestServersOnAClockOfTheirOwn follow it, and do not let it be moved.
func TestServersOnAClockOfTheirOwn(t *testing.T) {
	var mu sync.Mutex
	now := town().At
	a := newAsker(t, wire.ServerOptions{Now: func() voucher.Instant {
		mu.Lock()
		defer mu.Unlock()
		return now
	}})
	ctx := context.Background()
	if _, err := a.system.Advance(ctx, now); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("Advance: %v, want errors.ErrUnsupported: the clock runs by itself", err)
	}
	world := a.as(voucher.Actor{}).Get(wire.WorldHeader)
	status, header, body := a.ask(http.MethodPost, wire.ControlPath+"/worlds/"+world+"/clock", http.Header{"Content-Type": {"application/json"}}, `{"to":"2027-01-01T00:00:00+05:00"}`)
	a.problem(status, header, body, 501, "unsupported", "", "this server's clock runs by itself")
	mu.Lock()
	now = now.Plus(voucher.DayLength)
	mu.Unlock()
	if _, err := a.system.Query(ctx, wallet); err != nil {
		t.Fatal(err)
	}
	if events, _, err := a.system.Ledger(ctx, 0); err != nil || len(events) != 1 || events[0].Kind != voucher.DayReported {
		t.Errorf("events %v, %v, want the report of the day that has ended on the clock", events, err)
	}
	if status, _, body := a.ask(http.MethodGet, wire.ControlPath+"/worlds/"+world+"/clock", http.Header{}, ""); status != 200 || string(body) != `{"now":"2026-02-05T12:00:00+05:00"}` {
		t.Errorf("%d %s, want where the clock has run to", status, body)
	}
}

// TestTheLedgerIsAppendOnly: what was read stays, and reading goes on behind it.
func TestTheLedgerIsAppendOnly(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	ctx := context.Background()
	first, next, err := a.system.Ledger(ctx, 0)
	if err != nil || len(first) != 0 || next != 0 {
		t.Fatalf("%d events, next %d, %v, want none", len(first), next, err)
	}
	if _, err := a.system.Do(ctx, opening); err != nil {
		t.Fatal(err)
	}
	if _, err := a.system.Advance(ctx, town().At.Plus(2*voucher.DayLength)); err != nil {
		t.Fatal(err)
	}
	all, next, err := a.system.Ledger(ctx, 0)
	if err != nil || len(all) != 3 || next != 3 || all[0].Kind != voucher.WalletOpened {
		t.Fatalf("events %v, next %d, %v, want the wallet and two reports", all, next, err)
	}
	rest, next, err := a.system.Ledger(ctx, 1)
	if err != nil || len(rest) != 2 || next != 3 || rest[0].Kind != all[1].Kind {
		t.Errorf("behind the first: %v, next %d, %v, want the reports", rest, next, err)
	}
	if beyond, next, err := a.system.Ledger(ctx, 99); err != nil || len(beyond) != 0 || next != 3 {
		t.Errorf("beyond the end: %v, next %d, %v, want none and 3", beyond, next, err)
	}
	world := a.as(voucher.Actor{}).Get(wire.WorldHeader)
	for _, query := range []string{"after=-1", "after=x", "before=1", "after=1&after=2", "after=1&x=1"} {
		status, header, body := a.ask(http.MethodGet, wire.ControlPath+"/worlds/"+world+"/ledger?"+query, http.Header{}, "")
		a.problem(status, header, body, 400, "malformed", "", "after=")
	}
}

// TestFaultsAreStruck: the effect happens once, and the asker does not learn it.
func TestFaultsAreStruck(t *testing.T) {
	for _, tt := range []struct {
		kind      wire.FaultKind
		late      int
		violation bool
		want      string
	}{
		{wire.DropAnswer, 0, false, "the connection was closed without an answer"},
		{wire.ErrorAfterCommit, 0, true, "answered with status 500: internal a fault of the build; the command was done"},
		{wire.Delay, 2000, false, "no whole answer within 200ms"},
	} {
		t.Run(string(tt.kind), func(t *testing.T) {
			client, _, _ := serve(t, wire.ServerOptions{}, wire.Options{Timeout: 200 * time.Millisecond})
			ctx := context.Background()
			system, err := client.Open(ctx, town())
			if err != nil {
				t.Fatal(err)
			}
			if err := system.SetFault(ctx, tt.kind, 1, tt.late); err != nil {
				t.Fatal(err)
			}
			_, err = system.Do(ctx, opening)
			demandKind(t, err, tt.violation, []string{tt.want})
			o, err := system.Do(ctx, opening)
			if err != nil || o.Refusal != nil || len(o.Events) != 0 {
				t.Errorf("again: %v, %v, %d events, want the first answer and no second effect (BOTH-RETRY-001)", o.Refusal, err, len(o.Events))
			}
			if events, _, err := system.Ledger(ctx, 0); err != nil || len(events) != 1 {
				t.Errorf("%d events, %v, want one: the transport repeats nothing by itself", len(events), err)
			}
		})
	}
	a := newAsker(t, wire.ServerOptions{})
	world := a.as(voucher.Actor{}).Get(wire.WorldHeader)
	for body, pointer := range map[string]string{`{"kind":"flood","count":1}`: "/kind", `{"kind":"drop_answer"}`: "/count", `{"kind":"drop_answer","count":-1}`: "/count",
		`{"kind":"delay","count":1}`: "/milliseconds", `{"kind":"drop_answer","count":1,"milliseconds":5}`: "/milliseconds", `{"kind":"delay","count":1,"milliseconds":9000000}`: "/milliseconds"} {
		status, header, answer := a.ask(http.MethodPost, wire.ControlPath+"/worlds/"+world+"/faults", http.Header{"Content-Type": {"application/json"}}, body)
		a.problem(status, header, answer, 400, "malformed", pointer, "write")
	}
}

// TestTheControlPlanesToken guards every route of it.
func TestTheControlPlanesToken(t *testing.T) {
	_, _, url := serve(t, wire.ServerOptions{ControlToken: "secret"}, wire.Options{ControlToken: "secret"})
	a := &asker{t: t, url: url}
	for path, item := range document(t).Paths.Map() {
		if !strings.HasPrefix(path, wire.ControlPath) {
			continue
		}
		for method := range item.Operations() {
			path := strings.ReplaceAll(path, "{world}", "w-1")
			status, header, body := a.ask(method, path, http.Header{}, "")
			a.problem(status, header, body, 401, "token-missing", "", "of its own")
			status, header, body = a.ask(method, path, http.Header{"Authorization": {"Bearer secreT"}}, "")
			a.problem(status, header, body, 401, "token-unknown", "", "of its own")
		}
	}
	client, err := wire.NewClient(url, wire.Options{ControlToken: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Capabilities(context.Background()); err != nil {
		t.Errorf("with the token: %v", err)
	}
}

// TestTokensAreOneForAnActor: the same each time, another for everybody else.
func TestTokensAreOneForAnActor(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	world := a.as(voucher.Actor{}).Get(wire.WorldHeader)
	token := func(actor string) string {
		status, _, body := a.ask(http.MethodPost, wire.ControlPath+"/worlds/"+world+"/tokens", http.Header{"Content-Type": {"application/json"}}, actor)
		var made struct{ Token string }
		if err := json.Unmarshal(body, &made); status != 200 || err != nil || len(made.Token) < 20 {
			t.Fatalf("token of %s: %d %s, want one that cannot be guessed", actor, status, body)
		}
		return made.Token
	}
	seen := map[string]string{}
	for _, actor := range []string{`{"role":"citizen","id":"1"}`, `{"role":"citizen","id":"2"}`, `{"role":"store","id":"1"}`, `{"role":"gateway"}`, `{"role":"local_body","id":"110000000"}`} {
		one := token(actor)
		if again := token(actor); again != one {
			t.Errorf("%s: two tokens %q and %q, want one", actor, one, again)
		}
		if other, ok := seen[one]; ok {
			t.Errorf("%s and %s have one token", actor, other)
		}
		seen[one] = actor
	}
	for actor, pointer := range map[string]string{`{}`: "/role", `{"role":"king"}`: "/role", `{"role":"citizen","id":1}`: "/id", `{"role":"citizen","id":"01"}`: "/id", `{"role":"citizen","id":"0"}`: "/id", `{"role":"local_body","id":"1"}`: "/id"} {
		status, header, body := a.ask(http.MethodPost, wire.ControlPath+"/worlds/"+world+"/tokens", http.Header{"Content-Type": {"application/json"}}, actor)
		a.problem(status, header, body, 400, "malformed", pointer, "write")
	}
}

// TestManyAskAtOnce: concurrent commands under one key have one effect, and the
// wire serves many worlds and askers at a time.
func TestManyAskAtOnce(t *testing.T) {
	client, server, _ := serve(t, wire.ServerOptions{}, wire.Options{Timeout: 30 * time.Second, ControlTimeout: 30 * time.Second})
	ctx := context.Background()
	var worlds sync.WaitGroup
	for range 4 {
		worlds.Go(func() {
			system, err := client.Open(ctx, town())
			if err != nil {
				t.Error(err)
				return
			}
			var askers sync.WaitGroup
			for i := range 8 {
				askers.Go(func() {
					one := *opening
					one.Key = voucher.KeyOf(9, uint64(i/2)) // two askers under each key
					for range 5 {
						if o, err := system.Do(ctx, &one); err != nil || o.Refusal != nil {
							t.Errorf("Do: %v, %v", o.Refusal, err)
						}
						if _, err := system.Query(ctx, wallet); err != nil {
							t.Errorf("Query: %v", err)
						}
					}
				})
			}
			askers.Wait()
			if events, _, err := system.Ledger(ctx, 0); err != nil || len(events) != 4 {
				t.Errorf("%d events, %v, want 4: one for each key (BOTH-RETRY-001, BOTH-RACE-001)", len(events), err)
			}
		})
	}
	worlds.Wait()
	if n := server.Panics(); n != 0 {
		t.Errorf("%d panics", n)
	}
}

// TestSettleIsAskedWhereItMayMatter: after what works in the background, before
// the next call, once; never after what was answered for.
func TestSettleIsAskedWhereItMayMatter(t *testing.T) {
	var mu sync.Mutex
	settles := 0
	client, _, _ := serve(t, wire.ServerOptions{}, wire.Options{Settle: time.Second, Transcript: func(e *wire.Exchange) {
		if strings.HasSuffix(e.URL, "/settle") {
			mu.Lock()
			settles++
			mu.Unlock()
		}
	}})
	ctx := context.Background()
	system, err := client.Open(ctx, town())
	if err != nil {
		t.Fatal(err)
	}
	do := func(c voucher.Command) {
		if _, err := system.Do(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(want int, why string) {
		t.Helper()
		for range 2 {
			if _, err := system.Query(ctx, wallet); err != nil {
				t.Fatal(err)
			}
		}
		if settles != want {
			t.Errorf("%d settles, want %d: %s", settles, want, why)
		}
	}
	ask(0, "nothing has happened")
	do(opening)
	ask(0, "what was answered for shows at once")
	do(&voucher.UpdateGasList{Header: voucher.Header{Key: voucher.KeyOf(2, 2), Actor: voucher.Actor{Role: voucher.ListOwner}}})
	ask(1, "a list works in the background")
	if _, err := system.Advance(ctx, town().At); err != nil {
		t.Fatal(err)
	}
	ask(2, "so does what falls due")
}

// TestTranscriptsHoldNoSecrets: tokens, codes, IINs and phone numbers are masked,
// the check is named.
func TestTranscriptsHoldNoSecrets(t *testing.T) {
	var all []*wire.Exchange
	client, _, _ := serve(t, wire.ServerOptions{}, wire.Options{UserAgent: "vouch/1", Header: http.Header{"X-Api-Key": {"own-secret"}, "X-Gateway-Key": {"own-secret"}},
		Transcript: func(e *wire.Exchange) { all = append(all, e) }})
	ctx := wire.WithCheck(context.Background(), "FOOD-QR-001/show code")
	setup := town()
	setup.People[0].IIN, setup.People[0].Phone = "850101300017", "+77000000000"
	system, err := client.Open(ctx, setup)
	if err != nil {
		t.Fatal(err)
	}
	live(t, system)
	h, err := system.Header(ctx, citizen)
	if err != nil {
		t.Fatal(err)
	}
	token := strings.TrimPrefix(h.Get("Authorization"), "Bearer ")
	if len(all) < 10 {
		t.Fatalf("%d exchanges, want all of them", len(all))
	}
	codes := 0
	for _, e := range all {
		text := fmt.Sprint(e.RequestHeader, string(e.RequestBody), e.ResponseHeader, string(e.ResponseBody))
		for _, secret := range []string{token, "850101300017", "+77000000000", "own-secret"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s %s: the transcript holds %q\nBOTH-PRIVACY-001", e.Method, e.URL, secret)
			}
		}
		if strings.Contains(text, `"code":"***"`) {
			codes++
		}
		if e.Start.IsZero() || e.Duration <= 0 || e.Status == 0 {
			t.Errorf("%s %s: start %s, duration %s, status %d, want all of them", e.Method, e.URL, e.Start, e.Duration, e.Status)
		}
	}
	if codes < 2 {
		t.Errorf("%d codes masked, want the one shown and the one scanned", codes)
	}
	last := all[len(all)-1]
	if got := last.RequestHeader.Get("User-Agent"); got != "vouch/1 check=FOOD-QR-001/show_code" || last.Check != "FOOD-QR-001/show code" {
		t.Errorf("User-Agent %q, check %q, want the check's name", got, last.Check)
	}
}

// live lives a purchase in a town.
func live(t *testing.T, system voucher.System) {
	t.Helper()
	ctx := wire.WithCheck(context.Background(), "FOOD-QR-001/show code")
	n := uint64(0)
	do := func(a voucher.Actor, c voucher.Command) voucher.Result {
		t.Helper()
		n++
		*c.Head() = voucher.Header{Key: voucher.KeyOf(77, n), Actor: a}
		o, err := system.Do(ctx, c)
		if err != nil || o.Refusal != nil {
			t.Fatalf("%s: %v, %v", c.Kind(), o.Refusal, err)
		}
		return o.Result
	}
	till := voucher.Actor{Role: voucher.StoreTill, ID: 1}
	do(voucher.Actor{Role: voucher.LocalBody, ID: 110000000}, &voucher.RegisterStore{Store: 1})
	do(till, &voucher.IntegrateTill{Store: 1})
	do(till, &voucher.MarkGoods{Store: 1, Goods: 1})
	do(till, &voucher.Deliver{Store: 1, Goods: 1, Quantity: 10 * voucher.Unit, Price: 400 * voucher.Tenge})
	do(voucher.Actor{Role: voucher.ListOwner}, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: 1, Owner: 1, Members: []voucher.PersonID{1, 2}, Residence: 111010000}}})
	if _, err := system.Advance(ctx, voucher.At(2026, 2, 5, 10, 0, 0)); err != nil {
		t.Fatal(err)
	}
	do(voucher.Actor{Role: voucher.Gateway}, &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "да"})
	code := do(citizen, &voucher.ShowCode{Family: 1}).Code
	bought := do(till, &voucher.Purchase{Store: 1, Code: code, Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Unit, Price: 450 * voucher.Tenge}}})
	if bought.Amount != 450*voucher.Tenge {
		t.Errorf("discount %s, want 450.00", bought.Amount)
	}
}

// newListener serves a handler on a free port.
func newListener(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}
