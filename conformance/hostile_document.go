package conformance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// The contract's document as a stranger reads it who wants to break a build: which
// operations there are, which members their bodies have, and what may stand in each.
// It is read by itself and not by a library, since those leave out what stands beside
// a reference to a schema.

// schema is what the document says of a value.
type schema struct {
	Ref        string             `json:"$ref"`
	Type       string             `json:"type"`
	Pattern    string             `json:"pattern"`
	Format     string             `json:"format"`
	Enum       []string           `json:"enum"`
	Minimum    *float64           `json:"minimum"`
	Maximum    *float64           `json:"maximum"`
	Items      *schema            `json:"items"`
	Properties map[string]*schema `json:"properties"`
	Required   []string           `json:"required"`
}

// parameter is one of a path, a query string or the headers.
type parameter struct {
	Ref    string  `json:"$ref"`
	Name   string  `json:"name"`
	In     string  `json:"in"`
	Schema *schema `json:"schema"`
}

// endpoint is one operation of the contract.
type endpoint struct {
	id, method, path string
	roles            []string
	query            []parameter
	body             *schema // nil: none
	example          *node   // of the body
}

// control reports whether it is one of the control plane.
func (o *endpoint) control() bool { return strings.HasPrefix(o.path, wire.ControlPath) }

// command reports whether it is one of a programme's commands.
func (o *endpoint) command() bool { return strings.HasPrefix(o.path, wire.CommandPath) }

// contract is the document.
type contract struct {
	Paths map[string]map[string]struct {
		ID          string      `json:"operationId"`
		Roles       []string    `json:"x-roles"`
		Parameters  []parameter `json:"parameters"`
		RequestBody struct {
			Content map[string]struct {
				Schema  *schema         `json:"schema"`
				Example json.RawMessage `json:"example"`
			} `json:"content"`
		} `json:"requestBody"`
	} `json:"paths"`
	Components struct {
		Schemas map[string]*schema `json:"schemas"`
	} `json:"components"`
}

// theContract reads the document, and its operations in the order of their paths, those
// of the control plane last.
var theContract = sync.OnceValues(func() (*contract, []endpoint) {
	var c contract
	if err := json.Unmarshal(wire.Document(), &c); err != nil {
		panic("conformance: the contract's document: " + err.Error()) // a part of the program
	}
	var all []endpoint
	for path, methods := range c.Paths {
		for method, row := range methods {
			o := endpoint{id: row.ID, method: strings.ToUpper(method), path: path, roles: row.Roles}
			for _, p := range row.Parameters {
				if p.In == "query" {
					o.query = append(o.query, p)
				}
			}
			if content, ok := row.RequestBody.Content["application/json"]; ok {
				o.body, o.example = content.Schema, parseNode(content.Example)
			}
			all = append(all, o)
		}
	}
	order := func(o *endpoint) string {
		if o.control() {
			return "~" + o.path + o.method // behind all letters
		}
		return o.path + o.method
	}
	slices.SortFunc(all, func(a, b endpoint) int { return strings.Compare(order(&a), order(&b)) })
	return &c, all
})

// of follows a reference.
func (c *contract) of(s *schema) *schema {
	if s == nil {
		return &schema{}
	}
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		return c.of(c.Components.Schemas[name])
	}
	return s
}

// least are members that the contract bounds in words, by schema and name: it says
// "above zero" or "not negative" where its types alone allow more.
var least = map[string]int64{
	"PurchaseLine/quantity": 1, "PurchaseLine/price": 0, "RefundLine/quantity": 1, "RefundLine/line": 0, "Rate/score": 1,
	"Deliver/quantity": 1, "Deliver/price": 0,
}

// admits says what is wrong with a JSON text where the contract wants a value of a
// schema; "" where it may stand there. Only what every reader of JSON agrees on
// counts: 1.0 is a whole number for some of them.
func (c *contract) admits(s *schema, text string) string {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || d.InputOffset() != int64(len(text)) {
		return "no JSON"
	}
	return c.allows(s, v)
}

// numberMost is where no build can hold a whole number any more (the contract's
// sums end far below, at 2^53).
const numberMost = 1 << 62

func (c *contract) allows(s *schema, v any) string {
	s = c.of(s)
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return wrongType(s, "boolean")
	case json.Number:
		if s.Type != "integer" {
			return wrongType(s, "integer")
		}
		n, err := strconv.ParseFloat(v.String(), 64)
		switch {
		case err != nil, n >= numberMost, n <= -numberMost:
			return "out of range"
		case n != float64(int64(n)):
			return "a fraction"
		case s.Minimum != nil && n < *s.Minimum, s.Maximum != nil && n > *s.Maximum:
			return "out of range"
		}
		return ""
	case string:
		if s.Type == "string" && !s.holds(v) {
			return "another form"
		}
		return wrongType(s, "string")
	case []any:
		for _, item := range v {
			if s.Type == "array" && c.allows(s.Items, item) != "" {
				return "a wrong item"
			}
		}
		return wrongType(s, "array")
	}
	return wrongType(s, "object")
}

func wrongType(s *schema, kind string) string {
	if s.Type == "" || s.Type == kind {
		return ""
	}
	return "another type"
}

// holds reports whether a text has the form of a schema.
func (s *schema) holds(text string) bool {
	switch {
	case s.Enum != nil && text != "" && !slices.Contains(s.Enum, text):
		return false // an empty text may stand for none
	case s.Pattern != "" && text != "":
		return pattern(s.Pattern).MatchString(text)
	case s.Format == "date-time" && text != "":
		_, err := time.Parse(time.RFC3339, strings.ToUpper(text))
		return err == nil
	case s.Format == "date" && text != "":
		_, err := time.Parse(time.DateOnly, text)
		return err == nil
	}
	return true
}

var patterns sync.Map

func pattern(text string) *regexp.Regexp {
	if known, ok := patterns.Load(text); ok {
		return known.(*regexp.Regexp)
	}
	made := regexp.MustCompile(text)
	patterns.Store(text, made)
	return made
}

// bounded is a schema with the least value that the contract names in words.
func (c *contract) bounded(parent string, name string, s *schema) *schema {
	low, ok := least[parent+"/"+name]
	if !ok {
		return c.of(s)
	}
	own, bound := *c.of(s), float64(low)
	own.Minimum = &bound
	return &own
}

// actorFor is who may call an operation in the world of these checks.
func actorFor(o *endpoint) voucher.Actor {
	if len(o.roles) == 0 {
		return voucher.Actor{}
	}
	for r := voucher.Citizen; r.String() != ""; r++ {
		if r.String() != o.roles[0] {
			continue
		}
		switch r {
		case voucher.Citizen, voucher.Operator, voucher.StoreTill, voucher.GasProvider:
			return voucher.Actor{Role: r, ID: 1}
		case voucher.LocalBody:
			return voucher.Actor{Role: r, ID: uint32(StoreSetup().Stores[0].Territory)}
		}
		return voucher.Actor{Role: r}
	}
	panic(fmt.Sprintf("conformance: %s may be called by %q, which is no role", o.id, o.roles[0]))
}

// rough is an operation's request as the contract has it, before it is spoiled.
func (o *endpoint) rough() wire.Rough {
	r := wire.Rough{Method: o.method, Target: o.path, Unnamed: o.roles == nil}
	if o.control() {
		r.Control, r.Target = true, strings.TrimPrefix(o.path, wire.ControlPath)
	}
	if o.method == http.MethodDelete {
		r.Target = "/worlds/no-such-world" // the world of the check is still needed
	}
	return r
}
