package food

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	notListed        = voucher.Refuse(voucher.NotListed, "FOOD-ELIGIBILITY-001")
	notAsked         = voucher.Refuse(voucher.NotAsked, "FOOD-CONSENT-002")
	channelClosed    = voucher.Refuse(voucher.ChannelClosed, "FOOD-CONSENT-001")
	refusedThisMonth = voucher.Refuse(voucher.RefusedThisMonth, "FOOD-CONSENT-003")
	alreadyCredited  = voucher.Refuse(voucher.AlreadyCredited, "FOOD-CONSENT-001")
	notCredited      = voucher.Refuse(voucher.NotCredited, "FOOD-CONSENT-001")
	alreadyActivated = voucher.Refuse(voucher.AlreadyActivated, "FOOD-EXPIRY-002")
	notActivated     = voucher.Refuse(voucher.NotActivated, "FOOD-EXPIRY-002")
)

// Reply decides whether a reply credits the voucher. w is the newest wallet
// that the person owns, nil for none, and listed whether the person stands on
// the list.
//
// A confirmation counts to the month's end (FOOD-CONSENT-002), also after a
// "no" (FOOD-CONSENT-003); reading F35 final takes that back. A "no" after
// crediting and a malformed reply change nothing.
func (t *Terms) Reply(w *Wallet, listed bool, a voucher.Answer, by voucher.Channel, now voucher.Instant) (credit bool, r *voucher.Refusal) {
	if r := t.mayReply(w, listed, by, now); r != nil {
		return false, r
	}
	switch {
	case a != voucher.Yes:
		return false, nil
	case w.State != voucher.NoVoucher:
		return false, alreadyCredited
	case w.Answer == voucher.No && t.Readings.Is(voucher.F35, voucher.Option):
		return false, refusedThisMonth
	}
	return true, nil
}

// mayReply refuses a reply to a question that is not open, or by a channel that
// reading F36 does not open: SMS by default, the app under its option.
func (t *Terms) mayReply(w *Wallet, listed bool, by voucher.Channel, now voucher.Instant) *voucher.Refusal {
	open := voucher.BySMS
	if t.Readings.Is(voucher.F36, voucher.Option) {
		open = voucher.ByMobile
	}
	if r := t.Running(now); r != nil {
		return r
	}
	switch asked := w != nil && now < w.Until; {
	case !asked && !listed:
		return notListed
	case !asked:
		return notAsked
	case by != open:
		return channelClosed
	}
	return nil
}

// Counts returns the answer that a wallet holds after a reply: a malformed one
// is none, and a "no" after crediting does not count (FOOD-CONSENT-003).
func Counts(w *Wallet, a voucher.Answer) voucher.Answer {
	if a == voucher.Malformed || w.State != voucher.NoVoucher {
		return w.Answer
	}
	return a
}

// ActiveAtOnce reports whether a voucher is active when it is credited: so by
// default, not under reading F10 two_step.
func (t *Terms) ActiveAtOnce() bool { return t.Readings.Is(voucher.F10, voucher.Default) }

// Activate refuses the second step of reading F10 two_step where there is
// nothing to activate. w is the family's newest wallet, nil for none.
func (t *Terms) Activate(w *Wallet, now voucher.Instant) *voucher.Refusal {
	if r := t.Running(now); r != nil {
		return r
	}
	switch {
	case w == nil || w.State == voucher.NoVoucher || now >= w.Until:
		return notCredited
	case w.State == voucher.Active:
		return alreadyActivated
	}
	return nil
}
