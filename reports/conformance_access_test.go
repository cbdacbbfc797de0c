package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reports"
)

// TestTheMatrixOfRolesIsTold: how many cells were tried, and by name which could not
// be, in every language; and nothing of it where no role tried anything.
func TestTheMatrixOfRolesIsTold(t *testing.T) {
	report := &conformance.Report{Exit: conformance.ExitConforms, Results: []conformance.Result{
		{Check: "BOTH-ACCESS-001/access_rate", Suite: conformance.SuiteAccess, Requirement: "BOTH-ACCESS-001", Verdict: conformance.Pass,
			Cells: &conformance.Cells{Tried: 10, Let: 1, Turned: 9}},
		{Check: "BOTH-ACCESS-001/access_scan_code", Suite: conformance.SuiteAccess, Requirement: "BOTH-ACCESS-001", Verdict: conformance.Pass,
			Cells: &conformance.Cells{Tried: 7, Turned: 7, Untried: []string{"citizen: scan_code"}}},
	}}
	for lang, want := range map[reports.Language]string{
		reports.English: "access: 17 cells of roles and operations tried; let through: 1; turned away: 16; not tried: 1 (citizen: scan_code)",
		reports.Russian: "доступ: проверено сочетаний роли и операции: 17; пропущено: 1; отклонено: 16; не проверено: 1 (citizen: scan_code)",
		reports.Kazakh:  "қол жеткізу: рөл мен операцияның тексерілген үйлесімі: 17; өткізілді: 1; қабылданбады: 16; тексерілмеді: 1 (citizen: scan_code)",
	} {
		var text, page, summary bytes.Buffer
		if err := reports.ConformanceText(&text, report, reports.ConformanceOptions{Lang: lang}); err != nil {
			t.Fatal(err)
		}
		if err := reports.ConformancePage(&page, report, lang, nil); err != nil {
			t.Fatal(err)
		}
		if err := reports.ConformanceSummary(&summary, report, lang); err != nil {
			t.Fatal(err)
		}
		for where, got := range map[string]string{"text": text.String(), "page": page.String(), "summary": strings.ReplaceAll(summary.String(), `\_`, "_")} {
			if !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
				t.Errorf("%s, %s: %q is not told:\n%.2000s", where, lang, want, got)
			}
		}
	}
	var doc bytes.Buffer
	if err := reports.ConformanceJSON(&doc, report); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(doc.String(), `"untried"`) {
		t.Errorf("the document does not name what was not tried:\n%s", doc.String())
	}
	for i := range report.Results {
		report.Results[i].Cells = nil
	}
	doc.Reset()
	if err := reports.ConformanceJSON(&doc, report); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(doc.String(), `"access":`) {
		t.Error("a run in which no role tried anything tells cells")
	}
}
