package wire

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// ServerOptions say what a server serves. Either it is a test build: World is
// set, and whoever holds the control plane makes worlds. Or it runs in
// production mode: System is set, and there is that one system, no control
// plane, and no worlds (BOTH-CONTROL-001).
type ServerOptions struct {
	World  voucher.World  // of a test build
	System voucher.System // of production mode; served under a lock of the server's own
	Tokens []Token        // of production mode: who may come
	// ControlToken is the bearer token of the control plane; "": it needs none.
	ControlToken string
	// Now is the clock that systems follow; nil: they stand still until the
	// control plane moves them.
	Now func() voucher.Instant
	// RolesOpen leaves it to the system who may do what, for systems that are
	// wrong on purpose; else the server refuses before the system does.
	RolesOpen bool
	Limits    Limits
}

// Server is the contract over HTTP in front of a voucher.World or one
// voucher.System. It serves many requests at a time; each system is asked by
// one, and its answer is encoded before the next.
type Server struct {
	options ServerOptions
	limits  Limits
	worlds  worlds
	sole    *world // of production mode
	panics  atomic.Int64
	data    http.Handler
	control http.Handler
	both    http.Handler
}

// NewServer makes a server. It is an error where options are neither for a test
// build nor for production mode, and where a route says nothing of who may call
// it.
func NewServer(o ServerOptions) (*Server, error) {
	if (o.World == nil) == (o.System == nil) {
		return nil, errors.New("wire: a server has a World or a System, one of them")
	}
	if err := checkRoles(); err != nil {
		return nil, err
	}
	s := &Server{options: o, limits: o.Limits.orStandard()}
	s.worlds.limit, s.worlds.idle = s.limits.Worlds, s.limits.WorldIdle
	if o.System != nil {
		s.sole = newWorld("", o.System, 0)
		for _, t := range o.Tokens {
			if err := s.sole.admit(t); err != nil {
				return nil, err
			}
		}
	}
	data, control := s.dataRoutes(), []route(nil)
	if o.World != nil {
		control = s.controlRoutes()
	}
	s.data, s.control, s.both = s.handler(data), s.handler(control), s.handler(append(data, control...))
	return s, nil
}

// Data returns the data plane alone, for a listener that has the control plane
// elsewhere.
func (s *Server) Data() http.Handler { return s.data }

// Control returns the control plane alone. In production mode every path of it
// answers 404.
func (s *Server) Control() http.Handler { return s.control }

// ServeHTTP serves both planes on one listener.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.both.ServeHTTP(w, r) }

// Panics returns how many requests ended in a fault of this program.
func (s *Server) Panics() int64 { return s.panics.Load() }

// HTTP returns a server for net/http with the limits of this one.
func (s *Server) HTTP(h http.Handler) *http.Server {
	return &http.Server{Handler: h, MaxHeaderBytes: s.limits.Headers, ReadHeaderTimeout: s.limits.Read,
		ReadTimeout: s.limits.Read, WriteTimeout: s.limits.Write, IdleTimeout: s.limits.Idle}
}

// route is one operation of the document with what serves it.
type route struct {
	op    *huma.Operation
	serve http.HandlerFunc
}

// handler puts routes on a mux, each path with all other methods refused, and
// everything else unknown.
func (s *Server) handler(routes []route) http.Handler {
	mux := http.NewServeMux()
	adapter := humago.NewAdapter(mux, "")
	methods := map[string][]string{}
	var paths []string
	for _, r := range routes {
		if methods[r.op.Path] == nil {
			paths = append(paths, r.op.Path)
		}
		methods[r.op.Path] = append(methods[r.op.Path], r.op.Method)
		adapter.Handle(r.op, func(ctx huma.Context) {
			request, w := humago.Unwrap(ctx)
			r.serve(w, request)
		})
	}
	for _, p := range paths {
		allowed := strings.Join(methods[p], ", ")
		mux.HandleFunc(p, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", allowed)
			writeProblem(w, faultMethod.problem("write "+allowed))
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		writeProblem(w, faultRoute.problem("GET "+DocumentPath+" tells the routes"))
	})
	return s.outermost(mux)
}

// requestID is what a request id looks like that is echoed; any other is
// replaced, so that no header or log can be broken by it.
var requestID = regexp.MustCompile(`^[A-Za-z0-9._~-]{1,64}$`)

// outermost gives every request an id, and turns a panic into an answer.
func (s *Server) outermost(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(RequestHeader)
		if !requestID.MatchString(id) {
			id = rand.Text()
		}
		w.Header().Set(RequestHeader, id)
		w.Header().Set("Cache-Control", "no-store")
		defer func() {
			fault := recover()
			if fault == http.ErrAbortHandler { //nolint:errorlint // the library compares it so
				panic(fault)
			}
			if fault != nil {
				s.panics.Add(1)
				writeProblem(w, faultInternal.problem(""))
			}
		}()
		if strings.Contains(r.URL.Path, "//") || strings.Contains(r.URL.Path, "/.") {
			writeProblem(w, faultRoute.problem("write the path without // and dots")) // the mux would redirect
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// buffers are kept between requests.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// keptBuffer is how large a buffer may be to be kept.
const keptBuffer = 64 << 10

// borrow returns an empty buffer and what gives it back.
func borrow() (b *bytes.Buffer, done func()) {
	b = buffers.Get().(*bytes.Buffer)
	b.Reset()
	return b, func() {
		if b.Cap() <= keptBuffer {
			buffers.Put(b)
		}
	}
}

// write answers with a body that is encoded already.
func write(w http.ResponseWriter, status int, mediaType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // who asked is gone: nobody is left to tell
}

// writeJSON answers with a value.
func writeJSON(w http.ResponseWriter, status int, v any) {
	b, done := borrow()
	defer done()
	if err := encode(b, v); err != nil {
		panic(fmt.Sprintf("wire: encode %T: %v", v, err))
	}
	write(w, status, jsonType, b.Bytes())
}

// writeProblem answers with a problem.
func writeProblem(w http.ResponseWriter, p *Problem) {
	b, done := borrow()
	defer done()
	encodeProblem(b, w, p)
	write(w, p.Status, ProblemType, b.Bytes())
}

// encodeProblem completes a problem and writes it into a buffer.
func encodeProblem(b *bytes.Buffer, w http.ResponseWriter, p *Problem) {
	p.Instance = w.Header().Get(RequestHeader)
	switch p.Status {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", "Bearer")
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "1")
	}
	if err := encode(b, p); err != nil {
		panic(fmt.Sprintf("wire: encode a problem: %v", err))
	}
}

// readBody reads a body of JSON up to a limit, and answers itself where there is
// none to go on with.
func readBody(w http.ResponseWriter, r *http.Request, limit int64, b *bytes.Buffer) bool {
	if MediaType(r.Header) != jsonType {
		writeProblem(w, faultMedia.problem("write Content-Type: "+jsonType))
		return false
	}
	_, err := b.ReadFrom(http.MaxBytesReader(w, r.Body, limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		writeProblem(w, faultLarge.problem(fmt.Sprintf("write at most %d bytes", limit)))
	case err != nil:
		writeProblem(w, faultMalformed.problem("the body could not be read to its end"))
	}
	return err == nil
}

// writeMalformed answers that a request breaks the contract, and where.
func writeMalformed(w http.ResponseWriter, err error) {
	p := faultMalformed.problem("")
	if m, ok := errors.AsType[*malformed](err); ok {
		p.Detail, p.Pointer = m.say, m.pointer
	}
	writeProblem(w, p)
}

// writeError answers that a system could not be asked.
func writeError(w http.ResponseWriter, err error) {
	if errors.Is(err, errors.ErrUnsupported) {
		writeProblem(w, faultUnsupported.problem(""))
		return
	}
	writeProblem(w, faultInternal.problem(""))
}

// Tick moves production mode's system to the clock, so that what falls due is
// done although nobody asks. It does nothing in a test build, and without a
// clock.
func (s *Server) Tick(ctx context.Context) error {
	if s.sole == nil {
		return nil
	}
	s.sole.mu.Lock()
	defer s.sole.mu.Unlock()
	return s.follow(ctx, s.sole)
}
