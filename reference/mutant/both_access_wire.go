package mutant

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

var bothAccessWire = []Mutant{
	{
		ID: "both-control-plane-without-its-token", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "the control plane opens without its token", Ru: "плоскость управления открывается без своего токена", Kk: "басқару жазықтығы өз токенінсіз ашылады"},
		build: build{way: Wire, wire: controlUnguarded},
	},
	{
		ID: "both-token-of-another-world-accepted", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a token of another world is accepted", Ru: "принимается токен другого мира", Kk: "басқа әлемнің токені қабылданады"},
		build: build{way: Wire, wire: tokensCross},
	},
	{
		ID: "both-ended-token-accepted", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a token that has ended still opens", Ru: "токен с истёкшим сроком всё ещё действует", Kk: "мерзімі өткен токен әлі де жарамды"},
		build: build{way: Wire, wire: endForgotten},
	},
	{
		ID: "both-iin-in-the-day-report", Requirement: "BOTH-PRIVACY-001", Also: breaks("FOOD-REPORT-001"),
		Title: voucher.Text{En: "the report of the day names the IIN of a person", Ru: "в отчёте за день указан ИИН человека", Kk: "күн есебінде адамның ЖСН-і көрсетілген"},
		build: build{way: Wire, wire: reportTells},
	},
	{
		ID: "both-iin-in-the-log", Requirement: "BOTH-PRIVACY-001",
		Title: voucher.Text{En: "the log names the IIN of a person", Ru: "в журнал работы пишется ИИН человека", Kk: "жұмыс журналына адамның ЖСН-і жазылады"},
		build: build{way: Wire, wire: logTells},
	},
	{
		ID: "both-iin-in-the-metrics", Requirement: "BOTH-PRIVACY-001",
		Title: voucher.Text{En: "a label of the metrics names the IIN of a person", Ru: "в метке метрик указан ИИН человека", Kk: "метрика белгісінде адамның ЖСН-і көрсетілген"},
		build: build{way: Wire, wire: metricsTell},
	},
	{
		ID: "both-name-on-the-slip-of-a-return", Requirement: "BOTH-PRIVACY-001",
		Title: voucher.Text{En: "the slip of a return tells the store the buyer's name", Ru: "в чеке возврата магазину сообщается имя покупателя", Kk: "қайтару чегінде дүкенге сатып алушының аты-жөні айтылады"},
		build: build{way: Wire, wire: slipTells},
	},
}

// authorization carries a token.
const authorization = "Authorization"

// controlUnguarded lets whoever asks the control plane have the token that opened it
// last.
func controlUnguarded(w *World, h http.Handler) http.Handler {
	opened := ""
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, controlPath) {
			h.ServeHTTP(rw, r)
			return
		}
		w.mu.Lock()
		token := opened
		w.mu.Unlock()
		sent := r.Header.Get(authorization)
		if w.differs(token != "" && sent != token) {
			r = r.Clone(r.Context())
			r.Header.Set(authorization, token)
		}
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		if token == "" && sent != "" && a.status != http.StatusUnauthorized {
			w.mu.Lock()
			opened = sent
			w.mu.Unlock()
		}
		a.send(rw, a.body.Bytes())
	})
}

// Where the control plane makes tokens, and the header that names a world.
const (
	worldsPath  = controlPath + "v1/worlds/"
	worldHeader = "Vouch-World"
)

// tokensCross lets a token of one world act in another, as whom it was made for.
func tokensCross(w *World, h http.Handler) http.Handler {
	asked, control := map[string]string{}, "" // token: the body that it was asked for with
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		making := strings.HasPrefix(r.URL.Path, worldsPath) && strings.HasSuffix(r.URL.Path, "/tokens") && r.Body != nil
		var body []byte
		if making {
			var err error
			if body, err = io.ReadAll(io.LimitReader(r.Body, bodyMax)); err != nil {
				body = nil
			}
			r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body))
		}
		token, isToken := strings.CutPrefix(r.Header.Get(authorization), "Bearer ")
		w.mu.Lock()
		known := asked[token]
		w.mu.Unlock()
		a := &answer{header: http.Header{}}
		retry := isToken && known != "" && len(body) == 0
		var again []byte
		if retry && r.Body != nil {
			again, _ = io.ReadAll(io.LimitReader(r.Body, bodyMax)) // what is cut is answered as it is
			r.Body = io.NopCloser(bytes.NewReader(again))
		}
		h.ServeHTTP(a, r)
		if making && a.status == http.StatusOK {
			w.mu.Lock()
			asked[tokenIn(a.body.Bytes())], control = string(body), r.Header.Get(authorization)
			w.mu.Unlock()
		}
		if world := r.Header.Get(worldHeader); retry && a.status == http.StatusUnauthorized {
			w.mu.Lock()
			key := control
			w.mu.Unlock()
			if theirs := makeToken(h, r, world, key, known); theirs != "" {
				w.trip()
				r = r.Clone(r.Context())
				r.Header.Set(authorization, "Bearer "+theirs)
				r.Body = io.NopCloser(bytes.NewReader(again))
				a = &answer{header: http.Header{}}
				h.ServeHTTP(a, r)
			}
		}
		a.send(rw, a.body.Bytes())
	})
}

// endForgotten gives tokens without an end to who asks for one that ends.
func endForgotten(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, worldsPath) && strings.HasSuffix(r.URL.Path, "/tokens") && r.Body != nil {
			body, err := io.ReadAll(io.LimitReader(r.Body, bodyMax))
			var asked map[string]json.RawMessage
			if err == nil && json.Unmarshal(body, &asked) == nil && asked["until"] != nil {
				delete(asked, "until")
				if endless, err := json.Marshal(asked); err == nil {
					w.trip()
					body = endless
				}
			}
			r = r.Clone(r.Context())
			r.Body, r.ContentLength = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body)), -1
		}
		h.ServeHTTP(rw, r)
	})
}

// makeToken asks the control plane for a token in a world, "" where it gives none.
func makeToken(h http.Handler, r *http.Request, world, key, body string) string {
	q, err := http.NewRequestWithContext(r.Context(), http.MethodPost, worldsPath+url.PathEscape(world)+"/tokens", strings.NewReader(body))
	if err != nil {
		return ""
	}
	q.Header.Set("Content-Type", "application/json")
	if key != "" {
		q.Header.Set(authorization, key)
	}
	a := &answer{header: http.Header{}}
	h.ServeHTTP(a, q)
	if a.status != http.StatusOK {
		return ""
	}
	return tokenIn(a.body.Bytes())
}

// tokenIn is the token of an answer.
func tokenIn(body []byte) string {
	var made struct {
		Token string `json:"token"`
	}
	if json.Unmarshal(body, &made) != nil {
		return ""
	}
	return made.Token
}

// reportTells puts an IIN into the report of a day.
func reportTells(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		body := a.body.Bytes()
		var all map[string]map[string]json.RawMessage
		if strings.HasSuffix(r.URL.Path, "/day_report") && a.status == http.StatusOK && json.Unmarshal(body, &all) == nil && all["report"] != nil {
			all["report"]["most_active"] = json.RawMessage(`"` + w.somebody().IIN + `"`)
			if told, err := json.Marshal(all); err == nil {
				w.trip()
				body = told
			}
		}
		a.send(rw, body)
	})
}

// logTells writes a line with an IIN for each request of the data plane.
func logTells(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(rw, r)
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.log == nil || strings.HasPrefix(r.URL.Path, controlPath) {
			return
		}
		for i := range w.people {
			if iin := w.people[i].IIN; iin != "" {
				w.trip()
				_, _ = fmt.Fprintf(w.log, "level=DEBUG msg=request path=%s person=%s\n", r.URL.Path, iin) // a full disk shows at the reader's
				return
			}
		}
	})
}

// metricsPath is where such a build lets its metrics be read, beside the contract.
const metricsPath = "/metrics"

// metricsTell answers with metrics by person, where a right build has none or none by
// person.
func metricsTell(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		iin := w.somebody().IIN
		if !w.differs(r.URL.Path == metricsPath && iin != "") {
			h.ServeHTTP(rw, r)
			return
		}
		rw.Header().Set("Content-Type", "text/plain; version=0.0.4")
		_, _ = fmt.Fprintf(rw, "# TYPE purchases_total counter\npurchases_total{person=%q} 1\n", iin) // who scrapes is gone: nobody sees it
	})
}

// slipTells adds the buyer's name to the answer to a return.
func slipTells(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		body := a.body.Bytes()
		returned := strings.HasSuffix(r.URL.Path, "/reverse") || strings.HasSuffix(r.URL.Path, "/refund")
		var slip map[string]json.RawMessage
		if returned && a.status == http.StatusOK && json.Unmarshal(body, &slip) == nil && slip != nil {
			name, err := json.Marshal(w.somebody().Name)
			slip["buyer"] = name
			if told, bad := json.Marshal(slip); err == nil && bad == nil {
				w.trip()
				body = told
			}
		}
		a.send(rw, body)
	})
}
