package reports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	generator "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
)

const schemaFile = "report.schema.json"

func TestReportSchemaIsCurrent(t *testing.T) {
	want := generateSchema(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s does not describe what is written; go test ./reports -run TestReportSchemaIsCurrent -update, and look at the difference", schemaFile)
	}
}

// generateSchema describes reports.ConformanceDocument by its type and comments.
func generateSchema(t *testing.T) []byte {
	t.Helper()
	r := &generator.Reflector{ExpandedStruct: true, Anonymous: true, Mapper: wordSchema}
	if err := r.AddGoComments("github.com/vouch-kz/vouch/reports", "./", generator.WithFullComment()); err != nil {
		t.Fatal(err)
	}
	for key, comment := range r.CommentMap {
		r.CommentMap[key] = strings.ReplaceAll(comment, "\n", " ")
	}
	schema := r.ReflectFromType(reflect.TypeFor[reports.ConformanceDocument]())
	schema.Title = "vouch conformance report"
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wordSchema describes what is written as a word, which Go cannot spell.
func wordSchema(of reflect.Type) *generator.Schema {
	words := &generator.Schema{Type: "string"}
	switch of {
	case reflect.TypeFor[conformance.Verdict]():
		for _, v := range conformance.Verdicts() {
			words.Enum = append(words.Enum, v.String())
		}
	case reflect.TypeFor[conformance.ProfileOutcome]():
		words.Enum = []any{conformance.Conformant, conformance.NotConformant, conformance.Inconclusive, conformance.NotApplicable}
	case reflect.TypeFor[conformance.Suite]():
		for _, s := range conformance.Suites() {
			words.Enum = append(words.Enum, s)
		}
	case reflect.TypeFor[scenarios.Level]():
		for _, l := range scenarios.Levels() {
			words.Enum = append(words.Enum, l)
		}
	case reflect.TypeFor[reports.ReportOutcome]():
		for _, o := range reports.Outcomes() {
			words.Enum = append(words.Enum, o)
		}
	case reflect.TypeFor[voucher.RequirementID]():
		words.Pattern = "^((GAS|FOOD|BOTH)-[A-Z]+-[0-9]{3})?$"
	case reflect.TypeFor[voucher.Instant]():
		words.Format = "date-time"
	default:
		return nil
	}
	return words
}

// published compiles the schema as it is published.
func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := jsonschema.UnmarshalJSON(bytes.NewReader(reports.ConformanceSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource(schemaFile, text); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func conformanceJSON(t *testing.T, r *conformance.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := reports.ConformanceJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReportsFollowTheSchema(t *testing.T) {
	schema := published(t)
	for name, r := range map[string]*conformance.Report{"sample": sample(t), "conforming": conforming(), "empty": {}, "not there": notThere("nobody")} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(conformanceJSON(t, r)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		wholeNumbers(t, name, doc)
	}
}

func TestSchemaRefusesWhatIsNoReport(t *testing.T) {
	schema := published(t)
	text := string(conformanceJSON(t, sample(t)))
	for name, change := range map[string][2]string{
		"a verdict that is none":  {`"verdict": "pass"`, `"verdict": "passed"`},
		"a member too many":       {`"kind": "conformance"`, `"kind": "conformance", "extra": 1`},
		"a number for a text":     {`"address": "http://127.0.0.1:8080"`, `"address": 8080`},
		"a member that is absent": {`"plan_hash"`, `"plan"`},
		"a broken instant":        {`"at": "2025-10-30T00:00:00+05:00"`, `"at": "30.10.2025"`},
	} {
		broken := strings.Replace(text, change[0], change[1], 1)
		if broken == text {
			t.Fatalf("%s: nothing to change", name)
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(broken))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if schema.Validate(doc) == nil {
			t.Errorf("%s follows the schema, want it refused", name)
		}
	}
}

func TestReportJSONTellsTheRun(t *testing.T) {
	var doc struct {
		Counts  map[string]int
		Exit    int
		Outcome string
		Target  struct{ Abilities []string }
		Results []struct {
			Check, Verdict string
			Failure        *struct {
				Expected, Got []string
				Money, Like   string
				Step          int
				Timeline      []struct {
					At, Asked string
					Answer    []string
				}
			}
		}
	}
	r := sample(t)
	if err := json.Unmarshal(conformanceJSON(t, r), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Results) != len(r.Results) || doc.Counts["pass"] != 8 || doc.Counts["fail"] != 4 || doc.Exit != 1 || doc.Outcome != "violation" {
		t.Errorf("%d results, counts %v, exit %d, %s; want %d, 8 pass, 4 fail, 1, violation", len(doc.Results), doc.Counts, doc.Exit, doc.Outcome, len(r.Results))
	}
	if got, want := strings.Join(doc.Target.Abilities, " "), "clock worlds settings choices reasons"; got != want {
		t.Errorf("the build's abilities are %q, want %q as it declares them", got, want)
	}
	for _, c := range doc.Results {
		if c.Check != "GAS-WINDOW-001/window_last_day/first_instant_after" {
			continue
		}
		f := c.Failure
		last := f.Timeline[f.Step]
		got := fmt.Sprint(last.At, " ", last.Asked, " ", last.Answer, " ", f.Expected, " ", f.Like)
		const want = "2025-10-30T00:00:00+05:00 confirm person=1 key=#7 [ok voucher=1] [refused window-closed] gas-window-closes-a-day-late"
		if got != want {
			t.Errorf("the wrong step is\n%s\nwant\n%s", got, want)
		}
		return
	}
	t.Error("the failure of the window is not in the document")
}
