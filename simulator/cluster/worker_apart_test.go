package cluster_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/simulator/cluster"
	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// Variables with which a test starts this program once more, as a worker: the address of the server, and the folder in
// which both note what happens.
const (
	workerOfTest = "VOUCH_TEST_WORKER"
	folderOfTest = "VOUCH_TEST_FOLDER"
)

// noted is a job of a process of its own. Every life of a part is a line in the folder; a part of which a file called
// hold stands there gets on and does not end, and one with a file called deadly ends the process.
type noted struct {
	count
	dir string
}

func (j *noted) Live(ctx context.Context, n int64, beat func()) ([]byte, error) {
	if err := j.note("begun", n); err != nil {
		return nil, err
	}
	if j.stands("deadly", n) {
		os.Exit(137)
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for j.stands("hold", n) {
		beat()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
	}
	return partOf(j.name, n, false), j.note("done", n)
}

// note adds a line to a file, whole, however many processes do so at once.
func (j *noted) note(what string, n int64) error {
	f, err := os.OpenFile(filepath.Join(j.dir, what), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "part %d worker-%d\n", n, os.Getpid())
	return errors.Join(err, f.Close())
}

// fileOf is the file that holds a part, or makes it deadly.
func fileOf(dir, what string, n int64) string { return filepath.Join(dir, fmt.Sprint(what, "-", n)) }

func (j *noted) stands(what string, n int64) bool {
	_, err := os.Stat(fileOf(j.dir, what, n))
	return !errors.Is(err, fs.ErrNotExist)
}

// workApart is the worker that this program is when a test has started it as one.
func workApart(address string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	conn, err := broker.Dial(ctx, broker.Options{URL: address})
	if err == nil {
		defer conn.Close()
		_, err = (&cluster.Worker{Conn: conn, Name: fmt.Sprint("worker-", os.Getpid()), Version: "v1",
			Open: func(name string, _ []byte) (cluster.Job, error) {
				return &noted{count: count{name: name, parts: 20}, dir: os.Getenv(folderOfTest)}, nil
			}}).Serve(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// apart starts workers that are processes of their own, and end with the test at the latest.
func apart(t *testing.T, address, dir string, workers int) (all []*exec.Cmd) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for range workers {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), workerOfTest+"="+address, folderOfTest+"="+dir)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		})
		all = append(all, cmd)
	}
	return all
}

// lines are what processes have noted of one kind.
func lines(t *testing.T, dir, what string) (all []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, what))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

// taker waits until a part is taken, and returns by which of the workers.
func taker(t *testing.T, dir string, n int64, workers []*exec.Cmd) (found *exec.Cmd) {
	t.Helper()
	await(t, fmt.Sprintf("part %d is taken", n), func() bool {
		for _, line := range lines(t, dir, "begun") {
			for _, w := range workers {
				if line == fmt.Sprintf("part %d worker-%d", n, w.Process.Pid) {
					found = w
				}
			}
		}
		return found != nil
	})
	return found
}

// put makes a file that holds a part or makes it deadly; the function takes it away.
func put(t *testing.T, dir, what string, n int64) (take func()) {
	t.Helper()
	name := fileOf(dir, what, n)
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}
