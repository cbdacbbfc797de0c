package conformance

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Probe is one thing that the doctor looked at.
type Probe struct {
	Name  voucher.Text // "accepts and refuses"
	State ProbeState
	Said  voucher.Text // what was seen, with quotations as in Result.Why
	Fix   voucher.Text // what to do about it; zero where all is well
}

// ProbeState is how a probe came out.
type ProbeState string

// The states.
const (
	Healthy   ProbeState = "ok"
	Sick      ProbeState = "not ok"
	NotLooked ProbeState = "not looked at" // the build does not claim it, or an earlier probe is in the way
)

// Doctor looks at an adapter before the suite does: eight quick probes, each
// with what to do about what is wrong. Without Target.Production nobody looks at a
// build in production mode. Doctor asks as little as it can and never hangs longer
// than the context lets it. A build without worlds, which has the state that it
// has, is only read.
func Doctor(ctx context.Context, t Target) []Probe {
	d := &doctor{target: t}
	d.ctx = ctx
	d.reach()
	if d.standing() {
		d.reads()
	} else {
		d.answers()
	}
	d.worlds()
	d.clock()
	d.ledger()
	d.keys()
	d.production()
	return d.probes
}

type doctor struct {
	ctx    context.Context
	target Target
	caps   voucher.Capabilities
	gone   voucher.Text // why nothing else is looked at: nobody answers, say; zero: it is
	stuck  bool         // no command is answered: nothing that begins with one is looked at
	probes []Probe
}

func (d *doctor) say(name voucher.Text, state ProbeState, said, fix voucher.Text) {
	d.probes = append(d.probes, Probe{name, state, said, fix})
}

// fail says that a probe could not be made, and what to do; usual is that where the
// error itself does not say.
func (d *doctor) fail(name voucher.Text, err error, usual voucher.Text) {
	d.say(name, Sick, untold(quotation(err.Error())), mend(err, usual))
}

// reach asks what the build can do.
func (d *doctor) reach() {
	err := guard(func() (err error) {
		d.caps, err = d.target.World.Capabilities(d.ctx)
		return err
	})
	d.gone = saidFirst
	if err != nil {
		if _, nobody := errors.AsType[*wire.Unreachable](err); nobody {
			d.gone = saidGone
		}
		d.fail(nameReach, err, fixCapabilities)
		return
	}
	if err := knownParties(&d.caps); err != nil {
		d.fail(nameReach, err, fixParty)
		return
	}
	if d.caps.Programmes == 0 || len(d.caps.Parties) == 0 {
		d.say(nameReach, Sick, saidUnbound, fixUnbound)
		return
	}
	d.gone = voucher.Text{}
	d.say(nameReach, Healthy, saidReached(&d.caps), allWell)
}

// doctorAccount is the gas account in it.
var doctorAccount = voucher.MakeAccountNumber(12345, 7)

// doctorSetup is the world that the doctor looks at: a gas month and a food
// month side by side.
func doctorSetup(at voucher.Instant) *voucher.Setup {
	s := tillSetup(storeTill)
	s.At = at
	s.Providers = []voucher.ProviderSetup{{Territory: 750000000}}
	s.Accounts = []voucher.AccountSetup{{Provider: 1, Number: doctorAccount, Class: voucher.Boiler, People: 4}}
	return s
}

// visit is a world of the doctor's.
type visit struct {
	*till
}

// enter makes a world and opens its first instant.
func (d *doctor) enter(at voucher.Instant) (*visit, error) {
	a := &asker{world: d.target.World, caps: d.caps, transcript: &Transcript{}}
	setup := doctorSetup(at)
	system, err := a.begin(d.ctx, "", setup)
	if err != nil {
		return nil, err
	}
	v := &visit{&till{ctx: d.ctx, system: system, keys: voucher.NewDigest().Text("doctor").Word(uint64(len(d.probes)))}}
	if d.caps.Clock {
		_, err = system.Advance(d.ctx, at)
	}
	return v, err
}

// answers sees a yes, a no, and the reason of the no.
func (d *doctor) answers() {
	if said, fix, blocked := d.blocked(buildWorlds, NeedsWorlds); blocked {
		d.say(nameAnswers, NotLooked, said, fix)
		d.say(nameReasons, NotLooked, said, allWell)
		return
	}
	e := errandIn(d.caps.Programmes)
	v, err := d.enter(e.at)
	if err != nil {
		d.stuck = true
		d.fail(nameAnswers, err, fixWorld)
		d.say(nameReasons, NotLooked, saidNoWorld, allWell)
		return
	}
	yes := v.do(voucher.ListOwner, 0, e.update(rightRow))
	no := v.do(voucher.ListOwner, 0, e.update(bareRow))
	switch {
	case v.err != nil:
		d.stuck = true
		d.fail(nameAnswers, v.err, fixAnswer)
	case yes.Refusal != nil:
		d.say(nameAnswers, Sick, saidRightRow(e.list, refusalText(yes.Refusal)), fixRightRow(e.at))
	case no.Refusal == nil:
		d.say(nameAnswers, Sick, saidBareRow, fixBareRow)
	default:
		d.say(nameAnswers, Healthy, saidAnswers, allWell)
	}
	if v.err != nil {
		d.say(nameReasons, NotLooked, saidNoRefusal, allWell)
		return
	}
	d.reason(no.Refusal, voucher.NoGround)
}

// reason looks at the reason of a refusal.
func (d *doctor) reason(no *voucher.Refusal, want voucher.Reason) {
	switch {
	case no == nil:
		d.say(nameReasons, NotLooked, saidNoRefusal, allWell)
	case no.Reason == want:
		d.say(nameReasons, Healthy, refusalText(no), allWell)
	case no.Foreign != "":
		d.say(nameReasons, Sick, saidForeign(no.Foreign), fixForeign(no.Foreign, want))
	case wire.NoCode(no):
		d.say(nameReasons, Sick, saidNoCodes, fixNoCodes(want))
	default:
		d.say(nameReasons, Sick, saidOtherReason(refusalText(no), want), filled(fixAnyhow, want))
	}
}

// allWell is what is to be done where nothing is.
var allWell voucher.Text

// blocked says why a probe is not made, where it is not, and what to build for it.
// The abilities are those that it needs: those that are declared are not told. build may
// be zero.
func (d *doctor) blocked(build voucher.Text, needs ...Ability) (said, fix voucher.Text, blocked bool) {
	var missing []string
	for _, a := range needs {
		if !declares(&d.caps, a) {
			missing = append(missing, string(a))
		}
	}
	switch {
	case d.gone != (voucher.Text{}):
		return d.gone, allWell, true
	case d.standing():
		return saidStands, allWell, true
	case missing != nil:
		return saidUndeclared(abilitiesIn(strings.Join(missing, ", "))), fixUndeclared(build), true
	case d.stuck:
		return saidStuck, allWell, true
	}
	return allWell, allWell, false
}

// worlds sees that two worlds know nothing of each other.
func (d *doctor) worlds() {
	if said, _, blocked := d.blocked(allWell, NeedsWorlds); blocked {
		d.say(nameWorlds, NotLooked, said, allWell)
		return
	}
	e := errandIn(d.caps.Programmes)
	first, err := d.enter(e.at)
	if err == nil {
		first.do(voucher.ListOwner, 0, e.update(rightRow))
		err = first.err
	}
	var second *visit
	if err == nil {
		second, err = d.enter(e.at)
	}
	if err != nil {
		d.fail(nameWorlds, err, fixManyWorlds)
		return
	}
	listed := func(v *visit) bool {
		r, err := v.system.Query(d.ctx, &e.wallet)
		return err == nil && e.listed(&r)
	}
	switch {
	case !listed(first):
		d.say(nameWorlds, Sick, saidNotListed, fixNotListed(e.wallet.Kind))
	case listed(second):
		d.say(nameWorlds, Sick, saidMixed, fixMixed)
	default:
		d.say(nameWorlds, Healthy, saidApart, allWell)
	}
}

// clock sees that time moves when it is told, and that what is due is done.
func (d *doctor) clock() {
	if said, fix, blocked := d.blocked(buildClock, NeedsClock, NeedsWorlds); blocked {
		d.say(nameClock, NotLooked, said, fix)
		return
	}
	e := errandIn(d.caps.Programmes)
	asked := e.at.Day() + 1
	v, err := d.enter(e.at)
	if err == nil {
		v.do(voucher.ListOwner, 0, e.update(rightRow))
		err = v.err
	}
	if err == nil {
		_, err = v.system.Advance(d.ctx, (asked + 1).Start())
	}
	if err != nil {
		d.fail(nameClock, err, fixClock)
		return
	}
	messages := ownQuery(voucher.AskMessages)
	r, err := v.system.Query(d.ctx, &messages)
	switch {
	case err != nil:
		d.fail(nameClock, err, fixMessages)
	case len(r.Messages) != 1 || r.Messages[0].At.Day() != asked:
		d.say(nameClock, Sick, saidSMS(asked, len(r.Messages)), fixOnTime)
	default:
		d.say(nameClock, Healthy, saidSent(asked), allWell)
	}
}

// ledger sees that the sums of the food programme add up.
func (d *doctor) ledger() {
	if said, _, blocked := d.blocked(allWell, NeedsClock, NeedsWorlds, runsFood); blocked {
		d.say(nameLedger, NotLooked, said, allWell)
		return
	}
	v, err := d.enter(StoreSetup().At)
	if err == nil {
		v.prime(doctorSetup(StoreSetup().At))
		v.buy(v.show(), basket())
		err = v.err
	}
	if err != nil {
		d.fail(nameLedger, err, fixMonth)
		return
	}
	r, err := v.system.Query(d.ctx, &voucher.Query{Kind: voucher.AskLedger, Month: voucher.MonthOf(2026, 2), Actor: voucher.Actor{Role: voucher.AuthorisedBody}})
	switch {
	case err != nil:
		d.fail(nameLedger, err, fixLedger)
	case r.Ledger == nil || r.Ledger.Credited == 0 || r.Ledger.Spent == 0:
		d.say(nameLedger, Sick, saidNoSums, fixNoSums)
	case !addsUp(r.Ledger.Credited, r.Ledger.Spent, r.Ledger.Left, r.Ledger.Annulled):
		d.say(nameLedger, Sick, saidLedgers(sumsBroken, r.Ledger), fixSums)
	default:
		d.say(nameLedger, Healthy, saidLedgers(sumsUnited, r.Ledger), allWell)
	}
}

// keys sees that a repeated command is done once.
func (d *doctor) keys() {
	if said, _, blocked := d.blocked(allWell, NeedsWorlds); blocked {
		d.say(nameKeys, NotLooked, said, allWell)
		return
	}
	e := errandIn(d.caps.Programmes)
	v, err := d.enter(e.at)
	var other voucher.Outcome
	if err == nil {
		v.again(voucher.ListOwner, 0, e.update(rightRow), 1)
		v.again(voucher.ListOwner, 0, e.update(rightRow), 1)
		other = v.again(voucher.ListOwner, 0, e.update(otherRow), 1)
		err = v.err
	}
	switch {
	case err != nil:
		d.fail(nameKeys, err, fixKey)
	case v.system.told.Entries[len(v.system.told.Entries)-2].Outcome.Refusal != nil:
		d.say(nameKeys, Sick, saidRepeated, fixRepeated)
	case other.Refusal == nil:
		d.say(nameKeys, Sick, saidReused, fixReused)
	default:
		d.say(nameKeys, Healthy, saidKeys, allWell)
	}
}

// production sees that a build in production mode has no control plane.
func (d *doctor) production() {
	if d.target.Production == nil {
		d.say(nameProduction, NotLooked, saidNoAddress, fixNoAddress)
		return
	}
	answer, err := d.target.Production.RawControl(d.ctx, http.MethodGet, "/capabilities", nil)
	switch {
	case err != nil:
		d.fail(nameProduction, err, fixAddress)
	case answer.Status == http.StatusNotFound:
		d.say(nameProduction, Healthy, saidProduction(answer), allWell)
	default:
		d.say(nameProduction, Sick, saidProduction(answer), fixControl)
	}
}
