package wire_test

import (
	"context"
	"encoding/json"
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
		if strings.Contains(text, `"code":"`+wire.Hidden+`"`) {
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
