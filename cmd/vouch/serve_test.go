package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// serving is one vouch serve that runs inside of a test.
type serving struct {
	lines  *bufio.Reader
	stop   context.CancelFunc
	status chan int
	stderr *syncBuffer
}

// syncBuffer is a buffer for two goroutines.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// startServe runs vouch serve on a free port.
func startServe(t *testing.T, args ...string) *serving {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	s := &serving{bufio.NewReader(r), cancel, make(chan int, 1), &syncBuffer{}}
	go func() {
		s.status <- run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), strings.NewReader(""), w, s.stderr)
		_ = w.Close()
	}()
	t.Cleanup(func() { s.end(t, exitOK) })
	return s
}

// address reads the next address from standard output.
func (s *serving) address(t *testing.T, before string) string {
	t.Helper()
	line, err := s.lines.ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), before)
	if err != nil || !ok || !strings.HasPrefix(address, "http://127.0.0.1:") {
		t.Fatalf("standard output has %q, %v, want %shttp://127.0.0.1:…\nstandard error: %s", line, err, before, s.stderr)
	}
	return address
}

// end stops it and demands an exit status.
func (s *serving) end(t *testing.T, want int) {
	t.Helper()
	s.stop()
	if got := <-s.status; got != want {
		t.Errorf("exit status %d, want %d\n%s", got, want, s.stderr)
	}
	s.status <- exitOK // for the clean-up
}

func statusOf(t *testing.T, url string) int {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // only the status counts
	return answer.StatusCode
}

func TestServeWithControlPlaneIsABuild(t *testing.T) {
	s := startServe(t, "--control")
	client, err := wire.NewClient(s.address(t, ""), wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	system, err := client.New(t.Context(), &voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	q := &voucher.Query{Kind: voucher.AskParameter, Parameter: "food.mrp", Day: voucher.Date(2026, 2, 1), Actor: voucher.Actor{Role: voucher.ListOwner}}
	r, err := system.Query(t.Context(), q)
	if err != nil || r.Parameter == nil || *r.Parameter != 432500 {
		t.Errorf("food.mrp = %v, %v, want 432500 tiyn", r.Parameter, err)
	}
	if _, err := system.Advance(t.Context(), voucher.At(2026, 3, 1, 0, 0, 0)); err != nil {
		t.Errorf("the clock of a test build moves: %v", err)
	}
	s.end(t, exitOK)
	if _, err := client.New(t.Context(), &voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 0)}); err == nil {
		t.Error("the server answers after it has ended")
	}
}

// TestServeControlPlaneApart: each plane answers on its own listener only.
func TestServeControlPlaneApart(t *testing.T) {
	s := startServe(t, "--control-listen", "127.0.0.1:0", "--control-token", "secret")
	data, control := s.address(t, ""), s.address(t, "control ")
	if got := statusOf(t, data+wire.ControlPath+"/capabilities"); got != http.StatusNotFound {
		t.Errorf("the data listener answers %d for the control plane, want 404", got)
	}
	if got := statusOf(t, control+wire.DocumentPath); got != http.StatusNotFound {
		t.Errorf("the control listener answers %d for the document, want 404", got)
	}
	if got := statusOf(t, control+wire.ControlPath+"/capabilities"); got != http.StatusUnauthorized {
		t.Errorf("without the token the control plane answers %d, want 401", got)
	}
	client, err := wire.NewClient(data, wire.Options{Control: control + wire.ControlPath, ControlToken: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Capabilities(t.Context()); err != nil {
		t.Errorf("with the token: %v", err)
	}
}

// TestServeInProductionMode: one world, tokens in a file of the user's own, no
// control plane (BOTH-CONTROL-001), a clock that runs.
func TestServeInProductionMode(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens.json")
	s := startServe(t, "--tokens", file, "--clock", "running=2026-02-10T18:00:00+05:00")
	base := s.address(t, "")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("tokens: %v, %v, want mode 0600", info, err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var tokens []wire.Token
	if err := json.Unmarshal(text, &tokens); err != nil || len(tokens) < 10 {
		t.Fatalf("%d tokens, %v, want those of a small town", len(tokens), err)
	}
	for _, path := range []string{"/capabilities", "/worlds", "/worlds/x/clock", ""} {
		if got := statusOf(t, base+wire.ControlPath+path); got != http.StatusNotFound {
			t.Errorf("GET %s answers %d in production mode, want 404 (BOTH-CONTROL-001)", wire.ControlPath+path, got)
		}
	}
	client, err := wire.NewClient(base, wire.Options{Control: "off", Capabilities: &voucher.Capabilities{Programmes: voucher.Both, Reasons: true},
		Token: func(_ context.Context, a voucher.Actor) (string, error) {
			for _, k := range tokens {
				if k.Role == a.Role && (k.ID == "" || k.ID == "1") {
					return k.Token, nil
				}
			}
			return "", os.ErrNotExist
		}})
	if err != nil {
		t.Fatal(err)
	}
	system, err := client.New(t.Context(), &voucher.Setup{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := system.Query(t.Context(), &voucher.Query{Kind: voucher.AskDayReport, Day: voucher.Date(2026, 2, 10), Actor: voucher.Actor{Role: voucher.AuthorisedBody}})
	if err != nil || r.Report == nil || r.Report.Handed != 0 {
		t.Errorf("the report of the running day: %+v, %v, want one that is not handed over yet", r.Report, err)
	}
	s.end(t, exitOK)
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the file of tokens stays: %v, want it gone: they open nothing any more", err)
	}
}

// TestServeTakesItsOwnSetup: production mode lives the world that a file
// describes; a file that is none is refused before anything listens.
func TestServeTakesItsOwnSetup(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "setup.json")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"serve", "--listen", "127.0.0.1:0", "--tokens", filepath.Join(dir, "tokens.json"), "--setup", file, "--clock", "running=2026-02-10T18:00:00+05:00"}
	for _, tt := range []struct{ text, want string }{
		{`{"at":"2026-02-01T00:00:00+05:00","stors":[]}`, "at /stors: the name is unknown; did you mean stores?"},
		{`{}`, "at /at: write the world's first instant"},
		{`{"at":"2026-03-01T00:00:00+05:00"}`, "its first instant 2026-03-01T00:00:00+05:00 is still to come, the clock says 2026-02-10T18:00:00"},
		{`{"at":"2026-02-01T00:00:00+05:00","settings":[{"path":"food.mrq","value":1}]}`, "no such parameter"},
	} {
		write(tt.text)
		var stdout, stderr bytes.Buffer
		if status := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); status != exitMisuse || !strings.Contains(stderr.String(), tt.want) || stdout.Len() > 0 {
			t.Errorf("setup %s: status %d, %q, want 2 and %q", tt.text, status, stderr.String(), tt.want)
		}
	}
	write(`{"at":"2026-02-01T00:00:00+05:00","people":[{}]}`)
	s := startServe(t, args[3:]...)
	s.address(t, "")
	if text, err := os.ReadFile(filepath.Join(dir, "tokens.json")); err != nil || strings.Count(string(text), `"citizen"`) != 1 {
		t.Errorf("tokens %s, %v, want one citizen's", text, err)
	}
}

// TestServeStops: what is in flight when the program is told to stop is
// answered.
func TestServeFinishesWhatIsInFlight(t *testing.T) {
	s := startServe(t, "--control")
	client, err := wire.NewClient(s.address(t, ""), wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	system, err := client.Open(t.Context(), &voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 0), People: make([]voucher.PersonSetup, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if err := system.SetFault(t.Context(), wire.Delay, 1, 300); err != nil {
		t.Fatal(err)
	}
	begun := make(chan struct{})
	done := make(chan error, 1)
	go func() {
		close(begun)
		_, err := system.Do(t.Context(), &voucher.OpenWallet{Header: voucher.Header{Key: voucher.KeyOf(1, 1), Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}}, Person: 1, Via: voucher.ByLink})
		done <- err
	}()
	<-begun
	for { // until the command is there: its effect shows before its answer
		events, _, err := system.Ledger(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) > 0 {
			break
		}
	}
	s.end(t, exitOK)
	if err := <-done; err != nil {
		t.Errorf("the command in flight: %v, want its answer", err)
	}
}

// TestServeAMutant: a system that is wrong on purpose is behind the same
// contract.
func TestServeAMutant(t *testing.T) {
	s := startServe(t, "--control", "--impostor", "always-no")
	client, err := wire.NewClient(s.address(t, ""), wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	system, err := client.New(t.Context(), &voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 0), People: make([]voucher.PersonSetup, 1)})
	if err != nil {
		t.Fatal(err)
	}
	o, err := system.Do(t.Context(), &voucher.OpenWallet{Header: voucher.Header{Key: voucher.KeyOf(1, 1), Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}}, Person: 1, Via: voucher.ByLink})
	if err != nil || o.Refusal == nil {
		t.Errorf("the impostor that refuses everything answers %v, %v", o.Refusal, err)
	}
}
