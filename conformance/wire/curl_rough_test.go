package wire_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// overheard is a request with its body.
type overheard struct {
	r    *http.Request
	body []byte
}

// TestRoughRequestsAsAScript: a script sends rough requests byte by byte as they were,
// after the steps of their history, with a code that the build gives now; what curl
// cannot send is told in words and not sent.
func TestRoughRequestsAsAScript(t *testing.T) {
	code, store, citizen := voucher.Slot(1), voucher.Actor{Role: voucher.StoreTill, ID: 1}, voucher.Actor{Role: voucher.Citizen, ID: 1}
	h := &voucher.History{Setup: *town()}
	show := &voucher.ShowCode{Header: voucher.Header{Key: voucher.KeyOf(1, 1), Actor: citizen}, Family: 1}
	h.Entries = []voucher.Entry{
		{At: h.Setup.At, Query: &voucher.Query{Kind: voucher.AskDigest, Actor: voucher.Actor{Role: voucher.AuthorisedBody}}},
		{At: h.Setup.At, Command: show, Outcome: voucher.Outcome{Result: voucher.Result{Code: code}}},
	}
	const purchase = wire.CommandPath + "purchase"
	roughs := []wire.RoughAsk{
		{Rough: &wire.Rough{Method: "POST", Target: purchase, Body: []wire.Piece{{Text: []byte(`{"code":"` + code.String() + `","lines":`)}, {Text: []byte("["), Times: 10_000}, {Text: []byte("\x00\xff'\"$\\\n")}}},
			Actor: store, Behind: 2, What: "purchase: lists\nthat do not end"},
		{Rough: &wire.Rough{Method: "BREW", Target: "/v1/../a?b=%2e&c={x}[1]", Header: [][2]string{{wire.WorldHeader, ""}, {"X-Odd", `it's "odd" $HOME`}, {"x-odd", "2"}}}, Actor: store, Behind: 1},
		{Rough: &wire.Rough{Method: "POST", Target: purchase, Way: wire.Chunked, Body: []wire.Piece{{Text: []byte("ab"), Times: 3}}}, Actor: store, Behind: 9},
		{Rough: &wire.Rough{Method: "POST", Target: purchase, Way: wire.Cut, Body: []wire.Piece{{Text: []byte("{}")}}}, Actor: store, Behind: 9},
		{Rough: &wire.Rough{Method: "GET", Target: "/x", Header: [][2]string{{"X-Odd", "a\r\nb"}}}, Behind: 9},
	}
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var all []overheard
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		all = append(all, overheard{r, body})
		mu.Unlock()
		if strings.HasSuffix(r.URL.Path, "/show_code") { // the town has no money to show a code for
			_, _ = io.WriteString(w, `{"code":"00112233445566778899aabbccddeeff"}`)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		server.ServeHTTP(w, r)
	}))
	defer listener.Close()
	var script bytes.Buffer
	if err := wire.Curl(&script, h, wire.CurlOptions{Base: listener.URL, Roughs: roughs}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# purchase: lists that do not end\n", "# curl cannot send this: half of the body that its length says", "# curl cannot send this: a zero byte or a line break within the header X-Odd"} {
		if !strings.Contains(script.String(), want) {
			t.Errorf("the script lacks %q:\n%s", want, script.String())
		}
	}
	cmd := exec.CommandContext(t.Context(), "sh")
	cmd.Stdin, cmd.Env = &script, append(os.Environ(), "TMPDIR="+t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var sent []overheard
	for _, o := range all {
		if o.r.URL.Path == purchase || o.r.Method == "BREW" {
			sent = append(sent, o)
		}
	}
	if len(sent) != 3 {
		t.Fatalf("%d rough requests came, want the three that curl can send", len(sent))
	}
	brewed, bought, chunked := sent[0], sent[1], sent[2]
	if odd := brewed.r.Header.Values("X-Odd"); brewed.r.RequestURI != "/v1/../a?b=%2e&c={x}[1]" || len(odd) != 2 || odd[0] != `it's "odd" $HOME` || brewed.r.Header.Get(wire.WorldHeader) != "" {
		t.Errorf("%s %s with %q, want them as they were written", brewed.r.Method, brewed.r.RequestURI, brewed.r.Header)
	}
	want := strings.ReplaceAll(string(roughs[0].Rough.Bytes(1<<20)), code.String(), "00112233445566778899aabbccddeeff")
	if string(bought.body) != want || bought.r.Header.Get("Authorization") == "" || bought.r.Header.Get(wire.KeyHeader) == "" {
		t.Errorf("the body has %d bytes, headers %q; want the %d bytes that were sent, with the code of now, in the store's name", len(bought.body), bought.r.Header, len(want))
	}
	if string(chunked.body) != "ababab" || len(chunked.r.TransferEncoding) != 1 {
		t.Errorf("%q with %q, want ababab in chunks", chunked.body, chunked.r.TransferEncoding)
	}
}
