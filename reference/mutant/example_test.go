package mutant_test

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/mutant"
)

// A mutant is a voucher.World like any other, and says which demand it breaks.
func ExampleLookup() {
	m, ok := mutant.Lookup("gas-window-closes-a-day-late")
	fmt.Println(ok, m.Requirement, "–", m.Title.En)
	// Output: true GAS-WINDOW-001 – activation closes with the 30th
}
