package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// TestStaticAnswersPurchasesAndHandsOverTheRest: what generators are measured against
// answers as net/http reads it, one request after the other on a connection, and all
// else is left to who can answer it.
func TestStaticAnswersPurchasesAndHandsOverTheRest(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // the test is over
	inner, handler := newStatic(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, r.URL.Path+" "+string(sent))
	}))
	go func() { _ = http.Serve(inner, handler) }()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // the test is over
	answers := bufio.NewReader(c)
	for _, tt := range []struct{ path, body, want string }{
		{"/v1/commands/show_code", "{}", canned["show_code"]},
		{"/v1/commands/purchase", strings.Repeat("x", 9000), canned["purchase"]},
		{"/v1/commands/purchase", "", canned["purchase"]},
		{"/v1/commands/reply", "yes", "/v1/commands/reply yes"},
		{"/v1/commands/purchase", "after", "/v1/commands/purchase after"},
	} {
		_, err := io.WriteString(c, "POST "+tt.path+" HTTP/1.1\r\nHost: x\r\ncontent-LENGTH: "+strconv.Itoa(len(tt.body))+"\r\n\r\n"+tt.body)
		if err != nil {
			t.Fatal(err)
		}
		a, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(a.Body)
		_ = a.Body.Close() // read to its end
		if err != nil || string(text) != tt.want {
			t.Errorf("%s with %d bytes is answered %q, %v, want %q", tt.path, len(tt.body), text, err, tt.want)
		}
	}
}

func TestMedianOfRatios(t *testing.T) {
	m := &measuring{}
	for i, rate := range []float64{10, 30, 8} {
		m.rows = append(m.rows, row{round: i, what: "a", rate: rate}, row{round: i, what: "b", rate: 10})
	}
	if got, n := m.ratio("a", "b", func(r *row) float64 { return r.rate }); got != 1 || n != 3 {
		t.Errorf("%v of %d, want the middle one of 0.8, 1 and 3", got, n)
	}
	if got := middle([]float64{4, 1}); got != 2.5 {
		t.Errorf("%v, want what is between two", got)
	}
}
