// Side serves the reference as a test build, but answers the two routes of a purchase
// with what stands here: a handler of net/http that reads the body and does nothing.
// Generators are measured against it, and the reference against them.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
)

// canned are the answers, as long as real ones.
var canned = map[string]string{
	"show_code": `{"voucher":"v1","code":"9779962cbdb23af0b80339395a81831b","expires":"2026-02-05T12:05:00+05:00"}`,
	"purchase": `{"voucher":"v1","purchase":"p1","amount":45000,"paid":4950,"balance":820000,"lines":[{"goods":"1","eligible":true,"quantity":1000,` +
		`"price":45000,"cost":45000,"discount":45000},{"goods":"2","eligible":false,"quantity":500,"price":9900,"cost":4950,"discount":0}]}`,
}

func main() {
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		log.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", l.Addr())
	log.Fatal(http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		word, ours := strings.CutPrefix(r.URL.Path, wire.CommandPath)
		text, ok := canned[word]
		if !ours || !ok {
			server.ServeHTTP(w, r)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
		_, _ = io.WriteString(w, text)
	})))
}
