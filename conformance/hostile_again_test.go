package conformance_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
)

// TestTheVeryHostileRequestIsSentAgain: a saved failure of hostile input is asked again
// by the requests that were answered wrongly and no others, in the world in which they
// were sent. So a mended build is told in a moment, and one that is wrong is wrong again.
func TestTheVeryHostileRequestIsSentAgain(t *testing.T) {
	for _, tt := range []struct{ mutant, check string }{
		{"both-deep-nesting-is-a-fault", "BOTH-INPUT-001/hostile_purchase"},
		{"both-stack-in-an-error-body", "BOTH-INPUT-001/hostile_rate"},
		{"both-null-taken-for-none", "BOTH-INPUT-001/hostile_deliver"},
	} {
		t.Run(tt.mutant, func(t *testing.T) {
			all := mutant.All()
			m := &all[slices.IndexFunc(all, func(m mutant.Mutant) bool { return m.ID == tt.mutant })]
			var asked atomic.Int64
			w := m.World()
			wrong := overHTTP(t, w, func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
					if r.URL.Path == wire.CommandPath+strings.TrimPrefix(tt.check, "BOTH-INPUT-001/hostile_") {
						asked.Add(1)
					}
					m.Wrap(h, w).ServeHTTP(rw, r)
				})
			})
			report := assailed(t, wrong, conformance.Options{Seed: 5, Select: []string{tt.check}})
			all0 := asked.Swap(0)
			if report.Results[0].Failure == nil {
				t.Fatalf("%s, want a failure", report.Results[0].Verdict)
			}
			var saved bytes.Buffer
			if err := conformance.SaveFailure(&saved, report, &report.Results[0]); err != nil {
				t.Fatal(err)
			}
			again, err := conformance.Replay(t.Context(), wrong, conformance.JudgeOptions{}, bytes.NewReader(saved.Bytes()))
			if err != nil || again.State != conformance.StillFails {
				t.Fatalf("%+v, %v; want that it still fails", again, err)
			}
			if n := asked.Load(); n == 0 || n > 3*20 || n*3 > all0 {
				t.Errorf("%d requests instead of %d, want those that failed and few besides", n, all0)
			}
			mended, err := conformance.Replay(t.Context(), overHTTP(t, reference.World{}, nil), conformance.JudgeOptions{}, bytes.NewReader(saved.Bytes()))
			if err != nil || mended.State != conformance.Fixed {
				t.Errorf("%+v, %v; want it fixed", mended, err)
			}
			_, worlds, err := conformance.ReadSaved(bytes.NewReader(saved.Bytes()))
			if err != nil || len(worlds) != 1 || len(worlds[0].Roughs()) == 0 || worlds[0].Roughs()[0].What == "" {
				t.Errorf("%d worlds, %v; want the requests of the failure with what is wrong with them", len(worlds), err)
			}
		})
	}
}
