package wire

import (
	"cmp"
	"math"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// schemas makes the schemas of the document from the types that are encoded and
// decoded, so that neither can say what the other does not.
type schemas struct {
	registry huma.Registry
}

const schemaPrefix = "#/components/schemas/"

func newSchemas() *schemas {
	return &schemas{huma.NewMapRegistry(schemaPrefix, huma.DefaultSchemaNamer)}
}

// schemaNames are the names of types that are not called in the document as in
// the code.
var schemaNames = map[reflect.Type]string{
	reflect.TypeFor[voucher.Reasons]():       "Grounds",
	reflect.TypeFor[voucher.Answer]():        "ReplyMeaning",
	reflect.TypeFor[voucher.QR]():            "Code",
	reflect.TypeFor[voucher.RequirementID](): "Requirement",
	reflect.TypeFor[voucherText]():           "VoucherID",
	reflect.TypeFor[answer]():                "CommandAnswer",
	reflect.TypeFor[event]():                 "Event",
	reflect.TypeFor[fault]():                 "Fault",
	reflect.TypeFor[worldMade]():             "WorldMade",
	reflect.TypeFor[clockAsked]():            "ClockMove",
	reflect.TypeFor[clockStands]():           "Clock",
	reflect.TypeFor[clockMoved]():            "ClockMoved",
	reflect.TypeFor[tokenMade]():             "TokenMade",
	reflect.TypeFor[tokenAsked]():            "TokenAsked",
	reflect.TypeFor[ledgerPage]():            "LedgerPage",
}

// schemaName is the name of a type in the document.
func schemaName(t reflect.Type) string { return cmp.Or(schemaNames[t], t.Name()) }

// required are the members without which a body makes no sense, by schema.
var required = map[string][]string{
	"Setup": {"at"}, "Setting": {"path"}, "ProviderAnswer": {"provider", "from", "mode"}, "Problem": {"type", "title", "status"}, "WorldMade": {"world", "now"},
	"ClockMove": {"to"}, "Clock": {"now"}, "ClockMoved": {"now"}, "TokenMade": {"token"}, "TokenAsked": {"role"},
	"Fault": {"kind", "count"}, "LedgerPage": {"events", "next"}, "Event": {"at", "kind"},
	"Capabilities": {"name", "programmes", "parties"},
}

// of returns the schema of a type: a reference for what has a name.
func (s *schemas) of(t reflect.Type) *huma.Schema {
	if t.Kind() == reflect.Pointer {
		return s.of(t.Elem())
	}
	if shape, ok := shapes[t]; ok {
		return s.named(t, func() *huma.Schema { return shape.schema() })
	}
	switch t.Kind() {
	case reflect.Struct:
		return s.named(t, func() *huma.Schema { return s.object(t) })
	case reflect.Slice:
		return &huma.Schema{Type: "array", Items: s.of(t.Elem())}
	case reflect.Bool:
		return &huma.Schema{Type: "boolean"}
	case reflect.String:
		return &huma.Schema{Type: "string"}
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		low, high := 0.0, float64(uint64(math.MaxUint64)>>(64-t.Bits()))
		return &huma.Schema{Type: "integer", Minimum: &low, Maximum: &high}
	}
	return &huma.Schema{Type: "integer"}
}

// named returns a reference to the schema of a type, made when it is first
// asked for.
func (s *schemas) named(t reflect.Type, schema func() *huma.Schema) *huma.Schema {
	name := schemaName(t)
	if _, known := s.registry.Map()[name]; !known {
		s.registry.Map()[name] = &huma.Schema{} // holds the place, for types that hold themselves
		s.registry.Map()[name] = schema()
	}
	return &huma.Schema{Ref: schemaPrefix + name}
}

// schema is the shape as JSON Schema.
func (s *shape) schema() *huma.Schema {
	out := &huma.Schema{Type: s.kind, Description: sentence(s.what), Pattern: s.pattern, Format: s.format, Examples: []any{s.example}}
	words := make([]any, len(s.words))
	for i, w := range s.words {
		words[i] = w
	}
	switch {
	case s.kind == "array":
		out.Items, out.UniqueItems = &huma.Schema{Type: "string", Enum: words}, true
	case s.kind == "object":
		out.Properties, out.AdditionalProperties = readingSchemas(), false
	case len(words) > 0:
		out.Enum = words
	}
	return out
}

// readingSchemas are the members of an object of readings.
func readingSchemas() map[string]*huma.Schema {
	all := map[string]*huma.Schema{}
	for _, r := range voucher.AllReadings() {
		var words []any
		for _, c := range r.Choices() {
			words = append(words, c)
		}
		all[r.String()] = &huma.Schema{Type: "string", Enum: words, Default: words[0], Description: sentence(r.Question().En)}
	}
	return all
}

// object is the schema of a struct: its members, embedded ones included.
func (s *schemas) object(t reflect.Type) *huma.Schema {
	name := schemaName(t)
	out := &huma.Schema{Type: "object", AdditionalProperties: name == "Problem", Properties: map[string]*huma.Schema{},
		Description: sentence(objectTexts[name]), Required: required[name]}
	for _, f := range reflect.VisibleFields(t) {
		member := memberName(&f)
		if member == "" || f.Anonymous || f.Type == reflect.TypeFor[*voucher.Refusal]() {
			continue // a no is a problem on the wire, not a part of a record
		}
		p := s.of(f.Type)
		p.Description = sentence(fieldText(name, member))
		out.Properties[member] = p
	}
	return out
}

// fieldText says what a member is: by its object where it means something of
// its own there.
func fieldText(object, member string) string {
	return cmp.Or(fieldTexts[object+"."+member], fieldTexts[member])
}

// sentence begins a text with a capital and ends it with a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
