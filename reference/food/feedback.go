package food

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	scoreInvalid   = voucher.Refuse(voucher.ValueInvalid, "FOOD-FEEDBACK-001")
	notARater      = voucher.Refuse(voucher.NotRecipient, "FOOD-FEEDBACK-001")
	notAnAppellant = voucher.Refuse(voucher.NotRecipient, "FOOD-FEEDBACK-002")
	appealClosed   = voucher.Refuse(voucher.AppealClosed, "FOOD-FEEDBACK-002")
)

// Appeal is one appeal through e-Otinish.
type Appeal struct {
	Person   voucher.PersonID
	Filed    voucher.Instant
	Answered voucher.Instant // zero: open
}

// Rate refuses a rating off the scale, and one by a person who never was on the
// list: recipients rate, also after they have left it (FOOD-FEEDBACK-001).
func Rate(recipient bool, score uint8) *voucher.Refusal {
	switch {
	case score < ScoreMin || score > ScoreMax:
		return scoreInvalid
	case !recipient:
		return notARater
	}
	return nil
}

// File refuses an appeal by a person who never was on the list
// (FOOD-FEEDBACK-002). Whoever was listed may appeal without ever having had a
// voucher: that may be what the appeal is about.
func File(recipient bool) *voucher.Refusal {
	if !recipient {
		return notAnAppellant
	}
	return nil
}

// Close refuses a second answer to an appeal.
func Close(a *Appeal) *voucher.Refusal {
	if a.Answered != 0 {
		return appealClosed
	}
	return nil
}
