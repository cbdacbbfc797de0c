package reference_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference"
)

// goOnAlike lets a country and a second machine of equal state live on side by
// side: they answer, do what falls due and end alike.
func (l *country) goOnAlike(t *rapid.T, other *reference.Machine, how string) {
	l.Helper()
	if got, want := other.StateDigest(), l.machine.StateDigest(); got != want {
		t.Fatalf("%s the state is %016x, want %016x\nBOTH-JOURNAL-001: every state can be rebuilt", how, uint64(got), uint64(want))
	}
	if due, _ := l.machine.NextDue(); true {
		if again, _ := other.NextDue(); again != due {
			t.Fatalf("%s work is due at %s, want %s", how, again, due)
		}
	}
	l.mirror = other
	actions := l.actions(t)
	actions[""] = func(t *rapid.T) {
		if got, want := other.StateDigest(), l.machine.StateDigest(); got != want {
			t.Fatalf("%s and some steps later the state is %016x, want %016x", how, uint64(got), uint64(want))
		}
	}
	t.Repeat(actions)
	l.to(max(l.machine.Now(), horizon))
	if got, want := other.StateDigest(), l.machine.StateDigest(); got != want {
		t.Fatalf("%s and a whole life later the state is %016x, want %016x", how, uint64(got), uint64(want))
	}
}

// TestReplayThroughEvolveAloneGivesTheSameState: the journal's events rebuild
// the state without a rule being asked, and what is rebuilt lives on alike.
func TestReplayThroughEvolveAloneGivesTheSameState(t *testing.T) {
	lives(t, nothing, func(t *rapid.T, l *country) {
		again, err := reference.Replay(l.setup, l.entries, l.machine.Now())
		if err != nil {
			t.Fatalf("Replay: %v", err)
		}
		l.goOnAlike(t, again, "after a replay")
	})
}

// TestSnapshotRestoresTheSameMachine: nothing that matters lies outside of the
// snapshot.
func TestSnapshotRestoresTheSameMachine(t *testing.T) {
	lives(t, nothing, func(t *rapid.T, l *country) {
		snapshot := l.machine.Snapshot()
		again, err := reference.Restore(l.setup, snapshot)
		if err != nil {
			t.Fatalf("Restore: %v", err)
		}
		if string(again.Snapshot()) != string(snapshot) {
			t.Fatalf("the snapshot of a restored machine is another")
		}
		l.goOnAlike(t, again, "after a restore")
	})
}
