package conformance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// Test judges a build in Go from its own tests: every check is a subtest under its
// id. One that fails says which demand is broken, after which steps, and what was
// expected; one that the build does not claim to support is skipped; one that
// could not be judged fails. World makes fresh systems of the build.
func Test(t *testing.T, w voucher.World, o Options) {
	t.Helper()
	report, err := Run(t.Context(), Target{World: w, Address: t.Name()}, o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range report.Results {
		r := &report.Results[i]
		t.Run(r.Check, func(t *testing.T) {
			switch r.Verdict {
			case Pass, PassVerdictOnly, ExpectedFail:
			case Warn:
				t.Log(r.Text())
			case Unsupported:
				t.Skip(r.Why.En)
			default:
				t.Error(r.Text())
			}
		})
	}
	if report.Exit != ExitConforms && !t.Failed() {
		t.Errorf("nothing was shown to conform: %d checks, exit status %d", len(report.Results), report.Exit)
	}
}

// Text says in plain English what there is to say of a result: the verdict, the
// demand, the steps with their answers, and what was expected instead.
func (r *Result) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", r.Verdict, r.Check, r.Title.En)
	if r.Why != (voucher.Text{}) {
		fmt.Fprintf(&b, "%s\n", r.Why.En)
	}
	f := r.Failure
	if f == nil {
		return b.String()
	}
	if row, ok := scenarios.LookupRequirement(f.Requirement); ok {
		fmt.Fprintf(&b, "%s: %s\n\n", f.Requirement, row.Statement.En)
	}
	for i := range f.History.Entries {
		if i > f.Step {
			break
		}
		e := &f.History.Entries[i]
		fmt.Fprintf(&b, "%s\n    %s\n", entryLine(e), strings.Join(entryAnswer(e), "\n    "))
	}
	fmt.Fprintf(&b, "expected\n    %s\ngot\n    %s\n", strings.Join(plainly(f.Expected), "\n    "), strings.Join(plainly(f.Got), "\n    "))
	if f.Because.En != "" {
		fmt.Fprintf(&b, "%s\n", f.Because.En)
	}
	return b.String()
}

// entryLine writes what was asked, as a text history has it.
func entryLine(e *voucher.Entry) string {
	switch {
	case e.Command != nil:
		return e.At.Time().Format("2006-01-02 15:04:05 ") + voucher.FormatCommand(e.Command)
	case e.Query != nil:
		return e.At.Time().Format("2006-01-02 15:04:05 ask ") + voucher.FormatQuery(e.Query)
	}
	return voucher.FormatAdvance(e.At)
}

// entryAnswer writes what was answered.
func entryAnswer(e *voucher.Entry) []string {
	switch {
	case e.Err != "":
		return []string{"error " + e.Err}
	case e.Command == nil && e.Query == nil:
		return []string{"ok"}
	}
	return answerLines(e)
}
