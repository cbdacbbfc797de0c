package main

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestServeKeepsTheWorldsOfItsControlPlane: what one process has made the next has, the
// figures say so, and a torn end is told with the world that has it.
func TestServeKeepsTheWorldsOfItsControlPlane(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "worlds")
	args := []string{"--control", "--journal", dir, "--log-level", "info", "--metrics", "127.0.0.1:0"}
	first := startServe(t, args...)
	client, err := wire.NewClient(first.address(t, ""), wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	metrics := first.address(t, "metrics ")
	setup := town(voucher.At(2026, 2, 4, 12, 0, 0))
	system, err := client.Open(t.Context(), setup)
	if err != nil {
		t.Fatal(err)
	}
	actor := voucher.Actor{Role: voucher.Citizen, ID: 1}
	open := &voucher.OpenWallet{Header: voucher.Header{Key: voucher.KeyOf(1, 1), Actor: actor}, Person: 1, Via: voucher.ByLink}
	if o, err := system.Do(t.Context(), open); err != nil || o.Refusal != nil {
		t.Fatal(o.Refusal, err)
	}
	header, err := system.Header(t.Context(), actor)
	if err != nil {
		t.Fatal(err)
	}
	if status := statusOf(t, metrics+"/readyz"); status != http.StatusOK {
		t.Errorf("/readyz: %d, want 200", status)
	}
	if _, text := got(t, metrics+"/metrics"); !strings.Contains(text, "vouch_journal_records_total 2") || !strings.Contains(text, "vouch_journal_broken 0") {
		t.Errorf("figures of the journal are missing: a token and a command were written\n%s", text)
	}
	first.end(t, exitOK)

	world := header.Get(wire.WorldHeader)
	name := filepath.Join(dir, world+".journal")
	whole, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, append(whole, 1, 2, 3), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	second := startServe(t, args...)
	url := second.address(t, "")
	second.address(t, "metrics ")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+wire.RecordPath+"gas_wallet?person=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("under the token of the process before: %d, want 200", answer.StatusCode)
	}
	second.end(t, exitOK)
	if got := second.stderr.String(); !strings.Contains(got, "journal cut") || !strings.Contains(got, "world="+world+" bytes=3") || !strings.Contains(got, "worlds=1") {
		t.Errorf("standard error has %q, want it told what was cut of which world", got)
	}
	if got := first.stderr.String(); !strings.Contains(got, "vouch: "+dir+" holds no world yet\n") {
		t.Errorf("standard error has %q, want it told that there was nothing to rebuild", got)
	}
	if got := second.stderr.String(); !regexp.MustCompile(`(?m)^vouch: rebuilt 1 world and 1 command from ` + regexp.QuoteMeta(dir) + ` in [0-9.]+(µs|ms|s)$`).MatchString(got) {
		t.Errorf("standard error has %q, want it told how much was rebuilt, and in what time", got)
	}
	for _, suffix := range []string{"", journal.KeySuffix} {
		if err := os.Chmod(name+suffix, 0o640); err != nil {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		status := run(t.Context(), append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), strings.NewReader(""), &stdout, &stderr)
		if status != exitMisuse || !strings.Contains(stderr.String(), "others may read "+name+suffix) {
			t.Errorf("a file that the group may read: %d, %q, want it refused", status, stderr.String())
		}
		if err := os.Chmod(name+suffix, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestServeKeepsWorldsOnARunningClock: it goes on where the latest of them stands.
func TestServeKeepsWorldsOnARunningClock(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "worlds")
	var names []string
	for _, began := range []string{"2026-02-10T18:00:00+05:00", "2026-02-09T18:00:00+05:00"} {
		s := startServe(t, "--control", "--journal", dir, "--clock", "running="+began)
		client, err := wire.NewClient(s.address(t, ""), wire.Options{})
		if err != nil {
			t.Fatal(err)
		}
		system, err := client.Open(t.Context(), town(voucher.At(2026, 2, 4, 12, 0, 0)))
		if err != nil {
			t.Fatal(err)
		}
		e, err := system.RawControl(t.Context(), http.MethodGet, "clock", nil)
		if err != nil || !strings.Contains(string(e.ResponseBody), `{"now":"2026-02-10T18:`) {
			t.Errorf("the clock of a process that begins at %s: %v, %v; want it after that of the process before", began, e, err)
		}
		header, err := system.Header(t.Context(), voucher.Actor{})
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, header.Get(wire.WorldHeader))
		s.end(t, exitOK)
	}
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(dir, name+".journal")); errors.Is(err, os.ErrNotExist) {
			t.Errorf("world %s is gone: nobody has deleted it", name)
		}
	}
}
