package gas

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	accountTaken        = voucher.Refuse(voucher.AccountTaken, "GAS-ACCOUNT-002")
	accountTakenSince   = voucher.Refuse(voucher.AccountTaken, "GAS-ACCOUNT-001")
	providerUnavailable = voucher.Refuse(voucher.ProviderUnavailable, "GAS-ACCOUNT-003")
	accountUnknown      = voucher.Refuse(voucher.AccountUnknown, "GAS-ACCOUNT-003")
	accountOfAnother    = voucher.Refuse(voucher.AccountOfAnother, "GAS-ACCOUNT-003")
)

// taken reports whether the account carries an activated voucher of the month.
// An account without a registry entry carries none.
func (a *Account) taken(m voucher.Month) bool { return a.By != 0 && a.Taken == m }

// CheckAccount asks the provider (GAS-ACCOUNT-003): an outage is neither a yes
// nor a no, an unknown account is refused. Reading G20: whose account it is
// does not matter, unless require_owner_match is chosen.
func (t *Terms) CheckAccount(a *Account, down bool, person voucher.PersonID) *voucher.Refusal {
	switch {
	case down:
		return providerUnavailable
	case !a.Known:
		return accountUnknown
	case t.Readings.Is(voucher.G20, voucher.Option) && a.Owner != person:
		return accountOfAnother
	}
	return nil
}
