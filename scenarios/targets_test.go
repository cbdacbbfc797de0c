package scenarios_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// oneTarget is a file whose only target has these keys, on line 5.
func oneTarget(keys string) []byte {
	return []byte("kind: Targets\nid: t\ntitle: T\ntargets:\n  - {id: a, title: A, " + keys + "}\n")
}

func TestTargets(t *testing.T) {
	got, err := scenarios.ReadTargets("t.yaml", []byte(`kind: Targets
id: t
title: T
targets:
  - {id: share, title: {en: Share, ru: Доля, kk: Үлес}, metric: gas.consented, per: gas.sent, months: {from: 2025-09, to: 2025-12}, territory: 110000000, value: 0.5, tolerance: 0.01, weight: 3, source: "found:DFC-2025", fits: gas_consent.accept_first}
  - {id: sum, title: Sum, metric: food.credited, value: 1000.50, tolerance: 20, source: model, hold_out: true}
  - {id: count, title: Count, metric: food.used, value: 800, tolerance: 9, source: model, fits: food_consent.accept}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []scenarios.Target{
		{ID: "share", Title: voucher.Text{En: "Share", Ru: "Доля", Kk: "Үлес"}, Programme: voucher.Gas, Metric: "consented", Per: "sent", Territory: 110000000,
			From: voucher.MonthOf(2025, 9), To: voucher.MonthOf(2025, 12), Value: 500_000, Tolerance: 10_000, Weight: 3, Source: "found:DFC-2025", Fits: "gas_consent.accept_first"},
		{ID: "sum", Programme: voucher.Food, Metric: "credited", Value: 1000_50, Tolerance: 20_00, Weight: 1, Source: "model"},
		{ID: "count", Programme: voucher.Food, Metric: "used", Value: 800, Tolerance: 9, Weight: 1, Source: "model", Fits: "food_consent.accept"},
	}
	for i := range want[1:] {
		want[i+1].Title = got.All[i+1].Title
	}
	if diff := cmp.Diff(want, got.All, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("targets (-want +got):\n%s", diff)
	}
	if got.All[0].HeldOut() || !got.All[1].HeldOut() || !got.All[1].Money() || got.All[2].Money() || len(got.Hash) != 64 {
		t.Errorf("read %+v, want the second held out and of money, and a hash of 64 digits", got)
	}
	for i, written := range []string{"0.5", "1000.50", "800"} {
		if text := got.All[i].Write(got.All[i].Value); text != written {
			t.Errorf("%s is written %s, want %s as in the file", got.All[i].ID, text, written)
		}
	}
	for i, source := range []string{"derived:DFC-2025", "model", "model"} {
		if text := got.All[i].FittedSource(); text != source {
			t.Errorf("what is fitted to %s comes from %s, want %s", got.All[i].ID, text, source)
		}
	}
}

// TestTargetsAreReadStrictly: each file has one fault, and is read without it.
func TestTargetsAreReadStrictly(t *testing.T) {
	const rest = `, value: 0.5, tolerance: 0.1, source: model, hold_out: true`
	const share = `metric: food.consented, per: food.sent`
	for _, tt := range []struct{ name, bad, want, good string }{
		{"unknown key", "wieght: 2, " + share + rest, `5:23: targets: unknown key "wieght", did you mean weight?`, "weight: 2, " + share + rest},
		{"unknown figure", "metric: food.consent, per: food.sent" + rest, `a.metric: unknown figure "food.consent", did you mean food.consented?`, share + rest},
		{"two programmes", "metric: food.consented, per: gas.sent" + rest, "a.per: gas.sent is of another programme than food.consented", share + rest},
		{"two units", "metric: food.spent, per: food.sent" + rest, "a.per: food.sent and food.spent are not in one unit", "metric: food.spent, per: food.credited" + rest},
		{"of itself", "metric: food.sent, per: food.sent" + rest, "a.per: food.sent is always the whole of itself", share + rest},
		{"a share above the whole", share + ", value: 1.5, tolerance: 0.1, source: model, hold_out: true", "a.value: 1.5 is above 1", share + rest},
		{"no tolerance", share + ", value: 0.5, tolerance: 0, source: model, hold_out: true", "a.tolerance: 0 is below 0.000001", share + rest},
		{"value left out", share + ", tolerance: 0.1, source: model, hold_out: true", "a: value is missing", share + rest},
		{"hearsay", share + ", value: 0.5, tolerance: 0.1, source: hearsay, hold_out: true", `a.source: "hearsay" names no source`, share + rest},
		{"fitted and held out", share + rest + ", fits: food_consent.accept", "a: fits and hold_out exclude each other", share + rest},
		{"neither", share + ", value: 0.5, tolerance: 0.1, source: model", "a: write fits with the assumption", share + rest},
		{"unknown assumption", share + ", value: 0.5, tolerance: 0.1, source: model, fits: food_consent.acept", `a.fits: "food_consent.acept" is no assumption that can be fitted, did you mean food_consent.accept?`,
			share + ", value: 0.5, tolerance: 0.1, source: model, fits: food_consent.accept"},
		{"a list cannot be fitted", share + ", value: 0.5, tolerance: 0.1, source: model, fits: food_spending.hour", `"food_spending.hour" is no assumption that can be fitted`,
			share + ", value: 0.5, tolerance: 0.1, source: model, fits: food_consent.first_use"},
		{"months the wrong way", share + rest + ", months: {from: 2026-03, to: 2026-01}", "a.months: from 2026-03 is after to 2026-01; swap them", share + rest + ", months: {from: 2026-01, to: 2026-03}"},
		{"no month", share + rest + ", months: {from: 2026-13, to: 2026-14}", `a.months.from: "2026-13" is no month`, share + rest + ", months: {from: 2026-01, to: 2026-01}"},
		{"unknown place", share + rest + ", territory: 999", `a.territory: unknown territory "999"`, share + rest + ", territory: 110000000"},
	} {
		_, err := scenarios.ReadTargets("t.yaml", oneTarget(tt.bad))
		inThreeLanguages(t, err)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want it to say %s", tt.name, err, tt.want)
		}
		if _, err := scenarios.ReadTargets("t.yaml", oneTarget(tt.good)); err != nil {
			t.Errorf("%s: without the fault: %v, want it to be read", tt.name, err)
		}
	}
}

// TestTargetsDoNotShare: two targets have two ids and fit two assumptions.
func TestTargetsDoNotShare(t *testing.T) {
	line := func(id, fits string) string {
		return "  - {id: " + id + ", title: A, metric: food.consented, per: food.sent, value: 0.5, tolerance: 0.1, source: model, fits: " + fits + "}\n"
	}
	const head = "kind: Targets\nid: t\ntitle: T\ntargets:\n"
	for _, tt := range []struct{ second, want string }{
		{line("a", "food_consent.refuse"), `the id "a" stands twice`},
		{line("b", "food_consent.accept"), "food_consent.accept is fitted to a already"},
		{line("b", "food_consent.refuse"), ""},
	} {
		_, err := scenarios.ReadTargets("t.yaml", []byte(head+line("a", "food_consent.accept")+tt.second))
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%serror %v, want %q", tt.second, err, tt.want)
		}
	}
}

// TestPublishedTargetsNameTheirSources: a figure that somebody published names a page that is listed,
// and something is held out.
func TestPublishedTargetsNameTheirSources(t *testing.T) {
	pages, err := os.ReadFile("../simulator/data/sources.csv")
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, target := range scenarios.BaseTargets().All {
		if target.HeldOut() {
			held++
		}
		if _, key, keyed := strings.Cut(target.Source, ":"); keyed && !strings.Contains(string(pages), "\n"+key+",") {
			t.Errorf("%s: the source %s is not in simulator/data/sources.csv", target.ID, key)
		}
		if text := target.Title; text.En == text.Ru || text.Ru == text.Kk {
			t.Errorf("%s: title %+v, want one in each language", target.ID, text)
		}
	}
	if held == 0 {
		t.Error("nothing is held out, want one target at least: a fit to everything proves nothing")
	}
}

// TestAssumptionWithItsSource: a fitted figure says where it comes from, in place of the page of the
// first one.
func TestAssumptionWithItsSource(t *testing.T) {
	s, err := scenarios.Read("a.yaml", []byte(head+`assumptions: {food_consent.accept: {value: 500000, source: "derived:DFC-2025"}, food_consent.refuse: 40000}`))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range s.Assumptions.All() {
		got[f.Path] = f.Source
	}
	if v, _ := s.Assumptions.Int("food_consent.accept"); v != 500_000 || got["food_consent.accept"] != "derived:DFC-2025" || got["food_consent.refuse"] != "model" {
		t.Errorf("%d from %q, refusals from %q; want 500000 from derived:DFC-2025, and model as before", v, got["food_consent.accept"], got["food_consent.refuse"])
	}
	for bad, want := range map[string]string{
		`{food_consent.accept: {value: 500000, source: hearsay}}`:               `"hearsay" names no source`,
		`{food_consent.accept: {source: model}}`:                                "value is missing",
		`{food_consent.accept: {value: 500000, source: model, why: "because"}}`: `unknown key "why"`,
		`{food_consent.accept: {value: 5000000, source: model}}`:                "5000000 is above 1000000",
	} {
		if _, err := scenarios.Read("a.yaml", []byte(head+"assumptions: "+bad)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want it to say %s", bad, err, want)
		}
	}
}
