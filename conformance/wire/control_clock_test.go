package wire_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

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
