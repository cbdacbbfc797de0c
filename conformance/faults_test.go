package conformance_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// faulty asks a build for faults alone.
func faulty(t *testing.T, target conformance.Target, o conformance.Options) *conformance.Report {
	t.Helper()
	o.Suites = []conformance.Suite{conformance.SuiteFaults}
	report, err := conformance.Run(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// restartOf starts systems of a world again; nil where nobody can.
func restartOf(w voucher.World) func(context.Context, voucher.System) error {
	switch w := w.(type) {
	case reference.World:
		return w.Restart
	case *mutant.World:
		return w.Restart
	}
	return nil
}

// restartable is a build in process that can be started again.
func restartable(w voucher.World) conformance.Target {
	return conformance.Target{World: w, Address: "in process", Restart: restartOf(w)}
}

// survives wants every check that was asked to pass, on faults that happened.
func survives(t *testing.T, report *conformance.Report) {
	t.Helper()
	for i := range report.Results {
		r := &report.Results[i]
		switch {
		case r.Verdict == conformance.Unsupported && r.Faults == nil:
		case r.Verdict != conformance.Pass:
			t.Errorf("seed %d: %s", report.Seed, r.Text())
		case r.Faults.Survived == 0 || r.Faults.Survived != r.Faults.Total():
			t.Errorf("seed %d: %s passes with %+v; a pass stands on faults that happened", report.Seed, r.Check, r.Faults)
		}
	}
}

// TestTheReferenceComesThroughEveryFault, whatever the seed.
func TestTheReferenceComesThroughEveryFault(t *testing.T) {
	for seed := uint64(1); seed <= 5; seed++ {
		report := faulty(t, restartable(reference.World{}), conformance.Options{Seed: seed, Rounds: 10, Workers: 2})
		survives(t, report)
		if f := report.Faults(); f.Restarts == 0 || f.Retries == 0 || f.Late == 0 {
			t.Errorf("seed %d: %+v; want restarts, retries and copies that came late", seed, f)
		}
	}
}

// TestFaultsOverHTTP: what needs a wire happens there, the control plane starts the
// build again, and a build that is wrong under faults is found out.
func TestFaultsOverHTTP(t *testing.T) {
	report := faulty(t, overHTTP(t, reference.World{}, nil), conformance.Options{Rounds: 5, Workers: 2})
	survives(t, report)
	f := report.Faults()
	for _, kind := range []string{"drop_request", "drop_answer", "delay", "reorder", "duplicate", "cut", "bad_gateway", "unavailable"} {
		if f.Injected[kind] == 0 {
			t.Errorf("%s never happened: %+v", kind, f)
		}
	}
	if f.Restarts == 0 {
		t.Errorf("nothing was started again: %+v", f)
	}
	for _, id := range []string{"both-restart-forgets-the-keys", "both-only-the-last-key-is-kept"} {
		if report := faulty(t, overHTTP(t, worldOf(t, id), nil), conformance.Options{Rounds: 5}); report.Count(conformance.Fail) == 0 {
			t.Errorf("%s: no check fails over HTTP", id)
		}
	}
}

// TestEveryFaultIsFoundOutByAMutant: each check that is asked in process finds a build
// that is wrong, and each build that is wrong only after a restart is found.
func TestEveryFaultIsFoundOutByAMutant(t *testing.T) {
	killing := map[string]bool{}
	for _, m := range mutant.All() {
		shows := m.Restarts || slices.Contains([]string{
			"both-keys-ignored", "both-only-the-last-key-is-kept", "food-second-reply-credits-again", "gas-repeated-update-cancels-the-reminder",
			"gas-outage-ends-the-sending", "gas-list-never-repeated", "gas-no-reminder", "gas-window-closes-a-day-late", "food-no-report-of-an-idle-day",
			"gas-garbage-counts-as-a-yes", "gas-late-answer-counts", "gas-slow-provider-not-waited-for", "gas-provider-stays-given-up",
		}, m.ID)
		if !shows {
			continue
		}
		killed := false
		report := faulty(t, restartable(m.World()), conformance.Options{Rounds: 10, Workers: 2})
		for i := range report.Results {
			if r := &report.Results[i]; r.Verdict == conformance.Fail || r.Verdict == conformance.Warn {
				killing[r.Check], killed = true, true
			}
		}
		if !killed {
			t.Errorf("%s: %s\nnothing was found: %+v", m.ID, m.Title.En, report.Faults())
		}
	}
	for _, c := range conformance.Checks() {
		if c.Suite == conformance.SuiteFaults && !slices.Contains(c.Needs, conformance.NeedsWire) && !killing[c.ID] {
			t.Errorf("%s: every mutant passes it; a check that finds nothing shows nothing", c.ID)
		}
	}
}

// TestARuleThatIsWrongAnywayIsNoMatterOfFaults: a window that closes a day late breaks
// a demand with faults or without them. No fault is blamed for it, and nothing
// passes either: a build that says yes to everything must not earn a retry by that.
func TestARuleThatIsWrongAnywayIsNoMatterOfFaults(t *testing.T) {
	for _, tt := range []struct{ mutant, names string }{
		{"gas-window-closes-a-day-late", "GAS-DISPATCH-001"}, {"gas-no-reminder", "GAS-REMINDER-001"}, {"food-nothing-annulled", "FOOD-REPORT-001"},
	} {
		report := faulty(t, restartable(worldOf(t, tt.mutant)), conformance.Options{Rounds: 5})
		named := 0
		for i := range report.Results {
			r := &report.Results[i]
			if r.Requirement != "BOTH-RETRY-001" {
				continue
			}
			if r.Verdict == conformance.Fail {
				t.Errorf("%s: %s\n%s\nwant no failure: nothing was lost or done twice", tt.mutant, r.Check, r.Text())
			}
			if r.Verdict == conformance.Blocked && strings.Contains(r.Why.En, tt.names) {
				named++
			}
		}
		if named == 0 || report.Exit == conformance.ExitConforms {
			t.Errorf("%s: %d checks are blocked for %s, exit status %d; a life that is wrong anyway shows nothing", tt.mutant, named, tt.names, report.Exit)
		}
	}
	for _, id := range []string{"always-yes", "echo"} {
		report := faulty(t, restartable(worldOf(t, id)), conformance.Options{Rounds: 5})
		for i := range report.Results {
			if r := &report.Results[i]; r.Requirement == "BOTH-RETRY-001" && r.Verdict == conformance.Pass {
				t.Errorf("%s passes %s; it carries nothing out", id, r.Check)
			}
		}
	}
}

// TestWhatADoorCannotDoIsUnsupported, and says so.
func TestWhatADoorCannotDoIsUnsupported(t *testing.T) {
	report := faulty(t, conformance.Target{World: reference.World{}}, conformance.Options{Rounds: 5})
	for check, word := range map[string]string{"BOTH-RETRY-001/fault_cut": "HTTP", "BOTH-RETRY-001/fault_restart": "--restart-cmd"} {
		if r := report.Result(check); r.Verdict != conformance.Unsupported || !strings.Contains(r.Why.En, word) {
			t.Errorf("%s: %s, %q; want unsupported, for want of %s", check, r.Verdict, r.Why.En, word)
		}
	}
	cannot := overHTTP(t, narrow{World: reference.World{}}, nil) // its control plane starts nothing again
	r := faulty(t, cannot, conformance.Options{Rounds: 5, Select: []string{"BOTH-RETRY-001/fault_restart"}}).Result("BOTH-RETRY-001/fault_restart")
	if r.Verdict != conformance.Unsupported {
		t.Errorf("over HTTP, without a restart on the control plane: %s, want unsupported", r.Text())
	}
}

// TestTheSameSeedAsksTheSame: two runs are recorded byte by byte alike, and judging the
// record gives the verdicts and figures of the run.
func TestTheSameSeedAsksTheSame(t *testing.T) {
	var one, two, other bytes.Buffer
	var report *conformance.Report
	for _, run := range []struct {
		into *bytes.Buffer
		seed uint64
	}{{&other, 4}, {&two, 3}, {&one, 3}} {
		report = faulty(t, restartable(worldOf(t, "both-restart-forgets-the-keys")), conformance.Options{Seed: run.seed, Rounds: 10, Events: run.into})
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) || bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Errorf("records of %d, %d and, under another seed, %d bytes; want the first two the same and the third another", one.Len(), two.Len(), other.Len())
	}
	again, err := conformance.Judge(t.Context(), &one, conformance.JudgeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if again.Exit != report.Exit || again.Exit != conformance.ExitViolation || fmt.Sprint(again.Faults()) != fmt.Sprint(report.Faults()) {
		t.Errorf("judged again: exit status %d with %+v, the run said %d with %+v", again.Exit, again.Faults(), report.Exit, report.Faults())
	}
	for i := range report.Results {
		if a, b := &report.Results[i], &again.Results[i]; a.Verdict != b.Verdict {
			t.Errorf("%s: judged again %s, the run said %s", a.Check, b.Verdict, a.Verdict)
		}
	}
}

// journaled makes machines whose state is on disk, and starts them again from there.
type journaled struct {
	reference.World
	dir string
	mu  *sync.Mutex
	n   *int
}

// onDisk is one of them.
type onDisk struct {
	*journal.Journal
	path string
}

func (w journaled) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	w.mu.Lock()
	*w.n++
	path := filepath.Join(w.dir, fmt.Sprintf("world-%d", *w.n))
	w.mu.Unlock()
	j, _, err := journal.Open(ctx, path, journal.Options{Setup: s, Sync: journal.None})
	return &onDisk{j, path}, err
}

func (journaled) Restart(ctx context.Context, s voucher.System) error {
	one := s.(*onDisk)
	err := one.Close()
	if err == nil {
		one.Journal, _, err = journal.Open(ctx, one.path, journal.Options{Sync: journal.None})
	}
	return err
}

// TestAJournalHoldsWhatWasAcknowledged: the file is closed and opened again in the
// middle of a life, and nothing is lost or done twice.
func TestAJournalHoldsWhatWasAcknowledged(t *testing.T) {
	w := journaled{dir: t.TempDir(), mu: new(sync.Mutex), n: new(int)}
	report := faulty(t, conformance.Target{World: w, Restart: w.Restart}, conformance.Options{Rounds: 10, Select: []string{"BOTH-RETRY-001/fault_restart"}})
	survives(t, report)
	if f := report.Faults(); f.Restarts < 5 {
		t.Errorf("%d restarts; want several, or nothing is shown", f.Restarts)
	}
}
