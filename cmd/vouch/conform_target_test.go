package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
)

// capabilities are those that a build of the food programme declares.
const capabilities = `{"name":"theirs","version":"1","programmes":"food","parties":["wallet","portal","list","store"],"readings":{},` +
	`"clock":true,"worlds":true,"settings":true,"choices":true,"reasons":true,"events":false,"digest":false,"prompt":false}`

// conforming runs vouch with arguments and returns what came of it.
func conforming(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, talk bytes.Buffer
	status = run(t.Context(), args, strings.NewReader(""), &out, &talk)
	return status, out.String(), talk.String()
}

// answering serves a function on a loopback socket until the test ends.
func answering(t *testing.T, f http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return s.URL
}

// right serves the reference as a test build, behind a handler.
func right(t *testing.T, around func(http.Handler) http.Handler) string {
	t.Helper()
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	return answering(t, around(server).ServeHTTP)
}

// onCommands answers what is sent to the data plane itself and leaves the rest.
func onCommands(f http.HandlerFunc) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, wire.CommandPath) {
				f(w, r)
				return
			}
			h.ServeHTTP(w, r)
		})
	}
}

// addressOfNobody is an address at which nobody listens.
func addressOfNobody(t *testing.T) string {
	t.Helper()
	down, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := down.Close(); err != nil {
		t.Fatal(err)
	}
	return "http://" + down.Addr().String()
}

// hang says nothing until the client goes, which is seen once the body is read.
func hang(_ http.ResponseWriter, r *http.Request) {
	if _, err := io.Copy(io.Discard, r.Body); err == nil {
		<-r.Context().Done()
	}
}

// page answers with what a browser would show.
func page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	_, _ = io.WriteString(w, "<html><h1>It works!</h1></html>")
}

// cut closes in the middle of its answer.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "100")
	_, _ = io.WriteString(w, `{"vou`)
}

// TestBuildsThatAreNone: whatever stands at the address, the verdict, the words
// and the exit status are right, in bounded time and memory.
func TestBuildsThatAreNone(t *testing.T) {
	nobody := addressOfNobody(t)
	for _, row := range []struct {
		name, target string
		want         int
		say          string // on either stream
		why          string
	}{
		{"down", nobody, 3, "connection refused", "nobody was asked"},
		{"hangs", answering(t, hang), 3, "no whole answer within", "who says nothing breaks no rule"},
		{"a page of HTML", answering(t, page), 3, "text/html", "it does not even say what it can do"},
		{"an address that is none", "ftp://127.0.0.1", 2, "write it as http://127.0.0.1:8080", "misuse"},
		{"HTML to each command", right(t, onCommands(page)), 1, "text/html", "the contract demands JSON"},
		{"closes in mid-body", right(t, onCommands(cut)), 3, "ended in the middle", "an effect that is not known is no violation"},
		{"200 to all", answering(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			body := "{}"
			if strings.HasSuffix(r.URL.Path, "/capabilities") {
				body = capabilities
			}
			_, _ = io.WriteString(w, body)
		}), 1, "contract", "it makes no worlds, though it declares them"},
		{"each command hangs", right(t, onCommands(hang)), 3, "no whole answer within", "the run ends all the same"},
		{"1 GiB of body", right(t, onCommands(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			chunk := bytes.Repeat([]byte(" "), 1<<20)
			for range 1 << 10 {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		})), 1, "more than 8388608 bytes", "it is not read to its end"},
		{"an error to each command", right(t, onCommands(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "nil pointer", http.StatusInternalServerError)
		})), 1, "status 500", "a build that breaks down breaks the contract"},
		{"lies in its capabilities", right(t, func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/clock") {
					w.WriteHeader(http.StatusNotImplemented)
					return
				}
				h.ServeHTTP(w, r)
			})
		}), 1, "declares an ability and does not serve it", "declared and not served is a failure"},
		{"a clock that goes back", right(t, func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/clock") {
					w.Header().Set("Content-Type", "application/json")
					_, _ = fmt.Fprint(w, `{"now":"2020-01-01T00:00:00+05:00"}`)
					return
				}
				h.ServeHTTP(w, r)
			})
		}), 1, "a clock at 2020-01-01", "time only goes forward"},
	} {
		t.Run(row.name, func(t *testing.T) {
			patience := "20s" // a machine that is slow is no verdict; what hangs is waited for
			if strings.Contains(row.say, "no whole answer") {
				patience = "300ms"
			}
			status, stdout, stderr := conforming(t, "conform", "FOOD-CONSENT-001/*", "--suite", "stories", "--no-oracle", "--timeout", patience, "--target", row.target)
			if said := stdout + stderr; status != row.want || !strings.Contains(strings.Join(strings.Fields(said), " "), row.say) {
				t.Errorf("exit status %d, want %d: %s\nwant the words %q in\n%s", status, row.want, row.why, row.say, said)
			}
		})
	}
}

// TestBrokenFilesAreMisuse: nothing is judged by a file that cannot be read, and
// what is wrong is said with the file's name.
func TestBrokenFilesAreMisuse(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return at
	}
	whole := filepath.Join(dir, "run")
	if status, _, stderr := conforming(t, "conform", "GAS-WINDOW-001/*", "--suite", "stories", "--out", whole); status != 0 {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	events, err := os.ReadFile(filepath.Join(whole, "events.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	bundle := filepath.Join(dir, "run.vouch.tar.gz")
	if status, _, stderr := conforming(t, "bundle", whole, "--out", bundle); status != 0 {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	packed, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name string
		args []string
		want string
	}{
		{"known failures that are none", []string{"conform", "--known", file("known.yaml", "known_failures: [{check: x}]\n")}, "known.yaml:1:18: no reason"},
		{"known failures not there", []string{"conform", "--known", filepath.Join(dir, "none.yaml")}, "no such file"},
		{"a record cut off", []string{"judge", file("cut.ndjson", string(events[:len(events)/2]))}, "cut.ndjson: line "},
		{"a record of something else", []string{"judge", file("else.ndjson", "{\"a\":1}\n")}, "else.ndjson: line 1"},
		{"an empty record", []string{"judge", file("empty.ndjson", "")}, "empty.ndjson: empty"},
		{"a bundle cut off", []string{"verify", file("cut.tar.gz", string(packed[:len(packed)/2]))}, "cut.tar.gz: "},
		{"a bundle that is a page", []string{"verify", file("page.tar.gz", "<html>")}, "not a bundle of vouch"},
		{"a whole run as a failure", []string{"replay", filepath.Join(whole, "events.ndjson")}, "vouch judge reads a whole run"},
		{"settings with an unknown key", []string{"conform", "--config", file("vouch.yaml", "targt: x\n")}, `unknown key "targt"; did you mean target?`},
		{"a selector that matches nothing", []string{"conform", "GAS-WINDOW-01"}, "did you mean GAS-WINDOW-001?"},
		{"a profile that is none", []string{"conform", "--profile", "gas-cor"}, "did you mean gas-core?"},
		{"an unknown mutant", []string{"conform", "--mutant", "gas-window-closes-a-day-lat"}, "did you mean gas-window-closes-a-day-late?"},
		{"two builds", []string{"conform", "--mutant", "echo", "--target", "http://127.0.0.1:1"}, "name one build each"},
		{"a certificate of a part", []string{"conform", "--certify", "GAS-WINDOW-001"}, "--certify checks everything"},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, stdout, stderr := conforming(t, row.args...)
			if status != exitMisuse || !strings.Contains(stderr, row.want) || stdout != "" {
				t.Errorf("exit status %d, want 2\nwant the words %q in %q, and nothing printed: %q", status, row.want, stderr, stdout)
			}
		})
	}
}
