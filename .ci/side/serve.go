package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
)

// canned are the answers to the two commands of a purchase, as long as real ones.
var canned = map[string]string{
	"show_code": `{"voucher":"v1","code":"9779962cbdb23af0b80339395a81831b","expires":"2026-02-05T12:05:00+05:00"}`,
	"purchase": `{"voucher":"v1","purchase":"p1","amount":45000,"paid":4950,"balance":820000,"lines":[{"goods":"1","eligible":true,"quantity":1000,` +
		`"price":45000,"cost":45000,"discount":45000},{"goods":"2","eligible":false,"quantity":500,"price":9900,"cost":4950,"discount":0}]}`,
}

// serve serves on a port of the loopback that it prints.
func serve(out io.Writer, wrap func(net.Listener, http.Handler) (net.Listener, http.Handler)) error {
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "http://%s\n", l.Addr())
	inner, handler := wrap(l, server)
	return http.Serve(inner, handler)
}

// newNoop puts a handler in front that reads the body and does nothing: what net/http
// costs by itself.
func newNoop(l net.Listener, rest http.Handler) (net.Listener, http.Handler) {
	return l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		word, ours := strings.CutPrefix(r.URL.Path, wire.CommandPath)
		text, ok := canned[word]
		if !ours || !ok {
			rest.ServeHTTP(w, r)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
		_, _ = io.WriteString(w, text)
	})
}

// newStatic answers purchases without net/http, by one read and one write each, so that
// a generator is measured and not the server. A connection whose request is another
// goes to net/http from there on.
func newStatic(l net.Listener, rest http.Handler) (net.Listener, http.Handler) {
	s := &static{Listener: l, others: make(chan net.Conn)}
	for word, text := range canned {
		s.prefixes = append(s.prefixes, []byte("POST "+wire.CommandPath+word+" "))
		s.answers = append(s.answers, fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(text), text))
	}
	go s.accept()
	return s, rest
}

type static struct {
	net.Listener
	others   chan net.Conn
	prefixes [][]byte
	answers  [][]byte
}

// Accept returns a connection that is not for fixed answers.
func (s *static) Accept() (net.Conn, error) {
	c, ok := <-s.others
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (s *static) accept() {
	defer close(s.others)
	for {
		c, err := s.Listener.Accept()
		if err != nil {
			return
		}
		go s.answer(c)
	}
}

// answer answers on one connection until it ends or is for net/http.
func (s *static) answer(c net.Conn) {
	r := bufio.NewReaderSize(c, 16<<10)
	for {
		which, err := s.next(r)
		switch {
		case errors.Is(err, errOther):
			s.others <- &begun{c, r}
			return
		case err != nil:
			_ = c.Close()
			return
		}
		if _, err := c.Write(s.answers[which]); err != nil {
			_ = c.Close()
			return
		}
	}
}

// errOther says that a request is none that has a fixed answer.
var errOther = errors.New("another request")

var (
	headEnd = []byte("\r\n\r\n")
	length  = []byte("\r\ncontent-length: ")
)

// next takes one request off a connection and says which answer it has. What has to be
// known of it stands in what is buffered: a request is one packet.
func (s *static) next(r *bufio.Reader) (which int, err error) {
	if _, err := r.Peek(1); err != nil {
		return 0, err
	}
	for wanted := 0; ; wanted = r.Buffered() + 1 {
		b, err := r.Peek(max(wanted, r.Buffered()))
		if err != nil {
			return 0, err
		}
		end := bytes.Index(b, headEnd)
		if end < 0 {
			continue
		}
		for which = range s.prefixes {
			if bytes.HasPrefix(b, s.prefixes[which]) {
				_, err = r.Discard(end + len(headEnd) + bodyLength(b[:end]))
				return which, err
			}
		}
		return 0, errOther
	}
}

// bodyLength reads Content-Length out of a head, in any case of its letters.
func bodyLength(head []byte) (n int) {
	for i := 0; i+len(length) <= len(head); i++ {
		if head[i] != '\r' || !bytes.EqualFold(head[i:i+len(length)], length) {
			continue
		}
		for _, c := range head[i+len(length):] {
			if c < '0' || c > '9' {
				break
			}
			n = 10*n + int(c-'0')
		}
	}
	return n
}

// begun is a connection of which something was read already.
type begun struct {
	net.Conn
	r *bufio.Reader
}

func (b *begun) Read(p []byte) (int, error) { return b.r.Read(p) }
