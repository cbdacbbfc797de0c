package food

import "github.com/vouch-kz/vouch/reference/voucher"

// Asks reports whether the family is asked when the month's notice goes out: it
// is on the list as frozen, lives in the pilot (t are the terms of its
// residence), and was not asked this month yet (FOOD-NOTICE-001, -002). asked
// is the month of its newest wallet, zero for none.
func (t *Terms) Asks(l *Listing, asked, m voucher.Month) bool {
	return l.Listed && t.Pilot && asked != m
}

// Ask makes the wallet of the month with what is frozen at the question.
func Ask(f voucher.FamilyID, l *Listing, m voucher.Month, at voucher.Instant) Wallet {
	return Wallet{
		Family: f, Month: m, Owner: l.Owner, Residence: l.Residence, First: l.First, Members: l.Members,
		Asked: at, Until: m.Last().End(),
	}
}

// Reminds reports whether the wallet's owner is reminded when the reminder of
// the month falls due: no answer yet, and none sent. A "no" is an answer. The
// day itself exists under reading F31 once only.
func Reminds(w *Wallet) bool {
	return w.Answer == voucher.NoAnswer && !w.Reminded && w.State == voucher.NoVoucher
}
