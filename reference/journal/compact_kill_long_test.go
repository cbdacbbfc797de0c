//go:build long && unix

package journal_test

import (
	"bufio"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/reference/journal"
)

// How often a process is killed that makes its journal compact, and what it is told
// its journal by.
const (
	compactKills    = 60
	compactKillSeed = 20260301
	compactJournal  = "VOUCH_TEST_COMPACT"
)

// TestMadeCompactToBeKilled is the process that TestKilledInMidCompaction kills.
func TestMadeCompactToBeKilled(t *testing.T) {
	path := os.Getenv(compactJournal)
	if path == "" {
		t.Skip("it is started by TestKilledInMidCompaction")
	}
	if _, err := os.Stdout.WriteString("begun\n"); err != nil {
		t.Fatal(err)
	}
	j, _ := mustOpen(t, path, compactly(journal.Options{Sync: journal.None}))
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestKilledInMidCompaction kills a real process, again and again, at drawn instants
// while it puts the state in the place of its records: every second one from when the
// compact file shows. The next start, plain or compact, finds the state of before, and
// nothing is left that keeps it from being made compact (BOTH-JOURNAL-001).
func TestKilledInMidCompaction(t *testing.T) {
	long := filepath.Dir(longLived(t, 20_000))
	plain, r := mustOpen(t, filepath.Join(long, "journal"), journal.Options{Sync: journal.None})
	if err := plain.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(long, "journal"))
	if err != nil {
		t.Fatal(err)
	}
	whole := info.Size()
	draw := rand.New(rand.NewPCG(compactKillSeed, 1))
	took := killedAfter(t, copied(t, long), nil) // one that is let go on to its end
	var before, within, after int
	for n := range compactKills {
		dir := copied(t, long)
		killedAfter(t, dir, func() {
			if n%2 == 0 {
				wait(time.Duration(draw.Int64N(int64(took))))
				return
			}
			for begun := time.Now(); time.Since(begun) < 2*took; wait(100 * time.Microsecond) {
				if _, err := os.Stat(filepath.Join(dir, "journal.compact")); err == nil {
					break
				}
			}
			wait(time.Duration(draw.IntN(8_000)) * time.Microsecond)
		})
		info, err := os.Stat(filepath.Join(dir, "journal"))
		if err != nil {
			t.Fatal(err)
		}
		switch _, half := os.Stat(filepath.Join(dir, "journal.compact")); {
		case info.Size() < whole:
			after++
		case half == nil:
			within++
		default:
			before++
		}
		for _, o := range []journal.Options{{Sync: journal.None}, compactly(journal.Options{Sync: journal.None})} {
			j, s := mustOpen(t, filepath.Join(dir, "journal"), o)
			if s.Hash != r.Hash || digest(t, j) != r.Hash || s.Cut != 0 || s.Uncompacted != nil {
				t.Errorf("kill %d: %+v; want the hash %016x and nothing cut", n, s, uint64(r.Hash))
			}
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if info, err := os.Stat(filepath.Join(dir, "journal")); err != nil || info.Size() >= whole {
			t.Errorf("kill %d: %v, %v; want it compact at last", n, info, err)
		}
	}
	t.Logf("seed %d: %d kills, %d before there was a compact file, %d while it was written, %d when it had taken the name; all states equal", compactKillSeed, compactKills, before, within, after)
	if within == 0 || after == 0 {
		t.Errorf("%d kills while the file was written and %d behind it: the compaction was not met", within, after)
	}
}

// killedAfter starts a process that makes the journal of a folder compact, kills it when
// a wait is over, and returns how long it took. With nil it ends by itself.
func killedAfter(t *testing.T, dir string, until func()) time.Duration {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestMadeCompactToBeKilled$")
	cmd.Env = append(os.Environ(), compactJournal+"="+filepath.Join(dir, "journal"))
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); err != nil || line != "begun\n" {
		t.Fatalf("the process says %q, %v", line, err)
	}
	begun := time.Now()
	if until != nil {
		until()
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
	}
	_, _ = io.Copy(io.Discard, lines) // to its end
	_ = cmd.Wait()                    // it was killed, or has ended
	return time.Since(begun)
}

// wait lets a while pass.
func wait(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	<-timer.C
}
