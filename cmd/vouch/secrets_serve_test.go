package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"index/suffixarray"
	"io"
	"io/fs"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/simulator"
)

// handedOut passes requests on to a build and remembers every token and code that it
// hands out.
func handedOut(t *testing.T, build string) (address string, secrets func() []string) {
	t.Helper()
	to, err := url.Parse(build)
	if err != nil {
		t.Fatal(err)
	}
	var lock sync.Mutex
	var all []string
	pass := httputil.NewSingleHostReverseProxy(to)
	pass.ModifyResponse = func(r *http.Response) error {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		var made struct {
			Token string `json:"token"`
			Code  string `json:"code"`
		}
		if json.Unmarshal(body, &made) == nil && made.Token+made.Code != "" {
			lock.Lock()
			defer lock.Unlock()
			all = append(all, made.Token+made.Code)
		}
		return nil
	}
	return answering(t, pass.ServeHTTP), func() []string {
		lock.Lock()
		defer lock.Unlock()
		return all
	}
}

// TestOurOwnServerAndRecordsHoldNoSecret: what vouch serve leaves in its log at the level
// debug, on standard output and in its metrics, while the suite tries every operation as
// every role, holds none of the planted secrets, names and accounts among them; and what
// vouch conform prints and keeps of it holds no token and no code (BOTH-PRIVACY-001).
func TestOurOwnServerAndRecordsHoldNoSecret(t *testing.T) {
	holdsNoSecretAfter(t, "--suite", "privacy,store")
}

// holdsNoSecretAfter runs vouch conform with some flags against vouch serve, and looks
// through what both leave.
func holdsNoSecretAfter(t *testing.T, flags ...string) {
	t.Helper()
	const guard = "guard-of-the-control-plane"
	log, err := os.Create(filepath.Join(t.TempDir(), "serve.log"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--control", "--control-token", guard, "--metrics", "127.0.0.1:0", "--log-level", "debug"},
			strings.NewReader(""), w, log)
		_ = w.Close()
	}()
	lines := bufio.NewReader(r)
	var said [2]string
	for i := range said {
		if said[i], err = lines.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	address, secrets := handedOut(t, strings.TrimSpace(said[0]))
	metrics := strings.TrimSpace(strings.TrimPrefix(said[1], "metrics ")) + "/metrics"
	out := filepath.Join(t.TempDir(), "run")
	status, stdout, stderr := conforming(t, append([]string{"conform", "--target", address, "--control-token", guard,
		"--logs", log.Name(), "--metrics-url", metrics, "--out", out}, flags...)...)
	if status != exitOK {
		t.Errorf("exit status %d, want 0\n%s%s", status, stdout, stderr)
	}
	scraped := answerOf(t, metrics)
	cancel()
	if status := <-ended; status != exitOK {
		t.Errorf("serve ended with %d, want 0", status)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	told, err := os.ReadFile(log.Name())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(told), "show_code") || !strings.Contains(scraped, "vouch_requests_total") {
		t.Fatalf("the log has %d bytes and the metrics %d, and neither may be silent about requests", len(told), len(scraped))
	}
	planted := append(secrets(), guard)
	if len(planted) < 20 {
		t.Fatalf("%d tokens and codes were handed out; that shows nothing", len(planted))
	}
	people, named := []string{"0012345", "0054321"}, simulator.NewPeople(1)
	for n := range uint32(8) {
		phone := simulator.Phone(n)
		people = append(people, simulator.IIN(n, n%2 != 0), simulator.IIN(n, n%2 == 0), phone, strings.TrimPrefix(phone, "+"), strings.TrimPrefix(phone, "+7"))
		people = append(people, named.Person(simulator.Who{Entity: uint64(n), Number: n, Female: n%2 != 0}).FamilyName)
	}
	holdsNone(t, "the log of vouch serve", string(told), append(people, planted...))
	holdsNone(t, "standard output of vouch serve", strings.Join(said[:], ""), append(people, planted...))
	holdsNone(t, "the metrics of vouch serve", scraped, append(people, planted...))
	holdsNone(t, "what vouch conform prints", stdout+stderr, planted)
	if err := filepath.WalkDir(out, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		holdsNone(t, d.Name(), string(text), planted)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// answerOf reads an address.
func answerOf(t *testing.T, address string) string {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read to its end
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// holdsNone demands that a text holds none of some secrets. One of digits is looked for
// where no other digit stands beside it: a sum of seconds has many. There may be
// thousands of secrets and megabytes of text, so the text is sorted once.
func holdsNone(t *testing.T, where, text string, secrets []string) {
	t.Helper()
	places := suffixarray.New([]byte(text))
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		digits := strings.Trim(secret, "0123456789") == ""
		for _, at := range places.Lookup([]byte(secret), -1) {
			if digits && partOfANumber(text, at, at+len(secret)) {
				continue
			}
			t.Errorf("%s holds a secret at byte %d: %.80q\nBOTH-PRIVACY-001", where, at, text[max(0, at-40):])
			return
		}
	}
}

// partOfANumber says whether the digits from one place to another stand beside others.
func partOfANumber(text string, from, to int) bool {
	return from > 0 && strings.IndexByte("0123456789.", text[from-1]) >= 0 ||
		to < len(text) && strings.IndexByte("0123456789", text[to]) >= 0
}
