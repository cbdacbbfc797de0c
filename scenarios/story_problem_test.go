package scenarios_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
)

// wrongStory is a good story with one change, and all that has to be said of it.
type wrongStory struct {
	name     string
	old, new string
	want     string // without the name of the file; lines for several
}

func checkWrongStories(t *testing.T, rows []wrongStory) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if n := strings.Count(goodStory, row.old); n != 1 {
				t.Fatalf("%q stands %d times in the good story, want once", row.old, n)
			}
			_, err := scenarios.ReadStory("x.yaml", []byte(strings.Replace(goodStory, row.old, row.new, 1)))
			want := "x.yaml:" + strings.ReplaceAll(row.want, "\n", "\nx.yaml:")
			if err == nil || err.Error() != want {
				t.Errorf("got\n%v\nwant\n%s", err, want)
			}
		})
	}
}

func TestStoryProblemsOfTheHead(t *testing.T) {
	const keys = "kind, requirement, also, level, title, readings, needs, setup, steps, cases"
	checkWrongStories(t, []wrongStory{
		{"unknown key", "also:", "alos:", `3:1: unknown key "alos", did you mean also? write one of ` + keys},
		{"another kind", "kind: Story", "kind: Scenario", `1:7: kind: "Scenario" is not read here, but by vouch simulate; name a file of kind Story`},
		{
			"no requirement", "requirement: GAS-WINDOW-001\n", "",
			"1:1: requirement is missing; a story has kind, requirement, title, setup and steps",
		},
		{
			"unknown requirement", "GAS-WINDOW-001", "GAS-WINDOW-01",
			`2:14: requirement: unknown requirement "GAS-WINDOW-01", did you mean GAS-WINDOW-001? requirements.yaml lists them`,
		},
		{"its own demand again", "BOTH-TIME-001", "GAS-WINDOW-001", `3:8: also: "GAS-WINDOW-001" stands twice; keep one`},
		{"a level of its own", "also: [BOTH-TIME-001]", "level: must", `3:8: level: "must" is not read here; write should, or delete the key`},
		{"the softer half of what has none", "also: [BOTH-TIME-001]", "level: should", "3:8: level: all of GAS-WINDOW-001 has one level; delete the key"},
		{"a language missing", "  kk: C\n", "", "5:3: title: a language is missing; write one sentence each for en, ru and kk"},
		{
			"another language", "kk: C", "de: C",
			`7:3: title: unknown key "de"; write one of en, ru, kk`,
		},
		{"a title for all", "title:\n  en: A\n  ru: B\n  kk: C", "title: A", `4:8: title: write one sentence each for en, ru and kk, not "A"`},
		{
			"unknown reading", "{G04: start_of_day_8}", "{G05: start_of_day_8}",
			`8:12: readings: unknown reading "G05", did you mean G02? write one of G02, G04, G06, G10, G12, G13, G15, G16, G20, G22, G28, G29, G34, G36, G37, ` +
				"F01, F02, F04, F07, F10, F19, F27, F29, F31, F33, F35, F36, F37",
		},
		{
			"unknown need", "[settings]", "[seting]",
			`9:9: needs: unknown word "seting", did you mean settings? write one of settings, choices, events, digest, wire, reasons` +
				"\n" + `17:3: setup: not every target takes settings; write needs: [settings] too`,
		},
		{"need twice", "[settings]", "[settings, settings]", "9:19: needs: settings stands twice; keep one"},
	})
}

func TestStoryProblemsOfTheSetup(t *testing.T) {
	checkWrongStories(t, []wrongStory{
		{"no block", "setup: |\n  # a comment\n", "setup: >\n", "10:8: setup: write a block: setup: | and the lines below it, each indented"},
		{"no instant", "  at 2025-10-06\n", "", "10:8: setup: no instant; write a line such as at 2025-10-06"},
		{
			"unknown line", "people 2", "peoples 2", `13:3: setup: "peoples" is unknown in a setup; did you mean people?`,
		},
		{
			"unknown field", "class=boiler", "clas=boiler",
			`16:37: setup: field "clas" is unknown here; did you mean class?`,
		},
		{
			"two lines", "people 2\n  provider 750000000", "people many\n  provider 75",
			"13:3: setup: \"many\" is not a number from 0 to 10000\n14:3: setup: territory \"75\" is not a КАТО code; write nine digits such as 111010000",
		},
		{"account of a provider that there is not", "provider=1 number", "provider=2 number", "10:8: setup: account 1 is of provider 2, and there are 1; write a line provider TERRITORY for each"},
		{"account of nobody", "owner=1", "owner=3", "10:8: setup: account 1 is of person 3, and there are 2; write a line people N"},
		{"account without a number", " number=0012345 class", " class", "10:8: setup: account 1 has no number; write number=0012345"},
		{
			"a reading among the lines", "people 2", "reading G10 until_start_of_29",
			"13:3: setup: readings stand under their own key; write readings: {G10: until_start_of_29}",
		},
		{"hidden events", "people 2", "hide list_sent", "13:3: setup: a story shows no events, so none are hidden; delete the line"},
		{"setting without the need", "needs: [settings]\n", "", "16:3: setup: not every target takes settings; write needs: [settings] too"},
		{
			"setting out of bounds", "always 29", "always 32", `17:3: setup: setting "gas.window.to_day": the parameter's bounds do not allow the value`,
		},
	})
}

func TestStoryProblemsOfSteps(t *testing.T) {
	checkWrongStories(t, []wrongStory{
		{
			"unknown key", "as: sms", "is: sms",
			`23:5: step 3: unknown key "is", did you mean as? write one of name, at, do, ask, as, expect` + "\n" +
				`25:9: step 4: $sms is not bound; write as: sms on the earlier step that makes it`,
		},
		{"do and ask", "  - do: report_delivery", "  - ask: messages person=1\n    do: report_delivery", "25:5: step 4: do and ask in one step; make two steps of it"},
		{"nothing", "  - at: 2025-10-09\n", "  - name: nothing\n", "26:5: step 5: a step that does nothing; write do, ask or at"},
		{"expected of the clock", "  - at: 2025-10-09\n", "  - at: 2025-10-09\n    expect: ok\n", "27:13: step 5.expect: nothing is done or asked here that could be answered; write do or ask, or delete expect"},
		{"clock that makes something", "  - at: 2025-10-09\n", "  - at: 2025-10-09\n    as: x\n", "27:9: step 5.as: this step makes nothing that a later one could name; delete as"},
		{"unknown command", "do: confirm", "do: conform", `29:9: step 6: command "conform" is unknown; did you mean confirm?`},
		{"unknown field", "text=да", "txt=да", `21:38: step 2: field "txt" is unknown here; did you mean text?`},
		{"a command where a query stands", "ask: messages", "ask: confirm", `22:10: step 3: query "confirm" is unknown; known are gas_wallet, food_wallet, messages, provider_list, receipt, store_day, stock, loan, appeal, day_report, ledger, parameter, digest`},
		{"value that is none", "key=k1", `key="k 1"`, `29:26: step 6: key: idempotency key "\"k 1\"": character 3 is not visible ASCII`},
		{"no instant", "at: 2025-10-09", "at: 9 October", `26:9: step 5.at: "9 October" is no instant; write one such as 2025-10-29 23:59:59`},
		{
			"clock that goes back", "at: 2025-10-09", "at: 2025-10-08 09:59:59",
			`26:9: step 5.at: "2025-10-08 09:59:59" lies before 2025-10-08T10:00:00, where the clock stands; a clock never goes back`,
		},
		{"before the world", "at: 2025-10-08 10:00", "at: 2025-10-05", `20:9: step 2.at: "2025-10-05" lies before 2025-10-06T00:00:00, where the clock stands; a clock never goes back`},
		{"name that is none", "name: last", "name: the-last", "27:11: step 6.name: \"the-last\" is no name here; write small letters a to z, digits and underscores, 32 at most\n" + `45:7: case a_second_earlier: no step is named "last"; the named steps are wallet`},
		{"name twice", "name: wallet", "name: last", "32:11: step 7.name: another step has the name last; choose one for each\n" + `46:7: case a_second_earlier: no step is named "wallet"; the named steps are last, last`},
	})
}

func TestStoryProblemsOfNames(t *testing.T) {
	checkWrongStories(t, []wrongStory{
		{"not bound", "message=$sms", "message=$sm", "25:9: step 4: $sm is not bound; write as: sm on the earlier step that makes it, or did you mean $sms?"},
		{"no name", "message=$sms", "message=$Sms", `25:9: step 4: "$Sms" is no name; write message=$NAME with the name that an earlier step binds by as`},
		{"bound twice", "as: v", "as: sms", "30:9: step 6.as: sms is bound already; choose another name\n34:13: step 7.expect: $v is not bound; write as: v on the earlier step that makes it"},
		{
			"of another kind", "confirm person=1 key=k1", "purchase store=1 code=$sms", "29:9: step 6: $sms is a message, and code wants another thing; bind the step that makes it",
		},
		{"an id as a number", "message=$sms", "message=7", "25:9: step 4: message=7: another build has other ids; bind the step that makes it by as, and write message=$NAME, or 999999 for one that there is not"},
		{"of a step that makes nothing", "do: update_gas_list rows=[1 social 750000000]", "{do: 'update_gas_list rows=[]', as: rows}", "19:41: step 1.as: this step makes nothing that a later one could name; delete as"},
		{"expected of another kind", "voucher=$v", "voucher=$sms", "34:13: step 7.expect: $sms is a message, and voucher wants another thing; bind the step that makes it"},
		{"expected of no id", "voucher=$v", "state2=$v", `34:13: step 7.expect: field "state2" is not of the record of gas_wallet, did you mean state? it has voucher, state, answer, asked, listed, activated, account.provider, account.number, account.class, account.people, edition`},
		{"name for a value", "state=active", "state=$v", `34:13: step 7.expect: state is no id, so "$v" cannot stand for it; write the value`},
	})
}

func TestStoryProblemsOfExpectations(t *testing.T) {
	const wallet = "state=active account.number=0012345 voucher=$v"
	checkWrongStories(t, []wrongStory{
		{"no verdict", "expect: ok\n", "expect: accepted\n", `31:13: step 6.expect: begin with ok or refused REASON, not "accepted"`},
		{"a verdict mistyped", "expect: ok\n", "expect: refusd window-closed\n", `31:13: step 6.expect: begin with ok or refused REASON, not "refusd"; did you mean refused?`},
		{"no reason", "expect: ok\n", "expect: refused\n", "31:13: step 6.expect: no reason; write refused window-closed"},
		{"unknown reason", "expect: ok\n", "expect: refused window-close\n", `31:13: step 6.expect: unknown reason "window-close", did you mean window-closed? the reasons stand in reference/voucher/reason.go`},
		{"a command's fields without a verdict", "expect: ok\n", "expect: edition=1\n", `31:13: step 6.expect: begin with ok or refused REASON, not "edition=1"`},
		{"unknown field of a result", "expect: ok\n", "expect: ok amnt=1.00\n", `31:13: step 6.expect: field "amnt" is not of a result; it has voucher, purchase, receipt, loan, appeal, row, edition, account.provider, account.number, account.class, account.people, amount, paid, balance, code, expires`},
		{"money that is none", "expect: ok\n", "expect: ok amount=a\n", `31:13: step 6.expect: amount: money "a": not a number; write tenge such as 4325.00`},
		{"a code", "expect: ok\n", "expect: ok code=$v\n", `31:13: step 6.expect: code is no id, so "$v" cannot stand for it; write the value`},
		{"no field", wallet, "state", `34:13: step 7.expect: begin with ok or refused REASON, not "state"`},
		{"no field behind", wallet, "state=active listed", `34:13: step 7.expect: "listed" is not a field; write name=value`},
		{"field twice", wallet, "state=active state=active", `34:13: step 7.expect: field "state" stands twice`},
		{"unknown word", wallet, "state=actve", `34:13: step 7.expect: state: "actve" is unknown, did you mean active? write one of none, opened, credited, active, closed, annulled`},
		{"a record for a field", wallet, "account=0012345", `34:13: step 7.expect: field "account" is not of the record of gas_wallet, did you mean account.provider? it has voucher, state, answer, asked, listed, activated, account.provider, account.number, account.class, account.people, edition`},
		{"an id", wallet, "voucher=1", "34:13: step 7.expect: voucher=1: another build has other ids; write $NAME of the step that makes it, some or none"},
		{"no truth", wallet, "listed=yes", `34:13: step 7.expect: listed: "yes" is neither true nor false`},
		{"no instant", wallet, "asked=soon", `34:13: step 7.expect: asked: "soon" is no instant; write a day such as 2025-10-07, an instant such as 2025-10-07T10:00:00, some or none`},
		{"no number", wallet, "edition=first", `34:13: step 7.expect: edition: "first" is not a whole number from 0 up`},
		{"items of what has none", wallet, "[ok, none]", "34:18: step 7.expect: the record of gas_wallet has no items; write its fields behind ok"},
		{"fields of a refused query", wallet, "refused record-not-own state=active", `34:13: step 7.expect: a query that is refused shows no fields; delete "state=active"`},
		{
			"fields of a list", "[ok, kind=notice at=2025-10-07 link=true]", "kind=notice",
			`24:13: step 3.expect: the record of messages has no fields; write [ok, kind=notice] to look at its items`,
		},
		{"none among items", "kind=notice at=2025-10-07 link=true", "kind=notice, none", "24:31: step 3.expect: none stands alone behind ok; delete it, or the items"},
		{"items of a refusal", "[ok, kind=notice at=2025-10-07 link=true]", "[refused record-not-own, none]", `24:38: step 3.expect: a refusal has no items; delete "none"`},
		{"unknown field of an item", "kind=notice at", "kid=notice at", `24:18: step 3.expect: field "kid" is not of the record of messages, did you mean id? it has id, at, programme, kind, month, link, delivered`},
		{"empty list", "[ok, kind=notice at=2025-10-07 link=true]", "[]", "24:13: step 3.expect: the list is empty; name texts in it, or delete the key"},
	})
}

func TestStoryProblemsOfCases(t *testing.T) {
	checkWrongStories(t, []wrongStory{
		{"no name", "  - name: a_second_earlier\n    why", "  - why", "36:5: case 1: name is missing; write one such as first_instant_after"},
		{"name that is none", "a_second_earlier", "a-second", `36:11: case: "a-second" is no name here; write small letters a to z, digits and underscores, 64 at most`},
		{
			"a why for all", "    why:\n      en: both sides\n      ru: обе стороны\n      kk: екі жағы да\n", "    why: both sides\n",
			`37:10: case a_second_earlier.why: write one sentence each for en, ru and kk, not "both sides"`,
		},
		{
			"a why that lacks a language", "      kk: екі жағы да\n", "",
			"38:7: case a_second_earlier.why: a language is missing; write one sentence each for en, ru and kk",
		},
		{"name twice", "cases:\n", "cases:\n  - {name: a_second_earlier, change: {wallet: drop}}\n", "37:11: case a_second_earlier: another case has this name; choose one for each"},
		{"unknown step", "      wallet: drop", "      walet: drop", `46:7: case a_second_earlier: no step is named "walet", did you mean wallet? the named steps are last, wallet`},
		{
			"unknown key of a change", "{at: 2025-10-29 23:59:58}", "{when: 2025-10-29 23:59:58}",
			`45:14: case a_second_earlier, step last: unknown key "when"; write one of at, do, ask, expect`,
		},
		{
			"an empty change", "{at: 2025-10-29 23:59:58}", "{}",
			"45:13: case a_second_earlier, step last: nothing is changed; write at, do, ask or expect, or drop in place of the braces",
		},
		{"dropped by another word", "wallet: drop", "wallet: leave", `46:15: case a_second_earlier, step wallet: write keys with values, such as key: value, not "leave"`},
		{
			"nothing changed", "    setup: |\n      people 1\n    readings: {G10: until_start_of_29}\n    change:\n      last: {at: 2025-10-29 23:59:58}\n      wallet: drop\n", "",
			"36:5: case a_second_earlier: nothing is changed; write change: {STEP: {expect: …}}, or setup or readings",
		},
		{"clock that goes back in the case", "23:59:58}", "23:59:58, expect: refused window-closed}\n      wallet2: drop", `46:7: case a_second_earlier: no step is named "wallet2", did you mean wallet? the named steps are last, wallet`},
		{
			"the binding step dropped", "last: {at: 2025-10-29 23:59:58}\n      wallet: drop", "last: drop",
			"34:13: case a_second_earlier, step 6.expect: $v is not bound in this case; keep the step that binds it",
		},
		{"bad line of the case", "      people 1\n", "      person 1\n", `42:7: setup: "person" is unknown in a setup; known are at, people, device, operators, families, provider, account, answers, store, goods, setting, reading`},
		{
			"clock of the case goes back", "{at: 2025-10-29 23:59:58}", "{at: 2025-10-08 23:59:58}",
			`45:18: case a_second_earlier, step 6.at: "2025-10-08 23:59:58" lies before 2025-10-09T00:00:00, where the clock stands; a clock never goes back`,
		},
	})
}

// TestStoryWithoutAJudgedStep: a story that expects nothing shows nothing.
func TestStoryWithoutAJudgedStep(t *testing.T) {
	const src = "kind: Story\nrequirement: GAS-WINDOW-001\ntitle: {en: A, ru: B, kk: C}\nsetup: |\n  at 2025-10-06\n  people 1\nsteps:\n  - do: confirm person=1\n"
	const want = "x.yaml:8:3: no step has an expect of its own, so nothing is shown; write one"
	if _, err := scenarios.ReadStory("x.yaml", []byte(src)); err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if _, err := scenarios.ReadStory("x.yaml", []byte(src+"    expect: ok\n")); err != nil {
		t.Errorf("with an expectation: %v", err)
	}
}

// TestStoryProblemsComeOnce: a case does not repeat what is wrong with the story.
func TestStoryProblemsComeOnce(t *testing.T) {
	src := strings.NewReplacer("text=да", "txt=да", "name: wallet", "name: wallet\n    at: soon").Replace(goodStory) +
		"  - name: another\n    change:\n      last: {at: 2025-10-29 23:59:57}\n"
	_, err := scenarios.ReadStory("x.yaml", []byte(src))
	var all scenarios.Problems
	if !errors.As(err, &all) || len(all) != 2 {
		t.Errorf("got\n%v\nwant the two problems of the steps, once each", err)
	}
}
