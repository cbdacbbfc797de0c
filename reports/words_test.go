package reports_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// pluralForms are what a language tells apart when it counts.
var pluralForms = map[reports.Language][]string{
	reports.English: {"one", "other"},
	reports.Russian: {"few", "many", "one", "other"},
	reports.Kazakh:  {"one", "other"},
}

// readWords returns the wordings of each id of a language by plural form; ""
// where it has but one.
func readWords(t *testing.T, l reports.Language) map[string]map[string]string {
	t.Helper()
	raw := map[string]any{}
	for _, of := range []string{"", "study."} {
		text, err := os.ReadFile(filepath.Join("words", of+string(l)+".json"))
		if err != nil {
			t.Fatal(err)
		}
		before := len(raw)
		var more map[string]any
		if err := json.Unmarshal(text, &more); err != nil {
			t.Fatalf("words of %s: %v", l, err)
		}
		maps.Copy(raw, more)
		if len(raw) != before+len(more) {
			t.Errorf("words/%s%s.json has an id that stands in another file too", of, l)
		}
	}
	words := map[string]map[string]string{}
	for id, value := range raw {
		words[id] = map[string]string{}
		switch value := value.(type) {
		case string:
			words[id][""] = value
		case map[string]any:
			for form, text := range value {
				words[id][form], _ = text.(string)
			}
		default:
			t.Errorf("words of %s: %s is a %T, want a text or plural forms", l, id, value)
		}
	}
	return words
}

var gap = regexp.MustCompile(`\{\{\.\w+\}\}`)

// gapsOf returns the names that a wording fills in, sorted.
func gapsOf(text string) []string {
	found := gap.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestEveryWordExistsInEveryLanguage(t *testing.T) {
	english := readWords(t, reports.English)
	for _, l := range reports.Languages() {
		words := readWords(t, l)
		for id := range english {
			if words[id] == nil {
				t.Errorf("%s is missing in %s", id, l)
			}
		}
		for id, forms := range words {
			if english[id] == nil {
				t.Errorf("%s stands in %s only", id, l)
				continue
			}
			_, single := english[id][""]
			want := []string{""}
			if !single {
				want = pluralForms[l]
			}
			if got := slices.Sorted(maps.Keys(forms)); !slices.Equal(got, want) {
				t.Errorf("%s in %s has the plural forms %q, want %q", id, l, got, want)
			}
			for form, text := range forms {
				reference := english[id][""]
				if !single {
					reference = english[id]["other"]
				}
				if got, want := gapsOf(text), gapsOf(reference); !slices.Equal(got, want) {
					t.Errorf("%s %s in %s fills in %q, want %q as in English", id, form, l, got, want)
				}
				if strings.TrimSpace(text) != text || text == "" || strings.Contains(text, "  ") {
					t.Errorf("%s %s in %s is %q: empty, or with blanks too many", id, form, l, text)
				}
			}
		}
	}
}

// composed returns the ids that the code makes of a prefix and a word of the
// vocabulary or the simulator.
func composed() (ids []string) {
	add := func(prefix string, words ...string) {
		for _, w := range words {
			ids = append(ids, prefix+w)
		}
	}
	for _, p := range []voucher.Programme{voucher.Gas, voucher.Food} {
		add("programme.", p.String())
		add("territories.title.", p.String())
		add("money.title.", p.String())
		add("money.note.", p.String())
		add("simulation.answer.", p.String())
		add("simulation.map.", p.String())
	}
	add("study.sheet.", "families", "reminders", "channels", "messages", "accounts", "kinds", "busiest", "refusals", "readings", "tail") // of a simulation
	for _, c := range []voucher.Channel{voucher.BySMS, voucher.ByMobile, voucher.ByCentre} {
		add("channel.", c.String())
	}
	for _, k := range []voucher.MessageKind{voucher.Notice, voucher.Reminder, voucher.Help} {
		add("message.", k.String())
	}
	for _, k := range voucher.CommandKinds() {
		add("command.", k.String())
	}
	for _, k := range load.DoubtKinds() {
		add("load.doubt.", string(k))
	}
	for _, p := range scenarios.Provenances() {
		add("provenance.", string(p))
	}
	for _, f := range simulator.Frauds() {
		add("fraud.", f.String())
	}
	for _, m := range simulator.FunnelStages() {
		add("stage.", m.String())
		if m != simulator.Delivered {
			add("territories.", m.String())
		}
	}
	for _, m := range []simulator.Metric{
		simulator.Receipts, simulator.Charged, simulator.Discount, simulator.Payable,
		simulator.Credited, simulator.Spent, simulator.Left, simulator.Annulled, simulator.Recovered,
	} {
		add("money.", m.String())
	}
	for _, c := range []simulator.Counter{
		simulator.Families, simulator.Persons, simulator.Blocks, simulator.FamilyMonths, simulator.Commands, simulator.Events, simulator.Draws,
	} {
		add("size.", c.String())
	}
	for _, v := range conformance.Verdicts() {
		add("verdict.", v.String())
	}
	for _, v := range []conformance.Verdict{conformance.Unsupported, conformance.Blocked, conformance.HarnessError} {
		add("unjudged.", v.String())
	}
	for _, suite := range conformance.Suites() {
		add("suite.", string(suite))
	}
	add("programme.", voucher.Both.String())
	for _, o := range []conformance.ProfileOutcome{conformance.Conformant, conformance.NotConformant, conformance.Inconclusive, conformance.NotApplicable} {
		add("profile.", string(o))
	}
	for _, o := range reports.Outcomes() {
		add("outcome.", string(o))
	}
	for _, problem := range []string{
		conformance.ProblemStale, conformance.ProblemOther, conformance.ProblemExpired, conformance.ProblemNotRun, conformance.ProblemUnknown,
	} {
		add("known.", strings.ReplaceAll(problem, "-", "_"))
	}
	add("field.", answerFields(reflect.TypeFor[voucher.Result]())...)
	add("field.", answerFields(reflect.TypeFor[voucher.Record]())...)
	add("field.", "items", "reason") // what differs besides
	// What clauses tell beside their sentence, and what an answer over a wire can be.
	add("field.", "status", "type", "requirement", "request_id", "clock", "leaks", "body", "quantity", "cost")
	for _, word := range conformance.Blows() {
		add("blow.", reports.BlowID(word))
	}
	add("request_id.", "echoed", "made", "missing", "malformed", "not_the_instance")
	add("leak.", "account", "code", "iin", "inside", "name", "phone", "token")
	for _, kind := range conformance.Guesses() {
		add("guess.", strings.ReplaceAll(kind, "-", "_"))
	}
	for state := voucher.NoVoucher; state <= voucher.Annulled; state++ {
		add("value.", state.String())
	}
	for _, a := range []voucher.Answer{voucher.NoAnswer, voucher.Yes, voucher.No, voucher.Malformed} {
		add("value.", a.String())
	}
	for _, k := range []voucher.MessageKind{voucher.Notice, voucher.Reminder, voucher.Help} {
		add("value.", k.String())
	}
	for _, k := range []voucher.EventKind{
		voucher.Purchased, voucher.Refunded, voucher.ReversalBooked, voucher.FoodVoucherCredited, voucher.FoodVoucherAnnulled,
	} {
		add("value.", k.String()) // what an operation of a wallet can be
	}
	add("value.", voucher.Gas.String(), voucher.Food.String(), voucher.Stove.String(), voucher.Boiler.String(), "true", "false", "eligible")
	for _, d := range []voucher.Delivery{voucher.DeliveryUnknown, voucher.DeliveryDone, voucher.DeliveryFailed} {
		add("value.", d.String())
	}
	return append(ids, composedOfStudies()...)
}

// answerFields returns the words of all fields that an answer can have, as text
// histories write them.
func answerFields(of reflect.Type) (names []string) {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || of == reflect.TypeFor[voucher.LineSplit]() || of == reflect.TypeFor[voucher.Refusal]() {
		return nil
	}
	for i := range of.NumField() {
		below := answerFields(of.Field(i).Type)
		if of != reflect.TypeFor[voucher.Record]() || below == nil && of.Field(i).Name != "Refusal" {
			if below != nil && of.Field(i).Type.Kind() == reflect.Slice {
				names = append(names, below...) // a list has lines, not a name
				continue
			}
			name := strings.ToLower(of.Field(i).Name)
			if name == "parameter" {
				name = "value"
			}
			names = append(names, name)
		}
		names = append(names, below...)
	}
	return names
}

// written returns every text in quotes of the package's code, and every id that
// the page's templates say.
func written(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil {
					texts[text] = true
				}
			}
			return true
		})
	}
	templates, err := filepath.Glob("page/*.html")
	if err != nil || len(templates) == 0 {
		t.Fatalf("templates of the page: %d, %v", len(templates), err)
	}
	for _, name := range templates {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, said := range saying.FindAllSubmatch(text, -1) {
			texts[string(said[1])] = true
		}
	}
	return texts
}

// saying is how a template says the words of an id.
var saying = regexp.MustCompile(`say "([^"]+)"`)

// isFile reports whether a text that looks like an id is the name of a file.
func isFile(text string) bool {
	return slices.Contains([]string{".csv", ".html", ".json", ".txt", ".xlsx", ".md"}, filepath.Ext(text))
}

// A word that is not there stops a report with a panic, and one that nobody
// says is a word that translators mend in vain.
func TestWordsAreThoseThatAreSaid(t *testing.T) {
	words, said := readWords(t, reports.English), written(t)
	for _, id := range composed() {
		if words[id] == nil {
			t.Errorf("%s is said and has no words", id)
		}
		said[id] = true
	}
	id := regexp.MustCompile(`^[a-z_]+(\.[a-z_]+)+$`)
	for text := range said {
		if id.MatchString(text) && words[text] == nil && !strings.HasPrefix(text, "words.") && !isFile(text) {
			t.Errorf("%s is said and has no words", text)
		}
	}
	for id := range words {
		if !said[id] {
			t.Errorf("%s has words and is never said", id)
		}
	}
}

func TestLanguagesCountAsTheyDo(t *testing.T) {
	for _, tt := range []struct {
		language reports.Language
		n        int64
		want     string
		why      string
	}{
		{reports.English, 1, "1 territory", "one"},
		{reports.English, 2, "2 territories", "other"},
		{reports.Russian, 1, "1 территория", "one"},
		{reports.Russian, 2, "2 территории", "few"},
		{reports.Russian, 5, "5 территорий", "many"},
		{reports.Russian, 11, "11 территорий", "eleven is many"},
		{reports.Russian, 21, "21 территория", "twenty-one is one"},
		{reports.Kazakh, 1, "1 аумақ", "a noun after a number stays as it is"},
		{reports.Kazakh, 17, "17 аумақ", "a noun after a number stays as it is"},
	} {
		if got := reports.SayCount(tt.language, "heading.territories", tt.n); got != tt.want {
			t.Errorf("%d territories in %s: %q, want %q\n%s", tt.n, tt.language, got, tt.want, tt.why)
		}
	}
}

func TestUnknownWordsAreAFault(t *testing.T) {
	defer func() {
		if got, _ := recover().(string); !strings.HasPrefix(got, "reports: words in \"kk\": ") {
			t.Errorf("panic %q, want one prefixed by the package and the language", got)
		}
	}()
	reports.Say(reports.Kazakh, "no.such.words")
}
