package conformance_test

import (
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
)

// TestReferenceInGoTest is what a build in Go has in its own tests.
func TestReferenceInGoTest(t *testing.T) {
	conformance.Test(t, reference.World{}, conformance.Options{
		Oracle: reference.World{}, Suites: []conformance.Suite{conformance.SuiteStories, conformance.SuiteStore}})
}
