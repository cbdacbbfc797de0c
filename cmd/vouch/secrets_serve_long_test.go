//go:build long

package main

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
)

// TestNoSecretIsLeftByAllSuites: faults, races, lives and everything else leave no
// secret in the log, in the metrics or in the records (BOTH-PRIVACY-001). The suite
// hostile is left out: what stands between and remembers tokens answers broken
// requests itself.
func TestNoSecretIsLeftByAllSuites(t *testing.T) {
	var all []string
	for _, s := range conformance.Suites() {
		if s != conformance.SuiteHostile {
			all = append(all, string(s))
		}
	}
	holdsNoSecretAfter(t, "--suite", strings.Join(all, ","), "--cases", "20", "--families", "10")
}
