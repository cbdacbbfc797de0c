package conformance_test

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// hanging is a build in process that hangs at a call and looks at no context. Calls
// counts those that it is asked.
type hanging struct {
	calls   atomic.Int64
	until   chan struct{}
	hangsAt func(calls int64, c voucher.Command, q *voucher.Query) bool
	answers func(voucher.Outcome) voucher.Outcome // nil: as the reference
}

func (h *hanging) world() changed {
	return changed{system: func(s voucher.System) voucher.System {
		return answering{System: s,
			do: func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error) {
				h.wait(c, nil)
				o, err := s.Do(ctx, c)
				if h.answers != nil {
					o = h.answers(o)
				}
				return o, err
			},
			query: func(ctx context.Context, s voucher.System, q *voucher.Query) (voucher.Record, error) {
				h.wait(nil, q)
				return s.Query(ctx, q)
			}}
	}}
}

func (h *hanging) wait(c voucher.Command, q *voucher.Query) {
	if h.hangsAt(h.calls.Add(1), c, q) {
		<-h.until
	}
}

// outlived runs checks whose build hangs, lets it go on after the run, and returns
// the report and what was recorded. After its end nobody may ask the build.
func outlived(t *testing.T, h *hanging, o conformance.Options) (report *conformance.Report, events string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h.until = make(chan struct{})
		var recorded bytes.Buffer
		o.Events, o.Timeout, o.Workers = &recorded, time.Second, 1
		report = run(t, h.world(), o)
		events = recorded.String()
		asked := h.calls.Load()
		close(h.until)
		synctest.Wait() // what was left alone has ended, or hangs again
		if now := h.calls.Load(); now != asked {
			t.Errorf("the build was asked %d times after the run, want never: the run is over", now-asked)
		}
	})
	return report, events
}

// A check that outlives its time leaves in the record what was exchanged until then,
// and at its end the call that did not come back.
func TestLateCheckKeepsItsTranscript(t *testing.T) {
	h := &hanging{hangsAt: func(calls int64, _ voucher.Command, _ *voucher.Query) bool { return calls == 3 }}
	o := window()
	o.Select = []string{"GAS-WINDOW-001/window_last_day/first_instant_after"}
	report, events := outlived(t, h, o)
	if r := &report.Results[0]; r.Verdict != conformance.Blocked || !strings.Contains(r.Why.En, "no answer within 1s") {
		t.Errorf("verdict %s, %q; want blocked, and that no answer came", r.Verdict, r.Why.En)
	}
	if n := strings.Count(events, `{"entry":`); n < 3 {
		t.Errorf("%d entries are recorded, want those before and the one that did not come back\n%s", n, events)
	}
	lines := strings.Split(strings.TrimSpace(events), "\n")
	if last := lines[len(lines)-3]; !strings.HasPrefix(last, `{"entry":`) || !strings.Contains(last, `"error":"no answer within 1s"`) || !strings.Contains(last, `"command":`) {
		t.Errorf("the last entry is %s\nwant the command that hangs, and that no answer came", last)
	}
	if n := report.Figures.Commands; n != 3 {
		t.Errorf("%d commands are counted, want the three that were given", n)
	}
	again, err := conformance.Judge(t.Context(), strings.NewReader(events), conformance.JudgeOptions{Oracle: reference.World{}})
	if err != nil || again.Results[0].Verdict != conformance.Blocked {
		t.Errorf("judged again: %v, want the same verdict from the record alone", err)
	}
}

// What a build answered wrongly before it hung is a violation, on a screen with the
// steps that led there.
func TestHangingHidesNoViolation(t *testing.T) {
	wrong := false
	h := &hanging{
		answers: func(o voucher.Outcome) voucher.Outcome {
			if o.Refusal != nil {
				wrong, o = true, voucher.Outcome{}
			}
			return o
		},
		hangsAt: func(int64, voucher.Command, *voucher.Query) bool { return wrong },
	}
	o := window()
	o.Select = []string{"FOOD-EXPIRY-001/*"}
	report, events := outlived(t, h, o)
	failed := 0
	for i := range report.Results {
		r := &report.Results[i]
		if r.Verdict != conformance.Fail {
			continue
		}
		failed++
		if r.Failure == nil || len(r.Failure.History.Entries) == 0 {
			t.Errorf("%s fails without a history, want the steps that lead there", r.Check)
		}
	}
	if failed == 0 || report.Exit != conformance.ExitViolation || !strings.Contains(events, "no answer within 1s") {
		t.Errorf("%d checks fail, exit status %d; want the refusal that was turned into a yes to count although the build hung then", failed, report.Exit)
	}
}

// A random life that hangs is in the record too, though it was not lived to its end.
func TestLateLifeKeepsItsTranscript(t *testing.T) {
	h := &hanging{hangsAt: func(calls int64, _ voucher.Command, _ *voucher.Query) bool { return calls == 40 }}
	o := conformance.Options{Suites: []conformance.Suite{conformance.SuiteProperties}, Oracle: reference.World{}, Cases: 3}
	report, events := outlived(t, h, o)
	if n := strings.Count(events, `{"entry":`); n < 40 || !strings.Contains(events, `"error":"no answer within 10s"`) {
		t.Errorf("%d entries are recorded, want the forty calls, the last without an answer", n)
	}
	if report.Exit == conformance.ExitConforms {
		t.Error("the run conforms, want no green run where a build hangs")
	}
}
