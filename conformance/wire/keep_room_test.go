package wire_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"weak"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestAClientThatHangsUpEndsNoRestart: the world is started again all the same, and answers others.
func TestAClientThatHangsUpEndsNoRestart(t *testing.T) {
	m := newMortal(t, wire.Limits{})
	a := m.open(town())
	state := a.digest()
	ctx, hangUp := context.WithCancel(t.Context())
	begun := 0
	m.restarts = func() { begun++; hangUp() }
	world := a.as(voucher.Actor{}).Get(wire.WorldHeader)
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, wire.ControlPath+"/worlds/"+world+"/faults", strings.NewReader(`{"kind":"restart","count":1}`))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	(*m.handler.Load()).ServeHTTP(w, r)
	if begun != 1 || w.Code != http.StatusNoContent {
		t.Errorf("%d restarts, answered %d %s; want one that goes to its end", begun, w.Code, w.Body)
	}
	if got := a.digest(); got != state {
		t.Errorf("state %s, want %s", got, state)
	}
}

// TestAWorldThatCannotMakeRoomStays: whoever is told 503 has no world, and none of the two takes room that nobody can give
// back: the next one who comes has it.
func TestAWorldThatCannotMakeRoomStays(t *testing.T) {
	m := newMortal(t, wire.Limits{Worlds: 1, WorldIdle: 1})
	old := m.open(town())
	name := old.as(voucher.Actor{}).Get(wire.WorldHeader)
	drop := m.drop
	m.drop = func(which string) error {
		if which == name {
			return fmt.Errorf("delete a world: %w", voucher.ErrUnavailable)
		}
		return drop(which)
	}
	if _, err := m.client.Open(t.Context(), town()); err == nil || !strings.Contains(err.Error(), "503") {
		t.Fatalf("a world for which no room could be made: %v, want 503", err)
	}
	if left := m.worlds(); len(left) != 1 || left[0] != name {
		t.Errorf("%q are on the disk, want %q alone", left, name)
	}
	m.drop = drop
	again := m.open(town()).as(voucher.Actor{}).Get(wire.WorldHeader)
	if left := m.worlds(); len(left) != 1 || left[0] != again {
		t.Errorf("%q are on the disk, want %q alone: the one before has made room", left, again)
	}
}

// worlds are the names of those on the disk.
func (m *mortal) worlds() (names []string) {
	m.t.Helper()
	entries, err := os.ReadDir(m.dir)
	if err != nil {
		m.t.Fatal(err)
	}
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), journal.KeySuffix); ok {
			names = append(names, strings.TrimSuffix(name, filepath.Ext(name)))
		}
	}
	return names
}

// TestALedgerThatEndedHoldsNoMore: events that are behind the end of a ledger are not kept in memory.
func TestALedgerThatEndedHoldsNoMore(t *testing.T) {
	for _, ended := range []bool{true, false} {
		m := newMortal(t, wire.Limits{})
		world, err := m.folder.Make(t.Context(), "w-one", town())
		if err != nil {
			t.Fatal(err)
		}
		found := wire.FoundWorld{Name: "w-one", System: world, Setup: world.Setup(), Now: world.Now(), Events: make([]voucher.Event, 64)}
		if ended {
			found.Notes = [][]byte{[]byte(`{"ends":1}`)}
		}
		all := weak.Make(&found.Events[0])
		keep := &wire.Keep{Found: []wire.FoundWorld{found}, Drop: m.folder.Drop, Make: func(context.Context, string, *voucher.Setup) (wire.Lasting, error) { return world, nil }}
		server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}, Keep: keep})
		if err != nil {
			t.Fatal(err)
		}
		runtime.GC()
		if held := all.Value() != nil; held == ended {
			t.Errorf("a ledger that has ended: %v; all 64 events are held: %v", ended, held)
		}
		runtime.KeepAlive(server)
	}
}
