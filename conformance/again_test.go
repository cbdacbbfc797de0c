package conformance_test

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// tiring is a build that is right in so many worlds, and wrong in all after them.
type tiring struct {
	voucher.World
	wrong voucher.World
	right int64
	made  *atomic.Int64
}

func (w tiring) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	if w.made.Add(1) > w.right {
		return w.wrong.New(ctx, s)
	}
	return w.World.New(ctx, s)
}

// TestAReplayGoesOnAsLongAsItsRun: a failure of a late round is met again, under the
// run's own seed, for a replay has as many rounds as the run had; under a budget, as
// many as it took.
func TestAReplayGoesOnAsLongAsItsRun(t *testing.T) {
	const faultsCheck, racesCheck = "BOTH-RETRY-001/fault_duplicate", "BOTH-RACE-001/race_one_code_at_many_tills"
	for _, tt := range []struct {
		name    string
		check   string
		wrong   string
		right   int64 // worlds
		options conformance.Options
		rounds  string
	}{
		// A round of faults has four worlds, two programmes undisturbed and not; rounds of
		// races that are usual are 25, each a world.
		{"faults, after the usual five rounds", faultsCheck, "both-keys-ignored", 4 * 6, conformance.Options{Seed: 3, Rounds: 50}, "--rounds 50"},
		{"races, after the usual rounds and those added", racesCheck, "both-last-writer-wins", 101, conformance.Options{Seed: 3, Rounds: 130}, "--rounds 130"},
		{"faults, under a budget", faultsCheck, "both-keys-ignored", 0, conformance.Options{Seed: 3, Budget: 1}, "--rounds 5"},
	} {
		tt.options.Select = []string{tt.check}
		build := func() conformance.Target {
			return conformance.Target{World: tiring{conformance.Shared(reference.World{}), worldOf(t, tt.wrong), tt.right, new(atomic.Int64)}}
		}
		report, err := conformance.Run(t.Context(), build(), tt.options)
		if err != nil {
			t.Fatal(err)
		}
		var saved bytes.Buffer
		if err := conformance.SaveFailure(&saved, report, report.Result(tt.check)); err != nil {
			t.Errorf("%s: %v\n%s", tt.name, err, report.Result(tt.check).Text())
			continue
		}
		again, err := conformance.Replay(t.Context(), build(), conformance.JudgeOptions{}, &saved)
		if err != nil {
			t.Fatal(err)
		}
		if again.State != conformance.StillFails && again.State != conformance.FailsAnew {
			t.Errorf("%s: %s, want that it fails still\n%s", tt.name, again.State, again.Now.Text())
		}
		if again.Report.Seed != 3 || !strings.Contains(again.Report.Options, tt.rounds) {
			t.Errorf("%s: asked again with %q, want the run's own seed 3 and %s", tt.name, again.Report.Options, tt.rounds)
		}
	}
}

// TestTheStepThatFailedIsMarked: the step of a failure is marked even where an earlier one was asked and answered alike,
// as a command that was sent again under its key; and what is told in another order than it was asked in is looked for.
func TestTheStepThatFailedIsMarked(t *testing.T) {
	sent := voucher.Entry{Command: &voucher.Reverse{Store: 1}, Outcome: voucher.Outcome{Result: voucher.Result{Voucher: 7}}}
	other := voucher.Entry{Command: &voucher.Reverse{Store: 2}}
	for _, row := range []struct {
		name    string
		history []voucher.Entry
		step    int
		spans   []conformance.Span
		entries []voucher.Entry
		want    int
		why     string
	}{
		{"the repeat fails", []voucher.Entry{sent, other, sent}, 2, nil, []voucher.Entry{sent, other, sent}, 2, "the first sending was right, the repeat is not"},
		{"the first sending fails", []voucher.Entry{sent, other, sent}, 0, nil, []voucher.Entry{sent, other, sent}, 0, "the step is the first"},
		{"in another place", []voucher.Entry{other, sent}, 1, nil, []voucher.Entry{sent, other}, 0, "the steps were cut down"},
		{"a race", []voucher.Entry{other, sent}, 1, make([]conformance.Span, 2), []voucher.Entry{sent, sent}, 0, "a race is told in the order of its calls, so that its number is no place"},
		{"in a world that has it not", []voucher.Entry{other, sent}, 1, nil, []voucher.Entry{other, other}, -1, "nothing there is it"},
		{"no step", []voucher.Entry{sent}, -1, nil, []voucher.Entry{sent}, -1, "the failure names none"},
	} {
		f := conformance.Failure{History: voucher.History{Entries: row.history}, Step: row.step, Spans: row.spans}
		if got := f.Place(row.entries); got != row.want {
			t.Errorf("%s: marked at %d, want %d\n%s", row.name, got, row.want, row.why)
		}
	}
}
