package scenarios_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// storySchemaFile is what editors read, by the first line of a story.
const storySchemaFile = "story.schema.json"

func TestStorySchemaIsCurrent(t *testing.T) {
	checkCurrent(t, storySchemaFile, generateSchema(t, reflect.TypeFor[scenarios.StoryFile](), "vouch story", jsonschema.Definitions{
		"requirement": requirementSchema(), "expect": expectSchema(),
	}))
}

// storyWordSchema describes the types of a story whose words Go cannot spell.
func storyWordSchema(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[scenarios.RequirementWord]():
		return defined("requirement")
	case reflect.TypeFor[scenarios.ExpectWord]():
		return defined("expect")
	case reflect.TypeFor[scenarios.NeedWord]():
		one := &jsonschema.Schema{Type: "string"}
		for _, word := range scenarios.StoryNeeds() {
			one.Enum = append(one.Enum, word)
		}
		return one
	case reflect.TypeFor[scenarios.StepChanges]():
		return changesSchema()
	}
	return nil
}

func requirementSchema() *jsonschema.Schema {
	one := &jsonschema.Schema{Type: "string"}
	for _, id := range voucher.RequirementIDs() {
		one.Enum = append(one.Enum, string(id))
	}
	return one
}

// expectSchema takes one text, or a list of them.
func expectSchema() *jsonschema.Schema {
	text := &jsonschema.Schema{Type: "string", MinLength: new(uint64(1))}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{text, {Type: "array", Items: text, MinItems: new(uint64(1))}}}
}

// changesSchema takes for the name of any step the word drop, or what differs.
func changesSchema() *jsonschema.Schema {
	one := object()
	one.MinProperties = new(uint64(1))
	for i := range reflect.TypeFor[scenarios.ChangeFile]().NumField() {
		key, _, _ := strings.Cut(reflect.TypeFor[scenarios.ChangeFile]().Field(i).Tag.Get("yaml"), ",")
		if key == "expect" {
			one.Properties.Set(key, defined("expect"))
			continue
		}
		one.Properties.Set(key, &jsonschema.Schema{Type: "string", MinLength: new(uint64(1))})
	}
	return &jsonschema.Schema{Type: "object", AdditionalProperties: &jsonschema.Schema{
		AnyOf: []*jsonschema.Schema{{Type: "string", Enum: []any{"drop"}}, one},
	}}
}

// TestStorySchemaHasTheKeysOfTheReader asks the reader which keys it knows, by a
// key that it does not know.
func TestStorySchemaHasTheKeysOfTheReader(t *testing.T) {
	s := loadSchema(t, storySchemaFile)
	known := regexp.MustCompile(`write one of ([a-z, ]+)\n`)
	items := func(key string) schema {
		return s["properties"].(map[string]any)[key].(map[string]any)["items"].(map[string]any)
	}
	changes := items("cases")["properties"].(map[string]any)["change"].(map[string]any)["additionalProperties"].(map[string]any)
	for _, row := range []struct {
		bad  string
		part schema
	}{
		{"zzz: 1\n", s},
		{"steps:\n  - zzz: 1\n", items("steps")},
		{"steps:\n  - at: 2025-10-07\ncases:\n  - zzz: 1\n", items("cases")},
		{"steps:\n  - {name: one, do: confirm person=1, expect: ok}\ncases:\n  - name: a\n    change: {one: {zzz: 1}}\n", changes["anyOf"].([]any)[1].(map[string]any)},
	} {
		_, err := scenarios.ReadStory("x.yaml", []byte("kind: Story\nrequirement: GAS-WINDOW-001\nsetup: |\n  at 2025-10-06\n"+row.bad))
		found := known.FindStringSubmatch(fmt.Sprint(err) + "\n")
		if found == nil {
			t.Fatalf("ReadStory of %q = %v, want a list of keys", row.bad, err)
		}
		got := strings.Split(found[1], ", ")
		slices.Sort(got)
		if want := row.part.under(); !slices.Equal(got, want) {
			t.Errorf("%q: the reader knows %v, the schema %v", row.bad, got, want)
		}
	}
}

// TestStorySchemaAndReaderAgree: what an editor marks is refused.
func TestStorySchemaAndReaderAgree(t *testing.T) {
	s := loadSchema(t, storySchemaFile)
	if fault := s.check(t, goodStory); fault != "" {
		t.Errorf("the schema does not take the good story: %s", fault)
	}
	for _, tt := range []struct{ old, new string }{
		{"kind: Story", "kind: Scenario"}, {"GAS-WINDOW-001", "GAS-WINDOW-01"}, {"kk: C", "de: C"}, {"  kk: C\n", ""},
		{"needs: [settings]", "needs: [setings]"}, {"readings: {G04: start_of_day_8}", "readings: {G04: soon}"}, {"as: v", "as: V"},
		{"name: last", "name: Last"}, {"expect: ok\n", "expect: []\n"}, {"last: {at: 2025-10-29 23:59:58}", "last: dropped"},
		{"last: {at: 2025-10-29 23:59:58}", "last: {when: 2025-10-29}"}, {"last: {at: 2025-10-29 23:59:58}", "last: {}"},
	} {
		if n := strings.Count(goodStory, tt.old); n != 1 {
			t.Fatalf("%q stands %d times in the good story, want once", tt.old, n)
		}
		src := strings.Replace(goodStory, tt.old, tt.new, 1)
		_, err := scenarios.ReadStory("x.yaml", []byte(src))
		if fault := s.check(t, src); err == nil || fault == "" {
			t.Errorf("%q for %q\nreader: %v\nschema: %s\nwant both to refuse it", tt.new, tt.old, err, fault)
		}
	}
}

// TestStorySchemaTakesTheStories: an editor marks nothing in our own files, and
// each names the schema on its first line.
func TestStorySchemaTakesTheStories(t *testing.T) {
	s := loadSchema(t, storySchemaFile)
	for _, story := range scenarios.Stories() {
		data, err := os.ReadFile(filepath.Join("story", story.Name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if fault := s.check(t, string(data)); fault != "" {
			t.Errorf("%s: %s", story.Name, fault)
		}
		if first, _, _ := strings.Cut(string(data), "\n"); first != "# yaml-language-server: $schema=../../"+storySchemaFile {
			t.Errorf("%s begins with %q, want the line by which editors find the schema", story.Name, first)
		}
	}
}
