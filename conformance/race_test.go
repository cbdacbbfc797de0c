package conformance_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// racing asks a build for races alone.
func racing(t *testing.T, target conformance.Target, o conformance.Options) *conformance.Report {
	t.Helper()
	o.Suites = []conformance.Suite{conformance.SuiteRaces}
	report, err := conformance.Run(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// behindALock is the reference, raced in process.
func behindALock() conformance.Target {
	return conformance.Target{World: conformance.Shared(reference.World{}), Address: "in process"}
}

// TestTheReferenceLosesNoRace, whatever the seed; and what is shown on it was really
// raced. Under -race its lock is looked at too.
func TestTheReferenceLosesNoRace(t *testing.T) {
	for seed := uint64(1); seed <= 4; seed++ {
		report := racing(t, behindALock(), conformance.Options{Seed: seed, Rounds: 8, Workers: 2})
		onlyPasses(t, report)
		for i := range report.Results {
			r := &report.Results[i]
			if r.Races == nil || r.Races.Overlap == 0 || r.Races.Tried < r.Races.Rounds {
				t.Errorf("seed %d: %s passes with %+v; a pass stands on calls that overlapped", seed, r.Check, r.Races)
			}
			if n := r.Races.Rounds; n < 8 || n > 32 || (n > 8 && r.Races.Overlap > 8+20) {
				t.Errorf("seed %d: %s was raced %d times with %d overlaps; 8 rounds were wanted, and more where fewer calls than that had met", seed, r.Check, n, r.Races.Overlap)
			}
		}
	}
}

// TestRacesOverHTTP: the same on a socket, where a build that loses updates is found
// out and the reference is not.
func TestRacesOverHTTP(t *testing.T) {
	onlyPasses(t, racing(t, overHTTP(t, reference.World{}, nil), conformance.Options{Rounds: 5}))
	wrong := worldOf(t, "both-last-writer-wins")
	if report := racing(t, overHTTP(t, wrong, nil), conformance.Options{}); report.Count(conformance.Fail) == 0 {
		t.Errorf("last writer wins: %d of %d checks pass, none fails; %+v", report.Count(conformance.Pass), len(report.Results), report.Races())
	}
}

// TestABuildForOneCallerIsNotRaced: it does not say that it takes several, so that
// nothing is shown and nothing is broken, and the run says why.
func TestABuildForOneCallerIsNotRaced(t *testing.T) {
	report := racing(t, conformance.Target{World: reference.World{}}, conformance.Options{Rounds: 1})
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict != conformance.Unsupported || !strings.Contains(r.Why.En, "concurrent") || r.Races != nil {
			t.Errorf("%s: %s, %q, %+v; want unsupported for want of concurrent, and no figures", r.Check, r.Verdict, r.Why.En, r.Races)
		}
	}
	if report.Exit != conformance.ExitInconclusive {
		t.Errorf("exit status %d, want 3: nothing was checked", report.Exit)
	}
}

// TestNobodyIsRacedForWhatAnotherPartyDoes: loans are the local bodies', and a wallet
// that grants none is raced for its own.
func TestNobodyIsRacedForWhatAnotherPartyDoes(t *testing.T) {
	build := narrow{conformance.Shared(reference.World{}), func(c *voucher.Capabilities) { c.Parties = []string{"wallet"} }}
	report := racing(t, conformance.Target{World: build}, conformance.Options{Rounds: 2})
	for check, want := range map[string]conformance.Verdict{"one_loan_at_once": conformance.Unsupported, "one_person_in_many_families": conformance.Unsupported,
		"one_code_at_many_tills": conformance.Pass, "one_account_for_many_people": conformance.Pass} {
		if r := report.Result("BOTH-RACE-001/race_" + check); r.Verdict != want {
			t.Errorf("%s: %s, want %s of a build that plays the wallet alone", check, r.Verdict, want)
		}
	}
}

// losing is a build whose answers get lost on the way, the commands being carried
// out.
type losing struct {
	voucher.World
	loses func(n int, cmd voucher.Command) bool
}

func (w losing) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	return &lossy{System: system, loses: w.loses}, err
}

type lossy struct {
	voucher.System
	loses func(n int, cmd voucher.Command) bool
	mu    sync.Mutex
	n     int
}

var errCut = errors.New("the connection was cut")

func (l *lossy) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := l.System.Do(ctx, cmd)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n++
	if l.loses(l.n, cmd) {
		return voucher.Outcome{}, errCut
	}
	return o, err
}

// TestLostAnswersAreAskedForAgain: the idempotency key tells what became of a command
// whose answer was lost; what stays unknown is judged as such, and hides no race
// that was lost elsewhere.
func TestLostAnswersAreAskedForAgain(t *testing.T) {
	some := func(n int, _ voucher.Command) bool { return n%7 == 0 }
	all := func(_ int, cmd voucher.Command) bool { // of one store
		c, ok := cmd.(*voucher.Purchase)
		return ok && c.Store == 2
	}
	for _, tt := range []struct {
		name  string
		world voucher.World
		loses func(int, voucher.Command) bool
		open  bool
		fails bool
		why   string
	}{
		{"some", conformance.Shared(reference.World{}), some, false, false, "each was told when it was repeated"},
		{"all of one store", conformance.Shared(reference.World{}), all, true, false, "they may have been done or not, and both are right"},
		{"all of one store, and both tills pay", worldOf(t, "both-two-tills-charge-one-balance"), all, true, true, "the other store's answers are wrong all the same"},
	} {
		report := racing(t, conformance.Target{World: losing{tt.world, tt.loses}}, conformance.Options{Rounds: 6})
		races := report.Races()
		if races.Lost == 0 || (races.Open > 0) != tt.open {
			t.Errorf("%s: %d lost, %d of them still unknown; want some, and unknown: %v\n%s", tt.name, races.Lost, races.Open, tt.open, tt.why)
		}
		if fails := report.Count(conformance.Fail) > 0; fails != tt.fails {
			t.Errorf("%s: %d fail, want some: %v\n%s", tt.name, report.Count(conformance.Fail), tt.fails, tt.why)
			for i := range report.Results {
				if r := &report.Results[i]; r.Failure != nil {
					t.Log(r.Text())
				}
			}
		}
	}
}

// busy refuses whoever comes while another is under way, as a build does whose
// transactions collide and that does not try again.
type busy struct {
	voucher.System
	mu sync.Mutex
}

func (b *busy) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	if !b.mu.TryLock() {
		return voucher.Outcome{Refusal: &voucher.Refusal{}}, nil
	}
	defer b.mu.Unlock()
	return b.System.Do(ctx, cmd)
}

type busyWorld struct{ voucher.World }

func (w busyWorld) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	return &busy{System: system}, err
}

// TestTurningEverybodyAwayIsNoOrder: a no to a command that nothing stands in the way
// of, in whichever order, is a lost race as well.
func TestTurningEverybodyAwayIsNoOrder(t *testing.T) {
	report := racing(t, conformance.Target{World: busyWorld{conformance.Shared(reference.World{})}}, conformance.Options{})
	if r := report.Result("BOTH-RACE-001/race_one_balance_in_and_out"); r.Verdict != conformance.Fail || r.Failure.Expected[0] != "ok" {
		t.Errorf("%s\nwant a failure that expects ok", r.Text())
	}
}

// TestALostRaceIsToldAndJudgedAgain: what a failure tells ends with the wrong call,
// the record of the run gives the same verdicts and figures, and the picture needs
// nothing but itself.
func TestALostRaceIsToldAndJudgedAgain(t *testing.T) {
	var events bytes.Buffer
	report := racing(t, conformance.Target{World: worldOf(t, "both-two-tills-charge-one-balance")}, conformance.Options{Events: &events})
	again, err := conformance.Judge(t.Context(), &events, conformance.JudgeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if report.Races() != again.Races() || report.Exit != again.Exit || report.Exit != conformance.ExitViolation {
		t.Errorf("judged again: exit status %d with %+v, the run said %d with %+v", again.Exit, again.Races(), report.Exit, report.Races())
	}
	for i := range report.Results {
		if a, b := &report.Results[i], &again.Results[i]; a.Verdict != b.Verdict {
			t.Errorf("%s: judged again %s, the run said %s", a.Check, b.Verdict, a.Verdict)
		}
	}
	r := report.Result("BOTH-RACE-001/race_one_code_at_many_tills")
	f := r.Failure
	if f == nil {
		t.Fatalf("%s is %s, want a failure", r.Check, r.Verdict)
	}
	last := len(f.History.Entries) - 1
	if f.Step != last || len(f.Spans) != last+1 || f.Expected[0] == "" || f.Money == conformance.MoneyUnknown {
		t.Errorf("step %d of %d with %d spans, expected %q, money %v; want the last of as many, what had to be answered, and what the money says",
			f.Step, last+1, len(f.Spans), f.Expected, f.Money)
	}
	if rival := f.Spans[last-1]; f.Spans[last].Window != 0 &&
		(rival.Window != f.Spans[last].Window || rival.Return < f.Spans[last].Call || rival.Call > f.Spans[last].Return) {
		t.Errorf("before the wrong call, at %+v, stands one at %+v; want one that was under way with it", f.Spans[last], rival)
	}
	var page bytes.Buffer
	if err := conformance.RacePicture(&page, r); err != nil {
		t.Fatal(err)
	}
	if text := page.String(); !strings.Contains(text, "<html") || strings.Contains(text, `src="http`) || strings.Contains(text, `href="http`) {
		t.Errorf("a picture of %d bytes; want a page that loads nothing from elsewhere", page.Len())
	}
	if err := conformance.RacePicture(&page, report.Result("BOTH-RACE-001/race_one_account_for_many_people")); err == nil {
		t.Error("a picture of a race that nobody lost")
	}
}
