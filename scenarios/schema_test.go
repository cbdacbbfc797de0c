package scenarios_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// schemaFile is what editors read, by the first line of a scenario.
const schemaFile = "scenario.schema.json"

var update = flag.Bool("update", false, "write "+schemaFile+" and "+storySchemaFile+" anew")

func TestSchemaIsCurrent(t *testing.T) {
	checkCurrent(t, schemaFile, generateSchema(t, reflect.TypeFor[scenarios.File](), "vouch scenario", jsonschema.Definitions{
		"wording": wordingSchema(), "day": daySchema(), "territory": territorySchema(), "place": placeSchema(),
	}))
}

// checkCurrent holds a checked-in schema against what it is made from.
func checkCurrent(t *testing.T, file string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s does not describe what is read; go test ./scenarios -run IsCurrent -update, and look at the difference", file)
	}
}

// generateSchema describes a type that holds a file: its shape and comments come
// from the Go type, the words that may stand in it from the vocabulary.
func generateSchema(t *testing.T, file reflect.Type, title string, parts jsonschema.Definitions) []byte {
	t.Helper()
	r := &jsonschema.Reflector{
		FieldNameTag: "yaml", ExpandedStruct: true, Anonymous: true, DoNotReference: true, Mapper: wordSchema,
	}
	if err := r.AddGoComments("github.com/vouch-kz/vouch/scenarios", "./", jsonschema.WithFullComment()); err != nil {
		t.Fatal(err)
	}
	for key, comment := range r.CommentMap {
		r.CommentMap[key] = strings.ReplaceAll(comment, "\n", " ")
	}
	schema := r.ReflectFromType(file)
	schema.Title = title
	schema.Definitions = parts
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wordSchema describes the types of a file whose words Go cannot spell.
func wordSchema(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[scenarios.Wording]():
		return defined("wording")
	case reflect.TypeFor[scenarios.DayWord]():
		return defined("day")
	case reflect.TypeFor[scenarios.ProgrammeWord]():
		return &jsonschema.Schema{Type: "string", Enum: []any{"gas", "food"}}
	case reflect.TypeFor[scenarios.TerritoryCode]():
		return defined("territory")
	case reflect.TypeFor[scenarios.ReadingChoices]():
		return readingsSchema()
	case reflect.TypeFor[scenarios.ParameterValues]():
		return parametersSchema()
	case reflect.TypeFor[scenarios.ParentWord]():
		return &jsonschema.Schema{Type: "string", Pattern: `^([a-z0-9-]+|.*\.ya?ml)$`}
	case reflect.TypeFor[scenarios.SweptValues]():
		return sweptSchema()
	case reflect.TypeFor[scenarios.MovedPlace]():
		return movedSchema()
	case reflect.TypeFor[scenarios.EventValues]():
		return eventsSchema()
	case reflect.TypeFor[scenarios.StoreMove]():
		return storeMoveSchema()
	case reflect.TypeFor[scenarios.AssumptionValues]():
		return assumptionsSchema()
	}
	if s := targetsWordSchema(t); s != nil {
		return s
	}
	return storyWordSchema(t)
}

// defined points to a part that stands once.
func defined(name string) *jsonschema.Schema { return &jsonschema.Schema{Ref: "#/$defs/" + name} }

// object is a mapping with these keys and no others.
func object() *jsonschema.Schema {
	return &jsonschema.Schema{
		Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema,
	}
}

// wordingSchema takes one line, or one for each language.
func wordingSchema() *jsonschema.Schema {
	line := &jsonschema.Schema{Type: "string", MinLength: new(uint64(1)), MaxLength: new(uint64(200))}
	each := object()
	each.MinProperties = new(uint64(1))
	for _, lang := range []string{"en", "ru", "kk"} {
		each.Properties.Set(lang, line)
	}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{line, each}}
}

func daySchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Pattern: "^2[012][0-9]{2}-[01][0-9]-[0-3][0-9]$"}
}

// territorySchema takes a code with or without quotes; an editor shows the name.
func territorySchema() *jsonschema.Schema {
	either := &jsonschema.Schema{}
	quoted := &jsonschema.Schema{Type: "string"}
	for _, p := range scenarios.Places() {
		either.AnyOf = append(either.AnyOf, &jsonschema.Schema{Const: uint32(p.Territory), Description: inAll(p.Name)})
		quoted.Enum = append(quoted.Enum, p.Territory.String())
	}
	either.AnyOf = append(either.AnyOf, quoted)
	return either
}

// placeSchema is a territory as a key, or kz for the whole country.
func placeSchema() *jsonschema.Schema {
	all := &jsonschema.Schema{Type: "string", Enum: []any{voucher.Country.String()}}
	for _, p := range scenarios.Places() {
		all.Enum = append(all.Enum, p.Territory.String())
	}
	return all
}

func inAll(t voucher.Text) string { return t.En + " · " + t.Ru + " · " + t.Kk }

func readingsSchema() *jsonschema.Schema {
	all := object()
	for _, id := range voucher.AllReadings() {
		one := &jsonschema.Schema{Type: "string", Description: inAll(id.Question()), Default: id.Choices()[0]}
		for _, choice := range id.Choices() {
			one.Enum = append(one.Enum, choice)
		}
		all.Properties.Set(id.String(), one)
	}
	return all
}

// parametersSchema takes for each path one value, a list of dated ones and, for
// what may differ by territory, either of them for each; behind a path with a day
// one value, or one for each territory.
func parametersSchema() *jsonschema.Schema {
	all := object()
	all.PatternProperties = map[string]*jsonschema.Schema{}
	for _, l := range scenarios.Levers() {
		if !l.Policy {
			continue
		}
		value := valueSchema(&l)
		single := append([]*jsonschema.Schema{value}, moneySchema(&l)...)
		one := value
		if len(single) > 1 {
			one = &jsonschema.Schema{AnyOf: single}
		}
		dated := object()
		dated.Properties.Set("from", defined("day"))
		dated.Properties.Set("value", one)
		dated.Required = []string{"value"}
		values := append(slices.Clone(single), &jsonschema.Schema{Type: "array", Items: dated, MinItems: new(uint64(1))})
		if l.Regional {
			values = append(values, byPlace(values))
			single = append(single, byPlace(single))
		}
		noun, example := l.Written()
		all.Properties.Set(l.Path, &jsonschema.Schema{
			Description: fmt.Sprintf("%s; %s such as %s (%s)", inAll(l.Label), noun, example, l.Source),
			AnyOf:       values,
		})
		all.PatternProperties["^"+regexp.QuoteMeta(l.Path)+"@2[012][0-9]{2}-[01][0-9](-[0-3][0-9])?$"] = &jsonschema.Schema{AnyOf: single}
	}
	return all
}

// byPlace takes values by territory.
func byPlace(values []*jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{
		Type: "object", PropertyNames: defined("place"), AdditionalProperties: &jsonschema.Schema{AnyOf: slices.Clone(values)},
	}
}

// moneySchema takes a sum in the other unit of money, where there is one.
func moneySchema(l *scenarios.Lever) []*jsonschema.Schema {
	if l.Money() == "" {
		return nil
	}
	sum := object()
	sum.Properties.Set(l.Money(), &jsonschema.Schema{Type: "number", Minimum: number(0)})
	sum.Required = []string{l.Money()}
	return []*jsonschema.Schema{sum}
}

// valueSchema takes one value as it is written.
func valueSchema(l *scenarios.Lever) *jsonschema.Schema {
	unit := l.Parameter.Declaration().Unit
	switch unit {
	case voucher.InDate:
		return defined("day")
	case voucher.InMonthDay:
		return &jsonschema.Schema{Type: "string", Pattern: "^[01][0-9]-[0-3][0-9]$"}
	case voucher.InSwitch:
		return &jsonschema.Schema{Type: "boolean"}
	}
	kind := "integer"
	if scenarios.Decimals(unit) > 0 {
		kind = "number"
	}
	return &jsonschema.Schema{Type: kind, Minimum: json.Number(l.Write(l.Min)), Maximum: json.Number(l.Write(l.Max))}
}

// sourcePattern is how a source is named.
const sourcePattern = "^((found|derived|model):[A-Z0-9+-]+|model|own|seed-gas|seed-food)$"

func assumptionsSchema() *jsonschema.Schema {
	all := object()
	for _, l := range scenarios.Levers() {
		if l.Policy {
			continue
		}
		one := &jsonschema.Schema{Type: "integer", Minimum: number(l.Min), Maximum: number(l.Max)}
		if n := uint64(l.Places); n > 0 {
			one = &jsonschema.Schema{Type: "array", Items: one, MinItems: &n, MaxItems: &n}
		}
		sourced := object()
		sourced.Properties.Set("value", one)
		sourced.Properties.Set("source", &jsonschema.Schema{Type: "string", Pattern: sourcePattern})
		sourced.Required = []string{"value", "source"}
		one = &jsonschema.Schema{AnyOf: []*jsonschema.Schema{one, sourced}}
		one.Description = strings.TrimSuffix(inAll(l.Label)+"; "+l.Unit+"; "+l.Note.En, "; ") + " (" + l.Source + ")"
		all.Properties.Set(l.Path, one)
	}
	return all
}

// movedSchema takes a code, or a code with the day of the change.
func movedSchema() *jsonschema.Schema {
	dated := object()
	dated.Properties.Set("id", defined("territory"))
	dated.Properties.Set("from", defined("day"))
	dated.Required = []string{"id"}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{defined("territory"), dated}}
}

// compoundSchema takes the fields of a compound; those in front may stand beside
// them.
func compoundSchema(c *scenarios.Compound, front ...string) *jsonschema.Schema {
	all := object()
	all.Description = inAll(c.Label) + "; " + inAll(c.Note) + " (" + c.Source + ")"
	for _, key := range front {
		all.Properties.Set(key, &jsonschema.Schema{Enum: []any{strings.TrimPrefix(c.Path, "events.")}})
	}
	all.Required = front
	for _, f := range c.Fields {
		one := *fieldSchema(&f)
		one.Description = inAll(f.Label)
		all.Properties.Set(f.Name, &one)
		if f.Must {
			all.Required = append(all.Required, f.Name)
		}
	}
	return all
}

// fieldSchema takes one field.
func fieldSchema(f *scenarios.CompoundField) *jsonschema.Schema {
	switch f.Unit {
	case "date":
		return defined("day")
	case "territory":
		return defined("territory")
	case "territories":
		return &jsonschema.Schema{Type: "array", Items: defined("territory"), MinItems: new(uint64(1))}
	case "store_kind":
		one := &jsonschema.Schema{Type: "string"}
		for _, k := range scenarios.StoreKinds() {
			one.Enum = append(one.Enum, k.Word)
		}
		return one
	}
	kind := "integer"
	if f.Unit == "ppm" {
		kind = "number"
	}
	return &jsonschema.Schema{Type: kind, Minimum: json.Number(f.Write(f.Min)), Maximum: json.Number(f.Write(f.Max))}
}

// eventsSchema takes events by name, each of one kind, or the word none.
func eventsSchema() *jsonschema.Schema {
	one := &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Enum: []any{"none"}}}}
	for _, c := range scenarios.Compounds() {
		if strings.HasPrefix(c.Path, "events.") {
			one.AnyOf = append(one.AnyOf, compoundSchema(&c, "kind"))
		}
	}
	return &jsonschema.Schema{
		Type: "object", PropertyNames: &jsonschema.Schema{Pattern: "^[a-z0-9]+(-[a-z0-9]+)*$", MaxLength: new(uint64(64))},
		AdditionalProperties: one,
	}
}

// storeMoveSchema takes either a count or a share.
func storeMoveSchema() *jsonschema.Schema {
	c, _ := scenarios.FindCompound("change.stores.add")
	counted, shared := compoundSchema(&c), compoundSchema(&c)
	counted.Description, shared.Description = "", "" // the two lists tell what they do
	counted.Properties.Delete("share")
	counted.Required = []string{"territory", "count"}
	shared.Properties.Delete("count")
	shared.Required = []string{"share"}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{counted, shared}}
}

func number(v int64) json.Number { return json.Number(fmt.Sprint(v)) }
