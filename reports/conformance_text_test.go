package reports_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

var update = flag.Bool("update", false, "write the expected reports and the schema anew; read the diff, commit only what you can explain")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; go test ./reports -update, then read the diff\ngot\n%s", path, got)
	}
}

func conformanceText(t *testing.T, r *conformance.Report, o reports.ConformanceOptions) string {
	t.Helper()
	var b strings.Builder
	if err := reports.ConformanceText(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestConformanceIsToldAsBefore(t *testing.T) {
	for _, l := range reports.Languages() {
		golden(t, "conformance_"+string(l)+".txt", conformanceText(t, sample(t), reports.ConformanceOptions{Lang: l, Width: 80}))
	}
	golden(t, "conformance_conforms.txt", conformanceText(t, conforming(), reports.ConformanceOptions{Width: 80}))
}

func TestConformanceFitsAnyWidth(t *testing.T) {
	for _, l := range reports.Languages() {
		for _, width := range []int{40, 57, 80, 132, 200} {
			for _, verbose := range []bool{false, true} {
				text := conformanceText(t, sample(t), reports.ConformanceOptions{Lang: l, Width: width, Verbose: verbose})
				for line := range strings.SplitSeq(text, "\n") {
					if n := utf8.RuneCountInString(line); n > width || strings.HasSuffix(line, " ") {
						t.Errorf("%s, width %d: %d characters or a blank at the end: %q", l, width, n, line)
					}
				}
				if strings.Contains(text, "{{") || strings.Contains(text, "<no value>") || strings.ContainsRune(text, 0x1b) {
					t.Errorf("%s, width %d: a gap that was not filled, or a control character", l, width)
				}
			}
		}
	}
}

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

func TestColoursChangeNoLetter(t *testing.T) {
	plain := conformanceText(t, sample(t), reports.ConformanceOptions{Width: 80})
	coloured := conformanceText(t, sample(t), reports.ConformanceOptions{Width: 80, Colour: true})
	if coloured == plain {
		t.Error("with colours: no colour at all")
	}
	bare := strings.Split(ansi.ReplaceAllString(coloured, ""), "\n")
	for i := range bare {
		bare[i] = strings.TrimRight(bare[i], " ")
	}
	if got := strings.Join(bare, "\n"); got != plain {
		t.Errorf("without its colours the text is\n%s\nwant\n%s", got, plain)
	}
}

// What matters most stands last, where a terminal stops: the failures after the
// warnings, and the verdict at the very end.
func TestFailuresStandLast(t *testing.T) {
	text := conformanceText(t, sample(t), reports.ConformanceOptions{Width: 80})
	order := []string{
		"── Profiles", "── Checks by verdict", "── Not supported", "── Could not be judged", "── How much", "── Known failures",
		"── Warnings", "FAIL  GAS-WINDOW-001", "FAIL  BOTH-MONEY-001", "FAIL  BOTH-PRIVACY-001", "FAILURES: 3 root causes (4 checks)", "DOES NOT CONFORM",
	}
	at := 0
	for _, part := range order {
		n := strings.Index(text[at:], part)
		if n < 0 {
			t.Fatalf("%q is missing, or stands before its place, in\n%s", part, text)
		}
		at += n
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if last := lines[len(lines)-1]; !strings.Contains(last, "exit 1") {
		t.Errorf("the last line is %q, want the exit status in it", last)
	}
}

// A failure without anything to show, a step that does not exist, a cause whose
// checks are gone: a report may be half a report and is told all the same.
func TestHalfAReportIsTold(t *testing.T) {
	r := sample(t)
	r.Causes = append(r.Causes, conformance.Cause{Key: "gone", Checks: []string{"NO-SUCH-000/check"}, Verdict: conformance.Fail})
	for i := range r.Results {
		if f := r.Results[i].Failure; f != nil {
			f.Step, f.File, f.Like = 99, "", ""
		}
	}
	text := conformanceText(t, r, reports.ConformanceOptions{Width: 80})
	if !strings.Contains(text, "expected: refused: activation is over for this month (window-closed)") {
		t.Errorf("what was expected is not told where no step shows it:\n%s", text)
	}
	for _, r := range []*conformance.Report{{}, {Exit: conformance.ExitInconclusive, Interrupted: true}} {
		if text := conformanceText(t, r, reports.ConformanceOptions{}); !strings.Contains(text, "exit ") {
			t.Errorf("an empty report is told as\n%s", text)
		}
	}
}

// Whatever a build answers, no report of the run hands it on (BOTH-PRIVACY-001).
func TestReportsKeepSecrets(t *testing.T) {
	r := sample(t)
	told := "the body holds " + secretIIN + ", " + secretPhone + " and " + secretCode
	for i := range r.Results {
		c := &r.Results[i]
		c.Why = inAll(told)
		if f := c.Failure; f != nil {
			f.Because, f.Fingerprint, f.Expected, f.Got = inAll(told), told, []string{told}, []string{told}
			f.History.Entries = append(f.History.Entries, voucher.Entry{Command: &voucher.Reply{Text: told}, Err: told})
		}
	}
	for i := range r.Causes {
		r.Causes[i].Key = told
	}
	for i := range r.Known {
		r.Known[i].Reason = told
	}
	r.Results = append(r.Results, result("FOOD-QR-001/nobody_named_this_cause", conformance.Fail, inAll(told)))
	var code string
	for _, e := range lived(t, foodScript).Entries {
		if shown := e.Outcome.Result.Code; shown != (voucher.QR{}) {
			code = shown.String()
		}
	}
	if code == "" {
		t.Fatal("no QR code was shown: nothing to look for")
	}
	texts := map[string]string{"json": string(conformanceJSON(t, r)), "page": conformancePage(t, r, exchanged())}
	xml, _ := junit(t, r)
	texts["junit"] = string(xml)
	for _, l := range reports.Languages() {
		texts["text "+string(l)] = conformanceText(t, r, reports.ConformanceOptions{Lang: l, Width: 200, Verbose: true})
		texts["summary "+string(l)] = conformanceSummary(t, r, l)
	}
	var known strings.Builder
	if err := reports.KnownFailures(&known, r, []conformance.KnownFailure{{Check: r.Results[0].Check, Reason: told}}, 1); err != nil {
		t.Fatal(err)
	}
	texts["known.yaml"] = known.String()
	for name, text := range texts {
		if found := secretsIn(text); found != nil || strings.Contains(text, code) {
			t.Errorf("%s holds %q, or the QR code of the history", name, found)
		}
	}
}

// TestOnlyAProfileConforms: a run that ends with 0 says that the build conforms where
// a profile is earned, and nowhere else; a file of known failures earns none.
func TestOnlyAProfileConforms(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(r *conformance.Report)
		want   string
	}{
		{"a profile is earned", func(*conformance.Report) {}, "CONFORMS · "},
		{"another one is earned than that asked for", func(r *conformance.Report) { r.Profile = "gas-core-of-another" }, "NO VIOLATION FOUND · "},
		{"what was chosen earns none", func(r *conformance.Report) { r.Profiles[0].Verdict = conformance.Inconclusive }, "NO VIOLATION FOUND · "},
		{"a failure is known", func(r *conformance.Report) { r.Results[0].Verdict = conformance.ExpectedFail }, "FAILS AS KNOWN · "},
	} {
		r := conforming()
		row.change(r)
		var b strings.Builder
		if err := reports.ConformanceText(&b, r, reports.ConformanceOptions{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "\n"+row.want) {
			t.Errorf("%s: got\n%s\nwant %q as the last word", row.name, b.String(), row.want)
		}
	}
}

// TestProfilesSayWhatTheyCountAndLack: a line says what is counted; a profile that is broken names its demands, as many as
// a line holds; and one that the run was not asked about stands after those that it was, says so, and is left out of the
// last line.
func TestProfilesSayWhatTheyCountAndLack(t *testing.T) {
	r := conforming()
	r.Profile, r.Exit = "pos", conformance.ExitViolation
	broken := []voucher.RequirementID{"FOOD-QR-001", "FOOD-PURCHASE-001", "FOOD-PURCHASE-002", "FOOD-BASKET-001", "FOOD-REFUND-001"}
	r.Profiles = []conformance.ProfileVerdict{
		{ID: "food-core", Verdict: conformance.Inconclusive, Unasked: true, Passed: 7, Planned: 30, Untested: broken, Title: inAll("The food wallet")},
		{ID: "gas-core", Verdict: conformance.NotConformant, Unasked: true, Passed: 6, Planned: 20, Failed: broken[:1], Title: inAll("The gas wallet")},
		{ID: "pos", Verdict: conformance.NotConformant, Passed: 6, Planned: 11, Failed: broken, Title: inAll("The till")},
	}
	for width, want := range map[int]string{
		200: "broken: FOOD-QR-001, FOOD-PURCHASE-001, FOOD-PURCHASE-002, FOOD-BASKET-001, FOOD-REFUND-001\n",
		80:  "broken: FOOD-QR-001, FOOD-PURCHASE-001, and 3 more\n",
	} {
		text := conformanceText(t, r, reports.ConformanceOptions{Width: width})
		if !strings.Contains(text, want) {
			t.Errorf("%d wide, it does not say %q:\n%s", width, want, text)
		}
	}
	text := conformanceText(t, r, reports.ConformanceOptions{Width: 120})
	pos, food, gas := strings.Index(text, "✗ pos"), strings.Index(text, "? food-core  7/30  not asked – "), strings.Index(text, "✗ gas-core   6/20  does not conform (not asked) – ")
	if pos < 0 || food < pos || gas < pos || !strings.Contains(text, "\nCounted are the MUSTs of a profile that bind this build") || strings.Contains(text, "not shown") {
		t.Errorf("want what is counted, the profile that was asked for first, and of the others one line each that says so:\n%s", text)
	}
	if last := text[strings.LastIndex(text, "DOES NOT CONFORM"):]; !strings.Contains(last, "pos ✗ 6/11") || strings.Contains(last, "core") {
		t.Errorf("the last line is %q, want the profile that was asked for, and no other", last)
	}
	for name, told := range map[string]string{"summary": conformanceSummary(t, r, reports.English), "page": conformancePage(t, r, nil)} {
		if i := strings.Index(told, "not asked"); i < 0 || strings.Index(told, "The till") > i || !strings.Contains(told, "Counted are the MUSTs") {
			t.Errorf("the %s does not tell the profile that was asked for first, and what is counted", name)
		}
	}
	for _, link := range broken {
		if page := conformancePage(t, r, nil); !strings.Contains(page, `<a href="#demand-`+string(link)+`">`) {
			t.Errorf("the page does not lead from the profile to %s", link)
		}
	}
}

// TestNoRateOfNoTime: over a time that rounds to nothing a rate says nothing.
func TestNoRateOfNoTime(t *testing.T) {
	for _, tt := range []struct {
		took time.Duration
		want string
	}{{49 * time.Millisecond, "\n49 ms\n"}, {time.Microsecond, "\n1 ms\n"}, {50 * time.Millisecond, "\n0.1 s: 40 checks/s, "}} {
		r := conforming()
		r.Figures.Elapsed = tt.took
		if text := conformanceText(t, r, reports.ConformanceOptions{}); !strings.Contains(text, tt.want) {
			t.Errorf("%s are told without %q:\n%s", tt.took, tt.want, text)
		}
	}
}
