package conformance

// vacuous names what a run of many lives never met although a check is about
// it.
func vacuous(string, *Transcript) []string { return nil }
