package wire_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// mortal is a build whose process can be killed: what outlives it is a folder.
type mortal struct {
	t       *testing.T
	dir     string
	folder  *journal.Folder
	limits  wire.Limits
	handler atomic.Pointer[http.Handler]
	url     string
	client  *wire.Client

	restarts func() // told before each restart; nil: nobody is
	drop     func(string) error
}

func newMortal(t *testing.T, limits wire.Limits) *mortal {
	t.Helper()
	m := &mortal{t: t, dir: filepath.Join(t.TempDir(), "worlds"), limits: limits}
	m.start()
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*m.handler.Load()).ServeHTTP(w, r) }))
	t.Cleanup(listener.Close)
	m.url = listener.URL
	var err error
	if m.client, err = wire.NewClient(m.url, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	return m
}

// start begins a process on the folder.
func (m *mortal) start() {
	m.t.Helper()
	folder, found, err := journal.OpenFolder(m.t.Context(), m.dir, journal.Options{Sync: journal.None})
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = folder.Close() })
	m.folder = folder
	m.drop = folder.Drop
	keep := &wire.Keep{Drop: func(name string) error { return m.drop(name) }, Make: func(ctx context.Context, name string, s *voucher.Setup) (wire.Lasting, error) {
		j, err := folder.Make(ctx, name, s)
		if err != nil {
			return nil, err
		}
		return j, nil
	}}
	for i := range found {
		f := &found[i]
		keep.Found = append(keep.Found, wire.FoundWorld{Name: f.Name, System: f.Journal, Setup: f.Journal.Setup(), Now: f.Now, Events: f.Events, Notes: f.Notes})
	}
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}, Keep: keep, Limits: m.limits,
		Restart: func(ctx context.Context, s voucher.System) error {
			if m.restarts != nil {
				m.restarts()
			}
			return s.(*journal.Journal).Restart(ctx)
		}})
	if err != nil {
		m.t.Fatal(err)
	}
	handler := http.Handler(server)
	m.handler.Store(&handler)
}

// kill starts another process on the folder as it stands now: the one before is never
// told, and has the folder as its own no more.
func (m *mortal) kill() {
	m.t.Helper()
	dir := m.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(m.dir)); err != nil {
		m.t.Fatal(err)
	}
	m.dir = dir
	m.start()
}

func (m *mortal) open(s *voucher.Setup) *asker {
	m.t.Helper()
	system, err := m.client.Open(m.t.Context(), s)
	if err != nil {
		m.t.Fatal(err)
	}
	return &asker{m.t, m.url, system}
}

// TestWorldsOutliveTheServer: what the control plane has told of a world, and what was
// done in it, is there after a kill: state, clock, answers under keys, ledger, tokens
// with and without an end, faults that still wait. A world that was deleted is not.
func TestWorldsOutliveTheServer(t *testing.T) {
	m := newMortal(t, wire.Limits{})
	ctx := t.Context()
	a, gone := m.open(town()), m.open(town())
	end := town().At.Plus(9 * voucher.DayLength)
	ending, err := a.system.TokenUntil(ctx, citizen, end)
	if err != nil {
		t.Fatal(err)
	}
	header := a.as(citizen)
	const path, body = wire.CommandPath + "open_wallet", `{"person":"1","via":"link"}`
	status, _, first := a.ask(http.MethodPost, path, header, body)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, first)
	}
	if _, err := a.system.Advance(ctx, town().At.Plus(2*voucher.DayLength)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.system.SetFault(ctx, wire.ErrorAfterCommit, 2, 0), a.system.SetFault(ctx, wire.DropAnswer, 1, 0)); err != nil {
		t.Fatal(err)
	}
	if status, _, text := a.ask(http.MethodPost, path, header, body); status != http.StatusInternalServerError {
		t.Errorf("%d %s, want the first of three faults", status, text)
	}
	ledger, _, err := a.system.Ledger(ctx, 0)
	if err != nil || len(ledger) == 0 {
		t.Fatalf("%d events, %v", len(ledger), err)
	}
	state := a.digest()
	if err := gone.system.Close(ctx); err != nil {
		t.Fatal(err)
	}
	for range 2 { // and once more, of what the first start has rebuilt
		m.kill()
		if got := a.digest(); got != state {
			t.Errorf("state %s, want %s", got, state)
		}
	}
	world := header.Get(wire.WorldHeader)
	if status, _, text := a.ask(http.MethodGet, wire.ControlPath+"/worlds/"+world+"/clock", http.Header{}, ""); status != 200 || string(text) != `{"now":"2026-02-06T12:00:00+05:00"}` {
		t.Errorf("%d %s, want where the clock was moved to", status, text)
	}
	if got, _, err := a.system.Ledger(ctx, 0); err != nil || fmt.Sprint(got) != fmt.Sprint(ledger) {
		t.Errorf("ledger %v, %v, want %v", got, err, ledger)
	}
	if status, _, text := a.ask(http.MethodPost, path, header, body); status != http.StatusInternalServerError {
		t.Errorf("%d %s, want the second of three faults, that waits since before the kill", status, text)
	}
	m.kill()
	if _, err := a.system.Do(ctx, &voucher.OpenWallet{Header: voucher.Header{Key: voucher.KeyOf(5, 5), Actor: citizen}, Person: 1, Via: voucher.ByLink}); err == nil || !strings.Contains(err.Error(), "closed without an answer") {
		t.Errorf("%v, want the third of three faults", err)
	}
	if status, _, again := a.ask(http.MethodPost, path, header, body); status != http.StatusOK || string(again) != string(first) {
		t.Errorf("the same key after a kill: %d %s, want %s (BOTH-RETRY-001)", status, again, first)
	}
	until := header.Clone()
	until.Set("Authorization", "Bearer "+ending)
	if status, _, text := a.ask(http.MethodGet, wire.RecordPath+"gas_wallet?person=1", until, ""); status != http.StatusOK {
		t.Errorf("a token before its end: %d %s", status, text)
	}
	if _, err := a.system.Advance(ctx, end); err != nil {
		t.Fatal(err)
	}
	m.kill()
	status, answered, text := a.ask(http.MethodGet, wire.RecordPath+"gas_wallet?person=1", until, "")
	a.problem(status, answered, text, http.StatusUnauthorized, "token-expired", "", "ask for another")
	for _, who := range []struct{ role, id, want string }{{"citizen", "1", header.Get("Authorization")}, {"citizen", "2", ""}} {
		_, _, text := a.ask(http.MethodPost, wire.ControlPath+"/worlds/"+world+"/tokens", http.Header{"Content-Type": {"application/json"}}, fmt.Sprintf(`{"role":%q,"id":%q}`, who.role, who.id))
		if same := string(text) == `{"token":"`+strings.TrimPrefix(who.want, "Bearer ")+`"}`; same != (who.want != "") || strings.Contains(string(text), ending) {
			t.Errorf("%s %s has the token %s; the same as before the kill where there was one, else one of its own", who.role, who.id, text)
		}
	}
	status, answered, text = gone.ask(http.MethodGet, wire.RecordPath+"gas_wallet?person=1", gone.headerOf(world), "")
	gone.problem(status, answered, text, http.StatusNotFound, "world-unknown", "", "")
}

// headerOf is of a world that a kill has taken the client's own with it.
func (a *asker) headerOf(other string) http.Header {
	h := a.as(voucher.Actor{})
	if h.Get(wire.WorldHeader) == other {
		a.t.Fatal("two worlds of one name")
	}
	h.Set("Authorization", "Bearer t-any")
	return h
}

// digest is the state's hash.
func (a *asker) digest() string {
	a.t.Helper()
	status, _, body := a.ask(http.MethodGet, wire.RecordPath+"digest", a.as(voucher.Actor{Role: voucher.AuthorisedBody}), "")
	if status != http.StatusOK {
		a.t.Fatalf("%d %s", status, body)
	}
	return string(body)
}

// TestNoTokenStandsOnTheDisk, nor who is somebody: what is kept beside the journals is
// what tokens are made under (BOTH-PRIVACY-001).
func TestNoTokenStandsOnTheDisk(t *testing.T) {
	m := newMortal(t, wire.Limits{})
	setup := town()
	setup.People[0].IIN, setup.People[0].Phone, setup.People[0].Name = "950101300014", "+77010000001", "Canary Person"
	a := m.open(setup)
	token := strings.TrimPrefix(a.as(citizen).Get("Authorization"), "Bearer ")
	if _, err := a.system.Do(t.Context(), opening); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(m.dir)
	if err != nil || len(entries) != 3 {
		t.Fatalf("%v, %v; want the folder's own file, a journal and its key", entries, err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(m.dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, canary := range []string{token, strings.TrimPrefix(token, "t-"), setup.People[0].IIN, setup.People[0].Phone, setup.People[0].Name} {
			if strings.Contains(string(text), canary) {
				t.Errorf("%s holds %q", e.Name(), canary)
			}
		}
	}
}

// TestLimitsOutliveTheServer: a ledger that has ended does not go on behind a gap, room
// that is taken stays taken, and what makes room is gone from the disk too.
func TestLimitsOutliveTheServer(t *testing.T) {
	m := newMortal(t, wire.Limits{Worlds: 2, Events: 2, Tokens: 3, WorldIdle: time.Hour})
	ctx := t.Context()
	a, b := m.open(town()), m.open(town())
	if _, err := a.system.Do(ctx, opening); err != nil { // one event and one token
		t.Fatal(err)
	}
	if _, err := a.system.Advance(ctx, town().At.Plus(3*voucher.DayLength)); err != nil { // more than there is room for
		t.Fatal(err)
	}
	if _, err := b.system.Do(ctx, opening); err != nil {
		t.Fatal(err)
	}
	m.kill()
	if events, next, err := a.system.Ledger(ctx, 0); err != nil || len(events) != 1 || next != 1 {
		t.Errorf("%d events, next %d, %v; want the one before the end", len(events), next, err)
	}
	if _, _, err := a.system.Ledger(ctx, 1); err == nil || !strings.Contains(err.Error(), "ends after 1 events") {
		t.Errorf("behind the end: %v, want it told", err)
	}
	if _, err := a.system.TokenUntil(ctx, citizen, town().At.Plus(1)); err != nil {
		t.Errorf("the third token: %v", err)
	}
	if _, err := a.system.TokenUntil(ctx, citizen, town().At.Plus(1)); err == nil || !strings.Contains(err.Error(), "there may be 3 tokens") {
		t.Errorf("a fourth token: %v, want no room for it", err)
	}
	if _, err := m.client.Open(ctx, town()); err == nil || !strings.Contains(err.Error(), "world-limit") {
		t.Errorf("a third world: %v, want no room for it", err)
	}
	if entries, err := os.ReadDir(m.dir); err != nil || len(entries) != 5 {
		t.Errorf("%d files, %v; want two worlds: the third is not kept", len(entries), err)
	}
}

// TestIdleWorldsMakeRoomOnTheDisk too.
func TestIdleWorldsMakeRoomOnTheDisk(t *testing.T) {
	m := newMortal(t, wire.Limits{Worlds: 1, WorldIdle: 1})
	old := m.open(town())
	name := old.as(voucher.Actor{}).Get(wire.WorldHeader)
	m.open(town())
	entries, err := os.ReadDir(m.dir)
	if err != nil || len(entries) != 3 {
		t.Errorf("%v, %v; want one world", entries, err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), name) {
			t.Errorf("%s is still there", e.Name())
		}
	}
}

// TestAWorldThatIsStartedAgainGoesOn: the control plane's own restart rebuilds it from
// its file.
func TestAWorldThatIsStartedAgainGoesOn(t *testing.T) {
	m := newMortal(t, wire.Limits{})
	a := m.open(town())
	if _, err := a.system.Do(t.Context(), opening); err != nil {
		t.Fatal(err)
	}
	state := a.digest()
	if err := a.system.SetFault(t.Context(), wire.RestartNow, 1, 0); err != nil {
		t.Fatal(err)
	}
	if got := a.digest(); got != state {
		t.Errorf("state %s, want %s", got, state)
	}
	if o, err := a.system.Do(t.Context(), opening); err != nil || o.Refusal != nil || len(o.Events) != 0 {
		t.Errorf("the same key: %v, %v, %d events, want the first answer", o.Refusal, err, len(o.Events))
	}
}

// TestAWorldThatCannotBeKept is no world: nothing was done, and that is said. Nor is one
// gone that could not be deleted.
func TestAWorldThatCannotBeKept(t *testing.T) {
	full := errors.Join(voucher.ErrUnavailable, errors.New("no room in /somewhere"))
	client, _, url := serve(t, wire.ServerOptions{Keep: &wire.Keep{
		Make: func(context.Context, string, *voucher.Setup) (wire.Lasting, error) { return nil, full },
		Drop: func(string) error { return full },
	}}, wire.Options{})
	_, err := client.Open(t.Context(), town())
	if err == nil || !strings.Contains(err.Error(), "503") || strings.Contains(err.Error(), "somewhere") {
		t.Errorf("%v, want 503 and no path", err)
	}
	a := &asker{t: t, url: url}
	status, header, body := a.ask(http.MethodDelete, wire.ControlPath+"/worlds/w-none", http.Header{}, "")
	a.problem(status, header, body, http.StatusNotFound, "world-unknown", "", "")
	for _, o := range []wire.ServerOptions{
		{World: reference.World{}, Keep: &wire.Keep{}},
		{World: reference.World{}, Keep: &wire.Keep{Make: func(context.Context, string, *voucher.Setup) (wire.Lasting, error) { return nil, full }}},
	} {
		if _, err := wire.NewServer(o); err == nil {
			t.Error("worlds are kept by nobody, and that is taken")
		}
	}
}
