package conformance_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// properties runs the random lives on a build.
func properties(t testing.TB, w voucher.World, o conformance.Options) *conformance.Report {
	t.Helper()
	o.Suites, o.Oracle = []conformance.Suite{conformance.SuiteProperties}, reference.World{}
	report, err := conformance.Run(context.Background(), conformance.Target{World: w, Address: "in process"}, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestReferenceKeepsProperties: no life finds anything wrong with the reference,
// and the lives meet everything that has to be put to the test.
func TestReferenceKeepsProperties(t *testing.T) {
	for seed := uint64(1); seed <= 5; seed++ {
		report := properties(t, reference.World{}, conformance.Options{Seed: seed})
		onlyPasses(t, report)
		if report.Figures.Worlds < conformance.DefaultCases {
			t.Errorf("seed %d: %d worlds, want at least %d: a life a world", seed, report.Figures.Worlds, conformance.DefaultCases)
		}
		t.Logf("seed %d: %d lives, %d commands, %d queries in %v", seed, report.Figures.Worlds, report.Figures.Commands, report.Figures.Queries, report.Figures.Elapsed)
	}
}

// TestLivesGoOnUntilAllIsMet: the usual lives of this seed never see a purchase with an
// impossible value; a run that stopped there would be a fault of the suite, and no
// verdict. A few lives more see it. Fewer lives than many are as many as were asked for.
func TestLivesGoOnUntilAllIsMet(t *testing.T) {
	const seed = 56
	report := properties(t, reference.World{}, conformance.Options{Seed: seed})
	onlyPasses(t, report)
	if lived := report.Figures.Worlds; report.Exit != conformance.ExitConforms || lived <= conformance.DefaultCases || lived > 2*conformance.DefaultCases {
		t.Errorf("exit status %d after %d lives, want 0 after some more than %d", report.Exit, lived, conformance.DefaultCases)
	}
	if lived := properties(t, reference.World{}, conformance.Options{Seed: seed, Cases: 5}).Figures.Worlds; lived != 5 {
		t.Errorf("%d lives where 5 were asked for, want 5", lived)
	}
}

// wrongBuilds are mutants that break one demand each, over the chapters of both
// programmes.
var wrongBuilds = []string{
	"gas-window-opens-a-second-late", "gas-window-closes-a-second-early", "gas-window-closes-a-day-late", "gas-list-a-day-late",
	"gas-question-a-day-late", "gas-reminder-after-six-days", "gas-reminder-after-an-answer", "gas-list-closes-a-day-late",
	"gas-drop-takes-an-activated-voucher", "gas-no-can-be-taken-back", "gas-no-leaves-the-voucher-open", "gas-malformed-counts-as-yes",
	"gas-taken-account-found-at-confirm-only", "gas-two-vouchers-on-one-account", "gas-offer-skipped", "gas-unknown-account-accepted",
	"gas-charged-before-the-list", "gas-unlisted-account-discounted",
	"food-nothing-annulled", "food-one-member-uncounted", "food-four-members-at-most", "food-malformed-counts-as-yes",
	"food-code-never-expires", "food-code-used-twice", "food-suspended-store-redeems", "food-markup-not-capped", "food-returns-close-a-day-late",
	"food-returned-twice", "food-reminder-sent", "food-loan-paid-out-twice", "food-loan-overpaid", "food-anybody-rates",
	"food-change-in-the-past-accepted",
}

// mostSteps is how many steps a build that is wrong may take to be shown: the
// longest way there leads over two months.
const mostSteps = 20

// TestPropertiesFindSomeWrongBuilds is every fourth of them; the tag long adds the others.
func TestPropertiesFindSomeWrongBuilds(t *testing.T) {
	for i := 0; i < len(wrongBuilds); i += 4 {
		t.Run(wrongBuilds[i], func(t *testing.T) { findWrong(t, wrongBuilds[i]) })
	}
}

// findWrong demands that a build that is wrong in one way is found within the usual number of lives, is blamed on the
// demand that it breaks, and is shown in few steps.
func findWrong(t *testing.T, id string) {
	t.Helper()
	w := wrong(t, id)
	report := properties(t, w.World(), conformance.Options{})
	blamed, shortest := false, 1<<30
	for i := range report.Results {
		f := report.Results[i].Failure
		if f == nil {
			continue
		}
		blamed = blamed || f.Requirement == w.Requirement
		shortest = min(shortest, f.Step+1)
		t.Logf("%s %s (%s): step %d of %d, cut down from %d\nwant %q\ngot  %q", report.Results[i].Verdict, report.Results[i].Check, f.Requirement,
			f.Step+1, len(f.History.Entries), f.Shrunk, f.Expected, f.Got)
	}
	switch {
	case shortest == 1<<30:
		t.Errorf("nothing failed in %d worlds; a property that lets this pass does not bite", report.Figures.Worlds)
	case !blamed:
		t.Errorf("nothing is blamed on %s, which it breaks", w.Requirement)
	case shortest > mostSteps:
		t.Errorf("shown in %d steps, want at most %d", shortest, mostSteps)
	}
	t.Logf("%d steps; %d worlds, %v", shortest, report.Figures.Worlds, report.Figures.Elapsed)
}

// TestAFewLivesReachWhatIsRare: a short campaign too meets what takes a boundary
// drawn from the state, or somebody who does what is another's matter.
func TestAFewLivesReachWhatIsRare(t *testing.T) {
	for id, check := range map[string]string{
		"food-sold-more-than-delivered":   "FOOD-TRACE-001/no_more_than_the_stock",
		"both-anybody-corrects-the-rules": "BOTH-ACCESS-001/a_role_does_its_own_things",
		"both-store-registers-itself":     "BOTH-ACCESS-001/a_role_does_its_own_things",
	} {
		for seed := uint64(1); seed <= 3; seed++ {
			report := properties(t, worldOf(t, id), conformance.Options{Seed: seed, Cases: 60})
			if !slices.ContainsFunc(report.Results, func(r conformance.Result) bool { return r.Check == check && r.Verdict == conformance.Fail }) {
				t.Errorf("seed %d: %s keeps %s in 60 lives, want it broken: nothing was put to the test", seed, id, check)
			}
		}
	}
}

// TestLivesRepeat: a seed gives the same record, letter by letter, and another
// seed another one; also where something fails and is cut down.
func TestLivesRepeat(t *testing.T) {
	record := func(w voucher.World, seed uint64) string {
		var events bytes.Buffer
		properties(t, w, conformance.Options{Seed: seed, Cases: 40, Events: &events})
		// The last line tells how long it took.
		text := events.Bytes()
		return string(text[:bytes.LastIndexByte(bytes.TrimSpace(text), '\n')])
	}
	for _, w := range []voucher.World{reference.World{}, worldOf(t, "gas-window-opens-a-second-late"), worldOf(t, "food-code-never-expires")} {
		once, again := record(w, 7), record(w, 7)
		if once != again {
			t.Error("two runs of one seed have different records")
		}
		if once == record(w, 8) {
			t.Error("two seeds have the same record; every draw hangs on the seed")
		}
	}
}

// TestLivesAreJudgedAgain: a recorded run is judged to the same verdicts without
// the build.
func TestLivesAreJudgedAgain(t *testing.T) {
	for _, w := range []voucher.World{reference.World{}, worldOf(t, "gas-window-closes-a-day-late"), worldOf(t, "food-nothing-annulled")} {
		var events bytes.Buffer
		report := properties(t, w, conformance.Options{Events: &events, Cases: 60})
		again, err := conformance.Judge(context.Background(), &events, conformance.JudgeOptions{Oracle: reference.World{}})
		if err != nil {
			t.Fatal(err)
		}
		for i := range report.Results {
			got, want := &again.Results[i], &report.Results[i]
			if got.Check != want.Check || got.Verdict != want.Verdict || (got.Failure == nil) != (want.Failure == nil) {
				t.Errorf("judged again, %s is %s; the run said %s of %s", got.Check, got.Verdict, want.Verdict, want.Check)
			}
			if got.Failure != nil && want.Failure != nil && (got.Failure.Fingerprint != want.Failure.Fingerprint || got.Failure.Shrunk != want.Failure.Shrunk) {
				t.Errorf("judged again, %s fails as %q from %d steps, in the run as %q from %d", got.Check, got.Failure.Fingerprint, got.Failure.Shrunk, want.Failure.Fingerprint, want.Failure.Shrunk)
			}
		}
	}
}

// TestABlindOracleIsNoticed: where what is compared with is as wrong as the
// build, the invariants still find it, and say so by themselves.
func TestABlindOracleIsNoticed(t *testing.T) {
	for _, id := range []string{
		"gas-list-a-day-late", "gas-reminder-after-six-days", "gas-list-closes-a-day-late", "gas-taken-account-found-at-confirm-only",
		"gas-two-vouchers-on-one-account", "food-nothing-annulled", "food-one-member-uncounted", "food-code-never-expires", "food-code-used-twice",
	} {
		t.Run(id, func(t *testing.T) {
			w := wrong(t, id)
			o := conformance.Options{Oracle: w.World(), Suites: []conformance.Suite{conformance.SuiteProperties}}
			report, err := conformance.Run(t.Context(), conformance.Target{World: w.World(), Address: "in process"}, o)
			if err != nil {
				t.Fatal(err)
			}
			if report.Count(conformance.Fail)+report.Count(conformance.Warn) == 0 {
				t.Errorf("nothing failed: the invariants state their own numbers, and the oracle is no excuse")
			}
		})
	}
}

// TestLivesOfPartialBuilds: a build that runs one programme, takes no settings,
// reads questions in its own way or plays few parties is asked what it says it
// can, and nothing else counts against it.
func TestLivesOfPartialBuilds(t *testing.T) {
	for name, change := range map[string]func(*voucher.Capabilities){
		"gas only":            func(c *voucher.Capabilities) { c.Programmes = voucher.Gas },
		"food only":           func(c *voucher.Capabilities) { c.Programmes = voucher.Food },
		"no settings":         func(c *voucher.Capabilities) { c.Settings = false },
		"no choices":          func(c *voucher.Capabilities) { c.Choices = false },
		"own readings":        func(c *voucher.Capabilities) { c.Choices = false; c.Readings[voucher.F33] = voucher.Option },
		"food, no choices":    func(c *voucher.Capabilities) { c.Programmes, c.Choices = voucher.Food, false },
		"wallet and portal":   func(c *voucher.Capabilities) { c.Parties = []string{"wallet", "portal"} },
		"tells no events":     func(c *voucher.Capabilities) { c.Events, c.Digest = false, false },
		"runs none when told": func(c *voucher.Capabilities) { c.Clock = false },
	} {
		t.Run(name, func(t *testing.T) {
			report := properties(t, says(change), conformance.Options{Cases: 60})
			passes := 0
			for i := range report.Results {
				switch r := &report.Results[i]; r.Verdict {
				case conformance.Pass:
					passes++
				case conformance.Unsupported, conformance.Blocked:
				default:
					t.Errorf("%s: %s, %s", r.Check, r.Verdict, r.Why.En)
				}
			}
			if (passes == 0) != (name == "runs none when told") {
				t.Errorf("%d checks pass; want some unless there is no clock", passes)
			}
		})
	}
}

// TestABuildWithoutReasons passes by its verdicts only, which is counted apart.
func TestABuildWithoutReasons(t *testing.T) {
	report := properties(t, mute(), conformance.Options{Cases: 60})
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict != conformance.Pass && r.Verdict != conformance.PassVerdictOnly {
			t.Errorf("%s: %s, %s", r.Check, r.Verdict, r.Why.En)
			if f := r.Failure; f != nil {
				t.Logf("want %q\ngot  %q", f.Expected, f.Got)
			}
		}
	}
	if report.Count(conformance.PassVerdictOnly) == 0 {
		t.Error("no check passes by its verdict only; the build gives no reason")
	}
}

// TestACrashIsAnAnswer: a build that breaks the contract within a life fails the
// demand that was asked for, cut down like any other wrong answer.
func TestACrashIsAnAnswer(t *testing.T) {
	report := properties(t, changed{system: do(func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error) {
		o, err := s.Do(ctx, c)
		if c.Kind() == voucher.KindPurchase && o.Refusal == nil {
			panic("out of tills")
		}
		return o, err
	})}, conformance.Options{})
	if report.Exit != conformance.ExitViolation {
		t.Fatalf("exit status %d, want %d", report.Exit, conformance.ExitViolation)
	}
	for i := range report.Results {
		if f := report.Results[i].Failure; f != nil && f.Step+1 > mostSteps {
			t.Errorf("%s: shown in %d steps, want at most %d", report.Results[i].Check, f.Step+1, mostSteps)
		}
	}
}

// TestAnEmptyRecordIsAnAnswer: a build in Go that shows nothing breaks the
// contract, and is not taken for a fault of the suite.
func TestAnEmptyRecordIsAnAnswer(t *testing.T) {
	report := properties(t, changed{system: query(func(context.Context, voucher.System, *voucher.Query) (voucher.Record, error) {
		return voucher.Record{}, nil
	})}, conformance.Options{Cases: 20})
	if report.Exit != conformance.ExitViolation {
		t.Errorf("exit status %d, want %d", report.Exit, conformance.ExitViolation)
	}
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict == conformance.HarnessError {
			t.Errorf("%s: %s, %s", r.Check, r.Verdict, r.Why.En)
		}
	}
}

// TestABudgetAlone: whoever gives a time and no number gets lives for all of it,
// and not the usual number.
func TestABudgetAlone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	build := &counting{World: reference.World{}, enough: 3 * conformance.DefaultCases, off: cancel}
	options := conformance.Options{Suites: []conformance.Suite{conformance.SuiteProperties}, Budget: time.Hour, Oracle: reference.World{}}
	if _, err := conformance.Run(ctx, conformance.Target{World: build}, options); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if got := build.worlds.Load(); got < build.enough {
		t.Errorf("the run ended by itself after %d worlds", got)
	}
}

// TestAMisspeltParty: whoever declares a party that is none is told, and nothing
// is judged.
func TestAMisspeltParty(t *testing.T) {
	build := says(func(c *voucher.Capabilities) { c.Parties = []string{"wallet", "stor"} })
	report, err := conformance.Run(t.Context(), conformance.Target{World: build}, conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories}})
	if err == nil || !strings.Contains(err.Error(), `"stor", which is none; declare "store"`) {
		t.Errorf("run: %v, %v; want an error that names the party that was meant", report, err)
	}
}

// BenchmarkLives lives the usual number of lives on the reference.
func BenchmarkLives(b *testing.B) {
	for b.Loop() {
		report := properties(b, reference.World{}, conformance.Options{})
		b.ReportMetric(float64(conformance.DefaultCases)/report.Figures.Elapsed.Seconds(), "lives/s")
	}
}
