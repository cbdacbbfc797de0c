package load

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Trouble is why a request has no answer of the contract. It is a word of the results.
type Trouble string

// The troubles. After Unreachable, NoDescriptors, NoPorts, TLSFailed and Interrupted
// nothing was sent; after the others the request may have been carried out.
const (
	Unreachable   Trouble = "unreachable"    // no connection could be made
	NoDescriptors Trouble = "no-descriptors" // this machine has no file descriptor left
	NoPorts       Trouble = "no-ports"       // this machine has no local port left
	TLSFailed     Trouble = "tls"            // the certificate or the handshake is refused
	TimedOut      Trouble = "timeout"        // no whole answer in time
	Dropped       Trouble = "closed"         // the connection ended before the whole answer
	NoHTTP        Trouble = "not-http"       // what came is no HTTP/1.1
	WrongType     Trouble = "content-type"   // the body is no JSON by its own word
	NotOurs       Trouble = "not-contract"   // JSON, and none of the contract's
	PushedBack    Trouble = "pushed-back"    // 429 or 503 with Retry-After: not now, but then
	BusyAnswer    Trouble = "busy"           // 429 or 503, and no word of when
	ServerError   Trouble = "server-error"   // another status from 500 on
	Interrupted   Trouble = "interrupted"    // the run was ended before it was asked
)

// linkError is a trouble with its cause.
type linkError struct {
	kind Trouble
	err  error
}

func (e *linkError) Error() string { return string(e.kind) + ": " + e.err.Error() }
func (e *linkError) Unwrap() error { return e.err }

// outOfConnections reports whether this machine has run out of what connections need.
func outOfConnections(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.EADDRNOTAVAIL)
}

const moreConnections = "; raise ulimit -n, or take fewer --connections"

// sent reports whether the request may have reached the build.
func (t Trouble) sent() bool {
	switch t {
	case Unreachable, NoDescriptors, NoPorts, TLSFailed, Interrupted:
		return false
	}
	return true
}

// Why a client of its own: wire's Client stands on net/http, which takes three times
// the processor time for a request (net/http 21.7 µs, this 7.3 µs against one
// responder), and its codec keeps a name for every id that a build makes. It sets the
// town up and moves its clock; what is timed goes through here.

// dialer makes links to one address.
type dialer struct {
	address string      // host and port
	secure  *tls.Config // nil: without TLS
	timeout time.Duration
}

// link is one connection, made when it is first needed and again after it ended. It
// serves one goroutine.
type link struct {
	dialer *dialer
	reader *bufio.Reader
	body   []byte

	mu      sync.Mutex // of conn, which whoever interrupts may reach too
	conn    net.Conn
	stopped bool
}

// answer is what came back. Its body is valid until the next request of the link.
type answer struct {
	status     int
	json       bool   // by its content type
	retryAfter string // "": not said
	body       []byte
}

// ask sends a request and reads the answer. The error is *linkError.
func (l *link) ask(ctx context.Context, request []byte) (answer, error) {
	if l.conn == nil {
		if err := l.dial(ctx); err != nil {
			return answer{}, err
		}
	}
	if err := l.bound(); err != nil {
		return answer{}, troubleOf(err)
	}
	a, last, err := l.exchange(request)
	if err != nil || last {
		l.close()
	}
	if err != nil {
		return answer{}, troubleOf(err)
	}
	return a, nil
}

// bound gives a request its time.
func (l *link) bound() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped {
		return &linkError{Interrupted, errInterrupted}
	}
	return l.conn.SetDeadline(time.Now().Add(l.dialer.timeout))
}

// interrupt ends what is being asked, at once, and whatever would be asked after it.
func (l *link) interrupt() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopped = true
	if l.conn != nil {
		_ = l.conn.SetDeadline(time.Now())
	}
}

func (l *link) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		_ = l.conn.Close() // whatever is left of it is not wanted
		l.conn = nil
	}
}

const linkBuffer = 4 << 10

func (l *link) dial(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, l.dialer.timeout)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", l.dialer.address)
	if err == nil && l.dialer.secure != nil {
		secure := tls.Client(conn, l.dialer.secure)
		if err = secure.HandshakeContext(ctx); err != nil {
			_ = conn.Close()
			if kind := troubleOf(err); kind.kind == TimedOut {
				return kind
			}
			return &linkError{TLSFailed, err}
		}
		conn = secure
	}
	switch {
	case err == nil:
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return &linkError{NoDescriptors, err}
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return &linkError{NoPorts, err}
	default:
		return &linkError{Unreachable, err}
	}
	l.mu.Lock()
	l.conn = conn
	l.mu.Unlock()
	if l.reader == nil {
		l.reader = bufio.NewReaderSize(conn, linkBuffer)
	} else {
		l.reader.Reset(conn)
	}
	return nil
}

// troubleOf says what an error of an exchange is.
func troubleOf(err error) *linkError {
	var known *linkError
	var timeout net.Error
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &timeout) && timeout.Timeout():
		return &linkError{TimedOut, err}
	case errors.As(err, &certificate), errors.As(err, &record), errors.As(err, new(x509.UnknownAuthorityError)):
		return &linkError{TLSFailed, err}
	}
	return &linkError{Dropped, err}
}

// errNoHTTP is the error of an answer that is none.
func errNoHTTP(format string, args ...any) error {
	return &linkError{NoHTTP, fmt.Errorf(format, args...)}
}

// exchange writes a request and reads its answer; last says that the connection ends
// with it.
func (l *link) exchange(request []byte) (a answer, last bool, err error) {
	if _, err = l.conn.Write(request); err != nil {
		return a, true, err
	}
	var h head
	for h.status < 200 { // what is only informational comes before the answer
		if h, err = l.readHead(); err != nil {
			return a, true, err
		}
	}
	a = answer{status: h.status, json: h.json, retryAfter: h.retryAfter}
	l.body = l.body[:0]
	switch {
	case h.status == 204 || h.status == 304:
	case h.chunked:
		err = l.readChunks()
	case h.length >= 0:
		err = l.readBody(h.length)
	default:
		last = true
		err = l.readToEnd()
	}
	a.body = l.body
	return a, last || h.last, err
}

// head is what the headers of an answer say.
type head struct {
	status     int
	length     int // -1: not said
	chunked    bool
	last       bool // the connection ends with the answer
	json       bool
	retryAfter string
}

const (
	answerMost = 8 << 20 // bytes of an answer that are read
	linesMost  = 256     // headers of an answer
)

func (l *link) readHead() (h head, err error) {
	h.length = -1
	line, err := l.line()
	if err != nil {
		return h, err
	}
	proto, rest, _ := bytes.Cut(line, []byte(" "))
	if len(rest) < 3 || !bytes.HasPrefix(proto, []byte("HTTP/1.")) {
		return h, errNoHTTP("an answer begins %q", clip(line))
	}
	h.last = proto[len(proto)-1] == '0'
	if h.status, err = strconv.Atoi(string(rest[:3])); err != nil || h.status < 100 {
		return h, errNoHTTP("an answer begins %q", clip(line))
	}
	for range linesMost {
		if line, err = l.line(); err != nil {
			return h, err
		}
		if len(line) == 0 {
			return h, nil
		}
		name, value, ok := bytes.Cut(line, []byte(":"))
		if !ok {
			return h, errNoHTTP("a header reads %q", clip(line))
		}
		if err := h.read(name, bytes.TrimSpace(value)); err != nil {
			return h, err
		}
	}
	return h, errNoHTTP("more than %d headers", linesMost)
}

// read takes one header in.
func (h *head) read(name, value []byte) (err error) {
	is := func(what string) bool { return len(name) == len(what) && strings.EqualFold(string(name), what) }
	switch {
	case is("Content-Length"):
		if h.length, err = strconv.Atoi(string(value)); err != nil || h.length < 0 || h.length > answerMost {
			return errNoHTTP("Content-Length is %q", clip(value))
		}
	case is("Transfer-Encoding"):
		h.chunked = bytes.EqualFold(value, []byte("chunked"))
	case is("Connection"):
		h.last = h.last || bytes.EqualFold(value, []byte("close"))
	case is("Content-Type"):
		kind, _, _ := strings.Cut(string(value), ";")
		kind = strings.TrimSpace(kind)
		h.json = strings.EqualFold(kind, "application/json") || strings.EqualFold(kind, "application/problem+json")
	case is("Retry-After"):
		h.retryAfter = string(value)
	}
	return nil
}

// line reads a line of the head, its end taken off.
func (l *link) line() ([]byte, error) {
	line, err := l.reader.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return nil, errNoHTTP("a line of more than %d bytes", linkBuffer)
	}
	if err != nil {
		return nil, err
	}
	return bytes.TrimRight(line, "\r\n"), nil
}

func (l *link) readBody(n int) error {
	begin := len(l.body)
	if begin+n > answerMost {
		return errNoHTTP("a body of more than %d bytes", answerMost)
	}
	l.body = append(l.body, make([]byte, n)...)
	_, err := io.ReadFull(l.reader, l.body[begin:])
	return err
}

func (l *link) readChunks() error {
	for {
		line, err := l.line()
		if err != nil {
			return err
		}
		size, _, _ := bytes.Cut(line, []byte(";"))
		n, err := strconv.ParseInt(string(bytes.TrimSpace(size)), 16, 32)
		if err != nil || n < 0 {
			return errNoHTTP("a chunk of %q bytes", clip(line))
		}
		if n > 0 {
			if err := l.readBody(int(n)); err != nil {
				return err
			}
		}
		for { // the end of the chunk, or what trails the last one
			if line, err = l.line(); err != nil {
				return err
			}
			if len(line) == 0 {
				break
			}
			if n > 0 {
				return errNoHTTP("a chunk is longer than it says")
			}
		}
		if n == 0 {
			return nil
		}
	}
}

func (l *link) readToEnd() error {
	body, err := io.ReadAll(io.LimitReader(l.reader, answerMost))
	l.body = append(l.body, body...)
	return err
}

// clip shortens what came for an error. It shows no body: a code may stand there.
func clip(b []byte) []byte { return b[:min(len(b), 60)] }
