package conformance

// wireChecks are what only a wire has.
func wireChecks() []Check { return nil }
