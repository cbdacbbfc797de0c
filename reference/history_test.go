package reference_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reference/voucher/scripttest"
)

var update = flag.Bool("update", false, "write the machine's answers into the histories; read the diff, commit only what you can explain")

// TestHistories plays every history of testdata on a fresh machine. What a
// history expects comes from the requirement that its name begins with.
func TestHistories(t *testing.T) {
	for _, script := range histories(t) {
		t.Run(script.Name, func(t *testing.T) {
			m, err := reference.New(&script.Setup)
			if err != nil {
				t.Fatal(err)
			}
			var journal []reference.Entry
			m.Record(func(e *reference.Entry) { journal = append(journal, e.Clone()) })
			answers := play(t, script, m)
			replayed(t, script, m, journal)
			restored(t, script, m)
			if *update {
				if err := os.WriteFile(filepath.Join("testdata", script.Name), script.Rewrite(answers), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestHistoriesSurviveRestarts plays every history again on a machine that is
// rebuilt from a snapshot after each step: nothing that matters lies outside of
// the state (BOTH-JOURNAL-001).
func TestHistoriesSurviveRestarts(t *testing.T) {
	if *update {
		return // the answers are being written
	}
	for _, script := range histories(t) {
		t.Run(script.Name, func(t *testing.T) {
			m, err := reference.New(&script.Setup)
			if err != nil {
				t.Fatal(err)
			}
			play(t, script, &restarting{script, m})
		})
	}
}

// histories reads all histories, in the order of their names.
func histories(t *testing.T) []*voucher.Script { return scripttest.Read(t, "testdata") }

// play carries a history out, compares every answer with the expected one, and
// returns the answers.
func play(t *testing.T, script *voucher.Script, system voucher.System) [][]string {
	t.Helper()
	scribe := voucher.Scribe{Hide: script.Hide}
	var answers [][]string
	for i := range script.Steps {
		step := &script.Steps[i]
		got, err := scribe.Play(context.Background(), system, step)
		if err != nil {
			t.Fatalf("testdata/%s:%d: %s: %v", script.Name, step.Line, step.Text, err)
		}
		answers = append(answers, got)
		if !slices.Equal(got, step.Expect) && !*update {
			t.Errorf("testdata/%s:%d: %s\nthe answer differs (- expected, + got):\n%s\n%s",
				script.Name, step.Line, step.Text, cmp.Diff(step.Expect, got), script.About)
		}
		moneyAddsUp(t, script, step, system)
	}
	return answers
}

// moneyAddsUp demands that credited = spent + left + annulled in every month of
// a history with families, after every step (BOTH-MONEY-001).
func moneyAddsUp(t *testing.T, script *voucher.Script, step *voucher.Step, system voucher.System) {
	t.Helper()
	if script.Setup.Families == 0 {
		return
	}
	for month := voucher.MonthOf(2026, 1); month <= voucher.MonthOf(2026, 5); month++ {
		r, err := system.Query(context.Background(), &voucher.Query{Kind: voucher.AskLedger,
			Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Month: month})
		if err != nil || r.Ledger == nil {
			t.Fatalf("testdata/%s:%d: ledger of %s: %v, %v", script.Name, step.Line, month, r.Refusal, err)
		}
		l := r.Ledger
		if sum := l.Spent.Plus(l.Left).Plus(l.Annulled); l.Credited != sum || l.Recovered > l.Spent {
			t.Errorf("testdata/%s:%d: %s\n%s: credited %s, spent %s + left %s + annulled %s = %s, recovered %s\nBOTH-MONEY-001",
				script.Name, step.Line, step.Text, month, l.Credited, l.Spent, l.Left, l.Annulled, sum, l.Recovered)
		}
	}
}

// replayed demands that the state follows from the journal without any decision
// (BOTH-JOURNAL-001).
func replayed(t *testing.T, script *voucher.Script, m *reference.Machine, journal []reference.Entry) {
	t.Helper()
	again, err := reference.Replay(&script.Setup, journal, m.Now())
	if err != nil {
		t.Fatalf("replay of %d journal entries: %v", len(journal), err)
	}
	if got, want := again.StateDigest(), m.StateDigest(); got != want {
		t.Errorf("state digest %016x after replay, want %016x\nthe journal alone rebuilds every state (BOTH-JOURNAL-001)", got, want)
	}
}

// restored demands that a snapshot holds the whole state.
func restored(t *testing.T, script *voucher.Script, m *reference.Machine) {
	t.Helper()
	back, err := reference.Restore(&script.Setup, m.Snapshot())
	if err != nil {
		t.Fatalf("restore: %v", err)
	}
	if got, want := back.StateDigest(), m.StateDigest(); got != want {
		t.Errorf("state digest %016x after restore, want %016x\na snapshot holds the whole state (BOTH-JOURNAL-001)", got, want)
	}
}

// restarting is a machine that is restored from a snapshot after every change.
type restarting struct {
	script *voucher.Script
	m      *reference.Machine
}

func (r *restarting) Do(ctx context.Context, c voucher.Command) (voucher.Outcome, error) {
	o, err := r.m.Do(ctx, c)
	if err == nil {
		o, err = o.Clone(), r.restart()
	}
	return o, err
}

func (r *restarting) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	events, err := r.m.Advance(ctx, to)
	if err == nil {
		events, err = voucher.CloneEvents(events), r.restart()
	}
	return events, err
}

func (r *restarting) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	return r.m.Query(ctx, q)
}

func (r *restarting) restart() error {
	m, err := reference.Restore(&r.script.Setup, r.m.Snapshot())
	if err == nil {
		r.m = m
	}
	return err
}
