package conformance

import (
	"context"
	"slices"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// QR codes in the wrong hands: used again, after their time, by a store that they are
// not for. Each no has its yes beside it: the same code, or the next one, pays where and
// while it may.

// askedOfACode is a check of a code: a till's day like those of the store, in a world of
// its own under readings of its own.
type askedOfACode struct {
	storeCase
	territory voucher.Territory // of one store more, the third; 0: there is none
}

// codeAccessChecks are those of codes in wrong hands, and those of codes that are guessed.
var codeAccessChecks = sync.OnceValue(func() (all []Check) {
	for i := range codeCases {
		c := &codeCases[i]
		check := Check{ID: string(c.requirement) + "/access_code_" + c.name, Suite: SuiteAccess, Requirement: c.requirement,
			Level: level(c.requirement, false), Title: c.title, Readings: c.readings, Programmes: voucher.Food, Needs: []Ability{NeedsClock, NeedsWorlds},
			ask:   func(ctx context.Context, a *asker) error { return askCode(ctx, a, c) },
			judge: func(t *Transcript, b *bench) Finding { return judgeStore(&c.storeCase, t, b) }}
		all = append(all, check)
	}
	return append(all, guessedCodeCheck())
})

// askCode makes the world of a case, and lets it act.
func askCode(ctx context.Context, a *asker, c *askedOfACode) error {
	setup := tillSetup(storeAway)
	if c.readings != nil {
		setup.Readings = *c.readings
	}
	if c.territory != 0 {
		setup.Stores = append(setup.Stores, voucher.StoreSetup{Territory: c.territory})
	}
	system, err := a.begin(ctx, "", setup)
	if err != nil {
		return err
	}
	t := &till{ctx: ctx, system: system, keys: a.tillKeys("access_code_" + c.name)}
	t.prime(setup)
	a.transcript.Counts[countLeading] = int64(len(system.told.Steps))
	c.ask(t)
	return t.err
}

// underF33 is that the till shows the code, and the buyer scans it.
var underF33 = func() *voucher.Readings {
	var r voucher.Readings
	r[voucher.F33] = voucher.Option
	return &r
}()

// expiring shows a code and moves to some seconds from its end; a code that says no end,
// or one that has passed, is left for the judge.
func (t *till) expiring(seconds int64) voucher.QR {
	shown := t.do(voucher.Citizen, uint32(storeOwner), &voucher.ShowCode{Family: storeFamily})
	if at := shown.Result.Expires.Plus(seconds * voucher.Second); at > t.system.now {
		t.advance(at)
	}
	return shown.Result.Code
}

// suspend stops store 1, or lets it go on.
func (t *till) suspend(lifted bool) {
	t.do(voucher.AuthorisedBody, 0, &voucher.SuspendStore{Store: storeTill, Lifted: lifted})
}

// unpaid demands that the balance that a step reads is that of another.
func (v *tillView) unpaid(step, before int) {
	if !v.done() && v.left(step) != v.left(before) {
		v.wrong(step, "ok left="+v.left(before).String(), refusedTakesNothing.line())
	}
}

// pays demands that a step is accepted, and says why where it is not.
func (v *tillView) pays(step int, why *Clause) {
	if !v.done() && v.entry(step).Outcome.Refusal != nil {
		v.wrong(step, "ok", why.line())
	}
}

// has reports whether all steps were asked; else it says that they were not.
func (v *tillView) has(steps int) bool {
	if len(v.steps) < steps {
		v.found = Finding{Verdict: Blocked, Why: whyUnasked("")}
		return false
	}
	return true
}

// codeCases are the demands on a code in wrong hands.
var codeCases = []askedOfACode{
	{storeCase{
		name: "after_its_end", requirement: "FOOD-QR-001", readings: &voucher.Readings{}, title: voucher.Text{
			En: "A code pays until the second before its end, and nothing from then on", Ru: "Код действует до последней секунды своего срока, а с его окончанием ничего не оплачивает",
			Kk: "Код мерзімінің соңғы секундына дейін жарамды, ал мерзімі біткен сәттен бастап ештеңе төлемейді",
		},
		ask: func(t *till) {
			t.buy(t.expiring(-1), basket())
			t.wallet()
			t.buy(t.expiring(0), basket())
			t.buy(t.expiring(1), basket())
			t.wallet()
			t.buy(t.show(), basket())
		},
		judge: func(v *tillView) {
			if !v.has(10) || !v.led(0, 2, 3, 5, 8) {
				return
			}
			for _, shown := range []int{0, 3, 5} { // a code without an end is used at any time
				if e := v.entry(shown); e.Outcome.Result.Expires <= e.At {
					v.wrong(shown, codeHasAnEnd.line())
					return
				}
			}
			v.pays(1, codeHoldsToItsEnd)
			if !v.done() {
				v.refused(4, voucher.CodeExpired)
			}
			if !v.done() {
				v.refused(6, voucher.CodeExpired)
			}
			v.unpaid(7, 2)
			v.pays(9, newerCodeGood)
		},
	}, 0},
	{storeCase{
		name: "replayed", requirement: "FOOD-QR-001", readings: &voucher.Readings{}, title: voucher.Text{
			En: "A code that has paid pays nowhere again, also when the goods came back", Ru: "Использованный код больше нигде не действует, даже после возврата товара",
			Kk: "Пайдаланылған код қайтадан еш жерде жарамайды, тауар қайтарылса да",
		},
		ask: func(t *till) {
			code := t.show()
			t.buy(code, basket())
			sold := voucher.KeyOf(uint64(t.keys), t.count)
			t.wallet()
			t.buy(code, basket())
			t.buyAt(storeAway, code, basket())
			t.do(voucher.StoreTill, uint32(storeTill), &voucher.Reverse{Store: storeTill, Of: sold})
			t.wallet()
			t.buy(code, basket())
			t.buyAt(storeAway, code, basket())
			t.wallet()
			t.buy(t.show(), basket())
		},
		judge: func(v *tillView) {
			if !v.has(12) || !v.led(0, 1, 2, 5, 6, 10) {
				return
			}
			for _, again := range []int{3, 4, 7, 8} {
				if !v.done() {
					v.refused(again, voucher.CodeUsed)
				}
			}
			v.unpaid(9, 6)
			v.pays(11, newerCodeGood)
		},
	}, 0},
	{storeCase{
		name: "of_another_till", requirement: "FOOD-QR-001", readings: underF33, title: voucher.Text{
			En: "A code that one store's till shows pays in no other store, and not before a buyer has scanned it",
			Ru: "Код с кассы одного магазина не действует в другом магазине и до сканирования покупателем",
			Kk: "Бір дүкеннің кассасы көрсеткен код басқа дүкенде және сатып алушы сканерлегенге дейін жарамайды",
		},
		ask: func(t *till) {
			t.wallet()
			code := t.do(voucher.StoreTill, uint32(storeTill), &voucher.ShowCode{Store: storeTill}).Result.Code
			t.buy(code, basket())
			t.do(voucher.Citizen, uint32(storeOwner), &voucher.ScanCode{Family: storeFamily, Code: code})
			t.buyAt(storeAway, code, basket())
			t.wallet()
			t.buy(code, basket())
		},
		judge: func(v *tillView) {
			if !v.has(7) || !v.led(0, 1, 3) {
				return
			}
			v.refused(2, voucher.CodeNotScanned)
			if !v.done() {
				v.refused(4, voucher.CodeUnknown, voucher.RecordNotOwn)
			}
			v.unpaid(5, 0)
			v.pays(6, codeOfItsOwnStore)
		},
	}, 0},
	{storeCase{
		name: "at_a_suspended_store", requirement: "FOOD-PURCHASE-001", readings: &voucher.Readings{}, title: voucher.Text{
			En: "A code pays nothing in a suspended store, and pays there when it goes on", Ru: "В приостановленном магазине код не действует, а после возобновления действует",
			Kk: "Тоқтатылған дүкенде код жарамайды, жұмысы жалғасқанда жарайды",
		},
		ask: func(t *till) {
			t.wallet()
			code := t.show()
			t.suspend(false)
			t.buy(code, basket())
			t.wallet()
			t.suspend(true)
			t.buy(code, basket())
		},
		judge: func(v *tillView) {
			if !v.has(7) || !v.led(0, 1, 2, 5) {
				return
			}
			v.refused(3, voucher.StoreSuspended, voucher.StoreNotParticipating)
			v.unpaid(4, 0)
			v.pays(6, codeOfItsOwnStore)
		},
	}, 0},
	{storeCase{
		name: "outside_the_pilot", requirement: "FOOD-PURCHASE-003", readings: &voucher.Readings{}, title: voucher.Text{
			En: "A code pays nothing in a store outside the pilot", Ru: "В магазине вне пилота код не действует", Kk: "Пилоттан тыс дүкенде код жарамайды",
		},
		ask: func(t *till) {
			t.wallet()
			code := t.show()
			t.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: storeApart})
			t.buyAt(storeApart, code, basket())
			t.wallet()
			t.buy(code, basket())
		},
		judge: func(v *tillView) {
			if !v.has(6) || !v.led(0, 1) {
				return
			}
			v.refused(3, voucher.StoreNotParticipating, voucher.StoreOutsideTerritory)
			v.unpaid(4, 0)
			v.pays(5, codeOfItsOwnStore)
		},
	}, outsideThePilot},
}

// outsideThePilot is a city in which the food voucher is not tried (FOOD-TERRITORY-001).
const outsideThePilot voucher.Territory = 750000000

// guessClauses name requests that guess: tokens, worlds, ids and codes that nobody has
// told the asker.
var guessClauses = []*Clause{inventedToken, guessedWorld, guessedID, guessedCode}

// guessesIn counts what was guessed in a transcript.
func guessesIn(t *Transcript) (n int64) {
	for i := range t.Raw {
		if c, _ := readClause(t.Raw[i].What); slices.Contains(guessClauses, c) {
			n++
		}
	}
	return n
}
