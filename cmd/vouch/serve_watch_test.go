package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// got reads what stands behind a URL.
func got(t *testing.T, url string) (int, string) {
	t.Helper()
	a, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close() //nolint:errcheck // it is read to its end
	text, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(text)
}

// Canaries stand for a person where one could leak.
const (
	canaryIIN   = "990101350017"
	canaryPhone = "+77010000001"
)

// TestServeTellsNobodysName: figures and logs say what was asked and how it was
// answered, and hold no IIN, phone, token, code, path or key, wherever somebody
// writes one (BOTH-PRIVACY-001).
func TestServeTellsNobodysName(t *testing.T) {
	dir := t.TempDir()
	tokens, setup := filepath.Join(dir, "tokens.json"), filepath.Join(dir, "setup.json")
	if err := os.WriteFile(setup, []byte(`{"at":"2026-02-01T00:00:00+05:00","people":[{"iin":"`+canaryIIN+`","phone":"`+canaryPhone+`"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startServe(t, "--tokens", tokens, "--setup", setup, "--journal", filepath.Join(dir, "journal"), "--metrics", "127.0.0.1:0",
		"--log-level", "debug", "--log-format", "json", "--clock", "running=2026-02-10T18:00:00+05:00")
	d := knock(t, s.address(t, ""), tokens)
	metrics := s.address(t, "metrics ")
	const open = wire.CommandPath + "open_wallet"
	d.ask(open, "citizen1", canaryIIN, `{"person":"1","via":"link"}`)
	d.ask(open, "citizen1", canaryIIN, `{"person":"`+canaryIIN+`","via":"link"}`)
	d.ask(open, "citizen1", canaryIIN, `{"person":"2","via":"link"}`)
	d.ask("/v1/"+canaryIIN, "citizen1", "", "")
	d.ask(wire.RecordPath+"gas_wallet?person="+canaryIIN+"&month=2026-02", "citizen1", "", "")
	d.ask(wire.RecordPath+"gas_wallet?iin="+canaryIIN, "nobody", "", "")
	for _, id := range []string{canaryIIN, d.tokens["citizen1"], "8-701-000-00-01", "my-request.1"} {
		r, err := http.NewRequest(http.MethodGet, d.base+wire.RecordPath+"ledger?month=2026-02", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(wire.RequestHeader, id)
		r.Header.Set("Authorization", "Bearer "+d.tokens["authorised_body"])
		r.Header.Set("User-Agent", canaryPhone)
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = a.Body.Close() // only the headers count
		if echoed := a.Header.Get(wire.RequestHeader); (echoed == id) != (id == "my-request.1") {
			t.Errorf("request id %q came back as %q, want it echoed unless it may be somebody's", id, echoed)
		}
	}
	_, figures := got(t, metrics+"/metrics")
	s.end(t, exitOK)
	log := s.stderr.String()
	canaries := []string{canaryIIN, canaryPhone, "77010000001", "701-000"}
	for _, token := range d.tokens {
		canaries = append(canaries, token)
	}
	for _, canary := range canaries {
		if strings.Contains(figures, canary) || strings.Contains(log, canary) {
			t.Errorf("%q stands in the figures or in the log (BOTH-PRIVACY-001)", canary)
		}
	}
	for _, want := range []string{`vouch_requests_total{route="/v1/commands/open_wallet",status="200"} 1`, `vouch_requests_total{route="other",status="404"} 1`,
		`vouch_refusals_total{reason="key-reused"} 1`, `vouch_refusals_total{reason="token-missing"} 1`, `vouch_request_seconds_bucket{route="/v1/commands/open_wallet"`,
		`vouch_requests_in_flight 0`, `vouch_journal_records_total`, `vouch_journal_bytes`, `vouch_journal_sync_seconds_count`, `vouch_journal_broken 0`, `vouch_build_info{`, `go_goroutines`} {
		if !strings.Contains(figures, want) {
			t.Errorf("/metrics has no %s\n%s", want, figures)
		}
	}
	for _, want := range []string{`"route":"/v1/commands/open_wallet"`, `"request_id":"my-request.1"`, `"reason":"key-reused"`, `"status":200`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log has no %s", want)
		}
	}
}

// TestFiguresAreWellMade: names and help texts are as Prometheus wants them.
func TestFiguresAreWellMade(t *testing.T) {
	f := newFigures()
	f.observe(&wire.Served{Route: "/v1/x", Status: 200, Reason: "busy", Took: time.Millisecond})
	problems, err := testutil.GatherAndLint(f.registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, "vouch_") {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
	families, err := f.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() == "vouch_request_seconds" && family.GetMetric()[0].GetHistogram().GetSchema() == 0 {
			t.Error("vouch_request_seconds is no native histogram")
		}
	}
	var _ prometheus.Gatherer = f.registry
}

// TestServeIsReadyWhenItServes: alive from the first moment, ready when the state
// is rebuilt and the address is open, and nothing of it on the data listener.
func TestServeIsReadyWhenItServes(t *testing.T) {
	dir := t.TempDir()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	building, built := make(chan bool), make(chan bool)
	slow := slowWorld{func() {
		building <- true
		<-built
	}}
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	done := make(chan error, 1)
	var stderr syncBuffer
	go func() {
		cmd := newServe(slow)
		cmd.SetArgs([]string{"--listen", "127.0.0.1:0", "--tokens", filepath.Join(dir, "tokens.json"), "--metrics", address})
		cmd.SetOut(w)
		cmd.SetErr(&stderr)
		done <- cmd.ExecuteContext(ctx)
	}()
	<-building
	if status, text := got(t, "http://"+address+"/healthz"); status != http.StatusOK {
		t.Errorf("/healthz while the state is made: %d %s, want 200", status, text)
	}
	if status, text := got(t, "http://"+address+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("/readyz while the state is made: %d %s, want 503", status, text)
	}
	built <- true
	s := &serving{lines: bufio.NewReader(r), stderr: &stderr}
	data := s.address(t, "")
	s.address(t, "metrics ")
	wait := time.NewTicker(time.Millisecond)
	defer wait.Stop()
	for status := 0; status != http.StatusOK; <-wait.C {
		status, _ = got(t, "http://"+address+"/readyz")
	}
	for _, path := range []string{"/metrics", "/healthz", "/readyz"} {
		if status, _ := got(t, data+path); status != http.StatusNotFound {
			t.Errorf("GET %s on the data listener: %d, want 404: who asks the contract reads no figures", path, status)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("%v\n%s", err, &stderr)
	}
}

// slowWorld makes its systems when it is told to.
type slowWorld struct{ before func() }

func (w slowWorld) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	w.before()
	return reference.World{}.New(ctx, s)
}

func (slowWorld) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	return reference.World{}.Capabilities(ctx)
}

// certificate makes a pair that signs itself.
func certificate(t *testing.T, dir, name string) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	text, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, name+".pem"), filepath.Join(dir, name+".key")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "EC PRIVATE KEY", Bytes: text}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return cert, key, pool
}

// TestServeSpeaksTLS: with a pair the address is https and nothing else is
// answered; a pair that is none ends before anything listens.
func TestServeSpeaksTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key, pool := certificate(t, dir, "one")
	_, foreign, _ := certificate(t, dir, "other")
	for _, tt := range []struct {
		name, want string
		args       []string
	}{
		{"the key of another", "private key does not match public key", []string{"--tls-cert", cert, "--tls-key", foreign}},
		{"no such file", "no such file", []string{"--tls-cert", filepath.Join(dir, "none"), "--tls-key", key}},
		{"half a pair", "--tls-cert and --tls-key go together", []string{"--tls-cert", cert}},
	} {
		var stdout, stderr bytes.Buffer
		status := run(t.Context(), append([]string{"serve", "--control", "--listen", "127.0.0.1:0"}, tt.args...), strings.NewReader(""), &stdout, &stderr)
		if status != exitMisuse || !strings.Contains(stderr.String(), tt.want) || stdout.Len() > 0 {
			t.Errorf("%s: status %d, %q, want 2 and %q", tt.name, status, stderr.String(), tt.want)
		}
	}
	s := startServe(t, "--control", "--tls-cert", cert, "--tls-key", key)
	line, err := s.lines.ReadString('\n')
	base := strings.TrimSpace(line)
	if err != nil || !strings.HasPrefix(base, "https://127.0.0.1:") {
		t.Fatalf("the address %q, %v, want https", line, err)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	defer client.CloseIdleConnections()
	answer, err := client.Get(base + wire.DocumentPath)
	if err != nil || answer.StatusCode != http.StatusOK || answer.TLS == nil || answer.TLS.Version < tls.VersionTLS12 {
		t.Fatalf("over TLS: %v, %v, want the document", answer, err)
	}
	_ = answer.Body.Close() // only the status counts
	if plain, err := http.Get("http" + strings.TrimPrefix(base, "https") + wire.DocumentPath); err == nil {
		_ = plain.Body.Close() // only the status counts
		if plain.StatusCode == http.StatusOK {
			t.Error("without TLS the document is answered too, want nothing in the clear")
		}
	}
}
