package scenarios_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

func TestEvents(t *testing.T) {
	s, err := scenarios.Read("a.yaml", []byte(head+`extends: [pilots]
events:
  outage: {kind: sms_outage, from: 2026-02-05, to: 2026-02-06}
  closing: {kind: service_centres_closed, from: 2026-02-09, to: 2026-02-22, territories: [790000000, 710000000]}
  chain: {kind: stores_suspended, from: 2026-03-01, to: 2026-03-31, stores: supermarket, share: 0.25}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []scenarios.Event{
		{Name: "outage", Kind: scenarios.SMSOutage, From: voucher.Date(2026, 2, 5), To: voucher.Date(2026, 2, 6), DelayHours: 24},
		{Name: "closing", Kind: scenarios.CentresClosed, From: voucher.Date(2026, 2, 9), To: voucher.Date(2026, 2, 22),
			Territories: []voucher.Territory{710000000, 790000000}},
		{Name: "chain", Kind: scenarios.StoresSuspended, From: voucher.Date(2026, 3, 1), To: voucher.Date(2026, 3, 31),
			StoreKind: "supermarket", Share: 250_000},
	}
	if diff := cmp.Diff(want, s.Events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if !s.Events[0].In(550000000) || s.Events[1].In(550000000) || !s.Events[1].In(710000000) {
		t.Error("an event is where it is said to be, and everywhere where nothing is said")
	}
}

func TestStoreChanges(t *testing.T) {
	s, err := scenarios.Read("a.yaml", []byte(head+`extends: [pilots]
change:
  stores:
    add: [{territory: 111010000, kind: supermarket, count: 2, from: 2026-02-01}]
    remove: [{share: 0.5}]
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []scenarios.StoreChange{
		{Territory: 111010000, Kind: "supermarket", Add: true, Count: 2, From: voucher.Date(2026, 2, 1)},
		{Share: 500_000},
	}
	if diff := cmp.Diff(want, s.Stores); diff != "" {
		t.Errorf("stores (-want +got):\n%s", diff)
	}
}

// TestEventsOfParents: an event is replaced or taken back by its name, one more
// stands beside it, and of stores the same ones are replaced.
func TestEventsOfParents(t *testing.T) {
	dir := t.TempDir()
	write := func(id, body string) string {
		name := filepath.Join(dir, id+".yaml")
		if err := os.WriteFile(name, []byte("kind: Scenario\nid: "+id+"\ntitle: A\n"+body), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write("parent", "extends: [pilots]\nevents: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05}}\nchange: {stores: {remove: [{share: 0.5}]}}\n")
	write("aunt", "extends: [pilots]\nevents: {a: {kind: sms_outage, from: 2026-03-05, to: 2026-03-05}}\n")
	for _, row := range []struct {
		name, body string
		events     []string
		share      int64
	}{
		{"taken over", "", []string{"a 2026-02-05"}, 500_000},
		{"taken back", "events: {a: none}\n", nil, 500_000},
		{"replaced", "events: {a: {kind: sms_outage, from: 2026-02-07, to: 2026-02-07}}\nchange: {stores: {remove: [{share: 0.2}]}}\n", []string{"a 2026-02-07"}, 200_000},
		{"one more", "events: {b: {kind: sms_outage, from: 2026-02-07, to: 2026-02-07}}\n", []string{"a 2026-02-05", "b 2026-02-07"}, 500_000},
	} {
		s, err := scenarios.Load(write("child", "extends: [parent.yaml]\n"+row.body))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range s.Events {
			got = append(got, e.Name+" "+e.From.String())
		}
		if diff := cmp.Diff(row.events, got); diff != "" || len(s.Stores) != 1 || s.Stores[0].Share != row.share {
			t.Errorf("%s: stores %+v, events (-want +got):\n%s", row.name, s.Stores, diff)
		}
	}
	both := write("both", "extends: [parent.yaml, aunt.yaml]\n")
	if _, err := scenarios.Load(both); err == nil {
		t.Error("two parents let the same event happen on different days, and nothing is said; want to be asked to decide")
	}
}

func TestProblemsOfEvents(t *testing.T) {
	const good = "extends: [pilots]\nevents: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05}}"
	checkRefused(t, []refused{
		{
			"unknown kind", "extends: [pilots]\nevents: {a: {kind: sms_outages, from: 2026-02-05, to: 2026-02-05}}",
			`5:20: events.a.kind: unknown kind "sms_outages", did you mean sms_outage? write one of service_centres_closed, sms_outage, stores_suspended`, good,
		},
		{
			"a field of another kind", "extends: [pilots]\nevents: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05, share: 1}}",
			`5:66: events.a: unknown key "share"; write one of kind, from, to, territories, lost, delay_hours`, good,
		},
		{
			"no end", "extends: [pilots]\nevents: {a: {kind: sms_outage, from: 2026-02-05}}", `5:13: events.a: to is missing; it is the last day`, good,
		},
		{
			"ends before it begins", "extends: [pilots]\nevents: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-04}}",
			`5:54: events.a: to 2026-02-04 is before from 2026-02-05; swap them`, good,
		},
		{
			"outside the pilots", "extends: [pilots]\nevents: {a: {kind: sms_outage, from: 2027-02-05, to: 2027-02-05}}",
			`5:13: events.a: this lies outside the pilots, which run from 2025-08-28 to 2026-06-30`, good,
		},
		{
			"where no programme runs", "extends: [pilots]\nevents: {a: {kind: stores_suspended, from: 2026-02-05, to: 2026-02-05, territories: [790000000]}}",
			`5:13: events.a: no programme that this strikes (food) runs in 790000000; name another place`,
			"extends: [pilots]\nevents: {a: {kind: stores_suspended, from: 2026-02-05, to: 2026-02-05, territories: [551010000]}}",
		},
		{
			"of a programme that does not run", "programmes: [gas]\nevents: {a: {kind: stores_suspended, from: 2026-02-05, to: 2026-02-05}}",
			`5:13: events.a: no programme that this strikes (food) is among the programmes; add it there, or delete it here`,
			"programmes: [gas]\nevents: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05}}",
		},
		{
			"a share above all", "extends: [pilots]\nevents: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05, lost: 1.5}}",
			`5:72: events.a.lost: 1.5 is above 1; write a decimal from 0 to 1`, good,
		},
	})
}

func TestProblemsOfStores(t *testing.T) {
	change := func(entry string) string { return "extends: [pilots]\nchange: {stores: {remove: [" + entry + "]}}" }
	good := change("{share: 0.5}")
	checkRefused(t, []refused{
		{"neither count nor share", change("{kind: small}"), `5:28: change.stores.remove: write either count or share`, good},
		{"both", change("{territory: 551010000, count: 1, share: 0.5}"), `5:28: change.stores.remove: write either count or share`, good},
		{
			"a count of the whole country", change("{count: 3}"),
			`5:28: change.stores.remove: a count is of one town; name its territory, or write a share`, change("{territory: 551010000, count: 3}"),
		},
		{
			"an unknown kind", change("{kind: smal, share: 0.5}"),
			`5:35: change.stores.remove.kind: unknown kind of store "smal", did you mean small? write one of all, small, convenience, supermarket`, good,
		},
		{
			"twice", change("{share: 0.5}, {share: 0.6}"), `5:42: change.stores.remove: the same stores stand in this file already (x.yaml:5); keep one`,
			change("{share: 0.5}, {kind: small, share: 0.6}"),
		},
		{
			"where no food voucher is given", change("{territory: 790000000, count: 1}"),
			`5:28: change.stores.remove: no programme that this strikes (food) runs in 790000000; name another place`, good,
		},
		{
			"before the pilots", change("{share: 0.5, from: 2024-01-01}"),
			`5:47: change.stores.remove: from 2024-01-01 is outside the pilots, which run from 2025-08-28 to 2026-06-30; a value that holds from the beginning needs no day`, good,
		},
	})
}

// TestStoresAndEventsReachTheirProgramme: whoever takes part in gas alone lives alike
// whatever stores do.
func TestStoresAndEventsReachTheirProgramme(t *testing.T) {
	read := func(body string) *scenarios.Scenario {
		s, err := scenarios.Read("a.yaml", []byte(head+"extends: [pilots]\n"+body))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	base := read("")
	for _, row := range []struct {
		body      string
		gas, food bool // alike
	}{
		{"change: {stores: {remove: [{share: 0.5}]}}", true, false},
		{"events: {a: {kind: stores_suspended, from: 2026-02-05, to: 2026-02-05}}", true, false},
		{"events: {a: {kind: service_centres_closed, from: 2026-02-05, to: 2026-02-05}}", false, true},
		{"events: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05}}", false, false},
	} {
		s := read(row.body)
		if got := s.SameFor(base, voucher.Gas); got != row.gas {
			t.Errorf("%s: the same for gas %t, want %t", row.body, got, row.gas)
		}
		if got := s.SameFor(base, voucher.Food); got != row.food {
			t.Errorf("%s: the same for food %t, want %t", row.body, got, row.food)
		}
		if s.Canonical() == base.Canonical() {
			t.Errorf("%s: told apart from the pilots by nothing", row.body)
		}
	}
}
