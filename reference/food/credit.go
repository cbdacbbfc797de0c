package food

import "github.com/vouch-kz/vouch/reference/voucher"

// Face returns what a voucher is worth: MRP × members × regional coefficient,
// rounded half-up to a tiyn, once a family (FOOD-CREDIT-001, -002). t are the
// terms of the family's residence on the first day of the voucher month
// (reading F05): every number of the formula is the one of that day.
//
// The coefficient is never above 1 + the set maximum markup of that day, also
// where a lower maximum is tried. All members who receive ASP count; reading F04
// max_members counts no more than the parameter says.
func (t *Terms) Face(members uint32) voucher.Money {
	if t.Readings.Is(voucher.F04, voucher.Option) {
		members = min(members, t.MembersMax)
	}
	coefficient := min(t.Coefficient, shareBase+t.Markup)
	return t.MRP.ShareHalfUp(t.MRPPerMember*coefficient*int64(members), shareBase*shareBase)
}
