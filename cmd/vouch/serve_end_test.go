package main

import (
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// TestServeEndsInBoundedTime: a request that never comes to its end holds the end
// of the program for the grace and no longer; the journal is whole all the same.
// The status says that somebody was not answered.
func TestServeEndsInBoundedTime(t *testing.T) {
	dir := t.TempDir()
	tokens, file := filepath.Join(dir, "tokens.json"), filepath.Join(dir, "journal")
	args := []string{"--tokens", tokens, "--journal", file, "--clock", "running=2026-02-10T18:00:00+05:00"}
	s := startServe(t, append(args, "--grace", "100ms")...)
	d := knock(t, s.address(t, ""), tokens)
	d.ask(wire.CommandPath+"open_wallet", "citizen1", "k-1", `{"person":"1","via":"link"}`)
	c, err := net.Dial("tcp", strings.TrimPrefix(d.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // it is cut off from the other side
	const begin = " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\nAuthorization: Bearer "
	if _, err := io.WriteString(c, "POST "+wire.CommandPath+"open_wallet"+begin+d.tokens["citizen1"]+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	asked := make([]byte, 12)
	if _, err := io.ReadFull(c, asked); err != nil || string(asked) != "HTTP/1.1 100" { // the server waits for the body now
		t.Fatalf("%q, %v, want to be asked for the body", asked, err)
	}
	begun := time.Now()
	s.end(t, exitFault)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("ended after %s, want soon after the grace of 100ms", took)
	}
	if got := s.stderr.String(); !strings.Contains(got, "what was in flight is not answered after 100ms") {
		t.Errorf("standard error has %q, want why the status is 4", got)
	}
	again := startServe(t, append(args, "--log-level", "info")...)
	again.address(t, "")
	again.end(t, exitOK)
	if got := again.stderr.String(); strings.Contains(got, "journal cut") || !strings.Contains(got, "commands=1") {
		t.Errorf("the journal after it: %s, want it whole, with one command", got)
	}
}
