package conformance

import (
	"context"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// The store's checks are a till's day with one test family: they begin from
// whatever balance it has, so that a staging system without clock and worlds can
// be judged on today's date. Where the build makes worlds, one is made in which
// the family has its voucher.

// What the store's checks speak of: person 1 owns the wallet of family 1; store
// 1 takes part; goods 1 earn a discount, goods 2 do not.
const (
	storeOwner    voucher.PersonID = 1
	storeFamily   voucher.FamilyID = 1
	storeTill     voucher.StoreID  = 1
	listedGoods   voucher.GoodsID  = 1
	unlistedGoods voucher.GoodsID  = 2
)

// shelf is the price of both goods; small, so that a balance lasts.
const shelf = 10 * voucher.Tenge

// StoreSetup returns who and what the store's checks need of a build that makes
// no worlds: its operator names them.
func StoreSetup() *voucher.Setup {
	const kokshetau voucher.Territory = 111010000
	return &voucher.Setup{At: voucher.At(2026, 2, 4, 12, 0, 0), People: []voucher.PersonSetup{{Device: true}}, Families: 1,
		Stores: []voucher.StoreSetup{{Territory: kokshetau}}, Goods: []voucher.GoodsSetup{{Item: 1}, {}}}
}

// till asks for a store's check.
type till struct {
	ctx    context.Context
	system *recorder
	keys   voucher.Digest
	count  uint64
	err    error
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
	return o
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
func (t *till) wallet() {
	if t.err != nil {
		return
	}
	t.system.told.Steps = append(t.system.told.Steps, len(t.system.told.Entries))
	_, t.err = t.system.Query(t.ctx, &voucher.Query{Kind: voucher.AskFoodWallet, Family: storeFamily,
		Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(storeOwner)}})
}

// show asks for a code and returns it.
func (t *till) show() voucher.QR {
	return t.do(voucher.Citizen, uint32(storeOwner), &voucher.ShowCode{Family: storeFamily}).Result.Code
}

// basket is one unit of each article.
func basket() []voucher.PurchaseLine {
	return []voucher.PurchaseLine{{Goods: listedGoods, Quantity: voucher.Unit, Price: shelf}, {Goods: unlistedGoods, Quantity: voucher.Unit, Price: shelf}}
}

// buy pays a basket with a code.
func (t *till) buy(code voucher.QR, lines []voucher.PurchaseLine) voucher.Outcome {
	return t.do(voucher.StoreTill, uint32(storeTill), &voucher.Purchase{Store: storeTill, Code: code, Lines: lines})
}

// prime gives the family its voucher and opens the store, in a world made for it.
func (t *till) prime(setup *voucher.Setup) {
	if t.err != nil {
		return
	}
	_, t.err = t.system.Advance(t.ctx, setup.At)
	store := uint32(storeTill)
	t.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: storeTill})
	t.do(voucher.StoreTill, store, &voucher.IntegrateTill{Store: storeTill})
	t.do(voucher.StoreTill, store, &voucher.MarkGoods{Store: storeTill, Goods: listedGoods})
	t.do(voucher.StoreTill, store, &voucher.Deliver{Store: storeTill, Goods: listedGoods, Quantity: 100 * voucher.Unit, Price: shelf})
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
	ask         func(t *till)
	// judge looks at the steps that ask noted, without those that led there.
	judge func(v *tillView)
}

// storeChecks are the checks of a till's day.
var storeChecks = sync.OnceValue(func() []Check {
	var all []Check
	for i := range storeCases {
		c := &storeCases[i]
		all = append(all, Check{ID: string(c.requirement) + "/store_" + c.name, Suite: SuiteStore, Requirement: c.requirement,
			Level: level(c.requirement, false), Title: c.title,
			ask: func(ctx context.Context, a *asker) error { return askStore(ctx, a, c) },
			judge: func(t *Transcript, b *bench) Finding {
				return judgeStore(c, t, b)
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
		if r := told.Entries[at].Outcome.Refusal; r != nil {
			return &Finding{Verdict: Blocked, Why: whyPrerequisite(i+1, entryWord(&told.Entries[at])+": "+r.String()), Step: at}
		}
	}
	return nil
}

// askStore makes or finds the world, and lets the till act.
func askStore(ctx context.Context, a *asker, c *storeCase) error {
	setup := StoreSetup()
	system, err := a.begin(ctx, "", setup)
	if err != nil {
		return err
	}
	t := &till{ctx: ctx, system: system, keys: voucher.NewDigest().Text(c.name).Word(a.opts.Seed)}
	if a.caps.Worlds && a.caps.Clock {
		t.prime(setup)
	}
	a.transcript.Counts[countLeading] = int64(len(system.told.Steps))
	c.ask(t)
	return t.err
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
		v.found = Finding{Verdict: Blocked, Why: whyPrerequisite(n+1, answerLines(v.entry(n))[0]), Step: v.steps[n]}
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

// refused holds a step to a refusal for a reason.
func (v *tillView) refused(n int, reason voucher.Reason) {
	r := v.entry(n).Outcome.Refusal
	switch {
	case r == nil:
		v.wrong(n, refused(reason))
	case r.Reason == 0 && !v.reasons:
		if !v.done() {
			v.found = Finding{Verdict: PassVerdictOnly, Why: whyVerdictOnly}
		}
	case r.Reason != reason:
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
