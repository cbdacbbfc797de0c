//go:build unix

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// remembering is a world whose systems are all started again at once, as a process
// that ends takes all its worlds with it.
type remembering struct {
	voucher.World
	again func(context.Context, voucher.System) error
	mu    sync.Mutex
	all   []voucher.System
	times int
}

func (w *remembering) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, system)
	return system, err
}

// restart starts every system again.
func (w *remembering) restart(t *testing.T) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.times++
	for _, s := range w.all {
		if err := w.again(t.Context(), s); err != nil {
			t.Error(err)
		}
	}
}

// touched serves a world that is started again when a file is there, which a command
// makes: what stands between the two is a socket and a folder.
func touched(t *testing.T, w *remembering) (url, file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "restart")
	server, err := wire.NewServer(wire.ServerOptions{World: w})
	if err != nil {
		t.Fatal(err)
	}
	url = answering(t, func(rw http.ResponseWriter, r *http.Request) {
		if os.Remove(file) == nil {
			w.restart(t)
		}
		server.ServeHTTP(rw, r)
	})
	return url, file
}

// TestARestartCommandIsRunInMidRun: a build that holds what it acknowledged passes, one
// that forgets the keys does not, and what the command cannot do is said.
func TestARestartCommandIsRunInMidRun(t *testing.T) {
	m, ok := mutant.Lookup("both-restart-forgets-the-keys")
	if !ok {
		t.Fatal("no such mutant")
	}
	wrong := m.World()
	const check = "BOTH-RETRY-001/fault_restart"
	for _, tt := range []struct {
		name   string
		world  *remembering
		status int
		says   string
	}{
		{"the reference", &remembering{World: reference.World{}, again: reference.World{}.Restart}, 0, "restarts: "},
		{"forgets the keys", &remembering{World: wrong, again: wrong.Restart}, 1, "FAIL  " + check},
	} {
		url, file := touched(t, tt.world)
		status, out, talk := conforming(t, "conform", check, "--target", url, "--restart-cmd", "touch "+file)
		if status != tt.status || !strings.Contains(strings.Join(strings.Fields(out), " "), strings.Join(strings.Fields(tt.says), " ")) {
			t.Errorf("%s: exit status %d, want %d and %q\n%s%s", tt.name, status, tt.status, tt.says, out, talk)
		}
		if tt.world.times == 0 {
			t.Errorf("%s: the command was never run", tt.name)
		}
	}
	url, _ := touched(t, &remembering{World: reference.World{}, again: reference.World{}.Restart})
	for _, tt := range []struct {
		command string
		status  int
		says    string
	}{
		{"false", 3, "start the build again"},
		{"no-such-program-anywhere", 2, "--restart-cmd"},
		{"'open", 2, "--restart-cmd"},
	} {
		status, out, talk := conforming(t, "conform", check, "--target", url, "--restart-cmd", tt.command)
		if status != tt.status || !strings.Contains(strings.Join(strings.Fields(out+talk), " "), tt.says) {
			t.Errorf("--restart-cmd %s: exit status %d, want %d and %q\n%s%s", tt.command, status, tt.status, tt.says, out, talk)
		}
	}
}

// killing is a program that kills a real vouch serve and starts it again, as its user
// would write it.
func killing(t *testing.T, address string, flags ...string) string {
	t.Helper()
	vouch, err := exec.LookPath("vouch") // put there by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program, pid := filepath.Join(dir, "restart.sh"), filepath.Join(dir, "pid")
	text := fmt.Sprintf(`#!/bin/sh
echo again >>%[1]s/times
[ -f %[1]s/pid ] && kill -9 "$(cat %[1]s/pid)"
%[2]s serve --control --listen %[3]s %[4]s >>%[1]s/log 2>&1 </dev/null &
echo $! >%[1]s/pid
`, dir, vouch, address, strings.Join(flags, " "))
	if err := os.WriteFile(program, []byte(text), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Cleanup(func() {
		text, err := os.ReadFile(pid)
		if err != nil {
			return // it never began
		}
		if n, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
			_ = syscall.Kill(n, syscall.SIGKILL)
		}
	})
	return program
}

// startKilling starts a build with the flags given that a program kills and starts again.
func startKilling(t *testing.T, flags ...string) (url, program string) {
	t.Helper()
	free, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	program = killing(t, address, flags...)
	if err := exec.CommandContext(t.Context(), program).Run(); err != nil {
		t.Fatal(err)
	}
	waitForAnswer(t, "http://"+address)
	return "http://" + address, program
}

// startsOf is how often a program has started its build.
func startsOf(t *testing.T, program string) int {
	t.Helper()
	times, err := os.ReadFile(filepath.Join(filepath.Dir(program), "times"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(times), "again")
}

// TestAProcessThatIsKilledIsAskedOn: a real process, kill -9 and a start in mid-run, all
// by the command line. One that keeps its worlds in memory alone is found out, and so is
// one whose journal is behind its answers; the one with a journal holds all that it
// acknowledged (BOTH-RETRY-001, BOTH-JOURNAL-001).
func TestAProcessThatIsKilledIsAskedOn(t *testing.T) {
	const check = "BOTH-RETRY-001/fault_restart"
	for _, tt := range []struct {
		name   string
		mutant string
		kept   bool
		status int
		says   []string
	}{
		{"in memory", "", false, 1, []string{"FAIL  " + check, "world-unknown"}},
		{"with a journal", "", true, 0, []string{"restarts:"}},
		{"with a journal that is a command behind", "both-restart-forgets-the-last-command", true, 1, []string{"FAIL  " + check}},
		{"with a journal that is a second behind", "both-restart-forgets-the-last-second", true, 1, []string{"FAIL  " + check}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var flags []string
			if tt.kept {
				flags = append(flags, "--journal", filepath.Join(t.TempDir(), "worlds"))
			}
			if tt.mutant != "" {
				flags = append(flags, "--mutant", tt.mutant)
			}
			url, program := startKilling(t, flags...)
			status, out, talk := conforming(t, "conform", check, "--suite", "faults", "--rounds", "5", "--target", url, "--restart-cmd", program)
			for _, want := range tt.says {
				if status != tt.status || !strings.Contains(out, want) {
					t.Errorf("exit status %d, want %d and %q\n%s%s", status, tt.status, want, out, talk)
				}
			}
			if n := startsOf(t, program); n < 2 {
				t.Errorf("started %d times; want it killed and started again in the run", n)
			}
		})
	}
}

// waitForAnswer waits until somebody answers at an address.
func waitForAnswer(t *testing.T, url string) {
	t.Helper()
	client, err := wire.NewClient(url, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := answers(t.Context(), client); err != nil {
		t.Fatal(err)
	}
}
