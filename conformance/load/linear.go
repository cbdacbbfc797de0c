package load

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Whether some order of what a family's tills and telephones asked at the same time
// explains what they were answered (BOTH-RACE-001): each family is a history of its
// own, so that hours of load are many short searches.

// orderTime is how long the search for one family's order may take.
const orderTime = 10 * time.Second

// purse is the model of a family's voucher: what is left.
func purse(credited voucher.Money) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return credited },
		Step: func(state, in, _ any) (bool, any) {
			return in.(*entry).fits(state.(voucher.Money))
		},
		Equal: func(a, b any) bool { return a == b },
	}
}

// fits reports whether an entry could have been answered as it was when so much was
// left, and what is left after it. One without an answer may have happened: porcupine
// puts it where it helps, and last where it did not happen.
func (e *entry) fits(left voucher.Money) (bool, voucher.Money) {
	switch {
	case e.deed == looked:
		return e.balance == left, left
	case e.fate == refused:
		return e.reason != voucher.BalanceSpent.String() || left == 0, left
	case e.fate.open() && e.deed == bought:
		return true, left - min(left, e.most)
	case e.fate.open():
		return true, left + e.most
	case e.deed == bought:
		after := left - e.amount
		return e.amount == min(left, e.most) && e.balance == after, after
	}
	after := left + e.amount
	return e.balance == after, after
}

// history is a family's book as porcupine takes it.
func (a *account) history() []porcupine.Operation {
	all := make([]porcupine.Operation, len(a.entries))
	for i := range a.entries {
		e := &a.entries[i]
		all[i] = porcupine.Operation{ClientId: i, Input: e, Call: int64(e.call), Return: int64(e.back)}
	}
	return all
}

// linearize looks for an order in every family's book.
func (s *Session) linearize(ctx context.Context, m *Money) {
	var next, linear, undecided, families atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(s.town.families) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				f := s.town.families[i]
				if len(f.book.entries) == 0 {
					continue
				}
				families.Add(1)
				switch porcupine.CheckOperationsTimeout(purse(f.credited), f.book.history(), orderTime) {
				case porcupine.Ok:
					linear.Add(1)
					s.ledger.check(InOneOrder, true, "")
				case porcupine.Illegal:
					s.ledger.check(InOneOrder, false, "family %d: no order of its %d requests explains what they were answered%s", i+1, len(f.book.entries), f.book.firstMisfit(f.credited))
				case porcupine.Unknown:
					undecided.Add(1)
				}
			}
		})
	}
	all.Wait()
	m.Families, m.Linearizable, m.Undecided = families.Load(), linear.Load(), undecided.Load()
}

// firstMisfit says where a person looks first: at the end of the shortest beginning of
// the book that no order explains. What was asked before and answered after it is
// missing there, so that it is a hint.
func (a *account) firstMisfit(credited voucher.Money) string {
	all := a.history()
	low, high := 0, len(all)
	for low+1 < high {
		middle := (low + high) / 2
		if porcupine.CheckOperationsTimeout(purse(credited), all[:middle], orderTime) == porcupine.Illegal {
			high = middle
		} else {
			low = middle
		}
	}
	e := &a.entries[high-1]
	return fmt.Sprintf("; look first at request %d, answered %s and left %s", high, e.amount, e.balance)
}
