package wire

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// ContractVersion is the version of the contract: its major number is that of
// the paths.
const ContractVersion = "1.0.0"

// Document returns the contract as OpenAPI 3.1 in JSON, indented. It is the same
// for every call. The slice must not be changed.
func Document() []byte { return documentText() }

// DocumentYAML returns the same in YAML.
func DocumentYAML() ([]byte, error) {
	text, err := theDocument().YAML()
	if err != nil {
		return nil, fmt.Errorf("write the document as YAML: %w", err)
	}
	return text, nil
}

// documentText makes the document when it is first asked for.
var documentText = sync.OnceValue(func() []byte {
	compact, err := theDocument().MarshalJSON()
	if err != nil {
		panic("wire: the document: " + err.Error())
	}
	text := jsontext.Value(compact)
	if err := text.Format(jsontext.WithIndent("  "), jsontext.EscapeForHTML(false)); err != nil {
		panic("wire: the document: " + err.Error())
	}
	return append(text, '\n')
})

// The tags of operations.
const (
	gasTag      = "Gas commands"
	foodTag     = "Food commands"
	recordTag   = "Records"
	contractTag = "Contract"
	controlTag  = "Control plane"
)

// theDocument makes the document of the operations that a server serves.
func theDocument() *huma.OpenAPI {
	s := newSchemas()
	doc := &huma.OpenAPI{OpenAPI: "3.1.0", Info: &huma.Info{Title: "vouch: gas and food vouchers of the Social Wallet", Version: ContractVersion, Description: introduction()},
		Servers: []*huma.Server{{URL: "http://127.0.0.1:8080", Description: "vouch serve --control"}},
		Tags: []*huma.Tag{{Name: gasTag, Description: "What the gas programme is asked to do."}, {Name: foodTag, Description: "What the food programme is asked to do."},
			{Name: recordTag, Description: "What can be read."}, {Name: contractTag, Description: "This document."},
			{Name: controlTag, Description: "Test builds only; in production every path answers 404 (BOTH-CONTROL-001)."}},
		Components: &huma.Components{Schemas: s.registry, Parameters: sharedParameters(), Responses: sharedResponses(s),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"actor":   {Type: "http", Scheme: "bearer", Description: "Says who asks: one actor. In a test build the control plane gives tokens, each for its world."},
				"control": {Type: "http", Scheme: "bearer", Description: "The control plane's own token, where the build has set one."},
			}},
		Extensions: map[string]any{"x-vouch-parameters": parameterTable(), "x-vouch-reasons": reasonTable()},
	}
	for _, k := range voucher.CommandKinds() {
		doc.AddOperation(describeCommand(s, commandOperation(k), k))
	}
	for i := range readings {
		doc.AddOperation(describeRecord(s, recordOperation(&readings[i]), &readings[i]))
	}
	describeControl(s, doc)
	doc.AddOperation(describeDocument(documentOperation()))
	return doc
}

func commandOperation(k voucher.CommandKind) *huma.Operation {
	return &huma.Operation{Method: http.MethodPost, Path: CommandPath + k.String(), OperationID: k.String()}
}

// recordOperation is the route of a query.
func recordOperation(row *reading) *huma.Operation {
	return &huma.Operation{Method: http.MethodGet, Path: RecordPath + row.kind.String(), OperationID: "read_" + row.kind.String()}
}

func documentOperation() *huma.Operation {
	return &huma.Operation{Method: http.MethodGet, Path: DocumentPath, OperationID: "contract"}
}

// describeCommand completes the operation of a command.
func describeCommand(s *schemas, op *huma.Operation, k voucher.CommandKind) *huma.Operation {
	text := commandTexts[k]
	op.Summary, op.Description = text.summary, mayCallText(doers[k])+text.rule
	op.Tags = []string{foodTag}
	if k < voucher.KindUpdateFoodList {
		op.Tags = []string{gasTag}
	}
	op.Security = []map[string][]string{{"actor": {}}}
	op.Parameters = refer("IdempotencyKey", "World", "Events", "RequestID")
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		jsonType: {Schema: s.of(reflect.TypeOf(voucher.NewCommand(k))), Example: exampleOf(text.example)},
	}}
	filled := "The command was carried out; the answer is empty."
	if text.answers != "" {
		filled = "The command was carried out. Filled: " + strings.Join(strings.Fields(text.answers), ", ") + "."
	}
	op.Responses = problems(400, 401, 403, 404, 409, 413, 415, 422, 500, 501, 503)
	op.Responses["200"] = answerOf(filled, s.of(reflect.TypeFor[answer]()))
	op.Extensions = map[string]any{"x-roles": roleWords(doers[k])}
	return op
}

// describeRecord completes the operation of a query.
func describeRecord(s *schemas, op *huma.Operation, row *reading) *huma.Operation {
	text := recordTexts[row.kind]
	op.Summary, op.Description = text.summary, mayCallText(row.roles)+text.rule+" Unknown or doubled names in the query string are `malformed`."
	op.Tags = []string{recordTag}
	op.Security = []map[string][]string{{"actor": {}}}
	for name := range strings.FieldsSeq(row.fields) {
		field := queryField(&voucher.Query{}, name)
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "query", Schema: s.of(field.Type()), Description: sentence(cmp.Or(fieldTexts[name], name))})
	}
	op.Parameters = append(op.Parameters, refer("World", "RequestID")...)
	s.of(reflect.TypeFor[voucher.Record]())
	part := &huma.Schema{Type: "object", AdditionalProperties: false, Required: []string{row.part},
		Properties: map[string]*huma.Schema{row.part: s.registry.Map()["Record"].Properties[row.part]}}
	op.Responses = problems(400, 401, 403, 404, 409, 500, 501, 503)
	op.Responses["200"] = answerOf("The record.", part)
	op.Extensions = map[string]any{"x-roles": roleWords(row.roles)}
	return op
}

// describeDocument completes the operation of the document.
func describeDocument(op *huma.Operation) *huma.Operation {
	op.Summary, op.Description, op.Tags = "Read the contract", "This document. Everybody may read it.", []string{contractTag}
	op.Responses = map[string]*huma.Response{"200": {Description: "OpenAPI 3.1.", Content: map[string]*huma.MediaType{jsonType: {Schema: &huma.Schema{Type: "object"}}}}}
	return op
}

// answerOf is a response with a body.
func answerOf(text string, schema *huma.Schema) *huma.Response {
	return &huma.Response{Description: text, Headers: requestIDHeader(), Content: map[string]*huma.MediaType{jsonType: {Schema: schema}}}
}

func requestIDHeader() map[string]*huma.Param {
	return map[string]*huma.Param{RequestHeader: {Ref: "#/components/headers/RequestID"}}
}

// mayCallText says who may call an operation.
func mayCallText(roles []voucher.Role) string {
	if len(roles) == len(allRoles()) {
		return "**May call:** every role.\n\n"
	}
	return "**May call:** " + strings.Join(roleWords(roles), ", ") + ".\n\n"
}

func roleWords(roles []voucher.Role) (words []string) {
	for _, r := range roles {
		words = append(words, r.String())
	}
	return words
}

// exampleOf turns the text of an example into what the document holds.
func exampleOf(text string) any {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		panic(fmt.Sprintf("wire: the example %s: %v", text, err))
	}
	return v
}

// refer refers to parameters that several operations share.
func refer(names ...string) (all []*huma.Param) {
	for _, n := range names {
		all = append(all, &huma.Param{Ref: "#/components/parameters/" + n})
	}
	return all
}

// sharedParameters are the headers of requests.
func sharedParameters() map[string]*huma.Param {
	text := func(pattern string) *huma.Schema { return &huma.Schema{Type: "string", Pattern: pattern} }
	return map[string]*huma.Param{
		"IdempotencyKey": {Name: KeyHeader, In: "header", Required: true, Schema: text(opaquePattern), Example: "3f0c6a52-9d0e-4a43-8f0e-0a4b1c2d3e4f",
			Description: "1 to 64 visible ASCII characters, scoped to the actor. Absent: refused with `key-missing`."},
		"World": {Name: WorldHeader, In: "header", Schema: text(opaquePattern), Description: "Which world the request is for. In a test build it has to be there (400 `world-missing`, 404 `world-unknown`); in production it has no meaning."},
		"Events": {Name: EventsHeader, In: "header", Schema: &huma.Schema{Type: "string", Enum: []any{"yes"}},
			Description: "`yes`: the answer, a refusal too, holds the events that the command caused. Test builds whose capabilities say `events`."},
		"RequestID": {Name: RequestHeader, In: "header", Schema: text("^[A-Za-z0-9._~-]{1,64}$"), Description: "Echoed in the answer; made where it is absent or cannot be echoed."},
		"WorldPath": {Name: "world", In: "path", Required: true, Schema: text(opaquePattern), Description: "The world's name."},
	}
}

// sharedResponses are the problems by status.
func sharedResponses(s *schemas) map[string]*huma.Response {
	all := map[string]*huma.Response{}
	for status, codes := range codesByStatus() {
		headers := requestIDHeader()
		switch status {
		case http.StatusServiceUnavailable, http.StatusTooManyRequests:
			headers["Retry-After"] = &huma.Param{Schema: &huma.Schema{Type: "integer"}, Description: "Seconds to wait."}
		case http.StatusUnauthorized:
			headers["WWW-Authenticate"] = &huma.Param{Schema: &huma.Schema{Type: "string"}, Description: "Bearer."}
		}
		all["Problem"+strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status) + ": " + strings.Join(codes, ", ") + ".",
			Headers: headers, Content: map[string]*huma.MediaType{ProblemType: {Schema: s.of(reflect.TypeFor[Problem]())}}}
	}
	return all
}

// codesByStatus lists the codes that a status may come with.
func codesByStatus() map[int][]string {
	all := map[int][]string{}
	for _, f := range faults() {
		all[f.Status] = append(all[f.Status], f.Code)
	}
	for _, r := range voucher.AllReasons() {
		all[statusOf(r)] = append(all[statusOf(r)], r.String())
	}
	return all
}

// problems refers to the problems of statuses.
func problems(statuses ...int) map[string]*huma.Response {
	all := map[string]*huma.Response{}
	for _, status := range statuses {
		text := strconv.Itoa(status)
		all[text] = &huma.Response{Ref: "#/components/responses/Problem" + text}
	}
	return all
}

//go:embed contract.md
var contract string

// introduction is the text before all operations, its tables filled in.
func introduction() string {
	return strings.NewReplacer("{{readings}}", readingsText(), "{{parameters}}", parametersText(), "{{reasons}}", reasonsText(),
		"{{faults}}", faultsText(), "{{events}}", eventsText()).Replace(contract)
}

func table(head []string, rows [][]string) string {
	var b bytes.Buffer
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(head)
	line(slices.Repeat([]string{"---"}, len(head)))
	for _, r := range rows {
		line(r)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func readingsText() string {
	var rows [][]string
	for _, r := range voucher.AllReadings() {
		rows = append(rows, []string{r.String(), r.Question().En, strings.Join(r.Choices(), ", ")})
	}
	return table([]string{"id", "open question", "choices, the default first"}, rows)
}
