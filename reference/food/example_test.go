package food_test

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// A voucher is worth a monthly calculation index for each member of the family.
func ExampleTerms_Face() {
	schedule, err := voucher.NewSchedule(food.Parameters(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	const kokshetau voucher.Territory = 111010000
	terms := food.TermsAt(schedule, voucher.Readings{}, kokshetau, voucher.MonthOf(2026, 2).Day(1))
	for _, members := range []uint32{1, 4} {
		fmt.Println(members, terms.Face(members))
	}
	// Output:
	// 1 4325.00
	// 4 17300.00
}
