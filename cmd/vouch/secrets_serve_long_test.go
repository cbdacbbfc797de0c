//go:build long

package main

import "testing"

// TestNoSecretIsLeftByAllSuites: hostile input, faults, races and everything else leave no
// secret in the log, in the metrics or in the records (BOTH-PRIVACY-001).
func TestNoSecretIsLeftByAllSuites(t *testing.T) {
	holdsNoSecretAfter(t, "--cases", "20", "--families", "10")
}
