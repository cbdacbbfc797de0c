package reports_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
)

// saidAlike are words that are the same in every language: what is typed, and the name of
// the portal of appeals.
var saidAlike = []string{"seed", "e", "Otinish"}

// TestEveryCheckIsToldInTheLanguage: whatever check fails, its screen speaks of it in
// the reader's language: what it is called, what is demanded and why the answer is
// right. A check that is added is here by itself.
func TestEveryCheckIsToldInTheLanguage(t *testing.T) {
	failed := &conformance.Report{PlanHash: "0"}
	var operations []string // checks of access and of hostile input are called by what is called
	for _, c := range conformance.Checks() {
		failed.Results = append(failed.Results, conformance.Result{
			Check: c.ID, Suite: c.Suite, Requirement: c.Requirement, Level: c.Level, Title: c.Title, Verdict: conformance.Fail,
			Failure: &conformance.Failure{Requirement: c.Requirement, Step: -1, Because: c.Because, Expected: []string{"refused"}, Got: []string{"ok"}},
		})
		for _, before := range []string{"/access_", "/hostile_"} {
			if _, operation, ok := strings.Cut(c.ID, before); ok {
				operations = append(operations, operation)
			}
		}
	}
	for _, l := range []reports.Language{reports.Russian, reports.Kazakh} {
		text := conformanceText(t, failed, reports.ConformanceOptions{Lang: l, Width: 1000, Verbose: true})
		for line := range strings.SplitSeq(text, "\n") {
			if odd := foreignWords(line, slices.Concat(saidAlike, operations)...); len(odd) > 0 {
				t.Errorf("in %s a screen holds %q, want words of the language: %s", l, odd, strings.TrimSpace(line))
			}
		}
		if told := strings.Count(text, reports.Say(l, "note.got")+": "); told != len(failed.Results) {
			t.Errorf("in %s %d failures are told, want the %d of all checks", l, told, len(failed.Results))
		}
	}
}

// TestVerdictsAreExplainedInTheLanguage: why a check has no verdict, or another one than
// pass, is told in the reader's language too, with what it quotes.
func TestVerdictsAreExplainedInTheLanguage(t *testing.T) {
	rows := []struct{ name, quoted, ru, kk string }{
		{"a command", "confirm person=1", "Человек 1 подтверждает активацию", "1-адам белсендіруді растайды"},
		{"a query", "ask gas_wallet person=1 month=2026-02", "смотрит газовый ваучер", "газ ваучерін қарайды"},
		{"an answer", "refused window-closed", "отказ: период активации", "бас тартылды: "},
		{"a sum", "450.00", "450,00\u00a0₸", "450,00\u00a0₸"},
		{"a day", "2026-02-07", "07.02.2026", "07.02.2026"},
		{"a time-out", "POST http://h/v1/commands/rate: no whole answer within 5s: context deadline exceeded", "за отведённое время (5,0 с)", "берілген уақытта (5,0 с)"},
		{"a violation", "GET http://h/x: answered with status 418: an empty body; the contract demands status 200", "получен ответ со статусом 418: пустое тело; по контракту нужно: статус 200", "418 күй кодымен жауап келді: бос дене"},
		{"what nobody can translate", "java.lang.NullPointerException", "«java.lang.NullPointerException»", "«java.lang.NullPointerException»"},
	}
	for _, row := range rows {
		text := conformance.QuotationBegin + row.quoted + conformance.QuotationEnd
		for l, want := range map[reports.Language]string{reports.Russian: row.ru, reports.Kazakh: row.kk} {
			if got := reports.Told(inAll(text), l); !strings.Contains(got, want) || strings.ContainsAny(got, conformance.QuotationBegin+conformance.QuotationEnd) {
				t.Errorf("%s in %s: got %q, want %q in it and no mark of a quotation", row.name, l, got, want)
			}
		}
	}
	if got := reports.Told(inAll(conformance.QuotationBegin+"iin 900101300007"+conformance.QuotationEnd), reports.Russian); strings.Contains(got, "900101300007") {
		t.Errorf("an error with an IIN is told as %q, want it masked", got)
	}
}

// TestNamesAreOfTheLanguage: parties and abilities have names in every language.
func TestNamesAreOfTheLanguage(t *testing.T) {
	texts := map[string]voucher.Text{}
	for _, p := range scenarios.Parties() {
		texts[string(p)] = p.Text()
	}
	for _, a := range []conformance.Ability{
		conformance.NeedsClock, conformance.NeedsWorlds, conformance.NeedsSettings, conformance.NeedsChoices, conformance.NeedsReasons,
		conformance.NeedsEvents, conformance.NeedsDigest, conformance.NeedsPrompt, conformance.NeedsConcurrent, conformance.NeedsExpiry, "gas", "food",
	} {
		texts[string(a)] = a.Text()
	}
	for word, text := range texts {
		for _, l := range []reports.Language{reports.Russian, reports.Kazakh} {
			told := reports.Told(text, l)
			if odd := foreignWords(strings.Replace(told, "("+word+")", "", 1)); told == "" || len(odd) > 0 {
				t.Errorf("%s in %s: %q, want a name of the language", word, l, told)
			}
		}
	}
}

// TestWarningsOfTheWireShowBothAnswers: a warning that no step shows, since it is about
// requests, has what was expected and what came on its own lines, without --verbose.
func TestWarningsOfTheWireShowBothAnswers(t *testing.T) {
	r := result("BOTH-RETRY-001/wire_request_id_echoed", conformance.Warn, voucher.Text{})
	r.Failure = &conformance.Failure{Requirement: "BOTH-RETRY-001", Step: -1,
		Expected: []string{`clause to-request request="POST /v1/commands/rate"`, "clause request-id-echoed"}, Got: []string{"clause answer-was status=400 request_id=missing"}}
	for _, l := range reports.Languages() {
		lines := strings.Split(conformanceText(t, &conformance.Report{Results: []conformance.Result{r}}, reports.ConformanceOptions{Lang: l, Width: 400}), "\n")
		for _, name := range []string{"note.expected", "note.got"} {
			head := reports.Say(l, name) + ": "
			n := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), head) })
			if n < 0 || len(strings.TrimSpace(lines[n])) <= len(head) {
				t.Errorf("in %s the warning has no line %q with an answer:\n%s", l, head, strings.Join(lines, "\n"))
			}
		}
	}
}
