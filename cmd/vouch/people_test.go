package main

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// stagingTown is a system that stands there: a family with its voucher, two stores
// that take part and one that does not.
const stagingTown = `update_food_list rows=[1 owner=1 members=[1] 111010000]
register_store store=1 by=authorised_body
integrate_till store=1
mark_goods store=1 goods=1
deliver store=1 goods=1 quantity=10.000 price=10.00
register_store store=2 by=authorised_body
integrate_till store=2
mark_goods store=2 goods=1
deliver store=2 goods=1 quantity=10.000 price=10.00
reply programme=food person=1 text=да`

// TestAStagingSystemEarnsItsProfileOverHTTP: a file of people is all that a store's
// staging system needs to earn the profile of the store side, again and again.
func TestAStagingSystemEarnsItsProfileOverHTTP(t *testing.T) {
	system, err := reference.World{}.New(t.Context(), conformance.StoreSetup())
	if err != nil {
		t.Fatal(err)
	}
	for n, text := range strings.Split(stagingTown, "\n") {
		cmd, err := voucher.ParseCommand(text)
		if err != nil {
			t.Fatal(err)
		}
		cmd.Head().Key = voucher.KeyOf(1, uint64(n))
		if cmd.Kind() == voucher.KindReply {
			if _, err := system.Advance(t.Context(), voucher.At(2026, 2, 6, 10, 0, 0)); err != nil {
				t.Fatal(err)
			}
		}
		if o, err := system.Do(t.Context(), cmd); err != nil || o.Refusal != nil {
			t.Fatalf("%s: %v, %v", text, o.Refusal, err)
		}
	}
	server, err := wire.NewServer(wire.ServerOptions{System: system, Tokens: []wire.Token{
		{Role: voucher.Citizen, ID: "1", Token: "t-citizen"}, {Role: voucher.StoreTill, ID: "1", Token: "t-till-1"},
		{Role: voucher.StoreTill, ID: "2", Token: "t-till-2"}, {Role: voucher.StoreTill, ID: "3", Token: "t-till-3"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	build := answering(t, server.ServeHTTP)
	people := fileWith(t, "people.yaml", `build: {name: staging, programmes: food, parties: [wallet, store], reasons: true}
people: [{id: "1", token: t-citizen}]
families: [{id: "1"}]
stores: [{id: "1", token: t-till-1}, {id: "2", token: t-till-2}, {id: "3", token: t-till-3}]
goods: [{id: "1"}, {id: "2"}]
`)
	for range 2 {
		status, stdout, stderr := conforming(t, "conform", "--target", build, "--people", people, "--profile", "pos")
		demandWords(t, status, exitOK, stdout+stderr, "CONFORMS", "pos ✓ 11/11")
	}
}
