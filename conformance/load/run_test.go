package load_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// course makes a course.
func course(t *testing.T, word string, rate float64, span time.Duration, want string) *load.Course {
	t.Helper()
	p, err := load.ParseProfile(word, rate, span)
	if err != nil {
		t.Fatal(err)
	}
	c := &load.Course{Profile: p, Poisson: true}
	if want != "" {
		if c.Objectives, err = load.ParseObjectives(want); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func TestObjectivesAreHeldAgainstWhatWasReached(t *testing.T) {
	o := load.Options{Families: 40, Stores: 2, Shares: load.UsualShares(), Seed: 2, Connections: 8}
	r, err := load.Run(t.Context(), served(t, reference.World{}), o,
		course(t, "step:3", 150, 900*time.Millisecond, "p99<10m,errors<=0%,rate>=1e5,purchase.service.p50<1ns,skipped<1%"))
	if err != nil {
		t.Fatal(err)
	}
	var met []bool
	for _, o := range r.Objectives {
		met = append(met, o.Met)
	}
	if want := []bool{true, true, false, false, true}; !slices.Equal(met, want) {
		t.Errorf("met %v of %+v, want %v", met, r.Objectives, want)
	}
	if v := r.Verdict(); v != load.ObjectiveMissed && v != load.NotTrusted { // a machine under load is late, and the run says so
		t.Errorf("verdict %s, want %s", v, load.ObjectiveMissed)
	}
	d := &r.Drives[0]
	steps := map[int]int64{}
	for _, one := range d.Timings {
		if one.Op == load.Journey {
			steps[one.Step] += one.N
		}
	}
	if len(steps) != 3 || steps[2] <= steps[0] {
		t.Errorf("journeys by step %v, want three steps that climb", steps)
	}
	if d.Planned != d.Offered || d.Completed > d.Offered || d.Requests <= d.Completed {
		t.Errorf("planned %d, offered %d, completed %d, requests %d, want all offered and more requests than journeys", d.Planned, d.Offered, d.Completed, d.Requests)
	}
	var log bytes.Buffer
	if err := load.WriteHistograms(&log, r.Began, d); err != nil {
		t.Fatal(err)
	}
	checkLog(t, &log, d)
}

// checkLog reads a log back and holds it to the figures.
func checkLog(t *testing.T, log *bytes.Buffer, d *load.Driven) {
	t.Helper()
	reader := hdrhistogram.NewHistogramLogReader(log)
	counts := map[string]int64{}
	for {
		h, err := reader.NextIntervalHistogram()
		if err != nil || h == nil {
			break
		}
		counts[h.Tag()] += h.TotalCount()
	}
	_, _, journeys := d.Whole(load.Journey)
	if counts["journey"] != journeys || counts["purchase.service"] == 0 || counts["lateness"] != d.Planned {
		t.Errorf("the log holds %v, want %d journeys, purchases from sending, and the lateness of %d arrivals", counts, journeys, d.Planned)
	}
}

func TestWhatIsNoObjective(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"p99", "is no objective"}, {"p98<1ms", "no figure"}, {"p99<fast", "no span"}, {"errors<x", "no share"}, {"rate>=0", "no rate"},
		{"service.errors<1%", "no figure"}, {"till.p99<1ms", "no figure"}, {"", "is no objective"},
	} {
		if _, err := load.ParseObjectives(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("objectives %q: %v, want an error that says %q", tt.text, err, tt.want)
		}
	}
}

// failing lets a share of the requests of the data plane fail in one way.
func failing(t *testing.T, world voucher.World, every int64, fail func(http.ResponseWriter, *http.Request, http.Handler)) load.Target {
	t.Helper()
	server, err := wire.NewServer(wire.ServerOptions{World: world})
	if err != nil {
		t.Fatal(err)
	}
	var n atomic.Int64
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/purchase") && n.Add(1)%every == 0 {
			fail(w, r, server)
			return
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(listener.Close)
	return target(t, listener.URL)
}

// TestBadTargetsAreNamed: each trouble has its word in the outcomes, what had no answer
// is resolved by repeating its key, and the money is still right.
func TestBadTargetsAreNamed(t *testing.T) {
	hang := func(w http.ResponseWriter) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = c.Close()
		}
	}
	for _, tt := range []struct {
		name string
		fail func(http.ResponseWriter, *http.Request, http.Handler)
		want load.Trouble
	}{
		{"closes without an answer", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { hang(w) }, load.Dropped},
		{"does it, and closes without an answer", func(w http.ResponseWriter, r *http.Request, h http.Handler) {
			h.ServeHTTP(httptest.NewRecorder(), r)
			hang(w)
		}, load.Dropped},
		{"answers too late", func(w http.ResponseWriter, r *http.Request, h http.Handler) {
			h.ServeHTTP(httptest.NewRecorder(), r)
			<-r.Context().Done()
		}, load.TimedOut},
		{"is busy", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.WriteHeader(http.StatusServiceUnavailable)
		}, load.BusyAnswer},
		{"answers with a page", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html>"))
		}, load.WrongType},
		{"answers with JSON of another kind", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte("[]"))
		}, load.NotOurs},
		{"breaks after it did it", func(w http.ResponseWriter, r *http.Request, h http.Handler) {
			h.ServeHTTP(httptest.NewRecorder(), r)
			w.WriteHeader(http.StatusBadGateway)
		}, load.ServerError},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := load.Options{Families: 20, Stores: 2, Shares: often(), Seed: 5, Connections: 8, Timeout: 400 * time.Millisecond}
			r, err := load.Run(t.Context(), failing(t, reference.World{}, 11, tt.fail), o, course(t, "constant", 200, 700*time.Millisecond, "errors<0.1%"))
			if err != nil {
				t.Fatal(err)
			}
			var named bool
			for _, c := range r.Drives[0].Outcomes {
				named = named || c.Word == string(tt.want)
			}
			if !named || r.Objectives[0].Met {
				t.Errorf("outcomes %v, objective %+v, want %q named and the objective missed", r.Drives[0].Outcomes, r.Objectives[0], tt.want)
			}
			if got := broken(r.Money); len(got) > 0 || r.Money.Unknown == 0 || r.Money.Resolved != r.Money.Unknown {
				t.Errorf("assertions %v do not hold, %d unknown and %d resolved, want all to hold and all resolved\n%s", got, r.Money.Unknown, r.Money.Resolved, samples(r.Money))
			}
		})
	}
}

func TestInterruptedRunIsWholeUpToThere(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := load.Options{Families: 20, Stores: 2, Shares: often(), Seed: 5, Connections: 4, Watch: func(p load.Progress) {
		if p.Completed > 10 {
			cancel()
		}
	}}
	begun := time.Now()
	r, err := load.Run(ctx, served(t, reference.World{}), o, course(t, "constant", 100, time.Hour, ""))
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("it took %v, want a few seconds", took)
	}
	if r.Verdict() != load.CutShort || r.Money.Purchases < 5 || !r.Money.Certain() || len(broken(r.Money)) > 0 {
		t.Errorf("verdict %s, %d purchases, assertions %v do not hold, want an interrupted run whose money is right\n%s", r.Verdict(), r.Money.Purchases, broken(r.Money), samples(r.Money))
	}
}

// TestTheLastSecondHasItsPlan: its end lies behind the plan, and 0 was told of it.
func TestTheLastSecondHasItsPlan(t *testing.T) {
	o := load.Options{Families: 20, Stores: 2, Shares: load.UsualShares(), Seed: 5, Connections: 4}
	r, err := load.Run(t.Context(), served(t, reference.World{}), o, course(t, "constant", 50, 1200*time.Millisecond, ""))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Drives[0].Seconds {
		if s.At <= 1.5 && s.Planned != 50 {
			t.Errorf("%v s: planned %v a second, want 50", s.At, s.Planned)
		}
	}
	if n := len(r.Drives[0].Seconds); n < 2 {
		t.Errorf("%d seconds are told, want two or more", n)
	}
}

func TestBuildWithoutWorldsOrClockIsNotLoaded(t *testing.T) {
	for _, tt := range []struct {
		name string
		can  func(*voucher.Capabilities)
		want string
	}{
		{"no worlds", func(c *voucher.Capabilities) { c.Worlds = false }, "makes no worlds"},
		{"no clock", func(c *voucher.Capabilities) { c.Clock = false }, "cannot be moved"},
		{"the other programme", func(c *voucher.Capabilities) { c.Programmes = voucher.Gas }, "does not run the food programme"},
	} {
		can, err := reference.World{}.Capabilities(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		tt.can(&can)
		_, err = load.Open(t.Context(), served(t, lacking{reference.World{}, can}), load.Options{})
		var untrusted *load.Untrusted
		if !errors.As(err, &untrusted) || !strings.Contains(untrusted.Why, tt.want) {
			t.Errorf("%s: %v, want it said that it %s", tt.name, err, tt.want)
		}
	}
}

// lacking declares other capabilities than it has.
type lacking struct {
	reference.World
	can voucher.Capabilities
}

func (l lacking) Capabilities(context.Context) (voucher.Capabilities, error) { return l.can, nil }

func TestHighestRateIsFoundBetweenKeptAndMissed(t *testing.T) {
	// Purchases take their turns of 10 ms each at a door for one: 100 a second is all.
	door := make(chan struct{}, 1)
	slow := failing(t, reference.World{}, 1, func(w http.ResponseWriter, r *http.Request, h http.Handler) {
		door <- struct{}{}
		<-time.After(10 * time.Millisecond)
		<-door
		h.ServeHTTP(w, r)
	})
	c := course(t, "constant", 30, 700*time.Millisecond, "p90<150ms")
	c.FindFrom, c.Poisson = 30, false
	r, err := load.Run(t.Context(), slow, load.Options{Families: 100, Stores: 2, Seed: 5, Connections: 64}, c)
	if err != nil {
		t.Fatal(err)
	}
	if h := r.Highest; h.Rate > 200 || h.Rate < 20 || h.Missed <= h.Rate || h.Why == "" && h.Beyond == nil {
		t.Errorf("highest %+v, want between 20 and 200: a hundred a second get through", *h)
	}
}

// TestALateGeneratorIsNotTheBuildsFault: a trial that misses an objective says something
// of the build only while the generator was in time; lateness is part of each response.
func TestALateGeneratorIsNotTheBuildsFault(t *testing.T) {
	want, err := load.ParseObjectives("p99<50ms")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name           string
		response, late time.Duration
		objective      string
		beyond         load.DoubtKind
	}{
		{"kept in time", 20 * time.Millisecond, 100 * time.Microsecond, "", ""},
		{"kept although late", 20 * time.Millisecond, 15 * time.Millisecond, "", ""},
		{"missed in time", 80 * time.Millisecond, 100 * time.Microsecond, "p99<50ms: 80.", ""},
		{"missed, a tenth of it late", 80 * time.Millisecond, 7 * time.Millisecond, "p99<50ms: 80.", ""},
		{"missed because late", 80 * time.Millisecond, 60 * time.Millisecond, "", load.TooLate},
	} {
		took := load.Noted([]time.Duration{tt.response})
		f := &load.Driven{Arrivals: "even", Planned: 100, Completed: 100, Expected: 100, Took: time.Second, Lateness: load.Percentiles{P99: tt.late},
			Histograms: []load.Histograms{{Op: load.Journey, Response: took, Service: took}}}
		objective, beyond := load.Missed(f, want)
		kind := load.DoubtKind("")
		if beyond != nil {
			kind = beyond.Kind
		}
		if !strings.HasPrefix(objective, tt.objective) || (objective == "") != (tt.objective == "") || kind != tt.beyond {
			t.Errorf("%s: %q, %q, want %q, %q\na response of %v of which %v are the generator's", tt.name, objective, kind, tt.objective, tt.beyond, tt.response, tt.late)
		}
	}
}

// TestTimingsTellTheRateThatWasPlanned: also where the profile has one step.
func TestTimingsTellTheRateThatWasPlanned(t *testing.T) {
	build := served(t, reference.World{})
	for _, tt := range []struct {
		word   string
		closed int
		find   float64
		want   []float64
		why    string
	}{
		{"constant", 0, 0, []float64{60}, "the rate itself"},
		{"ramp:20", 0, 0, []float64{40}, "the middle between 20 and 60"},
		{"step:2", 0, 0, []float64{30, 60}, "each step has its own"},
		{"constant", 0, 45, []float64{45}, "a trial has the rate that is tried"},
		{"constant", 2, 0, []float64{0}, "clients that wait for their answers have no plan"},
	} {
		c := course(t, tt.word, 60, 400*time.Millisecond, "errors<0%") // which nothing keeps
		c.FindFrom = tt.find
		ctx, stop := context.WithCancel(t.Context())
		o := load.Options{Families: 40, Stores: 2, Seed: 5, Connections: 8, Closed: tt.closed}
		if tt.find > 0 {
			o.Watch = func(p load.Progress) { stop() } // one trial is enough
		}
		r, err := load.Run(ctx, build, o, c)
		stop()
		if err != nil {
			t.Fatal(err)
		}
		var got []float64
		for _, one := range r.Drives[0].Timings {
			if one.Op == load.Journey {
				got = append(got, one.Rate)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s, %d closed, from %v: rates %v, want %v\n%s", tt.word, tt.closed, tt.find, got, tt.want, tt.why)
		}
	}
}

// TestWhatWaitsAtTheEndIsNoRate: a build that answers ten a second is not as fast as a
// plan of a hundred, although it answers all of it in the end.
func TestWhatWaitsAtTheEndIsNoRate(t *testing.T) {
	slow := failing(t, reference.World{}, 1, func(w http.ResponseWriter, r *http.Request, h http.Handler) {
		<-time.After(100 * time.Millisecond)
		h.ServeHTTP(w, r)
	})
	r, err := load.Run(t.Context(), slow, load.Options{Families: 100, Stores: 2, Seed: 5, Connections: 1}, course(t, "constant", 100, 300*time.Millisecond, "rate>=20"))
	if err != nil {
		t.Fatal(err)
	}
	d := &r.Drives[0]
	if d.Rate() > 10 || d.Completed < 10 || r.Objectives[0].Met || d.BacklogMost < 10 {
		t.Errorf("%.1f a second of %d, at most %d waiting, objective %+v, want ten at most, all answered, and the objective missed", d.Rate(), d.Completed, d.BacklogMost, r.Objectives[0])
	}
}
