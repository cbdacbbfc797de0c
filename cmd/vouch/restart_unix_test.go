//go:build unix

package main

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
