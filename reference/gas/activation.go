package gas

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	providerOutside  = voucher.Refuse(voucher.OutsideTerritory, "GAS-TERRITORY-002")
	deviceOwner      = voucher.Refuse(voucher.DeviceOwner, "GAS-CHANNEL-002")
	consentMissing   = voucher.Refuse(voucher.ConsentMissing, "GAS-CONSENT-001")
	alreadyActivated = voucher.Refuse(voucher.AlreadyActivated, "GAS-OPENING-002")
	accountMissing   = voucher.Refuse(voucher.StepOutOfOrder, "GAS-ACTIVATION-001")
	offerNotAccepted = voucher.Refuse(voucher.StepOutOfOrder, "GAS-OFFER-001")
	offerOutdated    = voucher.Refuse(voucher.OfferOutdated, "GAS-OFFER-001")
	nothingToCancel  = voucher.Refuse(voucher.NothingToCancel, "GAS-ACTIVATION-002")
)

// Attempt is what a step of activation is decided on.
type Attempt struct {
	Claim   *Claim   // in the present month
	Voucher *Voucher // the claim's, or the zero value
	Account *Account // the one entered, or the zero value where no registry has it
	Person  voucher.PersonID
	By      voucher.Channel
	Now     voucher.Instant
	Edition uint32 // of the offer that was shown (AcceptOffer)
	Device  bool   // the person has one
	InPilot bool   // the account's provider lies in a pilot territory
	Down    bool   // the provider's system does not answer
}

// EnterAccount decides the first step: the account is checked for a voucher of
// this month as soon as it is entered (GAS-ACCOUNT-002), then the offer is
// shown. Until "confirm" another account may be entered (GAS-ACTIVATION-002).
func (t *Terms) EnterAccount(a *Attempt) *voucher.Refusal {
	if r := t.mayActivate(a); r != nil {
		return r
	}
	if a.Account.taken(t.Month) {
		return accountTaken
	}
	if t.Readings.Is(voucher.G34, voucher.Option) {
		return t.CheckAccount(a.Account, a.Down, a.Person) // check_before_offer
	}
	return nil
}

// AcceptOffer decides "continue": without it the way ends (GAS-OFFER-001), and
// it sends the account to its provider (GAS-ACCOUNT-003).
func (t *Terms) AcceptOffer(a *Attempt) *voucher.Refusal {
	if r := t.mayActivate(a); r != nil {
		return r
	}
	switch {
	case a.Claim.Step < Entered:
		return accountMissing
	case a.Edition != t.OfferEdition:
		return offerOutdated
	case t.Readings.Is(voucher.G34, voucher.Option):
		return nil // asked before the offer
	}
	return t.CheckAccount(a.Account, a.Down, a.Person)
}

// Confirm decides the last step, the only one that activates. Duplicate, window
// and consent are checked again (GAS-ACTIVATION-001): between "continue" and
// "confirm" another recipient may have taken the account.
func (t *Terms) Confirm(a *Attempt) *voucher.Refusal {
	if r := t.mayActivate(a); r != nil {
		return r
	}
	switch {
	case a.Claim.Step < Entered:
		return accountMissing
	case a.Claim.Step < Continued:
		return offerNotAccepted
	case a.Account.taken(t.Month):
		return accountTakenSince
	}
	return nil
}

// Cancel decides whether a confirmation is undone: never, unless reading G22
// allow_cancel_until_29 is chosen and the window is open (GAS-ACTIVATION-002).
func (t *Terms) Cancel(v *Voucher, now voucher.Instant) *voucher.Refusal {
	if v.State != voucher.Active || t.Readings.Is(voucher.G22, voucher.Default) || t.inWindow(now) != nil {
		return nothingToCancel
	}
	return nil
}

// mayActivate holds what every step demands, in order of precedence.
func (t *Terms) mayActivate(a *Attempt) *voucher.Refusal {
	c, v := a.Claim, a.Voucher
	switch {
	case !t.Running(a.Now):
		return outsidePeriod
	case !a.InPilot:
		return providerOutside
	case !c.Listed && v.State != voucher.Active:
		return notListed // dropped before activation (GAS-LIST-003), or never listed
	case a.By == voucher.ByCentre && a.Device && t.Readings.Is(voucher.G37, voucher.Option):
		return deviceOwner
	case c.Answer == voucher.No:
		return refusedThisMonth
	}
	if r := t.inWindow(a.Now); r != nil {
		return r
	}
	switch v.State {
	case voucher.Opened:
		return nil
	case voucher.Active:
		return alreadyActivated
	}
	return consentMissing
}
