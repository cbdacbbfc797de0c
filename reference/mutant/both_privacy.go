package mutant

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

var bothPrivacy = []Mutant{
	{
		ID: "both-iin-in-an-error-body", Requirement: "BOTH-PRIVACY-001",
		Title: voucher.Text{En: "an error body names the IIN of a person", Ru: "в теле ошибки указан ИИН человека", Kk: "қате мәтінінде адамның ЖСН-і көрсетілген"},
		build: build{way: Wire, wire: errorsTell(func(w *World, _ []byte) string {
			return "person " + w.somebody().IIN
		})},
	},
	{
		ID: "both-phone-in-an-error-body", Requirement: "BOTH-PRIVACY-001",
		Title: voucher.Text{En: "an error body names the phone of a person", Ru: "в теле ошибки указан телефон человека", Kk: "қате мәтінінде адамның телефоны көрсетілген"},
		build: build{way: Wire, wire: errorsTell(func(w *World, _ []byte) string {
			return "phone " + w.somebody().Phone
		})},
	},
	{
		ID: "both-error-body-repeats-the-request", Requirement: "BOTH-PRIVACY-001", Also: breaks("FOOD-QR-001"),
		Title: voucher.Text{En: "an error body repeats what was sent, QR codes included", Ru: "тело ошибки повторяет запрос вместе с QR-кодом", Kk: "қате мәтіні сұрауды QR-кодымен қоса қайталайды"},
		build: build{way: Wire, wire: errorsTell(func(_ *World, request []byte) string { return string(request) })},
	},
	{
		ID: "both-phone-in-the-providers-list", Requirement: "BOTH-PRIVACY-001", Also: breaks("GAS-DISPATCH-002"),
		Title: voucher.Text{En: "a row of the list to a provider bears a phone", Ru: "в строке списка поставщику указан телефон", Kk: "жеткізушіге берілетін тізім жолында телефон көрсетілген"},
		build: build{way: Wire, wire: rowsTell},
	},
	{
		ID: "both-key-header-ignored", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "the header with the idempotency key is not looked at when a request comes again", Ru: "заголовок с ключом идемпотентности не учитывается при повторном запросе", Kk: "сұрау қайта келгенде идемпотенттілік кілтінің тақырыбы ескерілмейді"},
		build: build{way: Wire, wire: keyHeaderIgnored},
	},
	{
		ID: "both-missing-token-accepted", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a request without a token is taken for the last caller's", Ru: "запрос без токена считается запросом последнего участника", Kk: "токенсіз сұрау соңғы қатысушыныкі деп саналады"},
		build: build{way: Wire, wire: missingToken},
	},
	{
		ID: "both-control-plane-in-production", Requirement: "BOTH-CONTROL-001",
		Title: voucher.Text{En: "the control plane answers although it is off", Ru: "плоскость управления отвечает, хотя она выключена", Kk: "басқару жазықтығы өшірулі болса да жауап береді"},
		build: build{way: Wire, wire: controlAnswers},
	},
	{
		ID: "both-operations-vanish-after-a-week", Requirement: "BOTH-JOURNAL-001", Also: breaks("FOOD-JOURNAL-001"),
		Title: voucher.Text{En: "operations older than a week are no longer read", Ru: "операции старше недели больше не видны", Kk: "бір аптадан ескі операциялар енді көрінбейді"},
		build: wrapper(operationsVanish),
	},
}

// standIn is told where the setup names no IIN or phone. The seventh digit of the
// IIN is one that no living person has.
var standIn = voucher.PersonSetup{IIN: "900101100014", Phone: "+70000000000", Name: "Family-Name Given-Name"}

// somebody is a person of the newest system.
func (w *World) somebody() voucher.PersonSetup {
	w.mu.Lock()
	defer w.mu.Unlock()
	told := standIn
	for i := range w.people {
		if p := &w.people[i]; p.IIN != "" || p.Phone != "" {
			told = voucher.PersonSetup{IIN: cmp.Or(p.IIN, told.IIN), Phone: cmp.Or(p.Phone, told.Phone), Name: cmp.Or(p.Name, told.Name)}
			break
		}
	}
	return told
}

// answer is a response that is held back.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// send lets the answer go, with another body.
func (a *answer) send(rw http.ResponseWriter, body []byte) {
	for name, values := range a.header {
		rw.Header()[name] = values
	}
	if rw.Header().Get("Content-Length") != "" {
		rw.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	rw.WriteHeader(max(a.status, http.StatusOK))
	_, _ = rw.Write(body) // a caller that is gone sees nothing wrong
}

// errorsTell puts something into the body of every error that is a JSON object,
// as the word of its detail.
func errorsTell(what func(w *World, request []byte) string) func(*World, http.Handler) http.Handler {
	return func(w *World, h http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			var request []byte
			if r.Body != nil {
				var err error
				if request, err = io.ReadAll(io.LimitReader(r.Body, bodyMax)); err != nil {
					h.ServeHTTP(rw, r)
					return
				}
				r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(request), r.Body))
			}
			a := &answer{header: http.Header{}}
			h.ServeHTTP(a, r)
			body := a.body.Bytes()
			var problem map[string]any
			if a.status >= http.StatusBadRequest && json.Unmarshal(body, &problem) == nil && problem != nil {
				problem["detail"] = fmt.Sprint(problem["detail"], ": ", what(w, request))
				if told, err := json.Marshal(problem); err == nil {
					w.trip()
					body = told
				}
			}
			a.send(rw, body)
		})
	}
}

// bodyMax is how much of a request is repeated.
const bodyMax = 1 << 20

// rowsTell puts a phone into the rows of lists to providers: JSON objects with
// an account, a month and an instant of activation.
func rowsTell(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		body := a.body.Bytes()
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber() // sums stay whole
		var all any
		if decoder.Decode(&all) == nil && tell(all, w.somebody().Phone) {
			if told, err := json.Marshal(all); err == nil {
				w.trip()
				body = told
			}
		}
		a.send(rw, body)
	})
}

// tell adds a phone to every row in a JSON value.
func tell(v any, phone string) (told bool) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			told = tell(e, phone) || told
		}
	case map[string]any:
		_, account := v["account"]
		_, activated := v["activated"]
		_, month := v["month"]
		if account && activated && month {
			v["phone"] = phone
			return true
		}
		for _, e := range v {
			told = tell(e, phone) || told
		}
	}
	return told
}

// keyHeader carries the idempotency key of a request.
const keyHeader = "Idempotency-Key"

// keyHeaderIgnored gives every repeated request a key of its own.
func keyHeaderIgnored(w *World, h http.Handler) http.Handler {
	seen := map[string]int{}
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		key := r.Header.Get(keyHeader)
		if key == "" {
			h.ServeHTTP(rw, r)
			return
		}
		w.mu.Lock()
		place := r.Header.Get("Authorization") + " " + r.URL.Path + " " + key
		seen[place]++
		n := seen[place]
		w.mu.Unlock()
		if w.differs(n > 1) {
			r = r.Clone(r.Context())
			r.Header.Set(keyHeader, fmt.Sprintf("again-%d-%.32s", n, key))
		}
		h.ServeHTTP(rw, r)
	})
}

// missingToken lets a request without a token have the newest one that came.
func missingToken(w *World, h http.Handler) http.Handler {
	last := ""
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		token := r.Header.Get("Authorization")
		w.mu.Lock()
		if token != "" {
			last = token
		}
		token = last
		w.mu.Unlock()
		if w.differs(r.Header.Get("Authorization") == "" && token != "") {
			r = r.Clone(r.Context())
			r.Header.Set("Authorization", token)
		}
		h.ServeHTTP(rw, r)
	})
}

// controlPath is where a test build has its control plane.
const controlPath = "/control/"

// controlAnswers answers what is asked of a control plane that is not there.
func controlAnswers(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		body := a.body.Bytes()
		if w.differs(strings.HasPrefix(r.URL.Path, controlPath) && a.status == http.StatusNotFound) {
			a.status, body = http.StatusOK, []byte("{}")
			a.header.Set("Content-Type", "application/json")
		}
		a.send(rw, body)
	})
}

// operationsVanish leaves operations out that are older than a week.
func operationsVanish(w *World, inner voucher.System, s *voucher.Setup) voucher.System {
	now := s.At
	a := &around{inner: inner}
	a.advance = func(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
		events, err := inner.Advance(ctx, to)
		if err == nil {
			now = to
		}
		return events, err
	}
	a.query = func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
		r, err := inner.Query(ctx, q)
		if err != nil || r.Food == nil {
			return r, err
		}
		var young []voucher.Operation
		for _, o := range r.Food.Operations {
			if o.At > now.Plus(-7*day) {
				young = append(young, o)
			}
		}
		w.differs(len(young) < len(r.Food.Operations))
		r.Food.Operations = young
		return r, nil
	}
	return a
}
