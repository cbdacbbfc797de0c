package wire_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// heard is what came over one connection of a listener, byte by byte.
type heard struct {
	text  string
	ended bool // the asker has ended its side
}

// answering listens, reads a request up to what shows its end, answers, and tells what
// came. until is what a request ends with; "" is the end of the asker's side.
func answering(t *testing.T, until, answer string) (b *wire.Bare, came <-chan heard) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	all, done := make(chan heard, 10), make(chan bool)
	go func() {
		defer close(done)
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			in := bufio.NewReader(c)
			for {
				h := hear(in, until)
				if h.text == "" {
					break
				}
				all <- h
				if _, err := io.WriteString(c, answer); err != nil || h.ended || strings.Contains(answer, "Connection: close") {
					break
				}
			}
			_ = c.Close() // all was said
		}
	}()
	client, err := wire.NewClient("http://"+listener.Addr().String(), wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if b, err = client.Bare(false); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.Close()
		_ = listener.Close() // ends Accept
		<-done
	})
	return b, all
}

// hear reads up to what shows the end of a request.
func hear(in *bufio.Reader, until string) (h heard) {
	var text strings.Builder
	for {
		c, err := in.ReadByte()
		if err != nil {
			return heard{text.String(), true}
		}
		text.WriteByte(c)
		if until != "" && strings.HasSuffix(text.String(), until) {
			return heard{text.String(), false}
		}
	}
}

const fine = "HTTP/1.1 204 No Content\r\n\r\n"

// TestBareSendsBytesAsTheyAre: a request goes as it was written, with the body in each of
// its ways; headers of its own replace the usual ones, take them off or stand twice.
func TestBareSendsBytesAsTheyAre(t *testing.T) {
	body := []wire.Piece{{Text: []byte("[\x00\xff")}, {Text: []byte("ab"), Times: 3}, {Text: []byte("]")}}
	const whole = "[\x00\xffababab]"
	for _, tt := range []struct {
		name  string
		rough wire.Rough
		until string
		want  []string // what stands in it
		never []string
		end   string
	}{
		{"whole", wire.Rough{Method: "POST", Target: "/a?b=%zz", Body: body}, "]",
			[]string{"POST /a?b=%zz HTTP/1.1\r\n", "\r\nX-Usual: 1\r\n", "\r\nContent-Length: 10\r\n"}, nil, "\r\n\r\n" + whole},
		{"a method that is none", wire.Rough{Method: "BREW", Target: "/../.."}, "\r\n\r\n", []string{"BREW /../.. HTTP/1.1\r\n"}, []string{"Content-Length"}, "\r\n\r\n"},
		{"an empty body of POST", wire.Rough{Method: "POST", Target: "/"}, "\r\n\r\n", []string{"\r\nContent-Length: 0\r\n"}, nil, "\r\n\r\n"},
		{"its own length", wire.Rough{Method: "POST", Target: "/", Body: body, Header: [][2]string{{"content-length", "3"}, {"content-length", "4"}}}, "]",
			[]string{"\r\ncontent-length: 3\r\ncontent-length: 4\r\n"}, []string{"Content-Length: 10"}, whole},
		{"a header taken off", wire.Rough{Method: "GET", Target: "/", Header: [][2]string{{"X-Usual", ""}}}, "\r\n\r\n", nil, []string{"X-Usual"}, "\r\n\r\n"},
		{"a header replaced and doubled", wire.Rough{Method: "GET", Target: "/", Header: [][2]string{{"x-usual", "2"}, {"x-usual", "3"}}}, "\r\n\r\n",
			[]string{"x-usual: 2\r\nx-usual: 3\r\n"}, []string{"X-Usual: 1"}, "\r\n\r\n"},
		{"a broken line in a header", wire.Rough{Method: "GET", Target: "/", Header: [][2]string{{"X-Odd", "a\x00b\r\nX-Injected: 1"}}}, "\r\n\r\n",
			[]string{"X-Odd: a\x00b\r\nX-Injected: 1\r\n"}, nil, "\r\n\r\n"},
		{"chunked", wire.Rough{Method: "POST", Target: "/", Body: body, Way: wire.Chunked}, "0\r\n\r\n",
			[]string{"\r\nTransfer-Encoding: chunked\r\n"}, []string{"Content-Length"}, "\r\n\r\n5\r\n[\x00\xffab\r\n5\r\nabab]\r\n0\r\n\r\n"},
		{"slow", wire.Rough{Method: "POST", Target: "/", Body: body, Way: wire.Slow}, "]", []string{"\r\nContent-Length: 10\r\n"}, nil, "\r\n\r\n" + whole},
		{"cut", wire.Rough{Method: "POST", Target: "/", Body: body, Way: wire.Cut}, "", []string{"\r\nContent-Length: 10\r\n"}, nil, "\r\n\r\n" + whole[:5]},
		{"cut in a chunk", wire.Rough{Method: "POST", Target: "/", Body: body, Way: wire.CutChunk}, "", []string{"chunked"}, nil, "\r\n\r\na\r\n" + whole[:5]},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, came := answering(t, tt.until, fine)
			e, err := b.Send(t.Context(), http.Header{"X-Usual": {"1"}}, &tt.rough)
			if err != nil || e.Status != http.StatusNoContent {
				t.Fatalf("%+v, %v; want its answer", e, err)
			}
			got := (<-came).text
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("sent %q, want %q in it", got, want)
				}
			}
			for _, never := range tt.never {
				if strings.Contains(got, never) {
					t.Errorf("sent %q, want no %q in it", got, never)
				}
			}
			if !strings.HasSuffix(got, tt.end) {
				t.Errorf("sent %q, want it to end with %q", got, tt.end)
			}
		})
	}
}

// TestBareKeepsItsConnection as long as the build does, opens another where the build let
// it go, and says where no answer came.
func TestBareKeepsItsConnection(t *testing.T) {
	r := &wire.Rough{Method: "GET", Target: "/"}
	for _, tt := range []struct{ name, answer string }{
		{"kept", fine},
		{"let go with a word", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"},
	} {
		b, came := answering(t, "\r\n\r\n", tt.answer)
		for i := range 3 {
			if e, err := b.Send(t.Context(), nil, r); err != nil || e.Status != http.StatusNoContent {
				t.Errorf("%s, request %d: %+v, %v; want its answer", tt.name, i+1, e, err)
			}
			<-came
		}
	}
	b, _ := answering(t, "\r\n\r\n", "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Send(ctx, nil, r); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v, want that", err)
	}
	b, _ = answering(t, "", "")
	_, err := b.Send(t.Context(), nil, &wire.Rough{Method: "POST", Target: "/", Body: []wire.Piece{{Text: []byte("{}")}}, Way: wire.Cut})
	var none *wire.Unreachable
	if !errors.As(err, &none) {
		t.Errorf("closed without an answer: %v, want *Unreachable", err)
	}
}

// TestBareTellsHalfway: an endless body calls when its first half is on the way, and what
// waits for the rest is called off with its context.
func TestBareTellsHalfway(t *testing.T) {
	b, _ := answering(t, "\r\n\r\n[1", "")
	ctx, cancel := context.WithCancel(t.Context())
	b.Halfway = cancel
	_, err := b.Send(ctx, nil, &wire.Rough{Method: "POST", Target: "/", Body: []wire.Piece{{Text: []byte("[1")}, {Text: []byte(",2")}, {Text: []byte("]")}, {Text: []byte(" ")}}, Way: wire.Endless})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want it called off halfway", err)
	}
}

// TestBareAnswersBeforeTheEnd: who is answered in the middle of a large body has the
// answer, and the connection is not used again.
func TestBareAnswersBeforeTheEnd(t *testing.T) {
	b, came := answering(t, "\r\n\r\n", "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	for range 2 {
		e, err := b.Send(t.Context(), nil, &wire.Rough{Method: "POST", Target: "/", Body: []wire.Piece{{Text: []byte("x"), Times: 4 << 20}}})
		if err == nil && e.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("status %d, want that of the early answer", e.Status)
		}
		<-came
	}
}

// TestRoughBytesAreBounded: a body of gigabytes stays short in a record.
func TestRoughBytesAreBounded(t *testing.T) {
	r := wire.Rough{Body: []wire.Piece{{Text: []byte("ab"), Times: 1 << 30}, {Text: []byte("c")}}}
	if got := r.Length(); got != 1<<31+1 {
		t.Errorf("length %d, want %d", got, 1<<31+1)
	}
	if got := string(r.Bytes(5)); got != "ababa" {
		t.Errorf("its beginning is %q, want ababa", got)
	}
	if got := string((&wire.Rough{Body: []wire.Piece{{Text: []byte("ab"), Times: 2}, {Text: []byte("c")}}}).Bytes(100)); got != "ababc" {
		t.Errorf("all of it is %q, want ababc", got)
	}
}

// TestPlanesOfBare: a client without a control plane says so.
func TestPlanesOfBare(t *testing.T) {
	client, err := wire.NewClient("http://127.0.0.1:1", wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Bare(true); err != nil {
		t.Errorf("the control plane: %v, want a connection to it", err)
	}
	without, err := wire.NewClient("http://127.0.0.1:1", wire.Options{Control: "off", Capabilities: &voucher.Capabilities{}, Token: func(context.Context, voucher.Actor) (string, error) { return "", nil }})
	if err == nil {
		_, err = without.Bare(true)
	}
	if !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("no control plane: %v, want ErrUnsupported", err)
	}
}
