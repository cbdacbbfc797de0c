package wire

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Piece is a part of a body: a text, so many times. A body of megabytes and a
// nesting of thousands stay short in a record that way.
type Piece struct {
	Text  []byte `json:"text"`
	Times int    `json:"times,omitzero"` // 0 counts as 1
}

// Way is how the body of a rough request goes.
type Way string

// The ways.
const (
	Whole    Way = ""          // all of it, with its length
	Chunked  Way = "chunked"   // in chunks, to its end
	Slow     Way = "slow"      // in two halves with a pause between them
	Cut      Way = "cut"       // half of what its length says, then the end
	CutChunk Way = "cut-chunk" // the end comes in the middle of a chunk
	Endless  Way = "endless"   // half of it, and then nothing
)

// Rough is a request that need not keep the contract, nor HTTP.
type Rough struct {
	Method  string `json:"method"`
	Target  string `json:"target"`            // path and query, as they stand in the request line
	Control bool   `json:"control,omitzero"`  // Target is one of the control plane, without its own path
	Unnamed bool   `json:"stranger,omitzero"` // without who asks, world and key
	// Header are names and values as they are sent. One replaces what a request has
	// anyway; an empty value takes that off, and a repeated name adds to it.
	Header [][2]string `json:"header,omitzero"`
	Body   []Piece     `json:"body,omitzero"`
	Way    Way         `json:"way,omitzero"`
}

// Length returns how many bytes the body has.
func (r *Rough) Length() (n int) {
	for _, p := range r.Body {
		n += len(p.Text) * max(1, p.Times)
	}
	return n
}

// Bytes returns the body, at most so many bytes of it.
func (r *Rough) Bytes(most int) []byte {
	var b bytes.Buffer
	for _, p := range r.Body {
		for range max(1, p.Times) {
			if b.Len() >= most {
				return b.Bytes()[:most]
			}
			b.Write(p.Text)
		}
	}
	return b.Bytes()[:min(most, b.Len())]
}

// How long a slow body pauses, and an endless one is waited for.
const (
	slowPause   = 250 * time.Millisecond
	endlessWait = 5 * time.Second
)

// Bare is a connection to a build over which bytes go as they are. It is opened
// when it is first needed, kept as long as the build keeps it, and serves one
// goroutine.
type Bare struct {
	client *Client
	to     *url.URL
	conn   net.Conn
	answer *bufio.Reader
	used   bool // something was answered over it
	// Halfway is called, where it is not nil, when the first half of an endless body
	// is on its way.
	Halfway func()
}

// Bare returns a connection to the data plane or, with control, to the control
// plane. A client without one, asked for it, has errors.ErrUnsupported.
func (c *Client) Bare(control bool) (*Bare, error) {
	if control && c.control == nil {
		return nil, fmt.Errorf("the build has no control plane: %w", errors.ErrUnsupported)
	}
	if control {
		return &Bare{client: c, to: c.control}, nil
	}
	return &Bare{client: c, to: c.base}, nil
}

// Close lets the connection go.
func (b *Bare) Close() {
	if b.conn != nil {
		_ = b.conn.Close() // nothing more is wanted of it
	}
	b.conn, b.used = nil, false
}

// Send sends a request with some headers and its own, and reads the answer. The
// error is *Unreachable where none came, as for a body without an end; a connection
// that the build let go between two requests is opened anew.
func (b *Bare) Send(ctx context.Context, h http.Header, r *Rough) (*Exchange, error) {
	c := b.client
	target := r.Target
	if own := strings.Trim(b.to.EscapedPath(), "/"); own != "" {
		target = "/" + own + target
	}
	e := &Exchange{Check: checkOf(ctx), Method: r.Method, URL: b.to.Scheme + "://" + b.to.Host + target,
		RequestBody: r.Bytes(transcriptMax), Start: time.Now()}
	known := h.Clone()
	if known == nil {
		known = http.Header{}
	}
	if r.Control && c.options.ControlToken != "" {
		known.Set("Authorization", "Bearer "+c.options.ControlToken)
	}
	all := c.headerOf(ctx, &request{header: known, body: e.RequestBody})
	e.RequestHeader = all.Clone()
	again := b.used
	e.Err = b.exchange(ctx, r, target, all, e)
	if e.Err != nil && again && e.Status == 0 && !errors.Is(e.Err, context.DeadlineExceeded) {
		e.Err = b.exchange(ctx, r, target, all, e)
	}
	e.Duration = time.Since(e.Start)
	if c.options.Transcript != nil {
		kept := e.Masked()
		for name := range c.options.Header {
			kept.RequestHeader[http.CanonicalHeaderKey(name)] = []string{Hidden}
		}
		c.options.Transcript(kept)
	}
	return e, e.Err
}

// exchange sends the bytes and reads the answer, once.
func (b *Bare) exchange(ctx context.Context, r *Rough, target string, h http.Header, e *Exchange) error {
	limit := b.client.options.Timeout
	if r.Way == Endless {
		limit = min(limit, endlessWait)
	}
	asked := e.Method + " " + e.URL
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err := b.open(ctx); err != nil {
		return unreachable(asked, err, limit)
	}
	conn := b.conn
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })() // what waits ends
	wrote := make(chan error, 1)
	go func() {
		failed := b.write(ctx, conn, r, target, h)
		if r.Way == Endless && failed == nil && b.Halfway != nil {
			b.Halfway()
		}
		wrote <- failed
	}()
	answer, err := http.ReadResponse(b.answer, &http.Request{Method: r.Method})
	if err == nil {
		e.Status, e.ResponseHeader = answer.StatusCode, answer.Header
		e.ResponseBody, err = io.ReadAll(io.LimitReader(answer.Body, answerMax+1))
		_ = answer.Body.Close() // it was read
	}
	b.used = true
	over := err != nil || answer.Close || r.Way == Cut || r.Way == CutChunk || r.Way == Endless
	select {
	case failed := <-wrote:
		over = over || failed != nil
	default: // answered before all was sent
		over = true
	}
	if over {
		b.Close()
	}
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return unreachable(asked, err, limit)
	}
	return nil
}

// open dials where there is no connection.
func (b *Bare) open(ctx context.Context) (err error) {
	if b.conn != nil {
		return nil
	}
	port := cmp.Or(b.to.Port(), map[string]string{"https": "443"}[b.to.Scheme], "80")
	address := net.JoinHostPort(b.to.Hostname(), port)
	if b.to.Scheme != "https" {
		b.conn, err = new(net.Dialer).DialContext(ctx, "tcp", address)
	} else {
		config := &tls.Config{MinVersion: tls.VersionTLS12}
		if t, ok := b.client.http.Transport.(*http.Transport); ok && t.TLSClientConfig != nil {
			config = t.TLSClientConfig.Clone()
		}
		config.NextProtos = nil // bytes of HTTP/1.1
		b.conn, err = (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", address)
	}
	if err != nil {
		b.conn = nil
		return err
	}
	b.answer = bufio.NewReader(b.conn)
	return nil
}

// write writes the request.
func (b *Bare) write(ctx context.Context, conn net.Conn, r *Rough, target string, h http.Header) error {
	w := bufio.NewWriterSize(conn, 1<<16)
	length := r.Length()
	var head bytes.Buffer
	fmt.Fprintf(&head, "%s %s HTTP/1.1\r\nHost: %s\r\n", r.Method, target, b.to.Host)
	for _, own := range r.Header {
		h.Del(own[0])
		delete(h, strings.ToLower(own[0])) // as the key is written
	}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			fmt.Fprintf(&head, "%s: %s\r\n", name, value)
		}
	}
	sized := false
	for _, own := range r.Header {
		if own[1] != "" {
			fmt.Fprintf(&head, "%s: %s\r\n", own[0], own[1])
		}
		sized = sized || strings.EqualFold(own[0], "Content-Length") || strings.EqualFold(own[0], "Transfer-Encoding")
	}
	switch {
	case sized:
	case r.Way == Chunked, r.Way == CutChunk:
		head.WriteString("Transfer-Encoding: chunked\r\n")
	case length > 0 || r.Method == http.MethodPost || r.Method == http.MethodPut:
		fmt.Fprintf(&head, "Content-Length: %d\r\n", length)
	}
	head.WriteString("\r\n")
	_, _ = w.Write(head.Bytes()) // Flush says what is wrong
	if err := r.pour(ctx, w, length); err != nil {
		return err
	}
	if half, ok := conn.(interface{ CloseWrite() error }); ok && (r.Way == Cut || r.Way == CutChunk) {
		return half.CloseWrite()
	}
	return nil
}

// pour writes the body in its way.
func (r *Rough) pour(ctx context.Context, w *bufio.Writer, length int) error {
	if r.Way == Whole {
		for _, p := range r.Body {
			for range max(1, p.Times) {
				if _, err := w.Write(p.Text); err != nil {
					return err
				}
			}
		}
		return w.Flush()
	}
	body := r.Bytes(length)
	half := length / 2
	switch r.Way {
	case Chunked:
		_, _ = fmt.Fprintf(w, "%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", half, body[:half], length-half, body[half:])
		if half == 0 {
			return errors.New("a body of one byte has no halves")
		}
	case CutChunk:
		_, _ = fmt.Fprintf(w, "%x\r\n%s", length, body[:half])
	default:
		_, _ = w.Write(body[:half]) // Flush says what is wrong
	}
	if err := w.Flush(); err != nil || r.Way != Slow {
		return err
	}
	pause := time.NewTimer(slowPause)
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	_, _ = w.Write(body[half:])
	return w.Flush()
}

// WorldGap stands in the target of a rough request for the name of its world.
const WorldGap = "{world}"

// Send sends a rough request over a connection in the name of an actor, under a key;
// "" for none. The error is Bare.Send's, or says why the actor has no token.
func (s *System) Send(ctx context.Context, b *Bare, a voucher.Actor, key string, r *Rough) (*Exchange, error) {
	header := http.Header{}
	if !r.Unnamed && !r.Control {
		var err error
		if header, err = s.Header(ctx, a); err != nil {
			return nil, err
		}
		if key != "" {
			header.Set(KeyHeader, key)
		}
	}
	filled := *r
	filled.Target = strings.ReplaceAll(r.Target, WorldGap, url.PathEscape(s.world))
	return b.Send(ctx, header, &filled)
}
