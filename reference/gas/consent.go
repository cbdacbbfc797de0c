package gas

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	notListed        = voucher.Refuse(voucher.NotListed, "GAS-ELIGIBILITY-001")
	notAsked         = voucher.Refuse(voucher.NotAsked, "GAS-CONSENT-001")
	channelClosed    = voucher.Refuse(voucher.ChannelClosed, "GAS-CONSENT-001")
	refusedThisMonth = voucher.Refuse(voucher.RefusedThisMonth, "GAS-CONSENT-002")
	answerTooLate    = voucher.Refuse(voucher.WindowClosed, "GAS-CONSENT-003")
)

// AnswersClose returns the first instant at which the month's question is no
// longer open: the end of the 29th, as for activation, or its start under
// reading G10 until_start_of_29 (GAS-CONSENT-001, -003).
func (t *Terms) AnswersClose() voucher.Instant {
	if t.Readings.Is(voucher.G10, voucher.Option) {
		return t.Closes.Plus(-voucher.DayLength)
	}
	return t.Closes
}

// Effect is what a reply brings about.
type Effect uint8

// The effects.
const (
	Nothing Effect = iota // recorded only
	Opens                 // the voucher opens by itself (GAS-OPENING-001)
	Closes                // the month is over for this person (GAS-CONSENT-002)
	Helps                 // a help SMS goes out (GAS-CONSENT-005)
)

// Reply decides what a reply does. c is the claim in the present month, v its
// voucher or the zero value.
func (t *Terms) Reply(c *Claim, v *Voucher, a voucher.Answer, by voucher.Channel, now voucher.Instant) (Effect, *voucher.Refusal) {
	if r := t.mayReply(c, a, by, now); r != nil {
		return Nothing, r
	}
	switch {
	case a == voucher.Malformed:
		return Helps, nil
	case v.State == voucher.Active:
		return Nothing, nil // GAS-CONSENT-004
	case a == voucher.No:
		return t.replyNo(c, v), nil
	case v.State == voucher.Opened:
		return Nothing, nil
	}
	return Opens, nil
}

// mayReply refuses a reply to a question that is not open, and a yes after a no:
// a no stays a no (reading G15), unless reading G12 refusal_reversible is
// chosen.
func (t *Terms) mayReply(c *Claim, a voucher.Answer, by voucher.Channel, now voucher.Instant) *voucher.Refusal {
	switch {
	case !t.Running(now):
		return outsidePeriod
	case !c.Listed:
		return notListed
	case c.Asked == 0:
		return notAsked
	case by == voucher.ByCentre && !t.atCentre(c):
		return channelClosed
	case by == voucher.ByMobile:
		return channelClosed // the gas question is answered by SMS (GAS-CONSENT-001)
	case a == voucher.Yes && c.Answer == voucher.No && t.Readings.Is(voucher.G12, voucher.Default):
		return refusedThisMonth
	case now >= t.AnswersClose():
		return answerTooLate
	}
	return nil
}

// atCentre reports whether a service centre takes the person's answer: under
// reading G16 consent_at_centre, where the SMS did not arrive.
func (t *Terms) atCentre(c *Claim) bool {
	return t.Readings.Is(voucher.G16, voucher.Option) && c.Delivery == voucher.DeliveryFailed
}

// replyNo ends the month, also after a consent (GAS-CONSENT-002), unless
// reading G15 first_reply_wins holds the consent.
func (t *Terms) replyNo(c *Claim, v *Voucher) Effect {
	if v.State == voucher.Opened && t.Readings.Is(voucher.G15, voucher.Option) {
		return Nothing
	}
	if c.Answer == voucher.No {
		return Nothing
	}
	return Closes
}
