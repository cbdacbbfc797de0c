package reports_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reports"
)

func conformanceSummary(t *testing.T, r *conformance.Report, l reports.Language) string {
	t.Helper()
	var b strings.Builder
	if err := reports.ConformanceSummary(&b, r, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSummaryIsToldAsBefore(t *testing.T) {
	golden(t, "conformance_summary.md", conformanceSummary(t, sample(t), reports.English))
}

// A server renders what it is given: a bar breaks a table, an angle a page.
func TestSummaryEscapesWhatABuildSays(t *testing.T) {
	r := sample(t)
	r.Target.Name = "evil | <img src=x onerror=alert(1)> `x` **y** [z](http://example.org)"
	for i := range r.Results {
		r.Results[i].Title = inAll("a | b <script>alert(1)</script> ``` </details>")
		if r.Results[i].Verdict == conformance.Blocked {
			r.Results[i].Why = inAll("| <b>why</b>\n# heading")
		}
	}
	for _, l := range reports.Languages() {
		text := conformanceSummary(t, r, l)
		fenced := false
		for line := range strings.SplitSeq(text, "\n") {
			if strings.HasPrefix(line, "```") {
				fenced = !fenced
				continue
			}
			if fenced {
				continue // nothing is rendered there
			}
			for _, forbidden := range []string{"<script", "<img", "<b>why", "](http", "# heading"} {
				if strings.Contains(strings.ReplaceAll(line, `\]`, ""), forbidden) && !strings.HasPrefix(line, "- 2 × ") {
					t.Errorf("%s: %s is rendered in %s", l, forbidden, line)
				}
			}
			if rest, ok := strings.CutPrefix(line, "| "); ok {
				if n := strings.Count(strings.ReplaceAll(rest, `\|`, ""), "|"); n != 2 && n != 3 {
					t.Errorf("%s: %d columns in the row %s", l, n, line)
				}
			}
		}
		if fenced {
			t.Errorf("%s: a block of code does not end", l)
		}
		if strings.Count(text, "<details>") != strings.Count(strings.ReplaceAll(text, "``` </details>", ""), "</details>") {
			t.Errorf("%s: a fold does not end where it should", l)
		}
	}
}

func TestSummaryOfAConformingRunIsShort(t *testing.T) {
	text := conformanceSummary(t, conforming(), reports.Russian)
	if !strings.HasPrefix(text, "## ✅ СООТВЕТСТВУЕТ") || strings.Contains(text, "###") {
		t.Errorf("the summary of a run in which all is well:\n%s", text)
	}
}
