//go:build unix

package main

import (
	"bytes"
	"encoding/pem"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/vouch-kz/vouch/conformance/wire"
)

var update = flag.Bool("update", false, "write testdata/errors.golden anew from what the program says now")

const errorsGolden = "testdata/errors.golden"

// TestErrorsAreReadAloud holds the likeliest errors to their whole text: each has to say where, what and how to mend it,
// in words that a stranger takes in at once, and with the exit status of README.md. They stand in one file so that
// somebody can read them aloud, one after the other; an error that is worded anew is read there before it is committed.
func TestErrorsAreReadAloud(t *testing.T) {
	golden, err := txtar.ParseFile(errorsGolden)
	if err != nil {
		t.Fatal(err)
	}
	path, err := filepath.Abs(errorsGolden)
	if err != nil {
		t.Fatal(err)
	}
	said := read(t, golden)
	if *update {
		golden.Comment = []byte(said)
		if err := os.WriteFile(path, txtar.Format(golden), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := strings.Split(string(golden.Comment), "\n")
	for i, got := range strings.Split(said, "\n") {
		if i >= len(want) || got != want[i] {
			t.Fatalf("%s:%d: the program says\n%s\nwant\n%s\nread it aloud; go test ./cmd/vouch -run Aloud -update writes it", errorsGolden, i+1, got, strings.Join(want[min(i, len(want)):min(i+1, len(want))], ""))
		}
	}
}

// read runs the commands of the file where its files are, and returns it with what was said to them: of what it held
// below each command nothing is kept.
func read(t *testing.T, golden *txtar.Archive) string {
	t.Chdir(t.TempDir())
	for _, f := range golden.Files {
		putFile(t, f.Name, f.Data)
	}
	putFile(t, "marked.yaml", append([]byte("\xef\xbb\xbf"), golden.Files[0].Data...))
	putFile(t, "latin.yaml", []byte("kind: Scenario\nid: latin\ntitle: caf\xe9\n"))
	places := places(t)
	var said strings.Builder
	for _, line := range strings.Split(string(golden.Comment), "\n") {
		command, ok := strings.CutPrefix(line, "$ ")
		switch {
		case ok:
			fmt.Fprintf(&said, "%s\n%s", line, answer(t, command, places))
		case strings.HasPrefix(line, "#"):
			fmt.Fprintf(&said, "%s\n", line)
		case line == "":
			said.WriteString("\n")
		}
	}
	return strings.TrimSuffix(said.String(), "\n")
}

func putFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// answer runs one command, with variables of the environment before it as a shell has them, and returns what it said and
// its status. Whatever it prints as a result stands there too: of an error there is none.
func answer(t *testing.T, command string, places map[string]string) string {
	t.Helper()
	there, back := []string{}, []string{}
	for name, address := range places {
		there, back = append(there, name, address), append(back, address, name)
	}
	words, err := wire.SplitCommand(strings.NewReplacer(there...).Replace(command))
	if err != nil {
		t.Fatal(err)
	}
	var set []string
	for ; words[0] != "vouch"; words = words[1:] {
		name, value, ok := strings.Cut(words[0], "=")
		if !ok {
			t.Fatalf("%q does not begin with vouch", command)
		}
		t.Setenv(name, value)
		set = append(set, name)
	}
	status, stdout, stderr := conforming(t, words[1:]...)
	for _, name := range set {
		t.Setenv(name, "") // which is as good as none
	}
	return strings.NewReplacer(back...).Replace(stdout+stderr) + fmt.Sprintf("exit status %d\n", status)
}

// places are addresses at which something is wrong, by the names that they have in the file.
func places(t *testing.T) map[string]string {
	t.Helper()
	taken := hold(t)
	nobody := hold(t)
	if err := nobody.Close(); err != nil {
		t.Fatal(err)
	}
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = nil
	secure.StartTLS()
	t.Cleanup(secure.Close)
	var authority bytes.Buffer
	if err := pem.Encode(&authority, &pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}); err != nil {
		t.Fatal(err)
	}
	putFile(t, "authority.pem", authority.Bytes())
	says := func(status int, kind, body string) string {
		return answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		})
	}
	page := says(http.StatusOK, "text/html", "<html><body>Welcome</body></html>")
	return map[string]string{
		"http://nobody":  "http://" + nobody.Addr().String(),
		"nats://nobody":  "nats://" + nobody.Addr().String(),
		"https://old":    "https://" + plain(t),
		"taken:8080":     taken.Addr().String(),
		"http://page":    page,
		"https://page":   "https" + strings.TrimPrefix(page, "http"),
		"http://locked":  says(http.StatusUnauthorized, "application/json", `{"title":"who are you?"}`),
		"http://broken":  says(http.StatusInternalServerError, "text/plain", "NullPointerException"),
		"http://missing": says(http.StatusNotFound, "application/json", "{}"),
		"http://moved":   says(http.StatusFound, "text/plain", ""),
		"http://silent":  answering(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }),
		"https://own":    secure.URL,
		"http://own":     "http" + strings.TrimPrefix(secure.URL, "https"),
	}
}

// plain answers everybody with a page and no header, as HTTP 0.9 did, and returns where.
func plain(t *testing.T) string {
	t.Helper()
	l := hold(t)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // the test is over
			}
			_, _ = c.Write([]byte("<!DOCTYPE HTML>"))
			_ = c.Close()
		}
	}()
	return l.Addr().String()
}

// hold listens on a free port of the loopback, and serves nobody.
func hold(t *testing.T) net.Listener {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}
