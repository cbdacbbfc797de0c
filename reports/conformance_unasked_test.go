package reports_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reports"
)

// notThere is the report of a build that could be asked nothing, for a reason.
func notThere(why string) *conformance.Report {
	return &conformance.Report{
		Suite: "1", Address: "http://127.0.0.1:1", Seed: 1, PlanHash: "7c1e0f6d2b9a4e58", Exit: conformance.ExitInconclusive,
		Unasked: conformance.Unasked(errors.New(why)),
	}
}

// A server that publishes test results finds one that is an error where the build could be asked nothing, and never a
// document without a test, which it takes for green.
func TestJUnitOfABuildThatIsNotThere(t *testing.T) {
	text, doc := junit(t, notThere("GET http://127.0.0.1:1/x: <odd> & ]]> \x00"))
	if doc.Tests != 1 || doc.Errors != 1 || doc.Failures+doc.Skipped != 0 || len(doc.Suites) != 1 || len(doc.Suites[0].Cases) != 1 {
		t.Fatalf("%d tests, %d errors, %d failures, %d skipped; want one test, which is an error:\n%s", doc.Tests, doc.Errors, doc.Failures, doc.Skipped, text)
	}
	if c := doc.Suites[0].Cases[0]; len(c.Error) != 1 || c.Name == "" || c.Class != doc.Suites[0].Name || doc.Suites[0].Errors != 1 || doc.Suites[0].Tests != 1 {
		t.Errorf("the test case is %+v of %+v, want a name, its suite as class, and an error", c, doc.Suites[0])
	}
	for _, want := range []string{`message="nothing was judged: GET http://127.0.0.1:1/x: `, "vouch doctor says what to do"} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	readByXMLLint(t, text)
}

// Every report of such a run says in its language what was in the way and what to do, and nothing of checks that nobody
// asked.
func TestReportsOfABuildThatIsNotThere(t *testing.T) {
	r := notThere("GET http://127.0.0.1:1/x: connection refused")
	for _, l := range reports.Languages() {
		why, fix := reports.Hindered(r.Address, r.Unasked, l)
		var text, page, summary bytes.Buffer
		for _, err := range []error{
			reports.ConformanceText(&text, r, reports.ConformanceOptions{Lang: l, Width: 200}), reports.ConformancePage(&page, r, l, nil), reports.ConformanceSummary(&summary, r, l),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for name, told := range map[string]string{"text": text.String(), "page": page.String(), "summary": summary.String()} {
			if !strings.Contains(told, why) || !strings.Contains(told, fix) {
				t.Errorf("%s: the %s does not say %q and %q:\n%s", l, name, why, fix, told)
			}
		}
		for _, none := range []string{"0 checks", "0 проверок", "0 тексеру", "reference"} {
			if strings.Contains(text.String()+summary.String(), none) {
				t.Errorf("%s: it tells of %q, and nothing was asked:\n%s", l, none, text.String())
			}
		}
	}
}
