package conformance_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/simulator"
)

// TestSecretsAreFoundInDisguise: as they are, escaped, parted, without the prefix of the
// country, in base64; and nothing else is taken for one.
func TestSecretsAreFoundInDisguise(t *testing.T) {
	const iin, phone, token, code = "440420134908", "+77096180349", "t-ABCDEFGHIJKLMNOP234567", "9f86d081884c7d659a2feaa0c55ad015"
	planted := map[string]string{iin: "iin", phone: "phone", token: "token", code: "code",
		"Сәрсенбаева Айгүл": "name", "0098765": "account"}
	for _, tt := range []struct{ name, text, want string }{
		{"as it is", `{"detail":"person 440420134908"}`, "iin"},
		{"with blanks", "ИИН 440 420 134 908", "iin"},
		{"with dashes", "440420-134908", "iin"},
		{"escaped in JSON", `"\u0034\u0034\u0030420134908"`, "iin"},
		{"escaped in a URL", "/people?iin=%3440420134908", "iin"},
		{"in base64", base64.StdEncoding.EncodeToString([]byte("user=440420134908;")), "iin"},
		{"in base64, one byte on", base64.URLEncoding.EncodeToString([]byte("uuser=440420134908;")), "iin"},
		{"in base64, two bytes on", base64.StdEncoding.EncodeToString([]byte("uuuser=440420134908;")), "iin"},
		{"a phone", "sms to +77096180349", "phone"},
		{"a phone behind 8", "8 (709) 618-03-49", "phone"},
		{"a phone without a prefix", "709 618 03 49", "phone"},
		{"a phone in HTML", "&#43;77096180349", "phone"},
		{"a token", "Authorization: Bearer " + token, "token"},
		{"a code in capitals", strings.ToUpper(code), "code"},
		{"a code as a UUID", "9f86d081-884c-7d65-9a2f-eaa0c55ad015", "code"},
		{"two of them", iin + " " + phone, "iin phone"},
		{"another IIN", "880807269802", ""},
		{"a part of an IIN", "44042013490", ""},
		{"digits of a longer number", "1440420134908 4404201349080", ""},
		{"a sum of seconds", "vouch_request_seconds_sum 1.23457096180349", ""},
		{"a sum of seconds that a dot parts", "0.7096180349 123457.096180349", ""},
		{"a name", `{"buyer":"Сәрсенбаева Айгүл"}`, "name"},
		{"a family name alone", "для СӘРСЕНБАЕВА", "name"},
		{"a name escaped in JSON", `"\u0421\u04d9\u0440\u0441\u0435\u043d\u0431\u0430\u0435\u0432\u0430"`, "name"},
		{"an account of a person", `{"account":"0098765"}`, "account"},
		{"digits of an account in another word", "a0098765 90098765 0098765b", ""},
		{"an account", "0012345", ""},
		{"an instant and a sum", "2026-02-06T10:00:00+05:00 12345678901234567", ""},
		{"nothing", "", ""},
	} {
		if got := strings.Join(conformance.SecretsIn(planted, tt.text), " "); got != tt.want {
			t.Errorf("%s: %q holds %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
}

// guarding looks a build through for secrets.
func guarding(t *testing.T, target conformance.Target) *conformance.Report {
	t.Helper()
	report, err := conformance.Run(t.Context(), target, conformance.Options{Suites: []conformance.Suite{conformance.SuitePrivacy}})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// failing are the checks that fail, without their requirement.
func failing(r *conformance.Report) (ids []string) {
	for i := range r.Results {
		if r.Results[i].Verdict == conformance.Fail {
			ids = append(ids, strings.TrimPrefix(r.Results[i].Check, "BOTH-PRIVACY-001/"))
		}
	}
	return ids
}

// spill is a handler that tells a secret where a right build does not.
func spill(into func(path string, status int, h http.Header, body []byte) []byte) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := httptest.NewRecorder()
			h.ServeHTTP(answer, r)
			body := into(r.URL.Path, answer.Code, answer.Header(), answer.Body.Bytes())
			answer.Header().Del("Content-Length")
			for name, values := range answer.Header() {
				w.Header()[name] = values
			}
			w.WriteHeader(answer.Code)
			_, _ = w.Write(body)
		})
	}
}

// within puts a member into a body that is a JSON object.
func within(body []byte, part, name, value string) []byte {
	var all map[string]map[string]json.RawMessage
	if json.Unmarshal(body, &all) != nil || all[part] == nil {
		return body
	}
	all[part][name] = json.RawMessage(`"` + value + `"`)
	told, err := json.Marshal(all)
	if err != nil {
		return body
	}
	return told
}

// TestEachPlaceOfASecretIsTold: whatever leaks in one kind of answer fails the check of
// that, and of no other.
func TestEachPlaceOfASecretIsTold(t *testing.T) {
	iin, phone := simulator.IIN(1, true), simulator.Phone(2)
	name := simulator.NewPeople(1).Person(simulator.Who{Entity: 1, Number: 1, Female: true}).FamilyName
	const account = "0012345"
	for _, tt := range []struct {
		want string
		into func(path string, status int, h http.Header, body []byte) []byte
	}{
		{"", func(_ string, _ int, _ http.Header, body []byte) []byte { return body }},
		{"privacy_in_headers", func(_ string, _ int, h http.Header, body []byte) []byte { h.Set("X-Person", iin); return body }},
		{"privacy_in_problems", func(_ string, status int, _ http.Header, body []byte) []byte {
			if status < http.StatusBadRequest {
				return body
			}
			return bytes.Replace(body, []byte(`{`), []byte(`{"note":"`+iin+`",`), 1)
		}},
		{"privacy_in_lists", func(path string, _ int, _ http.Header, body []byte) []byte {
			return within(body, "list", "contact", strings.TrimPrefix(phone, "+7"))
		}},
		{"privacy_in_stores", func(_ string, _ int, _ http.Header, body []byte) []byte {
			return within(body, "store_day", "buyers", base64.StdEncoding.EncodeToString([]byte(iin)))
		}},
		{"privacy_in_stores", func(path string, _ int, _ http.Header, body []byte) []byte {
			return within(body, "store_day", "buyer", name)
		}},
		{"privacy_in_stores", func(path string, _ int, _ http.Header, body []byte) []byte {
			return within(body, "store_day", "account", account)
		}},
		{"privacy_in_reports", func(path string, _ int, _ http.Header, body []byte) []byte {
			return within(body, "ledger", "account", account)
		}},
		{"privacy_in_lists", func(path string, _ int, _ http.Header, body []byte) []byte {
			return within(body, "list", "whose", name)
		}},
		{"", func(path string, _ int, _ http.Header, body []byte) []byte {
			return within(body, "gas", "account", account)
		}}, // one's own
		{"privacy_in_reports", func(_ string, _ int, _ http.Header, body []byte) []byte { return within(body, "ledger", "by", iin) }},
		{"privacy_in_answers", func(_ string, _ int, _ http.Header, body []byte) []byte { return within(body, "food", "owner", iin) }},
	} {
		report := guarding(t, overHTTP(t, reference.World{}, spill(tt.into)))
		got := failing(report)
		if tt.want == "" && len(got) > 0 || tt.want != "" && !slices.Contains(got, tt.want) {
			t.Errorf("fails %q, want %q", got, tt.want)
		}
		// A header or a problem is told wherever it stands, by the life and by hand.
		got = slices.DeleteFunc(got, func(id string) bool { return id == tt.want || id == "privacy_of_what_was_sent" })
		if len(got) > 0 {
			t.Errorf("%s: %q fail as well; one place is one failure", tt.want, got)
		}
		for i := range report.Results {
			if text := report.Results[i].Text(); strings.Contains(text, iin) || strings.Contains(text, phone) || strings.Contains(text, name) {
				t.Errorf("%s: the failure's own screen tells the secret:\n%s", report.Results[i].Check, text)
			}
		}
	}
}

// TestALogThatTellsASecretIsFound, one that tells none is not, and one that tells
// nothing at all shows nothing. The lines of before the run are no matter of it.
func TestALogThatTellsASecretIsFound(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		want       conformance.Verdict
	}{
		{"clean", "request served", conformance.Pass},
		{"an IIN", "request of " + simulator.IIN(2, false), conformance.Fail},
		{"a phone with dashes", "sms to 8-709-" + simulator.Phone(1)[5:8] + "-" + simulator.Phone(1)[8:], conformance.Fail},
		{"silent", "", conformance.Blocked},
	} {
		name := filepath.Join(t.TempDir(), "build.log")
		if err := os.WriteFile(name, []byte("an older line of "+simulator.IIN(1, true)+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		var lock sync.Mutex
		target := overHTTP(t, reference.World{}, func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h.ServeHTTP(w, r)
				lock.Lock()
				defer lock.Unlock()
				if tt.line != "" {
					_, _ = io.WriteString(file, tt.line+"\n")
				}
			})
		})
		target.Logs = []string{name}
		r := guarding(t, target).Result("BOTH-PRIVACY-001/privacy_in_logs")
		if r.Verdict != tt.want {
			t.Errorf("%s: %s, want %s\n%s", tt.name, r.Verdict, tt.want, r.Text())
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestMetricsThatTellASecretAreFound, by a label with a phone; what is not there is
// not judged.
func TestMetricsThatTellASecretAreFound(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		status     int
		want       conformance.Verdict
	}{
		{"clean", "requests_total{route=\"/v1\"} 7\n", http.StatusOK, conformance.Pass},
		{"a phone as a label", "sms_total{to=\"" + simulator.Phone(1) + "\"} 1\n", http.StatusOK, conformance.Fail},
		{"none", "", http.StatusOK, conformance.Blocked},
		{"not there", "no", http.StatusNotFound, conformance.Blocked},
	} {
		metrics := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(tt.status)
			_, _ = io.WriteString(w, tt.body)
		}))
		t.Cleanup(metrics.Close)
		target := overHTTP(t, reference.World{}, nil)
		target.Metrics = metrics.URL
		if r := guarding(t, target).Result("BOTH-PRIVACY-001/privacy_in_metrics"); r.Verdict != tt.want {
			t.Errorf("%s: %s, want %s\n%s", tt.name, r.Verdict, tt.want, r.Text())
		}
	}
}
