package conformance_test

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestReadsAndTheClockAreStruckInLives, of each suite's run: otherwise what a build
// keeps is shown of commands alone.
func TestReadsAndTheClockAreStruckInLives(t *testing.T) {
	for _, target := range []conformance.Target{restartable(reference.World{}), overHTTP(t, reference.World{}, nil)} {
		report := faulty(t, target, conformance.Options{Rounds: 5, Select: []string{"BOTH-RETRY-001/fault_drop_answer", "GAS-WINDOW-001/fault_clock_steps_in_flight"}})
		survives(t, report)
		if f := report.Faults(); f.Reads == 0 || f.Moves == 0 {
			t.Errorf("%s: %+v; want reads and moves of the clock that something happened to", report.Address, f)
		}
	}
}

// stuttering is a build whose clock takes a repeated move for another one, and so loses
// what is due in between: it goes a day further than it was told.
type stuttering struct{ voucher.World }

func (w stuttering) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	return &stutters{System: system}, err
}

type stutters struct {
	voucher.System
	at voucher.Instant
}

func (s *stutters) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	if to == s.at {
		to = to.Plus(24 * voucher.Hour)
	}
	s.at = to
	return s.System.Advance(ctx, to)
}

// TestAMoveOfTheClockThatIsRepeatedIsOne: a build that moves twice is found out.
func TestAMoveOfTheClockThatIsRepeatedIsOne(t *testing.T) {
	report := faulty(t, conformance.Target{World: stuttering{reference.World{}}}, conformance.Options{Rounds: 5})
	if report.Count(conformance.Fail) == 0 {
		t.Errorf("no check fails of a build whose clock moves again when the call is repeated: %+v", report.Faults())
	}
}

// TestABuildThatIsNotPromptMeetsFaultsToo: it is asked for all that does not hang on when
// within its day due work is done, and what does is unsupported for that reason.
func TestABuildThatIsNotPromptMeetsFaultsToo(t *testing.T) {
	late := lacking{advance: func(s voucher.System, to voucher.Instant) ([]voucher.Event, error) {
		if to == to.Day().Start() {
			to = to.Plus(-voucher.Second)
		}
		return s.Advance(context.Background(), to)
	}}
	notPrompt := func(w voucher.World) voucher.World {
		return narrow{w, func(c *voucher.Capabilities) { c.Prompt = false }}
	}
	report := faulty(t, conformance.Target{World: notPrompt(saying(late)), Restart: func(context.Context, voucher.System) error { return nil }}, conformance.Options{Rounds: 10})
	asked := 0
	for i := range report.Results {
		r := &report.Results[i]
		byTheDay := strings.Contains(r.Check, "forgotten") || strings.Contains(r.Check, "deadlines") || strings.Contains(r.Check, "list_interrupted")
		switch {
		case strings.Contains(r.Why.En, "HTTP"):
		case byTheDay && ((r.Verdict != conformance.Unsupported && r.Verdict != conformance.Blocked) || !strings.Contains(r.Why.En, "prompt")):
			t.Errorf("%s\nwant it unasked for want of prompt", r.Text())
		case !byTheDay && r.Verdict != conformance.Pass:
			t.Errorf("%s\nwant it asked, and passed", r.Text())
		case !byTheDay:
			asked++
		}
	}
	if f := report.Faults(); asked < 10 || f.Survived == 0 || f.Restarts == 0 {
		t.Errorf("%d checks asked, %+v; want what does not hang on the instant", asked, f)
	}
	wrong := faulty(t, conformance.Target{World: notPrompt(worldOf(t, "both-keys-ignored"))}, conformance.Options{Rounds: 5})
	if r := wrong.Result("BOTH-RETRY-001/fault_drop_answer"); r.Verdict != conformance.Fail {
		t.Errorf("%s\nwant a build that ignores keys to fail", r.Text())
	}
}

// strikesIn are the faults of a recorded run, in order.
var strikesIn = regexp.MustCompile(`"fault":\{[^}]*\}`)

// TestSeveralClientsMeetTheSameFaults: they race each other on the wire, and yet what
// happens to the calls of each is drawn from the seed, byte by byte.
func TestSeveralClientsMeetTheSameFaults(t *testing.T) {
	const check = "BOTH-RETRY-001/fault_many_clients"
	logOf := func(seed uint64) string {
		var events bytes.Buffer
		report := faulty(t, overHTTP(t, reference.World{}, nil), conformance.Options{Seed: seed, Rounds: 10, Select: []string{check}, Events: &events})
		survives(t, report)
		return strings.Join(strikesIn.FindAllString(events.String(), -1), "\n")
	}
	first := logOf(5)
	if again := logOf(5); again != first || !strings.Contains(first, `"kind"`) {
		t.Errorf("the same seed, %d and %d bytes of faults; want the same, and some", len(first), len(again))
	}
	if other := logOf(6); other == first {
		t.Error("another seed, the same faults")
	}
	const wrong = "both-keys-ignored"
	if r := faulty(t, restartable(worldOf(t, wrong)), conformance.Options{Rounds: 10, Select: []string{check}}).Result(check); r.Verdict != conformance.Fail {
		t.Errorf("%s: %s\nwant a failure", wrong, r.Text())
	}
}

// TestRestartsStandBeforeDeadlines: several in each life, and a build that forgets what is
// due is found out by name.
func TestRestartsStandBeforeDeadlines(t *testing.T) {
	for check, mutants := range map[string][]string{
		"GAS-REMINDER-001/fault_restarts_before_deadlines": {"gas-restart-forgets-the-reminders", "gas-restart-forgets-the-unacknowledged-list"},
		"FOOD-REPORT-001/fault_restarts_before_deadlines":  {"food-restart-forgets-the-reports"},
	} {
		o := conformance.Options{Rounds: 5, Select: []string{check}}
		report := faulty(t, restartable(reference.World{}), o)
		survives(t, report)
		if f := report.Faults(); f.Restarts < 3*f.Rounds {
			t.Errorf("%s: %d restarts in %d lives; want several in each", check, f.Restarts, f.Rounds)
		}
		for _, id := range mutants {
			if r := faulty(t, restartable(worldOf(t, id)), o).Result(check); r.Verdict != conformance.Fail {
				t.Errorf("%s: %s\nwant a failure", id, r.Text())
			}
		}
	}
}
