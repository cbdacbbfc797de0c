package wire

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Served is one request that was answered, for logs and figures. It holds no
// path, no header and no body as they came, since an IIN, a phone number, a token
// or a code may stand in each of them (BOTH-PRIVACY-001).
type Served struct {
	ID     string // of the request: what the problem's instance says too
	Method string // "other" for one that is none of HTTP's usual ones
	Route  string // path of an operation of the document, or "other"
	Status int    // 0: the connection was closed without an answer
	Reason string // code of the problem; "" where the answer was none
	Took   time.Duration
}

// otherRoute stands for everything that is no route: a path is whatever somebody
// writes.
const otherRoute = "other"

// witness is an answer in the making that remembers what was said.
type witness struct {
	http.ResponseWriter
	status int
	reason string
	held   int64 // bytes that the body takes
}

// witnessOf returns the witness that every request of a Server has.
func witnessOf(w http.ResponseWriter) *witness {
	seen, ok := w.(*witness)
	if !ok {
		panic("wire: an answer without its witness")
	}
	return seen
}

// WriteHeader notes the status.
func (w *witness) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController through.
func (w *witness) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// outermost gives every request an id and a witness, refuses it where there are
// too many, and turns a panic into an answer.
func (s *Server) outermost(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(to http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		w := &witness{ResponseWriter: to}
		id := requestIDOf(r)
		h := w.Header()
		h[RequestHeader], h["Cache-Control"] = []string{id}, noStore
		flying := s.flying.Add(1)
		defer func() {
			fault := recover()
			s.flying.Add(-1)
			s.held.Add(-w.held)
			if fault != nil && fault != http.ErrAbortHandler { //nolint:errorlint // the library compares it so
				s.panics.Add(1)
				writeProblem(w, faultInternal.problem(""))
			}
			if s.options.Observe != nil {
				s.options.Observe(&Served{id, methodOf(r), routeOf(r), w.status, w.reason, time.Since(begun)})
			}
			if fault == http.ErrAbortHandler { //nolint:errorlint // as above
				panic(fault)
			}
		}()
		switch {
		case flying > int64(s.limits.InFlight):
			writeProblem(w, faultBusy.problem("too many requests at a time"))
		case strings.Contains(r.URL.Path, "//") || strings.Contains(r.URL.Path, "/."):
			writeProblem(w, faultRoute.problem("write the path without // and dots")) // the mux would redirect
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

// routeOf is the path of the operation that the mux has found.
func routeOf(r *http.Request) string {
	method, path, found := strings.Cut(r.Pattern, " ")
	if !found {
		path = method
	}
	if path == "" || path == "/" {
		return otherRoute
	}
	return path
}

// methodOf is a method that logs and figures may hold.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return otherRoute
}

var (
	// requestID is what a request id looks like that is echoed.
	requestID = regexp.MustCompile(`^[A-Za-z0-9._~-]{1,64}$`)
	// uuid may hold many digits in a row by chance.
	uuid = regexp.MustCompile(`^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$`)
	// personal is what an IIN, a phone number or an account has: nine digits in a
	// row, signs between them or not.
	personal = regexp.MustCompile(`[0-9](?:[._~-]?[0-9]){8}`)
)

// requestIDOf is the id that a request brings. Any that could break a header or a
// log, or that may be a token or somebody's number, is replaced: ids stand in
// logs and problems (BOTH-PRIVACY-001).
func requestIDOf(r *http.Request) string {
	id := r.Header.Get(RequestHeader)
	switch {
	case id == "",
		!requestID.MatchString(id),
		!uuid.MatchString(id) && personal.MatchString(id),
		strings.HasPrefix(id, tokenPrefix),
		id == bearer(r):
		return rand.Text()
	}
	return id
}
