package reports_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

// TestKnownFailuresAreReadBack: what a run leaves as a file of known failures is read back as its failures, each with its
// fingerprint, once a reason is given: without one it is refused, so that nobody lists what nobody looked at.
func TestKnownFailuresAreReadBack(t *testing.T) {
	const first, second = "GAS-WINDOW-001/window_last_day/first_instant_after", "FOOD-EXPIRY-002/expiry_annulled_with_the_month"
	r := conforming()
	for _, c := range []struct {
		check string
		v     conformance.Verdict
	}{{first, conformance.Fail}, {second, conformance.ExpectedFail}, {"FOOD-CREDIT-001/warned", conformance.Warn}} {
		one := result(c.check, c.v, inAll(""))
		one.Failure = &conformance.Failure{Fingerprint: `confirm: want "refused", got ` + c.check}
		r.Results = append(r.Results, one)
	}
	already := []conformance.KnownFailure{{Check: second, Reason: `as "agreed": 5.3`, Expires: "2031-05-01", Fingerprint: "old"}}
	var b bytes.Buffer
	if err := reports.KnownFailures(&b, r, already, voucher.Date(2030, 1, 31)); err != nil {
		t.Fatal(err)
	}
	if _, err := conformance.ReadKnown("known.yaml", b.Bytes()); err == nil || !strings.Contains(err.Error(), "no reason") || strings.Contains(err.Error(), "\n") {
		t.Errorf("as it is left it is read with %v, want the one entry without a reason to be refused:\n%s", err, b.String())
	}
	filled := strings.Replace(b.String(), `reason: ""`, "reason: the nightly job", 1)
	got, err := conformance.ReadKnown("known.yaml", []byte(filled))
	want := []conformance.KnownFailure{
		{Check: first, Reason: "the nightly job", Expires: "2030-01-31", Fingerprint: `confirm: want "refused", got ` + first},
		{Check: second, Reason: `as "agreed": 5.3`, Expires: "2031-05-01", Fingerprint: `confirm: want "refused", got ` + second},
	}
	if err != nil || len(got) != 2 || !slices.Contains(got, want[0]) || !slices.Contains(got, want[1]) {
		t.Errorf("read back as %+v, %v; want %+v, and no warning among them", got, err, want)
	}
}

// TestWhatWaitsForAKnownFailureIsToldApart: a server that publishes tests shows no error of it, the terminal and the
// summary tell it beside the known failures and not among what could not be judged, and JSON names the failure.
func TestWhatWaitsForAKnownFailureIsToldApart(t *testing.T) {
	const known, waits = "GAS-WINDOW-001/window_last_day", "GAS-WINDOW-001/window_last_day/first_instant_after"
	r := conforming()
	failed := result(known, conformance.ExpectedFail, inAll("mended in 5.3"))
	failed.Failure = &conformance.Failure{Fingerprint: "confirm: want ok, got refused window-closed"}
	waiting := result(waits, conformance.Blocked, inAll("its twin did not pass"))
	waiting.KnownBy = known
	r.Results = append(r.Results, failed, waiting)
	r.Causes = append(r.Causes, conformance.Cause{Key: "k", Checks: []string{known}, Verdict: conformance.ExpectedFail})
	_, doc := junit(t, r)
	if doc.Errors != 0 || doc.Failures != 0 || doc.Skipped != 2 {
		t.Errorf("JUnit has %d errors, %d failures, %d skipped; want both skipped", doc.Errors, doc.Failures, doc.Skipped)
	}
	var text, summary bytes.Buffer
	if err := reports.ConformanceText(&text, r, reports.ConformanceOptions{Width: 200}); err != nil {
		t.Fatal(err)
	}
	if err := reports.ConformanceSummary(&summary, r, reports.English); err != nil {
		t.Fatal(err)
	}
	for _, told := range []string{text.String(), summary.String()} {
		if !strings.Contains(told, "Kept from being judged by known failures alone: 1") || !strings.Contains(told, "1 × waits until the known failure") || strings.Contains(told, "Could not be judged") {
			t.Errorf("it does not tell what waits for a known failure apart:\n%s", told)
		}
	}
	if want := "FAILS AS KNOWN · known failures: 1, kept from being judged by them alone: 1 · "; !strings.Contains(text.String(), want) {
		t.Errorf("the last line does not begin with %q:\n%s", want, text.String())
	}
	var whole reports.ConformanceDocument
	if err := json.Unmarshal(conformanceJSON(t, r), &whole); err != nil {
		t.Fatal(err)
	}
	if last := whole.Results[len(whole.Results)-1]; last.BlockedBy != known {
		t.Errorf("JSON says that %s is blocked by %q, want %s", last.Check, last.BlockedBy, known)
	}
	if c := whole.Causes[len(whole.Causes)-1]; len(c.Fingerprints) != 1 || c.Fingerprints[0] != failed.Failure.Fingerprint {
		t.Errorf("the cause has the fingerprints %q, want that of its check: a file of known failures needs it", c.Fingerprints)
	}
}
