package journal_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestFullDiskOverHTTP: who asks a server whose disk is full is told 503 and when
// to come again; the wallet shows that nothing was done, and the same key serves
// when there is room.
func TestFullDiskOverHTTP(t *testing.T) {
	disk := &journal.TestDisk{}
	j, _ := mustOpen(t, filepath.Join(t.TempDir(), "journal"), journal.On(disk, journal.Options{Setup: town(1)}))
	(&life{tb: t, system: j}).open(1)
	tokens := []wire.Token{{Role: voucher.Citizen, ID: "1", Token: "t-citizen"}}
	server, err := wire.NewServer(wire.ServerOptions{System: j, Durable: j.Durable, Tokens: tokens})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	defer listener.Close()
	ask := func(method, path, body string) (int, string, string) {
		r, err := http.NewRequest(method, listener.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer t-citizen")
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set(wire.KeyHeader, "k-1")
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Body.Close() //nolint:errcheck // it is read to its end
		text, err := io.ReadAll(a.Body)
		if err != nil {
			t.Fatal(err)
		}
		return a.StatusCode, a.Header.Get("Retry-After"), string(text)
	}
	const wallet = wire.RecordPath + "food_wallet?family=1&month=2026-02"
	hash := digest(t, j)
	_, _, before := ask(http.MethodGet, wallet, "")
	disk.Room = int64(len(disk.Bytes)) + 20
	status, retry, text := ask(http.MethodPost, wire.CommandPath+"show_code", `{"family":"1"}`)
	if status != http.StatusServiceUnavailable || retry == "" || !strings.Contains(text, `"reason":"unavailable"`) {
		t.Errorf("on a full disk: %d, Retry-After %q, %s, want 503 unavailable", status, retry, text)
	}
	if status, _, after := ask(http.MethodGet, wallet, ""); status != http.StatusOK || after != before || digest(t, j) != hash {
		t.Errorf("the wallet on a full disk: %d %s, want it as before: %s", status, after, before)
	}
	disk.Room = 0
	if status, _, text := ask(http.MethodPost, wire.CommandPath+"show_code", `{"family":"1"}`); status != http.StatusOK {
		t.Errorf("the same key with room again: %d %s, want the code", status, text)
	}
}
