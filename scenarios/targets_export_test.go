package scenarios

// What the JSON Schema lists, and only the readers know besides.
var (
	FittedPaths   = fittedPaths
	TargetMetrics = targetMetrics
)

// Write writes a value of the target as its file does.
func (t *Target) Write(v int64) string { return FormatValue(t.unit(), v) }
