package mutant

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// bothWire are builds that are right about the programmes and wrong about what
// the contract of the wire says of headers, bodies, problems and the clock.
var bothWire = []Mutant{
	{
		ID: "both-request-id-replaced", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "an answer bears a request id of its own instead of the one that was sent", Ru: "в ответе стоит свой идентификатор запроса вместо присланного", Kk: "жауапта жіберілген сұрау идентификаторының орнына өзінікі тұр"},
		build: build{way: Wire, wire: requestIDReplaced},
	},
	{
		ID: "both-any-media-type-read-as-json", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "a body of any media type is read as JSON", Ru: "тело любого типа читается как JSON", Kk: "кез келген түрдегі дене JSON ретінде оқылады"},
		build: build{way: Wire, wire: anyMediaType},
	},
	{
		ID: "both-letters-of-a-key-count", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "a key whose letters are written in another case is another key", Ru: "ключ, записанный буквами другого регистра, считается другим", Kk: "басқа регистрмен жазылған кілт басқа кілт деп саналады"},
		build: build{way: Wire, wire: keyLettersCount},
	},
	{
		ID: "both-bodies-compared-by-bytes", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "under one key a body that says the same in other bytes is taken for another", Ru: "под тем же ключом то же содержание, записанное иначе, считается другим", Kk: "сол кілтпен басқаша жазылған сол мазмұн басқа деп саналады"},
		build: build{way: Wire, wire: bodiesByBytes},
	},
	{
		ID: "both-clock-said-to-go-back", Requirement: "BOTH-TIME-001",
		Title: voucher.Text{En: "a clock that is asked to go back says that it did", Ru: "часы, которые просят перевести назад, отвечают согласием", Kk: "кері жылжыту сұралған сағат жылжыдым деп жауап береді"},
		build: build{way: Wire, wire: clockGoesBack},
	},
	{
		ID: "both-refusal-names-another-demand", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "every refusal names one and the same demand", Ru: "любой отказ ссылается на одно и то же требование", Kk: "кез келген бас тарту бір ғана талапқа сілтейді"},
		build: build{way: Wire, wire: anotherDemand},
	},
}

// requestHeader carries the id of a request and of its answer.
const requestHeader = "Request-Id"

// requestIDReplaced answers a request that has an id under another.
func requestIDReplaced(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		sent := r.Header.Get(requestHeader)
		body := a.body.Bytes()
		if w.differs(sent != "" && a.header.Get(requestHeader) == sent) {
			const other = "of-its-own"
			a.header.Set(requestHeader, other)
			body = bytes.ReplaceAll(body, []byte(`"`+sent+`"`), []byte(`"`+other+`"`))
		}
		a.send(rw, body)
	})
}

// anyMediaType declares every body as JSON.
func anyMediaType(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		kind := r.Header.Get("Content-Type")
		if w.differs(kind != "" && !strings.HasPrefix(kind, "application/json")) {
			r = r.Clone(r.Context())
			r.Header.Set("Content-Type", "application/json")
		}
		h.ServeHTTP(rw, r)
	})
}

var uuid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// keyLettersCount takes a UUID in capitals for a key of its own.
func keyLettersCount(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		key := r.Header.Get(keyHeader)
		if w.differs(uuid.MatchString(key) && key != strings.ToLower(key)) {
			r = r.Clone(r.Context())
			r.Header.Set(keyHeader, "capitals-"+key)
		}
		h.ServeHTTP(rw, r)
	})
}

// bodiesByBytes refuses another spelling of a body under a used key.
func bodiesByBytes(w *World, h http.Handler) http.Handler {
	seen := map[string]string{}
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		key := r.Header.Get(keyHeader)
		if key == "" || r.Body == nil {
			h.ServeHTTP(rw, r)
			return
		}
		body, err := io.ReadAll(io.LimitReader(r.Body, bodyMax))
		if err != nil {
			h.ServeHTTP(rw, r)
			return
		}
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body))
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		w.mu.Lock()
		place := r.Header.Get("Authorization") + " " + r.URL.Path + " " + key
		first, again := seen[place]
		if !again {
			seen[place] = string(body)
		}
		w.mu.Unlock()
		if w.differs(again && first != string(body) && a.status < http.StatusBadRequest) {
			a.status = http.StatusUnprocessableEntity
			a.header.Set("Content-Type", "application/problem+json")
			a.send(rw, []byte(`{"type":"urn:vouch:reason:key-reused","title":"the key was used with another body","status":422,"reason":"key-reused","requirement":"BOTH-RETRY-001"}`))
			return
		}
		a.send(rw, a.body.Bytes())
	})
}

// clockGoesBack agrees where a clock refuses to go back.
func clockGoesBack(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		var asked struct {
			To string `json:"to"`
		}
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/clock") && r.Body != nil {
			body, err := io.ReadAll(io.LimitReader(r.Body, bodyMax))
			if err == nil && json.Unmarshal(body, &asked) != nil {
				asked.To = ""
			}
			r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body))
		}
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		body := a.body.Bytes()
		if w.differs(asked.To != "" && a.status == http.StatusConflict) {
			a.status, body = http.StatusOK, []byte(`{"now":"`+asked.To+`","events":[]}`)
			a.header.Set("Content-Type", "application/json")
		}
		a.send(rw, body)
	})
}

// anotherDemand writes one demand into every problem that names one.
func anotherDemand(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		body := a.body.Bytes()
		const other = "FOOD-LOAN-001"
		var problem map[string]json.RawMessage
		if a.status >= http.StatusBadRequest && json.Unmarshal(body, &problem) == nil {
			if named, ok := problem["requirement"]; ok && string(named) != `"`+other+`"` {
				problem["requirement"] = json.RawMessage(`"` + other + `"`)
				if told, err := json.Marshal(problem); err == nil {
					w.trip()
					body = told
				}
			}
		}
		a.send(rw, body)
	})
}
