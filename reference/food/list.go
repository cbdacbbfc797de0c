package food

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	tooManyRows         = voucher.Refuse(voucher.LimitExceeded, "FOOD-LIST-001")
	familyTwice         = voucher.Refuse(voucher.ValueInvalid, "FOOD-LIST-001")
	dropUnlisted        = voucher.Refuse(voucher.NotListed, "FOOD-LIST-001")
	tooManyMembers      = voucher.Refuse(voucher.LimitExceeded, "FOOD-CREDIT-001")
	memberTwice         = voucher.Refuse(voucher.ValueInvalid, "FOOD-LIST-002")
	ownerNotMember      = voucher.Refuse(voucher.OwnerNotMember, "FOOD-NOTICE-002")
	personInTwoFamilies = voucher.Refuse(voucher.PersonInTwoFamilies, "FOOD-LIST-002")
)

// Listing is a family's entry on the list. The members stand elsewhere, in one
// range that never changes: a change of the entry makes a new range.
type Listing struct {
	Owner     voucher.PersonID
	Residence voucher.Territory
	First     uint32 // place of the first member
	Members   uint32
	Listed    bool
}

// Family is a family's entry on the standing list, now and as it stood before
// the changes of this month.
type Family struct {
	Now     Listing
	Before  Listing       // as it stood when the month Changed began
	Changed voucher.Month // of the latest change
	Wallet  uint32        // place of the newest wallet, 0: never asked
}

// Change puts a new entry in the place of the present one.
func (f *Family) Change(to Listing, m voucher.Month) {
	if f.Changed != m {
		f.Before, f.Changed = f.Now, m
	}
	f.Now = to
}

// Frozen returns the entry that decides the month's question when it goes out
// in month m: as it stands then (FOOD-LIST-001), or, under reading F07
// last_day_of_previous_month, as it stood when the month began.
func (t *Terms) Frozen(f *Family, m voucher.Month) Listing {
	if f.Changed == m && t.Readings.Is(voucher.F07, voucher.Option) {
		return f.Before
	}
	return f.Now
}

// CheckUpdate refuses an update of the list by its length.
func CheckUpdate(rows int) *voucher.Refusal {
	if rows > ListRowsMax {
		return tooManyRows
	}
	return nil
}

// Row is one row of an update with what the list knows of its family and its
// members.
type Row struct {
	Drop    bool
	Listed  bool // the family is on the list now
	Again   bool // the family stands in an earlier row of the same update
	Members int
	Owner   bool // the owner is one of the members
	Twice   bool // a member stands in the row twice
	Counted bool // a member counts in another family (FOOD-LIST-002)
}

// CheckRow refuses a row that cannot be taken; t are the terms of the row's
// residence. Who comes first in the order of the list keeps the person (reading
// F32).
func (t *Terms) CheckRow(row *Row) *voucher.Refusal {
	switch {
	case row.Again:
		return familyTwice
	case row.Drop && !row.Listed:
		return dropUnlisted
	case row.Drop:
		return nil
	case row.Twice:
		return memberTwice
	case row.Members > MembersMax:
		return tooManyMembers
	}
	if r := t.Home(); r != nil {
		return r
	}
	if r := ground(row.Members); r != nil {
		return r
	}
	switch {
	case !row.Owner:
		return ownerNotMember
	case row.Counted:
		return personInTwoFamilies
	}
	return nil
}
