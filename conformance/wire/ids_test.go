package wire_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestIdsAsTheDocumentHasThem: an id that fits its pattern and names nothing is
// unknown, an empty one is an absent one, and what does not fit is malformed.
func TestIdsAsTheDocumentHasThem(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	citizen, till, owner := voucher.Actor{Role: voucher.Citizen, ID: 1}, voucher.Actor{Role: voucher.StoreTill, ID: 1}, voucher.Actor{Role: voucher.ListOwner}
	basket := func(code string) string {
		return `{"store":"1","code":` + code + `,"lines":[{"goods":"1","quantity":1000,"price":100}]}`
	}
	long := `"` + strings.Repeat("x", 65) + `"`
	for _, tt := range []struct {
		name   string
		actor  voucher.Actor
		word   string
		body   string
		status int
		reason string
	}{
		{"a person who is absent", citizen, "rate", `{"score":5}`, 404, "record-unknown"},
		{"a person who is empty", citizen, "rate", `{"person":"","score":5}`, 404, "record-unknown"},
		{"a person whom the setup has not", citizen, "rate", `{"person":"3","score":5}`, 404, "record-unknown"},
		{"a person with a leading zero", citizen, "rate", `{"person":"01","score":5}`, 400, "malformed"},
		{"a person in letters", citizen, "rate", `{"person":"abc","score":5}`, 400, "malformed"},
		{"an empty owner", owner, "update_food_list", `{"rows":[{"family":"1","owner":"","members":["1"],"residence":"111010000"}]}`, 404, "record-unknown"},
		{"an empty member", owner, "update_food_list", `{"rows":[{"family":"1","owner":"1","members":["1",""],"residence":"111010000"}]}`, 404, "record-unknown"},
		{"a purchase that is empty", till, "refund", `{"store":"1","purchase":"","lines":[{"quantity":1}]}`, 404, "record-unknown"},
		{"a purchase that was never made", till, "refund", `{"store":"1","purchase":"#!~","lines":[{"quantity":1}]}`, 404, "record-unknown"},
		{"a purchase that is too long", till, "refund", `{"store":"1","purchase":` + long + `,"lines":[{"quantity":1}]}`, 400, "malformed"},
		{"a loan purpose that is absent has a store first", voucher.Actor{Role: voucher.LocalBody, ID: 111010000}, "grant_loan", `{"store":"1","amount":100}`, 409, "store-not-participating"},
		{"a code that was never shown", till, "purchase", basket(`"#!~"`), 409, "store-not-participating"},
		{"a code that is too long", till, "purchase", basket(long), 400, "malformed"},
		{"a way that is absent", citizen, "open_wallet", `{"person":"1"}`, 422, "value-invalid"},
		{"a way that is no word", citizen, "open_wallet", `{"person":"1","via":"foot"}`, 400, "malformed"},
		{"a programme that is absent", voucher.Actor{Role: voucher.Gateway}, "reply", `{"person":"1","text":"да"}`, 422, "value-invalid"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &asker{t, a.url, a.system}
			header := b.as(tt.actor)
			header.Set(wire.KeyHeader, strings.ReplaceAll(tt.name, " ", "-"))
			status, answered, body := b.ask(http.MethodPost, wire.CommandPath+tt.word, header, tt.body)
			var pointer, detail string
			if tt.reason == "malformed" {
				var p wire.Problem
				pointer, detail = pointerOf(t, body, &p), p.Detail
			}
			b.problem(status, answered, body, tt.status, tt.reason, pointer, detail)
		})
	}
}

// TestRefusedInTheOrderOfTheDocument: each request has what is wrong with it and
// with all that stand behind it, and the first is the answer.
func TestRefusedInTheOrderOfTheDocument(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	till := a.as(voucher.Actor{Role: voucher.StoreTill, ID: 1})
	const rate = wire.CommandPath + "rate"
	with := func(change ...string) http.Header {
		h := till.Clone()
		h.Set("Content-Type", "text/plain")
		h.Del(wire.KeyHeader)
		for i := 0; i < len(change); i += 2 {
			h.Set(change[i], change[i+1])
			if change[i+1] == "" {
				h.Del(change[i])
			}
		}
		return h
	}
	own := a.as(voucher.Actor{Role: voucher.Citizen, ID: 1}).Get("Authorization")
	for _, tt := range []struct {
		name, path string
		header     http.Header
		status     int
		reason     string
	}{
		{"no route", "/v1/commands/rates", with(wire.WorldHeader, ""), 404, "route-unknown"},
		{"no world named", rate, with(wire.WorldHeader, "", "Authorization", ""), 400, "world-missing"},
		{"no such world", rate, with(wire.WorldHeader, "nowhere", "Authorization", ""), 404, "world-unknown"},
		{"no token", rate + "?x=1", with("Authorization", ""), 401, "token-missing"},
		{"no such token", rate + "?x=1", with("Authorization", "Bearer none"), 401, "token-unknown"},
		{"another role", rate + "?x=1", with(), 403, "role-not-allowed"},
		{"a query string", rate + "?x=1", with("Authorization", own), 400, "malformed"},
		{"another media type", rate, with("Authorization", own), 415, "media-type"},
		{"a body that is none", rate, with("Authorization", own, "Content-Type", "application/json"), 400, "malformed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &asker{t, a.url, a.system}
			status, _, body := b.ask(http.MethodPost, tt.path, tt.header, "[]")
			var p wire.Problem
			pointerOf(t, body, &p)
			if status != tt.status || p.Reason != tt.reason {
				t.Errorf("%d %s, want %d %s", status, p.Reason, tt.status, tt.reason)
			}
		})
	}
	header := with("Authorization", own, "Content-Type", "application/json")
	status, answered, body := a.ask(http.MethodPost, rate, header, `{"person":"9","score":9}`)
	a.problem(status, answered, body, 400, "key-missing", "", "")
	header.Set(wire.KeyHeader, strings.Repeat("k", 65))
	status, answered, body = a.ask(http.MethodPost, rate, header, `{"person":"9","score":9}`)
	a.problem(status, answered, body, 400, "malformed", "", "64 visible ASCII")
}

// pointerOf reads a problem and returns its pointer.
func pointerOf(t *testing.T, body []byte, into *wire.Problem) string {
	t.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%q: %v\nevery no is a problem", body, err)
	}
	return into.Pointer
}
