package conformance_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
)

// assailed asks a build for hostile input alone.
func assailed(t *testing.T, target conformance.Target, o conformance.Options) *conformance.Report {
	t.Helper()
	o.Suites = []conformance.Suite{conformance.SuiteHostile}
	report, err := conformance.Run(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// someOperations are asked in every test run; the tag long asks all of them.
var someOperations = []string{
	"BOTH-INPUT-001/hostile_purchase", "BOTH-INPUT-001/hostile_deliver", "BOTH-INPUT-001/hostile_rate", "BOTH-INPUT-001/hostile_read_stock",
	"BOTH-INPUT-001/hostile_make_token", "BOTH-INPUT-001/hostile_move_clock", "BOTH-INPUT-001/hostile_slow_bodies",
}

// TestTheReferenceWithstandsHostileInput: whatever the seed, every operation refuses
// what breaks the contract, and nothing that it refuses changes anything.
func TestTheReferenceWithstandsHostileInput(t *testing.T) {
	report := assailed(t, withPatience(t, reference.World{}, nil, 50*time.Second), conformance.Options{Workers: 2, Seed: 3, Timeout: 10 * time.Minute, Select: someOperations})
	onlyPasses(t, report)
	all := report.Inputs()
	if all.Sent < 1_000 || all.Refused < all.Sent*8/10 || all.Accepted == 0 || all.Compared < 50 {
		t.Errorf("%+v; want thousands of inputs of which most are refused and some may be accepted, with what is read compared", all)
	}
	t.Logf("%+v in %v", all, report.Figures.Elapsed)
}

// TestHostileInputNeedsAWire: in process nothing malformed can be asked, and that is
// said and holds nothing up.
func TestHostileInputNeedsAWire(t *testing.T) {
	report := assailed(t, conformance.Target{World: reference.World{}}, conformance.Options{})
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict != conformance.Unsupported || r.Inputs != nil {
			t.Errorf("%s: %s, %+v; want unsupported in process, and no figures", r.Check, r.Verdict, r.Inputs)
		}
	}
}

// turnsLargeAway is a build that takes bodies of a megabyte and no more at this time,
// and says so in a way.
func turnsLargeAway(say func(http.ResponseWriter)) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.ContentLength > 1<<20 {
				w.Header().Set("Retry-After", "1")
				say(w)
				return
			}
			h.ServeHTTP(w, r)
		})
	}
}

// TestALargeBodyMayBeTurnedAway: 503 with Retry-After and a problem is an honest answer
// to ten megabytes, which no build has to take at any time; 503 without a word why is none.
func TestALargeBodyMayBeTurnedAway(t *testing.T) {
	const check = "BOTH-INPUT-001/hostile_purchase"
	for _, tt := range []struct {
		name string
		say  func(http.ResponseWriter)
		want conformance.Verdict
	}{
		{"busy, in a problem", func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", wire.ProblemType)
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, `{"type":"urn:vouch:reason:busy","title":"more than is taken at a time","status":503,"reason":"busy"}`)
		}, conformance.Pass},
		{"without a word", func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) }, conformance.Fail},
	} {
		report := assailed(t, overHTTP(t, reference.World{}, turnsLargeAway(tt.say)), conformance.Options{Workers: 2, Select: []string{check}})
		if r := report.Result(check); r.Verdict != tt.want {
			t.Errorf("%s: %s, want %s\n%s", tt.name, r.Verdict, tt.want, r.Text())
		}
	}
}
