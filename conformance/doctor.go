package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Probe is one thing that the doctor looked at.
type Probe struct {
	Name  string // "accepts and refuses"
	State ProbeState
	Said  string // what was seen
	Fix   string // what to do about it; "" where all is well
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
	gone   string // why nothing else is looked at: nobody answers, say
	stuck  bool   // no command is answered: nothing that begins with one is looked at
	probes []Probe
}

func (d *doctor) say(name string, state ProbeState, said, fix string) {
	d.probes = append(d.probes, Probe{name, state, said, fix})
}

// fail says that a probe could not be made, and what to do; usual is that where the
// error itself does not say.
func (d *doctor) fail(name string, err error, usual string) {
	d.say(name, Sick, err.Error(), mend(err, usual))
}

// reach asks what the build can do.
func (d *doctor) reach() {
	const name = "reachable"
	err := guard(func() (err error) {
		d.caps, err = d.target.World.Capabilities(d.ctx)
		return err
	})
	d.gone = "the capabilities come first"
	if err != nil {
		if _, nobody := errors.AsType[*wire.Unreachable](err); nobody {
			d.gone = "the build was not reached"
		}
		d.fail(name, err, "make the build's capabilities, and what was written of them, the same")
		return
	}
	if err := knownParties(&d.caps); err != nil {
		d.fail(name, err, "mend the word in the build's capabilities")
		return
	}
	if d.caps.Programmes == 0 || len(d.caps.Parties) == 0 {
		d.say(name, Sick, "the capabilities name no programme, or no party: nothing would bind the build",
			`declare "programmes": "gas", "food" or "both", and in "parties" those that the build plays, such as ["wallet", "store"]`)
		return
	}
	d.gone = ""
	d.say(name, Healthy, fmt.Sprintf("%s, programmes %s, parties %s", strings.TrimSpace(d.caps.Name+" "+d.caps.Version), d.caps.Programmes, strings.Join(d.caps.Parties, " ")), "")
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

// What the first two probes of commands are called.
const (
	nameAnswers = "accepts and refuses"
	nameReasons = "reasons come through"
)

// answers sees a yes, a no, and the reason of the no.
func (d *doctor) answers() {
	if said, fix, blocked := d.blocked("worlds", d.caps.Worlds, "worlds: answer POST …/worlds with 201 and the world's name, and take the header Vouch-World"); blocked {
		d.say(nameAnswers, NotLooked, said, fix)
		d.say(nameReasons, NotLooked, said, "")
		return
	}
	e := errandIn(d.caps.Programmes)
	v, err := d.enter(e.at)
	if err != nil {
		d.stuck = true
		d.fail(nameAnswers, err, "make a world of the setup that is sent, and answer with its name")
		d.say(nameReasons, NotLooked, "there is no world", "")
		return
	}
	yes := v.do(voucher.ListOwner, 0, e.update(rightRow))
	no := v.do(voucher.ListOwner, 0, e.update(bareRow))
	switch {
	case v.err != nil:
		d.stuck = true
		d.fail(nameAnswers, v.err, "answer a command with 200 and its result, or with a problem and its reason")
	case yes.Refusal != nil:
		d.say(nameAnswers, Sick, "a right update of the "+e.list+" is refused: "+d.no(yes.Refusal), "look at what the setup said of people and families, and at the clock: it stands at "+e.at.String())
	case no.Refusal == nil:
		d.say(nameAnswers, Sick, "a row without any ground is accepted", "refuse it with no-ground: what is accepted by everybody proves nothing")
	default:
		d.say(nameAnswers, Healthy, "a right row is taken, one without a ground is not", "")
	}
	if v.err != nil {
		d.say(nameReasons, NotLooked, "nothing was refused", "")
		return
	}
	d.reason(no.Refusal, voucher.NoGround)
}

// reason looks at the reason of a refusal.
func (d *doctor) reason(no *voucher.Refusal, want voucher.Reason) {
	switch {
	case no == nil:
		d.say(nameReasons, NotLooked, "nothing was refused", "")
	case no.Reason == want:
		d.say(nameReasons, Healthy, no.String(), "")
	case no.Foreign != "":
		d.say(nameReasons, Sick, fmt.Sprintf("the reason code is %q, which is none of the contract's", no.Foreign),
			fmt.Sprintf("send %s instead, or write the line %s into a file and give it with --reasons FILE", want, ReasonLine(no.Foreign, want)))
	case wire.NoCode(no):
		d.say(nameReasons, Sick, "the build gives no reason codes",
			"checks of refusals count as pass (verdict only); send the member reason in problems, here "+want.String()+", or your own code and a table of them with --reasons FILE")
	default:
		d.say(nameReasons, Sick, "the reason is "+no.String()+", and "+want.String()+" was expected", "answer with "+want.String()+", in the build or in the adapter")
	}
}

// no is a refusal in words, with the code that came where it is a foreign one.
func (d *doctor) no(r *voucher.Refusal) string {
	if r.Foreign != "" {
		return fmt.Sprintf("%q, which is no reason of the contract", r.Foreign)
	}
	return r.String()
}

// blocked says why a probe is not made, where it is not, and what to build for it.
func (d *doctor) blocked(ability string, declared bool, build string) (said, fix string, blocked bool) {
	switch {
	case d.gone != "":
		return d.gone, "", true
	case d.standing():
		return "the build has no worlds, and what stands there is left alone", "", true
	case !declared:
		return "the build does not declare " + ability, "build " + build + "; then declare it in the capabilities", true
	case d.stuck:
		return "no command is answered in a world; mend what is said above first", "", true
	}
	return "", "", false
}

// worlds sees that two worlds know nothing of each other.
func (d *doctor) worlds() {
	const name = "worlds are apart"
	if said, _, blocked := d.blocked("worlds", d.caps.Worlds, ""); blocked {
		d.say(name, NotLooked, said, "")
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
		d.fail(name, err, "several worlds have to live at a time; choose one by the header Vouch-World")
		return
	}
	listed := func(v *visit) bool {
		r, err := v.system.Query(d.ctx, &e.wallet)
		return err == nil && e.listed(&r)
	}
	switch {
	case !listed(first):
		d.say(name, Sick, "who was put on the list of one world is not on it", "show listed: true in the record "+e.wallet.Kind.String()+", in the world that the header names")
	case listed(second):
		d.say(name, Sick, "who was put on the list of one world is on that of another", "give each world its own state: a tenant, a schema, or a process")
	default:
		d.say(name, Healthy, "what is done in one is not seen in another", "")
	}
}

// clock sees that time moves when it is told, and that what is due is done.
func (d *doctor) clock() {
	const name = "the clock runs what is due"
	if said, fix, blocked := d.blocked("clock and worlds", d.caps.Clock && d.caps.Worlds, "the clock: answer POST …/worlds/{world}/clock when everything due has been done"); blocked {
		d.say(name, NotLooked, said, fix)
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
		d.fail(name, err, "move the world's clock forward, run everything that falls due on the way, then answer")
		return
	}
	messages := ownQuery(voucher.AskMessages)
	r, err := v.system.Query(d.ctx, &messages)
	switch {
	case err != nil:
		d.fail(name, err, "answer GET …/records/messages")
	case len(r.Messages) != 1 || r.Messages[0].At.Day() != asked:
		d.say(name, Sick, fmt.Sprintf("when %s is over there are %d SMS to a person who is on the list since the day before; one is due on that day", asked, len(r.Messages)),
			"run the work of each day at its own day when the clock is moved over it, and only answer when it is done")
	default:
		d.say(name, Healthy, "the SMS of "+asked.String()+" went out on that day", "")
	}
}

// ledger sees that the sums of the food programme add up.
func (d *doctor) ledger() {
	const name = "the ledger adds up"
	if said, _, blocked := d.blocked("clock, worlds and the food programme", d.caps.Clock && d.caps.Worlds && d.caps.Programmes != voucher.Gas, ""); blocked {
		d.say(name, NotLooked, said, "")
		return
	}
	v, err := d.enter(StoreSetup().At)
	if err == nil {
		v.prime(doctorSetup(StoreSetup().At))
		v.buy(v.show(), basket())
		err = v.err
	}
	if err != nil {
		d.fail(name, err, "answer the commands of a family's month: list, reply, code, purchase")
		return
	}
	r, err := v.system.Query(d.ctx, &voucher.Query{Kind: voucher.AskLedger, Month: voucher.MonthOf(2026, 2), Actor: voucher.Actor{Role: voucher.AuthorisedBody}})
	switch {
	case err != nil:
		d.fail(name, err, "answer GET …/records/ledger")
	case r.Ledger == nil || r.Ledger.Credited == 0 || r.Ledger.Spent == 0:
		d.say(name, Sick, "after a voucher and a purchase the ledger shows neither", "book credits and discounts in the month of the voucher")
	case !addsUp(r.Ledger.Credited, r.Ledger.Spent, r.Ledger.Left, r.Ledger.Annulled):
		d.say(name, Sick, fmt.Sprintf("credited %s is not spent %s + left %s + annulled %s", r.Ledger.Credited, r.Ledger.Spent, r.Ledger.Left, r.Ledger.Annulled),
			"count in whole tiyn and book every movement once")
	default:
		d.say(name, Healthy, fmt.Sprintf("credited %s = spent %s + left %s + annulled %s", r.Ledger.Credited, r.Ledger.Spent, r.Ledger.Left, r.Ledger.Annulled), "")
	}
}

// keys sees that a repeated command is done once.
func (d *doctor) keys() {
	const name = "the idempotency key is honoured"
	if said, _, blocked := d.blocked("worlds", d.caps.Worlds, ""); blocked {
		d.say(name, NotLooked, said, "")
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
		d.fail(name, err, "read the header Idempotency-Key")
	case v.system.told.Entries[len(v.system.told.Entries)-2].Outcome.Refusal != nil:
		d.say(name, Sick, "the same command under the same key is refused", "answer it as the first time, and do nothing")
	case other.Refusal == nil:
		d.say(name, Sick, "another command under the same key is accepted", "refuse it with key-reused")
	default:
		d.say(name, Healthy, "the same key and body answers the same, another body is refused", "")
	}
}

// production sees that a build in production mode has no control plane.
func (d *doctor) production() {
	const name = "no control plane in production"
	if d.target.Production == nil {
		d.say(name, NotLooked, "no address of a build in production mode was given", "give it with --production URL")
		return
	}
	answer, err := d.target.Production.RawControl(d.ctx, http.MethodGet, "/capabilities", nil)
	switch {
	case err != nil:
		d.fail(name, err, "give an address such as https://wallet.example")
	case answer.Status == http.StatusNotFound:
		d.say(name, Healthy, answer.Method+" "+answer.URL+" is answered with 404, as it has to be", "")
	default:
		d.say(name, Sick, fmt.Sprintf("%s %s is answered with %d %s", answer.Method, answer.URL, answer.Status, http.StatusText(answer.Status)),
			"leave the control plane out of production builds, so that every path of it is 404 (BOTH-CONTROL-001)")
	}
}
