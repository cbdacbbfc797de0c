//go:build unix

package cluster_test

import (
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/simulator/cluster"
	"github.com/vouch-kz/vouch/simulator/cluster/broker/brokertest"
)

// study is a job of 20 parts that processes of their own live, each folded as it comes.
type study struct {
	address, dir string
	ask          *cluster.Ask
	told         *said
	got          *sum
	done         chan error
}

// begin asks for the job; nobody lives it yet.
func begin(t *testing.T, name string) *study {
	t.Helper()
	s := &study{dir: t.TempDir(), got: &sum{name: name}, done: make(chan error, 1)}
	_, s.address = brokertest.Serve(t, brokertest.Kept(t))
	s.ask, s.told = ask(t, s.address, &count{name: name, parts: 20})
	s.ask.Kind = name
	q := open(t, s.ask)
	go func() { s.done <- q.Fold(t.Context(), s.got.add) }()
	return s
}

// end waits for the results, and holds them and the number of lives against what the failures explain.
func (s *study) end(t *testing.T, lives int) {
	t.Helper()
	if err := <-s.done; err != nil {
		t.Fatal(err)
	}
	if s.got.hash != alone(t, s.got.name, 20) {
		t.Error("the parts come to another digest than in one process")
	}
	if begun := lines(t, s.dir, "begun"); len(begun) != lives {
		t.Errorf("%d lives of 20 parts, want %d: no more than the failures explain\n%s", len(begun), lives, strings.Join(begun, "\n"))
	}
}

func tell(t *testing.T, w *exec.Cmd, what syscall.Signal) {
	t.Helper()
	if err := w.Process.Signal(what); err != nil {
		t.Fatal(err)
	}
}

// A worker that is killed has lived one part in vain; the other one lives it.
func TestAWorkerIsKilled(t *testing.T) {
	t.Parallel()
	s := begin(t, "killed")
	free := put(t, s.dir, "hold", 3)
	workers := apart(t, s.address, s.dir, 2)
	tell(t, taker(t, s.dir, 3, workers), syscall.SIGKILL)
	free()
	s.end(t, 20+1)
}

// A worker that stands still for longer than the patience has its part lived by the other one. When it goes on it brings
// the same, and nothing comes of it.
func TestAWorkerStandsStill(t *testing.T) {
	t.Parallel()
	s := begin(t, "still")
	free, last := put(t, s.dir, "hold", 3), put(t, s.dir, "hold", 19)
	workers := apart(t, s.address, s.dir, 2)
	still := taker(t, s.dir, 3, workers)
	tell(t, still, syscall.SIGSTOP)
	free()
	other := workers[0]
	if still == other {
		other = workers[1]
	}
	taker(t, s.dir, 19, []*exec.Cmd{other}) // part 3 is folded by now
	tell(t, still, syscall.SIGCONT)
	await(t, "the one that stood still has lived its part to the end", func() bool {
		return strings.Contains(strings.Join(lines(t, s.dir, "done"), "\n")+"\n", fmt.Sprintf("part 3 worker-%d\n", still.Process.Pid))
	})
	last()
	s.end(t, 20+1)
}

// A worker that is told to stop finishes its part, takes no other, and nothing is lived in vain.
func TestAWorkerIsStopped(t *testing.T) {
	t.Parallel()
	s := begin(t, "stopped")
	free := put(t, s.dir, "hold", 3)
	workers := apart(t, s.address, s.dir, 2)
	stopped := taker(t, s.dir, 3, workers)
	tell(t, stopped, syscall.SIGTERM)
	free()
	if err := stopped.Wait(); err != nil {
		t.Errorf("the worker ended with %v, want 0: it was told to", err)
	}
	s.end(t, 20)
}

// A part that kills whoever lives it ends the job after a few workers, and the error names the part and them; it does not
// end all workers there are.
func TestAPartThatKillsWorkersEndsTheJob(t *testing.T) {
	t.Parallel()
	s := begin(t, "deadly")
	put(t, s.dir, "deadly", 5)
	const all = cluster.Tries + 2
	workers := apart(t, s.address, s.dir, all)
	var err error
	select {
	case err = <-s.done:
	case <-time.After(time.Minute):
		t.Fatal("no end within a minute")
	}
	if err == nil {
		t.Fatal("it ended with results, want the part that cannot be lived")
	}
	for _, want := range []string{"part 5", fmt.Sprintf("%d workers have taken it", cluster.Tries), "memory", "taken by worker-"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %q, want %q in it", err, want)
		}
	}
	killed := 0
	for _, line := range lines(t, s.dir, "begun") {
		if strings.HasPrefix(line, "part 5 ") {
			killed++
		}
	}
	if killed != cluster.Tries || len(workers) != all {
		t.Errorf("%d workers were killed, want %d of %d", killed, cluster.Tries, all)
	}
}
