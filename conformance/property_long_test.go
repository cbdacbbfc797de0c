//go:build long

package conformance_test

import "testing"

// TestPropertiesFindWrongBuilds: each build that is wrong in one way is found, blamed and shown in few steps.
func TestPropertiesFindWrongBuilds(t *testing.T) {
	for _, id := range wrongBuilds {
		t.Run(id, func(t *testing.T) { findWrong(t, id) })
	}
}
