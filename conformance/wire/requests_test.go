package wire_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestRequestsThatAreNone: what does not keep the contract is told where it does
// not and what to write, and the values that were sent are not repeated.
func TestRequestsThatAreNone(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	const buy = wire.CommandPath + "purchase"
	till := voucher.Actor{Role: voucher.StoreTill, ID: 1}
	for _, tt := range []struct {
		name, body                  string
		status                      int
		reason, pointer, detailWord string
	}{
		{"nothing", ``, 400, "malformed", "", "nothing was sent"},
		{"no JSON", `store=1`, 400, "malformed", "", "this is no JSON object"},
		{"a list", `[]`, 400, "malformed", "", "this is no JSON object"},
		{"null", `null`, 400, "malformed", "", "this is no JSON object"},
		{"half of it", `{"store":"1"`, 400, "malformed", "", "ends in the middle"},
		{"no value", `{"store":}`, 400, "malformed", "/store", "this is not JSON from byte 10 on"},
		{"bad UTF-8", "{\"store\":\"\xff\"}", 400, "malformed", "/store", "this is not JSON"},
		{"two objects", `{}{}`, 400, "malformed", "", "this is not JSON from byte 3 on"},
		{"an unknown name", `{"shop":"1"}`, 400, "malformed", "/shop", "the name is unknown; the names are code, lines, offline, store"},
		{"a near name", `{"sore":"1"}`, 400, "malformed", "/sore", "did you mean store?"},
		{"another case", `{"Store":"1"}`, 400, "malformed", "/…", "did you mean store?"},
		{"a name that may be an IIN", `{"850101300017":"1"}`, 400, "malformed", "/…", "the name is unknown"},
		{"a name twice", `{"store":"1","store":"1"}`, 400, "malformed", "/store", "stands twice"},
		{"a name twice, written otherwise", `{"store":"1","st\u006fre":"1"}`, 400, "malformed", "/store", "stands twice"},
		{"null inside", `{"lines":[{"goods":null}]}`, 400, "malformed", "/lines/0/goods", "null is not taken"},
		{"a number for an id", `{"store":1}`, 400, "malformed", "/store", `write id of a store of the setup: its position there, from 1, as a text, such as "1"`},
		{"an id that is none", `{"store":"one"}`, 400, "malformed", "/store", "write id of a store"},
		{"an id with a leading zero", `{"store":"01"}`, 400, "malformed", "/store", "write id of a store"},
		{"an id that does not fit", `{"store":"4294967296"}`, 400, "malformed", "/store", "write id of a store"},
		{"a text for a sum", `{"lines":[{"price":"450.00"}]}`, 400, "malformed", "/lines/0/price", "write a sum in whole tiyn"},
		{"a fraction", `{"lines":[{"price":0.5}]}`, 400, "malformed", "/lines/0/price", "write a sum in whole tiyn"},
		{"an exponent", `{"lines":[{"price":1e2}]}`, 400, "malformed", "/lines/0/price", "write a sum in whole tiyn"},
		{"a sum that does not fit", `{"lines":[{"price":9223372036854775808}]}`, 400, "malformed", "/lines/0/price", "write a sum in whole tiyn"},
		{"a word for a truth", `{"offline":"yes"}`, 400, "malformed", "/offline", "write true or false"},
		{"an object for a list", `{"lines":{}}`, 400, "malformed", "/lines", "write a list"},
		{"a code too long", `{"code":"` + strings.Repeat("a", 65) + `"}`, 400, "malformed", "/code", "write payload of a QR code"},
		{"a code with a blank", `{"code":"a b"}`, 400, "malformed", "/code", "write payload of a QR code"},
		{"a header of its own", `{"key":"k"}`, 400, "malformed", "/key", "the name is unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &asker{t, a.url, a.system}
			status, header, body := b.ask(http.MethodPost, buy, b.as(till), tt.body)
			b.problem(status, header, body, tt.status, tt.reason, tt.pointer, tt.detailWord)
			if strings.Contains(string(body), "850101300017") {
				t.Errorf("the problem repeats what may be an IIN: %s\nBOTH-PRIVACY-001", body)
			}
		})
	}
}

// TestIDsOfOthersAreNobodys: an id that the build never made is no record, and
// not malformed, whatever it looks like.
func TestIDsOfOthersAreNobodys(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	local := voucher.Actor{Role: voucher.LocalBody, ID: 110000000}
	for i, tt := range []struct {
		actor              voucher.Actor
		word, body, reason string
		status             int
	}{
		{local, "disburse_loan", `{"loan":"L/2026/17"}`, "record-unknown", 404},
		{local, "disburse_loan", `{"loan":"l999"}`, "record-unknown", 404},
		{voucher.Actor{Role: voucher.StoreTill, ID: 1}, "refund", `{"store":"1","purchase":"ffff-1","lines":[{"line":0,"quantity":1}]}`, "record-unknown", 404},
		{voucher.Actor{Role: voucher.Gateway}, "report_delivery", `{"message":"sms:1"}`, "record-unknown", 404},
		{voucher.Actor{Role: voucher.AuthorisedBody}, "answer_appeal", `{"appeal":"e-otinish-1"}`, "record-unknown", 404},
	} {
		h := a.as(tt.actor)
		h.Set(wire.KeyHeader, fmt.Sprint("k-", i))
		status, header, body := a.ask(http.MethodPost, wire.CommandPath+tt.word, h, tt.body)
		a.problem(status, header, body, tt.status, tt.reason, "", "")
	}
	status, header, body := a.ask(http.MethodGet, wire.RecordPath+"loan?loan=L-17", a.as(local), "")
	a.problem(status, header, body, 404, "record-unknown", "", "")
	status, header, body = a.ask(http.MethodGet, wire.RecordPath+"appeal?appeal="+strings.Repeat("a", 65), a.as(voucher.Actor{Role: voucher.AuthorisedBody}), "")
	a.problem(status, header, body, 400, "malformed", "", "appeal: write id of an appeal")
}

// TestHeadersThatAreNone: who asks, for which world and under which key.
func TestHeadersThatAreNone(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	other := newAsker(t, wire.ServerOptions{})
	set := func(name string, values ...string) func(http.Header) {
		return func(h http.Header) {
			h.Del(name)
			for _, v := range values {
				h.Add(name, v)
			}
		}
	}
	stranger := other.as(citizen).Get("Authorization")
	for _, tt := range []struct {
		name           string
		change         func(http.Header)
		status         int
		reason, detail string
	}{
		{"no token", set("Authorization"), 401, "token-missing", "Authorization: Bearer"},
		{"two tokens", set("Authorization", "Bearer a", "Bearer b"), 401, "token-missing", ""},
		{"another scheme", set("Authorization", "Basic YTpi"), 401, "token-missing", ""},
		{"no scheme", set("Authorization", "t-ABC"), 401, "token-missing", ""},
		{"an empty token", set("Authorization", "Bearer "), 401, "token-missing", ""},
		{"a token that is none", set("Authorization", "Bearer t-NONE"), 401, "token-unknown", ""},
		{"a token of another world", set("Authorization", stranger), 401, "token-unknown", ""},
		{"a token without end", set("Authorization", "Bearer "+strings.Repeat("t", 4000)), 401, "token-missing", ""},
		{"no world", set(wire.WorldHeader), 400, "world-missing", "POST /control/v1/worlds"},
		{"a world that is none", set(wire.WorldHeader, "w-1"), 404, "world-unknown", ""},
		{"two worlds", set(wire.WorldHeader, "w-1", "w-2"), 400, "malformed", "given twice"},
		{"no key", set(wire.KeyHeader), 400, "key-missing", ""},
		{"an empty key", set(wire.KeyHeader, ""), 400, "malformed", "1 to 64 visible ASCII characters"},
		{"a key too long", set(wire.KeyHeader, strings.Repeat("k", 65)), 400, "malformed", "1 to 64 visible ASCII characters"},
		{"a key with a blank", set(wire.KeyHeader, "a b"), 400, "malformed", "1 to 64 visible ASCII characters"},
		{"two keys", set(wire.KeyHeader, "a", "b"), 400, "malformed", "write one header Idempotency-Key"},
		{"a form", set("Content-Type", "application/x-www-form-urlencoded"), 415, "media-type", "Content-Type: application/json"},
		{"no media type", set("Content-Type"), 415, "media-type", ""},
		{"a media type that is none", set("Content-Type", "json; ="), 415, "media-type", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &asker{t, a.url, a.system}
			h := b.as(citizen)
			tt.change(h)
			status, header, body := b.ask(http.MethodPost, wire.CommandPath+"open_wallet", h, `{"person":"1","via":"link"}`)
			b.problem(status, header, body, tt.status, tt.reason, "", tt.detail)
			if status == 401 && header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("WWW-Authenticate %q, want Bearer (RFC 9110)", header.Get("WWW-Authenticate"))
			}
			for _, secret := range []string{stranger, "t-NONE", "t-ABC"} {
				if strings.Contains(string(body), strings.TrimPrefix(secret, "Bearer ")) {
					t.Errorf("the problem repeats a token: %s\nBOTH-PRIVACY-001", body)
				}
			}
		})
	}
	h := a.as(citizen)
	h.Set("Content-Type", "Application/JSON; charset=utf-8")
	if status, _, body := a.ask(http.MethodPost, wire.CommandPath+"open_wallet", h, ` {"person":"1","via":"link"}`+"\n"); status != 200 {
		t.Errorf("status %d, %s, want 200: the twin of all of these is taken", status, body)
	}
}

// TestQueriesThatAreNone: the query string is as strict as a body.
func TestQueriesThatAreNone(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	for _, tt := range []struct{ query, detail string }{
		{"persn=1", "a name of the query string is unknown; gas_wallet has person, month"},
		{"person=1&family=1", "a name of the query string is unknown"},
		{"person=1&person=1", "person is given twice; keep one"},
		{"person=1&month=2026-13", `month: write a calendar month, UTC+5, such as "2026-02"`},
		{"person=one", "person: write id of a person"},
		{"person=%zz", "the query string is not one"},
		{"person=1;month=2026-02", "the query string is not one"},
	} {
		status, header, body := a.ask(http.MethodGet, wire.RecordPath+"gas_wallet?"+tt.query, a.as(citizen), "")
		a.problem(status, header, body, 400, "malformed", "", tt.detail)
	}
	if status, _, body := a.ask(http.MethodGet, wire.RecordPath+"gas_wallet?person=1&month=2026-02", a.as(citizen), ""); status != 200 ||
		string(body) != `{"gas":{"state":"none","answer":"none","listed":false,"edition":0}}` {
		t.Errorf("status %d, %s, want the wallet of who has none", status, body)
	}
	status, header, body := a.ask(http.MethodPost, wire.CommandPath+"open_wallet?person=1", a.as(citizen), `{}`)
	a.problem(status, header, body, 400, "malformed", "", "a command has no query string")
}

// TestRoutesThatAreNone: every other path and method is a problem too.
func TestRoutesThatAreNone(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	for _, tt := range []struct {
		method, path  string
		status        int
		reason, allow string
	}{
		{"GET", "/", 404, "route-unknown", ""},
		{"GET", "/v1/commands", 404, "route-unknown", ""},
		{"POST", "/v1/commands/dance", 404, "route-unknown", ""},
		{"POST", "/v1/commands/purchase/", 404, "route-unknown", ""},
		{"POST", "/v1/commands/Purchase", 404, "route-unknown", ""},
		{"POST", "//v1/commands/purchase", 404, "route-unknown", ""},
		{"POST", "/v1/../v1/commands/purchase", 404, "route-unknown", ""},
		{"GET", "/v1/commands/purchase", 405, "method-not-allowed", "POST"},
		{"PUT", "/v1/commands/purchase", 405, "method-not-allowed", "POST"},
		{"POST", "/v1/records/gas_wallet", 405, "method-not-allowed", "GET"},
		{"DELETE", "/openapi.json", 405, "method-not-allowed", "GET"},
		{"PATCH", "/control/v1/worlds/w/clock", 405, "method-not-allowed", "GET, POST"},
		{"GET", "/control/v1/worlds", 405, "method-not-allowed", "POST"},
	} {
		status, header, body := a.ask(tt.method, tt.path, http.Header{}, "")
		a.problem(status, header, body, tt.status, tt.reason, "", "")
		if header.Get("Allow") != tt.allow {
			t.Errorf("%s %s: Allow %q, want %q", tt.method, tt.path, header.Get("Allow"), tt.allow)
		}
	}
	if status, header, body := a.ask("GET", wire.DocumentPath, http.Header{}, ""); status != 200 || header.Get("Content-Type") != "application/json" || !bytes.Equal(body, wire.Document()) {
		t.Errorf("GET %s: %d, %d bytes, want the document", wire.DocumentPath, status, len(body))
	}
}

// TestBodiesHaveALimit on either plane.
func TestBodiesHaveALimit(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{Limits: wire.Limits{Body: 100, ControlBody: 5000}})
	status, header, body := a.ask(http.MethodPost, wire.CommandPath+"reply", a.as(voucher.Actor{Role: voucher.Gateway}), `{"text":"`+strings.Repeat("x", 100)+`"}`)
	a.problem(status, header, body, 413, "body-too-large", "", "write at most 100 bytes")
	status, header, body = a.ask(http.MethodPost, wire.ControlPath+"/worlds", http.Header{"Content-Type": {"application/json"}}, `{"at":"2026-02-01T00:00:00+05:00","people":[`+strings.Repeat("{},", 3000)+`{}]}`)
	a.problem(status, header, body, 413, "body-too-large", "", "write at most 5000 bytes")
}
