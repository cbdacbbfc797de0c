package conformance_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// overHTTP serves a world over a loopback socket until the test ends, behind a
// handler of its own, and returns a target that reaches it.
func overHTTP(t *testing.T, w voucher.World, around func(http.Handler) http.Handler) conformance.Target {
	t.Helper()
	return withPatience(t, w, around, 0)
}

// withPatience is overHTTP with another limit for an answer than the usual one: who
// demands of the reference that it answers in time says it of a machine with other
// work, too.
func withPatience(t *testing.T, w voucher.World, around func(http.Handler) http.Handler, patience time.Duration) conformance.Target {
	t.Helper()
	const guard = "only-of-the-control-plane"
	server, err := wire.NewServer(wire.ServerOptions{World: w, ControlToken: guard, Restart: restartOf(w)})
	if err != nil {
		t.Fatal(err)
	}
	var handler http.Handler = server
	if around != nil {
		handler = around(server)
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving := server.HTTP(handler)
	ended := make(chan error, 1)
	go func() { ended <- serving.Serve(listener) }()
	client, err := wire.NewClient("http://"+listener.Addr().String(), wire.Options{ControlToken: guard, Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Log(err)
		}
		if err := errors.Join(serving.Close(), <-ended); !errors.Is(err, http.ErrServerClosed) {
			t.Log(err)
		}
	})
	return conformance.Target{World: client, Wire: client, Address: "http://" + listener.Addr().String(), Production: inProduction(t, w)}
}

// inProduction serves a system of a world in production mode until the test ends,
// and returns a client of it.
func inProduction(t *testing.T, w voucher.World) *wire.Client {
	t.Helper()
	system, err := w.New(t.Context(), conformance.StoreSetup())
	if err != nil {
		t.Fatal(err)
	}
	server, err := wire.NewServer(wire.ServerOptions{System: system})
	if err != nil {
		t.Fatal(err)
	}
	serving := httptest.NewServer(server)
	t.Cleanup(serving.Close)
	client, err := wire.NewClient(serving.URL, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestSameVerdictsOverHTTP: a build is judged alike in process and over HTTP, but
// for what only a wire has. The suites that attack over HTTP have tests of their own.
func TestSameVerdictsOverHTTP(t *testing.T) {
	attacks := []conformance.Suite{conformance.SuiteRaces, conformance.SuiteFaults, conformance.SuiteHostile}
	asked := slices.DeleteFunc(conformance.Suites(), func(s conformance.Suite) bool { return slices.Contains(attacks, s) })
	o := conformance.Options{Oracle: reference.World{}, Workers: 2, Cases: 20, Families: 5, Suites: asked}
	inside := run(t, conformance.Shared(reference.World{}), o)
	report, err := conformance.Run(t.Context(), overHTTP(t, reference.World{}, nil), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Results) != len(inside.Results) || report.PlanHash != inside.PlanHash {
		t.Fatalf("%d checks over HTTP, %d in process; the plan is one", len(report.Results), len(inside.Results))
	}
	wired, needs := 0, map[string][]conformance.Ability{}
	for _, c := range conformance.Checks() {
		needs[c.ID] = c.Needs
	}
	for i := range report.Results {
		got, want := &report.Results[i], &inside.Results[i]
		of := needs[got.Check]
		// A log and metrics are named by who runs it, and nobody does here.
		unnamed := slices.Contains(of, conformance.NeedsLogs) || slices.Contains(of, conformance.NeedsMetrics)
		if !unnamed && (slices.Contains(of, conformance.NeedsWire) || slices.Contains(of, conformance.NeedsProduction) || slices.Contains(of, conformance.NeedsRestart)) {
			wired++
			if want.Verdict != conformance.Unsupported || got.Verdict != conformance.Pass {
				t.Errorf("%s: %s in process and %s over HTTP, want unsupported and pass\n%s", got.Check, want.Verdict, got.Verdict, got.Text())
			}
			continue
		}
		if got.Verdict != want.Verdict {
			t.Errorf("%s: %s over HTTP, %s in process\n%s", got.Check, got.Verdict, want.Verdict, got.Text())
		}
	}
	if wired == 0 || report.Exit != conformance.ExitConforms {
		t.Errorf("%d checks of the wire, exit status %d; want some, and 0", wired, report.Exit)
	}
	t.Logf("%d checks over HTTP in %v: %d commands, %d queries", len(report.Results), report.Figures.Elapsed, report.Figures.Commands, report.Figures.Queries)
}
