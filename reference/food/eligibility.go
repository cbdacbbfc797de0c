package food

import "github.com/vouch-kz/vouch/reference/voucher"

var noGround = voucher.Refuse(voucher.NoGround, "FOOD-ELIGIBILITY-001")

// ground refuses a family in which nobody receives ASP. Being on the list is
// the only way in: there is no application (FOOD-ELIGIBILITY-001, -002).
func ground(members int) *voucher.Refusal {
	if members == 0 {
		return noGround
	}
	return nil
}
