package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

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
// with what to do about what is wrong. production is the address of a build in
// production mode, which must have no control plane; "": that is not looked at. Doctor
// asks as little as it can and never hangs longer than the context lets it.
func Doctor(ctx context.Context, t Target, production string) []Probe {
	d := &doctor{ctx: ctx, target: t}
	d.reach()
	d.answers()
	d.worlds()
	d.clock()
	d.ledger()
	d.keys()
	d.production(production)
	return d.probes
}

// doctor is a visit.
type doctor struct {
	ctx    context.Context
	target Target
	caps   voucher.Capabilities
	gone   bool // nobody answers: nothing else is looked at
	probes []Probe
}

func (d *doctor) say(name string, state ProbeState, said, fix string) {
	d.probes = append(d.probes, Probe{name, state, said, fix})
}

// reach asks what the build can do.
func (d *doctor) reach() {
	const name = "reachable"
	err := guard(func() (err error) {
		d.caps, err = d.target.World.Capabilities(d.ctx)
		return err
	})
	if err != nil {
		d.gone = true
		d.say(name, Sick, err.Error(), "start the build, look at the address and the path of the control plane, and answer GET …/capabilities")
		return
	}
	if err := knownParties(&d.caps); err != nil {
		d.say(name, Sick, err.Error(), "mend the word in the build's capabilities")
		return
	}
	d.say(name, Healthy, fmt.Sprintf("%s, programmes %s, parties %s", strings.TrimSpace(d.caps.Name+" "+d.caps.Version), d.caps.Programmes, strings.Join(d.caps.Parties, " ")), "")
}

// doctorAccount is the gas account in it.
var doctorAccount = voucher.MakeAccountNumber(12345, 7)

// doctorSetup is the world that the doctor looks at: a gas month and a food
// month side by side.
func doctorSetup(at voucher.Instant) *voucher.Setup {
	s := StoreSetup()
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
	const name, reasons = "accepts and refuses", "reasons come through"
	if d.gone || !d.caps.Worlds {
		said := d.excuse("worlds")
		d.say(name, NotLooked, said, d.advice("worlds: answer POST /worlds with its name, and take the header Vouch-World"))
		d.say(reasons, NotLooked, said, "")
		return
	}
	e := errandIn(d.caps.Programmes)
	v, err := d.enter(e.at)
	if err != nil {
		d.say(name, Sick, err.Error(), "make a world of the setup that is sent, and answer with its name")
		d.say(reasons, NotLooked, "no world", "")
		return
	}
	yes := v.do(voucher.ListOwner, 0, e.update(rightRow))
	no := v.do(voucher.ListOwner, 0, e.update(bareRow))
	switch {
	case v.err != nil:
		d.say(name, Sick, v.err.Error(), "answer a command with 200 and its result, or with a problem and its reason")
	case yes.Refusal != nil:
		d.say(name, Sick, "a right update of the "+e.list+" is refused: "+yes.Refusal.String(), "look at what the setup said of people and families, and at the clock: it stands at "+e.at.String())
	case no.Refusal == nil:
		d.say(name, Sick, "a row without any ground is accepted", "refuse it with no-ground: what is accepted by everybody proves nothing")
	default:
		d.say(name, Healthy, "a right row is taken, one without a ground is not", "")
	}
	switch {
	case v.err != nil || no.Refusal == nil:
		d.say(reasons, NotLooked, "nothing was refused", "")
	case no.Refusal.Reason == voucher.NoGround:
		d.say(reasons, Healthy, no.Refusal.String(), "")
	case no.Refusal.Reason == 0 && !d.caps.Reasons:
		d.say(reasons, Sick, "the build gives no reason codes", "checks of refusals count as pass (verdict only); send the member reason in problems, or give vouch a table of your codes with --reasons")
	default:
		d.say(reasons, Sick, "the reason is "+no.Refusal.String()+", no-ground was expected", "map your code to no-ground, in the adapter or with --reasons")
	}
}

// advice says what to build next; nothing where nobody was reached.
func (d *doctor) advice(what string) string {
	if d.gone {
		return ""
	}
	return "build " + what + ", then declare it in the capabilities"
}

// excuse says why something is not looked at.
func (d *doctor) excuse(ability string) string {
	if d.gone {
		return "the build was not reached"
	}
	return "the build does not declare " + ability
}

// worlds sees that two worlds know nothing of each other.
func (d *doctor) worlds() {
	const name = "worlds are apart"
	if d.gone || !d.caps.Worlds {
		d.say(name, NotLooked, d.excuse("worlds"), d.advice("worlds"))
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
		d.say(name, Sick, err.Error(), "several worlds have to live at a time; choose one by the header Vouch-World")
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
	if d.gone || !d.caps.Clock || !d.caps.Worlds {
		d.say(name, NotLooked, d.excuse("clock and worlds"), d.advice("the clock: answer POST /worlds/{world}/clock when everything due has been done"))
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
		d.say(name, Sick, err.Error(), "move the world's clock forward, run everything that falls due on the way, then answer")
		return
	}
	messages := ownQuery(voucher.AskMessages)
	r, err := v.system.Query(d.ctx, &messages)
	switch {
	case err != nil:
		d.say(name, Sick, err.Error(), "answer GET …/records/messages")
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
	if d.gone || !d.caps.Clock || !d.caps.Worlds || d.caps.Programmes == voucher.Gas {
		d.say(name, NotLooked, d.excuse("clock, worlds and the food programme"), "")
		return
	}
	v, err := d.enter(StoreSetup().At)
	if err == nil {
		v.prime(doctorSetup(StoreSetup().At))
		v.buy(v.show(), basket())
		err = v.err
	}
	if err != nil {
		d.say(name, Sick, err.Error(), "answer the commands of a family's month: list, reply, code, purchase")
		return
	}
	r, err := v.system.Query(d.ctx, &voucher.Query{Kind: voucher.AskLedger, Month: voucher.MonthOf(2026, 2), Actor: voucher.Actor{Role: voucher.AuthorisedBody}})
	switch {
	case err != nil:
		d.say(name, Sick, err.Error(), "answer GET …/records/ledger")
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
	if d.gone || !d.caps.Worlds {
		d.say(name, NotLooked, d.excuse("worlds"), d.advice("worlds"))
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
		d.say(name, Sick, err.Error(), "read the header Idempotency-Key")
	case v.system.told.Entries[len(v.system.told.Entries)-2].Outcome.Refusal != nil:
		d.say(name, Sick, "the same command under the same key is refused", "answer it as the first time, and do nothing")
	case other.Refusal == nil:
		d.say(name, Sick, "another command under the same key is accepted", "refuse it with key-reused")
	default:
		d.say(name, Healthy, "the same key and body answers the same, another body is refused", "")
	}
}

// production sees that a build in production mode has no control plane.
func (d *doctor) production(address string) {
	const name = "no control plane in production"
	if address == "" {
		d.say(name, NotLooked, "no address of a build in production mode was given", "give it with --production URL")
		return
	}
	url := strings.TrimSuffix(address, "/") + "/control/v1/capabilities"
	request, err := http.NewRequestWithContext(d.ctx, http.MethodGet, url, nil)
	if err != nil {
		d.say(name, Sick, err.Error(), "give an address such as https://wallet.example")
		return
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		d.say(name, Sick, errors.Unwrap(err).Error(), "give an address that answers")
		return
	}
	// What it says does not matter, and nothing depends on closing.
	_ = answer.Body.Close()
	if answer.StatusCode == http.StatusNotFound {
		d.say(name, Healthy, "404 as it has to be", "")
		return
	}
	d.say(name, Sick, fmt.Sprintf("%s answers %s", url, answer.Status), "build the control plane for tests only (BOTH-CONTROL-001)")
}
