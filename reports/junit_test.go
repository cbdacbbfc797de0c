package reports_test

import (
	"bytes"
	"encoding/xml"
	"os/exec"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

// parsedSuites is what a server reads of a document, by names of its own.
type parsedSuites struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
	Suites   []struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Props    []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []parsedCase `xml:"testcase"`
	} `xml:"testsuite"`
}

type parsedCase struct {
	Class   string `xml:"classname,attr"`
	Name    string `xml:"name,attr"`
	Failure []struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	} `xml:"failure"`
	Error []struct {
		Type string `xml:"type,attr"`
	} `xml:"error"`
	Skipped []struct {
		Message string `xml:"message,attr"`
	} `xml:"skipped"`
	Out string `xml:"system-out"`
}

func junit(t *testing.T, r *conformance.Report) ([]byte, parsedSuites) {
	t.Helper()
	var b bytes.Buffer
	if err := reports.ConformanceJUnit(&b, r); err != nil {
		t.Fatal(err)
	}
	var doc parsedSuites
	if err := xml.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatalf("%v in\n%s", err, b.Bytes())
	}
	return b.Bytes(), doc
}

// Servers count elements, some of them attributes: both have to say the same, and
// a failure is no error, and neither is skipped.
func TestJUnitCountsAreElements(t *testing.T) {
	r := sample(t)
	_, doc := junit(t, r)
	var tests, failures, errors, skipped int
	for _, s := range doc.Suites {
		var f, e, k int
		for _, c := range s.Cases {
			f, e, k = f+len(c.Failure), e+len(c.Error), k+len(c.Skipped)
			if len(c.Failure)+len(c.Error)+len(c.Skipped) > 1 {
				t.Errorf("%s is more than one of failure, error and skipped", c.Name)
			}
			if c.Class != s.Name {
				t.Errorf("%s has the class %s in suite %s", c.Name, c.Class, s.Name)
			}
		}
		if s.Tests != len(s.Cases) || s.Failures != f || s.Errors != e || s.Skipped != k {
			t.Errorf("suite %s says %d tests, %d failures, %d errors, %d skipped; its elements are %d, %d, %d, %d", s.Name,
				s.Tests, s.Failures, s.Errors, s.Skipped, len(s.Cases), f, e, k)
		}
		tests, failures, errors, skipped = tests+len(s.Cases), failures+f, errors+e, skipped+k
	}
	if doc.Tests != tests || doc.Failures != failures || doc.Errors != errors || doc.Skipped != skipped {
		t.Errorf("the head says %d, %d, %d, %d; the elements are %d, %d, %d, %d", doc.Tests, doc.Failures, doc.Errors, doc.Skipped, tests, failures, errors, skipped)
	}
	want := [...]int{
		len(r.Results), r.Count(conformance.Fail) + r.Count(conformance.Stale),
		r.Count(conformance.Blocked) + r.Count(conformance.HarnessError), r.Count(conformance.Unsupported) + r.Count(conformance.ExpectedFail),
	}
	if got := [...]int{tests, failures, errors, skipped}; got != want {
		t.Errorf("tests, failures, errors, skipped are %v, want %v by the verdicts", got, want)
	}
}

func TestJUnitTellsEachVerdict(t *testing.T) {
	_, doc := junit(t, sample(t))
	cases := map[string]parsedCase{}
	for _, s := range doc.Suites {
		for _, c := range s.Cases {
			cases[c.Name] = c
		}
	}
	fail := cases["GAS-WINDOW-001/window_last_day/first_instant_after"]
	switch {
	case len(fail.Failure) != 1:
		t.Fatalf("the failure is %+v", fail)
	case fail.Class != "gas.window" || fail.Failure[0].Type != "gas-window-closes-a-day-late":
		t.Errorf("class %s, type %s; want gas.window and the wrong build that it is like", fail.Class, fail.Failure[0].Type)
	case !strings.Contains(fail.Failure[0].Text, "Person 1 confirms the") || !strings.Contains(fail.Failure[0].Text, "vouch replay"):
		t.Errorf("the text is not the screen:\n%s", fail.Failure[0].Text)
	}
	for name, ok := range map[string]bool{
		"stale is a failure":                      len(cases["FOOD-REFUND-001/in_parts"].Failure) == 1,
		"blocked is an error, never skipped":      len(cases["GAS-DISPATCH-002/no_names"].Error) == 1,
		"our own fault is an error":               cases["FOOD-TRACE-001/random_sales"].Error[0].Type == "harness-error",
		"unsupported is skipped, with why":        cases["FOOD-LOAN-001/loan_0"].Skipped[0].Message == "unsupported: the build does not play the party local_body",
		"an expected failure is skipped":          len(cases["FOOD-REPORT-001/every_day"].Skipped) == 1,
		"a warning is passed and told":            len(cases["GAS-REMINDER-001/after_a_week"].Failure) == 0 && strings.Contains(cases["GAS-REMINDER-001/after_a_week"].Out, "WARNING"),
		"a pass of the verdict only says so":      cases["GAS-OFFER-001/outdated"].Out == "pass (verdict only)",
		"a failure without a history has its why": strings.Contains(cases["BOTH-PRIVACY-001/problem_bodies"].Failure[0].Message, "12 digits | <b>in</b>"),
	} {
		if !ok {
			t.Errorf("%s: not so", name)
		}
	}
	props := map[string]string{}
	for _, p := range doc.Suites[0].Props {
		props[p.Name] = p.Value
	}
	if props["seed"] != "8231" || props["plan_hash"] != "7c1e0f6d2b9a4e5883a1c2d4e6f80912" {
		t.Errorf("properties %v, want seed and plan hash", props)
	}
}

// What a build answers may hold anything; XML may not.
func TestJUnitHoldsAnyText(t *testing.T) {
	r := conforming()
	const wild = "a ]]> b \x00\x1b[31m \ufffe <x>&\"' \xff\xfe tab\tend"
	why := inAll(wild)
	for i, v := range conformance.Verdicts() {
		c := result("GAS-WINDOW-001/wild_"+v.String(), v, why)
		c.Title = inAll(wild)
		c.Check += wild
		if i%2 == 1 {
			c.Failure = &conformance.Failure{Expected: []string{wild}, Got: []string{wild}, Fingerprint: wild, Like: wild, LikeTitle: why, Because: why}
			c.Failure.History.Entries = []voucher.Entry{{Command: &voucher.Reply{Text: wild}, Err: wild}}
		}
		r.Results = append(r.Results, c)
	}
	r.Target.Name = wild
	text, doc := junit(t, r)
	if doc.Tests != len(r.Results) {
		t.Errorf("%d tests, want %d", doc.Tests, len(r.Results))
	}
	readByXMLLint(t, text)
}

// readByXMLLint lets another reader of XML than ours read a document, where there is one.
func readByXMLLint(t *testing.T, text []byte) {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Log("no xmllint here: read by encoding/xml only")
		return
	}
	cmd := exec.CommandContext(t.Context(), lint, "--noout", "-")
	cmd.Stdin = bytes.NewReader(text)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("xmllint: %v\n%s", err, said)
	}
}
