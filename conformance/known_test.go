package conformance_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/scenarios"
)

// knownOf are the failures of a run, each known until long after.
func knownOf(r *conformance.Report) (all []conformance.KnownFailure) {
	for i := range r.Results {
		if c := &r.Results[i]; c.Verdict == conformance.Fail {
			all = append(all, knownAs(c.Check, c.Failure))
		}
	}
	return all
}

func knownAs(check string, f *conformance.Failure) conformance.KnownFailure {
	return conformance.KnownFailure{Check: check, Reason: "mended in 5.3", Expires: "2099-12-31", Fingerprint: f.Fingerprint}
}

// TestKnownFailuresBlockNothingForEver: where all failures are known, what these keep from being judged makes no run
// inconclusive; one failure more that nobody listed is a violation as before, and what is blocked by anything else is not
// excused.
func TestKnownFailuresBlockNothingForEver(t *testing.T) {
	for _, tt := range []struct{ mutant, why string }{
		{"gas-window-closes-a-second-early", "refusals whose twin fails as known"},
		{"food-ratings-refused", "steps that lead to what is judged, and are refused as known"},
		{"food-nothing-annulled", "lives under faults in which the rule is broken without them too"},
	} {
		t.Run(tt.mutant, func(t *testing.T) {
			m, ok := mutant.Lookup(tt.mutant)
			if !ok {
				t.Fatal("there is no such mutant")
			}
			o := conformance.Options{Oracle: reference.World{}, Workers: 2, Suites: []conformance.Suite{conformance.SuiteStories, conformance.SuiteFaults}}
			found := run(t, m.World(), o)
			blocked := found.Count(conformance.Blocked)
			if found.Exit != conformance.ExitViolation || blocked == 0 {
				t.Fatalf("exit status %d, %d checks blocked; want a violation that keeps others from being judged", found.Exit, blocked)
			}
			o.Known = knownOf(found)
			known := run(t, m.World(), o)
			if known.Exit != conformance.ExitConforms || known.Count(conformance.Blocked) != blocked {
				t.Errorf("exit status %d, %d blocked; want 0, and the %d still told: %s", known.Exit, known.Count(conformance.Blocked), blocked, tt.why)
			}
			for i := range known.Results {
				c := &known.Results[i]
				if by := known.Result(c.KnownBy); (c.Verdict == conformance.Blocked) != (by != nil && by.Verdict == conformance.ExpectedFail) {
					t.Errorf("%s is %s, kept by %q: want the known failure that keeps it, and of nothing else one", c.Check, c.Verdict, c.KnownBy)
				}
			}
			o.Known = o.Known[1:]
			if less := run(t, m.World(), o); less.Exit != conformance.ExitViolation {
				t.Errorf("exit status %d with one failure that is not listed, want 1", less.Exit)
			}
		})
	}
}

// TestWhatWouldTripIsListedToo: once a failure is known, what tripped over it fails by
// itself again, since something new may be behind it; with all of that listed too, the
// run fails as known.
func TestWhatWouldTripIsListedToo(t *testing.T) {
	m, _ := mutant.Lookup("food-one-member-uncounted")
	o := conformance.Options{Oracle: reference.World{}, Workers: 2, Suites: []conformance.Suite{conformance.SuiteStories}}
	found := run(t, m.World(), o)
	var tripped []conformance.KnownFailure
	for i := range found.Results {
		if c := &found.Results[i]; c.Tripped != nil {
			tripped = append(tripped, knownAs(c.Check, c.Tripped))
		}
	}
	if len(tripped) == 0 {
		t.Fatal("nothing trips, so that nothing is shown")
	}
	o.Known = knownOf(found)
	if less := run(t, m.World(), o); less.Exit != conformance.ExitViolation || less.Count(conformance.Fail) < len(tripped) {
		t.Errorf("exit status %d and %d failures, want a violation and the %d that nobody listed: one of them may be new", less.Exit, less.Count(conformance.Fail), len(tripped))
	}
	o.Known = append(o.Known, tripped...)
	if all := run(t, m.World(), o); all.Exit != conformance.ExitConforms {
		t.Errorf("exit status %d with all of them listed, want 0", all.Exit)
	}
}

// TestNoLivesAreExcused: random lives that end early by a failure that is known may hide
// another one, and the properties that they did not come to stay unjudged.
func TestNoLivesAreExcused(t *testing.T) {
	m, _ := mutant.Lookup("gas-list-never-repeated")
	o := conformance.Options{Oracle: reference.World{}, Workers: 2, Suites: []conformance.Suite{conformance.SuiteProperties}}
	found := run(t, m.World(), o)
	if found.Exit != conformance.ExitViolation || found.Count(conformance.Blocked) == 0 {
		t.Fatalf("exit status %d, %d blocked; want a violation that keeps properties from being judged", found.Exit, found.Count(conformance.Blocked))
	}
	o.Known = knownOf(found)
	if known := run(t, m.World(), o); known.Exit != conformance.ExitInconclusive {
		t.Errorf("exit status %d, want 3: most lives ended before they met what the others are about", known.Exit)
	}
}

// TestAnotherGroundIsNotExcused: a known failure excuses what it is in the way of. The same check blocked for want of an
// answer, or by a failure that is not of the file, leaves the run inconclusive.
func TestAnotherGroundIsNotExcused(t *testing.T) {
	m, _ := mutant.Lookup("food-ratings-refused")
	o := conformance.Options{Oracle: reference.World{}, Workers: 2, Suites: []conformance.Suite{conformance.SuiteStories}}
	whole := run(t, m.World(), o)
	o.Known = knownOf(whole)
	for i := range whole.Results {
		c := &whole.Results[i]
		if c.Verdict != conformance.Blocked || c.Twin != "" {
			continue
		}
		o.Select = []string{c.Check} // the known failures are not in this run, so that nothing shows that they are still there
		if alone := run(t, m.World(), o); alone.Exit != conformance.ExitInconclusive || alone.Results[0].KnownBy != "" {
			t.Errorf("%s alone: exit status %d, kept by %q; want 3: nothing of this run fails as known", c.Check, alone.Exit, alone.Results[0].KnownBy)
		}
		return
	}
	t.Error("nothing is blocked by a step that leads there")
}

func TestFilesOfKnownFailuresAreReadStrictly(t *testing.T) {
	const entry = "  - {check: GAS-WINDOW-001/window_last_day, reason: known, expires: 2026-12-31, fingerprint: 'confirm: want ok'}\n"
	const good = "known_failures:\n" + entry
	if k, err := conformance.ReadKnown("known.yaml", []byte(good)); err != nil || len(k) != 1 {
		t.Fatalf("the twin without a fault: %v, %v", k, err)
	}
	for _, row := range []struct{ text, want string }{
		{"", "known.yaml:1:1: the file is empty; begin with a line such as known_failures:"},
		{"<html>", "known.yaml:1:1: write keys with values"},
		{strings.Replace(good, "reason: known, ", "", 1), "known.yaml:2:5: no reason; write why it is known"},
		{strings.Replace(good, "2026-12-31", "soon", 1), "known.yaml:2:5: expires"},
		{strings.Replace(good, "2026-12-31", "''", 1), "known.yaml:2:5: no expires"},
		{strings.Replace(good, "fingerprint: 'confirm: want ok'", "fingerprint: ''", 1), "known.yaml:2:5: no fingerprint"},
		{strings.Replace(good, "reason", "raison", 1), `unknown key "raison", did you mean reason?`},
		{strings.Replace(good, "reason: known", "reason: known, reason: again", 1), `the key "reason" stands twice`},
		{strings.Replace(good, "GAS-WINDOW-001/window_last_day", "GAS-WINDOW-001/*", 1), `known.yaml:2:5: "GAS-WINDOW-001/*" is a pattern, and an entry names one check, which fails in one way; vouch conform --out writes an entry for each failure of a run`},
		{strings.Replace(good, "window_last_day", "window_last_dy", 1), `known.yaml:2:5: "GAS-WINDOW-001/window_last_dy" is no check; did you mean GAS-WINDOW-001/window_last_day?`},
		{good + entry, "known.yaml:3:5: GAS-WINDOW-001/window_last_day stands twice"},
		{good + "---\nx: 1\n", "known.yaml:3:1: a second document begins"},
	} {
		_, err := conformance.ReadKnown("known.yaml", []byte(row.text))
		var bad scenarios.Problems
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%q: error %v, want Problems with %q", row.text, err, row.want)
		}
	}
}
