package gas_test

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// The window of activation ends with the 29th, and in a February without one with the month.
func ExampleTerms_Window() {
	schedule, err := voucher.NewSchedule(gas.Parameters(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, month := range []voucher.Month{voucher.MonthOf(2026, 1), voucher.MonthOf(2026, 2)} {
		terms := gas.TermsAt(schedule, voucher.Readings{}, month.Day(1))
		opens, closes := terms.Window(month)
		fmt.Println(month, opens, closes)
	}
	// Output:
	// 2026-01 2026-01-07T00:00:00+05:00 2026-01-30T00:00:00+05:00
	// 2026-02 2026-02-07T00:00:00+05:00 2026-03-01T00:00:00+05:00
}
