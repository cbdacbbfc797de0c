package scenarios_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// schema is a JSON Schema as far as ours goes.
type schema map[string]any

func loadSchema(t *testing.T, file string) schema {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var s schema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// under returns the keys of the mapping at a path of properties, sorted.
func (s schema) under(path ...string) []string {
	at := map[string]any(s)
	for _, p := range path {
		at = at["properties"].(map[string]any)[p].(map[string]any)
	}
	return slices.Sorted(maps.Keys(at["properties"].(map[string]any)))
}

// TestSchemaHasTheKeysOfTheReader asks the reader which keys it knows, by a key
// that it does not know.
func TestSchemaHasTheKeysOfTheReader(t *testing.T) {
	s := loadSchema(t, schemaFile)
	known := regexp.MustCompile(`write one of ([a-z, ]+)$`)
	for _, row := range []struct {
		bad  string
		path []string
	}{
		{"zzz: 1", nil},
		{"horizon: {zzz: 1}", []string{"horizon"}},
		{"population: {zzz: 1}", []string{"population"}},
		{"territories: {zzz: 1}", []string{"territories"}},
	} {
		_, err := scenarios.Read("x.yaml", []byte(head+row.bad+"\n"))
		found := known.FindStringSubmatch(fmt.Sprint(err))
		if found == nil {
			t.Fatalf("Read of %q = %v, want a list of keys", row.bad, err)
		}
		got := strings.Split(found[1], ", ")
		slices.Sort(got)
		if want := s.under(row.path...); !slices.Equal(got, want) {
			t.Errorf("%v: the reader knows %v, the schema %v", row.path, got, want)
		}
	}
	var ids []string
	for _, r := range voucher.AllReadings() {
		ids = append(ids, r.String())
	}
	var paths []string
	for _, p := range voucher.AllParameters() {
		paths = append(paths, p.String())
	}
	var figures []string
	for _, f := range scenarios.BaseAssumptions().All() {
		figures = append(figures, f.Path)
	}
	for _, row := range []struct {
		key  string
		want []string
	}{{"readings", ids}, {"set", paths}, {"assumptions", figures}} {
		slices.Sort(row.want)
		if got := s.under(row.key); !slices.Equal(got, row.want) {
			t.Errorf("%s: the schema knows %v, the reader %v", row.key, got, row.want)
		}
	}
}

// TestSchemaAndReaderAgree: what one takes the other takes, and what an editor
// marks is refused.
func TestSchemaAndReaderAgree(t *testing.T) {
	s := loadSchema(t, schemaFile)
	good := []string{
		"seed: 1", "horizon: {from: 2026-01-01}", "population: {families: 0, note: {kk: a}}", "programmes: [gas]",
		"territories: {gas: [110000000], food: ['111010000']}", "readings: {G04: start_of_day_7}",
		"set: {gas.discount.rate: 0.24, gas.territory: {kz: false, 551010000: true}, gas.heating.from: 10-15}",
		"set: {gas.price: {110000000: [{value: 60}, {from: 2026-03-01, value: 61.05}]}, food.period.to: 2026-06-30}",
		"extends: [pilots]", "extends: [pilots, stress]\nseed: 1", "set: {food.mrp@2026-03: 4500, gas.price@2026-03-15: {110000000: 60}}",
		"set: {food.mrp_per_member: {tenge: 6500}, food.offline.floor: {mrp: 2}, gas.price: {mrp: 0.02}, food.offline.floor@2026-03: {mrp: 1}}",
		"change: {food: {add: [350000000, {id: '710000000', from: 2026-03-01}], remove: [551010000]}, gas: {remove: [790000000]}}",
		"change: {stores: {remove: [{share: 0.5}, {territory: 551010000, kind: small, count: 3, from: 2026-02-01}], add: [{territory: 111010000, count: 1}]}}",
		"change: {stores: {add: [{kind: all, share: 0}, {kind: convenience, share: 1, from: 2026-03-01}]}}",
		"events: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05}, b: none, c-2: {kind: sms_outage, from: 2026-02-05, to: 2026-03-05, lost: 0.25, delay_hours: 744}}",
		"events: {a: {kind: service_centres_closed, from: 2026-02-09, to: 2026-02-22, territories: [790000000, '710000000']}}",
		"events: {a: {kind: stores_suspended, from: 2026-02-09, to: 2026-02-22, stores: supermarket, share: 0.3}}",
		"assumptions: {gas_consent.accept_first: 0, service_centres.weekday: [1, 1, 1, 1, 1, 1, 1]}",
	}
	for _, p := range voucher.AllParameters() {
		d := p.Declaration()
		for _, v := range []int64{d.Min, d.Max} {
			if !strings.Contains(d.Path, ".period.") { // the ends of time are not inside a scenario's ten years
				good = append(good, fmt.Sprintf("set: {%s: %s}", d.Path, scenarios.FormatValue(d.Unit, v)))
			}
		}
	}
	for _, r := range voucher.AllReadings() {
		for _, choice := range r.Choices() {
			good = append(good, fmt.Sprintf("readings: {%v: %s}", r, choice))
		}
	}
	for _, src := range good {
		_, err := scenarios.Read("x.yaml", []byte(head+src+"\n"))
		if fault := s.check(t, head+src+"\n"); err != nil || fault != "" {
			t.Errorf("%s\nreader: %v\nschema: %s\nwant both to take it", src, err, fault)
		}
	}
	for _, src := range []string{
		"sweep: 1", "seed: 0", "seed: 1.5", "seed: x", "horizon: {from: soon}", "horizon: {form: 2026-01-01}", "population: {families: -1}",
		"programmes: [both]", "programmes: gas", "territories: {gas: [1]}", "territories: {gas: ['110000001']}", "readings: {G04: x}", "readings: {G01: x}",
		"set: {gas.discount.rate: 1.01}", "set: {gas.discount.rate: -0.01}", "set: {gas.discount.rate: {1: 0.2}}", "set: {food.mrp: {kz: 1}}",
		"set: {food.mrp: []}", "set: {food.mrp: [1]}", "set: {food.mrp: [{from: 2026-03-01}]}", "set: {gas.window.to_day: 1.5}", "set: {x: 1}",
		"set: {gas.heating.from: 7}", "set: {gas.territory: 1}", "assumptions: {x.y: 1}", "assumptions: {gas_consent.accept_first: 1000001}",
		"extends: []", "extends: pilots", "extends: [nowhere.txt]", "set: {food.mrp@March: 4500}", "set: {food.mrp@2026-03: [1]}", "set: {food.mrp: {mrp: 1}}",
		"set: {food.mrp_per_member: {mrp: 1}}", "change: {food: {add: []}}", "change: {food: {add: [1]}}", "change: {food: {add: [{from: 2026-03-01}]}}",
		"change: {food: {move: [551010000]}}", "change: {shops: {}}",
		"change: {stores: {remove: [{kind: small}]}}", "change: {stores: {remove: [{count: 1}]}}", "change: {stores: {add: [{share: 1, count: 1, territory: 551010000}]}}",
		"change: {stores: {add: [{share: 2}]}}", "change: {stores: {add: [{share: 0.1, kind: kiosk}]}}", "change: {stores: {add: []}}", "change: {stores: {move: [{share: 0.1}]}}",
		"events: {a: {kind: flood, from: 2026-02-05, to: 2026-02-05}}", "events: {a: {from: 2026-02-05, to: 2026-02-05}}", "events: {a: {kind: sms_outage, from: 2026-02-05}}",
		"events: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05, lost: 1.5}}", "events: {A b: none}", "events: {a: nothing}", "events: [none]",
		"events: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05, delay_hours: 745}}", "events: {a: {kind: service_centres_closed, from: 2026-02-05, to: 2026-02-05, lost: 1}}",
		"assumptions: {service_centres.weekday: [1]}", "population: {note: {de: x}}", "population: {note: {}}",
	} {
		_, err := scenarios.Read("x.yaml", []byte(head+src+"\n"))
		if fault := s.check(t, head+src+"\n"); err == nil || fault == "" {
			t.Errorf("%s\nreader: %v\nschema: %s\nwant both to refuse it", src, err, fault)
		}
	}
}

// TestSchemaTakesThePolicies: an editor marks nothing in our own files, and each
// names the schema on its first line.
func TestSchemaTakesThePolicies(t *testing.T) {
	s := loadSchema(t, schemaFile)
	for _, p := range scenarios.Library() {
		data, err := os.ReadFile(filepath.Join("policy", p.ID+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if fault := s.check(t, string(data)); fault != "" {
			t.Errorf("%s: %s", p.ID, fault)
		}
		if first, _, _ := strings.Cut(string(data), "\n"); first != "# yaml-language-server: $schema=../"+schemaFile {
			t.Errorf("%s begins with %q, want the line by which editors find the schema", p.ID, first)
		}
	}
}

// check returns the first thing in a file that the schema does not take, or "".
func (s schema) check(t *testing.T, src string) string {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(src), &v); err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	return s.fault(s, v, "")
}

// fault holds a value against a part of the schema, by the words that ours uses.
func (s schema) fault(part map[string]any, v any, at string) string {
	if ref, ok := part["$ref"].(string); ok {
		part = s["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	f, isNumber := asFloat(v)
	if kind, ok := part["type"].(string); ok && !isKind(v, kind) {
		return fmt.Sprintf("%s: %v is no %s", at, v, kind)
	}
	if want, ok := part["const"]; ok && (!isNumber || f != want) {
		return fmt.Sprintf("%s: %v is not %v", at, v, want)
	}
	if enum, ok := part["enum"].([]any); ok && !slices.Contains(enum, v) {
		return fmt.Sprintf("%s: %v is none of %v", at, v, enum)
	}
	if ways, ok := part["anyOf"].([]any); ok {
		fits := func(way any) bool { return s.fault(way.(map[string]any), v, at) == "" }
		if !slices.ContainsFunc(ways, fits) {
			return fmt.Sprintf("%s: %v fits nothing", at, v)
		}
	}
	if p, ok := part["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(fmt.Sprint(v)) {
		return fmt.Sprintf("%s: %v is not of the form %s", at, v, p)
	}
	if isNumber && (f < limit(part, "minimum", f) || f > limit(part, "maximum", f)) {
		return fmt.Sprintf("%s: %v is outside its bounds", at, v)
	}
	switch v := v.(type) {
	case []any:
		return s.faultOfList(part, v, at)
	case map[string]any:
		return s.faultOfMapping(part, v, at)
	}
	return ""
}

func (s schema) faultOfList(part map[string]any, list []any, at string) string {
	if n := float64(len(list)); n < limit(part, "minItems", n) || n > limit(part, "maxItems", n) {
		return fmt.Sprintf("%s: %v entries", at, n)
	}
	for _, v := range list {
		if items, ok := part["items"].(map[string]any); ok {
			if fault := s.fault(items, v, at+"[]"); fault != "" {
				return fault
			}
		}
	}
	return ""
}

func (s schema) faultOfMapping(part, mapping map[string]any, at string) string {
	if n := float64(len(mapping)); n < limit(part, "minProperties", n) {
		return fmt.Sprintf("%s: %v keys", at, n)
	}
	required, _ := part["required"].([]any)
	for _, key := range required {
		if _, ok := mapping[key.(string)]; !ok {
			return fmt.Sprintf("%s: %v is missing", at, key)
		}
	}
	known, _ := part["properties"].(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(mapping)) {
		if names, ok := part["propertyNames"].(map[string]any); ok {
			if fault := s.fault(names, key, at); fault != "" {
				return fault
			}
		}
		way, ok := known[key]
		patterns, _ := part["patternProperties"].(map[string]any)
		for form, fits := range patterns {
			if !ok && regexp.MustCompile(form).MatchString(key) {
				way, ok = fits, true
			}
		}
		if !ok {
			way = part["additionalProperties"]
		}
		if way == false {
			return fmt.Sprintf("%s: unknown key %s", at, key)
		}
		if way, ok := way.(map[string]any); ok {
			if fault := s.fault(way, mapping[key], at+"."+key); fault != "" {
				return fault
			}
		}
	}
	return ""
}

func isKind(v any, kind string) bool {
	f, isNumber := asFloat(v)
	switch kind {
	case "number":
		return isNumber
	case "integer":
		return isNumber && f == float64(int64(f))
	case "string":
		_, ok := v.(string)
		return ok
	case "boolean":
		_, ok := v.(bool)
		return ok
	case "array":
		_, ok := v.([]any)
		return ok
	case "object":
		_, ok := v.(map[string]any)
		return ok
	}
	panic("no such type: " + kind)
}

func asFloat(v any) (float64, bool) {
	switch v := v.(type) {
	case uint64:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// limit returns a bound of the schema, or what it would bound where it has none.
func limit(part map[string]any, key string, otherwise float64) float64 {
	if f, ok := part[key].(float64); ok {
		return f
	}
	return otherwise
}
