//go:build unix

package load_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/reference"
)

// What a child of the test is told: which build it drives, and with how many
// descriptors.
const (
	fewURL    = "LOAD_TEST_FEW_URL"
	fewNumber = "LOAD_TEST_FEW_NUMBER"
)

// TestRunsOutOfDescriptors: a generator that has no file descriptor left says so, goes
// on with those it has, and is not to be trusted. It is a process of its own, so that
// the build has enough of them.
func TestRunsOutOfDescriptors(t *testing.T) {
	if url := os.Getenv(fewURL); url != "" {
		driveWithFew(t, url, os.Getenv(fewNumber))
		return
	}
	slow := failing(t, reference.World{}, 1, func(w http.ResponseWriter, r *http.Request, h http.Handler) {
		<-time.After(200 * time.Millisecond)
		h.ServeHTTP(w, r)
	})
	for _, few := range []string{tooFew, someFew} {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestRunsOutOfDescriptors$", "-test.v") //nolint:gosec // this test
		child.Env = append(os.Environ(), fewURL+"="+slow.URL, fewNumber+"="+few)
		if text, err := child.CombinedOutput(); err != nil || !strings.Contains(string(text), "--- PASS") {
			t.Errorf("%s descriptors: %v\n%s", few, err, text)
		}
	}
}

// How many descriptors are too few for the setup, which has sixteen connections at a
// time, and how many are enough for it and too few for 160 clients.
const tooFew, someFew = "18", "110"

func driveWithFew(t *testing.T, url, few string) {
	n, err := strconv.ParseUint(few, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: n, Max: n}); err != nil {
		t.Fatal(err)
	}
	o := load.Options{Families: 200, Stores: 2, Seed: 5, Connections: 160}
	r, err := load.Run(t.Context(), target(t, url), o, course(t, "constant", 800, time.Second, ""))
	if few == tooFew {
		var untrusted *load.Untrusted
		if !errors.As(err, &untrusted) || !strings.Contains(err.Error(), "ulimit -n") {
			t.Errorf("%v, want it said before anything is driven, and what to do", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var named int64
	for _, c := range r.Drives[0].Outcomes {
		if c.Word == string(load.NoDescriptors) {
			named += c.N
		}
	}
	if why := fmt.Sprint(r.Because); named == 0 || r.Verdict() != load.NotTrusted || !strings.Contains(why, string(load.NoConnections)) {
		t.Errorf("%d requests without a descriptor, verdict %s, because %q, want some, not trusted, and what to do", named, r.Verdict(), why)
	}
	if got := broken(r.Money); len(got) > 0 || r.Money.Purchases == 0 {
		t.Errorf("%d purchases, assertions %v do not hold, want those that found a descriptor, and all to hold\n%s", r.Money.Purchases, got, samples(r.Money))
	}
}

// TestRateThatThisMachineCannotOffer: the run says that it is the generator that did not
// keep up, and does not tell it as the build's slowness.
func TestRateThatThisMachineCannotOffer(t *testing.T) {
	o := load.Options{Families: 20, Stores: 2, Seed: 5, Connections: 4, Timeout: time.Second, LateLimit: 20 * time.Millisecond} // else the wait for a connection hides how late the generator is
	r, err := load.Run(t.Context(), served(t, reference.World{}), o, course(t, "constant", 5_000_000, 300*time.Millisecond, ""))
	if err != nil {
		t.Fatal(err)
	}
	d, why := &r.Drives[0], fmt.Sprint(r.Because)
	if r.Verdict() != load.NotTrusted || !strings.Contains(why, string(load.TooLate)) && !strings.Contains(why, string(load.TooBusy)) && !strings.Contains(why, string(load.TooFew)) && !strings.Contains(why, string(load.NothingCame)) {
		t.Errorf("verdict %s, because %q, late by %v at p99, want not trusted since this machine is too slow", r.Verdict(), why, d.Lateness.P99)
	}
	if d.Offered+d.Skipped != d.Planned || d.Skipped == 0 {
		t.Errorf("%d planned, %d begun and %d skipped, want each planned one begun or counted as skipped", d.Planned, d.Offered, d.Skipped)
	}
}
