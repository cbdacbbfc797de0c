package wire_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
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
		{`{"at":"2026-02-01T00:00:00+05:00","persons":[]}`, 400, "malformed", "/persons", "the names are accounts, answers, at"},
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
