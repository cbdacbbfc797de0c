package conformance

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// The store's checks are a till's day with one test family: they begin from
// whatever balance it has, so that a staging system without clock and worlds can
// be judged on today's date. Where the build makes worlds, one is made in which
// the family has its voucher.
//
// What stands there is used again and again: every run has keys of its own, and
// what a check bought is taken back when it ends.

// What the store's checks speak of: person 1 owns the wallet of family 1; store
// 1 takes part, and so does store 2 in another city of the pilot; store 3 is in the
// pilot and does not take part; goods 1 earn a discount, goods 2 do not.
const (
	storeOwner    voucher.PersonID = 1
	storeFamily   voucher.FamilyID = 1
	storeTill     voucher.StoreID  = 1
	storeAway     voucher.StoreID  = 2
	storeApart    voucher.StoreID  = 3
	listedGoods   voucher.GoodsID  = 1
	unlistedGoods voucher.GoodsID  = 2
)

// shelf is the price of both goods; small, so that a balance lasts.
const shelf = 10 * voucher.Tenge

// StoreSetup returns who and what the store's checks need of a build that makes
// no worlds: its operator names them. Of three stores the first two take part, in
// two cities of the pilot, and the third does not. With the first alone only what
// is about other stores stays unshown.
func StoreSetup() *voucher.Setup { return tillSetup(storeApart) }

// tillSetup is StoreSetup with the stores up to one of them.
func tillSetup(last voucher.StoreID) *voucher.Setup {
	const pavlodar voucher.Territory = 551010000
	stores := []voucher.StoreSetup{{Territory: kokshetau}, {Territory: pavlodar}, {Territory: kokshetau}}
	return &voucher.Setup{At: voucher.At(2026, 2, 4, 12, 0, 0), People: []voucher.PersonSetup{{Device: true}}, Families: 1,
		Stores: stores[:last], Goods: []voucher.GoodsSetup{{Item: 1}, {}}}
}

// till asks for a store's check.
type till struct {
	ctx    context.Context
	system *recorder
	keys   voucher.Digest
	count  uint64
	bought []bought // to be taken back
	cut    bool     // the till of store 1 was taken off the wallet
	err    error
}

// bought is a purchase that was accepted: where, and under which key.
type bought struct {
	store voucher.StoreID
	key   voucher.Key
}

// do gives a command under a fresh key, and notes its entry as a step.
func (t *till) do(role voucher.Role, id uint32, cmd voucher.Command) voucher.Outcome {
	t.count++
	return t.again(role, id, cmd, t.count)
}

// again gives a command under the key of a number.
func (t *till) again(role voucher.Role, id uint32, cmd voucher.Command, key uint64) (o voucher.Outcome) {
	if t.err != nil {
		return o
	}
	*cmd.Head() = voucher.Header{Key: voucher.KeyOf(uint64(t.keys), key), Actor: voucher.Actor{Role: role, ID: id}}
	t.system.told.Steps = append(t.system.told.Steps, len(t.system.told.Entries))
	o, t.err = t.system.Do(t.ctx, cmd)
	if p, ok := cmd.(*voucher.Purchase); ok && o.Refusal == nil { // without an answer it may be done as well
		t.bought = append(t.bought, bought{p.Store, p.Key})
	}
	return o
}

// leave puts back what stands there as it was: goods come back, and the till of
// store 1 is integrated. Nobody judges what is answered; where the check broke off,
// nothing of it comes behind what is to be told.
func (t *till) leave() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), grace)
	defer cancel()
	aside := *t.system
	if t.err != nil {
		aside.told, aside.desk, aside.figures = &Told{}, nil, &Figures{}
	}
	last := till{ctx: ctx, system: &aside, keys: t.keys, count: t.count}
	noted := aside.told.Steps
	for _, b := range slices.Backward(t.bought) {
		last.do(voucher.StoreTill, uint32(b.store), &voucher.Reverse{Store: b.store, Of: b.key})
	}
	if t.cut {
		last.integrate(false)
	}
	aside.told.Steps = noted
}

// insist gives a command under a fresh key, and once more under the same key
// where no answer came: what a till does whose line went down.
func (t *till) insist(role voucher.Role, id uint32, cmd voucher.Command) voucher.Outcome {
	o := t.do(role, id, cmd)
	if t.err == nil || t.ctx.Err() != nil {
		return o
	}
	t.err = nil
	t.system.told.Steps = t.system.told.Steps[:len(t.system.told.Steps)-1]
	return t.again(role, id, cmd, t.count)
}

// wallet reads the family's wallet, and notes its entry as a step.
func (t *till) wallet() voucher.Record {
	return t.look(&voucher.Query{Kind: voucher.AskFoodWallet, Family: storeFamily, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(storeOwner)}})
}

// look reads a record, and notes its entry as a step.
func (t *till) look(q *voucher.Query) (r voucher.Record) {
	if t.err != nil {
		return r
	}
	t.system.told.Steps = append(t.system.told.Steps, len(t.system.told.Entries))
	r, t.err = t.system.Query(t.ctx, q)
	return r
}

// show asks for a code and returns it.
func (t *till) show() voucher.QR {
	return t.do(voucher.Citizen, uint32(storeOwner), &voucher.ShowCode{Family: storeFamily}).Result.Code
}

// basket is one unit of each article.
func basket() []voucher.PurchaseLine {
	return []voucher.PurchaseLine{{Goods: listedGoods, Quantity: voucher.Unit, Price: shelf}, {Goods: unlistedGoods, Quantity: voucher.Unit, Price: shelf}}
}

// buy pays a basket with a code in store 1.
func (t *till) buy(code voucher.QR, lines []voucher.PurchaseLine) voucher.Outcome {
	return t.buyAt(storeTill, code, lines)
}

// buyAt pays a basket with a code in a store.
func (t *till) buyAt(store voucher.StoreID, code voucher.QR, lines []voucher.PurchaseLine) voucher.Outcome {
	return t.do(voucher.StoreTill, uint32(store), &voucher.Purchase{Store: store, Code: code, Lines: lines})
}

// integrate connects the till of store 1 with the wallet, or takes it off.
func (t *till) integrate(broken bool) {
	t.cut = broken
	t.do(voucher.StoreTill, uint32(storeTill), &voucher.IntegrateTill{Store: storeTill, Broken: broken})
}

// storeDay reads what store 1 gave and took back today, and notes its entry as a
// step.
func (t *till) storeDay() {
	t.look(&voucher.Query{Kind: voucher.AskStoreDay, Store: storeTill, Actor: voucher.Actor{Role: voucher.StoreTill, ID: uint32(storeTill)}})
}

// prime gives the family its voucher and opens the stores that take part, in a
// world made for it.
func (t *till) prime(setup *voucher.Setup) {
	t.advance(setup.At)
	for i := range min(len(setup.Stores), int(storeAway)) {
		id := voucher.StoreID(i + 1)
		store := uint32(id)
		t.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: id})
		t.do(voucher.StoreTill, store, &voucher.IntegrateTill{Store: id})
		t.do(voucher.StoreTill, store, &voucher.MarkGoods{Store: id, Goods: listedGoods})
		t.do(voucher.StoreTill, store, &voucher.Deliver{Store: id, Goods: listedGoods, Quantity: 100 * voucher.Unit, Price: shelf})
	}
	t.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: storeFamily, Owner: storeOwner,
		Members: []voucher.PersonID{storeOwner}, Residence: setup.Stores[0].Territory}}})
	t.advance(voucher.At(2026, 2, 6, 10, 0, 0))
	t.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: storeOwner, Text: "да"})
}

// activateGas takes person 1 through a gas month of the doctor's world, to the day
// after its list has gone to the provider.
func (t *till) activateGas() {
	who := uint32(storeOwner)
	t.do(voucher.ListOwner, 0, listUpdate(voucher.SocialAssistance))
	t.advance(voucher.At(2026, 2, 8, 10, 0, 0))
	t.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: storeOwner, Text: "да"})
	t.do(voucher.Citizen, who, &voucher.EnterAccount{Person: storeOwner, Provider: 1, Account: doctorAccount})
	t.do(voucher.Citizen, who, &voucher.AcceptOffer{Person: storeOwner, Edition: 1})
	t.do(voucher.Citizen, who, &voucher.Confirm{Person: storeOwner})
	t.advance(voucher.At(2026, 3, 2, 0, 0, 0))
}

// advance moves the clock.
func (t *till) advance(to voucher.Instant) {
	if t.err == nil {
		_, t.err = t.system.Advance(t.ctx, to)
	}
}

// storeCase is one check: what the till does, and what has to come of it.
type storeCase struct {
	name        string
	requirement voucher.RequirementID
	title       voucher.Text
	last        voucher.StoreID   // of the stores that it speaks of; zero: store 1
	readings    *voucher.Readings // under which it is told; nil: any
	ask         func(t *till)
	// judge looks at the steps that ask noted, without those that led there.
	judge func(v *tillView)
}

// storeChecks are the checks of a till's day.
var storeChecks = sync.OnceValue(func() []Check {
	var all []Check
	for _, c := range slices.Concat(storeCases, storeCasesOfStores) {
		all = append(all, Check{ID: string(c.requirement) + "/store_" + c.name, Suite: SuiteStore, Requirement: c.requirement,
			Level: level(c.requirement, false), Title: c.title, Readings: c.readings, Programmes: voucher.Food, Needs: []Ability{NeedsActors},
			ask: func(ctx context.Context, a *asker) error { return askStore(ctx, a, &c) },
			judge: func(t *Transcript, b *bench) Finding {
				return judgeStore(&c, t, b)
			}})
	}
	return all
})

// countLeading is how many of the noted steps only lead to what is judged.
const countLeading = "leading"

// refusedBefore is the finding where one of the first steps, which lead to what is
// judged, was refused; nil where none was.
func refusedBefore(told *Told, leading int) *Finding {
	for i, at := range told.Steps[:leading] {
		if e := &told.Entries[at]; e.Outcome.Refusal != nil {
			return new(ledAstray(i+1, e, 0, at))
		}
	}
	return nil
}

// askStore makes or finds the world, and lets the till act.
func askStore(ctx context.Context, a *asker, c *storeCase) error {
	setup := tillSetup(max(storeTill, c.last))
	system, err := a.begin(ctx, "", setup)
	switch {
	case !a.caps.Worlds && errors.Is(err, errors.ErrUnsupported):
		a.transcript.Counts[countUnnamed] = int64(len(setup.Stores))
		return nil
	case err != nil:
		return err
	}
	t := &till{ctx: ctx, system: system, keys: a.tillKeys(c.name)}
	if a.caps.Worlds && a.caps.Clock {
		t.prime(setup)
	}
	a.transcript.Counts[countLeading] = int64(len(system.told.Steps))
	c.ask(t)
	err = t.err
	if !a.caps.Worlds {
		t.leave()
	}
	return err
}

// countUnnamed says how many stores a check speaks of that the operator of a build
// without worlds did not name all.
const countUnnamed = "stores needed"

// tillKeys is where the keys of a check come from. What is asked of one state in
// every run comes with new keys in each: a key that was used is answered as it was.
func (a *asker) tillKeys(name string) voucher.Digest {
	keys := voucher.NewDigest().Text(name).Word(a.opts.Seed)
	if !a.caps.Worlds {
		keys = keys.Word(uint64(time.Now().UnixNano()))
	}
	return keys
}

// tillView is what a judge sees: the noted steps in order, and the first thing
// that is wrong.
type tillView struct {
	told    *Told
	steps   []int
	reasons bool
	found   Finding
}

func judgeStore(c *storeCase, t *Transcript, b *bench) Finding {
	if n := t.Counts[countUnnamed]; n > 0 {
		return Finding{Verdict: Blocked, Why: whyUnnamedIDs(n)}
	}
	if t.Err != "" || len(t.Worlds) == 0 {
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	}
	told := t.Worlds[0]
	leading := min(int(t.Counts[countLeading]), len(told.Steps))
	if f := refusedBefore(told, leading); f != nil {
		return *f
	}
	v := &tillView{told: told, steps: told.Steps[leading:], reasons: b.caps.Reasons, found: pass}
	c.judge(v)
	return v.found
}

// entry is the n-th noted step.
func (v *tillView) entry(n int) *voucher.Entry { return &v.told.Entries[v.steps[n]] }

// wrong notes what is wrong with the n-th noted step, once: the answer that was
// wanted, and a clause that says why.
func (v *tillView) wrong(n int, want ...string) {
	if v.found.Verdict != Fail {
		v.found = Finding{Verdict: Fail, Step: v.steps[n], Expected: want, Got: answerLines(v.entry(n))}
	}
}

// cannot says that the n-th noted step, which leads there, came out so that
// nothing can be judged.
func (v *tillView) cannot(n int) {
	if v.found.Verdict == Pass || v.found.Verdict == PassVerdictOnly {
		v.found = ledAstray(n+1, v.entry(n), 0, v.steps[n])
	}
}

// done reports whether something was found already.
func (v *tillView) done() bool { return v.found.Verdict != Pass && v.found.Verdict != PassVerdictOnly }

// led reports whether the steps that lead there were accepted: the first wallet
// has enough on it, and codes were shown.
func (v *tillView) led(steps ...int) bool {
	for _, n := range steps {
		e := v.entry(n)
		switch {
		case e.Query != nil && (e.Record.Food == nil || e.Record.Food.Left < 2*shelf), e.Query == nil && e.Outcome.Refusal != nil:
			v.cannot(n)
			return false
		}
	}
	return true
}

// refused holds a step to a refusal for a reason, or for another that is right too.
func (v *tillView) refused(n int, reason voucher.Reason, too ...voucher.Reason) {
	r := v.entry(n).Outcome.Refusal
	switch {
	case r == nil:
		v.wrong(n, refused(reason))
	case r.Reason == 0 && !v.reasons:
		if !v.done() {
			v.found = Finding{Verdict: PassVerdictOnly, Why: whyVerdictOnly}
		}
	case r.Reason != reason && !slices.Contains(too, r.Reason):
		v.wrong(n, refused(reason))
	}
}

// left is the balance that the n-th step read; it is wrong where none was.
func (v *tillView) left(n int) voucher.Money {
	e := v.entry(n)
	if e.Record.Food == nil {
		v.wrong(n, balanceIsShown.line())
		return 0
	}
	return e.Record.Food.Left
}
