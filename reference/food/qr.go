package food

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	wrongSide      = voucher.Refuse(voucher.RoleNotAllowed, "FOOD-QR-001")
	tooManyCodes   = voucher.Refuse(voucher.LimitExceeded, "FOOD-QR-001")
	codeUnknown    = voucher.Refuse(voucher.CodeUnknown, "FOOD-QR-001")
	codeReplaced   = voucher.Refuse(voucher.CodeReplaced, "FOOD-QR-001")
	codeUsed       = voucher.Refuse(voucher.CodeUsed, "FOOD-QR-001")
	codeExpired    = voucher.Refuse(voucher.CodeExpired, "FOOD-QR-001")
	codeNotScanned = voucher.Refuse(voucher.CodeNotScanned, "FOOD-QR-001")
)

// Code is one QR code that was shown.
type Code struct {
	Until    voucher.Instant // valid before it
	Wallet   uint32          // place of the wallet it charges, 0: no buyer has scanned it
	Store    voucher.StoreID // whose till shows it, 0: the wallet does
	Previous uint32          // sequence of the code that the store showed before, 0: none
	Used     bool
}

// StorePresents reports whether the till shows the code and the buyer scans it
// (reading F33); by default the wallet shows it.
func (t *Terms) StorePresents() bool { return t.Readings.Is(voucher.F33, voucher.Option) }

// Delegated reports whether any counted member may show the code of the
// family's wallet (reading F29); by default its owner alone.
func (t *Terms) Delegated() bool { return t.Readings.Is(voucher.F29, voucher.Option) }

// Side refuses a code on the side that does not show it: the wallet shows it, or
// the till does under reading F33 store_presents.
func (t *Terms) Side(till bool) *voucher.Refusal {
	if till != t.StorePresents() {
		return wrongSide
	}
	return nil
}

// Show refuses a code on a wallet. w is the family's newest wallet, nil for
// none. A wallet without a voucher of this month has no code to show; one with
// an empty balance has: a return may fill it.
func (t *Terms) Show(w *Wallet, now voucher.Instant) *voucher.Refusal {
	if r := t.Running(now); r != nil {
		return r
	}
	if w == nil || now >= w.Until {
		return notCredited
	}
	return valid(w, now)
}

// ShowAtTill refuses a code on a store's till. open is how many of its codes
// are neither used nor out of date.
func (t *Terms) ShowAtTill(s *Store, open int, now voucher.Instant) *voucher.Refusal {
	if open >= OpenCodesMax {
		return tooManyCodes
	}
	if r := t.Running(now); r != nil {
		return r
	}
	return t.Redeems(s)
}

// Scan refuses a buyer's scan of a till's code. c is the code, nil for none, w
// the newest wallet of the buyer's family. A code is scanned once.
func (t *Terms) Scan(c *Code, w *Wallet, now voucher.Instant) *voucher.Refusal {
	if r := t.Running(now); r != nil {
		return r
	}
	switch {
	case c == nil || c.Store == 0:
		return codeUnknown
	case c.Used || c.Wallet != 0:
		return codeUsed
	case now >= c.Until:
		return codeExpired
	}
	return t.Show(w, now)
}

// Until returns the first instant at which a code shown now is out of date.
func (t *Terms) Until(now voucher.Instant) voucher.Instant { return now.Plus(t.CodeLifetime) }

// check refuses a code that cannot pay at the store (FOOD-QR-001): unknown,
// replaced by a newer one of the same wallet, used, out of date, or scanned by
// nobody. A till without a line forwards late, so that its codes are not held
// to their time (reading F19).
func (c *Code) check(sequence uint32, w *Wallet, store voucher.StoreID, offline bool, now voucher.Instant) *voucher.Refusal {
	switch {
	case c.Store != 0 && c.Store != store:
		return codeUnknown
	case w != nil && w.Code != sequence:
		return codeReplaced
	case c.Used:
		return codeUsed
	case now >= c.Until && !offline:
		return codeExpired
	case w == nil:
		return codeNotScanned
	}
	return nil
}
