package reports_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// gasScript is a month of the gas programme, up to the first instant after the
// window.
const gasScript = `# GAS-WINDOW-001: confirmed a moment too late.

setup
at 2025-10-06
people 1
device 1
provider 750000000
account provider=1 number=0012345 class=boiler people=4

update_gas_list rows=[1 social 750000000]
advance 2025-10-08 10:00
reply programme=gas person=1 text=да
enter_account person=1 provider=1 account=0012345
accept_offer person=1 edition=1
advance 2025-10-30
confirm person=1
----
`

// foodScript is a purchase with a food voucher, and a look at what is left.
const foodScript = `# FOOD-PURCHASE-002: what is left.

setup
at 2026-02-01
people 1
families 1
store 111010000
goods SZ01
hide day_reported

update_food_list rows=[1 owner=1 members=[1] 111010000]
register_store store=1 by=local_body:110000000
integrate_till store=1
mark_goods store=1 goods=1
deliver store=1 goods=1 quantity=50.000 price=300.00
advance 2026-02-05 12:00
reply programme=food person=1 text=иә
show_code family=1 by=citizen:1
purchase store=1 code=$1 lines=[1:3.000@450.00]
ask food_wallet family=1 month=2026-02 by=citizen:1
----
`

// lived plays a script on the reference and returns what was asked and answered.
func lived(t *testing.T, text string) voucher.History {
	t.Helper()
	script, err := voucher.ReadScript("sample.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	system, err := reference.World{}.New(t.Context(), &script.Setup)
	if err != nil {
		t.Fatal(err)
	}
	h := voucher.History{Setup: script.Setup}
	at := script.Setup.At
	var code voucher.QR
	for i := range script.Steps {
		step := &script.Steps[i]
		e := voucher.Entry{Command: step.Command, Query: step.Query}
		switch {
		case step.Command != nil:
			if c, ok := step.Command.(*voucher.Purchase); ok {
				c.Code = code
			}
			if e.Outcome, err = system.Do(t.Context(), step.Command); err == nil {
				e.Outcome = e.Outcome.Clone()
			}
			if _, ok := step.Command.(*voucher.ShowCode); ok {
				code = e.Outcome.Result.Code
			}
		case step.Query != nil:
			if e.Record, err = system.Query(t.Context(), step.Query); err == nil {
				e.Record = e.Record.Clone()
			}
		default:
			at = step.To
			if e.Outcome.Events, err = system.Advance(t.Context(), at); err == nil {
				e.Outcome.Events = voucher.CloneEvents(e.Outcome.Events)
			}
		}
		if err != nil {
			t.Fatalf("%s: %v", step.Text, err)
		}
		e.At = at
		h.Entries = append(h.Entries, e)
	}
	return h
}

func inAll(text string) voucher.Text { return voucher.Text{En: text, Ru: text, Kk: text} }

// windowFailure is a build that lets a person confirm when the window is closed.
func windowFailure(t *testing.T) *conformance.Failure {
	h := lived(t, gasScript)
	last := len(h.Entries) - 1
	h.Entries[last].Outcome = voucher.Outcome{Result: voucher.Result{Voucher: 1}}
	return &conformance.Failure{
		Requirement: "GAS-WINDOW-001", History: h, Step: last,
		Expected: []string{"refused window-closed"}, Got: []string{"ok"},
		Because: voucher.Text{
			En: "the end of the 29th is half-open: its last second counts, the next instant does not",
			Ru: "конец 29-го числа не включается: последняя секунда засчитывается, следующий момент уже нет",
			Kk: "29-ының соңы кірмейді: соңғы секунд есептеледі, келесі сәт есептелмейді",
		},
		TwinVerdict: conformance.Pass, Money: conformance.MoneyUnknown,
		Like: "gas-window-closes-a-day-late",
		LikeTitle: voucher.Text{
			En: "the window closes a day late", Ru: "период активации закрывается на день позже", Kk: "белсендіру кезеңі бір күн кеш жабылады",
		},
		Fingerprint: "confirm: want refused window-closed, got ok", File: "failures/GAS-WINDOW-001-1.json",
	}
}

// moneyFailure is a build whose voucher keeps what was spent.
func moneyFailure(t *testing.T) *conformance.Failure {
	h := lived(t, foodScript)
	last := len(h.Entries) - 1
	h.Entries[last].Record.Food.Left = h.Entries[last].Record.Food.Credited
	return &conformance.Failure{
		Requirement: "BOTH-MONEY-001", History: h, Step: last,
		Expected: []string{"ok credited=4325.00 spent=1035.00 left=3290.00", "  left: want 3290.00, got 4325.00"}, Got: []string{"ok credited=4325.00 spent=1035.00 left=4325.00"},
		Money: conformance.MoneyBroken, Fingerprint: "food_wallet: want ok, got ok", Shrunk: 41, File: "runs/of/a/long/name/failures/BOTH-MONEY-001__random_purchases.ndjson",
	}
}

// result makes a result of a check of a demand.
func result(check string, v conformance.Verdict, why voucher.Text) conformance.Result {
	id, _, _ := strings.Cut(check, "/")
	row, _ := scenarios.LookupRequirement(voucher.RequirementID(id))
	suite := conformance.SuiteStories
	if strings.Contains(check, "/random") {
		suite = conformance.SuiteProperties
	}
	return conformance.Result{
		Check: check, Suite: suite, Requirement: row.ID, Level: row.Level, Verdict: v, Why: why, Elapsed: 3 * time.Millisecond,
		Title: voucher.Text{
			En: "What is demanded is kept: " + check, Ru: "Требование выполняется: " + check, Kk: "Талап орындалады: " + check,
		},
	}
}

// sample is a run in which everything happens that a run can tell of.
func sample(t *testing.T) *conformance.Report {
	t.Helper()
	r := &conformance.Report{
		Suite: "1", Address: "http://127.0.0.1:8080", Seed: 8231, Options: "--cases 200",
		Target: voucher.Capabilities{
			Name: "example wallet", Version: "5.2", Programmes: voucher.Both, Parties: []string{"portal", "wallet", "store"},
			Clock: true, Worlds: true, Settings: true, Choices: true, Reasons: true,
		},
		PlanHash: "7c1e0f6d2b9a4e5883a1c2d4e6f80912", Exit: conformance.ExitViolation,
		Figures: conformance.Figures{
			Worlds: 128, Commands: 4312, Queries: 611, Advances: 702, Accepted: 3702, Refused: 610, Elapsed: 2340 * time.Millisecond,
		},
	}
	r.Target.Readings[voucher.F33] = voucher.Option
	for _, id := range []string{
		"GAS-CONSENT-001/yes_opens", "GAS-ACCOUNT-002/one_voucher_an_account", "GAS-BILL-003/half_up", "FOOD-CREDIT-001/one_mrp_a_member",
		"FOOD-QR-001/used_once", "FOOD-EXPIRY-001/last_second", "BOTH-RETRY-001/same_key_same_body", "GAS-WINDOW-001/window_last_day",
	} {
		r.Results = append(r.Results, result(id, conformance.Pass, voucher.Text{}))
	}
	r.Results = append(r.Results, result("GAS-OFFER-001/outdated", conformance.PassVerdictOnly, voucher.Text{}))
	fail := result("GAS-WINDOW-001/window_last_day/first_instant_after", conformance.Fail, voucher.Text{})
	fail.Title = voucher.Text{
		En: "Activation is possible to the end of the 29th", Ru: "Активировать ваучер можно до конца 29-го числа", Kk: "Ваучерді 29-ының соңына дейін белсендіруге болады",
	}
	fail.Twin, fail.Failure = "GAS-WINDOW-001/window_last_day", windowFailure(t)
	second := result("GAS-WINDOW-001/window_last_day/a_day_after", conformance.Fail, voucher.Text{})
	second.Twin, second.Failure = "GAS-WINDOW-001/window_last_day", windowFailure(t)
	money := result("BOTH-MONEY-001/random_purchases", conformance.Fail, voucher.Text{})
	money.Failure = moneyFailure(t)
	broken := result("BOTH-PRIVACY-001/problem_bodies", conformance.Fail, inAll("the problem holds 12 digits | <b>in</b> a row"))
	warn := result("GAS-REMINDER-001/after_a_week", conformance.Warn, voucher.Text{})
	warn.Failure = &conformance.Failure{
		History: lived(t, gasScript), Step: 3, Expected: []string{"refused window-not-open"}, Got: []string{"refused consent-missing"}, Fingerprint: "enter_account",
	}
	expected := result("FOOD-REPORT-001/every_day", conformance.ExpectedFail, inAll("the report of the last day comes an hour late, mended in 5.3"))
	expected.Failure = &conformance.Failure{Fingerprint: "day_report: want ok, got ok"}
	r.Results = append(r.Results, fail, second, money, broken, warn, expected)
	for i := range 6 {
		r.Results = append(r.Results, result(fmt.Sprintf("FOOD-LOAN-001/loan_%d", i), conformance.Unsupported, voucher.Text{
			En: "the build does not play the party local_body", Ru: "система не выступает стороной local_body", Kk: "жүйе local_body тарапы ретінде қатыспайды",
		}))
	}
	r.Results = append(
		r.Results,
		result("BOTH-JOURNAL-001/restart", conformance.Unsupported, inAll("the build does not declare the ability digest")),
		result("GAS-DISPATCH-001/list_of_the_30th", conformance.Blocked, inAll("step 3, which leads there, was not accepted: refused record-unknown")),
		result("GAS-DISPATCH-002/no_names", conformance.Blocked, inAll("step 3, which leads there, was not accepted: refused record-unknown")),
		result("FOOD-TRACE-001/random_sales", conformance.HarnessError, inAll("panic: index out of range [3] with length 3\x1b[31m")),
		result("FOOD-REFUND-001/in_parts", conformance.Stale, voucher.Text{}),
	)
	r.Known = []conformance.KnownFailure{
		{Check: "FOOD-REFUND-001/in_parts", Reason: "refunds in parts, ticket 531", Expires: "2026-12-31", Problem: "stale"},
		{Check: "FOOD-QR-001/two_tills", Reason: "tills of another make", Expires: "2026-12-31", Problem: "not-run"},
	}
	r.Causes = []conformance.Cause{
		{Key: "like gas-window-closes-a-day-late", Checks: []string{fail.Check, second.Check}, Verdict: conformance.Fail},
		{Key: "food_wallet: want ok, got ok", Checks: []string{money.Check}, Verdict: conformance.Fail},
		{Key: "enter_account", Checks: []string{warn.Check}, Verdict: conformance.Warn},
		{Key: "day_report", Checks: []string{expected.Check}, Verdict: conformance.ExpectedFail},
	}
	r.Profiles = []conformance.ProfileVerdict{
		{
			ID: "gas-core", Verdict: conformance.NotConformant, Passed: 30, Planned: 33,
			Failed: []voucher.RequirementID{"GAS-WINDOW-001"}, Untested: []voucher.RequirementID{"GAS-DISPATCH-001", "GAS-DISPATCH-002"},
			Title: voucher.Text{En: "The gas wallet", Ru: "Газовый кошелёк", Kk: "Газ әмияны"},
		},
		{
			ID: "pos", Verdict: conformance.Inconclusive, Passed: 9, Planned: 12, Untested: []voucher.RequirementID{"FOOD-TRACE-001"},
			Title: voucher.Text{En: "The side of the store", Ru: "Сторона магазина", Kk: "Дүкен жағы"},
		},
	}
	return r
}

// conforming is a run in which all is well.
func conforming() *conformance.Report {
	return &conformance.Report{
		Suite: "1", Address: "in process", Seed: 1, PlanHash: "ab12",
		Results: []conformance.Result{
			result("GAS-CONSENT-001/yes_opens", conformance.Pass, voucher.Text{}),
			result("FOOD-QR-001/used_once", conformance.Pass, voucher.Text{}),
		},
		Profiles: []conformance.ProfileVerdict{{ID: "gas-core", Verdict: conformance.Conformant, Passed: 1, Planned: 1, Title: inAll("The gas wallet")}},
		Figures:  conformance.Figures{Worlds: 2, Commands: 12, Accepted: 12, Elapsed: time.Second},
	}
}
