package conformance_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
)

// TestReferenceConforms: the reference keeps every demand that the suite can see
// in process, and a recorded run is judged again to the same verdicts.
func TestReferenceConforms(t *testing.T) {
	var events bytes.Buffer
	report, err := conformance.Run(t.Context(), conformance.Target{World: conformance.Shared(reference.World{}), Address: "in process"},
		conformance.Options{Oracle: reference.World{}, Workers: 2, Events: &events})
	if err != nil {
		t.Fatal(err)
	}
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict != conformance.Pass && r.Verdict != conformance.Unsupported {
			t.Errorf("%s: %s, %s", r.Check, r.Verdict, r.Why.En)
			if f := r.Failure; f != nil {
				t.Logf("step %d\nwant %q\ngot  %q", f.Step, f.Expected, f.Got)
			}
		}
	}
	if report.Exit != conformance.ExitConforms || report.Count(conformance.Pass) < 100 {
		t.Errorf("exit status %d with %d passes, want 0 with at least 100", report.Exit, report.Count(conformance.Pass))
	}
	t.Logf("%d checks, %d pass; %d worlds, %d commands, %d queries, %v", len(report.Results), report.Count(conformance.Pass),
		report.Figures.Worlds, report.Figures.Commands, report.Figures.Queries, report.Figures.Elapsed)
	again, err := conformance.Judge(context.Background(), bytes.NewReader(events.Bytes()), conformance.JudgeOptions{Oracle: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range again.Results {
		if got, want := again.Results[i], report.Results[i]; got.Check != want.Check || got.Verdict != want.Verdict {
			t.Errorf("judged again, %s is %s; the run said %s of %s", got.Check, got.Verdict, want.Verdict, want.Check)
		}
	}
}
