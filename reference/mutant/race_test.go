package mutant_test

import (
	"context"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// race is two commands of which one may be accepted.
type race struct {
	prepare     func(l *living)
	left, right func(l *living) voucher.Command
}

// races holds one for every Concurrent mutant.
var races = map[string]race{
	"both-two-tills-charge-one-balance": {
		func(l *living) { l.ready(); l.show() },
		func(l *living) voucher.Command { return l.paying(1) },
		func(l *living) voucher.Command { return l.paying(2) },
	},
	"both-two-confirm-one-account": {
		func(l *living) { l.ready(); l.untilConfirm(1); l.untilConfirm(2) },
		func(l *living) voucher.Command { return signed(voucher.Citizen, 1, 9001, &voucher.Confirm{Person: 1}) },
		func(l *living) voucher.Command { return signed(voucher.Citizen, 2, 9002, &voucher.Confirm{Person: 2}) },
	},
	"both-one-return-paid-by-two-tills": {
		func(l *living) { l.ready(); l.show(); l.again(l.paying(1)) },
		func(l *living) voucher.Command { return l.returning(9003) },
		func(l *living) voucher.Command { return l.returning(9004) },
	},
}

// TestRacesAreLostOnlyWhereCallsOverlap: one call after the other, one is
// accepted and the other refused; at the same time both are, and only one took
// effect (BOTH-RACE-001).
func TestRacesAreLostOnlyWhereCallsOverlap(t *testing.T) {
	for _, m := range mutant.All() {
		r, ok := races[m.ID]
		if ok != m.Concurrent {
			t.Errorf("%s: concurrent %v, raced here: %v; want both or neither", m.ID, m.Concurrent, ok)
		}
		if !ok {
			continue
		}
		if n, trips := accepted(t, &m, r, false); n != 1 || trips != 0 {
			t.Errorf("%s: of two calls one after the other %d are accepted, %d trips; want 1 and none", m.ID, n, trips)
		}
		const tries = 500
		lost := false
		for range tries {
			n, trips := accepted(t, &m, r, true)
			if (n == 2) != (trips > 0) {
				t.Errorf("%s: of two calls at the same time %d are accepted, %d trips; a trip is a decision that was out of date", m.ID, n, trips)
			}
			if lost = n == 2; lost {
				break
			}
		}
		if !lost {
			t.Errorf("%s: of two calls at the same time one was refused, %d times\n%s", m.ID, tries, m.Title.En)
		}
	}
}

// accepted gives both commands and counts the yeses.
func accepted(t *testing.T, m *mutant.Mutant, r race, together bool) (n int, trips int64) {
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
	refusals := make([]*voucher.Refusal, 2)
	var both sync.WaitGroup
	start := make(chan struct{})
	for i, cmd := range [...]voucher.Command{r.left(l), r.right(l)} {
		give := func() {
			o, err := system.Do(context.Background(), cmd)
			if err != nil {
				t.Errorf("%s: %v", m.ID, err)
			}
			refusals[i] = o.Refusal
		}
		if !together {
			give()
			continue
		}
		both.Go(func() { <-start; give() })
	}
	close(start)
	both.Wait()
	for _, refusal := range refusals {
		if refusal == nil {
			n++
		}
	}
	return n, w.Trips()
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

func (l *living) returning(key uint64) voucher.Command {
	return signed(voucher.StoreTill, 1, key, &voucher.Refund{Store: 1, Purchase: 1, Lines: []voucher.RefundLine{{Quantity: voucher.Unit}}})
}

// signed fills a command's header in.
func signed(r voucher.Role, id uint32, key uint64, c voucher.Command) voucher.Command {
	*c.Head() = voucher.Header{Key: voucher.KeyOf(2, key), Actor: voucher.Actor{Role: r, ID: id}}
	return c
}
