package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Which processor a process has, where there are two.
const (
	serving   = "0"
	generator = "1"
)

// pinned is a command that has a processor of its own, and goes before what else runs
// where that is allowed: for all alike.
func pinned(processor string, args []string) *exec.Cmd {
	if runtime.NumCPU() > 1 {
		args = append([]string{"taskset", "-c", processor}, args...)
	}
	if os.Geteuid() == 0 {
		args = append([]string{"nice", "-n", "-10"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...) //nolint:gosec,noctx // the tools that are measured
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	return cmd
}

// server is one that is measured against.
type server struct {
	cmd *exec.Cmd
	url string
}

// start starts a server and waits until it says where it is.
func start(args []string) (*server, error) {
	cmd := pinned(serving, args)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", args[0], err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		for word := range strings.FieldsSeq(lines.Text()) {
			if strings.HasPrefix(word, "http://") {
				go func() { // it must not wait for a reader
					for lines.Scan() { // nothing of it is wanted
					}
				}()
				return &server{cmd, strings.TrimRight(word, ",;.")}, nil
			}
		}
	}
	_, _ = cmd.Process.Kill(), cmd.Wait()
	return nil, fmt.Errorf("%s ended without an address", args[0])
}

func (s *server) end() { _, _ = s.cmd.Process.Kill(), s.cmd.Wait() }

// sight is what had been taken of the processors at an instant.
type sight struct {
	at     time.Time
	busy   time.Duration // by all together
	served time.Duration // by the server
	own    time.Duration // by the generator
}

func look(s *server) sight {
	return sight{at: time.Now(), busy: busy(), served: processorOf(s.cmd.Process.Pid)}
}

// foreign is how many processors were taken by neither server nor generator.
func foreign(before, after sight, own time.Duration) float64 {
	others := after.busy - before.busy - (after.served - before.served) - own
	return max(0, others.Seconds()/after.at.Sub(before.at).Seconds())
}

// tick is the unit of /proc.
const tick = 10 * time.Millisecond

// processorOf is what a process has taken, with its threads that have ended; 0 where it
// is gone.
func processorOf(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ") // behind the name, which may hold anything
	const user, system = 11, 12
	fields := strings.Fields(rest)
	if len(fields) <= system {
		return 0
	}
	u, _ := strconv.ParseInt(fields[user], 10, 64)
	s, _ := strconv.ParseInt(fields[system], 10, 64)
	return time.Duration(u+s) * tick
}

// busy is what all processors together were busy for since the start of the machine,
// waiting left out, and what the host took for others counted in.
func busy() time.Duration {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(text), "\n")
	var sum int64
	for i, field := range strings.Fields(line) {
		const idle, wait, guest = 4, 5, 9
		if i == 0 || i == idle || i == wait || i >= guest { // a guest's time stands among the user's too
			continue
		}
		n, _ := strconv.ParseInt(field, 10, 64)
		sum += n
	}
	return time.Duration(sum) * tick
}

func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "not known"
	}
	return strings.Join(strings.Fields(string(text))[:3], " ")
}
