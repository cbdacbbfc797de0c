package conformance

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// pick draws one of a few values.
func pick[V any](l *country, name string, values ...V) V {
	return rapid.SampledFrom(values).Draw(l.t, name)
}

// chance draws a yes once in n times; it shrinks to no.
func (l *country) chance(name string, n int) bool {
	return rapid.IntRange(0, n-1).Draw(l.t, name) == n-1
}

// person draws a person, one in sixteen of whom does not exist.
func (l *country) person() voucher.PersonID {
	if l.chance("dangling", 16) {
		return pick(l, "nobody", voucher.PersonID(0), people+1)
	}
	return voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person"))
}

// speaker draws who acts for a person: mostly the citizen, the centre's operator
// now and then, a stranger rarely.
func (l *country) speaker(p voucher.PersonID) (voucher.Role, uint32) {
	switch rapid.IntRange(0, 15).Draw(l.t, "speaker") {
	case 13, 14:
		return voucher.Operator, 1
	case 15:
		return voucher.Citizen, uint32(p) + 1
	}
	return voucher.Citizen, uint32(p)
}

// role draws who asks: mostly the one whose matter it is, rarely another.
func (l *country) role(r voucher.Role) voucher.Role {
	if l.chance("another role", 24) {
		return voucher.Role(rapid.IntRange(1, int(voucher.AuthorisedBody)).Draw(l.t, "role"))
	}
	return r
}

// account draws an account: of the registry, another provider's, or one that
// nobody knows.
func (l *country) account() (voucher.ProviderID, voucher.AccountNumber) {
	n := len(l.setup.Accounts)
	i := rapid.IntRange(0, n+1).Draw(l.t, "account")
	if i < n {
		return l.setup.Accounts[i].Provider, l.setup.Accounts[i].Number
	}
	return 1, voucher.MakeAccountNumber(uint64(i), 9)
}

// text draws a reply as people type it.
func (l *country) text() string {
	return pick(l, "text", "да", "нет", "ИӘ.", "жоқ", "1", "2", "что это?", "")
}

// month draws a month about now.
func (l *country) month() voucher.Month {
	return l.now().Month() - voucher.Month(rapid.IntRange(0, 2).Draw(l.t, "months ago"))
}

// about goes on to an instant, or to a second beside it. It mostly stays where
// the instant lies days ahead, or a life would run through its months with
// little in them; whether it went is returned.
func (l *country) about(at voucher.Instant) bool {
	if at > l.now().Plus(2*voucher.DayLength) && !l.chance("far", 3) {
		return false
	}
	l.to(max(l.now(), min(horizon, at.Plus(pick(l, "beside", nearBy...)))))
	return true
}
