package wire_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// FuzzCommandBody sends any bytes as the body of any command: the answer is
// always one of the contract's, never a fault, and a malformed body is never
// repeated.
func FuzzCommandBody(f *testing.F) {
	for _, k := range voucher.CommandKinds() {
		f.Add(uint8(k), []byte(`{}`))
		f.Add(uint8(k), []byte(`{"person":"1","family":"1","store":"1","lines":[{"goods":"1","quantity":1,"price":1}]}`))
	}
	for _, body := range []string{`{"rows":[{"person":"1","reasons":["social"],"residence":"750000000"}]}`, `{"rows":[{"family":"1","owner":"1","members":["1","2"],"residence":"111010000"}]}`,
		`{"setting":{"path":"food.mrp","territory":"kz","from":"2026-03-01","value":-1}}`, `{"loan":"l1","amount":9223372036854775807}`, `{"person":null}`, `[`, `{"a":1,"a":2}`, "{\"text\":\"\xff\"}",
		`{"rows":[[[[[[[[[[`, `{"month":"9999-12"}`, `{"volume":-9223372036854775808}`, `{"store":"4294967295","code":"` + strings.Repeat("f", 32) + `"}`} {
		f.Add(uint8(voucher.KindUpdateGasList), []byte(body))
		f.Add(uint8(voucher.KindPurchase), []byte(body))
	}
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}, RolesOpen: true})
	if err != nil {
		f.Fatal(err)
	}
	listener := httptest.NewServer(server)
	f.Cleanup(listener.Close)
	client, err := wire.NewClient(listener.URL, wire.Options{})
	if err != nil {
		f.Fatal(err)
	}
	system, err := client.Open(context.Background(), town())
	if err != nil {
		f.Fatal(err)
	}
	kinds := voucher.CommandKinds()
	f.Fuzz(func(t *testing.T, kind uint8, body []byte) {
		k := kinds[int(kind)%len(kinds)]
		actor := voucher.Actor{Role: wire.Doers(k)[0], ID: 1}
		if actor.Role == voucher.LocalBody {
			actor.ID = 110000000
		}
		header, err := system.Header(context.Background(), actor)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, wire.CommandPath+k.String(), strings.NewReader(string(body)))
		r.Header = header
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set(wire.KeyHeader, string(rune('a'+kind%26)))
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if !jsontext.Value(w.Body.Bytes()).IsValid() {
			t.Fatalf("%s %q: the answer %q is no JSON", k, body, w.Body)
		}
		if w.Code == http.StatusOK {
			return
		}
		var p wire.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code >= http.StatusInternalServerError && w.Code != http.StatusServiceUnavailable {
			t.Fatalf("%s %q: %d %s, %v\nno body is a fault of the server", k, body, w.Code, w.Body, err)
		}
		if _, known := voucher.ParseReason(p.Reason); !known && p.Reason != "malformed" && p.Reason != "body-too-large" {
			t.Fatalf("%s %q: reason %q, want one of the contract", k, body, p.Reason)
		}
	})
}
