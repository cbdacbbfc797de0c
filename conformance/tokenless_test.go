package conformance_test

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// withoutTokens answers the path for tokens in its own way.
func withoutTokens(status int, body string) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/tokens") {
				h.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		})
	}
}

// TestWithoutTokensNothingIsSaidOfTheRules: a build whose control plane gives no tokens
// yet breaks one demand, that on what it declares; of all others nothing was seen, and
// each says what to build first. So it is with a build of which nothing is built yet.
func TestWithoutTokensNothingIsSaidOfTheRules(t *testing.T) {
	const first = "POST …/worlds/{world}/tokens"
	none := narrow{reference.World{}, func(c *voucher.Capabilities) {
		*c = voucher.Capabilities{Name: "skeleton", Programmes: voucher.Food, Parties: []string{"wallet", "portal", "store"}}
	}}
	for _, row := range []struct {
		name   string
		target conformance.Target
		broken []string
		say    string // by what of the store's day could not be judged
		why    string
	}{
		{"501", overHTTP(t, reference.World{}, withoutTokens(http.StatusNotImplemented, "")), []string{servesCheck}, first, "it says that it does not have them"},
		{"404", overHTTP(t, reference.World{}, withoutTokens(http.StatusNotFound, `{"status":404,"title":"Not Found"}`)), []string{servesCheck}, first, "a framework's own answer to a path that there is not"},
		{"405", overHTTP(t, reference.World{}, withoutTokens(http.StatusMethodNotAllowed, "")), []string{servesCheck}, first, "the same"},
		{"a skeleton", overHTTP(t, none, nil), nil, "--people FILE", "it declares nothing, so that nothing of it is untrue"},
	} {
		options := conformance.Options{Cases: 1, Families: 1, Rounds: 1, Workers: 2, Oracle: reference.World{}}
		report, err := conformance.Run(t.Context(), row.target, options)
		if err != nil {
			t.Fatal(err)
		}
		var broken []string
		for i := range report.Results {
			if r := &report.Results[i]; r.Verdict == conformance.Fail {
				broken = append(broken, r.Check)
			}
		}
		if !slices.Equal(broken, row.broken) {
			t.Errorf("%s: %d checks are broken: %v; want %v: %s", row.name, len(broken), broken[:min(len(broken), 9)], row.broken, row.why)
		}
		day := report.Result("FOOD-PURCHASE-002/store_discount_within_balance")
		if day.Verdict != conformance.Blocked || !strings.Contains(day.Why.En, row.say) {
			t.Errorf("%s: the store's day is %s; want blocked, and the words %q", row.name, day.Text(), row.say)
		}
		if want := conformance.ExitInconclusive - 2*len(row.broken); report.Exit != want {
			t.Errorf("%s: exit status %d, want %d", row.name, report.Exit, want)
		}
	}
}

// TestAWorldThatIsNotKnownIsNoLack: the twin, with a reason, is an answer that breaks the
// contract of a world just made.
func TestAWorldThatIsNotKnownIsNoLack(t *testing.T) {
	target := overHTTP(t, reference.World{}, withoutTokens(http.StatusNotFound, `{"status":404,"reason":"world-unknown"}`))
	report, err := conformance.Run(t.Context(), target, conformance.Options{Select: []string{"FOOD-PURCHASE-002/store_discount_within_balance"}})
	if err != nil {
		t.Fatal(err)
	}
	if r := report.Results[0]; r.Verdict != conformance.Fail || !strings.Contains(r.Why.En, "world-unknown") {
		t.Errorf("%s; want fail, with the reason that came", r.Text())
	}
}

// withTokensUntil answers the path for tokens in its own way after the first token.
func withTokensUntil(status int) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		var asked atomic.Int64
		none := withoutTokens(status, "")(h)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/tokens") && asked.Add(1) > 1 {
				none.ServeHTTP(w, r)
				return
			}
			h.ServeHTTP(w, r)
		})
	}
}

// TestABuildThatLosesItsTokensIsBroken: a bare 404 after a token was given is no lack of
// an ability. The build lost the world or the path, and the exit status says that it fails.
func TestABuildThatLosesItsTokensIsBroken(t *testing.T) {
	for _, status := range []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented} {
		target := overHTTP(t, reference.World{}, withTokensUntil(status))
		report, err := conformance.Run(t.Context(), target, conformance.Options{Select: []string{"FOOD-PURCHASE-002/store_discount_within_balance"}})
		if err != nil {
			t.Fatal(err)
		}
		if r := report.Results[0]; r.Verdict != conformance.Fail || report.Exit != conformance.ExitViolation {
			t.Errorf("%d after the first token: %s, exit status %d; want fail and %d: the path was there", status, r.Text(), report.Exit, conformance.ExitViolation)
		}
	}
}

// TestTheDoctorNamesTheStepThatIsMissing: first worlds and tokens, then tokens alone; an
// ability is named as missing where it is, and nowhere else.
func TestTheDoctorNamesTheStepThatIsMissing(t *testing.T) {
	lacks := func(deny func(*voucher.Capabilities)) voucher.World { return narrow{reference.World{}, deny} }
	for _, row := range []struct {
		name, probe string
		target      conformance.Target
		say, not    string
	}{
		{"no worlds", "accepts and refuses", overHTTP(t, lacks(func(c *voucher.Capabilities) { c.Worlds = false }), nil), "POST …/worlds/{world}/tokens with 200", ""},
		{"no tokens", "accepts and refuses", overHTTP(t, reference.World{}, withoutTokens(http.StatusNotFound, "")), "build tokens next", "201"},
		{"food alone, no clock", "the ledger adds up", conformance.Target{World: lacks(func(c *voucher.Capabilities) { c.Programmes, c.Clock = voucher.Food, false })}, "(clock)", "(food)"},
		{"food alone, no worlds", "the clock runs what is due", conformance.Target{World: lacks(func(c *voucher.Capabilities) { c.Worlds = false })}, "(worlds)", "(clock)"},
		{"gas alone", "the ledger adds up", conformance.Target{World: lacks(func(c *voucher.Capabilities) { c.Programmes = voucher.Gas })}, "(food)", "(clock)"},
	} {
		for _, p := range conformance.Doctor(t.Context(), row.target) {
			said := p.Said.En + "; " + p.Fix.En
			if p.Name.En == row.probe && (!strings.Contains(said, row.say) || row.not != "" && strings.Contains(said, row.not)) {
				t.Errorf("%s: %s: %s; want the words %q, and not %q", row.name, p.Name.En, said, row.say, row.not)
			}
		}
	}
}
