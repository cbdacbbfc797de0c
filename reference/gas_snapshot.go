package reference

import (
	"cmp"
	"slices"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// walk visits the gas records.
func (g *gasState) walk(w *walker, now voucher.Instant) {
	each(w, &g.Claims, walkClaim)
	walkSlab(w, &g.Vouchers, walkGasVoucher)
	each(w, &g.Accounts, walkAccount)
	each(w, &g.Down, bit)
	each(w, &g.Lists, walkList)
	walkSlab(w, &g.Receipts, walkReceipt)
	each(w, &g.Deferred, walkDeferred)
	// A reminder that was due has been looked at, and the order of a heap says
	// nothing: what counts is what is still to come.
	pending := slices.DeleteFunc(slices.Clone([]reminder(g.Reminders)), func(r reminder) bool { return r.Due <= now })
	slices.SortFunc(pending, func(a, b reminder) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Person, b.Person))
	})
	each(w, &pending, func(w *walker, r *reminder) {
		word(w, &r.Due)
		word(w, &r.Person)
	})
	if w.mode == reading {
		g.Reminders = pending // sorted, hence a heap
	}
}

func walkClaim(w *walker, c *gas.Claim) {
	word(w, &c.Residence)
	word(w, &c.Reasons)
	bit(w, &c.Listed)
	bit(w, &c.Standing)
	word(w, &c.Month)
	word(w, &c.Asked)
	word(w, &c.Answer)
	word(w, &c.Delivery)
	word(w, &c.Reminders)
	word(w, &c.Step)
	word(w, &c.Voucher)
	walkKey(w, &c.Account)
	word(w, &c.Entry)
}

func walkGasVoucher(w *walker, v *gas.Voucher) {
	word(w, &v.Person)
	word(w, &v.Month)
	word(w, &v.State)
	word(w, &v.Cause)
	word(w, &v.Class)
	word(w, &v.People)
	word(w, &v.Activated)
	walkKey(w, &v.Account)
	word(w, &v.Before)
}

func walkAccount(w *walker, a *gas.Account) {
	walkKey(w, &a.Key)
	word(w, &a.Class)
	word(w, &a.People)
	bit(w, &a.Known)
	word(w, &a.Owner)
	word(w, &a.Taken)
	word(w, &a.By)
	word(w, &a.Receipt)
}

func walkList(w *walker, l *gas.List) {
	word(w, &l.Provider)
	word(w, &l.Month)
	word(w, &l.Attempts)
	word(w, &l.Rows)
	word(w, &l.Sent)
	word(w, &l.Next)
	word(w, &l.Acknowledged)
}

func walkReceipt(w *walker, r *receipt) {
	word(w, &r.At)
	word(w, &r.Month)
	word(w, &r.Revision)
	word(w, &r.Account)
	word(w, &r.Previous)
	word(w, &r.Voucher)
	word(w, &r.Volume)
	word(w, &r.Charge)
	word(w, &r.Discount)
}

func walkDeferred(w *walker, r *deferredRow) {
	word(w, &r.Person)
	word(w, &r.Residence)
	word(w, &r.Reasons)
	bit(w, &r.Drop)
}
