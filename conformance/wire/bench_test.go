package wire_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// selling is a world whose system answers every command with the result of a
// purchase, so that what is measured is the wire alone: the reference decides a
// purchase in a small part of that time.
type selling struct{ telling }

func (w *selling) New(context.Context, *voucher.Setup) (voucher.System, error) { return w, nil }
func (w *selling) Do(_ context.Context, c voucher.Command) (voucher.Outcome, error) {
	if len(c.(*voucher.Purchase).Lines) != 3 {
		return voucher.Outcome{}, fmt.Errorf("a basket of other lines than were sent")
	}
	return voucher.Outcome{Result: sold}, nil
}

var sold = voucher.Result{Voucher: 1, Purchase: 17, Amount: 90_000, Paid: 90_000, Balance: 1_207_500, Lines: []voucher.LineSplit{
	{Goods: 1, Eligible: true, Quantity: 1500, Price: 45_000, Cost: 67_500, Discount: 67_500},
	{Goods: 1, Eligible: true, Quantity: 500, Price: 45_000, Cost: 22_500, Discount: 22_500},
	{Goods: 2, Quantity: 1000, Price: 90_000, Cost: 90_000},
}}

const basket = `{"store":"1","code":"9b2f6c1e0d5a4b7f8c3e2a1d0f9b8c7d","lines":[{"goods":"1","quantity":1500,"price":45000},{"goods":"1","quantity":500,"price":45000},{"goods":"2","quantity":1000,"price":90000}]}`

// BenchmarkPurchase is the purchase route, and beside it a handler that reads
// the body and answers the same bytes: what the contract costs is the
// difference. Each is asked past the socket, and over it by one asker that keeps
// its connection.
func BenchmarkPurchase(b *testing.B) {
	server, err := wire.NewServer(wire.ServerOptions{World: &selling{}})
	if err != nil {
		b.Fatal(err)
	}
	listener := httptest.NewServer(server)
	defer listener.Close()
	client, err := wire.NewClient(listener.URL, wire.Options{})
	if err != nil {
		b.Fatal(err)
	}
	system, err := client.Open(context.Background(), town())
	if err != nil {
		b.Fatal(err)
	}
	header, err := system.Header(context.Background(), voucher.Actor{Role: voucher.StoreTill, ID: 1})
	if err != nil {
		b.Fatal(err)
	}
	header.Set("Content-Type", "application/json")
	answer := past(b, server, header, 0)
	noop := http.NewServeMux()
	noop.HandleFunc("POST "+wire.CommandPath+"purchase", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	})
	idle := httptest.NewServer(noop)
	defer idle.Close()
	for _, bench := range []struct {
		name    string
		handler http.Handler
		url     string
	}{{"route", server, listener.URL}, {"no-op", noop, idle.URL}} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 1; b.Loop(); i++ {
				past(b, bench.handler, header, i)
			}
		})
		b.Run(bench.name+"/socket", func(b *testing.B) {
			for i := 1; b.Loop(); i++ {
				over(b, bench.url, header, i)
			}
		})
	}
}

func keyed(header http.Header, n int) http.Header {
	header[wire.KeyHeader] = []string{fmt.Sprintf("00000000-0000-4000-8000-%012x", n)}
	return header
}

// past sends one purchase past the socket and returns the answer.
func past(b *testing.B, h http.Handler, header http.Header, n int) []byte {
	r := httptest.NewRequest(http.MethodPost, wire.CommandPath+"purchase", strings.NewReader(basket))
	r.Header = keyed(header, n)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Body.Bytes()
}

// over sends one purchase over the socket.
func over(b *testing.B, url string, header http.Header, n int) {
	r, err := http.NewRequest(http.MethodPost, url+wire.CommandPath+"purchase", bytes.NewReader([]byte(basket)))
	if err != nil {
		b.Fatal(err)
	}
	r.Header = keyed(header, n)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it is read to its end
	if _, err = io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
		b.Fatalf("%d %v", answer.StatusCode, err)
	}
}
