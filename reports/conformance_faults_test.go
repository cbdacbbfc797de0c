package reports_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reports"
)

// struck is a run in which answers got lost and a copy came late.
func struck() *conformance.Report {
	return &conformance.Report{Seed: 7, Results: []conformance.Result{
		{Check: "BOTH-RETRY-001/fault_drop_answer", Suite: conformance.SuiteFaults, Requirement: "BOTH-RETRY-001", Verdict: conformance.Pass, Title: inAll("lost"),
			Faults: &conformance.Faults{Rounds: 5, Commands: 100, Retries: 31, Injected: map[string]int64{"drop_answer": 40, "delay": 2}, Reads: 7, Moves: 4, Late: 2, Restarts: 3, Survived: 45}},
		{Check: "BOTH-RETRY-001/fault_delay", Suite: conformance.SuiteFaults, Requirement: "BOTH-RETRY-001", Verdict: conformance.Blocked, Title: inAll("late"),
			Faults: &conformance.Faults{Rounds: 1, Commands: 20, Injected: map[string]int64{"drop_answer": 10}}},
	}}
}

// TestFaultsAreToldByKind, in every language and form, with what was come through; a
// run without them tells none.
func TestFaultsAreToldByKind(t *testing.T) {
	for lang, want := range map[reports.Language]string{
		reports.English: "faults injected: 55 in 6 worlds (delay 2, drop_answer 50), survived: 45; commands: 120, sent again: 31, late copies: 2, restarts: 3",
		reports.Russian: "внесено сбоев: 55 в мирах: 6 (delay 2, drop_answer 50), выдержано: 45; команд: 120, повторов: 31, опоздавших копий: 2, перезапусков: 3",
		reports.Kazakh:  "6 әлемде енгізілген ақаулар: 55 (delay 2, drop_answer 50), төтеп берілгені: 45; командалар: 120, қайталаулар: 31, кешіккен көшірмелер: 2, қайта іске қосулар: 3",
	} {
		var text, page, summary, none bytes.Buffer
		if err := reports.ConformanceText(&text, struck(), reports.ConformanceOptions{Lang: lang}); err != nil {
			t.Fatal(err)
		}
		if err := reports.ConformancePage(&page, struck(), lang, nil); err != nil {
			t.Fatal(err)
		}
		if err := reports.ConformanceSummary(&summary, struck(), lang); err != nil {
			t.Fatal(err)
		}
		for form, said := range map[string]string{"text": text.String(), "page": page.String(), "summary": strings.ReplaceAll(summary.String(), `\`, "")} {
			if !strings.Contains(strings.Join(strings.Fields(said), " "), want) {
				t.Errorf("%s, %s: does not say %q:\n%.3000s", lang, form, want, said)
			}
		}
		if err := reports.ConformanceText(&none, &conformance.Report{}, reports.ConformanceOptions{Lang: lang}); err != nil {
			t.Fatal(err)
		}
		if before, _, _ := strings.Cut(want, ":"); strings.Contains(none.String(), before) {
			t.Errorf("%s: a run without faults tells figures of faults", lang)
		}
	}
}

// TestReportJSONTellsTheFaults: figures of each check and of all.
func TestReportJSONTellsTheFaults(t *testing.T) {
	var doc bytes.Buffer
	if err := reports.ConformanceJSON(&doc, struck()); err != nil {
		t.Fatal(err)
	}
	var got reports.ConformanceDocument
	if err := json.Unmarshal(doc.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := &reports.ReportFaults{Rounds: 6, Commands: 120, Retries: 31, Injected: map[string]int64{"drop_answer": 50, "delay": 2}, Reads: 7, Moves: 4, Late: 2, Restarts: 3, Survived: 45}
	if !reflect.DeepEqual(got.Faults, want) {
		t.Errorf("faults %+v, want %+v", got.Faults, want)
	}
	if one := got.Results[1].Faults; one == nil || one.Injected["drop_answer"] != 10 || one.Survived != 0 {
		t.Errorf("the second check's faults %+v; want its own, and none survived for it does not pass", one)
	}
}
