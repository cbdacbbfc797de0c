package mutant

import (
	"bytes"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// bothInput are builds that are right about every request that keeps the contract,
// and wrong about one kind of those that do not.
var bothInput = []Mutant{
	{
		ID: "both-deep-nesting-is-a-fault", Requirement: "BOTH-INPUT-001",
		Title: voucher.Text{En: "a body nested a thousand deep is a fault of the server", Ru: "тело с тысячей вложений приводит к сбою сервера", Kk: "мың қабат кірістірілген дене сервердің ақауына әкеледі"},
		build: build{way: Wire, wire: answering(tooDeep, http.StatusInternalServerError)},
	},
	{
		ID: "both-put-off-and-not-told-until-when", Requirement: "BOTH-INPUT-001",
		Title: voucher.Text{En: "a body nested a thousand deep is answered busy, and not when to come again", Ru: "на тело с тысячей вложений сервер отвечает, что занят, и не указывает, когда повторить", Kk: "мың қабат кірістірілген денеге сервер бос емеспін деп жауап береді, бірақ қашан қайталау керегін айтпайды"},
		build: build{way: Wire, wire: puttingOff(tooDeep)},
	},
	{
		ID: "both-stack-in-an-error-body", Requirement: "BOTH-INPUT-001",
		Title: voucher.Text{En: "an error body shows where in the program it came about", Ru: "тело ошибки показывает место в программе, где она возникла", Kk: "қате мәтіні оның бағдарламаның қай жерінде туғанын көрсетеді"},
		build: build{way: Wire, wire: errorsTell(func(*World, []byte) string {
			return "goroutine 41 [running]: wallet.Decode(handler.go:117)"
		})},
	},
	{
		ID: "both-second-of-two-names-counts", Requirement: "BOTH-INPUT-001", Also: breaks("BOTH-RETRY-001"),
		Title: voucher.Text{En: "of a name that stands twice the second counts", Ru: "из двух одинаковых имён действует второе", Kk: "екі бірдей атаудың екіншісі ескеріледі"},
		build: build{way: Wire, wire: rewriting(standsTwice, nil)},
	},
	{
		ID: "both-huge-number-wrapped", Requirement: "BOTH-INPUT-001", Also: breaks("BOTH-MONEY-002"),
		Title: voucher.Text{En: "a number beyond 64 bits is taken for what is left of it", Ru: "число больше 64 бит принимается за свой остаток", Kk: "64 биттен асқан сан өз қалдығы ретінде қабылданады"},
		build: build{way: Wire, wire: rewriting(nil, numbered(wrapped))},
	},
	{
		ID: "both-sign-of-a-number-dropped", Requirement: "BOTH-INPUT-001", Also: breaks("BOTH-MONEY-002"),
		Title: voucher.Text{En: "a quantity below zero is taken for one above", Ru: "отрицательное количество принимается за положительное", Kk: "теріс мөлшер оң мөлшер ретінде қабылданады"},
		build: build{way: Wire, wire: rewriting(nil, numbered(unsigned))},
	},
	{
		ID: "both-null-taken-for-none", Requirement: "BOTH-INPUT-001", Also: breaks("BOTH-MONEY-002"),
		Title: voucher.Text{En: "null is taken for a member that is not there", Ru: "null принимается за отсутствующее поле", Kk: "null жоқ мүше ретінде қабылданады"},
		build: build{way: Wire, wire: rewriting(nil, withoutNull)},
	},
	{
		ID: "both-refused-body-is-carried-out", Requirement: "BOTH-INPUT-001",
		Title: voucher.Text{En: "what stands before garbage is carried out, and refused", Ru: "то, что стоит перед мусором, выполняется, хотя и отклоняется", Kk: "қоқыстың алдындағы сұрау қабылданбаса да орындалады"},
		build: build{way: Wire, wire: carriedOutAndRefused},
	},
	{
		ID: "both-bad-body-without-a-reason", Requirement: "BOTH-INPUT-001", Also: breaks("BOTH-RETRY-001", "BOTH-MONEY-002"),
		Title: voucher.Text{En: "a body that is none is refused without a reason", Ru: "недопустимое тело отклоняется без указания причины", Kk: "жарамсыз дене себебі көрсетілмей қабылданбайды"},
		build: build{way: Wire, wire: withoutReason},
	},
	{
		ID: "both-zero-character-closes-the-line", Requirement: "BOTH-INPUT-001",
		Title: voucher.Text{En: "a text with a zero character closes the connection without an answer", Ru: "текст с нулевым символом обрывает соединение без ответа", Kk: "нөлдік таңбасы бар мәтін жауапсыз байланысты үзеді"},
		build: build{way: Wire, wire: answering(func(body []byte) bool { return bytes.Contains(body, []byte(`\u0000`)) }, 0)},
	},
	{
		ID: "both-slow-body-holds-up-all", Requirement: "BOTH-INPUT-001",
		Title: voucher.Text{En: "while one body is on its way nobody else is served", Ru: "пока передаётся одно тело, никого больше не обслуживают", Kk: "бір дене жіберіліп жатқанда басқа ешкімге қызмет көрсетілмейді"},
		build: build{way: Wire, wire: oneBodyAtATime},
	},
}

// bodyOf reads the body of a request and puts it back.
func bodyOf(r *http.Request) []byte {
	if r.Body == nil {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failing{err}))
	}
	return body
}

// failing is a body that broke off.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// answering answers bodies of a kind by itself with a bare status; 0 closes the
// connection.
func answering(which func(body []byte) bool, status int) func(*World, http.Handler) http.Handler {
	return func(w *World, h http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			switch {
			case !w.differs(which(bodyOf(r))):
				h.ServeHTTP(rw, r)
			case status == 0:
				panic(http.ErrAbortHandler)
			default:
				http.Error(rw, http.StatusText(status), status)
			}
		})
	}
}

// puttingOff answers bodies of a kind by itself that it has no time, as the contract has
// it but for Retry-After.
func puttingOff(which func(body []byte) bool) func(*World, http.Handler) http.Handler {
	return func(w *World, h http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if !w.differs(which(bodyOf(r))) {
				h.ServeHTTP(rw, r)
				return
			}
			rw.Header().Set("Content-Type", "application/problem+json")
			rw.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(rw, `{"type":"about:blank","title":"the build has no time","status":503,"reason":"busy"}`) // who asked is gone: nobody is left to tell
		})
	}
}

// tooDeep reports whether a body nests deeper than a careless reader can follow.
func tooDeep(body []byte) bool {
	const bottom = 1000
	depth := 0
	for _, b := range body {
		switch b {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth > bottom {
			return true
		}
	}
	return false
}

// rewriting hands on a body as a careless reader has read it: one of which all is
// true, or that a change made another of.
func rewriting(which func(body []byte) bool, change func(v any) (any, bool)) func(*World, http.Handler) http.Handler {
	return func(w *World, h http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			body := bodyOf(r)
			d := json.NewDecoder(bytes.NewReader(body))
			d.UseNumber()
			var v any
			if d.Decode(&v) == nil && d.InputOffset() == int64(len(body)) {
				changed := which != nil && which(body)
				if change != nil {
					v, changed = change(v)
				}
				if read, err := json.Marshal(v); err == nil && w.differs(changed) {
					r = r.Clone(r.Context())
					r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(read)), int64(len(read))
				}
			}
			h.ServeHTTP(rw, r)
		})
	}
}

// standsTwice reports whether an object of a JSON text has a name twice.
func standsTwice(body []byte) bool {
	d := json.NewDecoder(bytes.NewReader(body))
	return twiceIn(d)
}

// twiceIn reads one value.
func twiceIn(d *json.Decoder) (found bool) {
	token, err := d.Token()
	opened, composed := token.(json.Delim)
	if err != nil || !composed {
		return false
	}
	names := map[string]bool{}
	for d.More() {
		if opened == '{' {
			token, err := d.Token()
			name, _ := token.(string)
			if err != nil {
				return found
			}
			found = found || names[name]
			names[name] = true
		}
		found = twiceIn(d) || found
	}
	_, _ = d.Token() // what closes it
	return found
}

// numbered changes numbers, wherever they stand.
func numbered(change func(n json.Number) (json.Number, bool)) func(v any) (any, bool) {
	var walk func(v any) (any, bool)
	walk = func(v any) (any, bool) {
		changed := false
		switch v := v.(type) {
		case json.Number:
			return change(v)
		case map[string]any:
			for name, item := range v {
				other, did := walk(item)
				v[name], changed = other, changed || did
			}
		case []any:
			for i, item := range v {
				other, did := walk(item)
				v[i], changed = other, changed || did
			}
		}
		return v, changed
	}
	return walk
}

// wrapped is what 64 bits hold of a number.
func wrapped(n json.Number) (json.Number, bool) {
	whole, ok := new(big.Int).SetString(n.String(), 10)
	if !ok || whole.IsInt64() {
		return n, false
	}
	low := new(big.Int).And(whole, new(big.Int).SetUint64(1<<64-1))
	return json.Number(big.NewInt(int64(low.Uint64())).String()), true //nolint:gosec // that it wraps is what is wrong
}

// unsigned is a number without its sign.
func unsigned(n json.Number) (json.Number, bool) {
	bare, signed := strings.CutPrefix(n.String(), "-")
	return json.Number(bare), signed && strings.Trim(bare, "0123456789") == "" && bare != "0"
}

// withoutNull leaves out members and items that are null.
func withoutNull(v any) (any, bool) {
	changed := false
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			if item == nil {
				delete(v, name)
				changed = true
				continue
			}
			other, did := withoutNull(item)
			v[name], changed = other, changed || did
		}
	case []any:
		for i, item := range v {
			other, did := withoutNull(item)
			v[i], changed = other, changed || did
		}
	}
	return v, changed
}

// carriedOutAndRefused carries out what stands before garbage, and refuses it.
func carriedOutAndRefused(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body := bodyOf(r)
		d := json.NewDecoder(bytes.NewReader(body))
		var first json.RawMessage
		if d.Decode(&first) == nil && len(bytes.TrimSpace(body[d.InputOffset():])) > 0 {
			done := &answer{header: http.Header{}}
			alone := r.Clone(r.Context())
			alone.Body, alone.ContentLength = io.NopCloser(bytes.NewReader(first)), int64(len(first))
			h.ServeHTTP(done, alone)
			w.differs(done.status < http.StatusBadRequest)
		}
		h.ServeHTTP(rw, r)
	})
}

// withoutReason answers what is malformed with a bare line of text.
func withoutReason(w *World, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		sent := bodyOf(r)
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		if w.differs(a.status == http.StatusBadRequest && len(sent) > 0) {
			http.Error(rw, http.StatusText(a.status), a.status)
			return
		}
		a.send(rw, a.body.Bytes())
	})
}

// oneBodyAtATime lets nobody in while a body is being read.
func oneBodyAtATime(w *World, h http.Handler) http.Handler {
	var door sync.Mutex
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if w.differs(!door.TryLock()) {
			door.Lock()
		}
		bodyOf(r)
		door.Unlock()
		h.ServeHTTP(rw, r)
	})
}
