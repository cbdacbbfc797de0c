package scenarios_test

import (
	"reflect"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/vouch-kz/vouch/scenarios"
)

// targetsSchemaFile is what editors read, by the first line of a file of targets.
const targetsSchemaFile = "targets.schema.json"

func TestTargetsSchemaIsCurrent(t *testing.T) {
	checkCurrent(t, targetsSchemaFile, generateSchema(t, reflect.TypeFor[scenarios.TargetsFile](), "vouch targets", jsonschema.Definitions{
		"wording": wordingSchema(), "territory": territorySchema(),
	}))
}

// targetsWordSchema describes the types of targets whose words Go cannot spell.
func targetsWordSchema(t reflect.Type) *jsonschema.Schema {
	var words []string
	switch t {
	case reflect.TypeFor[scenarios.TargetMetricWord]():
		words = scenarios.TargetMetrics()
	case reflect.TypeFor[scenarios.FittedPath]():
		words = scenarios.FittedPaths()
	case reflect.TypeFor[scenarios.MonthWord]():
		return &jsonschema.Schema{Type: "string", Pattern: "^2[012][0-9]{2}-[01][0-9]$"}
	default:
		return nil
	}
	one := &jsonschema.Schema{Type: "string"}
	for _, word := range words {
		one.Enum = append(one.Enum, word)
	}
	return one
}
