package reports_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reports"
)

// lostRace is a run in which two purchases raced and both were paid.
func lostRace(t *testing.T) *conformance.Report {
	h := lived(t, foodScript)
	h.Entries = h.Entries[:len(h.Entries)-1]
	last := len(h.Entries) - 1
	h.Entries = append(h.Entries, h.Entries[last]) // the other till, with the same answer
	spans := make([]conformance.Span, len(h.Entries))
	for i := range spans {
		spans[i] = conformance.Span{Call: int64(i), Return: int64(i)}
	}
	spans[last] = conformance.Span{Client: 1, Window: 1, Call: 1_000_000, Return: 1_480_000}
	spans[last+1] = conformance.Span{Client: 2, Window: 1, Call: 1_012_000, Return: 1_455_000}
	return &conformance.Report{Exit: conformance.ExitViolation, Seed: 7, Results: []conformance.Result{
		{Check: "BOTH-RACE-001/race_one_code_at_many_tills", Suite: conformance.SuiteRaces, Requirement: "BOTH-RACE-001", Verdict: conformance.Fail,
			Title: inAll("one code"), Races: &conformance.Races{Rounds: 25, Tried: 50, Calls: 250, Overlap: 431, Lost: 3, Open: 1},
			Failure: &conformance.Failure{Requirement: "BOTH-RACE-001", History: h, Spans: spans, Step: last + 1, Expected: []string{"refused code-used"},
				Got: []string{"ok"}, Because: inAll("no order"), Picture: "run/failures/one_code.html"}},
		{Check: "BOTH-RACE-001/race_one_loan_at_once", Suite: conformance.SuiteRaces, Requirement: "BOTH-RACE-001", Verdict: conformance.Pass,
			Races: &conformance.Races{Rounds: 25, Tried: 50, Calls: 200, Overlap: 69}},
	}}
}

// TestALostRaceTellsWhoAskedWhen, in every language, with the page that draws it and
// how much of the run really overlapped.
func TestALostRaceTellsWhoAskedWhen(t *testing.T) {
	report := lostRace(t)
	for lang, wants := range map[reports.Language][]string{
		reports.English: {"[1: 0–480 µs]", "[2: 12–455 µs]", "run/failures/one_code.html", "races: 100 tried in 50 worlds", "overlapped: 500", "still unknown: 1", "one_code_at_many_tills 431, one_loan_at_once 69", "seed 7"},
		reports.Russian: {"[1: 0–480 мкс]", "[2: 12–455 мкс]", "run/failures/one_code.html", "гонок: 100", "по времени: 500", "исход неизвестен: 1", "one_loan_at_once 69"},
		reports.Kazakh:  {"[1: 0–480 мкс]", "[2: 12–455 мкс]", "run/failures/one_code.html", "50 әлемде 100", "жұптар: 500", "белгісіз: 1", "one_loan_at_once 69"},
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
		flat := strings.Join(strings.Fields(text.String()), " ")
		for _, want := range wants {
			if !strings.Contains(flat, want) {
				t.Errorf("%s: the report does not say %q:\n%s", lang, want, text.String())
			}
			if !strings.Contains(page.String(), want) {
				t.Errorf("%s: the page does not say %q", lang, want)
			}
		}
		if !strings.Contains(summary.String(), wants[3]) {
			t.Errorf("%s: the summary does not say %q", lang, wants[3])
		}
	}
}

// TestAReportWithoutRacesTellsNone: figures of what was not raced would be a claim.
func TestAReportWithoutRacesTellsNone(t *testing.T) {
	report := lostRace(t)
	for i := range report.Results {
		report.Results[i].Races = nil
	}
	var text, doc bytes.Buffer
	if err := reports.ConformanceText(&text, report, reports.ConformanceOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := reports.ConformanceJSON(&doc, report); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text.String(), "races:") || strings.Contains(doc.String(), `"races":`) {
		t.Error("a run without a race tells figures of races")
	}
}

// TestReportJSONTellsTheRaces: figures of each check and of all, and the instants of
// the calls.
func TestReportJSONTellsTheRaces(t *testing.T) {
	var doc bytes.Buffer
	if err := reports.ConformanceJSON(&doc, lostRace(t)); err != nil {
		t.Fatal(err)
	}
	var got reports.ConformanceDocument
	if err := json.Unmarshal(doc.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Races == nil || *got.Races != (reports.ReportRaces{Rounds: 50, Tried: 100, Calls: 450, Overlap: 500, Lost: 3, Open: 1}) {
		t.Errorf("races %+v, want the sums of both checks", got.Races)
	}
	f := got.Results[0].Failure
	if span := f.Timeline[f.Step].Span; span == nil || *span != (reports.ReportSpan{Client: 2, Window: 1, Call: 1_012_000, Return: 1_455_000}) {
		t.Errorf("the wrong call was under way at %+v, want as it was recorded", span)
	}
	if f.Picture != "run/failures/one_code.html" {
		t.Errorf("picture %q", f.Picture)
	}
}

// TestWhatIsRepeatedIsAsLong: the command under a failure asks as often as the run did,
// of what its suite counts, and of nothing else. A race that five rounds lost is not
// looked for in the usual twenty-five.
func TestWhatIsRepeatedIsAsLong(t *testing.T) {
	for _, tt := range []struct {
		suite        conformance.Suite
		options, end string
	}{
		{conformance.SuiteRaces, "--suite races --seed 7 --families 40 --rounds 5", "--seed 7 --rounds 5"},
		{conformance.SuiteRaces, "--seed 7 --budget 1m0s --families 40", "--seed 7 --budget 1m0s"},
		{conformance.SuiteRaces, "--seed 7 --cases 200 --families 40", "--seed 7"},
		{conformance.SuiteFaults, "--seed 7 --families 40 --rounds 50 --strict", "--seed 7 --rounds 50 --strict"},
		{conformance.SuiteHostile, "--seed 7 --budget 2s --families 40 --rounds 5", "--seed 7 --budget 2s"},
		{conformance.SuiteStories, "--seed 7 --budget 2s --families 40 --rounds 5", "--seed 7"},
	} {
		report := lostRace(t)
		report.Options, report.Reach, report.Results[0].Suite = tt.options, []string{"--mutant", "ID"}, tt.suite
		var text bytes.Buffer
		if err := reports.ConformanceText(&text, report, reports.ConformanceOptions{Lang: reports.English}); err != nil {
			t.Fatal(err)
		}
		want := "vouch conform " + report.Results[0].Check + " --mutant ID " + tt.end
		if flat := strings.Join(strings.Fields(text.String()), " ") + " "; !strings.Contains(flat, want+" ") || strings.Contains(flat, want+" --") {
			t.Errorf("%s, run with %s: want %q, and no more, in\n%s", tt.suite, tt.options, want, text.String())
		}
	}
}
