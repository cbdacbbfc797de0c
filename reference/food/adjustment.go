package food

import "github.com/vouch-kz/vouch/reference/voucher"

var changeInPast = voucher.Refuse(voucher.ParameterInPast, "FOOD-ADJUSTMENT-001")

// Adjust refuses a correction of the rules that is not possible: an unknown
// parameter, a value out of bounds, or a day that has begun. A change holds from
// a midnight to come, so that it never alters the past (FOOD-ADJUSTMENT-001).
func Adjust(s *voucher.Setting, today voucher.Day) *voucher.Refusal {
	if r := s.Check(); r != nil {
		return r
	}
	if s.From <= today {
		return changeInPast
	}
	return nil
}
