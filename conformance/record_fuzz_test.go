package conformance_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// recordedRuns are small records to begin with: of a story, of a till's day and of a life
// that failed.
func recordedRuns(f *testing.F) (all [][]byte) {
	f.Helper()
	wrong := mutant.All()[0]
	for _, tt := range []struct {
		world voucher.World
		check string
	}{
		{reference.World{}, "GAS-WINDOW-001/window_last_day"},
		{reference.World{}, conformance.Checks()[0].ID},
		{wrong.World(), string(wrong.Requirement)},
	} {
		var events bytes.Buffer
		report, err := conformance.Run(f.Context(), conformance.Target{World: tt.world}, conformance.Options{Events: &events, Select: []string{tt.check}, Cases: 3, Oracle: reference.World{}})
		if err != nil {
			f.Fatal(err)
		}
		if events.Len() < 64<<10 { // what is large is hardly changed by one byte
			all = append(all, events.Bytes())
		}
		for i := range report.Results {
			var saved bytes.Buffer
			if report.Results[i].Failure != nil && conformance.SaveFailure(&saved, report, &report.Results[i]) == nil && saved.Len() < 64<<10 {
				all = append(all, saved.Bytes())
				break
			}
		}
	}
	return all
}

// addRecords gives a fuzz target its beginnings.
func addRecords(f *testing.F) {
	f.Helper()
	for _, run := range recordedRuns(f) {
		f.Add(run)
		lines := bytes.SplitAfter(run, []byte("\n"))
		f.Add(bytes.Join(lines[:len(lines)/2], nil)) // cut short
	}
	for _, text := range []string{"", "{", "{}", `{"run":{}}`, `{"run":{"version":1}}` + "\n" + `{"done":{}}`, strings.Repeat("[", 10_000),
		`{"run":{"version":1,"chosen":{"cases":9223372036854775807,"families":9223372036854775807}}}`} {
		f.Add([]byte(text))
	}
}

// soonEnough is how long a reader may take over some kilobytes, on a slow machine.
const soonEnough = 20 * time.Second

// FuzzReadSaved: whatever a file of a saved failure holds, it is read or refused with the
// line that is wrong, soon, and what was read can be written as a script.
func FuzzReadSaved(f *testing.F) {
	addRecords(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		begun := time.Now()
		_, worlds, err := conformance.ReadSaved(bytes.NewReader(data))
		if err == nil {
			for _, told := range worlds {
				_ = wire.Curl(io.Discard, &told.History, wire.CurlOptions{Base: "http://127.0.0.1:8080", Windows: told.Windows(), Roughs: told.Roughs()}) // an error says what cannot be written
			}
		}
		if took := time.Since(begun); took > soonEnough {
			t.Errorf("%d bytes took %v", len(data), took)
		}
	})
}

// FuzzJudge: whatever a recorded run holds, it is judged or refused, soon, and judging is
// the same twice.
func FuzzJudge(f *testing.F) {
	addRecords(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		begun := time.Now()
		report, err := conformance.Judge(t.Context(), bytes.NewReader(data), conformance.JudgeOptions{Oracle: reference.World{}})
		if took := time.Since(begun); took > soonEnough {
			t.Errorf("%d bytes took %v", len(data), took)
		}
		if err != nil {
			return
		}
		again, err := conformance.Judge(t.Context(), bytes.NewReader(data), conformance.JudgeOptions{Oracle: reference.World{}})
		if err != nil || again.Exit != report.Exit {
			t.Errorf("judged again: %v; exit status %d, then %d", err, report.Exit, again.Exit)
		}
	})
}

// FuzzReadKnown: whatever a file of known failures holds, it is read whole or refused with
// a line for each problem.
func FuzzReadKnown(f *testing.F) {
	for _, text := range []string{
		"known_failures:\n  - check: GAS-WINDOW-001/window_last_day\n    reason: the window ends a day early\n    expires: 2026-12-31\n    fingerprint: abc\n",
		"known_failures: []", "known_failures: [{}]", "known_failures: {a: b}", "known_failures: [[[[[", "&a [*a]", "known_failures: [{check: x, check: y}]", "\xff", "",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := conformance.ReadKnown("known.yaml", data)
		if err != nil {
			if all != nil || !strings.HasPrefix(err.Error(), "known.yaml:") {
				t.Errorf("%d entries with the error %q, want none, and the file named", len(all), err)
			}
			return
		}
		for _, k := range all {
			if k.Check == "" || k.Reason == "" || k.Expires == "" || k.Fingerprint == "" {
				t.Errorf("taken although something is missing: %+v", k)
			}
		}
	})
}
