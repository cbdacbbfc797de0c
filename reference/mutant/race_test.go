package mutant_test

import (
	"context"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// race is two commands at the same time, and what must not come of them.
type race struct {
	prepare     func(l *living)
	left, right func(l *living) voucher.Command
	to          voucher.Instant // that the clock is moved to beside the left one; 0: it stands
	// wrong reports whether what came of both is wrong; nil: it is where both are
	// accepted.
	wrong func(l *living, left, right *voucher.Outcome) bool
}

// races holds one for every Concurrent mutant.
var races = map[string]race{
	"both-two-tills-charge-one-balance": {
		prepare: func(l *living) { l.ready(); l.show() },
		left:    func(l *living) voucher.Command { return l.paying(1) },
		right:   func(l *living) voucher.Command { return l.paying(2) },
	},
	"both-two-confirm-one-account": {
		prepare: func(l *living) { l.ready(); l.untilConfirm(1); l.untilConfirm(2) },
		left:    func(*living) voucher.Command { return signed(voucher.Citizen, 1, 9001, &voucher.Confirm{Person: 1}) },
		right:   func(*living) voucher.Command { return signed(voucher.Citizen, 2, 9002, &voucher.Confirm{Person: 2}) },
	},
	"both-one-return-paid-by-two-tills": {
		prepare: func(l *living) { l.ready(); l.show(); l.again(l.paying(1)) },
		left:    func(l *living) voucher.Command { return l.returning(9003, 1) },
		right:   func(l *living) voucher.Command { return l.returning(9004, 1) },
	},
	"both-one-loan-paid-by-two-desks": {
		prepare: func(l *living) {
			l.ready()
			l.do(voucher.LocalBody, 111010000, &voucher.GrantLoan{Store: 1, Amount: 100_00, Purpose: voucher.ForStock})
		},
		left:  func(*living) voucher.Command { return lending(9001) },
		right: func(*living) voucher.Command { return lending(9002) },
	},
	"both-one-person-listed-by-two-updates": {
		prepare: func(l *living) {
			l.ready()
			l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: 1, Drop: true}, {Family: 2, Drop: true}}})
		},
		left:  func(*living) voucher.Command { return listing(9001, 1) },
		right: func(*living) voucher.Command { return listing(9002, 2) },
	},
	"both-two-desks-bill-one-account": {
		prepare: func(l *living) {
			l.ready()
			l.untilConfirm(1)
			l.again(signed(voucher.Citizen, 1, 9001, &voucher.Confirm{Person: 1}))
			l.to(voucher.At(2026, 3, 2, 0, 0, 0))
			l.do(voucher.GasProvider, 1, &voucher.AcknowledgeList{Provider: 1, Month: voucher.MonthOf(2026, 2)})
		},
		left:  func(*living) voucher.Command { return charging(9002) },
		right: func(*living) voucher.Command { return charging(9003) },
	},
	"both-last-writer-wins": {
		prepare: func(l *living) { l.ready(); l.show(); l.again(l.paying(1)); l.show() },
		left: func(l *living) voucher.Command {
			l.codes = l.codes[1:]
			return l.paying(2)
		},
		right: func(l *living) voucher.Command { return l.returning(9003, 1) },
		wrong: func(l *living, left, right *voucher.Outcome) bool {
			// One was charged as much as the other gave back; before them one was spent.
			return left.Refusal == nil && right.Refusal == nil && l.wallet().Spent != left.Result.Amount
		},
	},
	"both-one-key-done-twice-at-once": {
		prepare: func(l *living) { l.ready(); l.show(); l.again(l.paying(1)) },
		left:    func(l *living) voucher.Command { return l.returning(9003, 2) },
		right:   func(l *living) voucher.Command { return l.returning(9003, 2) },
		wrong:   func(l *living, _, _ *voucher.Outcome) bool { return l.wallet().Spent == 0 },
	},
	"both-two-bodies-under-one-key-at-once": {
		prepare: func(l *living) { l.ready(); l.show(); l.again(l.paying(1)) },
		left:    func(l *living) voucher.Command { return l.returning(9003, 4) },
		right:   func(l *living) voucher.Command { return l.returning(9003, 2) },
	},
	"both-one-answer-credited-twice-at-once": {
		prepare: func(l *living) { l.begin() },
		left:    func(*living) voucher.Command { return saying(9001) },
		right:   func(*living) voucher.Command { return saying(9002) },
		wrong: func(l *living, left, right *voucher.Outcome) bool {
			return l.wallet().Credited != max(left.Result.Amount, right.Result.Amount)
		},
	},
	"both-wallet-read-in-the-middle": {
		prepare: func(l *living) { l.ready(); l.show() },
		left:    func(l *living) voucher.Command { return l.paying(1) },
		wrong: func(l *living, _, _ *voucher.Outcome) bool {
			f := l.seen
			return f.Credited != f.Spent+f.Left+f.Annulled
		},
	},
	"both-list-written-over-answers": {
		prepare: func(l *living) { l.begin() },
		left:    func(*living) voucher.Command { return saying(9001) },
		right: func(*living) voucher.Command {
			return signed(voucher.ListOwner, 0, 9002, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: 2, Drop: true}}})
		},
		wrong: func(l *living, left, _ *voucher.Outcome) bool {
			return left.Refusal == nil && l.wallet().Credited != left.Result.Amount
		},
	},
	"both-answer-misses-a-drop": {
		prepare: func(l *living) { l.begin() },
		left: func(*living) voucher.Command {
			return signed(voucher.Gateway, 0, 9001, &voucher.Reply{Programme: voucher.Gas, Person: 1, Text: "да"})
		},
		right: func(*living) voucher.Command {
			return signed(voucher.ListOwner, 0, 9002, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1, Drop: true}}})
		},
		wrong: func(l *living, left, _ *voucher.Outcome) bool {
			r := l.read(&voucher.Query{Kind: voucher.AskGasWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}, Person: 1})
			return left.Refusal == nil && r.Gas.Answer != voucher.Yes
		},
	},
	"both-month-ends-over-a-purchase": {
		prepare: func(l *living) { l.ready(); l.to(voucher.At(2026, 2, 28, 23, 59, 59)); l.show() },
		left:    func(l *living) voucher.Command { return l.paying(1) },
		to:      voucher.At(2026, 3, 1, 0, 0, 0),
		wrong: func(l *living, left, _ *voucher.Outcome) bool {
			r := l.read(&voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}, Family: 1, Month: voucher.MonthOf(2026, 2)})
			return left.Refusal == nil && r.Food.Spent != left.Result.Amount
		},
	},
}

// TestRacesAreLostOnlyWhereCallsOverlap: one call after the other, all is right and
// nothing trips; at the same time something is wrong, and it trips (BOTH-RACE-001).
func TestRacesAreLostOnlyWhereCallsOverlap(t *testing.T) {
	for _, m := range mutant.All() {
		r, ok := races[m.ID]
		if ok != m.Concurrent {
			t.Errorf("%s: concurrent %v, raced here: %v; want both or neither", m.ID, m.Concurrent, ok)
		}
		if !ok {
			continue
		}
		if wrong, trips := raced(t, &m, r, false); wrong || trips != 0 {
			t.Errorf("%s: one call after the other: wrong %v, %d trips; want neither", m.ID, wrong, trips)
		}
		const tries = 500
		lost := false
		for range tries {
			wrong, trips := raced(t, &m, r, true)
			if wrong && trips == 0 {
				t.Errorf("%s: something is wrong, and no trip was counted", m.ID)
			}
			if lost = wrong; lost {
				break
			}
		}
		if !lost {
			t.Errorf("%s: two calls at the same time did no harm, %d times\n%s", m.ID, tries, m.Title.En)
		}
	}
}

// raced gives both commands, or one beside a look at the wallet, and reports whether
// what came of them is wrong.
func raced(t *testing.T, m *mutant.Mutant, r race, together bool) (wrong bool, trips int64) {
	t.Helper()
	w := m.World()
	system, err := w.New(context.Background(), town(voucher.At(2026, 2, 3, 0, 0, 0)))
	if err != nil {
		t.Fatal(err)
	}
	l := &living{t: t, m: m, system: system, now: voucher.At(2026, 2, 3, 0, 0, 0)}
	r.prepare(l)
	if w.Trips() != 0 {
		t.Errorf("%s: %d trips with one caller", m.ID, w.Trips())
	}
	outcomes := make([]voucher.Outcome, 2)
	give := func(i int, cmd voucher.Command) func() {
		return func() {
			o, err := system.Do(context.Background(), cmd)
			if err != nil {
				t.Errorf("%s: %v", m.ID, err)
			}
			outcomes[i] = o
		}
	}
	calls := []func(){give(0, r.left(l)), func() { l.seen = l.wallet() }}
	if r.to != 0 {
		calls[1] = func() {
			if _, err := system.Advance(context.Background(), r.to); err != nil {
				t.Errorf("%s: %v", m.ID, err)
			}
		}
	}
	if r.right != nil {
		calls[1] = give(1, r.right(l))
	}
	var both sync.WaitGroup
	start := make(chan struct{})
	for _, call := range calls {
		if !together {
			call()
			continue
		}
		both.Go(func() { <-start; call() })
	}
	close(start)
	both.Wait()
	if r.wrong == nil {
		return outcomes[0].Refusal == nil && outcomes[1].Refusal == nil, w.Trips()
	}
	return r.wrong(l, &outcomes[0], &outcomes[1]), w.Trips()
}

// wallet reads the wallet of family 1.
func (l *living) wallet() *voucher.FoodWallet {
	r, err := l.system.Query(context.Background(), &voucher.Query{Kind: voucher.AskFoodWallet, Family: 1, Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}})
	if err != nil || r.Food == nil {
		l.t.Fatalf("%s: the wallet: %v, %v", l.m.ID, r.Refusal, err)
	}
	return r.Food
}

// ready lists everybody, and persons 1 and 2 say yes to both programmes.
func (l *living) ready() {
	l.begin()
	for p := voucher.PersonID(1); p <= 2; p++ {
		l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: "да"})
	}
	l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "да"})
}

func (l *living) show() {
	l.codes = append(l.codes, l.do(voucher.Citizen, 1, &voucher.ShowCode{Family: 1}).Result.Code)
}

func (l *living) untilConfirm(p voucher.PersonID) {
	l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: 1, Account: voucher.MakeAccountNumber(1, 7)})
	l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
}

func (l *living) paying(store voucher.StoreID) voucher.Command {
	return signed(voucher.StoreTill, uint32(store), 9000, &voucher.Purchase{Store: store, Code: l.codes[0],
		Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Unit, Price: 450_00}}})
}

// returning brings one in so many parts of the unit back that was bought.
func (l *living) returning(key uint64, parts voucher.Quantity) voucher.Command {
	return signed(voucher.StoreTill, 1, key, &voucher.Refund{Store: 1, Purchase: 1, Lines: []voucher.RefundLine{{Quantity: voucher.Unit / parts}}})
}

func lending(key uint64) voucher.Command {
	return signed(voucher.LocalBody, 111010000, key, &voucher.DisburseLoan{Loan: 1})
}

// listing counts person 1 in a family.
func listing(key uint64, f voucher.FamilyID) voucher.Command {
	return signed(voucher.ListOwner, 0, key, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{
		{Family: f, Owner: 1, Members: []voucher.PersonID{1}, Residence: 111010000}}})
}

func charging(key uint64) voucher.Command {
	return signed(voucher.GasProvider, 1, key, &voucher.ChargeVolume{Provider: 1, Account: voucher.MakeAccountNumber(1, 7), Month: voucher.MonthOf(2026, 2),
		Volume: 100 * voucher.CubicMetre})
}

func saying(key uint64) voucher.Command {
	return signed(voucher.Gateway, 0, key, &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "да"})
}

// signed fills a command's header in.
func signed(r voucher.Role, id uint32, key uint64, c voucher.Command) voucher.Command {
	*c.Head() = voucher.Header{Key: voucher.KeyOf(2, key), Actor: voucher.Actor{Role: r, ID: id}}
	return c
}
