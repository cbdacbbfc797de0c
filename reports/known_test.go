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
	already := []conformance.KnownFailure{{Check: second, Reason: `as "agreed": 5.3`, Expires: "2031-05-01", Fingerprint: `confirm: want "refused", got ` + second}}
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

// TestAReasonIsOfOneFailure: a new failure does not inherit the reason of another one of its check, nor does one whose
// day is over go on under its reason: else the next run would call known what nobody has looked at. What the entry said
// is not lost; and the entry of a check that was not judged stays as it is.
func TestAReasonIsOfOneFailure(t *testing.T) {
	const check, elsewhere = "GAS-WINDOW-001/window_last_day/first_instant_after", "FOOD-EXPIRY-002/expiry_annulled_with_the_month"
	const old, now = `confirm: want "refused", got ok`, "confirm: want refused, got an error"
	fresh := conformance.KnownFailure{Check: check, Expires: "2030-01-31", Fingerprint: now}
	for _, row := range []struct {
		name    string
		verdict conformance.Verdict
		entry   conformance.KnownFailure
		want    []conformance.KnownFailure
		comment string
	}{
		{"the same failure", conformance.ExpectedFail, conformance.KnownFailure{Check: check, Reason: "mended in 5.3", Expires: "2031-05-01", Fingerprint: now},
			[]conformance.KnownFailure{{Check: check, Reason: "mended in 5.3", Expires: "2031-05-01", Fingerprint: now}}, ""},
		{"another failure", conformance.Fail, conformance.KnownFailure{Check: check, Reason: "mended in 5.3,\nso they say", Expires: "2031-05-01", Fingerprint: old, Problem: conformance.ProblemOther},
			[]conformance.KnownFailure{fresh}, `  # The entry until now was for another failure, "confirm: want \"refused\", got ok", with the reason "mended in 5.3,\nso they say"` + "\n  - check: " + check},
		{"the same failure, and its day is over", conformance.Fail, conformance.KnownFailure{Check: check, Reason: "mended in 5.3", Expires: "2029-12-31", Fingerprint: now, Problem: conformance.ProblemExpired},
			[]conformance.KnownFailure{fresh}, `  # The entry until now expired on 2029-12-31, with the reason "mended in 5.3"` + "\n  - check: " + check},
		{"a check that was not judged", conformance.Fail, conformance.KnownFailure{Check: elsewhere, Reason: "agreed", Expires: "2029-12-31", Fingerprint: old, Problem: conformance.ProblemNotRun},
			[]conformance.KnownFailure{fresh, {Check: elsewhere, Reason: "agreed", Expires: "2029-12-31", Fingerprint: old}}, ""},
		{"a check that no longer fails", conformance.Fail, conformance.KnownFailure{Check: elsewhere, Reason: "agreed", Expires: "2031-05-01", Fingerprint: old, Problem: conformance.ProblemStale},
			[]conformance.KnownFailure{fresh}, ""},
	} {
		r := conforming()
		failed := result(check, row.verdict, inAll(""))
		failed.Failure = &conformance.Failure{Fingerprint: now}
		r.Results = append(r.Results, failed)
		already := row.entry
		already.Problem = "" // as the file has it
		if row.entry.Problem != "" {
			r.Known = []conformance.KnownFailure{row.entry}
		}
		var b bytes.Buffer
		if err := reports.KnownFailures(&b, r, []conformance.KnownFailure{already}, voucher.Date(2030, 1, 31)); err != nil {
			t.Fatal(err)
		}
		for i := range row.want {
			if row.want[i].Reason == "" {
				row.want[i].Reason = "looked at now"
			}
		}
		filled := strings.ReplaceAll(b.String(), `reason: ""`, "reason: looked at now")
		got, err := conformance.ReadKnown("known.yaml", []byte(filled))
		if err != nil || !slices.Equal(got, row.want) {
			t.Errorf("%s: read back, once what has no reason is given one, as %+v, %v; want %+v\n%s", row.name, got, err, row.want, b.String())
		}
		if strings.Count(b.String(), "# The entry until now") != min(1, len(row.comment)) || !strings.Contains(b.String(), row.comment) {
			t.Errorf("%s: it has another comment than %q:\n%s", row.name, row.comment, b.String())
		}
	}
}

// TestWhatTripsIsListedToo: once the failure over which it trips is listed, a check fails by itself, in the way that the
// file says.
func TestWhatTripsIsListedToo(t *testing.T) {
	const check = "FOOD-EXPIRY-002/expiry_annulled_with_the_month"
	r := conforming()
	tripped := result(check, conformance.Blocked, inAll("it trips over FOOD-CREDIT-001"))
	tripped.Tripped = &conformance.Failure{Fingerprint: "ask food_wallet: want left, got left"}
	r.Results = append(r.Results, tripped)
	var file strings.Builder
	if err := reports.KnownFailures(&file, r, nil, voucher.MonthOf(2030, 1).Day(31)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# Not judged: it trips over FOOD-CREDIT-001. Once that is known", "check: " + check, `fingerprint: "ask food_wallet: want left, got left"`} {
		if !strings.Contains(file.String(), want) {
			t.Errorf("no %q: whoever lists the other failure would meet this one as a new one\n%s", want, &file)
		}
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
