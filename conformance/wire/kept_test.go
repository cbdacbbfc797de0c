package wire_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestTokensThatEnd: a token opens until the second before its end, by the world's clock,
// and nothing from then on; the one without an end stays the same and goes on.
func TestTokensThatEnd(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	ctx := context.Background()
	person, end := voucher.Actor{Role: voucher.Citizen, ID: 1}, town().At.Plus(voucher.Hour)
	first, err := a.system.TokenUntil(ctx, person, end)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := a.system.TokenUntil(ctx, person, end); err != nil || again == first {
		t.Errorf("the second token that ends: the same as the first: %v, %v, want a new one each time", again == first, err)
	}
	endless := a.as(person)
	for _, tt := range []struct {
		at    voucher.Instant
		opens bool
	}{{end.Plus(-voucher.Second), true}, {end, false}, {end.Plus(voucher.Second), false}} {
		if _, err := a.system.Advance(ctx, tt.at); err != nil {
			t.Fatal(err)
		}
		header := a.as(person)
		header.Set("Authorization", "Bearer "+first)
		status, answered, body := a.ask(http.MethodGet, wire.RecordPath+"gas_wallet?person=1", header, "")
		if tt.opens && status != http.StatusOK {
			t.Errorf("at %s: status %d, want 200: it ends at %s", tt.at, status, end)
		}
		if !tt.opens {
			a.problem(status, answered, body, http.StatusUnauthorized, "token-expired", "", "ask for another")
			if strings.Contains(string(body), first) {
				t.Errorf("the problem repeats the token\nBOTH-PRIVACY-001")
			}
		}
		if status, _, body := a.ask(http.MethodGet, wire.RecordPath+"gas_wallet?person=1", endless, ""); status != http.StatusOK {
			t.Errorf("at %s, with a token without an end: %d %s, want 200", tt.at, status, body)
		}
	}
	if got := a.as(person).Get("Authorization"); got != endless.Get("Authorization") {
		t.Errorf("the token without an end is another one now; want the same each time")
	}
	world := a.as(voucher.Actor{}).Get(wire.WorldHeader)
	status, header, body := a.ask(http.MethodPost, wire.ControlPath+"/worlds/"+world+"/tokens", http.Header{"Content-Type": {"application/json"}}, `{"role":"citizen","id":"1","until":"soon"}`)
	a.problem(status, header, body, 400, "malformed", "/until", "2026")
}

// TestTokensOfProductionEnd: also where a file gives them out.
func TestTokensOfProductionEnd(t *testing.T) {
	setup := town()
	m, err := reference.New(setup)
	if err != nil {
		t.Fatal(err)
	}
	now, end := setup.At, setup.At.Plus(voucher.Hour)
	server, err := wire.NewServer(wire.ServerOptions{System: m, Now: func() voucher.Instant { return now },
		Tokens: []wire.Token{{Role: voucher.Citizen, ID: "1", Token: "t-citizen", Until: end}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		at   voucher.Instant
		want int
	}{{end.Plus(-voucher.Second), http.StatusOK}, {end, http.StatusUnauthorized}, {end.Plus(voucher.Second), http.StatusUnauthorized}} {
		now = tt.at
		answer := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, wire.RecordPath+"gas_wallet?person=1", nil)
		r.Header.Set("Authorization", "Bearer t-citizen")
		server.ServeHTTP(answer, r)
		if answer.Code != tt.want {
			t.Errorf("at %s: %d %s, want %d", tt.at, answer.Code, answer.Body, tt.want)
		}
	}
}

// TestABuildWithoutTokensThatEnd is not asked for one.
func TestABuildWithoutTokensThatEnd(t *testing.T) {
	silent := func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := httptest.NewRecorder()
			h.ServeHTTP(answer, r)
			for name, values := range answer.Header() {
				w.Header()[name] = values
			}
			w.Header().Del("Content-Length")
			w.WriteHeader(answer.Code)
			_, _ = w.Write([]byte(strings.Replace(answer.Body.String(), `,"expiry":true`, "", 1)))
		})
	}
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(silent(server))
	defer listener.Close()
	client, err := wire.NewClient(listener.URL, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	system, err := client.Open(t.Context(), town())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := system.TokenUntil(t.Context(), voucher.Actor{Role: voucher.Gateway}, town().At); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("TokenUntil() = %v, want errors.ErrUnsupported: the build does not say that it can", err)
	}
}

// TestTheLedgersAreBounded: where there is no room for another event the ledger ends, the
// world goes on, and who has read what there is is told. Deleted worlds make room.
func TestTheLedgersAreBounded(t *testing.T) {
	client, _, url := serve(t, wire.ServerOptions{Limits: wire.Limits{Events: 3}}, wire.Options{})
	ctx := context.Background()
	open := func() *wire.System {
		s, err := client.Open(ctx, town())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	days := func(s *wire.System, n int) { // each day makes one event, its report
		for day := range n {
			if _, err := s.Advance(ctx, town().At.Plus(int64(day+1)*voucher.DayLength)); err != nil {
				t.Fatalf("day %d: %v\na full ledger stops no world", day+1, err)
			}
		}
	}
	full, other := open(), open()
	days(full, 5)
	if events, next, err := full.Ledger(ctx, 0); err != nil || len(events) != 3 || next != 3 {
		t.Errorf("%d events, next %d, %v, want the first three", len(events), next, err)
	}
	world := headerOf(t, full)
	a := &asker{t: t, url: url}
	status, header, body := a.ask(http.MethodGet, wire.ControlPath+"/worlds/"+world+"/ledger?after=3", http.Header{}, "")
	a.problem(status, header, body, http.StatusTooManyRequests, "limit-reached", "", "ends after 3 events and more have happened")
	days(other, 1)
	status, header, body = a.ask(http.MethodGet, wire.ControlPath+"/worlds/"+headerOf(t, other)+"/ledger", http.Header{}, "")
	a.problem(status, header, body, http.StatusTooManyRequests, "limit-reached", "", "ends after 0 events")
	if err := full.Close(ctx); err != nil {
		t.Fatal(err)
	}
	later := open()
	days(later, 3)
	if events, _, err := later.Ledger(ctx, 0); err != nil || len(events) != 3 {
		t.Errorf("%d events, %v, want three: a deleted world makes room for as many", len(events), err)
	}
	if _, _, err := later.Ledger(ctx, 3); err != nil {
		t.Errorf("the end of a ledger that is whole: %v, want no error", err)
	}
}

// headerOf is the name of a world.
func headerOf(t *testing.T, s *wire.System) string {
	t.Helper()
	h, err := s.Header(context.Background(), voucher.Actor{})
	if err != nil {
		t.Fatal(err)
	}
	return h.Get(wire.WorldHeader)
}

// TestTokensAndFaultsAreBounded: one more is refused, and what there is goes on.
func TestTokensAndFaultsAreBounded(t *testing.T) {
	client, _, url := serve(t, wire.ServerOptions{Limits: wire.Limits{Tokens: 2}}, wire.Options{})
	ctx := context.Background()
	s, err := client.Open(ctx, town())
	if err != nil {
		t.Fatal(err)
	}
	a := &asker{t: t, url: url}
	world := headerOf(t, s)
	token := func(body string) (int, http.Header, []byte) {
		return a.ask(http.MethodPost, wire.ControlPath+"/worlds/"+world+"/tokens", http.Header{"Content-Type": {"application/json"}}, body)
	}
	const one, ending = `{"role":"citizen","id":"1"}`, `{"role":"citizen","id":"1","until":"2026-03-01T00:00:00+05:00"}`
	for _, body := range []string{one, ending, one} { // the third is the first again
		if status, _, text := token(body); status != http.StatusOK {
			t.Fatalf("%s: %d %s, want 200", body, status, text)
		}
	}
	for _, body := range []string{ending, `{"role":"gateway"}`} {
		status, header, text := token(body)
		a.problem(status, header, text, http.StatusTooManyRequests, "limit-reached", "", "there may be 2 tokens")
	}
	if err := s.Close(ctx); err != nil {
		t.Fatal(err)
	}
	if s, err = client.Open(ctx, town()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Query(ctx, wallet); err != nil {
		t.Errorf("a token of a new world: %v, want that the deleted world made room", err)
	}
	for n := 0; ; n++ {
		err := s.SetFault(ctx, wire.ErrorAfterCommit, 1, 0)
		if err == nil && n < 1000 {
			continue
		}
		if n != 1000 || err == nil || !strings.Contains(err.Error(), "1000 faults wait in this world") {
			t.Errorf("fault %d: %v, want 1000 and then limit-reached", n+1, err)
		}
		break
	}
}
