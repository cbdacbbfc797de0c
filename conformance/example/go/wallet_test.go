// Package wallet_test judges a build in Go from the build's own module.
package wallet_test

import (
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
)

// TestConformance: here the reference stands for the build; put yours in its place, as a
// voucher.World, or by conformance.Of with a function that makes a fresh system of it.
func TestConformance(t *testing.T) {
	conformance.Test(t, reference.World{}, conformance.Options{Oracle: reference.World{}, Profile: "gas-core"})
}
