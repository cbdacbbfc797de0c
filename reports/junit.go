package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// JUnit tells continuous-integration servers of a run. What each verdict becomes
// is chosen so that no server shows green where nothing was judged:
//
//	pass, pass-verdict-only, warn   a passed test; a warning stands in its system-out
//	fail, stale                     failure
//	blocked, harness-error          error, never skipped
//	unsupported, expected-fail      skipped, with why
//	blocked by a known failure      skipped likewise: it is as known as that
//
// A build that could be asked nothing is one error, so that no server finds an empty
// file or none, and calls that a success.
type (
	junitSuites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Skipped  int      `xml:"skipped,attr"`
		Time     string   `xml:"time,attr"`
		Suites   []*junitSuite
	}
	junitSuite struct {
		XMLName    xml.Name        `xml:"testsuite"`
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []*junitCase
		elapsed    time.Duration
	}
	junitCase struct {
		XMLName    xml.Name        `xml:"testcase"`
		ClassName  string          `xml:"classname,attr"`
		Name       string          `xml:"name,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Skipped    *junitSkipped   `xml:"skipped"`
		Error      *junitProblem   `xml:"error"`
		Failure    *junitProblem   `xml:"failure"`
		Out        string          `xml:"system-out,omitempty"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",cdata"`
	}
)

// ConformanceJUnit writes a run as JUnit XML, in English, with a suite for each
// chapter of a programme ("gas.window"). A failure's text is its screen. Every
// planned check is a test case; where the build could be asked nothing, that is the one
// there is.
func ConformanceJUnit(w io.Writer, r *conformance.Report) error {
	j := &junit{speech: newSpeech(English), report: r, suites: map[string]*junitSuite{}}
	for i := range r.Results {
		j.add(&r.Results[i])
	}
	if r.Unasked != nil {
		j.unasked()
	}
	j.all.Name = legible(strings.TrimSpace(r.Target.Name + " " + r.Target.Version))
	if !strings.HasPrefix(j.all.Name, "vouch") { // as the reference calls itself
		j.all.Name = strings.TrimSpace("vouch " + j.all.Name)
	}
	j.all.Time = secondsText(r.Figures.Elapsed)
	for _, s := range j.all.Suites {
		s.Time = secondsText(s.elapsed)
	}
	text, err := xml.MarshalIndent(&j.all, "", " ")
	if err != nil {
		return fmt.Errorf("junit: %w", err)
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}

// junit is a document in the making.
type junit struct {
	*speech
	report *conformance.Report
	all    junitSuites
	suites map[string]*junitSuite
}

// suite returns the suite of a demand's chapter.
func (j *junit) suite(id voucher.RequirementID) *junitSuite {
	name := strings.Trim(id.Programme().String()+"."+id.Chapter(), ".")
	if name == "" {
		name = "vouch"
	}
	s := j.suites[name]
	if s == nil {
		s = &junitSuite{Name: name, Properties: []junitProperty{
			{"seed", fmt.Sprint(j.report.Seed)},
			{"plan_hash", legible(j.report.PlanHash)},
			{"suite_version", legible(j.report.Suite)},
			{"address", legible(masked(j.report.Address))},
		}}
		j.suites[name] = s
		j.all.Suites = append(j.all.Suites, s)
	}
	return s
}

// add makes a test case of a result, and counts it.
func (j *junit) add(r *conformance.Result) {
	s := j.suite(r.Requirement)
	c := &junitCase{
		ClassName: s.Name, Name: legible(r.Check), Time: secondsText(r.Elapsed),
		Properties: []junitProperty{
			{"requirement", string(r.Requirement)},
			{"level", string(r.Level)},
			{"verdict", r.Verdict.String()},
			{"title", legible(r.Title.En)},
		},
	}
	why := legible(j.told(r.Why))
	verdict := r.Verdict
	if r.KnownBy != "" {
		verdict = conformance.ExpectedFail
	}
	switch verdict {
	case conformance.Fail, conformance.Stale:
		c.Failure = &junitProblem{Message: j.message(r, why), Type: failureType(r), Text: j.screenText(r)}
		s.Failures++
		j.all.Failures++
	case conformance.Blocked, conformance.HarnessError:
		c.Error = &junitProblem{Message: orWord(why, r.Verdict), Type: r.Verdict.String(), Text: why}
		s.Errors++
		j.all.Errors++
	case conformance.Unsupported, conformance.ExpectedFail:
		c.Skipped = &junitSkipped{Message: r.Verdict.String() + ": " + why}
		s.Skipped++
		j.all.Skipped++
	case conformance.Warn:
		c.Out = j.screenText(r)
	case conformance.PassVerdictOnly:
		c.Out = j.verdict(r.Verdict)
	}
	s.Tests++
	j.all.Tests++
	s.elapsed += r.Elapsed
	s.Cases = append(s.Cases, c)
}

// unaskedCase is the name of the one test case of a build that could be asked nothing.
const unaskedCase = "the build answers"

// unasked makes the test case of a build that could be asked nothing.
func (j *junit) unasked() {
	why, fix := j.hindered(j.report)
	s := j.suite("")
	s.Cases = append(s.Cases, &junitCase{
		ClassName: s.Name, Name: unaskedCase, Time: secondsText(0),
		Properties: []junitProperty{{"verdict", conformance.Blocked.String()}},
		Error:      &junitProblem{Message: legible(why), Type: "unasked", Text: legible("\n" + why + "\n" + fix + "\n")},
	})
	s.Tests, s.Errors, j.all.Tests, j.all.Errors = 1, 1, 1, 1
}

// message is one line that says what is wrong.
func (j *junit) message(r *conformance.Result, why string) string {
	if f := r.Failure; f != nil && len(f.Expected) > 0 {
		expected, _, _ := j.parted(f.Expected, nil)
		return legible(clean(j.say("timeline.expected", "Answer", j.phrase(expected, phrasing{})) + "; " + j.phrase(f.Got, phrasing{})))
	}
	return orWord(why, r.Verdict)
}

// failureType is what servers group failures by.
func failureType(r *conformance.Result) string {
	switch f := r.Failure; {
	case r.Verdict == conformance.Stale:
		return r.Verdict.String()
	case f != nil && f.Like != "":
		return legible(f.Like)
	case f != nil && f.Fingerprint != "":
		return legible(masked(f.Fingerprint))
	}
	return r.Verdict.String()
}

// screenText is the screen of a failure, as a terminal without colours shows it.
func (j *junit) screenText(r *conformance.Result) string {
	t := &judgement{speech: j.speech, report: j.report, options: ConformanceOptions{Lang: English, Width: Width}}
	t.screen(t.screenOf(&cause{verdict: r.Verdict, results: []*conformance.Result{r}}, j.report, false))
	return legible("\n" + t.out.String())
}

// orWord is a text, and the word of a verdict where there is none.
func orWord(text string, v conformance.Verdict) string {
	if text == "" {
		return v.String()
	}
	return text
}

// legible takes out of a text what XML cannot hold; line breaks stay.
func legible(text string) string {
	lines := strings.Split(strings.ToValidUTF8(text, "?"), "\n")
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return strings.Map(func(r rune) rune {
		if r == 0xFFFE || r == 0xFFFF {
			return '?'
		}
		return r
	}, strings.Join(lines, "\n"))
}

// secondsText is a duration in seconds, to the millisecond.
func secondsText(d time.Duration) string {
	ms := milliseconds(d)
	return fmt.Sprintf("%d.%03d", ms/1000, ms%1000)
}
