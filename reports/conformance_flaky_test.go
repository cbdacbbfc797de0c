package reports_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

// TestWhatComesAndGoesIsCalledFlaky: on the screen of a failure that did not fail
// again every time, and in the report; one that did is not called so.
func TestWhatComesAndGoesIsCalledFlaky(t *testing.T) {
	said := map[reports.Language]string{reports.English: "flaky: failed 1 of 3 times when asked again",
		reports.Russian: "нестабильно: повторов 3, из них с ошибкой 1", reports.Kazakh: "тұрақсыз: қайталау саны 3, оның қатемен аяқталғаны 1"}
	for _, again := range []*conformance.Again{nil, {Times: 3, Failed: 3}, {Times: 3, Failed: 1}} {
		f := windowFailure(t)
		f.Again = again
		r := result("GAS-WINDOW-001/window_last_day", conformance.Fail, voucher.Text{})
		r.Failure = f
		report := &conformance.Report{Results: []conformance.Result{r}}
		for l, want := range said {
			text := strings.Join(strings.Fields(conformanceText(t, report, reports.ConformanceOptions{Lang: l, Width: 400})), " ")
			if got := strings.Contains(text, want); got != again.Flaky() {
				t.Errorf("%+v: the screen in %s says %q: %v, want %v\n%s", again, l, want, got, again.Flaky(), text)
			}
		}
		var document reports.ConformanceDocument
		if err := json.Unmarshal(conformanceJSON(t, report), &document); err != nil {
			t.Fatal(err)
		}
		if got := document.Results[0].Failure; got.Flaky != again.Flaky() || (again != nil) != (got.Again != nil) {
			t.Errorf("%+v: report.json says flaky %v, again %+v", again, got.Flaky, got.Again)
		}
	}
}
