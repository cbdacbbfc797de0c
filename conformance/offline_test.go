package conformance_test

import (
	"bytes"
	"net/http"
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// guarded are the suites that look at who may do and see what.
var guarded = []conformance.Suite{conformance.SuiteAccess, conformance.SuitePrivacy}

// judgedOffline runs the suites access and privacy over HTTP, and judges the record
// without the build.
func judgedOffline(t *testing.T, w voucher.World, around func(http.Handler) http.Handler, patterns ...string) (live, again *conformance.Report) {
	t.Helper()
	var events bytes.Buffer
	live, err := conformance.Run(t.Context(), overHTTP(t, w, around), conformance.Options{Suites: guarded, Select: patterns, Workers: 2, Events: &events})
	if err != nil {
		t.Fatal(err)
	}
	again, err = conformance.Judge(t.Context(), &events, conformance.JudgeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return live, again
}

// sayTheSame compares what the record gives with what the run said: verdicts, what was
// expected and what came, and figures.
func sayTheSame(t *testing.T, live, again *conformance.Report) {
	t.Helper()
	if live.Exit != again.Exit || len(live.Results) != len(again.Results) {
		t.Errorf("judged again: exit status %d of %d checks, the run said %d of %d", again.Exit, len(again.Results), live.Exit, len(live.Results))
	}
	for i := range again.Results {
		got := &again.Results[i]
		want := live.Result(got.Check)
		if want == nil || got.Verdict != want.Verdict || got.Why != want.Why || (got.Failure == nil) != (want.Failure == nil) {
			t.Errorf("judged again:\n%s\nthe run said of it:\n%s", got.Text(), want.Text())
			continue
		}
		if f, g := got.Failure, want.Failure; f != nil && (f.Requirement != g.Requirement || f.Fingerprint != g.Fingerprint ||
			!slices.Equal(f.Expected, g.Expected) || !slices.Equal(f.Got, g.Got)) {
			t.Errorf("%s: judged again, %s expected %q and got %q; the run said %s, %q and %q", got.Check, f.Requirement, f.Expected, f.Got, g.Requirement, g.Expected, g.Got)
		}
	}
	if a, b := again.Cells(), live.Cells(); a.Tried != b.Tried || a.Let != b.Let || a.Turned != b.Turned || a.Guesses != b.Guesses {
		t.Errorf("judged again: %+v, the run said %+v", a, b)
	}
}

// TestAccessAndPrivacyAreJudgedOffline: of the reference the record of the two suites
// gives what the run gave, check by check, and the figures of the matrix.
func TestAccessAndPrivacyAreJudgedOffline(t *testing.T) {
	live, again := judgedOffline(t, reference.World{}, nil)
	sayTheSame(t, live, again)
	passed := map[conformance.Suite]int{}
	for i := range again.Results {
		if again.Results[i].Verdict == conformance.Pass {
			passed[again.Results[i].Suite]++
		}
	}
	if again.Count(conformance.Fail) > 0 || passed[conformance.SuiteAccess] < 40 || passed[conformance.SuitePrivacy] < 3 || again.Cells().Tried < 500 {
		t.Errorf("%d fail, passed by suite %v, %d cells; want none, most checks of both suites, and 500 cells at least",
			again.Count(conformance.Fail), passed, again.Cells().Tried)
	}
}

// TestALeakIsFoundInTheRecord: what a wrong build let somebody do or see is found in its
// record alone, in the same words.
func TestALeakIsFoundInTheRecord(t *testing.T) {
	for _, tt := range []struct{ id, check, why string }{
		{"both-iin-in-an-error-body", "BOTH-PRIVACY-001/*", "an answer that is wrong in the text of a problem"},
		{"both-phone-in-the-providers-list", "BOTH-PRIVACY-001/*", "a record that shows more than its reader may see"},
		{"food-codes-are-counted", "FOOD-QR-001/access_*", "what no single answer shows: how one code follows from another"},
		{"both-another-stores-day-readable", "BOTH-ACCESS-001/access_store_day", "a record of another that is shown"},
		{"both-missing-token-accepted", "BOTH-ACCESS-001/*", "a call without a token, outside the world that is read"},
	} {
		t.Run(tt.id, func(t *testing.T) {
			m, ok := mutant.Lookup(tt.id)
			if !ok {
				t.Fatalf("no wrong build is called %s", tt.id)
			}
			w := m.World()
			live, again := judgedOffline(t, w, func(h http.Handler) http.Handler { return m.Wrap(h, w) }, tt.check)
			sayTheSame(t, live, again)
			if again.Exit != conformance.ExitViolation || again.Count(conformance.Fail) == 0 {
				t.Errorf("judged again: exit status %d, %d fail; want a violation found: %s", again.Exit, again.Count(conformance.Fail), tt.why)
			}
		})
	}
}
