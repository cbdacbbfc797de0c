package conformance

// propertyChecks are the random lives.
func propertyChecks() []Check { return nil }
