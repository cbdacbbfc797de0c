package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"

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
	// Durable waits until all that System has answered so far outlives the process;
	// no answer leaves before. nil: answers do not outlive it.
	Durable func(context.Context) error
	// Keep lets the worlds of World outlive the process; nil: they end with it.
	Keep *Keep
	// Restart stops a system of World and puts it back as a start of the process would,
	// for the fault restart of the control plane; nil: that is unsupported.
	Restart func(ctx context.Context, s voucher.System) error
	// Observe is told of every request when it is answered, by many goroutines at a
	// time; nil: nobody is.
	Observe func(*Served)
	Limits  Limits
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
	flying  atomic.Int64  // requests that are being answered
	held    atomic.Int64  // bytes that their bodies take
	large   chan struct{} // a place for each large body that is being decoded
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
	s := &Server{options: o, limits: o.Limits.orStandard(), large: make(chan struct{}, decoders)}
	s.worlds.limit, s.worlds.idle = s.limits.Worlds, s.limits.WorldIdle
	s.worlds.events.most, s.worlds.tokens.most = int64(s.limits.Events), int64(s.limits.Tokens)
	if o.Keep != nil {
		if err := s.takeFound(); err != nil {
			return nil, err
		}
	}
	if o.System != nil {
		s.sole = newWorld("", o.System, 0)
		s.sole.durable = o.Durable
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

// InFlight returns how many requests are being answered.
func (s *Server) InFlight() int64 { return s.flying.Load() }

// HTTP returns a server for net/http with the limits of this one.
func (s *Server) HTTP(h http.Handler) *http.Server {
	return &http.Server{Handler: h, MaxHeaderBytes: s.limits.Headers, ReadHeaderTimeout: s.limits.ReadHeaders,
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
	methods := map[string][]string{}
	var paths []string
	for _, r := range routes {
		if methods[r.op.Path] == nil {
			paths = append(paths, r.op.Path)
		}
		methods[r.op.Path] = append(methods[r.op.Path], r.op.Method)
		mux.HandleFunc(r.op.Method+" "+r.op.Path, r.serve)
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

// buffers are kept between requests, and large ones apart from them: who asks for
// little does not hold much. Under a stream of large bodies the memory is that of
// those which are read at one time, and not of garbage too.
var (
	buffers      = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	largeBuffers sync.Pool
)

// keptBuffer is how large a buffer may be that is none of the large ones.
const keptBuffer = 64 << 10

// borrow returns an empty buffer and what gives it back.
func borrow() (b *bytes.Buffer, done func()) {
	b = buffers.Get().(*bytes.Buffer)
	b.Reset()
	return b, func() { putBack(b) }
}

// putBack keeps a buffer for later requests.
func putBack(b *bytes.Buffer) {
	if b.Cap() <= keptBuffer {
		buffers.Put(b)
	} else {
		largeBuffers.Put(b)
	}
}

// What most answers have in their headers, made once: nobody changes it.
var (
	jsonOnly = []string{jsonType}
	noStore  = []string{"no-store"}
)

// write answers with a body that is encoded already.
func write(w http.ResponseWriter, status int, mediaType string, body []byte) {
	h := w.Header()
	if mediaType == jsonType {
		h["Content-Type"] = jsonOnly
	} else {
		h.Set("Content-Type", mediaType)
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
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
	witnessOf(w).reason = p.Reason
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

// writeMalformed answers that a request breaks the contract, and where.
func writeMalformed(w http.ResponseWriter, err error) {
	p := faultMalformed.problem("")
	if m, ok := errors.AsType[*malformed](err); ok {
		p.Detail, p.Pointer = m.say, m.pointer
	}
	writeProblem(w, p)
}

// fail answers that a world could not be asked.
func (w *world) fail(rw http.ResponseWriter, err error) {
	if w.isGone() { // while it was asked
		writeProblem(rw, faultWorldUnknown.problem(""))
		return
	}
	writeError(rw, err)
}

// writeError answers that a system could not be asked.
func writeError(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		writeProblem(w, faultUnsupported.problem(""))
	case errors.Is(err, voucher.ErrUnavailable):
		writeProblem(w, faultUnavailable.problem("nothing was done"))
	default:
		writeProblem(w, faultInternal.problem(""))
	}
}

// isDurable waits until what was answered outlives the process, and answers
// itself where it may not.
func (s *Server) isDurable(w http.ResponseWriter, r *http.Request, place *world) bool {
	if place.durable == nil || place.durable(r.Context()) == nil {
		return true
	}
	if place.isGone() {
		writeProblem(w, faultWorldUnknown.problem(""))
		return false
	}
	writeProblem(w, faultUnavailable.problem("whether it was done is not known; repeat it under its key"))
	return false
}

// Tick moves production mode's system to the clock, so that what falls due is
// done although nobody asks. It does nothing in a test build, and without a
// clock. An error that is voucher.ErrUnavailable may pass.
func (s *Server) Tick(ctx context.Context) error {
	if s.sole == nil {
		return nil
	}
	s.sole.mu.Lock()
	defer s.sole.mu.Unlock()
	return s.follow(ctx, s.sole)
}
