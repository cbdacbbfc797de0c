package conformance

import (
	"github.com/vouch-kz/vouch/reference/voucher"
)

// A build that makes no worlds, such as a staging system, has people and sums that
// somebody works with. The doctor changes nothing there: it reads what the first of
// its test identities may read, and asks for what nobody but the authorised body may.

// standing reports whether the build has one state, which stands, and test
// identities that its operator named.
func (d *doctor) standing() bool {
	return d.gone == (voucher.Text{}) && d.target.Wire != nil && d.target.Wire.Standing()
}

// reads sees a yes, a no, and the reason of the no, all of them of records.
func (d *doctor) reads() {
	system, err := d.target.World.New(d.ctx, &voucher.Setup{Readings: d.caps.Readings})
	if err != nil {
		d.fail(nameAnswers, err, fixPeople)
		d.say(nameReasons, NotLooked, saidNoAsking, allWell)
		return
	}
	own := ownQuery(voucher.AskGasWallet)
	if d.caps.Programmes&voucher.Food != 0 {
		own = ownQuery(voucher.AskFoodWallet)
		own.Family = storeFamily
	}
	yes, err := system.Query(d.ctx, &own)
	if err != nil {
		d.fail(nameAnswers, err, fixOwnRead(own.Kind))
		d.say(nameReasons, NotLooked, saidNoRefusal, allWell)
		return
	}
	others := voucher.Query{Kind: voucher.AskLedger, Month: voucher.MonthOf(2026, 2), Actor: own.Actor}
	no, err := system.Query(d.ctx, &others)
	switch {
	case err != nil:
		d.fail(nameAnswers, err, fixLedgerRefused)
		d.say(nameReasons, NotLooked, saidNoRefusal, allWell)
		return
	case yes.Refusal != nil:
		d.say(nameAnswers, Sick, saidOwnRefused(own.Kind, refusalText(yes.Refusal)), fixOwnRecord)
	case no.Refusal == nil:
		d.say(nameAnswers, Sick, saidLedgerShown, fixLedgerShown)
	default:
		d.say(nameAnswers, Healthy, saidReads(own.Kind), allWell)
	}
	d.reason(no.Refusal, voucher.RoleNotAllowed)
}
