//go:build long

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/simulator/cluster/broker/brokertest"
)

// spoken is what a process has said so far.
type spoken struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *spoken) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *spoken) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// running is vouch as a process of its own that was started, and what it says.
type running struct {
	*exec.Cmd
	stdout bytes.Buffer
	said   spoken
}

// start starts vouch; it ends with the test at the latest.
func start(t *testing.T, words ...string) *running {
	t.Helper()
	cmd, _ := process(t, words...)
	r := &running{Cmd: cmd}
	r.Stdout, r.Stderr = &r.stdout, &r.said
	r.WaitDelay = 5 * time.Second
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = r.Process.Kill()
		_ = r.Wait()
	})
	return r
}

// says waits until a process has said something, and returns what of it the pattern holds.
func (r *running) says(t *testing.T, pattern string) string {
	t.Helper()
	what := regexp.MustCompile(pattern)
	var found []string
	until(t, fmt.Sprintf("%s is said", pattern), &r.said, func() bool {
		found = what.FindStringSubmatch(r.said.String())
		return found != nil
	})
	return found[len(found)-1]
}

// until waits for something, which what was said explains if it does not come.
func until(t *testing.T, what string, said fmt.Stringer, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(time.Minute); !holds(); {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("not within a minute: %s\n%s", what, said)
		}
	}
}

// hash waits for the end, and returns the hash of the results.
func (r *running) hash(t *testing.T) string {
	t.Helper()
	if err := r.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, &r.said)
	}
	return hashOfStudy(t, &r.stdout)
}

// stat is the state of a process and who has started it; "" and 0 where there is none.
func stat(pid string) (state string, parent int) {
	text, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return "", 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	_, _ = fmt.Sscan(rest, &state, &parent)
	return state, parent
}

// childrenOf are the workers that a process has started.
func childrenOf(t *testing.T, r *running, at int) (pids []int) {
	t.Helper()
	until(t, fmt.Sprintf("%d workers are there", at), &r.said, func() bool {
		pids = nil
		all, err := filepath.Glob("/proc/[0-9]*")
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range all {
			pid, err := strconv.Atoi(filepath.Base(one))
			if _, parent := stat(filepath.Base(one)); err == nil && parent == r.Process.Pid {
				pids = append(pids, pid)
			}
		}
		return len(pids) == at
	})
	return pids
}

// gone waits until none of some processes is there.
func gone(t *testing.T, r *running, pids []int) {
	t.Helper()
	for _, pid := range pids {
		until(t, "worker "+strconv.Itoa(pid)+" has ended", &r.said, func() bool {
			state, _ := stat(strconv.Itoa(pid))
			return state == "" || state == "Z" // nobody is there to take note of it
		})
	}
}

// long is the study of these tests, which takes long enough to be killed in its midst.
var long = []string{"compare", "food-two-mrp", "--families", "250", "--format", "json", "--replications"}

func longAnd(more ...string) []string { return append(append([]string{}, long...), more...) }

// A worker of this machine that is killed is replaced, its part is lived again, and the results are those of one process.
func TestAKilledWorkerIsReplaced(t *testing.T) {
	r := start(t, longAnd("24", "--nats", "embedded", "--workers", "2", "--patience", "1s")...)
	if err := syscall.Kill(childrenOf(t, r, 2)[0], syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	r.says(t, `worker \d+ of this machine has ended: signal: killed; another takes its place`)
	if got, want := r.hash(t), hashInOnePiece(t); got != want {
		t.Errorf("hash %s, want %s: of the study in one piece", got, want)
	}
}

// Where workers of this machine cannot be started the machine is in the way and no flag is wrong: trying again may mend it.
func TestWorkersThatCannotBeStartedAreNoMisuse(t *testing.T) {
	vouch, _ := process(t)
	program, err := os.ReadFile(vouch.Path)
	if err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(t.TempDir(), "vouch")
	if err := os.WriteFile(gone, program, 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	r := &running{Cmd: exec.CommandContext(t.Context(), gone, longAnd("24", "--nats", "embedded", "--workers", "2")...)}
	r.Stdout, r.Stderr = &r.stdout, &r.said
	if err := errors.Join(r.Start(), os.Remove(gone)); err != nil { // while it runs, as an update of the program does
		t.Fatal(err)
	}
	if err := r.Wait(); r.ProcessState.ExitCode() != exitFault || !strings.Contains(r.said.String(), "workers of this machine: ") {
		t.Errorf("it ended with %v, want %d and that workers cannot be started\n%s", err, exitFault, &r.said)
	}
}

// However the asking side ends, its workers do too: when it is interrupted, and when it is killed and can end nobody.
func TestWorkersOfThisMachineEndWithIt(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGKILL} {
		t.Run(signal.String(), func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "report")
			r := start(t, longAnd("500", "--nats", "embedded", "--workers", "2", "--out", out)...)
			workers := childrenOf(t, r, 2)
			until(t, "some parts are folded", &r.said, func() bool {
				parts, err := filepath.Glob(filepath.Join(out+".parts", "*.part"))
				return err == nil && len(parts) >= 3
			})
			if err := r.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			var exit *exec.ExitError
			if err := r.Wait(); !errors.As(err, &exit) || signal == syscall.SIGINT && exit.ExitCode() != exitInterrupted {
				t.Errorf("it ended with %v, want it to be stopped, by an interrupt with 130\n%s", err, &r.said)
			}
			gone(t, r, workers)
			if signal == syscall.SIGINT && !strings.Contains(r.said.String(), "parts done") {
				t.Errorf("told %q, want how far it was", &r.said)
			}
		})
	}
}

// brokerOf starts a NATS server that wants a password, and lets every vouch that the test starts know where it is.
func brokerOf(t *testing.T) {
	t.Helper()
	o := brokertest.Kept(t)
	o.Username, o.Password = "pilot", "hunter2-of-the-pilot"
	_, address := brokertest.Serve(t, o)
	t.Setenv("VOUCH_NATS", address)
	t.Setenv("VOUCH_NATS_USER", "pilot")
}

// Workers that are programs of their own live what is asked for; the asking side is killed in the midst, and the same
// command goes on with what stands at the server. A worker that is told to stop finishes what it lives. The password
// stands in a variable, and nowhere in what is written.
func TestAKilledAskingSideGoesOn(t *testing.T) {
	const secret = "hunter2-of-the-pilot"
	want := hashInOnePiece(t)
	brokerOf(t)
	refused := start(t, "worker")
	if err := refused.Wait(); refused.ProcessState.ExitCode() != exitMisuse || !strings.Contains(refused.said.String(), "it refuses these credentials") {
		t.Errorf("without its password a worker ended with %v and %q, want 2 and why", err, &refused.said)
	}
	t.Setenv("VOUCH_NATS_PASSWORD", secret)
	workers := []*running{start(t, "worker", "--workers", "1"), start(t, "worker", "--workers", "1")}
	out := filepath.Join(t.TempDir(), "report")
	first := start(t, longAnd("24", "--out", out)...)
	until(t, "some parts are folded", &first.said, func() bool {
		parts, err := filepath.Glob(filepath.Join(out+".parts", "*.part"))
		return err == nil && len(parts) >= 3
	})
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()
	second := start(t, longAnd("24", "--out", out, "--resume")...)
	if got := second.hash(t); got != want {
		t.Errorf("hash %s, want %s: of the study in one piece", got, want)
	}
	lived := 0
	for _, w := range workers {
		if err := w.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := w.Wait(); err != nil {
			t.Errorf("a worker that was told to stop: %v, want 0\n%s", err, &w.said)
		}
		parts, err := strconv.Atoi(w.says(t, `(\d+) parts? lived`))
		if err != nil {
			t.Fatal(err)
		}
		lived += parts
	}
	if lived != 24 {
		t.Errorf("the workers say that they lived %d parts, want 24: no worker has failed", lived)
	}
	manifest, err := os.ReadFile(filepath.Join(out, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	if all := string(manifest) + second.said.String(); strings.Contains(all, secret) {
		t.Error("the password stands in the manifest or in what was said")
	}
}
