package conformance

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// A build that makes no worlds, such as a staging system, has people and sums that
// somebody works with. The doctor changes nothing there: it reads what the first of
// its test identities may read, and asks for what nobody but the authorised body may.

// standing reports whether the build has one state, which stands, and test
// identities that its operator named.
func (d *doctor) standing() bool {
	return d.gone == "" && d.target.Wire != nil && d.target.Wire.Standing()
}

// reads sees a yes, a no, and the reason of the no, all of them of records.
func (d *doctor) reads() {
	system, err := d.target.World.New(d.ctx, &voucher.Setup{Readings: d.caps.Readings})
	if err != nil {
		d.fail(nameAnswers, err, "mend the file of people")
		d.say(nameReasons, NotLooked, "nothing was asked", "")
		return
	}
	own := ownQuery(voucher.AskGasWallet)
	if d.caps.Programmes&voucher.Food != 0 {
		own = ownQuery(voucher.AskFoodWallet)
		own.Family = storeFamily
	}
	yes, err := system.Query(d.ctx, &own)
	if err != nil {
		d.fail(nameAnswers, err, "answer GET …/records/"+own.Kind.String()+" to the first of people, whose token and id stand in the file of people")
		d.say(nameReasons, NotLooked, "nothing was refused", "")
		return
	}
	others := voucher.Query{Kind: voucher.AskLedger, Month: voucher.MonthOf(2026, 2), Actor: own.Actor}
	no, err := system.Query(d.ctx, &others)
	switch {
	case err != nil:
		d.fail(nameAnswers, err, "refuse GET …/records/ledger to a citizen with a problem and its reason")
		d.say(nameReasons, NotLooked, "nothing was refused", "")
		return
	case yes.Refusal != nil:
		d.say(nameAnswers, Sick, fmt.Sprintf("the first of people may not read %s of their own: %s", own.Kind, d.no(yes.Refusal)), "look at the token and the ids in the file of people, and whether this person has a wallet there")
	case no.Refusal == nil:
		d.say(nameAnswers, Sick, "the ledger is shown to a citizen", "refuse it with role-not-allowed: what everybody may read proves nothing")
	default:
		d.say(nameAnswers, Healthy, fmt.Sprintf("the first of people reads %s of their own, and the ledger is kept from them", own.Kind), "")
	}
	d.reason(no.Refusal, voucher.RoleNotAllowed)
}
