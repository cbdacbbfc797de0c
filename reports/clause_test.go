package reports_test

import (
	"cmp"
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

// latin finds Latin words.
var latin = regexp.MustCompile(`[A-Za-z]+`)

// codes are what stays as it is in every language: ids of demands, readings, checks
// and wrong builds, codes of the contract, what is typed.
var codes = []*regexp.Regexp{
	regexp.MustCompile(`\b(GAS|FOOD|BOTH)-[A-Z]+-[0-9]{3}(/[a-z0-9_/]+)?`),
	regexp.MustCompile(`\b[a-z0-9]+(-[a-z0-9]+)+\b`),     // window-closed, gas-core
	regexp.MustCompile(`\b[a-z]+_[a-z_]+(/[a-z_/]+)?`),   // list_sent
	regexp.MustCompile(`\b[GFS][0-9]{2}\b( = [a-z_]+)?`), // a reading
	regexp.MustCompile(`--[a-z-]+( [A-Z]+| [0-9]+)?`),
	regexp.MustCompile(`\bvouch (conform|replay|mutant|doctor|version)\b`),
	regexp.MustCompile(`\b(application|text)/[a-z+]+\b`),
	regexp.MustCompile(`\b(SMS|QR|HTTP|JSON|UUID|UTC|POS|eGov Mobile)\b`),
	regexp.MustCompile(`(\b(POST|GET) )?/v1/\S+|POST /\S+`),
	regexp.MustCompile(`\bOPEN_(RU|KK)\b`),
	regexp.MustCompile(`\(expiry\)`), // the word by which a build declares it
}

// foreignWords returns the words of a text that are of no Cyrillic language and no
// code.
func foreignWords(text string, besides ...string) []string {
	for _, code := range codes {
		text = code.ReplaceAllString(text, "")
	}
	return slices.DeleteFunc(latin.FindAllString(text, -1), func(w string) bool { return slices.Contains(besides, w) })
}

// sampleArguments stands for the arguments of clauses: what a run would put there.
var sampleArguments = map[string]string{
	"month": "2026-02", "day": "2026-02-07", "at": "2026-02-07T00:00:00+05:00", "from": "2026-02-07T00:00:00+05:00", "to": "2026-03-01T00:00:00+05:00",
	"cost": "450.00", "left": "1200.00", "eligible": "900.00", "amount": "450.00", "paid": "0.00", "quantity": "1.000", "price": "450.00",
	"parameter": "food.mrp", "event": "list_sent", "next": "list_sent", "kind": "list_sent", "command": "food_wallet", "path": "/v1/commands/rate", "role": "store_till",
	"type": "text/plain", "reason": "key-reused", "requirement": "BOTH-RETRY-001", "abilities": "clock", "status": "409", "request_id": "not-the-instance",
	"leaks": `"iin, phone, token"`, "text": `"•••"`, "token": `"•••"`, "key": `"•••"`, "body": `"•••"`, "id": `"•••"`, "request": `"POST /control/v1/worlds"`,
	"blow": `"/3 — a lone surrogate; the path followed by: /../.."`, "what": `"no whole answer in time"`, "operation": "read_stock", "place": "/3",
}

var argument = regexp.MustCompile(`\{(\w+)\}`)

// sampleLine is a line that is a clause of a kind.
func sampleLine(c *conformance.Clause) string {
	line := "clause " + c.ID
	for _, gap := range argument.FindAllStringSubmatch(c.Text.En, -1) {
		line += " " + gap[1] + "=" + cmp.Or(sampleArguments[gap[1]], "3")
	}
	return line
}

// TestClausesAreOfTheLanguage: what an invariant or a judge wants is told in the
// reader's language whole, whatever its arguments are.
func TestClausesAreOfTheLanguage(t *testing.T) {
	all := conformance.Clauses()
	if len(all) < 100 {
		t.Fatalf("%d clauses, want those of all invariants and judges", len(all))
	}
	for i := range all {
		c := &all[i]
		for _, text := range []string{c.Text.Ru, c.Text.Kk} {
			if got, want := gaps(text), gaps(c.Text.En); !slices.Equal(got, want) {
				t.Errorf("clause %s: %q tells %v, want %v as in English", c.ID, text, got, want)
			}
		}
		for _, l := range []reports.Language{reports.Russian, reports.Kazakh} {
			text := reports.ExpectationPhrase([]string{"refused", sampleLine(c)}, l)
			if odd := foreignWords(text, "clock", "food", "instance", "Retry", "After"); len(odd) > 0 || strings.Contains(text, "{") {
				t.Errorf("clause %s in %s: %q holds %q, want no word of another language and no gap", c.ID, l, text, odd)
			}
		}
	}
}

func gaps(text string) (names []string) {
	for _, gap := range argument.FindAllStringSubmatch(text, -1) {
		names = append(names, gap[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// failing runs the checks of some suites on a wrong build of the library.
func failing(t *testing.T, id string, suites ...conformance.Suite) *conformance.Report {
	t.Helper()
	m, ok := mutant.Lookup(id)
	if !ok {
		t.Fatalf("no wrong build is called %s", id)
	}
	r, err := conformance.Run(t.Context(), conformance.Target{World: m.World(), Address: "mutant " + id},
		conformance.Options{Suites: suites, Cases: 25, Oracle: reference.World{}, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// wrongBuilds break demands of all chapters, so that invariants and judges of all
// kinds speak.
var wrongBuilds = []string{
	"gas-window-closes-a-day-late", "gas-question-a-day-early", "gas-reminder-twice", "gas-two-vouchers-on-one-account", "gas-empty-list-not-sent",
	"gas-unused-voucher-never-lapses", "gas-residence-unchecked", "food-nothing-annulled", "food-code-never-expires", "no-reasons",
}

// TestFailuresAreOfTheLanguage: the screens of real failures hold no word of another
// language outside of codes, whichever suite found them. A suite that is added wants a
// wrong build here.
func TestFailuresAreOfTheLanguage(t *testing.T) {
	told := map[conformance.Suite]int{}
	for _, id := range wrongBuilds {
		told[conformance.SuiteProperties] += speaksTheLanguages(t, id, failing(t, id, conformance.SuiteProperties))
	}
	told[conformance.SuiteStories] += speaksTheLanguages(t, "gas-february-closes-a-day-early", failing(t, "gas-february-closes-a-day-early", conformance.SuiteStories))
	told[conformance.SuiteLife] += speaksTheLanguages(t, "food-nothing-annulled", failing(t, "food-nothing-annulled", conformance.SuiteLife))
	told[conformance.SuiteStore] += speaksTheLanguages(t, "food-code-used-twice", failing(t, "food-code-used-twice", conformance.SuiteStore))
	told[conformance.SuiteAccess] += speaksTheLanguages(t, "both-anybody-corrects-the-rules", failing(t, "both-anybody-corrects-the-rules", conformance.SuiteAccess))
	told[conformance.SuiteFaults] += speaksTheLanguages(t, "both-keys-ignored", failing(t, "both-keys-ignored", conformance.SuiteFaults))
	for id, suite := range map[string]conformance.Suite{
		"both-no-key-needed": conformance.SuiteWire, "both-iin-in-an-error-body": conformance.SuiteWire, "both-request-id-replaced": conformance.SuiteWire,
		"both-two-tills-charge-one-balance": conformance.SuiteRaces,
		"both-ended-token-accepted":         conformance.SuiteAccess, "food-codes-are-counted": conformance.SuiteAccess,
	} {
		told[suite] += speaksTheLanguages(t, id, failingOverHTTP(t, id, suite))
	}
	for _, suite := range conformance.Suites() {
		if suite == conformance.SuitePrivacy || suite == conformance.SuiteHostile {
			continue // their screens quote bodies and requests as they came
		}
		if told[suite] == 0 {
			t.Errorf("no failure of the suite %s was told, want one at least", suite)
		}
	}
	if told[conformance.SuiteProperties] < 20 {
		t.Errorf("%d failures of properties were told, want enough to meet all kinds", told[conformance.SuiteProperties])
	}
}

// failingOverHTTP is failing for a build behind HTTP.
func failingOverHTTP(t *testing.T, id string, suite conformance.Suite) *conformance.Report {
	t.Helper()
	m, ok := mutant.Lookup(id)
	if !ok {
		t.Fatalf("no wrong build is called %s", id)
	}
	world := m.World()
	server, err := wire.NewServer(wire.ServerOptions{World: world})
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(m.Wrap(server, world))
	t.Cleanup(listening.Close)
	client, err := wire.NewClient(listening.URL, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := conformance.Run(t.Context(), conformance.Target{World: client, Wire: client, Address: "mutant " + id},
		conformance.Options{Suites: []conformance.Suite{suite}, Oracle: reference.World{}, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// speaksTheLanguages holds the screens of a run to the language of their reader and
// returns how many failures were told.
func speaksTheLanguages(t *testing.T, id string, r *conformance.Report) (told int) {
	t.Helper()
	// The name that a build gives itself is its own, and so are plans and flags.
	r.Target.Name, r.PlanHash, r.Options, r.Profiles = "", "0", "", nil
	for i := range r.Results {
		if f := r.Results[i].Failure; f != nil {
			f.Like = "" // ids of wrong builds are in English
			told++
		}
	}
	for _, l := range []reports.Language{reports.Russian, reports.Kazakh} {
		text := conformanceText(t, r, reports.ConformanceOptions{Lang: l, Verbose: true, Width: 400})
		for line := range strings.SplitSeq(text, "\n") {
			if strings.Contains(line, reports.Say(l, "note.fingerprint")+" ") || strings.Contains(line, id) {
				continue // a fingerprint is a code, equal in all languages
			}
			if odd := foreignWords(line, "seed", "curl", "SHA", "NFC", "kz", "instance", "e", "Otinish", "delay", "reorder", "duplicate", "restart"); len(odd) > 0 {
				t.Errorf("%s in %s: %q holds %q, want words of the language", id, l, strings.TrimSpace(line), odd)
			}
		}
	}
	return told
}

// TestForeignReasonsAreNamed: the code that a build gave stands on the screen, and
// the line that makes it known.
func TestForeignReasonsAreNamed(t *testing.T) {
	f := windowFailure(t)
	last := len(f.History.Entries) - 1
	f.History.Entries[last].Outcome = voucher.Outcome{Refusal: &voucher.Refusal{Foreign: "E-418"}}
	f.Expected = []string{"refused window-closed (GAS-WINDOW-001)", "  reason: want window-closed, got E-418"}
	f.Got = []string{voucher.AnswerLine(&f.History.Entries[last].Outcome)}
	r := result("GAS-WINDOW-001/window_last_day", conformance.Fail, voucher.Text{})
	r.Failure = f
	for _, l := range reports.Languages() {
		text := conformanceText(t, &conformance.Report{Results: []conformance.Result{r}}, reports.ConformanceOptions{Lang: l, Width: 400})
		for _, want := range []string{"E-418", `E-418: window-closed`, "--reasons FILE"} {
			if !strings.Contains(text, want) {
				t.Errorf("in %s the screen lacks %q, want the code that came and how it is made known:\n%s", l, want, text)
			}
		}
	}
	if got, want := fmt.Sprint(f.Got), "[refused foreign:E-418]"; got != want {
		t.Errorf("the answer is %s, want %s: the code is not lost", got, want)
	}
}

// TestBlowsAreOfTheLanguage: what was done to a hostile request is told in the reader's
// language, but for names, numbers and methods, which are code.
func TestBlowsAreOfTheLanguage(t *testing.T) {
	all := conformance.Blows()
	if len(all) < 70 {
		t.Fatalf("%d words for hostile requests, want those of all kinds", len(all))
	}
	for _, word := range all {
		line := fmt.Sprintf("clause hostile-value operation=read_stock place=/goods blow=%q", word)
		for _, l := range []reports.Language{reports.Russian, reports.Kazakh} {
			text := reports.ExpectationPhrase([]string{"refused", line}, l)
			if odd := foreignWords(text, "goods", "null", "HTML", "SQL", "JNDI", "UTF", "ASCII", "gzip"); len(odd) > 0 {
				t.Errorf("%q in %s: %q holds %q, want no word of another language", word, l, text, odd)
			}
		}
	}
	const several = `clause hostile-several operation=rate blow="/score — 2^53+1; Idempotency-Key — absent; the path followed by: /.."`
	const want = "/score — 2^53+1; Idempotency-Key — отсутствует; после пути стоит: /.."
	if text := reports.ExpectationPhrase([]string{"refused", several}, reports.Russian); !strings.Contains(text, want) {
		t.Errorf("several blows are told as %q, want %q in it", text, want)
	}
}
