package conformance

import (
	"context"
	"net/http"
	"sync"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// What exists for tests only is absent from a production build (BOTH-CONTROL-001):
// every path of the control plane answers 404, as any path that there is not.

// controlRoutes are the ways into a control plane, as a stranger would try them.
var controlRoutes = []struct{ method, path, body string }{
	{http.MethodGet, "/capabilities", ""}, {http.MethodPost, "/worlds", `{"at":"2026-02-04T12:00:00+05:00"}`},
	{http.MethodGet, "/worlds/w1/clock", ""}, {http.MethodPost, "/worlds/w1/clock", `{"to":"2026-03-01T00:00:00+05:00"}`},
	{http.MethodPost, "/worlds/w1/tokens", `{"role":"authorised_body","id":""}`}, {http.MethodGet, "/worlds/w1/ledger?after=0", ""},
	{http.MethodDelete, "/worlds/w1", ""}, {http.MethodPost, "/worlds/w1/faults", `{"kind":"delay","count":1,"milliseconds":1}`}, {http.MethodPost, "/worlds/w1/settle", ""},
}

var productionChecks = sync.OnceValue(func() []Check {
	const id = "BOTH-CONTROL-001"
	return []Check{{ID: id + "/wire_absent_in_production", Suite: SuiteWire, Requirement: id, Level: level(id, false),
		Needs: []Ability{NeedsProduction},
		Title: voucher.Text{
			En: "A production build has no control plane", Ru: "В рабочей системе нет плоскости управления", Kk: "Жұмыс жүйесінде басқару жазықтығы жоқ",
		}, ask: askProduction, judge: judgeProduction}}
})

// askProduction knocks at every door.
func askProduction(ctx context.Context, a *asker) error {
	for _, route := range controlRoutes {
		what := route.method + " " + wire.ControlPath + route.path
		answer, err := a.production.RawControl(ctx, route.method, route.path, []byte(route.body))
		if err != nil {
			return err
		}
		a.transcript.Raw = append(a.transcript.Raw, RawAnswer{What: what, Status: answer.Status, Type: wire.MediaType(answer.ResponseHeader)})
	}
	return nil
}

func judgeProduction(t *Transcript, _ *bench) Finding {
	for _, a := range t.Raw {
		if a.Status != http.StatusNotFound {
			return Finding{Verdict: Fail, Step: -1, Expected: []string{toRequest.line("request", a.What), answerHas.line("status", http.StatusNotFound)},
				Got: []string{answerWas.line("status", a.Status)}}
		}
	}
	if t.Err != "" || len(t.Raw) == 0 {
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	}
	return pass
}
