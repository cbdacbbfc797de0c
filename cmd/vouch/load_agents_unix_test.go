//go:build unix

package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// ownVouch is a vouch of its own, whose lines on stderr are waited for.
type ownVouch struct {
	t     *testing.T
	cmd   *exec.Cmd
	out   bytes.Buffer
	lines chan string

	mu   sync.Mutex
	said strings.Builder
}

// startVouch starts a process, which ends with the test at the latest.
func startVouch(t *testing.T, environment []string, words ...string) *ownVouch {
	t.Helper()
	vouch, err := exec.LookPath("vouch") // put there by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	p := &ownVouch{t: t, cmd: exec.Command(vouch, words...), lines: make(chan string, 1000)}
	p.cmd.Env = append(os.Environ(), environment...)
	p.cmd.Stdout = &p.out
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Stderr = write
	if words[0] == "serve" { // its result is a line too: the address
		p.cmd.Stdout = write
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = write.Close() // the process has its own
	go p.listen(read)
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

func (p *ownVouch) listen(from io.ReadCloser) {
	defer close(p.lines)
	defer func() { _ = from.Close() }()
	for lines := bufio.NewScanner(from); lines.Scan(); {
		p.mu.Lock()
		p.said.WriteString(lines.Text() + "\n")
		p.mu.Unlock()
		select {
		case p.lines <- lines.Text():
		default: // nobody waits for so many
		}
	}
}

// waits for a line, and returns what its expression holds in brackets.
func (p *ownVouch) waits(expression string) []string {
	p.t.Helper()
	wanted := regexp.MustCompile(expression)
	late := time.After(time.Minute)
	for {
		select {
		case line, ok := <-p.lines:
			if found := wanted.FindStringSubmatch(line); found != nil {
				return found
			}
			if !ok {
				p.t.Fatalf("it ended without a line %q\n%s", expression, p.told())
			}
		case <-late:
			p.t.Fatalf("no line %q within a minute\n%s", expression, p.told())
		}
	}
}

func (p *ownVouch) told() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// ends waits for the end, of whatever it has started too, and returns the exit status.
func (p *ownVouch) ends() int {
	p.t.Helper()
	late := time.After(time.Minute)
	for some := true; some; {
		select {
		case _, some = <-p.lines:
		case <-late:
			p.t.Fatalf("it is at work still, or what it has started, after a minute\n%s", p.told())
		}
	}
	_ = p.cmd.Wait() // the status says it
	return p.cmd.ProcessState.ExitCode()
}

// TestAKilledAgentIsNamed: of two workers one is killed while they drive; the run ends
// soon, says who was lost, and finds the money of the other's families right.
func TestAKilledAgentIsNamed(t *testing.T) {
	server, err := broker.Embed(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	meet := []string{"VOUCH_NATS=" + server.Options().URL, "VOUCH_NATS_TOKEN=" + server.Options().Token}
	target := startVouch(t, nil, "serve", "--control", "--listen", "127.0.0.1:0").waits(`(http://127\.0\.0\.1:\d+)`)[1]
	other, doomed := startVouch(t, meet, "worker", "--for", "load"), startVouch(t, meet, "worker", "--for", "load")
	name := doomed.waits(`^(\S+) is free for load$`)[1]
	run := startVouch(t, meet, "load", "--agents", "2", "--target", target, "--rate", "60/s", "--for", "10m", "--families", "100", "--stores", "2")
	run.waits(`^ +1 s: planned`)
	if err := doomed.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if status := run.ends(); status != exitInconclusive {
		t.Errorf("exit status %d, want %d\n%s%s", status, exitInconclusive, run.told(), run.out.String())
	}
	text := strings.Join(strings.Fields(run.out.String()), " ")
	for _, want := range []string{"(" + name + "): it was lost: nobody answers for it any more", "the books of its families went with it: 50", " purchases, 0 beyond one a key; "} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q\n%s", want, run.out.String())
		}
	}
	if strings.Contains(text, "THE MONEY IS WRONG") {
		t.Errorf("the money of who came home is said to be wrong\n%s", run.out.String())
	}
	other.waits(`^free$`)
}

// TestChildrenEndWithWhoStartedThem: a load that is killed leaves no worker behind, and
// one that is interrupted brings home what they have.
func TestChildrenEndWithWhoStartedThem(t *testing.T) {
	for name, tt := range map[string]struct {
		signal os.Signal
		status int
		told   string
	}{
		"killed":      {syscall.SIGKILL, -1, ""},
		"interrupted": {syscall.SIGTERM, exitInterrupted, "interrupted: right as far as it went"},
	} {
		run := startVouch(t, nil, "load", "--agents", "2", "--nats", "embedded", "--rate", "20/s", "--for", "10m", "--families", "100", "--stores", "2")
		run.waits(`^ +1 s: planned`)
		if err := run.cmd.Process.Signal(tt.signal); err != nil {
			t.Fatal(err)
		}
		// The workers speak to the same place, which ends with the last of them.
		if status := run.ends(); status != tt.status || !strings.Contains(run.out.String(), tt.told) {
			t.Errorf("%s: exit status %d, want %d and %q\n%s%s", name, status, tt.status, tt.told, run.told(), run.out.String())
		}
	}
}
