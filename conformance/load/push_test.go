package load_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
)

// pushBack says not now, and when.
func pushBack(w http.ResponseWriter, after string) {
	w.Header().Set("Retry-After", after)
	w.WriteHeader(http.StatusServiceUnavailable)
}

// pushed drives a build that pushes purchases back.
func pushed(t *testing.T, every int64, fail func(http.ResponseWriter, *http.Request, http.Handler)) *load.Result {
	t.Helper()
	o := load.Options{Families: 20, Stores: 2, Shares: often(), Seed: 5, Connections: 8}
	r, err := load.Run(t.Context(), failing(t, reference.World{}, every, fail), o, course(t, "constant", 100, 500*time.Millisecond, "errors<0.1%"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestPushedBackIsAnAnswer: a purchase that a build puts off is no unknown. It has an
// outcome of its own, is an error for who waits at the till, and is asked again when all
// is over; the money is held against it, also where the build had done it all the same.
func TestPushedBackIsAnAnswer(t *testing.T) {
	for _, tt := range []struct {
		name string
		fail func(http.ResponseWriter, *http.Request, http.Handler)
	}{
		{"nothing was done", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { pushBack(w, "0") }},
		{"it was done", func(w http.ResponseWriter, r *http.Request, h http.Handler) {
			h.ServeHTTP(httptest.NewRecorder(), r)
			pushBack(w, "0")
		}},
		{"a date instead of seconds", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			pushBack(w, time.Now().UTC().Format(http.TimeFormat))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := pushed(t, 7, tt.fail)
			m := r.Money
			if named := slices.ContainsFunc(r.Drives[0].Outcomes, func(c load.Count) bool { return c.Word == string(load.PushedBack) }); !named || r.Objectives[0].Met {
				t.Errorf("outcomes %v, objective %+v, want %q named and the objective missed", r.Drives[0].Outcomes, r.Objectives[0], load.PushedBack)
			}
			if m.PushedBack == 0 || m.Settled != m.PushedBack || m.Unknown != 0 || !m.Certain() || len(broken(m)) > 0 {
				t.Errorf("%d pushed back and %d settled, %d unknown, assertions %v do not hold, want some, all settled, none unknown and all to hold\n%s", m.PushedBack, m.Settled, m.Unknown, broken(m), samples(m))
			}
		})
	}
}

// TestWhoIsToldWhenComesThen: the key of a purchase that was pushed back is not repeated
// before its time.
func TestWhoIsToldWhenComesThen(t *testing.T) {
	var mu sync.Mutex
	var first string
	var at []time.Time
	r := pushed(t, 1, func(w http.ResponseWriter, r *http.Request, h http.Handler) {
		mu.Lock()
		defer mu.Unlock()
		key := r.Header.Get(wire.KeyHeader)
		if first == "" {
			first = key
		}
		if key != first {
			h.ServeHTTP(w, r)
			return
		}
		if at = append(at, time.Now()); len(at) <= 3 { // the purchase, perhaps its double or repetition, and once at the end at least
			pushBack(w, "1")
			return
		}
		h.ServeHTTP(w, r)
	})
	if len(at) < 4 || r.Money.Settled != 1 {
		t.Fatalf("asked %d times, %d settled, want it asked until it is settled", len(at), r.Money.Settled)
	}
	if waited := at[3].Sub(at[2]); waited < time.Second {
		t.Errorf("asked again after %v, want a second at least, as it was told", waited)
	}
}

// TestABuildThatAlwaysPushesBackIsLeft: it is asked again for a while and not for ever,
// and the run says what it does not know.
func TestABuildThatAlwaysPushesBackIsLeft(t *testing.T) {
	begun := time.Now()
	r := pushed(t, 1, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { pushBack(w, "0") })
	m := r.Money
	if m.PushedBack == 0 || m.Settled != 0 || m.Certain() || len(broken(m)) > 0 || r.Verdict() != load.NotTrusted {
		t.Errorf("%d pushed back and %d settled, assertions %v do not hold, verdict %s, want none settled, none broken, and a run that is not trusted", m.PushedBack, m.Settled, broken(m), r.Verdict())
	}
	if !slices.ContainsFunc(r.Because, func(why load.Doubt) bool { return why.Kind == load.StillPushed }) {
		t.Errorf("not trusted because %q, want what was pushed back named", r.Because)
	}
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("it took %v, want seconds", took)
	}
}
