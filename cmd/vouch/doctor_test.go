package main

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// behindGate serves a handler over TLS, with a certificate of its own, to who brings
// the header X-Gate only, and returns its address and the certificate's file.
func behindGate(t *testing.T, h http.Handler) (address, caFile string) {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Gate") != "open" {
			http.Error(w, "who are you?", http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // of refused handshakes
	s.StartTLS()
	t.Cleanup(s.Close)
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	return s.URL, fileWith(t, "ca.pem", string(block))
}

// TestEveryProbeGoesTheSameWay: what the flags say of certificates, headers and the
// control plane's path holds for the build in production mode too.
func TestEveryProbeGoesTheSameWay(t *testing.T) {
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux() // the control plane stands under a path of its own
	mux.Handle("/hidden/", http.StripPrefix("/hidden", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = wire.ControlPath + r.URL.Path
		server.ServeHTTP(w, r)
	})))
	mux.Handle("/v1/", server)
	build, ca := behindGate(t, mux)
	bare := http.NewServeMux() // as production has to be
	bare.Handle("/v1/", server)
	production, ca2 := behindGate(t, bare)
	flags := []string{"doctor", "--target", build, "--control-url", build + "/hidden", "--header", "X-Gate: open"}
	for _, row := range []struct {
		name string
		args []string
		want int
		say  []string
	}{
		{"as it has to be", []string{"--ca-file", ca, "--production", production}, exitOK, []string{"✓ the ledger adds up", "✓ no control plane in production: GET " + production + "/hidden/capabilities is answered with 404"}},
		{"the test build itself", []string{"--ca-file", ca2, "--production", build}, exitBroken, []string{"✗ no control plane in production: GET " + build + "/hidden/capabilities is answered with 200", "BOTH-CONTROL-001"}},
		{"without the certificate", nil, exitInconclusive, []string{"→ give the certificate of the authority that signed it, in PEM, with --ca-file FILE"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, stdout, stderr := conforming(t, append(flags, row.args...)...)
			demandWords(t, status, row.want, stdout+stderr, row.say...)
		})
	}
	t.Run("without the header", func(t *testing.T) {
		status, stdout, _ := conforming(t, "doctor", "--target", build, "--ca-file", ca)
		demandWords(t, status, exitInconclusive, stdout, "status 403", "with --control-token, or the headers that it wants with --header")
	})
	t.Run("a whole run", func(t *testing.T) { // the check of the wire asks the same
		status, stdout, stderr := conforming(t, append([]string{"conform", "BOTH-CONTROL-001/wire_absent_in_production", "--strict", "--ca-file", ca, "--production", build}, flags[1:]...)...)
		demandWords(t, status, exitBroken, stdout+stderr, "BOTH-CONTROL-001/wire_absent_in_production")
	})
}

// demandWords holds an exit status and what was said against what was wanted.
func demandWords(t *testing.T, status, want int, said string, words ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(said), " ")
	for _, w := range words {
		if !strings.Contains(flat, w) {
			t.Errorf("want the words %q in\n%s", w, said)
		}
	}
	if status != want {
		t.Errorf("exit status %d, want %d\n%s", status, want, said)
	}
}

// TestTheDoctorSaysWhatToDo: whatever stands at the address, each probe's words end
// in something that its reader can do.
func TestTheDoctorSaysWhatToDo(t *testing.T) {
	nobody := addressOfNobody(t)
	object := func(w http.ResponseWriter, body string) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body)
	}
	locked := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"title":"the bearer token is not known","reason":"token-unknown"}`)
	})
	foreign := func(code string) string {
		return right(t, func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				answer := httptest.NewRecorder()
				h.ServeHTTP(answer, r)
				w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
				w.WriteHeader(answer.Code)
				_, _ = io.WriteString(w, strings.ReplaceAll(answer.Body.String(), "no-ground", code))
			})
		})
	}
	tls, _ := behindGate(t, http.NotFoundHandler())
	for _, row := range []struct {
		name, target string
		want         int
		say          []string
	}{
		{"down", nobody, 3, []string{"✗ reachable", "connection refused", "→ nobody listens there: start the build, or mend host and port"}},
		{"a host that is none", "http://nobody.invalid", 3, []string{"the name nobody.invalid is not known", "→ mend the host in the address"}},
		{"hangs", answering(t, hang), 3, []string{"no whole answer within 300 ms", "→ it takes the connection and says nothing: look at its log", "--timeout gives it longer"}},
		{"a page of HTML", answering(t, page), 3, []string{"text/html", "→ this is a page for people: mend the address and the path"}},
		{"nothing there", answering(t, http.NotFound), 3, []string{"status 404", "→ there is no control plane: start the build as a test build, or name the address of its control plane with --control-url"}},
		{"closes in mid-body", answering(t, cut), 3, []string{"ended in the middle", "→ it broke off while it answered: look at its log"}},
		{"a wrong token", locked, 3, []string{"status 401: “token-unknown the bearer token is not known”; the contract", "→ the control plane does not let us in: give its token with --control-token"}},
		{"leads elsewhere", answering(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusFound) }), 3, []string{"status 302", "→ the contract has no redirects"}},
		{"a proxy without a build", answering(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }), 3, []string{"status 502", "→ a proxy answers for a build that is not there"}},
		{"plain HTTP under https", strings.Replace(answering(t, page), "http:", "https:", 1), 3, []string{"→ the address begins with https, and plain HTTP is spoken there: write http://"}},
		{"TLS under http", strings.Replace(tls, "https:", "http:", 1), 3, []string{"→ the address begins with http, and TLS is spoken there: write https://"}},
		{"200 and nothing to all", answering(t, func(w http.ResponseWriter, _ *http.Request) { object(w, "{}") }), 3, []string{"✗ reachable: the capabilities name no programme", `→ declare "programmes"`, "– accepts and refuses: the capabilities come first"}},
		{"200 to all", answering(t, func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/capabilities") {
				object(w, capabilities)
				return
			}
			object(w, "{}")
		}), 1, []string{"✓ reachable", "✗ accepts and refuses", "status 201", "→ make a world of the setup that is sent", "– the idempotency key is honoured: no command is answered in a world; mend what is said above first"}},
		{"HTML to each command", right(t, onCommands(page)), 1, []string{"✗ accepts and refuses", "→ this is a page for people"}},
		{"closes each command in mid-body", right(t, onCommands(cut)), 1, []string{"✗ accepts and refuses", "→ it broke off while it answered"}},
		{"each command hangs", right(t, onCommands(hang)), 1, []string{"✗ accepts and refuses", "→ it takes the connection and says nothing", "– the ledger adds up: no command is answered in a world"}},
		{"no token is taken", right(t, onCommands(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"reason":"token-unknown"}`)
		})), 1, []string{"→ the build does not take the token that belongs to this actor"}},
		{"an error to each command", right(t, onCommands(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "nil pointer", http.StatusInternalServerError)
		})), 1, []string{"status 500", "→ the build broke down: look at its log"}},
		{"a foreign code", foreign("NOT_ELIGIBLE"), 1, []string{`✗ reasons come through: the reason code is "NOT_ELIGIBLE", which is none of the contract's`, "→ send no-ground instead, or write the line NOT_ELIGIBLE: no-ground into a file and give it with --reasons FILE"}},
		{"a foreign code that YAML would read otherwise", foreign("417"), 1, []string{"the line '417': no-ground into"}},
		{"another reason", foreign("value-invalid"), 1, []string{"✗ reasons come through: the reason is "}},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, stdout, stderr := conforming(t, "doctor", "--timeout", "300ms", "--target", row.target)
			demandWords(t, status, row.want, stdout+stderr, row.say...)
			for _, lang := range []string{"ru", "kk"} {
				status, stdout, stderr := conforming(t, "doctor", "--timeout", "300ms", "--target", row.target, "--lang", lang)
				demandWords(t, status, row.want, stdout+stderr)
				if odd := foreignTo(stdout); odd != nil {
					t.Errorf("in %s the doctor says %q, want words of the language:\n%s", lang, odd, stdout)
				}
			}
		})
	}
	t.Run("a foreign code in the table", func(t *testing.T) {
		status, stdout, _ := conforming(t, "doctor", "--target", foreign("NOT_ELIGIBLE"), "--reasons", fileWith(t, "codes.yaml", "NOT_ELIGIBLE: no-ground\n"))
		demandWords(t, status, exitOK, stdout, "✓ reasons come through: no ground to be on the list (no-ground)")
	})
}

// ofNoLanguage is what the doctor says alike in every language: requests and addresses,
// what a build said, codes and members of the contract, what is typed, standards.
var ofNoLanguage = regexp.MustCompile(`«[^»]*»|\([a-z_-]+\)|(GET|POST) \S+|https?(://\S*)?|"[^"]*"|'[^']*'|--[a-z-]+( FILE| URL| 30s)?|\b[a-z]+(-[a-z]+)+\b|\b(application|text)/[a-z+]+|` +
	`\b(Vouch-World|Idempotency-Key|HTTP|TLS|PEM|SMS|BOTH-CONTROL-001|vouch (doctor|openapi|reference)|reason|NOT_ELIGIBLE|E|JSON|nobody.invalid|theirs 1)\b`)

// foreignTo returns the Latin words of what was said in Russian or Kazakh.
func foreignTo(said string) []string {
	return regexp.MustCompile(`[A-Za-z]+`).FindAllString(ofNoLanguage.ReplaceAllString(said, ""), -1)
}

// TestTheDoctorWaits for a build that is starting, says for what, and does not wait
// where no time helps.
func TestTheDoctorWaits(t *testing.T) {
	var asked atomic.Int32
	slow := right(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) < 3 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			h.ServeHTTP(w, r)
		})
	})
	status, stdout, stderr := conforming(t, "doctor", "--wait", "30s", "--target", slow)
	demandWords(t, status, exitOK, stdout+stderr, fmt.Sprintf("waiting up to 30s for %s to say what it can do", slow), "reached after ", "✓ reachable")

	locked := answering(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	status, stdout, stderr = conforming(t, "doctor", "--wait", "10m", "--target", locked) // longer than tests may last
	demandWords(t, status, exitInconclusive, stdout+stderr, "✗ reachable", "status 401")

	down := answering(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	status, stdout, stderr = conforming(t, "doctor", "--wait", "300ms", "--target", down)
	demandWords(t, status, exitInconclusive, stdout+stderr, "not reached within 300ms", "✗ reachable")

	status, _, stderr = conforming(t, "doctor", "--wait", "1s")
	demandWords(t, status, exitMisuse, stderr, "--wait goes with --target")
}

// TestTheDoctorOnlyReadsWhatStands: of a staging system with people of its operator
// records are read; nothing is asked that would change one.
func TestTheDoctorOnlyReadsWhatStands(t *testing.T) {
	system, err := reference.World{}.New(t.Context(), conformance.StoreSetup())
	if err != nil {
		t.Fatal(err)
	}
	list := &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: 1, Owner: 1, Members: []voucher.PersonID{1}, Residence: 111010000}}}
	list.Actor, list.Key = voucher.Actor{Role: voucher.ListOwner}, voucher.KeyOf(1, 1)
	if o, err := system.Do(t.Context(), list); err != nil || o.Refusal != nil {
		t.Fatalf("list: %v, %v", o.Refusal, err)
	}
	server, err := wire.NewServer(wire.ServerOptions{System: system, Tokens: []wire.Token{{Role: voucher.Citizen, ID: "1", Token: "t-citizen"}}})
	if err != nil {
		t.Fatal(err)
	}
	var changed atomic.Int32
	build := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			changed.Add(1)
		}
		server.ServeHTTP(w, r)
	})
	const people = "build: {name: staging, programmes: food, parties: [wallet], reasons: true}\npeople: [{id: \"1\", token: TOKEN}]\nfamilies: [{id: \"1\"}]\n"
	for _, row := range []struct {
		token string
		want  int
		say   []string
	}{
		{"t-citizen", exitOK, []string{"✓ accepts and refuses: the first of people reads food_wallet of their own", "✓ reasons come through: this role may not do this (role-not-allowed)", "– worlds are apart: the build has no worlds, and what stands there is left alone"}},
		{"t-wrong", exitBroken, []string{"✗ accepts and refuses", "token-unknown", "or mend those in the file of people"}},
	} {
		status, stdout, stderr := conforming(t, "doctor", "--target", build, "--people", fileWith(t, "people.yaml", strings.Replace(people, "TOKEN", row.token, 1)))
		demandWords(t, status, row.want, stdout+stderr, row.say...)
	}
	if n := changed.Load(); n != 0 {
		t.Errorf("%d requests that may change something, want none: somebody works there", n)
	}
}
