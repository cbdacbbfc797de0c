package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/journal"
)

// testDoor is where a test asks, with the tokens of a file.
type testDoor struct {
	t      *testing.T
	base   string
	client *http.Client
	tokens map[string]string
}

// knock reads the tokens that a server has written.
func knock(t *testing.T, base, file string) *testDoor {
	t.Helper()
	d := &testDoor{t, base, http.DefaultClient, map[string]string{}}
	text, err := os.ReadFile(file)
	var tokens []wire.Token
	if err == nil {
		err = json.Unmarshal(text, &tokens)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range tokens {
		d.tokens[k.Role.String()+k.ID] = k.Token
	}
	return d
}

// ask sends one request; without a body it reads.
func (d *testDoor) ask(path, as, key, body string) (status int, answer string, header http.Header) {
	d.t.Helper()
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, d.base+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+d.tokens[as])
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set(wire.KeyHeader, key)
	}
	a, err := d.client.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer a.Body.Close() //nolint:errcheck // it is read to its end
	text, err := io.ReadAll(a.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return a.StatusCode, string(text), a.Header
}

var hashInLog = regexp.MustCompile(`hash=([0-9a-f]{16})`)

// TestServeOutlivesItself: what was answered before the end is there after it,
// under the same tokens; the state has the same hash; the clock has not gone back.
func TestServeOutlivesItself(t *testing.T) {
	dir := t.TempDir()
	tokens, file := filepath.Join(dir, "tokens.json"), filepath.Join(dir, "town.journal")
	args := []string{"--tokens", tokens, "--journal", file, "--log-level", "info", "--clock", "running=2026-02-10T18:00:00+05:00"}
	first := startServe(t, args...)
	d := knock(t, first.address(t, ""), tokens)
	const open = wire.CommandPath + "open_wallet"
	status, answer, _ := d.ask(open, "citizen1", "k-1", `{"person":"1","via":"link"}`)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, answer)
	}
	status, hash, _ := d.ask(wire.RecordPath+"digest", "authorised_body", "", "")
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, hash)
	}
	first.end(t, exitOK)

	second := startServe(t, append(args[:len(args)-1:len(args)-1], "running=2026-02-09T18:00:00+05:00")...)
	d = knock(t, second.address(t, ""), tokens)
	if status, again, _ := d.ask(open, "citizen1", "k-1", `{"person":"1","via":"link"}`); status != http.StatusOK || again != answer {
		t.Errorf("the same key after a restart: %d %s, want %s (BOTH-RETRY-001)", status, again, answer)
	}
	if status, again, _ := d.ask(open, "citizen1", "k-1", `{"person":"2","via":"link"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("another body under the key after a restart: %d %s, want key-reused", status, again)
	}
	if _, text, _ := d.ask(wire.RecordPath+"day_report?day=2026-02-09", "authorised_body", "", ""); !strings.Contains(text, `"handed":"2026-02-10T`) {
		t.Errorf("the report of the 9th: %s, want it handed over already: a clock that begins a day early does not go back", text)
	}
	second.end(t, exitOK)
	ends := hashInLog.FindStringSubmatch(second.stderr.String())
	stopped, stop := context.WithCancel(t.Context())
	stop()
	var stdout, stderr bytes.Buffer
	if status := run(stopped, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), strings.NewReader(""), &stdout, &stderr); status != exitOK || stdout.Len() > 0 {
		t.Errorf("told to stop while the state is rebuilt: status %d, %q, want 0 and nothing served", status, stderr.String())
	}
	third := startServe(t, args...)
	third.address(t, "")
	third.end(t, exitOK)
	begins := hashInLog.FindStringSubmatch(third.stderr.String())
	if got := first.stderr.String(); !strings.Contains(got, "vouch: "+file+" is begun\n") {
		t.Errorf("standard error has %q, want it told that the journal is new", got)
	}
	if got := second.stderr.String(); !regexp.MustCompile(`(?m)^vouch: rebuilt 1 command from ` + regexp.QuoteMeta(file) + ` in [0-9.]+(µs|ms|s)$`).MatchString(got) {
		t.Errorf("standard error has %q, want it told how much was rebuilt, and in what time", got)
	}
	if ends == nil || begins == nil {
		t.Errorf("no hash of the state in the log, want one at each start:\n%s%s", second.stderr, third.stderr)
	}
	if info, err := os.Stat(tokens); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the tokens: %v, %v, want them kept: with a journal they go on to serve", info, err)
	}
}

// TestServeRefusesAJournal: what cannot be gone on with is told before anything
// listens, with what to do, and the file stays as it is.
func TestServeRefusesAJournal(t *testing.T) {
	dir := t.TempDir()
	tokens, file := filepath.Join(dir, "tokens.json"), filepath.Join(dir, "town.journal")
	args := []string{"--tokens", tokens, "--journal", file, "--clock", "running=2026-02-10T18:00:00+05:00"}
	s := startServe(t, args...)
	d := knock(t, s.address(t, ""), tokens)
	for i := range 3 {
		d.ask(wire.CommandPath+"open_wallet", "citizen1", fmt.Sprint("k-", i), `{"person":"1","via":"link"}`)
	}
	refused := func(name, want string, more ...string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		status := run(t.Context(), append(append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), more...), strings.NewReader(""), &stdout, &stderr)
		if (status != exitMisuse && status != exitFault) || !strings.Contains(stderr.String(), want) || stdout.Len() > 0 {
			t.Errorf("%s: status %d, %q, want %q", name, status, stderr.String(), want)
		}
	}
	refused("in use", "another process has it open")
	s.end(t, exitOK)
	other := filepath.Join(dir, "setup.json")
	if err := os.WriteFile(other, []byte(`{"at":"2026-02-01T00:00:00+05:00","people":[{}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	refused("another world", "it is of another world than the setup", "--setup", other)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(whole)
	damaged[len(whole)/2+100] ^= 1
	for _, tt := range []struct {
		name, want string
		data       []byte
	}{
		{"damaged in the middle", "and whole records follow from byte", damaged},
		{"no journal", "it is no journal of vouch", []byte("hello")},
	} {
		if err := os.WriteFile(file, tt.data, 0o600); err != nil {
			t.Fatal(err)
		}
		refused(tt.name, tt.want)
		if left, err := os.ReadFile(file); err != nil || !bytes.Equal(left, tt.data) {
			t.Errorf("%s: the file was changed", tt.name)
		}
	}
	torn := append(bytes.Clone(whole), 0xff, 0, 0)
	if err := errors.Join(os.WriteFile(file, whole, 0o600), os.Chmod(tokens, 0o644)); err != nil {
		t.Fatal(err)
	}
	refused("tokens that others read", "others may read")
	refused("and again, for the journal was let go of", "others may read")
	for _, secret := range []string{file, file + journal.KeySuffix} {
		if err := errors.Join(os.Chmod(tokens, 0o600), os.Chmod(secret, 0o640)); err != nil {
			t.Fatal(err)
		}
		refused("a file that the group may read", "others may read "+secret)
		if err := os.Chmod(secret, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, torn, 0o600); err != nil {
		t.Fatal(err)
	}
	s = startServe(t, args...)
	s.address(t, "")
	s.end(t, exitOK)
	if got := s.stderr.String(); !strings.Contains(got, "journal cut") || !strings.Contains(got, "bytes=3") {
		t.Errorf("a torn end: %s, want it told how much was cut", got)
	}
}

// TestServeWaitsForItsClock: a real clock that is behind the journal stands until
// it is there, and that is told.
func TestServeWaitsForItsClock(t *testing.T) {
	dir := t.TempDir()
	args := []string{"--tokens", filepath.Join(dir, "tokens.json"), "--journal", filepath.Join(dir, "journal")}
	first := startServe(t, append(args, "--clock", "running=2150-01-01T12:00:00+05:00")...)
	d := knock(t, first.address(t, ""), args[1])
	d.ask(wire.RecordPath+"ledger?month=2150-01", "authorised_body", "", "") // now the instant was seen
	first.end(t, exitOK)
	second := startServe(t, append(args, "--log-level", "info")...)
	d = knock(t, second.address(t, ""), args[1])
	if status, text, _ := d.ask(wire.RecordPath+"ledger?month=2150-01", "authorised_body", "", ""); status != http.StatusOK {
		t.Errorf("while the clock stands: %d %s, want an answer", status, text)
	}
	second.end(t, exitOK)
	if got := second.stderr.String(); !strings.Contains(got, "the clock is behind the journal") || !strings.Contains(got, "now=2150-01-01T12:00:") {
		t.Errorf("standard error has %q, want it told that the clock stands in 2150", got)
	}
}

// TestALogForProgramsTellsTheRebuildOnce: each line is an object, whose message is not
// written for a terminal; what was rebuilt stands in fields of one of them.
func TestALogForProgramsTellsTheRebuildOnce(t *testing.T) {
	dir := t.TempDir()
	args := []string{"--tokens", filepath.Join(dir, "tokens.json"), "--journal", filepath.Join(dir, "town.journal"), "--log-level", "info", "--log-format", "json"}
	var log string
	for range 2 {
		s := startServe(t, args...)
		s.address(t, "")
		s.end(t, exitOK)
		log = s.stderr.String()
	}
	rebuilt, served := 0, 0
	for line := range strings.Lines(log) {
		var row struct{ Msg string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		switch {
		case strings.HasPrefix(row.Msg, "vouch: "):
			t.Errorf("%q is a message for a terminal", row.Msg)
		case row.Msg == "journal open" || strings.HasPrefix(row.Msg, "rebuilt"):
			rebuilt++
		case strings.HasPrefix(row.Msg, "serving the reference"):
			served++
		}
	}
	if rebuilt != 1 || served != 1 {
		t.Errorf("the rebuild is told %d times, what is served %d times; want each once\n%s", rebuilt, served, log)
	}
}
