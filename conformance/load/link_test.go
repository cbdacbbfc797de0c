package load_test

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
)

// TestLinkReadsWhatNetHTTPReads: the client that is timed and the one of the standard
// library, which is the oracle here, see the same answers.
func TestLinkReadsWhatNetHTTPReads(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		w.Header().Set("content-type", "application/json; charset=utf-8")
		switch r.URL.Path {
		case "/chunked":
			for i := range 5 {
				fmt.Fprintf(w, `{"part":%d,"sent":%q}`, i, sent)
				w.(http.Flusher).Flush()
			}
		case "/long":
			_, _ = w.Write(bytes.Repeat([]byte("0123456789"), 40_000))
		case "/last":
			w.Header().Set("Connection", "close")
			_, _ = w.Write(sent)
		case "/refused":
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusConflict)
			_, _ = w.Write([]byte(`{"reason":"code-used"}`))
		case "/none":
			w.WriteHeader(http.StatusNoContent)
		case "/early":
			w.Header().Set("Link", "</style>")
			w.WriteHeader(http.StatusEarlyHints)
			_, _ = w.Write(sent)
		default:
			_, _ = w.Write(sent)
		}
	}))
	defer server.Close()
	link := load.NewLink(strings.TrimPrefix(server.URL, "http://"), nil, 5*time.Second)
	for round := range 20 {
		for _, path := range []string{"/plain", "/chunked", "/long", "/last", "/refused", "/none", "/early"} {
			body := fmt.Sprintf(`{"round":%d,"path":%q}`, round, path)
			want, err := http.Post(server.URL+path, "application/json", strings.NewReader(body)) //nolint:noctx // the test's own server
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(want.Body)
			_ = want.Body.Close()
			if err != nil {
				t.Fatal(err)
			}
			got := link.Ask(t, fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", path, len(body), body))
			if got.Trouble != "" || got.Status != want.StatusCode || !bytes.Equal(got.Body, text) {
				t.Fatalf("%s: status %d, %d bytes, trouble %q, want %d and the %d bytes that net/http reads", path, got.Status, len(got.Body), got.Trouble, want.StatusCode, len(text))
			}
		}
	}
}

// TestLinkNamesTroubles: each bad target has a word of its own.
func TestLinkNamesTroubles(t *testing.T) {
	says := func(text string) func(net.Conn) {
		return func(c net.Conn) { _, _ = c.Write([]byte(text)) }
	}
	for _, tt := range []struct {
		name string
		do   func(net.Conn)
		want load.Trouble
	}{
		{"the end before an answer", func(net.Conn) {}, load.Dropped},
		{"the end in the middle of a body", says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"a\""), load.Dropped},
		{"the end in the middle of the head", says("HTTP/1.1 200 OK\r\nContent-"), load.Dropped},
		{"the end in the middle of a chunk", says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"), load.Dropped},
		{"another protocol", says("SSH-2.0-OpenSSH_9\r\n"), load.NoHTTP},
		{"a status that is none", says("HTTP/1.1 OK\r\n\r\n"), load.NoHTTP},
		{"a length that is none", says("HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n"), load.NoHTTP},
		{"a length without bound", says("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"), load.NoHTTP},
		{"a chunk that is longer than it says", says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n\r\n"), load.NoHTTP},
		{"a line without end", says("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 10_000)), load.NoHTTP},
		{"silence", func(c net.Conn) { _, _ = io.ReadAll(c) }, load.TimedOut},
		{"a body that never comes", func(c net.Conn) {
			_, _ = c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"))
			_, _ = io.ReadAll(c)
		}, load.TimedOut},
		{"no error: a body to the end of the connection", says("HTTP/1.0 200 OK\r\n\r\nall of it"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address := answering(t, tt.do)
			got := load.NewLink(address, nil, 200*time.Millisecond).Ask(t, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
			if got.Trouble != tt.want {
				t.Errorf("trouble %q, want %q", got.Trouble, tt.want)
			}
		})
	}
}

func TestLinkNamesWhatNeverConnected(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	const ask = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
	if got := load.NewLink(l.Addr().String(), nil, time.Second).Ask(t, ask); got.Trouble != load.Unreachable {
		t.Errorf("a port where nobody listens: %q, want %q", got.Trouble, load.Unreachable)
	}
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = nil
	secure.StartTLS()
	defer secure.Close()
	if got := load.NewLink(secure.Listener.Addr().String(), &tls.Config{ServerName: "elsewhere.example", MinVersion: tls.VersionTLS12}, time.Second).Ask(t, ask); got.Trouble != load.TLSFailed {
		t.Errorf("a certificate that nobody trusts: %q, want %q", got.Trouble, load.TLSFailed)
	}
	plain := answering(t, func(c net.Conn) { _, _ = c.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n")) })
	if got := load.NewLink(plain, &tls.Config{ServerName: "x", MinVersion: tls.VersionTLS12}, time.Second).Ask(t, ask); got.Trouble != load.TLSFailed {
		t.Errorf("TLS to a server without it: %q, want %q", got.Trouble, load.TLSFailed)
	}
}

// answering listens, and does the same with every connection once a request has come.
func answering(t *testing.T, do func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed with the test
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = c.Read(make([]byte, 4096))
				do(c)
				_ = c.Close()
			}()
		}
	}()
	return l.Addr().String()
}
